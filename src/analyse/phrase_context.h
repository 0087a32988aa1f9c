/* phrase_context.h - do the words around a phrase take it back?
 *
 *   negated   "we cannot yet send", "there are no unpaid invoices", 変更はございません
 *   warned    "beware of mails that ask you to use a new account", 口座の変更を装う詐欺メール: what is
 *             warned of is not asked for.  The same sentence decides. */
#ifndef ANALYSE_PHRASE_CONTEXT_H
#define ANALYSE_PHRASE_CONTEXT_H

#include "base/str.h"

enum phrase_negation {
	NEGATION_NONE,                  /* the words are what they are: "do not tell anybody" */
	NEGATION_ABSENCE,               /* only "there is none, we do not": "the old account can not be used" stays */
	NEGATION_ANY,
};

/* `text` is folded; [from, to) is the phrase in it. */
bool phrase_is_negated(struct str text, size_t from, size_t to, enum phrase_negation how);
bool phrase_is_warned_of(struct str text, size_t from, size_t to);

#endif
