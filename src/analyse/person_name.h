/* person_name.h - one person's name in the many ways people write it.
 *
 * A key is the name folded, without titles and marks, kana as romaji, and romaji as one of its
 * spellings (Hepburn, Kunrei, Nihon, long vowels written or not: Shouji, Syozi, Shōji are one), so that
 * equal keys mean "may be the same person".  Kanji are kept (some variants made one): from kanji nobody
 * knows the reading, so a roster should name one of kana or romaji beside them.
 * Sources of the spellings: ISO 3602 (Kunrei), modified Hepburn, the Foreign Ministry's passport rules. */
#ifndef ANALYSE_PERSON_NAME_H
#define ANALYSE_PERSON_NAME_H

#include "base/arena.h"

enum { PERSON_KEYS_MOST = 24, PERSON_KEY_LEAST = 4 };

struct person_keys {
	struct str list[PERSON_KEYS_MOST];
	size_t count;
};

/* How a person of a roster may show: both orders, and one name as its initial (from five letters on). */
void person_name_forms(struct arena *a, struct str name, struct person_keys *keys_r);
/* What a display name or a line may be the name of: the whole, and where `parts` is set also two or
 * three neighbouring words of it ("Taro Yamada, A-Company", "President Taro Yamada"). */
void person_name_shown(struct arena *a, struct str shown, bool parts, struct person_keys *keys_r);

#endif
