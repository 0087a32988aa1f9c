/* ledger_words.c - what people write in ledgers: kinds, classes, channels, days of both calendars, names of firms. */
#include "base/text.h"
#include "base/time.h"
#include "intake/ledger.h"

struct known { const char *id, *words; };       /* words parted by "|", as text_fold gives them */

static bool is_one(struct str folded, struct str words, bool inside)
{
	struct str word;

	while (str_split(&words, '|', &word))
		if (inside ? str_has(folded, word) : str_eq(folded, word))
			return true;
	return false;
}

/* The id itself or one of its words; else the first whose word stands inside. */
static struct str look_up(struct arena *a, struct str words, const struct known *known, size_t n)
{
	struct str folded = text_fold(a, str_trim(words));

	for (int inside = 0; inside < 2; inside++)
		for (size_t i = 0; i < n; i++)
			if (str_eq(folded, str_of(known[i].id)) || is_one(folded, str_of(known[i].words), inside == 1))
				return str_of(known[i].id);
	return STR_NONE;
}

struct str ledger_kind(struct arena *a, struct str words)
{
	static const struct known known[] = { { "consultation", "相談|問い合わせ|問合せ|inquiry" }, { "bec", "ビジネスメール詐欺|bec" },
		{ "traffic", "不審な通信|通信|アクセス|traffic" }, { "sample", "検体|マルウェア|ウイルス|malware" },
		{ "incident", "インシデント|事案|incident" }, { "audit-log", "監査ログ|audit log" }, { "sighting", "検知報告|検知|目撃|sighting" },
		{ "mail", "不審メール|標的型攻撃メール|標的型|ばらまき|フィッシング|迷惑メール|メール|suspicious mail|mail|phishing" } };

	return look_up(a, words, known, sizeof known / sizeof known[0]);
}

struct str ledger_class(struct arena *a, struct str words)
{
	static const struct known known[] = { { "targeted", "標的型|標的型攻撃|標的型攻撃メール|apt" }, { "bec", "ビジネスメール詐欺|bec" },
		{ "phishing", "フィッシング" }, { "malware-bulk", "ばらまき|ばらまき型|マルウェア|emotet" }, { "drill", "訓練" },
		{ "false-positive", "誤検知" }, { "scan/probe", "探索|スキャン|scan" }, { "spam-harmless", "迷惑メール|スパム|無害|広告|spam|harmless" },
		{ "scam-other", "詐欺|scam" }, { "unknown", "不明|その他|unknown" } };

	return look_up(a, words, known, sizeof known / sizeof known[0]);
}

struct str ledger_channel(struct arena *a, struct str words)
{
	static const struct known known[] = { { "phone", "電話|tel|telephone" }, { "mail", "メール|電子メール|e-mail|email" },
		{ "fax", "ファックス|ファクス|ファクシミリ" }, { "meeting", "会議|会合|面談|対面|訪問|打合せ" }, { "ledger", "台帳|不明" } };

	return look_up(a, words, known, sizeof known / sizeof known[0]);
}

struct str ledger_outcome(struct arena *a, struct str words)
{
	static const struct known known[] = { { "false-positive", "誤検知" }, { "malvertising", "不正広告" }, { "scam-site", "詐欺サイト" },
		{ "unknown", "不明" } };

	return look_up(a, words, known, sizeof known / sizeof known[0]);
}

/* ---- days ---- */

static int era_begins(struct str *rest)
{
	static const struct { const char *names; int before; } eras[] = { { "令和|r", 2018 }, { "平成|h", 1988 }, { "昭和|s", 1925 } };

	for (size_t i = 0; i < sizeof eras / sizeof eras[0]; i++) {
		struct str names = str_of(eras[i].names), name;

		while (str_split(&names, '|', &name))
			if (str_starts(*rest, name)) {
				*rest = str_from(*rest, name.n);
				return eras[i].before;
			}
	}
	return 0;
}

