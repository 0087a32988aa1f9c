/* document.c - findings with their evidence, and the conversation, as the page shows them. */
#include "web/document.h"

#include "analyse/analyse.h"
#include "base/text.h"
#include "web/look.h"
#include "web/marks.h"
#include "worker/document.h"
#include "worker/picture.h"
#include "worker/sequence_words.h"
#include "worker/words.h"

enum { WORDS = 4, FINDINGS_SHOWN = 120, EVIDENCE_SHOWN = 8, VALUE_SHOWN = 400, THREAD_SHOWN = 200 };

static void forget(void *doc) { json_decref(doc); }

int document_of(struct web_call *c, const struct submission_row *s, json_t **doc_r, struct err *e)
{
	struct str json;

	*doc_r = NULL;
	if (submission_document(c->hub, c->a, s, &json, e) < 0)
		return -1;
	if (json.n == 0)
		return 0;
	if (document_check(json, doc_r, e) < 0)
		return -1;
	arena_defer(c->a, forget, *doc_r);
	return 0;
}

struct str json_text(const json_t *object, const char *key)
{
	const json_t *v = json_object_get(object, key);

	return json_is_string(v) ? (struct str){ json_string_value(v), json_string_length(v) } : STR("");
}

long long json_number(const json_t *object, const char *key)
{
	return (long long)json_integer_value(json_object_get(object, key));
}

struct str document_subject(const json_t *doc)
{
	const json_t *messages = json_object_get(doc, "messages");

	return json_array_size(messages) == 0 ? STR("") : json_text(json_array_get(messages, json_array_size(messages) - 1), "subject");
}

struct str document_sentence(const struct web_call *c, const json_t *f)
{
	json_t *words = json_object_get(f, "words");
	struct str list[WORDS] = { STR_NONE };
	size_t n = 0;

	while (n < WORDS && n < json_array_size(words)) {
		list[n] = str_of(json_string_value(json_array_get(words, n)));
		n++;
	}
	return finding_sentence(c->a, c->lang, json_text(f, "id"), list, n);
}

/* ---- findings ---- */

const char *document_tone(const json_t *f)
{
	struct str strength = json_text(f, "strength");

	if (json_is_false(json_object_get(f, "for")))
		return "con";
	return str_eq(strength, STR("strong")) ? "" : str_eq(strength, STR("medium")) ? "mid" : "low";
}

const char *document_mark(const json_t *f)
{
	const char *tone = document_tone(f);

	return strcmp(tone, "con") == 0 ? "good" : tone[0] == '\0' ? "bad" : "warn";
}

struct ref document_ref(struct web_call *c, const json_t *f, size_t i)
{
	return (struct ref){ (long long)i + 1, document_tone(f), arena_printf(c->a, "#e%zu", i + 1) };
}

/* Both values with the letters that differ marked, where they are alike at all. */
static void show_values(struct web_call *c, const json_t *f, const json_t *v, struct evidence_shown *x)
{
	struct str found = utf8_cut(json_text(v, "found"), VALUE_SHOWN), expected = utf8_cut(json_text(v, "expected"), VALUE_SHOWN);
	struct marks seen = { 0 }, meant = { 0 };

	marks_differ(c->a, &seen, 0, found, expected, document_mark(f));
	marks_differ(c->a, &meant, 0, expected, found, "good");
	marks_show(c->a, found, &seen, MARKS_SPACES | MARKS_DEFANG, &x->found, &x->found_count);
	marks_show(c->a, expected, &meant, MARKS_SPACES | MARKS_DEFANG, &x->expected, &x->expected_count);
}

static void show_evidence(struct web_call *c, const json_t *doc, const json_t *f, struct finding_shown *x)
{
	json_t *list = json_object_get(f, "evidence"), *v;
	size_t i;

	x->evidence = ARENA_ARRAY(c->a, struct evidence_shown, EVIDENCE_SHOWN);
	json_array_foreach(list, i, v) {
		struct evidence_shown *e = &x->evidence[x->evidence_count];
		struct str line = words_line(c->a, v);

		if (x->evidence_count == EVIDENCE_SHOWN)
			break;
		x->evidence_count++;
		e->where = arena_printf(c->a, STR_FMT STR_FMT, STR_ARG(words_place(c->a, doc, json_number(v, "message"), json_text(v, "where"))), STR_ARG(line));
		if (json_number(v, "message") != json_number(f, "message"))
			e->where = arena_printf(c->a, text(c->lang, "place.message-place"), json_number(v, "message"), arena_cstr(c->a, e->where));
		if (json_text(v, "expected_from").n > 0)
			e->from = words_source(c->a, doc, json_text(v, "expected_from"));
		show_values(c, f, v, e);
	}
}

static void count(const json_t *f, struct submission_page *p)
{
	const char *tone = document_tone(f);

	p->against += strcmp(tone, "con") == 0;
	p->strong += tone[0] == '\0';
	p->medium += strcmp(tone, "mid") == 0;
	p->weak += strcmp(tone, "low") == 0 && str_eq(json_text(f, "strength"), STR("weak"));
}

static void show_finding(struct web_call *c, const json_t *doc, const json_t *f, size_t i, struct finding_shown *x)
{
	const char *tone = document_tone(f);

	*x = (struct finding_shown){ .ref = document_ref(c, f, i), .sentence = document_sentence(c, f), .id = json_text(f, "id"),
		.strength = strcmp(tone, "con") == 0 ? web_text(c, "web.against") : web_word(c, "analyse.strength", json_text(f, "strength")),
		.against = strcmp(tone, "con") == 0, .tag = tone[0] == '\0' ? "shu" : strcmp(tone, "mid") == 0 ? "ko" : strcmp(tone, "con") == 0 ? "matsu" : "" };
	show_evidence(c, doc, f, x);
}

