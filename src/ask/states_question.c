/* states_question.c - a thread of question and answer; which side's turn it is. */
#include "base/states.h"

static const struct state_move moves[] = {
	{ "",              "ask",    "open",     "analyst" },
	{ "open",          "answer", "answered", "submitter-or-hub" },          /* the hub takes down what was said by telephone */
	{ "answered",      "answer", "answered", "submitter-or-hub" },          /* something more */
	{ "open answered", "again",  "open",     "analyst" },
	{ "open",          "remind", "=",        "hub" },
	{ "open answered", "close",  "closed",   "analyst" },
};

STATE_MACHINE(question, moves);
