/* html_link.c - where the elements of a page lead. */
#include "parse/html_reader.h"

struct str html_clean_url(struct arena *a, struct str raw)
{
	struct str s = str_trim(html_unescape(a, raw));
	struct buf out;

	if (str_find_char(s, '\n') < 0 && str_find_char(s, '\r') < 0 && str_find_char(s, '\t') < 0)
		return s;
	buf_init_arena(&out, a, s.n + 1);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\n' && s.p[i] != '\r' && s.p[i] != '\t')
			buf_char(&out, s.p[i]);
	return buf_str(&out);
}

static struct html_link *link_add(struct reader *r, const struct tag *t, const char *element, struct str raw)
{
	static struct html_link spare;
	struct html_link *l = &spare;

	if (r->link_count < HTML_LINKS_MOST)
		l = ARENA_PUSH(r->a, r->links, r->link_count, r->link_room);
	else
		r->page->limited = true;
	l->url = html_clean_url(r->a, raw);
	l->text = STR("");
	l->element = element;
	l->source_from = t->from;
	l->source_to = t->to;
	l->text_from = l->text_to = r->text.n;
	l->hidden = state_of(r) != 0;
	if (str_istarts(l->url, STR("data:")))
		r->page->has_data_url = true;
	else if (str_istarts(l->url, STR("blob:")))
		r->page->has_blob_url = true;
	return l;
}

void html_link_close(struct reader *r)
{
	struct html_link *l;

	if (r->link_open < 0)
		return;
	l = &r->links[r->link_open];
	l->text_to = r->text.n;
	l->text = str_trim((struct str){ r->text.p != NULL ? r->text.p + l->text_from : "", l->text_to - l->text_from });
	/* The buffer may move: only the range counts until the end; see finish(). */
	if (l->text.n == 0 && r->link_alt.n > 0)
		l->text = r->link_alt;
	r->link_open = -1;
}

/* <meta http-equiv=refresh content="0; url=..."> */
void html_meta_refresh(struct reader *r, const struct tag *t)
{
	struct str equiv = tag_attribute(t, "http-equiv"), content = tag_attribute(t, "content"), url;
	long long at;

	if (equiv.p == NULL || content.p == NULL || !str_ieq(str_trim(equiv), STR("refresh")))
		return;
	content = html_unescape(r->a, content);
	at = str_ifind(content, STR("url"));
	url = str_trim(at >= 0 ? str_from(content, (size_t)at + 3) : str_after(content, ';'));
	if (at >= 0 && str_starts(url, STR("=")))
		url = str_trim(str_from(url, 1));
	if (url.n >= 2 && (url.p[0] == '"' || url.p[0] == '\''))
		url = str_upto(str_from(url, 1), url.p[0]);
	if (url.n > 0)
		link_add(r, t, "meta-refresh", url);
}

void html_image(struct reader *r, const struct tag *t)
{
	struct str src = tag_attribute(t, "src"), alt = tag_attribute(t, "alt");

	if (src.p != NULL) {
		struct html_link *l = link_add(r, t, "img", src);

		l->text = alt.p != NULL ? str_trim(html_unescape(r->a, alt)) : STR("");
	}
	if (r->link_open >= 0 && alt.p != NULL && r->link_alt.n == 0)
		r->link_alt = str_trim(html_unescape(r->a, alt));
}

void html_attribute_link(struct reader *r, const struct tag *t, const char *element, const char *attribute)
{
	struct str value = tag_attribute(t, attribute);

	if (value.p != NULL && str_trim(value).n > 0)
		link_add(r, t, element, value);
}

void html_anchor(struct reader *r, const struct tag *t)
{
	struct str href = tag_attribute(t, "href");

	if (href.p == NULL)
		href = tag_attribute(t, "xlink:href");
	html_link_close(r);
	if (href.p == NULL)
		return;
	if (r->link_count == HTML_LINKS_MOST) {
		r->page->limited = true;
		return;
	}
	link_add(r, t, "a", href);
	r->link_open = (int)r->link_count - 1;
	r->link_alt = STR("");
}
