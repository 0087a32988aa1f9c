/* source.c - what was handed in, byte for byte: for a reason, in a form that nothing opens by accident.
 *
 * A mail's source leaves as text; everything else, and a mail too where it is wanted, only inside a zip with the agreed
 * password (AES-256), named by its hash.  Each look leaves its line before the first byte goes out. */
#include "handover/sample.h"

#include "intake/look.h"
#include "web/look.h"
#include "web/source.h"
#include "web/submission.h"

enum { REASON_MOST = 1000 };

static void quiet(struct web_call *c)
{
	http_answer_header(c->r, "Content-Security-Policy", STR("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"));
}

int sample_send(struct web_call *c, struct str bytes, struct err *e)
{
	struct str name, zip;

	if (sample_pack(c->a, bytes, &name, &zip, e) < 0)
		return -1;
	quiet(c);
	return web_bytes(c, "application/zip", zip, arena_printf(c->a, STR_FMT ".zip", STR_ARG(name)));
}

static int source_text(struct web_call *c, const struct submission_row *s, struct str bytes)
{
	quiet(c);
	return web_bytes(c, "text/plain", bytes, arena_printf(c->a, STR_FMT "-%lld.eml.txt", STR_ARG(s->receipt), s->number));
}

int source_open(struct web_call *c, const struct submission_row *s, bool staff, struct str *bytes_r, struct err *why, struct err *e)
{
	struct str reason = web_field(c, "reason");
	enum vault_found found;

	if (!staff)
		reason = STR("own submission");
	if (reason.n == 0)
		return err_set(why, ERR_INPUT, "why do you look at it? A source is shown for a reason only, which is recorded");
	if (reason.n > REASON_MOST)
		return err_set(why, ERR_INPUT, "the reason has %zu bytes, at most %d are kept: shorten it", reason.n, REASON_MOST);
	if (s->raw_blob.n == 0)
		return err_set(why, ERR_INPUT, "there is no content: it was entered by hand, or is erased");
	if (content_open(c->hub, &c->by, c->a, s->id, s->raw_blob, reason, &found, bytes_r, e) < 0)
		return -1;
	return found == VAULT_FOUND ? 0 : vault_gone(found, look_name(c, s), why);
}

static bool is_mail(const struct submission_row *s)
{
	return str_eq(s->kind, STR("mail")) || str_eq(s->kind, STR("bec"));
}

int web_submission_source_do(struct web_call *c, struct err *e)
{
	struct submission_row s;
	struct str bytes;
	struct err why = { 0 };
	bool staff;

	if (look_at_submission(c, &s, &staff, e) < 0)
		return -1;
	if (source_open(c, &s, staff, &bytes, &why, e) < 0) {
		if (why.text[0] == '\0' || web_refused(c, &why) < 0)
			return why.text[0] == '\0' ? -1 : (*e = why, -1);
		return submission_page_show(c, &s, staff, e);
	}
	if (str_eq(web_field(c, "form"), STR("text")) && is_mail(&s))
		return source_text(c, &s, bytes);
	return sample_send(c, bytes, e);
}
