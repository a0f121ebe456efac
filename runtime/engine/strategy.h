/* strategy.h - what the engine calls: a table of functions. Lua and C strategies fill it. Layer 5.
 */
#ifndef PERI_STRATEGY_H
#define PERI_STRATEGY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "engine/slice.h"
#include "schedule/scheduler.h"
#include "trade/order.h"

/* An order the broker is about to send because of a margin call. */
typedef struct peri_margin_request {
    int32_t security;
    double quantity; /* signed; against the position */
} peri_margin_request;

/* Indexes of securities, ascending; borrowed during the call. */
typedef struct peri_security_changes {
    const int32_t *added, *removed; /* shape [added_n], [removed_n] */
    size_t added_n, removed_n;
} peri_security_changes;

/* Any function but initialize may be NULL. Each returns PERI_OK, or an error that ends the run.
   Thread: the strategy's; on_event also that of a training's worker, inside of enter and leave. */
typedef struct peri_strategy {
    void *ctx; /* handed back as it is */
    int (*initialize)(void *ctx, peri_error *err);
    int (*on_data)(void *ctx, const peri_slice *slice, peri_error *err);
    /* In a backtest, where it is not NULL, called once in place of on_data (which must be there,
       and is called in live runs): goes from one OnData to the next with peri_engine_advance until
       that returns false, and returns what the last of them left in rc, or what OnData failed with.
     */
    int (*drive)(void *ctx, peri_error *err);
    /* Before on_data of a slice that has actions: dividends, splits, renames. */
    int (*on_actions)(void *ctx, const peri_slice *slice, peri_error *err);
    /* In the first step behind the adding or removing, before on_data. */
    int (*on_securities_changed)(void *ctx, const peri_security_changes *changes, peri_error *err);
    int (*on_order_event)(void *ctx, const peri_order_event *event, peri_error *err);
    int (*on_event)(void *ctx, const peri_event *event, int64_t due_utc, peri_error *err);
    /* Ten minutes before a security's last close of each day; security -1: two minutes before each
       midnight of a day on which any security trades. has_end_of_day says which are wanted;
       NULL: none. */
    int (*on_end_of_day)(void *ctx, int32_t security, peri_error *err);
    bool (*has_end_of_day)(void *ctx, bool per_security);
    int (*on_warmup_finished)(void *ctx, peri_error *err);
    int (*on_end_of_algorithm)(void *ctx, peri_error *err);
    /* A margin call: the strategy may change the requests (shape [*n]) and leave some out, by
       making *n smaller. And that little margin is left. */
    int (*on_margin_call)(void *ctx, peri_margin_request *requests, size_t *n, peri_error *err);
    int (*on_margin_call_warning)(void *ctx, peri_error *err);
    /* A run of a training has ended; between steps. */
    int (*on_training_ended)(void *ctx, const peri_training_run *run, peri_error *err);
    /* Between two steps of a live run: what trainings left for the strategy's thread to do. */
    int (*on_pause)(void *ctx, peri_error *err);
} peri_strategy;

#endif
