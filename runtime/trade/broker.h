/* broker.h - takes orders, fills them by the models, keeps the portfolio. Simulated. Layer 3. */
#ifndef PERI_BROKER_H
#define PERI_BROKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "market/security.h"
#include "trade/models.h"
#include "trade/order.h"
#include "trade/portfolio.h"
#include "trade/rules.h"
#include "trade/trade_builder.h"

typedef struct peri_broker peri_broker;

/* Told of each change of an order, in the middle of submit, cancel, update and process. It may do
 * all of these but process, and add securities. */
typedef int (*peri_order_listener)(void *ctx, const peri_order_event *event, peri_error *err);
/* Told of an order whose fields changed without an event: a stop that trails or was triggered, a
 * tag, a change that waits. It calls nothing here. */
typedef void (*peri_order_watcher)(void *ctx, int64_t id);

/* Told of an update that was asked for, and is refused when it is processed: the order stays as it
 * was. why: one of LEAN's codes; text: what stands against it, borrowed. It calls nothing here. */
typedef void (*peri_update_listener)(void *ctx, int64_t id, peri_refusal why, const char *text);

/* What a brokerage says of an order: whether it may be sent, changed as `update` says (else NULL),
   or filled now. why (size bytes) receives what stands against it. Returns PERI_OK, or what ends
   the call that asked. */
typedef enum peri_order_deed {
    PERI_DEED_SUBMIT,
    PERI_DEED_UPDATE,
    PERI_DEED_EXECUTE
} peri_order_deed;
typedef int (*peri_order_judge)(void *ctx, peri_order_deed deed, const peri_security *security,
                                const peri_order *order, const peri_order_update *update, bool *may,
                                char *why, size_t size, peri_error *err);

/* An empty broker with `cash`, US dollars. Returns PERI_OK, PERI_EINVAL (cash not finite) or
   PERI_ENOMEM. Thread: the strategy's, for all calls. */
int peri_broker_open(double cash, peri_broker **out, peri_error *err);
void peri_broker_close(peri_broker *broker); /* NULL is allowed */

void peri_broker_set_listener(peri_broker *broker, peri_order_listener listener, void *ctx);
void peri_broker_set_watcher(peri_broker *broker, peri_order_watcher watcher, void *ctx);
void peri_broker_set_update_listener(peri_broker *broker, peri_update_listener listener, void *ctx);
/* NULL, the default: all may be. An order that may not be sent is Invalid, an update that may not
   be made changes nothing, and an order that may not be filled waits. */
void peri_broker_set_judge(peri_broker *broker, peri_order_judge judge, void *ctx);

/* Register the next security (index = number registered so far; borrowed; its currencies are in the
   portfolio's book) with its fees: Immediate fills, no slippage, margin by leverage. Whoever
   updates its prices marks the portfolio to them (peri_portfolio_mark). PERI_OK or PERI_ENOMEM. */
int peri_broker_add_security(peri_broker *broker, const peri_security *security, peri_fee_model fee,
                             peri_error *err);
void peri_broker_set_fee_model(peri_broker *broker, int32_t security, peri_fee_model model);
void peri_broker_set_fill_model(peri_broker *broker, int32_t security, peri_fill_model model);
void peri_broker_set_slippage_model(peri_broker *broker, int32_t security,
                                    peri_slippage_model model);
void peri_broker_set_margin_model(peri_broker *broker, int32_t security, peri_margin_model model);
/* When money of its sales comes: at once by default. */
void peri_broker_set_settlement(peri_broker *broker, int32_t security, peri_settlement settlement);
/* The models of a security; borrowed until they are set, or a security is added. */
const peri_fee_model *peri_broker_fee_model(const peri_broker *broker, int32_t security);
const peri_fill_model *peri_broker_fill_model(const peri_broker *broker, int32_t security);
const peri_slippage_model *peri_broker_slippage_model(const peri_broker *broker, int32_t security);
const peri_margin_model *peri_broker_margin_model(const peri_broker *broker, int32_t security);

/* LEAN's MaxOrders: with more orders than that no further one is made. Default 10000. */
void peri_broker_set_max_orders(peri_broker *broker, int64_t most);
int64_t peri_broker_max_orders(const peri_broker *broker);
/* LEAN's StalePriceTimeSpan: a market order does not fill at a price that is that much older than
   the order. ns, >= 0; default one hour. */
void peri_broker_set_stale_price_span(peri_broker *broker, int64_t span_ns);
int64_t peri_broker_stale_price_span(const peri_broker *broker);
/* The rules of its orders; may be changed at any time. Borrowed. */
peri_trade_rules *peri_broker_rules(peri_broker *broker);
/* The zone by whose 17:00 orders for currencies and CFDs expire (borrowed): New York's. NULL, the
   default: the zone of each market. */
