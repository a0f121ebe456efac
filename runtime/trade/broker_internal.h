/* broker_internal.h - what the files of the broker share; nobody else includes it. Layer 3. */
#ifndef PERI_BROKER_INTERNAL_H
#define PERI_BROKER_INTERNAL_H

#include "trade/broker.h"

struct broker_slot {
    const peri_security *security; /* borrowed */
    peri_fee_model fee;
    peri_fill_model fill;
};

/* Open orders form a list, ascending by id. An order that leaves the list keeps its own next_open,
   so a walk that stands on it still finds its way to the open orders behind it. */
struct broker_node {
    peri_order order;
    int64_t previous_open, next_open; /* ids; 0: none */
};

struct peri_broker {
    peri_portfolio portfolio;
    struct broker_slot *slots; /* shape [slot_count], by index of security; owned */
    size_t slot_count, slot_cap;
    struct broker_node *nodes; /* shape [node_count], order `id` at id - 1; owned */
    size_t node_count, node_cap;
    int64_t first_open, last_open; /* ids; 0: none */
    peri_order_listener listener;  /* NULL: nobody listens */
    void *listener_ctx;
    int depth; /* submissions on the C stack: a listener may submit */
};

/* order_list.c: what they return is valid until the next append; NULL: no memory, no such order. */
peri_order *peri_order_list_append(peri_broker *broker); /* New, zero but for its id */
struct broker_node *peri_order_list_find(const peri_broker *broker, int64_t id);
void peri_order_list_unlink(peri_broker *broker, int64_t id); /* it is not open any more */

/* lot.c: whole lots as a quantity; the nearest whole number of lots toward zero. */
double peri_lot_quantity(double lots, double lot_size);
double peri_lot_round(double quantity, double lot_size);

/* admission.c: round a quantity to the lot, or say why it cannot be ordered. */
int peri_admission_quantity(const peri_security *security, double quantity, double *rounded,
                            peri_error *err);
int peri_admission_price(const peri_security *security, peri_error *err);
/* The type an order gets at this moment (LEAN's conversions), or why it may not have its own. */
int peri_admission_type(const struct broker_slot *slot, int64_t now_ns, peri_order_type *type,
                        peri_error *err);

/* margin.c: may the order be paid for at the security's current price? message (size bytes) says
   what is missing when not. */
bool peri_margin_suffices(const peri_broker *broker, const peri_order *order, char *message,
                          size_t size);

#endif
