/* hub_findings_list.c - the stored references as sentences, with the numbers of today. */
#include "consolidate/hub_findings.h"

#include "analyse/analyse.h"
#include "base/time.h"

/* What a reference looks like when it is shown: name of the thing, who it belongs to, its time. */
#define SQL_SUBMISSIONS \
	"SELECT h.receipt, s.number, s.org_id, s.received_ms FROM hub_finding f JOIN submission s ON s.id = f.ref" \
	" JOIN hand_in h ON h.id = s.hand_in_id WHERE f.submission_id = $1 AND f.finding_id = $2 AND s.state <> 'withdrawn'" \
	" ORDER BY s.received_ms, h.receipt COLLATE \"C\", s.number"

/* The same mail is seen from both sides: who pointed at this one counts as well. */
#define SQL_SAME_MAIL \
	"SELECT h.receipt, s.number, s.org_id, s.received_ms FROM submission s JOIN hand_in h ON h.id = s.hand_in_id" \
	" WHERE s.state <> 'withdrawn' AND (s.id IN (SELECT ref FROM hub_finding WHERE submission_id = $1 AND finding_id = $2)" \
	" OR s.id IN (SELECT submission_id FROM hub_finding WHERE ref = $1 AND finding_id = $2))" \
	" ORDER BY s.received_ms, h.receipt COLLATE \"C\", s.number"

#define SQL_ORGS \
	"SELECT f.ref, f.via, (SELECT MIN(n.name) FROM org_name n WHERE n.org_id = f.ref AND n.kind = 'legal' AND n.lang = $3" \
	" AND n.superseded_ms = 9223372036854775807) FROM hub_finding f WHERE f.submission_id = $1 AND f.finding_id = $2" \
	" ORDER BY f.ref COLLATE \"C\""

#define SQL_CASES \
	"SELECT c.number, c.opened_ms, i.type, i.value FROM hub_finding f JOIN cases c ON c.id = f.ref AND c.state <> 'merged'" \
	" JOIN indicator i ON i.id = f.via WHERE f.submission_id = $1 AND f.finding_id = $2 AND NOT EXISTS" \
	" (SELECT 1 FROM case_submission cs WHERE cs.case_id = c.id AND cs.submission_id = $1 AND cs.removed_ms IS NULL)" \
	" ORDER BY c.opened_ms, c.number COLLATE \"C\""

struct listing {
	struct hub *hub;
	struct arena *arena;
	struct str submission_id;
	enum lang lang;
	struct hub_finding *list;
	size_t count, room;
};

static void add_ref(struct hub_finding *f, struct str ref)
{
	if (f->ref_count < HUB_FINDING_REFS)
		f->refs[f->ref_count++] = ref;
}

static void see_time(struct hub_finding *f, long long ms)
{
	if (f->first_ms == TIME_NONE || ms < f->first_ms)
		f->first_ms = ms;
	if (f->last_ms == TIME_NONE || ms > f->last_ms)
		f->last_ms = ms;
}

static struct str day(const struct listing *l, long long ms)
{
	char text[TIME_TEXT];

	return arena_str(l->arena, time_slashed(text, ms, (int)l->hub->conf.zone_minutes));
}

/* Nothing is kept where nothing is left to point at. */
static void keep(struct listing *l, struct hub_finding *f, struct str w0, struct str w1, struct str w2)
{
	const struct str words[] = { w0, w1, w2 };

	if (f->count == 0)
		return;
	f->sentence = finding_sentence(l->arena, l->lang, f->id, words, 3);
	*ARENA_PUSH(l->arena, l->list, l->count, l->room) = *f;
}

static struct str number_text(const struct listing *l, size_t n)
{
	return arena_printf(l->arena, "%zu", n);
}

/* Rows of (receipt, number, organisation, time); the count is of submissions or of organisations. */
static void take_submissions(struct listing *l, struct hub_finding *f, const struct db_rows *rows, bool count_orgs)
{
	for (size_t i = 0; i < rows->count; i++) {
		bool again = false;

		for (size_t k = 0; k < i && count_orgs && !again; k++)
			again = str_eq(db_text(rows, k, 2), db_text(rows, i, 2));
		f->count += !again;
		see_time(f, db_int(rows, i, 3));
		add_ref(f, arena_printf(l->arena, STR_FMT "/%lld", STR_ARG(db_text(rows, i, 0)), db_int(rows, i, 1)));
	}
}

