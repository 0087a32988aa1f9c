/* archive.h - names in archives, for whoever reads them with libarchive. */
#ifndef PARSE_ARCHIVE_H
#define PARSE_ARCHIVE_H

#include <locale.h>

#include "base/arena.h"

struct archive;
struct archive_entry;

/* A member's name as UTF-8, repaired; "?" where it has none.  Names come as UTF-8 where the archive says so,
 * else as bytes: in Japan those of CP932. */
struct str archive_member_name(struct arena *a, struct archive_entry *entry);

/* A password as Japanese Windows programs write it into a zip, in CP932; absent where that is the same, or CP932 has not all of it. */
struct str archive_password_cp932(struct arena *a, struct str utf8);

/* Of 7z or RAR, whose encryption libarchive recognises and cannot undo: no password helps.  `ar` behind the first header. */
bool archive_is_sealed(struct archive *ar);
/* Behind a header that could not be read: because names are encrypted, which only those two do. */
bool archive_hides_names(struct archive *ar);

/* libarchive drops a UTF-8 name that the process's locale cannot write, and our process has none: between these
 * two the thread has one. */
struct archive_locale { locale_t before; };
struct archive_locale archive_locale_begin(void);
void archive_locale_end(struct archive_locale l);
/* Opens that locale and the writer of CP932; before the jail closes. */
void archive_warm(void);

#endif
