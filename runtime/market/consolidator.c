/* consolidator.c - what all kinds of consolidators share: life, whom they call, time. Layer 2. */
#include "market/consolidator_class.h"

#include <float.h>
#include <math.h>

#include "base/mem.h"
#include "market/number.h"

enum {
    MOST_BARS = 1000000 /* out of one input */
};

int peri_consolidator_make(const peri_consolidator_class *cls, peri_consolidator **out,
                           void **state, peri_error *err)
{
    *out = NULL;
    peri_consolidator *made = peri_calloc(1, sizeof *made + cls->state_size);
    if (!made)
        return peri_fail(err, PERI_ENOMEM, "no memory for a consolidator");
    made->cls = cls;
    made->holders = 1;
    made->last_end_ns = INT64_MIN;
    if (state)
        *state = made->state;
    *out = made;
    return PERI_OK;
}

int64_t peri_consolidator_longest(const peri_consolidator *consolidator)
{
    return consolidator->longest_ns;
}

void peri_consolidator_set_longest(peri_consolidator *consolidator, int64_t longest_ns)
{
    consolidator->longest_ns = longest_ns;
}

peri_consolidator *peri_consolidator_retain(peri_consolidator *consolidator)
{
    consolidator->holders++;
    return consolidator;
}

void peri_consolidator_release(peri_consolidator *consolidator)
{
    if (!consolidator || --consolidator->holders > 0)
        return;
    peri_free(consolidator->links);
    peri_free(consolidator);
}

void peri_consolidator_set_calls(peri_consolidator *consolidator,
                                 const peri_consolidator_calls *calls)
{
    consolidator->calls = *calls;
    if (calls->on_bar && !consolidator->has_calls) {
        consolidator->has_calls = true;
        consolidator->links_before = consolidator->link_count;
    }
}

void peri_consolidator_set_picks(peri_consolidator *consolidator, int value, int volume)
{
    consolidator->value_pick = value;
    consolidator->volume_pick = volume;
}

int peri_consolidator_attach(peri_consolidator *consolidator, const peri_security *security,
                             peri_error *err)
{
    if (consolidator->security == security)
        return PERI_OK;
    if (consolidator->security)
        return peri_fail(err, PERI_EINVAL,
                         "a consolidator takes the bars of one symbol: it has those of '%s', and "
                         "was given '%s'",
                         consolidator->security->ticker, security->ticker);
    consolidator->security = security;
    peri_zone_cursor_init(&consolidator->zone, peri_hours_zone(security->hours));
    return PERI_OK;
}

const peri_security *peri_consolidator_security(const peri_consolidator *consolidator)
{
    return consolidator->security;
}

int peri_consolidator_add_indicator(peri_consolidator *consolidator, peri_indicator *indicator,
                                    int pick, peri_error *err)
{
    void *list = consolidator->links;
    const int rc = peri_indicator_check_fed(indicator, err);
    if (rc != PERI_OK)
        return rc;
    if (peri_grow(&list, &consolidator->link_cap, consolidator->link_count + 1,
                  sizeof *consolidator->links) != PERI_OK)
        return peri_fail(err, PERI_ENOMEM, "no memory for an indicator of a consolidator");
    consolidator->links = list;
    consolidator->links[consolidator->link_count++] =
        (struct peri_consolidator_link){indicator, pick};
    return PERI_OK;
}

bool peri_consolidator_remove_indicator(peri_consolidator *consolidator,
                                        const peri_indicator *indicator)
{
    const size_t had = consolidator->link_count;
    size_t kept = 0, before = consolidator->links_before;
    for (size_t i = 0; i < consolidator->link_count; i++) {
        if (consolidator->links[i].indicator != indicator)
            consolidator->links[kept++] = consolidator->links[i];
        else if (i < before)
            consolidator->links_before--;
    }
    consolidator->link_count = kept;
    return kept < had;
}

static int pick_number(peri_consolidator *consolidator, int pick, const peri_bar *bar, double *out,
                       peri_error *err)
{
    int rc = consolidator->calls.pick(consolidator->calls.ctx, consolidator, pick, bar, out, err);
    if (rc != PERI_OK || (isfinite(*out) && fabs(*out) <= PERI_INDICATOR_INPUT_MAX))
        return rc;
    char text[PERI_NUMBER_TEXT];
    peri_number_format(*out, text);
    return peri_fail(err, PERI_EINVAL, "the selector gave %s, expected a number up to 1e+100",
                     text);
}

