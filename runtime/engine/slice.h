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

typedef struct peri_slice {
    int64_t time_ns;       /* UTC: the end of every bar in it */
    int64_t serial;        /* 1, 2, ...: which time step */
    size_t points;         /* bars of trades and of quotes, ticks and actions in it */
    size_t count;          /* securities that have any */
    size_t securities;     /* how many there are */
    int32_t *present;      /* shape [count]: their indexes, ascending */
    const peri_bar **bars; /* shape [securities]: NULL where there is no bar of trades */
    bool *is_new;          /* shape [securities]: a real bar, not one filled forward */
    size_t action_count;
    const peri_action **actions; /* shape [action_count]: dividends, splits, renames of this time */
    const peri_quote_bar **quotes; /* the same two of quotes */
    bool *quote_is_new;
    const peri_tick *
        *ticks;          /* shape [securities]: the first of all its ticks of this time, or NULL */
    size_t *tick_counts; /* shape [securities] */
} peri_slice;

#endif
