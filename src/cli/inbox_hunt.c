/* inbox_hunt.c - see inbox_hunt.h. */
#include "cli/inbox_hunt.h"

#include "base/file.h"
#include "web/share_set.h"

struct share_hunt {
	struct str set;                 /* file; absent where nothing can be looked for */
	struct str command, hand_in;
	struct share_set made;
};

static int hunt_json(struct desk *d, const struct delivery *x, const struct share_hunt *h, struct err *e)
{
	struct jw *w = &d->w;

	desk_json(d);
	jw_kz(w, "schema", "noroshi/share-hunt/1");
	jw_kstr(w, "share", x->number);
	jw_kint(w, "version", x->shown.version);
	jw_kstr(w, "search", x->shown.search);
	jw_kstr(w, "set", h->set);
	jw_kint(w, "bytes", (long long)h->made.bytes.n);
	jw_kint(w, "indicators", (long long)h->made.indicators);
	jw_kint(w, "refused", h->made.report.refused);
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

	buf_printf(&d->out, TR_N("Share %s, version %lld: %zu {indicator|indicators} in %s\n", (long long)h->made.indicators), x->number.p, x->shown.version, h->made.indicators,
	    arena_cstr(d->arena, h->set));
	if (h->made.report.refused > 0)
		buf_printf(&d->out, tr("%lld of its values cannot be looked up in logs; the share itself tells them\n"), h->made.report.refused);
	buf_printf(&d->out, "%s\n\n  " STR_FMT "\n\n", text(lang, "inbox.hunt.directions"), STR_ARG(h->command));
	buf_printf(&d->out, "%s\n\n  " STR_FMT "\n", text(lang, "inbox.hunt.answer"), STR_ARG(h->hand_in));
}

int inbox_hunt_write(struct desk *d, const struct delivery *x, struct str output, struct err *e)
{
	struct share_hunt h = { .set = output.p != NULL ? output : arena_printf(d->arena, STR_FMT ".set", STR_ARG(x->number)) };

	if (share_set_make(d->hub->db, &d->by, d->arena, x, &h.made, e) < 0)
		return -1;
	if (h.made.bytes.n == 0)
		h.set = STR_NONE;
	else if (file_replace(arena_cstr(d->arena, h.set), h.made.bytes, 0600, e) < 0)
		return -1;
	d->attention |= h.set.p == NULL;
	if (h.set.p != NULL) {
		h.command = share_set_command(d->arena, x, h.set);
		h.hand_in = share_set_hand_in(d->arena, x);
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
