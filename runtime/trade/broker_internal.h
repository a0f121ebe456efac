/* broker_internal.h - what the files of the broker share; nobody else includes it. Layer 3. */
#ifndef PERI_BROKER_INTERNAL_H
#define PERI_BROKER_INTERNAL_H

#include "base/blocks.h"
#include "trade/broker.h"

struct broker_slot {
    const peri_security *security; /* borrowed */
    peri_fee_model fee;
    peri_fill_model fill;
    peri_slippage_model slippage;
    peri_margin_model margin;
};

/* Open orders form a list, ascending by id. An order that leaves the list keeps its own next_open,
   so a walk that stands on it still finds its way to the open orders behind it. */
struct broker_node {
    peri_order order; /* the first, so that it leads to its node; its tag is owned */
    uint32_t previous_open, next_open; /* ids; 0: none */
    uint32_t last_event;               /* number; 0: none */
};

/* An event that was told. */
struct broker_event {
    int64_t time_ns;
    uint32_t order_id;
    uint32_t before; /* number of the order's event before it; 0: none */
    uint32_t detail; /* number; 0: it has none */
    peri_order_status status;
};

/* What most events do not have: a fill, a message. */
struct broker_detail {
    double fill_quantity, fill_price, fee;
    char *message; /* owned; NULL: it has none */
};

/* Changes that wait, in the order they were asked for. */
struct broker_queue {
    peri_order_change *changes; /* shape [count]; those before `head` are done; owned */
    size_t head, count, cap;
};

struct peri_broker {
    peri_portfolio portfolio;
    peri_trade_builder trades;
    struct broker_slot *slots; /* shape [slot_count], by index of security; owned */
    size_t slot_count, slot_cap;
    peri_blocks nodes;             /* of struct broker_node: order `id` at id - 1 */
    bool has_tags;                 /* some order has one, or had */
    int64_t first_open, last_open; /* ids; 0: none */
    peri_blocks events;            /* of struct broker_event, number `i` at i - 1 */
    peri_blocks details;           /* of struct broker_detail, the same */
    struct broker_queue queue;
    peri_order_listener listener; /* NULL: nobody listens */
    void *listener_ctx;
    peri_order_watcher watcher; /* NULL: nobody watches */
    void *watcher_ctx;
    peri_update_listener update_listener; /* NULL: nobody listens */
    void *update_listener_ctx;
    peri_order_judge judge; /* NULL: all may be */
    void *judge_ctx;
    int depth; /* submissions on the C stack: a listener may submit */
    peri_refusal refusal;
    int64_t max_orders;
    int64_t stale_ns;
    peri_trade_rules rules;
    const peri_zone *currency_zone; /* borrowed; NULL: each market's own */
};

/* broker.c: keep an event of an order of the list, and tell the listener of it. This order may be
   closed when it returns. */
int peri_broker_emit(peri_broker *broker, peri_order *order, const peri_order_event *event,
                     peri_error *err);
/* What there is to tell of an order as it stands: no fill, no message. */
void peri_broker_event(const peri_order *order, int64_t now_ns, peri_order_event *out);
/* The order is not open any more: told with the event, whose status is set. */
int peri_broker_close_order(peri_broker *broker, peri_order *order, peri_order_status status,
                            peri_order_event *event, peri_error *err);
/* An order changed, and no event tells it. */
void peri_broker_changed(const peri_broker *broker, int64_t id);
/* PERI_ELIMIT when listeners' calls are nested too deep for one more event. */
int peri_broker_check_depth(peri_broker *broker, const char *ticker, peri_error *err);

/* order_events.c */
int peri_order_events_add(peri_broker *broker, struct broker_node *node,
                          const peri_order_event *event, peri_error *err);
void peri_order_events_deinit(peri_broker *broker);

/* broker.c: ask the judge. */
int peri_broker_ask(const peri_broker *broker, peri_order_deed deed, const peri_order *order,
                    const peri_order_update *update, bool *may, char *why, size_t size,
                    peri_error *err);

/* margin.c: whether the security's model finds an order affordable; why (size bytes) says what is
   missing. */
int peri_broker_affords_order(const peri_broker *broker, const peri_order *order, bool *affordable,
                              char *why, size_t size, peri_error *err);

