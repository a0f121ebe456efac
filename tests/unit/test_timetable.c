/* test_timetable.c - dates joined with times: order, spilling times, functions, and a plain model.
 */
#include "rule_kit.h"

#include "base/mem.h"
#include "schedule/timetable.h"

#include <stdio.h>

static peri_date_rule *every_day(void)
{
    peri_date_rule *rule = NULL;
    CHECK("every day", peri_date_rule_every_day(&rule, NULL) == PERI_OK);
    return rule;
}

static peri_date_rule *on(const char *date)
{
    peri_date only = rule_day(date);
    peri_date_rule *rule = NULL;
    CHECK("on", peri_date_rule_on(&only, 1, &rule, NULL) == PERI_OK);
    return rule;
}

static peri_time_rule *at(double hours, const peri_zone *zone)
{
    peri_time_rule *rule = NULL;
    CHECK("at",
          peri_time_rule_at((int64_t)(hours * 60) * PERI_MINUTE, zone, &rule, NULL) == PERI_OK);
    return rule;
}

static peri_time_rule *now_rule(const char *utc)
{
    peri_time_rule *rule = NULL;
    CHECK("now", peri_time_rule_now(rule_time(utc), &rule, NULL) == PERI_OK);
    return rule;
}

/* A table that alone holds the rules. */
static peri_timetable table_of(peri_date_rule *dates, peri_time_rule *times)
{
    peri_timetable table;
    peri_timetable_init(&table, dates, times);
    peri_date_rule_free(dates);
    peri_time_rule_free(times);
    return table;
}

/* The first n times from an instant on, as "10-07 13:30 "; the table is let go. */
static const char *walk(peri_timetable table, const char *now, int n)
{
    static char text[512];
    size_t len = 0;
    int64_t utc = 0;
    text[0] = '\0';
    CHECK_INT("begin", peri_timetable_begin(&table, rule_time(now), &utc, NULL), PERI_OK);
    while (n-- > 0 && utc != PERI_NEVER) {
        char one[PERI_TIME_TEXT];
        peri_time_format(utc, one);
        len += (size_t)snprintf(text + len, sizeof text - len, "%.11s ", one + 5);
        CHECK_INT("next", peri_timetable_next(&table, utc, &utc, NULL), PERI_OK);
    }
    peri_timetable_deinit(&table);
    return text;
}

SUITE(timetable_from_now_on)
{
    rule_world w = rule_world_open();
    int64_t before = peri_mem_live();
    CHECK_STR("equal to now stays",
              walk(table_of(every_day(), at(9.5, w.new_york)), "2013-10-07 13:30", 2),
              "10-07 13:30 10-08 13:30 ");
    CHECK_STR("past is skipped",
              walk(table_of(every_day(), at(9.5, w.new_york)), "2013-10-07 13:31", 1),
              "10-08 13:30 ");
    CHECK_STR("a local day that is not over",
              walk(table_of(on("2013-10-06"), at(23, w.new_york)), "2013-10-07 01:00", 2),
              "10-07 03:00 ");
    CHECK_STR("no date left", walk(table_of(on("2013-10-06"), at(1, w.utc)), "2013-10-07", 1), "");
    CHECK_STR("the end of all rules",
              walk(table_of(every_day(), at(1, w.utc)), "2050-12-31 00:00", 3), "12-31 01:00 ");
    CHECK_INT("no leak", peri_mem_live(), before);
    rule_world_close(&w);
}

SUITE(timetable_of_a_future_that_begins_on_sunday) /* vector sc-036 */
{
    rule_world w = rule_world_open();
    const peri_rule_market es = {"ES", w.future, false};
    peri_date_rule *start = NULL;
    peri_time_rule *open = NULL;
    CHECK("rules",
          peri_date_rule_periodic(PERI_PERIOD_WEEK, false, 0, &es, &start, NULL) == PERI_OK &&
              peri_time_rule_market(PERI_AFTER_OPEN, &es, 0, &open, NULL) == PERI_OK);
    CHECK_STR("Monday", walk(table_of(start, open), "2024-02-10 00:00", 1), "02-12 14:30 ");
    rule_world_close(&w);
}

