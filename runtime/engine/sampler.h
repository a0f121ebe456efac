/* sampler.h - the equity curve: a point per midnight, and points in between. Layer 5.
   Source: LEAN's sampling rules: daily at the algorithm's midnight, with the day's return, turnover
   and benchmark; in between at most one point per max(4 minutes, run / 4000). */
#ifndef PERI_SAMPLER_H
#define PERI_SAMPLER_H

#include <stddef.h>
#include <stdint.h>

#include "report/statistics.h"
#include "time/zone.h"

typedef struct peri_sampler {
    const peri_zone *zone;
    double start_equity;
    peri_sample *equity; /* shape [equity_n], ascending; owned */
    size_t equity_n, equity_cap;
    peri_day *days; /* shape [days_n], one per daily sample; owned */
    size_t days_n, days_cap;
    double last_daily, last_sales; /* equity and sale volume at the last daily sample */
    double sales_before;           /* sale volume at the one before that */
    int64_t next_daily_ns;         /* UTC midnight of the algorithm's zone due next */
    int64_t next_point_ns;         /* earliest time of the next point in between */
    int64_t interval_ns;
    int64_t last_daily_ns;
} peri_sampler;

/* What is sampled daily. */
typedef struct peri_standing {
    double equity;      /* account currency */
    double benchmark;   /* its value, 0: none */
    double sale_volume; /* of all fills so far, account currency */
} peri_standing;

/* Begin: the first daily sample is due at start_ns. All UTC ns. */
void peri_sampler_start(peri_sampler *sampler, const peri_zone *zone, int64_t start_ns,
                        int64_t end_ns, double equity);
void peri_sampler_deinit(peri_sampler *sampler);

/* Take the daily sample that is due (at next_daily_ns), or a last one at the end of the run; the
   first one has no turnover. Returns PERI_OK or PERI_ENOMEM (nothing is added). */
int peri_sampler_daily(peri_sampler *sampler, int64_t time_ns, const peri_standing *now);

/* Take a point in between: call when next_point_ns has come. Returns PERI_OK or PERI_ENOMEM. */
int peri_sampler_point(peri_sampler *sampler, int64_t time_ns, double equity);

/* Put back a point, or a daily sample, of an earlier process behind those that are there; one that
   is not later than they are is left out. PERI_OK or PERI_ENOMEM. */
int peri_sampler_restore_point(peri_sampler *sampler, const peri_sample *sample);
int peri_sampler_restore_day(peri_sampler *sampler, const peri_day *day);

/* Rounded as a chart keeps it: above 1000 to 4 decimals, else to 7 significant digits. */
double peri_sampler_round(double value);

#endif
