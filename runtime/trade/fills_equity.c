/* fills_equity.c - fills of equities, one function per order type. Trade bars decide whether an
 * order fills; quotes, where there are any, at what price a market order does.
 * Source: lean-engine facts, 4.4. Layer 3. */
#include <math.h>

#include "trade/fills_internal.h"

static bool market(const peri_fill_attempt *attempt, peri_fill *out)
{
    const int64_t fresh_from = attempt->order->created_ns - attempt->stale_ns;
    int64_t end_ns;
    double price;
    if (!peri_fill_may_try(attempt, false) ||
        !peri_fill_best_price(attempt->security, peri_fill_buys(attempt), fresh_from, &price,
                              &end_ns) ||
        peri_fill_must_wait(attempt, end_ns, out))
        return false;
    out->price = peri_fill_slipped(attempt, price);
    return true;
}

/* The last trade bar, when it ended after the order was made. */
static bool bar_after_order(const peri_fill_attempt *attempt, peri_fill_prices *out)
{
    return peri_fill_trade_prices(attempt->security, out) &&
           out->end_ns > attempt->order->created_ns;
}

/* A bar that begins beyond the limit is better than asked for. */
static bool limit(const peri_fill_attempt *attempt, peri_fill *out)
{
    const double limit_price = attempt->order->limit_price;
    peri_fill_prices bar;
    if (!peri_fill_may_try(attempt, true) || !bar_after_order(attempt, &bar))
        return false;
    if (peri_fill_buys(attempt)) {
        out->price = fmin(bar.open, limit_price);
        return bar.low < limit_price;
    }
    out->price = fmax(bar.open, limit_price);
    return bar.high > limit_price;
}

/* A bar that begins beyond the stop is worse than asked for. */
static bool stop_market(const peri_fill_attempt *attempt, peri_fill *out)
{
    const double stop_price = attempt->order->stop_price;
    peri_fill_prices bar;
    if (!peri_fill_may_try(attempt, false) || !bar_after_order(attempt, &bar))
        return false;
    if (peri_fill_buys(attempt)) {
        out->price = peri_fill_slipped(attempt, fmax(bar.open, stop_price));
        return bar.high >= stop_price;
    }
    out->price = peri_fill_slipped(attempt, fmin(bar.open, stop_price));
    return bar.low <= stop_price;
}

static bool limit_if_touched(const peri_fill_attempt *attempt, peri_fill *out)
{
    peri_order *order = attempt->order;
    const bool buys = peri_fill_buys(attempt);
    peri_fill_prices bar;
    int64_t end_ns;
    if (!peri_fill_may_try(attempt, true) || !bar_after_order(attempt, &bar))
        return false;
    order->triggered |= buys ? bar.low <= order->trigger_price : bar.high >= order->trigger_price;
    if (!order->triggered ||
        !peri_fill_best_price(attempt->security, buys, order->created_ns - attempt->stale_ns,
                              &out->price, &end_ns))
        return false;
    return buys ? out->price <= order->limit_price : out->price >= order->limit_price;
}

static bool market_on_open(const peri_fill_attempt *attempt, peri_fill *out)
{
    peri_fill_prices bar;
    return peri_fill_trade_prices(attempt->security, &bar) && peri_fill_on_open(attempt, &bar, out);
}

static bool market_on_close(const peri_fill_attempt *attempt, peri_fill *out)
{
    peri_fill_prices bar;
    return peri_fill_trade_prices(attempt->security, &bar) &&
           peri_fill_on_close(attempt, &bar, out);
}

bool peri_fill_equity(const peri_fill_attempt *attempt, peri_fill *out)
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
