/* decimal_text.c - rounding doubles as if they were decimals. Layer 5. */
#include "report/decimal_text.h"

#include <math.h>
#include <stdint.h>

#include "market/number.h"
#include "market/rounding.h"

/* Beyond this a scaled number has no certain units; it is printed in its shortest form. */
#define LARGEST 9e18

static double power_of_ten(int n)
{
    double power = 1.0;
    while (n-- > 0)
        power *= 10.0;
    return power;
}

/* Decimals the value is written with when nothing is cut, at most `most`. */
static int natural_digits(double value, int most)
{
    int digits = 0;
    for (; digits < most; digits++) {
        const double scaled = value * power_of_ten(digits);
        if (fabs(scaled - nearbyint(scaled)) <= fabs(scaled) * PERI_SAME_DECIMAL)
            break;
    }
    return digits;
}

/* units / 10^digits, without the locale's decimal point. */
static void write_units(int64_t units, int digits, char *out)
{
    char reversed[24]; /* 19 digits and the point */
    int n = 0;
    uint64_t left = units < 0 ? (uint64_t)-units : (uint64_t)units;
    for (int at = 0; left > 0 || at <= digits; at++, left /= 10) {
        if (at == digits && at > 0)
            reversed[n++] = '.';
        reversed[n++] = (char)('0' + left % 10);
    }
    if (units < 0)
        *out++ = '-';
    while (n > 0)
        *out++ = reversed[--n];
    *out = '\0';
}

void peri_decimal_text(double value, int shift, int digits, peri_decimal_zeros zeros, char *out)
{
    if (zeros == PERI_ZEROS_NATURAL)
        digits = natural_digits(value, digits);
    const double scaled = value * power_of_ten(digits + shift);
    if (!(fabs(scaled) < LARGEST)) {
        peri_number_format(value * power_of_ten(shift), out);
        return;
    }
    int64_t units = (int64_t)peri_half_to_even(scaled);
    for (; zeros == PERI_ZEROS_DROP && digits > 0 && units % 10 == 0; digits--)
        units /= 10;
    write_units(units, digits, out);
}

void peri_decimal_rounded_percent(double value, int digits, char *out)
{
    digits = natural_digits(value, digits);
    const double rounded = peri_half_to_even(value * power_of_ten(digits)) * 100.0;
    if (fabs(rounded) < LARGEST)
        write_units((int64_t)rounded, digits, out);
    else
        peri_number_format(value * 100.0, out);
}

void peri_decimal_money(double value, int digits, char *out)
{
    const double scaled = value * power_of_ten(digits);
    if (fabs(scaled) < LARGEST)
        write_units((int64_t)peri_half_away(scaled), digits, out);
    else
        peri_number_format(value, out);
}
