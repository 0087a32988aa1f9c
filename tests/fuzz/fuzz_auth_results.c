/* fuzz_auth_results.c - any bytes as an Authentication-Results line: words are no more than what was written, and whatever a
 * comment or a quoted string holds changes no result. */
#include "fuzz.h"

#include "base/buf.h"
#include "parse/mail/auth_results.h"

static bool is_tame(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (strchr("()\"\\", s.p[i]) != NULL)           /* a NUL, too */
			return false;
	return true;
}

static void read_any(struct arena *a, struct str s)
{
	struct auth_results r;
	struct buf line;
	size_t bytes = 0;

	if (s.n > 1 << 16)
		return;
	auth_results_read(a, s, &r);
	assert(r.n <= AUTH_RESULTS_MOST);
	for (size_t i = 0; i < r.n; i++)
		bytes += r.list[i].method.n + r.list[i].word.n + r.list[i].domain.n;
	assert(bytes <= s.n);
	if (!is_tame(s))
		return;
	buf_init_arena(&line, a, 1 << 18);
	buf_z(&line, "gate.example; spf=softfail (");
	buf_add(&line, s);
	buf_z(&line, ") smtp.mailfrom=\"");
	buf_add(&line, s);
	buf_z(&line, "\"@evil.example; dmarc=fail header.from=a.example");
	auth_results_read(a, buf_str(&line), &r);
	assert(r.n == 2 && str_eq(auth_results_word(&r, "dmarc"), STR("fail")) && str_eq(auth_results_word(&r, "spf"), STR("softfail")));
}

FUZZ_TARGET
