/* test_date_rules_periodic.c - open days and periods of markets: names, edges, and a plain model.
 */
#include "rule_kit.h"

#include "base/mem.h"
#include "schedule/date_rules.h"

#include <stdio.h>
#include <string.h>

static peri_date next(const peri_date_rule *rule, peri_date from)
{
    peri_date date = 0;
    CHECK_INT("next", peri_date_rule_next(rule, from, &date, NULL), PERI_OK);
    return date;
}

/* The dates of a range as "10-04 10-07 ". */
static const char *dates_of(const peri_date_rule *rule, const char *from, const char *to)
{
    static char text[512];
    size_t len = 0;
    peri_date date = rule_day(from) - 1;
    text[0] = '\0';
    while (len + 8 < sizeof text && (date = next(rule, date + 1)) <= rule_day(to)) {
        char one[PERI_TIME_TEXT];
        peri_date_format(date, one);
        len += (size_t)snprintf(text + len, sizeof text - len, "%s ", one + 5);
    }
    return text;
}

SUITE(periodic_rules_names_and_dates)
{
    rule_world w = rule_world_open();
    const peri_rule_market spy = {"SPY", w.spy, true}, es = {"ES", w.future, true},
                           regular = {"ES", w.future, false}, btc = {"BTCUSD", w.always, true},
                           shut = {"SHUT", w.shut, true};
    const struct {
        peri_period period;
        bool end;
        int offset;
        const peri_rule_market *market;
        const char *name, *from, *to, *dates;
    } rows[] = {
        {PERI_PERIOD_WEEK, false, 0, NULL, "WeekStart", "2013-10-01", "2013-10-21",
         "10-07 10-14 10-21 "},
        {PERI_PERIOD_WEEK, false, 6, NULL, "WeekStart+6", "2013-10-06", "2013-10-14",
         "10-06 10-13 "},
        {PERI_PERIOD_WEEK, true, 0, NULL, "WeekEnd", "2013-10-01", "2013-10-12", "10-04 10-11 "},
        {PERI_PERIOD_WEEK, true, 6, NULL, "WeekEnd-6", "2013-10-05", "2013-10-12", "10-05 10-12 "},
        {PERI_PERIOD_MONTH, false, 30, NULL, "MonthStart+30", "2013-01-01", "2013-04-30",
         "01-31 02-28 03-31 04-30 "},
        {PERI_PERIOD_MONTH, true, 30, NULL, "MonthEnd-30", "2013-01-01", "2013-03-31",
         "01-01 02-01 03-01 "},
        {PERI_PERIOD_QUARTER, false, 5, NULL, "QuarterStart+5", "2013-01-01", "2013-12-31",
         "01-06 04-06 07-06 10-06 "},
        {PERI_PERIOD_QUARTER, true, 92, NULL, "QuarterEnd-92", "2013-01-01", "2013-12-31",
         "01-01 04-01 07-01 10-01 "},
        {PERI_PERIOD_YEAR, false, 365, NULL, "YearStart+365", "2011-01-01", "2012-12-31",
         "12-31 12-31 "},
        /* decision 13: a year counts from its first day, whenever the walk begins */
        {PERI_PERIOD_YEAR, false, 100, NULL, "YearStart+100", "2013-02-01", "2013-12-31", "04-11 "},
        {PERI_PERIOD_YEAR, true, 0, &spy, "SPY: YearEnd", "2013-01-01", "2014-12-31",
         "12-31 12-31 "},
        /* the 14th is a holiday */
        {PERI_PERIOD_WEEK, false, 0, &spy, "SPY: WeekStart", "2013-10-01", "2013-10-21",
         "10-07 10-15 10-21 "},
        {PERI_PERIOD_WEEK, false, 4, &spy, "SPY: WeekStart+4", "2013-10-06", "2013-10-25",
         "10-11 10-18 10-25 "},
        {PERI_PERIOD_WEEK, true, 4, &spy, "SPY: WeekEnd-4", "2013-10-06", "2013-10-25",
         "10-07 10-15 10-21 "},
        {PERI_PERIOD_MONTH, false, 30, &spy, "SPY: MonthStart+30", "2013-10-01", "2013-11-30",
         "10-31 11-29 "},
        {PERI_PERIOD_MONTH, true, 1, &spy, "SPY: MonthEnd-1", "2013-11-01", "2013-11-30", "11-27 "},
        /* Sunday counts for the extended sessions, but no step goes to one */
        {PERI_PERIOD_WEEK, false, 0, &es, "ES: WeekStart", "2013-10-05", "2013-10-20",
         "10-06 10-13 10-20 "},
        {PERI_PERIOD_WEEK, false, 1, &es, "ES: WeekStart+1", "2013-10-05", "2013-10-19",
         "10-07 10-15 "},
        {PERI_PERIOD_WEEK, true, 5, &es, "ES: WeekEnd-5", "2013-10-05", "2013-10-19",
         "10-06 10-13 "},
        {PERI_PERIOD_WEEK, false, 0, &regular, "ES: WeekStart", "2013-10-05", "2013-10-20",
         "10-07 10-15 "},
        {PERI_PERIOD_WEEK, true, 5, &regular, "ES: WeekEnd-5", "2013-10-05", "2013-10-19",
         "10-07 10-15 "},
        {PERI_PERIOD_WEEK, false, 0, &btc, "BTCUSD: WeekStart", "2013-10-01", "2013-10-14",
         "10-06 10-13 "},
        {PERI_PERIOD_WEEK, true, 0, &btc, "BTCUSD: WeekEnd", "2013-10-01", "2013-10-14",
         "10-05 10-12 "},
        {PERI_PERIOD_WEEK, false, 6, &btc, "BTCUSD: WeekStart+6", "2013-10-01", "2013-10-14",
         "10-05 10-12 "},
        {PERI_PERIOD_MONTH, false, 0, &shut, "SHUT: MonthStart", "2013-01-01", "2050-12-31", ""},
        {PERI_PERIOD_WEEK, false, 0, &shut, "SHUT: WeekStart", "2013-01-01", "2050-12-31", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        peri_date_rule *rule;
        if (!CHECK(rows[i].name,
                   peri_date_rule_periodic(rows[i].period, rows[i].end, rows[i].offset,
                                           rows[i].market, &rule, NULL) == PERI_OK))
            continue;
        CHECK_STR("name", peri_date_rule_name(rule), rows[i].name);
        CHECK_STR(rows[i].name, dates_of(rule, rows[i].from, rows[i].to), rows[i].dates);
        peri_date_rule_free(rule);
    }
    rule_world_close(&w);
}

SUITE(periodic_rules_open_days)
{
    rule_world w = rule_world_open();
    const peri_rule_market markets[] = {
        {"SPY", w.spy, false}, {"ES", w.future, false}, {"ES", w.future, true}};
    static const char *const dates[] = {"10-11 10-15 10-16 ", "10-11 10-15 10-16 ",
                                        "10-11 10-13 10-15 10-16 "};
    for (int i = 0; i < 3; i++) {
        peri_date_rule *rule;
        if (peri_date_rule_open_days(&markets[i], &rule, NULL) != PERI_OK)
            continue;
        CHECK_STR("name", peri_date_rule_name(rule), i == 0 ? "SPY: EveryDay" : "ES: EveryDay");
        CHECK_STR("days", dates_of(rule, "2013-10-11", "2013-10-16"), dates[i]);
        CHECK_INT("ends", next(rule, peri_last_rule_date() + 1), PERI_NO_DATE);
        peri_date_rule_free(rule);
    }
    const peri_rule_market shut = {"SHUT", w.shut, true};
    peri_date_rule *rule;
    if (peri_date_rule_open_days(&shut, &rule, NULL) == PERI_OK) {
        CHECK_INT("never open", next(rule, 0), PERI_NO_DATE);
        peri_date_rule_free(rule);
    }
    rule_world_close(&w);
}

SUITE(periodic_rules_refuse)
{
    rule_world w = rule_world_open();
    const peri_rule_market spy = {"SPY", w.spy, true}, es = {"ES", w.future, false},
                           btc = {"BTCUSD", w.always, true};
    const struct {
        peri_period period;
        bool end;
        int offset;
        const peri_rule_market *market;
        const char *text;
    } rows[] = {
        {PERI_PERIOD_WEEK, false, 5, &spy,
         "DateRules.WeekStart('SPY'): offset was 5, expected 0 to 4"},
        {PERI_PERIOD_WEEK, true, 6, &es, "DateRules.WeekEnd('ES'): offset was 6, expected 0 to 5"},
        {PERI_PERIOD_WEEK, true, 7, &btc,
         "DateRules.WeekEnd('BTCUSD'): offset was 7, expected 0 to 6"},
        {PERI_PERIOD_WEEK, false, 7, NULL, "DateRules.WeekStart: offset was 7, expected 0 to 6"},
        {PERI_PERIOD_WEEK, false, -1, NULL, "DateRules.WeekStart: offset was -1, expected 0 to 6"},
        {PERI_PERIOD_MONTH, false, 31, NULL,
         "DateRules.MonthStart: offset was 31, expected 0 to 30"},
        {PERI_PERIOD_MONTH, true, -1, &spy,
         "DateRules.MonthEnd('SPY'): offset was -1, expected 0 to 30"},
        {PERI_PERIOD_QUARTER, true, 93, NULL,
         "DateRules.QuarterEnd: offset was 93, expected 0 to 92"},
        {PERI_PERIOD_YEAR, false, 366, &btc,
         "DateRules.YearStart('BTCUSD'): offset was 366, expected 0 to 365"},
    };
    int64_t before = peri_mem_live();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        peri_date_rule *rule = NULL;
        peri_error err = {0, ""};
        CHECK_INT("refused",
                  peri_date_rule_periodic(rows[i].period, rows[i].end, rows[i].offset,
                                          rows[i].market, &rule, &err),
                  PERI_EINVAL);
        CHECK_STR("text", err.text, rows[i].text);
        CHECK("untouched", rule == NULL);
    }
    CHECK_INT("no leak", peri_mem_live(), before);
    rule_world_close(&w);
}

