/* extract.h - in the jail: of what was handed in, one mail as a reduced view, or one attachment's bytes.
 *
 * What is wanted stands in the file's name, which is ours: "view SHA256", "part SHA256 1.2"; SHA256 is that of the mail, as
 * the analysis document has it.  The answer is one WIRE_PIECE: "view", JSON that view.h reads, or "part", the bytes; nothing
 * where there is no such mail or part. */
#ifndef WORKER_EXTRACT_H
#define WORKER_EXTRACT_H

#include "base/arena.h"

void extract_run(struct arena *a, struct str wanted, struct str bytes);

#endif
