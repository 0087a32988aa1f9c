/* cms.h - what an S/MIME message wraps (RFC 5652, RFC 8551): the signed mail inside, read without checking any
 * signature, or the knowledge that it is encrypted.  Bytes are hostile; nothing is allocated but the content. */
#ifndef PARSE_MAIL_CMS_H
#define PARSE_MAIL_CMS_H

#include "base/arena.h"

enum cms_kind { CMS_NONE, CMS_SIGNED, CMS_ENCRYPTED, CMS_COMPRESSED };

/* *content_r: what was signed; absent unless CMS_SIGNED with its content inside. */
enum cms_kind cms_read(struct arena *a, struct str der, struct str *content_r);

#endif
