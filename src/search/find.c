/* find.c - terms, candidates, and the look at the text itself. */
#include "base/time.h"
#include "base/words.h"
#include "feedback/delivery.h"
#include "intake/look.h"
#include "parse/url.h"
#include "registry/lookup.h"
#include "search/search.h"
#include "search/texts.h"
#include "store/audit.h"
#include "store/vault.h"

/* a thing that the index names takes some 0.2 ms to read again: a page of such stays below 100 ms */
enum { AT_ONCE = 64, READ_MOST = 256, CONTEXT = 60, TEXTS_MOST = 1u << 30 };

struct finding {
	struct hub *hub;
	const struct act *by;
	struct arena *a;
	const struct search_asked *asked;
	struct search_page *page;
	struct search_wanted wanted;    /* what the index is asked */
	struct str terms[SEARCH_TERMS_MOST];    /* all of them */
	size_t term_count, room;
	bool staff;
	bool source;                    /* a member who hands in or answers for what was handed in */
	bool reads;                     /* its organisation is in the circle: it was sent shares */
	struct reader reader;           /* of a member */
	struct str last_kind, last_id;  /* pieces of one thing follow each other */
	bool read;                      /* shares: the text may be shown */
};

/* ---- terms ---- */

static int add_term(struct finding *f, struct str folded, struct err *e)
{
	folded = str_trim(folded);
	if (folded.n == 0)
		return 0;
	if (f->term_count == SEARCH_TERMS_MOST)
		return err_set(e, ERR_INPUT, "too many words: at most %d are looked for at once; put what belongs together into \"quotation marks\"",
		    SEARCH_TERMS_MOST);
	f->terms[f->term_count++] = folded;
	if (search_has_words(folded))
		f->wanted.terms[f->wanted.term_count++] = folded;
	return 0;
}

/* Quotation marks hold together; folding has made “ and 「 what they are, so only " counts. */
static int cut_terms(struct finding *f, struct err *e)
{
	struct str rest = words_fold(f->a, refang(f->a, f->asked->words)).text, one;

	if (f->asked->words.n > SEARCH_BYTES_MOST)
		return err_set(e, ERR_INPUT, "that is too long to look for: at most %d bytes", SEARCH_BYTES_MOST);
	while (rest.n > 0) {
		long long blank = str_find_char(rest, ' ');

		if (rest.p[0] == '"') {
			one = str_upto(str_from(rest, 1), '"');
			rest = str_from(rest, one.n + 2 < rest.n ? one.n + 2 : rest.n);
		} else {
			one = str_at(rest, 0, blank < 0 ? rest.n : (size_t)blank);
			rest = str_from(rest, blank < 0 ? rest.n : (size_t)blank + 1);
		}
		if (add_term(f, one, e) < 0)
			return -1;
	}
	if (f->wanted.term_count == 0)
		return err_set(e, ERR_INPUT, "nothing to look for: name a word, an address, a hash, or at least two characters of Japanese");
	return 0;
}

/* ---- the text decides ---- */

static bool is_boundary(struct str text, size_t at, struct str term)
{
	size_t first = 0, before = at;
	uint32_t c = utf8_next(term, &first);

	if (at == 0 || !text_is_word(c) || text_is_wide_script(c))
		return true;
	do
		before--;
	while (before > 0 && (text.p[before] & 0xC0) == 0x80);
	c = utf8_next(text, &before);
	return !text_is_word(c) || text_is_wide_script(c);
}

/* Words match whole, or by their beginning where that is enough. */
static bool ends_well(struct str text, size_t end, struct str term, bool starts)
{
	size_t last = term.n;
	uint32_t c;

	do
		last--;
	while (last > 0 && (term.p[last] & 0xC0) == 0x80);
	c = utf8_next(term, &last);
	if (starts || end >= text.n || !text_is_word(c) || text_is_wide_script(c))
		return true;
	c = utf8_next(text, &end);
	return !text_is_word(c) || text_is_wide_script(c);
}

/* Where a term stands in a folded text, or -1. */
static long long find_term(struct str text, struct str term, bool starts)
{
	for (size_t from = 0; from < text.n;) {
		long long at = str_find(str_from(text, from), term);

		if (at < 0)
			return -1;
		at += (long long)from;
		if (is_boundary(text, (size_t)at, term) && ends_well(text, (size_t)at + term.n, term, starts))
			return at;
		from = (size_t)at + 1;
	}
	return -1;
}

static size_t back_to_character(struct str s, size_t at)
{
	while (at > 0 && at < s.n && (s.p[at] & 0xC0) == 0x80)
		at--;
	return at;
}

