/* calendar_japan.c - the Tokyo stock exchange's sessions, holidays and half days. Layer 1.
 *
 * Source: the Act on National Holidays (Act No. 178 of 1948) and its amendments, the special acts
 * for single years (enthronements, a wedding, the Olympic games), and the exchange's business
 * regulations. Equinoxes follow the formula of the almanacs; the cabinet confirms each one in the
 * February of the year before. Left out are halts by failure: 2005-11-01 (morning), 2006-01-18
 * (from 14:40) and 2020-10-01 (all day).
 */
#include "time/calendar_days.h"

enum {
    FIRST_YEAR = 1990,
    LAST_YEAR = 2050,
    YEAR_DAYS = 366,
    ON_DATE = 0 /* instead of the nth Monday */
};

typedef struct holiday_rule {
    int first_year, last_year;
    int month;
    int day;        /* of the month, when ON_DATE */
    int nth_monday; /* or ON_DATE */
    const char *name;
} holiday_rule;

static const holiday_rule rules[] = {
    {FIRST_YEAR, LAST_YEAR, 1, 1, ON_DATE, "New Year's Day"},
    {FIRST_YEAR, 1999, 1, 15, ON_DATE, "Coming of Age Day"},
    {2000, LAST_YEAR, 1, 0, 2, "Coming of Age Day"},
    {FIRST_YEAR, LAST_YEAR, 2, 11, ON_DATE, "National Foundation Day"},
    {2020, LAST_YEAR, 2, 23, ON_DATE, "Emperor's Birthday"},
    {FIRST_YEAR, 2006, 4, 29, ON_DATE, "Greenery Day"},
    {2007, LAST_YEAR, 4, 29, ON_DATE, "Showa Day"},
    {2019, 2019, 5, 1, ON_DATE, "Accession of the Emperor"},
    {FIRST_YEAR, LAST_YEAR, 5, 3, ON_DATE, "Constitution Day"},
    {2007, LAST_YEAR, 5, 4, ON_DATE, "Greenery Day"},
    {FIRST_YEAR, LAST_YEAR, 5, 5, ON_DATE, "Children's Day"},
    {1993, 1993, 6, 9, ON_DATE, "Wedding of the Crown Prince"},
    {1996, 2002, 7, 20, ON_DATE, "Marine Day"},
    {2003, 2019, 7, 0, 3, "Marine Day"},
    {2020, 2020, 7, 23, ON_DATE, "Marine Day"},
    {2021, 2021, 7, 22, ON_DATE, "Marine Day"},
    {2022, LAST_YEAR, 7, 0, 3, "Marine Day"},
    {2020, 2020, 7, 24, ON_DATE, "Sports Day"},
    {2021, 2021, 7, 23, ON_DATE, "Sports Day"},
    {2016, 2019, 8, 11, ON_DATE, "Mountain Day"},
    {2020, 2020, 8, 10, ON_DATE, "Mountain Day"},
    {2021, 2021, 8, 8, ON_DATE, "Mountain Day"},
    {2022, LAST_YEAR, 8, 11, ON_DATE, "Mountain Day"},
    {FIRST_YEAR, 2002, 9, 15, ON_DATE, "Respect for the Aged Day"},
    {2003, LAST_YEAR, 9, 0, 3, "Respect for the Aged Day"},
    {FIRST_YEAR, 1999, 10, 10, ON_DATE, "Health and Sports Day"},
    {2000, 2019, 10, 0, 2, "Health and Sports Day"},
    {2022, LAST_YEAR, 10, 0, 2, "Sports Day"},
    {2019, 2019, 10, 22, ON_DATE, "Enthronement Ceremony"},
    {FIRST_YEAR, LAST_YEAR, 11, 3, ON_DATE, "Culture Day"},
    {1990, 1990, 11, 12, ON_DATE, "Enthronement Ceremony"},
    {FIRST_YEAR, LAST_YEAR, 11, 23, ON_DATE, "Labour Thanksgiving Day"},
    {FIRST_YEAR, 2018, 12, 23, ON_DATE, "Emperor's Birthday"},
};

/* A year being filled in; names by day of the year, NULL where there is none. */
typedef struct year_plan {
    int year;
    peri_date first, last;
    const char *national[YEAR_DAYS]; /* holidays proper */
    const char *other[YEAR_DAYS];    /* substitutes, days between holidays, the exchange's own */
} year_plan;

static int day_index(const year_plan *plan, int month, int day)
{
    return peri_date_make(plan->year, month, day) - plan->first;
}

/* Vernal (September: autumnal) equinox. Source: the formula for 1980 to 2099 of S. Nagasawa,
   "Koyomi benri cho"; the start is in millionths of a day. */
static int equinox(const year_plan *plan, int month, int start)
{
    int since = plan->year - 1980;
    return day_index(plan, month, (start + 242194 * since) / 1000000 - since / 4);
}

