/* plain.c - by shape for paths, by list for host labels and file names. */
#include "anonymise/plain.h"

#include "base/text.h"

enum { LONGEST_WORD = 20, LONGEST_NUMBER = 4, MOST_CONSONANTS = 4, MOST_DIGITS = 4 };

static bool is_vowel(unsigned char c)
{
	return strchr("aeiouy", ascii_lower(c)) != NULL;
}

/* index, Login, PDF; not xKpQ and not qzkxvw. */
static bool is_word(struct str s)
{
	size_t upper = 0, row = 0, longest = 0, vowels = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (!ascii_alpha(c))
			return false;
		upper += c >= 'A' && c <= 'Z';
		vowels += is_vowel(c);
		row = is_vowel(c) ? 0 : row + 1;
		longest = row > longest ? row : longest;
	}
	if (s.n > LONGEST_WORD || (upper > 1 && upper < s.n) || (upper == 1 && s.n > 1 && !(s.p[0] >= 'A' && s.p[0] <= 'Z')))
		return false;
	return s.n <= 4 || (vowels > 0 && longest <= MOST_CONSONANTS);
}

/* A word, a short number, or a word with up to two digits behind: page2, v10. */
static bool is_part(struct str s)
{
	size_t letters = 0;

	while (letters < s.n && ascii_alpha((unsigned char)s.p[letters]))
		letters++;
	for (size_t i = letters; i < s.n; i++)
		if (!ascii_digit((unsigned char)s.p[i]))
			return false;
	if (letters == 0)
		return s.n <= LONGEST_NUMBER;
	if (s.n - letters > 2 && !str_eq(str_from(s, letters), STR("365")))     /* a product that everybody imitates */
		return false;
	return is_word(str_at(s, 0, letters));
}

/* DGQ2-5217, AB-2019-0042: letters and more digits than a year has are somebody's number, each part of it
 * as short as an ordinary one. */
static bool is_numbered(struct str s)
{
	size_t letters = 0, digits = 0;

	for (size_t i = 0; i < s.n; i++) {
		letters += ascii_alpha((unsigned char)s.p[i]);
		digits += ascii_digit((unsigned char)s.p[i]);
	}
	return letters > 0 && digits > MOST_DIGITS;
}

bool plain_piece(struct str s)
{
	size_t from = 0;

	if (is_numbered(s))
		return false;
	for (size_t i = 0; i <= s.n; i++) {
		if (i < s.n && strchr(".-_~+", s.p[i]) == NULL)
			continue;
		if (i > from && !is_part(str_at(s, from, i - from)))
			return false;
		from = i + 1;
	}
	return true;
}

static bool is_listed(struct str word, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_ieq(word, str_of(list[i])))
			return true;
	return false;
}

bool plain_label(struct str s)
{
	static const char *const words[] = { "www", "web", "mail", "mails", "email", "webmail", "smtp", "imap", "pop", "mx", "ns", "dns", "ftp",
		"sftp", "vpn", "remote", "login", "signin", "auth", "sso", "account", "accounts", "secure", "security", "portal", "my", "user",
		"member", "members", "admin", "cpanel", "webdisk", "autodiscover", "owa", "exchange", "outlook", "office", "cloud", "drive",
		"files", "file", "share", "docs", "doc", "download", "downloads", "update", "updates", "cdn", "img", "images", "static", "assets",
		"media", "api", "app", "apps", "dev", "test", "stage", "demo", "beta", "blog", "news", "shop", "store", "pay", "payment", "bank",
		"support", "help", "service", "services", "host", "server", "node", "proxy", "gate", "gateway", "relay", "c", "m", "s", "ad", "in",
		"go", "link", "links", "click", "track", "online", "verify", "id" };
	struct str word = s;

	while (word.n > 0 && s.n - word.n < 2 && ascii_digit((unsigned char)word.p[word.n - 1]))
		word.n--;
	return is_listed(word, words, sizeof words / sizeof words[0]);
}

/* Longest first, so that 請求書 is not read as 請求 and a rest. */
static size_t wide_word(struct str s)
{
	static const char *const words[] = { "ご確認ください", "請求書", "見積書", "見積依頼書", "注文書", "発注書", "納品書", "契約書", "明細書",
		"申請書", "報告書", "領収書", "議事録", "履歴書", "仕様書", "依頼書", "案内状", "見積依頼", "見積", "請求", "支払", "振込", "入金",
		"注文", "発注", "納品", "出荷", "契約", "明細", "資料", "報告", "会議", "案内", "通知", "重要", "至急", "緊急", "確認", "写真", "画像",
		"図面", "一覧", "名簿", "議題", "予定", "最新", "修正", "更新", "改訂", "原紙", "控え", "別紙", "添付", "版", "の", "について", "ご" };
	size_t best = 0;

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_starts(s, str_of(words[i])) && strlen(words[i]) > best)
			best = strlen(words[i]);
	return best;
}

static bool is_business_word(struct str s)
{
	static const char *const words[] = { "invoice", "invoices", "payment", "order", "orders", "purchase", "po", "quotation", "quote",
		"rfq", "request", "for", "of", "the", "and", "to", "proforma", "pi", "receipt", "statement", "account", "bill", "remittance",
		"advice", "swift", "copy", "scan", "scanned", "document", "documents", "doc", "docs", "file", "files", "report", "list", "price",
		"pricelist", "catalog", "catalogue", "product", "products", "specification", "spec", "specs", "drawing", "drawings", "contract",
		"agreement", "tender", "bid", "offer", "inquiry", "enquiry", "shipping", "shipment", "delivery", "packing", "details", "detail",
		"new", "urgent", "important", "notice", "meeting", "minutes", "agenda", "resume", "cv", "application", "form", "letter", "fax",
		"voice", "voicemail", "message", "mail", "attachment", "image", "img", "photo", "picture", "readme", "setup", "install", "update",
		"updated", "revised", "final", "rev", "ver", "version", "draft", "no", "data", "info", "information", "survey", "schedule", "plan",
		"tax", "salary", "bonus", "budget", "pdf", "doc", "docx", "xls", "xlsx", "xlsm", "docm", "ppt", "pptx", "ppam", "zip", "rar", "iso",
		"lnk", "exe", "scr", "js", "vbs", "hta", "html", "htm", "txt", "rtf", "csv", "eml", "msg", "one", "jpg", "png", "gif", "cab", "gz" };

	return is_listed(s, words, sizeof words / sizeof words[0]);
}

bool plain_file_name(struct str s)
{
	size_t digits = 0;

	for (size_t i = 0; i < s.n;) {
		size_t end = i, wide;

		while (end < s.n && ascii_alpha((unsigned char)s.p[end]))
			end++;
		if (end > i) {
			if (!is_business_word(str_at(s, i, end - i)))
				return false;
			i = end;
			digits = 0;
			continue;
		}
		if (ascii_digit((unsigned char)s.p[i])) {
			if (++digits > LONGEST_NUMBER)
				return false;
			i++;
			continue;
		}
		digits = 0;
		wide = wide_word(str_from(s, i));
		if (wide == 0 && strchr(" ._-()[]+&,", s.p[i]) == NULL)
			return false;
		i += wide > 0 ? wide : 1;
	}
	return true;
}

bool plain_is_code(struct str s)
{
	size_t digits = 0, hex = 0, changes = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		digits += ascii_digit(c);
		hex += ascii_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f') || c == '-';
		changes += i > 0 && ascii_digit(c) != ascii_digit((unsigned char)s.p[i - 1]);
	}
	return (s.n >= 10 && hex == s.n && digits > 0) || (s.n >= 10 && digits >= 2 && changes >= 3);
}
