/* kind.c - mail, audit log, sample, report, calendar or unknown. */
#include "analyse/kind.h"

enum { HEAD = 64 << 10 };

const char *kind_word(enum input_kind kind)
{
	static const char *const words[] = { "mail", "audit-log", "sample", "report", "calendar", "unknown" };

	return words[kind];
}

static struct str without_bom(struct str s)
{
	return str_starts(s, STR("\xef\xbb\xbf")) ? str_from(s, 3) : s;
}

/* A header line that mails have and other texts hardly begin with. */
static bool is_mail_header(struct str line)
{
	static const struct str names[] = { STR("from"), STR("received"), STR("subject"), STR("to"), STR("date"),
		STR("message-id"), STR("return-path"), STR("mime-version"), STR("delivered-to"), STR("content-type"),
		STR("sender"), STR("reply-to"), STR("cc"), STR("x-mailer"), STR("x-originating-ip"), STR("dkim-signature"),
		STR("authentication-results"), STR("x-original-to"), STR("content-transfer-encoding"), STR("in-reply-to"),
		STR("resent-from"), STR("list-id"), STR("x-apparently-to"), STR("envelope-to"), STR("arc-seal") };
	struct str name = str_trim(str_upto(line, ':'));

	if (name.n == line.n)
		return false;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (str_ieq(name, names[i]))
			return true;
	return false;
}

/* Any field name before the first blank line. */
static bool looks_like_mail(struct str bytes)
{
	struct str rest = str_at(bytes, 0, HEAD), line;
	int lines = 0;

	if (str_starts(rest, STR("From ")))
		str_split(&rest, '\n', &line);
	while (lines++ < 400 && str_split(&rest, '\n', &line)) {
		if (str_trim(line).n == 0)
			return false;
		if (is_mail_header(line))
			return true;
	}
	return false;
}

static bool looks_like_audit_log(struct str bytes)
{
	struct str head = str_at(bytes, 0, HEAD), first = str_upto(head, '\n');
	bool json = head.n > 0 && (head.p[0] == '{' || head.p[0] == '[');

	if (json)
		return str_has(head, STR("\"Operation")) && (str_has(head, STR("\"CreationTime")) || str_has(head, STR("\"CreationDate"))
		    || str_has(head, STR("\"UserId")));
	return (str_ihas(first, STR("operation")) || str_ihas(first, STR("activity"))) && str_find_char(first, ',') >= 0 &&
	    (str_ihas(first, STR("auditdata")) || str_ihas(first, STR("user")) || str_ihas(first, STR("creation")));
}

static bool looks_like_report(struct str bytes)
{
	struct str head = str_at(bytes, 0, 4096);

	return str_has(head, STR("<feedback")) && str_has(str_at(bytes, 0, HEAD), STR("report_metadata"));
}

static bool looks_like_sample(struct str bytes)
{
	static const struct str magics[] = { STR("MZ"), STR("%PDF"), STR("PK\3\4"), STR("\xd0\xcf\x11\xe0"), STR("\x7f" "ELF"),
		STR("Rar!"), STR("7z\xbc\xaf"), STR("\x1f\x8b"), STR("{\\rtf"), STR("L\0\0\0\1\x14\2\0"), STR("#!") };

	for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++)
		if (str_starts(bytes, magics[i]))
			return true;
	return false;
}

enum input_kind kind_of(struct str name, struct str bytes)
{
	struct str text = without_bom(bytes);

	if (bytes.n == 0)
		return INPUT_UNKNOWN;
	if (looks_like_mail(text))
		return INPUT_MAIL;
	if (str_istarts(str_trim(str_at(text, 0, 200)), STR("BEGIN:VCALENDAR")))
		return INPUT_CALENDAR;
	if (looks_like_audit_log(text))
		return INPUT_AUDIT_LOG;
	if (looks_like_report(text))
		return INPUT_REPORT;
	if (looks_like_sample(bytes))
		return INPUT_SAMPLE;
	return str_iends(name, STR(".eml")) || str_iends(name, STR(".emlx")) ? INPUT_MAIL : INPUT_UNKNOWN;
}
