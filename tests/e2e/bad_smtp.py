"""A mail server that does as it is told, for what real ones do seldom:  bad_smtp.py PORT-FILE WORD LOG [DIR]

WORD is one behaviour a connection, parted by commas, the last one for all further connections:
  good        takes the mail                     away        closes before the greeting
  silent      never says a word                  slow        a byte of the greeting a second
  nonsense    no line of it is SMTP              half        closes in the middle of the answer to DATA
  lost        takes the mail and closes without an answer   421   "421 closing" after the greeting
  from5       refuses MAIL FROM                  rcpt4 rcpt5 data4 data5   refuses there
  long        an answer of a megabyte            one         closes after one mail
Every mail that was taken in whole (also of `lost`) is a line of LOG: envelope sender, recipient, Message-ID;
in DIR each stands as it came, named by its line.
"""
import os
import re
import socket
import sys
import threading
import time


def keep(body, log):
    os.makedirs(sys.argv[4], exist_ok=True)
    with open(log, encoding="utf-8") as file:
        number = len(file.readlines())
    with open(os.path.join(sys.argv[4], str(number)), "wb") as file:
        file.write(body[:-3])


def serve(client, word, log):
    stream = client.makefile("rb")
    say = lambda text: client.sendall(text.encode() + b"\r\n")
    if word == "away":
        return
    if word == "silent":
        time.sleep(30)
        return
    if word == "slow":
        for c in "220 mx.slow.example ESMTP and a very long greeting\r\n":
            client.sendall(c.encode())
            time.sleep(1)
    if word == "nonsense":
        client.sendall(b"\x00\xff\x1b[31mHTTP/1.1 200 OK\r\n\r\nhello\r\n" * 3)
        time.sleep(1)
        return
    if word == "long":
        client.sendall(b"220-" + b"x" * 1000000 + b"\r\n220 mx\r\n")
    elif word != "slow":
        say("220 mx.test.example ESMTP")
    if word == "421":
        say("421 4.3.2 closing, come back later")
        return
    sender = recipient = ""
    mails = 0
    while True:
        line = stream.readline().decode("latin-1").strip()
        verb = line[:4].upper()
        if verb == "":
            return
        if verb == "EHLO":
            say("250-mx.test.example\r\n250-SIZE 1000000\r\n250 8BITMIME")
        elif verb == "MAIL":
            sender = line
            say("553 5.7.1 this sender may not" if word == "from5" else "250 2.1.0 Ok")
        elif verb == "RCPT":
            recipient = line
            say("450 4.2.1 mailbox \x1b[31mbusy" if word == "rcpt4" else "550 5.1.1 no such user" if word == "rcpt5" else "250 2.1.5 Ok")
        elif verb == "DATA":
            say("354 go ahead")
            body = b""
            while not body.endswith(b"\r\n.\r\n"):
                got = stream.readline()
                if not got:
                    return
                body += got
            message_id = re.search(rb"^Message-ID: (.*)\r$", body, re.M).group(1).decode()
            if word not in ("data4", "data5"):
                with open(log, "a", encoding="utf-8") as file:
                    file.write(f"{re.search('<.*?>', sender)[0]} {re.search('<.*?>', recipient)[0]} {message_id}\n")
            if len(sys.argv) > 4 and word not in ("data4", "data5"):
                keep(body, log)
            mails += 1
            if word == "lost":
                return
            if word == "half":
                client.sendall(b"25")
                return
            say("451 4.3.0 try again" if word == "data4" else "554 5.6.0 content refused" if word == "data5" else "250 2.0.0 taken")
            if word == "one":
                return
        elif verb == "QUIT":
            say("221 bye")
            return
        else:
            say("250 Ok")


def main():
    port_file, words, log = sys.argv[1:4]
    words = words.split(",")
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(20)
    with open(port_file, "w", encoding="utf-8") as file:
        file.write(str(listener.getsockname()[1]))
    while True:
        client, _ = listener.accept()
        word = words.pop(0) if len(words) > 1 else words[0]

        def run(client=client, word=word):
            try:
                serve(client, word, log)
            except OSError:
                pass
            finally:
                client.close()
        threading.Thread(target=run, daemon=True).start()


main()
