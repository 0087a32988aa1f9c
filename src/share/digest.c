/* digest.c - what an approval is bound to. */
#include "share/draft.h"

#include "base/sha256.h"

static void target_line(struct buf *out, const struct share_target *t)
{
	buf_printf(out, "to " STR_FMT " " STR_FMT " %lld %lld\n", STR_ARG(t->kind), STR_ARG(t->target), t->from_ms, t->to_ms);
}

/* Every artefact by format, language and SHA-256, and who will get them. */
struct str digest_of(struct arena *a, const struct artefact artefacts[ARTEFACTS], const struct share_target *audience, size_t n)
{
	struct buf out;

	buf_init_arena(&out, a, 1 << 20);
	for (size_t i = 0; i < ARTEFACTS; i++)
		buf_printf(&out, "%s %s " STR_FMT "\n", artefacts[i].format, artefacts[i].lang, STR_ARG(artefacts[i].sha256));
	for (size_t i = 0; i < n; i++)
		target_line(&out, &audience[i]);
	return sha256_hex(a, buf_str(&out));
}

static bool claimed(const struct draft *d, struct str shown, struct str org, bool *by_org)
{
	bool any = false;

	*by_org = false;
	for (size_t i = 0; i < d->claim_count; i++) {
		if (!str_eq(d->claims[i].shown, shown))
			continue;
		any = true;
		*by_org = *by_org || str_eq(d->claims[i].org_id, org);
	}
	return any;
}

/* Revoking says less, not more: it needs nobody's yes.  The number of the version and the list of what
 * changed follow from the rest. */
static void level(struct projection *part)
{
	part->version = 1;
	part->change = STR("first");
	part->changes = (struct shown_changes){ 0 };
	for (size_t i = 0; i < part->indicators.count; i++)
		part->indicators.list[i].revoked = false;
	if (draft_is_ready_text(&part->reason, "share.reason.revoked"))
		part->reason = (struct texts){ 0 };
}

/* All that is not only somebody else's: texts, marks, audience, the organisation's own indicators and
 * rows.  Letters of rows are left out; they are the hub's and may be drawn anew. */
struct str part_digest(const struct draft *d, struct str org)
{
	struct projection part = d->p;
	struct buf out;

	part.indicators = (struct shown_indicators){ 0 };
	part.sightings = (struct shown_sightings){ 0 };
	for (size_t i = 0; i < d->p.indicators.count; i++) {
		bool own, any = claimed(d, d->p.indicators.list[i].shown, org, &own);

		/* what is nobody's any more and revoked was somebody else's, who took it out */
		if (own || (!any && !d->p.indicators.list[i].revoked))
			*ARENA_PUSH(d->arena, part.indicators.list, part.indicators.count, part.indicators.room) = d->p.indicators.list[i];
	}
	for (size_t i = 0; i < d->p.sightings.count; i++) {
		struct shown_sighting row = d->p.sightings.list[i];

		if (!str_eq(row.letter, draft_letter_of(d, org)))
			continue;
		row.letter = STR("");
		*ARENA_PUSH(d->arena, part.sightings.list, part.sightings.count, part.sightings.room) = row;
	}
	level(&part);
	buf_init_arena(&out, d->arena, 8 << 20);
	buf_add(&out, projection_json(d->arena, &part));
	buf_char(&out, '\n');
	for (size_t i = 0; i < d->audience_count; i++)
		target_line(&out, &d->audience[i]);
	return sha256_hex(d->arena, buf_str(&out));
}
