/* share.c - noroshi share: what leaves the hub, from the draft to its retraction. */
#include "approve/approve.h"
#include "base/json.h"
#include "base/time.h"
#include "cli/share_cli.h"
#include "share/release.h"

enum { OUT_MOST = 64 << 20 };

static int check(struct share_run *r, struct err *e)
{
	struct leak_hits hits;
	struct jw w;

	if (share_check(r->opened, &r->by, r->arena, r->o->number, &hits, e) < 0)
		return -1;
	if (!r->o->json)
		return share_cli_leaks(r, &hits, e);
	for (size_t i = 0; i < hits.count; i++) {
		jw_init(&w, &r->out);
		jw_object(&w);
		jw_kz(&w, "schema", "noroshi/leak/1");
		jw_kstr(&w, "share", r->o->number);
		jw_kstr(&w, "place", hits.list[i].place);
		jw_kint(&w, "offset", (long long)hits.list[i].offset);
		jw_kint(&w, "length", (long long)hits.list[i].length);
		jw_kstr(&w, "kind", hits.list[i].kind);
		jw_kz(&w, "how", hits.list[i].how);
		jw_kstr(&w, "found", hits.list[i].found);
		jw_end_object(&w);
		buf_char(&r->out, '\n');
	}
	return out_flush(&r->out, e) < 0 ? -1 : hits.count > 0 ? 1 : 0;
}

static int ask(struct share_run *r, struct err *e)
{
	struct asked asked;
	struct jw w;

	if (approve_ask(r->opened, &r->by, r->arena, r->o->number, &asked, e) < 0)
		return -1;
	if (r->o->json) {
		jw_init(&w, &r->out);
		jw_object(&w);
		jw_kz(&w, "schema", "noroshi/asked/1");
		jw_kstr(&w, "share", r->o->number);
		jw_kint(&w, "asked", (long long)asked.requests);
		jw_kint(&w, "approved", (long long)asked.already);
		jw_kint(&w, "standing", (long long)asked.standing);
		jw_kint(&w, "unreachable", (long long)asked.unreachable);
		jw_end_object(&w);
		buf_char(&r->out, '\n');
	} else {
		buf_printf(&r->out, TR_N("%zu {organisation is|organisations are} asked, %zu approved this part already, %zu gave a standing consent\n", (long long)asked.requests), asked.requests,
		    asked.already, asked.standing);
		if (asked.unreachable > 0)
			buf_printf(&r->out, TR_N("%zu of the asked {has|have} no approver with an address for notices: call them (noroshi approve list)\n", (long long)asked.unreachable),
			    asked.unreachable);
	}
	return out_flush(&r->out, e) < 0 ? -1 : asked.unreachable > 0 ? 1 : 0;
}

static int release(struct share_run *r, struct err *e)
{
	struct share_released done;
	char text[TIME_TEXT];
	struct jw w;

	if (share_release(r->opened, &r->by, r->arena, r->o->number, &done, e) < 0)
		return -1;
	if (r->o->json) {
		jw_init(&w, &r->out);
		jw_object(&w);
		jw_kz(&w, "schema", "noroshi/released/1");
		jw_kstr(&w, "share", r->o->number);
		jw_kint(&w, "rev", done.rev);
		jw_ktime(&w, "published", done.published_ms);
		jw_kint(&w, "recipients", (long long)done.recipients);
		jw_kint(&w, "notices", (long long)done.notices);
		jw_kint(&w, "standing", (long long)done.standing);
		jw_end_object(&w);
		return out_line(&r->out, e);
	}
	time_rfc3339(text, done.published_ms);
	buf_printf(&r->out, TR_N("released: goes to %zu {organisation|organisations} (%zu {notice|notices}) at %s\n", (long long)done.recipients, (long long)done.notices), done.recipients, done.notices, text);
	if (done.standing > 0)
		buf_printf(&r->out, TR_N("%zu {source is|sources are} told that their standing consent was used\n", (long long)done.standing), done.standing);
	return out_flush(&r->out, e);
}

static int expire(struct share_run *r, struct err *e)
{
	long long n;

	if (approve_staff(r->opened->db, r->arena, &r->by, e) < 0)
		return -1;
	n = share_expire(r->opened, &r->by, r->arena, e);
	if (n < 0)
		return -1;
	buf_printf(&r->out, r->o->json ? "{\"schema\":\"noroshi/expired/1\",\"shares\":%lld}\n" : TR_N("%lld {share has|shares have} expired\n", n), n);
	return out_flush(&r->out, e);
}

static const char *const verbs[] = { "draft", "list", "show", "preview", "check", "edit", "ask", "release", "correct", "supplement",
	"retract", "withdraw", "expire", "receipts", "remind", "redact" };
enum verb { DRAFT, LIST, SHOW, PREVIEW, CHECK, EDIT, ASK, RELEASE, CORRECT, SUPPLEMENT, RETRACT, WITHDRAW, EXPIRE, RECEIPTS, REMIND, REDACT, VERBS };

static int withdraw(struct share_run *r, struct err *e)
{
	struct share_row s;

	if ((r->o->without_org.p != NULL) == (r->o->without_submission.p != NULL))
		return err_set(e, ERR_USAGE, "whose material goes? --org ID or --submission RECEIPT/NUMBER");
	if (share_get(r->opened->db, r->arena, r->o->number, r->by.now_ms, &s, e) < 0)
		return -1;
	return share_cli_change(r, s.released_rev > 0 ? SHARE_CORRECTION : SHARE_EDIT, e);
}

