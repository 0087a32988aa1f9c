/* audit.c - noroshi audit verify|list: the trail of deeds. */
#include <stdio.h>

#include "base/csv.h"
#include "base/json.h"
#include "base/time.h"
#include "cli/hub_cli.h"
#include "cli/out.h"
#include "store/audit.h"

struct options {
	struct arena *arena;
	struct str dir, from, to, deed, object, actor;
	bool json, csv;
	struct hub *hub;
	struct buf out;
	struct str_list operands;
};

static int verify(struct options *o, struct err *e)
{
	struct err why = { 0 };
	long long lines = audit_verify(o->hub->db, &why);
	struct jw w;

	if (lines < 0 && why.kind != ERR_CORRUPT) {     /* it could not be looked at: that says nothing about the chain */
		*e = why;
		return -1;
	}
	if (o->json) {
		jw_init(&w, &o->out);
		jw_object(&w);
		jw_kz(&w, "schema", "noroshi/audit-verify/1");
		jw_kbool(&w, "fits", lines >= 0);
		if (lines >= 0)
			jw_kint(&w, "lines", lines);
		else
			jw_kz(&w, "problem", why.text);
		jw_end_object(&w);
		buf_char(&o->out, '\n');
	} else if (lines >= 0) {
		buf_printf(&o->out, tr("the audit chain fits: %lld lines"), lines);
		buf_char(&o->out, '\n');
	} else {
		buf_printf(&o->out, "%s\n", why.text);
	}
	return out_flush(&o->out, e) < 0 ? -1 : lines < 0 ? 1 : 0;
}

static void put_csv(struct buf *out, const struct db_rows *row)
{
	char at[TIME_TEXT], seq[32];

	snprintf(seq, sizeof seq, "%lld", db_int(row, 0, 0));
	csv_field(out, true, str_of(seq));
	csv_field(out, false, time_rfc3339(at, db_int(row, 0, 1)));
	for (size_t i = 2; i < 8; i++)
		csv_field(out, false, db_text(row, 0, i));
	csv_end(out);
}

static int print_line(void *ctx, const struct db_rows *row, struct err *e)
{
	struct options *o = ctx;
	char at[TIME_TEXT];
	struct jw w;

	if (o->csv) {
		put_csv(&o->out, row);
		return out_flush(&o->out, e);
	}
	if (!o->json) {
		buf_printf(&o->out, "%6lld %s " STR_FMT " (" STR_FMT ") " STR_FMT " " STR_FMT, db_int(row, 0, 0), time_rfc3339(at,
		    db_int(row, 0, 1)).p, STR_ARG(db_text(row, 0, 2)), STR_ARG(db_text(row, 0, 3)), STR_ARG(db_text(row, 0, 4)),
		    STR_ARG(db_text(row, 0, 5)));
		if (!str_eq(db_text(row, 0, 6), STR("{}")))
			buf_printf(&o->out, " " STR_FMT, STR_ARG(db_text(row, 0, 6)));
		return out_line(&o->out, e);
	}
	jw_init(&w, &o->out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/audit/1");
	jw_kint(&w, "seq", db_int(row, 0, 0));
	jw_ktime(&w, "at", db_int(row, 0, 1));
	jw_kstr(&w, "actor", db_text(row, 0, 2));
	jw_kstr(&w, "os_user", db_text(row, 0, 3));
	jw_kstr(&w, "deed", db_text(row, 0, 4));
	jw_kstr(&w, "object", db_text(row, 0, 5));
	jw_key(&w, "detail");
	jw_raw(&w, db_text(row, 0, 6));
	jw_kstr(&w, "hash", db_text(row, 0, 7));
	jw_end_object(&w);
	return out_line(&o->out, e);
}

/* A deed's first words are enough: "submission" finds submission.withdrawn. */
static int list(struct options *o, struct err *e)
{
	struct str deed_end = o->deed.p != NULL ? arena_printf(o->arena, STR_FMT "\xf4\x8f\xbf\xbf", STR_ARG(o->deed)) : STR_NONE;
	long long from, to;

	if (cli_date(o->hub, o->from, 0, &from, e) < 0 || cli_date(o->hub, o->to, TIME_FOREVER, &to, e) < 0)
		return -1;
	if (o->to.p != NULL && o->to.n <= 10)   /* the last day is inside */
		to += MS_DAY;
	if (o->csv) {
		csv_bom(&o->out);
		buf_z(&o->out, "seq,at,actor,os_user,deed,object,detail,hash");
		csv_end(&o->out);
		if (out_flush(&o->out, e) < 0)
			return -1;
	}
	return DB_EACH(o->hub->db, print_line, o, e, "SELECT seq, at_ms, actor, os_user, deed, object, detail, hash FROM audit "
	    "WHERE at_ms >= $1 AND at_ms < $2 AND (CAST($3 AS TEXT) IS NULL OR (deed COLLATE \"C\" >= $3 AND deed COLLATE \"C\" <= $4)) "
	    "AND (CAST($5 AS TEXT) IS NULL OR object = $5) AND (CAST($6 AS TEXT) IS NULL OR actor = $6) ORDER BY seq", DB_INT(from), DB_INT(to),
	    DB_TEXT(o->deed), DB_TEXT(deed_end), DB_TEXT(o->object), DB_TEXT(o->actor));
}

static int run(struct options *o, int argc, char **argv, struct err *e)
{
	static const char *const verbs[] = { "verify", "list" };
	const struct option_spec specs[] = {
		{ "--hub", OPTION_VALUE, &o->dir }, { "--from", OPTION_VALUE, &o->from }, { "--to", OPTION_VALUE, &o->to },
		{ "--deed", OPTION_VALUE, &o->deed }, { "--object", OPTION_VALUE, &o->object }, { "--actor", OPTION_VALUE, &o->actor },
		{ "--json", OPTION_FLAG, &o->json }, { "--csv", OPTION_FLAG, &o->csv },
	};
	int verb, status = cli_options(o->arena, argc, argv, specs, sizeof specs / sizeof specs[0], &o->operands, e);

	if (status != 0)
		return status > 0 ? 0 : -1;
	verb = cli_verb(&o->operands, verbs, 2, e);
	if (verb < 0)
		return -1;
	if (o->operands.count != 1)
		return err_set(e, ERR_USAGE, "write it like this: noroshi %s", "audit verify|list --hub DIR");
	if (o->dir.p == NULL)
		return err_set(e, ERR_USAGE, "which hub? name its directory with --hub DIR");
	/* the trail is there to be read where the key is not */
	if (hub_open_as(arena_cstr(o->arena, o->dir), DB_READ, HUB_NEEDS_SCHEMA, &o->hub, e) < 0)
		return -1;
	buf_init_arena(&o->out, o->arena, 4 << 20);
	status = verb == 0 ? verify(o, e) : list(o, e);
	hub_close(o->hub);
	return status;
}

int cli_audit(int argc, char **argv)
{
	struct options o = { .arena = arena_new(64 << 20, arena_full_exit) };
	struct err e = { 0 };
	int status = run(&o, argc, argv, &e);

	arena_free(o.arena);
	return status < 0 ? cli_fail(&e) : status;
}
