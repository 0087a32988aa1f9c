/* attached.c - reading attachments, and finding the words that open them. */
#include "analyse/attached.h"

#include "analyse/detector.h"
#include "base/text.h"
#include "parse/file_type.h"

enum { PASSWORD_SHORTEST = 3, PASSWORD_LONGEST = 64, TEXT_SEARCHED = 64 << 10, BETWEEN = 48 };

struct passwords {
	struct str list[PASSWORDS_MOST];
	size_t count;
};

static void add_password(struct passwords *p, struct str word)
{
	for (size_t i = 0; i < p->count; i++)
		if (str_eq(p->list[i], word))
			return;
	if (p->count < PASSWORDS_MOST)
		p->list[p->count++] = word;
}

/* A word of printable ASCII behind the mark: after a colon, quote or bracket, or on the next line. */
static struct str word_behind(struct str s)
{
	size_t i = 0, n = 0;

	while (i < s.n && i < BETWEEN && ((unsigned char)s.p[i] >= 0x80 || memchr(" \t\r\n:=\"'[]()<>*", s.p[i], 16) != NULL))
		i++;
	if (str_istarts(str_from(s, i), STR("is ")) || str_istarts(str_from(s, i), STR("is: ")))
		return word_behind(str_from(s, i + 2));
	while (i + n < s.n && (unsigned char)s.p[i + n] > 0x20 && (unsigned char)s.p[i + n] < 0x7F)
		n++;
	while (n > 0 && memchr("\"')]>", s.p[i + n - 1], 5) != NULL)
		n--;
	return n >= PASSWORD_SHORTEST && n <= PASSWORD_LONGEST ? str_at(s, i, n) : STR_NONE;
}

static void find_passwords(struct arena *a, struct passwords *p, struct str text)
{
	static const char *const marks[] = { "パスワード", "ﾊﾟｽﾜｰﾄﾞ", "暗証", "password", "passcode", "passphrase", "pw:", "pw：", "pass:", "pass：", "kennwort", "密码" };

	text = utf8_cut(text, TEXT_SEARCHED);
	for (size_t m = 0; m < sizeof marks / sizeof marks[0]; m++) {
		struct str rest = text;
		long long at;

		while ((at = str_ifind(rest, str_of(marks[m]))) >= 0 && p->count < PASSWORDS_MOST) {
			struct str word;

			rest = str_from(rest, (size_t)at + strlen(marks[m]));
			word = word_behind(rest);
			if (word.n > 0)
				add_password(p, arena_str(a, word));
			/* a full stop may end the sentence or belong to it */
			if (word.n > PASSWORD_SHORTEST && (word.p[word.n - 1] == '.' || word.p[word.n - 1] == ','))
				add_password(p, arena_str(a, str_at(word, 0, word.n - 1)));
		}
	}
}

static bool has_archive(const struct message *messages, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < messages[i].attached_count; k++)
			if (file_type_contains(messages[i].attached[k].type))
				return true;
	return false;
}

static void list_parts(struct arena *a, struct message *m)
{
	struct attached *list = NULL;
	size_t room = 0;

	for (size_t i = 0; i < m->mail->part_count && m->attached_count < ATTACHED_MOST; i++) {
		const struct part *p = &m->mail->parts[i];

		if (p->kind == PART_LEAF && p->is_attachment && p->body.n > 0)
			*ARENA_PUSH(a, list, m->attached_count, room) = (struct attached){ .part = (int)i, .type = file_type(p->body) };
	}
	m->attached = list;
}

/* All that an archive is tried with, in this order. */
struct keys { struct str *list; size_t count, of_mails, given; };

static struct keys all_keys(struct arena *a, const struct passwords *p, const struct context *c)
{
	struct keys k = { .list = ARENA_ARRAY(a, struct str, p->count + c->password_count + c->customary_count + 1) };

	for (size_t i = 0; i < p->count; i++)
		k.list[k.count++] = p->list[i];
	k.of_mails = k.count;
	for (size_t i = 0; i < c->password_count; i++)
		k.list[k.count++] = c->passwords[i];
	k.given = k.count;
	for (size_t i = 0; i < c->customary_count; i++)
		k.list[k.count++] = c->customary_passwords[i];
	return k;
}

static const char *whose(const struct keys *k, struct str password)
{
	for (size_t i = 0; i < k->count; i++)
		if (password.p != NULL && str_eq(k->list[i], password))
			return i < k->of_mails ? "mail" : i < k->given ? "given" : "customary";
	return NULL;
}

void attached_read(struct arena *a, const struct context *c, struct message *messages, size_t count)
{
	struct passwords p = { .count = 0 };
	struct keys keys;
	struct archive_budget spent = { 0 };

	for (size_t i = 0; i < count; i++)
		list_parts(a, &messages[i]);
	if (!has_archive(messages, count))
		return;
	for (size_t i = 0; i < count && p.count < PASSWORDS_MOST; i++) {
		find_passwords(a, &p, messages[i].mail->subject);
		find_passwords(a, &p, messages[i].mail->text);
	}
	keys = all_keys(a, &p, c);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < messages[i].attached_count; k++) {
			struct attached *f = &messages[i].attached[k];

			if (!file_type_contains(f->type))
				continue;
			f->tree = archive_tree_read(a, messages[i].mail->parts[f->part].body, keys.list, keys.count, &spent);
			f->opened_with = whose(&keys, f->tree->password);
		}
}
