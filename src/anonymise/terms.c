/* terms.c - the dictionary and its searches; what is read from the registry stands in terms_load.c.
 *
 * Every term is looked for in the folded text, and once more in a squeezed one, in which hyphens,
 * dots, underscores and the spaces between kanji are gone: "A-Company", "a.company" and
 * "青 嶺 重 機 械" are found with the dictionary's one entry.  Short words of Latin letters count
 * only as whole words. */
#include "anonymise/terms.h"

#include <assert.h>
#include <libpsl.h>
#include <openssl/evp.h>

#include "anonymise/automaton.h"
#include "anonymise/decode.h"
#include "anonymise/hash_set.h"
#include "anonymise/patterns.h"
#include "anonymise/plain.h"
#include "base/nearest.h"
#include "base/network.h"
#include "base/sha256.h"
#include "base/text.h"
#include "registry/ordinary.h"

enum {
	SHORTEST = 3,           /* bytes of a folded term; shorter ones are no names */
	SHORTEST_UNBOUNDED = 6, /* Latin letters: shorter ones must stand as words */
	SHORTEST_PART = 4,
	SHORTEST_DECODED = 5,   /* shorter ones turn up in the noise of decodings by chance */
	SHORTEST_WIDE = 2,      /* characters */
	DEEPEST = 3,            /* decodings inside decodings */
	SCRATCH = 512 << 20,
};

struct term {
	enum term_kind kind;
	bool bounded;
	size_t n;               /* bytes in the automaton's text */
};

struct terms {
	struct arena *arena;
	const struct terms *base;       /* searched too: all dictionaries below those of one case */
	struct automaton *plain, *squeezed;
	struct hash_set *hashes;        /* of addresses: looked for in the squeezed text */
	struct term *list;
	size_t count, room;
	struct str *labels;             /* protected second-level labels, for look-alikes */
	size_t label_count, label_room;
	struct network *networks;
	size_t network_count, network_room;
	struct str *drills;             /* lower-case */
	size_t drill_count, drill_room;
};

struct terms *terms_new(struct arena *a, const struct terms *base)
{
	struct terms *t = ARENA_NEW(a, struct terms);

	t->arena = a;
	t->base = base;
	t->plain = automaton_new(a);
	t->squeezed = automaton_new(a);
	t->hashes = hash_set_new(a);
	return t;
}

size_t terms_count(const struct terms *t)
{
	return t->count + (t->base != NULL ? terms_count(t->base) : 0);
}

void terms_seal(struct terms *t)
{
	automaton_seal(t->plain);
	automaton_seal(t->squeezed);
}

/* Characters and whether one of them belongs to a script without spaces. */
static size_t measure(struct str s, bool *wide_r)
{
	size_t n = 0;

	*wide_r = false;
	for (size_t at = 0; at < s.n; n++)
		if (text_is_wide_script(utf8_next(s, &at)))
			*wide_r = true;
	return n;
}

static bool is_glue(uint32_t c)
{
	return c == '-' || c == '_' || c == '.' || c == '=' || c == 0x30FB || c == 0x2010 || c == 0x2011 || c == 0x2013 ||
	    text_is_invisible(c);
}

/* Folded text without glue and without the spaces between wide characters; map[i] is where byte i
 * stood in `folded`. */
static struct str squeeze(struct arena *a, struct str folded, uint32_t **map_r)
{
	struct buf out;
	uint32_t *map = ARENA_ARRAY(a, uint32_t, folded.n + 1);
	bool wide_before = false;
	size_t n = 0;

	buf_init_arena(&out, a, folded.n + 1);
	for (size_t at = 0; at < folded.n;) {
		size_t from = at;
		uint32_t c = utf8_next(folded, &at), next = 0;

		if (is_glue(c))
			continue;
		if (c == ' ' || c == '\n' || c == '\t') {
			size_t look = at;

			if (look < folded.n)
				next = utf8_next(folded, &look);
			if (wide_before && text_is_wide_script(next))
				continue;
		}
		wide_before = text_is_wide_script(c);
		for (size_t i = from; i < at; i++)
			map[n++] = (uint32_t)from;
		buf_add(&out, str_at(folded, from, at - from));
	}
	map[n] = (uint32_t)folded.n;
	*map_r = map;
	return buf_str(&out);
}