SUITE(timetable_of_now)
{
    rule_world w = rule_world_open();
    peri_timetable table = table_of(every_day(), now_rule("2013-10-07 09:00"));
    int64_t utc = 0;
    CHECK_INT("begin", peri_timetable_begin(&table, rule_time("2013-10-07 09:00"), &utc, NULL),
              PERI_OK);
    CHECK_INT("now", utc, rule_time("2013-10-07 09:00"));
    CHECK_INT("next", peri_timetable_next(&table, utc, &utc, NULL), PERI_OK);
    CHECK_INT("once", utc, PERI_NEVER);
    peri_timetable_begin(&table, rule_time("2013-10-08"), &utc, NULL);
    CHECK_INT("the start", utc, rule_time("2013-10-08"));
    peri_timetable_next(&table, utc, &utc, NULL);
    CHECK_INT("once", utc, PERI_NEVER);
    peri_timetable_begin(&table, rule_time("2013-10-07 08:00"), &utc, NULL);
    CHECK_INT("an earlier start", utc, rule_time("2013-10-07 08:00"));
    peri_timetable_next(&table, utc, &utc, NULL);
    CHECK_INT("not the clock's time as well", utc, PERI_NEVER);
    peri_timetable_deinit(&table);
    table = table_of(on("2013-10-06"), now_rule("2013-10-07 09:00"));
    peri_timetable_begin(&table, rule_time("2013-10-08"), &utc, NULL);
    CHECK_INT("no date is left", utc, PERI_NEVER);
    peri_timetable_begin(&table, rule_time("2013-10-07"), &utc, NULL);
    CHECK_INT("yesterday's date still counts", utc, rule_time("2013-10-07"));
    peri_timetable_deinit(&table);
    rule_world_close(&w);
}

/* Times that lie days beside their dates: none is lost at the begin, nor on the way. */
SUITE(timetable_of_spilling_times)
{
    rule_world w = rule_world_open();
    const peri_rule_market spy = {"SPY", w.spy, false};
    peri_time_rule *close = NULL;
    CHECK_STR("60 hours, once",
              walk(table_of(on("2013-10-07"), at(60, w.utc)), "2013-10-09 12:00", 2),
              "10-09 12:00 ");
    CHECK_STR("71 hours, the day after in UTC",
              walk(table_of(on("2013-10-07"), at(71, w.new_york)), "2013-10-10", 2),
              "10-10 03:00 ");
    CHECK_STR("60 hours, daily", walk(table_of(every_day(), at(60, w.utc)), "2013-10-09 12:00", 2),
              "10-09 12:00 10-10 12:00 ");
    CHECK_STR("a hundred days",
              walk(table_of(on("2013-10-07"), at(2400, w.utc)), "2014-01-15 00:00", 2),
              "01-15 00:00 ");
    CHECK_STR("25 hours",
              walk(table_of(on("2013-10-07"), at(25, w.new_york)), "2013-10-08 05:00", 1),
              "10-08 05:00 ");
    CHECK_STR("24 hours",
              walk(table_of(on("2013-10-07"), at(24, w.new_york)), "2013-10-08 04:00", 1),
              "10-08 04:00 ");
    CHECK_STR("days before", walk(table_of(on("2013-10-17"), at(-240, w.utc)), "2013-10-07", 2),
              "10-07 00:00 ");
    CHECK("rule", peri_time_rule_market(PERI_AFTER_CLOSE, &spy, 3000 * PERI_MINUTE, &close, NULL) ==
                      PERI_OK);
    CHECK_STR("50 hours after a close", walk(table_of(every_day(), close), "2013-10-09 22:00", 2),
              "10-09 22:00 10-10 22:00 ");
    CHECK_STR("100,000 days after the first date there is, 1700-01-01",
              walk(table_of(every_day(), at(2400000, w.utc)), "1970-01-01", 1), "10-17 00:00 ");
    rule_world_close(&w);
}

