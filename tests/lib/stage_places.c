/* stage_places.c - where the words of an organisation stand in what it hands in. */
#include "stage.h"

#include "rows.h"

#include "base/buf.h"
#include "encode.h"

#define TOP "Received: from out.evil-pay.example (out.evil-pay.example [203.0.113.77])\r\n\tby mx.receiver.example (Postfix) with ESMTP id 4Xk; Wed, 31 Jul 2019 10:00:00 +0000\r\n"
#define FROM "From: Billing <billing@evil-pay.example>\r\n"
#define TO "To: {address}\r\n"
#define REST "Subject: Payment\r\nDate: Wed, 31 Jul 2019 09:59:00 +0000\r\nMessage-ID: <a1@evil-pay.example>\r\nMIME-Version: 1.0\r\n"
#define TEXT "Content-Type: text/plain; charset=UTF-8\r\n\r\n"
#define LURE "Please pay the attached invoice today: http://evil-pay.example/login/index.php\r\n"
#define MAIL(headers, body) headers TO REST TEXT LURE body

static const struct place fixed[] = {
	{ "to", "mail", TOP FROM "To: {person} <{address}>, \"{person_ja}\" <x.{address}>\r\n" REST TEXT LURE },
	{ "cc", "mail", TOP FROM TO "Cc: {person} <cc.{address}>\r\nDelivered-To: {address}\r\nX-Original-To: {address}\r\nX-Forwarded-To: {address}\r\n" REST TEXT LURE },
	{ "received", "mail", "Received: from {host} ({host} [{inside}])\r\n\tby {ad}.{domain} with ESMTP id 9 for <{address}>; Wed, 31 Jul 2019 19:00:00 {zone}\r\n"
	    "Received: from out.evil-pay.example [203.0.113.77] by {host} [{ip}]; Wed, 31 Jul 2019 19:00:00 {zone}\r\n" FROM TO REST TEXT LURE },
	{ "return path", "mail", "Return-Path: <bounce-{eq:address}@evil-pay.example>\r\nList-Unsubscribe: <mailto:leave-{at:address}@evil-pay.example>\r\nFeedback-ID: {b64:address}:x\r\n" MAIL(TOP FROM, "") },
	{ "message id", "mail", TOP FROM TO "In-Reply-To: <77@{domain}>\r\nReferences: <76@{host}> <77@{domain}>\r\nThread-Topic: {project}\r\n" REST TEXT LURE },
	{ "gateway", "mail", MAIL(TOP "X-Originating-IP: [{inside}]\r\nX-MS-Exchange-Organization-AuthAs: {ad}\r\nX-TM-AS-Product-Ver: {host}\r\nX-Unheard-Of: {person} {phone}\r\n" FROM, "") },
	{ "authentication", "mail", MAIL("Authentication-Results: {host}; spf=fail smtp.mailfrom=evil-pay.example\r\nReceived-SPF: fail (receiver={domain})\r\nARC-Authentication-Results: i=1; {domain}; dkim=none\r\n" TOP FROM, "") },
	{ "signature", "mail", MAIL(TOP "DKIM-Signature: v=1; a=rsa-sha256; d={domain}; s={path}; i=@{domain}; bh=x; b=y\r\n" FROM, "") },
	{ "subject", "mail", TOP FROM TO "Subject: [EXTERNAL-{ad}] [{project} #4711] Payment for {en}\r\nDate: Wed, 31 Jul 2019 09:59:00 {zone}\r\nMessage-ID: <a2@evil-pay.example>\r\nMIME-Version: 1.0\r\n" TEXT LURE },
	{ "greeting", "mail", MAIL(TOP FROM, "{ja}\r\n{person_ja} 様\r\nDear {person}, for {project} we call {phone}.\r\n") },
	{ "signature block", "mail", MAIL(TOP FROM, "--\r\n{person_ja}\r\n{ja}\r\n〒105-0001 TEL {phone}\r\n{address}\r\nhttps://www.{domain}/\r\n") },
	{ "quoted", "mail", MAIL(TOP FROM, "On Tue, 30 Jul 2019, {person} <{address}> wrote:\r\n> We at {en} will send {project} soon.\r\n>> {ja} {person_ja}\r\n") },
	{ "html twin", "mail", TOP FROM TO REST "Content-Type: multipart/alternative; boundary={host}.99\r\n\r\n--{host}.99\r\n" TEXT LURE "\r\n--{host}.99\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n"
	    "<p>{ja} {person_ja} 様</p><a href=\"http://evil-pay.example/c?u={pct:address}\">pay</a><img src=\"http://evil-pay.example/{hex:address}.gif\">\r\n--{host}.99--\r\n" },
	{ "nested", "mail", TOP FROM TO REST "Content-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\n" TEXT LURE "\r\n--bb\r\nContent-Type: message/rfc822\r\n\r\nFrom: {person} <{address}>\r\nTo: partner@other.example\r\nSubject: {project}\r\n\r\n{ja} from {host} {inside}\r\n--bb--\r\n" },
	{ "calendar", "mail", TOP FROM TO REST "Content-Type: text/calendar; charset=UTF-8\r\n\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nORGANIZER:mailto:{address}\r\nATTENDEE;CN={person}:mailto:{address}\r\nUID:{host}-1\r\nSUMMARY:{project}\r\nURL:http://evil-pay.example/login/index.php\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n" },
	{ "attachment", "mail", TOP FROM TO REST "Content-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\n" TEXT LURE "\r\n--bb\r\nContent-Type: application/pdf; name=\"{person}_{project}.pdf\"\r\nContent-Disposition: attachment; filename=\"{ja}_{person_ja}.pdf\"\r\n\r\n"
	    "%PDF-1.4\r\n/Author ({person}) /Company ({en}) C:\\Users\\{local}\\{path}\\x.docx {ad}\r\n%%EOF\r\n--bb--\r\n" },
	{ "attached text", "mail", TOP FROM TO REST "Content-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\n" TEXT LURE "\r\n--bb\r\nContent-Type: text/csv; name=invoice.csv\r\n\r\nbank,{en},{phone}\r\nhost,{host},{inside}\r\nurl,http://evil-pay.example/dl/{local}.exe,\\\\\\\\{path}\\\\s\r\n--bb--\r\n" },
	{ "host label", "mail", MAIL(TOP FROM, "http://{local}.evil-pay.example/ and http://{id}-files.evil-pay.example/x and http://{hex:local}.evil-pay.example/\r\n") },
	{ "pixel", "mail", TOP FROM TO REST "Content-Type: text/html; charset=UTF-8\r\n\r\n<p>Please pay</p><img width=1 src=\"http://evil-pay.example/o/{sha1:address}.png?d={domain}\"><a href='http://evil-pay.example/login/index.php'>x</a>\r\n" },
	{ "rewritten link", "mail", MAIL(TOP FROM, "https://jpn01.safelinks.protection.outlook.com/?url=http%3A%2F%2Fevil-pay.example%2Flogin&data=02%7C01%7C{pct:address}%7C{hex:id}&reserved=0\r\n") },
	{ "free mail", "mail", MAIL("From: {person} <{local}.{id}.jp@gmail.com>\r\n", "Reply to {local}-{id}@yahoo.co.jp\r\n") },
	{ "look-alike", "mail", MAIL("From: {person} <{local}@{like}>\r\nReply-To: pay@{id}.co\r\n", "http://{like}/pay http://www.{id}-pay.example/\r\n") },
	{ "display name", "mail", MAIL("From: \"{person} - {address}\" <pay@evil-pay.example>\r\nSender: {address}\r\n", "") },
	{ "names in links", "mail", MAIL(TOP FROM, "http://evil-pay.example/{pct:ja}/{pctsjis:ja}/{pcteuc:person_ja} http://evil-pay.example/?f={local}&c={id}\r\n") },
	{ "in no registry", "mail", TOP FROM "To: {guest}@somewhere.example\r\n" REST "Content-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\n" TEXT LURE
	    "http://evil-pay.example/q?user={guest} http://evil-pay.example/f#{guest} http://{guest}.evil-pay.example/ http://evil-pay.example/{b64:guest}/{hex:guest} "
	    "http://evil-pay.example/{sha1:guest} http://evil-pay.example/s;u={guest}\r\n--bb\r\nContent-Type: application/zip; name=\"{guest}_invoice.zip\"\r\n\r\nPK\r\n--bb--\r\n" },
	{ "in no registry, rebuilt", "mail", MAIL("From: X <{guest}.{guest}.jp@gmail.com>\r\nReply-To: <{guest}-{guest}.tw@yahoo.co.jp>\r\n", "") },
	{ "bec", "bec", "From - Wed Jul 31 10:00:00 2019\r\n" MAIL("From: {person} <{local}.{id}.jp@gmail.com>\r\n", "The account of {ja} has changed. {project}\r\n") },
	{ "bec reply", "bec", MAIL("From: {person} <{address}>\r\nReply-To: <{local}@{like}>\r\n", "As promised to {en}: IBAN GB33BUKB20201555555555.\r\n") },
	{ "traffic", "traffic", "2019-07-31T10:00:00{zone} {host} deny tcp 203.0.113.9:4431 -> {ip}:1433\n2019-07-31T10:00:01{zone} {ad} {inside} 203.0.113.9 count=77\n" },
	{ "traffic csv", "traffic", "time,device,src,dst\n2019-07-31 10:00,{host},203.0.113.9,{ip}\n2019-07-31 10:05,{path},{inside},203.0.113.9\n" },
	{ "sample", "sample", "MZ\x90 This program. C:\\Users\\{local}\\{project}\\{path}.pdb \\\\{path}\\s {ad} {domain} http://evil-pay.example/gate.php" },
	{ "incident", "incident", "{ja} の {host} ({inside}) が 203.0.113.9 へ通信。担当 {person_ja} {phone}。\n" },
	{ "audit log", "audit-log", "CreationDate,UserIds,Operations,AuditData\n2019-07-31T01:00:00,{address},New-InboxRule,\"{\"\"ClientIP\"\":\"\"203.0.113.77\"\",\"\"UserId\"\":\"\"{address}\"\",\"\"Parameters\"\":[{\"\"Name\"\":\"\"ForwardTo\"\",\"\"Value\"\":\"\"drop@evil-pay.example\"\"}]}\"\n" },
	{ "consultation", "consultation", "{ja} {person_ja} です。{project} の端末 {host} で警告が出ました。{phone}\n" },
	{ "sighting", "sighting", "{\"schema\":\"noroshi/sighting/1\",\"indicator\":\"203.0.113.9\",\"type\":\"ipv4\",\"org\":\"{id}\",\"direction\":\"from\",\"port\":1433,\"proto\":\"tcp\",\"action\":\"deny\",\"first\":\"2018-12-14T00:10:00Z\",\"last\":\"2019-02-03T11:00:00Z\",\"count\":74,\"heuristic\":false,\"listed\":[],\"lines\":[\"{host} {inside}\"]}\n" },
	{ "sighting to", "sighting", "{\"schema\":\"noroshi/sighting/1\",\"indicator\":\"203.0.113.9\",\"type\":\"ipv4\",\"org\":\"{ja}\",\"direction\":\"to\",\"port\":443,\"proto\":\"tcp\",\"action\":\"allow\",\"first\":\"2019-01-14T00:10:00Z\",\"last\":\"2019-02-13T11:00:00Z\",\"count\":7,\"heuristic\":false,\"listed\":[],\"lines\":[]}\n" },
};

