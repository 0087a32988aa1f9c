/* document.c - documents that are written or completed outside the jail. */
#include "worker/document.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "base/tr.h"

struct str document_text(const json_t *object, const char *key)
{
	const json_t *v = json_object_get(object, key);

	return json_is_string(v) ? (struct str){ json_string_value(v), json_string_length(v) } : STR("");
}

static void put_verdict(struct jw *w)
{
	jw_kobject(w, "verdict");
	jw_kz(w, "nature", "unknown");
	jw_kint(w, "bec_type", 0);
	jw_karray(w, "bec_types");
	jw_end_array(w);
	jw_kz(w, "strength", "none");
	jw_kz(w, "sentence", text(tr_lang(), "worker.not-examined"));
	jw_end_object(w);
}

static void put_limit(struct jw *w, const char *limit, long long at)
{
	jw_karray(w, "limits");
	jw_object(w);
	jw_kz(w, "limit", limit);
	jw_kint(w, "at", at);
	jw_end_object(w);
	jw_end_array(w);
}

void document_failed(struct buf *out, const struct document_failed *f)
{
	static const char *const empty[] = { "findings", "messages", "indicators" };
	struct jw w;

	jw_init(&w, out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/analysis/1");
	jw_kstr(&w, "input", f->input);
	jw_kstr(&w, "sha256", f->sha256);
	jw_kint(&w, "bytes", (long long)f->bytes);
	jw_kz(&w, "kind", f->kind);
	jw_kz(&w, "examined", f->examined);
	put_limit(&w, f->limit, f->at);
	put_verdict(&w);
	for (size_t i = 0; i < sizeof empty / sizeof empty[0]; i++) {
		jw_karray(&w, empty[i]);
		jw_end_array(&w);
	}
	jw_end_object(&w);
}

struct str document_limited(struct arena *a, json_t *doc, const char *limit, long long at, struct str sha256,
    unsigned long long bytes)
{
	json_t *limits = json_object_get(doc, "limits");
	char *dump;
	struct str copy;

	if (str_eq(document_text(doc, "examined"), STR("fully")))
		json_object_set_new(doc, "examined", json_string("partly"));
	json_array_append_new(limits, json_pack("{s:s, s:I}", "limit", limit, "at", (json_int_t)at));
	if (sha256.p != NULL) {
		json_object_set_new(doc, "sha256", json_stringn(sha256.p, sha256.n));
		json_object_set_new(doc, "bytes", json_integer((json_int_t)bytes));
	}
	dump = json_dumps(doc, JSON_COMPACT);
	copy = arena_str(a, str_of(dump));
	free(dump);
	return copy;
}

bool document_has_limit(const json_t *doc, const char *limit)
{
	const json_t *item;
	size_t i;

	json_array_foreach(json_object_get(doc, "limits"), i, item)
		if (str_eq(document_text(item, "limit"), str_of(limit)))
			return true;
	return false;
}
