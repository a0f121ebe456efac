/* test_consolidator.c - what each kind of consolidator makes of bars, and whom it tells.
 *
 * Expected bricks follow from the rules in consolidator.h by hand.
 */
#include "market/consolidator.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "check.h"
#include "trade_kit.h"

enum {
    MOST = 16
};

struct recorder {
    peri_bar bars[MOST];
    size_t n;
    peri_consolidator *again; /* updated from its own handler; NULL: not */
    peri_consolidator *drop;  /* released by the handler; NULL: not */
    peri_indicator *before, *after;
    int64_t samples_before, samples_after; /* of them when the handler was called last */
    double pick;                           /* what a pick adds to the high */
    int rc;                                /* of the update from inside */
};

static int record(void *ctx, peri_consolidator *consolidator, const peri_bar *bar, peri_error *err)
{
    struct recorder *r = ctx;
    (void)consolidator;
    if (r->n < MOST)
        r->bars[r->n] = *bar;
    r->n++;
    if (r->before)
        r->samples_before = peri_indicator_samples(r->before);
    if (r->after)
        r->samples_after = peri_indicator_samples(r->after);
    if (r->again)
        r->rc = peri_consolidator_update(r->again, bar, false, err);
    peri_consolidator_release(r->drop);
    r->drop = NULL;
    return PERI_OK;
}

static int high_and(void *ctx, peri_consolidator *consolidator, int pick, const peri_bar *bar,
                    double *value, peri_error *err)
{
    const struct recorder *r = ctx;
    (void)consolidator;
    (void)pick;
    (void)err;
    *value = bar->high + r->pick;
    return PERI_OK;
}

static void listen_to(peri_consolidator *consolidator, struct recorder *r)
{
    const peri_consolidator_calls calls = {.on_bar = record, .pick = high_and, .ctx = r};
    peri_consolidator_set_calls(consolidator, &calls);
}

/* Minute i of a value and a volume of 100. */
static peri_bar minute_at(int i, double value)
{
    return (peri_bar){i * PERI_MINUTE, (i + 1) * PERI_MINUTE, value, value, value, value, 100};
}

static void feed_values(peri_consolidator *consolidator, const double *values, size_t n)
{
    peri_error err;
    for (size_t i = 0; i < n; i++) {
        const peri_bar bar = minute_at((int)i, values[i]);
        CHECK_INT("update", peri_consolidator_update(consolidator, &bar, false, &err), PERI_OK);
    }
}

static void check_bar(const char *name, const peri_bar *bar, const double *want)
{
    char text[128];
    const double got[] = {bar->open, bar->high, bar->low, bar->close, bar->volume};
    static const char *const parts[] = {"open", "high", "low", "close", "volume"};
    for (size_t i = 0; i < 5; i++) {
        snprintf(text, sizeof text, "%.90s: %s", name, parts[i]);
        CHECK_NEAR(text, got[i], want[i], 1e-9);
    }
}

static void check_bars(const char *name, const struct recorder *r, const double (*want)[5],
                       size_t n)
{
    char text[96];
    CHECK_INT(name, r->n, n);
    for (size_t i = 0; i < n && i < r->n; i++) {
        snprintf(text, sizeof text, "%s %zu", name, i + 1);
        check_bar(text, &r->bars[i], want[i]);
    }
}

struct by_price {
    const char *name;
    peri_consolidator *made;
    const double *values;
    size_t n;
    const double (*want)[5];
    size_t want_n;
};

