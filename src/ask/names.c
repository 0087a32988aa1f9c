/* names.c - see names.h. */
#include "ask/names.h"

#include "anonymise/terms.h"

int names_check(struct db *db, struct arena *a, struct str to, struct str text, struct err *e)
{
	struct term_hits hits = { 0 };
	struct terms *terms;

	if (str_trim(text).n == 0)
		return 0;
	if (terms_load_others(db, a, to, &terms, e) < 0)
		return -1;
	terms_find_decoded(terms, a, text, false, &hits);
	for (size_t i = 0; i < hits.count; i++)
		if (hits.list[i].kind != TERM_PATTERN)          /* a telephone number says nothing about whose it is */
			return err_set(e, ERR_DENIED, "“" STR_FMT "” in this text names somebody else; nothing that goes to one organisation names "
			    "another, a SIG, or a person of the hub", STR_ARG(hits.list[i].found));
	return 0;
}
