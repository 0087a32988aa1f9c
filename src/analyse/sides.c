/* sides.c - who belongs to whom: domains, organisations of the context, free mail, names. */
#include <stdint.h>

#include "analyse/address_book.h"
#include "analyse/analyse.h"
#include "analyse/imitation.h"
#include "base/buf.h"
#include "base/text.h"
#include "indicator/lists.h"

/* "mail.a-company.example" lies under "a-company.example". */
static bool lies_under(struct str domain, struct str parent)
{
	return str_ieq(domain, parent) ||
	    (domain.n > parent.n && parent.n > 0 && str_iends(domain, parent) && domain.p[domain.n - parent.n - 1] == '.');
}

/* Domain -> organisation, for contexts of thousands. */
struct domain_index {
	struct str *domains;
	uint32_t *orgs;
	uint32_t *slots;                /* index + 1 */
	size_t count, mask;
};

static size_t domain_hash(struct str domain)
{
	uint64_t hash = 14695981039346656037ULL;

	for (size_t i = 0; i < domain.n; i++)
		hash = (hash ^ ascii_lower((unsigned char)domain.p[i])) * 1099511628211ULL;
	return (size_t)(hash ^ hash >> 31);
}

static size_t domain_slot(const struct domain_index *x, struct str domain)
{
	for (size_t at = domain_hash(domain) & x->mask;; at = (at + 1) & x->mask)
		if (x->slots[at] == 0 || str_ieq(x->domains[x->slots[at] - 1], domain))
			return at;
}

void context_index_domains(struct arena *a, struct context *c)
{
	struct domain_index *x = ARENA_NEW(a, struct domain_index);
	size_t most = 0, slots = 64;

	for (size_t i = 0; i < c->org_count; i++)
		most += c->orgs[i].domain_count;
	while (slots < 2 * most + 2)
		slots *= 2;
	x->domains = ARENA_ARRAY(a, struct str, most + 1);
	x->orgs = ARENA_ARRAY(a, uint32_t, most + 1);
	x->slots = ARENA_ARRAY(a, uint32_t, slots);
	x->mask = slots - 1;
	for (size_t i = 0; i < c->org_count; i++)
		for (size_t j = 0; j < c->orgs[i].domain_count; j++) {
			size_t slot = domain_slot(x, c->orgs[i].domains[j]);

			if (x->slots[slot] != 0)
				continue;       /* the first organisation that names it */
			x->domains[x->count] = c->orgs[i].domains[j];
			x->orgs[x->count++] = (uint32_t)i;
			x->slots[slot] = (uint32_t)x->count;
		}
	c->by_domain = x;
}

/* The domain itself, then what it lies under; of several the organisation that is named first. */
static int org_by_index(const struct domain_index *x, struct str domain)
{
	int best = -1;

	for (struct str d = domain; d.n > 0; d = str_after(d, '.')) {
		uint32_t found = x->slots[domain_slot(x, d)];

		if (found > 0 && (best < 0 || (int)x->orgs[found - 1] < best))
			best = (int)x->orgs[found - 1];
	}
	return best;
}

int context_org_of(const struct context *c, struct str domain)
{
	if (domain.n == 0)
		return -1;
	if (c->by_domain != NULL)
		return org_by_index(c->by_domain, domain);
	for (size_t i = 0; i < c->org_count; i++)
		for (size_t j = 0; j < c->orgs[i].domain_count; j++)
			if (lies_under(domain, c->orgs[i].domains[j]))
				return (int)i;
	return -1;
}

static bool own_domain(const struct context *c, struct str domain)
{
	for (size_t i = 0; i < c->own_domain_count; i++)
		if (lies_under(domain, c->own_domains[i]))
			return true;
	return false;
}

bool is_own(struct arena *a, const struct context *c, struct str domain)
{
	int org = context_org_of(c, domain);

	if (own_domain(c, domain))
		return true;
	for (size_t i = 0; org >= 0 && i < c->orgs[org].domain_count; i++)
		if (own_domain(c, c->orgs[org].domains[i]))
			return true;
	(void)a;
	return false;
}

/* A registrable domain has at least two labels: where the last two differ, so do they. */
static bool last_labels_differ(struct str d1, struct str d2)
{
	int dots = 0;

	for (size_t i = 0; i < d1.n && i < d2.n && dots < 2; i++) {
		char x = d1.p[d1.n - 1 - i], y = d2.p[d2.n - 1 - i];

		if (ascii_lower((unsigned char)x) != ascii_lower((unsigned char)y))
			return true;
		dots += x == '.';
	}
	return false;
}

bool same_side(struct arena *a, const struct context *c, struct str domain1, struct str domain2)
{
	struct str r1, r2;
	int org = context_org_of(c, domain1);

	if (str_ieq(domain1, domain2) || (org >= 0 && org == context_org_of(c, domain2)))
		return true;
	if (own_domain(c, domain1) && own_domain(c, domain2))
		return true;
	if (last_labels_differ(domain1, domain2))
		return false;
	r1 = registrable(a, domain1);
	r2 = registrable(a, domain2);
	return r1.p != NULL && r2.p != NULL && str_eq(r1, r2);
}

struct str name_key(struct arena *a, struct str name)
{
	struct str folded;
	struct buf out;
	bool ascii = true;

	name = str_at(name, 0, 200);
	for (size_t i = 0; i < name.n && ascii; i++)
		ascii = (unsigned char)name.p[i] < 0x80;
	if (ascii)
		return without_marks(a, name);
	folded = text_fold(a, name);
	buf_init_arena(&out, a, folded.n + 8);
	for (size_t at = 0; at < folded.n;) {
		uint32_t c = utf8_next(folded, &at), twin = text_latin_twin(c);

		if (text_is_word(c))
			buf_utf8(&out, twin != 0 ? twin : c);
	}
	return buf_str(&out);
}

bool org_is_named(const struct known_org *o, struct str text)
{
	if (o->name.n >= 4 && str_has(text, o->name))
		return true;
	for (size_t i = 0; i < o->alias_count; i++)
		if (o->aliases[i].n >= 4 && str_has(text, o->aliases[i]))
			return true;
	return false;
}

bool is_free_mail(const struct context *c, struct str domain)
{
	for (size_t i = 0; i < c->free_mail_count; i++)
		if (str_ieq(c->free_mail[i], domain))
			return true;
	return domain.n > 0 && data_freemail_has(domain);
}
