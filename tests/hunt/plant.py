#!/usr/bin/env python3
"""Logs with planted truth:  plant.py DIR SEED LINES  writes DIR/<format>.log and DIR/<format>.truth.

Indicators are a handful of addresses and names; around them are decoys: addresses that hold a listed one
inside (11.2.3.45), names that end in one (notevil.example), source ports that look like services, both
sides listed, connections told in several records.  Truth: indicator, direction, port, first, last, count.
"""
import calendar
import os
import random
import sys
import time

LISTED_IPS = ["203.0.113.9", "198.51.100.77", "1.2.3.4"]
LISTED_NAMES = ["evil.example", "c2.attacker.example"]
OWN = ["192.0.2.10", "192.0.2.11", "10.0.0.5"]
DECOY_IPS = ["11.2.3.45", "203.0.113.99", "198.51.100.7", "101.2.3.4", "1.2.3.40", "21.2.3.4"]
DECOY_NAMES = ["notevil.example", "evil.example.com", "good.example", "attacker.example", "xc2.attacker.example.net"]
PORTS = [1433, 443, 22, 3389, 8080, 53]
START = calendar.timegm((2018, 12, 10, 0, 0, 0))
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def stamp(t, form, zone=0):
    return time.strftime(form, time.gmtime(t + zone * 60)).replace("@b", MONTHS[time.gmtime(t + zone * 60).tm_mon - 1])


def syslog(t):
    g = time.gmtime(t)
    return f"{MONTHS[g.tm_mon - 1]} {g.tm_mday:2d} {stamp(t, '%H:%M:%S')}"


class Log:
    """One format: traffic lines from write(t, src, sport, dst, dport, deny) and what they mean."""

    def __init__(self, name):
        self.name, self.lines, self.truth = name, [], {}

    def count(self, t, indicator, direction, port):
        row = self.truth.setdefault((indicator, direction, port), [t, t, 0])
        row[0], row[1], row[2] = min(row[0], t), max(row[1], t), row[2] + 1


def listed_name(name):
    for listed in sorted(LISTED_NAMES, key=len, reverse=True):
        if name == listed or name.endswith("." + listed):
            return listed
    return None


def traffic(rng, name, write, header=None, times=None):
    log = Log(name)
    t = START
    if header:
        log.lines.append(header)
    for n in range(LINES):
        t += rng.randrange(1, 6000) if n % 50 else rng.randrange(86400)
        remote = rng.choice(LISTED_IPS if rng.random() < 0.2 else DECOY_IPS)
        own, sport, dport = rng.choice(OWN), rng.choice([1433, 51515, rng.randrange(32768, 65536)]), rng.choice(PORTS)
        if name in FLOWS and sport < 32768:
            sport = 51515
        inbound, deny = rng.random() < 0.5, rng.random() < 0.5
        src, dst = (remote, own) if inbound else (own, remote)
        if rng.random() < 0.02 and name not in FLOWS:       # both sides listed
            src, dst = LISTED_IPS[0], LISTED_IPS[1]
        for line in write(t, src, sport, dst, dport, deny, inbound, n):
            log.lines.append(line)
        if src in LISTED_IPS:
            log.count(t, src, "from", dport)
        if dst in LISTED_IPS:
            log.count(t, dst, "to", dport)
    return log


FLOWS = {"nfdump-csv", "nfdump-text", "aws-vpc"}


def asa(t, s, sp, d, dp, deny, inbound, n):
    head = f"{MONTHS[time.gmtime(t).tm_mon - 1]} {stamp(t, '%d %Y %H:%M:%S')} fw1 : "
    if deny:
        a, b = ("outside", "inside") if inbound else ("inside", "outside")
        return [f'{head}%ASA-4-106023: Deny tcp src {a}:{s}/{sp} dst {b}:{d}/{dp} by access-group "acl" [0x0, 0x0]']
    # outside stands first whoever opened it
    out, inn = ((s, sp), (d, dp)) if inbound else ((d, dp), (s, sp))
    word = "inbound" if inbound else "outbound"
    pair = f"outside:{out[0]}/{out[1]} ({out[0]}/{out[1]}) to inside:{inn[0]}/{inn[1]} ({inn[0]}/{inn[1]})"
    short = f"outside:{out[0]}/{out[1]} to inside:{inn[0]}/{inn[1]}"
    lines = [f"{head}%ASA-6-302013: Built {word} TCP connection {n} for {pair}"]
    if n % 3 == 0:
        lines.append(f"{head}%ASA-6-302014: Teardown TCP connection {n} for {short} duration 0:00:10 bytes 100 TCP FINs")
    return lines


