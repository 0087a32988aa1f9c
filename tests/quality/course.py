"""How it goes on: routes, times, quotes, sequences; and what stands in logs and lists of programs."""
import datetime
import html
import io
import json
import zipfile

from identity import changes_of, embeddings, play, with_account
from operators import operator


def fail(s):
    return f"spf=fail smtp.mailfrom={s.partner.domain}; dkim=none; dmarc=fail header.from={s.partner.domain}"


def lookalike_of(s):
    return f"{s.p.local}@{s.rng.choice(changes_of(s.partner.label, s.rng))}.example"


# ---- routes ----
@operator("B01", "the exact address, another house's mail", "route", {1})
def exact(s):
    s.history(s.rng.randint(3, 5))
    if s.attack:
        m = s.foreign(s.box(s.p), with_account(s), plays=s.p, auth=fail(s))
        s.expect("B01", m, "header:From")
    else:
        m = s.genuine(s.p, s.say("chat"))
        m.when = m.when.astimezone(datetime.timezone.utc)
        m.mailer = s.other_mailer(s.p)


def web_mail(s, m, origin):
    """Written in a browser somewhere: the house's own web mail or another, in the zone of who writes or of the server."""
    zone = s.rng.choice([60, 60, 0, -240, s.partner.zone])
    m.mailer, m.when = s.forger_mailer or "RainLoop/1.12.1", m.when.astimezone(datetime.timezone(datetime.timedelta(minutes=zone)))
    m.extra += [f"X-Originating-IP: [{origin}]\n"]


@operator("B38", "the real mailbox in other hands", "route", {3})
def takeover(s):
    s.history(4)
    s.invoice()
    s.genuine(s.o, s.say("reply"))
    if s.attack:
        m = s.genuine(s.p, with_account(s))
        web_mail(s, m, s.forger[1])
        s.expect("B38", m, None)
    elif s.rng.random() < 0.5:
        m = s.genuine(s.p, s.say("chat"))
        m.when = m.when.astimezone(datetime.timezone.utc)
    else:                       # on a journey, and the account is the one of before
        web_mail(s, s.genuine(s.p, s.say("invoice") + s.account_lines(s.account)), f"203.0.113.{s.rng.randint(1, 250)}")


@operator("B49", "zone, program and charset unlike the person's", "route", (), alerts=False)
def habits(s):
    s.history(10)
    if s.attack:
        m = s.foreign(s.box(s.p), s.say("chat"), plays=s.p, auth="none")
        m.charset = "koi8-r" if s.lang == "en" else "gb2312"
        m.mailer = "RainLoop/1.12.1"
        m.text = m.text if s.lang == "en" else s.p.family + "\n" + "We will come back to the schedule next week.\n"
        s.expect("B49", m, None)
    else:
        m = s.genuine(s.p, s.say("chat"))
        m.mailer = s.other_mailer(s.p)


# ---- times ----
@operator("B13", "right after a promise somebody else delivers", "timing", {1})
def promise(s):
    s.history(2)
    s.genuine(s.p, s.say("promise"))
    if s.attack:
        m = s.foreign((s.p.name(s.lang), s.rng.choice([lookalike_of(s), s.rng.choice(embeddings(s)) + "@" + s.free()])),
                      s.say("deliver") + s.account_lines(s.new_account("GB")), plays=s.p, hours=s.rng.choice([1, 2, 5, 20]))
        s.expect("B13", m, "header:From")
    else:
        s.genuine(s.p, s.say("deliver") + s.account_lines(s.account), hours=2)


@operator("B14", "again and again without an answer", "timing", {1})
def nagging(s):
    s.history(3)
    if s.attack:
        address = lookalike_of(s)
        play(s, address)
        m = s.foreign((s.p.name(s.lang), address), s.say("nag"), plays=s.p, hours=s.rng.choice([18, 24, 40]))
        s.expect("B14", m, "header:From")
    else:
        s.genuine(s.p, s.say("invoice") + s.account_lines(s.account))
        s.genuine(s.p, s.say("nag"))


@operator("B25", "hold the payment, then the new account", "timing", {1})
def staged(s):
    s.history(3)
    s.invoice()
    if s.attack:
        address = lookalike_of(s)
        s.foreign((s.p.name(s.lang), address), s.say("hold"), plays=s.p)
        m = play(s, address)
        s.expect("B25", m, None)
    else:
        s.genuine(s.p, s.say("chat"))
        s.genuine(s.p, s.say("invoice") + s.account_lines(s.account))


