/* page_orgs.h - what the templates of html/organisations.html are given. */
#ifndef WEB_PAGE_ORGS_H
#define WEB_PAGE_ORGS_H

#include "base/html.h"

struct figure_structure;

struct org_shown { struct str name, href, since, also; };      /* also: the other SIGs it is in */
struct sig_shown { struct str name; struct org_shown *rows; size_t rows_count; };
struct org_change_shown { struct str when, org, href, sig, reason; bool joined; };
struct liaison_shown { struct str name, counted, reach; struct org_shown *rows; size_t rows_count; };

struct orgs_page {
	struct str day;
	const struct figure_structure *chart;
	struct sig_shown *sigs;
	size_t sigs_count;
	struct org_change_shown *changes;       /* of the year up to that day, the newest first */
	size_t changes_count;
	struct liaison_shown *liaisons;
	size_t liaisons_count;
	long long memberships, organisations;
	bool may_import;
};

struct org_name_shown { struct str kind, lang, name; };
struct org_domain_shown { struct str id, kind, name; };   /* id: of the kind */
struct org_person_shown { struct str id, name, duty, roles, addresses; bool left; };
struct org_membership_shown { struct str sig, from, to, basis; };
struct org_consent_shown { struct str version, lane, text, by, reference, from, to; };
struct org_page {
	struct str id, name, kind, from, to, change_href;
	bool may_change;                /* domains, networks and hosts */
	struct option *kinds;
	size_t kinds_count;
	struct org_name_shown *names;
	size_t names_count;
	struct org_domain_shown *domains;
	size_t domains_count;
	struct org_person_shown *people;
	size_t people_count;
	struct org_membership_shown *memberships;
	size_t memberships_count;
	struct org_consent_shown *consents;
	size_t consents_count;
};

/* ---- a member's own administration ---- */

struct own_person_shown {
	struct str id, name, addresses, roles, state, seen, invite_href, roles_href, suspend_href;
	bool codes, may_invite, may_roles, may_suspend, may_resume;
	struct option *choices;         /* the roles, those that are held ticked */
	size_t choices_count;
};
struct own_org_page {
	struct str name, link;          /* link: of an invitation, shown once */
	struct own_person_shown *people;
	size_t people_count;
	struct option *choices;
	size_t choices_count;
	struct org_domain_shown *domains;
	size_t domains_count;
};

struct own_line_shown { struct str when, actor, deed, object; };
struct own_trail_page {
	struct str from, to, actor, deed, older, csv;   /* the filter as it was asked for; addresses, older "" at the end */
	struct own_line_shown *rows;
	size_t rows_count;
};

#endif
