/* brokerage.h - what changes with the brokerage an algorithm names: defaults of fees and leverage,
 * the benchmark, trading days in a year. Source: LEAN's brokerage models, lean-engine facts, 6.1,
 * 7, 9 and 10. Layer 5. */
#ifndef PERI_BROKERAGE_H
#define PERI_BROKERAGE_H

#include <stdbool.h>

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
} peri_brokerage;

const peri_brokerage *peri_brokerage_default(void); /* static */
/* All of them, ends with a NULL name; static. The first is the default. */
const peri_brokerage *peri_brokerages(void);

/* Leverage of a type by default. */
double peri_brokerage_leverage(peri_security_type type, bool cash_account);

#endif