void peri_broker_set_currency_zone(peri_broker *broker, const peri_zone *zone);

/* Why the last call of submit, send, update or cancel was refused, or made an Invalid order; NONE
   when all went well. */
peri_refusal peri_broker_refusal(const peri_broker *broker);

/*
 * Submit an order: checked, changes that wait are processed, Submitted event, one fill attempt of a
 * market order - so that it normally is filled when the call returns. All others fill in a later
 * instant at the earliest. While the market is closed a market order becomes MarketOnOpen; on a
 * symbol of daily bars while it is open, MarketOnClose (MarketOnOpen within the rules' 15.5 minutes
 * of the close). With the NextOpen fill model, or keeps_type, a market order stays one and waits.
 *
 * id  receives the order's id; 0 when refused before an order exists
 *
 * Returns PERI_OK (also for an order that ended Invalid for want of buying power: see its status),
 * PERI_EINVAL (text says why it was refused: quantity not finite, 0 or below the lot; no price yet;
 * a time later than now; a price of its own not finite or <= 0; MarketOnOpen while open,
 * MarketOnClose too near the close, either on a market that never closes), PERI_ELIMIT (too many
 * orders; listeners submitting from within each other's orders, 32 deep), PERI_ENOMEM (an order
 * that exists by then stays open), or what the listener returned.
 */
int peri_broker_send(peri_broker *broker, const peri_order_request *request, int64_t now_ns,
                     int64_t *id, peri_error *err);

/*
 * Ask to cancel an open order: CancelPending event at once, Canceled when it is processed, by the
 * next submission or the next peri_broker_process; until then it may fill.
 *
 * tag  NULL: the order keeps its own. Else it gets this one, also when the cancel is refused
 *
 * Returns PERI_OK; PERI_ESTATE when it is not open any more, or a cancel waits already;
 * PERI_ENOTFOUND when there is no such order; PERI_ELIMIT when events nest too deep; PERI_ENOMEM;
 * or what the listener returned.
 */
int peri_broker_cancel(peri_broker *broker, int64_t id, const char *tag, int64_t now_ns,
                       peri_error *err);

/*
 * Ask to change an order; processed as a cancel, with an UpdateSubmitted event. An order that is
 * closed, or is to be cancelled, takes a tag and nothing else.
 *
 * Returns PERI_OK; PERI_ESTATE; PERI_ENOTFOUND; PERI_EINVAL (quantity not finite, 0 or below the
 * lot; a price not finite or <= 0; nothing but prices its type does not have, which else are left
 * out); PERI_ENOMEM.
 */
int peri_broker_update(peri_broker *broker, int64_t id, const peri_order_update *update,
                       int64_t now_ns, peri_error *err);

/* A split of a security's raw prices: its open orders are to have whole shares, quantity / factor
   toward zero, and prices x factor; an update of each, processed as the strategy's are. An order
   that has less than a share left, or is to be cancelled, stays as it was. Its open trades are
   split as the portfolio is. Returns PERI_OK, or PERI_ENOMEM. */
int peri_broker_split(peri_broker *broker, int32_t security, double factor, int64_t now_ns,
                      peri_error *err);

/* A security is delisted: its open orders are Canceled, and its position is closed at its price,
   without a fee, by a market order that is Filled at once. PERI_OK, PERI_ENOMEM, or what the
   listener returned. */
int peri_broker_delist(peri_broker *broker, int32_t security, int64_t now_ns, peri_error *err);

/*
 * Process the changes that wait, then try all open orders in order of id: an order that has expired
 * is Canceled, one that cannot be paid any more Invalid, others fill or stay. Orders that the
 * listener adds meanwhile wait for the next call. Called after prices were updated and the
 * portfolio was marked to them. O(open orders).
 *
 * Returns PERI_OK, PERI_ENOMEM (the order at hand stays open), or what the listener returned.
 */
int peri_broker_process(peri_broker *broker, int64_t now_ns, peri_error *err);

/* Changes that wait, in their order; i below the count. Borrowed until the next call that may
   change it. */
size_t peri_broker_change_count(const peri_broker *broker);
const peri_order_change *peri_broker_change(const peri_broker *broker, size_t i);
/* Put back one of an earlier process (copied), of an order that was put back. PERI_OK or
   PERI_ENOMEM. */
int peri_broker_restore_change(peri_broker *broker, const peri_order_change *change,
                               peri_error *err);

/* Put back an order of an earlier process (copied), open or not; its id is the next one. Nobody is
   told. PERI_OK or PERI_ENOMEM. */
int peri_broker_restore_order(peri_broker *broker, const peri_order *order, peri_error *err);

