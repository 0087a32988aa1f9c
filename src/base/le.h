/* le.h - little-endian numbers out of bytes; what lies behind the end reads as 0. */
#ifndef BASE_LE_H
#define BASE_LE_H

#include <stdint.h>

#include "base/str.h"

static inline uint64_t le_at(struct str s, size_t at, unsigned bytes)
{
	uint64_t n = 0;

	for (unsigned i = bytes; i-- > 0;)
		n = n << 8 | (at < s.n && i < s.n - at ? (unsigned char)s.p[at + i] : 0);
	return n;
}

static inline uint16_t le16(struct str s, size_t at)
{
	return (uint16_t)le_at(s, at, 2);
}

static inline uint32_t le32(struct str s, size_t at)
{
	return (uint32_t)le_at(s, at, 4);
}

static inline uint64_t le64(struct str s, size_t at)
{
	return le_at(s, at, 8);
}

#endif
