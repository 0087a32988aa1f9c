#!/usr/bin/env python3
"""Fills a hub with as many submissions as years of a large circle bring:  fill_hub.py NOROSHI DIR [SUBMISSIONS [INDICATORS]]

A few hundred mails go the real way (handed in, read in the jail, joined to cases, shared); then their rows are multiplied by SQL with
other numbers, days, organisations and states.  The multiplied submissions show the documents of the real ones, so that a million
of them fit on a disk; all rows that lists, counts, cases, look-ups and the search read are their own.  SQLite only."""
import hashlib
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time

noroshi, hub = sys.argv[1:3]
submissions = int(sys.argv[3]) if len(sys.argv) > 3 else 1_000_000
indicators = int(sys.argv[4]) if len(sys.argv) > 4 else 100_000
ORGS, SEEDS, SHARES, DAY = 300, 200, 8, 86_400_000
YEARS_MS = 5 * 365 * DAY
KIND = "CASE WHEN s.n % 50 = 7 THEN 'consultation' WHEN s.n % 20 = 11 THEN 'sighting' ELSE t.kind END"
rng = random.Random(20190717)


def run(*words):
    return subprocess.run([noroshi, *words], check=True, stdout=subprocess.PIPE, text=True).stdout


def roster():
    sigs = [{"id": f"sig-{i:02}", "name_ja": f"業界{i}", "name_en": f"Sector {i}", "from": "2014-04-01"} for i in range(13)]
    staff = [{"id": "an-1", "name": "分析 一", "roles": ["analyst"]}, {"id": "an-2", "name": "分析 二", "roles": ["analyst", "lead"]},
             {"id": "adm", "name": "管理", "roles": ["admin"]}, {"id": "aud", "name": "監査", "roles": ["auditor"]}]
    orgs = [{"id": "hub", "kind": "hub", "names": [{"kind": "legal", "lang": "ja", "name": "事務局"}], "people": staff}]
    for i in range(ORGS):
        name = f"org-{i:03}"
        orgs.append({"id": name, "kind": "member", "names": [{"kind": "legal", "lang": "ja", "name": f"第{i:03}工業"}],
                     "domains": [name + ".example"],
                     "people": [{"id": name + "-con", "name": f"連絡 {i}", "addresses": [f"contact@{name}.example"], "roles": ["submitter", "recipient"]},
                                {"id": name + "-app", "name": f"承認 {i}", "roles": ["approver", "recipient"]}],
                     "memberships": [{"sig": f"sig-{i % 13:02}", "from": "2014-04"}]})
    return {"sigs": sigs, "organisations": orgs}


def mail(i):
    subject = rng.choice(["請求書", "見積のご依頼", "Invoice", "お支払い口座の変更", "RFQ plant equipment", "アカウントの確認"])
    words = " ".join(rng.choice("お世話に なって おります 添付の ファイルを ご確認 ください 至急 お振込 口座 変更 please find the attached".split())
                     for _ in range(rng.randint(30, 400)))
    return (f"From: \"Bob {i}\" <bob{i}@freemail.example>\r\nTo: contact@org-{i % ORGS:03}.example\r\nSubject: {subject} {i}\r\n"
            f"Date: Wed, 31 Jul 2019 09:59:00 +0900\r\nMessage-ID: <{i}@evil.example>\r\nMIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
            f"{words}\r\nhttps://evil-{i % 40}.example/pay/{i}\r\n").encode()


