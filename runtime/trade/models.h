/* models.h - at what price an order fills, what it costs and what it needs. One small function
 * each. A model is copied; its ctx is borrowed. All return PERI_OK, or what a model of the
 * strategy's own failed with, which ends what asked. Layer 3. */
#ifndef PERI_MODELS_H
#define PERI_MODELS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "market/security.h"
#include "trade/cash_book.h"
#include "trade/order.h"

/* Fee of an order: finite, in a currency of the account's cash book. */
typedef struct peri_fee_model {
    const char *name; /* "InteractiveBrokers", "Constant"; "Lua" of the strategy's own */
    /* order  one that exists, or that is only thought of (its id is 0) */
    int (*fee)(const struct peri_fee_model *self, const peri_security *security,
               const peri_order *order, peri_money *fee, peri_error *err);
    double amount; /* of Constant: per order */
    void *ctx;
} peri_fee_model;

/* Interactive Brokers. Equities: 0.005 a share, at least 1, else at most 0.5 % of the value;
   currencies: 0.2 basis points of the value, at least 2; CFDs: 0.002 % in
   the quote currency, at least 1 of it (40 yen, 10 Hong Kong dollars); all others nothing. */
peri_fee_model peri_fee_interactive_brokers(void);
peri_fee_model peri_fee_constant(double amount); /* 0: no fee */
/* FXCM: 0.04 per 1000 units of the seven main pairs, 0.06 of all other currencies; others nothing.
 */
peri_fee_model peri_fee_fxcm(void);
/* Exchanges of crypto: a share of the value, less for a maker (a limit order that was not
   marketable when it was submitted), in the quote currency; Binance's, Bitfinex's and Alpaca's is
   a share of what is bought, in the base currency, when buying. Coinbase's depends on the date and
   on the pair; Alpaca takes nothing for what is no crypto. Source of all: LEAN's schedules,
   lean-engine facts, 7. */
peri_fee_model peri_fee_coinbase(void);
peri_fee_model peri_fee_binance(void);
peri_fee_model peri_fee_bybit(void);
peri_fee_model peri_fee_alpaca(void);
peri_fee_model peri_fee_kraken(void);
peri_fee_model peri_fee_bitfinex(void);

/* The model of a name, with the amount that Constant takes; false: no such one can be made here,
   as the strategy's own. */
bool peri_fee_by_name(const char *name, double amount, peri_fee_model *out);

/* LEAN's value of an order, for fees: at the current price, or at its own limit or stop where that
   is lower when buying, higher when selling. Account currency, signed like the quantity. */
double peri_order_value(const peri_security *security, const peri_order *order);

/* How far from its price an order fills, a unit, against the trader. */
typedef struct peri_slippage_model {
    const char *name; /* "Null", "Constant", "VolumeShare"; "Lua" of the strategy's own */
    int (*slippage)(const struct peri_slippage_model *self, const peri_security *security,
                    const peri_order *order, double *slippage, peri_error *err);
    double fraction; /* of Constant: of the last price; of VolumeShare: the largest share */
    double impact;   /* of VolumeShare */
    void *ctx;
} peri_slippage_model;

peri_slippage_model peri_slippage_null(void); /* the default */
peri_slippage_model peri_slippage_constant(double fraction);
/* impact x share^2 of the last price, share being the order's of the last bar's volume, at most
   `limit`; of a bar without volume the limit, and nothing for currencies, crypto and CFDs. LEAN's
   defaults: 0.025, 0.1. */
peri_slippage_model peri_slippage_volume_share(double limit, double impact);

/*
 * What a position or an order needs of the account: margin.c works with the numbers, unless one of
 * the functions (each may be NULL) decides instead.
 */
