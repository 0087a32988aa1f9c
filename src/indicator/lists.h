/* lists.h - who is common: free-mail domains, hosts that anybody can use, big public names.
 *
 * Compiled in from data/lists/ (sources, dates and licences: data/README.md).  Domains are
 * compared lower-case as A-labels.  A list tells that a value is common, never that it is good. */
#ifndef INDICATOR_LISTS_H
#define INDICATOR_LISTS_H

#include "base/str.h"

/* The domain itself (not its sub-domains) hands out mailboxes to anybody. */
bool data_freemail_has(struct str domain);
/* Mailboxes that are meant to be thrown away. */
bool data_disposable_has(struct str domain);
/* The host, or a domain above it, shortens URLs. */
bool data_shortener_has(struct str host);
/* ... gives anybody a place for files or pages. */
bool data_free_host_has(struct str host);
/* ... is a big public name that many members see every day (search, cloud, software updates). */
bool data_public_host_has(struct str host);
/* ... belongs to a service that sends other people's mail or tracks their links. */
bool data_bulk_mailer_has(struct str host);
/* Top-level domain that phishing uses far more than business does. */
bool data_suspicious_tld_has(struct str host);
/* IP literal: public resolver, private or reserved range; absent: it is none of them. */
struct str data_common_ip(struct str ip);

/* The warning that belongs to a domain, host or IP ("free-mail", "public-host", "resolver",
 * "reserved", "shortener", "free-host"); absent where it is on no list. */
struct str data_warning(struct str value);

#endif
