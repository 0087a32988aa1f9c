/* mapi.c - what properties hold: numbers, times, texts in the message's code page. */
#include "parse/mail/mapi.h"

#include "base/buf.h"
#include "base/le.h"
#include "base/text.h"

const struct mapi_prop *mapi_find(const struct mapi_props *props, enum mapi_id id)
{
	const struct mapi_prop *found = NULL;

	for (size_t i = 0; i < props->count; i++)
		if (props->list[i].id == id && (found == NULL || props->list[i].type == PT_UNICODE))
			found = &props->list[i];
	return found;
}

void mapi_add(struct reading *r, struct mapi_props *props, uint16_t id, uint16_t type, struct str value)
{
	if (props->count < MAPI_PROPERTIES)
		*ARENA_PUSH(r->arena, props->list, props->count, props->room) = (struct mapi_prop){ id, type, value };
}

long long mapi_number(const struct mapi_props *props, enum mapi_id id, long long otherwise)
{
	const struct mapi_prop *p = mapi_find(props, id);

	return p != NULL && (p->type == PT_LONG || p->type == PT_BOOLEAN) ? (long long)le32(p->value, 0) : otherwise;
}

/* Windows' own code page for the language that an Internet code page is for. */
static long long ansi_page(long long page)
{
	return page >= 50220 && page <= 50222 ? 932 : page == 51932 || page == 20932 ? 932 : page == 54936 ? 936 :
	    page == 50225 || page == 51949 ? 949 : page;
}

/* What string8 values are written in: the message says so, or else its language.  PR_INTERNET_CPID is of the
 * body on the wire: it counts where it names a charset of many bytes, or nothing else is there. */
struct str mapi_label(const struct mapi_message *m)
{
	struct str label = codepage_label(ansi_page(mapi_number(&m->props, PR_MESSAGE_CODEPAGE, 0)));
	long long wire = ansi_page(mapi_number(&m->props, PR_INTERNET_CPID, 0));

	if (label.n > 0 && !str_starts(label, STR("utf-16")))
		return label;
	if (wire != 932 && wire != 936 && wire != 949 && wire != 950)
		label = codepage_label(codepage_of_locale(mapi_number(&m->props, PR_MESSAGE_LOCALE_ID, 0)));
	else
		label = STR("");
	label = label.n > 0 ? label : codepage_label(wire);
	return label.n > 0 ? label : m->guessed;
}

static struct str without_nuls(struct str s, size_t unit)
{
	while (s.n >= unit && s.p[s.n - 1] == '\0' && s.p[s.n - unit] == '\0')
		s.n -= unit;
	return s;
}

struct str mapi_decode(struct reading *r, const struct mapi_message *m, const struct mapi_prop *p, struct str *used_r)
{
	if (p->type == PT_UNICODE)
		return charset_decode(r, without_nuls(str_at(p->value, 0, p->value.n & ~(size_t)1), 2), STR("utf-16le"), 0, used_r);
	return charset_decode(r, without_nuls(p->value, 1), mapi_label(m), 0, used_r);
}

struct str mapi_text(struct reading *r, const struct mapi_message *m, const struct mapi_props *props, enum mapi_id id)
{
	const struct mapi_prop *p = mapi_find(props, id);
	struct str used, s;

	if (p == NULL || (p->type != PT_UNICODE && p->type != PT_STRING8))
		return STR("");
	s = mapi_decode(r, m, p, &used);
	return s.p != NULL ? s : STR("");
}

long long mapi_time(const struct mapi_message *m, enum mapi_id id)
{
	const struct mapi_prop *p = mapi_find(&m->props, id);
	uint64_t since_1601 = p != NULL && p->type == PT_SYSTIME ? le64(p->value, 0) : 0;

	if (since_1601 == 0 || since_1601 > 2600000000000000000u)
		return TIME_NONE;
	return (long long)(since_1601 / 10000) - 11644473600000;
}

struct str mapi_text_bytes(struct str value)
{
	return without_nuls(value, 1);
}

static void add_texts(struct buf *out, const struct mapi_props *props)
{
	for (size_t i = 0; i < props->count; i++) {
		struct str text = without_nuls(props->list[i].value, 1);

		if (props->list[i].type != PT_STRING8 || ascii_length(text) == text.n || props->list[i].id == PR_HTML)
			continue;
		buf_add(out, str_at(text, 0, out->max - out->n - 1));
		buf_char(out, '\n');
	}
}

void mapi_guess_charset(struct reading *r, struct mapi_message *m)
{
	enum { ENOUGH = 32 << 10 };
	size_t defects = r->defect_count;
	struct buf all;

	m->guessed = STR("");
	if (mapi_label(m).n > 0)
		return;
	buf_init_arena(&all, r->arena, ENOUGH);
	add_texts(&all, &m->props);
	for (size_t i = 0; i < m->recipient_count; i++)
		add_texts(&all, &m->recipients[i]);
	for (size_t i = 0; i < m->attachment_count; i++)
		add_texts(&all, &m->attachments[i].props);
	if (all.n > 0)
		charset_decode(r, buf_str(&all), STR(""), 0, &m->guessed);
	r->defect_count = defects;
}
