/* ordinary.h - is it somebody's name, or words that everybody writes?
 *
 * A name in the registry is a protected term: no share says it (anonymise/terms.h).  Who is not of the hub must not make one of “請求” or
 * “payment”, which every share needs.  Ordinary is what this program itself writes, in either language; it names nobody. */
#ifndef REGISTRY_ORDINARY_H
#define REGISTRY_ORDINARY_H

#include "base/arena.h"

enum { ORDINARY_MOST = 800 };           /* bytes of a folded name: of more nothing is said */

/* Ordinary where every word of it is (“Will”, “請求 担当”), or where they are run
 * together, in either order (“請 求”, “Ment Pay”); “佐藤 正一” is not, whatever 正一 stands in.  Known to pass: hiragana alone. */
bool name_is_ordinary(struct arena *a, struct str name);
/* In a folded text, where words of Latin letters are whole: does an ordinary word stand there and hold from .. to?  A single word of a name, or
 * what stands before the @ of an address, names nobody there: 正一 in 訂正一覧, “will” in “it will be”, “login” in an URL. */
bool ordinary_holds(struct str folded, size_t from, size_t to);

#endif
