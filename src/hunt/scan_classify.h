/* scan_classify.h - 64 bytes at a time into bit maps; four engines that must agree bit by bit. */
#ifndef HUNT_SCAN_CLASSIFY_H
#define HUNT_SCAN_CLASSIFY_H

#include <stddef.h>
#include <stdint.h>

enum { CHUNK = 16 * 1024, CHUNK_WORDS = CHUNK / 64 };

struct bitmaps {                /* one bit a byte; a spare word so that 64 bits can be read across */
	uint64_t token[CHUNK_WORDS + 2];        /* letters digits - _ . */
	uint64_t dot[CHUNK_WORDS + 2];
	uint64_t digit[CHUNK_WORDS + 2];
	uint64_t colon[CHUNK_WORDS + 2];
};

/* `words` words from p on; returns how many '\n'.  Up to 63 bytes behind p + n may be read. */
typedef size_t classify_fn(const char *p, size_t words, struct bitmaps *m);
size_t classify_portable(const char *p, size_t words, struct bitmaps *m);
size_t classify_sse(const char *p, size_t words, struct bitmaps *m);
size_t classify_avx2(const char *p, size_t words, struct bitmaps *m);
size_t classify_avx512(const char *p, size_t words, struct bitmaps *m);

#endif
