/* rule_kit.c - see rule_kit.h. */
#include "rule_kit.h"

#include <string.h>

int64_t rule_time(const char *text)
{
    peri_time_text out = {0, false, false};
    CHECK(text, peri_time_parse(text, strlen(text), &out) == NULL);
    return out.time_ns;
}

peri_date rule_day(const char *text)
{
    return peri_time_date(rule_time(text));
}

static peri_session_time session(peri_session_kind kind, int open_minute, int close_minute)
{
    return (peri_session_time){kind, open_minute * PERI_MINUTE, close_minute * PERI_MINUTE};
}

static peri_week_day stock_day(void)
{
    return (peri_week_day){3,
                           {session(PERI_SESSION_PRE, 240, 570),
                            session(PERI_SESSION_REGULAR, 570, 960),
                            session(PERI_SESSION_POST, 960, 1200)}};
}

static peri_week_day future_day(int weekday)
{
    if (weekday == PERI_SUNDAY)
        return (peri_week_day){1, {session(PERI_SESSION_PRE, 1080, 1440)}};
    return (peri_week_day){weekday == PERI_FRIDAY ? 2 : 3,
                           {session(PERI_SESSION_PRE, 0, 570),
                            session(PERI_SESSION_REGULAR, 570, 1020),
                            session(PERI_SESSION_POST, 1080, 1440)}};
}

static peri_hours *make(const char *name, const peri_zone *zone, const peri_week *week,
                        const peri_special_day *days, size_t n)
{
    peri_hours *hours = NULL;
    peri_hours_plan plan = {name, zone, week, 1, days, n};
    CHECK(name, peri_hours_make(&plan, &hours, NULL) == PERI_OK);
    return hours;
}

rule_world rule_world_open(void)
{
    rule_world w = {.zones = NULL};
    CHECK("zones", peri_zones_open(&w.zones, NULL) == PERI_OK &&
                       peri_zone_get(w.zones, "America/New_York", &w.new_york, NULL) == PERI_OK &&
                       peri_zone_get(w.zones, "UTC", &w.utc, NULL) == PERI_OK &&
                       peri_zone_get(w.zones, "Asia/Tokyo", &w.tokyo, NULL) == PERI_OK &&
                       peri_zone_get(w.zones, "America/Havana", &w.havana, NULL) == PERI_OK);
    peri_special_day days[] = {
        {rule_day("2013-10-14"), true, PERI_NEVER, PERI_NEVER, NULL},
        {rule_day("2013-11-28"), true, PERI_NEVER, PERI_NEVER, NULL},
        {rule_day("2013-12-25"), true, PERI_NEVER, PERI_NEVER, NULL},
        {rule_day("2013-11-29"), false, 13 * PERI_HOUR, PERI_NEVER, NULL},
    };
    peri_week spy = {.from = 0}, future = {.from = 0}, tokyo = {.from = 0}, shut = {.from = 0};
    future.days[PERI_SUNDAY] = future_day(PERI_SUNDAY);
    for (int i = PERI_MONDAY; i <= PERI_FRIDAY; i++) {
        spy.days[i] = stock_day();
        future.days[i] = future_day(i);
        tokyo.days[i] = (peri_week_day){
            2, {session(PERI_SESSION_REGULAR, 540, 690), session(PERI_SESSION_REGULAR, 750, 900)}};
    }
    w.spy = make("stocks", w.new_york, &spy, days, 4);
    w.future = make("future", w.new_york, &future, days, 3);
    w.tokyo_stocks = make("Tokyo", w.tokyo, &tokyo, NULL, 0);
    w.shut = make("shut", w.utc, &shut, NULL, 0);
    CHECK("always", peri_hours_always(w.utc, &w.always, NULL) == PERI_OK);
    return w;
}

void rule_world_close(rule_world *world)
{
    peri_hours_close(world->spy);
    peri_hours_close(world->future);
    peri_hours_close(world->tokyo_stocks);
    peri_hours_close(world->always);
    peri_hours_close(world->shut);
    peri_zones_close(world->zones);
}

peri_hours *rule_random_hours(check_rng *rng, const peri_zone *zone, peri_date around)
{
    enum {
        DAYS = 90
    };
    peri_special_day days[DAYS];
    peri_week week = {.from = 0};
    for (int i = 0; i < 7; i++)
        for (int part = 0; part < 3; part++) /* a third of the day each */
            if (check_random_in(rng, 0, 3) == 0) {
                int open = part * 480 + (int)check_random_in(rng, 0, 200);
                int close = open + (int)check_random_in(rng, 1, 280);
                peri_session_kind kind = (peri_session_kind)check_random_in(rng, 0, 2);
                week.days[i].sessions[week.days[i].n++] = session(kind, open, close);
            }
    for (int i = 0; i < DAYS; i++) {
        int kind = (int)check_random_in(rng, 0, 3);
        days[i] = (peri_special_day){around + (peri_date)check_random_in(rng, -300, 300), kind < 2,
                                     PERI_NEVER, PERI_NEVER, NULL};
        if (kind == 2)
            days[i].early_close = check_random_in(rng, 0, 1440) * PERI_MINUTE;
        if (kind == 3)
            days[i].late_open = check_random_in(rng, 0, 1440) * PERI_MINUTE;
    }
    return make("random", zone, &week, days, DAYS);
}

static int counted(rule_counter *counter, peri_error *err)
{
    if (++counter->calls != counter->fail_at)
        return PERI_OK;
    return peri_fail(err, PERI_ESCRIPT, "call %ld failed", counter->calls);
}

static int give(rule_counter *counter, peri_times *out, peri_error *err)
{
    for (size_t i = 0; i < counter->n; i++)
        if (peri_times_add(out, counter->items[i]) != PERI_OK)
            return peri_fail(err, PERI_ENOMEM, "function: no memory");
    return PERI_OK;
}

static int give_dates(void *ctx, peri_date from, peri_date to, peri_times *out, peri_error *err)
{
    rule_counter *counter = ctx;
    counter->from = from;
    counter->to = to;
    int rc = give(counter, out, err);
    return rc == PERI_OK ? counted(counter, err) : rc;
}

static int give_times(void *ctx, const peri_date *dates, size_t n, peri_times *out, peri_error *err)
{
    rule_counter *counter = ctx;
    counter->dates = n;
    counter->from = n > 0 ? dates[0] : 0;
    counter->to = n > 0 ? dates[n - 1] : 0;
    int rc = give(counter, out, err);
    return rc == PERI_OK ? counted(counter, err) : rc;
}

bool rule_keeps(const rule_counter *counter, int64_t time_ns)
{
    int64_t number = peri_time_date(time_ns) + time_ns / PERI_HOUR;
    return (uint64_t)counter->keep_mask >> (uint64_t)number % 61 & 1;
}

static int keep(void *ctx, int64_t time_ns, bool *kept, peri_error *err)
{
    *kept = rule_keeps(ctx, time_ns);
    return counted(ctx, err);
}

static void release(void *ctx)
{
    ((rule_counter *)ctx)->released++;
}

peri_rule_function rule_dates_function(rule_counter *counter)
{
    return (peri_rule_function){.dates = give_dates, .release = release, .ctx = counter};
}

peri_rule_function rule_times_function(rule_counter *counter)
{
    return (peri_rule_function){.times = give_times, .release = release, .ctx = counter};
}

peri_rule_function rule_keep_function(rule_counter *counter)
{
    return (peri_rule_function){.keep = keep, .release = release, .ctx = counter};
}
