/* links.c - reading the links of one mail once. */
#include "analyse/links.h"

#include "base/text.h"
#include "indicator/lists.h"

static const struct { unsigned bit; const char *word; } words[] = {
	{ LINK_USERINFO, "@host-userinfo" }, { LINK_DISGUISED, "@host-disguised" }, { LINK_IP, "@host-ip" },
	{ LINK_PUNYCODE, "@host-punycode" }, { LINK_ODD_PORT, "@host-port" }, { LINK_REDIRECT, "@host-redirect" },
	{ LINK_SHORTENER, "@host-shortener" }, { LINK_TENANT, "@host-tenant" }, { LINK_FREE_HOST, "@host-free" },
	{ LINK_RARE_TLD, "@host-rare-tld" },
};

struct str link_host_word(unsigned host)
{
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (host & words[i].bit)
			return str_of(words[i].word);
	return STR_NONE;
}

/* "192.0.2.7.host.example", "ip-192-0-2-7.example": a machine without a name of its own, as providers number them. */
static bool is_numbered(struct str host)
{
	enum { OCTETS = 4 };

	for (size_t at = 0; at < host.n; at++) {
		size_t next = at, octets = 0;
		char mark = 0;

		if (!ascii_digit((unsigned char)host.p[at]) || (at > 0 && ascii_digit((unsigned char)host.p[at - 1])))
			continue;
		while (octets < OCTETS) {
			unsigned value = 0;
			size_t from = next;

			while (next < host.n && ascii_digit((unsigned char)host.p[next]) && next - from < 3)
				value = value * 10 + (unsigned)(host.p[next++] - '0');
			if (next == from || value > 255)
				break;
			octets++;
			if (octets == OCTETS || next >= host.n || (host.p[next] != '.' && host.p[next] != '-') || (mark != 0 && host.p[next] != mark))
				break;
			mark = host.p[next++];
		}
		if (octets == OCTETS && next < host.n && (host.p[next] == '.' || host.p[next] == '-') && str_find_char(str_from(host, next), '.') >= 0)
			return true;
	}
	return false;
}

static unsigned host_class(struct arena *a, const struct link_read *l)
{
	const struct url *u = &l->url;
	unsigned bits = 0;
	struct url outer;

	if (u->host.n == 0)
		return 0;
	bits |= (u->odd & URL_USERINFO) != 0 ? LINK_USERINFO : 0;
	bits |= (u->odd & URL_ODD_PORT) != 0 ? LINK_ODD_PORT : 0;
	bits |= (u->odd & (URL_NUMERIC_HOST | URL_PERCENT_HOST)) != 0 ? LINK_DISGUISED : 0;
	if (u->host_kind == URL_HOST_IPV4 || u->host_kind == URL_HOST_IPV6)
		return bits | LINK_IP;
	bits |= is_numbered(u->host) ? LINK_IP : 0;
	bits |= (u->odd & (URL_PUNYCODE | URL_IDN_REFUSED)) != 0 ? LINK_PUNYCODE : 0;
	bits |= data_shortener_has(u->host) ? LINK_SHORTENER : 0;
	bits |= data_free_host_has(u->host) ? LINK_FREE_HOST : 0;
	bits |= domain_is_tenant(a, u->host) ? LINK_TENANT : 0;
	bits |= data_suspicious_tld_has(u->host) ? LINK_RARE_TLD : 0;
	if (l->through.redirector.n > 0 && url_parse(a, l->through.redirector, &outer) && !domain_same(a, outer.host, u->host))
		bits |= LINK_REDIRECT;
	return bits;
}

/* ---- the reader's address ---- */

enum { LONGEST_ADDRESS = 254 };

static bool holds(struct str text, const struct mailbox *box)
{
	return box->local.n > 0 && str_ihas(text, box->address);
}

static bool is_base64(unsigned char c)
{
	return ascii_alpha(c) || ascii_digit(c) || c == '+' || c == '-' || c == '_';
}

static bool is_hex(unsigned char c)
{
	return ascii_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f');
}

static struct str hex_bytes(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n / 2 + 1);

	for (size_t i = 0; i + 1 < s.n; i += 2) {
		unsigned char hi = ascii_lower((unsigned char)s.p[i]), lo = ascii_lower((unsigned char)s.p[i + 1]);

		p[i / 2] = (char)((hi <= '9' ? hi - '0' : hi - 'a' + 10) << 4 | (lo <= '9' ? lo - '0' : lo - 'a' + 10));
	}
	return (struct str){ p, s.n / 2 };
}

/* Each run of letters that could be an encoding, decoded from its beginning. */
static const char *encoded_in(struct arena *a, struct str text, const struct mailbox *box)
{
	for (size_t i = 0; i < text.n;) {
		size_t n = 0, hex = 0;
		struct str run;

		while (i + n < text.n && is_base64((unsigned char)text.p[i + n]))
			hex += is_hex((unsigned char)text.p[i + n++]);
		run = str_at(text, i, n);
		if (n >= box->address.n * 2 && hex == n && holds(hex_bytes(a, run), box))
			return "hex";
		if (n >= box->address.n * 4 / 3) {
			struct str inner = base64_any(a, run);

			if (holds(inner, box) || holds(base64_any(a, inner), box))
				return "base64";
		}
		i += n + 1;
	}
	return NULL;
}