typedef struct peri_margin_model {
    const char *name;            /* "SecurityMargin"; "Lua" of the strategy's own */
    double initial, maintenance; /* of the value, to open and to hold; 0: 1 / leverage */
    double required_free;        /* of the portfolio's value, must stay free; 0 <= it < 1 */
    bool fixed_leverage;         /* SetLeverage changes nothing */
    double closed_factor;        /* of PatternDayTrading */
    void *ctx;
    /* quantity is signed; margin >= 0, account currency; it comes in as the numbers make it */
    int (*initial_margin)(const struct peri_margin_model *self, const peri_security *security,
                          double quantity, double *margin, peri_error *err);
    int (*maintenance_margin)(const struct peri_margin_model *self, const peri_security *security,
                              double quantity, double *margin, peri_error *err);
    /* with the fee */
    int (*order_margin)(const struct peri_margin_model *self, const peri_security *security,
                        const peri_order *order, double *margin, peri_error *err);
    /* why (size bytes) says what is missing when it is not affordable */
    int (*affords)(const struct peri_margin_model *self, const peri_security *security,
                   const peri_order *order, bool *affordable, char *why, size_t size,
                   peri_error *err);
    /* The order that brings the position's margin to `target` of the portfolio's value, signed. */
    int (*target_quantity)(const struct peri_margin_model *self, const peri_security *security,
                           double target, double *quantity, peri_error *err);
    /* What an order of a direction may use, account currency. */
    int (*buying_power)(const struct peri_margin_model *self, const peri_security *security,
                        bool buys, double *power, peri_error *err);
} peri_margin_model;

peri_margin_model peri_margin_by_leverage(void); /* the default: 1 / leverage, for both */
/* Of forex and crypto in a cash account: what is bought is paid whole, in the quote currency, and
   nothing is sold that is not there; open limit and stop market orders have their part reserved. No
   position needs margin. Source: lean-engine facts, 6.2. */
struct peri_broker;
peri_margin_model peri_margin_cash(struct peri_broker *broker); /* borrowed */
/* Leverage `open` while the market is open for ten more minutes, else `closed`; both >= 1.
   clock_ns  where the time is, UTC (borrowed). Source: lean-engine facts, 6.3. */
peri_margin_model peri_margin_pattern_day(double closed, double open, int64_t *clock_ns);
/* The leverage a security has with a model now: its own, and while the market is closed less with
   that of pattern days. */
double peri_margin_leverage(const peri_margin_model *model, const peri_security *security);

/* An open order that is tried. Never one that is not a market order in the instant it was made. */
typedef struct peri_fill_attempt {
    const peri_security *security;
    peri_order *order; /* its stop may be triggered, or trail: nothing else changes */
    int64_t now_ns;    /* the engine's clock */
    int64_t stale_ns;  /* a price may be that much older than the order it fills */
    double slippage;   /* a unit, against the trader; 0 for types with a limit */
} peri_fill_attempt;

typedef struct peri_fill {
    bool fills;
    double price;
    double quantity;     /* of the order's sign, not more than what remains; 0: all that remains */
    const char *warning; /* static, or `text`; NULL: none */
    char text[128];
} peri_fill;

/* Whether a quantity is one an order may be filled with: of its side, and no more than what
   remains; up to half a lot more is taken for that. */
bool peri_fill_fits(const peri_security *security, const peri_order *order, double quantity);

/* Decides whether an open order fills now, and at what price. */
typedef struct peri_fill_model {
    const char *name;        /* "Immediate", "Equity", "NextOpen"; "Lua" of the strategy's own */
    bool market_orders_wait; /* while the market is closed too: the broker does not convert them */
    /* out is all zeros before, but for its text. */
    int (*fill)(const struct peri_fill_model *self, const peri_fill_attempt *attempt,
                peri_fill *out, peri_error *err);
    void *ctx;
} peri_fill_model;

/* LEAN's default: that of equities (fills_equity.c) and that of all others (fills_other.c). A bar
   is new when it is the security's last one and was handed out at now_ns. */
peri_fill_model peri_fill_immediate(void);
peri_fill_model peri_fill_equities(void); /* that of equities, whatever is traded */

/* No look at the bar being acted on: market orders of all kinds fill at the open of the next real
   bar that starts at or after the order was made. Orders with prices of their own, which never look
   at it, fill as by the default. */
peri_fill_model peri_fill_next_open(void);

/* As peri_fee_by_name. */
bool peri_fill_by_name(const char *name, peri_fill_model *out);

#endif
