/* log_forwarding_rule.c - a mailbox was set to pass mail on or to hide it (B37).
 *
 * Rule: a row of an audit log whose operation makes or changes an inbox or transport rule or a mailbox
 * (New-InboxRule, Set-InboxRule, UpdateInboxRules, New-TransportRule, Set-Mailbox) and names a forwarding
 * target outside the own domains; strong where it also hides or looks for money words, else medium.
 * Housekeeping rows (Set-Mailbox without a forwarding parameter) are passed over.
 * Not found (known): rules made before the log begins; logs printed over several lines per record.
 * Without a context every target is outside. */
#include "analyse/detector.h"

static const char *operation_of(struct str line)
{
	static const char *const operations[] = { "New-InboxRule", "Set-InboxRule", "UpdateInboxRules", "New-TransportRule",
		"Set-TransportRule", "Set-Mailbox" };

	for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++)
		if (str_has(line, str_of(operations[i])))
			return operations[i];
	return NULL;
}

static bool is_address_char(char c)
{
	return ascii_alpha((unsigned char)c) || ascii_digit((unsigned char)c) || c == '.' || c == '-' || c == '_' || c == '+';
}

/* The address behind a forwarding parameter. */
static struct str target_of(struct str line, size_t *at_r)
{
	static const char *const names[] = { "ForwardTo", "ForwardAsAttachmentTo", "RedirectTo", "ForwardingSmtpAddress",
		"ForwardingAddress", "BlindCopyTo", "RedirectMessageTo" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		long long name = str_find(line, str_of(names[i]));
		struct str rest = name >= 0 ? str_from(line, (size_t)name + strlen(names[i])) : STR("");
		long long at = str_find_char(rest, '@');
		size_t from, to;

		if (name < 0 || at < 1 || at > 200)
			continue;
		for (from = (size_t)at; from > 0 && memchr("\":;, [{<'=\\", rest.p[from - 1], 11) == NULL; from--)
			;
		for (to = (size_t)at; to < rest.n && memchr("\";, ]}>'\\", rest.p[to], 9) == NULL; to++)
			;
		*at_r = (size_t)(rest.p - line.p) + from;
		return str_at(rest, from, to - from);
	}
	return STR_NONE;
}

/* Whose mailbox: the first address of the own side in the row. */
static struct str mailbox_of(struct arena *a, const struct context *c, struct str line)
{
	for (size_t at = 1; at + 1 < line.n; at++) {
		size_t from = at, to = at + 1;

		if (line.p[at] != '@')
			continue;
		while (from > 0 && is_address_char(line.p[from - 1]))
			from--;
		while (to < line.n && is_address_char(line.p[to]))
			to++;
		if (from < at && is_own(a, c, arena_lower(a, str_at(line, at + 1, to - at - 1))))
			return str_at(line, from, to - from);
		at = to;
	}
	return STR("@mailbox-unknown");
}

static bool hides(struct str line)
{
	static const char *const words[] = { "DeleteMessage", "MarkAsRead", "MoveToFolder", "invoice", "payment", "bank", "請求", "支払",
		"振込" };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_ihas(line, str_of(words[i])))
			return true;
	return false;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	struct str rest = t->log, line;
	size_t at = 0, number = 0;

	while (rest.p != NULL && rest.n > 0 && d->count < 1000 && str_split(&rest, '\n', &line)) {
		const char *operation = operation_of(line);
		size_t in_line = 0;
		struct str target = operation != NULL ? target_of(line, &in_line) : STR_NONE;

		number++;
		if (target.p != NULL && !is_own(d->arena, t->context, arena_lower(d->arena, str_after(target, '@')))) {
			struct evidence e = { .where = arena_printf(d->arena, "log:%zu", number), .at = { at + in_line, target.n },
				.found = target };

			finding_words(detection_add(d, self, hides(line) ? STRENGTH_STRONG : STRENGTH_MEDIUM, 0, e), str_of(operation), target,
			    mailbox_of(d->arena, t->context, line), STR_NONE);
			detection_indicator(d, "email", arena_lower(d->arena, target), ROLE_MALICIOUS, 0, e.where);
		}
		at += line.n + 1;
	}
}

const struct detector detector_log_forwarding_rule = {
	.id = "log.forwarding-rule",
	.family = "log",
	.tricks = "B37",
	.attack = "T1114.003 T1564.008",
	.report_section = "J-CSIP 2019Q3, Table 3 no. 2",
	.strong_alone = true,
	.run = run,
};