static peri_time_rule *join(peri_time_rule *a, peri_time_rule *b)
{
    peri_time_rule *both = NULL;
    CHECK("union", peri_time_rule_union((peri_time_rule *[]){a, b}, 2, &both, NULL) == PERI_OK);
    peri_time_rule_free(a);
    peri_time_rule_free(b);
    return both;
}

/* Times of different dates that overtake each other: both rules keep all of theirs. */
SUITE(timetable_of_overtaking_times)
{
    rule_world w = rule_world_open();
    const peri_rule_market es = {"ES", w.future, true}, tokyo = {"7203", w.tokyo_stocks, false};
    peri_time_rule *close = NULL, *open = NULL;
    CHECK_STR(
        "10 and 60 hours",
        walk(table_of(every_day(), join(at(10, w.utc), at(60, w.utc))), "2013-10-09 09:00", 5),
        "10-09 10:00 10-09 12:00 10-10 10:00 10-10 12:00 10-11 10:00 ");
    CHECK_STR("-1 and 23.5 hours",
              walk(table_of(every_day(), join(at(-1, w.utc), at(23.5, w.utc))), "2013-10-09", 4),
              "10-09 23:00 10-09 23:30 10-10 23:00 10-10 23:30 ");
    CHECK("rules",
          peri_time_rule_market(PERI_AFTER_CLOSE, &es, PERI_HOUR, &close, NULL) == PERI_OK &&
              peri_time_rule_market(PERI_BEFORE_OPEN, &tokyo, PERI_HOUR, &open, NULL) == PERI_OK);
    CHECK_STR("after one close, before the other's open",
              walk(table_of(every_day(), join(close, open)), "2013-10-08 00:00", 4),
              "10-08 05:00 10-08 23:00 10-09 05:00 10-09 23:00 ");
    CHECK_STR("Now among others",
              walk(table_of(every_day(), join(now_rule("2013-10-09 05:00"), at(4, w.utc))),
                   "2013-10-08 00:00", 4),
              "10-08 04:00 10-09 04:00 10-09 05:00 10-10 04:00 ");
    rule_world_close(&w);
}

/* Sixty hours after a close that lie over a change of the clock overtake the next date's 60:00. */
SUITE(timetable_of_times_overtaking_by_an_hour)
{
    rule_world w = rule_world_open();
    const peri_rule_market es = {"ES", w.future, true};
    peri_time_rule *close = NULL;
    CHECK("rule",
          peri_time_rule_market(PERI_AFTER_CLOSE, &es, 60 * PERI_HOUR, &close, NULL) == PERI_OK);
    CHECK_STR("spring",
              walk(table_of(every_day(), join(close, at(60, w.new_york))), "2014-03-09", 4),
              "03-09 16:00 03-09 17:00 03-10 10:00 03-10 16:00 ");
    rule_world_close(&w);
}

/* Late on Sunday one market closes; on Monday, a holiday there, another one far to the east closes
   before that instant. */
SUITE(timetable_of_markets_around_the_world)
{
    rule_world w = rule_world_open();
    peri_week week = {.from = 0};
    peri_hours_plan plan = {.name = "Wellington", .weeks = &week, .week_count = 1};
    peri_hours *wellington = NULL;
    peri_time_rule *close = NULL;
    for (int i = PERI_MONDAY; i <= PERI_FRIDAY; i++)
        week.days[i] = (peri_week_day){1, {{PERI_SESSION_REGULAR, 10 * PERI_HOUR, 13 * PERI_HOUR}}};
    CHECK("hours", peri_zone_get(w.zones, "Pacific/Auckland", &plan.zone, NULL) == PERI_OK &&
                       peri_hours_make(&plan, &wellington, NULL) == PERI_OK);
    const peri_hours *items[] = {w.future, wellington};
    const peri_market_set set = {items, 2, 2};
    CHECK("rule",
          peri_time_rule_markets(PERI_BEFORE_CLOSE, &set, true, 0, &close, NULL) == PERI_OK);
    CHECK_STR("both", walk(table_of(every_day(), close), "2013-10-13", 3),
              "10-14 00:00 10-14 04:00 10-16 04:00 ");
    peri_hours_close(wellington);
    rule_world_close(&w);
}

