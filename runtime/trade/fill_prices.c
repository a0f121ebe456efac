/* fill_prices.c - which bar an order is tried on, and by which side of it. Layer 3. */
#include "trade/fills_internal.h"

bool peri_fill_trade_prices(const peri_security *security, peri_fill_prices *out)
{
    const peri_bar *bar = &security->last_bar;
    *out =
        (peri_fill_prices){bar->start_ns, bar->end_ns, bar->open, bar->high, bar->low, bar->close};
    return security->has_trade;
}

bool peri_fill_side_prices(const peri_security *security, bool buys, peri_fill_prices *out)
{
    const peri_quote_bar *bar = &security->last_quote;
    const peri_quote_side *side = buys ? &bar->ask : &bar->bid;
    if (!security->has_quote || !peri_quote_side_is_there(side))
        return peri_fill_trade_prices(security, out);
    *out = (peri_fill_prices){bar->start_ns, bar->end_ns, side->open,
                              side->high,    side->low,   side->close};
    return true;
}

bool peri_fill_last_data(const peri_security *security, peri_fill_prices *out)
{
    if (!peri_security_quotes_are_last(security))
        return peri_fill_trade_prices(security, out);
    const peri_bar middle = peri_quote_bar_middle(&security->last_quote);
    *out = (peri_fill_prices){middle.start_ns, middle.end_ns, middle.open,
                              middle.high,     middle.low,    middle.close};
    return true;
}

bool peri_fill_is_new(const peri_security *security, int64_t now_ns)
{
    const bool trade = security->has_trade && security->arrived_ns == now_ns;
    return trade || (security->type != PERI_TYPE_EQUITY && security->has_quote &&
                     security->quote_arrived_ns == now_ns);
}

/* Of a bar without the side: the middle, which is the other side then. */
static double quoted_close(const peri_quote_bar *bar, bool buys)
{
    const peri_quote_side *side = buys ? &bar->ask : &bar->bid;
    return peri_quote_side_is_there(side) ? side->close : peri_quote_bar_middle(bar).close;
}

/* Ticks quote one side at a time: without the one asked for the last trade counts, as in LEAN. */
static bool lacks_side(const peri_security *security, bool buys)
{
    const peri_quote_bar *quote = &security->last_quote;
    return security->resolution == PERI_RES_TICK && security->has_trade &&
           !peri_quote_side_is_there(buys ? &quote->ask : &quote->bid);
}

bool peri_fill_best_price(const peri_security *security, bool buys, int64_t fresh_from,
                          double *price, int64_t *end_ns)
{
    const peri_quote_bar *quote = &security->last_quote;
    const peri_bar *trade = &security->last_bar;
    if (security->has_quote && !lacks_side(security, buys) &&
        (quote->end_ns >= fresh_from || !security->has_trade || trade->end_ns <= quote->end_ns)) {
        *price = quoted_close(quote, buys);
        *end_ns = quote->end_ns;
        return true;
    }
    *price = trade->close;
    *end_ns = trade->end_ns;
    return security->has_trade;
}
