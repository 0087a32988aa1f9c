/* indicators.h - what of an analysed mail leaves as an indicator, and in which role. */
#ifndef ANALYSE_INDICATORS_H
#define ANALYSE_INDICATORS_H

#include "analyse/detector.h"

/* Adds to those that detectors named: addresses, domains and hosts of the forged or accused mails,
 * their links and attachments; whom the attacker played (abused) and who is named as the victim.
 * A value stands once, in its gravest role; what names a victim is never called malicious. */
void indicators_collect(struct detection *d, const struct thread *t, const struct verdict *v);

#endif
