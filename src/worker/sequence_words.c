/* sequence_words.c - see sequence_words.h. */
#include "worker/sequence_words.h"

#include "base/tr.h"
#include "worker/document.h"
#include "worker/words.h"

struct str sequence_duration(struct arena *a, long long minutes)
{
	long long tenths = (minutes + 3) / 6;

	if (minutes < 60)
		return arena_printf(a, TEXT_N(tr_lang(), "sequence.minutes", minutes), minutes);
	if (minutes >= 48LL * 60)
		return arena_printf(a, text(tr_lang(), "sequence.days"), (minutes + 12LL * 60) / (24LL * 60));
	if (minutes >= 10LL * 60 || tenths % 10 == 0)
		return arena_printf(a, TEXT_N(tr_lang(), "sequence.hours", (minutes + 30) / 60), (minutes + 30) / 60);
	return arena_printf(a, text(tr_lang(), "sequence.hours-tenths"), tenths / 10, tenths % 10);
}

struct str sequence_note(struct arena *a, const json_t *note)
{
	struct str kind = document_text(note, "kind");
	const char *found = arena_cstr(a, words_safe(a, document_text(note, "found")));
	const char *expected = arena_cstr(a, words_safe(a, document_text(note, "expected")));
	const json_t *number = json_object_get(note, "message");
	long long message = json_integer_value(number);
	const char *after = sequence_duration(a, json_integer_value(json_object_get(note, "minutes"))).p;

	if (str_eq(kind, STR("promise")))
		return arena_printf(a, text(tr_lang(), "sequence.note.promise"), message);
	if (str_eq(kind, STR("delivery")))
		return arena_printf(a, text(tr_lang(), "sequence.note.delivery"), message, after);
	if (str_eq(kind, STR("late")))
		return arena_printf(a, text(tr_lang(), "sequence.note.late"), message, after);
	if (str_eq(kind, STR("real-address")))
		return str_of(text(tr_lang(), "sequence.note.real-address"));
	if (str_eq(kind, STR("address")))
		return arena_printf(a, text(tr_lang(), "sequence.note.address"), found, expected);
	if (str_eq(kind, STR("copy")))
		return arena_printf(a, text(tr_lang(), "sequence.note.copy"), found, expected);
	if (str_eq(kind, STR("altered")))
		return arena_printf(a, text(tr_lang(), "sequence.note.altered"), found, expected);
	if (str_eq(kind, STR("invented")))
		return str_of(text(tr_lang(), "sequence.note.invented"));
	if (str_eq(kind, STR("apart")))
		return str_of(text(tr_lang(), "sequence.note.apart"));
	if (str_eq(kind, STR("phone")))
		return arena_printf(a, text(tr_lang(), "sequence.note.phone"), found, expected);
	if (str_eq(kind, STR("copies-as")))
		return arena_printf(a, text(tr_lang(), "sequence.note.copies-as"), message);
	if (str_eq(kind, STR("attachment")))
		return arena_printf(a, text(tr_lang(), "sequence.note.attachment"), found);
	if (str_eq(kind, STR("account")))
		return arena_printf(a, text(tr_lang(), "sequence.note.account"), found, expected);
	if (str_eq(kind, STR("quote")))
		return number != NULL ? arena_printf(a, text(tr_lang(), "sequence.note.quote"), message) :
		    str_of(text(tr_lang(), "sequence.note.quote-unknown"));
	if (str_eq(kind, STR("reply-to")))
		return arena_printf(a, text(tr_lang(), "sequence.note.reply-to"), found);
	return str_of(text(tr_lang(), "sequence.note.again"));
}

struct str sequence_lane(struct arena *a, const json_t *lane)
{
	struct str name = words_safe(a, document_text(lane, "name")), address = words_safe(a, document_text(lane, "address"));
	long long others = json_integer_value(json_object_get(lane, "others"));

	if (json_is_true(json_object_get(lane, "intruder")))
		return str_of(text(tr_lang(), "sequence.intruder"));
	if (name.n == 0)
		name = str_upto(address, '@');
	return others > 0 ? arena_printf(a, text(tr_lang(), "sequence.and-others"), arena_cstr(a, name), others) : name;
}

struct str sequence_house(struct arena *a, const json_t *lane)
{
	struct str house = words_safe(a, document_text(lane, "organisation"));

	return house.n > 0 ? house : words_safe(a, str_after(document_text(lane, "address"), '@'));
}

struct str sequence_says(struct arena *a, const json_t *doc, const json_t *step)
{
	struct str says = words_safe(a, document_text(step, "says"));
	const json_t *m = json_array_get(json_object_get(doc, "messages"),
	    (size_t)json_integer_value(json_object_get(step, "message")));

	return says.n > 0 ? says : words_safe(a, document_text(m, "subject"));
}
