/* statistic_fields.h - the statistics of trades and of the portfolio, by their names. Layer 5. */
#ifndef PERI_STATISTIC_FIELDS_H
#define PERI_STATISTIC_FIELDS_H

#include <stddef.h>

/* What lies in the structure: an int64_t, or a double. */
typedef enum peri_statistic_kind {
    PERI_STATISTIC_COUNT,
    PERI_STATISTIC_NUMBER,   /* a double */
    PERI_STATISTIC_DURATION, /* ns */
    PERI_STATISTIC_INSTANT   /* UTC ns; INT64_MIN: none */
} peri_statistic_kind;

typedef struct peri_statistic_field {
    const char *key;  /* of the report: "total_profit_loss", "median_trade_duration_seconds" */
    const char *name; /* LEAN's: "TotalProfitLoss" */
    peri_statistic_kind kind;
    size_t offset;
} peri_statistic_field;

/* The fields of a peri_trade_statistics, and of a peri_statistics as LEAN has them; static, of
   static names, *n of them. */
const peri_statistic_field *peri_trade_statistic_fields(size_t *n);
const peri_statistic_field *peri_portfolio_statistic_fields(size_t *n);

#endif
