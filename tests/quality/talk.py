"""Made-up houses, people and conversations, as bytes: what the development set is built of.

Everything comes from one random.Random, so that a seed names a set.  Every house lies under a reserved domain.
A Mail knows after bytes() where its parts lie, so that an operator can say on which bytes evidence must stand.
"""
import base64
import datetime
import os
import quopri
import re
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
FREE_MAIL = ["freemail.example", "postbox.example", "mail-for-all.example"]
FAMILIES = [("青木", "アオキ", "Aoki"), ("大野", "オオノ", "Ono"), ("佐藤", "サトウ", "Sato"), ("山田", "ヤマダ", "Yamada"),
            ("近藤", "コンドウ", "Kondo"), ("長谷川", "ハセガワ", "Hasegawa"), ("松本", "マツモト", "Matsumoto"), ("石塚", "イシヅカ", "Ishizuka"),
            ("福島", "フクシマ", "Fukushima"), ("渡辺", "ワタナベ", "Watanabe"), ("小林", "コバヤシ", "Kobayashi"), ("清水", "シミズ", "Shimizu"),
            ("内田", "ウチダ", "Uchida"), ("堀口", "ホリグチ", "Horiguchi"), ("新庄", "シンジョウ", "Shinjo"), ("千葉", "チバ", "Chiba")]
GIVEN = [("太郎", "タロウ", "Taro"), ("健一", "ケンイチ", "Kenichi"), ("裕子", "ユウコ", "Yuko"), ("翔", "ショウ", "Sho"), ("順子", "ジュンコ", "Junko"),
         ("純", "ジュン", "Jun"), ("恵", "メグミ", "Megumi"), ("修", "オサム", "Osamu"), ("千尋", "チヒロ", "Chihiro"), ("勉", "ツトム", "Tsutomu"),
         ("洋平", "ヨウヘイ", "Yohei"), ("剛", "ツヨシ", "Tsuyoshi")]
WESTERN = [("Whitlock", "Dana"), ("Ferreira", "Paulo"), ("Lindqvist", "Karin"), ("Okafor", "Chidi"), ("Novak", "Petra"), ("Halloran", "Sean"),
           ("Castellan", "Rosa"), ("Brenner", "Uwe"), ("Marchetti", "Ilaria"), ("Vandermeer", "Joost"), ("Thibault", "Claire"), ("Ashdown", "Miles")]
HOUSES = ["toriumi-seiki", "hamakaze", "kurosaka-denki", "northmole", "westergaard-pumps", "ishibashi-kako", "lodestar-trading", "minowa-valve",
          "greywater-marine", "oikawatech", "silverbeck", "tachikawa-metals", "ortelius-foods", "wakamizu", "bellmore-cables", "castlewood",
          "hinokuma-works", "dunmere", "rokkakuya", "verhoeven-steel"]
ITEMS = {"en": ["centrifugal pumps", "gate valves, lot 4", "the control cabinets", "stainless flanges", "order 4711", "the spare rotor"],
         "ja": ["遠心ポンプ", "仕切弁（第四ロット）", "制御盤", "ステンレスフランジ", "注文4711", "予備ロータ"]}
BANKS = [("First Harbour Bank", "FHBKJPJT", "JP"), ("Meridian Commercial Bank", "MCOBHKHH", "HK"), ("Northern Trust Savings", "NTSAGB2L", "GB"),
         ("Bank of the Isles", "BISLJPJT", "JP"), ("Eastgate Bank", "EGBKCNBJ", "CN")]
MAILERS = ["Microsoft Outlook 16.0", "Apple Mail (2.3445)", "Mozilla Thunderbird 60.8", "Becky! ver. 2.74", "Cybozu Office 10"]
FORGERS_MAILERS = ["RainLoop/1.12.1", "Roundcube Webmail/1.3.8", "PHPMailer 5.2.14", None]
CHARSETS = {"en": ["us-ascii", "us-ascii", "utf-8", "utf-8/base64", "utf-8/quoted-printable", "iso-8859-1"],
            "ja": ["iso-2022-jp", "iso-2022-jp", "utf-8", "utf-8/base64", "shift_jis/base64", "utf-8/quoted-printable"]}


def read_wording(lang):
    wording, section = {}, None
    with open(os.path.join(HERE, f"wording_{lang}.txt"), encoding="utf-8") as file:
        for line in map(str.rstrip, file):
            if line.startswith("["):
                section = wording.setdefault(line.strip("[]"), [])
            elif line and not line.startswith("#"):
                section.append(line)
    return wording


