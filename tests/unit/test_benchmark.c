/* test_benchmark.c - what daily samples compare with: functions, subscribed prices, hourly files.
 */
#include "engine/benchmark.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "check.h"
#include "engine_kit.h"
#include "lean_kit.h"

/* Three days of a symbol; a strategy that buys 10 at the first close. */
static const char prices[] = "date,open,high,low,close,volume\n"
                             "2013-10-07,10,10,10,10,1000\n"
                             "2013-10-08,20,20,20,20,1000\n"
                             "2013-10-09,40,40,40,40,1000\n"
                             "2013-10-10,30,30,30,30,1000\n";

typedef struct kit {
    peri_engine *engine;
    const char *ticker; /* of SetBenchmark; NULL: none */
    const char *brokerage;
    peri_benchmark_fn fn; /* NULL: none */
    int asked, fail_at;
    double answer;
    bool buys;
    peri_result result;
    peri_error err;
} kit;

static int initialize(void *ctx, peri_error *err)
{
    kit *k = ctx;
    int rc = engine_kit_days(k->engine, 7, 10, err);
    if (rc == PERI_OK)
        rc = peri_engine_set_time_zone(k->engine, "UTC", err);
    if (rc == PERI_OK)
        rc = engine_kit_add_coin(k->engine, err);
    const peri_brokerage *brokerage = peri_brokerages();
    while (k->brokerage && strcmp(brokerage->name, k->brokerage) != 0)
        brokerage++;
    if (rc == PERI_OK && k->brokerage)
        rc = peri_engine_set_brokerage(k->engine, brokerage, false, err);
    if (rc == PERI_OK && k->ticker)
        rc = peri_engine_set_benchmark_ticker(k->engine, k->ticker, err);
    if (rc == PERI_OK && k->fn)
        rc = peri_engine_set_benchmark(k->engine, k->fn, k, err);
    return rc;
}

static int on_data(void *ctx, const peri_slice *slice, peri_error *err)
{
    kit *k = ctx;
    int64_t id;
    (void)slice;
    if (!k->buys)
        return PERI_OK;
    k->buys = false;
    return peri_engine_submit(k->engine, 0, 10.0, "", &id, err);
}

static int run_in(kit *k, const char *folder)
{
    const peri_strategy strategy = {.ctx = k, .initialize = initialize, .on_data = on_data};
    const int rc = engine_kit_run(folder, &strategy, &k->engine, &k->result, &k->err);
    peri_engine_close(k->engine);
    k->engine = NULL;
    return rc;
}

static int run(kit *k)
{
    const char *folder = engine_kit_folder("benchmark");
    check_write("benchmark/COIN.csv", prices, (long)strlen(prices));
    return run_in(k, folder);
}

static int answer(void *ctx, int64_t utc_ns, double *value, peri_error *err)
{
    kit *k = ctx;
    (void)utc_ns;
    if (++k->asked == k->fail_at)
        return peri_fail(err, PERI_ESCRIPT, "the benchmark said no");
    *value = k->answer * k->asked;
    return PERI_OK;
}

/* The account holds 10 from the first close on: it changes by 10 x the price. */
SUITE(benchmark_of_a_symbol)
{
    kit k = {.ticker = "COIN", .buys = true};
    CHECK_INT("runs", run(&k), PERI_OK);
    CHECK("beta is what the account holds of it",
          k.result.statistics.beta > 0.0 && k.result.statistics.beta < 0.01);
    CHECK_NEAR("turnover: 100 of 100000 on one of four days",
               k.result.statistics.portfolio_turnover, 0.001 / 4.0, 1e-6);
    kit none = {.buys = true};
    CHECK_INT("runs", run(&none), PERI_OK);
    CHECK_NEAR("no benchmark, no beta", none.result.statistics.beta, 0.0, 0.0);
}

SUITE(benchmark_function)
{
    kit k = {.fn = answer, .answer = 5.0};
    CHECK_INT("runs", run(&k), PERI_OK);
    CHECK_INT("each midnight, and at the end", k.asked, 5);
    CHECK("it counts", k.result.statistics.tracking_error > 0.0);
    kit failing = {.fn = answer, .answer = 5.0, .fail_at = 3};
    CHECK_INT("its error ends the run", run(&failing), PERI_ESCRIPT);
    CHECK_STR("as it is", failing.err.text, "the benchmark said no");
    kit odd = {.fn = answer, .answer = (double)NAN};
    CHECK_INT("refused", run(&odd), PERI_EINVAL);
    CHECK_HAS("no number", odd.err.text, "the benchmark's value was nan, expected a finite number");
}

