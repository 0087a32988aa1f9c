/* analyst.h - the scripted analyst's memory. */
#ifndef DEMO_ANALYST_H
#define DEMO_ANALYST_H

#include <stdio.h>

#include "demo/demo.h"

/* Forgets everything it was told (before another demo in one process). */
void analyst_forget(void);

#endif
