/* who.c - see who.h. */
#include "access/who.h"

const char *who_name(enum who who)
{
	static const char *const names[] = { "anybody", "signed-in", "staff", "looks", "auditor", "admin", "member", "submitter", "approver",
		"handed-in", "source", "org-admin", "inside" };

	return names[who];
}

bool who_may(unsigned roles, bool signed_in, enum who who)
{
	switch (who) {
	case WHO_ANYBODY: return true;
	case WHO_SIGNED_IN: return signed_in;
	case WHO_STAFF: return signed_in && (roles & ROLES_STAFF) != 0;
	case WHO_LOOKS: return signed_in && (roles & (ROLES_STAFF | ROLE_AUDITOR)) != 0;
	case WHO_AUDITOR: return signed_in && (roles & (ROLE_AUDITOR | ROLE_ADMIN | ROLE_LEAD)) != 0;
	case WHO_ADMIN: return signed_in && (roles & (ROLE_ADMIN | ROLE_LEAD)) != 0;
	case WHO_MEMBER: return signed_in && (roles & ROLES_MEMBER) != 0;
	case WHO_SUBMITTER: return signed_in && (roles & (ROLE_SUBMITTER | ROLE_ORG_ADMIN)) != 0;
	case WHO_APPROVER: return signed_in && (roles & ROLE_APPROVER) != 0;
	case WHO_HANDED_IN: return signed_in && (roles & (ROLES_STAFF | ROLE_AUDITOR | ROLES_SOURCE)) != 0;
	case WHO_SOURCE: return signed_in && (roles & (ROLES_STAFF | ROLES_SOURCE)) != 0;
	case WHO_ORG_ADMIN: return signed_in && (roles & ROLE_ORG_ADMIN) != 0;
	case WHO_INSIDE: return signed_in && (roles & (ROLES_STAFF | ROLE_AUDITOR | ROLES_MEMBER)) != 0;
	}
	return false;
}