static void add_national(year_plan *plan)
{
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        const holiday_rule *rule = &rules[i];
        if (plan->year < rule->first_year || plan->year > rule->last_year)
            continue;
        int index = rule->nth_monday == ON_DATE
                        ? day_index(plan, rule->month, rule->day)
                        : peri_nth_weekday(plan->year, rule->month, PERI_MONDAY, rule->nth_monday) -
                              plan->first;
        plan->national[index] = rule->name;
    }
    plan->national[equinox(plan, 3, 20843100)] = "Vernal Equinox Day";
    plan->national[equinox(plan, 9, 23248800)] = "Autumnal Equinox Day";
}

/* A holiday on a Sunday is made good on the next day that is none. Until 2006 the law said Monday:
   that was the same, as no two holidays of those years were neighbours. */
static void add_substitutes(year_plan *plan)
{
    for (int i = 0; plan->first + i < plan->last; i++) {
        if (!plan->national[i] || peri_date_weekday(plan->first + i) != PERI_SUNDAY)
            continue;
        int next = i + 1;
        while (plan->national[next])
            next++;
        plan->other[next] = "Substitute Holiday";
    }
}

/* A day between two holidays is one as well; a substitute does not count as a neighbour. */
static void add_between(year_plan *plan)
{
    for (int i = 1; plan->first + i < plan->last; i++)
        if (!plan->national[i] && !plan->other[i] && plan->national[i - 1] && plan->national[i + 1])
            plan->other[i] = "Citizens' Holiday";
}

/* The exchange's own holidays around the new year. */
static void add_exchange_days(year_plan *plan)
{
    plan->other[day_index(plan, 1, 2)] = "New Year Holiday";
    plan->other[day_index(plan, 1, 3)] = "New Year Holiday";
    plan->other[day_index(plan, 12, 31)] = "New Year's Eve";
}

static const char *closing(const year_plan *plan, peri_date date)
{
    const char *national = plan->national[date - plan->first];
    return national ? national : plan->other[date - plan->first];
}

/* The first and the last trading day of the year had a morning only, up to January 2009. */
static void add_half_days(peri_day_list *list, const year_plan *plan)
{
    peri_date first = plan->first, last = plan->last;
    while (peri_is_weekend(first) || closing(plan, first))
        first++;
    while (peri_is_weekend(last) || closing(plan, last))
        last--;
    if (plan->year <= 2009)
        peri_day_list_early(list, first, 11 * PERI_HOUR, "First trading day of the year");
    if (plan->year <= 2008)
        peri_day_list_early(list, last, 11 * PERI_HOUR, "Last trading day of the year");
}

static void japan_days(peri_day_list *list, int year)
{
    year_plan plan = {
        .year = year, .first = peri_date_make(year, 1, 1), .last = peri_date_make(year, 12, 31)};
    add_national(&plan);
    add_substitutes(&plan);
    add_between(&plan);
    add_exchange_days(&plan);
    for (peri_date date = plan.first; date <= plan.last; date++)
        if (!peri_is_weekend(date) && closing(&plan, date))
            peri_day_list_closed(list, date, closing(&plan, date));
    add_half_days(list, &plan);
}

#define AT(hour, minute) ((hour)*PERI_HOUR + (minute)*PERI_MINUTE)
#define DAY(noon, resume, close)                                                                   \
    {                                                                                              \
        2,                                                                                         \
        {                                                                                          \
            {PERI_SESSION_REGULAR, AT(9, 0), noon},                                                \
            {                                                                                      \
                PERI_SESSION_REGULAR, resume, close                                                \
            }                                                                                      \
        }                                                                                          \
    }
#define WEEK(noon, resume, close)                                                                  \
    {                                                                                              \
        [PERI_MONDAY] = DAY(noon, resume, close), [PERI_TUESDAY] = DAY(noon, resume, close),       \
        [PERI_WEDNESDAY] = DAY(noon, resume, close), [PERI_THURSDAY] = DAY(noon, resume, close),   \
        [PERI_FRIDAY] = DAY(noon, resume, close)                                                   \
    }

/* Days since 1970. Early in 2006 the afternoon began later to spare the trading system. */
static const peri_week weeks[] = {
    {7305 /* 1990-01-01 */, WEEK(AT(11, 0), AT(13, 0), AT(15, 0))},
    {7789 /* 1991-04-30 */, WEEK(AT(11, 0), AT(12, 30), AT(15, 0))},
    {13167 /* 2006-01-19 */, WEEK(AT(11, 0), AT(13, 0), AT(15, 0))},
    {13262 /* 2006-04-24 */, WEEK(AT(11, 0), AT(12, 30), AT(15, 0))},
    {15299 /* 2011-11-21 */, WEEK(AT(11, 30), AT(12, 30), AT(15, 0))},
    {20032 /* 2024-11-05 */, WEEK(AT(11, 30), AT(12, 30), AT(15, 30))},
};

const peri_calendar_rules peri_calendar_japan = {
    .calendar = {"jpx", "tse tokyo", "Japanese equities (Tokyo)", FIRST_YEAR, LAST_YEAR},
    .hours_name = "JPX",
    .zone = "Asia/Tokyo",
    .weeks = weeks,
    .week_count = sizeof weeks / sizeof weeks[0],
    .days = japan_days,
};
