/* history.c - completed bars of the past. Layer 5. */
#include "engine/engine_internal.h"

#include <assert.h>

enum {
    FIRST_LOOK_BACK = 16, /* days, for folders with a file a day */
    MOST_DAYS = 60000     /* 164 years */
};

/* Bars of one kind: of trades, or of quotes; the other one is NULL. */
struct bars {
    peri_series *trades;
    peri_quote_series *quotes;
};

static size_t first_after(struct bars bars, int64_t time_ns)
{
    return bars.trades ? peri_series_after(bars.trades, time_ns)
                       : peri_quote_series_after(bars.quotes, time_ns);
}

static int64_t start_of(struct bars bars, size_t i)
{
    assert(bars.trades || bars.quotes);
    return bars.trades ? bars.trades->bars[i].start_ns : bars.quotes->bars[i].start_ns;
}

static int copy_bar(struct bars from, size_t i, struct bars out)
{
    return out.trades ? peri_series_add(out.trades, &from.trades->bars[i])
                      : peri_quote_series_add(out.quotes, &from.quotes->bars[i]);
}

static int copy_bars(struct bars from, size_t first, size_t last, struct bars out, peri_error *err)
{
    for (size_t i = first; i < last; i++)
        if (copy_bar(from, i, out) != PERI_OK)
            return peri_fail(err, PERI_ENOMEM, "no memory for %zu bars of history", last - first);
    return PERI_OK;
}

/* The bars asked for, out of a series that reaches back far enough. */
static int select_bars(struct bars bars, int64_t periods, int64_t from_ns, int64_t until_ns,
                       struct bars out, peri_error *err)
{
    size_t last = first_after(bars, until_ns);
    size_t first = 0;
    if (periods > 0) {
        first = (uint64_t)periods < last ? last - (size_t)periods : 0;
    } else {
        first = first_after(bars, from_ns);
        while (first < last && start_of(bars, first) < from_ns)
            first++;
    }
    return copy_bars(bars, first, last, out, err);
}

/* The reel of the kind that is asked for; NULL: its bars are a series. */
static peri_reel *loaded_reel(const struct peri_subscribed *sub, struct bars out)
{
    return out.trades ? sub->reel : sub->quote_reel;
}

/* Answer out of a reel. Returns whether that is all: a part of a folder may not reach back far
   enough, and then nothing is appended. */
static int select_from_reel(const struct peri_subscribed *sub, int64_t periods, int64_t from_ns,
                            int64_t until_ns, struct bars out, bool *covered, peri_error *err)
{
    assert(out.trades || out.quotes);
    const size_t had = out.trades ? out.trades->n : out.quotes->n;
    int rc = PERI_OK;
    *covered = periods > 0 || sub->loaded_from == INT64_MIN || from_ns >= sub->loaded_from;
    if (*covered)
        rc = peri_reel_read(loaded_reel(sub, out), periods, from_ns, until_ns, out.trades,
                            out.quotes, err);
    const size_t got = (out.trades ? out.trades->n : out.quotes->n) - had;
    if (rc != PERI_OK || periods <= 0 || sub->loaded_from == INT64_MIN || got >= (uint64_t)periods)
        return rc;
    *covered = false;
    if (out.trades)
        out.trades->n = had;
    else
        out.quotes->n = had;
    return rc;
}

/* Of what the run has read, the kind that is asked for. */
static struct bars loaded_bars(struct peri_subscribed *sub, struct bars out)
{
    return (struct bars){out.trades ? &sub->series : NULL, out.quotes ? &sub->quotes : NULL};
}

/* Whether what the run has read answers the request. */
static bool is_covered(const struct peri_subscribed *sub, struct bars loaded, int64_t periods,
                       int64_t from_ns, int64_t until_ns)
{
    if (!sub->loaded)
        return false;
    if (sub->loaded_from == INT64_MIN)
        return true;
    if (periods > 0)
        return first_after(loaded, until_ns) >= (uint64_t)periods;
    return from_ns >= sub->loaded_from;
}

static int read_bars(const struct peri_subscribed *sub, const peri_read_options *options,
                     struct bars out, peri_error *err)
{
    peri_read_report report = {0};
    return out.trades ? peri_lean_source_read(&sub->lean, options, out.trades, &report, err)
                      : peri_lean_source_read_quotes(&sub->lean, options, out.quotes, &report, err);
}

