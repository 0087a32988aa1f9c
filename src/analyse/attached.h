/* attached.h - the attachments of a thread's mails: what each file really is, and what is inside the archives,
 * encrypted ones too where the password stands in this mail or in another of the conversation. */
#ifndef ANALYSE_ATTACHED_H
#define ANALYSE_ATTACHED_H

#include "parse/archive_tree.h"
#include "parse/mail/mail.h"

struct context;
struct message;

struct attached {
	int part;                       /* index of mail.parts */
	const char *type;               /* by its first bytes (parse/file_type.h); NULL */
	const struct archive_tree *tree;        /* NULL: no archive */
	const char *opened_with;        /* whose password opened it: mail given customary; NULL */
};

/* Fills message.attached of every mail.  Passwords: words behind 「パスワード」, "password" and the like in
 * the texts and subjects of all mails, at most PASSWORDS_MOST; then those that the context tells. */
enum { ATTACHED_MOST = 200, PASSWORDS_MOST = 12 };
void attached_read(struct arena *a, const struct context *c, struct message *messages, size_t count);

#endif
