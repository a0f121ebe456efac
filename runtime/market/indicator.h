/* indicator.h - the frame of technical indicators: one class per kind, streams of bars. Layer 2. */
#ifndef PERI_INDICATOR_H
#define PERI_INDICATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "market/bar.h"

typedef struct peri_indicator peri_indicator;

enum {
    PERI_INDICATOR_PARAMS = 4,
    PERI_INDICATOR_OUTPUTS = 8
};

/* Largest size of a single value that is taken: squares and sums of such stay finite. */
#define PERI_INDICATOR_INPUT_MAX 1e100

/* Which number of a bar a single-valued indicator is fed with. */
typedef enum peri_field {
    PERI_FIELD_CLOSE,
    PERI_FIELD_OPEN,
    PERI_FIELD_HIGH,
    PERI_FIELD_LOW,
    PERI_FIELD_VOLUME
} peri_field;

/* Moving averages an indicator may be built on; names as LEAN's MovingAverageType. */
typedef enum peri_average {
    PERI_AVERAGE_SIMPLE,
    PERI_AVERAGE_EXPONENTIAL,
    PERI_AVERAGE_WILDERS
} peri_average;

/*
 * A kind of indicator: static objects of the files market/ind_<name>.c, listed in
 * indicator_table.c.
 * The state is a block of state_size(params) bytes that the frame allocates; the functions never
 * allocate, so an update cannot fail.
 */
typedef struct peri_indicator_class {
    const char *name;   /* "SMA" */
    const char *params; /* "period", "fast,slow,signal,average": what params mean, in order; the
                           one named average is an enum peri_average */
    const char *outputs[PERI_INDICATOR_OUTPUTS]; /* [0] "Current", then "Signal", ...; NULL ends */
    bool needs_bar; /* true: reads high and low, so it can not be fed single values */
    /* NULL when the params are fine, else a short text ("period must be at least 1"); static. */
    const char *(*check)(const double *params);
    size_t (*state_size)(const double *params);
    void (*reset)(void *state, const double *params);
    /* Take the next input; write outputs [0..]; return whether the indicator is ready. */
    bool (*update)(void *state, const double *params, const peri_bar *bar, double value,
                   double *outputs);
    /* Inputs until it is ready; NULL: they are counted. For those whose update takes long. */
    int64_t (*lookback)(const double *params);
    /* Instead of update, of those that are made of two others: take a value of each. false: there
       is no new value. */
    bool (*update_pair)(void *state, const double *params, double left, double right,
                        double *outputs);
    /* Whether such a one is ready when both others are; NULL: always. */
    bool (*pair_ready)(const void *state);
} peri_indicator_class;

/* The class of a name ("SMA", "BB", ..., and "B", which is made of two others), NULL when there is
   none. Thread: any. */
const peri_indicator_class *peri_indicator_find(const char *name);
/* The i-th class of those that are fed with bars or values, NULL behind the last. Thread: any. */
const peri_indicator_class *peri_indicator_class_at(size_t i);

/*
 * Make an indicator.
 *
 * params  shape [PERI_INDICATOR_PARAMS], meaning by the class; unused ones 0
 * field   what it is fed with from bars (ignored by classes that need bars)
 * out     owned by the caller (peri_indicator_free)
 * Returns PERI_OK, PERI_EINVAL (a parameter is out of range) or PERI_ENOMEM.
 */
int peri_indicator_new(const peri_indicator_class *cls, const double *params, peri_field field,
                       peri_indicator **out, peri_error *err);
/* NULL is allowed; no view. Its views are freed as well. One of two others is taken off them; one
   that others are made of leaves them without values from then on. */
void peri_indicator_free(peri_indicator *indicator);

/* A value of the past. */
typedef struct peri_indicator_point {
    int64_t time_ns; /* UTC, end of its input */
    double value;    /* of outputs[0] */
} peri_indicator_point;

/* Keep at least the last n values (2 are kept anyhow); those of before are gone. PERI_OK or
   PERI_ENOMEM. */
int peri_indicator_keep(peri_indicator *indicator, size_t n, peri_error *err);
size_t peri_indicator_kept(const peri_indicator *indicator); /* how many it can keep */
/* The value of i inputs ago (0: the present one); false when it is not kept, or there was none. */
bool peri_indicator_ago(const peri_indicator *indicator, size_t i, peri_indicator_point *out);

/* Be told of each new value, behind those that follow; fn NULL: no more. It must not free the
   indicator. */
void peri_indicator_set_watcher(peri_indicator *indicator,
                                void (*fn)(void *ctx, peri_indicator *indicator), void *ctx);

/* Feed the next bar, or a single value with its time (PERI_EINVAL for classes that need bars, for a
   value that is not finite or beyond PERI_INDICATOR_INPUT_MAX; nothing changes then). One that
   others feed takes no values (PERI_EINVAL), and must not be given bars. */
void peri_indicator_update(peri_indicator *indicator, const peri_bar *bar);
int peri_indicator_update_value(peri_indicator *indicator, int64_t time_ns, double value,
                                peri_error *err);
