/* lines.c - see lines.h. */
#include "http/lines.h"

#include <stdlib.h>
#include <sys/socket.h>

struct line *line_open(struct lines *all, int fd, long long until_ms)
{
	struct line *l = calloc(1, sizeof *l);

	if (l == NULL)
		return NULL;
	*l = (struct line){ .next = all->first, .fd = fd, .at = LINE_FRESH, .until_ms = until_ms };
	if (all->first != NULL)
		all->first->before = l;
	all->first = l;
	all->count++;
	return l;
}

void line_is(struct lines *all, struct line *l, enum line_at at, long long until_ms)
{
	if (l == NULL)
		return;
	all->busy += (size_t)(at == LINE_BUSY) - (size_t)(l->at == LINE_BUSY);
	l->at = at;
	l->until_ms = until_ms;
}

void line_close(struct lines *all, struct line *l)
{
	if (l == NULL)
		return;
	line_is(all, l, LINE_IDLE, 0);
	if (l->before != NULL)
		l->before->next = l->next;
	else
		all->first = l->next;
	if (l->next != NULL)
		l->next->before = l->before;
	all->count--;
	free(l);
}

/* The library owns the socket: it reads the end that is made here, and closes. */
static void cut(struct line *l)
{
	shutdown(l->fd, SHUT_RDWR);
}

size_t lines_cut(struct lines *all, long long now_ms)
{
	size_t n = 0;

	for (struct line *l = all->first; l != NULL; l = l->next) {
		if (l->until_ms > now_ms)
			continue;
		cut(l);
		n++;
	}
	return n;
}

void lines_wind_up(struct lines *all, long long until_ms)
{
	for (struct line *l = all->first; l != NULL; l = l->next) {
		if (l->at == LINE_IDLE)
			cut(l);
		else if (l->at == LINE_FRESH && l->until_ms > until_ms)
			l->until_ms = until_ms;
	}
}
