/* test_engine_parts_steps.c - a symbol with several resolutions: what each step makes its price,
   and which steps there are when a resolution is added in the middle of a run. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "engine_kit.h"
#include "lean_kit.h"

enum {
    OPENS_S = 9 * 3600 + 1800
};

/* Monday has a day alone, Tuesday minutes, which begin at 09:30, 09:31 and 09:33, and seconds: the
   last one of the second minute, the first of the third one. */
static const char days[] = "20131007 00:00,40000,40000,40000,40000,5\n";
static const char minutes[] = "34200000,60000,60000,60000,60000,5\n"
                              "34260000,70000,70000,70000,70000,5\n"
                              "34380000,80000,80000,80000,80000,5\n";
static const char seconds[] = "34319000,20000,20000,20000,20000,5\n"
                              "34320000,30000,30000,30000,30000,5\n";

/* A resolution that is added, in Initialize or in the slice of a number. */
typedef struct wanted {
    peri_resolution resolution;
    bool fills;
    int in_slice; /* 0: Initialize */
} wanted;

typedef struct kit {
    peri_engine *engine;
    wanted wanted[2];
    int seen;
    char story[600]; /* of Tuesday's slices: "seconds since the open=price ", most of them */
} kit;

static int add(kit *k, int in_slice, peri_error *err)
{
    int rc = PERI_OK;
    for (int i = 0; i < 2 && rc == PERI_OK; i++) {
        int32_t index;
        const peri_subscription symbol = {.ticker = "abc",
                                          .type = PERI_TYPE_EQUITY,
                                          .resolution = k->wanted[i].resolution,
                                          .fill_forward = k->wanted[i].fills};
        if (k->wanted[i].in_slice == in_slice)
            rc = peri_engine_add_security(k->engine, &symbol, &index, err);
    }
    return rc;
}

static int initialize(void *ctx, peri_error *err)
{
    kit *k = ctx;
    int rc = engine_kit_days(k->engine, 7, 8, err);
    return rc == PERI_OK ? add(k, 0, err) : rc;
}

static int on_data(void *ctx, const peri_slice *slice, peri_error *err)
{
    kit *k = ctx;
    const int64_t opens = peri_time_at(peri_date_make(2013, 10, 8), OPENS_S * PERI_SECOND) +
                          4 * PERI_HOUR; /* New York's summer */
    const int64_t since_s = (slice->time_ns - opens) / PERI_SECOND;
    const size_t used = strlen(k->story);
    if (since_s >= 0 && since_s <= 300)
        snprintf(k->story + used, sizeof k->story - used, "%lld=%g ", (long long)since_s,
                 peri_engine_security(k->engine, 0)->price);
    return add(k, ++k->seen, err);
}

static void run(kit *k, const char *what)
{
    char folder[512];
    peri_error err = {0};
    peri_result result;
    const peri_engine_options options = {.data_dir = folder};
    const peri_strategy strategy = {.ctx = k, .initialize = initialize, .on_data = on_data};
    snprintf(folder, sizeof folder, "%s/steps", check_tmp());
    lean_zip(folder, "equity/usa/daily/abc.zip", 1, days);
    lean_zip(folder, "equity/usa/minute/abc/20131008_trade.zip", 1, minutes);
    lean_zip(folder, "equity/usa/second/abc/20131008_trade.zip", 1, seconds);
    int rc = peri_engine_open(&options, &k->engine, &err);
    if (rc == PERI_OK)
        rc = peri_engine_run(k->engine, &strategy, &result, &err);
    if (!CHECK_INT(what, rc, PERI_OK))
        printf("     %s\n", err.text);
    peri_engine_close(k->engine);
}

/* Monday's bar is repeated each minute, with its old close: that is no price of now. */
SUITE(engine_parts_repeated_bars_are_no_prices)
{
    static const char story[] = "60=6 120=7 180=7 240=8 300=8 ";
    kit k = {.wanted = {{PERI_RES_DAILY, true, 0}, {PERI_RES_MINUTE, false, 0}}};
    run(&k, "days first");
    CHECK_STR("the minutes' prices", k.story, story);
    kit swapped = {.wanted = {{PERI_RES_MINUTE, false, 0}, {PERI_RES_DAILY, true, 0}}};
    run(&swapped, "minutes first");
    CHECK_STR("the minutes' prices", swapped.story, story);
}

/* The slices: Monday's day, 09:31, 09:32, in which it is added. The second that ends then is over.
 */
SUITE(engine_parts_begin_behind_the_slice_that_adds_them)
{
    kit k = {.wanted = {{PERI_RES_MINUTE, false, 0}, {PERI_RES_SECOND, false, 2}}};
    run(&k, "seconds added");
    CHECK_STR("from the next one on", k.story, "60=6 120=7 121=3 240=8 ");
    kit filled = {.wanted = {{PERI_RES_MINUTE, true, 0}, {PERI_RES_DAILY, false, 2}}};
    run(&filled, "a longer one added");
    CHECK_STR("no step comes twice", filled.story, "60=6 120=7 180=7 240=8 300=8 ");
}
