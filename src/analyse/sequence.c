/* sequence.c - see sequence.h. */
#include "analyse/sequence.h"

#include "analyse/belongs.h"
#include "analyse/promises.h"
#include "analyse/says.h"
#include "base/time.h"

enum { PEOPLE_LOOKED_AT = 2000 };

struct builder {
	struct arena *arena;
	const struct thread *thread;
	struct sequence *out;
	int *lane_of;                   /* index in the book -> lane + 1 */
	int intruder;                   /* lane, or -1 */
	struct str played;              /* domain of the side that is played first; absent */
};

static bool on_played_side(const struct builder *b, const struct known_address *k)
{
	return b->played.p != NULL && same_side(b->arena, b->thread->context, k->domain, b->played);
}

/* Which person of the book wrote it; -1. */
static int writer(const struct thread *t, size_t i)
{
	const struct mail *m = t->messages[i].mail;

	return m->from.count > 0 ? book_find(t->book, m->from.list[0].address) : -1;
}

static int first_recipient(const struct thread *t, size_t i)
{
	const struct mail *m = t->messages[i].mail;

	return m->to.count > 0 ? book_find(t->book, m->to.list[0].address) : -1;
}

static bool has_lane(const struct builder *b, int known)
{
	return known < 0 || b->lane_of[known] > 0;
}

/* One more lane; where there are too many, the last one of that side (or of all) stands for this one too. */
static void add_lane(struct builder *b, int known)
{
	const struct known_address *k = &b->thread->book->known[known];
	struct sequence *s = b->out;
	struct str organisation = k->org >= 0 ? b->thread->context->orgs[k->org].name : STR_NONE;
	size_t room = LANES_MOST - (b->intruder < 0 && b->played.p != NULL ? 1 : 0);

	if (k->local.n == 0)
		return;                 /* a house of the context, no person */
	if (s->lane_count < room) {
		s->lanes[s->lane_count++] = (struct lane){ .name = k->name, .address = k->address, .organisation = organisation };
		b->lane_of[known] = (int)s->lane_count;
		return;
	}
	for (size_t l = s->lane_count; l-- > 0;)
		if (!s->lanes[l].intruder) {
			s->lanes[l].others++;
			b->lane_of[known] = (int)l + 1;
			return;
		}
}

/* Writers, whoever is played, and whom mails are addressed to. */
static void add_side(struct builder *b, bool played)
{
	const struct thread *t = b->thread;

	for (size_t i = 0; i < t->count && i < PEOPLE_LOOKED_AT; i++) {
		const struct change_set *c = &t->book->changes[i];
		int who[] = { c->suspect ? c->impersonates : writer(t, i), first_recipient(t, i) };

		for (size_t k = 0; k < 2; k++)
			if (!has_lane(b, who[k]) && on_played_side(b, &t->book->known[who[k]]) == played)
				add_lane(b, who[k]);
	}
}

static void find_played(struct builder *b)
{
	const struct thread *t = b->thread;

	for (size_t i = 0; i < t->count; i++) {
		const struct change_set *c = &t->book->changes[i];

		if (c->suspect && c->impersonates >= 0) {
			b->played = t->book->known[c->impersonates].domain;
			return;
		}
	}
}

static void make_lanes(struct builder *b)
{
	struct sequence *s = b->out;

	find_played(b);
	if (b->played.p != NULL) {
		add_side(b, true);
		if (s->lane_count == LANES_MOST)        /* never: add_lane leaves room */
			s->lane_count--;
		b->intruder = (int)s->lane_count;
		s->lanes[s->lane_count++] = (struct lane){ .name = STR(""), .address = STR(""), .intruder = true };
	}
	add_side(b, false);
}

static int lane(const struct builder *b, int known)
{
	return known >= 0 ? b->lane_of[known] - 1 : -1;
}

/* An imitated recipient is the intruder himself. */
static int lane_of_recipient(const struct builder *b, size_t i, int from)
{
	const struct mailboxes *to = &b->thread->messages[i].mail->to;

	for (size_t n = 0; n < to->count && n < 50; n++) {
		int known = book_find(b->thread->book, to->list[n].address);
		int l = known >= 0 ? lane(b, known) : -1;

		if (known < 0 && book_imitation(b->thread->book, to->list[n].address) >= 0)
			l = b->intruder;
		if (l >= 0 && l != from)
			return l;
	}
	return -1;
}

/* ---- notes, from the findings ---- */

