/* queue_peek.c - the selected row of the queue: what it is, its three strongest reasons, what to do next. */
#include "web/document.h"
#include "web/look.h"
#include "web/queue.h"

enum { REASONS = 3, FACTS = 8 };

static void fact(struct web_call *c, struct peek *k, const char *id, struct str value)
{
	if (value.n > 0)
		k->facts[k->facts_count++] = (struct fact){ web_text(c, id), value };
}

/* The strongest first, each sentence once. */
static void show_reasons(struct web_call *c, const json_t *doc, struct peek *k)
{
	static const char *const order[] = { "", "mid", "low" };
	json_t *list = json_object_get(doc, "findings"), *f;
	size_t i;

	k->reasons = ARENA_ARRAY(c->a, struct peek_reason, REASONS);
	k->reasons_all = (long long)json_array_size(list);
	for (size_t o = 0; o < sizeof order / sizeof order[0]; o++)
		json_array_foreach(list, i, f) {
			struct str sentence = document_sentence(c, f);
			bool told = strcmp(document_tone(f), order[o]) != 0 || k->reasons_count == REASONS;

			for (size_t n = 0; n < k->reasons_count; n++)
				told |= str_eq(k->reasons[n].sentence, sentence);
			if (!told)
				k->reasons[k->reasons_count++] = (struct peek_reason){ document_ref(c, f, i), sentence };
		}
}

struct str queue_proposal(const struct web_call *c, const struct submission_place *p)
{
	return p->proposal_case.n > 0 ? p->proposal_case : web_text(c, p->proposal_for_both ? "web.case.for_both" : "web.case.of_its_own");
}

static void show_proposal(struct web_call *c, const struct submission_place *p, struct peek *k)
{
	if (p->proposal_id.n == 0)
		return;
	k->proposals = ARENA_ARRAY(c->a, struct proposal_shown, 1);
	k->proposals[k->proposals_count++] = (struct proposal_shown){ .id = p->proposal_id, .where = queue_proposal(c, p), .score = p->proposal_score / 10 };
}

int queue_peek(struct web_call *c, const struct submission_row *s, const struct submission_place *place, const struct queue_row *row,
    struct str back, const struct peek **peek_r, struct err *e)
{
	struct peek *k = ARENA_NEW(c->a, struct peek);
	json_t *doc;

	*k = (struct peek){ .name = row->name, .base = row->href, .href = row->href, .back = back, .state = row->state, .case_number = row->case_number,
		.case_href = row->case_href, .subject = row->subject, .subject_count = row->subject_count, .owner = row->owner,
		.may = who_may(c->who.roles, true, WHO_STAFF) && !str_eq(s->state, STR("withdrawn")) };
	k->facts = ARENA_ARRAY(c->a, struct fact, FACTS);
	fact(c, k, "desk.org", row->org);
	fact(c, k, "desk.kind", row->kind);
	fact(c, k, "desk.received", web_time(c, s->received_ms));
	fact(c, k, "desk.examined", web_word(c, "desk.examined", s->examined));
	fact(c, k, "web.verdict", row->verdict.text);
	fact(c, k, "web.owner", row->owner);
	if (document_of(c, s, &doc, e) < 0)
		return -1;
	k->mine = str_eq(place->owner_id, c->who.person_id);
	show_reasons(c, doc, k);
	if (k->case_number.n == 0)
		show_proposal(c, place, k);
	*peek_r = k;
	return 0;
}
