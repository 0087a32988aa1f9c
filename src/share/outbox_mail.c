/* outbox_mail.c - a notice as a mail. */
#include "share/outbox_in.h"

#include "base/time.h"
#include "base/tr.h"
#include "post/return_path.h"

static struct str words_of(struct arena *a, enum lang lang, const char *family, struct str id)
{
	const char *found = text_find(lang, arena_printf(a, "%s." STR_FMT, family, STR_ARG(id)).p);

	return found != NULL ? str_of(found) : STR("");
}

/* Its date is for acknowledging that values were taken back; urgent shares ask for an answer. */
static bool asks_to_acknowledge(const struct notice *n)
{
	return str_eq(n->row.kind, STR("ack")) || str_eq(n->row.kind, STR("retraction")) || str_eq(n->row.kind, STR("correction"));
}

static struct str number_of(const struct notice *n)
{
	return n->row.number.p != NULL ? n->row.number : STR("-");
}

static void add_language(struct buf *out, const struct hub *hub, struct arena *a, const struct notice *n, enum lang lang)
{
	int zone = (int)hub->conf.zone_minutes;
	char due[TIME_TEXT];

	buf_printf(out, STR_FMT "\n%s: " STR_FMT "\nTLP:" STR_FMT "\n" STR_FMT "\n", STR_ARG(words_of(a, lang, "notice", n->row.kind)),
	    text(lang, "notice.number"), STR_ARG(number_of(n)), STR_ARG(n->tlp), STR_ARG(words_of(a, lang, "share.class", n->class)));
	if (n->due_ms != TIME_NONE)
		buf_printf(out, "%s: " STR_FMT "\n", text(lang, asks_to_acknowledge(n) ? "notice.ack.by" : "notice.due"), STR_ARG(lang == LANG_JA ? time_slashed(due, n->due_ms, zone) :
		    time_date(due, n->due_ms, zone)));
	if (n->answer_ja.p != NULL)
		buf_printf(out, "\n" STR_FMT "\n", STR_ARG(lang == LANG_JA ? n->answer_ja : n->answer_en));
}

struct str notice_mail(const struct hub *hub, struct arena *a, const struct notice *n, enum letter_form form)
{
	struct str from = hub->conf.smtp_from.n > 0 ? hub->conf.smtp_from : hub->conf.contact;
	struct letter l = { .from = from, .from_name = hub->conf.hub_name_ja, .to = n->to.p != NULL ? n->to : STR("-"),
		.subject = arena_printf(a, "[TLP:" STR_FMT "] " STR_FMT, STR_ARG(n->tlp), STR_ARG(number_of(n))),
		.message_id = message_id_of(hub, a, n->row.id), .loop = post_domain(hub), .answers = str_starts(n->row.kind, STR("receipt")),
		.date_ms = n->row.not_before_ms > n->row.made_ms ? n->row.not_before_ms : n->row.made_ms, .zone_minutes = (int)hub->conf.zone_minutes };
	struct buf words, out;

	buf_init_arena(&words, a, 1 << 16);
	add_language(&words, hub, a, n, LANG_JA);
	if (hub->conf.link.n > 0 && n->share_id.p != NULL)
		buf_printf(&words, STR_FMT "s/" STR_FMT "\n", STR_ARG(hub->conf.link), STR_ARG(number_of(n)));
	buf_char(&words, '\n');
	add_language(&words, hub, a, n, LANG_EN);
	l.text = buf_str(&words);
	buf_init_arena(&out, a, 1 << 17);
	letter_write(&out, &l, form);
	return buf_str(&out);
}

int outbox_mail(struct hub *hub, struct arena *a, struct str id, struct str *mail_r, struct err *e)
{
	struct notice n;

	if (notice_get(hub->db, a, id, &n, e) < 0)
		return -1;
	*mail_r = notice_mail(hub, a, &n, LETTER_FILE);
	return 0;
}
