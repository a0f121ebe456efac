/* test_delisting.c - the end of a stock: when it is told of, and what becomes of its orders. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "engine_kit.h"
#include "lean_kit.h"

/* ABC trades until Wednesday the 9th, XYZ goes on. */
static const char ended[] = "20131007 00:00,100000,100000,100000,100000,5000\n"
                            "20131008 00:00,110000,110000,110000,110000,5000\n"
                            "20131009 00:00,120000,120000,120000,120000,5000\n";
static const char going_on[] = "20131007 00:00,10000,10000,10000,10000,5\n"
                               "20131011 00:00,10000,10000,10000,10000,5\n";
static const char map[] = "19980102,abc,N\n20131009,abc,N\n";

typedef struct kit {
    peri_engine *engine;
    double quantity; /* to hold */
    char story[800];
    peri_result result;
    int late_rc;
    peri_refusal late;
    double cash;
} kit;

static void tell(kit *k, const char *what, double number)
{
    const size_t used = strlen(k->story);
    snprintf(k->story + used, sizeof k->story - used, "%d:%s=%g ", engine_kit_day(k->engine), what,
             number);
}

static int initialize(void *ctx, peri_error *err)
{
    static const char *const tickers[] = {"abc", "xyz"};
    peri_engine *engine = ((kit *)ctx)->engine;
    int rc = engine_kit_days(engine, 7, 11, err);
    for (int i = 0; i < 2 && rc == PERI_OK; i++)
        rc = engine_kit_add_equity(engine, tickers[i], PERI_RES_DAILY, PERI_NORMALIZATION_ADJUSTED,
                                   err);
    return rc;
}

static int on_actions(void *ctx, const peri_slice *slice, peri_error *err)
{
    (void)err;
    for (size_t i = 0; i < slice->action_count; i++) {
        const bool warns = slice->actions[i]->kind == PERI_ACTION_DELISTING_WARNING;
        tell(ctx, warns ? "warning" : "end", slice->actions[i]->security);
    }
    return PERI_OK;
}

static int on_changes(void *ctx, const peri_security_changes *changes, peri_error *err)
{
    kit *k = ctx;
    (void)err;
    for (size_t i = 0; i < changes->removed_n; i++)
        tell(k, "left", changes->removed[i]);
    return PERI_OK;
}

static int on_data(void *ctx, const peri_slice *slice, peri_error *err)
{
    kit *k = ctx;
    int64_t id;
    int rc = PERI_OK;
    if (slice->items[0].bar)
        tell(k, "abc", slice->items[0].bar->close);
    const peri_security *abc = peri_engine_security(k->engine, 0);
    const peri_order_request limit = {
        .security = 0, .type = PERI_ORDER_LIMIT, .quantity = 1, .limit_price = 1.0};
    if (peri_broker_order_count(peri_engine_broker(k->engine)) == 0 && slice->items[0].bar) {
        if (k->quantity != 0.0)
            rc = peri_engine_submit(k->engine, 0, k->quantity, "", &id, err);
        if (rc == PERI_OK)
            rc = peri_engine_send(k->engine, &limit, &id, err);
    }
    if (abc->delisted) {
        peri_error refused;
        k->late_rc = peri_engine_submit(k->engine, 0, 1.0, "", &id, &refused);
        k->late = peri_engine_refusal(k->engine);
        CHECK_STR("why", refused.text, "'abc' was delisted: it takes no orders");
    }
    return rc;
}

static int on_order_event(void *ctx, const peri_order_event *event, peri_error *err)
{
    char what[40];
    (void)err;
    snprintf(what, sizeof what, "order%d%s", (int)event->order_id,
             peri_order_status_name(event->status));
    tell(ctx, what, event->fill_price);
    if (event->status == PERI_STATUS_CANCELED)
        CHECK_STR("the message", event->message, "abc was delisted");
    return PERI_OK;
}

static int run(kit *k, peri_error *err)
{
    const char *folder = engine_kit_folder("delisting");
    lean_zip(folder, "equity/usa/daily/abc.zip", 1, ended);
    lean_zip(folder, "equity/usa/daily/xyz.zip", 1, going_on);
    check_write("delisting/equity/usa/map_files/abc.csv", map, (long)strlen(map));
    const peri_strategy strategy = {.ctx = k,
                                    .initialize = initialize,
                                    .on_data = on_data,
                                    .on_actions = on_actions,
                                    .on_securities_changed = on_changes,
                                    .on_order_event = on_order_event};
    const int rc = engine_kit_run(folder, &strategy, &k->engine, &k->result, err);
    k->cash = peri_broker_portfolio(peri_engine_broker(k->engine))->book.items[0].amount;
    peri_engine_close(k->engine);
    return rc;
}

SUITE(delisting_closes_a_position)
{
    kit k = {.quantity = 10.0};
    peri_error err = {0};
    CHECK_INT("runs", run(&k, &err), PERI_OK);
    CHECK_STR("in order", k.story,
              "7:abc=10 7:order1Submitted=0 7:order2Submitted=0 8:order1Filled=11 8:abc=11 "
              "9:warning=0 9:abc=12 10:order2Canceled=0 10:order3Filled=12 10:end=0 "
              "10:left=0 ");
    CHECK_INT("no order any more", k.late_rc, PERI_ESTATE);
    CHECK_INT("its code", k.late, PERI_REFUSAL_NON_TRADABLE_SECURITY);
    CHECK_NEAR("at the last price, without a fee", k.cash, 100000.0 - 110.0 - 1.0 + 120.0, 1e-9);
    CHECK_INT("data", k.result.data_points, 3 + 5 + 2);
    CHECK_INT("the universe, and that one leaves it", k.result.processed, 3 + 5 + 2 + 1 + 1);
}

SUITE(delisting_of_what_is_not_held)
{
    kit k = {.quantity = 0.0};
    peri_error err = {0};
    CHECK_INT("runs", run(&k, &err), PERI_OK);
    CHECK_HAS("orders alone", k.story, "9:abc=12 10:order1Canceled=0 10:end=0 ");
    CHECK_INT("no further one", k.result.statistics.total_orders, 1);
    kit sold = {.quantity = -10.0};
    CHECK_INT("runs", run(&sold, &err), PERI_OK);
    CHECK_HAS("a short position", sold.story, "10:order3Filled=12 ");
}
