/* stream.h - answers that go on: server-sent events (HTML Living Standard, 9.2).
 *
 * A stream sleeps in the library until there is something to say, so that thousands of them cost nothing. */
#ifndef HTTP_STREAM_H
#define HTTP_STREAM_H

#include "http/mhd.h"
#include "http/receive.h"

enum { STREAM_PIECE = 4096, STREAM_EVERY_MS = 2000, STREAM_STILL_MS = 15000, STREAMS_MOST = 4000 };

struct stream;
struct streams { struct stream *first; size_t count; long long fed_ms; };

/* The response that sends `begun` and then what the door feeds; NULL where there are too many. */
struct MHD_Response *stream_begin(struct streams *all, struct MHD_Connection *connection, struct incoming *c, void *about, struct str begun);
/* The connection is gone. */
void stream_end(struct streams *all, struct incoming *c);
/* Asks the door for news, once in STREAM_EVERY_MS, and wakes those that have some; cuts those that do not take them. */
void streams_feed(struct streams *all, const struct http_door *door, struct lines *lines, long long now_ms);
/* All of them end: a server must not stop while some sleep. */
void streams_end(struct streams *all);

#endif