SUITE(consolidator_by_price)
{
    static const double falls[] = {10.3, 10.0, 10.5, 12.7, 9.9};
    static const double classic[][5] = {
        {11, 11, 10, 10, 200}, {10, 11, 10, 11, 300}, {11, 11, 10, 10, 200}};
    static const double uneven[][5] = {{10.3, 11.3, 10, 11.3, 400}, {11.3, 11.3, 10.3, 10.3, 200}};
    static const double turns[] = {10.3, 12.5, 11.5, 9.7};
    static const double wicked[][5] = {
        {10, 11, 10, 11, 0}, {11, 12, 11, 12, 0}, {11, 12.5, 10, 10, 0}};
    static const double wide[] = {10.3, 10.5, 9.5, 12};
    static const double range[][5] = {
        {11, 11, 10, 10, 200}, {9.99, 10.5, 9.5, 10.5, 100}, {10.51, 11.51, 10.51, 11.51, 0}};
    static const double apart[][5] = {{11, 11, 10, 10, 200}, {9.5, 10.5, 9.5, 10.5, 100}};
    static const double volume[][5] = {{1, 3, 1, 3, 250}, {3, 5, 3, 5, 250}};
    static const double rising[] = {1, 2, 3, 4, 5};
    static const double threes[][5] = {{1, 3, 1, 3, 300}};
    peri_consolidator *made[7];
    trade_kit kit;
    kit_open(&kit, 1000);
    CHECK_INT("classic", peri_consolidator_new_classic_renko(1, true, &made[0], NULL), PERI_OK);
    CHECK_INT("uneven", peri_consolidator_new_classic_renko(1, false, &made[1], NULL), PERI_OK);
    CHECK_INT("wicked", peri_consolidator_new_renko(1, &made[2], NULL), PERI_OK);
    CHECK_INT("range", peri_consolidator_new_range(100, false, &made[3], NULL), PERI_OK);
    CHECK_INT("apart", peri_consolidator_new_range(100, true, &made[4], NULL), PERI_OK);
    CHECK_INT("volume", peri_consolidator_new_volume(250, &made[5], NULL), PERI_OK);
    CHECK_INT("count", peri_consolidator_new_count(3, &made[6], NULL), PERI_OK);
    const struct by_price rows[] = {
        {"classic Renko", made[0], falls, 5, classic, 3},
        {"Renko from anywhere", made[1], falls, 5, uneven, 2},
        {"Renko with wicks", made[2], turns, 4, wicked, 3},
        {"range", made[3], wide, 4, range, 3},
        {"classic range", made[4], wide, 4, apart, 2},
        {"volume", made[5], rising, 5, volume, 2},
        {"count", made[6], rising, 5, threes, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct recorder r = {.n = 0};
        const struct by_price *row = &rows[i];
        listen_to(row->made, &r);
        peri_consolidator_attach(row->made, &kit.securities[KIT_DAILY], NULL);
        feed_values(row->made, row->values, row->n);
        check_bars(row->name, &r, row->want, row->want_n);
        CHECK("no scan completes it", peri_consolidator_due(row->made) == PERI_NEVER);
        peri_consolidator_release(row->made);
    }
    kit_close(&kit);
}

/* A bar of these times on New York's clocks. */
static peri_bar bar_at(const trade_kit *kit, const char *start, const char *end, double close)
{
    return (peri_bar){
        kit_time(kit, start), kit_time(kit, end), close, close + 1, close - 1, close, 100};
}

static const struct placed {
    const char *name;
    int64_t span_ns;               /* > 0: a span */
    peri_calendar_period calendar; /* else of these, */
    bool is_day;                   /* unless a day */
    const char *start, *end;       /* of the bar that is given */
    const char *want_start, *want_end;
} placed[] = {
    {"hours", 3 * PERI_HOUR, 0, false, "2013-10-07 10:00", "2013-10-07 11:00", "2013-10-07 09:00",
     "2013-10-07 12:00"},
    {"a day by the clock", PERI_DAY, 0, false, "2013-10-07 10:00", "2013-10-07 11:00",
     "2013-10-07 00:00", "2013-10-08 00:00"},
    {"two days begin with the bar", 2 * PERI_DAY, 0, false, "2013-10-07 09:00", "2013-10-07 10:00",
     "2013-10-07 09:00", "2013-10-09 09:00"},
    {"seven hours, counted from year 1", 7 * PERI_HOUR, 0, false, "2013-10-08 05:00",
     "2013-10-08 06:00", "2013-10-08 04:00", "2013-10-08 11:00"},
    {"a bar that reaches beyond", 90 * PERI_MINUTE, 0, false, "2013-10-07 10:00",
     "2013-10-07 11:00", "2013-10-07 10:00", "2013-10-07 11:30"},
    {"the session, of an hour before it", 0, 0, true, "2013-10-07 09:00", "2013-10-07 10:00",
     "2013-10-07 09:30", "2013-10-07 16:00"},
    {"the session of a short day", 0, 0, true, "2013-11-29 10:00", "2013-11-29 10:01",
     "2013-11-29 09:30", "2013-11-29 13:00"},
    {"a week", 0, PERI_CALENDAR_WEEK, false, "2013-10-09 10:00", "2013-10-09 11:00",
     "2013-10-07 00:00", "2013-10-14 00:00"},
    {"a month", 0, PERI_CALENDAR_MONTH, false, "2013-12-09 10:00", "2013-12-09 11:00",
     "2013-12-01 00:00", "2014-01-01 00:00"},
    {"a quarter", 0, PERI_CALENDAR_QUARTER, false, "2013-09-09 10:00", "2013-09-09 11:00",
     "2013-07-01 00:00", "2013-10-01 00:00"},
    {"a year", 0, PERI_CALENDAR_YEAR, false, "2013-09-09 10:00", "2013-09-09 11:00",
     "2013-01-01 00:00", "2014-01-01 00:00"},
};

static peri_consolidator *make_placed(const struct placed *row)
{
    peri_consolidator *made = NULL;
    int rc = row->span_ns > 0 ? peri_consolidator_new_span(row->span_ns, &made, NULL)
             : row->is_day    ? peri_consolidator_new_day(&made, NULL)
                              : peri_consolidator_new_calendar(row->calendar, &made, NULL);
    CHECK_INT(row->name, rc, PERI_OK);
    return made;
}

SUITE(consolidator_by_time)
{
    trade_kit kit;
    kit_open(&kit, 1000);
    for (size_t i = 0; i < sizeof placed / sizeof *placed; i++) {
        const struct placed *row = &placed[i];
        struct recorder r = {.n = 0};
        peri_consolidator *made = make_placed(row);
        const peri_bar bar = bar_at(&kit, row->start, row->end, 50);
        const int64_t end_ns = kit_time(&kit, row->want_end);
        listen_to(made, &r);
        peri_consolidator_attach(made, &kit.securities[KIT_MINUTE], NULL);
        CHECK_INT(row->name, peri_consolidator_update(made, &bar, false, NULL), PERI_OK);
        CHECK_INT(row->name, peri_consolidator_due(made), end_ns);
        peri_consolidator_scan(made, end_ns - 1, false, NULL);
        CHECK_INT("not before its end", r.n, 0);
        peri_consolidator_scan(made, end_ns, false, NULL);
        CHECK_INT("at its end", r.n, 1);
        CHECK_INT(row->name, r.bars[0].start_ns, kit_time(&kit, row->want_start));
        CHECK_INT(row->name, r.bars[0].end_ns, end_ns);
        CHECK("nothing is at hand then", peri_consolidator_working(made) == NULL);
        peri_consolidator_release(made);
    }
    kit_close(&kit);
}

SUITE(consolidator_span_inputs)
{
    trade_kit kit;
    struct recorder r = {.n = 0};
    peri_consolidator *made;
    peri_error err;
    kit_open(&kit, 1000);
    peri_consolidator_new_span(PERI_HOUR, &made, NULL);
    listen_to(made, &r);
    peri_consolidator_attach(made, &kit.securities[KIT_MINUTE], NULL);
    peri_bar bar = bar_at(&kit, "2013-10-07 10:00", "2013-10-07 12:00", 50);
    CHECK_INT("longer bars", peri_consolidator_update(made, &bar, false, &err), PERI_EINVAL);
    CHECK_HAS("say so", err.text, "bars of 'SPY' of 120 minutes cannot be joined into bars of 60");
    bar = bar_at(&kit, "2013-10-07 10:00", "2013-10-07 10:01", 50);
    peri_consolidator_update(made, &bar, false, NULL);
    bar = bar_at(&kit, "2013-10-07 10:59", "2013-10-07 11:00", 60);
    peri_consolidator_update(made, &bar, false, NULL);
    CHECK_INT("one is at hand", r.n, 0);
    bar = bar_at(&kit, "2013-10-07 13:01", "2013-10-07 13:02", 70);
    peri_consolidator_update(made, &bar, false, NULL);
    CHECK_INT("a bar behind it completes it", r.n, 1);
    check_bar("joined", &r.bars[0], (const double[]){50, 61, 49, 60, 200});
    CHECK_INT("and begins another", peri_consolidator_due(made),
              kit_time(&kit, "2013-10-07 14:00"));
    peri_consolidator_scan(made, kit_time(&kit, "2013-10-07 14:00"), true, NULL);
    CHECK_INT("quietly", r.n, 1);
    CHECK("but it was handed out", peri_consolidator_consolidated(made)->close == 70);
    bar = bar_at(&kit, "2013-10-07 13:59", "2013-10-07 14:00", 80);
    peri_consolidator_update(made, &bar, false, NULL);
    CHECK("one that comes late is left out", peri_consolidator_working(made) == NULL);
    peri_consolidator_release(made);

    peri_consolidator_new_day(&made, NULL);
    peri_consolidator_attach(made, &kit.securities[KIT_MINUTE], NULL);
    bar = bar_at(&kit, "2013-10-07 16:00", "2013-10-07 17:00", 50);
    peri_consolidator_update(made, &bar, false, NULL);
    CHECK("what is outside of the session is left out", peri_consolidator_working(made) == NULL);
    peri_consolidator_release(made);
    kit_close(&kit);
}

static peri_indicator *make_max(void)
{
    peri_indicator *made = NULL;
    peri_indicator_new(peri_indicator_find("MAX"), (double[PERI_INDICATOR_PARAMS]){5},
                       PERI_FIELD_CLOSE, &made, NULL);
    return made;
}

SUITE(consolidator_tells)
{
    trade_kit kit;
    struct recorder r = {.before = make_max(), .after = make_max(), .pick = 0.5};
    peri_indicator *picked = make_max();
    peri_consolidator *made;
    peri_error err;
    kit_open(&kit, 1000);
    peri_consolidator_new_count(1, &made, NULL);
    peri_consolidator_add_indicator(made, r.before, 0, NULL);
    listen_to(made, &r);
    peri_consolidator_add_indicator(made, r.after, 0, NULL);
    peri_consolidator_add_indicator(made, picked, 1, NULL);
    peri_consolidator_attach(made, &kit.securities[KIT_MINUTE], NULL);
    CHECK_INT("another symbol", peri_consolidator_attach(made, &kit.securities[KIT_DAILY], &err),
              PERI_EINVAL);
    CHECK_HAS("names both", err.text, "it has those of 'SPY', and was given 'IBM'");
    peri_bar bar = minute_at(0, 7);
    peri_consolidator_update(made, &bar, false, NULL);
    CHECK_INT("an indicator added before the handler comes before it", r.samples_before, 1);
    CHECK_INT("others behind it", r.samples_after, 0);
    CHECK_NEAR("a pick", peri_indicator_value(picked), 7.5, 0);
    r.pick = (double)NAN;
    CHECK_INT("a pick that is no number", peri_consolidator_update(made, &bar, false, &err),
              PERI_EINVAL);
    CHECK_HAS("says what it was", err.text, "the selector gave nan");
    peri_consolidator_remove_indicator(made, picked);
    r.again = made;
    peri_consolidator_update(made, &bar, false, &err);
    CHECK_INT("not from its own handler", r.rc, PERI_ESTATE);
    r.again = NULL;
    r.drop = made;
    CHECK_INT("a handler may let go of it", peri_consolidator_update(made, &bar, false, NULL),
              PERI_OK);
    peri_indicator_free(r.before);
    peri_indicator_free(r.after);
    peri_indicator_free(picked);
    kit_close(&kit);
}

SUITE(consolidator_from_a_time_of_the_day)
{
    static const struct {
        const char *name, *start, *end, *want_start, *want_end;
        int64_t length;
    } rows[] = {{"hours from the open", "2013-10-07 10:00", "2013-10-07 10:01", "2013-10-07 09:30",
                 "2013-10-07 10:30", PERI_HOUR},
                {"since the day before", "2013-10-07 09:15", "2013-10-07 09:16", "2013-10-07 06:30",
                 "2013-10-07 13:30", 7 * PERI_HOUR},
                {"counted anew", "2013-10-07 09:30", "2013-10-07 09:31", "2013-10-07 09:30",
                 "2013-10-07 16:30", 7 * PERI_HOUR}};
    const int64_t open = 9 * PERI_HOUR + 30 * PERI_MINUTE;
    trade_kit kit;
    kit_open(&kit, 1000);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct recorder r = {.n = 0};
        peri_consolidator *made = NULL;
        const peri_bar bar = bar_at(&kit, rows[i].start, rows[i].end, 50);
        const int64_t end_ns = kit_time(&kit, rows[i].want_end);
        CHECK_INT(rows[i].name, peri_consolidator_new_span_at(rows[i].length, open, &made, NULL),
                  PERI_OK);
        listen_to(made, &r);
        peri_consolidator_attach(made, &kit.securities[KIT_MINUTE], NULL);
        CHECK_INT(rows[i].name, peri_consolidator_update(made, &bar, false, NULL), PERI_OK);
        CHECK_INT(rows[i].name, peri_consolidator_due(made), end_ns);
        peri_consolidator_scan(made, end_ns, false, NULL);
        CHECK_INT(rows[i].name, r.n, 1);
        CHECK_INT(rows[i].name, r.bars[0].start_ns, kit_time(&kit, rows[i].want_start));
        peri_consolidator_release(made);
    }
    kit_close(&kit);
}

