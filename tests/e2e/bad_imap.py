"""A server of IMAP that does as it is told, for what real ones do seldom:  bad_imap.py PORT-FILE WORD LOG MAIL...

WORD is one behaviour a connection, parted by commas, the last one for all further connections:
  good        serves the MAILs as UID 1, 2, ...      away       closes before the greeting
  silent      never says a word                      hangs      falls silent within a literal
  nonsense    no line of it is IMAP                  long       a line that never ends
  half=N      closes within the literal of UID N     lies       every mail is larger than it was said to be
  more        a literal larger than was asked for    other      the bytes of another UID
  noid        no UIDVALIDITY                         badlogin   the password is wrong
  notag       the answer to FETCH never ends         mixed      UIDs out of order, twice, flags between, UID behind the body
  poor        knows neither MOVE nor UIDPLUS         uidplus    knows UIDPLUS, not MOVE
  nomove      refuses to move                        gone=N     UID N was deleted meanwhile
  empty=N     UID N has no bytes                     bye        BYE in place of the list
  tryagain    the folder to move to is not there until it is made
Every command is a line of LOG.
"""
import re
import socket
import sys
import threading
import time


def serve(client, word, log, mails):
    stream = client.makefile("rb")
    say = lambda text: client.sendall(text.encode() + b"\r\n")
    word, _, number = word.partition("=")
    number = int(number or 0)
    made = False
    if word == "away":
        return
    if word == "silent":
        time.sleep(30)
        return
    if word == "nonsense":
        client.sendall(b"\x00\xff\x1b[31mHTTP/1.1 200 OK\r\n\r\nhello\r\n" * 3)
        time.sleep(1)
        return
    say("* OK here")
    capability = "IMAP4rev1" + {"poor": "", "uidplus": " UIDPLUS", "tryagain": " UIDPLUS"}.get(word, " MOVE UIDPLUS")
    while True:
        line = stream.readline().decode("latin-1").strip()
        if line == "":
            return
        log.write(line + "\n")
        log.flush()
        tag, _, rest = line.partition(" ")
        verb = rest.split(" ")[0].upper()
        if verb == "CAPABILITY":
            say("* CAPABILITY " + capability)
            say(tag + " OK done")
        elif verb == "LOGIN":
            say(tag + (" NO [AUTHENTICATIONFAILED] no" if word == "badlogin" else " OK in"))
        elif verb in ("SELECT", "EXAMINE"):
            say("* %d EXISTS" % len(mails))
            if word == "long":
                client.sendall(b"* OK " + b"x" * 1000000)
            if word != "noid":
                say("* OK [UIDVALIDITY 7] valid")
            say(tag + " OK open")
        elif "RFC822.SIZE" in rest:
            first = int(re.search(r"FETCH (\d+):", rest).group(1))
            if word == "bye":
                say("* BYE \x1b[31mclosing")
                return
            there = [(n + 1, len(m)) for n, m in enumerate(mails) if n + 1 >= first or n + 1 == len(mails)]
            if word == "mixed":
                there = there[::-1] + there[:1]
                say("* 1 FETCH (FLAGS (\\Seen))")
            for uid, size in there:
                say("* %d FETCH (UID %d RFC822.SIZE %d)" % (uid, uid, 10 if word == "lies" else size))
            say(tag + " OK listed")
        elif "BODY.PEEK" in rest:
            uid, most = map(int, re.search(r"FETCH (\d+) .*<0\.(\d+)>", rest).groups())
            body = mails[uid - 1]
            if word in ("gone", "empty") and uid == number:
                if word == "empty":
                    say('* %d FETCH (UID %d BODY[]<0> "")' % (uid, uid))
                say(tag + " OK done")
                continue
            if word == "lies":
                body += b"x" * (1 << 21)
            body = body if word == "more" else body[:most]
            if word == "more":
                body = body + b"x" * (most + 1 - len(body))
            if word == "mixed":
                client.sendall(b"* %d FETCH (BODY[]<0> {%d}\r\n" % (uid, len(body)) + body + b" FLAGS () UID %d)\r\n* 3 EXISTS\r\n" % uid)
            else:
                start = b"* %d FETCH (UID %d BODY[]<0> {%d}\r\n" % (uid, uid + (word == "other"), len(body))
                if (word == "half" and uid == number) or word == "hangs":
                    client.sendall(start + body[: len(body) // 2])
                    time.sleep(30 if word == "hangs" else 0)
                    return
                client.sendall(start + body + b")\r\n")
            if word == "notag":
                while True:
                    say("* 1 FETCH (FLAGS ())")
                    time.sleep(0.2)
            say(tag + " OK done")
        elif verb == "CREATE":
            made = True
            say(tag + " OK made")
        elif verb == "UID" and re.match(r"UID (MOVE|COPY)", rest):
            say(tag + (" NO no \x1b[31mroom" if word == "nomove" else " NO [TRYCREATE] none" if word == "tryagain" and not made else " OK done"))
        elif verb == "LOGOUT":
            return
        else:
            say(tag + " OK done")


def main():
    words = sys.argv[2].split(",")
    mails = [open(name, "rb").read() for name in sys.argv[4:]]
    log = open(sys.argv[3], "a")
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 0))
    listener.listen(16)
    with open(sys.argv[1], "w") as f:
        f.write(str(listener.getsockname()[1]))

    def one(client, word):
        try:
            serve(client, word, log, mails)
        except OSError:
            pass
        client.close()

    while True:
        client, _ = listener.accept()
        word = words.pop(0) if len(words) > 1 else words[0]
        threading.Thread(target=one, args=(client, word), daemon=True).start()


main()