/* A brokerage's own, by the hour: the symbol's price does not matter, and without a file it is 0.
 */
SUITE(benchmark_of_a_brokerage)
{
    static const char coin[] = "20131006 22:00,1,1,1,1,5\n20131007 22:00,2,2,2,2,5\n"
                               "20131008 22:00,4,4,4,4,5\n20131009 22:00,3,3,3,3,5\n";
    static const char pair[] = "20131007 20:00,1,1,1,1,0,3,3,3,3,0\n";
    static const struct row {
        const char *name, *brokerage;
        int64_t points; /* beside the four of the symbol */
        bool has_beta;
    } rows[] = {
        {"its hours", "Coinbase", 4, true},
        {"another market has no file", "Kraken", 0, false},
        {"another coin has none", "Binance", 0, false},
        {"bars of quotes", "FxcmBrokerage", 1, false},
        {"none at all", "InteractiveBrokersBrokerage", 0, false},
    };
    char root[512];
    snprintf(root, sizeof root, "%s/benchmark", check_tmp());
    lean_zip(root, "crypto/coinbase/hour/btcusd_trade.zip", 1, coin);
    lean_zip(root, "forex/fxcm/hour/eurusd.zip", 1, pair);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kit k = {.brokerage = rows[i].brokerage, .buys = true};
        CHECK_INT(rows[i].name, run(&k), PERI_OK);
        CHECK_INT(rows[i].name, k.result.processed - k.result.data_points, rows[i].points);
        CHECK(rows[i].name, (k.result.statistics.beta != 0.0) == rows[i].has_beta);
    }
}

/* A stock's new ticker is a data point of LEAN's, though nobody is told; its dividend is none. */
SUITE(benchmark_renamed)
{
    char root[512];
    snprintf(root, sizeof root, "%s/benchmark", check_tmp());
    static const char map[] = "20000103,old\n20131007,old\n20501231,new\n";
    static const char factors[] = "20131007,0.9,1,10\n20501231,1,1,0\n";
    check_write("benchmark/equity/usa/map_files/new.csv", map, (long)strlen(map));
    check_write("benchmark/equity/usa/factor_files/new.csv", factors, (long)strlen(factors));
    lean_zip(root, "equity/usa/hour/old.zip", 1, "20131007 10:00,1,1,1,1,5\n");
    lean_zip(root, "equity/usa/hour/new.zip", 1, "20131008 10:00,2,2,2,2,5\n");
    kit k = {.ticker = "NEW", .buys = true};
    CHECK_INT("runs", run(&k), PERI_OK);
    CHECK_INT("two hours, one ticker", k.result.processed - k.result.data_points, 2 + 1);
}

SUITE(benchmark_without_data)
{
    kit k = {.ticker = "NOWHERE"};
    CHECK_INT("refused", run(&k), PERI_ENOTFOUND);
    CHECK_HAS("what", k.err.text, "no data for the benchmark 'NOWHERE': it is not subscribed");
    CHECK_HAS("where", k.err.text, "equity/usa/hour/nowhere.zip");
    kit odd = {.ticker = "../x"};
    CHECK_INT("no name of a file", run(&odd), PERI_EINVAL);
}

SUITE(benchmark_late)
{
    peri_error err;
    kit k = {.ticker = "COIN"};
    CHECK_INT("runs", run(&k), PERI_OK);
    const peri_engine_options options = {.data_dir = check_tmp()};
    CHECK_INT("open", peri_engine_open(&options, &k.engine, &err), PERI_OK);
    peri_benchmark_fn fn = answer;
    CHECK_INT("in set-up", peri_engine_set_benchmark(k.engine, fn, &k, &err), PERI_OK);
    CHECK_INT("the later one counts", peri_engine_set_benchmark_ticker(k.engine, "A", &err),
              PERI_OK);
    peri_mem_fail_at(1);
    CHECK_INT("no memory", peri_engine_set_benchmark_ticker(k.engine, "B", &err), PERI_ENOMEM);
    peri_mem_fail_at(0);
    peri_engine_close(k.engine);
}