/* A week whose only open day is its extended Sunday, and one that is shut. */
SUITE(periodic_rules_weeks_without_trading)
{
    rule_world w = rule_world_open();
    peri_special_day days[12];
    peri_week week = {.from = 0};
    peri_hours *hours = NULL;
    const peri_zone *zone = w.utc;
    for (int i = 0; i < 12; i++) /* Monday 7th to Friday 11th, and the 13th to the 19th */
        days[i] = (peri_special_day){rule_day("2013-10-07") + i + (i > 4), true, PERI_NEVER,
                                     PERI_NEVER, NULL};
    for (int i = 0; i < 6; i++)
        week.days[i] =
            (peri_week_day){1, {{i ? PERI_SESSION_REGULAR : PERI_SESSION_PRE, 0, PERI_HOUR}}};
    peri_hours_plan plan = {"few", zone, &week, 1, days, 12};
    CHECK_INT("hours", peri_hours_make(&plan, &hours, NULL), PERI_OK);
    static const struct {
        bool end, extended;
        int offset;
        const char *dates;
    } rows[] = {{false, true, 0, "10-06 10-20 "}, {false, true, 1, "10-06 10-21 "},
                {true, true, 0, "10-06 10-25 "},  {true, true, 5, "10-06 10-20 "},
                {false, false, 0, "10-21 "},      {true, false, 3, "10-22 "}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const peri_rule_market market = {"FEW", hours, rows[i].extended};
        peri_date_rule *rule;
        if (peri_date_rule_periodic(PERI_PERIOD_WEEK, rows[i].end, rows[i].offset, &market, &rule,
                                    NULL) != PERI_OK)
            continue;
        CHECK_STR("dates", dates_of(rule, "2013-10-06", "2013-10-26"), rows[i].dates);
        peri_date_rule_free(rule);
    }
    peri_hours_close(hours);
    rule_world_close(&w);
}

