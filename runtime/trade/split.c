/* split.c - what a split of raw prices does to open orders and trades. Layer 3. */
#include "trade/broker_internal.h"

/* As LEAN does: whole shares and all prices of the order, asked for as the strategy asks. */
static peri_order_update split_of(const peri_order *order, double shares, double factor)
{
    const unsigned has = peri_order_fields(order->type);
    peri_order_update update = {.fields = PERI_FIELD_QUANTITY,
                                .quantity = order->filled_quantity + shares};
    for (int i = 0; i < PERI_ORDER_PRICES; i++) {
        const unsigned field = peri_order_prices[i];
        if (!(has & field) || !peri_order_is_price(order, field))
            continue;
        peri_order copy = *order;
        *peri_order_update_place(&update, field) = *peri_order_field(&copy, field) * factor;
        update.fields |= field;
    }
    return update;
}

/* One that is refused, as a price that would be nothing, leaves the order as it was. */
static int split_order(peri_broker *broker, const peri_order *order, double factor, int64_t now_ns,
                       peri_error *err)
{
    const double shares = peri_lot_round(peri_order_remaining(order) / factor, 1.0);
    if (shares == 0.0 || order->status == PERI_STATUS_CANCEL_PENDING)
        return PERI_OK;
    const peri_order_update update = split_of(order, shares, factor);
    const int rc = peri_broker_update(broker, order->id, &update, now_ns, err);
    return rc == PERI_ENOMEM ? rc : PERI_OK;
}

int peri_broker_split(peri_broker *broker, int32_t security, double factor, int64_t now_ns,
                      peri_error *err)
{
    peri_trade_builder_split(&broker->trades, security, factor);
    for (int64_t id = broker->first_open; id != 0;) {
        const struct broker_node *node = peri_order_list_find(broker, id);
        if (node->order.security == security) {
            const int rc = split_order(broker, &node->order, factor, now_ns, err);
            if (rc != PERI_OK)
                return rc;
        }
        id = node->next_open;
    }
    return PERI_OK;
}