/* As new, and so its views, the two it is made of, and theirs; not those that follow it. */
void peri_indicator_reset(peri_indicator *indicator);

/* What it is fed with from bars from now on. */
void peri_indicator_set_field(peri_indicator *indicator, peri_field field);
/* Its name from now on (UTF-8, copied), cut to whole characters of some 100 bytes. */
void peri_indicator_set_label(peri_indicator *indicator, const char *label);

/*
 * Feed another indicator with each value of this one from now on: from when this one is ready
 * (before that nothing is passed), or at once.
 *
 * next  borrowed as long as `indicator` is fed; neither follows another one nor is followed
 * Returns PERI_OK, PERI_EINVAL (next is none of that, needs bars or is fed by others; 64
 * follow each other already) or PERI_ENOMEM.
 */
int peri_indicator_follow(peri_indicator *indicator, peri_indicator *next, bool at_once,
                          peri_error *err);

/* What an indicator of two others is made of. */
typedef struct peri_indicator_sides {
    peri_indicator *left, *right; /* borrowed; right NULL: the constant */
    double constant;              /* finite */
    size_t output;                /* which one of left's is taken; of right the first */
    int64_t step_ns; /* > 0: two values belong together whose times lie in one such step of UTC; 0:
                        those that came since the last value */
    bool own_sides;  /* made for it alone: whoever feeds it no more feeds them no more */
} peri_indicator_sides;

/* Sum, difference, product and quotient of two. A quotient by 0 counts as a sample but is no value:
   that of before stays. */
extern const peri_indicator_class peri_indicator_plus, peri_indicator_minus, peri_indicator_times,
    peri_indicator_over;

/*
 * Make an indicator that takes a value whenever both sides have one, of the later time; it is ready
 * while both are and, where its class says more, itself. Its reset is theirs as well.
 *
 * cls  one with update_pair
 * out  owned by the caller (peri_indicator_free)
 * Returns as peri_indicator_new; PERI_EINVAL also when 64 follow each other already.
 */
int peri_indicator_new_pair(const peri_indicator_class *cls, const double *params,
                            const peri_indicator_sides *sides, peri_indicator **out,
                            peri_error *err);

/*
 * An output of an indicator (not the first) as one of its own, a view: it takes a value, and is
 * ready, whenever the indicator does, before anybody is told of it; its reset is the indicator's as
 * well. It is made when it is first asked for and begins with the present value.
 *
 * output  number of an output of its class, > 0
 * out     owned by the indicator, which frees it with itself; NULL on failure
 * Returns PERI_OK, PERI_EINVAL (64 follow each other already) or PERI_ENOMEM.
 */
int peri_indicator_view(peri_indicator *indicator, size_t output, peri_indicator **out,
                        peri_error *err);
/* The one that was made so; NULL: none. Owned as above. */
peri_indicator *peri_indicator_find_view(const peri_indicator *indicator, size_t output);

/* What it is made of; false: of no two (a view is not), or one of them was freed. */
bool peri_indicator_sides_of(const peri_indicator *indicator, peri_indicator_sides *out);

/* Whether it can be fed with bars or values: PERI_OK; PERI_EINVAL of one that others feed: made
   of two, or a view. */
int peri_indicator_check_fed(const peri_indicator *indicator, peri_error *err);

/* A new one of the same kind, parameters and field: PERI_OK, PERI_ENOMEM, or PERI_EINVAL of one
   that others feed. */
int peri_indicator_renew(const peri_indicator *indicator, peri_indicator **out, peri_error *err);

/* How many inputs a new indicator of the same kind and parameters takes until it is ready: *out.
   Returns as peri_indicator_renew. At most O(that number). */
int peri_indicator_lookback(const peri_indicator *indicator, int64_t *out, peri_error *err);

/*
 * Run a whole series at once: the same update function in the same order, so the results are bit
 * for bit those of feeding the bars one at a time.
 *
 * out  shape [n, outputs of the class], row-major (caller's); rows before the indicator is ready
 * are NaN. The indicator goes on from its present state.
 */
void peri_indicator_run(peri_indicator *indicator, const peri_bar *bars, size_t n, double *out);

const peri_indicator_class *peri_indicator_class_of(const peri_indicator *indicator);
bool peri_indicator_is_ready(const peri_indicator *indicator);
int64_t peri_indicator_samples(const peri_indicator *indicator);
int64_t peri_indicator_values(const peri_indicator *indicator); /* samples that gave a value */
int64_t
peri_indicator_time(const peri_indicator *indicator); /* end of the last input, ns; 0: none */
double peri_indicator_value(const peri_indicator *indicator); /* outputs[0]; 0 before any sample */
double peri_indicator_output(const peri_indicator *indicator,
                             size_t i); /* i < PERI_INDICATOR_OUTPUTS; 0 where there is none */
const char *peri_indicator_label(
    const peri_indicator *indicator); /* "MACD(12,26,9)": without the kind of average; borrowed */

#endif
