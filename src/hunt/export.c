/* export.c - the values of a set, sorted by what they are looked for in. */
#include "hunt/export.h"

static bool writable(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return false;
	return s.n > 0;
}

static enum export_class class_of(const struct set_entry *entry)
{
	bool network = entry->flags & SET_NETWORK;

	switch ((enum value_type)entry->type) {
	case VALUE_IPV4:
		return network ? CLASS_NET4 : CLASS_IP;
	case VALUE_IPV6:
		return network ? CLASS_NET6 : CLASS_IP;
	case VALUE_DOMAIN:
		return CLASS_NAME;
	case VALUE_URL:
		return CLASS_URL;
	case VALUE_EMAIL:
		return CLASS_MAIL;
	case VALUE_SHA256:
		return CLASS_SHA256;
	case VALUE_SHA1:
		return CLASS_SHA1;
	case VALUE_MD5:
		return CLASS_MD5;
	case VALUE_TYPES:
		break;
	}
	return EXPORT_CLASSES;
}

void export_values(struct arena *a, const struct set *set, struct export_values *v_r)
{
	*v_r = (struct export_values){ 0 };
	for (uint32_t i = 0; i < set->entry_count; i++) {
		enum export_class class = class_of(&set->entries[i]);
		struct str text = set_text(set, i);

		if (!(set->entries[i].flags & SET_LISTED))
			continue;
		if (class == EXPORT_CLASSES || !writable(text))
			v_r->left_out++;
		else
			*ARENA_PUSH(a, v_r->list[class], v_r->count[class], v_r->room[class]) = text;
	}
}
