/* ole_package.h - the file that an OLE package holds ("\1Ole10Native" of [MS-OLEDS] 2.3.6 and the Packager). */
#ifndef PARSE_OLE_PACKAGE_H
#define PARSE_OLE_PACKAGE_H

#include "base/str.h"

/* Views into the stream: bytes in the writer's code page.  False where it is no package. */
bool ole_package_read(struct str native, struct str *name_r, struct str *data_r);

#endif
