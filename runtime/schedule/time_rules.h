/* time_rules.h - at which instants of a day something is due. Layer 3. */
#ifndef PERI_TIME_RULES_H
#define PERI_TIME_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "schedule/date_rules.h"
#include "schedule/market_set.h"
#include "schedule/rule_function.h"
#include "time/civil.h"
#include "time/zone.h"

/* Fixed once made, but counted without a lock (peri_time_rule_retain), and a market's rule uses its
   hours' cache. Thread: one at a time for a scheduler and its rules. */
typedef struct peri_time_rule peri_time_rule;

/*
 * Makers, as in date_rules.h. `zone` is borrowed and must outlive the rule.
 * at     any span is allowed: 25:00 is 01:00 of the next day, a negative one the day before; of a
 *        time shown twice the later one, for a time skipped the first instant after the gap
 * every  span_ns > 0, else PERI_EINVAL; times 00:00, +span, ... below 24:00 of the wall clock; a
 *        time the clock skips is left out, one it shows twice counts once, the first time
 * noon, midnight  12:00 and 00:00 of the wall clock
 * now    the instant given, once per date asked for; as the rule of an event the instant at which
 *        the event is scheduled, or the run starts, once (timetable.h)
 */
int peri_time_rule_at(int64_t time_of_day_ns, const peri_zone *zone, peri_time_rule **out,
                      peri_error *err);
int peri_time_rule_every(int64_t span_ns, const peri_zone *zone, peri_time_rule **out,
                         peri_error *err);
int peri_time_rule_noon(const peri_zone *zone, peri_time_rule **out, peri_error *err);
int peri_time_rule_midnight(const peri_zone *zone, peri_time_rule **out, peri_error *err);
int peri_time_rule_now(int64_t now_utc, peri_time_rule **out, peri_error *err);

typedef enum peri_market_edge {
    PERI_AFTER_OPEN,   /* the first open of the day plus an offset */
    PERI_BEFORE_OPEN,  /* ... minus it */
    PERI_BEFORE_CLOSE, /* the last close of the day minus an offset */
    PERI_AFTER_CLOSE   /* ... plus it */
} peri_market_edge;

/*
 * A market's open or close, moved: "SPY: 30 min after MarketOpen", "SPY: 10 min before
 * ExtendedMarketClose". Days on which the market has no session of the kind give nothing. A lunch
 * break does not count. offset_ns may be negative (the other side) and longer than a session.
 *
 * market  hours must outlive the rule; extended: the extended sessions' edges
 * Returns PERI_OK; PERI_EINVAL for a market that never closes (text names the symbol and proposes
 * TimeRules.At); PERI_ENOMEM.
 */
int peri_time_rule_market(peri_market_edge edge, const peri_rule_market *market, int64_t offset_ns,
                          peri_time_rule **out, peri_error *err);

/* The same over all markets of a set: per date the earliest open (in UTC), or the latest close.
   `set` must outlive the rule and may grow: each date asks what it holds then. */
int peri_time_rule_markets(peri_market_edge edge, const peri_market_set *set, bool extended,
                           int64_t offset_ns, peri_time_rule **out, peri_error *err);

/* Times a function gives (called once per timetable with all its dates). Owned by the rule from
   here on, also on failure. */
int peri_time_rule_function(const char *name, peri_rule_function function, peri_time_rule **out,
                            peri_error *err);
/* Times a list holds, whatever the dates: of a ScheduledEvent made by hand. n > 0. */
int peri_time_rule_list(const int64_t *times_utc, size_t n, peri_time_rule **out, peri_error *err);
/* Per date the times of all rules, repeated ones once, ascending. n > 0; none of a function. */
int peri_time_rule_union(peri_time_rule *const *rules, size_t n, peri_time_rule **out,
                         peri_error *err);
/* Those times of a rule that a function keeps (owned, as above), or at which a market is open. */
int peri_time_rule_where(const peri_time_rule *of, peri_rule_function keep, peri_time_rule **out,
                         peri_error *err);
int peri_time_rule_during(const peri_time_rule *of, const peri_rule_market *market,
                          peri_time_rule **out, peri_error *err);

peri_time_rule *peri_time_rule_retain(const peri_time_rule *rule); /* returns it, held once more */
void peri_time_rule_free(peri_time_rule *rule);                    /* one hold; NULL is allowed */
const char *peri_time_rule_name(const peri_time_rule *rule); /* "9.52", "Every 10 min", "Noon" */

/* True for `now`: the instant does not depend on the date. */
bool peri_time_rule_is_now(const peri_time_rule *rule);

/* Fix a rule for a walk over `dates` from a date on (begun, see peri_date_rule_begin): a function
   is called now with all dates, and *out is the list it gave; other rules are returned retained. */
int peri_time_rule_begin(const peri_time_rule *rule, const peri_date_rule *dates, peri_date from,
                         peri_time_rule **out, peri_error *err);

/* True for a list: its times do not depend on dates, and `next` is asked for any date. */
bool peri_time_rule_is_list(const peri_time_rule *rule);

/* The first instant the rule gives for `date` that is > after_utc (INT64_MIN: the first of all),
   PERI_NEVER when there is none left on that date. Returns PERI_OK or what a `where` function
   failed with. A rule of a function must have been begun. */
int peri_time_rule_next(const peri_time_rule *rule, peri_date date, int64_t after_utc,
                        int64_t *out_utc, peri_error *err);

#endif