static int add_term(struct terms *t, enum term_kind kind, bool bounded, size_t n)
{
	*ARENA_PUSH(t->arena, t->list, t->count, t->room) = (struct term){ kind, bounded, n };
	return (int)t->count - 1;
}

/* One spelling: squeezed where nothing speaks against it (a squeezed text holds whatever the text itself
 * holds), else as it is, as a word of its own or too short to be run together. */
static void add_folded(struct terms *t, struct arena *scratch, enum term_kind kind, struct str folded, bool always_bounded)
{
	struct str tight;
	uint32_t *map;
	bool wide, bounded;
	size_t characters = measure(folded, &wide);

	if (wide ? characters < SHORTEST_WIDE : folded.n < SHORTEST)
		return;
	bounded = always_bounded || (!wide && folded.n < SHORTEST_UNBOUNDED);
	tight = squeeze(scratch, folded, &map);
	characters = measure(tight, &wide);
	if (bounded || (wide ? characters < SHORTEST_WIDE + 1 : tight.n < SHORTEST_UNBOUNDED))
		automaton_add(t->plain, folded, add_term(t, kind, bounded, folded.n));
	else
		automaton_add(t->squeezed, tight, add_term(t, kind, false, tight.n));
}

static void add(struct terms *t, enum term_kind kind, struct str word, bool always_bounded)
{
	struct arena *scratch = arena_new(1 << 20, arena_full_exit);

	add_folded(t, scratch, kind, str_trim(text_fold(scratch, word)), always_bounded);
	arena_free(scratch);
}

/* 株式会社 in front or behind, and what English names end in: without them the name's core is left. */
static struct str core_of(struct arena *a, struct str name)
{
	static const char *const around[] = { "株式会社", "有限会社", "合同会社", "合資会社", "一般社団法人", "独立行政法人",
		"国立研究開発法人", "(株)", "(有)", "(同)", "co.,ltd.", "co., ltd.", "co.,ltd", "co., ltd", "corporation", "corp.",
		"corp", "incorporated", "inc.", "inc", "limited", "ltd.", "ltd", "k.k.", "gmbh", "plc", "llc" };
	struct str s = str_trim(text_fold(a, name));

	for (bool cut = true; cut;) {
		cut = false;
		for (size_t i = 0; i < sizeof around / sizeof around[0]; i++) {
			struct str word = str_of(around[i]);

			if (s.n > word.n && str_ends(s, word) &&
			    (!ascii_alpha((unsigned char)word.p[0]) || strchr(" ,", s.p[s.n - word.n - 1]) != NULL))
				s = str_trim(str_at(s, 0, s.n - word.n)), cut = true;
			if (s.n > word.n && !ascii_alpha((unsigned char)word.p[0]) && str_starts(s, word))
				s = str_trim(str_from(s, word.n)), cut = true;
		}
		while (s.n > 0 && s.p[s.n - 1] == ',')
			s = str_trim(str_at(s, 0, s.n - 1)), cut = true;
	}
	return s;
}

void terms_add_name(struct terms *t, enum term_kind kind, struct str name)
{
	struct str core = core_of(t->arena, name);
	bool wide;
	size_t characters = measure(core, &wide);

	add(t, kind, name, kind == TERM_SIG);
	/* "株式会社日本" has a core that is an ordinary word: only its full forms are protected. */
	if (!str_eq(core, text_fold(t->arena, name)) && characters < (wide ? 3u : 4u)) {
		add(t, kind, arena_printf(t->arena, "(株)" STR_FMT, STR_ARG(core)), false);
		add(t, kind, arena_printf(t->arena, STR_FMT "(株)", STR_ARG(core)), false);
		add(t, kind, arena_printf(t->arena, "株式会社" STR_FMT, STR_ARG(core)), false);
		add(t, kind, arena_printf(t->arena, STR_FMT "株式会社", STR_ARG(core)), false);
		return;
	}
	add(t, kind, core, kind == TERM_SIG);
}

