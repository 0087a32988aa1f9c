/* A8: logs and error paths carry ids only.  Deeds that fail, and hand-ins that cannot be read, are full of an
 * organisation's words; then standard error, the audit trail's details, and every stored reason and problem are
 * searched for them, plain and in every encoding; so is what a refusal says to somebody else.  Control: one log
 * line with a word in it is found. */
#include "rows.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "approve/approve.h"
#include "base/log.h"
#include "base/time.h"
#include "encode.h"
#include "share/change.h"
#include "share/outbox.h"
#include "share/release.h"
#include "stage.h"
#include "testhub.h"
#include "worker/job.h"

static struct pool *pool;

/* What is written to standard error from here on goes to a file. */
static int hush(const char *path)
{
	int kept = dup(2), file = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_APPEND, 0600);

	fflush(stderr);
	dup2(file, 2);
	close(file);
	return kept;
}

static void unhush(int kept)
{
	fflush(stderr);
	dup2(kept, 2);
	close(kept);
}

static struct needles *all_words(struct arena *a)
{
	struct needles *n = needles_new(a);

	for (size_t i = 0; i < STAGE_ORGS; i++)
		for (const char *const *words = stage_words(a, &stage_orgs[i]); *words != NULL; words++)
			needles_add(n, *words);
	return n;
}

/* ---- what cannot be read ---- */

static const struct { const char *kind, *text; } broken[] = {
	{ "mail", "From {host}\nTo {address}\nno header at all {person} {project}\n" },
	{ "mail", "From: {address}\r\nContent-Type: multipart/mixed; boundary={host}\r\n\r\n--{host}\r\nContent-Type: text/plain; charset=x-{id}\r\n\r\n\x83\xff{project}\r\n" },
	{ "mail", "From: {address}\r\nContent-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: {path}\r\n\r\n\xff\xff\xff\xff{ja}\xff\xff\xff\xff\r\n" },
	{ "mail", "PK\x03\x04 {person}.zip {host} {address}" },
	{ "sample", "MZ{ad}\\{path} {project}" },
	{ "bec", "{ja}\n{person_ja}\n{phone}\n" },
	{ "audit-log", "{address},{host},\"{project}\n" },
	{ "sighting", "{\"schema\":\"noroshi/sighting/1\",\"indicator\":\"{host}\",\"type\":\"{ad}\",\"org\":\"{id}\"}\n" },
	{ "sighting", "{project} {person}, {address}\n" },
	{ "sighting", "{\"schema\":\"noroshi/sighting/1\",\"indicator\":\"203.0.113.9\",\"type\":\"ipv4\",\"org\":\"{id}\",\"direction\":\"{ad}\",\"port\":1,\"first\":\"{phone}\",\"last\":\"x\",\"count\":1}\n" },
};

static void hand_in_broken(struct stage *s, struct str share)
{
	for (size_t i = 0; i < COUNT_OF(broken); i++)
		for (size_t o = 0; o < 2; o++)
			stage_hand_in(s, &stage_orgs[o], broken[i].kind, stage_fill(s->arena, broken[i].text, &stage_orgs[o]),
			    strcmp(broken[i].kind, "sighting") == 0 ? share : STR_NONE);
}

/* ---- deeds that fail; each appends what it said ---- */

static void said(struct buf *out, int status, struct err *e)
{
	assert_int_equal(status, -1);
	buf_printf(out, "%s\n", e->text);
	e->text[0] = '\0';
}

static void fail_share(struct stage *s, struct str own, struct buf *out)
{
	struct str submission = stage_hand_in(s, &stage_orgs[STAGE_X], "mail", stage_fill(s->arena, stage_place(s->arena, 9).text, &stage_orgs[STAGE_X]),
	    STR_NONE);
	struct share_spec spec = { .case_number = stage_case(s, &submission, 1), .origin = STR("member"), .class = STR("normal"), .tlp = STR("AMBER"),
		.lane = STR("narrative"), .search = STR("both"), .expires_ms = TIME_NONE, .audience = stage_everybody, .audience_count = 1 }, leaky = spec;
	struct act author = stage_act(s, "an-1"), second = stage_act(s, "an-2"), other = stage_act(s, "tomogisi-approver");
	struct share_made made;
	struct share_released released;
	struct asked asked;
	struct err e = { 0 };

	texts_add(s->arena, &leaky.summary, str_of(stage_orgs[STAGE_X].ja), str_of(stage_orgs[STAGE_X].en));
	assert_ok(share_draft(s->hub, &author, s->arena, &leaky, &made, &e), e);
	assert_true(made.leaks.count > 0);
	said(out, approve_ask(s->hub, &author, s->arena, made.number, &asked, &e), &e);
	said(out, share_release(s->hub, &second, s->arena, made.number, &released, &e), &e);
	assert_ok(share_draft(s->hub, &author, s->arena, &spec, &made, &e), e);
	assert_ok(approve_ask(s->hub, &author, s->arena, made.number, &asked, &e), e);
	said(out, share_release(s->hub, &author, s->arena, made.number, &released, &e), &e);
	said(out, share_release(s->hub, &second, s->arena, made.number, &released, &e), &e);
	/* somebody else's approver asks about it, and about one that does not exist: the same words but for the number */
	for (int i = 0; i < 2; i++) {
		const struct answer yes = { .number = i == 0 ? made.number : STR("J-NOTHERE"), .digest = made.digest, .word = STR("yes"), .person = other.actor,
			.medium = MEDIUM_PORTAL };
		struct buf words;

		assert_int_equal(approve_answer(s->hub, &other, s->arena, &yes, &e), -1);
		buf_init_arena(&words, s->arena, 4096);
		buf_printf(&words, "there is no share " STR_FMT " that waits for an answer of tomogisi-approver", STR_ARG(yes.number));
		assert_string_equal(e.text, words.p);
	}
	said(out, share_change(s->hub, &author, s->arena, &(struct share_change){ .kind = SHARE_CORRECTION, .number = made.number, .without_org = STR(""),
	    .without_submission = STR("") }, &made, &e), &e);
	said(out, share_change(s->hub, &author, s->arena, &(struct share_change){ .kind = SHARE_EDIT, .number = own, .without_org = STR(""),
	    .without_submission = STR("") }, &made, &e), &e);
}

