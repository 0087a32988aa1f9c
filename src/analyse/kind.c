/* kind.c - mail, audit log, sample, report, calendar or unknown. */
#include "analyse/kind.h"

#include "analyse/audit_log.h"

#include "parse/file_type.h"
#include "parse/mail/mail.h"

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
	static const char *const names[] = { "from", "received", "subject", "to", "date",
		"message-id", "return-path", "mime-version", "delivered-to", "content-type",
		"sender", "reply-to", "cc", "x-mailer", "x-originating-ip", "dkim-signature",
		"authentication-results", "x-original-to", "content-transfer-encoding", "in-reply-to",
		"resent-from", "list-id", "x-apparently-to", "envelope-to", "arc-seal" };
	struct str name = str_trim(str_upto(line, ':'));

	if (name.n == line.n)
		return false;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (str_ieq(name, str_of(names[i])))
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
	struct str head = str_at(audit_log_behind_type(bytes), 0, HEAD), first = str_upto(head, '\n');
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

	if (str_starts(head, STR("{")) && str_has(head, STR("\"organization-name\"")) && str_has(head, STR("\"report-id\"")))
		return true;            /* RFC 8460 */
	return (str_has(head, STR("<feedback")) || str_has(head, STR(":feedback"))) && str_has(str_at(bytes, 0, HEAD), STR("report_metadata"));
}

static bool looks_like_sample(struct str bytes)
{
	const char *type = file_type(bytes);

	static const char *const magics[] = { "MZ", "%PDF", "PK\3\4", "\xd0\xcf\x11\xe0", "\x7f" "ELF", "Rar!",
		"7z\xbc\xaf", "\x1f\x8b", "{\\rtf", "#!" };

	for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++)
		if (str_starts(bytes, str_of(magics[i])))
			return true;
	return type != NULL && (strcmp(type, "lnk") == 0 || strcmp(type, "html") == 0 || strcmp(type, "svg") == 0 || file_type_contains(type));
}

enum input_kind kind_of(struct str name, struct str bytes)
{
	struct str text = without_bom(bytes);

	if (bytes.n == 0)
		return INPUT_UNKNOWN;
	if (looks_like_mail(text) || mail_looks_foreign(bytes))
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
