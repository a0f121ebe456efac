/* test_capacity.c - how much market there is behind fills, and what that limits. */
#include "report/capacity.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "check.h"
#include "time/civil.h"

/* Bars and positions of a few securities, for the module's questions. */
typedef struct kit {
    peri_capacity capacity;
    int64_t start; /* UTC midnight */
    int64_t length_ns;
    double close[3], volume[3], held[3];
} kit;

static void set_up(kit *k, int64_t days, int64_t length_ns)
{
    const peri_date date = peri_date_make(2013, 10, 7);
    *k = (kit){.start = peri_time_at(date, 0), .length_ns = length_ns};
    peri_capacity_start(&k->capacity, date, days);
}

static bool bar(void *ctx, int32_t security, peri_capacity_bar *out)
{
    const kit *k = ctx;
    *out = (peri_capacity_bar){k->length_ns, k->close[security], k->volume[security], 1.0, 1.0};
    return k->close[security] > 0.0;
}

static double held(void *ctx, int32_t security)
{
    return ((const kit *)ctx)->held[security];
}

static void step(kit *k, int64_t time_ns, double close, double volume)
{
    k->close[0] = close;
    k->volume[0] = volume;
    peri_capacity_update(&k->capacity, time_ns, bar, k);
}

static double traded(const kit *k)
{
    return k->capacity.assets[0].dollar_volume;
}

SUITE(capacity_of_minutes)
{
    kit k;
    set_up(&k, 5, PERI_MINUTE);
    const int64_t fill = k.start + 14 * PERI_HOUR;
    peri_capacity_fill(&k.capacity, 0, fill, 50000.0);
    /* 2 M dollars a minute: 3 minutes count, and that of the fill */
    step(&k, fill, 100.0, 20000.0);
    CHECK_NEAR("the step of the fill", traded(&k), 2e6, 1e-6);
    for (int i = 1; i <= 4; i++)
        step(&k, fill + i * PERI_MINUTE, 100.0, 10000.0);
    /* averages of two bars: 3 M, then 2 M: 2 minutes after the first, 3 after the others */
    CHECK_NEAR("three more", traded(&k), 5e6, 1e-6);
    CHECK_INT("nothing is watched", k.capacity.watched, 0);
    step(&k, fill + 5 * PERI_MINUTE, 100.0, 10000.0);
    CHECK_NEAR("what comes later does not count", traded(&k), 5e6, 1e-6);
    peri_capacity_estimate(&k.capacity, fill + PERI_HOUR, held, &k, 1e5);
    CHECK_NEAR("a fifth of it, one trade, all sales", k.capacity.value, 1e6, 1e-6);
    CHECK_INT("limits", k.capacity.lowest, 0);
    peri_capacity_deinit(&k.capacity);
}

/* A thin market is watched for two hours at most, one without volume not at all. */
SUITE(capacity_window)
{
    kit k;
    set_up(&k, 5, PERI_MINUTE);
    const int64_t fill = k.start + 14 * PERI_HOUR;
    peri_capacity_fill(&k.capacity, 0, fill, 1.0);
    step(&k, fill + 119 * PERI_MINUTE, 1.0, 10.0);
    step(&k, fill + 120 * PERI_MINUTE, 1.0, 0.0);  /* filled forward */
    step(&k, fill + 120 * PERI_MINUTE, 0.0, 10.0); /* no bar at all */
    CHECK_INT("still watched", k.capacity.watched, 1);
    step(&k, fill + 120 * PERI_MINUTE, 1.0, 10.0);
    step(&k, fill + 121 * PERI_MINUTE, 1.0, 10.0);
    CHECK_INT("no more", k.capacity.watched, 0);
    CHECK_NEAR("two bars", traded(&k), 20.0, 1e-12);
    peri_capacity_deinit(&k.capacity);
}

