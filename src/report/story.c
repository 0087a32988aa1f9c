/* story.c - from the hub's words on a case to blocks. */
#include "report/story.h"

#include "report/figures.h"

struct teller {
	struct doc *d;
	struct records *r;
	const struct told_case *t;
	struct told_moments moments;
	struct told_text lanes;
	struct told_provenance *known;
	size_t known_count;
	long long first_figure;         /* number of figures before the story */
	struct str facts;
	bool inferred, any_paragraph, checked;
	struct block *list;             /* that further items join; NULL: none */
};

/* ---- footnotes from provenance ---- */

static struct str day(struct teller *n, long long ms)
{
	return ms == TIME_NONE ? STR("-") : day_short(n->d->arena, ms, n->r->period.zone, n->d->lang);
}

static const struct told_provenance *known(const struct teller *n, struct str kind)
{
	for (size_t i = 0; i < n->known_count; i++)
		if (str_eq(n->known[i].kind, kind))
			return &n->known[i];
	return NULL;
}

static int words_of(struct teller *n, struct str kind, struct str *words_r, struct err *e)
{
	const struct told_provenance *p = known(n, kind);
	bool partner = false;

	*words_r = STR("");
	if (str_eq(kind, STR("partly-inferred")) && (p != NULL || n->inferred)) {
		if (told_party(n->r, n->t->of->id, "counterpart", &partner, e) < 0)
			return -1;
		*words_r = partner ? SAY(n->d, "report.note.inferred.partner") : SAY(n->d, "report.note.inferred");
	} else if (str_eq(kind, STR("archive-capture")) && p != NULL) {
		*words_r = SAY(n->d, "report.note.capture", day(n, p->until_ms), day(n, p->at_ms));
	} else if (str_eq(kind, STR("own-classification")) && p != NULL) {
		*words_r = SAY(n->d, "report.note.own-class");
	} else if (str_eq(kind, STR("call-for-reports")) && p != NULL) {
		*words_r = SAY(n->d, "report.note.same-mail");
	}
	return 0;
}

/* A key of its own for this case, so that two cases have two notes; "" where the records hold nothing. */
static int note_key(struct teller *n, struct str kind, struct str *key_r, struct err *e)
{
	struct str words;

	*key_r = STR("");
	if (words_of(n, kind, &words, e) < 0)
		return -1;
	if (words.n == 0)
		return 0;
	*key_r = arena_printf(n->d->arena, STR_FMT "@" STR_FMT, STR_ARG(kind), STR_ARG(n->t->of->number));
	doc_note_ready(n->d, key_r->p, words);
	return 0;
}

/* ---- words ---- */

/* "{fig 2}" and "[[kind]]". */
static int fill(struct teller *n, struct str s, struct str *out_r, struct err *e)
{
	struct buf out;

	buf_init_arena(&out, n->d->arena, 1 << 20);
	while (s.n > 0) {
		bool note = str_starts(s, STR("[[")), fig = str_starts(s, STR("{fig "));
		long long end = note ? str_find(s, STR("]]")) : fig ? str_find_char(s, '}') : -1, number;
		struct str key;

		if (note && end > 2) {
			if (note_key(n, str_at(s, 2, (size_t)end - 2), &key, e) < 0)
				return -1;
			if (key.n > 0)
				buf_printf(&out, "[[" STR_FMT "]]", STR_ARG(key));
			s = str_from(s, (size_t)end + 2);
		} else if (fig && end > 5 && str_to_int(str_at(s, 5, (size_t)end - 5), &number)) {
			buf_add(&out, SAY(n->d, "report.figure.ref", doc_number(n->d, n->first_figure + number)));
			s = str_from(s, (size_t)end + 1);
		} else {
			buf_char(&out, s.p[0]);
			s = str_from(s, 1);
		}
	}
	*out_r = arena_str(n->d->arena, buf_str(&out));
	return 0;
}

