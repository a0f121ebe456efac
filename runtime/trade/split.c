/* split.c - what a split of raw prices does to open orders and trades. Layer 3. */
#include "trade/broker_internal.h"

static void split_order(peri_order *order, double factor, int64_t now_ns)
{
    const double shares = peri_lot_round(peri_order_remaining(order) / factor, 1.0);
    if (shares == 0.0)
        return;
    order->quantity = order->filled_quantity + shares;
    order->limit_price *= factor;
    order->stop_price *= factor;
    order->trigger_price *= factor;
    if (!order->trailing_as_percentage)
        order->trailing_amount *= factor;
    order->last_update_ns = now_ns;
}

void peri_broker_split(peri_broker *broker, int32_t security, double factor, int64_t now_ns)
{
    peri_trade_builder_split(&broker->trades, security, factor);
    for (int64_t id = broker->first_open; id != 0;) {
        struct broker_node *node = peri_order_list_find(broker, id);
        if (node->order.security == security) {
            split_order(&node->order, factor, now_ns);
            peri_broker_changed(broker, id);
        }
        id = node->next_open;
    }
}
