/* order_events.c - what happened to each order, kept for the whole run. Layer 3. */
#include <stdio.h>

#include "base/mem.h"
#include "trade/broker_internal.h"

/* Whether there was memory for what few events have; *number is that of the detail, 0: it has none.
 */
static bool keep_detail(peri_broker *broker, const peri_order_event *event, uint32_t *number)
{
    const bool has_message = event->message[0] != '\0';
    *number = 0;
    if (!has_message && event->fill_quantity == 0.0 && event->fill_price == 0.0 &&
        event->fee == 0.0)
        return true;
    char *message = has_message ? peri_strdup(event->message) : NULL;
    struct broker_detail *detail =
        has_message && !message ? NULL : peri_blocks_add(&broker->details);
    if (!detail) {
        peri_free(message);
        return false;
    }
    *detail = (struct broker_detail){event->fill_quantity, event->fill_price, event->fee, message};
    *number = (uint32_t)broker->details.n;
    return true;
}

int peri_order_events_add(peri_broker *broker, struct broker_node *node,
                          const peri_order_event *event, peri_error *err)
{
    const bool has_room = broker->events.n < UINT32_MAX;
    struct broker_event *kept = has_room ? peri_blocks_add(&broker->events) : NULL;
    uint32_t detail = 0;
    if (kept && !keep_detail(broker, event, &detail)) {
        broker->events.n--;
        kept = NULL;
    }
    if (!kept)
        return peri_fail(err, PERI_ENOMEM, "no memory for an event of order %lld",
                         (long long)event->order_id);
    *kept = (struct broker_event){.time_ns = event->time_ns,
                                  .order_id = (uint32_t)event->order_id,
                                  .before = node->last_event,
                                  .detail = detail,
                                  .status = event->status};
    node->last_event = (uint32_t)broker->events.n;
    return PERI_OK;
}

static struct broker_detail *detail_at(const peri_broker *broker, size_t i)
{
    return peri_blocks_at(&broker->details, i);
}

void peri_order_events_deinit(peri_broker *broker)
{
    for (size_t i = 0; i < broker->details.n; i++)
        peri_free(detail_at(broker, i)->message);
    peri_blocks_deinit(&broker->details);
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
                              .status = kept->status};
    if (kept->detail == 0)
        return kept->before;
    const struct broker_detail *detail = detail_at(broker, kept->detail - 1);
    out->fill_quantity = detail->fill_quantity;
    out->fill_price = detail->fill_price;
    out->fee = detail->fee;
    if (detail->message)
        snprintf(out->message, sizeof out->message, "%s", detail->message);
    return kept->before;
}
