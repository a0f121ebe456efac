/* loading.c - what is read of a symbol's files: its bars as reels of which a window is in memory,
   or as series where they have to be there as a whole. Layer 5. */
#include "engine/engine_internal.h"

static const double EQUITY_TICK = 0.01; /* of raw prices; lean-engine facts, 1.7 and 4.1 */

bool peri_engine_is_whole_file(const struct peri_subscribed *sub)
{
    return sub->path || sub->form.resolution >= PERI_RES_HOUR;
}

peri_read_options peri_engine_read_options(const peri_engine *engine,
                                           const struct peri_subscribed *sub)
{
    return (peri_read_options){
        .resolution = sub->form.resolution,
        .zone = sub->data_zone.zone,
        .hours = sub->security.hours,
        .whole_days = peri_security_has_whole_days(&sub->security),
        .extended = sub->form.extended,
        .from_ns = INT64_MIN,
        .until_ns = INT64_MAX,
        .skip_bad_rows = engine->options.skip_bad_rows,
        .cache = engine->cache,
    };
}

/* --- as reels ------------------------------------------------------------------------------ */

/* Days are few, and series that data come in behind grow in memory. */
static bool may_wind(const peri_engine *engine, const struct peri_subscribed *sub)
{
    const peri_resolution resolution = sub->form.resolution;
    return resolution != PERI_RES_TICK && resolution < PERI_RES_DAILY && !engine->inflow.stream;
}

static int wind_csv(const char *path, const peri_read_options *options, peri_reel **out,
                    peri_read_report *report, peri_error *err)
{
    const peri_tape_form form = peri_tape_form_for(PERI_LEAN_TRADE, options);
    peri_read_report read = *report;
    peri_reel *reel = NULL;
    bool possible = false, sound = false;
    int rc = peri_reel_open(options, form, &reel, err);
    if (rc == PERI_OK)
        rc = peri_csv_reel(path, options, reel, &possible, &read, err);
    if (rc == PERI_OK && possible)
        rc = peri_reel_finish(reel, NULL, &sound, &read, err);
    if (rc != PERI_OK || !sound) {
        peri_reel_close(reel);
        return rc;
    }
    *report = read;
    *out = reel;
    return PERI_OK;
}

/* Read a stream as a reel; *out stays NULL when it has to be a series. */
static int wind(const peri_engine *engine, const struct peri_subscribed *sub, peri_lean_kind kind,
                const peri_read_options *options, peri_reel **out, peri_reel_reader **reader,
                peri_read_report *report, peri_error *err)
{
    int rc = PERI_OK;
    if (may_wind(engine, sub))
        rc = sub->path ? wind_csv(sub->path, options, out, report, err)
                       : peri_lean_source_reel(&sub->lean, kind, options, out, report, err);
    return rc == PERI_OK && *out ? peri_reel_reader_open(*out, reader, err) : rc;
}

/* --- of either kind ------------------------------------------------------------------------ */

static int load_csv(peri_engine *engine, struct peri_subscribed *sub,
                    const peri_read_options *options, peri_error *err)
{
    int rc =
        wind(engine, sub, PERI_LEAN_TRADE, options, &sub->reel, &sub->reader, &engine->read, err);
    return rc != PERI_OK || sub->reel
               ? rc
               : peri_csv_read(sub->path, options, &sub->series, &engine->read, err);
}

/* Trades are not there where a symbol has quotes only. */
static int load_trades(peri_engine *engine, struct peri_subscribed *sub,
                       const peri_read_options *options, peri_error *err)
{
    const bool may_lack = sub->security.type != PERI_TYPE_EQUITY;
    int rc =
        wind(engine, sub, PERI_LEAN_TRADE, options, &sub->reel, &sub->reader, &engine->read, err);
    if (rc == PERI_OK && !sub->reel)
        rc = peri_lean_source_read(&sub->lean, options, &sub->series, &engine->read, err);
    return rc == PERI_ENOTFOUND && may_lack ? PERI_OK : rc;
}

/* Quotes are there for some resolutions, and not for every symbol. */
static int load_quotes(peri_engine *engine, struct peri_subscribed *sub,
                       const peri_read_options *options, peri_error *err)
{
    const peri_lean_stream quotes = {.kind = PERI_LEAN_QUOTE, .resolution = options->resolution};
    if (!peri_lean_has_stream(sub->security.type, quotes))
        return PERI_OK;
    int rc = wind(engine, sub, PERI_LEAN_QUOTE, options, &sub->quote_reel, &sub->quote_reader,
                  &engine->read, err);
    if (rc == PERI_OK && !sub->quote_reel)
        rc = peri_lean_source_read_quotes(&sub->lean, options, &sub->quotes, &engine->read, err);
    return rc == PERI_ENOTFOUND ? PERI_OK : rc;
}

void peri_engine_set_loaded(struct peri_subscribed *sub, int64_t from_ns)
{
    sub->loaded = true;
    sub->loaded_from = from_ns;
    if (sub->security.type == PERI_TYPE_EQUITY && sub->lean.mode == PERI_NORMALIZATION_RAW)
        sub->security.tick_size = EQUITY_TICK;
}

