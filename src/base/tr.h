/* tr.h - the text table: what people read, in Japanese and English.
 *
 * Two kinds of key share one table, made at build time from po/ja.po and po/en.po:
 * a dotted id ("report.table1.caption"), present in both files, and for sentences on the
 * terminal the English text itself, present in ja.po (tr() falls back to the key). */
#ifndef BASE_TR_H
#define BASE_TR_H

enum lang { LANG_JA, LANG_EN };

/* The text of a dotted id; asserts that it exists (the build checks the literals). */
const char *text(enum lang lang, const char *id);
/* The same, or NULL where there is none: for ids that come from data. */
const char *text_find(enum lang lang, const char *id);

/* The sentence in the language of this process.  Conversions (%s ...) are the same in the same
 * order: the build refuses a translation where they are not. */
const char *tr(const char *english) __attribute__((format_arg(1)));

/* The language of messages of this process: --lang, else LC_ALL/LC_MESSAGES/LANG, else English. */
void tr_set(enum lang lang);
enum lang tr_lang(void);

#endif
