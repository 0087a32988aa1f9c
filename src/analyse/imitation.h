/* imitation.h - was this address built to be taken for that one? */
#ifndef ANALYSE_IMITATION_H
#define ANALYSE_IMITATION_H

#include "analyse/address_book.h"

/* How much may be compared: ten thousand addresses in copy times ten thousand known ones would take
 * minutes.  What does not fit is not compared, and `spent` says so. */
struct imitation_budget {
	size_t pairs, looks;            /* cheap tests, and those that look at the letters */
	bool spent;
};
enum { IMITATION_PAIRS = 40 * 1000 * 1000, IMITATION_LOOKS = 400 * 1000 };

/* Likeness of two addresses (address_describe) of different sides.  false: no likeness.
 * `detail_r` says how, for the evidence. */
bool imitates(struct arena *a, struct imitation_budget *budget, const struct known_address *fake,
    const struct known_address *real, enum imitation_kind *kind_r, struct str *detail_r);
/* How many names the real local part is made of, where all stand in the fake one ("aoki.alice" for "alice.aoki": 2); else 0. */
size_t names_held(struct str fake, struct str real);
/* Fills what likeness is tested by from address and registrable. */
void imitation_prepare(struct arena *a, struct known_address *k);
/* Do two labels differ as firms are told apart by a letter or number of its own ("a-company" and "b-company",
 * "plant1" and "plant2")?  That alone is no sign of a forger. */
bool labels_count(struct str fake, struct str real);
/* The same for domains alone (both registrable): TLD changed or look-alike. */
bool domain_imitates(struct arena *a, struct str fake, struct str real, enum imitation_kind *kind_r,
    struct str *detail_r);
/* Lower-case letters and digits only, other ASCII dropped: "alice.a-company" -> "aliceacompany". */
struct str without_marks(struct arena *a, struct str s);

#endif
