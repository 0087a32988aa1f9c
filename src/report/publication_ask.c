/* publication_ask.c - the sources of a case are asked whether it may be told of in public; what a report tells without their yes. */
#include "report/publication.h"

#include "approve/notice.h"
#include "base/time.h"
#include "registry/calendar.h"
#include "report/check.h"
#include "report/told.h"
#include "store/audit.h"

/* ---- asking ---- */

/* As the report's own check, of the words alone: they are shown to several sources, who must not learn of each other. */
static int check_names(struct hub *hub, struct arena *a, const struct publication *p, struct err *e)
{
	struct leak_hits hits = { 0 };
	struct terms *terms;
	struct buf out;

	if (terms_load(hub->db, a, &terms, e) < 0 || terms_load_case(hub->db, a, terms, p->case_id, &terms, e) < 0)
		return -1;
	buf_init_arena(&out, a, 16 << 20);
	for (size_t i = 0; i < p->word_count; i++)
		buf_printf(&out, STR_FMT "\n", STR_ARG(p->words[i].body));
	for (size_t i = 0; i < p->moment_count; i++) {
		const struct publication_moment *m = &p->moments[i];

		buf_printf(&out, STR_FMT "\n" STR_FMT "\n" STR_FMT "\n" STR_FMT "\n" STR_FMT "\n" STR_FMT "\n", STR_ARG(m->from), STR_ARG(m->to), STR_ARG(m->text_ja),
		    STR_ARG(m->text_en), STR_ARG(m->note_ja), STR_ARG(m->note_en));
	}
	leak_check(terms, a, p->number, buf_str(&out), NULL, 0, &hits);
	for (size_t i = 0; i < hits.count; i++)
		if (report_names(&hits.list[i]))
			return err_set(e, ERR_DENIED, "case " STR_FMT ": “%.200s” stands in what would be printed; nobody is asked before it is taken out",
			    STR_ARG(p->number), arena_cstr(a, hits.list[i].found));
	return 0;
}

static int ask_one(struct hub *hub, const struct act *by, struct arena *a, const struct publication *p, struct str org, long long due_ms, long long *asked, struct err *e)
{
	struct str id = rng_uuid(by->rng, a);

	if (DB_EXEC(hub->db, e, "UPDATE publication_request SET void_ms = $3 WHERE case_id = $1 AND org_id = $2 AND void_ms IS NULL", DB_TEXT(p->case_id),
	        DB_TEXT(org), DB_INT(by->now_ms)) < 0 ||
	    DB_EXEC(hub->db, e, "INSERT INTO publication_request (id, case_id, org_id, digest, asked_ms, due_ms) VALUES ($1, $2, $3, $4, $5, $6)",
	        DB_TEXT(id), DB_TEXT(p->case_id), DB_TEXT(org), DB_TEXT(p->digest), DB_INT(by->now_ms), DB_INT(due_ms)) < 0 ||
	    notice_add(hub->db, by, a, org, "approver", "publication", STR_NONE, id, 0, e) < 0)
		return -1;
	(*asked)++;
	return 0;
}

static long long ask(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct err *e)
{
	long long due_ms, asked = 0;
	struct publication p;

	if (publication_hold(hub->db, number, e) < 0 || approve_staff(hub->db, a, by, e) < 0 || publication_get(hub->db, a, number, &p, e) < 0 || check_names(hub, a, &p, e) < 0 ||
	    calendar_after(hub->db, a, by->now_ms, APPROVE_DAYS, &due_ms, e) < 0)
		return -1;
	if (p.word_count == 0)
		return err_set(e, ERR_CONFLICT, "case " STR_FMT " has no words that would be printed", STR_ARG(number));
	for (size_t i = 0; i < p.source_count; i++)
		if (!p.sources[i].good && p.sources[i].due_ms == TIME_NONE && ask_one(hub, by, a, &p, p.sources[i].org_id, due_ms, &asked, e) < 0)
			return -1;
	return audit_add_detail(hub->db, by, "publication.asked", p.case_id, arena_printf(a, "{\"requests\":%lld}", asked), e) < 0 ? -1 : asked;
}

long long publication_ask(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct err *e)
{
	long long asked;

	if (db_begin(hub->db, e) < 0)
		return -1;
	asked = ask(hub, by, a, number, e);
	if (asked >= 0)
		return db_commit(hub->db, e) < 0 ? -1 : asked;
	db_rollback(hub->db);
	return -1;
}

int publication_unask(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct err *e)
{
	struct publication p = { .case_id = STR("") };
	long long done = -1;

	if (db_begin(hub->db, e) < 0)
		return -1;
	if (publication_hold(hub->db, number, e) == 0 && approve_staff(hub->db, a, by, e) == 0 && publication_get(hub->db, a, number, &p, e) == 0)
		done = DB_EXEC(hub->db, e, "UPDATE publication_request SET void_ms = $2 WHERE case_id = $1 AND void_ms IS NULL", DB_TEXT(p.case_id), DB_INT(by->now_ms));
	if (done == 0)
		done = err_set(e, ERR_CONFLICT, "case " STR_FMT ": nobody is asked", STR_ARG(number));
	return audit_end(hub->db, by, done, "publication.taken-back", p.case_id, e) < 0 ? -1 : 0;
}

/* ---- what an organisation was asked ---- */

