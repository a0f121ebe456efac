/* history.c - see history.h. Layer 5. */
#include "engine/consolidation.h"
#include "engine/engine_internal.h"

#include "market/bar_count.h"

#include <assert.h>

/* Bars of one kind: of trades, or of quotes; the other one is NULL. */
struct bars {
    peri_series *trades;
    peri_quote_series *quotes;
};

/* What is asked for, settled. */
struct search {
    struct peri_subscribed *sub;
    peri_security security; /* with the resolution, hours and filling that are wanted */
    peri_lean_source source;
    bool as_subscribed;         /* prices and hours */
    int64_t after_ns, until_ns; /* bars that end in (after, until] */
    int64_t rows;               /* the last so many of them alone; 0: all */
};

/* -- bars of either kind -------------------------------------------------------------------- */

static size_t first_after(struct bars bars, int64_t time_ns)
{
    assert(bars.trades || bars.quotes);
    return bars.trades ? peri_series_after(bars.trades, time_ns)
                       : peri_quote_series_after(bars.quotes, time_ns);
}

static int copy_bars(struct bars from, size_t first, size_t last, peri_past *out, peri_error *err)
{
    int rc = PERI_OK;
    for (size_t i = first; rc == PERI_OK && i < last; i++)
        rc = from.trades ? peri_series_add(&out->trades, &from.trades->bars[i])
                         : peri_quote_series_add(&out->quotes, &from.quotes->bars[i]);
    return rc == PERI_OK
               ? PERI_OK
               : peri_fail(err, PERI_ENOMEM, "no memory for %zu bars of history", last - first);
}

/* -- filling -------------------------------------------------------------------------------- */

static int take(const peri_slice *slice, bool quotes, peri_past *out)
{
    const bool filled = !(quotes ? slice->items[0].quote_is_new : slice->items[0].is_new);
    peri_buf_byte(&out->filled, filled ? 1 : 0);
    if (out->filled.failed)
        return PERI_ENOMEM;
    return quotes ? peri_quote_series_add(&out->quotes, slice->items[0].quote)
                  : peri_series_add(&out->trades, slice->items[0].bar);
}

/* Hand out all until the end; a bar that ends where the search begins only fills what follows. */
static int run_feed(const struct search *search, peri_feed *feed, bool quotes, peri_past *out,
                    peri_error *err)
{
    int rc = PERI_OK;
    peri_feed_start(feed, INT64_MIN, search->until_ns);
    while (rc == PERI_OK && peri_feed_next_time(feed) <= search->until_ns) {
        const bool is_asked_for = peri_feed_next_time(feed) > search->after_ns;
        const peri_slice *slice = peri_feed_take(feed);
        rc = is_asked_for ? take(slice, quotes, out) : PERI_OK;
    }
    return rc == PERI_OK ? rc : peri_fail(err, rc, "no memory for bars of history");
}

/* As the run's feed fills holes. */
static int fill(const struct search *search, struct bars from, peri_past *out, peri_error *err)
{
    const peri_series none = {NULL, 0, 0};
    peri_feed *feed;
    int rc = peri_feed_open(&feed, err);
    if (rc != PERI_OK)
        return rc;
    const int64_t first = search->after_ns > INT64_MIN ? search->after_ns : INT64_MIN + 1;
    const peri_feed_stream quotes = {.quotes = from.quotes};
    rc = peri_feed_add(feed, &search->security, from.trades ? from.trades : &none, first, err);
    if (rc == PERI_OK && from.quotes)
        rc = peri_feed_add_stream(feed, &quotes, first, err);
    if (rc == PERI_OK)
        rc = run_feed(search, feed, from.quotes != NULL, out, err);
    peri_feed_close(feed);
    return rc;
}

/* The bars asked for, out of a series that has all of them. */
static int select_bars(const struct search *search, int64_t periods, struct bars from,
                       peri_past *out, peri_error *err)
{
    const size_t last = first_after(from, search->until_ns);
    size_t first = first_after(from, search->after_ns);
    const int64_t n = (int64_t)(last - first);
    if (search->rows > 0 && n > search->rows)
        first = last - (size_t)search->rows;
    const bool whole = periods > 0 && n >= periods; /* without a hole */
    if (!search->security.fill_forward || whole)
        return copy_bars(from, first, last, out, err);
    return fill(search, from, out, err);
}

/* -- finding -------------------------------------------------------------------------------- */

/* Whether what the run has read answers the request. */
static bool is_covered(const struct search *search)
{
    const struct peri_subscribed *sub = search->sub;
    return sub->loaded && search->as_subscribed &&
           search->security.resolution == sub->form.resolution &&
           (sub->loaded_from == INT64_MIN || search->after_ns >= sub->loaded_from);
}

