/* fuzz_alteration.c - a quote, NUL, and its original: what differs lies in both; the quote's telephone numbers and sentence. */
#include "fuzz.h"

#include "analyse/alteration.h"
#include "analyse/phones.h"
#include "analyse/says.h"

static bool lies_in(struct str part, struct str whole)
{
	return part.p >= whole.p && part.p + part.n <= whole.p + whole.n;
}

static void read_any(struct arena *a, struct str s)
{
	struct str text = utf8_repair(a, s), quote = str_upto(text, '\0'), original = str_after(text, '\0');
	struct alteration list[8];
	struct phone phones[PHONES_MOST];
	struct mail m = { .text = quote, .text_newest = quote };
	struct message message = { .mail = &m };
	size_t n = alterations_find(a, quote, original, list, 8);

	assert(n <= 8);
	for (size_t i = 0; i < n; i++)
		assert(lies_in(list[i].quoted, quote) && lies_in(list[i].original, original) && utf8_valid(list[i].quoted));
	n = phones_find(a, &m, phones);
	for (size_t i = 0; i < n; i++)
		assert(phones[i].from < phones[i].to && phones[i].to <= quote.n && lies_in(phones[i].shown, quote));
	phrases_search(a, quote, false, &message.hits);
	assert(utf8_valid(message_says(a, &message)));
}

FUZZ_TARGET
