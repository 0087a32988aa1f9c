"""Who writes: addresses built after others, names, answers led astray, copies exchanged."""
from operators import operator

KEYS = {"a": "s", "s": "d", "d": "f", "e": "r", "r": "t", "t": "y", "o": "p", "i": "o", "n": "m", "m": "n", "l": "k", "k": "j", "u": "y", "h": "j", "c": "v", "w": "e"}
CYRILLIC = {"a": "а", "o": "о", "e": "е", "c": "с", "p": "р", "i": "і", "x": "х", "s": "ѕ"}
MONEY = ("account-change", "confirm")


def with_account(s):
    return s.say(*MONEY) + s.account_lines(s.new_account("HK"))


def play(s, address, name=None, **more):
    """The forger writes as p with a new account."""
    return s.foreign((name if name is not None else s.p.name(s.lang), address), with_account(s), name_in_text=s.p.name(s.lang),
                     plays=s.p, **more)


def honest(s, address, name, **more):
    """A stranger, or p himself from elsewhere, with nothing in his letter."""
    return s.foreign((name, address), s.say("account-change.clean" if s.rng.random() < 0.5 else "chat"), **more)


# ---- free mail ----
def embeddings(s):
    local, label = s.p.local, s.partner.label
    flat = label.replace("-", "")
    return [f"{local}.{label}.{s.rng.choice(['jp', 'co', 'com', 'example'])}", f"{local}.{label}", f"{label}.{local}", f"{local}{flat}",
            f"{flat}.{local.replace('.', '').replace('_', '').replace('-', '')}", ".".join(reversed(local.replace("_", ".").replace("-", ".").split("."))) + "." + flat,
            f"{local}_{label}", f"{flat}_{local}_{s.rng.randint(1, 99)}"]


@operator("B02", "free-mail address that embeds name and firm", "identity", {1})
def embedded(s):
    s.history()
    if s.attack:
        s.expect("B02", play(s, s.rng.choice(embeddings(s)) + "@" + s.free()), "header:From")
    elif s.rng.random() < 0.5:
        honest(s, f"{s.p.local}{s.rng.randint(60, 99)}@{s.free()}", s.stranger().romaji)
    else:
        other = s.stranger()
        honest(s, f"{other.local}.{other.house.label}@{s.free()}", other.romaji, cc=[s.box(other)])


@operator("B03", "the same with hyphens", "identity", {1})
def embedded_hyphens(s):
    s.history()
    if s.attack:
        local = s.p.local.replace(".", "-").replace("_", "-")
        s.expect("B03", play(s, s.rng.choice([f"{local}-{s.partner.label}", f"{local}-{s.partner.label}.tw", f"{s.partner.label}-{local}"]) +
                             "@" + s.free()), "header:From")
    else:
        honest(s, f"{s.rng.choice(['info', 'office', 'shop'])}-{s.partner.label}@{s.free()}", "Information")


# ---- look-alike domains ----
def changes_of(label, rng):
    """One wording of each way to draw a label a little wrong."""
    i = rng.randrange(1, len(label) - 1)
    while label[i] == "-" or label[i + 1] == label[i] or label[i + 1] == "-":
        i = rng.randrange(1, len(label) - 1)
    out = {"dropped": label[:i] + label[i + 1:], "doubled": label[:i] + label[i] + label[i:], "swapped": label[:i] + label[i + 1] + label[i] + label[i + 2:],
           "replaced": label[:i] + KEYS.get(label[i], "x") + label[i + 1:], "hyphen": label.replace("-", "") if "-" in label else label[:4] + "-" + label[4:],
           "added": label + rng.choice("s1x"), "word": label + rng.choice(["-jp", "-group", "-japan", "-global", "-corp"])}
    for old, new in (("m", "rn"), ("w", "vv"), ("d", "cl"), ("l", "1"), ("o", "0"), ("i", "l"), ("l", "i"), ("s", "5")):
        if old in label:
            out[f"{old} as {new}"] = label.replace(old, new, 1)
    out.pop("", None)
    return [v for v in out.values() if v != label and not v.startswith("-")]


@operator("B04", "look-alike domain", "identity", {1})
def lookalike(s):
    s.history()
    if s.attack:
        label = s.rng.choice(changes_of(s.partner.label, s.rng))
        m = play(s, f"{s.p.local}@{label}.example")
        s.expect("B04", m, "header:From")
    else:
        other = s.stranger()
        s.foreign(s.box(other), s.say("chat"))


