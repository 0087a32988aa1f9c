"""What is wanted: an executive's first word, a lawyer, money in advance, a list of debts, another account."""
import os
import shutil
import sys

from identity import changes_of, embeddings, play, with_account
from operators import operator

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "lib"))
import pictures  # noqa: E402

ROSTER = ("all", "own")


def spelled(s, boss):
    """A name in one of the ways people write it."""
    f, g = boss.family, boss.given
    ways = [f"{g} {f}", f"{f} {g}", f"{f.upper()} {g}", f"{g} {f.upper()}", f"{f}, {g}", f"{g}  {f}"]
    if boss.kanji:
        ways += [boss.kanji, boss.kanji.replace(" ", ""), boss.kanji.replace(" ", "\u3000"), boss.kana, boss.kana.replace(" ", ""), f"{boss.kanji}（社長）", f"代表取締役 {boss.kanji}"]
    return s.rng.choice(ways)


def from_boss(s, *intents, boss=None, cc=()):
    """The head of the own house, from outside."""
    boss = boss or s.own.people[0]
    address = s.rng.choice([f"ceo.office{s.rng.randint(1, 99)}@{s.free()}", f"{boss.family}.private@{s.free()}".lower(), f"exec{s.rng.randint(10, 99)}@mail-box.test",
                            f"{boss.local}@{s.rng.choice(changes_of(boss.house.label, s.rng))}.example"])
    return s.foreign((spelled(s, boss), address), s.say(*intents), cc=list(cc), reply=False, reader=s.own.people[1], name_in_text=boss.name(s.lang))


def from_real_boss(s, *intents):
    m = s.genuine(s.own.people[0], s.say(*intents), cc=False, reply=False, to=s.own.people[1])
    return m


@operator("B31", "an executive's first word", "intent", {2}, roster=ROSTER)
def opener(s):
    if s.attack:
        s.expect("B31", from_boss(s, "opener"), "header:From")
    elif s.rng.random() < 0.5:
        from_real_boss(s, "opener.clean")
    else:
        other = s.stranger()
        s.foreign(s.box(other), s.say("opener.clean"), reply=False, cc=[])


@operator("B31", "the opener's words", "intent", {2}, roster=ROSTER)
def opener_words(s):
    if s.attack:
        s.expect("bec.opener", from_boss(s, "opener"), "newest")
    else:
        s.foreign(s.box(s.stranger()), s.say("opener.clean"), reply=False, cc=[])


@operator("B32", "has the lawyer called?", "intent", {2, 4}, roster=ROSTER)
def lawyer(s):
    if s.attack:
        s.expect("B32", from_boss(s, "lawyer"), "newest")
    elif s.rng.random() < 0.5:
        from_real_boss(s, "lawyer.clean")
    else:
        s.foreign(s.box(s.stranger()), s.say("lawyer.clean"), reply=False, cc=[])


@operator("B36", "a purchase of a company, to an officer of the group", "intent", {2}, roster=("all",))
def merger(s):
    if s.attack:
        boss = s.world.partners[-1].people[0] if s.rng.random() < 0.5 else s.own.people[0]
        s.expect("B36", from_boss(s, "merger", boss=boss), "newest")
    else:
        from_real_boss(s, "merger.clean")


@operator("B44", "make a LINE group", "intent", {2}, roster=ROSTER)
def line_group(s):
    if s.attack:
        s.expect("B44", from_boss(s, "line"), "newest")
    elif s.rng.random() < 0.5:
        from_real_boss(s, "line.clean")
    else:
        s.foreign(s.box(s.stranger()), s.say("line.clean"), reply=False, cc=[])


@operator("B46", "money in advance for an association", "intent", {2}, alerts=False)
def academic(s):
    if s.attack:
        h = s.stranger()
        m = s.foreign((f"Prof. {h.romaji}", f"{h.local}.society@{s.free()}"), s.say("academic"), reply=False, cc=[])
        s.expect("B46", m, "newest")
    else:
        s.foreign(s.box(s.stranger()), s.say("academic.clean"), reply=False, cc=[])


@operator("B41", "which invoices are unpaid?", "intent", {5})
def unpaid(s):
    s.history(s.rng.choice([2, 3]))
    if s.attack:
        address = s.rng.choice([f"{s.p.local}@{s.rng.choice(changes_of(s.partner.label, s.rng))}.example", s.rng.choice(embeddings(s)) + "@" + s.free()])
        m = s.foreign((s.p.name(s.lang), address), s.say("unpaid"), plays=s.p)
        s.expect("B41", m, "newest")
    else:
        s.genuine(s.p, s.say("unpaid.clean"))


@operator("B23", "audit, tax or a closed account as pretext", "intent", {1})
def pretext(s):
    s.history(3)
    s.invoice()
    if s.attack:
        label = s.rng.choice(changes_of(s.partner.label, s.rng))
        m = s.foreign((s.p.name(s.lang), f"{s.p.local}@{label}.example"), s.say("audit", "confirm") + s.account_lines(s.new_account("HK")), plays=s.p)
        s.expect("B23", m, "newest")
    else:
        s.genuine(s.p, s.say("audit.clean"))


