/* date_rule_kinds.h - what the kinds of date rules have in common; for date_rules*.c. Layer 3. */
#ifndef PERI_DATE_RULE_KINDS_H
#define PERI_DATE_RULE_KINDS_H

#include "schedule/date_rules.h"

/* What a kind does in its own way. */
typedef struct peri_date_rule_kind {
    /* as peri_date_rule_next, for `from` up to the last rule date; a later date counts as none */
    int (*next)(const peri_date_rule *rule, peri_date from, peri_date *out, peri_error *err);
    /* as peri_date_rule_begin; NULL: the rule stays as it is */
    int (*begin)(const peri_date_rule *rule, peri_date from, peri_date_rule **out, peri_error *err);
    void (*release)(peri_date_rule *rule); /* what else the rule owns; NULL: nothing */
} peri_date_rule_kind;

/* The head of every date rule; the kind's own fields lie behind it. */
struct peri_date_rule {
    const peri_date_rule_kind *kind;
    int holders;
    char *name; /* owned */
};

/*
 * A rule held once, with a copy of the name and the rest zeroed.
 *
 * size  of the whole rule, the head included
 * Returns NULL when memory is short.
 */
peri_date_rule *peri_date_rule_new(const peri_date_rule_kind *kind, size_t size, const char *name);

/* The error of a rule that there is no memory for; returns PERI_ENOMEM. */
int peri_date_rule_no_memory(const char *name, peri_error *err);

/* A rule of n dates (ascending, each once; n may be 0), copied. Returns PERI_OK or PERI_ENOMEM. */
int peri_date_rule_list(const char *name, const peri_date *dates, size_t n, peri_date_rule **out,
                        peri_error *err);

#endif
