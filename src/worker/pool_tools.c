/* pool_tools.c - see pool_tools.h. */
#include "worker/pool_tools.h"

#include <stdlib.h>

#include "base/arena.h"

struct tool_round {
	struct arena *arena;
	const struct tool *const *tools;
	const struct wire_result *wants;        /* own copies */
	struct wire_text *texts;
	size_t count, next;             /* next: the one that is being read */
	struct tool_run run;
	long cpu_ms;
};

static void note(struct tool_round *r, const struct tool_end *end)
{
	struct wire_text *t = &r->texts[r->next++];

	t->text = arena_str(r->arena, buf_str(&r->run.output));
	t->limit = str_of(end->limit != NULL ? end->limit : "");
	t->at = (uint64_t)end->at;
	r->cpu_ms += end->cpu_ms;
	tool_fini(&r->run);
}

/* The tools of one job share the time of one: many files do not buy many times two seconds. */
static void start_next(struct tool_round *r, long long now_ms)
{
	struct tool_end end = { "tool.cpu-seconds", TOOL_CPU_S, 0 };

	while (r->run.pid == 0 && r->next < r->count)
		if (r->cpu_ms >= TOOL_CPU_S * 1000 || !tool_start(&r->run, r->tools[r->wants[r->next].offset], r->wants[r->next].bytes, now_ms, &end))
			note(r, &end);
}

struct tool_round *tool_round_new(const struct tool *const *tools, const struct wire_result *wants, size_t n, long long now_ms)
{
	enum { ROOM = (WIRE_WANTS_MOST + 1) * (WIRE_PIECE_MOST + TOOL_OUTPUT) };
	struct arena *a = arena_new((size_t)ROOM, arena_full_exit);
	struct tool_round *r = ARENA_NEW(a, struct tool_round);
	struct wire_result *own = ARENA_ARRAY(a, struct wire_result, n + 1);

	*r = (struct tool_round){ .arena = a, .tools = tools, .wants = own, .texts = ARENA_ARRAY(a, struct wire_text, n + 1),
		.count = n, .run = { .out = -1 } };
	for (size_t i = 0; i < n; i++) {
		own[i] = (struct wire_result){ .name = arena_str(a, wants[i].name), .offset = wants[i].offset, .bytes = arena_str(a, wants[i].bytes) };
		r->texts[i].name = own[i].name;
	}
	start_next(r, now_ms);
	return r;
}

void tool_round_free(struct tool_round *r)
{
	if (r == NULL)
		return;
	tool_fini(&r->run);
	arena_free(r->arena);
}

int tool_round_fd(const struct tool_round *r)
{
	return r->next < r->count ? r->run.out : -1;
}

void tool_round_step(struct tool_round *r, bool readable, long long now_ms)
{
	struct tool_end end;

	if ((!readable || tool_step(&r->run)) && now_ms <= r->run.deadline_ms)
		return;
	end = tool_finish(&r->run, now_ms);
	note(r, &end);
	start_next(r, now_ms);
}

const struct wire_text *tool_round_texts(const struct tool_round *r, size_t *n_r)
{
	*n_r = r->count;
	return r->texts;
}

long tool_round_cpu_ms(const struct tool_round *r)
{
	return r->cpu_ms;
}
