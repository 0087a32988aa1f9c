/* papers.c - the exact bytes, whether looked at or taken away. */
#include "web/papers.h"

#include "web/look.h"

static struct str name_of(const struct web_call *c, const struct share_paper *x)
{
	return x->lang.n > 0 ? arena_printf(c->a, STR_FMT "." STR_FMT, STR_ARG(x->format), STR_ARG(x->lang)) : x->format;
}

static struct str label_of(const struct web_call *c, const struct share_paper *x)
{
	struct str word = web_word(c, "web.paper", x->format);

	return x->lang.n > 0 ? arena_printf(c->a, text(c->lang, "web.in_language"), word.p, web_word(c, "web.tongue", x->lang).p) : word;
}

void papers_show(struct web_call *c, struct str base, const struct share_paper *list, size_t n, struct paper_shown **shown_r, size_t *n_r)
{
	*n_r = n;
	*shown_r = ARENA_ARRAY(c->a, struct paper_shown, n + 1);
	for (size_t i = 0; i < n; i++)
		(*shown_r)[i] = (struct paper_shown){ label_of(c, &list[i]), arena_printf(c->a, STR_FMT "/" STR_FMT, STR_ARG(base),
		    STR_ARG(name_of(c, &list[i]))), look_bytes(c, (long long)list[i].bytes.n) };
}

struct str paper_find(const struct share_paper *list, size_t n, struct str format, struct str lang)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].format, format) && str_eq(list[i].lang, lang))
			return list[i].bytes;
	return STR("");
}

bool paper_is_there(const struct share_paper *list, size_t n, struct str format, struct str lang)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].format, format) && str_eq(list[i].lang, lang))
			return true;
	return false;
}

static const char *type_of(struct str format)
{
	if (str_eq(format, STR("html")))
		return "text/html; charset=utf-8";
	if (str_eq(format, STR("json")))
		return "application/json";
	return str_eq(format, STR("csv")) ? "text/csv; charset=utf-8" : "text/plain; charset=utf-8";
}

int paper_send(struct web_call *c, struct str number, struct str format, struct str name, struct str bytes)
{
	http_answer_header(c->r, "Content-Security-Policy", STR("default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
	    "base-uri 'none'; frame-ancestors 'none'; sandbox"));
	return web_bytes(c, type_of(format), bytes, str_eq(format, STR("html")) ? STR("") :
	    arena_printf(c->a, STR_FMT "." STR_FMT, STR_ARG(number), STR_ARG(name)));
}

int papers_send(struct web_call *c, struct str number, const struct share_paper *list, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(name_of(c, &list[i]), c->part[1]))
			return paper_send(c, number, list[i].format, name_of(c, &list[i]), list[i].bytes);
	return web_nothing(e);
}

struct str papers_audience(struct web_call *c, struct str kind, struct str target)
{
	struct str word = web_word(c, "web.audience", kind);

	if (target.n == 0)
		return word;
	return arena_printf(c->a, STR_FMT ": " STR_FMT, STR_ARG(word), STR_ARG(str_eq(kind, STR("org")) ? look_org(c, target) : target));
}
