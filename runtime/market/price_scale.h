/* price_scale.h - raw prices as a normalization mode shows them. Layer 2. */
#ifndef PERI_PRICE_SCALE_H
#define PERI_PRICE_SCALE_H

#include "base/error.h"
#include "market/bar.h"
#include "market/factor_file.h"
#include "market/quote_bar.h"
#include "market/tick.h"
#include "time/zone.h"

/* price x factor + dividends; volume and sizes / factor, to whole shares, half to even. */
typedef struct peri_price_scale {
    double factor;    /* 1e-18 .. 1e18 */
    double dividends; /* quote currency */
} peri_price_scale;

/* What a whole stream of prices is shown with. */
typedef struct peri_normalizer {
    const peri_factor_file *factors; /* borrowed */
    peri_normalization mode;
    const peri_zone *zone; /* of the exchange: a bar has the date of its start there (borrowed) */
    /* With TOTAL_RETURN: the first date of the stream. Dividends that were paid before do not
       count; those of the days behind it do, from the day they are paid. */
    peri_date since;
} peri_normalizer;

/*
 * The scale of a date.
 * Source: LEAN. Its total return is the split-adjusted price plus the distributions its
 * subscription has handed out so far, each as it was paid: not adjusted for splits that came later.
 */
peri_price_scale peri_normalizer_scale(const peri_normalizer *normalizer, peri_date date);

/*
 * Scale bars in place, from an index on (0: all; what a reader appended begins where the series
 * ended before). RAW, and a stock without a factor file: nothing changes. A side of a quote that is
 * not there stays absent.
 *
 * Returns PERI_OK, or PERI_EFORMAT when a price would not be finite and above 0, or an amount not
 * finite (text names the bar's date and value): the bars behind that one are not scaled.
 */
int peri_normalizer_bars(const peri_normalizer *normalizer, peri_series *series, size_t from,
                         peri_error *err);
int peri_normalizer_ticks(const peri_normalizer *normalizer, peri_tick_series *series, size_t from,
                          peri_error *err);
int peri_normalizer_quotes(const peri_normalizer *normalizer, peri_quote_series *series,
                           size_t from, peri_error *err);

#endif