int peri_consolidator_read(peri_consolidator *consolidator, const peri_bar *bar, double *value,
                           double *volume, peri_error *err)
{
    int rc = PERI_OK;
    *value = bar->close;
    *volume = bar->volume;
    if (consolidator->value_pick && consolidator->calls.pick)
        rc = pick_number(consolidator, consolidator->value_pick, bar, value, err);
    if (rc == PERI_OK && consolidator->volume_pick && consolidator->calls.pick)
        rc = pick_number(consolidator, consolidator->volume_pick, bar, volume, err);
    return rc;
}

/* Links [from, to); a function may add or remove some meanwhile. */
static int feed_links(peri_consolidator *consolidator, size_t from, size_t to, const peri_bar *bar,
                      peri_error *err)
{
    int rc = PERI_OK;
    for (size_t i = from; rc == PERI_OK && i < to && i < consolidator->link_count; i++) {
        const struct peri_consolidator_link link = consolidator->links[i];
        double value;
        if (!link.pick || !consolidator->calls.pick) {
            peri_indicator_update(link.indicator, bar);
            continue;
        }
        rc = pick_number(consolidator, link.pick, bar, &value, err);
        if (rc == PERI_OK)
            rc = peri_indicator_update_value(link.indicator, bar->end_ns, value, err);
    }
    return rc;
}

/* So small a size is a mistake, and would take for ever. */
static int too_many(const peri_consolidator *consolidator, peri_error *err)
{
    return peri_fail(err, PERI_EINVAL,
                     "one bar%s%s gives more than %d %s bars; expected a larger size",
                     consolidator->security ? " of " : "",
                     consolidator->security ? consolidator->security->ticker : "", MOST_BARS,
                     consolidator->cls->name);
}

int peri_consolidator_emit(peri_consolidator *consolidator, const peri_bar *bar, peri_error *err)
{
    peri_bar done = *bar;
    if (++consolidator->emitted > MOST_BARS)
        return too_many(consolidator, err);
    if (consolidator->takes_quotes) {
        consolidator->last_quote = consolidator->working_quote;
        consolidator->last_quote.start_ns = done.start_ns;
        consolidator->last_quote.end_ns = done.end_ns;
    }
    consolidator->last = done;
    consolidator->has_last = true;
    consolidator->last_end_ns = done.end_ns;
    size_t before = consolidator->has_calls ? consolidator->links_before : 0;
    int rc = feed_links(consolidator, 0, before, &done, err);
    if (rc == PERI_OK && consolidator->calls.on_bar && !consolidator->quiet)
        rc = consolidator->calls.on_bar(consolidator->calls.ctx, consolidator, &done, err);
    before =
        consolidator->has_calls ? consolidator->links_before : 0; /* on_bar may take some off */
    if (rc == PERI_OK)
        rc = feed_links(consolidator, before, consolidator->link_count, &done, err);
    return rc;
}

int peri_consolidator_emit_working(peri_consolidator *consolidator, peri_error *err)
{
    const peri_bar done = consolidator->working;
    consolidator->has_working = false;
    return peri_consolidator_emit(consolidator, &done, err);
}

/* A side of the bar at hand takes that of the next input. */
static void join_side(peri_quote_side *working, const peri_quote_side *side)
{
    if (!peri_quote_side_is_there(side))
        return;
    if (!peri_quote_side_is_there(working)) {
        *working = *side;
        return;
    }
    working->high = fmax(working->high, side->high);
    working->low = fmin(working->low, side->low);
    working->close = side->close;
    working->last_size = side->last_size;
}

/* It opens where the last one closed. */
static peri_quote_side opened(const peri_quote_side *last)
{
    return (peri_quote_side){last->close, last->close, last->close, last->close, last->last_size};
}

static void join_quotes(peri_consolidator *consolidator, int64_t start_ns, int64_t end_ns)
{
    peri_quote_bar *working = &consolidator->working_quote;
    if (!consolidator->has_working)
        *working = (peri_quote_bar){.start_ns = start_ns,
                                    .end_ns = end_ns,
                                    .bid = opened(&consolidator->last_quote.bid),
                                    .ask = opened(&consolidator->last_quote.ask)};
    join_side(&working->bid, &consolidator->input->bid);
    join_side(&working->ask, &consolidator->input->ask);
    consolidator->working = peri_quote_bar_middle(working);
    consolidator->has_working = true;
}

void peri_consolidator_join(peri_consolidator *consolidator, const peri_bar *bar, int64_t start_ns,
                            int64_t end_ns)
{
    peri_bar *working = &consolidator->working;
    if (consolidator->takes_quotes) {
        join_quotes(consolidator, start_ns, end_ns);
        return;
    }
    if (!consolidator->has_working) {
        *working = *bar;
        working->start_ns = start_ns;
        working->end_ns = end_ns;
        consolidator->has_working = true;
        return;
    }
    working->high = bar->high > working->high ? bar->high : working->high;
    working->low = bar->low < working->low ? bar->low : working->low;
    working->close = bar->close;
    working->volume = fmin(working->volume + bar->volume, DBL_MAX);
}

