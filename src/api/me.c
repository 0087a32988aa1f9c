/* me.c - whose key it is; the description of the whole. */
#include "api/api.h"

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

int api_openapi_document(struct api_call *c, struct err *e)
{
	struct buf out;

	(void)e;
	buf_init_arena(&out, c->a, DOCUMENT_MOST);
	api_openapi(&out);
	return api_bytes(c, "application/json", buf_str(&out));
}
