/* active_in.h - shared by the files of parse/office. */
#ifndef PARSE_OFFICE_ACTIVE_IN_H
#define PARSE_OFFICE_ACTIVE_IN_H

#include "parse/office/active.h"

struct looking {
	struct arena *arena;
	struct active_list *out;
	struct str inside;              /* the member in which a compound file lies, with "/"; "" */
	size_t source;                  /* bytes of macros read so far */
};

void active_add(struct looking *l, enum active_kind kind, struct str where, struct str found);
/* Any compound file: a document, a VBA project, an OLE object. */
void active_compound(struct looking *l, struct str bytes);
void active_ooxml(struct looking *l, struct str bytes);
void active_rtf(struct looking *l, struct str bytes);
/* Does a path lead to another host (http, ftp, \\host)? A template on one's own disk is ordinary. */
bool active_is_remote(struct str target);

#endif
