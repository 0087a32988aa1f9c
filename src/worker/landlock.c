/* landlock.c - see landlock.h. */
#include "worker/landlock.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Debian 12's headers do not know them yet (Linux 6.7). */
enum { LANDLOCK_NET_BIND = 1, LANDLOCK_NET_CONNECT = 2 };

/* Rights over the file system that the running kernel knows, by version of Landlock. */
static uint64_t filesystem_rights(int version)
{
	uint64_t rights = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;

	if (version >= 2)
		rights |= 1ULL << 13;           /* refer */
	if (version >= 3)
		rights |= 1ULL << 14;           /* truncate */
	if (version >= 5)
		rights |= 1ULL << 15;           /* ioctl on devices */
	return rights;
}

static bool keep_path(int ruleset, const struct landlock_path *p)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE };
	struct stat st;
	bool done;

	rule.parent_fd = open(p->path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd < 0)
		return true;
	if (fstat(rule.parent_fd, &st) == 0 && S_ISDIR(st.st_mode))
		rule.allowed_access |= LANDLOCK_ACCESS_FS_READ_DIR;
	if (p->run)
		rule.allowed_access |= LANDLOCK_ACCESS_FS_EXECUTE;
	done = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
	close(rule.parent_fd);
	return done;
}

int landlock_version(void)
{
	int version = (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

	return version > 0 ? version : 0;
}

int landlock_keep(const struct landlock_path *paths, size_t n, bool connects)
{
	struct { uint64_t fs, net, scoped; } attr = { 0 };
	int version = landlock_version();
	size_t size = sizeof attr.fs;
	bool good = true;
	int fd;

	if (version == 0)
		return 0;
	attr.fs = filesystem_rights(version);
	if (version >= 4) {
		attr.net = connects ? LANDLOCK_NET_BIND : LANDLOCK_NET_BIND | LANDLOCK_NET_CONNECT;
		size = sizeof attr.fs + sizeof attr.net;
	}
	if (version >= 6) {
		attr.scoped = 3;                /* abstract sockets, signals */
		size = sizeof attr;
	}
	fd = (int)syscall(SYS_landlock_create_ruleset, &attr, size, 0);
	if (fd < 0)
		return 0;
	for (size_t i = 0; i < n && good; i++)
		good = keep_path(fd, &paths[i]);
	good = good && syscall(SYS_landlock_restrict_self, fd, 0) == 0;
	close(fd);
	return good ? version : 0;
}
