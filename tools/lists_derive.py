#!/usr/bin/env python3
"""Writes data/lists/*.csv from the public lists under ../shared/data/indicators:
lists_derive.py ../shared/data/indicators data/lists
Run by hand when the sources are renewed; the result is looked through and committed."""
import gzip
import json
import sys

source, target = sys.argv[1], sys.argv[2]


def sublime(name):
    with open(f"{source}/sublime/{name}", encoding="utf-8") as lines:
        return {line.strip().lower() for line in lines if line.strip()}


def misp(name):
    path = f"{source}/misp-warninglists/{name}"
    with (gzip.open(path) if name.endswith(".gz") else open(path, "rb")) as file:
        return [entry.strip().lower() for entry in json.load(file)["list"]]


def write(name, what, origin, values):
    with open(f"{target}/{name}.csv", "w", encoding="utf-8") as out:
        out.write(f"# {what}\n# source: {origin}; derived 2026-11-24\nvalue\n")
        for value in sorted(values):
            out.write(value + "\n")
    print(name, len(values))


SUBLIME = "sublime-security/static-files eb76f5269e96 (MIT)"
MISP = "MISP/misp-warninglists 84f0610aaf3b (CC0 1.0)"
OWN = "own collection of public facts"

# Words in the names of providers; others of that list are often a small company's own domain.
WORDS = ("mail hotmail yahoo outlook live. msn aol gmx web.de inbox post email icloud proton tutanota tuta zoho yandex "
         "qq. 163 126. naver daum sina sohu rediff free. orange wanadoo laposte sfr libero virgilio tiscali alice "
         "telenet skynet telus rogers shaw comcast verizon att.net sbcglobal bellsouth cox charter earthlink juno "
         "netzero btinternet sky.com talktalk ntlworld virginmedia blueyonder bigpond optus xtra uol bol terra ig.com "
         "globo seznam centrum volny onet wp.pl o2.pl interia abv mynet walla rambler ukr bk.ru list.ru freenet "
         "t-online arcor online.de bluewin hush lycos excite fast rocket").split()
# Anybody gets a mailbox there, under a name that does not sound like it.
NAMED = """usa.com myself.com consultant.com europe.com asia.com iname.com writeme.com dr.com engineer.com cheerful.com
accountant.com techie.com lawyer.com contractor.net activist.com adexec.com appraiser.net clerk.com columnist.com
counsellor.com cyberservices.com diplomats.com execs.com fastservice.com financier.com geologist.com graduate.org
instruction.com insurer.com job4u.com journalist.com legislator.com mindless.com minister.com null.net
programmer.net publicist.com qualityservice.com representative.com salesperson.net scientist.com secretary.net
solution4u.com tech-center.com technologist.com worker.com usa.net me.com mac.com riseup.net canada.com india.com
mindspring.com netscape.net compuserve.com nifty.com ocn.ne.jp biglobe.ne.jp so-net.ne.jp plala.or.jp
asahi-net.or.jp dion.ne.jp auone-net.jp hi-ho.ne.jp jcom.home.ne.jp jcom.zaq.ne.jp zaq.ne.jp dti.ne.jp eonet.ne.jp
kcn.jp wakwak.com sannet.ne.jp commufa.jp tiki.ne.jp t-com.ne.jp odn.ne.jp docomo.ne.jp ezweb.ne.jp au.com
softbank.ne.jp i.softbank.jp vodafone.ne.jp ymobile.ne.jp emobile.ne.jp willcom.com pdx.ne.jp rakuten.jp goo.jp
mail.goo.ne.jp infoseek.jp ymail.ne.jp ybb.ne.jp mineo.jp uqmobile.jp aliyun.com 189.cn tom.com 21cn.com foxmail.com
qq.com 163.com 126.com yeah.net rr.com sympatico.ca planet.nl xs4all.nl voila.fr sapo.pt i.ua ya.ru bigmir.net
narod.ru icq.com pobox.com runbox.com posteo.de mailbox.org duck.com pm.me keemail.me cock.li""".split()
COMPANIES = """example.com example.net example.org test.com test.de alibaba.com eurosport.com facebook.com
press.co.jp google.com apple.com microsoft.com amazon.com""".split()

