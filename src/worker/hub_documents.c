/* hub_documents.c - see hub_documents.h. */
#include "worker/hub_documents.h"

#include "worker/document.h"
#include "worker/wire.h"

/* The outer document is the submission's; of several (a zip of a BEC case) the conversation leads and
 * the findings of the rest are added to it. */
struct str documents_main(const struct pool_end *end)
{
	struct str first = STR_NONE;

	for (size_t i = 0; i < end->frame_count; i++) {
		if (end->frames[i].frame != WIRE_DOCUMENT)
			continue;
		if (first.p == NULL)
			first = end->frames[i].bytes;
		if (str_has(str_at(end->frames[i].bytes, 0, 4096), STR("\"kind\":\"thread\"")))
			return end->frames[i].bytes;
	}
	return first;
}

/* Findings of an audit log or another file of the same hand-in join the conversation's. */
json_t *documents_merge(const struct pool_end *end, struct str main, struct err *e)
{
	json_t *doc, *other, *item;
	size_t k;

	if (document_check(main, &doc, e) < 0)
		return NULL;
	for (size_t i = 0; i < end->frame_count; i++) {
		if (end->frames[i].frame != WIRE_DOCUMENT || end->frames[i].bytes.p == main.p ||
		    document_check(end->frames[i].bytes, &other, e) < 0)
			continue;
		json_array_foreach(json_object_get(other, "findings"), k, item)
			json_array_append(json_object_get(doc, "findings"), item);
		json_array_foreach(json_object_get(other, "indicators"), k, item)
			json_array_append(json_object_get(doc, "indicators"), item);
		json_decref(other);
	}
	return doc;
}

bool documents_locked(const struct pool_end *end)
{
	struct err ignored;
	json_t *doc;

	for (size_t i = 0; i < end->frame_count; i++) {
		bool locked = end->frames[i].frame == WIRE_LIMIT && str_eq(end->frames[i].name, STR(PIECES_LOCKED));

		if (end->frames[i].frame == WIRE_DOCUMENT && str_has(end->frames[i].bytes, STR(PIECES_LOCKED)) &&
		    document_check(end->frames[i].bytes, &doc, &ignored) == 0) {
			locked = document_has_limit(doc, PIECES_LOCKED);
			json_decref(doc);
		}
		if (locked)
			return true;
	}
	return false;
}
