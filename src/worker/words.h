/* words.h - places and sources of an analysis document in the reader's words. */
#ifndef WORKER_WORDS_H
#define WORKER_WORDS_H

#include <jansson.h>

#include "base/buf.h"
#include "base/tr.h"

/* Cut to a line's length; what would move the cursor, change colours or reverse the line is U+FFFD. */
struct str words_safe(struct arena *a, struct str s);
/* "header:Cc[1]" -> "Cc, no. 2"; "attachment:2" -> "attachment invoice.csv". */
struct str words_place(struct arena *a, const json_t *doc, long long message, struct str where);
/* "message 7, header:From[0]", "context: sent_archive" as they stand in expected_from. */
struct str words_source(struct arena *a, const json_t *doc, struct str from);
/* "2019/07/31 15:41", in Japan's time: documents carry UTC; "" where there is no date. */
struct str words_time(struct arena *a, struct str rfc3339);
/* "message 9, 2019/07/31 15:41, alice@..." : the head over the findings of one mail. */
struct str words_mail_head(struct arena *a, const json_t *doc, long long message);
/* ", page 2, line 14" of evidence in a document; "". */
struct str words_line(struct arena *a, const json_t *e);
/* What an entry of "limits" kept from being examined: "The mail has too many parts: ...". */
struct str words_limit(struct arena *a, enum lang lang, const json_t *limit);
/* Cut to so many columns, and filled up to them. */
void words_columns(struct buf *out, struct str s, size_t columns);

#endif
