/* content_attachment_risky.c - an attachment that runs: script or program in an archive, a double ending, a
 * run of blanks before the ending, macros.
 *
 * Rule: by name (and for archives by their members' names): program and script endings, a document's ending
 * before them, right-to-left marks or at least five blanks before the ending; macro-enabled Office names.
 * Medium for what hides its ending, weak for the rest.  An encrypted archive alone is normal practice.
 * Not found (known): names that lie about everything, files inside encrypted archives. */
#include "analyse/detector.h"
#include "parse/archive.h"

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

static int strength_of(struct str name)
{
	return hides(name) ? STRENGTH_MEDIUM : runs(name) || has_macros(name) ? STRENGTH_WEAK : -1;
}

static void check(const struct detector *self, struct detection *d, const struct thread *t, size_t i, size_t part)
{
	const struct part *p = &t->messages[i].mail->parts[part];
	struct str name = p->name.p != NULL ? p->name : STR(""), worst = name;
	int strength = strength_of(name);
	struct archive_member *members;
	size_t count = 0;

	if (archive_looks_like(p->body) && archive_list(d->arena, p->body, &members, &count)) {
		for (size_t k = 0; k < count; k++) {
			if (strength_of(members[k].name) <= strength)
				continue;
			strength = strength_of(members[k].name);
			worst = members[k].name;
		}
	}
	if (strength < 0)
		return;
	finding_words(detection_add(d, self, (enum strength)strength, i, worst.p == name.p ?
	    evidence_part_name(d->arena, &t->messages[i], i, (int)part) :
	    evidence_part(d->arena, &t->messages[i], i, (int)part, worst)), worst, name, STR_NONE, STR_NONE);
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++)
		for (size_t k = 0; k < t->messages[i].mail->part_count && k < 200; k++)
			if (t->messages[i].mail->parts[k].is_attachment && t->messages[i].mail->parts[k].kind == PART_LEAF)
				check(self, d, t, i, k);
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
