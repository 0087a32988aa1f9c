/* preset.c - see preset.h. */
#include "cli/preset.h"

int preset_period(const struct hub *hub, const struct preset_options *o, struct period *p_r, struct err *e)
{
	const struct { enum preset preset; struct str value; } presets[] = { { PRESET_MONTH, o->month }, { PRESET_QUARTER, o->quarter },
		{ PRESET_FISCAL_YEAR, o->fiscal_year }, { PRESET_CALENDAR_YEAR, o->calendar_year } };
	int zone = (int)hub->conf.zone_minutes, ways = o->from.p != NULL || o->to.p != NULL, status = -1;

	for (size_t i = 0; i < sizeof presets / sizeof presets[0]; i++)
		ways += presets[i].value.p != NULL;
	if (ways != 1 || (o->from.p == NULL) != (o->to.p == NULL))
		return err_set(e, ERR_USAGE, "which period? one of --quarter 2019-07, --fiscal-year 2019, --calendar-year 2019, --month 2019-07, or "
		    "--from DATE --to DATE, both inclusive");
	if (o->from.p != NULL)
		status = period_parse(o->from, o->to, zone, p_r, e);
	for (size_t i = 0; i < sizeof presets / sizeof presets[0]; i++)
		if (presets[i].value.p != NULL)
			status = period_preset(presets[i].preset, presets[i].value, zone, p_r, e);
	if (status == 0)
		p_r->eras = hub->conf.report_eras;
	return status;
}
