/* fills_stops.c - stops that look at the quotes of the trader's side, whatever the security.
 * Source: lean-engine facts, 4.4. Layer 3. */
#include <math.h>

#include "trade/fills_internal.h"

/* The side's last bar, when it ended after the order was made. */
static bool bar_after_order(const peri_fill_attempt *attempt, peri_fill_prices *out)
{
    return peri_fill_side_prices(attempt->security, peri_fill_buys(attempt), out) &&
           out->end_ns > attempt->order->created_ns;
}

/* Nobody knows whether the lowest price came before the stop was triggered: the close is where the
   limit is tried. */
bool peri_fill_stop_limit(const peri_fill_attempt *attempt, peri_fill *out)
{
    peri_order *order = attempt->order;
    peri_fill_prices bar;
    if (!peri_fill_may_try(attempt, true) || !bar_after_order(attempt, &bar))
        return false;
    if (peri_fill_buys(attempt)) {
        order->triggered |= bar.high > order->stop_price;
        out->price = fmin(bar.high, order->limit_price);
        return order->triggered && bar.close < order->limit_price;
    }
    order->triggered |= bar.low < order->stop_price;
    out->price = fmax(bar.low, order->limit_price);
    return order->triggered && bar.close > order->limit_price;
}

/* Move the stop after the best price, when that is farther away than the trailing distance. */
static void trail(peri_order *order, double best)
{
    const bool buys = order->quantity > 0.0;
    const double distance =
        order->trailing_as_percentage ? best * order->trailing_amount : order->trailing_amount;
    if (buys && order->stop_price - best > distance)
        order->stop_price = best + distance;
    else if (!buys && best - order->stop_price > distance)
        order->stop_price = best - distance;
}

/* The stop is tested before it moves: the bar's other end may have come first. */
bool peri_fill_trailing_stop(const peri_fill_attempt *attempt, peri_fill *out)
{
    peri_order *order = attempt->order;
    const bool buys = peri_fill_buys(attempt);
    peri_fill_prices bar;
    if (!peri_fill_may_try(attempt, false) || !bar_after_order(attempt, &bar))
        return false;
    if (buys ? bar.high >= order->stop_price : bar.low <= order->stop_price) {
        const double now = peri_fill_slipped(attempt, bar.close);
        out->price = buys ? fmax(order->stop_price, now) : fmin(order->stop_price, now);
        return true;
    }
    trail(order, buys ? bar.low : bar.high);
    return false;
}