@operator("B04", "look-alike domain, a person nobody knows", "identity", {1}, alerts=False)
def lookalike_new_person(s):
    s.history()
    if s.attack:
        m = s.foreign(("Accounts Department", f"accounts@{s.rng.choice(changes_of(s.partner.label, s.rng))}.example"), with_account(s))
        s.expect("B04", m, "header:From")
    else:
        s.foreign(("Accounts Department", f"accounts@{s.partner.domain}"), s.say("chat"))


@operator("B04", "sister brand of the list", "identity", {1}, roster=("all",), alerts=False)
def sister(s):
    s.history()
    label = s.rng.choice(changes_of(s.partner.label, s.rng))
    if s.attack:
        s.expect("B04", play(s, f"{s.p.local}@{label}.example"), "header:From")
    else:
        s.world.extra_domains.setdefault(s.partner.domain, []).append(f"{label}-brand.test")
        honest(s, f"{s.p.local}@{label}-brand.test", s.p.name(s.lang))


@operator("B05", "another suffix", "identity", {1})
def suffix(s):
    s.history()
    if s.attack:
        s.expect("B05", play(s, f"{s.p.local}@{s.partner.label}.{s.rng.choice(['test', 'invalid', 'co', 'biz'])}"), "header:From")
    else:
        honest(s, f"{s.p.local}@{s.rng.choice(['mail', 'tokyo', 'mx1'])}.{s.partner.domain}", s.p.name(s.lang))


@operator("B06", "the real domain as part of another", "identity", {1})
def sub_label(s):
    s.history()
    d = s.partner.domain
    if s.attack:
        fake = s.rng.choice([f"{d}.secure-mail.test", f"{d}.invalid", f"{d.replace('.', '-')}.test", f"mail.{d}.account-check.test"])
        s.expect("B06", play(s, f"{s.p.local}@{fake}"), "header:From")
    else:
        honest(s, f"noreply@{s.partner.label}.{s.rng.choice(['atlassian.net', 'sharepoint.com', 'onmicrosoft.com'])}", s.partner.name)


@operator("B06", "letters of another alphabet", "identity", {1})
def homograph(s):
    s.history()
    if s.attack:
        known = [c for c in s.partner.label if c in CYRILLIC]
        label = s.partner.label
        for c in s.rng.sample(known, min(len(known), s.rng.randint(1, 3))):
            label = label.replace(c, CYRILLIC[c])
        s.expect("B06", play(s, f"{s.p.local}@xn--{label.encode('punycode').decode()}.example"), "header:From")
    else:
        honest(s, f"kontakt@xn--{s.rng.choice(['müller-gießerei', 'köhler', '日本語試験', 'señal'])[:20].encode('punycode').decode()}.example", "Kontakt")


# ---- display names ----
def shown(s, address):
    n = s.p.name(s.lang)
    return s.rng.choice([f"{n} - {address}", f"{n} ({address})", f"{n} {address}", f"{address}", f"{n}[{address}]", f"{n}＜{address.replace('@', '＠')}＞"])


@operator("B07", "the name shows the real address", "identity", {1, 2})
def name_address(s):
    s.history(s.rng.choice([0, 3]))
    if s.attack:
        m = play(s, f"{s.rng.choice(['desk', 'office', 'ceo.mail', 'x'])}{s.rng.randint(1, 99)}@{s.free()}", shown(s, s.p.address), reply=bool(s.mails))
        s.expect("B07", m, "header:From")
    else:
        h = s.stranger()
        honest(s, h.address, f"{h.romaji} ({h.address})", reply=bool(s.mails))


@operator("B08", "and even that with another suffix", "identity", {1, 2})
def name_address_suffix(s):
    s.history()
    if s.attack:
        m = play(s, f"office{s.rng.randint(1, 99)}@{s.free()}", shown(s, f"{s.p.local}@{s.partner.label}.{s.rng.choice(['test', 'invalid'])}"))
        s.expect("B08", m, "header:From")
    else:
        s.genuine(s.p, s.say("chat"))


@operator("B09", "answers go somewhere else", "identity", {1, 2})
def reply_to(s):
    s.history()
    if s.attack:
        to = s.rng.choice([f"{s.p.local}@{s.rng.choice(changes_of(s.partner.label, s.rng))}.example", s.rng.choice(embeddings(s)) + "@" + s.free(),
                           f"{s.p.local}@{s.partner.label}.test"])
        m = s.foreign(s.box(s.p), with_account(s), plays=s.p, auth=f"spf=fail smtp.mailfrom={s.partner.domain}; dkim=none; dmarc=fail header.from={s.partner.domain}")
        m.reply_to = (s.p.name(s.lang), to)
        s.expect("B09", m, "header:Reply-To")
    else:
        kind = s.rng.randrange(3)
        m = s.genuine(s.p, s.say("chat"))
        m.reply_to = (None, s.partner_people[3].address) if kind == 0 else ("List", f"orders@lists.{s.partner.domain}") if kind == 1 else (None, f"reply+{s.rng.randint(1, 9 ** 9)}@bounce.newsletter-service.test")
        if kind == 2:
            m.extra += ["List-Unsubscribe: <https://newsletter-service.test/u>\n"]


