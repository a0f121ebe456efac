/* vec_exchange.h - the exchanges a file of vectors describes. */
#ifndef PERI_VEC_EXCHANGE_H
#define PERI_VEC_EXCHANGE_H

#include "vec_kit.h"

/* Hours of an exchange by its name in the file; NULL after a failure. Borrowed from the file. */
const peri_hours *vec_hours(vec_file *file, const char *name);
void vec_close_exchanges(vec_file *file);

#endif