static const char *const link_places[] = { "http://evil-pay.example/p/{way:address}", "http://evil-pay.example/t?u={way:address}&x=1",
	"http://evil-pay.example/v#{way:address}" };

size_t stage_place_count(void)
{
	return COUNT_OF(fixed) + test_way_count * COUNT_OF(link_places);
}

struct place stage_place(struct arena *a, size_t i)
{
	size_t link = i - COUNT_OF(fixed);
	const char *way, *text, *colon;

	if (i < COUNT_OF(fixed))
		return fixed[i];
	way = test_ways[link / COUNT_OF(link_places)];
	text = link_places[link % COUNT_OF(link_places)];
	colon = strstr(text, "way:");
	return (struct place){ arena_printf(a, "link %zu, %s", link % COUNT_OF(link_places), way).p, "mail",
		arena_printf(a, MAIL(TOP FROM, "%.*s%s%s\r\n"), (int)(colon - text), text, way, colon + 3).p };
}

/* ---- words in their places ---- */

static struct str word_of(struct arena *a, const struct stage_org *o, struct str key)
{
	const struct { const char *key, *word; } all[] = { { "id", o->id }, { "ja", o->ja }, { "en", o->en }, { "domain", o->domain },
		{ "host", o->host }, { "ip", o->ip }, { "inside", o->inside }, { "person", o->person }, { "person_ja", o->person_ja },
		{ "local", o->local }, { "phone", o->phone }, { "ad", o->ad }, { "path", o->path }, { "project", o->project }, { "zone", o->zone }, { "guest", o->guest } };

	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (str_eq(key, str_of(all[i].key)))
			return str_of(all[i].word);
	if (str_eq(key, STR("address")))
		return arena_printf(a, "%s@%s", o->local, o->domain);
	if (str_eq(key, STR("like")))   /* the last letter but two of the name doubled */
		return arena_printf(a, "%.*s%c%s", (int)strlen(o->id) - 2, o->id, o->id[strlen(o->id) - 3], o->domain + strlen(o->id) - 2);
	return STR_NONE;
}

struct str stage_fill(struct arena *a, const char *text, const struct stage_org *o)
{
	struct buf out;

	buf_init_arena(&out, a, 1 << 20);
	for (size_t i = 0, n = strlen(text); i < n;) {
		struct str rest = { text + i, n - i };
		long long end = rest.p[0] == '{' ? str_find_char(rest, '}') : -1;
		struct str inside = end > 0 ? str_at(rest, 1, (size_t)end - 1) : STR(""), key = str_has(inside, STR(":")) ? str_after(inside, ':') : inside;
		struct str word = word_of(a, o, key);

		if (word.p == NULL) {
			buf_char(&out, text[i++]);
			continue;
		}
		buf_add(&out, key.n < inside.n ? test_encode(a, arena_cstr(a, str_upto(inside, ':')), word) : word);
		i += (size_t)end + 1;
	}
	return buf_str(&out);
}
