/* fuzz_conf.c - any bytes as noroshi.conf; what is taken can be shown and read again. */
#include "fuzz.h"

#include "base/buf.h"
#include "conf/conf.h"
#include "conf/conf_show.h"

static void read_any(struct arena *a, struct str s)
{
	struct conf c, again;
	struct err e = { 0 };
	struct buf out;

	if (conf_parse(a, s, "noroshi.conf", &c, &e) < 0) {
		assert(e.text[0] != '\0');
		return;
	}
	buf_init_arena(&out, a, 16 << 20);
	conf_show(&c, &out);
	assert(conf_parse(a, buf_str(&out), "shown", &again, &e) == 0);
	assert(again.jobs == c.jobs && str_eq(again.contact, c.contact));
}

FUZZ_TARGET
