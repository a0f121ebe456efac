/* slice.h - all bars that end at the same instant. Layer 5. */
#ifndef PERI_SLICE_H
#define PERI_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/actions.h"
#include "market/bar.h"
#include "market/quote_bar.h"
#include "market/tick.h"

/* A bar of one of several subscriptions of a security. */
typedef struct peri_slice_part {
    int32_t security, part; /* which one: 0, 1, ... in order of adding */
    bool is_new;
    const peri_bar *bar; /* of trades, or NULL: */
    const peri_quote_bar *quote;
} peri_slice_part;

/* What a security has; all zeros where it has nothing. */
typedef struct peri_slice_item {
    const peri_bar *bar; /* of trades, or NULL; of several subscriptions the shortest */
    const peri_quote_bar *quote;
    const peri_tick *ticks; /* shape [tick_count]: all its ticks of this time, or NULL */
    size_t tick_count;
    bool is_new, quote_is_new; /* a real bar, not one filled forward */
} peri_slice_item;

typedef struct peri_slice {
    int64_t time_ns;        /* UTC: the end of every bar in it */
    int64_t serial;         /* ascending, of warm-up and run: which time step */
    size_t points;          /* bars of trades and of quotes, ticks and actions in it: data points */
    size_t count;           /* securities that have any */
    size_t securities;      /* how many there are */
    int32_t *present;       /* shape [count]: their indexes, ascending */
    peri_slice_item *items; /* shape [securities] */
    size_t action_count;
    const peri_action **actions; /* shape [action_count]: dividends, splits, renames of this time */
    /* All bars of securities that have several subscriptions: in order of security, then trades
       before quotes, then the longer before the shorter. */
    peri_slice_part *parts; /* shape [part_count] */
    size_t part_count;
} peri_slice;

#endif