/* The label that names the owner: a-company of mx.a-company.co.example. */
static struct str owner_label(struct arena *a, struct str domain)
{
	static const char *const general[] = { "co", "ac", "go", "or", "ne", "com", "net", "org", "gov", "edu", "gr", "ed", "lg", "ad" };
	const char *name = arena_cstr(a, domain), *registrable = psl_registrable_domain(psl_builtin(), name);
	struct str s = str_of(registrable != NULL ? registrable : name), label = str_upto(s, '.');

	for (size_t i = 0; i < sizeof general / sizeof general[0]; i++)
		if (str_eq(label, str_of(general[i])) && s.n < domain.n) {
			struct str before = str_at(domain, 0, domain.n - s.n - 1);
			long long dot = str_rfind_char(before, '.');

			return dot < 0 ? before : str_from(before, (size_t)dot + 1);
		}
	return label;
}

void terms_add_domain(struct terms *t, struct str domain)
{
	struct str label;

	domain = arena_lower(t->arena, domain);
	if (domain.n < 4 || str_find_char(domain, '.') < 0) {
		add(t, TERM_DOMAIN, domain, false);
		return;
	}
	add(t, TERM_DOMAIN, domain, false);
	label = owner_label(t->arena, domain);
	if (label.n < 4)
		return;
	add(t, TERM_DOMAIN, label, false);
	*ARENA_PUSH(t->arena, t->labels, t->label_count, t->label_room) = label;
}

void terms_add_person(struct terms *t, struct str name)
{
	static const char *const honours[] = { "様", "殿", "氏", "さん", "社長", "部長", "課長" };
	struct str words[6], rest = str_trim(text_fold(t->arena, name)), word;
	size_t n = 0;
	bool wide;

	while (n < 6 && str_split(&rest, ' ', &word))
		if (word.n > 0)
			words[n++] = word;
	if (n == 0)
		return;
	add(t, TERM_PERSON, name, false);
	for (size_t i = 0; n > 1 && i < n; i++) {
		measure(words[i], &wide);
		if (wide || words[i].n >= SHORTEST_PART)
			add(t, TERM_PERSON_PART, words[i], true);
		for (size_t j = 0; wide && j < sizeof honours / sizeof honours[0]; j++)
			add(t, TERM_PERSON, arena_printf(t->arena, STR_FMT "%s", STR_ARG(words[i]), honours[j]), false);
	}
	if (n == 2) {
		add(t, TERM_PERSON, arena_printf(t->arena, STR_FMT STR_FMT, STR_ARG(words[0]), STR_ARG(words[1])), false);
		add(t, TERM_PERSON, arena_printf(t->arena, STR_FMT STR_FMT, STR_ARG(words[1]), STR_ARG(words[0])), false);
		add(t, TERM_PERSON, arena_printf(t->arena, STR_FMT " " STR_FMT, STR_ARG(words[1]), STR_ARG(words[0])), false);
		/* an initial is one letter, not the first byte of a kanji, and what it stands before is a name */
		if (ascii_alpha((unsigned char)words[0].p[0]) && words[1].n > 1) {
			add(t, TERM_PERSON, arena_printf(t->arena, STR_FMT ".%.1s", STR_ARG(words[1]), words[0].p), false);
			add(t, TERM_PERSON, arena_printf(t->arena, "%.1s." STR_FMT, words[0].p, STR_ARG(words[1])), false);
		}
	}
}

static void add_hash(struct terms *t, const EVP_MD *kind, struct str address)
{
	unsigned char out[EVP_MAX_MD_SIZE];
	unsigned int n = 0;

	if (EVP_Digest(address.p, address.n, out, &n, kind, NULL) == 1)
		hash_set_add(t->hashes, hex_of(t->arena, out, n), add_term(t, TERM_ADDRESS, false, 2 * (size_t)n));
}

/* A mailbox of an office is nobody's name. */
static bool is_office(struct str local)
{
	static const char *const words[] = { "info", "contact", "sales", "support", "admin", "office", "mail", "help", "helpdesk", "security",
		"csirt", "abuse", "postmaster", "webmaster", "billing", "accounting", "invoice", "order", "orders", "service", "soumu", "toiawase",
		"noreply", "no-reply", "root", "approver", "recipient", "press", "recruit" };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_eq(local, str_of(words[i])))
			return true;
	return false;
}

