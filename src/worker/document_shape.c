/* document_shape.c - the schema noroshi/analysis/1 as tables, and the check against it.
 *
 * Known fields must have their type and bounds.  A field that is not in the tables is let
 * through (fields may be added) but its size counts like all others. */
#include "worker/document.h"

#include <string.h>

#include "base/text.h"

enum kind { TEXT, NUMBER, TRUTH, OBJECT, TEXTS, NUMBERS, OBJECTS };
enum { REQUIRED = 1, NULLABLE = 2 };
enum { SHORT = 256, LINE = 64 << 10, LONG = 4 << 20, FEW = 64, SOME = 10000, MANY = 200000 };

struct field {
	const char *name;
	enum kind kind;
	int flags;
	size_t most;                    /* bytes of a text, elements of an array */
	const struct field *of;         /* of objects: their fields, ended by a NULL name */
	const char *const *words;       /* of texts: the only ones; ended by NULL */
};

static const char *const kinds[] = { "mail", "thread", "sample", "audit-log", "report", "calendar", "unknown", NULL };
static const char *const examined[] = { "fully", "partly", "failed", NULL };
static const char *const natures[] = { "targeted", "bec", "phishing", "malware", "scam", "bulk", "drill", "benign",
	"unknown", NULL };
static const char *const strengths[] = { "none", "weak", "medium", "strong", NULL };
static const char *const change_kinds[] = { "address", "copy", "route", "zone", "mailer", "id", "auth", "charset", "reply-to",
	"account", NULL };
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
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field attachment_fields[] = {
	{ "part", TEXT, NULLABLE, LINE, NULL, NULL },
	{ "name", TEXT, NULLABLE, LONG, NULL, NULL },
	{ "media_type", TEXT, NULLABLE, LINE, NULL, NULL },
	{ "bytes", NUMBER, 0, 0, NULL, NULL },
	{ "sha256", TEXT, NULLABLE, SHORT, NULL, NULL },
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

static const struct field people_fields[] = {
	{ "name", TEXT, NULLABLE, LONG, NULL, NULL },
	{ "address", TEXT, REQUIRED, LONG, NULL, NULL },
	{ "organisation", TEXT, NULLABLE, LONG, NULL, NULL },
	{ "wrote", NUMBER, REQUIRED, 0, NULL, NULL },
	{ "first", NUMBER, REQUIRED, 0, NULL, NULL },
	{ "changes", OBJECTS, REQUIRED, SOME, change_fields, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

static const struct field indicator_fields[] = {
	{ "type", TEXT, REQUIRED, SHORT, NULL, indicator_types },
	{ "value", TEXT, REQUIRED, LINE, NULL, NULL },
	{ "role", TEXT, REQUIRED, SHORT, NULL, indicator_roles },
	{ "from", TEXT, NULLABLE, LINE, NULL, NULL },
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
	{ "verdict", OBJECT, REQUIRED, 0, verdict_fields, NULL },
	{ "findings", OBJECTS, REQUIRED, SOME, finding_fields, NULL },
	{ "people", OBJECTS, 0, SOME, people_fields, NULL },
	{ "messages", OBJECTS, REQUIRED, MANY, message_fields, NULL },
	{ "indicators", OBJECTS, REQUIRED, MANY, indicator_fields, NULL },
	{ NULL, TEXT, 0, 0, NULL, NULL },
};

/* ---- the check ---- */

static bool is_one_of(const char *text, const char *const *words)
{
	while (*words != NULL && strcmp(*words, text) != 0)
		words++;
	return *words != NULL;
}

static bool text_fits(const json_t *v, const struct field *f)
{
	return json_is_string(v) && json_string_length(v) <= f->most &&
	    (f->words == NULL || is_one_of(json_string_value(v), f->words));
}

/* Counts, offsets and types are never negative; `most` where it is given. */
static bool number_fits(const json_t *v, const struct field *f)
{
	return json_is_integer(v) && json_integer_value(v) >= 0 &&
	    (f->most == 0 || (size_t)json_integer_value(v) <= f->most);
}

static bool object_fits(const json_t *object, const struct field *fields, const char **bad);

static bool array_fits(const json_t *array, const struct field *f, const char **bad)
{
	if (!json_is_array(array) || json_array_size(array) > f->most)
		return false;
	for (size_t i = 0; i < json_array_size(array); i++) {
		const json_t *v = json_array_get(array, i);

		if (f->kind == TEXTS ? !json_is_string(v) || json_string_length(v) > SHORT :
		    f->kind == NUMBERS ? !json_is_integer(v) : !object_fits(v, f->of, bad))
			return false;
	}
	return true;
}

static bool value_fits(const json_t *v, const struct field *f, const char **bad)
{
	if (v == NULL)
		return (f->flags & REQUIRED) == 0;
	if (json_is_null(v))
		return (f->flags & NULLABLE) != 0;
	switch (f->kind) {
	case TEXT:
		return text_fits(v, f);
	case NUMBER:
		return number_fits(v, f);
	case TRUTH:
		return json_is_boolean(v);
	case OBJECT:
		return object_fits(v, f->of, bad);
	case TEXTS:
	case NUMBERS:
	case OBJECTS:
		return array_fits(v, f, bad);
	}
	return false;
}

/* The innermost field that does not fit is named in *bad. */
static bool object_fits(const json_t *object, const struct field *fields, const char **bad)
{
	if (!json_is_object(object))
		return false;
	for (const struct field *f = fields; f->name != NULL; f++) {
		if (value_fits(json_object_get(object, f->name), f, bad))
			continue;
		if (*bad == NULL)
			*bad = f->name;
		return false;
	}
	return true;
}

int document_check(struct str json, json_t **doc_r, struct err *e)
{
	const char *bad = NULL;
	json_error_t why;
	json_t *doc;

	if (memchr(json.p, '\n', json.n) != NULL)
		return err_set(e, ERR_INPUT, "the reader's answer is not one line");
	doc = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, &why);
	if (doc == NULL)
		return err_set(e, ERR_INPUT, "the reader's answer is not JSON: %s", why.text);
	if (!object_fits(doc, document_fields, &bad)) {
		json_decref(doc);
		return err_set(e, ERR_INPUT, "the reader's answer does not have the shape of noroshi/analysis/1 (at “%s”)",
		    bad != NULL ? bad : "");
	}
	*doc_r = doc;
	return 0;
}
