/* portfolio.h - cash, holdings and closed trades; average cost bookkeeping. Layer 3.
   Source: lean-engine facts, 6.4 and 8. */
#ifndef PERI_PORTFOLIO_H
#define PERI_PORTFOLIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "market/security.h"
#include "trade/cash_book.h"

/* When the money of a sale comes. */
typedef struct peri_settlement {
    int32_t days;        /* trading days after the sale; 0: at once */
    int64_t time_of_day; /* ns since that day's midnight, on the exchange's clocks */
} peri_settlement;

/* One symbol's position. Money in account currency; prices in the quote currency. */
typedef struct peri_holding {
    const peri_security *security; /* borrowed */
    peri_settlement settlement;
    double quantity;      /* signed */
    double average_price; /* 0 when flat */
    double price;         /* last price seen */
    double profit;        /* realised so far, before fees */
    double fees;          /* paid so far */
    double sale_volume;   /* sum of |value| of all fills */
} peri_holding;

/* A reducing fill: what LEAN calls a closed trade. */
typedef struct peri_closed_trade {
    int64_t time_ns;
    int32_t security;
    double quantity; /* closed, > 0 */
    double profit;   /* after twice this fill's fee (LEAN's rule) */
} peri_closed_trade;

typedef struct peri_portfolio {
    peri_cash_book book;
    double total_fees;
    double total_profit;    /* realised, before fees */
    peri_holding *holdings; /* shape [count], by index of security; owned */
    size_t count, cap;
    peri_closed_trade *trades; /* in order of time; owned */
    size_t trade_count, trade_cap;
    int32_t invested; /* number of holdings that are not flat */
} peri_portfolio;

/* An account of US dollars. PERI_OK or PERI_ENOMEM. */
int peri_portfolio_init(peri_portfolio *portfolio, double cash);
void peri_portfolio_deinit(peri_portfolio *portfolio);
/* A security (borrowed) by its index; its currencies are in the book. PERI_OK, PERI_ENOMEM */
int peri_portfolio_add_security(peri_portfolio *portfolio, const peri_security *security);

/*
 * Book a fill. Adding weights the average price by quantity; reducing leaves it; crossing zero sets
 * it to the fill price. What is paid leaves the quote currency; of a pair the base currency is what
 * is bought; of a CFD nothing is paid, and its profit is realised in the quote currency. The fee
 * leaves the cash of its own currency; one that is off the quantity already (peri_fee_is_off) is
 * paid at the price, in the quote currency.
 *
 * quantity signed, price > 0. Returns PERI_OK or PERI_ENOMEM (nothing booked).
 */
/* Whether a fee is taken off what was bought: of crypto, in the coin itself. Source: LEAN's
   transaction handler. */
bool peri_fee_is_off(const peri_security *security, double quantity, peri_money fee);
int peri_portfolio_fill(peri_portfolio *portfolio, int32_t security, int64_t time_ns,
                        double quantity, double price, peri_money fee);

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

/* All in account currency. */
double peri_holding_value(const peri_holding *holding);
double peri_holding_cost(const peri_holding *holding); /* the same at the average price */
/* Open profit before fees, at the last price; of a CFD at the side that would close it. */
double peri_holding_unrealized(const peri_holding *holding);
double peri_portfolio_holdings_value(const peri_portfolio *portfolio); /* signed sum */
double peri_portfolio_unrealized(const peri_portfolio *portfolio);
/* Cash of all currencies, settled or not; the holdings that are no cash; open profit of CFDs, at
   the bid of what is long and the ask of what is short. */
double peri_portfolio_total_value(const peri_portfolio *portfolio);

#endif
