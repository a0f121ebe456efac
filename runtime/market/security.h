/* security.h - what is known of a symbol: its properties and its latest prices. Layer 2. */
#ifndef PERI_SECURITY_H
#define PERI_SECURITY_H

#include <stdbool.h>
#include <stdint.h>

#include "market/bar.h"
#include "market/quote_bar.h"
#include "market/tick.h"
#include "time/hours.h"

typedef enum peri_security_type {
    PERI_TYPE_BASE = 0, /* custom data: a CSV symbol */
    PERI_TYPE_EQUITY = 1,
    PERI_TYPE_FOREX = 4, /* the numbers are LEAN's */
    PERI_TYPE_CFD = 6,
    PERI_TYPE_CRYPTO = 7
} peri_security_type;

/* LEAN's name of a type: "Equity", "Cfd"; static. The list has those of LEAN's other types too. */
extern const peri_name peri_security_type_names[];
const char *peri_security_type_name(peri_security_type type);

enum {
    PERI_CURRENCY_TEXT = 24 /* bytes of a currency's code with its terminator */
};

typedef struct peri_security {
    int32_t index; /* 0, 1, ... in order of subscription */
    char *ticker;  /* as the strategy wrote it, UTF-8 (owned by the engine) */
    char *market;  /* "usa", lower case; "" for custom data (owned by the engine) */
    peri_security_type type;
    peri_resolution resolution;
    const peri_hours *hours;
    const peri_zone *data_zone; /* whose midnights days without precise ends have; NULL: of hours */
    bool extended;              /* subscribed with pre- and post-market */
    bool whole_days; /* daily bars run from midnight to midnight, also where its type's do not */
    bool fill_forward;
    bool removed;      /* RemoveSecurity was called: no more data, no more orders */
    bool delisted;     /* its last day is over: the same */
    double leverage;   /* >= 1 */
    double multiplier; /* > 0, a contract's value is its price x this */
    double unit; /* account currency that one is worth at a price of 1: the multiplier x the rate of
                    the quote currency; 0: no rate is known yet. The engine's to change */
    /* Indexes in the account's cash book: the currency of its prices; of forex and crypto that
       which is bought, -1: there is none. */
    int32_t quote_cash, base_cash;
    double lot_size;           /* > 0, orders are whole multiples */
    double minimum_order_size; /* that some brokerages ask for; 0: none is known */
    /* Prices of orders are rounded to whole multiples; 0: to none, as for an equity whose prices
       are adjusted. An equity below 1 has a hundredth of it. */
    double tick_size;

    /* Latest prices; not changed by bars that were filled forward. */
    bool has_data; /* there is a price: of a trade, or of a quote where those give one */
    bool has_trade;
    double price, open, high, low, close, volume;
    peri_bar last_bar; /* last real bar of trades; valid when has_trade */
    /* UTC, when that was handed out: its end, or later in a live run. The engine's to change. */
    int64_t arrived_ns;

    /* Latest quotes; 0 where nothing was quoted yet. Not changed by filled bars either. */
    bool has_quote;
    double bid_price, ask_price, bid_size, ask_size;
    peri_quote_bar last_quote; /* last real one; valid when has_quote */
    int64_t quote_arrived_ns;  /* as arrived_ns */

    char quote_currency[PERI_CURRENCY_TEXT]; /* the code of quote_cash, upper case */
} peri_security;

/* True when a daily bar runs from midnight to midnight of the data's zone, false when from the open
   to the close of its date. */
bool peri_security_has_whole_days(const peri_security *security);
/* The zone of those midnights. */
const peri_zone *peri_security_day_zone(const peri_security *security);

/* Take ticks of one time (n >= 1), trades as a bar of trades and quotes as a bar of quotes, which
   orders are tried on. Prices, sizes and the volume are those of the last trade and then of the
   last quote, as in LEAN: a quote of one side is the price. Suspicious ones change nothing. */
void peri_security_update_ticks(peri_security *security, const peri_tick *ticks, size_t n);

/* Forex and crypto: to buy one is to swap one currency for another. */
bool peri_security_type_is_pair(peri_security_type type);

/* Whether what is held of it is an amount of its base currency. */
static inline bool peri_security_is_pair(const peri_security *security)
{
    return security->base_cash >= 0 &&
           (security->type == PERI_TYPE_FOREX || security->type == PERI_TYPE_CRYPTO);
}

/* What it is bought at (the ask) or sold at (the bid); its price where that was not quoted. */
static inline double peri_security_side_price(const peri_security *security, bool buys)
{
    const double quoted = buys ? security->ask_price : security->bid_price;
    return quoted > 0.0 ? quoted : security->price;
}

/* Take the prices of a real bar. */
void peri_security_update(peri_security *security, const peri_bar *bar);

/* Take the quotes of a real bar: bid, ask and sizes; of all but equities and custom data the middle
   as well, as the price: of a crypto until it has traded, else its open, high and low alone. So a
   quote that ends with a trade is taken behind it. A side that is not there changes nothing.
   Source: lean-engine facts, 3. */
void peri_security_update_quote(peri_security *security, const peri_quote_bar *bar);

/* Whether its last data are quotes: of all but equities, where they are not older than the last
   trade. Source: lean-engine facts, 3. */
bool peri_security_quotes_are_last(const peri_security *security);

#endif
