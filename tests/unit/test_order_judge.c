/* test_order_judge.c - what a brokerage says of orders: sent, changed, filled or not. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "trade_kit.h"

struct judge {
    bool forbids[3]; /* by deed */
    double updated;  /* the quantity of the last update it was asked for */
    int asked;
};

static int say(void *ctx, peri_order_deed deed, const peri_security *security,
               const peri_order *order, const peri_order_update *update, bool *may, char *why,
               size_t size, peri_error *err)
{
    struct judge *judge = ctx;
    (void)order;
    (void)err;
    judge->asked++;
    if (update)
        judge->updated = update->quantity;
    *may = !judge->forbids[deed];
    snprintf(why, size, "no %s", security->ticker);
    return PERI_OK;
}

static int fail(void *ctx, peri_order_deed deed, const peri_security *security,
                const peri_order *order, const peri_order_update *update, bool *may, char *why,
                size_t size, peri_error *err)
{
    (void)ctx, (void)deed, (void)security, (void)order, (void)update, (void)why, (void)size;
    *may = true;
    return peri_fail(err, PERI_ESCRIPT, "no idea");
}

SUITE(order_judge_of_submissions)
{
    trade_kit kit;
    peri_error err = {0};
    struct judge judge = {.forbids = {true, false, false}};
    kit_open_at_100(&kit, 1000.0);
    peri_broker_set_judge(kit.broker, say, &judge);
    const int64_t id = kit_submit(&kit, KIT_MINUTE, 1.0, PERI_ORDER_MARKET, KIT_NOW, &err);
    CHECK_STR("there is an order", kit_story(&kit), "1:Invalid");
    CHECK_STR("why", kit.events[0].message, "no SPY");
    CHECK_INT("its code", peri_broker_refusal(kit.broker), PERI_REFUSAL_BROKERAGE_SUBMIT);
    CHECK_INT("it keeps it", kit_order(&kit, id)->refusal, PERI_REFUSAL_BROKERAGE_SUBMIT);
    kit_submit(&kit, KIT_MINUTE, 1000.0, PERI_ORDER_MARKET, KIT_NOW, &err);
    CHECK_INT("money comes first", peri_broker_refusal(kit.broker),
              PERI_REFUSAL_INSUFFICIENT_BUYING_POWER);
    CHECK_INT("so it is not asked", judge.asked, 1);
    peri_broker_set_judge(kit.broker, fail, NULL);
    CHECK_INT("what it fails with", kit_submit(&kit, KIT_MINUTE, 1.0, 0, KIT_NOW, &err), 0);
    CHECK_STR("ends the call", err.text, "no idea");
    peri_broker_set_judge(kit.broker, NULL, NULL);
    kit_submit(&kit, KIT_MINUTE, 1.0, PERI_ORDER_MARKET, KIT_NOW, &err);
    CHECK_INT("without one", kit_order(&kit, 4)->status, PERI_STATUS_FILLED);
    kit_close(&kit);
}

SUITE(order_judge_of_updates_and_fills)
{
    trade_kit kit;
    peri_error err = {0};
    struct judge judge = {.forbids = {false, true, true}};
    const peri_order_update more = {.fields = PERI_FIELD_QUANTITY, .quantity = 7.0};
    kit_open_at_100(&kit, 1e6);
    peri_broker_set_judge(kit.broker, say, &judge);
    const int64_t id = kit_submit(&kit, KIT_MINUTE, 5.0, PERI_ORDER_MARKET, KIT_NOW, &err);
    CHECK_STR("it waits", kit_story(&kit), "1:Submitted");
    CHECK_INT("asked for", peri_broker_update(kit.broker, id, &more, kit_time(&kit, KIT_NOW), &err),
              PERI_OK);
    kit_bar(&kit, KIT_MINUTE, "2013-10-08 10:00", "2013-10-08 10:01", 100.0, 100.0);
    CHECK_INT("a step", kit_step(&kit, "2013-10-08 10:01", &err), PERI_OK);
    CHECK_NEAR("it was asked", judge.updated, 7.0, 0.0);
    CHECK_NEAR("stays as it was", kit_order(&kit, id)->quantity, 5.0, 0.0);
    memset(judge.forbids, 0, sizeof judge.forbids);
    kit_bar(&kit, KIT_MINUTE, "2013-10-08 10:01", "2013-10-08 10:02", 100.0, 100.0);
    CHECK_INT("a step", kit_step(&kit, "2013-10-08 10:02", &err), PERI_OK);
    CHECK_STR("then it fills", kit_story(&kit), "1:Submitted 1:Filled");
    kit_close(&kit);
}

static int afford(const peri_margin_model *self, const peri_security *security,
                  const peri_order *order, bool *affordable, char *why, size_t size,
                  peri_error *err)
{
    (void)self, (void)security, (void)order, (void)err;
    *affordable = true;
    snprintf(why, size, "nothing is missing");
    return PERI_OK;
}

/* Whatever those that agree have left where their reasons go. */
SUITE(order_judge_that_agrees_is_not_told)
{
    trade_kit kit;
    peri_error err = {0};
    struct judge judge = {.asked = 0};
    const peri_order_request limit = {
        .security = KIT_MINUTE, .type = PERI_ORDER_LIMIT, .quantity = 5.0, .limit_price = 90.0};
    const peri_order_update nearer = {.fields = PERI_FIELD_LIMIT_PRICE, .limit_price = 110.0};
    kit_open_at_100(&kit, 1e6);
    for (int own = 0; own < 2; own++) {
        const int64_t now = kit_time(&kit, own ? "2013-10-08 10:01" : KIT_NOW);
        peri_broker_set_judge(kit.broker, say, &judge);
        kit.event_count = judge.asked = 0;
        const int64_t id = kit_send(&kit, &limit, own ? "2013-10-08 10:01" : KIT_NOW, &err);
        CHECK_INT("asked for", peri_broker_update(kit.broker, id, &nearer, now, &err), PERI_OK);
        const char *const next = own ? "2013-10-08 10:02" : "2013-10-08 10:01";
        kit_bar(&kit, KIT_MINUTE, KIT_NOW, next, 100.0, 100.0);
        CHECK_INT("a step", kit_step(&kit, next, &err), PERI_OK);
        CHECK_STR("all of it", kit_story(&kit),
                  own ? "2:Submitted 2:UpdateSubmitted 2:Filled"
                      : "1:Submitted 1:UpdateSubmitted 1:Filled");
        CHECK_INT("it was asked of each", judge.asked, 3);
        for (int i = 0; i < kit.event_count; i++)
            CHECK_STR("nothing to say", kit.events[i].message, "");
        peri_margin_model model = *peri_broker_margin_model(kit.broker, KIT_MINUTE);
        model.affords = afford; /* the second time */
        peri_broker_set_margin_model(kit.broker, KIT_MINUTE, model);
    }
    kit_close(&kit);
}
