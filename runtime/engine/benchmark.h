/* benchmark.h - what the statistics compare a run with: a function, or a symbol's prices. Layer 5.
   Source: LEAN's default is the brokerage's, SPY as a rule, by the hour, whether the strategy
   subscribes it or not. */
#ifndef PERI_BENCHMARK_H
#define PERI_BENCHMARK_H

#include <stdint.h>

#include "base/error.h"
#include "market/bar.h"
#include "time/hours.h"

struct peri_engine;

/* The benchmark's value at an instant (UTC), asked once a day. Returns PERI_OK, or an error that
   ends the run. */
typedef int (*peri_benchmark_fn)(void *ctx, int64_t utc_ns, double *value, peri_error *err);

/* All zero: the brokerage's where the data folder has its hours, else always 0. */
typedef struct peri_benchmark {
    peri_benchmark_fn fn; /* NULL: prices */
    void *ctx;
    char *ticker;       /* the strategy's choice; owned; NULL: the default */
    peri_series prices; /* hourly */
    int64_t *renames;   /* UTC; shape [rename_n]: when the symbol got new tickers; owned */
    size_t rename_n;
    const peri_hours *hours; /* of the symbol; NULL: nothing was read (borrowed) */
    size_t next;             /* first bar that no step was taken for */
    int32_t security_at;     /* 1 + index of the CSV file or feed whose price it is; 0: none */
    int32_t quote_cash;      /* what it is quoted in, by its index in the cash book */
} peri_benchmark;

void peri_benchmark_deinit(peri_benchmark *benchmark);

/* Find the prices, before the first step. Returns PERI_OK; PERI_ENOTFOUND (the strategy's symbol
   has neither an hourly file nor a subscription; text names both); reader's errors. */
int peri_benchmark_prepare(struct peri_engine *engine, peri_error *err);

/* In LEAN a step is taken at the end of each of its bars, too: orders are tried and equity is
   sampled. The next one, PERI_NEVER: none is left; and those up to an instant are over. */
int64_t peri_benchmark_next(const struct peri_engine *engine);
void peri_benchmark_pass(struct peri_engine *engine, int64_t now_ns);

/* Hourly bars and new tickers of the run: from the midnight of the trading day before its start to
   its end. */
int64_t peri_benchmark_points(const struct peri_engine *engine);

/* The value at an instant: what the function gives, PERI_EINVAL when that is not finite; or the
   last close at or before it in account currency, 0 before the first and without a rate. */
int peri_benchmark_value(struct peri_engine *engine, int64_t utc_ns, double *value,
                         peri_error *err);

#endif