/* attempt.c: one fill attempt of an open order, or its expiry. */
int peri_broker_attempt(peri_broker *broker, peri_order *order, int64_t now_ns, peri_error *err);
/* Book a fill of an order, or of a part of it, and tell of it with the event. */
int peri_broker_book(peri_broker *broker, peri_order *order, double quantity, double price,
                     peri_money fee, peri_order_event *event, peri_error *err);

/* margin.c: the fee in its own currency, finite. */
int peri_broker_order_fee_money(const peri_broker *broker, const peri_order *order, peri_money *fee,
                                peri_error *err);

/* changes.c: process the changes that wait now; such as their events cause wait for the next call.
   There seldom are any. */
int peri_broker_apply_waiting(peri_broker *broker, int64_t now_ns, peri_error *err);
static inline int peri_broker_apply_changes(peri_broker *broker, int64_t now_ns, peri_error *err)
{
    const bool none = broker->queue.head == broker->queue.count;
    return none ? PERI_OK : peri_broker_apply_waiting(broker, now_ns, err);
}

/* order_list.c: what they return stays where it is; NULL: no memory, no such order (0 is none). */
/* One like `order` (copied, with its tag), with the next id: open, whatever it says. */
peri_order *peri_order_list_append(peri_broker *broker, const peri_order *order);
/* An order of the list gets a tag (copied, see peri_order_request). PERI_OK, or PERI_ENOMEM with
   the tag as it was. */
int peri_order_list_set_tag(peri_broker *broker, peri_order *order, const char *text,
                            peri_error *err);
void peri_order_list_deinit(peri_broker *broker);
struct broker_node *peri_order_list_find(const peri_broker *broker, int64_t id);
/* An order of the list is not open any more. */
void peri_order_list_unlink(peri_broker *broker, const peri_order *order);

/* lot.c: whole lots as a quantity; the nearest whole number of lots toward zero. A price rounded to
   the tick, half to even; unchanged for a tick of 0. */
double peri_lot_quantity(double lots, double lot_size);
double peri_lot_round(double quantity, double lot_size);
/* A sum of quantities as decimals give it, so that lots add up: 0.1 + 0.2 - 0.3 leaves 5.6e-17 of a
   coin, and that is flat; 0.5 - 0.2 - 0.2 is the double nearest to 0.1. Up to 14 digits. */
double peri_lot_sum(double held, double quantity);
double peri_tick_round(double price, double tick_size);

/* All of these fail with PERI_EINVAL (or PERI_ELIMIT), and say in *why which of LEAN's refusals it
   is. admission.c: round a quantity to the lot, or say why it cannot be ordered. */
int peri_admission_quantity(const peri_security *security, double quantity, double *rounded,
                            peri_refusal *why, peri_error *err);
int peri_admission_price(const peri_security *security, peri_refusal *why, peri_error *err);
int peri_admission_count(const peri_broker *broker, const peri_security *security,
                         peri_refusal *why, peri_error *err);
/* The type an order gets at this moment (LEAN's conversions), or why it may not have its own. */
int peri_admission_type(const peri_broker *broker, const peri_order_request *request,
                        int64_t now_ns, peri_order_type *type, peri_refusal *why, peri_error *err);
/* When the order was made: now, or as the request says. */
int peri_admission_time(const peri_security *security, int64_t time_ns, int64_t now_ns,
                        int64_t *made_ns, peri_refusal *why, peri_error *err);

/* order_prices.c: the prices of a new order, checked and rounded to the tick, as a trailing amount
   that is no fraction; the default tag, of the trailing amount that was asked for, which `tag`
   receives, NULL: none. */
int peri_order_take_prices(const peri_security *security, const peri_order_request *request,
                           peri_order *order, peri_refusal *why, peri_error *err);
/* Whether a field is a price, or a distance of prices: a fraction is none. */
bool peri_order_is_price(const peri_order *order, unsigned field);
const char *peri_order_default_tag(const peri_order *order, double amount,
                                   char tag[PERI_ORDER_TAG]);
/* The same for an update: what it sets is checked and rounded in place. */
bool peri_order_may_be(const peri_order *order, double quantity); /* more than what is filled */
int peri_order_check_update(const peri_security *security, const peri_order *order,
                            peri_order_update *update, peri_refusal *why, peri_error *err);

/* expiry.c: when an order that is made now expires, UTC; PERI_NEVER: it does not. */
int64_t peri_order_expiry(const peri_broker *broker, const peri_security *security,
                          const peri_order *order);

#endif
