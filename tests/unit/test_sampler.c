/* test_sampler.c - the daily samples and the points in between. */
#include "engine/sampler.h"

#include "base/mem.h"
#include "check.h"
#include "time/civil.h"

typedef struct kit {
    peri_zones *zones;
    const peri_zone *zone;
    peri_sampler sampler;
    int64_t start;
} kit;

/* A run of four days from midnight of Thursday 2013-10-31, New York: daylight saving ends on
 * Sunday.
 */
static void set_up(kit *k)
{
    *k = (kit){0};
    peri_error err;
    CHECK_INT("zones", peri_zones_open(&k->zones, &err), PERI_OK);
    CHECK_INT("zone", peri_zone_get(k->zones, "America/New_York", &k->zone, &err), PERI_OK);
    k->start = peri_zone_to_utc(k->zone, peri_time_at(peri_date_make(2013, 10, 31), 0));
    peri_sampler_start(&k->sampler, k->zone, k->start, k->start + 4 * PERI_DAY, 1000.0);
}

static void tear_down(kit *k)
{
    peri_sampler_deinit(&k->sampler);
    peri_zones_close(k->zones);
}

static int daily(kit *k, double equity, double benchmark, double sales)
{
    const peri_standing now = {equity, benchmark, sales};
    return peri_sampler_daily(&k->sampler, k->sampler.next_daily_ns, &now);
}

SUITE(sampler_days)
{
    kit k;
    set_up(&k);
    CHECK_INT("the first is due at the start", k.sampler.next_daily_ns, k.start);
    daily(&k, 1000.0, 100.0, 500.0);
    CHECK_INT("then at midnight", k.sampler.next_daily_ns, k.start + PERI_DAY);
    daily(&k, 1010.0, 101.23456789, 500.0 + 252.5);
    daily(&k, 1515.0, 12345.678949, 752.5);
    daily(&k, 1515.0, 0.0, 752.5 + 3030.0);
    CHECK_INT("Sunday has 25 hours", k.sampler.next_daily_ns, k.start + 4 * PERI_DAY + PERI_HOUR);
    const peri_day *days = k.sampler.days;
    CHECK_INT("four", k.sampler.days_n, 4);
    CHECK_NEAR("no return at the start", days[0].return_percent, 0.0, 0.0);
    CHECK_NEAR("no turnover at the start", days[0].turnover, 0.0, 0.0);
    CHECK_NEAR("return", days[1].return_percent, 1.0, 1e-12);
    CHECK_NEAR("a quarter was sold", days[1].turnover, 0.25, 1e-12);
    CHECK_NEAR("benchmark: 7 digits", days[1].benchmark, 101.2346, 1e-10);
    CHECK_NEAR("nothing was sold", days[2].turnover, 0.0, 0.0);
    CHECK_NEAR("benchmark: 4 decimals", days[2].benchmark, 12345.6789, 1e-9);
    CHECK_NEAR("twice all", days[3].turnover, 2.0, 1e-12);
    CHECK_INT("points of equity", k.sampler.equity_n, 4);
    tear_down(&k);
}

/* The last sample of a run at midnight is the daily one: it is not taken twice. */
SUITE(sampler_last_sample)
{
    kit k;
    set_up(&k);
    daily(&k, 1000.0, 1.0, 0.0);
    const peri_standing later = {990.0, 2.0, 99.0};
    peri_sampler_daily(&k.sampler, k.start, &later);
    CHECK_INT("same instant", k.sampler.days_n, 1);
    peri_sampler_daily(&k.sampler, k.start + PERI_HOUR, &later);
    CHECK_INT("later", k.sampler.days_n, 2);
    CHECK_NEAR("the turnover since the first", k.sampler.days[1].turnover, 0.1, 1e-12);
    CHECK_INT("the next midnight stays", k.sampler.next_daily_ns, k.start + PERI_DAY);
    const peri_standing last = {980.0, 3.0, 196.0};
    peri_sampler_daily(&k.sampler, k.start + PERI_HOUR, &last);
    CHECK_INT("the end again", k.sampler.days_n, 2);
    CHECK_NEAR("what was traded since counts", k.sampler.days[1].turnover, 0.2, 1e-12);
    CHECK_NEAR("the return is the first one", k.sampler.days[1].return_percent, -1.0, 1e-12);
    tear_down(&k);
}

SUITE(sampler_of_nothing)
{
    kit k;
    set_up(&k);
    daily(&k, 0.0, 0.0, 0.0);
    daily(&k, 0.0, 0.0, 10.0);
    CHECK_NEAR("no return of nothing", k.sampler.days[1].return_percent, 0.0, 0.0);
    CHECK_NEAR("no turnover of nothing", k.sampler.days[1].turnover, 0.0, 0.0);
    tear_down(&k);
}

SUITE(sampler_rounding)
{
    static const struct {
        const char *name;
        double value, want;
    } rows[] = {{"nothing", 0.0, 0.0},
                {"7 digits", 144.75575555, 144.7558},
                {"a fraction", 0.0123456789, 0.01234568},
                {"exactly 1000", 1000.00049, 1000.0005},
                {"4 decimals", 123456.78915, 123456.7892},
                {"below 0", -0.15414618, -0.1541462},
                {"huge", 1e300, 1e300},
                {"tiny", 1.23456789e-300, 1.234568e-300}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const double got = peri_sampler_round(rows[i].value);
        const double size = rows[i].want < 0 ? -rows[i].want : rows[i].want;
        CHECK_NEAR(rows[i].name, got, rows[i].want, size * 1e-14);
    }
}

SUITE(sampler_restores)
{
    kit k;
    set_up(&k);
    const peri_day day = {1.5, 20.0, 0.25, 7};
    peri_sampler_restore_day(&k.sampler, &day);
    k.sampler.last_sales = 100.0;
    k.sampler.last_daily = 1000.0;
    const peri_standing now = {1000.0, 21.0, 600.0};
    peri_sampler_daily(&k.sampler, k.start + PERI_DAY, &now);
    CHECK_NEAR("as it was", k.sampler.days[0].benchmark, 20.0, 0.0);
    CHECK_NEAR("not the first: it has a turnover", k.sampler.days[1].turnover, 0.5, 1e-12);
    tear_down(&k);
}

SUITE(sampler_out_of_memory)
{
    for (long nth = 1; nth <= 2; nth++) {
        kit k;
        set_up(&k);
        peri_mem_fail_at(nth);
        CHECK_INT("told", daily(&k, 1000.0, 1.0, 0.0), PERI_ENOMEM);
        peri_mem_fail_at(0);
        tear_down(&k);
    }
}
