/* brokerage.h - what changes with the brokerage an algorithm names: defaults of fees, leverage and
 * markets, the benchmark, trading days in a year, which orders it takes. Source: LEAN's brokerage
 * models, lean-engine facts, 6.1, 7, 9 and 10. Layer 5. */
#ifndef PERI_BROKERAGE_H
#define PERI_BROKERAGE_H

#include <stdbool.h>

#include "engine/brokerage_rules.h"
#include "trade/models.h"

typedef struct peri_brokerage {
    const char *name; /* LEAN's BrokerageName */
    struct {
        const char *ticker; /* NULL: always 0 */
        peri_security_type type;
        const char *market;
    } benchmark;
    int trading_days;                               /* in a year, for the statistics */
    peri_fee_model (*fee)(peri_security_type type); /* the default of a security */
    const char *forex, *cfd, *crypto; /* markets of symbols that are added without one; NULL: LEAN's
                                         own default */
    double (*leverage)(peri_security_type type, const char *ticker); /* in a margin account; NULL:
                                                                        LEAN's own default */
    const peri_order_rules *rules; /* which orders it takes; NULL: all */
} peri_brokerage;

const peri_brokerage *peri_brokerage_default(void); /* static */
/* All of them, ends with a NULL name; static. The first is the default. */
const peri_brokerage *peri_brokerages(void);

/* Leverage of a symbol, and its market, unless the strategy says otherwise. Custom data have no
   market: "". */
double peri_brokerage_leverage(const peri_brokerage *brokerage, peri_security_type type,
                               const char *ticker, bool cash_account);
const char *peri_brokerage_market(const peri_brokerage *brokerage, peri_security_type type);

#endif
