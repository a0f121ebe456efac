/* indicator.c - the frame of indicators: making, feeding, reading. Layer 2. */
#include "market/indicator.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "market/indicator_class.h"
#include "market/number.h"

enum {
    LONGEST_CHAIN = 65,   /* of indicators that follow each other, with the first one */
    NAME_MAX_LENGTH = 15, /* of a class, without the terminator */
    LABEL_SIZE = NAME_MAX_LENGTH + 3 + PERI_INDICATOR_PARAMS * PERI_NUMBER_TEXT
};

/* Values before the last two; next is where the next one goes. */
struct past {
    size_t cap, n, next;
    peri_indicator_point points[]; /* shape [cap] */
};

/* What an update touches stands first. The state lies behind, in the same block. */
struct peri_indicator {
    const peri_indicator_class *cls;
    size_t field_offset; /* of the number it is fed with, inside a bar */
    bool ready;
    int64_t samples;
    int64_t time_ns;
    double outputs[PERI_INDICATOR_OUTPUTS];
    peri_indicator_point previous; /* when there were two samples */
    struct past *past;             /* NULL: nobody wants more */
    void (*watcher)(void *ctx, peri_indicator *indicator);
    void *watcher_ctx;
    double params[PERI_INDICATOR_PARAMS];
    peri_indicator **followers; /* shape [follower_count]; each is borrowed */
    size_t follower_count, follower_cap;
    size_t depth; /* how many it follows, one after the other */
    size_t output_count;
    char label[LABEL_SIZE];
    _Alignas(max_align_t) unsigned char state[];
};

static const size_t field_offsets[] = {
    [PERI_FIELD_CLOSE] = offsetof(peri_bar, close),   [PERI_FIELD_OPEN] = offsetof(peri_bar, open),
    [PERI_FIELD_HIGH] = offsetof(peri_bar, high),     [PERI_FIELD_LOW] = offsetof(peri_bar, low),
    [PERI_FIELD_VOLUME] = offsetof(peri_bar, volume),
};

static bool is_average(const char *name, size_t len)
{
    static const char average[] = "average";
    return len == sizeof average - 1 && memcmp(name, average, len) == 0;
}

/*
 * Write "NAME(param,...)". The kind of an average is a code that says nothing to a reader: it shows
 * only in the text of an error, where it may be the offending value.
 */
static void write_label(const peri_indicator_class *cls, const double *params, bool with_average,
                        char out[LABEL_SIZE])
{
    assert(strlen(cls->name) <= NAME_MAX_LENGTH);
    size_t len = (size_t)sprintf(out, "%s(", cls->name);
    const char *name = cls->params;
    for (size_t i = 0; *name != '\0'; i++) {
        assert(i < PERI_INDICATOR_PARAMS);
        size_t name_len = strcspn(name, ",");
        if (with_average || !is_average(name, name_len)) {
            if (i > 0)
                out[len++] = ',';
            len += peri_number_format(params[i], out + len);
        }
        name += name_len + (name[name_len] == ',');
    }
    if (*cls->params == '\0')
        len--; /* nothing to say between brackets */
    else
        out[len++] = ')';
    out[len] = '\0';
}

static int check_arguments(const peri_indicator_class *cls, const double *params, peri_field field,
                           peri_error *err)
{
    char label[LABEL_SIZE];
    write_label(cls, params, true, label);
    const char *problem = cls->check(params);
    if (problem)
        return peri_fail(err, PERI_EINVAL, "indicator %s: %s", label, problem);
    if ((size_t)field >= sizeof field_offsets / sizeof field_offsets[0])
        return peri_fail(err, PERI_EINVAL, "indicator %s: field %d is none of the five of a bar",
                         label, (int)field);
    return PERI_OK;
}

static size_t count_outputs(const peri_indicator_class *cls)
{
    size_t n = 0;
    while (n < PERI_INDICATOR_OUTPUTS && cls->outputs[n])
        n++;
    return n;
}

int peri_indicator_new(const peri_indicator_class *cls, const double *params, peri_field field,
                       peri_indicator **out, peri_error *err)
{
    *out = NULL;
    int rc = check_arguments(cls, params, field, err);
    if (rc != PERI_OK)
        return rc;
    size_t size = sizeof(peri_indicator) + cls->state_size(params);
    peri_indicator *indicator = peri_calloc(1, size);
    if (!indicator)
        return peri_fail(err, PERI_ENOMEM, "indicator %s: no memory for its %zu bytes", cls->name,
                         size);
    indicator->cls = cls;
    indicator->field_offset = field_offsets[field];
    indicator->output_count = count_outputs(cls);
    memcpy(indicator->params, params, sizeof indicator->params);
    write_label(cls, params, false, indicator->label);
    peri_indicator_reset(indicator);
    *out = indicator;
    return PERI_OK;
}

