/* test_engine_parts.c - a symbol with several resolutions: its bars, points, prices and past. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "engine/history.h"
#include "engine_kit.h"
#include "lean_kit.h"

/* Friday to Tuesday; on Tuesday there are days alone. Minutes begin at 09:30 and 09:31. */
static const char days[] = "20131004 00:00,10000,10000,10000,10000,5\n"
                           "20131007 00:00,40000,40000,40000,40000,5\n"
                           "20131008 00:00,50000,50000,50000,50000,5\n";
static const char minutes[] = "34200000,20000,20000,20000,20000,5\n"
                              "34260000,30000,30000,30000,30000,5\n";
static const char day_quotes[] = "20131007 00:00,4,4,4,4,0,4,4,4,4,0\n"
                                 "20131008 00:00,5,5,5,5,0,5,5,5,5,0\n";
static const char minute_quotes[] = "50400000,2,2,2,2,0,2,2,2,2,0\n"
                                    "50460000,3,3,3,3,0,3,3,3,3,0\n";
static const char coin_days[] = "20131007 00:00,4,4,4,4,7\n20131008 00:00,5,5,5,5,7\n";
static const char coin_minutes[] = "50400000,2,2,2,2,7\n50460000,3,3,3,3,7\n";

typedef struct kit {
    peri_engine *engine;
    peri_security_type type;
    const char *ticker;
    peri_resolution first, second;
    bool first_fills, second_fills;
    bool adds_later;         /* the second one in the second slice */
    size_t removes_at, seen; /* slice at which it is removed; slices so far */
    int64_t filled_ns;       /* length of the last filled bar that was shown */
    double last_price;
    char story[400]; /* shown real bars: "minutes=close " */
    peri_result result;
} kit;

static int add(kit *k, peri_resolution resolution, bool fills, peri_error *err)
{
    const peri_subscription wanted = {
        .ticker = k->ticker, .type = k->type, .resolution = resolution, .fill_forward = fills};
    int32_t index = -1;
    const int rc = peri_engine_add_security(k->engine, &wanted, &index, err);
    if (rc == PERI_OK)
        CHECK_INT("one security", index, 0);
    return rc;
}

static int initialize(void *ctx, peri_error *err)
{
    kit *k = ctx;
    int rc = engine_kit_days(k->engine, 7, 8, err);
    if (rc == PERI_OK)
        rc = add(k, k->first, k->first_fills, err);
    if (rc == PERI_OK && !k->adds_later)
        rc = add(k, k->second, k->second_fills, err);
    return rc;
}

/* The shown bar, of quotes where there are no trades. */
static bool shown_bar(const peri_slice *slice, bool *is_new, peri_bar *out)
{
    if (slice->items[0].bar) {
        *out = *slice->items[0].bar;
        *is_new = slice->items[0].is_new;
    } else if (slice->items[0].quote) {
        *out = peri_quote_bar_middle(slice->items[0].quote);
        *is_new = slice->items[0].quote_is_new;
    }
    return slice->items[0].bar || slice->items[0].quote;
}

static int on_data(void *ctx, const peri_slice *slice, peri_error *err)
{
    kit *k = ctx;
    peri_bar bar = {0};
    bool is_new = false;
    k->seen++;
    if (shown_bar(slice, &is_new, &bar)) {
        const size_t used = strlen(k->story);
        if (!is_new)
            k->filled_ns = bar.end_ns - bar.start_ns;
        if (is_new)
            snprintf(k->story + used, sizeof k->story - used, "%g=%g ",
                     (double)(bar.end_ns - bar.start_ns) / (double)PERI_MINUTE, bar.close);
    }
    k->last_price = peri_engine_security(k->engine, 0)->price;
    if (k->removes_at == k->seen)
        return peri_engine_remove_security(k->engine, 0, err);
    return k->adds_later && k->seen == 2 ? add(k, k->second, k->second_fills, err) : PERI_OK;
}

