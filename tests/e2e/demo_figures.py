"""The published figures of the seed, out of a demo hub's reports (JSON): one ok line each.  usage: demo_figures.py NOROSHI HUB"""
import json
import subprocess
import sys

failed = 0
QUARTERS = [("2018-10-01", "2018-12-31", 1072, 59, 93, 63, 12), ("2019-01-01", "2019-03-31", 238, 48, 47, 45, 15),
            ("2019-04-01", "2019-06-30", 424, 54, 75, 66, 14), ("2019-07-01", "2019-09-30", 235, 75, 113, 105, 16)]


def same(name, wanted, got):
    global failed
    print(f"{'ok' if wanted == got else 'not ok'} - {name}")
    if wanted != got:
        print(f"    wanted {wanted!r}, got {got!r}", file=sys.stderr)
        failed = 1


def report(lang, first, last):
    command = [sys.argv[1], "report", "--hub", sys.argv[2], "--from", first, "--to", last, "--lang", lang, "--format", "json"]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def numbers(document):
    return {n["id"]: n["value"] for n in document["numbers"]}


def table(document, name):
    for chapter in document["chapters"]:
        for block in chapter["blocks"]:
            if block.get("table") == name:
                return block
    return {"head": [], "body": [], "foot": [], "notes": []}


def rows(document, name):
    return [[cell["text"] for cell in row] for row in table(document, name)["body"]]


for first, last, submissions, shares, targeted, plant, own in QUARTERS:
    n = numbers(report("en", first, last))
    same(f"{first}: {submissions} submissions", submissions, n[f"table1.submissions.{first}"])
    same(f"{first}: {shares} shares", shares, n[f"table1.shares.{first}"])
    same(f"{first}: {own} of them the hub's own", own, n["table1.own"])
    same(f"{first}: {targeted} targeted", targeted, n["targeted"])
    same(f"{first}: {plant} of the plant campaign", plant, n["campaign.plant"])

ja, en = report("ja", *QUARTERS[3][:2]), report("en", *QUARTERS[3][:2])
n = numbers(ja)
same("13 SIGs", 13, n["roster.sigs"])
same("249 memberships", 249, n["roster.memberships"])
same("power and gas", [["31 組織", "32 組織"], ["64 組織", "63 組織"]], [row[3:] for row in rows(ja, "roster")])
same("Table 1, submissions", ["1,072 件", "238 件", "424 件", "235 件"], rows(ja, "table1")[0][2:])
same("the closed quarter's correction stands in the next report, its column as it was closed", [True],
     [r[0] == "2019 年 4 月～6 月" and "75 件" in r[2] and "76 件" in r[3] for r in rows(ja, "corrections")])
same("Table 1, shares", ["59 件", "48 件", "54 件", "75 件"], rows(ja, "table1")[1][2:])
same("Table 1's second note says 16", True, "16 件" in " ".join(note for note in table(ja, "table1")["notes"] if note.startswith("※2")))
same("Table 2", ["1 件", "9 件"], [row[2] for row in rows(ja, "table2")])
same("Table 3, days", ["2019 年 7 月 16 日", "7 月 19 日", "7 月 30 日", "8 月 15 日", "8 月 29 日"], [row[1] for row in rows(ja, "table3")])
same("Table 3, damage", ["なし", "あり", "なし", "なし", "なし"], [row[3] for row in rows(ja, "table3")])
same("Table 3, told below", ["-", "-", "-", "本書：事例 1", "本書：事例 2"], [row[4] for row in rows(ja, "table3")])
same("Table 4, whichever letters", sorted([["2018/12/14～2019/2/3", "74"], ["2018/12/26～2019/2/12", "7"], ["2018/12/10～2019/2/13", "67"]]),
     sorted(row[1:3] for row in rows(ja, "table4")))
same("Table 4, letters", ["組織 A", "組織 B", "組織 C"], [row[0] for row in rows(ja, "table4")])
same("Table 4, port and direction", {"1433（受信）"}, {row[4] for row in rows(ja, "table4")})
same("Table 4 in English", {"1433, received"}, {row[4] for row in rows(en, "table4")})
same("both languages count the same", n, numbers(en))
sys.exit(failed)
