/* page.h - the shape of a web page that came as a file: forms and their fields, icons, where its parts come
 * from, what its scripts do, and the pages hidden inside its scripts (base64, %-escapes).
 *
 * One pass over the tags of each layer, no tree, nothing run.  At most PAGE_LAYERS layers; offsets are into
 * the source that was given. */
#ifndef PARSE_PAGE_H
#define PARSE_PAGE_H

#include "base/arena.h"

enum { PAGE_LAYERS = 8, PAGE_LISTED = 200, PAGE_SOURCE = 4 << 20 };

enum page_does {
	PAGE_DECODES = 1 << 0,          /* atob, unescape, fromCharCode, eval */
	PAGE_MAKES_FILE = 1 << 1,       /* Blob, createObjectURL, msSaveOrOpenBlob, a download attribute with data */
	PAGE_REDIRECTS = 1 << 2,        /* meta refresh, location = */
	PAGE_SENDS = 1 << 3,            /* XMLHttpRequest, fetch, ajax, a messenger's bot */
	PAGE_SCRIPTS = 1 << 4,          /* any script or event handler */
	PAGE_DATA_URL = 1 << 5,         /* data:text/html, a frame or link of data: */
	PAGE_WRITES = 1 << 6,           /* document.write of something decoded */
};

struct page_piece {
	struct str value;
	size_t from, to;                /* of the tag in the source; of the outer literal for inner layers */
};

struct page {
	struct str title;               /* "" */
	struct page_piece title_at;     /* its element; to == 0: none, or in an inner layer */
	struct str saved_from;          /* where a browser or SingleFile says it was saved from; "" */
	struct page_piece origin;       /* what it says that it is or was copied from: that, its canonical address, HTTrack's note; to == 0: none */
	struct str base;                /* what its relative addresses are relative to (<base>); "" */
	struct str text;                /* what a reader sees of the outermost layer and of the inner ones */
	unsigned does;                  /* bits of enum page_does */
	struct page_piece doing;        /* the first place that decodes, makes files or redirects; to == 0: none */
	struct page_piece password;     /* the first password field; to == 0: none */
	size_t password_fields, card_fields, forms, layers;
	struct page_piece *actions;     /* where forms post */
	size_t action_count, action_room;
	struct page_piece *leads;       /* meta refresh, location = "http...", frames, places to click */
	size_t lead_count, lead_room;
	struct page_piece *parts;       /* pictures and styles that it loads */
	size_t part_count, part_room;
	struct page_piece *icons;
	size_t icon_count, icon_room;
	struct page_piece *fields;      /* names, ids and placeholders of fields, buttons and forms */
	size_t field_count, field_room;
};

/* `source` is UTF-8 or bytes; the first PAGE_SOURCE of it. */
const struct page *page_read(struct arena *a, struct str source);

#endif
