/* render.c - the list of formats, and the words that renderers for people have in common. */
#include "share/render/render.h"

#include "base/sha256.h"
#include "parse/url.h"

const struct str *texts_in(const struct texts *t, enum lang lang)
{
	return lang == LANG_JA ? t->ja : t->en;
}

const char *render_word(struct arena *a, enum lang lang, const char *group, struct str word)
{
	struct str key = arena_printf(a, "share.%s." STR_FMT, group, STR_ARG(arena_lower(a, word)));
	const char *found;

	for (size_t i = 0; i < key.n; i++)
		if (key.p[i] == '+')
			((char *)(uintptr_t)key.p)[i] = '-';
	found = text_find(lang, key.p);
	return found != NULL ? found : arena_cstr(a, word);
}

struct str render_party(struct arena *a, enum lang lang, struct str token)
{
	if (token.n == 0)
		return STR("");
	if (str_eq(token, STR("attacker")))
		return str_of(text(lang, "share.party.attacker"));
	return arena_printf(a, text(lang, "share.party.letter"), arena_cstr(a, token));
}

static bool has_dots(struct str type)
{
	return str_eq(type, STR("ipv4")) || str_eq(type, STR("domain")) || str_eq(type, STR("url")) || str_eq(type, STR("email"));
}

/* hxxp://evil[.]example/a.php: nothing a reader's program would open; paths stay as they are. */
struct str render_defang(struct arena *a, struct str type, struct str value)
{
	struct buf out;
	bool path = false;
	size_t i = 0;

	if (!has_dots(type) && !str_eq(type, STR("ipv6")))
		return value;
	if (str_eq(type, STR("email")) && str_find_char(value, '<') >= 0)
		return value;           /* a construction rule opens nothing */
	buf_init_arena(&out, a, value.n * 3 + 8);
	if (str_istarts(value, STR("http"))) {
		buf_z(&out, "hxxp");
		i = 4;
	}
	for (; i < value.n; i++) {
		if (str_eq(type, STR("url")) && value.p[i] == '/' && i > 0 && value.p[i - 1] != ':' && value.p[i - 1] != '/')
			path = true;
		if (!path && value.p[i] == '.')
			buf_z(&out, "[.]");
		else if (!path && value.p[i] == '@')
			buf_z(&out, "[@]");
		else if (str_eq(type, STR("ipv6")) && value.p[i] == ':')
			buf_z(&out, "[:]");
		else
			buf_char(&out, value.p[i]);
	}
	return buf_str(&out);
}

struct str render_value(struct arena *a, const struct projection *p, struct str value)
{
	const struct shown_indicators *l = &SHOWN(SHARE, p, indicators);

	for (size_t i = 0; i < l->count; i++)
		if (str_eq(SHOWN(INDICATOR, &l->list[i], shown), value))
			return render_defang(a, SHOWN(INDICATOR, &l->list[i], type), value);
	return defang(a, value);
}

static int finish(struct arena *a, struct buf *out, struct artefact *made, struct err *e)
{
	if (out->failed)
		return err_set(e, ERR_LIMIT, "share: a rendered artefact is larger than %d bytes", ARTEFACT_BYTES);
	made->bytes = buf_str(out);
	made->sha256 = sha256_hex(a, made->bytes);
	return 0;
}

int render_all(struct arena *a, const struct projection *p, const struct render_hub *hub,
    struct artefact out[ARTEFACTS], struct err *e)
{
	static const struct { const char *format, *lang; enum lang code; } list[ARTEFACTS] = {
		{ "text", "ja", LANG_JA }, { "text", "en", LANG_EN }, { "html", "ja", LANG_JA }, { "html", "en", LANG_EN },
		{ "csv", "", LANG_EN }, { "json", "", LANG_EN } };

	if (projection_check(p, e) < 0)
		return -1;
	for (size_t i = 0; i < ARTEFACTS; i++) {
		struct buf b;

		buf_init_arena(&b, a, ARTEFACT_BYTES);
		out[i] = (struct artefact){ .format = list[i].format, .lang = list[i].lang };
		if (i < 2)
			render_text(&b, a, p, hub, list[i].code);
		else if (i < 4)
			render_html(&b, a, p, hub, list[i].code);
		else if (i == 4)
			render_csv(&b, a, p);
		else
			buf_add(&b, projection_json(a, p));
		if (finish(a, &b, &out[i], e) < 0)
			return -1;
	}
	return 0;
}
