/* document_files.c - attachments, what is inside them, how they compare to an earlier one, and where links lead. */
#include "base/text.h"
#include "parse/url.h"
#include "web/document.h"
#include "web/look.h"
#include "web/marks.h"
#include "worker/words.h"

enum { FILES_SHOWN = 50, NESTED_SHOWN = 100, LINKS_SHOWN = 60, NAME_SHOWN = 300 };

static void show_name(struct web_call *c, struct str name, struct str tone_of, const char *tone, struct run **runs, size_t *n)
{
	struct str shown = utf8_cut(name, NAME_SHOWN);
	struct marks m = { 0 };

	marks_find(c->a, &m, shown, tone_of, 0, tone);
	marks_show(c->a, shown, &m, MARKS_SPACES, runs, n);
}

/* Depth by the slashes of a path: archives inside archives are followed by their own contents. */
static int depth_of(struct str path)
{
	int depth = 0;

	for (size_t i = 0; i < path.n && depth < 6; i++)
		depth += path.p[i] == '/' || path.p[i] == '!';
	return depth;
}

static void show_nested(struct web_call *c, const json_t *file, struct attachment_shown *x)
{
	json_t *list = json_object_get(file, "nested"), *v;
	size_t i;

	x->nested = ARENA_ARRAY(c->a, struct nested_shown, NESTED_SHOWN);
	json_array_foreach(list, i, v) {
		struct nested_shown *n = &x->nested[x->nested_count];

		if (x->nested_count == NESTED_SHOWN)
			break;
		x->nested_count++;
		*n = (struct nested_shown){ .type = json_text(v, "type"), .sha256 = json_text(v, "sha256"), .encrypted = json_is_true(json_object_get(v, "encrypted")),
			.size = json_object_get(v, "bytes") != NULL ? look_bytes(c, json_number(v, "bytes")) : STR(""), .depth = depth_of(json_text(v, "name")) };
		show_name(c, json_text(v, "name"), STR(""), "", &n->name, &n->name_count);
	}
}

/* ---- the account block beside the earlier one ---- */

static void field(struct web_call *c, struct compared *k, const json_t *now, const json_t *before, const char *key)
{
	struct str a = json_text(before, key), b = json_text(now, key);

	if (a.n > 0 || b.n > 0)
		k->fields[k->fields_count++] = (struct account_field){ web_word(c, "web.account", str_of(key)), words_safe(c->a, a), words_safe(c->a, b), !str_eq(a, b) };
}

static const struct compared *compare(struct web_call *c, const json_t *doc, const json_t *now)
{
	static const char *const keys[] = { "beneficiary", "bank", "branch", "shown", "bic", "routing", "country" };
	const json_t *before = json_object_get(now, "earlier"), *message = json_object_get(before, "message");
	struct compared *k = ARENA_NEW(c->a, struct compared);
	struct str from = json_text(before, "where");

	if (message != NULL)
		from = arena_printf(c->a, "message %lld, " STR_FMT, (long long)json_integer_value(message), STR_ARG(from));
	k->before_from = words_source(c->a, doc, from);
	k->sentence = STR("");
	k->fields = ARENA_ARRAY(c->a, struct account_field, sizeof keys / sizeof keys[0]);
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		field(c, k, now, before, keys[i]);
	return k;
}

/* Beside the earlier account, with what the engine says about the whole document: a copy but for the account block. */
static const struct compared *compared_of(struct web_call *c, const json_t *doc, long long mail, struct str place)
{
	json_t *account, *f, *v;
	size_t i, k;
	struct compared *found = NULL;

	json_array_foreach(json_object_get(doc, "accounts"), i, account)
		if (found == NULL && json_number(account, "message") == mail && str_eq(json_text(account, "where"), place) &&
		    json_object_get(account, "earlier") != NULL)
			found = (struct compared *)(uintptr_t)compare(c, doc, account);
	json_array_foreach(json_object_get(doc, "findings"), i, f)
		if (found != NULL && str_starts(json_text(f, "id"), STR("bec.invoice.")))
			json_array_foreach(json_object_get(f, "evidence"), k, v)
				if (found->sentence.n == 0 && evidence_in(v, mail, place))
					found->sentence = document_sentence(c, f);
	return found;
}

/* ---- attachments ---- */

static struct str about(struct web_call *c, const json_t *file)
{
	static const char *const keys[] = { "title", "author", "creator", "producer", "modified_by" };
	const json_t *paper = json_object_get(file, "document");
	struct buf out;

	buf_init_arena(&out, c->a, 8192);
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (json_text(paper, keys[i]).n > 0)
			buf_printf(&out, "%s" STR_FMT ": " STR_FMT, out.n > 0 ? " / " : "", STR_ARG(web_word(c, "web.paper", str_of(keys[i]))),
			    STR_ARG(words_safe(c->a, json_text(paper, keys[i]))));
	return buf_str(&out);
}

