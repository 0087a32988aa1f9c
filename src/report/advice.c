/* advice.c - choosing advice for a chapter. */
#include "report/advice.h"

#include "report/choice.h"

const struct advice *advice_find(struct str id)
{
	for (size_t i = 0; i < advice_count; i++)
		if (str_eq(id, str_of(advice_table[i].id)))
			return &advice_table[i];
	return NULL;
}

static void add(struct doc *d, struct block *list, const struct advice *advice)
{
	doc_item(d, list, str_of(d->lang == LANG_JA ? advice->ja : advice->en));
}

void advice_add(struct doc *d, struct records *r, const char *slot, const char *topic)
{
	struct str chosen = choice_get(r, slot), id;
	struct str word = arena_printf(d->arena, " %s ", topic);
	struct block *list = doc_block(d, BLOCK_LIST);

	while (chosen.p != NULL && str_split(&chosen, ',', &id))
		if (advice_find(str_trim(id)) != NULL)
			add(d, list, advice_find(str_trim(id)));
	if (list->items_count > 0)
		return;
	for (size_t i = 0; i < advice_count; i++)
		if (str_has(str_of(advice_table[i].topics), word))
			add(d, list, &advice_table[i]);
}
