/* vba.h - the source of VBA macros ([MS-OVBA] 2.4.1), out of the streams of a project. */
#ifndef PARSE_OFFICE_VBA_H
#define PARSE_OFFICE_VBA_H

#include "base/arena.h"

/* The text of a module's stream: found by the "Attribute VB_" that every source begins with, so that a damaged
 * directory of modules does not hide it.  Bytes in the project's code page; "" where the stream has no source
 * (then only compiled code is there). */
struct str vba_source(struct arena *a, struct str stream);

/* A procedure that runs without being called (AutoOpen, Workbook_Open ...), as written; "" */
struct str vba_auto_procedure(struct str source);
/* The first word that starts programs, fetches files or writes memory; "" */
struct str vba_reaching_word(struct str source);

#endif
