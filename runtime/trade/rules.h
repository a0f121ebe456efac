/* rules.h - the choices of an algorithm that govern its orders: LEAN's Settings. Layer 3. */
#ifndef PERI_RULES_H
#define PERI_RULES_H

#include <stdint.h>

typedef struct peri_trade_rules {
    /* What targets leave of the portfolio's value: a fraction of it, 0..1, or an amount in account
       currency, finite; an amount < 0: the fraction counts. */
    double free_fraction, free_value;
    /* A target that is nearer to the holding is not ordered: margins, as a fraction of the
       portfolio's value, finite and >= 0. */
    double minimum_order_margin;
    /* MarketOnClose orders are taken until that long before the close; ns, >= 0. */
    int64_t close_buffer_ns;
} peri_trade_rules;

/* LEAN's defaults: 0.25 %, 0.1 %, 15.5 minutes. */
peri_trade_rules peri_trade_rules_default(void);

#endif