/* Read days of a folder anew, further back each time, until there are enough bars. */
static int read_folder(peri_engine *engine, const struct peri_subscribed *sub,
                       peri_resolution resolution, int64_t periods, int64_t from_ns,
                       int64_t until_ns, struct bars out, peri_error *err)
{
    int64_t per_day = 6 * PERI_HOUR / peri_resolution_ns(resolution);
    int64_t days = FIRST_LOOK_BACK + 2 * periods / (per_day > 0 ? per_day : 1);
    int64_t back = (days < MOST_DAYS ? days : MOST_DAYS) * PERI_DAY;
    for (int tries = 0;; tries++) {
        peri_series trades;
        peri_quote_series quotes;
        peri_series_init(&trades);
        peri_quote_series_init(&quotes);
        struct bars read = {out.trades ? &trades : NULL, out.quotes ? &quotes : NULL};
        peri_read_options options = peri_engine_read_options(engine, sub);
        options.resolution = resolution;
        bool everything = periods > 0 && tries == 3;
        options.from_ns = periods > 0 ? until_ns - back : from_ns;
        if (everything)
            options.from_ns = INT64_MIN;
        options.until_ns = until_ns;
        int rc = read_bars(sub, &options, read, err);
        bool enough =
            periods <= 0 || everything || first_after(read, until_ns) >= (uint64_t)periods;
        if (rc == PERI_OK && enough)
            rc = select_bars(read, periods, from_ns, until_ns, out, err);
        peri_series_deinit(&trades);
        peri_quote_series_deinit(&quotes);
        if (rc != PERI_OK || enough)
            return peri_engine_data_fault(engine, rc);
        back = back > MOST_DAYS * PERI_DAY / 4 ? MOST_DAYS * PERI_DAY : back * 4;
    }
}

static int add_bar(void *ctx, peri_consolidator *consolidator, const peri_bar *bar, peri_error *err)
{
    (void)consolidator;
    return peri_series_add(ctx, bar) == PERI_OK
               ? PERI_OK
               : peri_fail(err, PERI_ENOMEM, "no memory for bars of history");
}

static int join_series(const peri_series *series, int64_t until_ns, peri_consolidator *joiner,
                       peri_error *err)
{
    const size_t n = peri_series_after(series, until_ns);
    int rc = PERI_OK;
    for (size_t i = 0; rc == PERI_OK && i < n; i++)
        rc = peri_consolidator_update(joiner, &series->bars[i], false, err);
    return rc;
}

static int join_reel(peri_reel *reel, int64_t until_ns, peri_consolidator *joiner, peri_error *err)
{
    peri_reel_reader *reader = NULL;
    int rc = peri_reel_reader_open(reel, &reader, err);
    while (rc == PERI_OK && peri_reel_reader_next(reader)) {
        const peri_series *window = peri_reel_reader_trades(reader);
        rc = join_series(window, until_ns, joiner, err);
        if (window->bars[window->n - 1].end_ns > until_ns)
            break;
    }
    peri_reel_reader_close(reader);
    return rc;
}

/* The security's bars up to an instant as bars of a longer resolution. */
static int join_bars(const struct peri_subscribed *sub, peri_resolution resolution,
                     int64_t until_ns, peri_series *out, peri_error *err)
{
    const peri_consolidator_calls calls = {.on_bar = add_bar, .ctx = out};
    peri_consolidator *joiner;
    int rc = resolution == PERI_RES_DAILY
                 ? peri_consolidator_new_day(&joiner, err)
                 : peri_consolidator_new_span(peri_resolution_ns(resolution), &joiner, err);
    if (rc != PERI_OK)
        return rc;
    peri_consolidator_set_calls(joiner, &calls);
    rc = peri_consolidator_attach(joiner, &sub->security, err);
    if (rc == PERI_OK)
        rc = sub->reel ? join_reel(sub->reel, until_ns, joiner, err)
                       : join_series(&sub->series, until_ns, joiner, err);
    if (rc == PERI_OK)
        rc = peri_consolidator_scan(joiner, until_ns, false, err);
    peri_consolidator_release(joiner);
    return rc;
}

