/* fills_other.c - fills of all that is no equity: currencies, crypto, CFDs, custom data. One
 * function per order type, each on the bar of the trader's side: ask to buy, bid to sell, trades
 * where nothing is quoted. Source: lean-engine facts, 4.5. Layer 3. */
#include <math.h>

#include "trade/fills_internal.h"

static bool side(const peri_fill_attempt *attempt, peri_fill_prices *out)
{
    return peri_fill_side_prices(attempt->security, peri_fill_buys(attempt), out);
}

static bool side_after_order(const peri_fill_attempt *attempt, peri_fill_prices *out)
{
    return side(attempt, out) && out->end_ns > attempt->order->created_ns;
}

/* One that waited for an hour's or a day's bar gets its open. */
static bool market(const peri_fill_attempt *attempt, peri_fill *out)
{
    peri_fill_prices bar;
    if (!peri_fill_may_try(attempt, false) || !side(attempt, &bar) ||
        peri_fill_must_wait(attempt, bar.end_ns, out))
        return false;
    const bool waited = attempt->security->resolution >= PERI_RES_HOUR &&
                        bar.start_ns >= attempt->order->created_ns;
    out->price = peri_fill_slipped(attempt, waited ? bar.open : bar.close);
    return true;
}

static bool limit(const peri_fill_attempt *attempt, peri_fill *out)
{
    const double limit_price = attempt->order->limit_price;
    peri_fill_prices bar;
    if (!peri_fill_may_try(attempt, true) || !side_after_order(attempt, &bar))
        return false;
    if (peri_fill_buys(attempt)) {
        out->price = fmin(bar.high, limit_price);
        return bar.low < limit_price;
    }
    out->price = fmax(bar.low, limit_price);
    return bar.high > limit_price;
}

static bool stop_market(const peri_fill_attempt *attempt, peri_fill *out)
{
    const double stop_price = attempt->order->stop_price;
    peri_fill_prices bar;
    if (!peri_fill_may_try(attempt, false) || !side_after_order(attempt, &bar))
        return false;
    const double now = peri_fill_slipped(attempt, bar.close);
    if (peri_fill_buys(attempt)) {
        out->price = fmax(stop_price, now);
        return bar.high > stop_price;
    }
    out->price = fmin(stop_price, now);
    return bar.low < stop_price;
}

/* What may touch a trigger: trades, and quotes of what is dealt in by quotes alone. */
static bool touching(const peri_security *security, peri_fill_prices *out)
{
    return peri_fill_trade_prices(security, out) || peri_fill_last_data(security, out);
}

/* The trigger is touched by trades; LEAN then compares the limit with the other side's price (the
   bid when buying), and fills at the limit. */
static bool limit_if_touched(const peri_fill_attempt *attempt, peri_fill *out)
{
    peri_order *order = attempt->order;
    const bool buys = peri_fill_buys(attempt);
    peri_fill_prices bar, opposite;
    if (!peri_fill_may_try(attempt, true) || !touching(attempt->security, &bar) ||
        bar.end_ns <= order->created_ns)
        return false;
    order->triggered |= buys ? bar.low <= order->trigger_price : bar.high >= order->trigger_price;
    if (!order->triggered || !peri_fill_side_prices(attempt->security, !buys, &opposite))
        return false;
    out->price = order->limit_price;
    return buys ? opposite.close <= order->limit_price : opposite.close >= order->limit_price;
}

static bool market_on_open(const peri_fill_attempt *attempt, peri_fill *out)
{
    peri_fill_prices bar;
    return side(attempt, &bar) && peri_fill_on_open(attempt, &bar, out);
}

static bool market_on_close(const peri_fill_attempt *attempt, peri_fill *out)
{
    peri_fill_prices bar;
    return side(attempt, &bar) && peri_fill_on_close(attempt, &bar, out);
}

bool peri_fill_other(const peri_fill_attempt *attempt, peri_fill *out)
{
    switch (attempt->order->type) {
    case PERI_ORDER_MARKET:
        return market(attempt, out);
    case PERI_ORDER_LIMIT:
        return limit(attempt, out);
    case PERI_ORDER_STOP_MARKET:
        return stop_market(attempt, out);
    case PERI_ORDER_STOP_LIMIT:
        return peri_fill_stop_limit(attempt, out);
    case PERI_ORDER_MARKET_ON_OPEN:
        return market_on_open(attempt, out);
    case PERI_ORDER_MARKET_ON_CLOSE:
        return market_on_close(attempt, out);
    case PERI_ORDER_LIMIT_IF_TOUCHED:
        return limit_if_touched(attempt, out);
    case PERI_ORDER_TRAILING_STOP:
        return peri_fill_trailing_stop(attempt, out);
    }
    return false;
}