static struct str one_line(struct arena *a, struct str s)
{
	char *z = arena_alloc(a, s.n * 3 + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)        /* CR LF is the end of a line, no character that has no picture */
		if (s.p[i] != '\r' || i + 1 == s.n || s.p[i + 1] != '\n')
			z[n++] = s.p[i];
	z[n] = '\0';
	text_make_printable(z, s.n * 3 + 1);
	return str_of(z);
}

static void show_place(struct finding *f, struct search_hit *h, const struct search_text *t, const struct folded *folded, size_t at, size_t n)
{
	size_t from = folded->map[at], to = folded->map[at + n];
	size_t begin = back_to_character(t->text, from > CONTEXT ? from - CONTEXT : 0);
	size_t end = back_to_character(t->text, to + CONTEXT < t->text.n ? to + CONTEXT : t->text.n);

	h->where = t->where;
	h->before = one_line(f->a, str_at(t->text, begin, from - begin));
	h->hit = one_line(f->a, str_at(t->text, from, to - from));
	h->after = one_line(f->a, str_at(t->text, to, end - to));
	/* one_line trims the end: the blank before the hit is part of what is seen */
	if (from > begin && ascii_space((unsigned char)t->text.p[from - 1]))
		h->before = arena_printf(f->a, STR_FMT " ", STR_ARG(h->before));
}

/* Every term stands in one of the texts; the first one's place is shown. */
static bool holds(struct finding *f, struct arena *a, const struct texts_of *t, struct search_hit *h)
{
	bool found[SEARCH_TERMS_MOST] = { false };
	size_t left = f->term_count;

	for (size_t i = 0; i < t->o.text_count && left > 0; i++) {
		const struct search_text *text = &t->o.texts[i];
		struct folded folded = words_fold(a, text->text);

		for (size_t k = 0; k < f->term_count; k++) {
			long long at = found[k] ? -1 : find_term(folded.text, f->terms[k], text->starts);

			if (at < 0)
				continue;
			found[k] = true;
			left--;
			if (k == 0)
				show_place(f, h, text, &folded, (size_t)at, f->terms[k].n);
		}
	}
	return left == 0;
}

/* ---- who may see it ---- */

/* What a member's organisation was sent, in the revision it was sent; unopened: its title is all there is. */
static int of_delivery(struct finding *f, struct arena *a, struct str share_id, bool *is_there, long long *rev, struct err *e)
{
	struct db_rows r;
	struct delivery d;

	*is_there = false;
	if (!f->reads)
		return 0;
	if (DB_QUERY(f->hub->db, a, &r, e, "SELECT number FROM share WHERE id = $1", DB_TEXT(share_id)) < 0)
		return -1;
	*is_there = r.count > 0 && delivery_get(f->hub->db, a, &f->reader, db_text(&r, 0, 0), f->by->now_ms, &d, e) == 0;
	if (!*is_there)
		return r.count == 0 || e->kind == ERR_UNKNOWN ? 0 : -1;
	*rev = d.rev;
	f->read = str_eq(d.state, STR("opened")) || str_eq(d.state, STR("acked"));
	return 0;
}

/* Whose organisation is in no group now reads no shares, as everywhere, and still finds what it handed in. */
static int find_viewer(struct finding *f, struct err *e)
{
	struct person_found found;

	f->reads = reader_get(f->hub->db, f->a, f->by->actor, f->by->now_ms, &f->reader, e) == 0;
	if (!f->reads) {
		if (e->kind != ERR_DENIED || person_find(f->hub->db, f->a, f->by->actor, f->by->now_ms, &found, e) < 0 || !found.found)
			return -1;
		f->reader = (struct reader){ found.id, found.org_id };
	}
	return person_has_role(f->hub->db, f->a, f->by->actor, "submitter approver liaison org-admin", f->by->now_ms, &f->source, e);
}

/* What was handed in, by a member's own organisation or through it. */
static bool is_own(const struct finding *f, const struct search_candidate *c, const struct texts_of *t)
{
	return f->source && str_eq(c->kind, STR("submission")) && (str_eq(t->org_id, f->reader.org_id) || str_eq(t->o.via, f->reader.org_id));
}