/* The mail command fails and says everything it was given. */
static void fail_outbox(struct stage *s)
{
	const char *script = arena_printf(s->arena, "%s/complains", s->hub->dir).p;
	struct act hub = stage_act(s, "hub");
	struct outbox_result sent;
	struct err e;
	FILE *f = fopen(script, "w");

	fprintf(f, "#!/bin/sh\nexit 75\n");
	fclose(f);
	assert_int_equal(access(script, F_OK), 0);
	assert_int_equal(system(arena_printf(s->arena, "chmod 700 '%s'", script).p), 0);
	s->hub->conf.smtp_url = STR("");        /* the postbox of stage.c */
	s->hub->conf.sendmail = str_of(script);
	assert_ok(outbox_flush(s->hub, &hub, s->arena, &sent, &e), e);
	assert_true(sent.failed + sent.delayed > 0);
	s->hub->conf.sendmail = STR("");
}

/* Rows that a log, a console of the hub or a report of errors would show. */
static void stored_words(struct stage *s, struct buf *out)
{
	struct db_rows r;
	struct err e;

	assert_ok(DB_QUERY(s->hub->db, s->arena, &r, &e, "SELECT detail FROM audit UNION ALL SELECT state_reason FROM hand_in UNION ALL "
	    "SELECT examined_reason FROM submission UNION ALL SELECT problem FROM notice UNION ALL SELECT kind FROM notice UNION ALL SELECT file FROM notice"), e);
	assert_true(r.count > 60);
	for (size_t i = 0; i < r.count; i++) {
		buf_add(out, db_text(&r, i, 0));
		buf_char(out, '\n');
	}
}

static void on_database(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct stage s = { .hub = hub, .arena = arena_new((size_t)1 << 30, arena_full_exit), .rng = rng_seeded(9), .pool = pool };
	const char *log = arena_printf(s.arena, "%s/stderr", hub->dir).p, *way, *word;
	struct needles *n = all_words(s.arena);
	struct buf out;
	struct str own;
	int kept;

	(void)ctx;
	s.now_ms = time_of(&(struct civil){ .year = 2019, .month = 8, .day = 5, .hour = 9 }, ZONE_JST);
	buf_init_arena(&out, s.arena, 64 << 20);
	log_set_level(LOG_DEBUG);
	kept = hush(log);
	own = stage_build(hub, s.now_ms - MS_DAY);
	hand_in_broken(&s, own);
	fail_share(&s, own, &out);
	fail_outbox(&s);
	log_event(LOG_INFO, "test.end", "share=" STR_FMT, STR_ARG(own));
	unhush(kept);
	stored_words(&s, &out);
	buf_add(&out, test_file(s.arena, log));
	assert_true(str_has(buf_str(&out), STR("test.end")));
	word = needles_find(n, buf_str(&out), &way);
	if (word != NULL)
		fprintf(stderr, "%s (%s) stands in:\n%s\n", word, way, out.p);
	assert_null(word);
	/* control: the log is read, and a word in it is found */
	kept = hush(log);
	log_event(LOG_ERROR, "mail.bad", "from=%s", stage_orgs[STAGE_X].domain);
	unhush(kept);
	assert_non_null(needles_find(n, test_file(s.arena, log), &way));
	arena_free(s.arena);
	test_hub_close(hub);
}

static void logs_hold_ids_only(void **state)
{
	(void)state;
	test_on_databases(on_database, NULL);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(logs_hold_ids_only) };
	struct err e;
	int failed;

	zygote_role(argc, argv, &job_work);
	assert_ok(pool_open(1, &pool, &e), e);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	pool_close(pool);
	return failed;
}
