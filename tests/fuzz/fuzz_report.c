/* fuzz_report.c - any bytes as a DMARC aggregate's XML, as a bounce and as a machine's mail: what comes out is UTF-8 and bounded. */
#include "fuzz.h"

#include "parse/machine.h"
#include "parse/report_facts.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	mail_warm();
	return 0;
}

static void check(const struct report_facts *f)
{
	if (f == NULL)
		return;
	assert(f->recipient_count <= REPORT_LISTED && f->source_count <= REPORT_LISTED && f->failed <= f->mails);
	assert(utf8_valid(f->reporter) && utf8_valid(f->domain) && utf8_valid(f->subject) && utf8_valid(f->message_id));
	for (size_t i = 0; i < f->recipient_count; i++)
		assert(utf8_valid(f->recipients[i].address) && utf8_valid(f->recipients[i].diagnostic));
	for (size_t i = 0; i < f->source_count; i++)
		assert(utf8_valid(f->sources[i].ip) && f->sources[i].count >= 0);
}

static void check_machine(const struct machine *x)
{
	assert(x->named_count <= MACHINE_NAMED_MOST && x->words.n <= 1000 && utf8_valid(x->words) && utf8_valid(x->status));
	assert(x->action.n == 0 || x->kind[0] != '\0');
}

static void read_any(struct arena *a, struct str s)
{
	const struct mail *m = mail_parse(a, s, &mail_limits_default);
	struct machine x;

	check(report_of_xml(a, s));
	check(report_of_mail(a, m));
	machine_read(a, m, &x);
	check_machine(&x);
}

FUZZ_TARGET
