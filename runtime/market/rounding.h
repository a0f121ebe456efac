/* rounding.h - rounding doubles as if they were decimals. Layer 2. */
#ifndef PERI_ROUNDING_H
#define PERI_ROUNDING_H

#include <math.h>
#include <stdbool.h>

/* Doubles turned into decimals keep 15 digits: what differs by less is the same number. */
#define PERI_SAME_DECIMAL 1e-14

/* Whether a number is a whole one and a half, but for the double's last bits. */
static inline bool peri_is_half(double scaled)
{
    const double slack = fmin(fabs(scaled) * PERI_SAME_DECIMAL, 0.1);
    return fabs(fabs(scaled - trunc(scaled)) - 0.5) <= slack;
}

/* The nearest whole number, of two the even one. */
static inline double peri_half_to_even(double scaled)
{
    if (!peri_is_half(scaled))
        return nearbyint(scaled);
    const double below = trunc(scaled);
    return fmod(below, 2.0) == 0.0 ? below : below + copysign(1.0, scaled);
}

/* The nearest whole number, of two the one farther from 0. */
static inline double peri_half_away(double scaled)
{
    return peri_is_half(scaled) ? trunc(scaled) + copysign(1.0, scaled) : nearbyint(scaled);
}

/* To two decimals, half to even; never -0. */
static inline double peri_in_cents(double amount)
{
    return peri_half_to_even(amount * 100.0) / 100.0 + 0.0;
}

#endif
