/* address.c - address lists (RFC 5322 3.4, obsolete forms of 4.4, RFC 6532), one pass over the raw
 * field with offsets, keeping what different readers make of it. */
#include <idn2.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/text.h"
#include "parse/mail/reading.h"

enum { MOST_COMMENT_DEPTH = 50 };

struct scan {
	struct reading *r;
	struct str raw;
	size_t offset;                  /* of raw in r->raw */
	struct mailbox *list;
	size_t count, room;
	struct str group;
	/* the mailbox being read */
	struct buf phrase, plain, comment, angle;
	size_t from, name_to, angle_from, angle_to;
	bool has_angle, in_angle, any, in_group, quoted_at, bare_at, capped;
};

static void begin(struct scan *s, size_t at)
{
	buf_clear(&s->phrase);
	buf_clear(&s->plain);
	buf_clear(&s->comment);
	buf_clear(&s->angle);
	s->from = at;
	s->name_to = at;
	s->has_angle = s->in_angle = s->any = s->quoted_at = s->bare_at = false;
}

/* Lower-case A-labels; what IDNA refuses stays as written and is evidence. */
static struct str domain_ascii(struct scan *s, struct str domain)
{
	char *out = NULL;
	struct str lower = arena_lower(s->r->arena, domain), result;
	bool ascii = true;

	for (size_t i = 0; i < lower.n; i++)
		ascii &= (unsigned char)lower.p[i] < 0x80;
	if (ascii || lower.n > 1000)
		return lower;
	if (idn2_to_ascii_8z(arena_cstr(s->r->arena, utf8_repair(s->r->arena, lower)), &out, IDN2_NONTRANSITIONAL) != IDN2_OK) {
		note_defect(s->r, "address.domain.refused", s->offset + s->from, 0);
		return utf8_repair(s->r->arena, lower);
	}
	result = arena_lower(s->r->arena, str_of(out));
	idn2_free(out);
	return result;
}

/* "@a,@b:local@domain": the route before the colon means nothing any more. */
static struct str without_route(struct scan *s, struct str address)
{
	if (address.n > 0 && address.p[0] == '@' && str_find_char(address, ':') > 0) {
		note_defect(s->r, "address.route", s->offset + s->angle_from, address.n);
		return str_after(address, ':');
	}
	return address;
}

static struct str joined(struct arena *a, struct str local, struct str domain)
{
	char *p = arena_room(a, local.n + domain.n + 2);

	/* a NUL ends either, as for those who print them */
	local.n = strnlen(local.p, local.n);
	domain.n = domain.n > 0 ? strnlen(domain.p, domain.n) : 0;
	memcpy(p, local.p, local.n);
	p[local.n] = '@';
	if (domain.n > 0)
		memcpy(p + local.n + 1, domain.p, domain.n);
	p[local.n + 1 + domain.n] = '\0';
	return (struct str){ p, local.n + 1 + domain.n };
}

static void set_address(struct scan *s, struct mailbox *m, struct str address)
{
	long long at;

	address = str_trim(without_route(s, address));
	at = str_rfind_char(address, '@');
	m->local = utf8_repair(s->r->arena, arena_str(s->r->arena, at < 0 ? address : str_at(address, 0, (size_t)at)));
	m->domain_shown = utf8_repair(s->r->arena, arena_str(s->r->arena, at < 0 ? STR("") : str_from(address, (size_t)at + 1)));
	m->domain = domain_ascii(s, m->domain_shown);
	if (m->domain.n > 0 && m->domain.p[m->domain.n - 1] == '.')
		m->domain.n--;
	m->address = at < 0 ? m->local : joined(s->r->arena, m->local, m->domain);
	if (words_present(address))
		note_defect(s->r, "address.encoded-word", s->offset + s->from, address.n);
}

static struct str decoded(struct scan *s, const struct buf *b)
{
	return words_decode(s->r, arena_str(s->r->arena, buf_str(b)), s->offset + s->from);
}