# ---- copies ----
def fake_colleagues(s, domain):
    return [(p.name(s.lang), f"{p.local}@{domain}") for p in s.partner_people[2:4]]


@operator("B10", "colleagues replaced in Cc", "identity", {1})
def cc_replaced(s):
    s.history(4)
    if s.attack:
        if s.rng.random() < 0.5:
            domain = f"{s.rng.choice(changes_of(s.partner.label, s.rng))}.example"
            sender, cc = f"{s.p.local}@{domain}", fake_colleagues(s, domain)
        else:
            free = s.free()
            sender, cc = s.rng.choice(embeddings(s)) + "@" + free, [(p.name(s.lang), f"{p.local}.{s.partner.label}@{free}") for p in s.partner_people[2:4]]
        s.expect("B10", play(s, sender, cc=cc + [s.box(s.own_people[2])]), "header:Cc")
    else:
        m = s.genuine(s.p, s.say("chat"))
        m.cc = [s.box(p) for p in s.partner_people[3:5]] + [s.box(s.own_people[2])]


@operator("B11", "a lawyer who must stay in Cc", "identity", {1, 2, 4})
def lawyer_in_cc(s):
    s.history(3)
    if s.attack:
        lawyer = s.rng.choice([("Miles Whitmore, Attorney", f"m.whitmore@{s.rng.choice(['whitmore-gale-law', 'gale-legal', 'whitmore-attorneys'])}.test"),
                               ("弁護士 飯島 隆", f"iijima.bengoshi@{s.free()}"), ("Law Office Gale", f"gale.lawoffice@{s.free()}")])
        label = s.rng.choice(changes_of(s.partner.label, s.rng))
        m = s.foreign((s.p.name(s.lang), f"{s.p.local}@{label}.example"), s.say("cc-keep"), cc=[lawyer, s.box(s.own_people[2])], plays=s.p)
        s.expect("B11", m, "header:Cc")
    else:
        other = s.stranger()
        m = s.genuine(s.p, s.say("cc-keep.clean"))
        m.cc.append(s.box(other))


@operator("B12", "colleagues left out", "identity", {1})
def cc_lost(s):
    s.history(4)
    if s.attack:
        label = s.rng.choice(changes_of(s.partner.label, s.rng))
        s.expect("B12", play(s, f"{s.p.local}@{label}.example", cc=s.rng.choice([[], [s.box(s.own_people[2])]])), None)
    else:
        s.genuine(s.p, s.say("chat"), cc=False)


# ---- forged headers ----
@operator("B48", "a header that readers read in different ways", "identity", {1, 2}, alerts=False)
def forged_header(s):
    s.history(2)
    p, fake = s.p, f"box{s.rng.randint(10, 99)}@{s.free()}"
    if s.attack:
        m = play(s, fake)
        kind = s.rng.randrange(5)
        name = p.romaji
        m.from_line = [f"From: {name} <{p.address}>\nFrom: {name} <{fake}>\n", f"From: \"{name}\" <{p.address}>, <{fake}>\n",
                       f"From: {name[:3]}\u200b{name[3:]}\u202e <{fake}>\n", f"From: {name} <{p.address}>\x00 <{fake}>\n",
                       f"From: \"{name}\u2066\u200f\" <{fake}>\n"][kind]
        if kind == 1 and s.rng.random() < 0.5:
            m.extra += [f"Sender: {fake}\n"]
        s.expect("B48", m, "header:From")
    else:
        m = s.genuine(p, s.say("chat"))
        m.extra += [f"Sender: {s.partner_people[3].address}\n"]


@operator("B47", "a receipt asked for by a stranger", "identity", (), alerts=False)
def receipt(s):
    who = s.stranger() if s.attack else s.p
    if s.attack:
        s.history(0)
        m = s.foreign((s.rng.choice(["Purchasing", "Info", "Sales Desk"]), f"desk{s.rng.randint(1, 99)}@{s.rng.choice([s.free(), 'trade-contact.test'])}"), s.say("chat"), reply=False, cc=[])
        m.extra += [f"Disposition-Notification-To: <{m.sender[1]}>\n"]
        s.expect("B47", m, "header:Disposition-Notification-To")
    else:
        s.history(3)
        m = s.genuine(who, s.say("chat"))
        m.extra += [f"Disposition-Notification-To: {who.address}\n"]
