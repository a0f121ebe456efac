/* order_list.c - all orders by id, and the chain of the open ones. Layer 3. */
#include <assert.h>

#include "base/mem.h"
#include "trade/broker_internal.h"

/* An order that is there. */
static struct broker_node *node_of(const peri_broker *broker, int64_t id)
{
    return peri_blocks_at(&broker->nodes, (size_t)id - 1);
}

/* Put an order behind all open ones. */
static void link_last(peri_broker *broker, struct broker_node *node)
{
    const uint32_t id = (uint32_t)node->order.id;
    node->previous_open = (uint32_t)broker->last_open;
    if (broker->last_open != 0)
        node_of(broker, broker->last_open)->next_open = id;
    else
        broker->first_open = node->order.id;
    broker->last_open = node->order.id;
}

static bool has_tag(const peri_order *order)
{
    return order->tag && order->tag[0] != '\0';
}

peri_order *peri_order_list_append(peri_broker *broker, const peri_order *order)
{
    char *tag = has_tag(order) ? peri_strdup(order->tag) : NULL;
    const bool has_room = broker->nodes.n < UINT32_MAX && (tag || !has_tag(order));
    struct broker_node *node = has_room ? peri_blocks_add(&broker->nodes) : NULL;
    if (!node) {
        peri_free(tag);
        return NULL;
    }
    node->order = *order;
    node->order.id = (int64_t)broker->nodes.n;
    node->order.tag = tag;
    broker->has_tags |= tag != NULL;
    node->next_open = node->last_event = 0;
    link_last(broker, node);
    return &node->order;
}

int peri_order_list_set_tag(peri_broker *broker, peri_order *order, const char *text,
                            peri_error *err)
{
    char cut[PERI_ORDER_TAG], *tag = NULL;
    peri_order_set_tag(cut, text);
    if (cut[0] != '\0' && !(tag = peri_strdup(cut)))
        return peri_fail(err, PERI_ENOMEM, "order %lld: no memory for its tag",
                         (long long)order->id);
    peri_free((void *)order->tag);
    order->tag = tag;
    broker->has_tags = true;
    return PERI_OK;
}

void peri_order_list_deinit(peri_broker *broker)
{
    for (size_t i = 0; broker->has_tags && i < broker->nodes.n; i++)
        peri_free((void *)((struct broker_node *)peri_blocks_at(&broker->nodes, i))->order.tag);
    peri_blocks_deinit(&broker->nodes);
}

struct broker_node *peri_order_list_find(const peri_broker *broker, int64_t id)
{
    return id >= 1 && (uint64_t)id <= broker->nodes.n ? node_of(broker, id) : NULL;
}

void peri_order_list_unlink(peri_broker *broker, const peri_order *order)
{
    const struct broker_node *node = (const struct broker_node *)order;
    if (node->previous_open != 0)
        node_of(broker, node->previous_open)->next_open = node->next_open;
    else
        broker->first_open = node->next_open;
    if (node->next_open != 0)
        node_of(broker, node->next_open)->previous_open = node->previous_open;
    else
        broker->last_open = node->previous_open;
}

int peri_broker_restore_order(peri_broker *broker, const peri_order *order, peri_error *err)
{
    const peri_order *restored = peri_order_list_append(broker, order);
    if (!restored)
        return peri_fail(err, PERI_ENOMEM, "no memory for order %lld", (long long)order->id);
    assert(restored->id == order->id);
    if (!peri_order_is_open(restored))
        peri_order_list_unlink(broker, restored);
    return PERI_OK;
}

bool peri_broker_has_work(const peri_broker *broker)
{
    return broker->first_open != 0 || peri_broker_change_count(broker) > 0;
}

int64_t peri_broker_next_open(const peri_broker *broker, int64_t id)
{
    const struct broker_node *node = peri_order_list_find(broker, id);
    int64_t next = node && peri_order_is_open(&node->order) ? node->next_open : broker->first_open;
    while (next != 0 && next <= id) {
        node = peri_order_list_find(broker, next);
        next = node ? node->next_open : 0;
    }
    return next;
}

size_t peri_broker_order_count(const peri_broker *broker)
{
    return broker->nodes.n;
}

const peri_order *peri_broker_order(const peri_broker *broker, int64_t id)
{
    const struct broker_node *node = peri_order_list_find(broker, id);
    return node ? &node->order : NULL;
}

double peri_broker_open_market_quantity(const peri_broker *broker, int32_t security)
{
    double sum = 0.0;
    for (const struct broker_node *node = peri_order_list_find(broker, broker->first_open); node;
         node = peri_order_list_find(broker, node->next_open)) {
        const peri_order *order = &node->order;
        if (order->security == security && order->type == PERI_ORDER_MARKET)
            sum += peri_order_remaining(order);
    }
    return sum;
}
