#!/usr/bin/env python3
"""Mails that attack who looks at them: nasty.py FOLDER writes nasty-*.eml there.

Every one names the host outside.example and sets window.ran, so that what runs and what is fetched can be told."""
import base64
import os
import sys

RUN, OUT = "window.ran=1", "https://outside.example/"
ATTACKS = [
    f"<script>{RUN}</script>", f"<img src={OUT}a.png onerror={RUN}>", f"</title><script>{RUN}</script>", f"\"><svg onload={RUN}>",
    f"</textarea></pre></td></table><iframe src={OUT}></iframe>", f"<a href=\"javascript:{RUN}\">x</a>", f"' autofocus onfocus='{RUN}",
    f"<style>@import '{OUT}s.css'; body {{ background: url({OUT}b.png) }}</style>", f"<meta http-equiv=refresh content=\"0;url={OUT}\">",
    f"<base href={OUT}><link rel=stylesheet href={OUT}s.css>", f"<form action={OUT}><button autofocus>送信</button></form>",
    f"{{{{{RUN}}}}} ${{{RUN}}} <%= {RUN} %>", f"<!--><img src=x onerror={RUN}>-->", f"+ADw-script+AD4-{RUN}+ADw-/script+AD4-",
    f"<math><mtext></mtext><mglyph><style><!--</style><img src onerror={RUN}>", f"<object data=\"data:text/html,<script>{RUN}</script>\"></object>",
]


def word(text):
    return "=?utf-8?b?" + base64.b64encode(text.encode()).decode() + "?="


def mail(name, attack, charset="utf-8", kind="html"):
    body = attack.encode() if kind == "plain" else f"<html><body onload={RUN}><p>拝啓</p>{attack}</body></html>".encode()
    return (f"From: {word(attack)} <{name}@evil.example>\r\nTo: contact@a-company.example\r\nSubject: {word(attack)}\r\n"
            f"Date: Wed, 31 Jul 2019 09:59:00 +0900\r\nMessage-ID: <{name}@evil.example>\r\nReply-To: {word(attack)} <x@outside.example>\r\n"
            f"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
            f"--b\r\nContent-Type: text/{kind}; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n{base64.b64encode(body).decode()}\r\n"
            f"--b\r\nContent-Type: text/html; name=\"{word(attack)}\"\r\nContent-Disposition: attachment; filename=\"{word(attack)}\"\r\n"
            f"Content-Transfer-Encoding: base64\r\n\r\n{base64.b64encode(attack.encode()).decode()}\r\n--b--\r\n").encode()


folder = sys.argv[1]
for i, attack in enumerate(ATTACKS):
    with open(os.path.join(folder, f"nasty-{i:02}.eml"), "wb") as file:
        file.write(mail(f"n{i}", attack, "utf-7" if attack.startswith("+AD") else "utf-8", "plain" if i % 3 == 2 else "html"))
with open(os.path.join(folder, "nasty-names.eml"), "wb") as file:     # a long name that hides its ending
    file.write(mail("names", "見積依頼書.pdf" + " " * 120 + ".exe"))
with open(os.path.join(folder, "nasty-turned.eml"), "wb") as file:
    file.write(mail("turned", "invoice\u202efdp.exe \u2066\u200b\u00ad аpple.example " + "x" * 900))
