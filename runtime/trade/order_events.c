/* order_events.c - what happened to each order, kept for the whole run. Layer 3. */
#include <stdio.h>

#include "base/mem.h"
#include "trade/broker_internal.h"

int peri_order_events_add(peri_broker *broker, struct broker_node *node,
                          const peri_order_event *event, peri_error *err)
{
    const bool has_message = event->message[0] != '\0';
    char *message = has_message ? peri_strdup(event->message) : NULL;
    struct broker_event *kept = has_message && !message ? NULL : peri_blocks_add(&broker->events);
    if (!kept) {
        peri_free(message);
        return peri_fail(err, PERI_ENOMEM, "no memory for an event of order %lld",
                         (long long)event->order_id);
    }
    *kept = (struct broker_event){.order_id = event->order_id,
                                  .time_ns = event->time_ns,
                                  .before = node->last_event,
                                  .fill_quantity = event->fill_quantity,
                                  .fill_price = event->fill_price,
                                  .fee = event->fee,
                                  .status = event->status,
                                  .message = message};
    node->last_event = (int64_t)broker->events.n;
    return PERI_OK;
}

void peri_order_events_deinit(peri_broker *broker)
{
    for (size_t i = 0; i < broker->events.n; i++)
        peri_free(((struct broker_event *)peri_blocks_at(&broker->events, i))->message);
    peri_blocks_deinit(&broker->events);
}

int peri_broker_restore_event(peri_broker *broker, const peri_order_event *event, peri_error *err)
{
    return peri_order_events_add(broker, peri_order_list_find(broker, event->order_id), event, err);
}

size_t peri_broker_event_count(const peri_broker *broker)
{
    return broker->events.n;
}

int64_t peri_broker_last_event(const peri_broker *broker, int64_t id)
{
    const struct broker_node *node = peri_order_list_find(broker, id);
    return node ? node->last_event : 0;
}

int64_t peri_broker_past_event(const peri_broker *broker, int64_t number, peri_order_event *out)
{
    const struct broker_event *kept = peri_blocks_at(&broker->events, (size_t)number - 1);
    *out = (peri_order_event){.order_id = kept->order_id,
                              .security = peri_broker_order(broker, kept->order_id)->security,
                              .time_ns = kept->time_ns,
                              .status = kept->status,
                              .fill_quantity = kept->fill_quantity,
                              .fill_price = kept->fill_price,
                              .fee = kept->fee};
    if (kept->message)
        snprintf(out->message, sizeof out->message, "%s", kept->message);
    return kept->before;
}
