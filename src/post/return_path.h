/* return_path.h - how what comes back says which notice it is about, and how strangers cannot say it.
 *
 * A notice leaves with the envelope sender  post+b-<32 hex>-<12 hex>@hub.example  and the Message-ID
 * <32 hex.12 hex@hub.example>: the notice's id and a keyed hash of it.  An answer that names neither is about no mail of ours. */
#ifndef POST_RETURN_PATH_H
#define POST_RETURN_PATH_H

#include "store/hub.h"

enum { RETURN_PATH_LOCAL_MOST = 64 - 3 - 32 - 1 - 12 };        /* RFC 5321: 64 bytes before the @ */

/* smtp_from with the notice in it; notice_id is the UUID of the row. */
struct str return_path_of(const struct hub *hub, struct arena *a, struct str notice_id);
/* With its angle brackets.  The domain is that of smtp_from, else of contact. */
struct str message_id_of(const struct hub *hub, struct arena *a, struct str notice_id);
/* The notice's id out of an address or a Message-ID (with or without brackets); absent where it is none of ours. */
struct str return_path_read(const struct hub *hub, struct arena *a, struct str s);
/* The hub's name among mail servers: "hub.example". */
struct str post_domain(const struct hub *hub);

#endif
