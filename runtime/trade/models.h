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

/*
 * Decide whether an open order fills now, and at what price.
 *
 * bar_is_new  a real bar of this security arrived in this time step (security->last_bar)
 * now_ns      the engine's clock
 * Returns true and the price when the whole order fills.
 */
typedef struct peri_fill_model {
    const char *name;        /* "Immediate", "NextOpen" */
    bool market_orders_wait; /* while the market is closed too: the broker does not convert them */
    bool (*fill)(const struct peri_fill_model *self, const peri_order *order,
                 const peri_security *security, bool bar_is_new, int64_t now_ns, double *price);
} peri_fill_model;

/*
 * LEAN's default, on trade bars. Market: the last price, while the market is open (or at the bar
 * that ends with it); the price of a market with hours may be an hour older than the order at most,
 * else the order waits for the next bar. MarketOnOpen: the open of the first bar that starts at or
 * after the order, within regular hours, not in the session the order was made in. MarketOnClose:
 * the close of the first bar that ends at or after the next close. So the last
 * two never fill in the instant they were made. Source: LEAN's equity fill model.
 */
peri_fill_model peri_fill_immediate(void);

/* No look at the bar being acted on: every order fills at the open of the next real bar that starts
   at or after the order was made. */
peri_fill_model peri_fill_next_open(void);

#endif