/* What a subscription opens in LEAN's layout. */
static int load_lean(peri_engine *engine, struct peri_subscribed *sub,
                     const peri_read_options *options, peri_error *err)
{
    if (options->resolution == PERI_RES_TICK)
        return peri_lean_source_read_ticks(&sub->lean, options, &sub->ticks, &engine->read, err);
    int rc = load_trades(engine, sub, options, err);
    return rc == PERI_OK ? load_quotes(engine, sub, options, err) : rc;
}

/* What is made of the rows that another subscription of the symbol reads, which has a file: no
   deeper. NOLINTBEGIN(misc-no-recursion) */
static int load_joined(peri_engine *engine, struct peri_subscribed *sub,
                       struct peri_subscribed *rows, peri_error *err)
{
    int rc = peri_engine_load(engine, rows, err);
    if (rc == PERI_OK)
        rc = peri_engine_join(engine, rows, sub->form.resolution, INT64_MAX, &sub->series, err);
    if (rc == PERI_OK)
        peri_engine_set_loaded(sub, INT64_MIN);
    return rc;
}

/* One file is read whole, so that History can look back; of folders only the days of the run. */
int peri_engine_load(peri_engine *engine, struct peri_subscribed *sub, peri_error *err)
{
    if (sub->loaded)
        return PERI_OK;
    struct peri_subscribed *rows = peri_engine_rows_of(sub);
    if (rows != sub)
        return load_joined(engine, sub, rows, err);
    peri_read_options options = peri_engine_read_options(engine, sub);
    bool whole = peri_engine_is_whole_file(sub);
    if (!whole && engine->span_fixed) {
        options.from_ns = peri_engine_data_begin(engine, sub);
        options.until_ns = engine->end_ns;
    }
    int rc =
        sub->path ? load_csv(engine, sub, &options, err) : load_lean(engine, sub, &options, err);
    if (rc != PERI_OK)
        return peri_engine_data_fault(engine, rc);
    peri_engine_set_loaded(sub, options.from_ns);
    return PERI_OK;
}
/* NOLINTEND(misc-no-recursion) */

void peri_engine_unload_quotes(struct peri_subscribed *sub)
{
    peri_reel_reader_close(sub->quote_reader);
    peri_reel_close(sub->quote_reel);
    sub->quote_reader = NULL;
    sub->quote_reel = NULL;
    peri_quote_series_deinit(&sub->quotes);
}

void peri_engine_unload(struct peri_subscribed *sub)
{
    peri_lead_free(sub->lead); /* it reads the reels */
    sub->lead = NULL;
    peri_reel_reader_close(sub->reader);
    peri_reel_close(sub->reel);
    peri_series_deinit(&sub->series);
    peri_engine_unload_quotes(sub);
    peri_tick_series_deinit(&sub->ticks);
}

/* --- what was loaded ----------------------------------------------------------------------- */

peri_reel_facts peri_engine_loaded_trades(const struct peri_subscribed *sub)
{
    const peri_series *series = &sub->series;
    if (sub->reel)
        return *peri_reel_facts_of(sub->reel);
    peri_reel_facts facts = {.bars = series->n, .closest_ns = PERI_NEVER};
    if (series->n > 0) {
        facts.first_ns = series->bars[0].start_ns;
        facts.last_ns = series->bars[series->n - 1].start_ns;
    }
    for (size_t i = 1; i < series->n; i++) {
        const int64_t gap = series->bars[i].start_ns - series->bars[i - 1].start_ns;
        facts.closest_ns = gap < facts.closest_ns ? gap : facts.closest_ns;
    }
    return facts;
}

peri_reel_facts peri_engine_loaded_quotes(const struct peri_subscribed *sub)
{
    const peri_quote_series *quotes = &sub->quotes;
    if (sub->quote_reel)
        return *peri_reel_facts_of(sub->quote_reel);
    peri_reel_facts facts = {.bars = quotes->n, .closest_ns = PERI_NEVER};
    if (quotes->n > 0) {
        facts.first_ns = quotes->bars[0].start_ns;
        facts.last_ns = quotes->bars[quotes->n - 1].start_ns;
    }
    return facts;
}

bool peri_engine_has_bars(const struct peri_subscribed *sub, int64_t after_ns, int64_t until_ns)
{
    const peri_series *series = &sub->series;
    const peri_quote_series *quotes = &sub->quotes;
    int64_t start;
    size_t trade = peri_series_after(series, after_ns);
    size_t quote = peri_quote_series_after(quotes, after_ns);
    if ((trade < series->n && series->bars[trade].start_ns <= until_ns) ||
        (quote < quotes->n && quotes->bars[quote].start_ns <= until_ns))
        return true;
    if (sub->reel && peri_reel_reader_after(sub->reader, after_ns, &start) && start <= until_ns)
        return true;
    return sub->quote_reel && peri_reel_reader_after(sub->quote_reader, after_ns, &start) &&
           start <= until_ns;
}