def panos(t, s, sp, d, dp, deny, inbound, n):
    def row(kind, at):
        when = stamp(at, "%Y/%m/%d %H:%M:%S")
        cells = ["1", when, "0001", "TRAFFIC", kind, "1", when, s, d, "0.0.0.0", "0.0.0.0", "rule", "", "", "app", "vsys1",
                 "untrust", "trust", "ae1", "ae2", "log", when, str(n), "1", str(sp), str(dp), "0", "0", "0x0", "tcp",
                 "deny" if deny else "allow", "100"]
        return ",".join(cells)
    if deny:
        return [row("drop", t)]
    return [row("start", t), row("end", t + 5)] if n % 2 else [row("end", t)]


def flow_lines(one):
    def write(t, s, sp, d, dp, deny, inbound, n):
        lines = [one(t, s, sp, d, dp)]
        if n % 2:
            lines.append(one(t + 1, d, dp, s, sp))      # the way back
        return lines
    return write


def logs(rng):
    yield traffic(rng, "zeek-tsv", lambda t, s, sp, d, dp, deny, i, n: [f"{t}.123456\tC{n}\t{s}\t{sp}\t{d}\t{dp}\ttcp\tssl\tS0"],
                  "#separator \\x09\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tconn_state\n"
                  "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tstring")
    yield traffic(rng, "zeek-json", lambda t, s, sp, d, dp, deny, i, n: [
        f'{{"_path":"conn","ts":{t}.5,"id.orig_h":"{s}","id.orig_p":{sp},"id.resp_h":"{d}","id.resp_p":{dp},"proto":"tcp"}}' if n % 2 else
        f'{{"ts":"{stamp(t, "%Y-%m-%dT%H:%M:%S")}.500000Z","uid":"C{n}","id_orig_h":"{s}","id_orig_p":{sp},"id_resp_h":"{d}","id_resp_p":{dp}}}'])
    yield traffic(rng, "fortigate-kv", lambda t, s, sp, d, dp, deny, i, n: [
        f'date={stamp(t, "%Y-%m-%d", 540)} time={stamp(t, "%H:%M:%S", 540)} devname="fw1" devid="FG1" logid="0000000013" type="traffic" '
        f'srcip={s} srcport={sp} srcintf="port1" dstip={d} dstport={dp} sessionid={n} proto=6 action="{"deny" if deny else "accept"}" tz="+0900"'])
    yield traffic(rng, "panos-csv", panos)
    yield traffic(rng, "cisco-asa", asa)
    yield traffic(rng, "netfilter", lambda t, s, sp, d, dp, deny, i, n: [
        f"{syslog(t)} gw kernel: [{n}.0] DROP IN=eth0 OUT= MAC=aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:08:00 SRC={s} DST={d} LEN=52 TTL=51 PROTO=TCP SPT={sp} DPT={dp} WINDOW=0"])
    yield traffic(rng, "yamaha-rtx", lambda t, s, sp, d, dp, deny, i, n: [
        f'{stamp(t, "%Y/%m/%d %H:%M:%S")}: PP[01] {"Rejected" if deny else "Passed"} at IN(1000) filter: TCP {s}:{sp} > {d}:{dp}'])
    yield traffic(rng, "suricata-eve", lambda t, s, sp, d, dp, deny, i, n: [
        f'{{"timestamp":"{stamp(t, "%Y-%m-%dT%H:%M:%S", 540)}.000000+0900","flow_id":{n},"event_type":"flow","src_ip":"{s}","src_port":{sp},"dest_ip":"{d}","dest_port":{dp},"proto":"TCP"}}'])
    yield traffic(rng, "cef", lambda t, s, sp, d, dp, deny, i, n: [
        f"{syslog(t)} siem CEF:0|Vendor|Product|1.0|100|traffic|5|rt={t}000 src={s} spt={sp} dst={d} dpt={dp} proto=TCP act={'blocked' if deny else 'allowed'}"])
    yield traffic(rng, "windows-firewall", lambda t, s, sp, d, dp, deny, i, n: [
        f'{stamp(t, "%Y-%m-%d %H:%M:%S")} {"DROP" if deny else "ALLOW"} TCP {s} {d} {sp} {dp} 0 - 0 0 0 - - - RECEIVE'],
        "#Version: 1.5\n#Software: Microsoft Windows Firewall\n#Time Format: Local\n#Fields: date time action protocol src-ip dst-ip src-port dst-port "
        "size tcpflags tcpsyn tcpack tcpwin icmptype icmpcode info path")
    yield traffic(rng, "windows-events-json", lambda t, s, sp, d, dp, deny, i, n: [
        f'{{"EventID":{5157 if deny else 5156},"Channel":"Security","EventTime":"{stamp(t, "%Y-%m-%d %H:%M:%S")}","SourceAddress":"{s}","SourcePort":"{sp}","DestAddress":"{d}","DestPort":"{dp}","Protocol":"6"}}'])
    yield traffic(rng, "nfdump-csv", flow_lines(lambda t, s, sp, d, dp: f'{stamp(t, "%Y-%m-%d %H:%M:%S")},{stamp(t + 1, "%Y-%m-%d %H:%M:%S")},1.000,{s},{d},{sp},{dp},TCP,.AP.SF,3,180'),
                  "ts,te,td,sa,da,sp,dp,pr,flg,ipkt,ibyt")
    yield traffic(rng, "nfdump-text", flow_lines(lambda t, s, sp, d, dp: f'{stamp(t, "%Y-%m-%d %H:%M:%S")}.000     1.000 TCP      {s}:{sp} ->   {d}:{dp}        3      180     1'))
    yield traffic(rng, "aws-vpc", flow_lines(lambda t, s, sp, d, dp: f"2 123456789010 eni-1 {s} {d} {sp} {dp} 6 20 4249 {t} {t + 60} ACCEPT OK"),
                  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status")
    yield traffic(rng, "csv-japanese", lambda t, s, sp, d, dp, deny, i, n: [
        f'{stamp(t, "%Y/%m/%d %H:%M:%S")},fw1,"{"遮断" if deny else "許可"}",{s},{sp},{d},{dp},TCP'],
        "日時,装置,アクション,送信元IP,送信元ポート,宛先IP,宛先ポート,プロトコル")
    yield traffic(rng, "csv-header", lambda t, s, sp, d, dp, deny, i, n: [f'{t};{s};{sp};{d};{dp};tcp'],
                  "timestamp;src_ip;src_port;dst_ip;dst_port;protocol")
    yield traffic(rng, "leef", lambda t, s, sp, d, dp, deny, i, n: [
        f'{syslog(t)} h LEEF:2.0|V|P|1|allow|\tdevTime={stamp(t, "%Y-%m-%d %H:%M:%S")}\tsrc={s}\tsrcPort={sp}\tdst={d}\tdstPort={dp}\tproto=TCP'.replace("devTime=" + stamp(t, "%Y-%m-%d %H:%M:%S"), f"devTime={t}000")])
    yield named(rng, "squid", lambda t, own, name, n: f"{t}.123     45 {own} TCP_MISS/200 512 GET http://{name}/u.php - HIER_DIRECT/192.0.2.200 text/html" if n % 2 else
                f"{t}.123     45 {own} TCP_TUNNEL/200 512 CONNECT {name}:443 - HIER_DIRECT/192.0.2.200 -", "to", lambda n: 80 if n % 2 else 443)
    yield named(rng, "bind-query", lambda t, own, name, n: f"{stamp(t, '%d-@b-%Y %H:%M:%S')}.000 queries: info: client @0x7f {own}#53000 ({name}): query: {name} IN A + (192.0.2.53)", "lookup", lambda n: None)
    yield named(rng, "unbound", lambda t, own, name, n: f"{syslog(t)} ns unbound: [1:0] info: {own} {name}. A IN", "lookup", lambda n: None)
    yield named(rng, "dnsmasq", lambda t, own, name, n: f"{syslog(t)} ns dnsmasq[1]: query[A] {name} from {own}", "lookup", lambda n: None)
    yield named(rng, "w3c", lambda t, own, name, n: f"{stamp(t, '%Y-%m-%d %H:%M:%S')} {own} CONNECT {name} 443 200", "to", lambda n: 443,
                "#Software: proxy\n#Fields: date time s-ip cs-method cs-host cs-uri-port sc-status")
    yield clients(rng, "web-combined", lambda t, ip, n: f'{ip} - - [{stamp(t, "%d/@b/%Y:%H:%M:%S", 540)} +0900] "GET /?q=1.2.3.4.5 HTTP/1.1" 200 12 "-" "UA/5.0"', None)
    yield clients(rng, "nginx-json", lambda t, ip, n: f'{{"time_iso8601":"{stamp(t, "%Y-%m-%dT%H:%M:%S", 540)}+09:00","remote_addr":"{ip}","request":"GET / HTTP/1.1","server_port":"8443"}}', 8443)
    yield clients(rng, "sshd", lambda t, ip, n: f"{syslog(t)} h sshd[{n}]: " + [f"Invalid user a from {ip} port 1433", f"Failed password for root from {ip} port 51515 ssh2",
                  f"Received disconnect from {ip} port 40000:11: Bye [preauth]"][n % 3], 22)
    yield clients(rng, "postfix", lambda t, ip, n: f"{syslog(t)} mx postfix/smtpd[{n}]: connect from unknown[{ip}]", 25)
    yield traffic(rng, "windows-events-csv", lambda t, s, sp, d, dp, deny, i, n: [
        f'"{stamp(t, "%Y-%m-%d %H:%M:%S")}",{5157 if deny else 5156},"Security","{s}","{sp}","{d}","{dp}","6"'],
        "TimeCreated,EventID,Channel,SourceAddress,SourcePort,DestAddress,DestPort,Protocol")
    yield clients(rng, "web-vhost", lambda t, ip, n: f'www.good.example:443 {ip} - - [{stamp(t, "%d/@b/%Y:%H:%M:%S", 540)} +0900] "GET / HTTP/1.1" 200 12 "-" "UA/5.0"', None)
    yield clients(rng, "syslog", lambda t, ip, n: f"{syslog(t)} h " + (f"sshd[{n}]: Invalid user a from {ip} port 1433" if n % 2 else
                  f"postfix/smtpd[{n}]: connect from unknown[{ip}]" if n % 4 else f"cron[{n}]: (root) CMD (run-parts)"),
                  lambda n: 22 if n % 2 else 25 if n % 4 else None)
    yield mails(rng, "exchange-trace")


def named(rng, name, write, direction, port, header=None):
    log, t = Log(name), START
    if header:
        log.lines.append(header)
    for n in range(LINES):
        t += rng.randrange(1, 6000)
        host = rng.choice(LISTED_NAMES if rng.random() < 0.3 else DECOY_NAMES)
        host = rng.choice(["", "www.", "a.b."]) + host if host != "attacker.example" else host
        host = host.upper() if rng.random() < 0.1 else host
        log.lines.append(write(t, rng.choice(OWN), host, n))
        listed = listed_name(host.lower())
        if listed:
            log.count(t, listed, direction, port(n))
    return log


def clients(rng, name, write, port):
    log, t = Log(name), START
    for n in range(LINES):
        t += rng.randrange(1, 6000)
        ip = rng.choice(LISTED_IPS if rng.random() < 0.3 else DECOY_IPS)
        log.lines.append(write(t, ip, n))
        of_line = port(n) if callable(port) else port
        if ip in LISTED_IPS and ip in log.lines[-1]:
            log.count(t, ip, "from", of_line)
    return log


def mails(rng, name):
    """Who sent from where: the address it came from, the domains of sender and recipient."""
    log, t = Log(name), START
    log.lines.append("Received,SenderAddress,RecipientAddress,Subject,Status,ToIP,FromIP,Size")
    for n in range(LINES):
        t += rng.randrange(1, 6000)
        ip = rng.choice(LISTED_IPS if rng.random() < 0.2 else DECOY_IPS)
        pair = [rng.choice(LISTED_NAMES if rng.random() < 0.2 else DECOY_NAMES), "a-company.example"]
        if n % 3 == 0:
            pair.reverse()
        log.lines.append(f'{stamp(t, "%Y-%m-%dT%H:%M:%S")}.1234567,u@{pair[0]},"v@{pair[1]}","about evil, example",Delivered,192.0.2.25,{ip},{n}')
        if ip in LISTED_IPS:
            log.count(t, ip, "from", 25)
        for host, direction in zip(pair, ("from", "to")):
            if listed_name(host):
                log.count(t, listed_name(host), direction, 25)
    return log


def main():
    folder, seed = sys.argv[1], int(sys.argv[2])
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "list.txt"), "w", encoding="utf-8") as out:
        out.write("\n".join(LISTED_IPS + LISTED_NAMES) + "\n")
    for log in logs(random.Random(seed)):
        with open(os.path.join(folder, log.name + ".log"), "w", encoding="utf-8") as out:
            out.write("\n".join(log.lines) + "\n")
        with open(os.path.join(folder, log.name + ".truth"), "w", encoding="utf-8") as out:
            for (indicator, direction, port), (first, last, count) in sorted(log.truth.items(), key=str):
                out.write(f"{indicator} {direction} {'null' if port is None else port} "
                          f"{stamp(first, '%Y-%m-%dT%H:%M:%S')}Z {stamp(last, '%Y-%m-%dT%H:%M:%S')}Z {count}\n")


LINES = int(sys.argv[3]) if len(sys.argv) > 3 else 400
main()