static int look_at(struct finding *f, struct arena *a, const struct search_candidate *c, struct err *e)
{
	struct search_hit h = { .kind = c->kind, .before = STR(""), .hit = STR(""), .after = STR("") };
	bool is_share = str_eq(c->kind, STR("share")), is_there = true;
	long long rev = 0;
	struct texts_of t;

	f->read = true;
	if (!f->staff && is_share && of_delivery(f, a, c->object_id, &is_there, &rev, e) < 0)
		return -1;
	if (!is_there)
		return 0;
	if (texts_read(f->hub, a, c->kind, c->object_id, rev, &t, e) < 0)
		return -1;
	if (!t.found || (!f->staff && !is_share && !is_own(f, c, &t)))
		return 0;
	if (!f->read) {                 /* the title and the number are in the list of what was sent, the rest is not read yet */
		struct search_text *shown = ARENA_ARRAY(a, struct search_text, 2);

		shown[0] = (struct search_text){ "title", t.title, true };
		shown[1] = (struct search_text){ "number", t.number, true };
		t.o.texts = shown;
		t.o.text_count = 2;
	}
	if (!holds(f, a, &t, &h))
		return 0;
	h.kind = arena_str(f->a, c->kind);
	h.number = arena_str(f->a, t.number);
	h.title = one_line(f->a, str_at(t.title, 0, 300));
	h.type = arena_str(f->a, t.type);
	h.org_id = arena_str(f->a, t.org_id);
	h.at_ms = t.o.at_ms;
	*ARENA_PUSH(f->a, f->page->hits, f->page->count, f->room) = h;
	return 0;
}

/* ---- the whole ---- */

static int read_candidates(struct finding *f, const struct search_candidate *list, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		struct arena *a;
		int status;

		if (f->page->count == f->asked->most)
			return 0;
		f->page->next = list[i].id;
		if (str_eq(f->last_kind, list[i].kind) && str_eq(f->last_id, list[i].object_id))
			continue;
		f->last_kind = list[i].kind;
		f->last_id = list[i].object_id;
		a = arena_new(TEXTS_MOST, arena_full_exit);
		status = look_at(f, a, &list[i], e);
		arena_free(a);
		if (status < 0)
			return -1;
	}
	return 0;
}

static int find_all(struct finding *f, struct err *e)
{
	size_t n = AT_ONCE, read = 0;
	struct search_candidate *list;

	f->page->next = f->asked->below > 0 ? f->asked->below : TIME_FOREVER;
	while (f->page->count < f->asked->most) {
		if (search_candidates(f->hub, f->a, &f->wanted, f->page->next, AT_ONCE, &list, &n, e) < 0 ||
		    read_candidates(f, list, n, e) < 0)
			return -1;
		read += n;
		if (n < AT_ONCE && f->page->count < f->asked->most) {
			f->page->next = 0;
			return 0;
		}
		if (read >= READ_MOST && f->page->count < f->asked->most) {
			f->page->cut = true;
			return 0;
		}
	}
	return 0;
}

/* What was typed may be a piece of what is withdrawn later, so the log holds its keyed hash: whoever knows the words can ask
 * whether they were looked for. */
static int note(struct finding *f, struct err *e)
{
	struct str words = vault_keyed_hash(f->hub, f->a, "searched", words_fold(f->a, f->asked->words).text);
	struct str detail = arena_printf(f->a, "{\"words\":\"%.16s\",\"hits\":%zu}", words.p, f->page->count);

	if (db_begin(f->hub->db, e) < 0)
		return -1;
	if (audit_add_detail(f->hub->db, f->by, "search.asked", STR(""), detail, e) == 0 && db_commit(f->hub->db, e) == 0)
		return 0;
	db_rollback(f->hub->db);
	return -1;
}

int search_find(struct hub *hub, const struct act *by, struct arena *a, const struct search_asked *asked, struct search_page *page_r,
    struct err *e)
{
	struct finding f = { .hub = hub, .by = by, .a = a, .asked = asked, .page = page_r };
	struct err ignored = { 0 };

	*page_r = (struct search_page){ .count = 0 };
	f.staff = may_see_org(hub->db, by, a, STR_NONE, &f.staff, &ignored) == 0 && f.staff;
	if (!f.staff && find_viewer(&f, e) < 0)
		return -1;
	if (asked->kind.n > 0 && !str_eq(asked->kind, STR("submission")) && !str_eq(asked->kind, STR("case")) &&
	    !str_eq(asked->kind, STR("share")) && !str_eq(asked->kind, STR("indicator")))
		return err_set(e, ERR_INPUT, "“" STR_FMT "” is nothing that can be looked for; there are submission, case, share and indicator", STR_ARG(asked->kind));
	if (cut_terms(&f, e) < 0)
		return -1;
	f.wanted.kind = asked->kind;
	f.wanted.org = f.staff ? STR_NONE : f.reader.org_id;
	if (find_all(&f, e) < 0)
		return -1;
	return note(&f, e);
}
