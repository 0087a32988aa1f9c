/* info_request_text.c - what leaves: number, TLP, question, time to answer, how to answer.  Nothing of a case. */
#include "base/buf.h"
#include "base/time.h"
#include "request/info_request.h"
#include "share/outward.h"

static const char *tlp_words(struct arena *a, enum lang lang, struct str tlp)
{
	return text(lang, arena_printf(a, "share.tlp." STR_FMT, STR_ARG(arena_lower(a, tlp))).p);
}

static void time_to_answer(const struct hub *hub, const struct info_request *q, enum lang lang, struct buf *out)
{
	char day[TIME_TEXT];

	buf_printf(out, "%s: ", text(lang, "request.text.due"));
	if (q->due_ms == TIME_NONE)
		buf_printf(out, TEXT_N(lang, "request.text.days", q->days), q->days);
	else
		buf_add(out, time_slashed(day, q->due_ms, (int)hub->conf.zone_minutes));
	buf_char(out, '\n');
}

struct str info_request_text(const struct hub *hub, struct arena *a, const struct info_request *q, enum lang lang)
{
	struct str title = lang == LANG_JA ? q->title_ja : q->title_en, question = lang == LANG_JA ? q->question_ja : q->question_en;
	struct buf out;

	buf_init_arena(&out, a, 1 << 20);
	buf_printf(&out, "TLP:" STR_FMT "\n%s\n", STR_ARG(q->tlp), tlp_words(a, lang, q->tlp));
	buf_z(&out, "------------------------------------------------------------\n");
	buf_printf(&out, "%s\n%s: " STR_FMT "\n", text(lang, "request.text.heading"), text(lang, "request.text.number"), STR_ARG(q->number));
	time_to_answer(hub, q, lang, &out);
	if (q->share_number.p != NULL)
		buf_printf(&out, "%s: " STR_FMT "\n", text(lang, "request.text.share"), STR_ARG(q->share_number));
	buf_printf(&out, "\n" STR_FMT "\n\n" STR_FMT "\n\n", STR_ARG(title), STR_ARG(question));
	buf_printf(&out, text(lang, "request.text.how"), q->number.p);
	buf_char(&out, '\n');
	if (q->is_public && hub->conf.contact.n > 0)
		buf_printf(&out, "%s: " STR_FMT "\n", text(lang, "request.text.contact"), STR_ARG(hub->conf.contact));
	buf_printf(&out, "%s\n\nTLP:" STR_FMT "\n", text(lang, "request.text.promise"), STR_ARG(q->tlp));
	return buf_str(&out);
}

/* What the share shows to everybody who gets the call may stand in it. */
static int values_of_share(struct db *db, struct arena *a, struct str share_id, struct str **list, size_t *n, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT i.shown FROM share_indicator i JOIN release r ON r.share_id = i.share_id AND r.rev = i.rev "
	    "JOIN share s ON s.id = i.share_id WHERE i.share_id = $1 AND i.treatment = 'kept' AND i.revoked = 0 AND s.state NOT IN "
	    "('retracted', 'expired') AND i.rev = (SELECT MAX(x.rev) FROM release x WHERE x.share_id = i.share_id)", DB_TEXT(share_id)) < 0)
		return -1;
	*list = ARENA_ARRAY(a, struct str, rows.count + 1);
	*n = rows.count;
	for (size_t i = 0; i < rows.count; i++)
		(*list)[i] = db_text(&rows, i, 0);
	return 0;
}

int info_request_check(struct hub *hub, struct db *db, const struct act *by, struct arena *a, const struct info_request *q,
    struct leak_hits *hits, struct err *e)
{
	static const char *const places[] = { "request/ja", "request/en" };
	struct str *values = NULL;
	size_t n = 0;

	if (q->share_id.p != NULL && values_of_share(db, a, q->share_id, &values, &n, e) < 0)
		return -1;
	for (int lang = LANG_JA; lang <= LANG_EN; lang++) {
		const struct outward o = { str_of(places[lang]), info_request_text(hub, a, q, lang), q->case_id, values, n };

		if (outward_check(hub, db, by, a, &o, hits, e) < 0)
			return -1;
	}
	return 0;
}
