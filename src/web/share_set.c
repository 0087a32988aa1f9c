/* share_set.c - see share_set.h. */
#include "web/share_set.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/sha256.h"
#include "feedback/feed.h"

static struct str provenance(struct arena *a, const struct delivery *d, struct str artefact)
{
	struct buf out;
	struct jw w;

	buf_init_arena(&out, a, 1 << 12);
	jw_init(&w, &out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/indicator-set/1");
	jw_kstr(&w, "share", d->number);
	jw_kint(&w, "version", d->shown.version);
	jw_kstr(&w, "document", d->document_id);
	jw_kstr(&w, "sha256", sha256_hex(a, artefact));
	jw_end_object(&w);
	return buf_str(&out);
}

static int compile(struct arena *a, const struct delivery *d, struct str artefact, struct share_set *s, struct err *e)
{
	struct set_builder *b = set_builder_new();
	struct str bytes = STR_NONE;
	int status = b == NULL ? err_set(e, ERR_LIMIT, "out of memory") : list_read(a, artefact, b, &s->report, e);

	s->indicators = status == 0 ? set_builder_count(b) : 0;
	if (s->indicators > 0 && (status = set_builder_finish(b, provenance(a, d, artefact), &bytes, e)) == 0)
		s->bytes = arena_str(a, bytes);
	free((void *)(uintptr_t)bytes.p);
	set_builder_free(b);
	return status;
}

int share_set_make(struct db *db, const struct act *by, struct arena *a, const struct delivery *d, struct share_set *s, struct err *e)
{
	struct projection live;
	struct str artefact;

	*s = (struct share_set){ .bytes = STR("") };
	/* what is taken back meanwhile is searched for no more, though the correction itself still waits for its slot */
	if (delivery_open(db, by, a, d, STR("json"), STR(""), &artefact, e) < 0 || delivery_live(db, a, d, &live, e) < 0)
		return -1;
	return compile(a, d, projection_json(a, &live), s, e);
}

struct str share_set_command(struct arena *a, const struct delivery *d, struct str file)
{
	return arena_printf(a, "noroshi hunt --set " STR_FMT " --org " STR_FMT " --json LOG... > " STR_FMT ".jsonl", STR_ARG(file), STR_ARG(d->org_id),
	    STR_ARG(d->number));
}

struct str share_set_hand_in(struct arena *a, const struct delivery *d)
{
	return arena_printf(a, "noroshi submit --hub DIR --org " STR_FMT " --kind sighting --share " STR_FMT " " STR_FMT ".jsonl", STR_ARG(d->org_id),
	    STR_ARG(d->number), STR_ARG(d->number));
}
