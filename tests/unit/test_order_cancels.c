/* test_order_cancels.c - an order that is to be cancelled already is not asked for again. */
#include "check.h"
#include "trade_kit.h"

struct again {
    trade_kit *kit;
    int asked, refused;
};

/* With another tag, from the event of the first one. */
static int cancel_again(void *ctx, const peri_order_event *event, peri_error *err)
{
    struct again *again = ctx;
    peri_error why = {0};
    (void)err;
    if (event->status != PERI_STATUS_CANCEL_PENDING)
        return PERI_OK;
    const int rc =
        peri_broker_cancel(again->kit->broker, event->order_id, "b", event->time_ns, &why);
    again->asked++;
    again->refused += rc == PERI_ESTATE;
    CHECK_STR("the tag of the first", peri_order_tag(kit_order(again->kit, event->order_id)), "a");
    CHECK_HAS("why", why.text, "cancel: order 1 for SPY is to be cancelled already");
    return PERI_OK;
}

SUITE(cancels_keep_the_tag_of_the_first)
{
    const peri_order_request limit = {
        .security = KIT_MINUTE, .type = PERI_ORDER_LIMIT, .quantity = 5.0, .limit_price = 90.0};
    trade_kit kit;
    struct again again = {.kit = &kit};
    peri_error err = {0};
    kit_open_at_100(&kit, 1e6);
    kit.react = cancel_again;
    kit.react_ctx = &again;
    const int64_t id = kit_send(&kit, &limit, KIT_NOW, &err),
                  now = kit_time(&kit, "2013-10-08 10:01");
    CHECK_INT("asked for", peri_broker_cancel(kit.broker, id, "a", now, &err), PERI_OK);
    CHECK_INT("again in its event", again.asked, 1);
    CHECK_INT("which is refused", again.refused, 1);
    CHECK_INT("not the first one", peri_broker_refusal(kit.broker), PERI_REFUSAL_NONE);
    CHECK_INT("one waits", peri_broker_change_count(kit.broker), 1);
    CHECK_INT("a third", peri_broker_cancel(kit.broker, id, "c", now, &err), PERI_ESTATE);
    CHECK_STR("its tag is not taken", peri_order_tag(kit_order(&kit, id)), "a");
    CHECK_INT("a step", kit_step(&kit, "2013-10-08 10:02", &err), PERI_OK);
    CHECK_STR("once", kit_story(&kit), "1:Submitted 1:CancelPending 1:Canceled");
    CHECK_STR("the first tag stays", peri_order_tag(kit_order(&kit, id)), "a");
    kit_close(&kit);
}
