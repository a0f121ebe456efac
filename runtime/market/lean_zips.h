/* lean_zips.h - what the readers of LEAN's zips share. Layer 2. */
#ifndef PERI_LEAN_ZIPS_H
#define PERI_LEAN_ZIPS_H

#include "market/row.h"

/* Take the rows of a zip's only entry. */
int peri_rows_take_zip(peri_rows *rows, const char *path, peri_error *err);

/* True when some instant of a local day lies in the span that was asked for. */
bool peri_lean_day_is_wanted(const peri_read_options *options, peri_date date);

#endif
