/* automaton.h - Aho and Corasick's search for many words at once, over bytes. */
#ifndef ANONYMISE_AUTOMATON_H
#define ANONYMISE_AUTOMATON_H

#include "base/arena.h"
#include "base/str.h"

struct automaton;

struct automaton *automaton_new(struct arena *a);
/* Adding the same word twice keeps the first value. */
void automaton_add(struct automaton *m, struct str word, int value);
void automaton_seal(struct automaton *m);
/* Calls back for every word that ends at every place, longest first. */
void automaton_run(const struct automaton *m, struct str text,
    void (*hit)(void *ctx, int value, size_t end), void *ctx);

#endif
