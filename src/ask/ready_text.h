/* ready_text.h - questions and answers that are ready in both languages: data/questions.txt, data/consultation.txt. */
#ifndef ASK_READY_TEXT_H
#define ASK_READY_TEXT_H

#include "base/str.h"

struct ready_text {
	const char *id;
	int days;                       /* business days to answer; 0: not said */
	const char *topics;             /* kinds of submissions, or the outcome; parted by blanks */
	const char *ja, *en, *advice_ja, *advice_en;
};

extern const struct ready_text question_texts[], consultation_texts[];
extern const size_t question_texts_count, consultation_texts_count;

/* NULL where there is none. */
const struct ready_text *ready_text_find(const struct ready_text *list, size_t n, struct str id);
bool ready_text_is_about(const struct ready_text *t, struct str topic);

#endif