/* Two dates that give one instant (a local day that was skipped) fire once. */
SUITE(timetable_one_instant_once)
{
    rule_world w = rule_world_open();
    const peri_zone *apia = NULL;
    CHECK_INT("zone", peri_zone_get(w.zones, "Pacific/Apia", &apia, NULL), PERI_OK);
    CHECK_STR("29th, 31st, 1st", walk(table_of(every_day(), at(0, apia)), "2011-12-29 09:00", 3),
              "12-29 10:00 12-30 10:00 12-31 10:00 ");
    rule_world_close(&w);
}

SUITE(timetable_of_a_list)
{
    static const int64_t times[] = {3 * PERI_DAY, PERI_DAY, 9 * PERI_DAY};
    rule_counter never = {.fail_at = 1};
    peri_date_rule *dates = NULL;
    peri_time_rule *list = NULL;
    CHECK("rules",
          peri_date_rule_function("mine", rule_dates_function(&never), &dates, NULL) == PERI_OK &&
              peri_time_rule_list(times, 3, &list, NULL) == PERI_OK);
    CHECK_STR("whatever the dates", walk(table_of(dates, list), "1970-01-02", 9),
              "01-02 00:00 01-04 00:00 01-10 00:00 ");
    CHECK_INT("nobody asks for dates", never.calls, 0);
    CHECK_INT("let go", never.released, 1);
}

SUITE(timetable_of_functions)
{
    rule_world w = rule_world_open();
    const int64_t dates[] = {rule_time("2024-02-20"), rule_time("2024-02-12")};
    const int64_t times[] = {rule_time("2024-02-21 05:00"), rule_time("2024-02-01"),
                             rule_time("2024-02-13 04:00")};
    rule_counter of_dates = {.items = dates, .n = 2}, of_times = {.items = times, .n = 3};
    peri_date_rule *date_rule = NULL;
    peri_time_rule *time_rule = NULL;
    int64_t before = peri_mem_live();
    CHECK("rules", peri_date_rule_function("d", rule_dates_function(&of_dates), &date_rule, NULL) ==
                           PERI_OK &&
                       peri_time_rule_function("t", rule_times_function(&of_times), &time_rule,
                                               NULL) == PERI_OK);
    peri_date_rule_retain(date_rule);
    CHECK_STR("dates by function", walk(table_of(date_rule, at(1, w.utc)), "2024-02-10", 9),
              "02-12 01:00 02-20 01:00 ");
    CHECK_INT("range", of_dates.from, rule_day("2024-02-09")); /* vector sc-037 */
    CHECK_INT("range", of_dates.to, rule_day("2050-12-31"));
    CHECK_STR("both by function", walk(table_of(date_rule, time_rule), "2024-02-10", 9),
              "02-13 04:00 02-21 05:00 ");
    CHECK_INT("each once per table", of_dates.calls * 10 + of_times.calls, 21);
    CHECK_INT("the dates", of_times.dates, 2);
    CHECK_INT("the dates", of_times.from, rule_day("2024-02-12"));
    CHECK_INT("let go", of_dates.released + of_times.released, 2);
    CHECK_INT("no leak", peri_mem_live(), before);
    rule_world_close(&w);
}