/*
 * The events that were told, numbered 1, 2, ... in their order: how many; the last one of an order
 * (0: none); one by its number, which must be among them. That one returns the number of the event
 * of the same order before it, 0 for the first. O(1).
 */
size_t peri_broker_event_count(const peri_broker *broker);
int64_t peri_broker_last_event(const peri_broker *broker, int64_t id);
int64_t peri_broker_past_event(const peri_broker *broker, int64_t number, peri_order_event *out);
/* Put back the next event of an earlier process (copied), of an order that was put back. Nobody is
   told. PERI_OK or PERI_ENOMEM. */
int peri_broker_restore_event(peri_broker *broker, const peri_order_event *event, peri_error *err);

bool peri_broker_has_work(const peri_broker *broker); /* orders are open, or changes wait; O(1) */
/* The first open order after an id (0: of all), 0: none. O(1) when that one is open itself, else
   O(open orders). */
int64_t peri_broker_next_open(const peri_broker *broker, int64_t id);
size_t peri_broker_order_count(const peri_broker *broker);
/* An order by its id, NULL when there is none; borrowed until the next submission. */
const peri_order *peri_broker_order(const peri_broker *broker, int64_t id);
peri_portfolio *peri_broker_portfolio(peri_broker *broker); /* borrowed */
/* What makes trades of its fills; borrowed. */
peri_trade_builder *peri_broker_trade_builder(peri_broker *broker);

/* The quantity an order for so much of a security gets: whole lots, toward zero. */
double peri_broker_whole_lots(const peri_broker *broker, int32_t security, double quantity);
/* Signed quantity of the open market orders of a security. */
double peri_broker_open_market_quantity(const peri_broker *broker, int32_t security);

/* Margin that positions use, and what is left of the total value (may be negative). These and those
   below return PERI_OK, or what a model of the strategy's own failed with; PERI_EINVAL when that
   gave no number. */
int peri_broker_margin_used(const peri_broker *broker, double *used, peri_error *err);
int peri_broker_margin_remaining(const peri_broker *broker, double *left, peri_error *err);

/*
 * What a model says of a security, at its current price: margin to open and to hold a quantity
 * (signed), of an order with its fee; buying power for an order of a direction; whether an order
 * (that exists, or is thought of) can be paid, else why (size bytes) says what is missing.
 */
int peri_broker_initial_margin(const peri_broker *broker, const peri_margin_model *model,
                               int32_t security, double quantity, double *margin, peri_error *err);
int peri_broker_maintenance_margin(const peri_broker *broker, const peri_margin_model *model,
                                   int32_t security, double quantity, double *margin,
                                   peri_error *err);
int peri_broker_order_margin(const peri_broker *broker, const peri_margin_model *model,
                             const peri_order *order, double *margin, peri_error *err);
int peri_broker_buying_power(const peri_broker *broker, const peri_margin_model *model,
                             int32_t security, bool buys, double *power, peri_error *err);
int peri_broker_affords(const peri_broker *broker, const peri_margin_model *model,
                        const peri_order *order, bool *affordable, char *why, size_t size,
                        peri_error *err);

/* Fee of an order by its security's model, finite; account currency. */
int peri_broker_order_fee(const peri_broker *broker, const peri_order *order, double *fee,
                          peri_error *err);

/*
 * Quantity to order so that the position's margin becomes `fraction` of the portfolio's value (may
 * be negative), its fee set aside: LEAN's loop (lean-engine facts, 5), by a model's margins.
 * minimum  a change of margin below that fraction of the value is not ordered; 0: any is
 */
int peri_broker_margin_quantity(const peri_broker *broker, const peri_margin_model *model,
                                int32_t security, double fraction, double minimum, double *quantity,
                                peri_error *err);

/*
 * Quantity to order so that the holding becomes `target` (a fraction of the portfolio's value, may
 * be negative): LEAN's rule, with its buffer (see rules.h) and fees set aside (lean-engine facts,
 * 5); open Market and MarketOnOpen orders are counted as done. Returns PERI_OK and the signed
 * quantity (0: nothing to do, or that cannot be told: why is SecurityHasNoData, SecurityPriceZero
 * or ConversionRateZero then, else NONE), PERI_EINVAL (target not finite or beyond 1e9: why is
 * InvalidRequest), or what a model failed with.
 */
int peri_broker_target_quantity(const peri_broker *broker, int32_t security, double target,
                                double *quantity, peri_refusal *why, peri_error *err);

/* Whether MinimumOrderMarginPortfolioPercentage keeps a target from being ordered while nothing is
   held; false for models that do not know it. */
bool peri_broker_target_is_too_small(const peri_broker *broker, int32_t security, double target);

#endif
