/* document_shape.c - the schema noroshi/analysis/1 as tables. */
#include "worker/document_shape.h"

#include <stddef.h>

enum { SHORT = 256, LINE = 64 << 10, LONG = 4 << 20, FEW = 64, SOME = 10000, MANY = 200000 };

static const char *const kinds[] = { "mail", "thread", "sample", "audit-log", "report", "calendar", "unknown", NULL };
static const char *const examined[] = { "fully", "partly", "failed", NULL };
static const char *const openings[] = { "mail", "given", "customary", NULL };
static const char *const natures[] = { "targeted", "bec", "phishing", "malware", "scam", "bulk", "drill", "benign",
	"unknown", NULL };
static const char *const strengths[] = { "none", "weak", "medium", "strong", NULL };
static const char *const change_kinds[] = { "address", "copy", "route", "zone", "mailer", "id", "auth", "charset", "origin",
	"reply-to", "account", NULL };
static const char *const step_note_kinds[] = { "promise", "delivery", "late", "real-address", "address", "copy", "account", "quote",
	"again", "reply-to", "attachment", "copies-as", "altered", "invented", "phone", "apart", NULL };
static const char *const finding_strengths[] = { "strong", "medium", "weak", "context", NULL };
static const char *const indicator_types[] = { "ipv4", "ipv6", "domain", "url", "email", "sha256", "sha1", "md5",
	"bank-account", "filename", NULL };
static const char *const indicator_roles[] = { "malicious", "suspect", "abused", "decoy", "victim-named", NULL };

