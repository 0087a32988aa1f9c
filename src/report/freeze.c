/* freeze.c - a period's report in every form and language, and the digest over all of them. */
#include "base/sha256.h"
#include "report/closing.h"

enum { DOCUMENT_MOST = 64 << 20 };

static const char *const formats[] = { "table", "html", "csv", "json" };

static void render(struct doc *d, const char *format, long long recorded_ms, struct buf *out)
{
	if (str_eq(str_of(format), STR("table")))
		report_table_text(d, CLOSING_COLUMNS, out);
	else if (str_eq(str_of(format), STR("html")))
		report_html_page(d, out);
	else if (str_eq(str_of(format), STR("csv")))
		report_csv(d, out);
	else
		report_json(d, out, recorded_ms);
}

/* "format lang sha256" a line, in the order in which they are made. */
struct str freeze_digest(struct arena *a, const struct frozen *f)
{
	struct buf lines;

	buf_init_arena(&lines, a, 4096);
	for (size_t i = 0; i < CLOSING_DOCUMENTS; i++)
		buf_printf(&lines, "%s %s " STR_FMT "\n", f->documents[i].format, f->documents[i].lang == LANG_JA ? "ja" : "en",
		    STR_ARG(f->documents[i].sha256));
	return sha256_hex(a, buf_str(&lines));
}

int freeze(const struct hub *hub, struct arena *a, const struct period *p, long long recorded_ms, struct frozen *f, struct err *e)
{
	struct report_order order = { .period = *p, .as_recorded_ms = recorded_ms, .made_ms = recorded_ms };
	struct records *r = NULL;
	struct doc *d = NULL;

	for (size_t i = 0; i < CLOSING_DOCUMENTS; i++) {
		struct buf out;

		order.lang = i < CLOSING_DOCUMENTS / 2 ? LANG_JA : LANG_EN;
		if (i % 4 == 0 && report_make_from(hub, a, &order, &r, &d, e) < 0)
			return -1;
		buf_init_arena(&out, a, DOCUMENT_MOST);
		render(d, formats[i % 4], recorded_ms, &out);
		if (out.failed)
			return err_set(e, ERR_LIMIT, "the report is larger than %d MB", DOCUMENT_MOST >> 20);
		f->documents[i].format = formats[i % 4];
		f->documents[i].lang = order.lang;
		f->documents[i].bytes = arena_str(a, buf_str(&out));
		f->documents[i].sha256 = sha256_hex(a, f->documents[i].bytes);
		f->figures = *records_now(r);
	}
	f->records = r;
	f->digest = freeze_digest(a, f);
	return 0;
}
