/* key.c - noroshi key: API keys, made, listed, revoked. */
#include <stdio.h>
#include <sys/stat.h>

#include "access/certificate.h"
#include "access/key.h"
#include "base/file.h"
#include "base/time.h"
#include "cli/desk.h"

struct key_options { struct str scope, days, purpose, networks, certificate, org, person; };

/* What names a file that is there is that file. */
static int certificate_of(struct desk *d, struct str given, struct str *text_r, struct err *e)
{
	struct stat st;

	*text_r = given.p != NULL ? given : STR("");
	if (given.n == 0 || stat(arena_cstr(d->arena, given), &st) < 0)
		return 0;
	return file_read(d->arena, arena_cstr(d->arena, given), CERTIFICATE_TEXT_MOST, text_r, e);
}

static int create(struct desk *d, void *options, struct err *e)
{
	const struct key_options *o = options;
	struct key_spec spec = { .person_id = d->operand[0], .purpose = o->purpose.p != NULL ? o->purpose : STR(""), .scopes = SCOPE_SUBMIT,
		.networks = o->networks.p != NULL ? o->networks : STR(""), .days = KEY_DAYS };
	struct str id, secret;

	if (o->scope.p != NULL && scopes_parse(o->scope, &spec.scopes, e) < 0)
		return -1;
	if (certificate_of(d, o->certificate, &spec.certificate, e) < 0)
		return -1;
	if (o->days.p != NULL && !str_to_int(o->days, &spec.days))
		return err_set(e, ERR_USAGE, "--days is a number from 1 to %d", KEY_DAYS_MOST);
	if (key_make(d->hub, &d->by, d->arena, &spec, &id, &secret, e) < 0)
		return -1;
	if (!d->json) {
		buf_printf(&d->out, STR_FMT "\n", STR_ARG(secret));
		if (desk_flush(d, e) < 0)
			return -1;
		fprintf(stderr, tr("key %s; it is shown this once: keep it like a password\n"), id.p);
		return 0;
	}
	desk_json(d);
	jw_kz(&d->w, "schema", "noroshi/key-made/1");
	jw_kstr(&d->w, "key", id);
	jw_kstr(&d->w, "secret", secret);
	jw_ktime(&d->w, "until", d->by.now_ms + spec.days * MS_DAY);
	return desk_json_end(d, e);
}

static int print_json(struct desk *d, const struct key_row *k, struct err *e)
{
	desk_json(d);
	jw_kz(&d->w, "schema", "noroshi/key/1");
	jw_kstr(&d->w, "key", k->id);
	jw_kstr(&d->w, "person", k->person_id);
	jw_kstr(&d->w, "org", k->org_id);
	jw_kstr(&d->w, "purpose", k->purpose);
	jw_kstr(&d->w, "scopes", k->scopes_text);
	jw_kstr(&d->w, "networks", k->networks);
	jw_kstr(&d->w, "certificate", k->certificate);
	jw_kstr(&d->w, "made_by", k->made_by);
	jw_ktime(&d->w, "made", k->made_ms);
	jw_ktime(&d->w, "until", k->until_ms);
	jw_ktime(&d->w, "used", k->used_ms);
	jw_kstr(&d->w, "used_from", k->used_from);
	jw_ktime(&d->w, "revoked", k->revoked_ms);
	jw_kbool(&d->w, "good", !k->is_dead);
	return desk_json_end(d, e);
}

static int list(struct desk *d, void *options, struct err *e)
{
	const struct key_options *o = options;
	struct key_row *keys;
	size_t n;

	if (desk_known_org(d, o->org, e) < 0 || key_list(d->hub, d->arena, o->person, o->org, d->by.now_ms, &keys, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (d->json) {
			if (print_json(d, &keys[i], e) < 0)
				return -1;
			continue;
		}
		desk_cell(d, keys[i].id, 11);
		desk_cell(d, keys[i].person_id, 16);
		desk_cell(d, keys[i].scopes_text, 24);
		desk_cell(d, keys[i].is_dead ? str_of(tr("ended")) : desk_date(d, keys[i].until_ms), 12);
		desk_cell(d, desk_time(d, keys[i].used_ms), 18);
		buf_printf(&d->out, STR_FMT "\n", STR_ARG(keys[i].purpose));
	}
	if (!d->json && n == 0)
		buf_printf(&d->out, "%s\n", tr("there is no key"));
	return desk_flush(d, e);
}

static int revoke(struct desk *d, void *options, struct err *e)
{
	(void)options;
	if (key_revoke(d->hub, &d->by, d->arena, d->operand[0], e) < 0)
		return -1;
	return desk_done(d, "key.revoked", d->operand[0], tr("the key opens nothing any more"), e);
}

static int bind(struct desk *d, void *options, struct err *e)
{
	const struct key_options *o = options;
	struct str certificate;

	if (o->certificate.p == NULL)
		return err_set(e, ERR_USAGE, "say which certificate: --certificate FILE, SHA-256 or DNS name; --certificate \"\" for none");
	if (certificate_of(d, o->certificate, &certificate, e) < 0 || key_bind(d->hub, &d->by, d->arena, d->operand[0], certificate, e) < 0)
		return -1;
	return desk_done(d, "key.bound", d->operand[0], tr(certificate.n > 0 ? "the key is good only with that certificate" : "the key needs no certificate"), e);
}

int cli_key(int argc, char **argv)
{
	static const struct desk_verb verbs[] = { { "list", "", DESK_REGISTRAR, list }, { "create", "PERSON", DESK_REGISTRAR, create },
		{ "bind", "KEY", DESK_PERSON, bind }, { "revoke", "KEY", DESK_PERSON, revoke } };
	struct key_options o = { 0 };
	const struct option_spec specs[] = { { "--scope", OPTION_VALUE, &o.scope }, { "--days", OPTION_VALUE, &o.days }, { "--purpose", OPTION_VALUE, &o.purpose },
		{ "--networks", OPTION_VALUE, &o.networks }, { "--certificate", OPTION_VALUE, &o.certificate },
		 { "--org", OPTION_VALUE, &o.org }, { "--person", OPTION_VALUE, &o.person } };

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}
