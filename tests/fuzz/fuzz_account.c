/* fuzz_account.c - bank accounts in any text. */
#include "fuzz.h"

#include "parse/account.h"

static void read_any(struct arena *a, struct str s)
{
	struct str text = utf8_repair(a, s);
	struct account *list;
	size_t n = account_find(a, text, &list);

	assert(n <= 50);
	for (size_t i = 0; i < n; i++) {
		assert(list[i].number.n > 0 && list[i].from < list[i].to && list[i].to <= text.n);
		assert(utf8_valid(list[i].number) && utf8_valid(list[i].shown) && utf8_valid(list[i].bank) &&
		    utf8_valid(list[i].beneficiary) && utf8_valid(list[i].bic));
	}
}

FUZZ_TARGET
