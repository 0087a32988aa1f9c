#!/usr/bin/env python3
"""Writes the golden cases that are Outlook files:  tests/lib/outlook_cases.py  (from the project's root)."""
import os

import outlook
from outlook import TIME, UNICODE

NAME = "mail-01.msg"


def write(case, data):
    os.makedirs(os.path.join("tests/golden", case), exist_ok=True)
    with open(os.path.join("tests/golden", case, NAME), "wb") as file:
        file.write(data)


def mail(subject, name, address, text, to, attachments=()):
    props = {(0x001A, UNICODE): "IPM.Note", (0x0037, UNICODE): subject, (0x0042, UNICODE): name, (0x0064, UNICODE): "SMTP",
             (0x0065, UNICODE): address, (0x0039, TIME): outlook.filetime(1564617600), (0x1000, UNICODE): text}
    return outlook.msg(props, [outlook.recipient(*to)], attachments)


BOB = ("Bob Baker", "bob@factory.example")
write("bec.name.other-address/found-ja-msg", mail("至急のお願い", "北村 社長 <kitamura@a-company.example>", "x91@elsewhere.test",
      "極秘の買収の件で、至急ご連絡ください。", BOB))
write("bec.name.other-address/found-en-msg", mail("Urgent request", "Kitamura <kitamura@a-company.example>", "x91@elsewhere.test",
      "I need your help with a confidential matter. Are you available?", BOB))
write("bec.name.other-address/not-en-msg", mail("Urgent request", "kitamura@a-company.example", "kitamura@a-company.example",
      "The minutes of the meeting follow.", BOB))
write("content.attachment.risky/found-ja-msg", mail("資料", "営業", "x@random.example", "資料をお送りします。", BOB,
      [outlook.attachment("仕様書.pdf.exe", b"MZ no program")]))