static const struct { const char *id, *kind; } noted[] = {
	{ "bec.account.changed", "account" },
	{ "bec.address.freemail-embedding", "address" },
	{ "bec.address.lookalike", "address" },
	{ "bec.address.tld", "address" },
	{ "bec.cc.replaced", "copy" },
	{ "bec.pressure.nagging", "again" },
	{ "bec.quote.altered", "altered" },
	{ "bec.quote.invented", "invented" },
	{ "bec.quote.never-sent", "quote" },
	{ "bec.reply-to.diverted", "reply-to" },
	{ "bec.route.foreign", "real-address" },
	{ "bec.signature.phone", "phone" },
	{ "bec.timing.promise", "delivery" },
};

static const char *kind_of_note(const struct finding *f)
{
	for (size_t i = 0; i < sizeof noted / sizeof noted[0]; i++)
		if (strcmp(noted[i].id, f->by->id) == 0)
			return noted[i].kind;
	return NULL;
}

static struct step_note *note(struct builder *b, size_t i, const char *kind)
{
	struct step *s = &b->out->steps[i];
	struct step_note *n;

	if (s->note_count >= STEP_NOTES_MOST)
		return NULL;
	n = ARENA_PUSH(b->arena, s->notes, s->note_count, s->note_room);
	*n = (struct step_note){ .kind = kind, .message = -1, .minutes = -1, .found = STR_NONE, .expected = STR_NONE };
	return n;
}

static bool has_note(const struct step *s, const char *kind)
{
	for (size_t i = 0; i < s->note_count; i++)
		if (strcmp(s->notes[i].kind, kind) == 0)
			return true;
	return false;
}

/* The promise, who was quicker, and when the promised item came from the one who promised it. */
static void note_promise(struct builder *b, size_t delivered)
{
	const struct thread *t = b->thread;
	const struct change_set *c = &t->book->changes[delivered];
	struct str address = c->impersonates >= 0 ? t->book->known[c->impersonates].address : STR("");
	int promised = promise_before(t, delivered, address), kept;
	struct step_note *n;

	if (promised < 0)
		return;
	if ((n = note(b, delivered, "delivery")) != NULL) {
		n->message = promised;
		n->minutes = (t->messages[delivered].when_ms - t->messages[promised].when_ms) / MS_MINUTE;
	}
	if (has_note(&b->out->steps[promised], "promise"))
		return;                 /* the first who delivered has told it */
	if ((n = note(b, (size_t)promised, "promise")) != NULL)
		n->message = (int)delivered;
	kept = promise_kept(t, (size_t)promised, address);
	if (kept >= 0 && (n = note(b, (size_t)kept, "late")) != NULL) {
		n->message = promised;
		n->minutes = (t->messages[kept].when_ms - t->messages[promised].when_ms) / MS_MINUTE;
	}
}

static void note_values(struct builder *b, const struct finding *f, const char *kind)
{
	for (size_t k = 0; k < f->evidence_count; k++) {
		const struct evidence *e = &f->evidence[k];
		struct step_note *n;

		if (e->message != f->message || e->expected.p == NULL)
			continue;
		if ((n = note(b, f->message, kind)) == NULL)
			return;
		n->found = e->found;
		n->expected = e->expected;
	}
}

static void note_finding(struct builder *b, const struct finding *f)
{
	const char *kind = kind_of_note(f);
	bool in_from = f->evidence_count > 0 && str_starts(f->evidence[0].where, STR("header:From"));
	struct step_note *n;
	long long number;

	if (kind == NULL || !f->supports || f->message >= b->out->step_count)
		return;
	if (strcmp(kind, "delivery") == 0)
		note_promise(b, f->message);
	else if (strcmp(kind, "copy") == 0 || strcmp(kind, "account") == 0 || strcmp(kind, "altered") == 0 ||
	    strcmp(kind, "phone") == 0 || (strcmp(kind, "address") == 0 && in_from))
		note_values(b, f, kind);
	else if (strcmp(kind, "reply-to") == 0 && (n = note(b, f->message, kind)) != NULL)
		n->found = f->evidence_count > 0 ? f->evidence[0].found : STR_NONE;
	else if (strcmp(kind, "quote") == 0 && (n = note(b, f->message, kind)) != NULL)
		n->message = str_to_int(f->words[1], &number) ? (int)number : -1;
	else if (strcmp(kind, "real-address") == 0 || strcmp(kind, "again") == 0 || strcmp(kind, "invented") == 0)
		note(b, f->message, kind);
}

