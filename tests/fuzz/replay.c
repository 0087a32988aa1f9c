/* replay.c - a fuzz target over its corpus, as an ordinary test:  fuzz-test_<name>   (from the project's root)
 *
 * Each file is also read cut short at a few places, which is where readers run over an end. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv) __attribute__((weak));

/* A copy of exactly this size, so that a sanitizer sees a byte too many. */
static void read_copy(const uint8_t *bytes, size_t n)
{
	uint8_t *copy = malloc(n > 0 ? n : 1);

	memcpy(copy, bytes, n);
	LLVMFuzzerTestOneInput(copy, n);
	free(copy);
}

static void read_file(const char *path)
{
	enum { MOST = 1 << 20, CUTS = 7 };
	uint8_t *bytes = malloc(MOST);
	FILE *f = fopen(path, "rb");
	size_t n;

	if (f == NULL || bytes == NULL)
		abort();
	n = fread(bytes, 1, MOST, f);
	fclose(f);
	for (size_t i = 1; i <= CUTS; i++)
		read_copy(bytes, n * i / CUTS);
	free(bytes);
}

int main(int argc, char **argv)
{
	const char *name = strstr(argv[0], "fuzz-test_");
	struct dirent **entries;
	char dir[512], path[1024];
	int n, count = 0;

	if (LLVMFuzzerInitialize != NULL)
		LLVMFuzzerInitialize(&argc, &argv);
	read_copy((const uint8_t *)"", 0);
	snprintf(dir, sizeof dir, "tests/fuzz/corpus/%s", name != NULL ? name + strlen("fuzz-test_") : "");
	n = scandir(dir, &entries, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		if (entries[i]->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/%s", dir, entries[i]->d_name);
		read_file(path);
		printf("ok %d - %s\n", ++count, entries[i]->d_name);
	}
	if (count == 0)
		printf("not ok 1 - %s holds no inputs\n", dir);
	return count == 0;
}
