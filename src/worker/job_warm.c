/* job_warm.c - before the jail closes: what opens files, asks the system or allocates the first time has done so. */
#include <idn2.h>
#include <jansson.h>
#include <libpsl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#include "analyse/analyse.h"
#include "base/text.h"
#include "parse/qr.h"
#include "worker/job.h"
#include "worker/pieces.h"

static int compare_ints(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* A large qsort asks the system how much memory there is, once. */
static void warm_qsort(void)
{
	enum { MANY = 1000 };
	int *numbers = calloc(MANY, sizeof *numbers);

	if (numbers == NULL)
		return;
	for (int i = 0; i < MANY; i++)
		numbers[i] = (i * 7919) % MANY;
	qsort(numbers, MANY, sizeof *numbers, compare_ints);
	free(numbers);
}

static void warm_domains(void)
{
	uint8_t *label = NULL;
	char text[40];

	psl_registrable_domain(psl_builtin(), "www.example.co.jp");
	if (idn2_lookup_u8((const uint8_t *)"b\xc3\xbc" "cher.example", &label, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) == IDN2_OK)
		idn2_free(label);
	snprintf(text, sizeof text, "%.3f %zu", 0.5, (size_t)1);        /* the first conversion of a fraction allocates */
}

void job_warm(void)
{
	/* memory of one mail serves the next: no calls and page faults in between */
	mallopt(M_MMAP_THRESHOLD, 1 << 20);
	mallopt(M_TRIM_THRESHOLD, 16 << 20);
	json_object_seed(0);
	warm_qsort();
	warm_domains();
	text_warm();
	pieces_warm();
	mail_warm();
	analyse_warm();
	qr_warm();
}
