/* case_do.c - what is done on a case's page.  A deed that is refused shows the page again, with what was sent in its form. */
#include "base/time.h"
#include "registry/lookup.h"
#include "report/publication.h"
#include "share/share.h"
#include "web/case_page.h"

static int again(struct web_call *c, const struct err *why, struct err *e)
{
	if (web_refused(c, why) < 0) {
		*e = *why;
		return -1;
	}
	return case_show(c, e);
}

/* Back to the page, or (`done` -1) the page with the reason. */
static int finish(struct web_call *c, int done, const char *said, const struct err *why, struct err *e)
{
	return done < 0 ? again(c, why, e) : web_go(c, web_path(c, "/cases", c->part[0], STR_NONE), said);
}

/* Of the case that stands in the path; the field as it was sent, "" where it was not. */
static struct str sent(const struct web_call *c, const char *name)
{
	struct str s = web_field(c, name);

	return s.p != NULL ? s : STR("");
}

/* A browser ends lines with CR LF. */
static struct str sent_text(struct web_call *c, const char *name)
{
	struct str s = sent(c, name);
	struct buf out;

	buf_init_arena(&out, c->a, s.n + 1);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\r')
			buf_char(&out, s.p[i]);
	return buf_str(&out);
}

/* ---- submissions leave and come back, merges are undone ---- */

/* It is unchanged, and stands alone again. */
int web_case_leave_do(struct web_call *c, struct err *e)
{
	struct err why = { 0 };
	struct case_row k;
	int done = -1;

	if (case_get(c->hub->db, c->a, c->part[0], &k, e) < 0)
		return -1;
	if (sent(c, "reason").n == 0)
		err_set(&why, ERR_INPUT, "say why it is taken out; the next one who reads the case will ask");
	else
		done = case_remove(c->hub->db, &c->by, c->a, k.id, sent(c, "submission"), sent(c, "reason"), &why);
	return finish(c, done, "left", &why, e);
}

int web_case_return_do(struct web_call *c, struct err *e)
{
	struct err why = { 0 };
	struct case_row k;

	if (case_get(c->hub->db, c->a, c->part[0], &k, e) < 0)
		return -1;
	return finish(c, case_return(c->hub->db, &c->by, c->a, k.id, sent(c, "submission"), &why), "returned", &why, e);
}

int web_case_unmerge_do(struct web_call *c, struct err *e)
{
	struct err why = { 0 };
	struct case_row k;

	if (case_get(c->hub->db, c->a, c->part[0], &k, e) < 0)
		return -1;
	return finish(c, case_unmerge(c->hub->db, &c->by, c->a, k.id, &why), "unmerged", &why, e);
}

/* ---- what is told of it ---- */

int web_case_text_do(struct web_call *c, struct err *e)
{
	struct str slot = sent(c, "slot");
	struct err why = { 0 };
	struct case_row k;
	int done = -1;

	if (case_get(c->hub->db, c->a, c->part[0], &k, e) < 0)
		return -1;
	if (slot.n == 0 || slot.n > 40)
		err_set(&why, ERR_INPUT, "the form does not say which text it is; open the page again");
	else
		done = case_words_edit(c->hub->db, &c->by, c->a, k.id, slot, sent_text(c, "ja"), sent_text(c, "en"), sent(c, "seen"), &why);
	return finish(c, done, "told", &why, e);
}

/* An organisation by its id, or by a name of the registry. */
static int find_org(struct web_call *c, struct str word, struct str *id_r, struct err *e)
{
	struct db_rows r;

	*id_r = STR("");
	if (word.n == 0)
		return 0;
	if (DB_QUERY(c->hub->db, c->a, &r, e, "SELECT id FROM org WHERE id = $1 UNION SELECT org_id FROM org_name WHERE name = $1 AND superseded_ms = $2",
	    DB_TEXT(word), DB_INT(TIME_FOREVER)) < 0)
		return -1;
	if (r.count > 1)
		return err_set(e, ERR_INPUT, "“" STR_FMT "” names more than one organisation; write its id", STR_ARG(word));
	if (r.count == 0)
		return org_unknown(c->hub->db, c->a, word, e);
	*id_r = db_text(&r, 0, 0);
	return 0;
}

int web_case_party_do(struct web_call *c, struct err *e)
{
	struct str id = sent(c, "party");
	struct case_party_row to = { sent(c, "role"), STR(""), sent(c, "label"), STR("") };
	bool gone = sent(c, "do").n > 0;
	struct err why = { 0 };
	struct case_row k;
	int done = -1;

	if (case_get(c->hub->db, c->a, c->part[0], &k, e) < 0)
		return -1;
	if (gone || find_org(c, sent(c, "org"), &to.org_id, &why) == 0)
		done = id.n > 0 ? case_party_edit(c->hub->db, &c->by, c->a, k.id, id, gone ? NULL : &to, sent(c, "seen"), &why) :
		    case_party_add(c->hub->db, &c->by, c->a, k.id, to.role, to.org_id.n > 0 ? to.org_id : STR_NONE, to.label, &why);
	return finish(c, done, "told", &why, e);
}

