/* submit.c - noroshi submit: hands in files and prints the receipt once they are durable. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/time.h"
#include "cli/hub_cli.h"
#include "cli/out.h"
#include "intake/ledger.h"
#include "intake/reporter.h"
#include "registry/lookup.h"
#include "store/spool.h"

struct submit {
	struct str hub, channel, org, as, kind, key, received, share, supplements, contact, name, via, password_file, password;
	struct told told;
	bool pipe, json, external;
	struct str_list paths;
	struct hub *opened;
};

static const char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static int print_receipt(struct arena *a, const struct submit *s, const struct receipt *r, const char *path, struct err *e)
{
	struct buf out;
	struct jw w;

	buf_init_arena(&out, a, 1 << 16);
	if (!s->json) {
		buf_printf(&out, tr(r->repeated ? "receipt %s (received before: %s)\n" : "receipt %s (%s)\n"), r->number.p, path);
		return out_flush(&out, e);
	}
	jw_init(&w, &out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/receipt/1");
	jw_kstr(&w, "receipt", r->number);
	jw_kz(&w, "input", path);
	jw_kbool(&w, "repeated", r->repeated);
	jw_end_object(&w);
	return out_line(&out, e);
}

static int one(struct submit *s, const struct act *by, const char *path, struct err *e)
{
	size_t most = (size_t)s->opened->conf.hand_in_mb << 20;
	struct arena *a = arena_new(64u << 20, arena_full_exit);
	struct content content;
	struct offer offer = { .org_id = s->org, .person_id = s->as, .kind = s->kind, .client_key = s->key,
		.channel = s->pipe ? STR("pipe") : s->external ? STR("external") : s->via.p != NULL ? STR("liaison") : s->channel.p != NULL ? s->channel :
		    s->received.p != NULL ? STR("proxy") : STR("cli"), .name = str_of(base_of(path)),
		.from = &content, .answers_share = s->share, .supplements = s->supplements, .via = s->via,
		.password = s->password, .told = s->told.asked ? &s->told : NULL };
	struct receipt receipt;
	int status = cli_date(s->opened, s->received, TIME_NONE, &offer.received_ms, e);

	if (status == 0 && offer.received_ms > by->now_ms)
		status = err_set(e, ERR_INPUT, "it was received in the future");
	if (status == 0)
		status = spool_open(s->opened, a, path, most, &content, e);
	if (status < 0 && e->kind == ERR_LIMIT)
		status = err_set(e, ERR_LIMIT, "the file is larger than %lld MB, which the hub takes at most at once; send it in parts",
		    s->opened->conf.hand_in_mb);
	if (status == 0)
		status = s->external ? reporter_receive(s->opened, by, a, s->contact, s->name, &offer, &receipt, e) :
		    intake_receive(s->opened, by, a, &offer, &receipt, e);
	if (status < 0 && (e->kind == ERR_FULL || e->kind == ERR_BUSY))
		status = err_prefix(e, "nothing was received");
	else if (status < 0 && s->paths.count == 1 && (e->kind == ERR_LIMIT || e->kind == ERR_INPUT) && !str_starts(str_of(e->text), str_of(path)))
		status = err_prefix(e, "%s", path);
	if (status == 0)
		status = print_receipt(a, s, &receipt, path, e);
	arena_free(a);
	return status;
}

/* Through an association: one of its people hands in, or one of the hub's enters it. */
static int check_via(struct submit *s, struct arena *a, const struct act *by, struct err *e)
{
	struct person_found person;
	bool staff = false;

	if (s->org.p == NULL)
		return err_set(e, ERR_USAGE, "whose hand-in is it? name the association's member with --org ID");
	if (s->as.p == NULL)
		return 0;
	if (person_find(s->opened->db, a, s->as, by->now_ms, &person, e) < 0 ||
	    person_has_role(s->opened->db, a, s->as, "analyst lead admin", by->now_ms, &staff, e) < 0)
		return -1;
	return staff || str_eq(person.org_id, s->via) ? 0 : err_set(e, ERR_DENIED, STR_FMT " is not of the association " STR_FMT, STR_ARG(s->as),
	    STR_ARG(s->via));
}

/* Entered for somebody else (代理受付): a person of the hub says how and when it came. */
static int check_channel(struct submit *s, struct arena *a, const struct act *by, struct err *e)
{
	bool staff;

	if (!channel_known(s->channel))
		return err_set(e, ERR_USAGE, "--channel is phone, mail, fax, meeting or ledger, not “" STR_FMT "”", STR_ARG(s->channel));
	if (s->pipe || s->org.p == NULL)
		return err_set(e, ERR_USAGE, "--channel belongs to what the hub enters for a member: --org ID");
	if (cli_known_person(s->opened, a, s->as, by->now_ms, e) < 0 ||
	    person_has_role(s->opened->db, a, s->as, "analyst lead admin", by->now_ms, &staff, e) < 0)
		return -1;
	return staff ? 0 : err_set(e, ERR_DENIED, "only the hub's staff (analyst, lead, admin) enters what came by telephone, mail, fax or in a meeting");
}

