/* fuzz_analyse.c - any bytes through the whole analysis, alone and as a conversation of two: the documents
 * that come out are what the supervisor takes. */
#include "fuzz.h"

#include <stdlib.h>

#include "analyse/analyse.h"
#include "analyse/papers.h"
#include "base/buf.h"
#include "worker/document.h"
#include "worker/pieces.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);

static struct arena *kept;
static struct context context;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const char text[] = "{ \"own_domains\": [\"b-company.example\"], \"free_mail\": [\"freemail.example\"],"
		" \"organisations\": [ { \"name\": \"A社\", \"domains\": [\"a-company.example\"], \"people\":"
		" [ { \"name\": \"Alice Aoki\", \"addresses\": [\"alice@a-company.example\"], \"role\": \"ceo\" } ] } ] }";
	struct err e;

	(void)argc;
	(void)argv;
	analyse_warm();
	pieces_warm();
	kept = arena_new(64 << 20, arena_full_exit);
	context = context_none();
	if (context_parse(kept, str_of(text), &context, &e) < 0)
		abort();
	return 0;
}

static void run(struct arena *a, const struct input_file *files, size_t n, enum analyse_as as)
{
	struct paper_tools tools = { .want_count = 0 };
	struct paper_text texts[PAPER_WANTS_MOST];
	struct buf out;
	struct err e;
	struct str rest, line;
	json_t *doc;

	buf_init_arena(&out, a, 64 << 20);
	assert(analyse_run(a, files, n, as, &context, &tools, &out, NULL, &e) == 0);
	if (tools.want_count > 0) {
		/* the tool says whatever the bytes are */
		for (size_t i = 0; i < tools.want_count; i++)
			texts[i] = (struct paper_text){ tools.wants[i].name, tools.wants[i].bytes, STR(""), 0 };
		tools = (struct paper_tools){ .texts = texts, .text_count = tools.want_count, .answered = true };
		buf_clear(&out);
		assert(analyse_run(a, files, n, as, &context, &tools, &out, NULL, &e) == 0 && tools.want_count == 0);
	}
	rest = buf_str(&out);
	while (str_split(&rest, '\n', &line)) {
		if (line.n == 0)
			continue;
		assert(utf8_valid(line) && document_check(line, &doc, &e) == 0);
		json_decref(doc);
	}
}

static void read_any(struct arena *a, struct str s)
{
	/* the second mail begins behind "\n--next--\n" */
	static const char mark[] = "\n--next--\n";
	long long at = str_find(s, str_of(mark));
	struct input_file files[] = { { STR("1.eml"), s }, { STR("2.eml"), STR("") } };

	run(a, files, 1, ANALYSE_ALONE);
	if (at < 0)
		return;
	files[0].bytes = str_at(s, 0, (size_t)at);
	files[1].bytes = str_from(s, (size_t)at + sizeof mark - 1);
	run(a, files, 2, ANALYSE_THREAD);
	run(a, files, 2, ANALYSE_MAILBOX);
}

FUZZ_TARGET
