/* render.h - one projection, many formats.  A renderer sees the projection and the hub's own name,
 * nothing else; the same projection gives the same bytes: no clock, no author, no case. */
#ifndef SHARE_RENDER_RENDER_H
#define SHARE_RENDER_RENDER_H

#include "anonymise/projection.h"
#include "base/buf.h"
#include "base/tr.h"

struct render_hub {                     /* what the hub says of itself */
	struct str name_ja, name_en, contact;
};

enum { ARTEFACTS = 6, ARTEFACT_BYTES = 8 << 20 };

struct artefact {
	const char *format, *lang;      /* text html csv json; ja, en or "" */
	struct str bytes, sha256;
};

/* Checks the projection, then renders every format, always in the same order. */
int render_all(struct arena *a, const struct projection *p, const struct render_hub *hub,
    struct artefact out[ARTEFACTS], struct err *e) MUST_CHECK;

void render_text(struct buf *out, struct arena *a, const struct projection *p, const struct render_hub *hub, enum lang lang);
void render_html(struct buf *out, struct arena *a, const struct projection *p, const struct render_hub *hub, enum lang lang);
void render_csv(struct buf *out, struct arena *a, const struct projection *p);

/* Shared by the renderers for people. */
struct str render_defang(struct arena *a, struct str type, struct str value);
/* The same for a value of a table, which does not tell its type. */
struct str render_value(struct arena *a, const struct projection *p, struct str value);
/* share.<group>.<word>: "AMBER+STRICT" is looked up as amber-strict; the word itself where unknown. */
const char *render_word(struct arena *a, enum lang lang, const char *group, struct str word);
const struct str *texts_in(const struct texts *t, enum lang lang);
/* "A社" / "Company A", "攻撃者" / "attacker" */
struct str render_party(struct arena *a, enum lang lang, struct str token);

#endif
