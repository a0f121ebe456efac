/* capacity.h - how much money a strategy could move before it moves the market. Layer 5.
 *
 * After each fill the traded volume of the market is counted for a while, by asset. Every few days
 * the asset with the least of it limits the strategy: what is traded there, over the asset's share
 * in the strategy, is the strategy's capacity. Source: LEAN's capacity estimate.
 */
#ifndef PERI_CAPACITY_H
#define PERI_CAPACITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "time/civil.h"

/* A bar of a step: of trades, or of quotes with a volume that stands for theirs. */
typedef struct peri_capacity_bar {
    int64_t length_ns;
    double close, volume; /* 0: a bar that was filled forward, which counts for nothing */
    double rate;          /* account currency of one unit of the quote currency */
    double multiplier;    /* units of a contract */
} peri_capacity_bar;

/* What is known of a traded asset. */
typedef struct peri_capacity_asset {
    int32_t security;
    bool watched;         /* its bars are looked at */
    bool begins_anew;     /* the next fill clears dollar_volume and trades */
    bool has_bar;         /* the fields of bars are of one */
    int64_t trades;       /* fills since then */
    int64_t fill_ns;      /* UTC, of the last fill */
    int64_t bar_ns;       /* step of the last bar */
    double sale_volume;   /* of fills since the last estimate, account currency */
    double dollar_volume; /* traded by the market behind fills, account currency */
    double scale;         /* share of it that can be had, by the length of bars; 0: none yet */
    double discount;      /* of fills that follow soon */
    double volume;        /* of the last bar */
    peri_capacity_bar last_bar;
} peri_capacity_asset;

typedef struct peri_capacity {
    peri_capacity_asset *assets; /* shape [n], in order of their first fills; owned */
    size_t n, cap;
    size_t watched;         /* how many are */
    double value;           /* account currency; 0: not known */
    int32_t lowest;         /* security that limits it; -1: none */
    int64_t period_ns;      /* between estimates */
    int64_t next_ns;        /* UTC midnight from which the next one is due */
    int64_t last_update_ns; /* the step the last bars are of */
    bool changed;           /* set with every change; the saver clears it */
} peri_capacity;

/* Begin a run of some days on a date: estimates come every days - 1, at most 7. 0: of unknown
   length, they come daily. */
void peri_capacity_start(peri_capacity *capacity, peri_date start, int64_t days);
void peri_capacity_deinit(peri_capacity *capacity);

/* Book a fill of a value >= 0 in account currency. Returns PERI_OK or PERI_ENOMEM. */
int peri_capacity_fill(peri_capacity *capacity, int32_t security, int64_t time_ns, double value);

/* Put back an asset of an earlier process, behind those that are there. PERI_OK or PERI_ENOMEM. */
int peri_capacity_restore(peri_capacity *capacity, const peri_capacity_asset *asset);

/* A step at an instant is over: take the bars of watched assets. bar: gives one of a security that
   ended in the step, false: there is none. Needed while `watched` is not 0. */
void peri_capacity_update(peri_capacity *capacity, int64_t now_ns,
                          bool (*bar)(void *ctx, int32_t security, peri_capacity_bar *out),
                          void *ctx);
/* The same for the bars of the last such step once more: LEAN does at the end of a run. */
void peri_capacity_repeat(peri_capacity *capacity);

static inline bool peri_capacity_is_due(const peri_capacity *capacity, int64_t now_ns)
{
    return now_ns >= capacity->next_ns && capacity->n > 0;
}

/* Estimate. held: the margin a security's position uses times its leverage, account currency, 0
   when it is flat. total_value: of the account; nothing happens when it is 0. */
void peri_capacity_estimate(peri_capacity *capacity, int64_t now_ns,
                            double (*held)(void *ctx, int32_t security), void *ctx,
                            double total_value);

#endif
