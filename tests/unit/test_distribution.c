/* test_distribution.c - a dividend in cash leaves raw prices, so that it does not count twice. */
#include <string.h>

#include "check.h"
#include "engine_kit.h"
#include "lean_kit.h"

/* 4.00 are paid in the night to the 9th, of 20.00. */
static const char daily[] = "20131007 00:00,200000,210000,190000,200000,50\n"
                            "20131008 00:00,200000,210000,190000,200000,50\n"
                            "20131009 00:00,170000,180000,160000,170000,50\n";
static const char map[] = "19980102,pays,N\n20501231,pays,N\n";
static const char factors[] = "19980102,0.8,1,1\n20131008,0.8,1,20\n20501231,1,1,0\n";

typedef struct kit {
    peri_engine *engine;
    peri_normalization mode;
    double before, price, low, held, worth, later; /* when it is paid; later: a day after */
} kit;

static int initialize(void *ctx, peri_error *err)
{
    kit *k = ctx;
    int rc = engine_kit_days(k->engine, 7, 9, err);
    if (rc == PERI_OK)
        rc = engine_kit_add_equity(k->engine, "pays", PERI_RES_DAILY, k->mode, err);
    return rc;
}

static double worth(kit *k)
{
    return peri_portfolio_total_value(peri_broker_portfolio(peri_engine_broker(k->engine)));
}

static int on_actions(void *ctx, const peri_slice *slice, peri_error *err)
{
    kit *k = ctx;
    const peri_security *pays = peri_engine_security(k->engine, 0);
    (void)err;
    CHECK_INT("one", (int64_t)slice->action_count, 1);
    CHECK_NEAR("of 4", slice->actions[0]->value, 4.0, 1e-9);
    k->price = pays->price;
    k->low = pays->low;
    k->held = peri_broker_portfolio(peri_engine_broker(k->engine))->holdings[0].price;
    k->worth = worth(k);
    CHECK_NEAR("what there is not stays so", pays->bid_price, 0.0, 0.0);
    return PERI_OK;
}

static int on_data(void *ctx, const peri_slice *slice, peri_error *err)
{
    kit *k = ctx;
    int64_t id;
    if (!slice->items[0].bar)
        return PERI_OK;
    k->later = peri_engine_security(k->engine, 0)->price;
    if (k->price == 0.0)
        k->before = worth(k);
    return peri_broker_order_count(peri_engine_broker(k->engine)) == 0
               ? peri_engine_submit(k->engine, 0, 10.0, "", &id, err)
               : PERI_OK;
}

static void run(kit *k)
{
    const char *folder = engine_kit_folder("distribution");
    peri_error err = {0};
    peri_result result;
    lean_zip(folder, "equity/usa/daily/pays.zip", 1, daily);
    check_write("distribution/equity/usa/map_files/pays.csv", map, (long)strlen(map));
    check_write("distribution/equity/usa/factor_files/pays.csv", factors, (long)strlen(factors));
    const peri_strategy strategy = {
        .ctx = k, .initialize = initialize, .on_data = on_data, .on_actions = on_actions};
    CHECK_INT("runs", engine_kit_run(folder, &strategy, &k->engine, &result, &err), PERI_OK);
    peri_engine_close(k->engine);
}

SUITE(distribution_leaves_the_price)
{
    kit raw = {.mode = PERI_NORMALIZATION_RAW};
    run(&raw);
    CHECK_NEAR("the price", raw.price, 16.0, 1e-9);
    CHECK_NEAR("the low", raw.low, 15.0, 1e-9);
    CHECK_NEAR("what is held", raw.held, 16.0, 1e-9);
    CHECK_NEAR("worth the same", raw.worth, raw.before, 1e-9);
    CHECK_NEAR("until it trades", raw.later, 17.0, 1e-9);
}

SUITE(distribution_leaves_adjusted_prices_alone)
{
    kit adjusted = {.mode = PERI_NORMALIZATION_ADJUSTED};
    run(&adjusted);
    CHECK_NEAR("it is in the price", adjusted.price, 16.0, 1e-9);
    CHECK_NEAR("worth the same", adjusted.worth, adjusted.before, 1e-9);
}