/* What weighs most first. */
static int rank(const char *kind)
{
	static const char *const order[] = { "promise", "account", "delivery", "late", "quote", "altered", "invented", "real-address", "address",
		"again", "reply-to", "phone", "attachment", "copy", "copies-as", "apart" };
	int i = 0;

	while (strcmp(order[i], kind) != 0)
		i++;
	return i;
}

static void sort_notes(struct step *s)
{
	for (size_t i = 1; i < s->note_count; i++)
		for (size_t k = i; k > 0 && rank(s->notes[k].kind) < rank(s->notes[k - 1].kind); k--) {
			struct step_note swap = s->notes[k];

			s->notes[k] = s->notes[k - 1];
			s->notes[k - 1] = swap;
		}
}

static bool same_copies(const struct step *x, const struct step *y)
{
	size_t same = 0, of_x = 0, of_y = 0;

	for (size_t i = 0; i < x->note_count; i++) {
		if (strcmp(x->notes[i].kind, "copy") != 0)
			continue;
		of_x++;
		for (size_t k = 0; k < y->note_count; k++)
			same += strcmp(y->notes[k].kind, "copy") == 0 && str_ieq(x->notes[i].found, y->notes[k].found);
	}
	for (size_t k = 0; k < y->note_count; k++)
		of_y += strcmp(y->notes[k].kind, "copy") == 0;
	return of_x > 0 && of_x == of_y && same == of_x;
}

/* The same people replaced once more are told in one note. */
static void join_copies(struct builder *b)
{
	int last = -1;          /* the last step that names its copies */

	for (size_t i = 0; i < b->out->step_count; i++) {
		struct step *s = &b->out->steps[i];
		size_t kept = 0;

		if (!has_note(s, "copy"))
			continue;
		if (last < 0 || !same_copies(s, &b->out->steps[last])) {
			last = (int)i;
			continue;
		}
		for (size_t k = 0; k < s->note_count; k++)
			if (strcmp(s->notes[k].kind, "copy") != 0)
				s->notes[kept++] = s->notes[k];
		s->notes[kept++] = (struct step_note){ .kind = "copies-as", .message = last, .minutes = -1 };
		s->note_count = kept;
	}
}

/* What was handed in together with a conversation, but is tied to none of its mails. */
static void note_apart(struct builder *b)
{
	bool *belongs = ARENA_ARRAY(b->arena, bool, b->thread->count);

	belongs_find(b->arena, b->thread, belongs);
	for (size_t i = 0; i < b->thread->count; i++)
		if (!belongs[i])
			note(b, i, "apart");
}

static void note_attachments(struct builder *b, size_t i)
{
	const struct mail *m = b->thread->messages[i].mail;
	size_t told = 0;

	for (size_t p = 0; p < m->part_count && told < 2; p++) {
		struct step_note *n;

		if (!m->parts[p].is_attachment || m->parts[p].name.n == 0 || (n = note(b, i, "attachment")) == NULL)
			continue;
		n->found = m->parts[p].name;
		told++;
	}
}

/* ---- */

struct sequence sequence_of(struct arena *a, const struct thread *t, const struct detection *d)
{
	struct sequence s = { .step_count = 0 };
	struct builder b = { .arena = a, .thread = t, .out = &s, .intruder = -1 };

	if (t->count < 2)
		return s;
	b.lane_of = ARENA_ARRAY(a, int, t->book->known_count + 1);
	make_lanes(&b);
	s.steps = ARENA_ARRAY(a, struct step, t->count);
	s.step_count = t->count;
	for (size_t i = 0; i < t->count; i++) {
		const struct change_set *c = &t->book->changes[i];
		struct step *step = &s.steps[i];

		step->message = i;
		step->from = c->suspect ? b.intruder : lane(&b, writer(t, i));
		step->as = c->suspect ? lane(&b, c->impersonates) : -1;
		step->to = lane_of_recipient(&b, i, step->from);
		step->says = message_says(a, &t->messages[i]);
	}
	for (size_t i = 0; i < d->count; i++)
		note_finding(&b, &d->findings[i]);
	for (size_t i = 0; i < s.step_count; i++) {
		if (t->book->changes[i].suspect)
			note_attachments(&b, i);
		sort_notes(&s.steps[i]);
	}
	join_copies(&b);
	note_apart(&b);
	return s;
}
