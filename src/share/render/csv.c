/* csv.c - one row per indicator and per sighting; values in clear, for machines. */
#include "base/csv.h"
#include "share/render/render.h"

static void row(struct buf *out, const struct str *fields, size_t n)
{
	for (size_t i = 0; i < n; i++)
		csv_field(out, i == 0, fields[i].p != NULL ? fields[i] : STR(""));
	csv_end(out);
}

static void indicator_row(struct buf *out, struct arena *a, const struct projection *p, const struct shown_indicator *r)
{
	const struct str fields[] = { SHOWN(SHARE, p, number), arena_printf(a, "%lld", SHOWN(SHARE, p, version)),
		arena_printf(a, "TLP:" STR_FMT, STR_ARG(SHOWN(SHARE, p, tlp))), STR("indicator"), SHOWN(INDICATOR, r, type),
		SHOWN(INDICATOR, r, shown), SHOWN(INDICATOR, r, treatment), SHOWN(INDICATOR, r, role),
		SHOWN(INDICATOR, r, revoked) ? STR("1") : STR("0"), STR(""), STR(""), STR(""), STR(""), STR(""), STR("") };

	row(out, fields, sizeof fields / sizeof fields[0]);
}

static void sighting_row(struct buf *out, struct arena *a, const struct projection *p, const struct shown_sighting *r)
{
	const struct str fields[] = { SHOWN(SHARE, p, number), arena_printf(a, "%lld", SHOWN(SHARE, p, version)),
		arena_printf(a, "TLP:" STR_FMT, STR_ARG(SHOWN(SHARE, p, tlp))), STR("sighting"), STR(""),
		SHOWN(SIGHTING, r, indicator), STR(""), STR(""), STR("0"), SHOWN(SIGHTING, r, letter),
		SHOWN(SIGHTING, r, direction), SHOWN(SIGHTING, r, port) >= 0 ? arena_printf(a, "%lld", SHOWN(SIGHTING, r, port)) : STR(""),
		SHOWN(SIGHTING, r, first), SHOWN(SIGHTING, r, last), SHOWN(SIGHTING, r, count) };

	row(out, fields, sizeof fields / sizeof fields[0]);
}

void render_csv(struct buf *out, struct arena *a, const struct projection *p)
{
	static const char *const names[] = { "share", "version", "tlp", "row", "type", "value", "treatment", "role", "revoked",
		"organisation", "direction", "port", "first", "last", "count" };

	csv_bom(out);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		csv_field(out, i == 0, str_of(names[i]));
	csv_end(out);
	for (size_t i = 0; i < SHOWN(SHARE, p, indicators).count; i++)
		indicator_row(out, a, p, &SHOWN(SHARE, p, indicators).list[i]);
	for (size_t i = 0; i < SHOWN(SHARE, p, sightings).count; i++)
		sighting_row(out, a, p, &SHOWN(SHARE, p, sightings).list[i]);
}
