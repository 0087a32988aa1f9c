/* property.h - places in a mail of properties (.msg, TNEF): offsets mean nothing there, the property is named. */
#ifndef ANALYSE_PROPERTY_H
#define ANALYSE_PROPERTY_H

#include "analyse/detector.h"

/* "header:From[0]" -> "property:PR_TRANSPORT_MESSAGE_HEADERS/header:From[0]"; `where` itself for any other mail. */
struct str property_place(struct arena *a, const struct mail *m, struct str where);

#endif
