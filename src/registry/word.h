/* word.h - what may stand in the registry: ids, names, hosts and addresses that neither steer a terminal, nor break a
 * line of a mail or a table, nor hide a character from who reads them. */
#ifndef REGISTRY_WORD_H
#define REGISTRY_WORD_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

/* An id is typed on command lines and stands in tables and file names: letters and digits of any script, and "-_.@"
 * behind the first; at most 100 bytes.  0, or -1 with *e (ERR_INPUT). */
int word_is_id(struct str s, struct err *e) MUST_CHECK;
/* A name that people read: UTF-8, at most 300 bytes, no control or invisible character.  0 or -1. */
int word_is_name(struct str s, struct err *e) MUST_CHECK;
/* A host, a domain or a network, as far as its characters tell. */
bool word_is_host(struct str s);
/* A mail address and nothing else: no second header line, no second recipient, no option of a command. */
bool word_is_address(struct str s);

#endif
