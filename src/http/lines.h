/* lines.h - the open connections, and how long each may take for what it is at.
 *
 * The library's own time-out begins anew with every byte: who sends one letter of a header every few seconds would stay for
 * good (slowloris).  Here each connection has an instant by which it must be further. */
#ifndef HTTP_LINES_H
#define HTTP_LINES_H

#include <stdbool.h>
#include <stddef.h>

enum line_at {
	LINE_FRESH,                     /* for the head of the first request */
	LINE_IDLE,                      /* for the next one: clients know that such a line may end */
	LINE_BUSY,                      /* in the middle of one */
};

struct line {
	struct line *next, *before;
	int fd;
	enum line_at at;
	long long until_ms;
};

struct lines {
	struct line *first;
	size_t count, busy;
};

/* NULL where there is no memory. */
struct line *line_open(struct lines *all, int fd, long long until_ms);
void line_is(struct lines *all, struct line *l, enum line_at at, long long until_ms);
void line_close(struct lines *all, struct line *l);
/* Cuts those whose time is over; how many. */
size_t lines_cut(struct lines *all, long long now_ms);
/* For a server that stops: cuts the idle ones; fresh ones have until then at most. */
void lines_wind_up(struct lines *all, long long until_ms);

#endif
