/* fuzz.h - a fuzz target is one function over any bytes; its asserts say what must hold of what comes out.
 *
 * Each fuzz_<name>.c is built twice: with libFuzzer (make fuzz), and with replay.c as a test that reads
 * tests/fuzz/corpus/<name>/.  What a run of the fuzzer finds is put there. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The target: `s` has exactly the input's bytes; what it makes lives in `a`. */
static void read_any(struct arena *a, struct str s);

static void read_once(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(512 << 20, arena_full_exit);

	read_any(a, (struct str){ (const char *)data, size });
	arena_free(a);
}

#define FUZZ_TARGET \
	int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) \
	{ \
		read_once(data, size); \
		return 0; \
	}

#endif
