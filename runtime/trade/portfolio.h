/* portfolio.h - cash, holdings and closed trades; average cost bookkeeping. Layer 3. */
#ifndef PERI_PORTFOLIO_H
#define PERI_PORTFOLIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "market/security.h"

/* One symbol's position. Money in account currency. */
typedef struct peri_holding {
    double quantity;      /* signed */
    double average_price; /* 0 when flat */
    double price;         /* last price seen */
    double profit;        /* realised so far, before fees */
    double fees;          /* paid so far */
    double sale_volume;   /* sum of |quantity x price| of all fills */
} peri_holding;

/* A reducing fill: what LEAN calls a closed trade. */
typedef struct peri_closed_trade {
    int64_t time_ns;
    int32_t security;
    double quantity; /* closed, > 0 */
    double profit;   /* after twice this fill's fee (LEAN's rule) */
} peri_closed_trade;

typedef struct peri_portfolio {
    double cash;
    double total_fees;
    double total_profit;    /* realised, before fees */
    peri_holding *holdings; /* shape [count], by index of security; owned */
    size_t count, cap;
    peri_closed_trade *trades; /* in order of time; owned */
    size_t trade_count, trade_cap;
    int32_t invested; /* number of holdings that are not flat */
} peri_portfolio;

void peri_portfolio_init(peri_portfolio *portfolio, double cash);
void peri_portfolio_deinit(peri_portfolio *portfolio);
int peri_portfolio_add_security(peri_portfolio *portfolio,
                                int32_t index); /* PERI_OK, PERI_ENOMEM */

/* Book a fill. Adding weights the average price by quantity; reducing leaves it; crossing zero sets
   it to the fill price. quantity signed, price > 0, fee in account currency. Returns PERI_OK or
   PERI_ENOMEM (nothing booked). */
int peri_portfolio_fill(peri_portfolio *portfolio, int32_t security, int64_t time_ns,
                        double quantity, double price, double fee);

/* Pay a dividend of so much a share on the holding; a short one owes it. */
void peri_portfolio_dividend(peri_portfolio *portfolio, int32_t security, double distribution);

/* Divide the shares by a split's factor of the price (> 0). The fraction of a share that is left is
   paid out at the price before the split (reference) times the factor. */
void peri_portfolio_split(peri_portfolio *portfolio, int32_t security, double factor,
                          double reference);

/* Append a closed trade (copied): of a fill, or of an earlier process. PERI_OK or PERI_ENOMEM. */
int peri_portfolio_add_trade(peri_portfolio *portfolio, const peri_closed_trade *trade);

/* Mark a holding to a price. O(1). */
static inline void peri_portfolio_mark(peri_portfolio *portfolio, int32_t security, double price)
{
    portfolio->holdings[security].price = price;
}

double peri_holding_value(const peri_holding *holding);                /* quantity x price */
double peri_holding_unrealized(const peri_holding *holding);           /* before fees */
double peri_portfolio_holdings_value(const peri_portfolio *portfolio); /* signed sum */
double peri_portfolio_unrealized(const peri_portfolio *portfolio);
double peri_portfolio_total_value(const peri_portfolio *portfolio); /* cash + holdings */

#endif
