/* indicator.c - the frame of indicators: making, feeding, reading. Layer 2. */
#include "market/indicator_frame.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

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
                        char out[PERI_INDICATOR_LABEL])
{
    assert(strlen(cls->name) <= PERI_INDICATOR_NAME_MAX);
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
    char label[PERI_INDICATOR_LABEL];
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

static void free_alone(peri_indicator *indicator)
{
    if (indicator->pair)
        peri_indicator_pair_unlink(indicator);
    while (indicator->follower_count > 0) {
        const struct peri_follower *last = &indicator->followers[indicator->follower_count - 1];
        if (last->how >= PERI_FOLLOW_LEFT)
            peri_indicator_pair_unlink(last->next); /* takes it off here, too */
        else
            indicator->follower_count--;
    }
    peri_free(indicator->followers);
    peri_free(indicator->pair);
    peri_free(indicator->past);
    peri_free((void *)indicator->views);
    peri_free(indicator);
}

void peri_indicator_free(peri_indicator *indicator)
{
    if (!indicator)
        return;
    for (size_t i = 0; indicator->views && i < indicator->output_count; i++)
        if (indicator->views[i])
            free_alone(indicator->views[i]);
    free_alone(indicator);
}

static void reset_alone(peri_indicator *indicator)
{
    peri_indicator_set_ready(indicator, false);
    indicator->samples = indicator->values = 0;
    indicator->time_ns = 0;
    memset(indicator->outputs, 0, sizeof indicator->outputs);
    if (indicator->past)
        indicator->past->n = indicator->past->next = 0;
    indicator->cls->reset(indicator->state, indicator->params);
    if (indicator->pair)
        peri_indicator_pair_reset(indicator->pair);
}

static void reset_with_views(peri_indicator *indicator)
{
    reset_alone(indicator);
    for (size_t i = 0; indicator->views && i < indicator->output_count; i++)
        if (indicator->views[i])
            reset_alone(indicator->views[i]);
}

/*
 * Reset it and what it is made of, each once however many ways lead there: first all are marked,
 * then the marks are taken away. A view is reset with its indicator.
 */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as indicators follow each other */
static void reset_with_sides(peri_indicator *indicator, bool mark)
{
    if (indicator && indicator->view_of)
        indicator = indicator->view_of;
    if (!indicator || indicator->reset_now == mark)
        return;
    indicator->reset_now = mark;
    if (mark)
        reset_with_views(indicator);
    if (!indicator->pair)
        return;
    reset_with_sides(indicator->pair->sides.left, mark);
    reset_with_sides(indicator->pair->sides.right, mark);
}

void peri_indicator_reset(peri_indicator *indicator)
{
    reset_with_sides(indicator, true);
    reset_with_sides(indicator, false);
}

static double number_at(const peri_bar *bar, size_t offset)
{
    double value;
    memcpy(&value, (const char *)bar + offset, sizeof value);
    return value;
}

void peri_indicator_pass(peri_indicator *indicator, int64_t time_ns)
{
    if (indicator->past && indicator->values > 1)
        peri_indicator_remember(indicator->past, indicator->previous);
    indicator->previous = (peri_indicator_point){indicator->time_ns, indicator->outputs[0]};
    indicator->samples++;
    indicator->values++;
    indicator->time_ns = time_ns;
}

void peri_indicator_take(peri_indicator *indicator, int64_t time_ns, const peri_bar *bar,
                         double value)
{
    peri_indicator_pass(indicator, time_ns);
    const bool ready =
        indicator->cls->update(indicator->state, indicator->params, bar, value, indicator->outputs);
    if (ready != indicator->ready)
        peri_indicator_set_ready(indicator, ready);
}

static void feed(peri_indicator *indicator, int64_t time_ns, const peri_bar *bar, double value)
{
    peri_indicator_take(indicator, time_ns, bar, value);
    if (indicator->follower_count > 0)
        peri_indicator_feed_followers(indicator);
    if (indicator->watcher)
        indicator->watcher(indicator->watcher_ctx, indicator);
}

void peri_indicator_update(peri_indicator *indicator, const peri_bar *bar)
{
    assert(!indicator->is_made);
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
    if (indicator->is_made)
        return peri_indicator_check_fed(indicator, err);
    if (indicator->cls->needs_bar)
        return refuse(indicator, value, "was given where a whole bar is needed", err);
    if (!isfinite(value))
        return refuse(indicator, value, "is not finite", err);
    if (fabs(value) > PERI_INDICATOR_INPUT_MAX)
        return refuse(indicator, value, "is out of range (-1e+100 to 1e+100)", err);
    feed(indicator, time_ns, NULL, value);
    return PERI_OK;
}

int peri_indicator_check_fed(const peri_indicator *indicator, peri_error *err)
{
    return indicator->is_made
               ? peri_fail(err, PERI_EINVAL, "indicator %s: it is made of others, which feed it",
                           indicator->label)
               : PERI_OK;
}

void peri_indicator_set_field(peri_indicator *indicator, peri_field field)
{
    indicator->field_offset = field_offsets[field];
}

void peri_indicator_set_label(peri_indicator *indicator, const char *label)
{
    size_t len = strlen(label);
    if (len >= sizeof indicator->label) {
        len = sizeof indicator->label - 1;
        while (len > 0 && ((unsigned char)label[len] & 0xC0) == 0x80)
            len--; /* inside a character */
    }
    memmove(indicator->label, label, len);
    indicator->label[len] = '\0';
}

int peri_indicator_renew(const peri_indicator *indicator, peri_indicator **out, peri_error *err)
{
    int rc = peri_indicator_check_fed(indicator, err);
    if (rc == PERI_OK)
        rc = peri_indicator_new(indicator->cls, indicator->params, PERI_FIELD_CLOSE, out, err);
    if (rc == PERI_OK && *out)
        (*out)->field_offset = indicator->field_offset;
    return rc;
}

int peri_indicator_lookback(const peri_indicator *indicator, int64_t *out, peri_error *err)
{
    static const peri_bar bar = {0, 1, 1, 1, 1, 1, 1};
    peri_indicator *fresh = NULL;
    int rc = peri_indicator_check_fed(indicator, err);
    if (rc == PERI_OK && indicator->cls->lookback) {
        *out = indicator->cls->lookback(indicator->params);
        return PERI_OK;
    }
    if (rc == PERI_OK)
        rc = peri_indicator_new(indicator->cls, indicator->params, PERI_FIELD_CLOSE, &fresh, err);
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

int64_t peri_indicator_values(const peri_indicator *indicator)
{
    return indicator->values;
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
