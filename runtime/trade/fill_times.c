/* fill_times.c - when an order may be tried, and which prices are too old for it. Layer 3. */
#include "trade/fills_internal.h"

bool peri_fill_buys(const peri_fill_attempt *attempt)
{
    return attempt->order->quantity > 0.0;
}

double peri_fill_slipped(const peri_fill_attempt *attempt, double price)
{
    return peri_fill_buys(attempt) ? price + attempt->slippage : price - attempt->slippage;
}

static bool is_same_local_date(const peri_security *security, int64_t a_ns, int64_t b_ns)
{
    const peri_zone *zone = peri_hours_zone(security->hours);
    return peri_zone_date(zone, a_ns) == peri_zone_date(zone, b_ns);
}

static bool is_open_within(const peri_security *security, const peri_fill_prices *bar,
                           bool extended)
{
    return peri_hours_is_open(security->hours, bar->start_ns, extended) ||
           peri_hours_next_open(security->hours, bar->start_ns, extended) < bar->end_ns;
}

/* At the close the market is closed, and yet the bar that ends with it counts. Longer bars come
   once a day, or late in it: they hold for their whole date. Source: lean-engine facts, 4.3. */
bool peri_fill_may_try(const peri_fill_attempt *attempt, bool extended)
{
    const peri_security *security = attempt->security;
    const bool wide = extended && security->extended;
    peri_fill_prices last;
    if (peri_hours_is_open(security->hours, attempt->now_ns, wide))
        return true;
    if (!peri_fill_last_data(security, &last))
        return false;
    const bool reaches = last.end_ns - last.start_ns <= PERI_HOUR
                             ? last.end_ns >= attempt->now_ns
                             : is_same_local_date(security, last.end_ns, attempt->now_ns);
    return reaches && is_open_within(security, &last, wide);
}

/* At an exchange's opening the last price is yesterday's: such an order waits for the first bar.
   Custom data without hours have no opening, and their last price holds until there is a newer one.
   Source: lean-engine facts, 4.4 (Market). */
bool peri_fill_must_wait(const peri_fill_attempt *attempt, int64_t end_ns, peri_fill *out)
{
    const peri_security *security = attempt->security;
    const int64_t age = attempt->order->created_ns - end_ns;
    if (age <= attempt->stale_ns ||
        (security->type == PERI_TYPE_BASE && peri_hours_is_always_open(security->hours)))
        return false;
    if (security->resolution >= PERI_RES_HOUR || age > peri_resolution_ns(security->resolution))
        return true;
    out->warning = "filled at a stale price";
    return false;
}
