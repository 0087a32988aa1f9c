"""A border host for the tests: a milter (protocol 6) that says in Authentication-Results whether a mail is what it says it is, and takes
away what others wrote in its name (RFC 8601, 5):  border.py PORT-FILE AUTHSERV-ID

A mail counts as signed where the header X-Test-Signed names the domain that signed it."""
import email.utils
import re
import socket
import struct
import sys
import threading

AUTHSERV = sys.argv[2]
ADD, CHANGE = 0x01, 0x10


def packet(code, data=b""):
    return struct.pack("!I", len(data) + 1) + code + data


def attest(headers):
    values = {name.lower(): value for name, value in headers}
    sender = email.utils.parseaddr(values.get("from", ""))[1].rpartition("@")[2]
    signer = values.get("x-test-signed", "").strip()
    word = "pass" if signer and signer == sender else "fail"
    dkim = f"dkim=pass (test key) header.d={signer}" if signer else "dkim=none"
    return f"{AUTHSERV};\n\t{dkim};\n\tdmarc={word} (p=reject dis=none) header.from={sender}"


def end_of_mail(headers):
    out, seen = b"", 0
    for name, value in headers:
        if name.lower() == "authentication-results":
            seen += 1
            if re.match(rf"\s*{re.escape(AUTHSERV)}\s*(;|\s|$)", value, re.I):
                out += packet(b"m", struct.pack("!I", seen) + b"Authentication-Results\0\0")
                seen -= 1
    return out + packet(b"i", struct.pack("!I", 0) + b"Authentication-Results\0" + attest(headers).encode() + b"\0") + packet(b"c")


def serve(client):
    stream, headers = client.makefile("rb"), []
    while True:
        head = stream.read(4)
        if len(head) < 4:
            return
        data = stream.read(struct.unpack("!I", head)[0])
        code, data = data[:1], data[1:]
        if code == b"O":
            client.sendall(packet(b"O", struct.pack("!III", 6, ADD | CHANGE, 0)))
        elif code in b"DAK":
            if code == b"A":
                headers = []
        elif code == b"Q":
            return
        elif code == b"E":
            client.sendall(end_of_mail(headers))
            headers = []
        else:
            if code == b"L":
                name, value = data.rstrip(b"\0").split(b"\0", 1) if b"\0" in data.rstrip(b"\0") else (data.rstrip(b"\0"), b"")
                headers.append((name.decode("latin-1"), value.decode("latin-1")))
            client.sendall(packet(b"c"))


def main():
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(16)
    with open(sys.argv[1], "w") as f:
        f.write(str(listener.getsockname()[1]))
    while True:
        client, _ = listener.accept()
        threading.Thread(target=serve, args=(client,), daemon=True).start()


main()
