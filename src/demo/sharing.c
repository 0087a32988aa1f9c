/* sharing.c - what the hub shares in the demo. */
#include "demo/demo.h"

int sharing_work(struct replay *r, long long day_ms, struct err *e)
{
	(void)r;
	(void)day_ms;
	(void)e;
	return 0;
}
