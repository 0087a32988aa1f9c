/* second.h - the second factor at the door: a code of the device (approve/totp.h), or one of the recovery codes where the device is lost.
 *
 * Recovery codes are made with the device, shown once, kept as keyed hashes, and good once each; they open the door and nothing else: no
 * source's yes stands on one.  Wrong codes are counted by what stood before them (the right password, a link, a key), wherever they
 * come from: no stranger gets so far and makes anybody wait, and who is guessed at by one way comes in by another. */
#ifndef ACCESS_SECOND_H
#define ACCESS_SECOND_H

#include "access/throttle.h"

/* 20 digits: 66 bits, and a phone shows its digits only. */
enum { RECOVERY_CODES = 10, RECOVERY_DIGITS = 20, SECOND_FREE_TRIES = 10, SECOND_WAIT_MOST_S = 900 };

struct second { bool is_set; long long recovery_left; };
int second_read(struct hub *hub, struct arena *a, struct str person_id, struct second *second_r, struct err *e) MUST_CHECK;

/* `place`: the person behind a password, the token of a link, the id of a key. */
struct gate second_gate(struct hub *hub, struct arena *a, const char *kind, struct str place);
#define SECOND_BEHIND_PASSWORD "throttle code"
#define SECOND_BEHIND_LINK "throttle link"
#define SECOND_BEHIND_KEY "throttle answer"
/* In the caller's transaction: true where the person has no second factor, or the code is right and used up now. */
int second_fits(struct hub *hub, const struct act *by, struct arena *a, struct str person_id, struct str code, bool *fits_r, struct err *e)
    MUST_CHECK;

/* Another device and other recovery codes; those of before have ended.  *secret_r: raw bytes; both are shown once. */
int second_set(struct hub *hub, const struct act *by, struct arena *a, struct str person_id, struct str *secret_r,
    struct str recovery_r[RECOVERY_CODES], struct err *e) MUST_CHECK;
/* Other recovery codes only; ERR_CONFLICT where there is no device. */
int second_renew(struct hub *hub, const struct act *by, struct arena *a, struct str person_id, struct str recovery_r[RECOVERY_CODES],
    struct err *e) MUST_CHECK;
/* By an administrator, for who lost both: none any more; all sessions end, and the person is told.  ERR_CONFLICT where there was none. */
int second_reset(struct hub *hub, const struct act *by, struct arena *a, struct str person_id, struct err *e) MUST_CHECK;

#endif
