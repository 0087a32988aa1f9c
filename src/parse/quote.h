/* quote.h - the newest text of a mail, apart from what it quotes, its signature and disclaimers.
 *
 * Attribution lines of mail programs (en, ja, de, zh), `>` marks, Outlook blocks, forwards, and
 * what HTML marked as quoted.  One pass over the lines, linear.  What is not recognised stays in
 * the newest text: rather too much there than too little. */
#ifndef PARSE_QUOTE_H
#define PARSE_QUOTE_H

#include "parse/html.h"
#include "parse/mail/mail.h"

struct text_split {
	struct str newest;              /* own words; joined from its ranges */
	struct str signature;           /* the newest text's; "" */
	struct str disclaimer;          /* "" */
	const struct span *newest_at;   /* ranges of `text` that make up `newest` (offset, length) */
	size_t newest_count;
	const struct quote *quotes;     /* in order of the text; an inner quote after its outer one */
	size_t quote_count;
	bool is_forward;                /* the first block is a forwarded mail */
};

/* `marked` are the HTML quote ranges of the same text (NULL, 0 for plain text). */
void quote_split(struct arena *a, struct str text, const struct html_quote *marked, size_t marked_count,
    struct text_split *split_r);

/* Where byte `at` of `newest` stands in the text. */
size_t text_split_offset(const struct text_split *s, size_t at);

/* A date as attribution lines write it ("2019年7月31日(水) 10:12", "Wed, 31 Jul 2019 10:12:00 +0900",
 * "31/07/2019 10:12"); TIME_NONE where it is none.  Without a zone: `zone` minutes east. */
long long quote_time(struct str s, int zone);

#endif
