/* version.c - noroshi version [--json]: what runs, with which libraries. */
#include <jansson.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <unicode/uvernum.h>

#include "base/json.h"
#include "cli/cli.h"
#include "parse/qr.h"
#include "store/pq.h"

int cli_version(int argc, char **argv)
{
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	struct str_list operands = { 0 };
	struct err e = { 0 };
	struct buf out;
	struct jw w;
	bool json = false, has_pq;
	const struct option_spec specs[] = { { "--json", OPTION_FLAG, &json } };
	int status = cli_options(a, argc, argv, specs, 1, &operands, &e);

	if (status != 0 || operands.count > 0) {
		if (status == 0)
			status = err_set(&e, ERR_USAGE, "version takes no operands");
		arena_free(a);
		return status < 0 ? cli_fail(&e) : 0;
	}
	has_pq = pq_load(&e) == 0;
	buf_init_arena(&out, a, 1 << 16);
	jw_init(&w, &out);
	jw_object(&w);
	jw_kz(&w, "noroshi", NOROSHI_VERSION);
	jw_kz(&w, "sqlite", sqlite3_libversion());
	jw_key(&w, "libpq");
	if (has_pq)
		jw_int(&w, pq.PQlibVersion());
	else
		jw_null(&w);
	jw_kz(&w, "icu", U_ICU_VERSION);
	jw_kz(&w, "jansson", JANSSON_VERSION);
	jw_kz(&w, "sodium", sodium_version_string());
	qr_warm();
	jw_kbool(&w, "qr", qr_ready());
	jw_end_object(&w);
	if (json)
		printf("%s\n", out.p);
	else
		printf("noroshi %s (SQLite %s, %slibpq %d, ICU %s)\n", NOROSHI_VERSION, sqlite3_libversion(), has_pq ? "" : "no ",
		    has_pq ? pq.PQlibVersion() : 5, U_ICU_VERSION);
	arena_free(a);
	return 0;
}
