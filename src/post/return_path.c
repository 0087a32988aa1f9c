/* return_path.c - see return_path.h. */
#include "post/return_path.h"

#include "registry/word.h"
#include "store/vault.h"

enum { ID_HEX = 32, MAC_HEX = 12 };

struct str post_domain(const struct hub *hub)
{
	struct str from = str_after(hub->conf.smtp_from, '@'), contact = str_after(hub->conf.contact, '@');

	if (word_is_host(from))
		return from;
	return word_is_host(contact) ? contact : STR("hub.invalid");
}

static struct str mac_of(const struct hub *hub, struct arena *a, struct str id)
{
	return str_at(vault_keyed_hash(hub, a, "return path", id), 0, MAC_HEX);
}

/* The UUID without its hyphens. */
static struct str hex_of_id(struct arena *a, struct str id)
{
	char *p = arena_alloc(a, ID_HEX + 1);
	size_t n = 0;

	for (size_t i = 0; i < id.n && n < ID_HEX; i++)
		if (id.p[i] != '-')
			p[n++] = id.p[i];
	return (struct str){ p, n };
}

struct str return_path_of(const struct hub *hub, struct arena *a, struct str notice_id)
{
	struct str from = hub->conf.smtp_from;

	return arena_printf(a, STR_FMT "+b-" STR_FMT "-" STR_FMT "@" STR_FMT, STR_ARG(str_upto(from, '@')), STR_ARG(hex_of_id(a, notice_id)),
	    STR_ARG(mac_of(hub, a, notice_id)), STR_ARG(str_after(from, '@')));
}

struct str message_id_of(const struct hub *hub, struct arena *a, struct str notice_id)
{
	return arena_printf(a, "<" STR_FMT "." STR_FMT "@" STR_FMT ">", STR_ARG(hex_of_id(a, notice_id)), STR_ARG(mac_of(hub, a, notice_id)),
	    STR_ARG(post_domain(hub)));
}

static bool is_hex(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_digit((unsigned char)s.p[i]) && (s.p[i] < 'a' || s.p[i] > 'f'))
			return false;
	return true;
}

struct str return_path_read(const struct hub *hub, struct arena *a, struct str s)
{
	long long plus = str_ifind(s, STR("+b-"));
	struct str hex, mac, id;

	if (plus >= 0)
		s = str_from(s, (size_t)plus + 3);
	else if (s.n > 0 && s.p[0] == '<')
		s = str_from(s, 1);
	s = arena_lower(a, str_at(s, 0, 2 * ID_HEX));   /* some servers write addresses in other letters than they got them */
	hex = str_at(s, 0, ID_HEX);
	mac = str_at(s, ID_HEX + 1, MAC_HEX);
	if (s.n <= ID_HEX + 1 + MAC_HEX || (s.p[ID_HEX] != '-' && s.p[ID_HEX] != '.') || s.p[ID_HEX + 1 + MAC_HEX] != '@' || !is_hex(hex) ||
	    !is_hex(mac))
		return STR_NONE;
	id = arena_printf(a, "%.8s-%.4s-%.4s-%.4s-%.12s", hex.p, hex.p + 8, hex.p + 12, hex.p + 16, hex.p + 20);
	return str_eq(mac, mac_of(hub, a, id)) ? id : STR_NONE;
}
