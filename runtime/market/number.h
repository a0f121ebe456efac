/* number.h - decimal text to double and back, exact and independent of the locale. Layer 2. */
#ifndef PERI_NUMBER_H
#define PERI_NUMBER_H

#include <stddef.h>

/*
 * Read a decimal number: [-+]digits[.digits][e[-+]digits], at least one digit; no hex, inf or nan.
 *
 * p, end  the text, need not be terminated (borrowed)
 * out     receives the value: the same bits strtod gives in the C locale (overflow: infinity)
 * Returns the first byte after the number, or NULL when there is none at p. Thread: any.
 * Source: fast path by Clinger (1990): a mantissa of at most 2^53 times or over 10^0..10^22 is one
 * exact operation; everything longer goes to strtod.
 */
const char *peri_number_parse(const char *p, const char *end, double *out);

/* Shortest text that reads back to the same double ("0.1", "1e+300", "100"); "nan", "inf", "-inf".
   out needs PERI_NUMBER_TEXT bytes. Returns the length. */
enum {
    PERI_NUMBER_TEXT = 32
};
size_t peri_number_format(double value, char *out);

#endif
