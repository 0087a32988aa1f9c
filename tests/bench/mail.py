#!/usr/bin/env python3
"""noroshi analyse against GMime, rspamd and SpamAssassin on the same mails:
mail.py BUILD [--pairs N] [--sample N] [--rounds N] [--peers gmime,isolate,rspamd,spamassassin]

Processor seconds a mail of whole programs, in turn, start-up taken off (the same program over one mail); medians of pairs,
with the middle half and all of them.  `--peers gmime` passes over what is slow, so that many pairs are measured soon.
The peers run offline with their local rules: rspamd with one worker and without every module that asks the network or keeps
statistics, SpamAssassin as one Perl process over Mail::SpamAssassin with local tests.  Peers that are absent are skipped.
"""
import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

DATA = os.environ.get("NOROSHI_DATA", "../shared/data/mail")
OFF = """rbl surbl fuzzy_check asn spf dkim dkim_signing dmarc arc greylist ratelimit mx_check url_redirector replies history_redis
neural reputation whitelist antivirus dcc external_services clickhouse elastic rspamd_update bimi p0f aws_s3 once_received""".split()
SPAMASSASSIN = """
use Mail::SpamAssassin;
my $sa = Mail::SpamAssassin->new({ local_tests_only => 1, dont_copy_prefs => 1, userprefs_filename => "/dev/null" });
$sa->init(1);
while (my $path = <STDIN>) {
    chomp $path;
    open(my $f, "<", $path) or next;
    my @lines = <$f>;
    my $mail = $sa->parse(\\@lines);
    my $status = $sa->check($mail);
    print $status->get_score(), "\\n";
    $status->finish();
    $mail->finish();
}
"""


def cpu_of(command, stdin=None):
    with open(os.devnull, "wb") as nowhere:
        child = subprocess.Popen(command, stdin=subprocess.PIPE if stdin else subprocess.DEVNULL, stdout=nowhere, stderr=nowhere)
        if stdin:
            child.stdin.write(stdin.encode())
            child.stdin.close()
        _, status, use = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        sys.exit(f"{command[0]}: status {child.returncode}")
    return use.ru_utime + use.ru_stime


def files_of(names):
    found = []
    for name in names:
        for folder, _, files in os.walk(os.path.join(DATA, name)):
            found += [os.path.join(folder, f) for f in files if not f.startswith("LICENSE")]
    return sorted(found)