def the_real_way():
    run("init", hub)
    with open(os.path.join(hub, "noroshi.conf"), "a", encoding="utf-8") as conf:
        conf.write("low_water_mb = 0\nweb_connections_per_address = 0\n")
    with tempfile.TemporaryDirectory() as place:
        path = os.path.join(place, "roster.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(roster(), file)
        run("roster", "import", path, "--hub", hub)
        path = os.path.join(place, "all.mbox")
        with open(path, "wb") as file:
            for i in range(SEEDS):
                file.write(b"From bob Wed Jul 31 09:59:00 2019\r\n" + mail(i) + b"\r\n")
        run("submit", "--hub", hub, "--org", "org-000", path)
        run("worker", "--hub", hub, "--once")
    name = json.loads(run("submission", "list", "--hub", hub, "--as", "an-1", "--json").splitlines()[0])["submission"]
    run("case", "open", name, "--title", "first", "--hub", hub, "--as", "an-1")
    for i in range(SHARES):
        share = json.loads(run("share", "draft", "--hub", hub, "--as", "an-1", "--audience", "all", "--class", "normal", "--tlp", "GREEN",
                               "--terms", "public report", "--value", f"ipv4:203.0.113.{i + 1}", "--json"))["share"]
        run("share", "release", share, "--hub", hub, "--as", "an-2")


ID = ("lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2) ||"
      " '-' || hex(randomblob(6)))")


def series(db, name, count, more):
    db.execute(f"CREATE TEMP TABLE {name} AS WITH RECURSIVE i (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM i WHERE n + 1 < {count}) SELECT n, {more} FROM i")
    db.execute(f"CREATE UNIQUE INDEX temp.{name}_n ON {name} (n)")


def copy(db, table, source, values):
    """Rows of a real table again, with some columns of their own."""
    have = [r[1] for r in db.execute(f"PRAGMA table_info({table})")]
    db.execute(f"INSERT INTO {table} ({', '.join(have)}) SELECT {', '.join(values.get(c, 't.' + c) for c in have)} FROM {source}")


def submission_rows(db, now):
    step = YEARS_MS // submissions
    series(db, "s", submissions, f"{ID} AS id, {ID} AS hand_in, {now} - n * {step} - 3600000 AS t,"
           " printf('org-%03d', (abs(random()) % 300) * (abs(random()) % 300) / 300) AS org")
    db.execute("CREATE TEMP TABLE seed AS SELECT row_number() OVER (ORDER BY id) - 1 AS n, id AS sid, hand_in_id AS hid FROM submission")
    db.execute("CREATE UNIQUE INDEX temp.seed_n ON seed (n)")
    seeds = db.execute("SELECT COUNT(*) FROM seed").fetchone()[0]
    joined = f"s JOIN seed ON seed.n = s.n % {seeds} JOIN "
    copy(db, "hand_in", joined + "hand_in t ON t.id = seed.hid", {
        "id": "s.hand_in", "org_id": "s.org", "person_id": "s.org || '-con'", "received_ms": "s.t", "content_hash": "hex(randomblob(16))", "idempotency": "NULL",
        "kind": KIND, "supplements": "CASE WHEN s.n % 30 = 13 THEN seed.sid END",
        "receipt": "printf('R-%s-%s%06d', strftime('%Y%m%d', s.t / 1000, 'unixepoch'), char(65 + s.n % 26), s.n)"})
    # of the newest 10,000 half wait for somebody; of the rest 60 % hang on a case
    copy(db, "submission", joined + "submission t ON t.id = seed.sid", {
        "id": "s.id", "hand_in_id": "s.hand_in", "number": "1", "org_id": "s.org", "received_ms": "s.t", "class": "CASE WHEN s.n < 20000 THEN NULL ELSE 'phishing' END",
        "kind": KIND,
        "copies": "CASE WHEN s.n % 7 = 0 THEN 4 ELSE 1 END",
        "state": "CASE WHEN s.n < 10000 AND s.n % 2 = 0 THEN 'parsed' WHEN s.n < 20000 AND s.n % 40 = 1 THEN 'needs-info' WHEN s.n % 5 < 3 THEN 'linked'"
                 " WHEN s.n % 5 = 3 THEN 'benign' ELSE 'done' END"})
    copy(db, "finding", joined + "finding t ON t.submission_id = seed.sid", {"submission_id": "s.id"})


def indicator_rows(db, now):
    series(db, "ind", indicators, f"{ID} AS id")
    db.execute("INSERT INTO indicator (id, type, value, first_ms) SELECT id, CASE n % 3 WHEN 0 THEN 'domain' WHEN 1 THEN 'url' ELSE 'sha256' END,"
               f" CASE n % 3 WHEN 0 THEN 'host-' || n || '.evil.example' WHEN 1 THEN 'https://evil.example/' || n ELSE lower(hex(randomblob(32))) END, {now} FROM ind")
    # two a submission; few of them in very many
    for place in (f"(abs(random()) % {indicators}) * (abs(random()) % {indicators}) / {indicators}", f"abs(random()) % {indicators}"):
        db.execute(f"CREATE TEMP TABLE p AS SELECT s.id AS id, {place} AS n FROM s")
        db.execute("INSERT OR IGNORE INTO submission_indicator (submission_id, indicator_id, role) SELECT p.id, ind.id, 'suspect' FROM p JOIN ind ON ind.n = p.n")
        db.execute("DROP TABLE p")


def case_rows(db, now):
    step = YEARS_MS // submissions * 16
    series(db, "k", submissions // 16, f"{ID} AS id")
    db.execute("CREATE TEMP TABLE one AS SELECT * FROM cases LIMIT 1")
    copy(db, "cases", "k JOIN one t", {
        "id": "k.id", "number": f"printf('C-%s-%06d', strftime('%Y%m%d', ({now} - k.n * {step}) / 1000, 'unixepoch'), k.n)", "title": "'Case ' || k.n",
        "state": "CASE WHEN k.n < 300 THEN 'analysing' ELSE 'closed' END", "opened_ms": f"{now} - k.n * {step}", "closed_ms": f"CASE WHEN k.n < 300 THEN NULL ELSE {now} END"})
    # about ten submissions a case; one case in six hundred has hundreds
    db.execute(f"INSERT INTO case_submission (id, case_id, submission_id, added_ms, added_by, reason, score, removed_ms, removed_by) SELECT {ID}, k.id, s.id, s.t, 'an-1', 'near', 800, NULL, NULL"
               " FROM s JOIN k ON k.n = CASE WHEN s.n % 50 = 0 THEN s.n / 16 / 600 * 600 ELSE s.n / 16 END WHERE s.n >= 10000 AND s.n % 5 < 3")
    # every second of those that wait is proposed to a case
    for state, where, place in (("open", "s.n < 10000 AND s.n % 4 = 0", "s.n % 300"), ("accepted", "s.n >= 10000 AND s.n % 5 = 1", "s.n / 16")):
        db.execute(f"INSERT INTO proposal (id, submission_id, case_id, other_submission, reason, score, state, made_ms, decided_ms, decided_by)"
                   f" SELECT {ID}, s.id, k.id, NULL, 'near', 870, '{state}', s.t, NULL, NULL FROM s JOIN k ON k.n = {place} WHERE {where}")


def share_rows(db, now):
    series(db, "sh", submissions // 200, f"{ID} AS id, {now} - n * 28800000 - 7200000 AS t")
    db.execute("CREATE TEMP TABLE of AS SELECT row_number() OVER (ORDER BY id) - 1 AS n, id FROM share")
    joined = f"sh JOIN of ON of.n = sh.n % {SHARES} JOIN "
    times = {c: "sh.t" for c in ("made_ms", "released_ms", "published_ms", "at_ms")}
    copy(db, "share", joined + "share t ON t.id = of.id", {"id": "sh.id", "number": "printf('J-%06dX', sh.n)", **times})
    for table in ("share_rev", "release", "share_indicator", "audience"):
        have = [r[1] for r in db.execute(f"PRAGMA table_info({table})")]
        if "share_id" in have:
            copy(db, table, joined + f"{table} t ON t.share_id = of.id", {"share_id": "sh.id", "id": ID, **times})
    db.execute("CREATE TEMP TABLE forty AS SELECT n FROM ind WHERE n < 40")
    db.execute("INSERT INTO delivery (id, share_id, rev, org_id, person_id, state, document_id, queued_ms, notified_ms, opened_ms, acked_ms)"
               f" SELECT {ID}, sh.id, 1, printf('org-%03d', (sh.n + o.n * 7) % 300), NULL, CASE WHEN sh.n < 3 THEN 'queued' ELSE 'acked' END, {ID}, sh.t, sh.t, sh.t, sh.t"
               " FROM sh JOIN forty o")


def talk_rows(db, now):
    """What comes back: answers to seven of ten deliveries, sightings, questions and consultations."""
    db.execute("INSERT INTO feedback (id, share_id, org_id, answer, reason, searched_from_ms, searched_to_ms, useful, may_merge, submission_id, person_id, at_ms)"
               f" SELECT {ID}, sh.id, printf('org-%03d', (sh.n + o.n * 7) % 300), CASE (sh.n + o.n) % 5 WHEN 0 THEN 'hit' WHEN 1 THEN 'working' WHEN 2 THEN 'partly' ELSE 'no-hit' END,"
               " '', CASE WHEN o.n % 2 = 0 THEN sh.t - 86400000 END, CASE WHEN o.n % 2 = 0 THEN sh.t END, 4, 1, NULL, NULL, sh.t + 3600000"
               " FROM sh JOIN forty o WHERE (sh.n * 7 + o.n) % 10 < 7")
    db.execute("INSERT INTO sighting (id, submission_id, share_id, lineage_id, org_id, indicator_id, direction, port, proto, action, first_ms, last_ms, count, heuristic)"
               f" SELECT {ID}, s.id, sh.id, sh.id, s.org, ind.id, CASE WHEN o.n = 0 THEN 'to' ELSE 'lookup' END, 443, 'tcp', '', s.t - 86400000, s.t, 3, 0"
               f" FROM s JOIN sh ON sh.n = s.n / 200 JOIN ind ON ind.n = s.n / 20 % 1000 JOIN forty o ON o.n < 2 WHERE s.n % 20 = 11")
    db.execute("INSERT INTO question (id, number, submission_id, org_id, template, state, asked_ms, asked_by, due_ms, reminded_ms, turn_ms, member_wait_ms, hub_wait_ms,"
               f" first_answer_ms, closed_ms, closed_by) SELECT {ID}, printf('Q-%s-A%06d', strftime('%Y%m%d', s.t / 1000, 'unixepoch'), s.n), s.id, s.org, '',"
               " CASE WHEN s.n < 20000 AND s.n % 3 = 0 THEN 'answered' WHEN s.n < 20000 THEN 'open' ELSE 'closed' END, s.t + 3600000, 'an-1', s.t + 432000000, NULL,"
               " s.t + 90000000, 86400000, 0, CASE WHEN s.n >= 20000 OR s.n % 3 = 0 THEN s.t + 90000000 END, CASE WHEN s.n >= 20000 THEN s.t + 180000000 END,"
               " CASE WHEN s.n >= 20000 THEN 'an-1' END FROM s WHERE s.n % 100 = 3 OR (s.n < 20000 AND s.n % 40 = 1)")
    db.execute("INSERT INTO consultation (submission_id, state, rev, template, outcome, about_blob, ja_blob, en_blob, drafted_ms, drafted_by, reviewed_ms, reviewed_by,"
               " sent_ms, sent_by, opened_ms) SELECT s.id, CASE WHEN s.n < 20000 THEN 'draft' ELSE 'sent' END, 1, '', 'scam-site', b.id, b.id, b.id, s.t + 3600000, 'an-1',"
               " NULL, NULL, CASE WHEN s.n >= 20000 THEN s.t + 90000000 END, CASE WHEN s.n >= 20000 THEN 'an-2' END, NULL"
               " FROM s JOIN (SELECT MIN(id) AS id FROM blob) b WHERE s.n % 50 = 7")


def search_rows(db, now):
    """The words of the real ones again, at their own time and with another organisation's mark; the rest waits for the program itself."""
    def marked(words, org):
        return words if org == "org-000" else words.rsplit(" ", 2)[0] + " " + hashlib.sha256(org.encode()).hexdigest()[:8].translate(
            str.maketrans("01", "yz")) + " "
    db.create_function("marked", 2, marked, deterministic=True)
    db.execute("CREATE TEMP TABLE said AS SELECT seed.n AS n, w.words AS words FROM seed JOIN search_piece p ON p.object_id = seed.sid AND p.kind = 'submission'"
               " JOIN search_words w ON w.rowid = p.id GROUP BY seed.n HAVING p.id = MIN(p.id)")
    db.execute("CREATE UNIQUE INDEX temp.said_n ON said (n)")
    db.execute("INSERT INTO search_piece (id, kind, object_id) SELECT s.t / 1000 * 4096, 'submission', s.id FROM s ORDER BY s.n DESC")
    db.execute(f"INSERT INTO search_words (rowid, words) SELECT s.t / 1000 * 4096, marked(said.words, s.org) FROM s JOIN said ON said.n = s.n % {SEEDS} ORDER BY s.n DESC")
    for kind, table in (("case", "cases"), ("share", "share"), ("indicator", "indicator")):
        db.execute(f"INSERT OR IGNORE INTO search_due (kind, object_id) SELECT '{kind}', id FROM {table}")


def audit_rows(db, now):
    """As many lines as submissions, each with its hash over the one before: what they tell is made up as all the rest."""
    seq, before = db.execute("SELECT seq, hash FROM audit_head").fetchone()
    deeds = ("content.seen", "submission.classified", "content.seen", "case.joined", "content.seen", "share.opened")
    def line(i, fields):
        text = f"{seq + i}|{now}|" + "".join(f"{len(f)}:{f}" for f in fields)
        return hashlib.sha256(text.encode()).hexdigest()
    def lines():
        nonlocal before
        for i in range(1, submissions + 1):
            fields = (f"an-{i % 2 + 1}", "web", deeds[i % len(deeds)], f"R-20190717-A{i % 40000:06}/1", "{}", before)
            this = line(i, fields)
            yield (seq + i, now, *fields, this)
            before = this
    db.executemany("INSERT INTO audit (seq, at_ms, actor, os_user, deed, object, detail, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", lines())
    db.execute("UPDATE audit_head SET seq = ?, hash = ?", (seq + submissions, before))


def main():
    began = time.monotonic()
    the_real_way()
    print(f"{SEEDS} mails the real way: {time.monotonic() - began:.0f} s", file=sys.stderr)
    db = sqlite3.connect(os.path.join(hub, "noroshi.db"), isolation_level=None)
    db.create_collation("C", lambda a, b: (a > b) - (a < b))
    for pragma in ("synchronous = OFF", "cache_size = -400000", "temp_store = MEMORY"):
        db.execute("PRAGMA " + pragma)
    now = int(time.time() * 1000)
    # random ids into many indexes cost most of the time: these are made anew at the end
    indexes = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
    db.execute("BEGIN")
    for name, _ in indexes:
        db.execute(f"DROP INDEX {name}")
    for part in (submission_rows, indicator_rows, case_rows, share_rows, talk_rows, search_rows, audit_rows):
        part(db, now)
        print(f"{part.__name__}: {time.monotonic() - began:.0f} s", file=sys.stderr)
    for _, sql in indexes:
        db.execute(sql)
    db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    tables = ("submission", "indicator", "submission_indicator", "finding", "cases", "case_submission", "proposal", "share", "delivery", "feedback", "sighting", "question", "audit")
    figures = {t: db.execute(f"SELECT COUNT(*) FROM {t}").fetchone()[0] for t in tables}
    db.close()
    run("worker", "--hub", hub, "--once")
    print(f"search: {time.monotonic() - began:.0f} s", file=sys.stderr)
    print(json.dumps({"seconds": round(time.monotonic() - began), "bytes": os.path.getsize(os.path.join(hub, "noroshi.db")), **figures}))


main()