/* Up to six numbers with what people put between them; 元 is 1. */
static size_t numbers_of(struct str rest, long long *into)
{
	static const char *const between[] = { "/", "-", ".", ":", "年", "月", "日", "時", "分", "秒", "t", " " };
	size_t n = 0;

	while (rest.n > 0 && n < 6) {
		size_t digits = 0, i = 0;

		while (digits < rest.n && ascii_digit((unsigned char)rest.p[digits]))
			digits++;
		if (digits > 0 && digits <= 4 && str_to_int(str_at(rest, 0, digits), &into[n])) {
			n++;
			rest = str_from(rest, digits);
			continue;
		}
		if (str_starts(rest, STR("元"))) {
			into[n++] = 1;
			rest = str_from(rest, 3);
			continue;
		}
		for (i = 0; i < sizeof between / sizeof between[0]; i++)
			if (str_starts(rest, str_of(between[i])))
				break;
		if (i == sizeof between / sizeof between[0])
			return 0;
		rest = str_from(rest, strlen(between[i]));
	}
	return rest.n == 0 || str_eq(rest, STR("秒")) ? n : 0;
}

int ledger_time(struct arena *a, struct str words, int zone, long long *ms_r, struct err *e)
{
	struct str folded = text_fold(a, str_trim(words)), rest = folded;
	long long v[6] = { 0 };
	int era = era_begins(&rest);
	size_t n = numbers_of(rest, v);
	const struct civil c = { .year = (int)(era + v[0]), .month = (int)v[1], .day = (int)v[2], .hour = (int)v[3], .minute = (int)v[4],
		.second = (int)v[5] };

	*ms_r = n == 3 || n == 5 || n == 6 ? time_of(&c, zone) : TIME_NONE;
	if (era == 0 && v[0] < 1900)
		*ms_r = TIME_NONE;
	if (*ms_r != TIME_NONE)
		return 0;
	if (str_to_int(folded, &v[0]) && folded.n == 5)
		return err_set(e, ERR_INPUT, "“" STR_FMT "” is a spreadsheet's number of a day; give the column a date format before saving as CSV",
		    STR_ARG(words));
	return err_set(e, ERR_INPUT, "“" STR_FMT "” is no day; write 2019-07-16, 2019/7/16 or 令和元年7月16日, with 14:30 behind where it is known",
	    STR_ARG(words));
}

/* ---- firms ---- */

/* Without what is left out or moved in daily writing. */
static struct str firm(struct arena *a, struct str name)
{
	static const char *const out[] = { "株式会社", "(株)", "有限会社", "(有)", " " };
	struct str rest = text_fold(a, str_trim(name));
	struct buf kept;

	buf_init_arena(&kept, a, rest.n + 1);
	while (rest.n > 0) {
		size_t i = 0;

		while (i < sizeof out / sizeof out[0] && !str_starts(rest, str_of(out[i])))
			i++;
		if (i == sizeof out / sizeof out[0])
			buf_char(&kept, rest.p[0]);
		rest = str_from(rest, i == sizeof out / sizeof out[0] ? 1 : strlen(out[i]));
	}
	return buf_str(&kept);
}

int ledger_org(struct db *db, struct arena *a, struct str words, long long now_ms, struct str *org_id_r, bool *several_r, struct err *e)
{
	struct str wanted = firm(a, words);
	struct db_rows rows;

	*org_id_r = STR_NONE;
	*several_r = false;
	if (DB_QUERY(db, a, &rows, e, "SELECT o.id, o.id FROM org o UNION ALL SELECT n.org_id, n.name FROM org_name n "
	        "WHERE n.kind IN ('legal', 'alias', 'former') AND n.recorded_ms <= $1 AND n.superseded_ms > $1", DB_INT(now_ms)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count && wanted.n > 0; i++) {
		if (!str_eq(firm(a, db_text(&rows, i, 1)), wanted))
			continue;
		*several_r |= org_id_r->p != NULL && !str_eq(*org_id_r, db_text(&rows, i, 0));
		*org_id_r = db_text(&rows, i, 0);
	}
	if (*several_r)
		*org_id_r = STR_NONE;
	return 0;
}