/* Of a security whose bars are all read. */
static int history_joined(const struct peri_subscribed *sub, peri_resolution resolution,
                          int64_t periods, int64_t from_ns, int64_t until_ns, peri_series *out,
                          peri_error *err)
{
    peri_series joined;
    peri_series_init(&joined);
    int rc = join_bars(sub, resolution, until_ns, &joined, err);
    if (rc == PERI_OK)
        rc = select_bars((struct bars){&joined, NULL}, periods, from_ns, until_ns,
                         (struct bars){out, NULL}, err);
    peri_series_deinit(&joined);
    return rc;
}

static int look_back(peri_engine *engine, int32_t security, int64_t periods, int64_t from_ns,
                     int64_t until_ns, struct bars out, peri_error *err)
{
    struct peri_subscribed *sub = engine->securities[security];
    if (engine->phase == PERI_PHASE_SETUP)
        engine->looked_back = true;
    if (until_ns > peri_engine_seen(engine) || periods > 0)
        until_ns = peri_engine_seen(engine);
    if (peri_engine_is_whole_file(sub)) {
        int rc = peri_engine_load(engine, sub, err);
        if (rc != PERI_OK)
            return rc;
    }
    const struct bars loaded = loaded_bars(sub, out);
    if (sub->loaded && loaded_reel(sub, out)) {
        bool covered;
        int rc = select_from_reel(sub, periods, from_ns, until_ns, out, &covered, err);
        if (rc != PERI_OK || covered)
            return rc;
    } else if (is_covered(sub, loaded, periods, from_ns, until_ns))
        return select_bars(loaded, periods, from_ns, until_ns, out, err);
    return read_folder(engine, sub, sub->security.resolution, periods, from_ns, until_ns, out, err);
}

int peri_engine_history(peri_engine *engine, int32_t security, int64_t periods, int64_t from_ns,
                        int64_t until_ns, peri_series *out, peri_error *err)
{
    return look_back(engine, security, periods, from_ns, until_ns, (struct bars){out, NULL}, err);
}

/* What is asked for now: up to what the strategy sees as now. */
static int64_t end_of_past(peri_engine *engine, int64_t periods, int64_t until_ns)
{
    if (engine->phase == PERI_PHASE_SETUP)
        engine->looked_back = true;
    const int64_t now = peri_engine_seen(engine);
    return until_ns > now || periods > 0 ? now : until_ns;
}

static int no_such_bars(const struct peri_subscribed *sub, peri_resolution resolution,
                        peri_error *err)
{
    return peri_fail(err, PERI_EINVAL, "there are no %s bars of '%s', which has %s bars",
                     peri_resolution_name(resolution), sub->security.ticker,
                     peri_resolution_name(sub->security.resolution));
}

int peri_engine_history_of(peri_engine *engine, int32_t security, peri_resolution resolution,
                           int64_t periods, int64_t from_ns, int64_t until_ns, peri_series *out,
                           peri_error *err)
{
    struct peri_subscribed *sub = engine->securities[security];
    if (resolution == sub->security.resolution)
        return peri_engine_history(engine, security, periods, from_ns, until_ns, out, err);
    until_ns = end_of_past(engine, periods, until_ns);
    if (!sub->path && peri_lean_source_has(&sub->lean, resolution))
        return read_folder(engine, sub, resolution, periods, from_ns, until_ns,
                           (struct bars){out, NULL}, err);
    if (resolution < sub->security.resolution || !peri_engine_is_whole_file(sub))
        return no_such_bars(sub, resolution, err);
    int rc = peri_engine_load(engine, sub, err);
    return rc == PERI_OK ? history_joined(sub, resolution, periods, from_ns, until_ns, out, err)
                         : rc;
}

int peri_engine_history_quotes(peri_engine *engine, int32_t security, peri_resolution resolution,
                               int64_t periods, int64_t from_ns, int64_t until_ns,
                               peri_quote_series *out, peri_error *err)
{
    const struct peri_subscribed *sub = engine->securities[security];
    const struct bars bars = {NULL, out};
    if (resolution == sub->security.resolution)
        return look_back(engine, security, periods, from_ns, until_ns, bars, err);
    until_ns = end_of_past(engine, periods, until_ns);
    if (!peri_lean_source_has(&sub->lean, resolution))
        return no_such_bars(sub, resolution, err);
    return read_folder(engine, sub, resolution, periods, from_ns, until_ns, bars, err);
}

bool peri_engine_is_quoted(const peri_engine *engine, int32_t security)
{
    return !peri_engine_has_trades(engine->securities[security]);
}
