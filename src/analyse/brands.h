/* brands.h - the organisations that lures play (data/brands.csv): banks, cards, carriers, shops, parcels,
 * the state, cloud services, with the domains that are theirs. */
#ifndef ANALYSE_BRANDS_H
#define ANALYSE_BRANDS_H

#include "base/arena.h"
#include "base/tr.h"

struct brand {
	struct str id, kind, name[2];   /* by enum lang */
	const struct str *words;        /* as mails write the name */
	size_t word_count;
	const struct str *domains;
	size_t domain_count;
};

const struct brand *brand_at(size_t n);         /* NULL behind the last */
/* The brand with that id, or NULL. */
const struct brand *brand_find(struct str id);
/* Is the host, or a domain above it, one of the brand's? */
bool brand_owns(const struct brand *b, struct str host);
/* Whose domain is it, or NULL. */
const struct brand *brand_of_host(struct str host);
/* The brand whose domain or name, or the picture of its name, stands in a host of somebody else ("paypal.com.login.test",
 * "amazon-co-jp.test", "paypa1.test"), or NULL. */
const struct brand *brand_played_by_host(struct arena *a, struct str host);
/* Reads the table once; before the jail closes. */
void brands_warm(void);

#endif