static const struct field limit_fields[] = {
	{ "limit", TEXT, REQUIRED, SHORT, NULL, NULL },
	{ "at", NUMBER, REQUIRED | NULLABLE, 0, NULL, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field verdict_fields[] = {
	{ "nature", TEXT, REQUIRED, SHORT, NULL, natures },
	{ "bec_type", NUMBER, REQUIRED, 5, NULL, NULL },
	{ "bec_types", NUMBERS, 0, FEW, NULL, NULL },
	{ "strength", TEXT, REQUIRED, SHORT, NULL, strengths },
	{ "sentence", TEXT, REQUIRED, LINE, NULL, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field evidence_fields[] = {
	{ "message", NUMBER, 0, 0, NULL, NULL },
	{ "where", TEXT, REQUIRED, LINE, NULL, NULL },
	{ "offset", NUMBER, NULLABLE, 0, NULL, NULL },
	{ "length", NUMBER, NULLABLE, 0, NULL, NULL },
	{ "part", TEXT, NULLABLE, SHORT, NULL, NULL },
	{ "page", NUMBER, 0, 0, NULL, NULL },
	{ "line", NUMBER, 0, 0, NULL, NULL },
	{ "found", TEXT, NULLABLE, LONG, NULL, NULL },
	{ "expected", TEXT, NULLABLE, LONG, NULL, NULL },
	{ "expected_from", TEXT, NULLABLE, LINE, NULL, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field finding_fields[] = {
	{ "id", TEXT, REQUIRED, SHORT, NULL, NULL },
	{ "strength", TEXT, REQUIRED, SHORT, NULL, finding_strengths },
	{ "for", TRUTH, REQUIRED, 0, NULL, NULL },
	{ "message", NUMBER, 0, 0, NULL, NULL },
	{ "tricks", TEXTS, 0, FEW, NULL, NULL },
	{ "attack", TEXTS, 0, FEW, NULL, NULL },
	{ "sentence", TEXT, REQUIRED, LINE, NULL, NULL },
	{ "evidence", OBJECTS, 0, SOME, evidence_fields, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field address_fields[] = {
	{ "name", TEXT, NULLABLE, LONG, NULL, NULL },
	{ "address", TEXT, NULLABLE, LONG, NULL, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field part_fields[] = {
	{ "part", TEXT, 0, LINE, NULL, NULL },
	{ "media_type", TEXT, NULLABLE, LINE, NULL, NULL },
	{ "charset", TEXT, NULLABLE, LINE, NULL, NULL },
	{ "encoding", TEXT, NULLABLE, LINE, NULL, NULL },
	{ "name", TEXT, NULLABLE, LONG, NULL, NULL },
	{ "offset", NUMBER, NULLABLE, 0, NULL, NULL },
	{ "body_offset", NUMBER, NULLABLE, 0, NULL, NULL },
	{ "end", NUMBER, NULLABLE, 0, NULL, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field url_fields[] = {
	{ "url", TEXT, REQUIRED, LONG, NULL, NULL },
	{ "text", TEXT, NULLABLE, LONG, NULL, NULL },
	{ "host", TEXT, NULLABLE, LONG, NULL, NULL },
	{ "target", TEXT, NULLABLE, LONG, NULL, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field paper_fields[] = {
	{ "kind", TEXT, REQUIRED, SHORT, NULL, (const char *const[]){ "pdf", "docx", "xlsx", "pptx", "rtf", "odf", "ole", NULL } },
	{ "creator", TEXT, NULLABLE, LONG, NULL, NULL },
	{ "producer", TEXT, NULLABLE, LONG, NULL, NULL },
	{ "created", TEXT, NULLABLE, SHORT, NULL, NULL },
	{ "modified", TEXT, NULLABLE, SHORT, NULL, NULL },
	{ "text", TEXT, NULLABLE, LONG, NULL, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field nested_fields[] = {
	{ "name", TEXT, REQUIRED, LONG, NULL, NULL },
	{ "bytes", NUMBER, 0, 0, NULL, NULL },
	{ "sha256", TEXT, NULLABLE, SHORT, NULL, NULL },
	{ "type", TEXT, NULLABLE, SHORT, NULL, NULL },
	{ "encrypted", TRUTH, 0, 0, NULL, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field attachment_fields[] = {
	{ "part", TEXT, NULLABLE, LINE, NULL, NULL },
	{ "name", TEXT, NULLABLE, LONG, NULL, NULL },
	{ "media_type", TEXT, NULLABLE, LINE, NULL, NULL },
	{ "bytes", NUMBER, 0, 0, NULL, NULL },
	{ "sha256", TEXT, NULLABLE, SHORT, NULL, NULL },
	{ "nested", OBJECTS, NULLABLE, MANY, nested_fields, NULL },
	{ "opened_with", TEXT, 0, SHORT, NULL, openings },
	{ "document", OBJECT, 0, 0, paper_fields, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field defect_fields[] = {
	{ "id", TEXT, REQUIRED, SHORT, NULL, NULL },
	{ "offset", NUMBER, NULLABLE, 0, NULL, NULL },
	{ "length", NUMBER, NULLABLE, 0, NULL, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field message_fields[] = {
	{ "input", TEXT, 0, LINE, NULL, NULL },
	{ "incomplete", TRUTH, 0, 0, NULL, NULL },
	{ "sha256", TEXT, NULLABLE, SHORT, NULL, NULL },
	{ "bytes", NUMBER, 0, 0, NULL, NULL },
	{ "date", TEXT, NULLABLE, SHORT, NULL, NULL },
	{ "subject", TEXT, NULLABLE, LONG, NULL, NULL },
	{ "message_id", TEXT, NULLABLE, LONG, NULL, NULL },
	{ "from", OBJECTS, NULLABLE, SOME, address_fields, NULL },
	{ "sender", OBJECT, NULLABLE, 0, address_fields, NULL },
	{ "reply_to", OBJECTS, NULLABLE, SOME, address_fields, NULL },
	{ "to", OBJECTS, NULLABLE, SOME, address_fields, NULL },
	{ "cc", OBJECTS, NULLABLE, SOME, address_fields, NULL },
	{ "text", TEXT, NULLABLE, LONG, NULL, NULL },
	{ "text_plain", TEXT, NULLABLE, LONG, NULL, NULL },
	{ "language", TEXT, NULLABLE, SHORT, NULL, NULL },
	{ "parts", OBJECTS, NULLABLE, MANY, part_fields, NULL },
	{ "urls", OBJECTS, NULLABLE, MANY, url_fields, NULL },
	{ "attachments", OBJECTS, NULLABLE, MANY, attachment_fields, NULL },
	{ "defects", OBJECTS, NULLABLE, MANY, defect_fields, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field change_fields[] = {
	{ "message", NUMBER, REQUIRED, 0, NULL, NULL },
	{ "kind", TEXT, REQUIRED, SHORT, NULL, change_kinds },
	{ "found", TEXT, NULLABLE, LONG, NULL, NULL },
	{ "expected", TEXT, NULLABLE, LONG, NULL, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const char *const habit_kinds[] = { "mailer", "zone", "charset", "route", "dkim", "account", "phone", NULL };
static const struct field habit_fields[] = {
	{ "kind", TEXT, REQUIRED, SHORT, NULL, habit_kinds },
	{ "value", TEXT, REQUIRED, LONG, NULL, NULL },
	{ "mails", NUMBER, REQUIRED, 0, NULL, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field people_fields[] = {
	{ "name", TEXT, NULLABLE, LONG, NULL, NULL },
	{ "address", TEXT, REQUIRED, LONG, NULL, NULL },
	{ "organisation", TEXT, NULLABLE, LONG, NULL, NULL },
	{ "wrote", NUMBER, REQUIRED, 0, NULL, NULL },
	{ "first", NUMBER, REQUIRED, 0, NULL, NULL },
	{ "habits", OBJECTS, 0, FEW, habit_fields, NULL },
	{ "changes", OBJECTS, REQUIRED, SOME, change_fields, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field archive_fields[] = {
	{ "mails", NUMBER, REQUIRED, 0, NULL, NULL },
	{ "complete_from", TEXT, REQUIRED | NULLABLE, SHORT, NULL, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field lane_fields[] = {
	{ "name", TEXT, NULLABLE, LONG, NULL, NULL },
	{ "address", TEXT, NULLABLE, LONG, NULL, NULL },
	{ "organisation", TEXT, NULLABLE, LONG, NULL, NULL },
	{ "intruder", TRUTH, REQUIRED, 0, NULL, NULL },
	{ "others", NUMBER, REQUIRED, 0, NULL, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field step_note_fields[] = {
	{ "kind", TEXT, REQUIRED, SHORT, NULL, step_note_kinds },
	{ "message", NUMBER, 0, 0, NULL, NULL },
	{ "minutes", NUMBER, 0, 0, NULL, NULL },
	{ "found", TEXT, 0, LONG, NULL, NULL },
	{ "expected", TEXT, 0, LONG, NULL, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field step_fields[] = {
	{ "message", NUMBER, REQUIRED, 0, NULL, NULL },
	{ "from", NUMBER, REQUIRED | NULLABLE, FEW, NULL, NULL },
	{ "to", NUMBER, REQUIRED | NULLABLE, FEW, NULL, NULL },
	{ "as", NUMBER, REQUIRED | NULLABLE, FEW, NULL, NULL },
	{ "says", TEXT, REQUIRED, LINE, NULL, NULL },
	{ "notes", OBJECTS, REQUIRED, FEW, step_note_fields, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field sequence_fields[] = {
	{ "lanes", OBJECTS, REQUIRED, FEW, lane_fields, NULL },
	{ "steps", OBJECTS, REQUIRED, MANY, step_fields, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field indicator_fields[] = {
	{ "type", TEXT, REQUIRED, SHORT, NULL, indicator_types },
	{ "value", TEXT, REQUIRED, LINE, NULL, NULL },
	{ "role", TEXT, REQUIRED, SHORT, NULL, indicator_roles },
	{ "from", TEXT, NULLABLE, LINE, NULL, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field earlier_fields[] = {
	{ "where", TEXT, REQUIRED, LINE, NULL, NULL },
	{ "message", NUMBER, 0, 0, NULL, NULL },
	{ "number", TEXT, REQUIRED, LONG, NULL, NULL },
	{ "shown", TEXT, REQUIRED, LONG, NULL, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field account_fields[] = {
	{ "where", TEXT, REQUIRED, LINE, NULL, NULL },
	{ "message", NUMBER, 0, 0, NULL, NULL },
	{ "number", TEXT, REQUIRED, LONG, NULL, NULL },
	{ "shown", TEXT, REQUIRED, LONG, NULL, NULL },
	{ "earlier", OBJECT, 0, 0, earlier_fields, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field report_recipient_fields[] = {
	{ "address", TEXT, 0, LINE, NULL, NULL },
	{ "action", TEXT, 0, LINE, NULL, NULL },
	{ "status", TEXT, 0, LINE, NULL, NULL },
	{ "diagnostic", TEXT, 0, LINE, NULL, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field report_source_fields[] = {
	{ "ip", TEXT, 0, LINE, NULL, NULL },
	{ "from", TEXT, 0, LINE, NULL, NULL },
	{ "count", NUMBER, 0, 0, NULL, NULL },
	{ "disposition", TEXT, 0, LINE, NULL, NULL },
	{ "dkim", TEXT, 0, LINE, NULL, NULL },
	{ "spf", TEXT, 0, LINE, NULL, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field report_fields[] = {
	{ "type", TEXT, REQUIRED, SHORT, NULL, (const char *const[]){ "delivery", "abuse", "dmarc", "bounce", "receipt", "tls", NULL } },
	{ "reporter", TEXT, 0, LINE, NULL, NULL },
	{ "domain", TEXT, 0, LINE, NULL, NULL },
	{ "policy", TEXT, 0, LINE, NULL, NULL },
	{ "id", TEXT, 0, LINE, NULL, NULL },
	{ "message_id", TEXT, 0, LINE, NULL, NULL },
	{ "subject", TEXT, 0, LINE, NULL, NULL },
	{ "begin", TEXT, 0, SHORT, NULL, NULL },
	{ "end", TEXT, 0, SHORT, NULL, NULL },
	{ "mails", NUMBER, 0, 0, NULL, NULL },
	{ "failed", NUMBER, 0, 0, NULL, NULL },
	{ "recipients", OBJECTS, 0, SOME, report_recipient_fields, NULL },
	{ "sources", OBJECTS, 0, SOME, report_source_fields, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field document_fields[] = {
	{ "schema", TEXT, REQUIRED, SHORT, NULL, (const char *const[]){ "noroshi/analysis/1", NULL } },
	{ "input", TEXT, REQUIRED, LINE, NULL, NULL },
	{ "sha256", TEXT, REQUIRED | NULLABLE, SHORT, NULL, NULL },
	{ "bytes", NUMBER, REQUIRED, 0, NULL, NULL },
	{ "kind", TEXT, REQUIRED, SHORT, NULL, kinds },
	{ "examined", TEXT, REQUIRED, SHORT, NULL, examined },
	{ "limits", OBJECTS, REQUIRED, SOME, limit_fields, NULL },
	{ "document", OBJECT, 0, 0, paper_fields, NULL },
	{ "report", OBJECT, 0, 0, report_fields, NULL },
	{ "verdict", OBJECT, REQUIRED, 0, verdict_fields, NULL },
	{ "findings", OBJECTS, REQUIRED, SOME, finding_fields, NULL },
	{ "sent_archive", OBJECT, 0, 0, archive_fields, NULL },
	{ "people", OBJECTS, 0, SOME, people_fields, NULL },
	{ "sequence", OBJECT, 0, 0, sequence_fields, NULL },
	{ "accounts", OBJECTS, 0, SOME, account_fields, NULL },
	{ "messages", OBJECTS, REQUIRED, MANY, message_fields, NULL },
	{ "indicators", OBJECTS, REQUIRED, MANY, indicator_fields, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

const struct field *const document_shape = document_fields;
