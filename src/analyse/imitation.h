/* imitation.h - was this address built to be taken for that one? */
#ifndef ANALYSE_IMITATION_H
#define ANALYSE_IMITATION_H

#include "analyse/address_book.h"

/* The two addresses' domains are known not to belong to one side.  `fake_name` is the display name
 * beside the fake.  false: no likeness.  `detail_r` says how, for the evidence. */
bool imitates(struct arena *a, const struct known_address *fake, const struct known_address *real,
    enum imitation_kind *kind_r, struct str *detail_r);
/* The same for domains alone (both registrable): TLD changed or look-alike. */
bool domain_imitates(struct arena *a, struct str fake, struct str real, enum imitation_kind *kind_r,
    struct str *detail_r);
/* Lower-case letters and digits only, other ASCII dropped: "alice.a-company" -> "aliceacompany". */
struct str without_marks(struct arena *a, struct str s);

#endif