static int check_words(struct submit *s, struct arena *a, const struct act *by, struct err *e)
{
	if (s->kind.p == NULL)
		s->kind = STR("mail");
	if (s->pipe && s->paths.count == 0)
		*ARENA_PUSH(a, s->paths.items, s->paths.count, s->paths.room) = STR("-");
	if (s->paths.count == 0)
		return err_set(e, ERR_USAGE, "nothing to hand in: name files, or - for standard input");
	if (s->pipe && s->org.p != NULL)
		return err_set(e, ERR_USAGE, "--pipe finds the organisation from the sender; leave out --org");
	if (s->external && (s->pipe || s->org.p != NULL || s->as.p != NULL || s->share.p != NULL || s->supplements.p != NULL))
		return err_set(e, ERR_USAGE, "a reporter from outside is named by --contact alone; leave out --org, --as, --pipe, --share and --supplements");
	if (!s->external && (s->contact.p != NULL || s->name.p != NULL))
		return err_set(e, ERR_USAGE, "--contact and --name are for reporters from outside (--external)");
	if (!s->pipe && !s->external && s->org.p == NULL)
		return err_set(e, ERR_USAGE, "whose hand-in is it? name the organisation with --org ID");
	if (s->key.p != NULL && s->key.n == 0)
		return err_set(e, ERR_USAGE, "--key is empty: every hand-in would be taken for the same one; leave it out");
	if (!intake_kind_known(s->kind))
		return err_set(e, ERR_USAGE, "there is no kind “" STR_FMT "” (mail bec traffic sample incident audit-log "
		    "consultation sighting)", STR_ARG(s->kind));
	if (s->channel.p != NULL && check_channel(s, a, by, e) < 0)
		return -1;
	if (s->as.p != NULL && cli_known_person(s->opened, a, s->as, by->now_ms, e) < 0)
		return -1;
	return s->via.p != NULL ? check_via(s, a, by, e) : 0;
}

static int run(struct arena *a, int argc, char **argv, struct err *e)
{
	struct submit s = { 0 };
	struct rng rng;
	struct act by;
	const struct option_spec specs[] = {
		{ "--hub", OPTION_VALUE, &s.hub }, { "--org", OPTION_VALUE, &s.org }, { "--as", OPTION_VALUE, &s.as },
		{ "--kind", OPTION_VALUE, &s.kind }, { "--key", OPTION_VALUE, &s.key }, { "--received-at", OPTION_VALUE, &s.received },
		{ "--channel", OPTION_VALUE, &s.channel },
		{ "--share", OPTION_VALUE, &s.share }, { "--supplements", OPTION_VALUE, &s.supplements },
		{ "--via", OPTION_VALUE, &s.via }, { "--external", OPTION_FLAG, &s.external }, { "--contact", OPTION_VALUE, &s.contact }, { "--name", OPTION_VALUE, &s.name },
		{ "--damage", OPTION_VALUE, &s.told.damage }, { "--opened", OPTION_VALUE, &s.told.opened }, { "--replied", OPTION_VALUE, &s.told.replied },
		{ "--urgent", OPTION_FLAG, &s.told.urgent }, { "--technical", OPTION_VALUE, &s.told.technical }, { "--words", OPTION_VALUE, &s.told.words },
		{ "--password-file", OPTION_VALUE, &s.password_file }, { "--pipe", OPTION_FLAG, &s.pipe }, { "--json", OPTION_FLAG, &s.json },
	};
	int status = cli_options(a, argc, argv, specs, sizeof specs / sizeof specs[0], &s.paths, e), failed = 0;

	if (status != 0)
		return status;
	if (cli_open_hub(a, s.hub, &s.opened, e) < 0)
		return -1;
	by = cli_act(a, s.as, &rng);
	s.told.asked = s.told.urgent || s.told.damage.p != NULL || s.told.opened.p != NULL || s.told.replied.p != NULL || s.told.technical.p != NULL ||
	    s.told.words.p != NULL;
	status = check_words(&s, a, &by, e);
	if (status == 0 && s.password_file.p != NULL)
		status = cli_password(a, s.password_file, &s.password, e);
	/* one file that cannot be taken does not keep the others out */
	for (size_t i = 0; status == 0 && i < s.paths.count; i++) {
		if (one(&s, &by, arena_cstr(a, s.paths.items[i]), e) < 0) {
			if (++failed == (int)s.paths.count) {   /* not one was taken */
				status = s.paths.count == 1 ? -1 : err_prefix(e, STR_FMT, STR_ARG(s.paths.items[i]));
				break;
			}
			fprintf(stderr, "noroshi: " STR_FMT ": %s\n", STR_ARG(s.paths.items[i]), e->text);
		}
	}
	/* receipts are on standard output, what comes next is for people */
	if (status == 0 && !s.json && !s.pipe && isatty(STDERR_FILENO))
		fprintf(stderr, tr("next: the worker reads it (noroshi worker --hub " STR_FMT "), then noroshi submission show RECEIPT\n"),
		    STR_ARG(s.hub));
	hub_close(s.opened);
	return status < 0 ? -1 : failed > 0 ? 2 : 0;
}

int cli_submit(int argc, char **argv)
{
	struct arena *a = arena_new(8 << 20, arena_full_exit);
	struct err e = { 0 };
	int status = run(a, argc, argv, &e);

	arena_free(a);
	return status < 0 ? cli_fail(&e) : status == 2 ? 1 : 0;
}
