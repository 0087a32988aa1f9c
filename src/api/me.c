/* me.c - whose key it is, and the others of its owner; the description of the whole. */
#include "api/api.h"
#include "base/time.h"

enum { DOCUMENT_MOST = 4 << 20 };

struct me { struct str key, person, org, name; struct str *scopes; size_t scopes_count; };

static const struct api_field me_fields[] = {
	TEXT_(struct me, "key", key, 0, NULL, "the key's name, as lists of keys have it"),
	TEXT_(struct me, "person", person, 0, NULL, NULL),
	TEXT_(struct me, "org", org, 0, NULL, NULL),
	TEXT_(struct me, "name", name, 0, NULL, NULL),
	TEXTS_(struct me, "scopes", scopes, scopes_count, 0, "what the key may do, at most what its owner may do now"),
};
API_SHAPE(me, "noroshi/me/1", "Whose key this is.", struct me, me_fields);

int api_me(struct api_call *c, struct err *e)
{
	struct me m = { c->key.id, c->who.person_id, c->who.org_id, c->who.name, ARENA_ARRAY(c->a, struct str, 32), 0 };

	(void)e;
	for (unsigned bit = 1; bit <= SCOPES_ALL; bit <<= 1)
		if ((c->key.scopes & bit) != 0)
			m.scopes[m.scopes_count++] = str_of(scope_name((enum scope)bit));
	return api_give(c, &m);
}

/* ---- the own keys: a key makes no other one, but ends those of its owner ---- */

static const struct api_field key_fields[] = {
	TEXT_(struct key_row, "key", id, 0, NULL, NULL),
	TEXT_(struct key_row, "purpose", purpose, 0, NULL, NULL),
	TEXT_(struct key_row, "scopes", scopes_text, 0, NULL, "commas between"),
	TEXT_(struct key_row, "networks", networks, API_NULL, NULL, "where it may come from; null: anywhere"),
	TIME_(struct key_row, "made", made_ms, 0, NULL),
	TIME_(struct key_row, "until", until_ms, 0, NULL),
	TIME_(struct key_row, "used", used_ms, API_NULL, "last"),
	TIME_(struct key_row, "revoked", revoked_ms, API_NULL, NULL),
	BOOL_(struct key_row, "dead", is_dead, 0, "revoked or over"),
};
API_SHAPE(key, "noroshi/key/1", "An API key, without its secret.", struct key_row, key_fields);

static struct str key_of_key(struct arena *a, const void *item)
{
	const struct key_row *x = item;

	return api_key_down(a, x->made_ms, x->id);
}

int api_page_of_keys(struct api_call *c, struct api_page *p, struct str person, struct str org, struct err *e)
{
	struct key_row *list;
	size_t n;

	if (key_list(c->hub, p->a, person, org, c->q->now_ms, &list, &n, e) < 0)
		return -1;
	api_cut_behind(p, list, n, sizeof *list, key_of_key);
	return 0;
}

static int page_of_keys(struct api_call *c, struct api_page *p, struct err *e)
{
	return api_page_of_keys(c, p, c->who.person_id, STR_NONE, e);
}

int api_keys(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_keys, e);
}

/* Others' keys are none here, also for administrators: those end them on the page. */
int api_key_revoke(struct api_call *c, struct err *e)
{
	struct key_row *list;
	size_t n;

	if (key_list(c->hub, c->a, c->who.person_id, STR_NONE, c->q->now_ms, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].id, c->part[0])) {
			c->seen = true;
			return key_revoke(c->hub, &c->by, c->a, list[i].id, e) < 0 ? -1 : api_done(c, "key.revoked", list[i].id);
		}
	return api_nothing(e);
}

int api_openapi_document(struct api_call *c, struct err *e)
{
	struct buf out;

	(void)e;
	buf_init_arena(&out, c->a, DOCUMENT_MOST);
	api_openapi(&out);
	return api_bytes(c, "application/json", buf_str(&out));
}
