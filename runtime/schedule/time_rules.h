/* time_rules.h - at which instants of a day something is due. Layer 3. */
#ifndef PERI_TIME_RULES_H
#define PERI_TIME_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "time/civil.h"
#include "time/zone.h"

typedef struct peri_time_rule peri_time_rule; /* immutable, owned by whoever holds it */

/*
 * Makers, as in date_rules.h. `zone` is borrowed and must outlive the rule.
 * at     any span is allowed: 25:00 is 01:00 of the next day, a negative one the day before; of a
 *        time shown twice the later one, for a time skipped the first instant after the gap
 * every  span_ns > 0, else PERI_EINVAL; times 00:00, +span, ... below 24:00 of the wall clock; a
 *        time the clock skips is left out, one it shows twice counts once, the first time
 * noon, midnight  12:00 and 00:00 of the wall clock
 * now    the instant given, once per date asked for
 */
int peri_time_rule_at(int64_t time_of_day_ns, const peri_zone *zone, peri_time_rule **out,
                      peri_error *err);
int peri_time_rule_every(int64_t span_ns, const peri_zone *zone, peri_time_rule **out,
                         peri_error *err);
int peri_time_rule_noon(const peri_zone *zone, peri_time_rule **out, peri_error *err);
int peri_time_rule_midnight(const peri_zone *zone, peri_time_rule **out, peri_error *err);
int peri_time_rule_now(int64_t now_utc, peri_time_rule **out, peri_error *err);

void peri_time_rule_free(peri_time_rule *rule); /* NULL is allowed */
int peri_time_rule_copy(const peri_time_rule *rule, peri_time_rule **out, peri_error *err);
const char *peri_time_rule_name(const peri_time_rule *rule); /* "9.52", "Every 10 min", "Noon" */

/* True for `now`: the instant does not depend on the date. */
bool peri_time_rule_is_now(const peri_time_rule *rule);

/* The first instant the rule gives for `date` that is > after_utc (INT64_MIN: the first of all).
   Returns false when there is none left on that date. */
bool peri_time_rule_next(const peri_time_rule *rule, peri_date date, int64_t after_utc,
                         int64_t *out_utc);

#endif