static void note_oddities(struct scan *s, const struct mailbox *m, size_t from)
{
	for (size_t i = 0; i < m->name.n;) {
		uint32_t c = utf8_next(m->name, &i);

		if (text_is_invisible(c)) {
			note_defect(s->r, "address.name.invisible", s->offset + from, 0);
			break;
		}
	}
	if (str_find_char(m->name, '@') >= 0)
		note_defect(s->r, "address.name.holds-address", s->offset + from, 0);
	if (s->quoted_at)
		note_defect(s->r, "address.quoted-at", s->offset + from, 0);
}

static void finish(struct scan *s, size_t at)
{
	struct mailbox m = { .group = s->group };

	if (!s->any) {
		begin(s, at + 1);
		return;
	}
	if (s->r->address_total >= s->r->limits->addresses) {
		if (!s->capped)
			note_limit(s->r, "header.addresses", (long long)s->r->limits->addresses);
		s->capped = true;
		begin(s, at + 1);
		return;
	}
	m.comment = decoded(s, &s->comment);
	if (s->has_angle) {
		m.name = decoded(s, &s->phrase);
		set_address(s, &m, buf_str(&s->angle));
		m.address_at = (struct span){ s->offset + s->angle_from - s->r->base, s->angle_to - s->angle_from };
		m.name_at = (struct span){ s->offset + s->from - s->r->base, s->name_to - s->from };
	} else {
		bool is_address = s->bare_at;

		m.name = is_address ? STR("") : decoded(s, &s->phrase);
		set_address(s, &m, is_address ? buf_str(&s->plain) : STR(""));
		m.address_at = (struct span){ s->offset + s->from - s->r->base, at - s->from };
		m.name_at = (struct span){ s->offset + s->from - s->r->base, is_address ? 0 : at - s->from };
		if (m.name.n == 0 && m.comment.n > 0)
			m.name = m.comment;     /* "alice@a.example (Alice)": the old way to write a name */
	}
	m.at = (struct span){ s->offset + s->from - s->r->base, at - s->from };
	note_oddities(s, &m, s->from);
	*ARENA_PUSH(s->r->arena, s->list, s->count, s->room) = m;
	s->r->address_total++;
	begin(s, at + 1);
}

static size_t take_comment(struct scan *s, size_t at)
{
	size_t i = at + 1;
	int depth = 1;

	if (s->comment.n > 0)
		buf_char(&s->comment, ' ');
	for (; i < s->raw.n && depth > 0; i++) {
		char c = s->raw.p[i];

		if (c == '\\' && i + 1 < s->raw.n)
			c = s->raw.p[++i];
		else if (c == '(' && depth < MOST_COMMENT_DEPTH)
			depth++;
		else if (c == ')' && --depth == 0)
			continue;
		if (c != '\r' && c != '\n')
			buf_char(&s->comment, c);
	}
	if (depth > 0)
		note_defect(s->r, "address.comment-open", s->offset + at, 1);
	s->any |= s->has_angle || s->plain.n > 0;
	return i;
}

static size_t take_quoted(struct scan *s, size_t at)
{
	size_t i = at + 1;
	struct buf *out = s->in_angle ? &s->angle : &s->phrase;

	if (!s->in_angle && s->phrase.n > 0)
		buf_char(&s->phrase, ' ');
	if (s->in_angle)
		buf_char(out, '"');
	else
		buf_char(&s->plain, '"');
	for (; i < s->raw.n && s->raw.p[i] != '"'; i++) {
		char c = s->raw.p[i];

		if (c == '\\' && i + 1 < s->raw.n)
			c = s->raw.p[++i];
		if (c == '\r' || c == '\n')
			continue;
		buf_char(out, c);
		s->quoted_at |= c == '@';
		if (!s->in_angle)
			buf_char(&s->plain, c);
	}
	if (i >= s->raw.n)
		note_defect(s->r, "address.quote-open", s->offset + at, 1);
	buf_char(s->in_angle ? out : &s->plain, '"');
	s->any = true;
	if (!s->in_angle)
		s->name_to = i + 1;
	return i + 1;
}

