"""A client of LMTP that does what real ones do not:  lmtp_client.py WHERE SCENE [ARGUMENT]

WHERE is unix:PATH or a port.  What it saw is printed, one word a scene (ok, or what went wrong)."""
import os
import smtplib
import socket
import sys
import threading
import time

WHERE = sys.argv[1]
MAIL = b"From: Bob <bob@partner.example>\r\nSubject: %s\r\nMessage-ID: <%s@partner.example>\r\n\r\n%s\r\n"


def connect(timeout=20):
    if WHERE.startswith("unix:"):
        s = socket.socket(socket.AF_UNIX)
        s.settimeout(timeout)
        s.connect(WHERE[5:])
        return s
    return socket.create_connection(("127.0.0.1", int(WHERE)), timeout)


class Client:
    def __init__(self):
        self.s = connect()
        self.f = self.s.makefile("rb")
        self.answer()

    def answer(self):
        lines = [self.f.readline()]
        while lines[-1][3:4] == b"-":
            lines.append(self.f.readline())
        return lines[-1].decode()[:9].strip()

    def say(self, line):
        self.s.sendall(line + b"\r\n")
        return self.answer()

    def begin(self, recipients=(b"report@hub.example",), more=b""):
        out = [self.say(b"LHLO client.example"), self.say(b"MAIL FROM:<contact@a-company.example>" + more)]
        return out + [self.say(b"RCPT TO:<%s>" % r) for r in recipients]

    def text(self, text):
        first = self.say(b"DATA")
        if not first.startswith("354"):
            return first
        self.s.sendall(text)
        return self.answer()


def mail(subject=b"s", body=b"text"):
    return MAIL % (subject, os.urandom(8).hex().encode(), body)


def scene_one():
    c = Client()
    c.begin()
    return c.text(mail() + b".\r\n")


def scene_several():
    """One mail to three recipients, one of them not ours: an answer for each that was taken."""
    c = Client()
    begun = c.begin((b"report@hub.example", b"nobody@other.example", b"report+x@hub.example"))
    answers = [c.text(mail() + b".\r\n"), c.answer()]
    return " ".join(a[:3] for a in begun + answers)


def scene_circle():
    """More recipients than one mail may have: those that were taken are answered for."""
    c = Client()
    begun = c.begin([b"report+%d@hub.example" % i for i in range(105)])[2:]
    answers = [c.text(mail() + b".\r\n")] + [c.answer() for _ in range(sum(a.startswith("250") for a in begun) - 1)]
    return " ".join(str(x) for x in (sum(a.startswith("250") for a in begun), begun[-1], sum(a.startswith("250") for a in answers), c.say(b"NOOP")[:3]))


def scene_order():
    c = Client()
    said = [c.say(b"MAIL FROM:<x@y.example>"), c.say(b"EHLO x"), c.say(b"LHLO x"), c.say(b"RCPT TO:<report@hub.example>"), c.say(b"DATA"),
            c.say(b"MAIL FROM:<>"), c.say(b"MAIL FROM:<>"), c.say(b"DATA"), c.say(b"RSET"), c.say(b"NOOP"), c.say(b"QUIT")]
    return " ".join(a[:3] for a in said)


def scene_large():
    """Said beforehand, and found out only at the end."""
    c = Client()
    said = c.begin(more=b" SIZE=999999999")[1]
    c.say(b"RSET")
    c.begin()
    c.say(b"DATA")
    c.s.sendall(b"Subject: large\r\n\r\n")
    for _ in range(3 * 16):
        c.s.sendall((b"x" * 1022 + b"\r\n") * 64)
    c.s.sendall(b".\r\n")
    return said[:3] + " " + c.answer()[:3]


def scene_dots():
    c = Client()
    c.begin()
    return c.text(mail(b"dots", b"..one\r\n...two\r\n.. \r\nlast") + b".\r\n")


