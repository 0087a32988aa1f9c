/* gate.c - one rule per type of indicator; what has no rule is withheld. */
#include "anonymise/gate.h"

#include "anonymise/plain.h"
#include "base/buf.h"
#include "indicator/lists.h"
#include "parse/url.h"

const char *const treatment_names[] = { "kept", "generalised", "withheld" };

enum { LONGEST_SHOWN = 2000, LONGEST_CODE = 3 };

static struct gate_answer kept(struct str value)
{
	return (struct gate_answer){ TREATMENT_KEPT, value, "clean" };
}

static struct gate_answer generalised(struct str shown, const char *why)
{
	return (struct gate_answer){ TREATMENT_GENERALISED, shown, why };
}

static struct gate_answer withheld(const char *why)
{
	return (struct gate_answer){ TREATMENT_WITHHELD, STR(""), why };
}

static bool names_somebody(const struct terms *t, struct arena *a, struct str s)
{
	struct term_hits hits = { 0 };

	terms_find_decoded(t, a, s, true, &hits);
	return hits.count > 0;
}

/* Handed in by one organisation alone: it may have been made for it. */
static bool is_seen_once(const struct gate_question *q)
{
	return q->organisations < 2 && !q->public_source;
}

static bool is_separator(char c)
{
	return c == '.' || c == '-' || c == '_' || c == '+' || c == '=';
}

/* alice.a-company: "Alice A" would take a piece of a longer name away. */
static bool cuts_a_longer(const struct term_hits *hits, const struct term_hit *h)
{
	for (size_t i = 0; i < hits->count; i++) {
		const struct term_hit *o = &hits->list[i];

		if (o->how[0] == '\0' && o->offset > h->offset && o->offset < h->offset + h->length &&
		    o->offset + o->length > h->offset + h->length && o->length > h->length)
			return true;
	}
	return false;
}

/* Which of the hits covers `at`: the longest that ends where a word ends, else the longest. */
static const struct term_hit *hit_at(const struct term_hits *hits, struct str s, size_t at)
{
	const struct term_hit *best = NULL;
	bool best_ends = false;

	for (size_t i = 0; i < hits->count; i++) {
		const struct term_hit *h = &hits->list[i];
		bool ends = h->offset + h->length >= s.n || is_separator(s.p[h->offset + h->length]);

		if (h->offset != at || h->how[0] != '\0' || (best != NULL && best_ends && !ends) || cuts_a_longer(hits, h))
			continue;
		if (best == NULL || (ends && !best_ends) || h->length > best->length)
			best = h, best_ends = ends;
	}
	return best;
}

static const char *slot_of(enum term_kind kind)
{
	return kind == TERM_PERSON || kind == TERM_PERSON_PART || kind == TERM_LOCAL ? "<local>" : "<org>";
}

static bool is_country_word(struct str s)
{
	static const char *const words[] = { "co", "com", "net", "org", "ac", "or", "ne", "go", "gov" };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_ieq(s, str_of(words[i])))
			return true;
	return s.n == 2 && ascii_alpha((unsigned char)s.p[0]) && ascii_alpha((unsigned char)s.p[1]);
}

/* alice.a-company.co.jp -> <local>.<org>.<cc>.<cc>; what is no hit and no country could still
 * name somebody nobody registered, so it becomes <text>. */
static struct str local_rule(struct arena *a, struct str local, const struct term_hits *hits)
{
	struct buf out;
	size_t i = 0;

	buf_init_arena(&out, a, local.n * 8 + 16);
	while (i < local.n) {
		const struct term_hit *h = hit_at(hits, local, i);
		size_t end = i;

		if (h != NULL && h->length > 0) {
			buf_z(&out, slot_of(h->kind));
			i += h->length;
			continue;
		}
		if (is_separator(local.p[i])) {
			buf_char(&out, local.p[i++]);
			continue;
		}
		while (end < local.n && !is_separator(local.p[end]) && hit_at(hits, local, end) == NULL)
			end++;
		buf_z(&out, is_country_word(str_at(local, i, end - i)) ? "<cc>" : "<text>");
		i = end;
	}
	return buf_str(&out);
}

static struct gate_answer ask_host(const struct terms *t, struct arena *a, struct str host, const struct gate_question *q);

/* word.word.jp at a free provider: the shape in which names of people and firms are rebuilt, whoever it
 * may be. */
static bool is_rebuilt(struct str local, struct str domain)
{
	struct str last = STR("");
	size_t words = 0, from = 0;

	if (!data_freemail_has(domain))
		return false;
	for (size_t i = 0; i <= local.n; i++) {
		if (i < local.n && !is_separator(local.p[i]))
			continue;
		last = str_at(local, from, i - from);
		words += last.n > 0;
		from = i + 1;
	}
	return words >= 3 || (words == 2 && is_country_word(last));
}

