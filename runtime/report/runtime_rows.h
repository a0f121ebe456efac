/* runtime_rows.h - how the account stands, in LEAN's texts: its runtime statistics. Layer 5. */
#ifndef PERI_RUNTIME_ROWS_H
#define PERI_RUNTIME_ROWS_H

#include "report/statistics.h"

enum {
    PERI_RUNTIME_ROWS = 8
};

/* The rows in order of their keys: "Equity" is "$100,000.00", "Return" is "4.49 %". statistics
   gives the probabilistic Sharpe ratio. */
void peri_runtime_rows(const peri_portfolio *portfolio, const peri_statistics *statistics,
                       peri_statistic_row rows[PERI_RUNTIME_ROWS]);
/* Whether a row has that key. */
bool peri_runtime_has_key(const char *key);

#endif