/* What the run has read: where it lies, or out of a reel, with a bar more than is asked for. */
static int take_loaded(const struct search *search, struct bars *found, peri_error *err)
{
    struct peri_subscribed *sub = search->sub;
    peri_reel *reel = found->trades ? sub->reel : sub->quote_reel;
    const int64_t length = peri_resolution_ns(search->security.resolution);
    const int64_t from_ns =
        search->after_ns < INT64_MIN + length ? INT64_MIN : search->after_ns - length;
    if (reel)
        return peri_reel_read(reel, search->rows, from_ns, search->until_ns, found->trades,
                              found->quotes, err);
    *found =
        (struct bars){found->trades ? &sub->series : NULL, found->quotes ? &sub->quotes : NULL};
    return PERI_OK;
}

/* Read anew, from a CSV file or LEAN's layout, where a stream without a file has no bars. */
static int read_bars(peri_engine *engine, const struct search *search, struct bars out,
                     peri_error *err)
{
    peri_read_report report = {0};
    peri_read_options options = peri_engine_read_options(engine, search->sub);
    options.resolution = search->security.resolution;
    options.extended = search->security.extended;
    options.from_ns = search->after_ns;
    options.until_ns = search->until_ns;
    if (search->sub->path && out.trades)
        return peri_csv_read(search->sub->path, &options, out.trades, &report, err);
    int rc = out.trades ? peri_lean_source_read(&search->source, &options, out.trades, &report, err)
                        : peri_lean_source_read_quotes(&search->source, &options, out.quotes,
                                                       &report, err);
    return rc == PERI_ENOTFOUND ? PERI_OK : rc;
}

static int no_such_bars(const struct search *search, peri_error *err)
{
    return peri_fail(err, PERI_EINVAL, "there are no %s bars of '%s', which has %s bars",
                     peri_resolution_name(search->security.resolution),
                     search->sub->security.ticker,
                     peri_resolution_name(search->sub->form.resolution));
}

/* All bars that may be asked for, into `found`, or where the run has them. */
static int find_bars(peri_engine *engine, const struct search *search, struct bars *found,
                     peri_error *err)
{
    struct peri_subscribed *sub = search->sub;
    const peri_resolution wanted = search->security.resolution;
    const bool is_own = wanted == sub->form.resolution;
    if (found->quotes && sub->path)
        return peri_fail(err, PERI_EINVAL, "there are no quotes of '%s', whose data are %s",
                         sub->security.ticker, sub->path);
    if (is_covered(search))
        return take_loaded(search, found, err);
    if (is_own || (!sub->path && peri_lean_source_has(&sub->lean, wanted)))
        return peri_engine_data_fault(engine, read_bars(engine, search, *found, err));
    const bool can_join = found->trades && wanted > sub->form.resolution && search->as_subscribed &&
                          peri_engine_is_whole_file(sub);
    return can_join ? peri_engine_join(engine, sub, wanted, search->until_ns, found->trades, err)
                    : no_such_bars(search, err);
}

/* -- the request ---------------------------------------------------------------------------- */

static bool choose(peri_choice choice, bool subscribed)
{
    return choice == PERI_AS_SUBSCRIBED ? subscribed : choice == PERI_WANTED;
}

/* The subscription of the resolution that is wanted, else the one whose bars are read or joined. */
static struct peri_subscribed *choose_subscription(peri_engine *engine, const peri_history *wanted)
{
    struct peri_subscribed *first = engine->securities[wanted->security];
    struct peri_subscribed *own = peri_engine_part_of(first, wanted->resolution);
    return own ? own : peri_engine_rows_of(first);
}

static struct search make_search(peri_engine *engine, const peri_history *wanted)
{
    struct peri_subscribed *sub = choose_subscription(engine, wanted);
    const int64_t now = peri_engine_seen(engine);
    struct search search = {.sub = sub,
                            .security = peri_engine_security_of(sub),
                            .source = sub->lean,
                            .after_ns = wanted->from_ns,
                            .until_ns = wanted->until_ns};
    search.security.resolution = wanted->resolution;
    search.security.fill_forward = choose(wanted->fill_forward, sub->form.fill_forward);
    search.security.extended = choose(wanted->extended, sub->form.extended);
    if (wanted->has_mode)
        search.source.mode = wanted->mode;
    search.as_subscribed =
        search.source.mode == sub->lean.mode && search.security.extended == sub->form.extended;
    if (!search.as_subscribed)
        search.sub = peri_engine_rows_of(sub);
    if (search.until_ns > now || wanted->periods > 0)
        search.until_ns = now;
    if (wanted->periods <= 0)
        return search;
    search.after_ns = INT64_MIN;
    if (sub->security.type == PERI_TYPE_BASE && !search.security.fill_forward)
        search.rows = wanted->periods; /* only the rows know when there is one */
    else
        search.after_ns =
            peri_bars_back(&search.security, wanted->resolution, wanted->periods, now);
    return search;
}

/* -- ticks ----------------------------------------------------------------------------------- */

