/* form.h - a form as it comes in, in pieces of any size: multipart/form-data (RFC 7578, 2046) and application/x-www-form-urlencoded.
 *
 * How the bytes are cut changes nothing.  What two readers could read differently is refused: a part without a name or with two, a
 * line that only begins like the boundary, an encoding of the transfer, a NUL in a name. */
#ifndef HTTP_FORM_H
#define HTTP_FORM_H

#include "base/arena.h"
#include "base/str.h"

struct form_part {
	struct str name, file, media_type;      /* file: as the client gave it; absent: a field */
};

struct form_sink {                      /* false: enough, the rest is not read */
	bool (*part)(void *ctx, const struct form_part *part);
	bool (*bytes)(void *ctx, struct str bytes);     /* more of the part that began last */
	void *ctx;
};

/* Of the header Content-Type; NULL where it names no form, or none that can be read.  In `a`. */
struct form *form_new(struct arena *a, struct str content_type, const struct form_sink *sink);
/* False: it cannot be read, or the sink had enough. */
bool form_add(struct form *f, struct str bytes);
/* Was that all of it? */
bool form_end(struct form *f);

/* Percent-decoded, `plus` too; false where that is malformed or gives a NUL. */
bool form_decode(struct arena *a, struct str s, bool plus, struct str *out_r);

#endif
