/* bench_mail.c - processor time of ours against GMime's full decode of the same mails, in one process.
 *
 *     bench-mail reader|analysis [-n ROUNDS] DIRECTORY...
 *
 * GMime: all parts walked, transfer encodings decoded, text converted to UTF-8; no more than that.
 * reader: all of what mail_parse does (also addresses, dates, HTML to text, links, quotes, hash).
 * analysis: that, every detector, the verdict and the document, without a jail.
 * Each round reads every mail with both, in turn; printed are the ratios and their median. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <gmime/gmime.h>

#include "analyse/analyse.h"
#include "analyse/papers.h"
#include "parse/mail/mail.h"

enum { MOST_MAILS = 6000, ROUNDS = 11, MOST_ROUNDS = 99 };

static struct str mails[MOST_MAILS];
static size_t mail_count, mail_bytes;

static void load(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL && mail_count < MOST_MAILS) {
		char path[2048], *bytes;
		struct stat st;
		FILE *f;

		snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
		if (e->d_name[0] == '.' || strncmp(e->d_name, "LICENSE", 7) == 0 || stat(path, &st) < 0)
			continue;
		if (S_ISDIR(st.st_mode)) {
			load(path);
			continue;
		}
		f = fopen(path, "rb");
		bytes = malloc((size_t)st.st_size + 1);
		if (f != NULL && bytes != NULL && fread(bytes, 1, (size_t)st.st_size, f) == (size_t)st.st_size) {
			mails[mail_count++] = (struct str){ bytes, (size_t)st.st_size };
			mail_bytes += (size_t)st.st_size;
		}
		if (f != NULL)
			fclose(f);
	}
	if (d != NULL)
		closedir(d);
}

static double cpu(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return (double)u.ru_utime.tv_sec + (double)u.ru_utime.tv_usec / 1e6 + (double)u.ru_stime.tv_sec + (double)u.ru_stime.tv_usec / 1e6;
}

static size_t sink;

static void part(GMimeObject *parent, GMimeObject *object, gpointer data)
{
	(void)parent;
	(void)data;
	if (GMIME_IS_TEXT_PART(object)) {
		char *text = g_mime_text_part_get_text(GMIME_TEXT_PART(object));

		sink += text != NULL ? strlen(text) : 0;
		g_free(text);
	} else if (GMIME_IS_MESSAGE_PART(object)) {
		GMimeMessage *inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));

		if (inner != NULL)
			g_mime_message_foreach(inner, part, NULL);
	} else if (GMIME_IS_PART(object)) {
		GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(object));
		GMimeStream *out = g_mime_stream_mem_new();

		if (content != NULL)
			g_mime_data_wrapper_write_to_stream(content, out);
		sink += (size_t)g_mime_stream_length(out);
		g_object_unref(out);
	}
}

static void read_gmime(struct str raw)
{
	GMimeStream *in = g_mime_stream_mem_new_with_buffer(raw.p, raw.n);
	GMimeParser *parser = g_mime_parser_new_with_stream(in);
	GMimeMessage *m = g_mime_parser_construct_message(parser, NULL);

	if (m != NULL) {
		const char *subject = g_mime_message_get_subject(m);
		InternetAddressList *from = g_mime_message_get_from(m);

		sink += (subject != NULL) + (from != NULL);
		g_mime_message_foreach(m, part, NULL);
		g_object_unref(m);
	}
	g_object_unref(parser);
	g_object_unref(in);
}

static void read_ours(struct str raw)
{
	struct arena *a = arena_new(1 << 30, arena_full_exit);

	sink += mail_parse(a, raw, NULL)->text.n;
	arena_free(a);
}

static void analyse_ours(struct str raw)
{
	struct arena *a = arena_new(1 << 30, arena_full_exit);
	const struct context nobody = { .as_of_ms = TIME_NONE, .sent_from_ms = TIME_NONE };
	const struct input_file file = { STR("mail"), raw };
	struct paper_tools tools = { .answered = true };        /* no program of others: its time is its own */
	struct buf out;
	struct err e;

	buf_init(&out, 64 << 20);
	if (analyse_run(a, &file, 1, ANALYSE_ALONE, &nobody, &tools, &out, NULL, &e) < 0)
		fprintf(stderr, "%s\n", e.text);
	sink += buf_str(&out).n;
	buf_fini(&out);
	arena_free(a);
}

static double timed(void (*run)(struct str raw))
{
	double before = cpu();

	for (size_t i = 0; i < mail_count; i++)
		run(mails[i]);
	return cpu() - before;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	double ratios[MOST_ROUNDS];
	int rounds = ROUNDS, first = 2;
	void (*ours)(struct str raw) = argc > 1 && strcmp(argv[1], "analysis") == 0 ? analyse_ours : read_ours;
	bool known = argc > 1 && (ours == analyse_ours || strcmp(argv[1], "reader") == 0);

	if (known && argc > 3 && strcmp(argv[2], "-n") == 0) {
		rounds = atoi(argv[3]);
		first = 4;
	}
	if (!known || rounds < 1 || rounds > MOST_ROUNDS) {
		fprintf(stderr, "usage: bench-mail reader|analysis [-n ROUNDS] DIRECTORY...\n");
		return 2;
	}
	for (int i = first; i < argc; i++)
		load(argv[i]);
	if (mail_count == 0) {
		fprintf(stderr, "skipped: no mails; give directories of mails\n");
		return 0;
	}
	g_mime_init();
	mail_warm();
	analyse_warm();
	timed(ours);            /* both warm */
	timed(read_gmime);
	printf("%zu mails, %.1f MB\n", mail_count, (double)mail_bytes / 1e6);
	for (int i = 0; i < rounds; i++) {
		double mine = timed(ours), theirs = timed(read_gmime);

		ratios[i] = mine / theirs;
		printf("ours %.3f s, gmime %.3f s, ratio %.2f\n", mine, theirs, ratios[i]);
	}
	qsort(ratios, (size_t)rounds, sizeof ratios[0], by_size);
	printf("median ratio ours / gmime: %.2f (target: at most %s)\n", ratios[rounds / 2], ours == read_ours ? "1.5" : "4 with the jail");
	return sink == 0;
}
