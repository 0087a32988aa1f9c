/* content_office_active.c - an Office file (attached, in an attached archive, or handed in alone) that does something besides
 * being read.
 *
 * Rule: by the bytes, whatever the name.  Medium: a macro that starts by itself and reaches out of the document
 * (starts programs, fetches files, writes memory), a template or object fetched from another host, a DDE field,
 * an Equation Editor object (CVE-2017-11882), a package whose file runs.  Weak: macros, also those that start by
 * themselves, and other packages; in finance they are daily work.  An equation in an old scientific text is
 * found as well: no mail between firms needs one.
 * Not found (known): what is inside encrypted documents, in archives files above TREE_KEPT, remote templates of .doc, DDE in .xls,
 * macros of which only the compiled form was left (told as macros without their names). */
#include "analyse/detector.h"
#include "parse/office/active.h"

static bool runs(struct str name)
{
	static const char *const endings[] = { ".exe", ".scr", ".pif", ".com", ".js", ".jse", ".vbs", ".vbe", ".wsf", ".hta", ".lnk",
		".bat", ".cmd", ".ps1", ".msi", ".jar", ".cpl", ".dll", ".sct", ".url" };

	for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
		if (str_iends(name, str_of(endings[i])))
			return true;
	return false;
}

static enum strength strength_of(const struct active *f)
{
	switch (f->kind) {
	case ACTIVE_AUTO_REACHING:
	case ACTIVE_REMOTE:
	case ACTIVE_DDE:
	case ACTIVE_EQUATION:
		return STRENGTH_MEDIUM;
	case ACTIVE_PACKAGE:
		return runs(f->found) ? STRENGTH_MEDIUM : STRENGTH_WEAK;
	default:
		return STRENGTH_WEAK;
	}
}

static struct str word_of(const struct active *f)
{
	static const char *const words[ACTIVE_KINDS] = { "@office-macro", "@office-auto", "@office-reaching", "@office-remote", "@office-dde",
		"@office-package", "@office-equation" };

	return str_of(words[f->kind]);
}

/* What tells the most stands in the sentence: the strongest, and of these the last kind. */
static const struct active *worst_of(const struct active_list *l)
{
	const struct active *worst = &l->list[0];

	for (size_t i = 1; i < l->count; i++)
		if (strength_of(&l->list[i]) > strength_of(worst) ||
		    (strength_of(&l->list[i]) == strength_of(worst) && l->list[i].kind > worst->kind))
			worst = &l->list[i];
	return worst;
}

/* Where the file came from. */
struct place {
	const struct message *message;  /* NULL: it was handed in alone */
	size_t index;
	int part;
	struct str member;              /* of an attached archive; absent */
};

static struct evidence evidence_of(struct detection *d, const struct place *at, const struct active *f)
{
	struct evidence e = { .where = STR("body"), .no_offset = true, .found = f->found };

	if (at->message != NULL)
		e = evidence_part(d->arena, at->message, at->index, at->part, f->found);
	e.stream = at->member.p == NULL ? f->where : arena_printf(d->arena, STR_FMT "!" STR_FMT, STR_ARG(at->member), STR_ARG(f->where));
	return e;
}

static void check(const struct detector *self, struct detection *d, const struct place *at, struct str bytes, struct str name)
{
	struct active_list l = office_active(d->arena, bytes);
	const struct active *worst;
	struct finding *f;

	if (l.count == 0)
		return;
	worst = worst_of(&l);
	f = detection_add(d, self, strength_of(worst), at->index, evidence_of(d, at, worst));
	for (size_t i = 0; i < l.count; i++)
		if (&l.list[i] != worst)
			finding_add_evidence(d, f, evidence_of(d, at, &l.list[i]));
	finding_words(f, name, word_of(worst), worst->found, STR_NONE);
}

static void check_archive(const struct detector *self, struct detection *d, const struct message *m, size_t i, const struct attached *file)
{
	for (size_t n = 0; file->tree != NULL && n < file->tree->count; n++) {
		const struct archive_node *node = &file->tree->nodes[n];

		if (node->body.p != NULL)
			check(self, d, &(struct place){ m, i, file->part, node->path }, node->body, node->name);
	}
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	if (t->sample.n > 0)
		check(self, d, &(struct place){ .part = -1 }, t->sample, STR("@page-alone"));
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];

		for (size_t k = 0; k < m->mail->part_count && k < 200; k++) {
			const struct part *p = &m->mail->parts[k];

			if (p->is_attachment && p->kind == PART_LEAF && p->message < 0)
				check(self, d, &(struct place){ .message = m, .index = i, .part = (int)k }, p->body, p->name.n > 0 ? p->name : p->media_type);
		}
		for (size_t k = 0; k < m->attached_count; k++)
			check_archive(self, d, m, i, &m->attached[k]);
	}
}

const struct detector detector_content_office_active = {
	.id = "content.office-active",
	.family = "content",
	.tricks = "",
	.attack = "T1566.001 T1204.002",
	.report_section = "J-CSIP 2019Q3, chapter 6",
	.strong_alone = false,
	.run = run,
};