class Rspamd:
    """One worker on a free loopback port; its time is read from its own account."""

    def __init__(self, place):
        self.place = place
        self.port = 20000 + os.getpid() % 20000
        conf = os.path.join(place, "etc")
        shutil.copytree("/etc/rspamd", conf)
        for folder in ("db", "run"):
            os.makedirs(os.path.join(place, folder))
        local = os.path.join(conf, "local.d")
        os.makedirs(local, exist_ok=True)
        for module in OFF:
            with open(os.path.join(local, module + ".conf"), "w", encoding="ascii") as f:
                f.write("enabled = false;\n")
        rows = {"worker-normal.inc": f'bind_socket = "127.0.0.1:{self.port}";\ncount = 1;\n', "worker-proxy.inc": "enabled = false;\n",
                "worker-controller.inc": f'bind_socket = "127.0.0.1:{self.port + 1}";\n',
                "options.inc": 'dns { nameserver = ["127.0.0.1:9"]; timeout = 0.01s; retransmits = 1; }\n',
                "logging.inc": 'type = "file";\nfilename = "%s/log";\n' % place, "classifier-bayes.conf": "enabled = false;\n"}
        for name, text in rows.items():
            with open(os.path.join(local, name), "w", encoding="ascii") as f:
                f.write(text)
        names = {"CONFDIR": conf, "LOCAL_CONFDIR": conf, "DBDIR": place + "/db", "RUNDIR": place + "/run", "LOGDIR": place}
        command = ["rspamd", "-f", "-i", "-c", conf + "/rspamd.conf"] + [w for k, v in names.items() for w in ("--var", f"{k}={v}")]
        subprocess.run(["chmod", "-R", "a+rwX", place], check=True)
        with open(os.path.join(place, "out"), "wb") as out:
            self.main = subprocess.Popen(command, stdout=out, stderr=out)
        for _ in range(300):
            if self.scan([]) and self.workers():
                return
            time.sleep(0.1)
        sys.exit("rspamd did not start: see " + place)

    def scan(self, paths):
        command = ["rspamc", "-h", f"127.0.0.1:{self.port}", "-j", "--compact", "-n", "1"]
        if not paths:
            return subprocess.run(command + ["symbols"], input=b"Subject: x\n\nx\n", stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False).returncode == 0
        for i in range(0, len(paths), 200):
            subprocess.run(command + paths[i:i + 200], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return True

    def workers(self):
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as f:
                    fields = f.read().rsplit(")", 1)[1].split()
                with open(f"/proc/{pid}/cmdline", encoding="ascii", errors="replace") as f:
                    line = f.read()
            except OSError:
                continue
            if int(fields[1]) == self.main.pid and "normal" in line:
                found.append((int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"))
        return found

    def cpu(self, paths):
        before = sum(self.workers())
        self.scan(paths)
        return sum(self.workers()) - before

    def stop(self):
        self.main.terminate()
        self.main.wait()


def gmime_seconds(build, folders, rounds):
    """(ours in one process without a jail, GMime), seconds of one pass over all mails, medians of its rounds."""
    out = subprocess.run([os.path.join(build, "tests", "bench-mail"), "analysis", "-n", str(rounds), *folders], stdout=subprocess.PIPE, text=True, check=True).stdout
    lines = [line.replace(",", "").split() for line in out.splitlines() if line.startswith("ours")]
    return statistics.median(float(r[1]) for r in lines), statistics.median(float(r[4]) for r in lines)


def show(what, values, goal):
    ends = statistics.quantiles(values, n=4) if len(values) > 3 else []
    half = f"half {ends[0]:.2f}-{ends[2]:.2f}, " if ends else ""
    print(f"{what}: {statistics.median(values):.2f} ({half}all {min(values):.2f}-{max(values):.2f}); goal {goal}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--sample", type=int, default=300, help="mails that the slow peers read")
    parser.add_argument("--rounds", type=int, default=11, help="passes of GMime a pair")
    parser.add_argument("--peers", default="gmime,isolate,rspamd,spamassassin", help="gmime always; the others where they are named")
    chosen = parser.parse_args()
    peers = chosen.peers.split(",")
    if not os.path.isdir(DATA) or not os.path.exists(os.path.join(chosen.build, "tests", "bench-mail")):
        sys.exit(f"skipped: {DATA} is absent, or GMime 3.0 was not found when the build was set up")
    folders = [os.path.join(DATA, name) for name in ("ham", "spam", "bounce-ja")]
    noroshi, mails = os.path.join(chosen.build, "noroshi"), files_of(("ham", "spam", "bounce-ja"))
    sample = random.Random(1).sample(mails, min(chosen.sample, len(mails)))
    print(f"{len(mails)} mails, {sum(map(os.path.getsize, mails)) / 1e6:.1f} MB; the slow peers: {len(sample)} of them", flush=True)
    ratios, shares, alone = [], [], []
    ours = 0
    for _ in range(chosen.pairs):
        bare, gmime = gmime_seconds(chosen.build, folders, chosen.rounds)
        start = cpu_of([noroshi, "analyse", "--json", mails[0]])
        ours = cpu_of([noroshi, "analyse", "--json", *folders]) - start
        ratios.append(ours / gmime)
        shares.append((ours - bare) / gmime)
        if "isolate" in peers:
            alone.append((cpu_of([noroshi, "analyse", "--json", "--isolate", *folders]) - start) / gmime)
    show("noroshi analyse, jail and all / GMime full decode", ratios, "at most 4")
    show("  of that the jail, its processes and the check of the documents", shares, "-")
    if alone:
        show("  with a process for every mail (--isolate)", alone, "-")
    a_mail = ours / len(mails)
    place = tempfile.mkdtemp(prefix="noroshi-bench-")
    if "rspamd" not in peers:
        pass
    elif shutil.which("rspamd") and shutil.which("rspamc"):
        peer = Rspamd(os.path.join(place, "rspamd")) if not os.makedirs(os.path.join(place, "rspamd")) else None
        peer.cpu(sample)
        times = [peer.cpu(sample) / len(sample) for _ in range(chosen.pairs)]
        peer.stop()
        show("rspamd / noroshi, CPU a mail", [t / a_mail for t in times], "at least 5")
    else:
        print("skipped: rspamd is absent")
    if "spamassassin" not in peers:
        pass
    elif subprocess.run(["perl", "-MMail::SpamAssassin", "-e", "1"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
        program = os.path.join(place, "sa.pl")
        with open(program, "w", encoding="ascii") as f:
            f.write(SPAMASSASSIN)
        few = sample[:100]
        start = cpu_of(["perl", program], few[0] + "\n")
        times = [(cpu_of(["perl", program], "\n".join(few) + "\n") - start) / (len(few) - 1) for _ in range(2)]
        show("SpamAssassin / noroshi, CPU a mail", [t / a_mail for t in times], "at least 100")
    else:
        print("skipped: Mail::SpamAssassin is absent")
    shutil.rmtree(place)


main()
