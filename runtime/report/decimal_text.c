/* decimal_text.c - rounding doubles as if they were decimals. Layer 5. */
#include "report/decimal_text.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "market/number.h"

/* Doubles turned into decimals keep 15 digits: what differs by less is the same number. */
#define SAME 1e-14

/* Beyond this a scaled number has no certain units; it is printed in its shortest form. */
#define LARGEST 9e18

static double power_of_ten(int n)
{
    double power = 1.0;
    while (n-- > 0)
        power *= 10.0;
    return power;
}

static bool is_half(double scaled)
{
    const double slack = fmin(fabs(scaled) * SAME, 0.1);
    return fabs(fabs(scaled - trunc(scaled)) - 0.5) <= slack;
}

static double half_to_even(double scaled)
{
    if (!is_half(scaled))
        return nearbyint(scaled);
    const double below = trunc(scaled);
    return fmod(below, 2.0) == 0.0 ? below : below + copysign(1.0, scaled);
}

static double half_away(double scaled)
{
    return is_half(scaled) ? trunc(scaled) + copysign(1.0, scaled) : nearbyint(scaled);
}

/* Decimals the value is written with when nothing is cut, at most `most`. */
static int natural_digits(double value, int most)
{
    int digits = 0;
    for (; digits < most; digits++) {
        const double scaled = value * power_of_ten(digits);
        if (fabs(scaled - nearbyint(scaled)) <= fabs(scaled) * SAME)
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
    int64_t units = (int64_t)half_to_even(scaled);
    for (; zeros == PERI_ZEROS_DROP && digits > 0 && units % 10 == 0; digits--)
        units /= 10;
    write_units(units, digits, out);
}

void peri_decimal_rounded_percent(double value, int digits, char *out)
{
    digits = natural_digits(value, digits);
    const double rounded = half_to_even(value * power_of_ten(digits)) * 100.0;
    if (fabs(rounded) < LARGEST)
        write_units((int64_t)rounded, digits, out);
    else
        peri_number_format(value * 100.0, out);
}

void peri_decimal_money(double value, int digits, char *out)
{
    const double scaled = value * power_of_ten(digits);
    if (fabs(scaled) < LARGEST)
        write_units((int64_t)half_away(scaled), digits, out);
    else
        peri_number_format(value, out);
}
