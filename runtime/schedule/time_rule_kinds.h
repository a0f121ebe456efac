/* time_rule_kinds.h - what the kinds of time rules have in common; for time_rules*.c and the
 * timetable. Layer 3. */
#ifndef PERI_TIME_RULE_KINDS_H
#define PERI_TIME_RULE_KINDS_H

#include "schedule/time_rules.h"

/* How the times of a rule lie about their dates. */
typedef struct peri_time_bounds {
    bool dated;            /* false: the times do not depend on the date, and the rest is 0 */
    bool orderly;          /* no time of a date lies after one of a later date */
    int64_t first, last;   /* ns since 00:00 local of the date: no time lies outside */
    const peri_zone *zone; /* all times are wall clock times of this zone; NULL: they are not */
} peri_time_bounds;

/* What a kind does in its own way. */
typedef struct peri_time_rule_kind {
    /* as peri_time_rule_next; a time that does not come after after_utc counts as none */
    int (*next)(const peri_time_rule *rule, peri_date date, int64_t after_utc, int64_t *out_utc,
                peri_error *err);
    /* as peri_time_rule_begin; NULL: the rule stays as it is */
    int (*begin)(const peri_time_rule *rule, const peri_date_rule *dates, peri_date from,
                 peri_time_rule **out, peri_error *err);
    void (*release)(peri_time_rule *rule); /* what else the rule owns; NULL: nothing */
} peri_time_rule_kind;

typedef enum peri_time_nature {
    PERI_TIMES_OF_DATES,
    PERI_TIMES_NOW,
    PERI_TIMES_LISTED,
    PERI_TIMES_OF_FUNCTION /* not begun */
} peri_time_nature;

/* The head of every time rule; the kind's own fields lie behind it. */
struct peri_time_rule {
    const peri_time_rule_kind *kind;
    int holders;
    peri_time_nature nature;
    char *name; /* owned */
    peri_time_bounds bounds;
};

/*
 * A rule held once, of the nature PERI_TIMES_OF_DATES, with a copy of the name and the rest zeroed.
 *
 * size  of the whole rule, the head included
 * Returns NULL when memory is short.
 */
peri_time_rule *peri_time_rule_new(const peri_time_rule_kind *kind, size_t size, const char *name);

/* The error of a rule that there is no memory for; returns PERI_ENOMEM. */
int peri_time_rule_no_memory(const char *name, peri_error *err);

/* A rule of n times (ascending, each once; n may be 0), copied. Returns PERI_OK or PERI_ENOMEM. */
int peri_time_rule_listed(const char *name, const int64_t *times_utc, size_t n,
                          peri_time_rule **out, peri_error *err);

/* A span's length in some unit with at most two decimals, halves rounded up: "9.52", "10". */
enum {
    PERI_SPAN_TEXT = 32
};
void peri_span_text(int64_t span, int64_t unit, char out[PERI_SPAN_TEXT]);

/* The sum, or the end of the range that it lies beyond. */
int64_t peri_saturated_sum(int64_t a, int64_t b);

#endif