static int moment_of(struct web_call *c, struct case_moment *m, struct err *e)
{
	const char *precision, *ignored;

	*m = (struct case_moment){ .until_ms = TIME_NONE, .from_lane = sent(c, "from"), .to_lane = sent(c, "to"), .is_fake = sent(c, "fake").n > 0,
		.text_ja = sent_text(c, "ja"), .text_en = sent_text(c, "en"), .note_ja = sent(c, "note_ja"), .note_en = sent(c, "note_en"),
		.known_how = sent(c, "known") };
	if (case_instant(c, sent(c, "at"), &m->at_ms, &precision, e) < 0 ||
	    (sent(c, "until").n > 0 && case_instant(c, sent(c, "until"), &m->until_ms, &ignored, e) < 0))
		return -1;
	m->precision = str_of(precision);
	if (m->until_ms != TIME_NONE && m->until_ms < m->at_ms)
		return err_set(e, ERR_INPUT, "the end lies before the beginning");
	if (m->text_ja.n == 0 || m->text_en.n == 0)
		return err_set(e, ERR_INPUT, "what happened is told in Japanese and in English: both reports need it");
	if (!str_eq(m->known_how, STR("observed")) && !str_eq(m->known_how, STR("told")) && !str_eq(m->known_how, STR("inferred")))
		return err_set(e, ERR_INPUT, "how is it known: observed, told or inferred?");
	return 0;
}

int web_case_moment_do(struct web_call *c, struct err *e)
{
	struct str id = sent(c, "moment");
	bool gone = sent(c, "do").n > 0;
	struct err why = { 0 };
	struct case_moment m;
	struct case_row k;
	int done = -1;

	if (case_get(c->hub->db, c->a, c->part[0], &k, e) < 0)
		return -1;
	if (gone || moment_of(c, &m, &why) == 0)
		done = id.n > 0 ? case_moment_edit(c->hub->db, &c->by, c->a, k.id, id, gone ? NULL : &m, sent(c, "seen"), &why) :
		    case_timeline_add(c->hub->db, &c->by, c->a, k.id, &m, &why);
	return finish(c, done, "told", &why, e);
}

/* ---- what is shared of it ---- */

static int audience_of(struct web_call *c, struct share_target *t, struct err *e)
{
	struct str s = sent(c, "audience"), kind = str_upto(s, ':');

	*t = (struct share_target){ kind, str_after(s, ':'), 0, TIME_FOREVER };
	return str_eq(kind, STR("all")) || str_eq(kind, STR("sig")) ? 0 : err_set(e, ERR_INPUT, "for whom? all, or one SIG");
}

int web_case_share_do(struct web_call *c, struct err *e)
{
	bool narrative = web_field(c, "narrative").n > 0;
	struct share_spec spec = { .origin = STR("member"), .tlp = web_field(c, "tlp"), .class = web_field(c, "class"), .lane = narrative ? STR("narrative") : STR("technical"),
		.search = STR_NONE, .liaison_ok = web_field(c, "liaison").n > 0, .expires_ms = TIME_NONE, .audience_count = 1 };
	struct err why = { 0 };
	struct share_target audience;
	struct share_made made;
	struct case_row k;

	if (case_get(c->hub->db, c->a, c->part[0], &k, e) < 0)
		return -1;
	spec.case_number = k.number;
	spec.audience = &audience;
	if (audience_of(c, &audience, &why) < 0 || share_draft(c->hub, &c->by, c->a, &spec, &made, &why) < 0)
		return again(c, &why, e);
	return web_go(c, web_path(c, "/shares", made.number, STR_NONE), "drafted");
}

/* A source's word on being told of in the public report, entered by the hub: a signed mail, or heard by two. */
int web_case_publication_do(struct web_call *c, struct err *e)
{
	bool mail = sent(c, "mail").n > 0;
	struct answer n = { .number = c->part[0], .word = sent(c, "answer"), .person = sent(c, "person"), .digest = sent(c, "digest"),
		.medium = mail ? MEDIUM_SIGNED_MAIL : MEDIUM_SPOKEN, .reference = mail ? sent(c, "mail") : sent(c, "spoken"), .code = STR(""),
		.second = mail ? STR("") : sent(c, "second"), .second_digest = mail ? STR("") : sent(c, "second_digest") };
	struct err why = { 0 };
	int done = -1;

	if (mail == (sent(c, "spoken").n > 0))
		err_set(&why, ERR_INPUT, "say how it was said: the reference of a signed mail, or the note of a call and who else heard it");
	else
		done = publication_answer(c->hub, &c->by, c->a, &n, &why);
	return finish(c, done, "answered", &why, e);
}

/* Its sources are asked, each by its approver; or (drop) nobody is any more. */
int web_case_publication_ask_do(struct web_call *c, struct err *e)
{
	bool drop = sent(c, "drop").n > 0;
	struct err why = { 0 };
	int done = drop ? publication_unask(c->hub, &c->by, c->a, c->part[0], &why) : publication_ask(c->hub, &c->by, c->a, c->part[0], &why) < 0 ? -1 : 0;

	return finish(c, done, drop ? "unasked" : "asked", &why, e);
}
