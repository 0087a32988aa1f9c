/* case_forms.c - what is told of a case: texts, moments and parties, each beside the form that changes it. */
#include "base/time.h"
#include "registry/lookup.h"
#include "web/case_page.h"
#include "web/look.h"

/* What share drafts and reports read (share.*, table3, story, lanes), in the order in which it is written. */
static const char *const slots[] = { "share.title", "share.summary", "share.actions", "story", "table3", "lanes", "addresses" };
enum { SLOTS = sizeof slots / sizeof slots[0] };

#define ROLES "impersonated deceived payer payee bank abused counterpart submitter reporter"
#define LANES "- A B C D attacker"
#define KNOWN "observed told inferred"

/* Was this one sent and refused? */
static bool is_sent(const struct web_call *c, const char *field, struct str id)
{
	struct str sent = http_form(c->q, field);

	return c->r->status >= 400 && sent.p != NULL && str_eq(sent, id);
}

static struct str sent_or(const struct web_call *c, bool sent, const char *field, struct str stands)
{
	struct str s = sent ? http_form(c->q, field) : stands;

	return s.p != NULL ? s : STR("");
}

/* ---- texts ---- */

static struct case_words_form words_form(struct web_call *c, const struct case_told *t, struct str slot)
{
	bool sent = is_sent(c, "slot", slot);
	struct case_words_form w = { .slot = slot, .label = web_word(c, "web.slot", slot), .now_ja = case_words(c->a, t, slot, STR("ja")),
		.now_en = case_words(c->a, t, slot, STR("en")), .seen = case_seen_words(c->a, t, slot), .open = sent, .stale = sent && c->r->status == 409 };

	w.ja = sent_or(c, sent, "ja", w.now_ja);
	w.en = sent_or(c, sent, "en", w.now_en);
	w.is_new = w.now_ja.n == 0 && w.now_en.n == 0;
	return w;
}

static bool is_known(const struct case_words_form *list, size_t n, struct str slot)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].slot, slot))
			return true;
	return false;
}

static void show_words(struct web_call *c, const struct case_told *t, struct case_page *p)
{
	struct case_words_form *all = ARENA_ARRAY(c->a, struct case_words_form, SLOTS + t->text_count);
	size_t n = 0;

	for (size_t i = 0; i < SLOTS; i++)
		all[n++] = words_form(c, t, str_of(slots[i]));
	for (size_t i = 0; i < t->text_count; i++)
		if (!is_known(all, n, t->texts[i].slot))
			all[n++] = words_form(c, t, t->texts[i].slot);
	p->words = ARENA_ARRAY(c->a, struct case_words_form, n + 1);
	p->new_words = ARENA_ARRAY(c->a, struct case_words_form, n + 1);
	for (size_t i = 0; i < n; i++) {
		if (all[i].is_new)
			p->new_words[p->new_words_count++] = all[i];
		else
			p->words[p->words_count++] = all[i];
	}
}

/* ---- parties ---- */

static int party_form(struct web_call *c, const struct case_party_row *r, struct case_party_form *f, struct err *e)
{
	bool sent = is_sent(c, "party", r->id);
	struct org_state org = { .kind = STR("") };

	if (r->org_id.n > 0 && org_state_at(c->hub->db, c->a, r->org_id, c->q->now_ms, &org, e) < 0)
		return -1;
	*f = (struct case_party_form){ .id = r->id, .role = web_word(c, "web.party", r->role), .seen = r->id.n > 0 ? case_seen_party(c->a, r) : STR(""),
		.name = r->org_id.n > 0 ? look_org(c, r->org_id) : r->label, .kind = org.found ? web_word(c, "web.orgs.kind", org.kind) : STR(""),
		.org = sent_or(c, sent, "org", r->org_id), .label = sent_or(c, sent, "label", r->label), .open = sent, .stale = sent && c->r->status == 409 };
	f->roles = look_choices(c, "web.party", ROLES, sent_or(c, sent, "role", r->role), &f->roles_count);
	return 0;
}

static int show_parties(struct web_call *c, const struct case_told *t, struct case_page *p, struct err *e)
{
	const struct case_party_row nobody = { STR("impersonated"), STR(""), STR(""), STR("") };
	struct case_party_form *add = ARENA_NEW(c->a, struct case_party_form);

	p->parties = ARENA_ARRAY(c->a, struct case_party_form, t->party_count + 1);
	for (size_t i = 0; i < t->party_count; i++)
		if (party_form(c, &t->parties[i], &p->parties[p->parties_count++], e) < 0)
			return -1;
	p->new_party = add;
	return party_form(c, &nobody, add, e);
}

/* ---- moments ---- */