void terms_add_address(struct terms *t, struct str address)
{
	struct str lower = arena_lower(t->arena, address), local = str_upto(lower, '@');

	add(t, TERM_ADDRESS, lower, false);
	if (local.n >= SHORTEST_PART && !is_office(local))
		add(t, TERM_LOCAL, local, true);
	add_hash(t, EVP_md5(), lower);
	add_hash(t, EVP_sha1(), lower);
	add_hash(t, EVP_sha256(), lower);
	if (!str_eq(lower, address)) {
		add_hash(t, EVP_md5(), address);
		add_hash(t, EVP_sha1(), address);
		add_hash(t, EVP_sha256(), address);
	}
}

void terms_add_network(struct terms *t, struct str cidr)
{
	struct network n;

	if (network_read(cidr, &n))
		*ARENA_PUSH(t->arena, t->networks, t->network_count, t->network_room) = n;
}

/* `six`: written as IPv6, where nothing below ::/16 is anybody's. */
static bool is_private(bool six, const unsigned char address[16])
{
	const unsigned char *ip = address + 12;

	if (six)
		return (address[0] & 0xFE) == 0xFC || (address[0] == 0xFE && (address[1] & 0xC0) == 0x80) || (address[0] == 0 && address[1] == 0);
	return ip[0] == 10 || ip[0] == 127 || ip[0] == 0 || (ip[0] == 172 && (ip[1] & 0xF0) == 16) ||
	    (ip[0] == 192 && ip[1] == 168) || (ip[0] == 169 && ip[1] == 254) || (ip[0] == 100 && (ip[1] & 0xC0) == 64);
}

void terms_add_drill(struct terms *t, struct str value)
{
	*ARENA_PUSH(t->arena, t->drills, t->drill_count, t->drill_room) = arena_lower(t->arena, value);
}

/* "https://user@Host:443/x" -> "Host" */
static struct str host_in(struct str value)
{
	long long scheme = str_find(value, STR("://"));
	struct str rest = scheme >= 0 ? str_from(value, (size_t)scheme + 3) : value;
	size_t n = 0;

	while (n < rest.n && strchr("/?#", rest.p[n]) == NULL)
		n++;
	rest = str_at(rest, 0, n);
	rest = str_rfind_char(rest, '@') >= 0 ? str_from(rest, (size_t)str_rfind_char(rest, '@') + 1) : rest;
	return str_upto(rest, ':');
}

static bool is_under(struct str host, struct str domain)
{
	return host.n >= domain.n && str_ieq(str_from(host, host.n - domain.n), domain) &&
	    (host.n == domain.n || host.p[host.n - domain.n - 1] == '.');
}

bool terms_is_drill(const struct terms *t, struct str value)
{
	struct str host = host_in(value);

	for (; t != NULL; t = t->base)
		for (size_t i = 0; i < t->drill_count; i++)
			if (str_find_char(t->drills[i], '@') >= 0 ? str_ieq(value, t->drills[i]) : is_under(host, t->drills[i]))
				return true;
	return false;
}

bool terms_has_ip(const struct terms *t, struct str ip)
{
	unsigned char bytes[16];

	/* not readable: not to be shown */
	if (!network_address(ip, bytes) || is_private(str_find_char(ip, ':') >= 0, bytes))
		return true;
	for (; t != NULL; t = t->base)
		for (size_t i = 0; i < t->network_count; i++)
			if (network_holds(&t->networks[i], bytes))
				return true;
	return false;
}

/* rn looks like m, 0 like o: both names are brought to one form before they are compared. */
static struct str skeleton(struct arena *a, struct str s)
{
	struct buf out;

