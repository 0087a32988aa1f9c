/* hub_mail.c - see hub_mail.h. */
#include "worker/hub_mail.h"

#include "base/text.h"
#include "intake/intake.h"
#include "post/reply.h"
#include "post/return_path.h"
#include "share/bounce.h"
#include "worker/wire.h"

/* What the child said, checked: its words are foreign input. */
struct said {
	struct str address, attested;
	struct str kind, sign;          /* "": a person may have written it */
	bool carries;
	struct str notice_id;           /* of ours, that it is about; absent */
	struct returned returned;
};

static struct str known_word(struct str word, const char *const *known, size_t n, const char *otherwise)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(word, str_of(known[i])))
			return str_of(known[i]);
	return str_of(otherwise);
}

#define KNOWN(word, list, otherwise) known_word(word, list, sizeof list / sizeof list[0], otherwise)

static const char *const attestations[] = { "attested", "no-sender", "ambiguous-sender", "no-attestation", "not-authenticated" };
static const char *const kinds[] = { "delivery-report", "loop", "auto-reply", "list", "bulk", "generated", "no-return-path" };
static const char *const signs[] = { "Content-Type", "Received", "X-Noroshi-Loop", "Auto-Submitted", "X-Autoreply", "X-Autorespond",
	"X-Mail-Autoreply", "X-Autoreply-From", "Precedence", "X-Precedence", "List-Id", "List-Post", "List-Unsubscribe",
	"X-FC-MachineGenerated", "Return-Path" };
static const char *const actions[] = { "failed", "delayed", "delivered", "relayed", "expanded" };

static void is_loop(struct said *s, const char *sign)
{
	s->kind = STR("loop");
	s->sign = str_of(sign);
}

static void take_named(const struct hub *hub, struct arena *a, const struct wire_result *f, struct said *s)
{
	struct str id = f->offset == WIRE_NAMED_LOOP ? STR_NONE : return_path_read(hub, a, f->name);

	if (f->offset == WIRE_NAMED_ITSELF && id.p != NULL)
		is_loop(s, "Message-ID");
	else if (f->offset == WIRE_NAMED_LOOP && str_ihas(f->name, post_domain(hub)))
		is_loop(s, "X-Loop");
	else if (f->offset == WIRE_NAMED_ABOUT && s->notice_id.p == NULL)
		s->notice_id = id;
}

static void take_frame(const struct hub *hub, struct arena *a, const struct wire_result *f, struct said *s)
{
	switch (f->frame) {
	case WIRE_SENDER:
		s->address = utf8_repair(a, f->name);
		s->attested = KNOWN(f->bytes, attestations, "no-sender");
		return;
	case WIRE_MACHINE:
		s->kind = KNOWN(f->name, kinds, "");
		s->sign = KNOWN(f->bytes, signs, "");
		s->carries = f->offset != 0;
		return;
	case WIRE_NAMED:
		take_named(hub, a, f, s);
		return;
	case WIRE_OUTCOME:
		s->returned = (struct returned){ .action = KNOWN(arena_lower(a, str_upto(f->bytes, '\n')), actions, ""), .status = reply_status(f->name),
			.words = reply_clean(a, str_after(f->bytes, '\n'), RETURNED_WORDS_MOST) };
		return;
	default:
		return;
	}
}

static bool may_bring_a_report(const struct said *s)
{
	return s->carries && !str_eq(s->kind, STR("loop")) && !str_eq(s->kind, STR("auto-reply")) && !str_eq(s->kind, STR("delivery-report"));
}

static int mark(struct db *db, struct str hand_in_id, const struct said *s, const char *receipt, struct err *e)
{
	return DB_EXEC(db, e, "INSERT INTO hand_in_mail (hand_in_id, kind, sign, receipt) VALUES ($1, $2, $3, $4) ON CONFLICT (hand_in_id) DO NOTHING",
	    DB_TEXT(hand_in_id), DB_TEXT(s->kind), DB_TEXT(s->sign), DB_TEXT(str_of(receipt))) < 0 ? -1 : 0;
}

static int keep_aside(struct hub *hub, const struct act *by, struct arena *a, struct str hand_in_id, const struct said *s, struct err *e)
{
	if (intake_set_state(hub->db, by, hand_in_id, "quarantined", STR("automatic"), e) < 0 || mark(hub->db, hand_in_id, s, "none", e) < 0)
		return -1;
	if (!str_eq(s->kind, STR("delivery-report")) || s->notice_id.p == NULL)
		return 0;
	return bounce_returned(hub->db, by, a, s->notice_id, (int)hub->conf.bounces_most, &s->returned, e);
}

static int attribute(struct hub *hub, const struct act *by, struct arena *a, struct str hand_in_id, const struct said *s, bool *goes_on_r,
    struct err *e)
{
	enum attributed result;

	if (intake_attribute(hub, by, a, hand_in_id, s->address, s->attested, &result, e) < 0)
		return -1;
	*goes_on_r = result == ATTRIBUTED;
	if (!*goes_on_r && s->kind.n == 0)
		return 0;
	return mark(hub->db, hand_in_id, s, *goes_on_r && s->kind.n == 0 && hub->conf.receipt_minutes > 0 ? "due" : "none", e);
}

int hub_mail_take(struct hub *hub, const struct act *by, struct arena *a, struct str hand_in_id, const struct pool_end *end,
    bool *goes_on_r, struct err *e)
{
	struct said s = { .address = STR(""), .kind = STR(""), .sign = STR(""), .notice_id = STR_NONE, .returned = { STR(""), STR(""), STR("") },
		.attested = str_of(end->how == POOL_DONE ? "no-sender" : "sender-not-readable") };
	int status;

	*goes_on_r = false;
	for (size_t i = 0; i < end->frame_count; i++)
		take_frame(hub, a, &end->frames[i], &s);
	if (db_begin(hub->db, e) < 0)
		return -1;
	status = s.kind.n > 0 && !may_bring_a_report(&s) ? keep_aside(hub, by, a, hand_in_id, &s, e) :
	    attribute(hub, by, a, hand_in_id, &s, goes_on_r, e);
	if (status == 0 && db_commit(hub->db, e) == 0)
		return 0;
	db_rollback(hub->db);
	return -1;
}
