/* decimal_text.h - rounded decimal text, as LEAN prints its statistics. Layer 5. */
#ifndef PERI_DECIMAL_TEXT_H
#define PERI_DECIMAL_TEXT_H

typedef enum peri_decimal_zeros {
    PERI_ZEROS_NATURAL, /* 0.5 -> "0.5", 0.49999 -> "0.500": as a decimal type does */
    PERI_ZEROS_KEEP,    /* "0.500" */
    PERI_ZEROS_DROP     /* "0.5" */
} peri_decimal_zeros;

enum {
    PERI_DECIMAL_TEXT = 36
};

/*
 * Write a number with at most so many decimals, half to even, never "-0".
 *
 * value   finite; as a double stands for a decimal of 15 digits, 0.125 and 2.675 both are halves
 * shift   decimals the point moves right before (2: percent); the value's own decimals are
 *         counted before the shift, as when a decimal is multiplied by 100
 * digits  decimals, 0 to 4
 * out     room for PERI_DECIMAL_TEXT bytes
 */
void peri_decimal_text(double value, int shift, int digits, peri_decimal_zeros zeros, char *out);

/* A fraction in percent that is rounded to so many decimals before it is multiplied by 100, and
   keeps them: 0.0218 at 3 is "2.200". */
void peri_decimal_rounded_percent(double value, int digits, char *out);

/* The same as peri_decimal_text with half away from zero, and all decimals written: money. */
void peri_decimal_money(double value, int digits, char *out);

#endif