static int paragraph(struct teller *n, struct str s, struct err *e)
{
	struct str words, key = STR("");
	bool first = !n->any_paragraph;

	if (fill(n, s, &words, e) < 0)
		return -1;
	if (first && !str_has(s, STR("[[partly-inferred]]")) && note_key(n, STR("partly-inferred"), &key, e) < 0)
		return -1;
	doc_paragraph(n->d, doc_with_note(n->d, words, key), first);
	if (first && n->facts.n > 0) {
		if (note_key(n, STR("own-classification"), &key, e) < 0)
			return -1;
		doc_paragraph(n->d, doc_with_note(n->d, n->facts, key), false);
	}
	n->any_paragraph = true;
	return 0;
}

static int item(struct teller *n, struct str s, bool numbered, struct err *e)
{
	struct str words;

	if (fill(n, s, &words, e) < 0)
		return -1;
	if (n->list == NULL || n->list->numbered != numbered) {
		n->list = doc_block(n->d, BLOCK_LIST);
		n->list->numbered = numbered;
	}
	doc_item(n->d, n->list, words);
	return 0;
}

/* ---- what is placed ---- */

static bool day_after(struct str words, const char *word, const struct records *r, long long *ms_r)
{
	long long at = str_find(words, arena_printf(r->arena, " %s ", word));
	struct err ignored;

	return at >= 0 && time_parse_date(str_upto(str_from(words, (size_t)at + 2 + str_of(word).n), ' '), r->period.zone, ms_r,
	    &ignored) == 0;
}

static void sequence(struct teller *n, struct str words)
{
	long long from = TIME_NONE, to = TIME_FOREVER;
	struct drawing drawing = { 0 };
	size_t first = 0, end = n->moments.count;
	int earlier = 0;
	bool part = day_after(words, "from", n->r, &from);

	if (day_after(words, "to", n->r, &to)) {
		to += MS_DAY;
		part = true;
	}
	while (first < end && n->moments.list[first].at_ms < from)
		earlier += n->moments.list[first++].fake;
	while (end > first && n->moments.list[end - 1].at_ms >= to)
		end--;
	if (end == first)
		return;
	drawing.sequence = figure_sequence_make(n->d, &n->moments.list[first], end - first, earlier, n->lanes.list, n->lanes.count);
	doc_figure(n->d, "sequence", drawing, !part ? SAY(n->d, "report.figure.sequence") : from == TIME_NONE ?
	    SAY(n->d, "report.figure.sequence.to", day(n, to - MS_DAY)) : SAY(n->d, "report.figure.sequence.from", day(n, from)));
}

static int drawn(struct teller *n, const char *slot, struct err *e)
{
	struct drawing drawing = { 0 };
	struct told_text rows;

	if (told_text(n->r, n->t->of->id, slot, n->d->lang, &rows, e) < 0)
		return -1;
	if (rows.count == 0)
		return 0;
	if (str_eq(str_of(slot), STR("figure.from"))) {
		drawing.from = figure_from_make(n->d, rows.list, rows.count);
		doc_figure(n->d, "from", drawing, SAY(n->d, "report.figure.from"));
	} else if (str_eq(str_of(slot), STR("figure.mail"))) {
		drawing.mail = figure_mail_make(n->d, rows.list, rows.count);
		doc_figure(n->d, "mail", drawing, SAY(n->d, "report.figure.mail"));
	} else {
		drawing.page = figure_page_make(n->d, rows.list, rows.count);
		doc_figure(n->d, "page", drawing, SAY(n->d, "report.figure.page"));
	}
	return 0;
}

/* "alice[@]a-company[.co].jp": what stands in brackets was changed. */
static void address(struct teller *n, struct address_form *form, const char *label, struct str s, bool fake)
{
	form->label = str_of(text(n->d->lang, label));
	form->pieces = ARENA_ARRAY(n->d->arena, struct address_piece, s.n + 1);
	while (s.n > 0) {
		bool marked = s.p[0] == '[';
		long long end = str_find_char(str_from(s, 1), marked ? ']' : '[');
		size_t length = end < 0 ? s.n : (size_t)end + 1;

		form->pieces[form->pieces_count++] = (struct address_piece){ marked ? str_at(s, 1, length - 1) : str_at(s, 0, length),
			marked && !fake, marked && fake };
		s = str_from(s, marked && end >= 0 ? length + 1 : length);
	}
}

