/* outbox_mail.c - a notice as a mail. */
#include "share/outbox_in.h"

#include "base/time.h"
#include "base/tr.h"
#include "post/return_path.h"

#define COLUMNS \
	"SELECT n.id, n.share_id, p.org_id, n.person_id, n.kind, n.file, " \
	"COALESCE(s.number, i.number, w.number, n.about, u.number, h.receipt || '/' || CAST(c.number AS TEXT), '-'), COALESCE(s.tlp, i.tlp, 'AMBER'), " \
	"COALESCE(s.class, 'normal'), n.post, (SELECT MIN(x.address) FROM person_address x WHERE x.person_id = n.person_id " \
	"AND x.notify = 1 AND x.bouncing_ms IS NULL), CASE WHEN q.id IS NOT NULL THEN q.due_ms WHEN i.id IS NOT NULL THEN i.due_ms " \
	"WHEN n.kind = 'question' THEN u.due_ms " \
	"WHEN n.kind IN ('correction', 'retraction', 'ack') AND EXISTS (SELECT 1 FROM delivery d WHERE d.share_id = n.share_id " \
	"AND d.org_id = p.org_id AND d.ack_due_ms IS NOT NULL) THEN (SELECT MAX(d.ack_due_ms) FROM delivery d WHERE d.share_id = n.share_id " \
	"AND d.org_id = p.org_id) " \
	"WHEN s.class = 'urgent' AND n.kind IN ('share', 'correction') THEN n.not_before_ms + 86400000 END, n.made_ms, n.not_before_ms, " \
	"n.tries FROM notice n JOIN person p ON p.id = n.person_id LEFT JOIN share s ON s.id = n.share_id " \
	"LEFT JOIN approval_request q ON q.id = n.request_id LEFT JOIN info_request i ON i.id = n.request_id " \
	"LEFT JOIN handover w ON w.id = n.request_id " \
	"LEFT JOIN question u ON u.id = n.request_id LEFT JOIN (submission c JOIN hand_in h ON h.id = c.hand_in_id) ON c.id = n.request_id "

static struct notice notice_of(const struct db_rows *r, size_t i)
{
	return (struct notice){ .id = db_text(r, i, 0), .share_id = db_text(r, i, 1), .org_id = db_text(r, i, 2), .person_id = db_text(r, i, 3),
		.kind = db_text(r, i, 4), .file = db_text(r, i, 5), .number = db_text(r, i, 6), .tlp = db_text(r, i, 7),
		.class = db_text(r, i, 8), .post = db_text(r, i, 9), .address = db_text(r, i, 10), .due_ms = db_time(r, i, 11),
		.made_ms = db_int(r, i, 12), .not_before_ms = db_int(r, i, 13), .tries = db_int(r, i, 14) };
}

/* `sending` whose lease has passed: the process that had it is gone. */
#define SQL_DUE \
	COLUMNS "WHERE n.post IN ('waiting', 'delayed', 'sending') AND n.next_ms <= $1 AND n.not_before_ms <= $1 " \
	"ORDER BY n.not_before_ms, n.id COLLATE \"C\" LIMIT $2"

int notices_due(struct hub *hub, struct arena *a, long long now_ms, long long most, struct notice **list_r, size_t *n_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(hub->db, a, &rows, e, SQL_DUE, DB_INT(now_ms), DB_INT(most)) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct notice, rows.count + 1);
	*n_r = rows.count;
	for (size_t i = 0; i < rows.count; i++)
		(*list_r)[i] = notice_of(&rows, i);
	return 0;
}

int notice_get(struct hub *hub, struct arena *a, struct str id, struct notice *n_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(hub->db, a, &rows, e, COLUMNS "WHERE n.id = $1", DB_TEXT(id)) < 0)
		return -1;
	if (rows.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no notice " STR_FMT " (noroshi outbox list --all)", STR_ARG(id));
	*n_r = notice_of(&rows, 0);
	return 0;
}

static struct str words_of(struct arena *a, enum lang lang, const char *family, struct str id)
{
	const char *found = text_find(lang, arena_printf(a, "%s." STR_FMT, family, STR_ARG(id)).p);

	return found != NULL ? str_of(found) : STR("");
}

/* Its date is for acknowledging that values were taken back; urgent shares ask for an answer. */
static bool asks_to_acknowledge(const struct notice *n)
{
	return str_eq(n->kind, STR("ack")) || str_eq(n->kind, STR("retraction")) || str_eq(n->kind, STR("correction"));
}

static void add_language(struct buf *out, const struct hub *hub, struct arena *a, const struct notice *n, enum lang lang)
{
	int zone = (int)hub->conf.zone_minutes;
	char due[TIME_TEXT];

	buf_printf(out, STR_FMT "\n%s: " STR_FMT "\nTLP:" STR_FMT "\n" STR_FMT "\n", STR_ARG(words_of(a, lang, "notice", n->kind)),
	    text(lang, "notice.number"), STR_ARG(n->number), STR_ARG(n->tlp), STR_ARG(words_of(a, lang, "share.class", n->class)));
	if (n->due_ms != TIME_NONE)
		buf_printf(out, "%s: " STR_FMT "\n", text(lang, asks_to_acknowledge(n) ? "notice.ack.by" : "notice.due"), STR_ARG(lang == LANG_JA ? time_slashed(due, n->due_ms, zone) :
		    time_date(due, n->due_ms, zone)));
}

struct str notice_mail(const struct hub *hub, struct arena *a, const struct notice *n, enum letter_form form)
{
	struct str from = hub->conf.smtp_from.n > 0 ? hub->conf.smtp_from : hub->conf.contact;
	struct letter l = { .from = from, .from_name = hub->conf.hub_name_ja, .to = n->address.p != NULL ? n->address : STR("-"),
		.subject = arena_printf(a, "[TLP:" STR_FMT "] " STR_FMT, STR_ARG(n->tlp), STR_ARG(n->number)),
		.message_id = message_id_of(hub, a, n->id), .loop = post_domain(hub), .answers = str_starts(n->kind, STR("receipt")),
		.date_ms = n->not_before_ms > n->made_ms ? n->not_before_ms : n->made_ms, .zone_minutes = (int)hub->conf.zone_minutes };
	struct buf words, out;

	buf_init_arena(&words, a, 1 << 16);
	add_language(&words, hub, a, n, LANG_JA);
	if (hub->conf.link.n > 0 && n->share_id.p != NULL)
		buf_printf(&words, STR_FMT "s/" STR_FMT "\n", STR_ARG(hub->conf.link), STR_ARG(n->number));
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

	if (notice_get(hub, a, id, &n, e) < 0)
		return -1;
	*mail_r = notice_mail(hub, a, &n, LETTER_FILE);
	return 0;
}
