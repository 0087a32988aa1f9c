/* sip.h - SipHash-2-4: a keyed hash of 64 bits (Aumasson, Bernstein, "SipHash: a fast short-input PRF", 2012).
 *
 * Without the key its results tell nothing about what was hashed. */
#ifndef HUNT_SIP_H
#define HUNT_SIP_H

#include <stddef.h>
#include <stdint.h>

struct sip_key { uint64_t k0, k1; };    /* the 16 bytes of the paper, little-endian */

uint64_t sip_hash(const struct sip_key *key, const void *bytes, size_t n);

#endif