/* "gnanxn@o-pbzcnal.rknzcyr" or "elpmaxe.ynapmoc-b@akanat": the "@" stays, so few links are looked at. */
static bool holds_shuffled(struct str text, const struct mailbox *box)
{
	char rot13[LONGEST_ADDRESS], back[LONGEST_ADDRESS];
	size_t n = box->address.n;

	if (n > LONGEST_ADDRESS || str_find_char(text, '@') < 0)
		return false;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = ascii_lower((unsigned char)box->address.p[i]);

		rot13[i] = (char)(ascii_alpha(c) ? 'a' + (c - 'a' + 13) % 26 : c);
		back[n - 1 - i] = box->address.p[i];
	}
	return str_ihas(text, (struct str){ rot13, n }) || str_ihas(text, (struct str){ back, n });
}

static void find_recipient(struct arena *a, struct link_read *l, const struct mailbox *box)
{
	struct str text = l->through.sent, plain;

	if (box->address.n < 6 || box->local.n == 0 || l->recipient.p != NULL)
		return;
	plain = url_percent_decode(a, text);
	plain = plain.p != text.p ? url_percent_decode(a, plain) : plain;
	if (holds(text, box))
		l->encoded = str_ihas(str_after(text, '#'), box->address) ? "fragment" : "plain";
	else if (holds(plain, box))
		l->encoded = "percent";
	else
		l->encoded = holds_shuffled(plain, box) ? "letters" : encoded_in(a, plain, box);
	if (l->encoded != NULL)
		l->recipient = box->address;
}

static void find_recipients(struct arena *a, const struct mail *m, struct link_read *l)
{
	const struct mailboxes *lists[] = { &m->to, &m->cc };

	if (str_eq(l->url.scheme, STR("mailto")))
		return;
	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < lists[k]->count && i < 5; i++)
			find_recipient(a, l, &lists[k]->list[i]);
}

/* ---- all of them ---- */

static bool is_picture(struct str element)
{
	return str_eq(element, STR("img")) || str_eq(element, STR("background")) || str_eq(element, STR("svg"));
}

/* Links by place and kind: what leads to the same place is judged once, and once more where only a later one has words. */
struct seen {
	uint32_t *slots;                /* index + 1 into the list */
	size_t mask;
};

static size_t slot_of(const struct link *l)
{
	uint64_t h = is_picture(l->element);

	for (size_t i = 0; i < l->url.n; i++)
		h = (h ^ (unsigned char)l->url.p[i]) * 1099511628211ULL;
	return (size_t)(h ^ h >> 29);
}

/* The slot where `l` belongs; NULL: known. */
static uint32_t *seen_slot(const struct seen *seen, const struct link_read *list, const struct link *l)
{
	for (size_t at = slot_of(l) & seen->mask;; at = (at + 1) & seen->mask) {
		const struct link *other;

		if (seen->slots[at] == 0)
			return &seen->slots[at];
		other = list[seen->slots[at] - 1].link;
		if (str_eq(other->url, l->url) && (other->text.n > 0 || l->text.n == 0) && is_picture(other->element) == is_picture(l->element))
			return NULL;
	}
}

static bool read_link(struct arena *a, const struct mail *m, const struct link *link, struct link_read *l)
{
	*l = (struct link_read){ .link = link, .domain = STR("") };
	url_unwrap(a, link->url, &l->through);
	if (!url_parse(a, l->through.target, &l->url))
		return false;
	l->clicked = !is_picture(link->element);
	l->host = host_class(a, l);
	if (l->url.host.n > 0) {
		l->domain = domain_registrable(a, l->url.host);
		l->domain = l->domain.p != NULL ? l->domain : l->url.host;
	}
	if (l->clicked)
		find_recipients(a, m, l);
	return true;
}

struct links links_read(struct arena *a, const struct mail *m, size_t most)
{
	enum { URL_MOST = 8192 };
	struct links links = { .list = NULL };
	struct link_read *list = NULL, l;
	size_t room = 0, bytes = 0, slots = 16;
	struct seen seen;

	most = most < LINKS_READ_MOST ? most : LINKS_READ_MOST;
	while (slots < 2 * m->link_count && slots < 2 * LINKS_READ_MOST)
		slots *= 2;
	seen = (struct seen){ ARENA_ARRAY(a, uint32_t, slots), slots - 1 };
	for (size_t i = 0; i < m->link_count; i++) {
		const struct link *link = &m->links[i];
		uint32_t *slot;

		if (link->url.n > URL_MOST) {
			links.cut |= !is_picture(link->element);        /* pictures written out as data: are */
			continue;
		}
		slot = seen_slot(&seen, list, link);
		if (slot == NULL)
			continue;
		if (links.count == most || bytes + link->url.n > LINK_BYTES_MOST) {
			links.cut = true;
			break;
		}
		bytes += link->url.n;
		if (!read_link(a, m, link, &l))
			continue;
		*ARENA_PUSH(a, list, links.count, room) = l;
		*slot = (uint32_t)links.count;
	}
	links.list = list;
	return links;
}
