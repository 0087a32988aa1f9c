/* test_rounds.c - several small files in one jailed child: what one of them does to it costs no other its answer.
 *
 * This program is its own zygote; its reader answers every file with a document, and misbehaves at a file
 * that tells it how. */
#include "rows.h"

#include <stdlib.h>
#include <unistd.h>

#include "worker/batch.h"
#include "worker/pool.h"
#include "worker/zygote.h"

/* ---- the reader ---- */

static void send_document(struct str input, size_t bytes, const char *examined)
{
	struct document_failed f = { .input = input, .sha256 = STR_NONE, .bytes = bytes, .kind = "mail", .examined = examined,
		.limit = "test", .at = 0 };
	struct buf out;

	buf_init(&out, 1 << 16);
	document_failed(&out, &f);
	wire_send(&(struct wire_result){ .frame = WIRE_DOCUMENT, .name = STR(""), .bytes = buf_str(&out) });
	buf_fini(&out);
}

static void send_mark(enum wire_frame frame)
{
	wire_send(&(struct wire_result){ .frame = frame, .name = STR(""), .bytes = STR("") });
}

static void answer(const struct wire_file *f, bool each)
{
	if (str_has(f->bytes, STR("CRASH")))
		abort();
	if (str_has(f->bytes, STR("LEAVE")))
		_exit(0);
	if (str_has(f->bytes, STR("CALL")))
		(void)!chdir("/");
	send_document(f->name, f->bytes.n, "partly");
	if (str_has(f->bytes, STR("INSERT")) && each) {         /* shifts the answers of those behind it */
		send_mark(WIRE_NEXT);
		send_document(STR("forged"), 0, "partly");
	}
	if (each && !str_has(f->bytes, STR("SWALLOW")))
		send_mark(WIRE_NEXT);
}

static void run(void)
{
	static char bytes[1 << 20];
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	struct wire_envelope v;
	size_t n = 0;
	ssize_t got;

	while ((got = read(0, bytes + n, sizeof bytes - n)) > 0)
		n += (size_t)got;
	if (!wire_get_envelope(a, (struct str){ bytes, n }, &v))
		_exit(JAIL_EXIT_INPUT);
	for (size_t i = 0; i < v.file_count; i++)
		answer(&v.files[i], v.each);
	send_mark(WIRE_END);
}

static void warm(void)
{
}

static const struct zygote_work work = { warm, run, NULL };

/* ---- the supervisor ---- */

struct answers {
	struct arena *arena;
	struct buf lines;               /* name, state */
};

static int take(void *ctx, const struct batch_answer *answer, struct err *e)
{
	struct answers *all = ctx;

	(void)e;
	buf_printf(&all->lines, STR_FMT " " STR_FMT "%s\n", STR_ARG(str_from(answer->input, (size_t)str_rfind_char(answer->input, '/') + 1)),
	    STR_ARG(answer->facts.examined), str_has(answer->json, answer->input) ? "" : " foreign");
	return 0;
}

static void put_file(const char *dir, int number, const char *text)
{
	char path[512];
	FILE *f;

	snprintf(path, sizeof path, "%s/%02d", dir, number);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static struct str read_all(struct answers *all, const char *dir, bool isolate)
{
	struct batch_options o = { .lang = LANG_EN, .jobs = 2, .isolate = isolate, .context = STR(""), .each = take, .ctx = all };
	struct str path = str_of(dir);
	struct err e;

	buf_clear(&all->lines);
	assert_int_equal(batch_run(&o, &path, 1, &e), 0);
	return arena_str(all->arena, buf_str(&all->lines));
}

static void compare(const char *const *kinds, size_t kind_count, int files)
{
#if defined(NOROSHI_SANITIZED)
	/* a sanitizer's run time needs calls that the jail forbids */
	(void)kinds;
	(void)kind_count;
	(void)files;
	fprintf(stderr, "skipped: not on a build with sanitizers\n");
#else
	struct answers all = { .arena = arena_new(1 << 20, arena_full_exit) };
	const char *dir = test_dir();
	struct buf wanted;
	struct str together, alone;

	buf_init(&all.lines, 1 << 20);
	buf_init(&wanted, 1 << 20);
	for (int i = 0; i < files; i++) {
		const char *text = kinds[(size_t)i % kind_count];
		bool bad = str_eq(str_of(text), STR("CRASH")) || str_eq(str_of(text), STR("LEAVE")) || str_eq(str_of(text), STR("CALL"));

		put_file(dir, i, text);
		buf_printf(&wanted, "%02d %s\n", i, bad ? "failed" : "partly");
	}
	together = read_all(&all, dir, false);
	alone = read_all(&all, dir, true);
	assert_string_equal(alone.p, buf_str(&wanted).p);       /* the control: what each of them is by itself */
	assert_string_equal(together.p, alone.p);
	buf_fini(&wanted);
	buf_fini(&all.lines);
	test_dir_remove(dir);
	arena_free(all.arena);
#endif
}

/* The child of a round goes away in the middle. */
static void ends(void **state)
{
	static const char *const kinds[] = { "good", "good", "CRASH", "good", "LEAVE", "good", "CALL", "good" };

	(void)state;
	compare(kinds, COUNT_OF(kinds), 100);
}

/* It says too much or too little, so that answers would slip to a neighbour. */
static void slips(void **state)
{
	static const char *const kinds[] = { "good", "SWALLOW", "good", "INSERT", "good" };
	static const char *const more[] = { "good", "INSERT", "good" };

	(void)state;
	compare(kinds, COUNT_OF(kinds), 50);    /* as many marks as files */
	compare(more, COUNT_OF(more), 50);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(ends), cmocka_unit_test(slips) };

	zygote_role(argc, argv, &work);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
