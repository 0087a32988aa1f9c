/* tr.h - the text table: what people read, in Japanese and English.
 *
 * Two kinds of key share one table, made at build time from po/ja.po and po/en.po:
 * a dotted id ("report.table1.caption"), present in both files, and for sentences on the
 * terminal the English text itself, present in ja.po (tr() falls back to the key). */
#ifndef BASE_TR_H
#define BASE_TR_H

#include <stddef.h>

enum lang { LANG_JA, LANG_EN };

/* The text of a dotted id; asserts that it exists (the build checks the literals). */
const char *text(enum lang lang, const char *id);
/* The same, or NULL where there is none: for ids that come from data. */
const char *text_find(enum lang lang, const char *id);

/* The sentence in the language of this process.  Conversions (%s ...) are the same in the same
 * order: the build refuses a translation where they are not. */
const char *tr(const char *english) __attribute__((format_arg(1)));

/* The same with words that follow a number: of each "{mail|mails}" the first where its count is 1; the counts stand in the order of the
 * words.  Good until the eighth call after it. */
#define TR_N(english, ...) tr_counted((english), (const long long[]){ __VA_ARGS__ }, sizeof (const long long[]){ __VA_ARGS__ } / sizeof(long long))
const char *tr_counted(const char *english, const long long *counts, size_t n) __attribute__((format_arg(1)));

#define TEXT_N(lang, id, ...) \
	text_counted((lang), (id), (const long long[]){ __VA_ARGS__ }, sizeof (const long long[]){ __VA_ARGS__ } / sizeof(long long))
const char *text_counted(enum lang lang, const char *id, const long long *counts, size_t n);

/* The language of messages of this process: --lang, else LC_ALL/LC_MESSAGES/LANG, else English. */
void tr_set(enum lang lang);
enum lang tr_lang(void);

#endif