WORDING = {lang: read_wording(lang) for lang in ("en", "ja")}


class Person:
    def __init__(self, rng, house, western):
        self.house = house
        if western:
            family, given = rng.choice(WESTERN)
            self.kanji = self.kana = None
        else:
            (kanji, kana, family), (kanji_given, kana_given, given) = rng.choice(FAMILIES), rng.choice(GIVEN)
            self.kanji, self.kana = f"{kanji} {kanji_given}", f"{kana} {kana_given}"
        self.family, self.given, self.romaji = family, given, f"{given} {family}"
        self.local = rng.choice([f"{given}.{family}", family, f"{given[0]}.{family}", f"{family}-{given[0]}", f"{given}_{family}"]).lower()
        self.address = f"{self.local}@{house.domain}"
        self.mailer, self.role = rng.choice(MAILERS), "staff"
        self.phone = f"+81-{rng.randint(3, 99)}-{rng.randint(1000, 9999)}-{rng.randint(1000, 9999)}"

    def name(self, lang):
        return self.kanji if lang == "ja" and self.kanji else self.romaji


class House:
    def __init__(self, rng, label, net, western):
        self.label, self.domain = label, f"{label}.example"
        self.name = " ".join(w.capitalize() for w in label.split("-")) + " Ltd"
        self.route = (f"mail.{self.domain}", f"198.51.100.{net}")
        self.zone = 60 * (rng.choice([0, 1, 2, 8, -5]) if western else 9)
        self.people, keys = [], set()
        while len(self.people) < 6:
            p = Person(rng, self, western)
            if p.romaji not in keys and p.local not in {q.local for q in self.people}:
                keys.add(p.romaji)
                self.people.append(p)
        self.people[0].role = "ceo"
        self.people[1].role = "finance"
        self.phone = self.people[2].phone

    def roster(self, rng, member):
        people = []
        for p in self.people:
            names = [n for n in (p.kanji, p.romaji) if n]
            people.append({"name": names[0], "aliases": names[1:], "addresses": [p.address], "role": p.role, "public": p.role == "ceo"})
        return {"name": self.name, "aliases": [self.name[:-4]], "domains": [self.domain], "member": member, "people": people}


class World:
    """One house that hands in (own) and those it deals with."""

    def __init__(self, rng):
        labels = rng.sample(HOUSES, 12)
        self.houses = [House(rng, label, i + 10, i % 2 == 1) for i, label in enumerate(labels)]
        self.own, self.partners = self.houses[0], self.houses[1:]
        self.extra_domains, self.held_by, self.sent = {}, {}, []

    def context(self, roster, rng):
        """roster: "all" knows the houses and their people, "own" only the own house, "none" nobody."""
        c = {"own_domains": [self.own.domain], "free_mail": FREE_MAIL, "trusted_authserv": [f"mx.{self.own.domain}"], "held_by": self.held_by}
        if roster != "none":
            houses = self.houses if roster == "all" else [self.own]
            c["organisations"] = [h.roster(rng, h is self.own) for h in houses]
            for o, h in zip(c["organisations"], houses):
                o["domains"] += self.extra_domains.get(h.domain, [])
                o["group"] = "g1" if h in (self.own, self.partners[-1]) else "g-" + h.label
        return c


def fold(name, values):
    return f"{name}: " + ",\n\t".join(values) + "\n"


def word(text):
    """A header's text as an encoded word where it is not ASCII."""
    if text.isascii():
        return f'"{text}"' if re.search(r"[^\w \-']", text) else text
    return "=?UTF-8?B?" + base64.b64encode(text.encode()).decode() + "?="


def box(name, address):
    return f"{word(name)} <{address}>" if name else address