int peri_consolidator_check_size(const char *what, double size, peri_error *err)
{
    char text[PERI_NUMBER_TEXT];
    if (size > 0 && size <= PERI_INDICATOR_INPUT_MAX)
        return PERI_OK;
    peri_number_format(size, text);
    return peri_fail(err, PERI_EINVAL, "%s was %s, expected a number above 0", what, text);
}

int peri_consolidator_check_open(double open, double size, double value, peri_error *err)
{
    if (isfinite(open))
        return PERI_OK;
    return peri_fail(err, PERI_EINVAL, "bars of a size of %g cannot be counted at a price of %g",
                     size, value);
}

/* Begin a call that hands out bars; on_bar may let go of the consolidator. */
static int enter(peri_consolidator *consolidator, bool quiet, peri_error *err)
{
    if (consolidator->busy)
        return peri_fail(err, PERI_ESTATE,
                         "a consolidator cannot be updated while it hands out a bar");
    consolidator->busy = true;
    consolidator->quiet = quiet;
    consolidator->emitted = 0;
    peri_consolidator_retain(consolidator);
    return PERI_OK;
}

static int leave(peri_consolidator *consolidator, int rc)
{
    consolidator->busy = false;
    peri_consolidator_release(consolidator);
    return rc;
}

int peri_consolidator_update(peri_consolidator *consolidator, const peri_bar *bar, bool quiet,
                             peri_error *err)
{
    int rc = enter(consolidator, quiet, err);
    if (rc != PERI_OK)
        return rc;
    return leave(consolidator, consolidator->cls->update(consolidator, bar, err));
}

void peri_consolidator_take_quotes(peri_consolidator *consolidator)
{
    consolidator->takes_quotes = true;
}

bool peri_consolidator_takes_quotes(const peri_consolidator *consolidator)
{
    return consolidator->takes_quotes;
}

int peri_consolidator_update_quote(peri_consolidator *consolidator, const peri_quote_bar *bar,
                                   bool quiet, peri_error *err)
{
    const peri_bar middle = peri_quote_bar_middle(bar);
    consolidator->input = bar;
    int rc = peri_consolidator_update(consolidator, &middle, quiet, err);
    consolidator->input = NULL;
    return rc;
}

int64_t peri_consolidator_due(const peri_consolidator *consolidator)
{
    bool waits = consolidator->cls->by_time && consolidator->has_working;
    return waits ? consolidator->working.end_ns : PERI_NEVER;
}

int peri_consolidator_scan(peri_consolidator *consolidator, int64_t now_ns, bool quiet,
                           peri_error *err)
{
    if (peri_consolidator_due(consolidator) > now_ns)
        return PERI_OK;
    int rc = enter(consolidator, quiet, err);
    if (rc != PERI_OK)
        return rc;
    return leave(consolidator, peri_consolidator_emit_working(consolidator, err));
}

const peri_bar *peri_consolidator_consolidated(const peri_consolidator *consolidator)
{
    return consolidator->has_last ? &consolidator->last : NULL;
}

const peri_bar *peri_consolidator_working(const peri_consolidator *consolidator)
{
    return consolidator->has_working ? &consolidator->working : NULL;
}

const peri_quote_bar *peri_consolidator_consolidated_quote(const peri_consolidator *consolidator)
{
    return consolidator->has_last && consolidator->takes_quotes ? &consolidator->last_quote : NULL;
}

const peri_quote_bar *peri_consolidator_working_quote(const peri_consolidator *consolidator)
{
    const bool there = consolidator->has_working && consolidator->takes_quotes;
    return there ? &consolidator->working_quote : NULL;
}

int peri_consolidator_update_by_time(peri_consolidator *consolidator, const peri_bar *bar,
                                     peri_consolidator_place place, peri_error *err)
{
    int64_t start_ns, end_ns;
    int rc = PERI_OK;
    if (!place(consolidator, bar, &start_ns, &end_ns))
        return PERI_OK;
    if (consolidator->has_working && bar->start_ns >= consolidator->working.end_ns)
        rc = peri_consolidator_emit_working(consolidator, err);
    if (rc == PERI_OK && bar->start_ns >= consolidator->last_end_ns)
        peri_consolidator_join(consolidator, bar, start_ns, end_ns);
    return rc;
}
