/* fills.c - when an order fills and at what price: one function per order type. Layer 3. */
#include "trade/models.h"

/* LEAN's StalePriceTimeSpan: a price may be that much older than the order it fills. */
#define STALE_NS PERI_HOUR

/* The market trades now, or a bar ends exactly now, at the close. */
static bool tradable(const peri_security *security, bool bar_is_new, int64_t now_ns)
{
    return (bar_is_new && security->last_bar.end_ns == now_ns) ||
           peri_hours_is_open(security->hours, now_ns, false);
}

/* At an exchange's opening the last price is yesterday's: such an order waits for the first bar.
   A market without hours has no opening, and its last price holds until there is a newer one. */
static bool stale(const peri_security *security, const peri_order *order)
{
    return !peri_hours_is_always_open(security->hours) &&
           security->last_bar.end_ns < order->created_ns - STALE_NS;
}

static bool market(const peri_order *order, const peri_security *security, bool bar_is_new,
                   int64_t now_ns, double *price)
{
    if (!tradable(security, bar_is_new, now_ns) || stale(security, order))
        return false;
    *price = security->price;
    return true;
}

static bool market_on_open(const peri_order *order, const peri_security *security, double *price)
{
    const peri_bar *bar = &security->last_bar;
    if (bar->start_ns < order->created_ns || !peri_hours_is_open(security->hours, bar->start_ns, 0))
        return false;
    /* made while open: the session of that moment does not count */
    if (order->submitted_open &&
        bar->start_ns < peri_hours_next_open(security->hours, order->created_ns, false))
        return false;
    *price = bar->open;
    return true;
}

static bool market_on_close(const peri_order *order, const peri_security *security, double *price)
{
    const peri_bar *bar = &security->last_bar;
    if (bar->end_ns < peri_hours_next_close(security->hours, order->created_ns, false))
        return false;
    *price = bar->close;
    return true;
}

static bool immediate(const peri_fill_model *self, const peri_order *order,
                      const peri_security *security, bool bar_is_new, int64_t now_ns, double *price)
{
    (void)self;
    if (!security->has_data)
        return false;
    if (order->type == PERI_ORDER_MARKET)
        return market(order, security, bar_is_new, now_ns, price);
    if (!bar_is_new)
        return false;
    return order->type == PERI_ORDER_MARKET_ON_OPEN ? market_on_open(order, security, price)
                                                    : market_on_close(order, security, price);
}

static bool next_open(const peri_fill_model *self, const peri_order *order,
                      const peri_security *security, bool bar_is_new, int64_t now_ns, double *price)
{
    (void)self;
    (void)now_ns;
    if (!bar_is_new || !security->has_data || security->last_bar.start_ns < order->created_ns)
        return false;
    *price = security->last_bar.open;
    return true;
}

peri_fill_model peri_fill_immediate(void)
{
    return (peri_fill_model){.name = "Immediate", .fill = immediate};
}

peri_fill_model peri_fill_next_open(void)
{
    return (peri_fill_model){.name = "NextOpen", .fill = next_open, .market_orders_wait = true};
}
