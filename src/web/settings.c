/* settings.c - every setting as it holds, and what each role does here. */
#include "conf/conf_show.h"
#include "web/page_admin.h"
#include "web/web.h"

int web_settings(struct web_call *c, struct err *e)
{
	struct settings_page *p = ARENA_NEW(c->a, struct settings_page);
	struct conf_line *list;

	(void)e;
	conf_lines(&c->hub->conf, c->a, &list, &p->rows_count);
	p->file = STR("noroshi.conf");
	p->rows = ARENA_ARRAY(c->a, struct setting_line, p->rows_count);
	for (size_t i = 0; i < p->rows_count; i++) {
		const char *help = text_find(c->lang, arena_cstr(c->a, list[i].help));

		p->rows[i] = (struct setting_line){ list[i].name, list[i].value, list[i].fallback, help != NULL ? str_of(help) : list[i].help, list[i].changed };
		p->changed += list[i].changed;
	}
	c->page.settings = p;
	return web_show(c, "web.settings");
}

/* ---- help ---- */

static const struct { const char *title, *text; enum who who; } parts[] = {
	{ "web.submit", "web.help.submit", WHO_SUBMITTER }, { "web.inbox", "web.help.inbox", WHO_MEMBER }, { "web.approvals", "web.help.approvals", WHO_APPROVER },
	{ "web.queue.menu", "web.help.queue", WHO_STAFF }, { "web.cases", "web.help.cases", WHO_STAFF }, { "web.shares", "web.help.shares", WHO_STAFF },
	{ "web.own", "web.help.own", WHO_ORG_ADMIN }, { "web.report", "web.help.report", WHO_LOOKS }, { "web.audit", "web.help.audit", WHO_AUDITOR }, { "web.settings", "web.help.settings", WHO_AUDITOR },
	{ "web.keys", "web.help.keys", WHO_SIGNED_IN },
};

static const char *const words[] = { "submission", "share", "receipt", "case", "source", "text", "trace", "evidence", "intruder" };

int web_help(struct web_call *c, struct err *e)
{
	struct help_page *p = ARENA_NEW(c->a, struct help_page);

	(void)e;
	p->parts = ARENA_ARRAY(c->a, struct help_part, sizeof parts / sizeof parts[0]);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		if (who_may(c->who.roles, true, parts[i].who))
			p->parts[p->parts_count++] = (struct help_part){ web_text(c, parts[i].title), web_text(c, parts[i].text) };
	p->words_count = sizeof words / sizeof words[0];
	p->words = ARENA_ARRAY(c->a, struct help_part, p->words_count);
	for (size_t i = 0; i < p->words_count; i++)
		p->words[i] = (struct help_part){ web_text(c, arena_printf(c->a, "web.help.word.%s", words[i]).p),
			web_text(c, arena_printf(c->a, "web.help.means.%s", words[i]).p) };
	p->hands_in = who_may(c->who.roles, true, WHO_SUBMITTER);
	p->staff = who_may(c->who.roles, true, WHO_LOOKS);
	c->page.help = p;
	return web_show(c, "web.help");
}