static struct str mail_href(struct web_call *c, const struct submission_page *p, long long message, size_t finding)
{
	if (finding > 0)
		return arena_printf(c->a, STR_FMT "?mail=%lld#e%zu", STR_ARG(p->base), message, finding);
	return arena_printf(c->a, STR_FMT "?mail=%lld", STR_ARG(p->base), message);
}

/* Those of the mail that is shown, then the others, each with the way to its mail. */
static void show_findings(struct web_call *c, const json_t *doc, long long mail, struct submission_page *p)
{
	json_t *list = json_object_get(doc, "findings"), *f;
	bool several = json_array_size(json_object_get(doc, "messages")) > 1;
	size_t i, room = json_array_size(list) + 1;

	p->findings = ARENA_ARRAY(c->a, struct finding_shown, room);
	p->others = ARENA_ARRAY(c->a, struct finding_shown, room);
	json_array_foreach(list, i, f) {
		bool here = !several || json_number(f, "message") == mail;
		struct finding_shown *x = here ? &p->findings[p->findings_count] : &p->others[p->others_count];

		count(f, p);
		if (i >= FINDINGS_SHOWN)
			continue;
		show_finding(c, doc, f, i, x);
		x->mail = several ? arena_printf(c->a, "%lld", json_number(f, "message")) : STR("");
		x->mail_href = mail_href(c, p, json_number(f, "message"), i + 1);
		*(here ? &p->findings_count : &p->others_count) += 1;
	}
	p->none_found = json_array_size(list) == 0;
}

/* ---- the conversation ---- */

static struct str lane_name(struct web_call *c, const json_t *lanes, const json_t *step, const char *key)
{
	const json_t *number = json_object_get(step, key), *lane = json_array_get(lanes, (size_t)json_integer_value(number));

	return json_is_integer(number) && lane != NULL ? sequence_lane(c->a, lane) : STR("");
}

static void show_step(struct web_call *c, const json_t *doc, const json_t *step, long long mail, const struct submission_page *p,
    struct thread_row *x)
{
	const json_t *lanes = json_object_get(json_object_get(doc, "sequence"), "lanes");
	const json_t *from = json_array_get(lanes, (size_t)json_number(step, "from"));
	json_t *notes = json_object_get(step, "notes"), *note;
	long long message = json_number(step, "message");
	size_t i;

	*x = (struct thread_row){ .when = words_time(c->a, json_text(json_array_get(json_object_get(doc, "messages"), (size_t)message), "date")),
		.from = lane_name(c, lanes, step, "from"), .to = lane_name(c, lanes, step, "to"), .says = sequence_says(c->a, doc, step),
		.href = mail_href(c, p, message, 0), .fake = json_is_true(json_object_get(from, "intruder")), .now = message == mail };
	x->notes = ARENA_ARRAY(c->a, struct str, json_array_size(notes) + 1);
	json_array_foreach(notes, i, note)
		x->notes[x->notes_count++] = sequence_note(c->a, note);
}

static void show_thread(struct web_call *c, const json_t *doc, long long mail, struct submission_page *p)
{
	json_t *steps = json_object_get(json_object_get(doc, "sequence"), "steps"), *step;
	size_t i;

	if (json_array_size(steps) == 0)
		return;
	p->picture = picture_make(c->a, doc);
	p->thread = ARENA_ARRAY(c->a, struct thread_row, THREAD_SHOWN);
	json_array_foreach(steps, i, step)
		if (i < THREAD_SHOWN)
			show_step(c, doc, step, mail, p, &p->thread[p->thread_count++]);
}

/* ---- which mail is shown ---- */

/* The one that was asked for, else the one with the strongest finding. */
static long long mail_of(struct web_call *c, const json_t *doc)
{
	static const char *const order[] = { "strong", "medium", "weak" };
	json_t *list = json_object_get(doc, "findings"), *f;
	long long mails = (long long)json_array_size(json_object_get(doc, "messages")), asked;
	size_t i;

	if (str_to_int(http_query(c->q, "mail"), &asked) && asked >= 0 && asked < mails)
		return asked;
	for (size_t k = 0; k < sizeof order / sizeof order[0]; k++)
		json_array_foreach(list, i, f)
			if (json_is_true(json_object_get(f, "for")) && str_eq(json_text(f, "strength"), str_of(order[k])) && json_number(f, "message") < mails)
				return json_number(f, "message");
	return mails > 0 ? mails - 1 : 0;
}

void document_show(struct web_call *c, const json_t *doc, struct submission_page *p)
{
	json_t *limits = json_object_get(doc, "limits"), *v;
	struct str rule = json_text(json_object_get(doc, "verdict"), "rule");
	long long mail = mail_of(c, doc);
	size_t i;

	p->read = true;
	p->sentence = rule.n > 0 ? verdict_sentence(c->a, c->lang, rule) : json_text(json_object_get(doc, "verdict"), "sentence");
	show_findings(c, doc, mail, p);
	show_thread(c, doc, mail, p);
	p->mails_count = (long long)json_array_size(json_object_get(doc, "messages"));
	if (p->mails_count > 0)
		p->mail = document_mail(c, doc, mail, p);
	else
		document_text_alone(c, doc, p);
	document_parts(c, doc, p);
	p->limits = ARENA_ARRAY(c->a, struct str, json_array_size(limits) + 1);
	if (json_text(doc, "opened_with").n > 0)
		p->opened = web_word(c, "web.opened", json_text(doc, "opened_with"));
	json_array_foreach(limits, i, v)
		p->limits[p->limits_count++] = words_limit(c->a, c->lang, v);
}