static void take_char(struct scan *s, size_t at)
{
	char c = s->raw.p[at];

	if (c == '\0')
		note_defect(s->r, "address.nul", s->offset + at, 1);
	if (s->in_angle) {
		if (!ascii_space((unsigned char)c))
			buf_char(&s->angle, c);
		return;
	}
	if (ascii_space((unsigned char)c)) {
		if (s->phrase.n > 0 && s->phrase.p[s->phrase.n - 1] != ' ')
			buf_char(&s->phrase, ' ');
		return;
	}
	if (!s->any)
		s->from = at;
	s->any = true;
	s->bare_at |= c == '@';
	buf_char(&s->phrase, c);
	buf_char(&s->plain, c);
	s->name_to = at + 1;
}

/* An encoded word may hold any of the separators: it is taken whole. */
static size_t encoded_word(struct str s)
{
	struct str rest = str_from(s, 2);
	long long charset = str_find_char(rest, '?'), text, end;

	if (!str_starts(s, STR("=?")) || charset <= 0 || charset > 60 || (size_t)charset + 2 >= rest.n ||
	    rest.p[charset + 2] != '?')
		return 0;
	text = charset + 3;
	end = str_find(str_from(rest, (size_t)text), STR("?="));
	return end < 0 || end > 1000 ? 0 : 2 + (size_t)text + (size_t)end + 2;
}

static void open_angle(struct scan *s, size_t at)
{
	if (s->has_angle) {     /* a second one: both are kept, readers differ */
		note_defect(s->r, "address.two-angles", s->offset + at, 1);
		finish(s, at);
		s->from = at;
	}
	s->has_angle = s->in_angle = s->any = true;
	s->angle_from = at + 1;
	s->angle_to = s->raw.n;
}

static void open_group(struct scan *s, size_t at)
{
	s->group = decoded(s, &s->phrase);
	s->in_group = true;
	note_defect(s->r, "address.group", s->offset + s->from, at - s->from);
	begin(s, at + 1);
}

static size_t step(struct scan *s, size_t at)
{
	char c = s->raw.p[at];
	size_t word;

	if (c == '(') {
		if (s->in_angle || s->bare_at || (s->plain.n > 0 && !ascii_space((unsigned char)s->raw.p[at - 1])))
			note_defect(s->r, "address.comment", s->offset + at, 1);
		return take_comment(s, at);
	}
	if (c == '"')
		return take_quoted(s, at);
	if (c == '=' && !s->in_angle && (word = encoded_word(str_from(s->raw, at))) > 0) {
		for (size_t i = 0; i < word; i++)
			take_char(s, at + i);
		return at + word;
	}
	if (c == '\\' && at + 1 < s->raw.n) {
		note_defect(s->r, "address.quoted-pair", s->offset + at, 2);
		take_char(s, at + 1);
		return at + 2;
	}
	if (c == '<' && !s->in_angle) {
		open_angle(s, at);
	} else if (c == '>' && s->in_angle) {
		s->in_angle = false;
		s->angle_to = at;
	} else if (c == ',' && !(s->in_angle && s->angle.n > 0 && s->angle.p[0] == '@')) {
		finish(s, at);
	} else if (c == ':' && !s->in_angle && !s->has_angle && !s->in_group && s->any) {
		open_group(s, at);
	} else if (c == ';' && !s->in_angle) {
		finish(s, at);
		s->group = STR("");
		s->in_group = false;
	} else {
		take_char(s, at);
	}
	return at + 1;
}

struct mailboxes mailboxes_read(struct reading *r, const struct header *h)
{
	struct scan s = { .r = r, .group = STR("") };
	struct buf *bufs[] = { &s.phrase, &s.plain, &s.comment, &s.angle };

	if (h == NULL)
		return (struct mailboxes){ 0 };
	s.raw = h->raw;
	s.offset = h->value_at.offset + r->base;
	for (size_t i = 0; i < sizeof bufs / sizeof bufs[0]; i++)
		buf_init(bufs[i], s.raw.n * 2 + 64);
	begin(&s, 0);
	for (size_t at = 0; at < s.raw.n;)
		at = step(&s, at);
	finish(&s, s.raw.n);
	for (size_t i = 0; i < sizeof bufs / sizeof bufs[0]; i++)
		buf_fini(bufs[i]);
	return (struct mailboxes){ s.list, s.count, true };
}
