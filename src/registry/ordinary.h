/* ordinary.h - is it somebody's name, or words that everybody writes?
 *
 * A name in the registry is a protected term: no share says it (anonymise/terms.h).  Who is not of the hub must not make one of “請求” or
 * “payment”, which every share needs.  Ordinary is what this program itself writes, in either language; it names nobody. */
#ifndef REGISTRY_ORDINARY_H
#define REGISTRY_ORDINARY_H

#include "base/arena.h"

/* Every word of it in Latin letters is ordinary (“Will” is, “Will Smith” is not), or one word with a kanji or katakana is, which is a term of
 * its own.  Known to pass: words in hiragana alone, which stand by chance inside others. */
bool name_is_ordinary(struct arena *a, struct str name);

#endif
