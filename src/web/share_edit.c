/* share_edit.c - a share is changed on its page: words, marks, values taken out, checked again.
 *
 * The form carries the revision that was looked at: where somebody else was quicker, both versions are shown and nothing is done. */
#include "base/time.h"
#include "share/change.h"
#include "web/look.h"
#include "web/share_page.h"

enum { DROPS_MOST = 200, PARAGRAPHS_MOST = 60 };

static struct str joined(struct web_call *c, const struct str *list, size_t n)
{
	struct buf out;

	buf_init_arena(&out, c->a, 1 << 18);
	for (size_t i = 0; i < n; i++) {
		buf_z(&out, i > 0 ? "\n" : "");
		buf_add(&out, list[i]);
	}
	return buf_str(&out);
}

static struct str sent_or(struct web_call *c, bool stale, const char *field, const struct str *list, size_t n)
{
	return stale ? (web_field(c, field).p != NULL ? web_field(c, field) : STR("")) : joined(c, list, n);
}

const struct share_edit *share_edit_form(struct web_call *c, const struct share_row *s, const struct projection *p)
{
	struct share_edit *x = ARENA_NEW(c->a, struct share_edit);
	bool stale = c->r->status == 409;

	x->rev = s->rev;
	x->correction = s->released_rev > 0;
	x->stale = stale;
	x->title_ja = sent_or(c, stale, "title_ja", p->title.ja, p->title.count);
	x->title_en = sent_or(c, stale, "title_en", p->title.en, p->title.count);
	x->summary_ja = sent_or(c, stale, "summary_ja", p->summary.ja, p->summary.count);
	x->summary_en = sent_or(c, stale, "summary_en", p->summary.en, p->summary.count);
	x->actions_ja = sent_or(c, stale, "actions_ja", p->actions.ja, p->actions.count);
	x->actions_en = sent_or(c, stale, "actions_en", p->actions.en, p->actions.count);
	x->tlps = look_choices(c, "tlp", "AMBER AMBER+STRICT GREEN CLEAR RED", s->tlp, &x->tlps_count);
	x->classes = look_choices(c, "share.class", "normal urgent reference", s->class, &x->classes_count);
	return x;
}

/* ---- what the form says ---- */

static size_t lines_of(struct str text, struct str *list)
{
	struct str line;
	size_t n = 0;

	while (text.n > 0 && n < PARAGRAPHS_MOST && str_split(&text, '\n', &line)) {
		line = str_trim(line);
		if (line.n > 0)
			list[n++] = line;
	}
	return n;
}

/* A paragraph a line; both languages say the same. */
static int texts_of(struct web_call *c, const char *name, struct texts *t, struct err *e)
{
	struct str *ja = ARENA_ARRAY(c->a, struct str, PARAGRAPHS_MOST), *en = ARENA_ARRAY(c->a, struct str, PARAGRAPHS_MOST);
	struct str ja_text = web_field(c, arena_printf(c->a, "%s_ja", name).p), en_text = web_field(c, arena_printf(c->a, "%s_en", name).p);
	size_t n = lines_of(ja_text, ja), n_en = lines_of(en_text, en);

	if (n != n_en)
		return err_set(e, ERR_INPUT, "%s: %zu paragraphs in Japanese and %zu in English; every line needs its twin", text(c->lang,
		    arena_printf(c->a, "share.part.%s", name).p), n, n_en);
	for (size_t i = 0; i < n; i++)
		texts_add(c->a, t, ja[i], en[i]);
	return 0;
}

static bool same(const struct texts *a, const struct texts *b)
{
	bool is = a->count == b->count;

	for (size_t i = 0; i < a->count && is; i++)
		is = str_eq(a->ja[i], b->ja[i]) && str_eq(a->en[i], b->en[i]);
	return is;
}

/* Words that were not touched stay the hub's ready ones. */
static void untouched(struct texts *t, const struct texts *now)
{
	if (same(t, now))
		*t = (struct texts){ 0 };
}

static int change_of(struct web_call *c, const struct share_row *s, struct share_change *k, struct err *e)
{
	struct str *drops = ARENA_ARRAY(c->a, struct str, DROPS_MOST), rev = web_field(c, "rev"), tlp = web_field(c, "tlp"), class = web_field(c, "class");
	struct projection now;

	*k = (struct share_change){ .kind = s->released_rev > 0 ? SHARE_CORRECTION : SHARE_EDIT, .number = s->number, .drop = drops,
		.tlp = str_eq(tlp, s->tlp) ? STR_NONE : tlp, .class = str_eq(class, s->class) ? STR_NONE : class, .search = STR_NONE, .without_org = STR_NONE,
		.without_submission = web_field(c, "without"), .expires_ms = TIME_NONE };
	if (!str_to_int(rev, &k->seen_rev))
		return err_set(e, ERR_INPUT, "the form does not say which revision it shows; open the page again");
	if (texts_of(c, "title", &k->title, e) < 0 || texts_of(c, "summary", &k->summary, e) < 0 || texts_of(c, "actions", &k->actions, e) < 0 ||
	    texts_of(c, "reason", &k->reason, e) < 0 || share_projection(c->hub->db, c->a, s, &now, e) < 0)
		return -1;
	untouched(&k->title, &now.title);
	untouched(&k->summary, &now.summary);
	untouched(&k->actions, &now.actions);
	for (size_t i = 0; i < c->q->form_count && k->drop_count < DROPS_MOST; i++)
		if (str_eq(c->q->form[i].name, STR("drop")))
			drops[k->drop_count++] = c->q->form[i].value;
	return 0;
}

static int again(struct web_call *c, const struct err *why, struct err *e)
{
	if (web_refused(c, why) < 0) {
		*e = *why;
		return -1;
	}
	return share_show(c, e);
}

int web_share_edit_do(struct web_call *c, struct err *e)
{
	struct share_change k;
	struct share_made made;
	struct err why = { 0 };
	struct share_row s;

	if (share_get(c->hub->db, c->a, c->part[0], c->q->now_ms, &s, e) < 0)
		return -1;
	if (change_of(c, &s, &k, &why) < 0 || share_change(c->hub, &c->by, c->a, &k, &made, &why) < 0)
		return again(c, &why, e);
	return web_go(c, web_path(c, "/shares", s.number, STR_NONE), "changed");
}

/* ---- the leak check, once more ---- */

int web_share_check_do(struct web_call *c, struct err *e)
{
	struct leak_hits hits = { 0 };
	struct err why = { 0 };
	struct leak_shown *list;

	if (share_check(c->hub, &c->by, c->a, c->part[0], &hits, &why) < 0)
		return again(c, &why, e);
	list = ARENA_ARRAY(c->a, struct leak_shown, hits.count + 1);
	for (size_t i = 0; i < hits.count; i++)
		list[i] = (struct leak_shown){ hits.list[i].place, web_word(c, "web.leak", hits.list[i].kind), hits.list[i].found };
	c->page.leaks = list;
	c->page.leaks_count = hits.count;
	return share_show(c, e);
}
