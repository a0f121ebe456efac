/* date_rules.h - on which days something is due: one value per rule, no lists. Layer 3. */
#ifndef PERI_DATE_RULES_H
#define PERI_DATE_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "time/civil.h"

typedef struct peri_date_rule peri_date_rule; /* immutable, owned by whoever holds it */

/*
 * Makers. Each returns PERI_OK with *out owned by the caller (peri_date_rule_free, or handed to an
 * event), PERI_EINVAL for arguments out of range (text names them) or PERI_ENOMEM. Names are
 * LEAN's.
 * on     n > 0 dates of the years 1700 to 2250 in any order; sorted, repeated ones dropped
 * today  the one date given; tomorrow: the one after it
 * every  n > 0 of PERI_SUNDAY..PERI_SATURDAY; repeated ones dropped
 */
int peri_date_rule_on(const peri_date *dates, size_t n, peri_date_rule **out, peri_error *err);
int peri_date_rule_today(peri_date today, peri_date_rule **out, peri_error *err);
int peri_date_rule_tomorrow(peri_date today, peri_date_rule **out, peri_error *err);
int peri_date_rule_every_day(peri_date_rule **out, peri_error *err);
int peri_date_rule_every(const int *weekdays, size_t n, peri_date_rule **out, peri_error *err);

void peri_date_rule_free(peri_date_rule *rule); /* NULL is allowed */
int peri_date_rule_copy(const peri_date_rule *rule, peri_date_rule **out, peri_error *err);
const char *peri_date_rule_name(const peri_date_rule *rule); /* "EveryDay", "Sunday,Monday" */

/* The first date >= from, not after 2050-12-31. Returns false when there is none. */
bool peri_date_rule_next(const peri_date_rule *rule, peri_date from, peri_date *out);

#endif