static const char *write_data(void)
{
    static char folder[512];
    static const char *const coins[] = {"crypto/coinbase/daily/btcusd_trade.zip",
                                        "crypto/coinbase/minute/btcusd/20131007_trade.zip"};
    snprintf(folder, sizeof folder, "%s/parts", check_tmp());
    lean_zip(folder, "equity/usa/daily/abc.zip", 1, days);
    lean_zip(folder, "equity/usa/minute/abc/20131007_trade.zip", 1, minutes);
    lean_zip(folder, "forex/oanda/daily/eurusd.zip", 1, day_quotes);
    lean_zip(folder, "forex/oanda/minute/eurusd/20131007_quote.zip", 1, minute_quotes);
    lean_zip(folder, coins[0], 1, coin_days);
    lean_zip(folder, coins[1], 1, coin_minutes);
    return folder;
}

static int run(kit *k, peri_error *err)
{
    const peri_engine_options options = {.data_dir = write_data()};
    const peri_strategy strategy = {.ctx = k, .initialize = initialize, .on_data = on_data};
    int rc = peri_engine_open(&options, &k->engine, err);
    if (rc == PERI_OK)
        rc = peri_engine_run(k->engine, &strategy, &k->result, err);
    peri_engine_close(k->engine);
    return rc;
}

enum {
    SESSION = 390
};

/* Each subscription's bars count, with what is filled at the minutes of the finest; in any order.
 */
