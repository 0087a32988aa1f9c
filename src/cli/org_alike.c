/* org_alike.c - see org_alike.h. */
#include "cli/org_alike.h"

#include <stdio.h>
#include <stdlib.h>

#include "analyse/picture.h"
#include "base/text.h"
#include "base/time.h"

struct named {
	struct str org, name, picture;
	bool is_new;
};

#define SQL_NAMES \
	"SELECT n.org_id, n.name, n.recorded_ms FROM org_name n JOIN org o ON o.id = n.org_id WHERE n.kind = 'legal' AND n.superseded_ms > $1 " \
	"AND o.kind <> 'outside' AND o.to_ms > $1"

static int by_picture(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = str_cmp(x->picture, y->picture);

	return order != 0 ? order : str_cmp(x->org, y->org);
}

static void warn(const struct named *x, const struct named *y)
{
	fprintf(stderr, tr("the organisations " STR_FMT " (“" STR_FMT "”) and " STR_FMT " (“" STR_FMT "”) have names that readers take for each other; "
	    "if they are one, keep one (noroshi org show)\n"), STR_ARG(x->org), STR_ARG(x->name), STR_ARG(y->org), STR_ARG(y->name));
}

int org_alike_warn(struct desk *d, struct err *e)
{
	struct named *list;
	struct db_rows r;

	if (DB_QUERY(d->hub->db, d->arena, &r, e, SQL_NAMES, DB_INT(d->by.now_ms)) < 0)
		return -1;
	list = ARENA_ARRAY(d->arena, struct named, r.count + 1);
	for (size_t i = 0; i < r.count; i++)
		list[i] = (struct named){ db_text(&r, i, 0), db_text(&r, i, 1), picture_of(d->arena, utf8_cut(text_fold(d->arena, db_text(&r, i, 1)),
		    LABEL_LONGEST), false), db_int(&r, i, 2) == d->by.now_ms };
	qsort(list, r.count, sizeof *list, by_picture);
	for (size_t i = 1; i < r.count; i++)
		if ((list[i].is_new || list[i - 1].is_new) && str_eq(list[i].picture, list[i - 1].picture) && !str_eq(list[i].org, list[i - 1].org))
			warn(&list[i - 1], &list[i]);
	return 0;
}