void peri_indicator_free(peri_indicator *indicator)
{
    if (!indicator)
        return;
    peri_free((void *)indicator->followers);
    peri_free(indicator->past);
    peri_free(indicator);
}

void peri_indicator_reset(peri_indicator *indicator)
{
    indicator->ready = false;
    indicator->samples = 0;
    indicator->time_ns = 0;
    memset(indicator->outputs, 0, sizeof indicator->outputs);
    if (indicator->past)
        indicator->past->n = indicator->past->next = 0;
    indicator->cls->reset(indicator->state, indicator->params);
}

static double number_at(const peri_bar *bar, size_t offset)
{
    double value;
    memcpy(&value, (const char *)bar + offset, sizeof value);
    return value;
}

static void remember(struct past *past, peri_indicator_point point)
{
    past->points[past->next] = point;
    past->next = (past->next + 1) % past->cap;
    past->n += past->n < past->cap;
}

static void take(peri_indicator *indicator, int64_t time_ns, const peri_bar *bar, double value)
{
    if (indicator->past && indicator->samples > 1)
        remember(indicator->past, indicator->previous);
    indicator->previous = (peri_indicator_point){indicator->time_ns, indicator->outputs[0]};
    indicator->samples++;
    indicator->time_ns = time_ns;
    indicator->ready =
        indicator->cls->update(indicator->state, indicator->params, bar, value, indicator->outputs);
}

/* A value that is not finite ends here, as one that a strategy passes on would. */
static bool passes_on(const peri_indicator *indicator)
{
    double value = indicator->outputs[0];
    return indicator->ready && isfinite(value) && fabs(value) <= PERI_INDICATOR_INPUT_MAX;
}

/* Feed those that follow, those that follow them, and so on, each before its next neighbour. */
static void feed_followers(const peri_indicator *first)
{
    struct {
        const peri_indicator *of;
        size_t next; /* of its followers */
    } path[LONGEST_CHAIN];
    size_t depth = 0;
    path[0].of = first;
    path[0].next = 0;
    for (;;) {
        const peri_indicator *of = path[depth].of;
        if (path[depth].next == of->follower_count || !passes_on(of)) {
            if (depth == 0)
                return;
            depth--;
            continue;
        }
        peri_indicator *follower = of->followers[path[depth].next++];
        take(follower, of->time_ns, NULL, of->outputs[0]);
        if (follower->watcher)
            follower->watcher(follower->watcher_ctx, follower);
        depth++;
        path[depth].of = follower;
        path[depth].next = 0;
    }
}

static void feed(peri_indicator *indicator, int64_t time_ns, const peri_bar *bar, double value)
{
    take(indicator, time_ns, bar, value);
    if (indicator->follower_count > 0)
        feed_followers(indicator);
    if (indicator->watcher)
        indicator->watcher(indicator->watcher_ctx, indicator);
}

void peri_indicator_update(peri_indicator *indicator, const peri_bar *bar)
{
    feed(indicator, bar->end_ns, bar, number_at(bar, indicator->field_offset));
}

static int refuse(const peri_indicator *indicator, double value, const char *problem,
                  peri_error *err)
{
    char text[PERI_NUMBER_TEXT];
    peri_number_format(value, text);
    return peri_fail(err, PERI_EINVAL, "indicator %s: value %s %s", indicator->label, text,
                     problem);
}

int peri_indicator_update_value(peri_indicator *indicator, int64_t time_ns, double value,
                                peri_error *err)
{
    if (indicator->cls->needs_bar)
        return refuse(indicator, value, "was given where a whole bar is needed", err);
    if (!isfinite(value))
        return refuse(indicator, value, "is not finite", err);
    if (fabs(value) > PERI_INDICATOR_INPUT_MAX)
        return refuse(indicator, value, "is out of range (-1e+100 to 1e+100)", err);
    feed(indicator, time_ns, NULL, value);
    return PERI_OK;
}

void peri_indicator_set_field(peri_indicator *indicator, peri_field field)
{
    indicator->field_offset = field_offsets[field];
}

void peri_indicator_set_label(peri_indicator *indicator, const char *label)
{
    snprintf(indicator->label, sizeof indicator->label, "%s", label);
}

/* NULL, or why it cannot follow. So there is no way back, and no long way. */
static const char *cannot_follow(const peri_indicator *indicator, const peri_indicator *next)
{
    if (next == indicator)
        return "it cannot follow itself";
    if (next->cls->needs_bar)
        return "it needs bars, not values of another indicator";
    if (next->depth > 0)
        return "it follows another indicator already";
    if (next->follower_count > 0)
        return "others follow it already: let it follow before they do";
    return indicator->depth + 1 < LONGEST_CHAIN ? NULL : "more than 64 follow each other";
}