SUITE(engine_parts_of_all_types)
{
    static const struct {
        const char *name;
        peri_security_type type;
        const char *ticker;
        bool day_fills, minute_fills;
        int64_t points;
        const char *story;
    } rows[] = {
        {"equity", PERI_TYPE_EQUITY, "abc", false, false, 2 + 2, "1=2 1=3 390=4 390=5 "},
        /* the day that ends on Monday is repeated on Tuesday, until the next one comes */
        {"equity, days filled", PERI_TYPE_EQUITY, "abc", true, false, 2 + 1 + SESSION,
         "1=2 1=3 390=4 390=5 "},
        {"equity, minutes filled", PERI_TYPE_EQUITY, "abc", false, true, 2 * SESSION + 2,
         "1=2 1=3 "},
        {"equity, both", PERI_TYPE_EQUITY, "abc", true, true, 2 * SESSION + 1 + SESSION,
         "1=2 1=3 "},
        /* days from midnight to midnight; the last one ends behind the run */
        {"forex", PERI_TYPE_FOREX, "EURUSD", false, false, 2 + 2, "1=2 1=3 1440=4 1440=5 "},
        {"crypto", PERI_TYPE_CRYPTO, "BTCUSD", false, false, 2 + 2, "1=2 1=3 1440=4 1440=5 "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int swapped = 0; swapped < 2; swapped++) {
            peri_error err = {0};
            kit k = {.type = rows[i].type,
                     .ticker = rows[i].ticker,
                     .first = swapped ? PERI_RES_MINUTE : PERI_RES_DAILY,
                     .second = swapped ? PERI_RES_DAILY : PERI_RES_MINUTE,
                     .first_fills = swapped ? rows[i].minute_fills : rows[i].day_fills,
                     .second_fills = swapped ? rows[i].day_fills : rows[i].minute_fills};
            if (!CHECK_INT(rows[i].name, run(&k, &err), PERI_OK))
                printf("     %s\n", err.text);
            CHECK_INT(rows[i].name, k.result.data_points, rows[i].points);
            CHECK_STR(rows[i].name, k.story, rows[i].story);
            if (rows[i].day_fills && !rows[i].minute_fills)
                CHECK_INT("as long as its own", k.filled_ns, SESSION * PERI_MINUTE);
        }
}

SUITE(engine_parts_later_and_gone)
{
    peri_error err = {0};
    kit later = {.type = PERI_TYPE_EQUITY,
                 .ticker = "abc",
                 .first = PERI_RES_MINUTE,
                 .second = PERI_RES_DAILY,
                 .adds_later = true};
    CHECK_INT("runs", run(&later, &err), PERI_OK);
    CHECK_STR("days from then on", later.story, "1=2 1=3 390=4 390=5 ");
    CHECK_INT("points", later.result.data_points, 2 + 2);
    CHECK_NEAR("prices of both", later.last_price, 5, 0);
    kit finer = {.type = PERI_TYPE_EQUITY,
                 .ticker = "abc",
                 .first = PERI_RES_DAILY,
                 .second = PERI_RES_MINUTE,
                 .first_fills = true,
                 .second_fills = true};
    finer.removes_at = 3;
    CHECK_INT("runs", run(&finer, &err), PERI_OK);
    CHECK_STR("all are gone", finer.story, "1=2 1=3 ");
    CHECK_INT("with what they fill", finer.result.data_points, 3);
}

/* -- the past -------------------------------------------------------------------------------- */

static size_t past_of(kit *k, peri_resolution resolution)
{
    const peri_history wanted = {.resolution = resolution,
                                 .from_ns = 0,
                                 .until_ns = peri_engine_clock(k->engine),
                                 .kind = PERI_PAST_TRADES,
                                 .fill_forward = PERI_UNWANTED};
    peri_past past;
    peri_past_init(&past);
    CHECK_INT("history", peri_engine_history(k->engine, &wanted, &past, NULL), PERI_OK);
    const size_t n = past.trades.n;
    peri_past_deinit(&past);
    return n;
}

static int look_back(void *ctx, const peri_slice *slice, peri_error *err)
{
    kit *k = ctx;
    (void)slice;
    (void)err;
    if (++k->seen == 3) {
        CHECK_INT("days", (int64_t)past_of(k, PERI_RES_DAILY), 2);
        CHECK_INT("minutes", (int64_t)past_of(k, PERI_RES_MINUTE), 2);
    }
    return PERI_OK;
}

SUITE(engine_parts_have_a_past)
{
    for (int swapped = 0; swapped < 2; swapped++) {
        peri_error err = {0};
        kit k = {.type = PERI_TYPE_EQUITY,
                 .ticker = "abc",
                 .first = swapped ? PERI_RES_MINUTE : PERI_RES_DAILY,
                 .second = swapped ? PERI_RES_DAILY : PERI_RES_MINUTE};
        const peri_engine_options options = {.data_dir = write_data()};
        const peri_strategy strategy = {.ctx = &k, .initialize = initialize, .on_data = look_back};
        int rc = peri_engine_open(&options, &k.engine, &err);
        if (rc == PERI_OK)
            rc = peri_engine_run(k.engine, &strategy, &k.result, &err);
        CHECK_INT("runs", rc, PERI_OK);
        CHECK_INT("looked", k.seen > 2, true);
        peri_engine_close(k.engine);
    }
}

/* -- the warm-up ----------------------------------------------------------------------------- */

/* Minutes of the sessions, and seconds of all hours. */
static int warm(void *ctx, peri_error *err)
{
    kit *k = ctx;
    const peri_subscription seconds = {
        .ticker = k->ticker, .type = k->type, .resolution = PERI_RES_SECOND, .extended = true};
    int32_t index;
    int rc = engine_kit_days(k->engine, 8, 8, err);
    if (rc == PERI_OK)
        rc = add(k, PERI_RES_MINUTE, false, err);
    if (rc == PERI_OK)
        rc = peri_engine_add_security(k->engine, &seconds, &index, err);
    return rc == PERI_OK ? peri_engine_set_warm_up_bars(k->engine, 500, NULL, err) : rc;
}

/* Bars are counted in the sessions of each: 500 minutes reach over Monday's open, where all hours
   would not. */
SUITE(engine_parts_warm_up_in_their_sessions)
{
    peri_error err = {0};
    kit k = {.type = PERI_TYPE_EQUITY, .ticker = "abc"};
    const peri_engine_options options = {.data_dir = write_data()};
    const peri_strategy strategy = {.ctx = &k, .initialize = warm, .on_data = on_data};
    lean_zip(options.data_dir, "equity/usa/second/abc/20131007_trade.zip", 1, minutes);
    int rc = peri_engine_open(&options, &k.engine, &err);
    if (rc == PERI_OK)
        rc = peri_engine_run(k.engine, &strategy, &k.result, &err);
    if (!CHECK_INT("runs", rc, PERI_OK))
        printf("     %s\n", err.text);
    CHECK_HAS("Monday's first minutes", k.story, "1=2 ");
    peri_engine_close(k.engine);
}
