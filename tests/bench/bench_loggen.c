/* bench_loggen.c - log lines of the size and mix of real ones, with hits at a chosen rate.
 *
 *   bench-loggen web|flow MEGABYTES HITS_PER_10000 LIST   writes to standard output
 *
 * web: combined access log, about 190 bytes a line.  flow: Zeek-like, about 70 bytes.  A line that hits holds
 * a value of LIST (one a line).  Everything else is drawn from a seeded source. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 88172645463325252ull;

static uint32_t draw(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 16);
}

static char **list;
static size_t list_count;

static void read_list(const char *path)
{
	FILE *f = fopen(path, "r");
	char line[512];

	if (f == NULL) {
		perror(path);
		exit(2);
	}
	while (fgets(line, sizeof line, f) != NULL) {
		if (list_count % 65536 == 0)
			list = realloc(list, (list_count + 65536) * sizeof *list);
		line[strcspn(line, "\n")] = '\0';
		list[list_count++] = strdup(line);
	}
	fclose(f);
}

/* Addresses in the few networks that a site really talks to, some from anywhere. */
static const char *address(char text[16])
{
	static uint32_t networks[512];
	uint32_t n = draw();

	if (networks[0] == 0)
		for (int i = 0; i < 512; i++)
			networks[i] = draw() | 0x01000000;
	n = n % 4 != 0 ? (networks[draw() % 512] & 0xffffff00) | (n & 0xff) : n;
	snprintf(text, 16, "%u.%u.%u.%u", (n >> 24) % 223 + 1, n >> 16 & 255, n >> 8 & 255, n & 255);
	return text;
}

static const char *picked(const char *fallback, unsigned rate, int want_address)
{
	if (draw() % 10000 >= rate)
		return fallback;
	for (int i = 0; i < 100; i++) {
		const char *s = list[draw() % list_count];
		int is_address = s[0] >= '0' && s[0] <= '9' && strspn(s, "0123456789.") == strlen(s);

		if (is_address == want_address)
			return s;
	}
	return fallback;
}

static size_t web(FILE *out, uint64_t n, unsigned rate)
{
	static const char *const pages[] = { "/", "/index.html", "/images/logo.png", "/css/site.css", "/news/2019/07/", "/api/v1/items", "/search" };
	static const char *const agents[] = { "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/75.0.3770.142 Safari/537.36",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 12_3_1 like Mac OS X) AppleWebKit/605.1.15", "curl/7.64.0" };
	char ip[16];

	return (size_t)fprintf(out, "%s - - [%02u/Jul/2019:%02u:%02u:%02u +0900] \"GET %s?id=%u HTTP/1.1\" %u %u \"http://www.%s/%u\" \"%s\"\n",
	    picked(address(ip), rate, 1), (unsigned)(n / 3000000 % 28 + 1), (unsigned)(n / 36000 % 24), (unsigned)(n / 600 % 60), (unsigned)(n / 10 % 60),
	    pages[draw() % 7], draw() % 100000, draw() % 8 != 0 ? 200u : 404u, draw() % 90000, draw() % 2 != 0 ? "a-company.example" : "b-company.example",
	    draw() % 1000, agents[draw() % 3]);
}

static size_t flow(FILE *out, uint64_t n, unsigned rate)
{
	char a[16], b[16];

	return (size_t)fprintf(out, "%llu.%06u\tC%llx\t%s\t%u\t%s\t%u\ttcp\tS0\n", 1546300800ull + n / 20, draw() % 1000000,
	    (unsigned long long)n, picked(address(a), rate, 1), 32768 + draw() % 28000, address(b), draw() % 2 != 0 ? 443u : 1433u);
}

int main(int argc, char **argv)
{
	unsigned long long bytes = 0, most;
	unsigned rate;

	if (argc != 5)
		return 2;
	most = strtoull(argv[2], NULL, 10) << 20;
	rate = (unsigned)strtoul(argv[3], NULL, 10);
	read_list(argv[4]);
	if (strcmp(argv[1], "flow") == 0)
		bytes += (unsigned long long)printf("#separator \\x09\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tconn_state\n");
	for (uint64_t n = 0; bytes < most; n++)
		bytes += strcmp(argv[1], "web") == 0 ? web(stdout, n, rate) : flow(stdout, n, rate);
	return 0;
}
