/* lot.c - quantities as whole multiples of a lot, prices of a tick; decimal ones included. Layer 3.
 */
#include <math.h>
#include <stdint.h>

#include "trade/broker_internal.h"

/* Shares and contracts: sums of whole numbers below 1e12 are exact, so there is nothing to round.
 */
static bool is_whole(double quantity)
{
    return fabs(quantity) < 1e11 && (double)(int64_t)quantity == quantity;
}

/* For a lot of 0.01, 29 / 100 is the double nearest to 0.29; 29 * 0.01 need not be. */
double peri_lot_quantity(double lots, double lot_size)
{
    const double per_unit = nearbyint(1.0 / lot_size);
    if (per_unit > 1.0 && fabs(per_unit * lot_size - 1.0) < 1e-12)
        return lots / per_unit;
    return lots * lot_size;
}

/* 0.29 / 0.01 is 28.999999999999996: a multiple but for its last bits counts as one. */
double peri_lot_round(double quantity, double lot_size)
{
    if (lot_size == 1.0 && is_whole(quantity))
        return quantity + 0.0;
    const double lots = quantity / lot_size;
    const double nearest = nearbyint(lots);
    const double slack = 1e-9 + 1e-15 * fabs(lots);
    return peri_lot_quantity(fabs(lots - nearest) <= slack ? nearest : trunc(lots), lot_size) + 0.0;
}

/* The decimal of 14 digits of `size` next to a sum, when only the doubles' noise lies between. */
static double without_noise(double sum, double size)
{
    const double digits = fmin(fmax(13.0 - floor(log10(size)), 0.0), 22.0);
    const double per_unit = pow(10.0, digits); /* up to 1e22 these are doubles */
    const double decimal = nearbyint(sum * per_unit) / per_unit;
    return fabs(decimal - sum) <= 1e-15 * size ? decimal : sum;
}

double peri_lot_sum(double held, double quantity)
{
    const double sum = held + quantity, size = fabs(held) + fabs(quantity);
    if (is_whole(held) && is_whole(quantity))
        return sum + 0.0;
    if (fabs(sum) <= 1e-12 * size)
        return 0.0;
    return isfinite(size) ? without_noise(sum, size) : sum;
}

/* 100.015 is no double, and 10001.499999999999 ticks of 0.01: a half but for its last bits counts
   as one, and goes to the even tick. */
double peri_tick_round(double price, double tick_size)
{
    const double ticks = price / tick_size;
    if (!(tick_size > 0.0) || !isfinite(ticks))
        return price;
    const double down = floor(ticks);
    const bool is_half = fabs(ticks - down - 0.5) <= 1e-9 + 1e-15 * fabs(ticks);
    const double whole = is_half ? 2.0 * nearbyint((down + 0.5) / 2.0) : nearbyint(ticks);
    return peri_lot_quantity(whole, tick_size);
}
