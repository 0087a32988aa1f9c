"""One conversation between a partner's people and the own side's, with an intruder or without, and what must be found in it."""
import datetime

from talk import BANKS, CHARSETS, FORGERS_MAILERS, FREE_MAIL, ITEMS, MAILERS, WORDING, Mail, quote_of

JST = datetime.timezone(datetime.timedelta(hours=9))


class Scene:
    def __init__(self, rng, world, lang, attack):
        self.rng, self.world, self.lang, self.attack = rng, world, lang, attack
        self.own, self.partner = world.own, rng.choice(world.partners[:-1])
        self.own_people, self.partner_people = self.own.people[1:], self.partner.people[1:]
        self.o, self.p = self.own_people[1], self.partner_people[1]
        self.item = rng.choice(ITEMS[lang])
        self.amount, self.number = f"USD {rng.randint(12, 400)},{rng.randint(100, 999)}.00", f"INV-{rng.randint(1000, 9999)}"
        self.subject = {"en": f"{rng.choice(['Shipping documents', 'Order confirmation', 'Schedule', 'Documents'])} for {self.item}",
                        "ja": f"{self.item}の{rng.choice(['船積書類', '注文確認', '納期', '書類'])}について"}[lang]
        self.when = datetime.datetime(2019, rng.randint(1, 6), rng.randint(1, 27), rng.randint(8, 15), rng.randint(0, 59), tzinfo=JST)
        self.charset = {p: rng.choice(CHARSETS[lang]) for p in self.own.people + self.partner.people}
        self.forger = (f"vps{rng.randint(10, 99)}.cheap-hosting.test", f"198.18.{rng.randint(1, 250)}.{rng.randint(1, 250)}")
        self.forger_mailer, self.forger_zone = rng.choice(FORGERS_MAILERS), rng.choice([60, 0, -240, 240])
        self.mails, self.expected, self.types, self.files, self.thread, self.held = [], [], None, {}, True, {}
        self.account = self.new_account("JP")

    # ---- wording ----
    def say(self, *intents):
        chosen = [self.rng.choice(WORDING[self.lang][i]) for i in intents]
        return "\n".join(chosen).format(item=self.item, amount=self.amount, number=self.number)

    def intent(self, name):
        """The attack's wording, or what honest people write with nearly the same words."""
        return name if self.attack else name + ".clean"

    def letter(self, reader, writer_name, text, signature=True, writer=None):
        family = reader.family if self.lang == "en" or not reader.kanji else reader.kanji.split()[0]
        head = f"Dear {self.rng.choice(['Mr ', 'Ms ', ''])}{family},\n\n" if self.lang == "en" else f"{family}様\n\n{self.rng.choice(['いつもお世話になっております。', 'お世話になっております。', ''])}\n"
        tail = f"\n\n{self.rng.choice(['Best regards', 'Kind regards', 'Yours sincerely'])}\n{writer_name}\n" if self.lang == "en" else f"\n\n{self.rng.choice(['以上、よろしくお願いいたします。', 'よろしくお願い申し上げます。', ''])}\n{writer_name}\n"
        body = head + text + tail
        if signature and writer is not None:
            body += f"--\n{writer.house.name}\nTel {writer.phone}\n"
        if self.rng.random() < 0.2:
            body += "\n" + self.rng.choice(WORDING[self.lang]["disclaimer"]) + "\n"
        return body

    # ---- accounts ----
    def new_account(self, country):
        bank = self.rng.choice([b for b in BANKS if b[2] == country])
        return {"bank": bank[0], "swift": bank[1], "number": str(self.rng.randint(10 ** 9, 10 ** 10 - 1)), "holder": self.partner.name}

    def account_lines(self, a):
        return f"\nBank name: {a['bank']}\nAccount No.: {a['number']}\nSWIFT: {a['swift']}\nBeneficiary: {a['holder']}"

    # ---- mails ----
    def box(self, person):
        return (person.name(self.lang), person.address)

    def later(self, hours):
        self.when += datetime.timedelta(hours=hours, minutes=self.rng.randint(0, 40))

    def _mail(self, sender, to, cc, text, reply, zone, hours):
        self.later(hours)
        m = Mail(sender, to, cc, self.subject if not self.mails or not reply else "Re: " + self.subject,
                 self.when.astimezone(datetime.timezone(datetime.timedelta(minutes=zone))), text, self.lang)
        if reply and self.mails:
            last = self.mails[-1]
            m.in_reply_to, m.references = last.message_id, (last.references + [last.message_id])[-8:]
            m.quote = quote_of(self.rng, last, self.lang)
        self.mails.append(m)
        m.by = f"mx.{self.own.domain}"
        return m

    def genuine(self, person, text, cc=True, reply=True, hours=20, to=None, quote=True):
        """A mail of one of the two sides' people, made and travelling as always."""
        ours = person.house is self.own
        reader = to or (self.p if ours else self.o)
        copies = [self.box(p) for p in self.partner_people[2:4] + self.own_people[2:3] if p not in (person, reader)] if cc else []
        m = self._mail(self.box(person), [self.box(reader)], copies, self.letter(reader, person.name(self.lang), text, writer=person), reply,
                       person.house.zone, hours)
        m.message_id = f"<{self.rng.randrange(16 ** 12):012x}@{person.house.domain}>"
        m.mailer, m.charset, m.is_genuine = person.mailer, self.charset[person], True
        if not ours:
            m.route = person.house.route
            m.auth = f"spf=pass smtp.mailfrom={person.house.domain}; dkim=pass header.d={person.house.domain}; dmarc=pass header.from={person.house.domain}"
        if not quote:
            m.quote = ""
        return m

    def foreign(self, sender, text, reader=None, cc=None, reply=True, hours=26, auth=None, name_in_text=None, plays=None):
        """A mail from outside both sides: the forger's, or in a clean twin some stranger's."""
        reader = reader or self.o
        copies = [self.box(p) for p in self.partner_people[2:4] + self.own_people[2:3]] if cc is None else cc
        shown = name_in_text or sender[0] or sender[1].split("@")[0]
        m = self._mail(sender, [self.box(reader)], copies, self.letter(reader, shown, text, writer=plays), reply, self.forger_zone, hours)
        domain = sender[1].rpartition("@")[2]
        m.message_id = f"<{self.rng.randrange(16 ** 10):010x}@{self.forger[0]}>"
        m.mailer, m.charset, m.route = self.forger_mailer, self.rng.choice(CHARSETS[self.lang]), self.forger
        m.auth = auth or f"spf=pass smtp.mailfrom={domain}; dkim=none; dmarc=none header.from={domain}"
        return m

    def history(self, n=None):
        """Two to five genuine mails to and fro; the partner's second names his account now and then."""
        writers = [self.p, self.o]
        for i in range(n if n is not None else self.rng.randint(2, 5)):
            self.genuine(writers[i % 2], self.say("open" if i == 0 else "reply" if i < 3 else "chat"), reply=i > 0)

    def invoice(self):
        return self.genuine(self.p, self.say("invoice") + self.account_lines(self.account))

    def expect(self, trick, mail, place):
        """place: header:From, newest, quote, body, attachment; or None where only the mail is told."""
        if self.attack:
            self.expected.append((trick, self.mails.index(mail) if mail is not None else 0, place))

    def stranger(self):
        """Somebody of a house without any likeness."""
        h = self.rng.choice([x for x in self.world.partners if x is not self.partner])
        return self.rng.choice(h.people[2:])

    def free(self):
        return self.rng.choice(FREE_MAIL)

    def other_mailer(self, person):
        return self.rng.choice([m for m in MAILERS if m != person.mailer])
