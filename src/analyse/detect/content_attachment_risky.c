/* content_attachment_risky.c - an attachment that runs: script or program in an archive, a double ending, a
 * run of blanks before the ending, macros.
 *
 * Rule: by name (and for archives by their members' names): program and script endings, a document's ending
 * before them, right-to-left marks or at least five blanks before the ending; macro-enabled Office names.
 * Medium for what hides its ending, weak for the rest.  The first bytes count more than the name: a program,
 * shortcut or page that calls itself a document or a picture is medium.  An encrypted archive alone is normal practice.
 * Not found (known): files inside encrypted archives whose password no mail tells. */
#include "analyse/detector.h"
#include "parse/file_type.h"

static bool ends_in(struct str name, const char *const *endings)
{
	for (; *endings != NULL; endings++)
		if (str_iends(name, str_of(*endings)))
			return true;
	return false;
}

static bool runs(struct str name)
{
	static const char *const endings[] = { ".exe", ".scr", ".pif", ".com", ".js", ".jse", ".vbs", ".vbe", ".wsf", ".hta", ".lnk",
		".bat", ".cmd", ".ps1", ".msi", ".jar", ".iso", ".img", ".cpl", NULL };

	return ends_in(name, endings);
}

static bool has_macros(struct str name)
{
	static const char *const endings[] = { ".xlsm", ".docm", ".pptm", ".xlam", ".ppam", ".dotm", NULL };

	return ends_in(name, endings);
}

/* "Datasheet.pdf.exe", "資料.doc          .exe", "\u202e" */
static bool hides(struct str name)
{
	static const char *const documents[] = { ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".jpg", ".txt", ".rtf", NULL };
	long long dot = str_rfind_char(name, '.');
	struct str before = str_trim(str_at(name, 0, dot > 0 ? (size_t)dot : 0));

	return str_has(name, STR("\xE2\x80\xAE")) || (runs(name) && (ends_in(before, documents) || str_has(name, STR("     "))));
}

/* Calls itself a document or a picture, and is a program, a shortcut, a page. */
static bool lies(struct str name, const char *type)
{
	static const char *const documents[] = { ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".jpg", ".jpeg", ".png", ".gif", ".txt",
		".csv", ".rtf", NULL };

	return ends_in(name, documents) && (file_type_runs(type) || (type != NULL && strcmp(type, "html") == 0 && !str_iends(name, STR(".xls")) &&
	    !str_iends(name, STR(".doc")) && !str_iends(name, STR(".txt"))));     /* programs write tables and letters as HTML */
}

static int strength_of(struct str name, const char *type)
{
	return hides(name) || lies(name, type) ? STRENGTH_MEDIUM : runs(name) || has_macros(name) || (type != NULL && strcmp(type, "exe") == 0) ?
	    STRENGTH_WEAK : -1;
}

/* Evidence where the raw bytes show the member's name, else where the file's own name stands. */
static struct evidence evidence_of(struct detection *d, const struct message *m, size_t i, const struct attached *f, struct str member)
{
	const struct part *p = &m->mail->parts[f->part];

	return member.n > 0 && str_has(p->body, member) ? evidence_part(d->arena, m, i, f->part, member) :
	    p->name.p != NULL ? evidence_part_name(d->arena, m, i, f->part) : evidence_part(d->arena, m, i, f->part, str_at(p->body, 0, 0));
}

static void check(const struct detector *self, struct detection *d, const struct message *m, size_t i, const struct attached *f)
{
	const struct part *p = &m->mail->parts[f->part];
	struct str name = p->name.p != NULL ? p->name : STR(""), worst = name, member = STR("");
	int strength = strength_of(name, f->type);

	for (size_t k = 0; f->tree != NULL && k < f->tree->count; k++) {
		const struct archive_node *node = &f->tree->nodes[k];

		if (strength_of(node->name, node->type) <= strength)
			continue;
		strength = strength_of(node->name, node->type);
		worst = node->path;
		member = node->name;
	}
	if (strength >= 0)
		finding_words(detection_add(d, self, (enum strength)strength, i, evidence_of(d, m, i, f, member)), worst, name, STR_NONE, STR_NONE);
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++)
		for (size_t k = 0; k < t->messages[i].attached_count; k++)
			check(self, d, &t->messages[i], i, &t->messages[i].attached[k]);
}

const struct detector detector_content_attachment_risky = {
	.id = "content.attachment.risky",
	.family = "content",
	.tricks = "",
	.attack = "T1566.001 T1204.002",
	.report_section = "J-CSIP 2019Q3, chapter 6",
	.strong_alone = false,
	.run = run,
};
