/* exact.h - decimal numbers that keep how many decimals they have, as .NET's System.Decimal: 0.50
 * and 0.5 are equal, and print differently. For texts that are compared byte by byte. Layer 2. */
#ifndef PERI_EXACT_H
#define PERI_EXACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PERI_EXACT_SCALE = 28, /* most decimals */
    PERI_EXACT_TEXT = 33   /* 29 digits, sign, "0.", terminator */
};

/* units / 10^scale, with a sign. */
typedef struct peri_exact {
    uint32_t units[3]; /* 96 bits, the lowest first */
    uint8_t scale;     /* 0 .. PERI_EXACT_SCALE */
    bool negative;     /* of 0 as well; it prints without a sign */
} peri_exact;

/* units / 10^scale; scale 0 .. PERI_EXACT_SCALE. */
peri_exact peri_exact_make(int64_t units, int scale);

/*
 * What a double stands for: the number with the fewest decimals that differs by no more than
 * 1e-14 of it.
 * Zeros at the end that a text had are lost.
 *
 * value  finite; beyond 9e18 it becomes that
 */
peri_exact peri_exact_natural(double value);

/* Read [-]digits[.digits] with all its decimals. False, *out untouched: the text is another one, or
   needs more than 96 bits or 28 decimals. */
bool peri_exact_parse(const char *text, size_t len, peri_exact *out);

/*
 * Multiply: the product has the decimals of both, unless it would need more than 96 bits or 28
 * decimals. Then as many as must are rounded off, half to even.
 *
 * Returns false, *out untouched, when the whole part alone needs more than 96 bits. Thread: any.
 * Source: the behaviour of System.Decimal's multiplication (ECMA-335 leaves it to the library).
 */
bool peri_exact_product(const peri_exact *a, const peri_exact *b, peri_exact *out);

/* The nearest double, but for its last bits. */
double peri_exact_value(const peri_exact *value);

/* Write all decimals, zeros too: "144.77307790400". Returns the length. */
size_t peri_exact_text(const peri_exact *value, char out[PERI_EXACT_TEXT]);

#endif
