/* test_warm_up_feed.c - a warm-up with a resolution of its own. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "engine/history.h"
#include "engine_kit.h"
#include "lean_kit.h"

/* Thursday to Tuesday; the run begins on Monday the 7th. */
static const char daily[] = "20131003 00:00,10000,10000,10000,10000,5\n"
                            "20131004 00:00,20000,20000,20000,20000,5\n"
                            "20131007 00:00,30000,30000,30000,30000,5\n"
                            "20131008 00:00,40000,40000,40000,40000,5\n";
static const char hourly[] = "20131003 15:00,10000,10000,10000,10000,5\n"
                             "20131004 14:00,19000,19000,19000,19000,5\n"
                             "20131004 15:00,20000,20000,20000,20000,5\n"
                             "20131007 11:00,25000,25000,25000,25000,5\n"
                             "20131007 12:00,30000,30000,30000,30000,5\n";

typedef struct kit {
    peri_engine *engine;
    peri_resolution resolution; /* of the warm-up */
    bool adds, removes, looks_back;
    bool daily;     /* the symbols' own bars, else hours */
    int64_t serial; /* of the slice before */
    bool goes_back; /* one was not above it */
    char story[600];
    size_t history;
    peri_result result;
} kit;

static int add(kit *k, const char *ticker, peri_error *err)
{
    return engine_kit_add_equity(k->engine, ticker, k->daily ? PERI_RES_DAILY : PERI_RES_HOUR,
                                 PERI_NORMALIZATION_RAW, err);
}

static int initialize(void *ctx, peri_error *err)
{
    kit *k = ctx;
    int rc = engine_kit_days(k->engine, 7, 7, err);
    if (rc == PERI_OK)
        rc = add(k, "abc", err);
    return rc == PERI_OK
               ? peri_engine_set_warm_up_span(k->engine, 4 * PERI_DAY, &k->resolution, err)
               : rc;
}

static int look_back(kit *k, peri_error *err)
{
    const peri_history wanted = {.resolution = peri_engine_security(k->engine, 0)->resolution,
                                 .periods = 2,
                                 .kind = PERI_PAST_TRADES};
    peri_past past;
    peri_past_init(&past);
    const int rc = peri_engine_history(k->engine, &wanted, &past, err);
    const peri_series *bars = &past.trades;
    k->history = bars->n == 2
                     ? (size_t)((bars->bars[1].end_ns - bars->bars[1].start_ns) / PERI_HOUR)
                     : 100 + bars->n;
    peri_past_deinit(&past);
    return rc;
}

/* "4:abc6.5=2.0 " - the day, what ended, how long it was, its close; a plus: it was filled. */
static int on_data(void *ctx, const peri_slice *slice, peri_error *err)
{
    kit *k = ctx;
    int rc = PERI_OK;
    k->goes_back |= slice->serial <= k->serial;
    k->serial = slice->serial;
    for (size_t i = 0; i < slice->count; i++) {
        const int32_t index = slice->present[i];
        const peri_bar *bar = slice->items[index].bar;
        const size_t used = strlen(k->story);
        snprintf(k->story + used, sizeof k->story - used, "%d:%s%g=%g%s ",
                 engine_kit_day(k->engine), peri_engine_security(k->engine, index)->ticker,
                 (double)(bar->end_ns - bar->start_ns) / (double)PERI_HOUR, bar->close,
                 slice->items[index].is_new ? "" : "+");
    }
    if (k->looks_back && peri_engine_is_warming_up(k->engine))
        rc = look_back(k, err);
    if (k->adds && peri_engine_is_warming_up(k->engine))
        rc = add(k, "xyz", err);
    if (k->removes)
        rc = peri_engine_remove_security(k->engine, 0, err);
    k->adds = k->removes = false;
    return rc;
}

static int run(kit *k, peri_error *err)
{
    const char *folder = engine_kit_folder("warm");
    lean_zip(folder, "equity/usa/hour/abc.zip", 1, hourly);
    lean_zip(folder, "equity/usa/daily/abc.zip", 1, daily);
    lean_zip(folder, "equity/usa/hour/xyz.zip", 1, hourly);
    lean_zip(folder, "equity/usa/daily/xyz.zip", 1, daily);
    const peri_strategy strategy = {.ctx = k, .initialize = initialize, .on_data = on_data};
    const int rc = engine_kit_run(folder, &strategy, &k->engine, &k->result, err);
    peri_engine_close(k->engine);
    return rc;
}

/* Bars of the start's day are hours; what is missing there before the first is Friday's last. */
#define MONDAY "7:abc1=2+ 7:abc1=2+ 7:abc1=2.5 7:abc1=3 7:abc1=3+ 7:abc1=3+ 7:abc1=3+ "

SUITE(warm_up_of_another_resolution)
{
    kit k = {.resolution = PERI_RES_DAILY, .looks_back = true};
    kit finer = {.resolution = PERI_RES_HOUR, .daily = true};
    peri_error err = {0};
    CHECK_INT("runs", run(&finer, &err), PERI_OK);
    CHECK("many steps of the warm-up", finer.serial > 5);
    CHECK("no slice has a number of one before", !finer.goes_back);
    CHECK_INT("runs", run(&k, &err), PERI_OK);
    CHECK_STR("days, then hours", k.story, "3:abc6.5=1 4:abc6.5=2 " MONDAY);
    CHECK_INT("History has the symbol's own", (int64_t)k.history, 1);
    kit own = {.resolution = PERI_RES_HOUR};
    CHECK_INT("runs", run(&own, &err), PERI_OK);
    CHECK_HAS("its own", own.story, "3:abc1=1 4:abc1=1+ ");
    kit none = {.resolution = PERI_RES_MINUTE};
    CHECK_INT("runs", run(&none, &err), PERI_OK);
    CHECK_STR("there is no such file: its own", none.story, own.story);
}

SUITE(warm_up_of_another_resolution_changes)
{
    peri_error err = {0};
    kit k = {.resolution = PERI_RES_DAILY, .adds = true};
    CHECK_INT("runs", run(&k, &err), PERI_OK);
    CHECK_HAS("added in the warm-up", k.story, "3:abc6.5=1 4:abc6.5=2 4:xyz6.5=2 7:abc1=2+ ");
    CHECK_HAS("goes on after it", k.story, "7:abc1=2.5 7:xyz1=2.5 ");
    CHECK_INT("a point for one more", k.result.processed - k.result.data_points, 1 + 1);
    kit gone = {.resolution = PERI_RES_DAILY, .removes = true};
    CHECK_INT("runs", run(&gone, &err), PERI_OK);
    CHECK_STR("removed in the warm-up", gone.story, "3:abc6.5=1 ");
    CHECK_INT("a point for one less", gone.result.processed - gone.result.data_points, 1 + 1);
}