SUITE(timetable_begun_again)
{
    rule_world w = rule_world_open();
    const int64_t dates[] = {rule_time("2024-02-20"), rule_time("2024-02-12")};
    rule_counter counter = {.items = dates, .n = 2};
    peri_date_rule *rule = NULL;
    int64_t utc = 0;
    CHECK_INT("rule", peri_date_rule_function("d", rule_dates_function(&counter), &rule, NULL),
              PERI_OK);
    peri_timetable table = table_of(rule, at(1, w.utc));
    for (int i = 0; i < 2; i++) {
        peri_timetable_begin(&table, rule_time("2024-02-15"), &utc, NULL);
        CHECK_INT("late", utc, rule_time("2024-02-20 01:00"));
        peri_timetable_begin(&table, rule_time("2024-02-10"), &utc, NULL);
        CHECK_INT("early", utc, rule_time("2024-02-12 01:00"));
    }
    CHECK_INT("asked each time", counter.calls, 4);
    peri_timetable_deinit(&table);
    rule_world_close(&w);
}

/* A table of 01:00 with one function among its rules: dates, kept dates, kept times, times. */
static peri_timetable table_with_function(int which, rule_counter *counter, const rule_world *w)
{
    peri_date_rule *dates = which > 1 ? every_day() : NULL;
    peri_time_rule *clock = at(1, w->utc), *times = NULL;
    int rc = PERI_OK;
    if (which == 0)
        rc = peri_date_rule_function("d", rule_dates_function(counter), &dates, NULL);
    else if (which == 1)
        rc = peri_date_rule_where(NULL, rule_keep_function(counter), &dates, NULL);
    else if (which == 2)
        rc = peri_time_rule_where(clock, rule_keep_function(counter), &times, NULL);
    else
        rc = peri_time_rule_function("t", rule_times_function(counter), &times, NULL);
    CHECK_INT("made", rc, PERI_OK);
    if (which < 2)
        return table_of(dates, clock);
    peri_time_rule_free(clock);
    return table_of(dates, times);
}

/* Whichever call fails, the text comes through, no time is left and nothing leaks. Returns how many
   times came before. */
static int fail_at(int which, long nth, const rule_world *w)
{
    static const int64_t items[] = {40 * PERI_DAY, 41 * PERI_DAY};
    rule_counter counter = {.items = items, .n = 2, .keep_mask = -1, .fail_at = nth};
    peri_timetable table = table_with_function(which, &counter, w);
    peri_error err = {0, ""};
    char want[40];
    int64_t utc = 5;
    int n = 0, rc = peri_timetable_begin(&table, 40 * PERI_DAY, &utc, &err);
    while (rc == PERI_OK && n < 9) {
        n++;
        rc = peri_timetable_next(&table, utc, &utc, &err);
    }
    peri_timetable_deinit(&table);
    CHECK_INT("let go", counter.released, 1);
    if (rc == PERI_OK)
        return n;
    snprintf(want, sizeof want, "call %ld failed", nth);
    CHECK_INT("status", rc, PERI_ESCRIPT);
    CHECK_STR("text", err.text, want);
    CHECK_INT("no time", utc, PERI_NEVER);
    return n;
}

SUITE(timetable_of_functions_that_fail)
{
    rule_world w = rule_world_open();
    int64_t before = peri_mem_live();
    for (long nth = 1; nth <= 6; nth++) {
        CHECK_INT("dates: called once", fail_at(0, nth, &w), nth == 1 ? 0 : 9);
        CHECK_INT("kept dates: yesterday's first", fail_at(1, nth, &w), nth > 2 ? nth - 2 : 0);
        CHECK_INT("kept times", fail_at(2, nth, &w), nth - 1);
        CHECK_INT("times: called once", fail_at(3, nth, &w), nth == 1 ? 0 : 9);
    }
    CHECK_INT("no leak", peri_mem_live(), before);
    rule_world_close(&w);
}

