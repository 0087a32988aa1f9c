/* config.c - noroshi config show|check --hub DIR [--json] */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access/jwt.h"
#include "access/provider.h"
#include "base/file.h"
#include "base/time.h"
#include "cli/cli.h"
#include "cli/config_mail.h"
#include "cli/out.h"
#include "conf/conf_show.h"
#include "store/hub.h"
#include "worker/landlock.h"

static int show(struct arena *a, const struct conf *c, bool json, struct err *e)
{
	struct buf out;

	buf_init_arena(&out, a, 1 << 20);
	if (json)
		conf_show_json(c, &out);
	else
		conf_show(c, &out);
	return out_flush(&out, e);
}

static int try_provider(struct arena *a, const struct hub *hub, struct err *e)
{
	struct provider *p;
	const json_t *keys;
	size_t n;

	if (!provider_is_set(&hub->conf))
		return 0;
	p = provider_new(hub, e);
	if (p == NULL || provider_keys(p, a, false, time_system_ms(), &keys, e) < 0)
		return -1;
	n = jwt_keys_count(a, keys);
	if (n == 0)
		return err_set(e, ERR_BUSY, "the provider has no key that can be used (RSA of 2048 bits and more, P-256)");
	printf(tr("%s answers; %zu of its keys can be used\n"), arena_cstr(a, hub->conf.oidc_issuer), n);
	if (landlock_version() == 0)
		puts(tr("the kernel has no Landlock: the process that asks the provider could read every file of its user"));
	return 0;
}

static int run(struct arena *a, int argc, char **argv, struct err *e)
{
	struct str_list operands = { 0 };
	struct str hub = STR_NONE, file = STR("");
	struct conf c;
	struct hub opened;
	bool json = false;
	const struct option_spec specs[] = {
		{ "--hub", OPTION_VALUE, &hub },
		{ "--json", OPTION_FLAG, &json },
	};
	int status = cli_options(a, argc, argv, specs, 2, &operands, e);
	const char *path = "noroshi.conf";

	if (status != 0)
		return status;
	if (operands.count != 1 || (!str_eq(operands.items[0], STR("show")) && !str_eq(operands.items[0], STR("check"))))
		return err_set(e, ERR_USAGE, "config takes show or check");
	if (hub.p != NULL) {
		path = arena_printf(a, STR_FMT "/noroshi.conf", STR_ARG(hub)).p;
		if (file_read(a, path, 1 << 20, &file, e) < 0)
			return -1;
	}
	if (conf_parse(a, file, path, &c, e) < 0)
		return -1;
	if (str_eq(operands.items[0], STR("show")))
		return show(a, &c, json, e);
	opened = (struct hub){ .arena = a, .dir = hub.p != NULL ? arena_cstr(a, hub) : ".", .conf = c };
	if (config_mail_check(&c, e) < 0 || provider_settings_check(&opened, a, e) < 0)
		return err_prefix(e, "%s", path);
	printf(tr("%s is in order\n"), path);
	return hub.p == NULL ? 0 : config_mail_try(a, &c, opened.dir, e) < 0 || try_provider(a, &opened, e) < 0 ? -1 : 0;
}

int cli_config(int argc, char **argv)
{
	struct arena *a = arena_new(4 << 20, arena_full_exit);
	struct err e = { 0 };
	int status = run(a, argc, argv, &e);

	arena_free(a);
	return status < 0 ? cli_fail(&e) : 0;
}