@operator("B26", "a second account within hours", "timing", {1})
def second_account(s):
    s.history(3)
    if s.attack:
        address = lookalike_of(s)
        play(s, address)
        m = s.foreign((s.p.name(s.lang), address), s.say("second") + s.account_lines(s.new_account("GB")), plays=s.p, hours=1)
        s.expect("B26", m, None)
    else:
        s.invoice()
        s.genuine(s.p, s.say("chat"), hours=1)


@operator("B18", "looks like an answer, belongs to no thread", "timing", {1, 2}, alerts=False)
def no_thread(s):
    s.history(2)
    if s.attack:
        m = play(s, lookalike_of(s))
        m.subject, m.in_reply_to, m.references = "Re: " + s.rng.choice(["Payment", "Invoice", "お支払い"]), None, []
        s.expect("B18", m, None)
    else:
        s.genuine(s.p, s.say("chat"))


@operator("B19", "to himself, the others hidden", "timing", {1, 2}, alerts=False)
def to_himself(s):
    s.history(2)
    if s.attack:
        m = play(s, lookalike_of(s), cc=[])
        m.to = [m.sender]
        s.expect("B19", m, None)
    else:
        s.genuine(s.p, s.say("chat"))


@operator("B43", "another telephone in the signature", "timing", {1}, alerts=False)
def telephone(s):
    s.history(4)
    if s.attack:
        old, s.p.phone = s.p.phone, "+44-7" + str(s.rng.randint(100000000, 999999999))
        m = play(s, lookalike_of(s))
        m.text = s.letter(s.o, s.p.name(s.lang), with_account(s), writer=s.p)
        s.p.phone = old
        s.expect("B43", m, "newest")
    else:
        s.genuine(s.p, s.say("chat"))


# ---- quotes ----
@operator("B30", "an answer to what the own side never wrote", "quote", {1})
def never_sent(s):
    """The fake went from 'us' to the partner; his answer reaches the real person.  Now and then the partner handed the fake in."""
    s.history(4)
    if s.attack:
        real = s.mails.copy()
        s.foreign((s.o.name(s.lang), f"{s.o.local}@{s.rng.choice(changes_of(s.own.label, s.rng))}.example"), with_account(s), reader=s.p, plays=s.o)
        m = s.genuine(s.p, s.say("reply"))
        m.quote = m.quote.replace(s.mails[-2].sender[1], s.o.address)
        if s.rng.random() < 0.5:
            s.held[len(real)] = s.partner.domain
        else:
            s.mails = real + [m]
        s.expect("B30", m, "quote")
    else:
        s.genuine(s.o, s.say("chat"))
        s.genuine(s.p, s.say("reply"))


@operator("B16", "the quoted history altered", "quote", {1}, alerts=False)
def altered(s):
    s.history(2)
    s.invoice()
    if s.attack:
        m = play(s, lookalike_of(s))
        new = s.new_account("HK")
        m.quote = m.quote.replace(s.account["number"], new["number"]).replace(s.account["bank"], new["bank"]).replace(s.account["swift"], new["swift"])
        s.expect("B16", m, "quote")
    else:
        s.genuine(s.p, s.say("chat"))


@operator("B17", "a quoted history that never was", "quote", {1, 2, 4}, alerts=False)
def invented(s):
    s.history(3)
    if s.attack:
        boss = s.own.people[0]
        m = play(s, lookalike_of(s))
        label = ("From", "Sent", "To", "Subject") if s.lang == "en" else ("差出人", "送信日時", "宛先", "件名")
        m.quote = (f"-----Original Message-----\n{label[0]}: {boss.name(s.lang)} <{boss.address}>\n{label[1]}: {'Monday, 02 July 2019 10:12' if s.lang == 'en' else '2019年7月2日 10:12'}\n"
                   f"{label[2]}: {s.p.name(s.lang)} <{s.p.address}>\n{label[3]}: Payment\n\n{s.say('lawyer')}\n{s.say('hold')}\n")
        s.expect("B17", m, "quote")
    else:
        s.genuine(s.p, s.say("chat"))


@operator("B15", "each side played to the other", "quote", {1}, alerts=False)
def both_sides(s):
    s.history(4)
    if s.attack:
        m = play(s, lookalike_of(s))
        n = s.foreign((s.o.name(s.lang), f"{s.o.local}@{s.rng.choice(changes_of(s.own.label, s.rng))}.example"), s.say("chat"), reader=s.p, plays=s.o)
        n.by = f"mx.{s.partner.domain}"
        s.held[s.mails.index(n)] = s.partner.domain
        s.expect("B15", m, None)
    else:
        s.genuine(s.p, s.say("chat"))


