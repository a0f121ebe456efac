/* value_text.h - integers and doubles as text that tells which they are. Layer 2. */
#ifndef PERI_VALUE_TEXT_H
#define PERI_VALUE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "market/number.h"

enum {
    PERI_VALUE_TEXT = PERI_NUMBER_TEXT + 2
};

/*
 * Shortest text that reads back to the same double, always with a fraction or an exponent ("1.0",
 * "-0.0", "1e+300"), so that a reader tells it from an integer.
 *
 * value  finite
 * out    PERI_VALUE_TEXT bytes
 * Returns the length. Thread: any.
 */
size_t peri_value_real_text(double value, char *out);

/* Reads [-]digits that fit 64 bits, all of p..end; false when they are not that. */
bool peri_value_integer_read(const char *p, const char *end, int64_t *out);

/* Reads one finite decimal number, all of p..end; false when it is not that. */
bool peri_value_real_read(const char *p, const char *end, double *out);

#endif