static struct gate_answer ask_email(const struct terms *t, struct arena *a, const struct gate_question *q)
{
	struct str local = str_upto(q->value, '@'), domain = str_after(q->value, '@');
	struct term_hits hits = { 0 };
	struct str rule;

	if (domain.n == 0)
		return withheld("unreadable");
	if (names_somebody(t, a, domain))
		return withheld("protected-domain");
	terms_find(t, a, local, true, &hits);
	if (hits.count == 0 && (names_somebody(t, a, local) || str_eq(q->role, STR("victim-named"))))
		return withheld("protected-encoded");
	if (hits.count == 0 && terms_imitates(t, domain))
		return generalised(STR("<look-alike of a protected domain>"), "look-alike");
	if (hits.count == 0 && is_seen_once(q) && is_rebuilt(local, domain))
		return generalised(arena_printf(a, STR_FMT "@<freemail>", STR_ARG(local_rule(a, local, &hits))), "rebuilt");
	if (hits.count == 0 && is_seen_once(q) && !data_freemail_has(domain) && !str_eq(ask_host(t, a, domain, q).shown, domain))
		return withheld("once");        /* a mail host of the recipient's own */
	if (hits.count == 0 && is_seen_once(q) && plain_is_code(local))
		return generalised(arena_printf(a, "<text>@" STR_FMT, STR_ARG(domain)), "token");
	if (hits.count == 0)
		return kept(q->value);
	rule = local_rule(a, local, &hits);
	if (terms_imitates(t, domain))
		return generalised(arena_printf(a, STR_FMT "@<look-alike>", STR_ARG(rule)), "protected");
	return generalised(arena_printf(a, STR_FMT "@<freemail>", STR_ARG(rule)), "protected");
}

/* a7f3k2.evil.example with a wildcard in the name server: the label may be the recipient's.  What stands
 * left of the registrable domain is shown where services are called so, or two have seen it. */
static struct gate_answer labels_shown(struct arena *a, struct str host, const struct gate_question *q)
{
	struct str domain = domain_registrable(a, host), rest, label;
	struct buf out;
	bool all = true;

	if (!is_seen_once(q) || domain.p == NULL || domain.n >= host.n)
		return kept(host);
	rest = str_at(host, 0, host.n - domain.n - 1);
	buf_init_arena(&out, a, host.n * 8 + 16);
	while (str_split(&rest, '.', &label)) {
		bool plain = plain_label(label);

		all = all && plain;
		if (plain)
			buf_add(&out, label);
		else
			buf_z(&out, "<label>");
		buf_char(&out, '.');
	}
	buf_add(&out, domain);
	return all ? kept(host) : generalised(buf_str(&out), "once");
}

static struct str without_port(struct str host)
{
	long long colon = str_rfind_char(host, ':');

	if (host.n > 1 && host.p[0] == '[')
		return str_upto(str_from(host, 1), ']');
	return colon > 0 && str_find_char(host, ':') == colon ? str_at(host, 0, (size_t)colon) : host;
}

/* Protected stretches of a host become <org>; a look-alike is told as such. */
static struct gate_answer ask_host(const struct terms *t, struct arena *a, struct str host, const struct gate_question *q)
{
	struct term_hits hits = { 0 };
	struct str rest = host, label, last = STR("");
	enum url_host kind = URL_HOST_NONE;
	struct buf out;

	host_normal(a, without_port(host), NULL, &kind);
	if (kind == URL_HOST_IPV4 || kind == URL_HOST_IPV6)
		return terms_has_ip(t, host_normal(a, without_port(host), NULL, &kind)) ? withheld("protected-network") : kept(host);
	terms_find(t, a, host, true, &hits);
	if (hits.count == 0 && names_somebody(t, a, host))
		return withheld("protected-encoded");
	if (hits.count == 0 && !terms_imitates(t, host) && !terms_imitates(t, host_shown(a, host)))
		return labels_shown(a, host, q);
	if (hits.count == 0) {
		while (str_split(&rest, '.', &label))
			last = label;
		return generalised(arena_printf(a, "<look-alike>." STR_FMT, STR_ARG(last)), "look-alike");
	}
	buf_init_arena(&out, a, host.n * 8 + 16);
	for (size_t i = 0; i < host.n;) {
		const struct term_hit *h = hit_at(&hits, host, i);

		if (h != NULL && h->length == host.n)
			return withheld("protected-domain");
		if (h != NULL)
			buf_z(&out, slot_of(h->kind));
		else
			buf_char(&out, host.p[i]);
		i += h != NULL && h->length > 0 ? h->length : 1;
	}
	if (names_somebody(t, a, buf_str(&out)))
		return withheld("protected-domain");
	return generalised(buf_str(&out), "protected");
}

/* The piece of a path or query as it may stand, and what it did to the whole.  A value of a query or a
 * fragment is where recipients are named: once seen, only a code of three characters stays. */
