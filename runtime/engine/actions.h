/* actions.h - what happens to a stock itself: dividends, splits, new names, its end. Layer 5.
 *
 * They come at the exchange's midnight, in slices of their own. With raw prices dividends are paid
 * and splits change the holding; adjusted prices contain both. Source: LEAN.
 */
#ifndef PERI_ACTIONS_H
#define PERI_ACTIONS_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "engine/lean_source.h"
#include "time/hours.h"

typedef enum peri_action_kind {
    PERI_ACTION_DIVIDEND,
    PERI_ACTION_SPLIT_WARNING, /* on the last trading day before the split */
    PERI_ACTION_SPLIT,
    PERI_ACTION_RENAME,
    PERI_ACTION_DELISTING_WARNING, /* at the beginning of the last day */
    PERI_ACTION_DELISTED           /* at its end */
} peri_action_kind;

typedef struct peri_action {
    int64_t time_ns; /* UTC */
    int32_t security;
    peri_action_kind kind;
    double value;     /* dividend: quote currency a share; split: factor of the price */
    double reference; /* raw close of the last day before; 0 of a rename and of the end */
    const char *old_name, *new_name; /* of a rename; borrowed from the source */
} peri_action;

/* Ascending by time. */
typedef struct peri_actions {
    peri_action *items; /* shape [n], owned */
    size_t n, cap;
} peri_actions;

/*
 * The actions of a stock from an instant to another; of dividends and splits those whose last day
 * before is not before the first date. Replaces what `out` had.
 *
 * Returns PERI_OK or PERI_ENOMEM.
 */
int peri_actions_collect(const peri_lean_source *source, const peri_hours *hours, int32_t security,
                         int64_t from_ns, int64_t until_ns, peri_actions *out, peri_error *err);
void peri_actions_deinit(peri_actions *actions);

struct peri_engine;

/* What an action does to cash, holding, prices and open orders, by the security's normalization.
   PERI_OK, or what failed of the orders that a delisting makes. */
int peri_engine_apply_action(struct peri_engine *engine, const peri_action *action,
                             peri_error *err);

/* What it does to prices alone, of a run that is led up: the rest was saved. */
void peri_engine_lead_action(struct peri_engine *engine, const peri_action *action);

#endif