/* ---- a model that looks at every day of a period ---- */

typedef struct model {
    peri_period period;
    bool end;
    int offset;
    const peri_hours *hours; /* NULL: calendar days */
    bool extended;
} model;

static int period_number(const model *m, peri_date date)
{
    int year, month, day;
    peri_date_split(date, &year, &month, &day);
    switch (m->period) {
    case PERI_PERIOD_MONTH:
        return year * 12 + month;
    case PERI_PERIOD_QUARTER:
        return year * 4 + (month + 2) / 3;
    case PERI_PERIOD_YEAR:
        return year;
    case PERI_PERIOD_WEEK:
        break;
    }
    /* day 0 was a Thursday; 100,000 weeks keep the quotient positive */
    int first_day = m->hours ? 4 : m->end ? 5 : 3;
    return (date + 700000 + first_day) / 7;
}

static bool is_scheduled(const model *m, peri_date date, peri_date sunday)
{
    int first, last, weekday = peri_date_weekday(date);
    if (!m->hours || m->period != PERI_PERIOD_WEEK)
        return true;
    return peri_hours_week(m->hours, sunday, &first, &last) && weekday >= first && weekday <= last;
}

/* The days of the period a date lies in, from the end that counting begins with. */
static int days_of(const model *m, peri_date date, peri_date out[400])
{
    peri_date first = date, last = date;
    int n = 0;
    while (period_number(m, first - 1) == period_number(m, date))
        first--;
    while (period_number(m, last + 1) == period_number(m, date))
        last++;
    for (peri_date d = first; d <= last; d++)
        if (is_scheduled(m, d, first))
            out[n++] = d;
    for (int i = 0; m->end && i < n / 2; i++) {
        peri_date swap = out[i];
        out[i] = out[n - 1 - i];
        out[n - 1 - i] = swap;
    }
    return n;
}