static struct str url_piece(const struct terms *t, struct arena *a, struct str piece, bool is_value, const struct gate_question *q,
    const char **why)
{
	if (piece.n == 0)
		return piece;
	if (names_somebody(t, a, piece)) {
		*why = "protected";
		return STR("{recipient}");
	}
	if (is_seen_once(q) && (is_value ? piece.n > LONGEST_CODE : !plain_piece(piece))) {
		if (*why == NULL)
			*why = "token";
		return STR("{token}");
	}
	return piece;
}

static struct gate_answer ask_url(const struct terms *t, struct arena *a, const struct gate_question *q)
{
	long long scheme_end = str_find(q->value, STR("://"));
	struct str rest = scheme_end > 0 ? str_from(q->value, (size_t)scheme_end + 3) : q->value, host;
	struct gate_answer host_answer;
	const char *why = NULL;
	bool tail = false, behind_equals = false;
	struct buf out;
	size_t from = 0;

	for (from = 0; from < rest.n && strchr("/?#", rest.p[from]) == NULL; from++)
		;
	host = str_at(rest, 0, from);
	if (scheme_end <= 0 || host.n == 0 || str_find_char(host, '@') >= 0)
		return withheld("unreadable");
	host_answer = ask_host(t, a, host, q);
	if (host_answer.treatment == TREATMENT_WITHHELD)
		return host_answer;
	buf_init_arena(&out, a, q->value.n * 12 + 64);
	buf_add(&out, str_at(q->value, 0, (size_t)scheme_end + 3));
	buf_add(&out, host_answer.shown);
	for (size_t i = from; i < rest.n;) {
		size_t end = i;

		if (strchr("/?#&=;", rest.p[i]) != NULL) {
			tail = tail || rest.p[i] == '?' || rest.p[i] == '#';
			behind_equals = rest.p[i] == '=';
			buf_char(&out, rest.p[i++]);
			continue;
		}
		while (end < rest.n && strchr("/?#&=;", rest.p[end]) == NULL)
			end++;
		buf_add(&out, url_piece(t, a, str_at(rest, i, end - i), behind_equals || (tail && !(end < rest.n && rest.p[end] == '=')), q, &why));
		i = end;
	}
	/* What hides over several pieces is looked for in the whole. */
	if (names_somebody(t, a, buf_str(&out)))
		return generalised(arena_printf(a, "%.*s" STR_FMT "/{recipient}", (int)scheme_end + 3, q->value.p,
		    STR_ARG(host_answer.shown)), "protected");
	if (why == NULL && host_answer.treatment == TREATMENT_KEPT)
		return kept(q->value);
	return generalised(buf_str(&out), why != NULL ? why : host_answer.why);
}

static struct gate_answer ask_filename(const struct terms *t, struct arena *a, const struct gate_question *q)
{
	long long dot = str_rfind_char(q->value, '.');

	if (!names_somebody(t, a, q->value) && !(is_seen_once(q) && !plain_file_name(q->value)))
		return kept(q->value);
	if (dot < 0 || names_somebody(t, a, str_from(q->value, (size_t)dot)) || q->value.n - (size_t)dot > 6)
		return withheld("protected");
	return generalised(arena_printf(a, "<name>" STR_FMT, STR_ARG(str_from(q->value, (size_t)dot))), "protected");
}

struct gate_answer gate_ask(const struct terms *t, struct arena *a, const struct gate_question *q)
{
	bool hash = str_eq(q->type, STR("sha256")) || str_eq(q->type, STR("sha1")) || str_eq(q->type, STR("md5"));

	if (q->value.n > LONGEST_SHOWN)
		return withheld("too-long");
	/* The hijacked mailbox and the bait belong to somebody who did nothing; of a role that is not known here
	 * nobody can say whose it is. */
	if (!str_eq(q->role, STR("malicious")) && !str_eq(q->role, STR("suspect")) && !str_eq(q->role, STR("victim-named")))
		return withheld("role");
	if (!hash && !str_eq(q->type, STR("filename")) && terms_is_drill(t, q->value))
		return withheld("drill");
	if (str_eq(q->type, STR("email")))
		return ask_email(t, a, q);
	if (str_eq(q->role, STR("victim-named")) && !str_eq(q->type, STR("url")) && !str_eq(q->type, STR("domain")))
		return withheld("role");
	if (str_eq(q->type, STR("domain")))
		return ask_host(t, a, q->value, q);
	if (str_eq(q->type, STR("url")))
		return ask_url(t, a, q);
	if (str_eq(q->type, STR("ipv4")) || str_eq(q->type, STR("ipv6")))
		return terms_has_ip(t, q->value) ? withheld("protected-network") : kept(q->value);
	if (str_eq(q->type, STR("filename")))
		return ask_filename(t, a, q);
	/* One victim may have got a file of its own: a hash that two saw is the attacker's. */
	if (hash && names_somebody(t, a, q->value))
		return withheld("protected");
	if (hash)
		return is_seen_once(q) ? withheld("once") : kept(q->value);
	return withheld("type");
}
