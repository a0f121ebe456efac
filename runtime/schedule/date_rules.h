/* date_rules.h - on which days something is due: one value per rule, no lists. Layer 3. */
#ifndef PERI_DATE_RULES_H
#define PERI_DATE_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "schedule/rule_function.h"
#include "time/civil.h"
#include "time/hours.h"

/* Fixed once made, but counted without a lock (peri_date_rule_retain), and a market's rule uses its
   hours' cache. Thread: one at a time for a scheduler and its rules. */
typedef struct peri_date_rule peri_date_rule;

enum {
    PERI_NO_DATE = INT32_MAX /* a date after all others */
};
/* The last date any rule gives: 2050-12-31. */
peri_date peri_last_rule_date(void);

/*
 * Makers. Each returns PERI_OK with *out held once by the caller (peri_date_rule_free),
 * PERI_EINVAL for arguments out of range (text names rule, argument, value and range) or
 * PERI_ENOMEM. Names are LEAN's.
 * on     n > 0 dates of the years 1700 to 2250 in any order; sorted, repeated ones dropped
 * today  the one date given; tomorrow: the one after it
 * every  n > 0 of PERI_SUNDAY..PERI_SATURDAY; repeated ones dropped
 */
int peri_date_rule_on(const peri_date *dates, size_t n, peri_date_rule **out, peri_error *err);
int peri_date_rule_today(peri_date today, peri_date_rule **out, peri_error *err);
int peri_date_rule_tomorrow(peri_date today, peri_date_rule **out, peri_error *err);
int peri_date_rule_every_day(peri_date_rule **out, peri_error *err);
int peri_date_rule_every(const int *weekdays, size_t n, peri_date_rule **out, peri_error *err);

/* A market whose days count; `hours` must outlive the rule. */
typedef struct peri_rule_market {
    const char *symbol; /* for names and messages (copied) */
    const peri_hours *hours;
    bool extended; /* days with pre- or post-market sessions only count, too */
} peri_rule_market;

/* Every open day of a market: "SPY: EveryDay". */
int peri_date_rule_open_days(const peri_rule_market *market, peri_date_rule **out, peri_error *err);

typedef enum peri_period {
    PERI_PERIOD_WEEK,
    PERI_PERIOD_MONTH,
    PERI_PERIOD_QUARTER,
    PERI_PERIOD_YEAR
} peri_period;

/*
 * First or last day of each period, moved by a number of days towards its other end, but not
 * beyond: "MonthStart+5", "SPY: WeekEnd-2". Without a market the days are calendar days, and a week
 * goes from Monday to Sunday (Start) or Saturday to Friday (End). With one they are open days; a
 * step goes to the next day with a regular session, and a week reaches from the first to the last
 * weekday that has any session. What would lie beyond the period's other end is its last (first)
 * open day. A period without an open day gives no date.
 *
 * end     count from the period's end
 * offset  0 to 6 (week; with a market: number of its weekdays - 1), 30 (month), 92 (quarter), 365
 *         (year), else PERI_EINVAL
 * market  NULL: calendar days
 * Source: LEAN's DateRules; decisions 13 (offsets, whole years).
 */
int peri_date_rule_periodic(peri_period period, bool end, int offset,
                            const peri_rule_market *market, peri_date_rule **out, peri_error *err);

/* Dates a function gives (called once per timetable), or those it keeps (`where`, asked for each
   day of `of` in turn; of NULL: every day). The function is owned by the rule from here on, also on
   failure. */
int peri_date_rule_function(const char *name, peri_rule_function function, peri_date_rule **out,
                            peri_error *err);
int peri_date_rule_where(const peri_date_rule *of, peri_rule_function keep, peri_date_rule **out,
                         peri_error *err);

peri_date_rule *peri_date_rule_retain(const peri_date_rule *rule); /* returns it, held once more */
void peri_date_rule_free(peri_date_rule *rule);                    /* one hold; NULL is allowed */
const char *peri_date_rule_name(const peri_date_rule *rule);       /* "EveryDay", "Sunday,Monday" */

/*
 * Fix a rule for a walk that begins at `from`: a function is called now, and *out is the list it
 * gave (dates before `from` and after 2050-12-31 dropped); other rules are returned retained.
 */
int peri_date_rule_begin(const peri_date_rule *rule, peri_date from, peri_date_rule **out,
                         peri_error *err);

/* The first date >= from, not after 2050-12-31, PERI_NO_DATE when there is none. Returns PERI_OK or
   what a `where` function failed with. A rule of a function must have been begun. */
int peri_date_rule_next(const peri_date_rule *rule, peri_date from, peri_date *out,
                        peri_error *err);

#endif