SUITE(timetable_out_of_memory)
{
    rule_world w = rule_world_open();
    static const int64_t items[] = {40 * PERI_DAY, 41 * PERI_DAY};
    int64_t before = peri_mem_live();
    for (long nth = 1;; nth++) {
        rule_counter of_dates = {.items = items, .n = 2}, of_times = {.items = items, .n = 2},
                     keep = {.keep_mask = -1};
        peri_date_rule *dates = NULL, *where = NULL;
        peri_time_rule *times = NULL;
        CHECK("rules",
              peri_date_rule_function("d", rule_dates_function(&of_dates), &dates, NULL) ==
                      PERI_OK &&
                  peri_date_rule_where(dates, rule_keep_function(&keep), &where, NULL) == PERI_OK &&
                  peri_time_rule_function("t", rule_times_function(&of_times), &times, NULL) ==
                      PERI_OK);
        peri_date_rule_free(dates);
        peri_timetable table = table_of(where, times);
        peri_error err = {0, ""};
        int64_t utc = 5;
        peri_mem_fail_at(nth);
        int rc = peri_timetable_begin(&table, 0, &utc, &err);
        peri_mem_fail_at(0);
        CHECK_INT("time", utc, rc == PERI_OK ? 40 * PERI_DAY : PERI_NEVER);
        if (rc != PERI_OK) {
            CHECK_INT("again", peri_timetable_begin(&table, 0, &utc, NULL), PERI_OK);
            CHECK_INT("as if nothing had been", utc, 40 * PERI_DAY);
        }
        peri_timetable_deinit(&table);
        CHECK_INT("no leak", peri_mem_live(), before);
        if (rc == PERI_OK)
            break;
        CHECK_INT("only ENOMEM", rc, PERI_ENOMEM);
        CHECK_HAS("text", err.text, "no memory");
    }
    rule_world_close(&w);
}

/* ---- all times of all dates, gathered and sorted ---- */

static peri_time_rule *random_part(check_rng *rng, const rule_world *w)
{
    const peri_zone *const zones[] = {w->new_york, w->havana, w->tokyo, w->utc};
    const peri_hours *const markets[] = {w->spy, w->future, w->tokyo_stocks};
    const peri_zone *zone = zones[check_random_in(rng, 0, 3)];
    const peri_hours *hours = markets[check_random_in(rng, 0, 2)];
    const peri_rule_market market = {"X", hours, check_random_in(rng, 0, 1) == 1};
    int64_t wide = check_random_in(rng, 0, 3) == 0 ? 9000 : 900;
    int64_t minutes = check_random_in(rng, -wide, wide);
    peri_market_edge edge = (peri_market_edge)check_random_in(rng, 0, 3);
    int64_t move = check_random_in(rng, 0, 2) == 0 ? 0 : minutes * PERI_MINUTE;
    peri_time_rule *rule = NULL;
    switch (check_random_in(rng, 0, 3)) {
    case 0:
        peri_time_rule_every(check_random_in(rng, 200, 2000) * PERI_MINUTE, zone, &rule, NULL);
        break;
    case 1:
        peri_time_rule_market(edge, &market, move, &rule, NULL);
        break;
    default:
        peri_time_rule_at(minutes * PERI_MINUTE, zone, &rule, NULL);
    }
    return rule;
}

static peri_time_rule *random_times(check_rng *rng, const rule_world *w, const peri_market_set *set)
{
    peri_time_rule *rule = random_part(rng, w);
    while (check_random_in(rng, 0, 2) == 0)
        rule = join(rule, random_part(rng, w));
    if (check_random_in(rng, 0, 4) == 0) {
        peri_time_rule *all = NULL;
        peri_market_edge edge = (peri_market_edge)check_random_in(rng, 0, 3);
        peri_time_rule_markets(edge, set, true, check_random_in(rng, -900, 900) * PERI_MINUTE, &all,
                               NULL);
        rule = check_random_in(rng, 0, 1) ? join(rule, all) : join(all, rule);
    }
    if (check_random_in(rng, 0, 3) == 0) {
        const peri_rule_market market = {"X", w->future, true};
        peri_time_rule *during = NULL;
        peri_time_rule_during(rule, &market, &during, NULL);
        peri_time_rule_free(rule);
        rule = during;
    }
    return rule;
}

