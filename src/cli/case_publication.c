/* case_publication.c - noroshi case publication: may a case be told of in the public report, and who said so. */
#include "report/publication.h"

#include "base/time.h"
#include "cli/case.h"

static int tell_speechless(struct desk *d, const struct publication *p, struct err *e)
{
	struct str orgs;

	if (publication_speechless(d->hub->db, d->arena, p, d->by.now_ms, &orgs, e) < 0)
		return -1;
	if (orgs.n > 0)
		buf_printf(&d->out, tr("nobody may answer for %s: name an approver (noroshi person role)\n"), arena_cstr(d->arena, orgs));
	return 0;
}

static int show(struct desk *d, struct err *e)
{
	struct publication p;

	if (publication_get(d->hub->db, d->arena, d->operand[0], &p, e) < 0)
		return -1;
	d->attention = p.good < p.source_count;
	if (d->json) {
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/publication/1");
		jw_kstr(&d->w, "case", p.number);
		jw_kstr(&d->w, "digest", p.digest);
		jw_kbool(&d->w, "good", !d->attention);
		jw_karray(&d->w, "sources");
		for (size_t i = 0; i < p.source_count; i++) {
			jw_object(&d->w);
			jw_kstr(&d->w, "org", p.sources[i].org_id);
			jw_kstr(&d->w, "answer", p.sources[i].answer);
			jw_kbool(&d->w, "good", p.sources[i].good);
			jw_kstr(&d->w, "medium", p.sources[i].medium);
			jw_kstr(&d->w, "person", p.sources[i].person_id);
			jw_ktime(&d->w, "at", p.sources[i].at_ms);
			jw_ktime(&d->w, "due", p.sources[i].due_ms);
			jw_end_object(&d->w);
		}
		jw_end_array(&d->w);
		return desk_json_end(d, e);
	}
	buf_printf(&d->out, tr("digest %.*s\n"), STR_ARG(p.digest));
	if (p.source_count == 0)
		buf_printf(&d->out, "%s\n", tr("no organisation's material is told of: nobody needs to be asked"));
	for (size_t i = 0; i < p.source_count; i++) {
		const struct publication_source *s = &p.sources[i];

		desk_cell(d, s->org_id, 20);
		buf_printf(&d->out, STR_FMT "\n", STR_ARG(desk_word(d, "publication", str_of(publication_state(s)))));
	}
	return tell_speechless(d, &p, e) < 0 ? -1 : desk_flush(d, e);
}

static int ask(struct desk *d, bool drop, struct err *e)
{
	struct publication p;
	long long asked;

	if (drop)
		return publication_unask(d->hub, &d->by, d->arena, d->operand[0], e) < 0 ? -1 :
		    desk_done(d, "publication.taken-back", d->operand[0], tr("the question was taken back"), e);
	asked = publication_ask(d->hub, &d->by, d->arena, d->operand[0], e);
	if (asked < 0 || publication_get(d->hub->db, d->arena, d->operand[0], &p, e) < 0 || (!d->json && tell_speechless(d, &p, e) < 0))
		return -1;
	return desk_done(d, "publication.asked", d->operand[0], arena_printf(d->arena, tr("asked: %lld organisations"), asked).p, e);
}

/* Without an answer: what was said so far, and the digest to be read out. */
int case_verb_publication(struct desk *d, void *options, struct err *e)
{
	const struct case_options *o = options;
	int ways = (o->code.p != NULL) + (o->signed_mail.p != NULL) + (o->spoken.p != NULL);
	struct answer n = { .number = d->operand[0], .word = o->no ? STR("no") : STR("yes"), .person = o->who.p != NULL ? o->who : d->as,
		.digest = o->digest.p != NULL ? o->digest : STR(""), .code = o->code.p != NULL ? o->code : STR(""),
		.second = o->second.p != NULL ? o->second : STR(""), .second_digest = o->second_digest.p != NULL ? o->second_digest : STR(""),
		.reference = o->signed_mail.p != NULL ? o->signed_mail : o->spoken.p != NULL ? o->spoken : STR("") };

	if (o->ask || o->drop)
		return ask(d, o->drop, e);
	if (ways == 0 && o->who.p == NULL && o->digest.p == NULL)
		return show(d, e);
	if (ways != 1)
		return err_set(e, ERR_USAGE, "how was it said? --code 123456 by the approver, or entered by the hub with --for PERSON and --signed-mail REF or --spoken NOTE --second PERSON");
	n.medium = o->code.p != NULL ? MEDIUM_CODE : o->signed_mail.p != NULL ? MEDIUM_SIGNED_MAIL : MEDIUM_SPOKEN;
	if (o->who.p == NULL)
		return err_set(e, ERR_USAGE, "whose word is it? --for PERSON names the approver");
	if (publication_answer(d->hub, &d->by, d->arena, &n, e) < 0)
		return -1;
	return desk_done(d, "publication.answered", d->operand[0], o->no ? tr("recorded: no") : tr("recorded: yes"), e);
}
