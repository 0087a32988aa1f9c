#!/usr/bin/env python3
"""The flow table of docs/hunting.md as a CSV that noroshi hunt reads too:  flows.py DIR SEED ROWS

DIR/flows.csv and DIR/list.txt; planted are both ends listed, both ends in one network, networks inside networks,
names below names, addresses as host, protocols by number, missing fields, rows that differ in protocol and action."""
import os
import random
import sys
import time

LIST = ["203.0.113.9", "198.51.100.0/24", "198.51.100.64/26", "198.51.100.70", "2001:db8:5::/48", "2001:db8:5::9", "8.8.8.8",
        "evil.example", "deep.evil.example", "c2.attacker.example"]
REMOTE = ["203.0.113.9", "203.0.113.99", "198.51.100.3", "198.51.100.66", "198.51.100.70", "2001:db8:5::9", "2001:db8:5:1::2", "2001:db8:6::9",
          "11.2.3.45", "8.8.8.8", "::ffff:203.0.113.9", "", "192.0.2.77"]
HOSTS = ["", "", "evil.example", "www.Evil.example", "a.deep.evil.example", "notevil.example", "evil.example.com", "c2.attacker.example.",
         "203.0.113.9", "attacker.example", "-", "198.51.100.70"]


def main():
    folder, rng, rows = sys.argv[1], random.Random(int(sys.argv[2])), int(sys.argv[3])
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "list.txt"), "w", encoding="utf-8") as out:
        out.write("\n".join(LIST) + "\n")
    at = 1544400000
    with open(os.path.join(folder, "flows.csv"), "w", encoding="utf-8") as out:
        out.write("time,src_ip,src_port,dst_ip,dst_port,proto,action,host\n")
        for _ in range(rows):
            at += rng.randrange(1, 4000)
            a, b = rng.choice(REMOTE), rng.choice(["192.0.2.10", "10.0.0.5", "2001:db8:1::1"] if rng.random() < 0.8 else REMOTE)
            if rng.random() < 0.5:
                a, b = b, a
            if not a and not b:
                a = "192.0.2.10"
            host = rng.choice(HOSTS).replace("-", "")
            ms = rng.choice(["", "", ".250"])
            port = rng.choice([1433, 443, 53, 8443])
            proto = rng.choice({1433: ["TCP", "6"], 443: ["TCP", "6", "udp", "17", ""], 53: ["udp", "17"], 8443: [""]}[port])
            action = rng.choice({1433: ["deny"], 443: ["allow", "deny", ""], 53: ["allow"], 8443: [""]}[port])
            out.write(f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(at))}{ms}Z,{a},{rng.randrange(1024, 65536)},{b},"
                      f"{port},{proto},{action},{host}\n")


main()
