/* test_order_hash.c - the hash of a run's orders: which prices they saw, with the factors'
 * decimals. */
#include <string.h>

#include "base/mem.h"
#include "check.h"
#include "engine_kit.h"
#include "lean_kit.h"

/* The factors change in the night to the 9th: an order of that midnight has seen a price of before.
 */
static const char daily[] = "20131007 00:00,200000,210000,190000,200000,50\n"
                            "20131008 00:00,200000,210000,190000,200000,50\n"
                            "20131009 00:00,170000,180000,160000,170000,50\n";
static const char map[] = "19980102,seen,N\n20501231,seen,N\n";
static const char factors[] =
    "19980102,0.8123450,0.50,1\n20131008,0.8123450,0.50,20\n20501231,1,1,0\n";

#define PRICES                                                                                     \
    "{\"bidPrice\":8.1234500000000,\"askPrice\":8.1234500000000,\"lastPrice\":8.1234500000000}"
#define SYMBOL "\"symbol\":{\"value\":\"SEEN\",\"id\":\"SEEN R735QTJ8XC9X\",\"permtick\":\"SEEN\"},"

static const char want[] =
    "{\"type\":4,\"id\":1,\"contingentId\":0,\"brokerId\":[\"1\"]," SYMBOL
    "\"price\":8.12345,\"priceCurrency\":\"USD\",\"time\":\"2013-10-07T20:00:00Z\",\"createdTime\":"
    "\"2013-10-07T20:00:00Z\",\"lastFillTime\":\"2013-10-08T20:00:00Z\",\"quantity\":10.0,"
    "\"status\":3,"
    "\"tag\":\"\",\"properties\":{\"timeInForce\":{}},\"securityType\":1,\"direction\":0,"
    "\"value\":81.23450,\"orderSubmissionData\":" PRICES
    ",\"isMarketable\":false,\"priceAdjustmentMode\":1},"
    "{\"type\":4,\"id\":2,\"contingentId\":0,\"brokerId\":[\"2\"]," SYMBOL
    "\"price\":17.0,\"priceCurrency\":\"USD\",\"time\":\"2013-10-09T04:00:00Z\",\"createdTime\":"
    "\"2013-10-09T04:00:00Z\",\"lastFillTime\":\"2013-10-09T20:00:00Z\",\"quantity\":-3.0,"
    "\"status\":3,"
    "\"tag\":\"now\",\"properties\":{\"timeInForce\":{}},\"securityType\":1,\"direction\":1,"
    "\"value\":-51.0,\"orderSubmissionData\":" PRICES
    ",\"isMarketable\":false,\"priceAdjustmentMode\":1}";

static int initialize(void *ctx, peri_error *err)
{
    peri_engine **engine = ctx;
    int rc = engine_kit_days(*engine, 7, 9, err);
    if (rc == PERI_OK)
        rc = engine_kit_add_equity(*engine, "seen", PERI_RES_DAILY, PERI_NORMALIZATION_ADJUSTED,
                                   err);
    return rc;
}

static int send_nth(peri_engine *engine, size_t nth, double quantity, const char *tag,
                    peri_error *err)
{
    int64_t id;
    return peri_broker_order_count(peri_engine_broker(engine)) == nth
               ? peri_engine_submit(engine, 0, quantity, tag, &id, err)
               : PERI_OK;
}

static int on_data(void *ctx, const peri_slice *slice, peri_error *err)
{
    return slice->items[0].bar ? send_nth(*(peri_engine **)ctx, 0, 10.0, "", err) : PERI_OK;
}

static int on_actions(void *ctx, const peri_slice *slice, peri_error *err)
{
    peri_engine *engine = *(peri_engine **)ctx;
    (void)slice;
    return engine_kit_day(engine) == 9 ? send_nth(engine, 1, -3.0, "now", err) : PERI_OK;
}

SUITE(order_hash_of_a_run)
{
    peri_engine *engine = NULL;
    peri_error err = {0};
    peri_result result;
    char got[PERI_MD5_TEXT], wanted[PERI_MD5_TEXT];
    const char *folder = engine_kit_folder("order_hash");
    lean_zip(folder, "equity/usa/daily/seen.zip", 1, daily);
    check_write("order_hash/equity/usa/map_files/seen.csv", map, (long)strlen(map));
    check_write("order_hash/equity/usa/factor_files/seen.csv", factors, (long)strlen(factors));
    const peri_strategy strategy = {
        .ctx = &engine, .initialize = initialize, .on_data = on_data, .on_actions = on_actions};
    if (!CHECK_INT("runs", engine_kit_run(folder, &strategy, &engine, &result, &err), PERI_OK))
        return;
    peri_digest_md5 *sum = peri_digest_md5_open();
    peri_digest_md5_add(sum, want, sizeof want - 1);
    peri_digest_md5_finish(sum, wanted);
    CHECK_INT("hashed", peri_engine_order_list_hash(engine, got), PERI_OK);
    CHECK_STR("the hash", got, wanted);

    const int64_t live = peri_mem_live();
    for (long nth = 1; nth < 4; nth++) {
        peri_mem_fail_at(nth);
        const int rc = peri_engine_order_list_hash(engine, got);
        peri_mem_fail_at(0);
        CHECK_INT("no memory", rc, PERI_ENOMEM);
        CHECK_INT("no leak", peri_mem_live(), live);
    }
    peri_engine_close(engine);
}

/* MD5 of nothing. */
SUITE(order_hash_of_no_orders)
{
    peri_engine *engine = NULL;
    peri_error err = {0};
    char got[PERI_MD5_TEXT];
    const peri_engine_options options = {.data_dir = engine_kit_folder("order_hash")};
    if (!CHECK_INT("opens", peri_engine_open(&options, &engine, &err), PERI_OK))
        return;
    CHECK_INT("hashed", peri_engine_order_list_hash(engine, got), PERI_OK);
    CHECK_STR("the hash", got, "d41d8cd98f00b204e9800998ecf8427e");
    peri_engine_close(engine);
}
