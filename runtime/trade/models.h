/* models.h - at what price an order fills, and what it costs. One small function each. Layer 3. */
#ifndef PERI_MODELS_H
#define PERI_MODELS_H

#include <stdbool.h>
#include <stdint.h>

#include "market/security.h"
#include "trade/order.h"

/* Fee of a fill, account currency, >= 0. */
typedef struct peri_fee_model {
    const char *name; /* "InteractiveBrokers", "Constant" */
    double (*fee)(const struct peri_fee_model *self, const peri_security *security, double quantity,
                  double price);
    double amount; /* of Constant: per order */
} peri_fee_model;

/* Interactive Brokers, US equities: 0.005 a share, at least 1, else at most 0.5 % of the value.
   Source: LEAN's equity schedule. */
peri_fee_model peri_fee_interactive_brokers(void);
peri_fee_model peri_fee_constant(double amount); /* 0: no fee */

/* An open order that is tried. Never one that is not a market order in the instant it was made. */
typedef struct peri_fill_attempt {
    const peri_security *security;
    peri_order *order; /* its stop may be triggered, or trail: nothing else changes */
    int64_t now_ns;    /* the engine's clock */
    int64_t stale_ns;  /* a price may be that much older than the order it fills */
    double slippage;   /* a unit, >= 0: against the trader, but for types with a limit */
} peri_fill_attempt;

typedef struct peri_fill {
    double price;
    const char *warning; /* static; NULL: none */
} peri_fill;

/* Decides whether an open order fills now, and at what price. */
typedef struct peri_fill_model {
    const char *name;        /* "Immediate", "NextOpen" */
    bool market_orders_wait; /* while the market is closed too: the broker does not convert them */
    /* True and a fill (warning is NULL before) when the whole order fills. */
    bool (*fill)(const struct peri_fill_model *self, const peri_fill_attempt *attempt,
                 peri_fill *out);
} peri_fill_model;

/* LEAN's default: that of equities (fills_equity.c) and that of all others (fills_other.c). A bar
   is new when it is the security's last one and was handed out at now_ns. */
peri_fill_model peri_fill_immediate(void);

/* No look at the bar being acted on: market orders of all kinds fill at the open of the next real
   bar that starts at or after the order was made. Orders with prices of their own, which never look
   at it, fill as by the default. */
peri_fill_model peri_fill_next_open(void);

#endif