class Mail:
    def __init__(self, sender, to, cc, subject, when, text, lang):
        self.sender, self.to, self.cc, self.subject, self.when, self.text, self.lang = sender, to, cc, subject, when, text, lang
        self.reply_to = self.in_reply_to = self.route = self.auth = self.mailer = self.by = None
        self.references, self.attachments, self.extra, self.quote, self.charset = [], [], [], "", "us-ascii"
        self.message_id = self.from_line = None
        self.is_genuine = False
        self.places = {}

    def _headers(self):
        stamp = self.when.strftime("%a, %d %b %Y %H:%M:%S %z")
        lines = []
        if self.route:
            here = self.when + datetime.timedelta(seconds=9)
            lines.append(f"Received: from {self.route[0]} ({self.route[0]} [{self.route[1]}])\n\tby {self.by} with ESMTP id "
                         f"{zlib.crc32(self.message_id.encode()) % 10 ** 8:08d};\n\t{here.strftime('%a, %d %b %Y %H:%M:%S %z')}\n")
        if self.auth:
            lines.append(f"Authentication-Results: {self.by}; {self.auth}\n")
        lines.append(self.from_line or fold("From", [box(*self.sender)]))
        if self.reply_to:
            lines.append(fold("Reply-To", [box(*self.reply_to)]))
        lines.append(fold("To", [box(*b) for b in self.to]))
        if self.cc:
            lines.append(fold("Cc", [box(*b) for b in self.cc]))
        lines.append("Subject: " + (self.subject if self.subject.isascii() else word(self.subject)) + "\n")
        lines.append(f"Date: {stamp}\n")
        lines.append(f"Message-ID: {self.message_id}\n")
        if self.in_reply_to:
            lines.append(f"In-Reply-To: {self.in_reply_to}\n")
            lines.append("References: " + "\n\t".join(self.references or [self.in_reply_to]) + "\n")
        if self.mailer:
            lines.append(f"X-Mailer: {self.mailer}\n")
        return lines + self.extra + ["MIME-Version: 1.0\n"]

    def _text_part(self):
        charset, _, encoding = self.charset.partition("/")
        data = (self.text + ("\n" + self.quote if self.quote else "")).encode(charset, "replace")
        encoding = encoding or ("8bit" if charset == "utf-8" or charset.startswith("iso-8859") else "7bit")
        if encoding == "base64":
            data = base64.encodebytes(data)
        elif encoding == "quoted-printable":
            data = quopri.encodestring(data)
        return f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n".encode(), data, charset, encoding

    def bytes(self):
        out = bytearray()
        for line in self._headers():
            start = len(out)
            out += line.encode()
            self.places.setdefault("header:" + line.split(":")[0], (start, len(out)))
        head, data, charset, encoding = self._text_part()
        if self.attachments:
            out += b'Content-Type: multipart/mixed; boundary="=_b1"\n\n--=_b1\n'
        out += head
        body = len(out)
        out += data
        self.places["body"] = (body, len(out))
        self._place_text(bytes(out), body, charset, encoding)
        for name, media_type, content in self.attachments:
            out += f'\n--=_b1\nContent-Type: {media_type}; name="{name}"\nContent-Disposition: attachment; filename="{name}"\nContent-Transfer-Encoding: base64\n\n'.encode()
            start = len(out)
            out += base64.encodebytes(content)
            self.places.setdefault("attachment", (start, len(out)))
        if self.attachments:
            out += b"\n--=_b1--\n"
        return bytes(out)

    def _place_text(self, raw, body, charset, encoding):
        """The newest text and the quote, as exactly as the encoding allows."""
        self.places["quote"] = self.places["newest"] = self.places["body"]
        if encoding in ("7bit", "8bit") and charset in ("us-ascii", "utf-8", "iso-8859-1"):
            end = body + len(self.text.encode(charset, "replace"))
            self.places["newest"] = (body, end)
            self.places["quote"] = (end, len(raw)) if self.quote else (body, end)


def quote_of(rng, mail, lang):
    """The mail as the answer quotes it."""
    name, address = mail.sender
    style = rng.choice(["arrow", "outlook"])
    if style == "arrow":
        stamp = mail.when.strftime("%Y/%m/%d %H:%M")
        line = f"{stamp}、{name} <{address}>のメール:" if lang == "ja" else f"On {mail.when.strftime('%a, %d %b %Y at %H:%M')}, {name} <{address}> wrote:"
        return line + "\n" + "\n".join("> " + part for part in mail.text.split("\n")) + "\n"
    to = "; ".join(f"{n} <{a}>" for n, a in mail.to)
    if lang == "ja":
        block = f"-----Original Message-----\n差出人: {name} <{address}>\n送信日時: {mail.when.strftime('%Y年%m月%d日 %H:%M')}\n宛先: {to}\n件名: {mail.subject}\n"
    else:
        block = f"-----Original Message-----\nFrom: {name} <{address}>\nSent: {mail.when.strftime('%A, %d %B %Y %H:%M')}\nTo: {to}\nSubject: {mail.subject}\n"
    return block + "\n" + mail.text + "\n"
