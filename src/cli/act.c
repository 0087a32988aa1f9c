/* act.c - the deed's person and time, as the command line knows them. */
#include <pwd.h>
#include <unistd.h>

#include "base/time.h"
#include "cli/cli.h"

struct act cli_act(struct arena *a, struct str as, struct rng *rng)
{
	const struct passwd *user = getpwuid(getuid());

	*rng = rng_system();
	return (struct act){
		.now_ms = time_system_ms(),
		.actor = as.p != NULL ? as : STR("hub"),
		.os_user = user != NULL ? arena_str(a, str_of(user->pw_name)) : arena_printf(a, "uid-%u", (unsigned)getuid()),
		.rng = rng,
	};
}