static int work(struct share_run *r, int verb, struct err *e)
{
	switch (verb) {
	case DRAFT:
		return share_cli_draft(r, e);
	case LIST:
		return share_cli_list(r, e);
	case SHOW:
		return share_cli_show(r, e);
	case PREVIEW:
		return share_cli_preview(r, e);
	case CHECK:
		return check(r, e);
	case ASK:
		return ask(r, e);
	case RELEASE:
		return release(r, e);
	case SUPPLEMENT:
		return share_cli_supplement(r, e);
	case EDIT:
		return share_cli_change(r, SHARE_EDIT, e);
	case CORRECT:
		return share_cli_change(r, SHARE_CORRECTION, e);
	case RETRACT:
		return share_cli_change(r, SHARE_RETRACTION, e);
	case WITHDRAW:
		return withdraw(r, e);
	case RECEIPTS:
		return share_cli_receipts(r, e);
	case REMIND:
		return share_cli_remind(r, e);
	case REDACT:
		return share_cli_redact(r, e);
	default:
		return expire(r, e);
	}
}

static int open_and_work(struct arena *a, struct share_options *o, const struct str_list *operands, struct err *e)
{
	struct share_run r = { .arena = a, .o = o };
	struct rng rng;
	int status, verb = cli_verb(operands, verbs, VERBS, e);

	if (verb < 0)
		return -1;
	if (operands->count > 2)
		return err_set(e, ERR_USAGE, "share %s takes one number", verbs[verb]);
	o->number = operands->count > 1 ? arena_str(a, operands->items[1]) : STR("");
	if (o->number.n == 0 && verb != DRAFT && verb != LIST && verb != EXPIRE && verb != RECEIPTS && verb != REMIND)
		return err_set(e, ERR_USAGE, "which share? name its number");
	if (cli_open_hub(a, o->hub, &r.opened, e) < 0)
		return -1;
	r.by = cli_act(a, o->as, &rng);
	buf_init_arena(&r.out, a, OUT_MOST);
	status = cli_known_person(r.opened, a, o->as, r.by.now_ms, e);
	if (status == 0)
		status = work(&r, verb, e);
	hub_close(r.opened);
	return status;
}

static int run(struct arena *a, int argc, char **argv, struct err *e)
{
	struct share_options o = { 0 };
	struct str_list operands = { 0 };
	const struct option_spec specs[] = {
		{ "--hub", OPTION_VALUE, &o.hub }, { "--as", OPTION_VALUE, &o.as }, { "--json", OPTION_FLAG, &o.json },
		{ "--case", OPTION_VALUE, &o.case_number }, { "--sightings-of", OPTION_VALUE, &o.sightings_of },
		{ "--supplements", OPTION_VALUE, &o.supplements }, { "--terms", OPTION_VALUE, &o.terms }, { "--origin", OPTION_VALUE, &o.origin },
		{ "--value", OPTION_LIST, &o.values }, { "--audience", OPTION_LIST, &o.audience }, { "--drop", OPTION_LIST, &o.drop }, { "--seen", OPTION_VALUE, &o.seen },
		{ "--class", OPTION_VALUE, &o.class }, { "--tlp", OPTION_VALUE, &o.tlp }, { "--lane", OPTION_VALUE, &o.lane },
		{ "--search", OPTION_VALUE, &o.search }, { "--expires", OPTION_VALUE, &o.expires }, { "--exact", OPTION_FLAG, &o.exact },
		{ "--liaison-ok", OPTION_FLAG, &o.liaison_ok }, { "--again", OPTION_FLAG, &o.again },
		{ "--title-ja", OPTION_VALUE, &o.title_ja }, { "--title-en", OPTION_VALUE, &o.title_en },
		{ "--summary-ja", OPTION_VALUE, &o.summary_ja }, { "--summary-en", OPTION_VALUE, &o.summary_en },
		{ "--actions-ja", OPTION_VALUE, &o.actions_ja }, { "--actions-en", OPTION_VALUE, &o.actions_en },
		{ "--reason-ja", OPTION_VALUE, &o.reason_ja }, { "--reason-en", OPTION_VALUE, &o.reason_en },
		{ "--format", OPTION_VALUE, &o.format }, { "--output", OPTION_VALUE, &o.output }, { "--state", OPTION_VALUE, &o.state },
		{ "--words", OPTION_VALUE, &o.words }, { "--with", OPTION_VALUE, &o.with }, { "--withhold", OPTION_FLAG, &o.withhold },
		{ "--found", OPTION_FLAG, &o.found }, { "--place", OPTION_VALUE, &o.place }, { "--why", OPTION_VALUE, &o.why },
		{ "--org", OPTION_VALUE, &o.without_org }, { "--submission", OPTION_VALUE, &o.without_submission },
	};
	int status = cli_options(a, argc, argv, specs, sizeof specs / sizeof specs[0], &operands, e);

	if (status != 0)
		return status > 0 ? 0 : status;
	return open_and_work(a, &o, &operands, e);
}

int cli_share(int argc, char **argv)
{
	struct arena *a = arena_new((size_t)1 << 30, arena_full_exit);
	struct err e = { 0 };
	int status = run(a, argc, argv, &e);

	arena_free(a);
	return status < 0 ? cli_fail(&e) : status;
}
