"""Mails with known words, and what a linear scan over them finds:  search_check.py make DIR | check NOROSHI HUB PERSON DIR

The scan is written from the help text of `noroshi search`, not from the program: every word, folded, anywhere in Japanese,
whole in other scripts, by its beginning in addresses.
"""
import base64
import json
import os
import random
import re
import subprocess
import sys
import unicodedata

JA = ["請求書", "振込先の変更", "至急のお願い", "口座", "お支払い", "取引先", "弁護士", "ﾌﾟﾛｼﾞｪｸﾄ", "株式会社ハカタ電機", "Ｍ＆Ａ", "見積依頼", "経理部", "社長",
      "送金", "機密", "添付ファイル", "ご確認", "契約", "北海道", "神戸支店", "円", "一", "水道", "データセンター", "ヴェルサイユ", "ｱﾙﾌｧ商事"]
EN = ["invoice", "Payment", "URGENT", "wire", "transfer", "beneficiary", "account", "Straße", "résumé", "plant", "quotation", "ACME-77", "x509",
      "confidential", "ﬁnal", "notice", "2019/07/31", "order#4711", "lawyer"]
HOSTS = ["evil-corp.example", "mail.partner.example", "pay-now.example", "xn--bcher-kva.example", "a-company.example"]


def texts(seed=7):
    rng, mails = random.Random(seed), []
    for i in range(60):
        words = [rng.choice(JA if rng.random() < 0.6 else EN) for _ in range(rng.randint(5, 60))]
        body = ""
        for w in words:
            body += w + rng.choice(["", "", "の", " ", "\n", "、", "。\n", "\u200b"])
        sender = "%s.%d@%s" % (rng.choice(["accounts", "ceo", "info", "Taro.Yamada"]), i, rng.choice(HOSTS))
        mails.append({"subject": rng.choice(JA) + " " + rng.choice(EN) + " %d" % i, "from": sender, "body": body})
    far = "".join(rng.choice(JA) + rng.choice("のをはがに、") for _ in range(40000))
    mails.append({"subject": "長いメール", "from": "long@evil-corp.example", "body": far + "\n末尾の合言葉は虹色鉛筆です omega-terminus"})
    return mails


def fold(s):
    s = "".join(c for c in unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", s).casefold()) if c not in "\u200b\u00ad\ufeff")
    s = re.sub(r"\s+", " ", s).strip()
    wide = "[\u3041-\u30ff\u31f0-\u31ff\u4e00-\u9fff\u3400-\u4dbf\u3005\u3007]"
    return re.sub("(?<=%s) (?=%s)" % (wide, wide), "", s)


def is_wide(c):
    return bool(re.match("[\u3041-\u30ff\u31f0-\u31ff\u4e00-\u9fff\u3400-\u4dbf\u3005\u3007]", c))


def is_word(c):
    return unicodedata.category(c)[0] in "LN"


def holds(text, term, starts):
    at = text.find(term)
    while at >= 0:
        before, after = text[at - 1:at], text[at + len(term):at + len(term) + 1]
        good = not before or not is_word(term[0]) or is_wide(term[0]) or not is_word(before) or is_wide(before)
        end = starts or not after or not is_word(term[-1]) or is_wide(term[-1]) or not is_word(after) or is_wide(after)
        if good and end:
            return True
        at = text.find(term, at + 1)
    return False


def scan(mails, query):
    found = set()
    for i, m in enumerate(mails):
        fields = [(fold(m["subject"]), True), (fold(m["from"]), True), (fold(m["body"]), False)]
        if all(any(holds(t, term, s) for t, s in fields) for term in query):
            found.add(fold(m["subject"]))
    return found


def queries(mails):
    rng, out = random.Random(11), []
    for k in range(200):
        m = rng.choice(mails)
        kind = k % 5
        if kind == 0:                    # a piece of Japanese from anywhere
            runs = [r for r in re.findall("[\u3041-\u30ff\u4e00-\u9fff]{2,}", fold(m["body"]))]
            r = rng.choice(runs or ["請求"])
            n = rng.randint(2, min(6, len(r)))
            at = rng.randint(0, len(r) - n)
            out.append([r[at:at + n]])
        elif kind == 1:
            out.append([rng.choice(EN).split("#")[0]])
        elif kind == 2:                  # the beginning of an address, or of a host in it
            at = rng.choice([0, m["from"].index("@") + 1])
            out.append([m["from"][at:at + rng.randint(3, 20)].rstrip(".-@")])
        elif kind == 3:                  # two words, half width or capitals
            out.append([rng.choice(JA[:8] + JA[22:]), rng.choice(EN).upper()])
        else:
            out.append([rng.choice(["存在しない語", "nothing-here", "zzz", "請求所", "振込", "書お", "末尾の合言葉", "omega-terminus", "虹色"])])
    return out


def make(folder):
    for i, m in enumerate(texts()):
        head = "From: <%s>\r\nTo: alice@a-company.example\r\nSubject: =?UTF-8?B?%s?=\r\nDate: Wed, 31 Jul 2019 09:59:00 +0900\r\nMessage-ID: <s%d@x.example>\r\n" % (
            m["from"], base64.b64encode(m["subject"].encode()).decode(), i)
        head += "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        body = base64.encodebytes(m["body"].encode()).decode().replace("\n", "\r\n")
        with open(os.path.join(folder, "%03d.eml" % i), "w", newline="") as file:
            file.write(head + body)


def check(program, hub, person):
    mails, bad = texts(), 0
    for query in queries(mails):
        run = subprocess.run([program, "search", "find", "--hub", hub, "--as", person, "--kind", "submission", "--limit", "1000", "--json"] + query,
                             capture_output=True, text=True)
        got = {fold(json.loads(line)["title"]) for line in run.stdout.splitlines() if '"noroshi/search-hit/1"' in line}
        wanted = scan(mails, [fold(t) for t in query])
        # a term that no index can hold is refused
        if run.returncode != 0 or got != wanted:
            bad += 1
            print("query", query, "status", run.returncode, run.stderr.strip(), "missing", sorted(wanted - got)[:3], "too many", sorted(got - wanted)[:3])
    sys.exit(1 if bad else 0)


if sys.argv[1] == "make":
    make(sys.argv[2])
else:
    check(*sys.argv[2:5])
