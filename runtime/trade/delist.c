/* delist.c - the end of a security: its orders are cancelled, its position is closed. Layer 3. */
#include "trade/broker_internal.h"

#include <stdio.h>

static int cancel_all(peri_broker *broker, int32_t security, int64_t now_ns, peri_error *err)
{
    int64_t id = broker->first_open;
    while (id != 0) {
        struct broker_node *node = peri_order_list_find(broker, id);
        if (node->order.security != security) {
            id = node->next_open;
            continue;
        }
        peri_order_event event;
        peri_broker_event(&node->order, now_ns, &event);
        snprintf(event.message, sizeof event.message, "%s was delisted",
                 broker->slots[security].security->ticker);
        const int rc =
            peri_broker_close_order(broker, &node->order, PERI_STATUS_CANCELED, &event, err);
        if (rc != PERI_OK)
            return rc;
        id = broker->first_open; /* a listener may have cancelled others */
    }
    return PERI_OK;
}

int peri_broker_delist(peri_broker *broker, int32_t security, int64_t now_ns, peri_error *err)
{
    const peri_security *of = broker->slots[security].security;
    const int cancelled = cancel_all(broker, security, now_ns, err);
    const double held = broker->portfolio.holdings[security].quantity;
    if (cancelled != PERI_OK || held == 0.0)
        return cancelled;
    const peri_order sale = {.security = security,
                             .type = PERI_ORDER_MARKET,
                             .quantity = -held,
                             .created_ns = now_ns,
                             .expires_ns = PERI_NEVER,
                             .tag = "Liquidate from delisting"};
    peri_order *order = peri_order_list_append(broker, &sale);
    if (!order)
        return peri_fail(err, PERI_ENOMEM, "delisting of %s: no memory for an order", of->ticker);
    peri_order_event event;
    peri_broker_event(order, now_ns, &event);
    return peri_broker_book(broker, order, -held, of->price, (peri_money){0}, &event, err);
}