# ---- the content of documents ----
def docx(lines):
    """A Word document of plain paragraphs; dated, so that a seed always makes the same bytes."""
    out = io.BytesIO()
    text = "".join(f"<w:p><w:r><w:t>{html.escape(line)}</w:t></w:r></w:p>" for line in lines)
    parts = {"[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
             'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
             "word/document.xml": f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{text}</w:body></w:document>'}
    with zipfile.ZipFile(out, "w") as file:
        for name, data in parts.items():
            file.writestr(zipfile.ZipInfo(name, (2019, 1, 1, 0, 0, 0)), data)
    return out.getvalue()


@operator("B24", "another price in the quotation", "account", {1}, alerts=False)
def price(s):
    s.history(2)

    def quotation():
        lines = ["Quotation", f"No. {s.number}", s.partner.name, f"For: {s.item}", "Delivery: 8 weeks", "Payment: 30 days net", f"Total: {s.amount}"]
        return ("quotation.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx(lines))
    s.genuine(s.p, s.say("price")).attachments = [quotation()]
    if s.attack:
        s.amount = f"USD {s.rng.randint(500, 900)},{s.rng.randint(100, 999)}.00"
        m = s.foreign((s.p.name(s.lang), lookalike_of(s)), s.say("price"), plays=s.p)
        m.attachments = [quotation()]
        s.expect("B24", m, "attachment")
    else:
        s.genuine(s.p, s.say("chat"))


@operator("B27", "a transfer instead of the cheque", "account", {1}, alerts=False)
def method(s):
    s.history(3)
    if s.attack:
        m = s.foreign((s.p.name(s.lang), lookalike_of(s)), s.say("method") + s.account_lines(s.new_account("GB")), plays=s.p)
        s.expect("B27", m, "newest")
    else:
        s.genuine(s.p, s.say("chat"))


@operator("B22", "a bank in a third country", "account", {1, 3}, alerts=False)
def third_country(s):
    s.history(2)
    s.invoice()
    if s.attack:
        m = s.foreign((s.p.name(s.lang), lookalike_of(s)), s.say("account-change") + s.account_lines(s.new_account("HK")), plays=s.p)
        s.expect("B22", m, "newest")
    else:
        s.genuine(s.p, s.say("invoice") + s.account_lines(s.account))


# ---- logs and lists ----
def log_rows(s, n):
    rows = []
    for i in range(n):
        s.later(0.05)
        user = s.rng.choice(s.own.people)
        rows.append({"CreationTime": s.when.strftime("%Y-%m-%dT%H:%M:%S"), "Id": f"row-{i}", "Operation": s.rng.choice(["MailItemsAccessed", "UserLoggedIn", "Set-Mailbox", "FileAccessed"]),
                     "Workload": "Exchange", "UserId": user.address, "ClientIP": f"198.51.100.{s.rng.randint(1, 9)}",
                     "Parameters": [{"Name": "Identity", "Value": user.address}, {"Name": "AuditEnabled", "Value": "True"}]})
    return rows


@operator("B37", "a rule that forwards mail", "log", {3})
def forwarding(s):
    rows = log_rows(s, 60)
    at = s.rng.randrange(5, 55)
    target = f"collect{s.rng.randint(1, 99)}@{s.free()}" if s.attack else s.own.people[3].address
    rows[at].update({"Operation": s.rng.choice(["New-InboxRule", "Set-InboxRule"]),
                     "Parameters": [{"Name": "Name", "Value": s.rng.choice([".", "..", "rule"])}, {"Name": "SubjectContainsWords", "Value": "invoice;payment;請求"},
                                    {"Name": "ForwardTo", "Value": target}, {"Name": "MarkAsRead", "Value": "True"}]})
    s.files["audit.json"] = ("\n".join(json.dumps(r, ensure_ascii=False) for r in rows) + "\n").encode()
    s.thread = False
    s.expect("B37", None, ("text", target))


@operator("B39", "a program for remote control", "log", (), alerts=False)
def remote_tool(s):
    programs = ["svchost.exe", "EXCEL.EXE", "OUTLOOK.EXE", "chrome.exe", "AcroRd32.exe", "taskhostw.exe"]
    tool = s.rng.choice(["AA_v3.exe", "AmmyyAdmin.exe", "AnyDesk.exe", "TeamViewer.exe", "rustdesk.exe"]) if s.attack else "Teams.exe"
    programs.insert(s.rng.randrange(len(programs)), tool)
    head = "Processes of the accounts clerk's PC\n" if s.lang == "en" else "経理担当者の端末のプロセス一覧\n"
    s.files["processes.txt"] = (head + "".join(f"{s.rng.randint(100, 9999):6d} {p}\n" for p in programs)).encode()
    s.thread = False
    s.expect("B39", None, ("text", tool[:-4]))
