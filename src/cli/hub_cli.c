/* hub_cli.c - opening hubs and reading verbs for the command line. */
#include "cli/hub_cli.h"

#include "base/file.h"
#include "base/nearest.h"
#include "base/time.h"
#include "base/tr.h"
#include "cli/hidden.h"
#include "intake/password.h"
#include "registry/lookup.h"

int cli_open_hub(struct arena *a, struct str dir, struct hub **hub_r, struct err *e)
{
	if (dir.p == NULL)
		return err_set(e, ERR_USAGE, "which hub? name its directory with --hub DIR");
	if (str_starts(dir, STR("http://")) || str_starts(dir, STR("https://")))
		return err_set(e, ERR_USAGE, "a hub behind a URL needs the server, which is not built in yet; name its directory");
	return hub_open(arena_cstr(a, dir), hub_r, e);
}

int cli_verb(const struct str_list *operands, const char *const *names, size_t n, struct err *e)
{
	const char *near;

	if (operands->count == 0)
		return err_set(e, ERR_USAGE, "a verb is missing (--help lists them)");
	for (size_t i = 0; i < n; i++)
		if (str_eq(operands->items[0], str_of(names[i])))
			return (int)i;
	near = str_nearest(operands->items[0], names, n);
	if (near != NULL)
		return err_set(e, ERR_USAGE, "there is no “" STR_FMT "” here; did you mean %s?", STR_ARG(operands->items[0]), near);
	return err_set(e, ERR_USAGE, "there is no “" STR_FMT "” here (--help lists what there is)", STR_ARG(operands->items[0]));
}

int cli_date(const struct hub *hub, struct str s, long long fallback, long long *ms_r, struct err *e)
{
	*ms_r = fallback;
	return s.p == NULL ? 0 : time_parse(s, (int)hub->conf.zone_minutes, ms_r, e);
}

int cli_text_file(struct arena *a, struct str path, struct str *text_r, struct err *e)
{
	enum { TEXT_FILE_MOST = 1 << 20 };

	*text_r = STR_NONE;
	if (path.p == NULL)
		return 0;
	if (file_read(a, arena_cstr(a, path), TEXT_FILE_MOST, text_r, e) < 0)
		return -1;
	*text_r = str_trim(*text_r);
	return 0;
}

int cli_password(struct arena *a, struct str path, struct str *password_r, struct err *e)
{
	bool typed = (path.p == NULL || str_eq(path, STR("-"))) && hidden_can_ask();
	struct str file;

	if (path.p == NULL && !typed)
		return err_set(e, ERR_USAGE, "name the file that holds the password with --password-file (- is standard input)");
	if (typed ? hidden_line(a, tr("Password (it is not shown): "), &file, e) < 0 :
	    file_read(a, arena_cstr(a, path), 1 << 16, &file, e) < 0)
		return -1;
	*password_r = str_upto(file, '\n');
	if (password_r->n > 0 && password_r->p[password_r->n - 1] == '\r')
		password_r->n--;
	return archive_password_check(*password_r, e) == 0 ? 0 : typed ? -1 : err_prefix(e, STR_FMT, STR_ARG(path));
}

int cli_known_person(struct hub *hub, struct arena *a, struct str as, long long now_ms, struct err *e)
{
	struct person_found person;

	if (as.p == NULL)
		return err_set(e, ERR_USAGE, "who does it? name the person with --as PERSON");
	return person_must(hub->db, a, as, now_ms, &person, e);
}
