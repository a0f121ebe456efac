/* security.c - the latest prices of a symbol. Layer 2. */
#include "market/security.h"

enum { /* LEAN's types of which nothing is dealt in here */
    OPTION = 2,
    FUTURE = 5,
    FUTURE_OPTION = 8,
    INDEX = 9,
    INDEX_OPTION = 10,
    CRYPTO_FUTURE = 11
};

const peri_name peri_security_type_names[] = {
    {"Base", PERI_TYPE_BASE},
    {"Equity", PERI_TYPE_EQUITY},
    {"Option", OPTION},
    {"Forex", PERI_TYPE_FOREX},
    {"Future", FUTURE},
    {"Cfd", PERI_TYPE_CFD},
    {"Crypto", PERI_TYPE_CRYPTO},
    {"FutureOption", FUTURE_OPTION},
    {"Index", INDEX},
    {"IndexOption", INDEX_OPTION},
    {"CryptoFuture", CRYPTO_FUTURE},
    {NULL, 0},
};

const char *peri_security_type_name(peri_security_type type)
{
    return peri_name_of(peri_security_type_names, (int)type);
}

bool peri_security_has_whole_days(const peri_security *security)
{
    return security->whole_days || security->type != PERI_TYPE_EQUITY;
}

const peri_zone *peri_security_day_zone(const peri_security *security)
{
    return security->data_zone ? security->data_zone : peri_hours_zone(security->hours);
}

bool peri_security_type_is_pair(peri_security_type type)
{
    return type == PERI_TYPE_FOREX || type == PERI_TYPE_CRYPTO;
}

void peri_security_update(peri_security *security, const peri_bar *bar)
{
    security->has_data = security->has_trade = true;
    security->price = bar->close;
    security->open = bar->open;
    security->high = bar->high;
    security->low = bar->low;
    security->close = bar->close;
    security->volume = bar->volume;
    security->last_bar = *bar;
    security->arrived_ns = bar->end_ns;
}

/* The middle of the quotes is the price of what is dealt in by quotes. */
static void take_middle(peri_security *security, const peri_quote_bar *bar)
{
    const peri_bar middle = peri_quote_bar_middle(bar);
    const bool trades = security->type == PERI_TYPE_CRYPTO && security->has_trade;
    security->has_data = true;
    security->open = middle.open;
    security->high = middle.high;
    security->low = middle.low;
    security->close = middle.close;
    if (!trades)
        security->price = middle.close;
}

static bool is_quoted(peri_security_type type)
{
    return type == PERI_TYPE_FOREX || type == PERI_TYPE_CFD || type == PERI_TYPE_CRYPTO;
}

void peri_security_update_quote(peri_security *security, const peri_quote_bar *bar)
{
    security->has_quote = true;
    security->last_quote = *bar;
    security->quote_arrived_ns = bar->end_ns;
    if (peri_quote_side_is_there(&bar->bid)) {
        security->bid_price = bar->bid.close;
        security->bid_size = bar->bid.last_size;
    }
    if (peri_quote_side_is_there(&bar->ask)) {
        security->ask_price = bar->ask.close;
        security->ask_size = bar->ask.last_size;
    }
    if (is_quoted(security->type))
        take_middle(security, bar);
}

/* The last tick of a kind that counts, NULL: there is none. */
static const peri_tick *last_tick(const peri_tick *ticks, size_t n, peri_tick_kind kind)
{
    while (n > 0 && (ticks[n - 1].kind != kind || ticks[n - 1].suspicious))
        n--;
    return n > 0 ? &ticks[n - 1] : NULL;
}

/* Where ticks come, LEAN knows no price but the last. */
static void take_value(peri_security *security, double value)
{
    security->has_data = true;
    security->price = security->close = value;
    security->open = security->high = security->low = value;
}

static void take_quote(peri_security *security, const peri_tick *quote)
{
    if (quote->bid > 0.0) {
        security->bid_price = quote->bid;
        security->bid_size = quote->bid_size;
    }
    if (quote->ask > 0.0) {
        security->ask_price = quote->ask;
        security->ask_size = quote->ask_size;
    }
    take_value(security, peri_tick_value(quote));
}

void peri_security_update_ticks(peri_security *security, const peri_tick *ticks, size_t n)
{
    const peri_tick *trade = last_tick(ticks, n, PERI_TICK_TRADE);
    const peri_tick *quote = last_tick(ticks, n, PERI_TICK_QUOTE);
    if (trade && peri_ticks_trade_bar(ticks, n, &security->last_bar)) {
        security->has_trade = true;
        security->arrived_ns = security->last_bar.end_ns;
        security->volume = trade->size;
        take_value(security, trade->price);
    }
    if (quote && peri_ticks_quote_bar(ticks, n, &security->last_quote)) {
        security->has_quote = true;
        security->quote_arrived_ns = security->last_quote.end_ns;
        take_quote(security, quote);
    }
}

bool peri_security_quotes_are_last(const peri_security *security)
{
    return security->type != PERI_TYPE_EQUITY && security->has_quote &&
           (!security->has_trade || security->last_quote.end_ns >= security->last_bar.end_ns);
}