SUITE(capacity_by_length)
{
    static const struct {
        const char *name;
        int64_t length, fill, at;
        double scale; /* 0: it does not count */
    } rows[] = {
        {"seconds: five minutes at least", PERI_SECOND, 0, 5 * PERI_MINUTE, 0.5},
        {"not six of a busy market", PERI_SECOND, 0, 6 * PERI_MINUTE, 0},
        {"an hour at the hour", PERI_HOUR, PERI_HOUR, PERI_HOUR, 0.05},
        {"behind a fill within it", PERI_HOUR, PERI_HOUR - PERI_SECOND, PERI_HOUR, 0.05},
        {"not the hour after", PERI_HOUR, PERI_HOUR, 2 * PERI_HOUR, 0},
        {"a session is of hours", 390 * PERI_MINUTE, PERI_HOUR, PERI_HOUR, 0.05},
        {"a day at once", PERI_DAY, PERI_HOUR, PERI_HOUR, 0.02},
        {"or the next", PERI_DAY, PERI_HOUR, PERI_DAY + PERI_HOUR, 0.02},
        {"not later", PERI_DAY, PERI_HOUR, 2 * PERI_DAY, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        kit k;
        set_up(&k, 5, rows[i].length);
        peri_capacity_fill(&k.capacity, 0, k.start + rows[i].fill, 1.0);
        step(&k, k.start + rows[i].at, 1000.0, 1e6);
        CHECK_NEAR(rows[i].name, k.capacity.assets[0].scale, rows[i].scale, 0.0);
        CHECK_INT(rows[i].name, k.capacity.watched, rows[i].scale > 0);
        peri_capacity_deinit(&k.capacity);
    }
}

SUITE(capacity_discount)
{
    static const struct {
        const char *name;
        int64_t minutes;
        double discount;
    } rows[] = {{"a fifth at least", 0, 0.2},
                {"half an hour", 39, 0.2},
                {"an hour", 78, 0.4},
                {"half a session", 195, 1.0},
                {"a day", 1440, 1.0}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        kit k;
        set_up(&k, 5, PERI_MINUTE);
        peri_capacity_fill(&k.capacity, 0, k.start, 1.0);
        CHECK_NEAR("the first has none", k.capacity.assets[0].discount, 1.0, 0.0);
        peri_capacity_fill(&k.capacity, 0, k.start + rows[i].minutes * PERI_MINUTE, 1.0);
        CHECK_NEAR(rows[i].name, k.capacity.assets[0].discount, rows[i].discount, 1e-12);
        peri_capacity_deinit(&k.capacity);
    }
}

/* Two assets, one with a tenth of the other's market. */
SUITE(capacity_of_the_least_asset)
{
    kit k;
    set_up(&k, 30, PERI_MINUTE);
    peri_capacity_fill(&k.capacity, 2, k.start, 3000.0);
    peri_capacity_fill(&k.capacity, 1, k.start, 1000.0);
    k.close[1] = k.close[2] = 10.0;
    k.volume[1] = 1000.0;
    k.volume[2] = 10000.0;
    peri_capacity_update(&k.capacity, k.start, bar, &k);
    k.held[1] = 500.0;
    peri_capacity_estimate(&k.capacity, k.start, held, &k, 1000.0);
    CHECK_INT("the least", k.capacity.lowest, 1);
    CHECK_NEAR("a quarter of sales, but half of the account", k.capacity.value, 10000.0 * 0.2 / 0.5,
               1e-9);
    CHECK("the next in seven days", !peri_capacity_is_due(&k.capacity, k.start + 7 * PERI_DAY - 1));
    CHECK("not later", peri_capacity_is_due(&k.capacity, k.start + 7 * PERI_DAY));
    k.held[1] = 0.0;
    peri_capacity_estimate(&k.capacity, k.start + 7 * PERI_DAY, held, &k, 1000.0);
    CHECK_NEAR("no share: the old one fades", k.capacity.value, 4000.0 * 0.99, 1e-9);
    peri_capacity_estimate(&k.capacity, k.start + 7 * PERI_DAY, held, &k, 0.0);
    CHECK_NEAR("no account, no estimate", k.capacity.value, 4000.0 * 0.99, 1e-9);
    k.held[2] = 1000.0;
    peri_capacity_estimate(&k.capacity, k.start + 30 * PERI_DAY, held, &k, 1000.0);
    CHECK_INT("what is not held is forgotten after 30 days", k.capacity.n, 1);
    CHECK_INT("the other stays", k.capacity.assets[0].security, 2);
    CHECK_INT("and is all that is watched", k.capacity.watched, 1);
    peri_capacity_fill(&k.capacity, 2, k.start + 30 * PERI_DAY, 1.0);
    CHECK_NEAR("volume counts anew", k.capacity.assets[0].dollar_volume, 0.0, 0.0);
    CHECK_INT("trades as well", k.capacity.assets[0].trades, 1);
    peri_capacity_deinit(&k.capacity);
}

SUITE(capacity_periods)
{
    static const struct {
        int64_t days, period;
    } rows[] = {{0, 1}, {1, 1}, {2, 1}, {5, 4}, {8, 7}, {4000, 7}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        kit k;
        set_up(&k, rows[i].days, PERI_MINUTE);
        CHECK("nothing was traded", !peri_capacity_is_due(&k.capacity, INT64_MAX));
        peri_capacity_fill(&k.capacity, 0, k.start, 1.0);
        CHECK("not yet",
              !peri_capacity_is_due(&k.capacity, k.start + rows[i].period * PERI_DAY - 1));
        CHECK("now", peri_capacity_is_due(&k.capacity, k.start + rows[i].period * PERI_DAY));
        peri_capacity_deinit(&k.capacity);
    }
}

/* At the end LEAN looks at the bars of the last step again. */
SUITE(capacity_repeats)
{
    kit k;
    set_up(&k, 5, PERI_MINUTE);
    peri_capacity_fill(&k.capacity, 0, k.start, 1.0);
    step(&k, k.start, 10.0, 100.0);
    peri_capacity_repeat(&k.capacity);
    CHECK_NEAR("twice", traded(&k), 2000.0, 1e-9);
    step(&k, k.start + PERI_MINUTE, 0.0, 0.0); /* no bar */
    peri_capacity_repeat(&k.capacity);
    CHECK_NEAR("the bar is of an earlier step", traded(&k), 2000.0, 1e-9);
    peri_capacity_deinit(&k.capacity);
}

SUITE(capacity_restores)
{
    kit k, other;
    set_up(&k, 5, PERI_MINUTE);
    peri_capacity_fill(&k.capacity, 0, k.start, 10.0);
    step(&k, k.start, 10.0, 100.0);
    set_up(&other, 5, PERI_MINUTE);
    CHECK_INT("restored", peri_capacity_restore(&other.capacity, &k.capacity.assets[0]), PERI_OK);
    CHECK_INT("watched", other.capacity.watched, 1);
    step(&k, k.start + PERI_MINUTE, 11.0, 100.0);
    step(&other, k.start + PERI_MINUTE, 11.0, 100.0);
    CHECK_NEAR("goes on", traded(&other), traded(&k), 0.0);
    peri_capacity_deinit(&k.capacity);
    peri_mem_fail_at(1);
    CHECK_INT("no memory", peri_capacity_fill(&k.capacity, 0, k.start, 10.0), PERI_ENOMEM);
    peri_mem_fail_at(0);
    peri_capacity_deinit(&other.capacity);
}