	buf_init_arena(&out, a, s.n + 1);
	for (size_t i = 0; i < s.n; i++) {
		char c = (char)ascii_lower((unsigned char)s.p[i]), next = i + 1 < s.n ? (char)ascii_lower((unsigned char)s.p[i + 1]) : '\0';

		if (c == 'r' && next == 'n')
			c = 'm', i++;
		else if (c == 'v' && next == 'v')
			c = 'w', i++;
		else if (c == 'c' && next == 'l')
			c = 'd', i++;
		else if (c == '0')
			c = 'o';
		else if (c == '1' || c == 'i')
			c = 'l';
		else if (c == '-' || c == '_')
			continue;
		buf_char(&out, c);
	}
	return buf_str(&out);
}

static bool is_like(struct arena *a, const struct terms *t, struct str one)
{
	for (; t != NULL && one.n >= 5; t = t->base)
		for (size_t i = 0; i < t->label_count; i++) {
			struct str other = skeleton(a, t->labels[i]);

			if (other.n >= 5 && str_within(one, other, other.n >= 9 ? 2 : 1))
				return true;
		}
	return false;
}

bool terms_imitates(const struct terms *t, struct str host)
{
	struct arena *a = arena_new(4 << 20, arena_full_exit);
	struct str rest = host, label;
	bool found = false;

	while (!found && str_split(&rest, '.', &label))
		found = is_like(a, t, skeleton(a, label));
	arena_free(a);
	return found;
}

/* Searching. */

struct search {
	const struct terms *t, *now;    /* now: whose automaton runs */
	struct arena *arena;            /* the caller's: hits live there */
	struct term_hits *hits;
	bool parts;
	const char *way;                /* of decodings, "" for none */
	bool noisy;                     /* base64 and the like: short terms are chance */
	struct str original, folded, text;      /* text: what the automaton reads */
	const uint32_t *to_folded;      /* of the squeezed text; NULL: text is folded */
	const uint32_t *to_original;
	size_t base, length;            /* of the encoded piece in the outermost text */
	bool outermost;
};

static bool latin_word(struct str s, size_t at)
{
	return at < s.n && (ascii_alpha((unsigned char)s.p[at]) || ascii_digit((unsigned char)s.p[at]));
}

static void hit_add(struct search *s, enum term_kind kind, size_t offset, size_t length, struct str found)
{
	for (size_t i = 0; i < s->hits->count; i++) {
		struct term_hit *h = &s->hits->list[i];

		if (h->kind != kind || h->offset != offset || h->length != length)
			continue;
		if (strlen(s->way) < strlen(h->how))
			h->how = s->way;
		return;
	}
	*ARENA_PUSH(s->arena, s->hits->list, s->hits->count, s->hits->room) =
	    (struct term_hit){ kind, offset, length, s->way, arena_str(s->arena, found) };
}

static void on_hit(void *ctx, int value, size_t end)
{
	struct search *s = ctx;
	const struct term *term = &s->now->list[value];
	size_t from = end - term->n, f_from, f_to, o_from, o_to;

	if (s->noisy && term->n < SHORTEST_DECODED)
		return;
	if (term->kind == TERM_LOCAL && !s->parts)
		return;
	if (term->bounded && ((from > 0 && latin_word(s->text, from) && latin_word(s->text, from - 1)) ||
	    (latin_word(s->text, end - 1) && latin_word(s->text, end))))
		return;
	if ((term->kind == TERM_PERSON_PART || term->kind == TERM_LOCAL) && ordinary_holds(s->text, from, end))
		return;
	if (term->kind == TERM_LOCAL && plain_label(str_at(s->text, from, end - from)))
		return;
	f_from = s->to_folded != NULL ? s->to_folded[from] : from;
	f_to = end;
	if (s->to_folded != NULL) {
		f_to = s->to_folded[end - 1];
		f_to += utf8_length(str_from(s->folded, f_to));
	}
	o_from = s->to_original[f_from];
	o_to = s->to_original[f_to];
	if (o_to <= o_from)
		o_to = o_from + 1;
	if (term->kind == TERM_PERSON_PART && !s->parts && ascii_alpha((unsigned char)s->original.p[o_from]) &&
	    !(s->original.p[o_from] >= 'A' && s->original.p[o_from] <= 'Z'))
		return;
	hit_add(s, term->kind, s->outermost ? o_from : s->base, s->outermost ? o_to - o_from : s->length,
	    str_at(s->original, o_from, o_to - o_from));
}