static peri_date_rule *random_dates(check_rng *rng, const rule_world *w)
{
    const peri_rule_market market = {"X", w->spy, check_random_in(rng, 0, 1) == 1};
    int weekdays[2], offset = (int)check_random_in(rng, 0, 4);
    peri_period period = (peri_period)check_random_in(rng, 0, 1);
    bool end = check_random_in(rng, 0, 1) == 1;
    peri_date_rule *rule = NULL;
    for (int i = 0; i < 2; i++)
        weekdays[i] = (int)check_random_in(rng, 0, 6);
    switch (check_random_in(rng, 0, 3)) {
    case 0:
        peri_date_rule_every(weekdays, 2, &rule, NULL);
        break;
    case 1:
        peri_date_rule_open_days(&market, &rule, NULL);
        break;
    case 2:
        peri_date_rule_periodic(period, end, offset, &market, &rule, NULL);
        break;
    default:
        rule = every_day();
    }
    return rule;
}

/* All times in [from, until) of dates that are up to ten days away. */
static void gather(const peri_date_rule *dates, const peri_time_rule *times, int64_t from,
                   int64_t until, peri_times *out)
{
    peri_date date = peri_time_date(from) - 10;
    while (peri_date_rule_next(dates, date, &date, NULL) == PERI_OK &&
           date <= peri_time_date(until) + 10) {
        int64_t utc = from - 1;
        while (peri_time_rule_next(times, date, utc, &utc, NULL) == PERI_OK && utc < until)
            peri_times_add(out, utc);
        date++;
    }
    peri_times_sort(out);
}

static bool walks_as_gathered(peri_timetable *table, int64_t from, int64_t until,
                              const peri_times *want)
{
    int64_t utc = 0;
    int rc = peri_timetable_begin(table, from, &utc, NULL);
    for (size_t i = 0; i < want->n; i++) {
        if (rc != PERI_OK || utc != want->items[i])
            return false;
        rc = peri_timetable_next(table, utc, &utc, NULL);
    }
    return rc == PERI_OK && utc >= until;
}

SUITE(timetable_equals_all_times_sorted)
{
    rule_world w = rule_world_open();
    const peri_hours *items[] = {w.spy, w.future, w.tokyo_stocks};
    const peri_market_set set = {items, 3, 3};
    int failed = 0;
    size_t compared = 0;
    int64_t before = peri_mem_live();
    for (uint64_t seed = 1; seed <= 3000 && !failed; seed++) {
        check_rng rng = {seed};
        int64_t around = rule_time(seed % 2 ? "2013-11-03" : "2014-03-09");
        int64_t from = around + check_random_in(&rng, -20000, 2000) * PERI_MINUTE;
        int64_t until = from + check_random_in(&rng, 1, 30) * PERI_DAY;
        peri_date_rule *dates = random_dates(&rng, &w);
        peri_time_rule *times = random_times(&rng, &w, &set);
        peri_times want = {NULL, 0, 0};
        gather(dates, times, from, until, &want);
        peri_timetable table = table_of(dates, times);
        failed = !walks_as_gathered(&table, from, until, &want);
        if (failed)
            printf("     seed %llu: %s: %s\n", (unsigned long long)seed,
                   peri_date_rule_name(table.dates), peri_time_rule_name(table.times));
        compared += want.n;
        peri_times_deinit(&want);
        peri_timetable_deinit(&table);
    }
    CHECK_INT("none lost, none twice, in order", failed, 0);
    CHECK("a good number", failed || compared > 30000);
    CHECK_INT("no leak", peri_mem_live(), before);
    rule_world_close(&w);
}