static struct str instant(struct web_call *c, long long ms, struct str precision)
{
	struct civil t = time_civil(ms, (int)c->hub->conf.zone_minutes);

	if (ms == TIME_NONE)
		return STR("");
	return str_eq(precision, STR("month")) ? arena_printf(c->a, "%04d-%02d", t.year, t.month) :
	    str_eq(precision, STR("day")) ? arena_printf(c->a, "%04d-%02d-%02d", t.year, t.month, t.day) :
	    arena_printf(c->a, "%04d-%02d-%02d %02d:%02d", t.year, t.month, t.day, t.hour, t.minute);
}

int case_instant(struct web_call *c, struct str s, long long *ms_r, const char **precision_r, struct err *e)
{
	int zone = (int)c->hub->conf.zone_minutes, hour, minute;
	struct err ignored = { 0 };

	*precision_r = s.n == 7 ? "month" : s.n == 16 ? "minute" : "day";
	if (time_parse_date(s.n == 7 ? arena_printf(c->a, STR_FMT "-01", STR_ARG(s)) : str_at(s, 0, s.n == 16 ? 10 : s.n), zone, ms_r, &ignored) == 0) {
		if (s.n != 16)
			return 0;
		hour = (s.p[11] - '0') * 10 + s.p[12] - '0';
		minute = (s.p[14] - '0') * 10 + s.p[15] - '0';
		if ((s.p[10] == ' ' || s.p[10] == 'T') && ascii_digit((unsigned char)s.p[11]) && ascii_digit((unsigned char)s.p[12]) && s.p[13] == ':' && ascii_digit((unsigned char)s.p[14]) &&
		    ascii_digit((unsigned char)s.p[15]) && hour < 24 && minute < 60) {
			*ms_r += (hour * 60LL + minute) * MS_MINUTE;
			return 0;
		}
	}
	return err_set(e, ERR_INPUT, "a time is written 2019-07-31 10:00, 2019-07-31 or 2019-07, not “" STR_FMT "”", STR_ARG(s));
}

static void moment_form(struct web_call *c, const struct case_moment *m, struct case_moment_form *f)
{
	bool sent = is_sent(c, "moment", m->id);

	*f = (struct case_moment_form){ .id = m->id, .seen = m->id.n > 0 ? case_seen_moment(c->a, m) : STR(""), .when = instant(c, m->at_ms, m->precision),
		.from = m->from_lane, .to = m->to_lane, .text = c->lang == LANG_JA ? m->text_ja : m->text_en, .now_fake = m->is_fake,
		.fake = sent ? http_form(c->q, "fake").n > 0 : m->is_fake, .open = sent, .stale = sent && c->r->status == 409 };
	f->at = sent_or(c, sent, "at", f->when);
	f->until = sent_or(c, sent, "until", instant(c, m->until_ms, m->precision));
	f->ja = sent_or(c, sent, "ja", m->text_ja);
	f->en = sent_or(c, sent, "en", m->text_en);
	f->note_ja = sent_or(c, sent, "note_ja", m->note_ja);
	f->note_en = sent_or(c, sent, "note_en", m->note_en);
	f->from_lanes = look_choices(c, "web.lanes", LANES, sent_or(c, sent, "from", m->from_lane), &f->from_lanes_count);
	f->to_lanes = look_choices(c, "web.lanes", LANES, sent_or(c, sent, "to", m->to_lane), &f->to_lanes_count);
	f->known = look_choices(c, "desk.known", KNOWN, sent_or(c, sent, "known", m->known_how), &f->known_count);
}

static void show_moments(struct web_call *c, const struct case_told *t, struct case_page *p)
{
	const struct case_moment none = { .at_ms = TIME_NONE, .until_ms = TIME_NONE, .precision = STR("minute"), .from_lane = STR(""), .to_lane = STR(""),
		.text_ja = STR(""), .text_en = STR(""), .note_ja = STR(""), .note_en = STR(""), .known_how = STR("observed"), .id = STR("") };
	struct case_moment_form *add = ARENA_NEW(c->a, struct case_moment_form);

	p->moments = ARENA_ARRAY(c->a, struct case_moment_form, t->moment_count + 1);
	for (size_t i = 0; i < t->moment_count; i++)
		moment_form(c, &t->moments[i], &p->moments[p->moments_count++]);
	moment_form(c, &none, add);
	p->new_moment = add;
}

int case_forms(struct web_call *c, const struct case_told *t, struct case_page *p, struct err *e)
{
	p->reason = sent_or(c, c->r->status >= 400, "reason", STR(""));
	show_words(c, t, p);
	show_moments(c, t, p);
	return show_parties(c, t, p, e);
}