static void find_patterns(struct search *s)
{
	size_t at = 0, from, to;

	while (pattern_next(s->folded, &at, &from, &to)) {
		size_t o_from = s->to_original[from], o_to = s->to_original[to];

		hit_add(s, TERM_PATTERN, s->outermost ? o_from : s->base, s->outermost ? o_to - o_from : s->length,
		    str_at(s->original, o_from, o_to - o_from));
	}
}

static void find_in(struct search *s, struct arena *scratch, struct str text)
{
	struct str clean = utf8_repair(scratch, text);
	struct folded f = text_fold_map(scratch, clean);
	uint32_t *map;

	s->original = clean;
	s->folded = s->text = f.text;
	s->to_original = f.map;
	s->to_folded = NULL;
	for (s->now = s->t; s->now != NULL; s->now = s->now->base)
		automaton_run(s->now->plain, f.text, on_hit, s);
	if (!s->noisy)
		find_patterns(s);
	s->text = squeeze(scratch, f.text, &map);
	s->to_folded = map;
	for (s->now = s->t; s->now != NULL; s->now = s->now->base) {
		automaton_run(s->now->squeezed, s->text, on_hit, s);
		hash_set_run(s->now->hashes, s->text, on_hit, s);
	}
}

void terms_find(const struct terms *t, struct arena *a, struct str text, bool parts, struct term_hits *hits)
{
	struct arena *scratch = arena_new(SCRATCH, arena_full_exit);
	struct search s = { .t = t, .arena = a, .hits = hits, .parts = parts, .way = "", .outermost = true };

	find_in(&s, scratch, text);
	arena_free(scratch);
}

struct walk {
	struct search search;
	struct arena *scratch;
	int depth;
	unsigned turned;        /* which turns of the whole text lie behind this reading, since the last decoding */
};

/* Eight readable characters together: something may still be hidden in it. */
static bool worth_decoding(struct str s)
{
	size_t together = 0;

	for (size_t i = 0; i < s.n && together < 8; i++)
		together = (unsigned char)s.p[i] > 0x20 && (unsigned char)s.p[i] < 0x7F ? together + 1 : 0;
	return together >= 8;
}

/* Both turns undo themselves and it is all one which comes first: rot13, backwards, and rot13 read
 * backwards are all there is. */
static unsigned turns_left(unsigned turned)
{
	return turned == 0 ? DECODE_ROT13 | DECODE_REVERSED : turned == DECODE_ROT13 ? DECODE_REVERSED : 0;
}

static void on_decoded(void *ctx, struct str decoded, const char *way, size_t base, size_t length)
{
	struct walk *w = ctx, inner = *w;
	bool clean = strcmp(way, "percent") == 0 || strcmp(way, "markup") == 0 || strcmp(way, "idn") == 0;

	inner.turned = strcmp(way, "rot13") == 0 ? w->turned | DECODE_ROT13 :
	    strcmp(way, "reversed") == 0 ? w->turned | DECODE_REVERSED : 0;
	inner.depth++;
	inner.search.noisy = w->search.noisy || !clean;
	inner.search.outermost = false;
	if (w->search.outermost) {
		inner.search.base = base;
		inner.search.length = length;
	}
	inner.search.way = w->search.way[0] == '\0' ? way :
	    arena_printf(w->search.arena, "%s>%s", w->search.way, way).p;
	find_in(&inner.search, w->scratch, decoded);
	if (inner.depth < DEEPEST && worth_decoding(decoded))
		decode_each(w->scratch, decoded, clean || length < 4096 ? turns_left(inner.turned) : 0, on_decoded, &inner);
}

void terms_find_decoded(const struct terms *t, struct arena *a, struct str text, bool parts, struct term_hits *hits)
{
	struct walk w = { .search = { .t = t, .arena = a, .hits = hits, .parts = parts, .way = "", .outermost = true },
		.scratch = arena_new(SCRATCH, arena_full_exit) };

	find_in(&w.search, w.scratch, text);
	decode_each(w.scratch, text, turns_left(0), on_decoded, &w);
	arena_free(w.scratch);
}
