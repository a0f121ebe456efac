/* trading.h - what a strategy's orders go through: an engine's calls that trade. Layer 5. */
#ifndef PERI_ENGINE_TRADING_H
#define PERI_ENGINE_TRADING_H

#include "base/error.h"
#include "trade/broker.h"

typedef struct peri_engine peri_engine;

peri_broker *peri_engine_broker(peri_engine *engine); /* borrowed; prefer the calls below */

/* As peri_broker_send at the engine's clock; PERI_ESTATE in set-up and while warming up, and for a
   security that was removed. */
int peri_engine_send(peri_engine *engine, const peri_order_request *request, int64_t *id,
                     peri_error *err);
/* The same for a market order. */
int peri_engine_submit(peri_engine *engine, int32_t security, double quantity, const char *tag,
                       int64_t *id, peri_error *err);
/* As peri_broker_cancel and peri_broker_update at the engine's clock. */
int peri_engine_cancel(peri_engine *engine, int64_t id, const char *tag, peri_error *err);
int peri_engine_update(peri_engine *engine, int64_t id, const peri_order_update *update,
                       peri_error *err);
/* Ask to cancel the first open order of a security (-1: of any) whose id is above `last`; id
   receives its own, 0: there is none. Returns as peri_engine_cancel. */
int peri_engine_cancel_open(peri_engine *engine, int32_t security, const char *tag, int64_t last,
                            int64_t *id, peri_error *err);
/* Why the last of these calls was refused; NONE when it was not. */
peri_refusal peri_engine_refusal(const peri_engine *engine);

typedef struct peri_target {
    int32_t security;
    double fraction;  /* of the portfolio's value: 1 is all of it, negative is short */
    double quantity;  /* receives the order's quantity, 0: nothing to do */
    peri_refusal why; /* receives what the price lacks, PERI_REFUSAL_NONE: nothing */
} peri_target;

/* Receives the ids of orders in the order they were sent; those beyond its room are not kept. */
typedef struct peri_order_ids {
    int64_t *ids; /* shape [cap], borrowed */
    size_t cap, n;
} peri_order_ids;

/*
 * Order the difference to each target, no security twice: all quantities are found first; then
 * orders that reduce a position are sent, then the others, those of the highest value first.
 *
 * like     all of the orders but security and quantity
 * others   close the positions of all other securities before (as peri_engine_liquidate)
 * targets  shape [n]; put into the order in which they are sent
 * sent     grows by the orders, those of the others first; on failure they stay sent
 * Returns as peri_engine_send and peri_broker_target_quantity.
 */
int peri_engine_set_targets(peri_engine *engine, const peri_order_request *like, bool others,
                            peri_target *targets, size_t n, peri_order_ids *sent, peri_error *err);
/* The same for one target, whose quantity is found before the others are closed. id receives the
   order's id; 0: none. */
int peri_engine_set_target(peri_engine *engine, const peri_order_request *like, bool others,
                           peri_target *target, int64_t *id, peri_error *err);
/* Ask to cancel the open orders of one security (-1: of all, in order of ticker), but for market
   orders, and close the position by a market order.
   tag   of the cancels and the orders; NULL: "Liquidated"
   like  time in force of the orders; NULL: good till cancelled
   sent  grows by the orders; on failure (as peri_engine_send) they stay sent; may be NULL
   Where it is switched off it logs that, and does nothing. */
int peri_engine_liquidate(peri_engine *engine, int32_t security, const char *tag,
                          const peri_order_request *like, peri_order_ids *sent, peri_error *err);
/* LEAN's LiquidateEnabled: on by default. What removes a security liquidates it in any case. */
void peri_engine_set_liquidates(peri_engine *engine, bool on);
bool peri_engine_liquidates(const peri_engine *engine);

#endif