int peri_indicator_follow(peri_indicator *indicator, peri_indicator *next, peri_error *err)
{
    const char *problem = cannot_follow(indicator, next);
    if (problem)
        return peri_fail(err, PERI_EINVAL, "indicator %s: %s", next->label, problem);
    void *list = (void *)indicator->followers;
    if (peri_grow(&list, &indicator->follower_cap, indicator->follower_count + 1,
                  sizeof(peri_indicator *)) != PERI_OK)
        return peri_fail(err, PERI_ENOMEM, "no memory to follow indicator %s", indicator->label);
    next->depth = indicator->depth + 1;
    indicator->followers = list;
    indicator->followers[indicator->follower_count++] = next;
    return PERI_OK;
}

int peri_indicator_renew(const peri_indicator *indicator, peri_indicator **out, peri_error *err)
{
    int rc = peri_indicator_new(indicator->cls, indicator->params, PERI_FIELD_CLOSE, out, err);
    if (rc == PERI_OK && *out)
        (*out)->field_offset = indicator->field_offset;
    return rc;
}

int peri_indicator_lookback(const peri_indicator *indicator, int64_t *out, peri_error *err)
{
    static const peri_bar bar = {0, 1, 1, 1, 1, 1, 1};
    peri_indicator *fresh = NULL;
    int rc = peri_indicator_new(indicator->cls, indicator->params, PERI_FIELD_CLOSE, &fresh, err);
    if (rc != PERI_OK || !fresh)
        return rc;
    while (!fresh->ready)
        peri_indicator_update(fresh, &bar);
    *out = fresh->samples > 0 ? fresh->samples : 1;
    peri_indicator_free(fresh);
    return PERI_OK;
}

void peri_indicator_run(peri_indicator *indicator, const peri_bar *bars, size_t n, double *out)
{
    size_t width = indicator->output_count;
    for (size_t i = 0; i < n; i++) {
        peri_indicator_update(indicator, &bars[i]);
        for (size_t j = 0; j < width; j++)
            out[i * width + j] = indicator->ready ? indicator->outputs[j] : (double)NAN;
    }
}

enum {
    ALWAYS_KEPT = 2 /* the present value and the one before */
};

size_t peri_indicator_kept(const peri_indicator *indicator)
{
    return ALWAYS_KEPT + (indicator->past ? indicator->past->cap : 0);
}

int peri_indicator_keep(peri_indicator *indicator, size_t n, peri_error *err)
{
    struct past *old = indicator->past;
    if (n <= peri_indicator_kept(indicator))
        return PERI_OK;
    struct past *past =
        peri_calloc(1, sizeof *past + (n - ALWAYS_KEPT) * sizeof(peri_indicator_point));
    if (!past)
        return peri_fail(err, PERI_ENOMEM, "indicator %s: no memory for %zu values of the past",
                         indicator->label, n);
    past->cap = n - ALWAYS_KEPT;
    for (size_t i = old ? old->n : 0; i > 0; i--)
        remember(past, old->points[(old->next + old->cap - i) % old->cap]);
    peri_free(old);
    indicator->past = past;
    return PERI_OK;
}

bool peri_indicator_ago(const peri_indicator *indicator, size_t i, peri_indicator_point *out)
{
    const struct past *past = indicator->past;
    if (i == 0)
        *out = (peri_indicator_point){indicator->time_ns, indicator->outputs[0]};
    else if (i == 1)
        *out = indicator->previous;
    if (i < ALWAYS_KEPT)
        return (uint64_t)indicator->samples > i;
    i -= ALWAYS_KEPT - 1; /* 1: the newest of the past */
    if (!past || i > past->n)
        return false;
    *out = past->points[(past->next + past->cap - i) % past->cap];
    return true;
}

void peri_indicator_set_watcher(peri_indicator *indicator,
                                void (*fn)(void *ctx, peri_indicator *indicator), void *ctx)
{
    indicator->watcher = fn;
    indicator->watcher_ctx = ctx;
}

const peri_indicator_class *peri_indicator_class_of(const peri_indicator *indicator)
{
    return indicator->cls;
}

bool peri_indicator_is_ready(const peri_indicator *indicator)
{
    return indicator->ready;
}

int64_t peri_indicator_samples(const peri_indicator *indicator)
{
    return indicator->samples;
}

int64_t peri_indicator_time(const peri_indicator *indicator)
{
    return indicator->time_ns;
}

double peri_indicator_value(const peri_indicator *indicator)
{
    return indicator->outputs[0];
}

double peri_indicator_output(const peri_indicator *indicator, size_t i)
{
    assert(i < PERI_INDICATOR_OUTPUTS);
    return indicator->outputs[i];
}

const char *peri_indicator_label(const peri_indicator *indicator)
{
    return indicator->label;
}