free = sublime("free_email_providers.txt") - sublime("disposable_email_providers.txt")
keep = {d for d in free if d.count(".") <= 3 and any(w in d for w in WORDS)} | set(NAMED)
write("free_mail", "domains where anybody gets a mailbox", f"{SUBLIME}, free_email_providers without the disposable, "
      f"those whose name is a provider's; {OWN} (Japan)", keep - set(COMPANIES))
top = set(misp("majestic_million.json.gz"))
keys = ("mail", "temp", "trash", "spam", "throw", "fake", "guerrilla", "minute", "inbox", "burn", "drop", "discard")
write("disposable_mail", "domains of mailboxes that are thrown away", f"{SUBLIME}, disposable_email_providers, the names "
      "that say so", {d for d in sublime("disposable_email_providers.txt") if d.count(".") == 1 and
                      sum(k in d for k in keys) >= 1 and len(d) <= 18 and not d[0].isdigit()})
write("shorteners", "hosts that shorten URLs", SUBLIME, sublime("url_shorteners.txt"))
write("free_hosts", "hosts where anybody puts files, pages or forms", f"{SUBLIME}, free_file_hosts, free_subdomain_hosts, "
      "self_service_creation_platform_domains", {h for h in sublime("free_file_hosts.txt") |
      sublime("free_subdomain_hosts.txt") | sublime("self_service_creation_platform_domains.txt") if "_" not in h} |
      {"firestorage.jp", "gigafile.nu", "datadeliver.net", "dec.2chan.net", "ux.getuploader.com"})
write("bulk_mailers", "services that send and track other people's mail", f"{SUBLIME}, bulk_mailer_url_root_domains; {OWN}",
      sublime("bulk_mailer_url_root_domains.txt") | {"sendgrid.net", "mailchimp.com", "mcsv.net", "mailgun.org",
      "amazonses.com", "sparkpostmail.com", "exacttarget.com", "salesforce.com", "marketo.org", "mktomail.com",
      "hubspotemail.net", "constantcontact.com", "sendinblue.com", "cuenote.jp", "blayn.jp", "benchmarkemail.com",
      "shanon.co.jp", "smp.ne.jp", "wise-mail.jp", "mailpublisher.jp", "mpme.jp", "bme.jp"})
write("suspicious_tlds", "top-level domains that phishing uses far more than business does", f"{SUBLIME}, without country "
      "codes of big business", sublime("suspicious_tlds.txt") - {"ne.jp", "it", "ru", "co.id", "re", "me", "tokyo",
      "company", "am", "do", "ai", "pro", "co.za", "il", "ar", "ro", "cl", "ua", "us", "uno", "app", "dev", "es"})
# The source is in the order of the alphabet, so its first would be those with an a: all of it, the 10,000 most linked.
keep = {n for n in top if n.count(".") <= 2} | set(misp("microsoft-office365.json")) | {
    "windowsupdate.com", "update.microsoft.com", "crl.microsoft.com", "ocsp.digicert.com", "yahoo.co.jp", "google.co.jp",
    "rakuten.co.jp", "amazon.co.jp", "line.me", "nicovideo.jp", "cybozu.com", "kintone.com", "sansan.com", "ipa.go.jp",
    "jpcert.or.jp", "nisc.go.jp", "meti.go.jp", "npa.go.jp"}
write("public_hosts", "names that many members see every day", f"{MISP}, microsoft-office365; Majestic Million by Majestic "
      f"(CC BY 3.0), the first 10,000; {OWN}", {n.lstrip("*.").lstrip(".") for n in keep if "." in n})
write("resolvers", "addresses of big public resolvers", OWN, set("""8.8.8.8 8.8.4.4 1.1.1.1 1.0.0.1 9.9.9.9
149.112.112.112 208.67.222.222 208.67.220.220 64.6.64.6 64.6.65.6 94.140.14.14 94.140.15.15 4.2.2.1 4.2.2.2
2001:4860:4860::8888 2001:4860:4860::8844 2606:4700:4700::1111 2606:4700:4700::1001 2620:fe::fe 2620:fe::9""".split()))