def scene_smuggle():
    """What another server took for text must not end a mail here."""
    taken = 0
    for end in (b"\n.\n", b"\n.\r\n", b"\r.\r", b"\r\n.\n", b"\r\n.\r", b"\0\r\n.\n", b"\r\n\x00.\r\n"):
        c = Client()
        c.begin()
        c.say(b"DATA")
        c.s.sendall(mail(b"first") + b"text" + end + b"MAIL FROM:<eve@evil.example>\r\nRCPT TO:<report@hub.example>\r\nDATA\r\n" +
                    mail(b"smuggled") + b"\r\n.\r\nQUIT\r\n")
        seen = c.f.read().decode()
        taken += seen.count("250 2.0.0 R-")
    return f"{taken} mails of 7"


def scene_pipelined():
    c = Client()
    c.s.sendall(b"LHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<report@hub.example>\r\nDATA\r\n" + mail() + b".\r\nQUIT\r\n")
    return str(c.f.read().decode().count("250 2.0.0 R-"))


def scene_bytewise():
    c = Client()
    for byte in b"LHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<report@hub.example>\r\nDATA\r\n" + mail() + b".\r\nQUIT\r\n":
        c.s.sendall(bytes([byte]))
    return str(c.f.read().decode().count("250 2.0.0 R-"))


def scene_half():
    """Closed before the dot."""
    c = Client()
    c.begin()
    c.say(b"DATA")
    c.s.sendall(mail(b"half"))
    c.s.close()
    return "closed"


def scene_nonsense():
    c = Client()
    c.s.sendall(os.urandom(100000).replace(b"\n", b"") + b"\r\n" + b"GET / HTTP/1.1\r\n" * 30)
    seen = c.f.read()
    return "closed" if b"421 4.7.0" in seen else "open"


def scene_many():
    """Slow ones that hold their place, and others that are served beside them."""
    slow = [Client() for _ in range(20)]
    for c in slow:
        c.begin()
        c.say(b"DATA")
        c.s.sendall(b"Subject: sl")
    results = []

    def quick():
        c = Client()
        c.begin()
        results.append(c.text(mail() + b".\r\n"))
    threads = [threading.Thread(target=quick) for _ in range(8)]
    began = time.monotonic()
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    took = time.monotonic() - began
    for c in slow:
        c.s.sendall(b"ow\r\n\r\n%s\r\n.\r\n" % os.urandom(6).hex().encode())
    done = sum(c.answer().startswith("250") for c in slow)
    return f"{sum(r.startswith('250') for r in results)} beside {done}{'' if took < 15 else ' late'}"


def scene_crowd():
    held = [connect() for _ in range(int(sys.argv[3]))]
    last = [s.makefile("rb").readline()[:3].decode() for s in held]
    return f"{last.count('220')} {last.count('421')}"


def scene_stop():
    """Begins a mail, lets the listener be stopped, and ends the mail."""
    c = Client()
    idle = Client()
    c.begin()
    c.say(b"DATA")
    c.s.sendall(mail(b"stopped"))
    os.kill(int(sys.argv[3]), 15)
    time.sleep(1.2)
    c.s.sendall(b".\r\n")
    return c.answer()[:3] + " " + idle.f.readline()[:3].decode()


def scene_give():
    """The mail of standard input, from RETURN-PATH to RECIPIENT: the receipt's number."""
    c = Client()
    c.say(b"LHLO client.example")
    c.say(b"MAIL FROM:<%s>" % sys.argv[3].encode())
    c.say(b"RCPT TO:<%s>" % sys.argv[4].encode())
    c.say(b"DATA")
    c.s.sendall(sys.stdin.buffer.read() + b".\r\n")
    return c.f.readline().decode().split()[2]


def scene_reply():
    c = Client()
    begun = c.begin()
    return begun[1][:9]


def scene_smtplib():
    if WHERE.startswith("unix:"):
        client = smtplib.LMTP(WHERE[5:])
    else:
        client = smtplib.LMTP("127.0.0.1", int(WHERE))
    return str(client.sendmail("contact@a-company.example", ["report@hub.example"], mail(b"by smtplib")))


print(globals()["scene_" + sys.argv[2]]())
