/* fuzz_picture.c - any bytes as a label: what it looks like is valid UTF-8 and no longer than a picture may be. */
#include "fuzz.h"

#include "analyse/picture.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	picture_warm();
	return 0;
}

static void read_any(struct arena *a, struct str s)
{
	struct str shown = label_shown(a, str_at(utf8_repair(a, s), 0, LABEL_LONGEST));

	shown = utf8_repair(a, shown);
	for (int capitals = 0; capitals < 2; capitals++) {
		struct str picture = picture_of(a, shown, capitals == 1);

		assert(utf8_valid(picture) && picture.n <= PICTURE_LONGEST);
	}
}

FUZZ_TARGET