SUITE(consolidator_refusals)
{
    peri_consolidator *made;
    peri_error err;
    CHECK_INT("no length", peri_consolidator_new_span(0, &made, &err), PERI_EINVAL);
    CHECK("nothing is made", made == NULL);
    CHECK_INT("no time of the day", peri_consolidator_new_span_at(PERI_HOUR, PERI_DAY, &made, &err),
              PERI_EINVAL);
    CHECK_HAS("text", err.text, "was 24 hours, expected a time of the day");
    CHECK_INT("over a day", peri_consolidator_new_span_at(2 * PERI_DAY, 0, &made, &err),
              PERI_EINVAL);
    CHECK_INT("no bars", peri_consolidator_new_count(0, &made, &err), PERI_EINVAL);
    CHECK_HAS("text", err.text, "was 0, expected 1 or more");
    CHECK_INT("no size", peri_consolidator_new_classic_renko(0, true, &made, &err), PERI_EINVAL);
    CHECK_HAS("text", err.text, "the size of a brick was 0, expected a number above 0");
    CHECK_INT("nan", peri_consolidator_new_renko((double)NAN, &made, &err), PERI_EINVAL);
    CHECK_INT("no range", peri_consolidator_new_range(0, false, &made, &err), PERI_EINVAL);
    CHECK_INT("no volume", peri_consolidator_new_volume(-1, &made, &err), PERI_EINVAL);
    trade_kit kit;
    kit_open(&kit, 1000);
    peri_consolidator_new_renko(1e-300, &made, NULL);
    peri_consolidator_attach(made, &kit.securities[KIT_MINUTE], NULL);
    const peri_bar bar = minute_at(0, 1e10);
    CHECK_INT("a size too small", peri_consolidator_update(made, &bar, false, &err), PERI_EINVAL);
    CHECK_HAS("text", err.text, "bars of a size of 1e-300 cannot be counted at a price of 1e+10");
    peri_consolidator_release(made);
    kit_close(&kit);
}

