/* shortcut.h - what a Windows shortcut (.lnk, MS-SHLLINK 5.0) starts, and an Internet shortcut (.url) opens. */
#ifndef PARSE_SHORTCUT_H
#define PARSE_SHORTCUT_H

#include "base/arena.h"

/* "..\..\cmd.exe /c powershell ...": program and arguments as UTF-8, at most 2,000 bytes; absent where the
 * bytes are no shortcut or name nothing. */
struct str shortcut_target(struct arena *a, struct str bytes);

#endif