static void show_file(struct web_call *c, const json_t *doc, const json_t *file, long long mail, struct attachment_shown *x)
{
	struct str place = arena_printf(c->a, "attachment:" STR_FMT, STR_ARG(json_text(file, "part"))), seen = STR("");
	const char *tone = "";
	json_t *f, *v;
	size_t i, k, room = 0;

	*x = (struct attachment_shown){ .type = json_text(file, "media_type"), .size = look_bytes(c, json_number(file, "bytes")),
		.sha256 = json_text(file, "sha256"), .about = about(c, file), .part = json_text(file, "part"), .compared = compared_of(c, doc, mail, place) };
	json_array_foreach(json_object_get(doc, "findings"), i, f)
		json_array_foreach(json_object_get(f, "evidence"), k, v)
			if (evidence_in(v, mail, place) && (x->refs_count == 0 || x->refs[x->refs_count - 1].n != (long long)i + 1)) {
				*ARENA_PUSH(c->a, x->refs, x->refs_count, room) = document_ref(c, f, i);
				seen = seen.n == 0 ? json_text(v, "found") : seen;
				tone = tone[0] == '\0' ? document_mark(f) : tone;
			}
	show_name(c, json_text(file, "name").n > 0 ? json_text(file, "name") : json_text(file, "part"), seen, tone, &x->name, &x->name_count);
	show_nested(c, file, x);
}

static void show_files(struct web_call *c, const json_t *doc, long long mail, const struct submission_page *p, struct mail_shown *x)
{
	json_t *list = json_object_get(json_array_get(json_object_get(doc, "messages"), (size_t)mail), "attachments"), *file;
	long long from = 0;
	size_t i;

	if (!str_to_int(http_query(c->q, "files"), &from) || from < 0 || from >= (long long)json_array_size(list))
		from = 0;
	x->attachments = ARENA_ARRAY(c->a, struct attachment_shown, FILES_SHOWN);
	x->attachments_all = (long long)json_array_size(list);
	json_array_foreach(list, i, file)
		if ((long long)i >= from && x->attachments_count < FILES_SHOWN)
			show_file(c, doc, file, mail, &x->attachments[x->attachments_count++]);
	x->more_attachments = from + FILES_SHOWN < x->attachments_all ?
		arena_printf(c->a, STR_FMT "?mail=%lld&files=%lld#files", STR_ARG(p->base), mail, from + FILES_SHOWN) : STR("");
}

/* ---- links ---- */

/* The visible words are an address themselves, and not that of the target. */
static bool says_otherwise(struct web_call *c, struct str words, struct str host)
{
	const struct url_found *urls;
	struct url u;
	size_t n;

	url_find(c->a, words, &urls, &n);
	return n > 0 && host.n > 0 && url_parse(c->a, urls[0].url, &u) && u.host.n > 0 && !domain_same(c->a, u.host, host);
}

static void show_links(struct web_call *c, const json_t *mail, struct mail_shown *x)
{
	json_t *list = json_object_get(mail, "urls"), *v;
	size_t i;

	x->links = ARENA_ARRAY(c->a, struct link_shown, LINKS_SHOWN);
	x->links_all = (long long)json_array_size(list);
	json_array_foreach(list, i, v) {
		struct link_shown *l = &x->links[x->links_count];
		struct str words = utf8_cut(json_text(v, "text"), NAME_SHOWN);

		if (x->links_count == LINKS_SHOWN)
			break;
		x->links_count++;
		l->url = defang(c->a, utf8_cut(json_text(v, "url"), 1000));
		l->target = json_text(v, "target").n > 0 ? defang(c->a, utf8_cut(json_text(v, "target"), 1000)) : STR("");
		l->differs = says_otherwise(c, words, json_text(v, "host"));
		if (!str_eq(words, json_text(v, "url")))
			marks_show(c->a, words, NULL, MARKS_SPACES | MARKS_DEFANG, &l->text, &l->text_count);
	}
}

void document_parts(struct web_call *c, const json_t *doc, struct submission_page *p)
{
	json_t *list, *file;
	size_t i;

	if (p->mail == NULL || !p->has_source)
		return;
	list = json_object_get(json_array_get(json_object_get(doc, "messages"), (size_t)p->mail->n), "attachments");
	p->parts = ARENA_ARRAY(c->a, struct option, FILES_SHOWN);
	json_array_foreach(list, i, file)
		if (i < FILES_SHOWN)
			p->parts[p->parts_count++] = (struct option){ arena_printf(c->a, "%lld " STR_FMT, p->mail->n, STR_ARG(json_text(file, "part"))),
				words_safe(c->a, json_text(file, "name").n > 0 ? utf8_cut(json_text(file, "name"), 80) : json_text(file, "part")), false };
}

void document_files(struct web_call *c, const json_t *doc, long long mail, const struct submission_page *p, struct mail_shown *x)
{
	show_files(c, doc, mail, p, x);
	show_links(c, json_array_get(json_object_get(doc, "messages"), (size_t)mail), x);
}
