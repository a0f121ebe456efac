/* rule_kit.h - markets and functions for the tests of date and time rules. */
#ifndef PERI_TEST_RULE_KIT_H
#define PERI_TEST_RULE_KIT_H

#include "check.h"

#include "schedule/rule_function.h"
#include "time/hours.h"

peri_date rule_day(const char *text); /* "2013-10-07" */
int64_t rule_time(const char *text);  /* "2013-10-07 13:30" */

typedef struct rule_world {
    peri_zones *zones;
    const peri_zone *new_york, *utc, *tokyo, *havana;
    peri_hours *spy;    /* 9:30 to 16:00, extended 4:00 to 20:00; no holiday but those below */
    peri_hours *future; /* as spy, extended around the clock from Sunday 18:00, break 17 to 18 */
    peri_hours *tokyo_stocks; /* 9:00 to 11:30 and 12:30 to 15:00 */
    peri_hours *always;
    peri_hours *shut; /* no session at all */
} rule_world;

/* Holidays of spy and future: 2013-10-14, 2013-11-28 and 2013-12-25; 2013-11-29 ends at 13:00. */
rule_world rule_world_open(void);
void rule_world_close(rule_world *world);

/* Hours with random weekdays, kinds, holidays and short days around a date. */
peri_hours *rule_random_hours(check_rng *rng, const peri_zone *zone, peri_date around);

/* A function that counts, and fails at its nth call. */
typedef struct rule_counter {
    long calls, fail_at; /* 0: never fails */
    int released;
    int64_t keep_mask;    /* keep: bit (whole hours since 1970, and days, modulo 61) decides */
    const int64_t *items; /* dates, times: what is given, shape [n] */
    size_t n;
    peri_date from, to; /* dates: what was asked for last */
    size_t dates;       /* times: how many dates came */
} rule_counter;

peri_rule_function rule_dates_function(rule_counter *counter);
peri_rule_function rule_times_function(rule_counter *counter);
peri_rule_function rule_keep_function(rule_counter *counter);
bool rule_keeps(const rule_counter *counter, int64_t time_ns); /* what a keep function answers */

#endif