int peri_engine_last_bars(const struct peri_subscribed *sub, int64_t at_ns, peri_series *trades,
                          peri_quote_series *quotes, peri_error *err)
{
    const size_t t = peri_series_after(&sub->series, at_ns);
    const size_t q = peri_quote_series_after(&sub->quotes, at_ns);
    int rc = sub->reel ? peri_reel_read(sub->reel, 1, 0, at_ns, trades, NULL, err) : PERI_OK;
    if (rc == PERI_OK && sub->quote_reel)
        rc = peri_reel_read(sub->quote_reel, 1, 0, at_ns, NULL, quotes, err);
    if (rc != PERI_OK)
        return rc;
    if (t > 0)
        rc = peri_series_add(trades, &sub->series.bars[t - 1]);
    if (rc == PERI_OK && q > 0)
        rc = peri_quote_series_add(quotes, &sub->quotes.bars[q - 1]);
    return rc == PERI_OK ? rc
                         : peri_fail(err, rc, "no memory for prices of '%s'", sub->security.ticker);
}

/* -- into the feed --------------------------------------------------------------------------- */

/* A US equity of LEAN's layout has some, with its first subscription; of others the list stays
   empty. */
int peri_engine_collect_actions(const peri_engine *engine, struct peri_subscribed *sub,
                                int64_t from_ns, peri_error *err)
{
    if (!sub->lean.map || sub->path || sub->part > 0)
        return PERI_OK;
    return peri_actions_collect(&sub->lean, sub->security.hours, sub->security.index, from_ns,
                                engine->end_ns, &sub->actions, err);
}

int peri_engine_reserve_feed(peri_engine *engine, const struct peri_subscribed *sub,
                             peri_error *err)
{
    int rc = peri_feed_reserve(engine->feed, &sub->actions, err);
    if (rc == PERI_OK && engine->has_warm_up_feed)
        rc = peri_feed_reserve(engine->other_feed, &sub->actions, err);
    return rc;
}

peri_feed_stream peri_engine_stream_of(const struct peri_subscribed *sub)
{
    return (peri_feed_stream){.index = sub->security.index,
                              .part = sub->part,
                              .security = &sub->security,
                              .form = sub->form};
}

int peri_engine_add_bars(peri_feed *feed, const struct peri_subscribed *sub,
                         peri_reel_reader *reader, peri_reel_reader *quote_reader, int64_t from_ns,
                         peri_error *err)
{
    peri_feed_stream trades = peri_engine_stream_of(sub), quotes = trades, ticks = trades;
    trades.trades = reader ? peri_reel_reader_trades(reader) : &sub->series;
    trades.reader = reader;
    quotes.quotes = quote_reader ? peri_reel_reader_quotes(quote_reader) : &sub->quotes;
    quotes.reader = quote_reader;
    ticks.ticks = &sub->ticks;
    int rc = peri_feed_add_stream(feed, &trades, from_ns, err);
    if (rc == PERI_OK && peri_engine_loaded_quotes(sub).bars > 0)
        rc = peri_feed_add_stream(feed, &quotes, from_ns, err);
    if (rc == PERI_OK && sub->form.resolution == PERI_RES_TICK)
        rc = peri_feed_add_stream(feed, &ticks, from_ns, err);
    return rc;
}

/* From the start on when a warm-up has a feed of its own. */
static int add_prices(peri_engine *engine, struct peri_subscribed *sub, int64_t from_ns,
                      peri_error *err)
{
    peri_feed *feed = engine->has_warm_up_feed ? engine->other_feed : engine->feed;
    int64_t own_from = engine->has_warm_up_feed ? peri_engine_data_begin(engine, sub) : from_ns;
    own_from = own_from < from_ns ? from_ns : own_from;
    return peri_engine_add_bars(feed, sub, sub->reader, sub->quote_reader, own_from, err);
}

int peri_engine_add_to_feed(peri_engine *engine, struct peri_subscribed *sub, int64_t from_ns,
                            peri_error *err)
{
    peri_feed_stream actions = peri_engine_stream_of(sub);
    actions.actions = &sub->actions;
    int rc = peri_engine_collect_actions(engine, sub, from_ns, err);
    if (rc == PERI_OK)
        rc = peri_engine_reserve_feed(engine, sub, err);
    if (rc == PERI_OK && engine->has_warm_up_feed)
        rc = peri_engine_add_to_warm_up(engine, sub, from_ns, err);
    if (rc == PERI_OK)
        rc = add_prices(engine, sub, from_ns, err);
    if (rc == PERI_OK && sub->actions.n > 0)
        rc = peri_feed_add_stream(engine->feed, &actions, from_ns, err);
    if (rc == PERI_OK && sub->actions.n > 0 && engine->has_warm_up_feed)
        rc = peri_feed_add_stream(engine->other_feed, &actions, from_ns, err);
    return rc;
}
