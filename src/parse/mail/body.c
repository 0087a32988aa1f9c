/* body.c - what a reader shows: the chosen alternative, its plain twin, quotes, links. */
#include "base/buf.h"
#include "base/text.h"
#include "parse/mail/reading.h"

/* Children of part `parent` are those whose .parent it is; document order. */
static bool has_child_type(const struct part *parts, size_t n, int parent, struct str type)
{
	for (size_t i = 0; i < n; i++)
		if (parts[i].parent == parent && str_eq(parts[i].media_type, type))
			return true;
	return false;
}

static bool is_readable(const struct part *p)
{
	return p->kind == PART_LEAF && p->text.p != NULL && !str_eq(p->disposition, STR("attachment")) &&
	    (str_eq(p->media_type, STR("text/plain")) || str_eq(p->media_type, STR("text/html")) ||
	        (p->name.p == NULL && str_starts(p->media_type, STR("text/")) && !str_eq(p->media_type, STR("text/calendar"))));
}

/* multipart/alternative: the last one that can be shown (RFC 2046, 5.1.4); related: the first. */
static void mark_shown(const struct mail *m, bool *shown)
{
	for (size_t i = 0; i < m->part_count; i++) {
		const struct part *p = &m->parts[i];
		int parent = p->parent;

		shown[i] = parent < 0 || shown[parent];
		if (parent >= 0 && shown[i] && str_eq(m->parts[parent].media_type, STR("multipart/alternative"))) {
			for (size_t later = i + 1; later < m->part_count; later++) {
				const struct part *q = &m->parts[later];

				if (q->parent == parent && (is_readable(q) || q->kind == PART_MULTIPART)) {
					shown[i] = false;
					break;
				}
			}
		}
	}
}

static struct str visible(const struct part *p)
{
	return p->text;
}

static void choose_text(struct reading *r, struct mail *m)
{
	bool *shown = ARENA_ARRAY(r->arena, bool, m->part_count + 1);
	struct buf all;
	struct str first = STR_NONE;
	size_t pieces = 0;
	bool undecodable = false;

	m->text_part = -1;
	mark_shown(m, shown);
	buf_init_arena(&all, r->arena, 64 << 20);
	for (size_t i = 0; i < m->part_count; i++) {
		const struct part *p = &m->parts[i];

		if (p->kind == PART_LEAF && str_starts(p->media_type, STR("text/")) && p->text.p == NULL)
			undecodable = true;
		if (!shown[i] || !is_readable(p))
			continue;
		if (pieces++ == 0) {
			first = visible(p);
			m->text_part = (int)i;
			continue;
		}
		if (pieces == 2)
			buf_add(&all, first);
		if (all.n > 0 && all.p[all.n - 1] != '\n')
			buf_char(&all, '\n');
		buf_add(&all, visible(p));
	}
	m->text = pieces == 0 ? (undecodable ? STR_NONE : STR("")) : pieces == 1 ? first : buf_str(&all);
	m->text_plain = STR_NONE;
}

static void plain_twin(struct reading *r, struct mail *m)
{
	if (m->text_part < 0 || !str_eq(m->parts[m->text_part].media_type, STR("text/html")))
		return;
	for (size_t i = 0; i < m->part_count; i++) {
		const struct part *p = &m->parts[i];

		if (p->parent >= 0 && str_eq(p->media_type, STR("text/plain")) && is_readable(p) &&
		    str_eq(m->parts[p->parent].media_type, STR("multipart/alternative")) &&
		    has_child_type(m->parts, m->part_count, p->parent, STR("text/html"))) {
			m->text_plain = p->text;
			return;
		}
	}
	(void)r;
}

void body_read(struct reading *r, struct mail *m, struct part *parts)
{
	(void)parts;
	choose_text(r, m);
	plain_twin(r, m);
	m->text_newest = m->text.p != NULL ? m->text : STR("");
	m->signature = STR("");
	m->language = text_language(utf8_cut(m->text_newest, 64 << 10));
}
