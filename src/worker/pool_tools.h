/* pool_tools.h - what one job asked tools for, read one after the other; private to pool*.c. */
#ifndef WORKER_POOL_TOOLS_H
#define WORKER_POOL_TOOLS_H

#include "worker/tool.h"
#include "worker/wire.h"

struct tool_round;

/* `tools`: one for each enum wire_tool; they outlive the round. */
struct tool_round *tool_round_new(const struct tool *const *tools, const struct wire_result *wants, size_t n, long long now_ms);
void tool_round_free(struct tool_round *r);
/* To be polled for reading; -1 once all are read. */
int tool_round_fd(const struct tool_round *r);
/* Reads on, and starts the next; `readable` is poll's word. */
void tool_round_step(struct tool_round *r, bool readable, long long now_ms);
/* The texts, in the order asked; live as long as the round. */
const struct wire_text *tool_round_texts(const struct tool_round *r, size_t *n_r);
long tool_round_cpu_ms(const struct tool_round *r);

#endif
