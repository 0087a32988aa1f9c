/* bench_reader.c - processor time of our reader against GMime's full decode of the same mails.
 *
 * GMime: all parts walked, transfer encodings decoded, text converted to UTF-8; no more than that.
 * Ours does all of what mail_parse does (also addresses, dates, HTML to text, links, quotes, hash).
 * Each round reads every mail with both, in turn; printed are the ratios and their median. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <gmime/gmime.h>

#include "parse/mail/mail.h"

enum { MOST_MAILS = 6000, ROUNDS = 11 };

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
	double ratios[ROUNDS];

	for (int i = 1; i < argc; i++)
		load(argv[i]);
	if (mail_count == 0) {
		fprintf(stderr, "skipped: no mails; give directories of mails\n");
		return 0;
	}
	g_mime_init();
	mail_warm();
	timed(read_ours);       /* both warm */
	timed(read_gmime);
	printf("%zu mails, %.1f MB\n", mail_count, (double)mail_bytes / 1e6);
	for (int i = 0; i < ROUNDS; i++) {
		double ours = timed(read_ours), theirs = timed(read_gmime);

		ratios[i] = ours / theirs;
		printf("ours %.3f s, gmime %.3f s, ratio %.2f\n", ours, theirs, ratios[i]);
	}
	qsort(ratios, ROUNDS, sizeof ratios[0], by_size);
	printf("median ratio ours / gmime: %.2f (target: at most 1.5)\n", ratios[ROUNDS / 2]);
	return sink == 0;
}