/* Two texts, because each is asked by another index. */
#define SQL_REQUESTS(condition, behind) \
	"SELECT k.number, q.digest, COALESCE(c.answer, ''), q.asked_ms, q.due_ms, c.at_ms FROM publication_request q JOIN cases k ON k.id = q.case_id" \
	" LEFT JOIN publication_consent c ON c.id = (SELECT x.id FROM publication_consent x WHERE x.case_id = q.case_id AND x.org_id = q.org_id" \
	" AND x.digest = q.digest AND x.at_ms >= q.asked_ms ORDER BY x.at_ms DESC, x.id DESC LIMIT 1)" \
	" WHERE q.org_id = $1 AND q.void_ms IS NULL AND " condition " AND " SQL_PUBLICATION_HOLDS behind

static struct publication_request request_of(const struct db_rows *r, size_t i)
{
	return (struct publication_request){ db_text(r, i, 0), db_text(r, i, 1), db_text(r, i, 2), db_int(r, i, 3), db_int(r, i, 4), db_time(r, i, 5) };
}

int publication_requests(struct db *db, struct arena *a, struct str org_id, long long asked_ms, struct str number, long long most,
    struct publication_request **list_r, size_t *n_r, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_REQUESTS("(q.asked_ms < $2 OR (q.asked_ms = $2 AND k.number COLLATE \"C\" > $3))",
	        " ORDER BY q.asked_ms DESC, k.number COLLATE \"C\" LIMIT $4"), DB_TEXT(org_id), DB_INT(asked_ms), DB_TEXT(number), DB_INT(most)) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct publication_request, r.count + 1);
	*n_r = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list_r)[i] = request_of(&r, i);
	return 0;
}

int publication_request_get(struct db *db, struct arena *a, struct str org_id, struct str number, struct publication_request *q_r, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_REQUESTS("k.number = $2", ""), DB_TEXT(org_id), DB_TEXT(number)) < 0)
		return -1;
	if (r.count == 0)
		return err_set(e, ERR_UNKNOWN, "nobody has asked about case " STR_FMT, STR_ARG(number));
	*q_r = request_of(&r, 0);
	return 0;
}

/* ---- what a report tells ---- */

static int add_told(struct records *r, const struct report_case *c, struct publication_told *list, size_t *n, struct err *e)
{
	struct publication p;

	if (c == NULL)
		return 0;
	for (size_t i = 0; i < *n; i++)
		if (str_eq(list[i].number, c->number))
			return 0;
	if (publication_get(r->db, r->arena, c->number, &p, e) < 0)
		return -1;
	list[(*n)++] = (struct publication_told){ p.case_id, c->number, p.good, p.source_count };
	return 0;
}

/* A case's cell of the table of business e-mail compromise, also where its story is not told. */
static int has_cell(struct records *r, const struct submission_row *s, bool *has_r, struct err *e)
{
	struct told_text ja, en;

	*has_r = false;
	if (!records_is_bec(s) || s->withdrawn)
		return 0;
	if (told_text(r, s->case_id, "table3", LANG_JA, &ja, e) < 0 || told_text(r, s->case_id, "table3", LANG_EN, &en, e) < 0)
		return -1;
	*has_r = ja.count + en.count > 0;
	return 0;
}

int publication_told(struct records *r, struct publication_told **list_r, size_t *n_r, struct err *e)
{
	const struct column *now = records_now(r);
	struct publication_told *list = ARENA_ARRAY(r->arena, struct publication_told, STORIES + 3 + now->list.count + r->probing.case_count);

	*list_r = list;
	*n_r = 0;
	for (size_t i = 0; i < r->stories_count; i++)
		if (add_told(r, r->stories[i].of, list, n_r, e) < 0)
			return -1;
	for (size_t i = 0; i < now->list.count; i++) {
		bool has;

		if (has_cell(r, &now->list.rows[i], &has, e) < 0 || (has && add_told(r, records_case(r, now->list.rows[i].case_id), list, n_r, e) < 0))
			return -1;
	}
	for (size_t i = 0; i < r->probing.case_count; i++)
		if (add_told(r, records_case(r, r->probing.case_ids[i]), list, n_r, e) < 0)
			return -1;
	return add_told(r, r->lure.of, list, n_r, e) < 0 || add_told(r, r->sample.of, list, n_r, e) < 0 ? -1 : 0;
}

/* " (nobody in ORG may answer ...)" for the sentence; "". */
static int add_speechless(struct records *r, struct str number, long long now_ms, struct buf *out, struct err *e)
{
	struct publication p;
	struct str orgs;

	if (publication_get(r->db, r->arena, number, &p, e) < 0 || publication_speechless(r->db, r->arena, &p, now_ms, &orgs, e) < 0)
		return -1;
	if (orgs.n > 0)
		buf_printf(out, "; " STR_FMT " has no approver, name one (noroshi person role)", STR_ARG(orgs));
	return 0;
}

int publication_check(struct records *r, long long now_ms, struct err *e)
{
	struct publication_told *list;
	struct buf out;
	size_t n;

	if (publication_told(r, &list, &n, e) < 0)
		return -1;
	buf_init_arena(&out, r->arena, 1 << 16);
	for (size_t i = 0; i < n; i++) {
		if (list[i].good == list[i].source_count)
			continue;
		buf_printf(&out, "%s" STR_FMT " (%zu/%zu", out.n > 0 ? ", " : "", STR_ARG(list[i].number), list[i].good, list[i].source_count);
		if (add_speechless(r, list[i].number, now_ms, &out, e) < 0)
			return -1;
		buf_char(&out, ')');
	}
	if (out.n == 0)
		return 0;
	return err_set(e, ERR_DENIED, "not every source has agreed to be told of in public: " STR_FMT ". Ask them (noroshi case publication CASE --ask), or tell "
	    "something else (noroshi report choose)", STR_ARG(buf_str(&out)));
}
