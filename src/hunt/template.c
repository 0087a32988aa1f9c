/* template.c - "Deny %{proto} src %{*}:%{src.ip}/%{src.port} dst": literals found one after the other. */
#include "hunt/format_in.h"

/* Attributes before the colon: stage=start action=deny port=22 proto=tcp client. */
static const char *attributes(struct template *t, struct str text)
{
	static const char *const stages[] = { "only", "start", "end", "return" };
	struct str word;

	while (str_split(&text, ' ', &word)) {
		struct str key = str_upto(word, '='), value = str_after(word, '=');
		long long port;
		bool good = word.n == 0;

		if (str_eq(word, STR("client"))) {
			t->client = good = true;
		} else if (str_eq(key, STR("stage"))) {
			for (int i = 0; i < 4; i++)
				if (str_eq(value, str_of(stages[i]))) {
					t->stage = (enum stage)i;
					good = true;
				}
		} else if (str_eq(key, STR("action"))) {
			for (int i = 0; i < 2; i++)
				if (str_eq(value, str_of(action_names[i]))) {
					t->action = (enum action)i;
					good = true;
				}
		} else if (str_eq(key, STR("port")) && str_to_int(value, &port) && port > 0 && port < 65536) {
			t->port = (int)port;
			good = true;
		} else if (str_eq(key, STR("proto")) && value.n > 0 && value.n < sizeof t->proto) {
			memcpy(t->proto, value.p, value.n);
			good = true;
		}
		if (!good)
			return "an attribute of a template is stage=, action=allow|deny, port=, proto= or client";
	}
	return NULL;
}

struct template *template_parse(struct arena *a, struct str text, const char **why_r)
{
	struct template *t = ARENA_NEW(a, struct template);
	long long colon = str_find(text, STR(": "));

	*t = (struct template){ .action = ACTION_UNKNOWN, .port = -1 };
	if (colon < 0) {
		*why_r = "a template is: template [attributes] : text";
		return NULL;
	}
	*why_r = attributes(t, str_at(text, 0, (size_t)colon));
	text = str_from(text, (size_t)colon + 2);
	while (*why_r == NULL && text.n > 0) {
		long long at = str_find(text, STR("%{")), end = at >= 0 ? str_find(text, STR("}")) : -1;
		int what = WHAT_SKIP;

		if (t->count == PIECES) {
			*why_r = "a template has at most 40 pieces";
		} else if (at < 0) {
			t->pieces[t->count++] = (struct piece){ text, WHAT_NONE };
			break;
		} else if (end < at) {
			*why_r = "a %{ of a template has no }";
		} else {
			struct str word = str_at(text, (size_t)at + 2, (size_t)(end - at) - 2);

			if (!str_eq(word, STR("*")) && (what = what_of_word(word)) == WHAT_NONE)
				*why_r = "a template names an unknown field";
			t->pieces[t->count++] = (struct piece){ str_at(text, 0, (size_t)at), what };
			text = str_from(text, (size_t)end + 1);
		}
	}
	return *why_r == NULL ? t : NULL;
}

bool template_match(const struct template *t, struct pieces *p, struct str line)
{
	size_t at = 0;

	for (int i = 0; i < t->count; i++) {
		const struct piece *piece = &t->pieces[i], *next = i + 1 < t->count ? piece + 1 : NULL;
		struct str rest = str_from(line, at);
		long long end;

		if (i == 0) {                   /* the first literal may stand anywhere */
			long long found = str_find(rest, piece->literal);

			if (found < 0)
				return false;
			at = (size_t)found + piece->literal.n;
		}
		if (piece->what == WHAT_NONE)
			return true;
		rest = str_from(line, at);
		end = next == NULL || next->literal.n == 0 ? (long long)rest.n : str_find(rest, next->literal);
		if (end < 0)
			return false;
		if (piece->what != WHAT_SKIP)
			pieces_add(p, piece->what, str_at(rest, 0, (size_t)end));
		at += (size_t)end + (next != NULL ? next->literal.n : 0);
	}
	return true;
}
