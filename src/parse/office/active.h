/* active.h - what an Office file does besides being read: macros, remote templates, DDE, packages, equations.
 *
 * Compound files (.doc .xls .ppt), OOXML and RTF, recognised by their bytes.  Facts only; what they are worth
 * is judged elsewhere.  Bounded like cfb.h and zip.h. */
#ifndef PARSE_OFFICE_ACTIVE_H
#define PARSE_OFFICE_ACTIVE_H

#include "base/arena.h"

enum active_kind {
	ACTIVE_MACRO,                   /* a VBA project or an Excel 4.0 macro sheet */
	ACTIVE_AUTO,                    /* a macro that runs on opening or closing; found: its name */
	ACTIVE_AUTO_REACHING,           /* the same, and it starts programs or fetches files; found: "AutoOpen, Shell" */
	ACTIVE_REMOTE,                  /* a template or object is fetched from another host; found: from where */
	ACTIVE_DDE,                     /* a field that starts a program; found: the field */
	ACTIVE_PACKAGE,                 /* a file inside; found: its name */
	ACTIVE_EQUATION,                /* an Equation Editor object (CVE-2017-11882, CVE-2018-0802) */
	ACTIVE_KINDS
};

struct active {
	enum active_kind kind;
	struct str where;               /* stream or member: "word/vbaProject.bin/VBA/ThisDocument" */
	struct str found;               /* UTF-8 */
};

struct active_list {
	struct active *list;
	size_t count, room;
	bool is_office;                 /* the bytes are such a file */
	bool partly;                    /* damage or a limit: not everything was looked at */
};

enum { ACTIVE_MOST = 100 };

struct active_list office_active(struct arena *a, struct str bytes);

#endif