SUITE(consolidator_memory)
{
    peri_indicator *max = make_max();
    for (long nth = 1;; nth++) {
        peri_consolidator *made;
        peri_error err;
        int64_t live = peri_mem_live();
        peri_mem_fail_at(nth);
        int rc = peri_consolidator_new_day(&made, &err);
        if (rc == PERI_OK)
            rc = peri_consolidator_add_indicator(made, max, 0, &err);
        peri_mem_fail_at(0);
        peri_consolidator_release(made);
        CHECK_INT("no leak", peri_mem_live(), live);
        if (rc == PERI_OK)
            break;
        CHECK_INT("only for want of memory", rc, PERI_ENOMEM);
    }
    peri_indicator_free(max);
}

SUITE(indicator_followers)
{
    peri_indicator *first = NULL, *second = make_max(), *atr = NULL;
    int64_t bars;
    peri_error err;
    peri_indicator_new(peri_indicator_find("SMA"), (double[PERI_INDICATOR_PARAMS]){2},
                       PERI_FIELD_CLOSE, &first, NULL);
    peri_indicator_new(peri_indicator_find("ATR"), (double[PERI_INDICATOR_PARAMS]){3, 0},
                       PERI_FIELD_CLOSE, &atr, NULL);
    CHECK_INT("follows", peri_indicator_follow(first, second, false, NULL), PERI_OK);
    CHECK_INT("one that needs bars", peri_indicator_follow(first, atr, false, &err), PERI_EINVAL);
    peri_indicator_update_value(first, 10, 4, NULL);
    CHECK_INT("nothing before the first is ready", peri_indicator_samples(second), 0);
    peri_indicator_update_value(first, 20, 6, NULL);
    CHECK_INT("then each value", peri_indicator_samples(second), 1);
    CHECK_NEAR("of the first", peri_indicator_value(second), 5, 0);
    CHECK_INT("at its time", peri_indicator_time(second), 20);
    peri_indicator *chain[70] = {first};
    int rc = PERI_OK;
    for (size_t i = 1; i < 70 && rc == PERI_OK; i++) {
        chain[i] = make_max();
        rc = peri_indicator_follow(chain[i - 1], chain[i], false, &err);
        CHECK_INT("64 follow each other, not more", rc, i <= 64 ? PERI_OK : PERI_EINVAL);
    }
    for (int i = 0; i < 5; i++) /* an average that is ready, then 5 for each maximum */
        peri_indicator_update_value(first, 30 + i, 7, NULL);
    CHECK_INT("a value goes down the chain", peri_indicator_samples(chain[1]), 5);
    CHECK_INT("as far as it is ready", peri_indicator_samples(chain[2]), 1);
    for (size_t i = 1; i < 70; i++)
        peri_indicator_free(chain[i]);
    CHECK_INT("lookback", peri_indicator_lookback(atr, &bars, NULL), PERI_OK);
    CHECK_INT("of a true range", bars, 3);
    peri_indicator_lookback(first, &bars, NULL);
    CHECK_INT("of an average that has gone on", bars, 2);
    peri_indicator_free(first);
    peri_indicator_free(second);
    peri_indicator_free(atr);
}