/* The date of the period that a date lies in, PERI_NO_DATE when it has none. */
static peri_date model_date(const model *m, peri_date date)
{
    peri_date days[400], line[400];
    int n = days_of(m, date, days), length = 0;
    if (n == 0)
        return PERI_NO_DATE;
    for (int i = 0; i < n; i++) {
        bool counts = !m->hours || (i == 0 ? peri_hours_is_date_open(m->hours, days[i], m->extended)
                                           : peri_hours_is_trading_day(m->hours, days[i]));
        if (counts)
            line[length++] = days[i];
    }
    if (m->offset < length)
        return line[m->offset];
    if (!m->hours || peri_hours_is_date_open(m->hours, days[n - 1], m->extended))
        return days[n - 1];
    return length > 0 ? line[length - 1] : PERI_NO_DATE;
}

/* The first date of the model from one on; one after `to` when there is none. */
static peri_date model_next(const model *m, peri_date from, peri_date to)
{
    while (from <= to) {
        peri_date date = model_date(m, from);
        if (date != PERI_NO_DATE && date >= from)
            return date;
        int period = period_number(m, from);
        while (period_number(m, from) == period)
            from++;
    }
    return from;
}

static bool equals_model(const model *m, peri_date from, peri_date to)
{
    const peri_rule_market market = {"X", m->hours, m->extended};
    peri_date_rule *rule;
    bool same = true;
    if (peri_date_rule_periodic(m->period, m->end, m->offset, m->hours ? &market : NULL, &rule,
                                NULL) != PERI_OK)
        return true; /* more steps than the week of a random market has */
    for (peri_date date = from, want; same && date <= to; date = want + 1) {
        want = model_next(m, date, to);
        peri_date got = next(rule, date);
        same = want <= to ? got == want : got > to;
    }
    peri_date_rule_free(rule);
    return same;
}

SUITE(periodic_rules_equal_a_plain_model)
{
    static const int largest[] = {6, 30, 92, 365}, days[] = {40, 100, 200, 500};
    rule_world w = rule_world_open();
    const peri_hours *const fixed[] = {NULL, w.spy, w.future, w.always, w.tokyo_stocks};
    int failed = 0;
    for (uint64_t seed = 1; seed <= 100 && !failed; seed++) {
        check_rng rng = {seed};
        peri_date around = rule_day("2013-10-20") + (peri_date)check_random_in(&rng, -9999, 9999);
        peri_hours *random = rule_random_hours(&rng, w.new_york, around);
        for (int i = 0; i < 60 && !failed; i++) {
            int period = (int)(check_random_in(&rng, 0, 9) * 4 / 10);
            int64_t which = check_random_in(&rng, 0, 9);
            int most = check_random_in(&rng, 0, 2) == 0 ? largest[period] : 3;
            model m = {.period = (peri_period)period, .hours = which < 5 ? fixed[which] : random};
            m.end = check_random_in(&rng, 0, 1) == 1;
            m.offset = (int)check_random_in(&rng, 0, most);
            m.extended = check_random_in(&rng, 0, 1) == 1;
            peri_date from = (which < 5 ? rule_day("2013-10-20") : around) +
                             (peri_date)check_random_in(&rng, -300, 200);
            failed = !equals_model(&m, from, from + days[period]);
            if (failed)
                printf("     seed %llu, case %d\n", (unsigned long long)seed, i);
        }
        peri_hours_close(random);
    }
    CHECK_INT("6000 random rules", failed, 0);
    rule_world_close(&w);
}
