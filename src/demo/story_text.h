/* story_text.h - data/demo/stories.txt, compiled in. */
#ifndef DEMO_STORY_TEXT_H
#define DEMO_STORY_TEXT_H

#include "base/str.h"

extern const struct str story_files[];
extern const size_t story_file_count;

#endif