/* A size that is counted, but by which one bar would give bricks for hours. */
SUITE(consolidator_of_far_too_many_bars)
{
    const peri_bar bars[2] = {{0, PERI_MINUTE, 1, 1, 1, 1, 1e9},
                              {PERI_MINUTE, 2 * PERI_MINUTE, 1e6, 1e6, 1e6, 1e6, 1e9}};
    trade_kit kit;
    kit_open(&kit, 1000);
    for (int kind = 0; kind < 3; kind++) {
        peri_consolidator *made = NULL;
        peri_error err;
        int rc = kind == 0   ? peri_consolidator_new_volume(1e-4, &made, NULL)
                 : kind == 1 ? peri_consolidator_new_renko(1e-4, &made, NULL)
                             : peri_consolidator_new_range(1, false, &made, NULL);
        CHECK_INT("made", rc, PERI_OK);
        rc = peri_consolidator_attach(made, &kit.securities[KIT_MINUTE], NULL);
        CHECK_INT("attached", rc, PERI_OK);
        for (int i = 0; i < 2 && rc == PERI_OK; i++)
            rc = peri_consolidator_update(made, &bars[i], false, &err);
        CHECK_INT("refused", rc, PERI_EINVAL);
        CHECK_HAS("says so", err.text, "gives more than 1000000");
        peri_consolidator_release(made);
    }
    kit_close(&kit);
}