static int copy_ticks(const struct search *search, const peri_tick_series *from,
                      peri_tick_series *out, peri_error *err)
{
    const size_t last = peri_tick_series_after(from, search->until_ns);
    for (size_t i = peri_tick_series_after(from, search->after_ns); i < last; i++)
        if (peri_tick_series_add(out, &from->ticks[i]) != PERI_OK)
            return peri_fail(err, PERI_ENOMEM, "no memory for ticks of history");
    return PERI_OK;
}

static int find_ticks(peri_engine *engine, const struct search *search, peri_tick_series *out,
                      peri_error *err)
{
    peri_read_report report = {0};
    peri_read_options options = peri_engine_read_options(engine, search->sub);
    options.extended = search->security.extended;
    options.from_ns = search->after_ns;
    options.until_ns = search->until_ns;
    if (is_covered(search))
        return copy_ticks(search, &search->sub->ticks, out, err);
    if (search->sub->path || !peri_lean_source_has(&search->source, PERI_RES_TICK))
        return no_such_bars(search, err);
    peri_tick_series read;
    peri_tick_series_init(&read);
    int rc = peri_engine_data_fault(
        engine, peri_lean_source_read_ticks(&search->source, &options, &read, &report, err));
    if (rc == PERI_OK)
        rc = copy_ticks(search, &read, out, err);
    peri_tick_series_deinit(&read);
    return rc;
}

static int ticks_of_the_past(peri_engine *engine, const peri_history *wanted, peri_past *out,
                             peri_error *err)
{
    peri_history as_ticks = *wanted;
    as_ticks.resolution = PERI_RES_TICK;
    if (wanted->periods > 0)
        return peri_fail(err, PERI_EINVAL,
                         "ticks of '%s' cannot be counted: expected a TimeSpan, two DateTimes, or "
                         "a longer resolution",
                         engine->securities[wanted->security]->security.ticker);
    if (engine->phase == PERI_PHASE_SETUP)
        engine->looked_back = true;
    const struct search search = make_search(engine, &as_ticks);
    return find_ticks(engine, &search, &out->ticks, err);
}

/* -- bars ------------------------------------------------------------------------------------ */

int peri_engine_history(peri_engine *engine, const peri_history *wanted, peri_past *out,
                        peri_error *err)
{
    if (wanted->kind == PERI_PAST_TICKS || wanted->resolution == PERI_RES_TICK)
        return ticks_of_the_past(engine, wanted, out, err);
    const struct search search = make_search(engine, wanted);
    const bool quotes = wanted->kind == PERI_PAST_QUOTES;
    peri_past read;
    peri_past_init(&read);
    struct bars found = {quotes ? NULL : &read.trades, quotes ? &read.quotes : NULL};
    int rc = PERI_OK;
    if (engine->phase == PERI_PHASE_SETUP)
        engine->looked_back = true;
    if (peri_engine_is_whole_file(search.sub))
        rc = peri_engine_load(engine, search.sub, err);
    if (rc == PERI_OK)
        rc = find_bars(engine, &search, &found, err);
    if (rc == PERI_OK)
        rc = select_bars(&search, wanted->periods, found, out, err);
    peri_past_deinit(&read);
    return rc;
}

bool peri_engine_has_past(const peri_engine *engine, int32_t security, peri_past_kind kind,
                          peri_resolution resolution)
{
    const struct peri_subscribed *sub = engine->securities[security];
    const peri_lean_stream stream = {.kind = kind == PERI_PAST_QUOTES ? PERI_LEAN_QUOTE
                                                                      : PERI_LEAN_TRADE,
                                     .resolution = resolution};
    if (kind == PERI_PAST_TICKS || resolution == PERI_RES_TICK)
        return kind == PERI_PAST_TICKS && resolution == PERI_RES_TICK;
    if (sub->path || !sub->lean.symbol.ticker)
        return kind == PERI_PAST_TRADES;
    return peri_lean_has_stream(sub->security.type, stream);
}

bool peri_engine_has_file(const peri_engine *engine, int32_t security, peri_resolution resolution)
{
    const struct peri_subscribed *sub = engine->securities[security];
    return !sub->path && sub->lean.symbol.ticker && peri_lean_source_has(&sub->lean, resolution);
}

bool peri_engine_is_quoted(const peri_engine *engine, int32_t security)
{
    return !peri_engine_has_trades(engine->securities[security]);
}

void peri_past_init(peri_past *past)
{
    peri_series_init(&past->trades);
    peri_quote_series_init(&past->quotes);
    peri_tick_series_init(&past->ticks);
    peri_buf_init(&past->filled);
}

void peri_past_deinit(peri_past *past)
{
    peri_series_deinit(&past->trades);
    peri_quote_series_deinit(&past->quotes);
    peri_tick_series_deinit(&past->ticks);
    peri_buf_deinit(&past->filled);
}

bool peri_past_is_empty(const peri_past *past)
{
    return past->trades.n + past->quotes.n + past->ticks.n == 0;
}

bool peri_past_is_filled(const peri_past *past, size_t bar)
{
    return bar < past->filled.len && past->filled.data[bar] != 0;
}
