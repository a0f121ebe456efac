/* fills_session.c - orders for an open or a close, on the bar a kind of security goes by.
 * Source: lean-engine facts, 4.4. Layer 3. */
#include "trade/fills_internal.h"

/* An hour of a file may begin before the open. */
static bool meets_session(const peri_hours *hours, const peri_fill_prices *bar)
{
    return peri_hours_is_open(hours, bar->start_ns, false) ||
           peri_hours_next_open(hours, bar->start_ns, false) < bar->end_ns;
}

/* The first bar of a session that begins after the order was made, at its open; not of the session
   it was made in. */
bool peri_fill_on_open(const peri_fill_attempt *attempt, const peri_fill_prices *bar,
                       peri_fill *out)
{
    const peri_hours *hours = attempt->security->hours;
    const int64_t created = attempt->order->created_ns;
    if (!peri_fill_is_new(attempt->security, attempt->now_ns) || bar->start_ns < created ||
        !meets_session(hours, bar))
        return false;
    if (attempt->order->submitted_open &&
        bar->end_ns <= peri_hours_next_open(hours, created, false))
        return false;
    out->price = peri_fill_slipped(attempt, bar->open);
    return true;
}

/* The close of the first bar that ends with the session the order was made in or before, or later.
 */
bool peri_fill_on_close(const peri_fill_attempt *attempt, const peri_fill_prices *bar,
                        peri_fill *out)
{
    const peri_hours *hours = attempt->security->hours;
    if (!peri_fill_is_new(attempt->security, attempt->now_ns) ||
        bar->end_ns < peri_hours_next_close(hours, attempt->order->created_ns, false))
        return false;
    out->price = peri_fill_slipped(attempt, bar->close);
    return true;
}
