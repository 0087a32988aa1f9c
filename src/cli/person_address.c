/* person_address.c - see person_address.h. */
#include "cli/person_address.h"

#include "base/time.h"
#include "registry/lookup.h"
#include "share/bounce.h"

/* Whose addresses they are is for the hub, and for people of the same organisation. */
static int must_see(struct desk *d, struct str person, struct db_rows *row, struct err *e)
{
	bool staff;

	if (DB_QUERY(d->hub->db, d->arena, row, e, "SELECT p.id, p.org_id, p.name, (SELECT x.org_id FROM person x WHERE x.id = $2) FROM person p "
	    "WHERE p.id = $1", DB_TEXT(person), DB_TEXT(d->as)) < 0 ||
	    person_has_role(d->hub->db, d->arena, d->as, "analyst lead auditor admin", d->by.now_ms, &staff, e) < 0)
		return -1;
	if (row->count > 0 && (staff || str_eq(db_text(row, 0, 1), db_text(row, 0, 3))))
		return 0;
	return err_set(e, ERR_UNKNOWN, "there is no person “" STR_FMT "” (noroshi person list shows them)", STR_ARG(person));
}

static void json_address(struct desk *d, const struct address_row *r)
{
	struct jw *w = &d->w;

	jw_object(w);
	jw_kstr(w, "address", r->address);
	jw_kbool(w, "notices", r->notify);
	jw_kint(w, "bounces", r->bounces);
	jw_ktime(w, "bouncing_since", r->bouncing_ms);
	jw_kstr(w, "status", r->last_status);
	jw_kstr(w, "words", r->last_words);
	jw_end_object(w);
}

static void text_address(struct desk *d, const struct address_row *r)
{
	desk_cell(d, r->address, 40);
	buf_z(&d->out, r->notify ? tr("gets notices") : tr("gets no notices"));
	if (r->bounces > 0)
		buf_printf(&d->out, tr(", %lld came back"), r->bounces);
	if (r->bouncing_ms != TIME_NONE)
		buf_printf(&d->out, tr(", bouncing since %s: nothing is sent to it"), desk_time(d, r->bouncing_ms).p);
	if (r->bounces > 0)
		buf_printf(&d->out, "  (" STR_FMT ")", STR_ARG(r->last_words));
	buf_char(&d->out, '\n');
}

int person_show(struct desk *d, void *options, struct err *e)
{
	struct address_row *list;
	struct db_rows row;
	size_t n;

	(void)options;
	if (must_see(d, d->operand[0], &row, e) < 0 || address_list(d->hub->db, d->arena, d->operand[0], &list, &n, e) < 0)
		return -1;
	if (!d->json) {
		buf_printf(&d->out, STR_FMT "  " STR_FMT "  " STR_FMT "\n", STR_ARG(db_text(&row, 0, 0)), STR_ARG(db_text(&row, 0, 1)),
		    STR_ARG(db_text(&row, 0, 2)));
		for (size_t i = 0; i < n; i++)
			text_address(d, &list[i]);
		return 0;
	}
	desk_json(d);
	jw_kz(&d->w, "schema", "noroshi/person/1");
	jw_kstr(&d->w, "person", db_text(&row, 0, 0));
	jw_kstr(&d->w, "org", db_text(&row, 0, 1));
	jw_kstr(&d->w, "name", db_text(&row, 0, 2));
	jw_key(&d->w, "addresses");
	jw_array(&d->w);
	for (size_t i = 0; i < n; i++)
		json_address(d, &list[i]);
	jw_end_array(&d->w);
	return desk_json_end(d, e);
}

int person_works(struct desk *d, void *options, struct err *e)
{
	(void)options;
	if (address_works(d->hub->db, &d->by, d->arena, d->operand[0], d->operand[1], e) < 0)
		return -1;
	return desk_done(d, "address.works", d->operand[0], tr("it is written to again"), e);
}

int person_bounces(struct desk *d, struct str person, bool *bounces_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(d->hub->db, d->arena, &rows, e, "SELECT COUNT(*) FROM person_address WHERE person_id = $1 AND bouncing_ms IS NOT NULL",
	    DB_TEXT(person)) < 0)
		return -1;
	*bounces_r = db_int(&rows, 0, 0) > 0;
	return 0;
}
