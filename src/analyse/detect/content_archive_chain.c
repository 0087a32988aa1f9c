/* content_archive_chain.c - an archive, disk image or cabinet whose contents run: a shortcut, a script, a
 * help file or a notebook in it, or a program two wrappers deep.
 *
 * Rule: a member, at any depth, that is a script or shortcut by its bytes or its name; a program inside an
 * archive inside an archive; a program in an archive that only opened with a password from the mails.  Medium.
 * What a shortcut starts is shown.  A program alone in a plain archive is content.attachment.risky.
 * Not found (known): archives whose password no mail tells (normal practice, no alert alone); disk images in UDF. */
#include "analyse/detector.h"
#include "parse/file_type.h"
#include "parse/shortcut.h"

static bool named(struct str name, const char *const *endings, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_ieq(name_ending(name), str_of(endings[i])))
			return true;
	return false;
}

static bool is_script(const struct archive_node *n)
{
	static const char *const endings[] = { "lnk", "js", "jse", "vbs", "vbe", "wsf", "wsh", "hta", "ps1", "bat", "cmd", "scr", "pif", "cpl", "chm",
		"one", "url", "iqy", "slk", "appref-ms", "library-ms", "settingcontent-ms" };

	return named(n->name, endings, sizeof endings / sizeof endings[0]) ||
	    (n->type != NULL && (strcmp(n->type, "lnk") == 0 || strcmp(n->type, "chm") == 0 || strcmp(n->type, "one") == 0));
}

static bool is_program(const struct archive_node *n)
{
	static const char *const endings[] = { "exe", "com", "msi", "jar", "dll" };

	return named(n->name, endings, sizeof endings / sizeof endings[0]) || (n->type != NULL && strcmp(n->type, "exe") == 0);
}

/* A web site's own folder (a saved page, a program's source) is full of scripts: only few members are a lure. */
static bool is_lure(const struct archive_tree *t, const struct archive_node *n)
{
	enum { FEW = 30 };

	if (n->encrypted && !n->opened)
		return is_script(n) || is_program(n);
	return (is_script(n) && t->count <= FEW) || (is_program(n) && (n->depth > 1 || (n->encrypted && n->opened)));
}

static void check(const struct detector *self, struct detection *d, const struct message *m, size_t i, const struct attached *f)
{
	const struct part *p = &m->mail->parts[f->part];
	struct str name = p->name.p != NULL ? p->name : STR("?"), target = STR("@chain-no-target"), password = STR("@chain-no-password");

	for (size_t k = 0; f->tree != NULL && k < f->tree->count; k++) {
		const struct archive_node *n = &f->tree->nodes[k];
		struct str starts;
		struct evidence e;

		if (!is_lure(f->tree, n))
			continue;
		starts = n->body.p != NULL ? shortcut_target(d->arena, n->body) : STR_NONE;
		if (starts.n > 0)
			target = starts;
		if (f->opened_with != NULL && strcmp(f->opened_with, "mail") == 0)      /* another one is nobody's to read here */
			password = f->tree->password;
		e = n->depth == 1 && str_has(p->body, n->name) ? evidence_part(d->arena, m, i, f->part, n->name) :
		    evidence_part_name(d->arena, m, i, f->part);
		finding_words(detection_add(d, self, STRENGTH_MEDIUM, i, e), n->path, name, target, password);
		if (n->sha256.p != NULL)
			detection_indicator(d, "sha256", n->sha256, ROLE_SUSPECT, i, e.where);
		return;
	}
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++)
		for (size_t k = 0; k < t->messages[i].attached_count; k++)
			if (t->messages[i].attached[k].tree != NULL)
				check(self, d, &t->messages[i], i, &t->messages[i].attached[k]);
}

const struct detector detector_content_archive_chain = {
	.id = "content.archive.chain",
	.family = "content",
	.tricks = "",
	.attack = "T1566.001 T1204.002",
	.report_section = "mail-analysis.md 42",
	.strong_alone = false,
	.run = run,
};
