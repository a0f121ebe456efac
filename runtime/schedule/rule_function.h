/* rule_function.h - functions of the strategy that take part in rules. Layer 3. */
#ifndef PERI_RULE_FUNCTION_H
#define PERI_RULE_FUNCTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "time/civil.h"

/* A growing list of times or dates; all zero is empty. items: owned, peri_free. */
typedef struct peri_times {
    int64_t *items; /* UTC ns; in a list of dates: local ns, of which only the date counts */
    size_t n, cap;
} peri_times;

int peri_times_add(peri_times *times, int64_t time_ns); /* PERI_OK or PERI_ENOMEM */
void peri_times_deinit(peri_times *times);
void peri_times_sort(peri_times *times); /* ascending, repeated ones dropped */

/*
 * A function that a host language stands behind. Exactly one of the calls is set, by its use. Each
 * returns PERI_OK or what the function failed with (err filled), which ends the enumeration.
 */
typedef struct peri_rule_function {
    /* dates of a date rule, within from..to, any order */
    int (*dates)(void *ctx, peri_date from, peri_date to, peri_times *out, peri_error *err);
    /* times of a time rule, given all dates of the date rule, any order */
    int (*times)(void *ctx, const peri_date *dates, size_t n, peri_times *out, peri_error *err);
    /* whether a date (local midnight) or an instant (UTC) is kept */
    int (*keep)(void *ctx, int64_t time_ns, bool *kept, peri_error *err);
    void (*release)(void *ctx); /* when the last rule is gone; may be NULL */
    void *ctx;
} peri_rule_function;

#endif
