/* inbox_hunt.c - see inbox_hunt.h. */
#include "cli/inbox_hunt.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/sha256.h"
#include "cli/hunt_lists.h"
#include "feedback/feed.h"

struct share_hunt {
	struct str set;                 /* file; absent where nothing can be looked for */
	struct str command, hand_in;
	size_t indicators, bytes;
	struct list_report report;
};

static struct str provenance(struct desk *d, const struct delivery *x, struct str artefact)
{
	struct buf out;
	struct jw w;

	buf_init_arena(&out, d->arena, 1 << 12);
	jw_init(&w, &out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/indicator-set/1");
	jw_kstr(&w, "share", x->number);
	jw_kint(&w, "version", x->shown.version);
	jw_kstr(&w, "document", x->document_id);
	jw_kstr(&w, "sha256", sha256_hex(d->arena, artefact));
	jw_end_object(&w);
	return buf_str(&out);
}

static int compile(struct desk *d, const struct delivery *x, struct str artefact, struct share_hunt *h, struct err *e)
{
	struct set_builder *b = set_builder_new();
	struct str bytes = STR_NONE;
	int status = b == NULL ? err_set(e, ERR_LIMIT, "out of memory") : list_read(d->arena, artefact, b, &h->report, e);

	h->indicators = status == 0 ? set_builder_count(b) : 0;
	if (h->indicators == 0)
		h->set = STR_NONE;
	else if ((status = set_builder_finish(b, provenance(d, x, artefact), &bytes, e)) == 0)
		status = file_replace(arena_cstr(d->arena, h->set), bytes, 0600, e);
	h->bytes = bytes.n;
	free((void *)(uintptr_t)bytes.p);
	set_builder_free(b);
	return status;
}

static int hunt_json(struct desk *d, const struct delivery *x, const struct share_hunt *h, struct err *e)
{
	struct jw *w = &d->w;

	desk_json(d);
	jw_kz(w, "schema", "noroshi/share-hunt/1");
	jw_kstr(w, "share", x->number);
	jw_kint(w, "version", x->shown.version);
	jw_kstr(w, "search", x->shown.search);
	jw_kstr(w, "set", h->set);
	jw_kint(w, "bytes", (long long)h->bytes);
	jw_kint(w, "indicators", (long long)h->indicators);
	jw_kint(w, "refused", h->report.refused);
	jw_kstr(w, "command", h->command);
	jw_kstr(w, "hand_in", h->hand_in);
	jw_kobject(w, "instruction");
	jw_kz(w, "ja", text(LANG_JA, "inbox.hunt.directions"));
	jw_kz(w, "en", text(LANG_EN, "inbox.hunt.directions"));
	jw_end_object(w);
	return desk_json_end(d, e);
}

static void hunt_text(struct desk *d, const struct delivery *x, const struct share_hunt *h)
{
	enum lang lang = tr_lang();

	buf_printf(&d->out, tr("Share %s, version %lld: %zu indicators in %s\n"), x->number.p, x->shown.version, h->indicators,
	    arena_cstr(d->arena, h->set));
	if (h->report.refused > 0)
		buf_printf(&d->out, tr("%lld of its values cannot be looked up in logs; the share itself tells them\n"), h->report.refused);
	buf_printf(&d->out, "%s\n\n  " STR_FMT "\n\n", text(lang, "inbox.hunt.directions"), STR_ARG(h->command));
	buf_printf(&d->out, "%s\n\n  " STR_FMT "\n", text(lang, "inbox.hunt.answer"), STR_ARG(h->hand_in));
}

int inbox_hunt_write(struct desk *d, const struct delivery *x, struct str output, struct err *e)
{
	struct share_hunt h = { .set = output.p != NULL ? output : arena_printf(d->arena, STR_FMT ".set", STR_ARG(x->number)) };
	struct str artefact;

	struct projection live;

	/* what is taken back meanwhile is searched for no more, though the correction itself still waits for its slot */
	if (delivery_open(d->hub->db, &d->by, d->arena, x, STR("json"), STR(""), &artefact, e) < 0 ||
	    delivery_live(d->hub->db, d->arena, x, &live, e) < 0)
		return -1;
	artefact = projection_json(d->arena, &live);
	if (compile(d, x, artefact, &h, e) < 0)
		return -1;
	d->attention |= h.set.p == NULL;
	if (h.set.p != NULL) {
		h.command = arena_printf(d->arena, "noroshi hunt --set " STR_FMT " --org " STR_FMT " --json LOG... > " STR_FMT ".jsonl",
		    STR_ARG(h.set), STR_ARG(x->org_id), STR_ARG(x->number));
		h.hand_in = arena_printf(d->arena, "noroshi submit --hub DIR --org " STR_FMT " --kind sighting --share " STR_FMT " " STR_FMT ".jsonl",
		    STR_ARG(x->org_id), STR_ARG(x->number), STR_ARG(x->number));
	}
	if (d->json)
		return hunt_json(d, x, &h, e);
	if (h.set.p != NULL)
		hunt_text(d, x, &h);
	else
		buf_printf(&d->out, tr("share %s, version %lld, holds nothing that can be looked for (any more); no set was written, and an older "
		    "one must not be used\n"), x->number.p, x->shown.version);
	return 0;
}
