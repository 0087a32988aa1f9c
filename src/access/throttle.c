/* throttle.c - see throttle.h. */
#include "access/throttle.h"

#include "base/network.h"
#include "base/sha256.h"
#include "base/time.h"
#include "store/vault.h"

struct str gate_site(struct arena *a, struct str remote)
{
	unsigned char address[16];

	if (str_find_char(remote, ':') < 0 || !network_address(remote, address) || str_find_char(remote, '.') >= 0)
		return remote;
	return arena_printf(a, STR_FMT "/64", STR_ARG(hex_of(a, address, 8)));
}

struct gate gate_of(struct hub *hub, struct arena *a, const char *kind, struct str place, long long free_tries, long long wait_most_s)
{
	return (struct gate){ vault_keyed_hash(hub, a, kind, place), free_tries, wait_most_s };
}

static long long wait_of(const struct gate *g, long long failures, long long last_ms, long long now_ms)
{
	long long wait_s = 1;

	if (failures < g->free_tries)
		return 0;
	for (long long i = g->free_tries; i <= failures && wait_s < g->wait_most_s; i++)
		wait_s *= 2;
	if (wait_s > g->wait_most_s)
		wait_s = g->wait_most_s;
	return last_ms + wait_s * 1000 <= now_ms ? 0 : (last_ms + wait_s * 1000 - now_ms + 999) / 1000;
}

int gates_wait(struct hub *hub, struct arena *a, const struct gate *gates, size_t n, long long now_ms, long long *wait_s_r, struct err *e)
{
	struct db_rows rows;

	*wait_s_r = 0;
	for (size_t i = 0; i < n; i++) {
		long long wait_s;

		if (DB_QUERY(hub->db, a, &rows, e, "SELECT failures, last_ms FROM throttle WHERE place = $1 AND last_ms > $2",
		    DB_TEXT(gates[i].place), DB_INT(now_ms - MS_DAY)) < 0)
			return -1;
		wait_s = rows.count == 0 ? 0 : wait_of(&gates[i], db_int(&rows, 0, 0), db_int(&rows, 0, 1), now_ms);
		*wait_s_r = wait_s > *wait_s_r ? wait_s : *wait_s_r;
	}
	return 0;
}

int gates_count(struct hub *hub, const struct act *by, const struct gate *gates, size_t n, struct err *e)
{
	if (DB_EXEC(hub->db, e, "DELETE FROM throttle WHERE last_ms <= $1", DB_INT(by->now_ms - MS_DAY)) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (DB_EXEC(hub->db, e, "INSERT INTO throttle (place, failures, last_ms) VALUES ($1, 1, $2) ON CONFLICT (place) "
		    "DO UPDATE SET failures = throttle.failures + 1, last_ms = excluded.last_ms", DB_TEXT(gates[i].place),
		    DB_INT(by->now_ms)) < 0)
			return -1;
	return 0;
}

int gate_open(struct hub *hub, const struct gate *gate, struct err *e)
{
	return DB_EXEC(hub->db, e, "DELETE FROM throttle WHERE place = $1", DB_TEXT(gate->place)) < 0 ? -1 : 0;
}