@operator("B20", "another account than before, in the text", "account", {1, 3})
def account(s):
    s.history(2)
    s.invoice()
    if s.attack:
        m = play(s, s.rng.choice([f"{s.p.local}@{s.rng.choice(changes_of(s.partner.label, s.rng))}.example", s.rng.choice(embeddings(s)) + "@" + s.free()]))
        s.expect("B20", m, "newest")
    else:
        s.genuine(s.p, s.say("account-change.clean") + s.account_lines(s.account))


@operator("B20", "another account from the usual mailbox", "account", {3})
def account_taken_over(s):
    s.history(2)
    s.invoice()
    if s.attack:
        s.expect("B20", s.genuine(s.p, with_account(s)), "newest")
    else:
        s.genuine(s.p, s.say("invoice") + s.account_lines(s.account))


@operator("B20", "another account in an attached invoice", "account", {1, 3})
def account_attached(s):
    s.history(2)

    def invoice_of(a):
        return (f"invoice-{s.number}.csv", "text/csv", (f"Invoice,{s.number}\nBeneficiary,{a['holder']}\nBank name,{a['bank']}\nAccount No.,{a['number']}\n"
                                                      f"SWIFT,{a['swift']}\nAmount,{s.amount}\n").encode())
    m = s.genuine(s.p, s.say("invoice"))
    m.attachments = [invoice_of(s.account)]
    if s.attack:
        m = s.foreign((s.p.name(s.lang), f"{s.p.local}@{s.rng.choice(changes_of(s.partner.label, s.rng))}.example"), s.say("deliver"), plays=s.p)
        m.attachments = [invoice_of(s.new_account("GB"))]
        s.expect("B20", m, "attachment")
    else:
        m = s.genuine(s.p, s.say("reply"))
        m.attachments = [invoice_of(s.account)]


@operator("B33", "one text to many public addresses", "intent", {2, 4, 5}, alerts=False)
def many(s):
    roles = ["info", "recruit", "press", "webmaster", "sales", "support", "office"]
    if s.attack:
        m = s.foreign(("Dana Gale", f"dana.gale@{s.free()}"), s.say("lawyer"), reply=False, cc=[(None, f"{r}@{s.own.domain}") for r in roles[1:]])
        m.to = [(None, f"{roles[0]}@{s.own.domain}")]
        s.expect("B33", m, None)
    else:
        s.history(1)
        s.genuine(s.p, s.say("chat"))


@operator("B34", "a foreign language in the house", "intent", (), alerts=False)
def language(s):
    """The own side of these sets expects Japanese only; see quality.py."""
    text = "Please read the note below and tell me by Friday whether the change of the schedule is acceptable for your side."
    if s.attack:
        m = s.foreign(("Executive Office", f"office{s.rng.randint(1, 99)}@{s.free()}"), text, reply=False, cc=[])
        m.text, m.charset = text, "us-ascii"
        s.expect("B34", m, "newest")
    else:
        m = s.genuine(s.p, "来週の予定についてご確認ください。変更が可能かどうか、金曜までにお知らせいただけますと幸いです。", reply=False)
        m.charset = "utf-8"


def code_file(s, url):
    """A code as a picture, or on a page."""
    rows = pictures.grey(url, s.rng.randint(2, 6))
    if s.rng.random() < 0.3:
        return (f"{s.rng.choice(['notice', 'document'])}.pdf", "application/pdf", pictures.pdf(rows))
    return ("code.png", "image/png", pictures.png(rows, s.rng.choice(["grey", "palette", "rgba"])))


if shutil.which("qrencode"):
    @operator("B50", "a code to scan that leads away", "intent", (), roster=ROSTER, alerts=False)
    def qr(s):
        if s.attack:
            host = s.rng.choice(["verify", "secure", "portal", "account"]) + f"-{s.rng.randint(10, 99)}.test"
            who = s.rng.choice(["Help Desk", "IT Support", "Payroll", "Security Team"])
            url = f"https://{s.rng.choice(['login', 'sso', 'mfa'])}.{host}/{s.rng.choice(['start', 'm365', 'auth'])}" + s.rng.choice(["", f"?u={s.o.address}"])
            m = s.foreign((who, f"notice@{host}" if s.rng.random() < 0.5 else "notice@mail-box.test"), s.say("qr"), reply=False, cc=[])
            m.attachments = [code_file(s, url)]
            s.expect("B50", m, "attachment")
        elif s.rng.random() < 0.5:      # the own house's portal
            s.genuine(s.own.people[2], s.say("qr"), cc=False, reply=False, to=s.o).attachments = [code_file(s, f"https://portal.{s.own.domain}/start")]
        else:
            other = s.stranger()
            s.foreign(s.box(other), s.say("qr.clean"), reply=False, cc=[]).attachments = [code_file(s, s.rng.choice([f"https://www.{other.house.domain}/map", f"TKT-{s.number}"]))]
