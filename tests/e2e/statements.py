#!/usr/bin/env python3
"""Does a statement read the whole of a table that grows with the hub's years?

    statements.py DATABASE FILE        (FILE: texts with a NUL behind each, written by faults.c)

SQLite says how it would answer each; without statistics its plan is the same however many rows there are.  What may read a table
that grows stands in ALLOWED with its reason."""
import re
import sqlite3
import sys

# How many rows these have depends on the circle and on its rules, not on what came in since.
SMALL = """org org_name org_domain org_network person person_role person_address sig membership liaison liaison_end_member hub_holiday oncall
    api_key fact_check info_request urgent_review consent consent_policy schema_version hub_state audit_head account session approver_code sqlite_master drill drill_mark closing closing_figure closing_document report_choice liaison_org handover opening""".split()
ALLOWED = {
    "ELSE COALESCE(c.merged_into, '') END FROM cases c": "a report and its counts speak of every case",
    "SELECT COUNT(*) FROM search_due": "what waits to be taken up is taken up",
    "FROM (SELECT 1 FROM hand_in LIMIT 1)": "whether there is one",
}

db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
db.create_collation("C", lambda a, b: (a > b) - (a < b))
tables = {name for name, in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_words%'")} - set(SMALL)
partial = {name for name, in db.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'")}
views = dict(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'"))
with open(sys.argv[2], encoding="utf-8") as file:
    statements = sorted({s for s in file.read().split("\0") if re.match(r"\s*(SELECT|WITH|UPDATE|DELETE)\b", s) and "search_words" not in s})


def read_whole(sql):
    """Growing tables of which every row is looked at."""
    text = " ".join([sql] + [body for name, body in views.items() if name in sql])
    called = {name: {name} for name in tables}
    for name in tables | set(SMALL):
        for alias in re.findall(rf"\b{name} (?:AS )?(\w+)", text):
            called.setdefault(alias, set()).add(name)
    plan = [row[3] for row in db.execute("EXPLAIN QUERY PLAN " + sql, {str(i): None for i in range(1, 65)})]
    scanned = [line.split()[1] for line in plan if (line.startswith("SCAN ") and line.split()[-1] not in partial) or " AUTOMATIC " in line]
    for made in [line.split()[1] for line in plan if line.startswith(("CO-ROUTINE ", "MATERIALIZE "))]:
        for name in [made] + re.findall(rf"\b{made} (?:AS )?(\w+)", text):
            if name in scanned:     # of what was asked for there
                scanned.remove(name)
    # where an alias stands for several tables, it is the small one that is read whole
    return sorted({name for s in scanned if called.get(s, set(SMALL)) <= tables for name in called[s]}), plan


failed = False
used = set()
for sql in statements:
    whole, plan = read_whole(sql)
    if not whole:
        continue
    reasons = [start for start in ALLOWED if start in sql]
    used.update(reasons)
    if not reasons:
        failed = True
        print(f"reads the whole of {', '.join(whole)}:\n    {sql}\n      " + "\n      ".join(plan))
print(f"{len(statements)} statements, {len(used)} of those that read a growing table stand in the list")
sys.exit(failed)
