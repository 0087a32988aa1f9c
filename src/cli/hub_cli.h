/* hub_cli.h - what every command that opens a hub needs. */
#ifndef CLI_HUB_CLI_H
#define CLI_HUB_CLI_H

#include "cli/cli.h"
#include "store/hub.h"

/* --hub DIR is asked for with a sentence where it is missing; a URL is told to wait for the server. */
int cli_open_hub(struct arena *a, struct str dir, struct hub **hub_r, struct err *e) MUST_CHECK;
/* The verb (first operand) as an index into names; -1 with a sentence that names the nearest. */
int cli_verb(const struct str_list *operands, const char *const *names, size_t n, struct err *e);
/* Date option: absent gives `fallback`. */
int cli_date(const struct hub *hub, struct str s, long long fallback, long long *ms_r, struct err *e) MUST_CHECK;
/* A file of text that people wrote, without the blanks at its ends; absent stays absent. */
int cli_text_file(struct arena *a, struct str path, struct str *text_r, struct err *e) MUST_CHECK;
/* Its first line is a password; "-", or absent: standard input, where somebody at a keyboard is asked, unseen. */
int cli_password(struct arena *a, struct str path, struct str *password_r, struct err *e) MUST_CHECK;
/* A person of the registry must stand behind a deed: --as PERSON. */
int cli_known_person(struct hub *hub, struct arena *a, struct str as, long long now_ms, struct err *e) MUST_CHECK;

#endif