static int addresses(struct teller *n, struct err *e)
{
	struct told_text rows;
	struct block *b;
	struct str value;

	if (told_text(n->r, n->t->of->id, "addresses", n->d->lang, &rows, e) < 0)
		return -1;
	if (rows.count == 0)
		return 0;
	b = doc_block(n->d, BLOCK_ADDRESSES);
	b->text = SAY(n->d, "report.addresses");
	b->addresses = ARENA_ARRAY(n->d->arena, struct address_form, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		if (figure_keyed(rows.list[i], "genuine", &value))
			address(n, &b->addresses[b->addresses_count++], "report.address.genuine", value, false);
		else if (figure_keyed(rows.list[i], "fake", &value))
			address(n, &b->addresses[b->addresses_count++], "report.address.fake", value, true);
	}
	return 0;
}

/* What asking the impersonated company brought to light; there who got the same mail is asked to tell. */
static int fact_check(struct teller *n, struct err *e)
{
	struct doc *d = n->d;
	struct told_checks c;
	struct str key, words;

	n->checked = true;
	if (told_checks(n->r, n->t->of->id, &c, e) < 0 || note_key(n, STR("call-for-reports"), &key, e) < 0)
		return -1;
	if (c.fake == 0)
		return 0;
	if (c.others > 0)
		words = c.by_submitter ? SAY(d, "report.ch5.check.others") : SAY(d, "report.ch5.check.hub.others");
	else
		words = c.by_submitter ? SAY(d, "report.ch5.check") : SAY(d, "report.ch5.check.hub");
	doc_paragraph(d, doc_with_note(d, words, key), false);
	return 0;
}

static int placed(struct teller *n, struct str words, struct err *e)
{
	n->any_paragraph = true;
	if (str_starts(words, STR("figure sequence")))
		sequence(n, words);
	else if (str_eq(words, STR("figure from")))
		return drawn(n, "figure.from", e);
	else if (str_eq(words, STR("figure mail")))
		return drawn(n, "figure.mail", e);
	else if (str_eq(words, STR("figure page")))
		return drawn(n, "figure.page", e);
	else if (str_eq(words, STR("addresses")))
		return addresses(n, e);
	else if (str_eq(words, STR("fact-check")))
		return fact_check(n, e);
	return 0;
}

static int one(struct teller *n, struct str s, struct err *e)
{
	struct str rest = s.n > 2 ? str_from(s, 2) : STR("");

	if (str_starts(s, STR("- ")) || str_starts(s, STR("+ ")))
		return item(n, rest, s.p[0] == '+', e);
	n->list = NULL;
	if (str_starts(s, STR("= "))) {
		doc_block(n->d, BLOCK_SUBHEADING)->text = rest;
		return 0;
	}
	return str_starts(s, STR("!")) ? placed(n, str_from(s, 1), e) : paragraph(n, s, e);
}

int story_add(struct doc *d, struct records *r, const struct told_case *t, const struct told_text *story, struct str facts,
    struct err *e)
{
	struct teller n = { .d = d, .r = r, .t = t, .first_figure = d->figures, .facts = facts };

	if (told_timeline(r, t->of->id, d->lang, &n.moments, e) < 0 ||
	    told_text(r, t->of->id, "lanes", d->lang, &n.lanes, e) < 0 ||
	    told_provenance(r, t->of->id, &n.known, &n.known_count, e) < 0)
		return -1;
	for (size_t i = 0; i < n.moments.count; i++)
		n.inferred |= str_eq(n.moments.list[i].known_how, STR("inferred"));
	for (size_t i = 1; i < story->count; i++)
		if (one(&n, story->list[i], e) < 0)
			return -1;
	return n.checked ? 0 : fact_check(&n, e);
}