enum kind { PHISHING_EARLIER, SAME_MAIL, IMPERSONATED, INDICATOR_SEEN };

const struct hub_finding_kind hub_finding_kinds[] = {
	[PHISHING_EARLIER] = { "hub.phishing-earlier", "B40" },
	[SAME_MAIL] = { "hub.same-mail-elsewhere", "" },
	[IMPERSONATED] = { "hub.impersonated-member", "" },
	[INDICATOR_SEEN] = { "hub.indicator-seen", "" },
};
const size_t hub_finding_kind_count = sizeof hub_finding_kinds / sizeof hub_finding_kinds[0];

static struct hub_finding named(enum kind kind)
{
	return (struct hub_finding){ .id = str_of(hub_finding_kinds[kind].id), .tricks = str_of(hub_finding_kinds[kind].tricks),
		.first_ms = TIME_NONE, .last_ms = TIME_NONE };
}

static int list_phishing(struct listing *l, struct err *e)
{
	struct hub_finding f = named(PHISHING_EARLIER);
	struct db_rows rows;

	if (DB_QUERY(l->hub->db, l->arena, &rows, e, SQL_SUBMISSIONS, DB_TEXT(l->submission_id), DB_TEXT(f.id)) < 0)
		return -1;
	take_submissions(l, &f, &rows, false);
	keep(l, &f, number_text(l, f.count), day(l, f.last_ms), STR(""));
	return 0;
}

static int list_same_mail(struct listing *l, struct err *e)
{
	struct hub_finding f = named(SAME_MAIL);
	struct db_rows rows;

	if (DB_QUERY(l->hub->db, l->arena, &rows, e, SQL_SAME_MAIL, DB_TEXT(l->submission_id), DB_TEXT(f.id)) < 0)
		return -1;
	take_submissions(l, &f, &rows, true);
	keep(l, &f, number_text(l, f.count), day(l, f.first_ms), STR(""));
	return 0;
}

static int list_played(struct listing *l, struct err *e)
{
	struct hub_finding f = named(IMPERSONATED);
	struct str names = STR(""), domain = STR("");
	struct db_rows rows;

	if (DB_QUERY(l->hub->db, l->arena, &rows, e, SQL_ORGS, DB_TEXT(l->submission_id), DB_TEXT(f.id),
	        DB_TEXT(l->lang == LANG_JA ? STR("ja") : STR("en"))) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		struct str name = db_is_null(&rows, i, 2) ? db_text(&rows, i, 0) : db_text(&rows, i, 2);

		names = i == 0 ? name : arena_printf(l->arena, STR_FMT ", " STR_FMT, STR_ARG(names), STR_ARG(name));
		domain = i == 0 ? db_text(&rows, i, 1) : domain;
		f.count++;
		add_ref(&f, db_text(&rows, i, 0));
	}
	keep(l, &f, names, domain, STR(""));
	return 0;
}

/* A bank account is kept as a keyed hash: it is not shown. */
static struct str shown(const struct db_rows *rows, size_t i)
{
	return str_eq(db_text(rows, i, 2), STR("bank-account")) ? STR("@bank-account") : db_text(rows, i, 3);
}

static int list_seen(struct listing *l, struct err *e)
{
	struct hub_finding f = named(INDICATOR_SEEN);
	struct str value = STR("");
	struct db_rows rows;

	if (DB_QUERY(l->hub->db, l->arena, &rows, e, SQL_CASES, DB_TEXT(l->submission_id), DB_TEXT(f.id)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		value = i == 0 ? shown(&rows, i) : value;
		f.count++;
		see_time(&f, db_int(&rows, i, 1));
		add_ref(&f, db_text(&rows, i, 0));
	}
	keep(l, &f, value, number_text(l, f.count), f.ref_count > 0 ? f.refs[0] : STR(""));
	return 0;
}

int hub_findings_list(struct hub *hub, struct arena *a, struct str submission_id, enum lang lang,
    struct hub_finding **list_r, size_t *n_r, struct err *e)
{
	struct listing l = { .hub = hub, .arena = a, .submission_id = submission_id, .lang = lang };

	if (list_phishing(&l, e) < 0 || list_same_mail(&l, e) < 0 || list_played(&l, e) < 0 || list_seen(&l, e) < 0)
		return -1;
	*list_r = l.list;
	*n_r = l.count;
	return 0;
}
