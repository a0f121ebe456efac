/* benchmark.c - see benchmark.h. Layer 5. */
#include "engine/engine_internal.h"

#include "base/mem.h"
#include "market/lean_path.h"

#include <math.h>
#include <string.h>

/* The stream that is read: LEAN's first one of the type. */
static peri_lean_stream hourly(const peri_lean_symbol *symbol)
{
    peri_lean_stream stream = {.kind = PERI_LEAN_TRADE, .resolution = PERI_RES_HOUR};
    if (!peri_lean_has_stream(symbol->type, stream))
        stream.kind = PERI_LEAN_QUOTE;
    return stream;
}

static bool has_hours(const peri_lean_symbol *symbol)
{
    return peri_lean_has(symbol, hourly(symbol));
}

static char us_market[] = "usa";

void peri_benchmark_deinit(peri_benchmark *benchmark)
{
    peri_free(benchmark->ticker);
    peri_free(benchmark->renames);
    peri_series_deinit(&benchmark->prices);
    memset(benchmark, 0, sizeof *benchmark);
}

static int check_set_up(const peri_engine *engine, peri_error *err)
{
    if (engine->phase == PERI_PHASE_SETUP)
        return PERI_OK;
    return peri_fail(err, PERI_ESTATE, "the benchmark can be set in Initialize only");
}

int peri_engine_set_benchmark(peri_engine *engine, peri_benchmark_fn fn, void *ctx, peri_error *err)
{
    int rc = check_set_up(engine, err);
    if (rc != PERI_OK)
        return rc;
    engine->benchmark.fn = fn;
    engine->benchmark.ctx = ctx;
    return PERI_OK;
}

int peri_engine_set_benchmark_ticker(peri_engine *engine, const char *ticker, peri_error *err)
{
    int rc = check_set_up(engine, err);
    if (rc != PERI_OK)
        return rc;
    char *copy = peri_strdup(ticker);
    if (!copy)
        return peri_fail(err, PERI_ENOMEM, "no memory for the benchmark '%s'", ticker);
    peri_free(engine->benchmark.ticker);
    engine->benchmark.ticker = copy;
    engine->benchmark.fn = NULL;
    return PERI_OK;
}

static void warn_of_bad_rows(peri_engine *engine, const char *ticker, const peri_read_report *read)
{
    if (read->bad_rows > 0)
        peri_engine_log_line(engine, PERI_LOG_WARNING,
                             "benchmark '%s': %lld bad rows were skipped, the first: %s", ticker,
                             (long long)read->bad_rows, read->first_bad);
}

/* -- prices by the hour ---------------------------------------------------------------------- */

/* Bars of quotes as bars of their middle. */
static int read_quotes(const peri_lean_source *source, const peri_read_options *options,
                       peri_series *prices, peri_read_report *report, peri_error *err)
{
    peri_quote_series quotes;
    peri_quote_series_init(&quotes);
    int rc = peri_lean_source_read_quotes(source, options, &quotes, report, err);
    for (size_t i = 0; rc == PERI_OK && i < quotes.n; i++) {
        const peri_bar middle = peri_quote_bar_middle(&quotes.bars[i]);
        if (peri_series_add(prices, &middle) != PERI_OK)
            rc = peri_fail(err, PERI_ENOMEM, "no memory for the benchmark's prices");
    }
    peri_quote_series_deinit(&quotes);
    return rc;
}

static int open_source(peri_engine *engine, const peri_lean_symbol *symbol, peri_lean_source *out,
                       peri_error *err)
{
    *out = peri_lean_source_plain(*symbol);
    if (symbol->type != PERI_TYPE_EQUITY)
        return PERI_OK;
    return peri_lean_source_open(engine->names, *symbol, PERI_NORMALIZATION_ADJUSTED, out, err);
}

/* Whose hours, and whose times. */
static int find_hours(peri_engine *engine, const peri_lean_symbol *symbol,
                      peri_read_options *options, peri_error *err)
{
    const char *type = peri_security_type_name(symbol->type);
    int rc = peri_engine_hours(engine, type, symbol->market, symbol->ticker, &options->hours, err);
    if (rc != PERI_OK)
        return rc;
    options->zone = peri_hours_zone(options->hours);
    if (symbol->type != PERI_TYPE_EQUITY)
        rc = peri_hours_book_data_zone(engine->book, type, symbol->market, symbol->ticker,
                                       &options->zone, err);
    return rc;
}

/* LEAN counts the new tickers of a stock that nobody added, and not its dividends and splits. */
static int note_renames(peri_engine *engine, const peri_lean_source *source, peri_error *err)
{
    peri_benchmark *benchmark = &engine->benchmark;
    peri_actions actions = {NULL, 0, 0};
    if (!source->map)
        return PERI_OK;
    int rc = peri_actions_collect(source, benchmark->hours, 0, 0, engine->end_ns, &actions, err);
    if (rc == PERI_OK && actions.n > 0)
        benchmark->renames = peri_alloc(actions.n * sizeof *benchmark->renames);
    if (rc == PERI_OK && actions.n > 0 && !benchmark->renames)
        rc = peri_fail(err, PERI_ENOMEM, "no memory for the benchmark's tickers");
    for (size_t i = 0; benchmark->renames && rc == PERI_OK && i < actions.n; i++)
        if (actions.items[i].kind == PERI_ACTION_RENAME)
            benchmark->renames[benchmark->rename_n++] = actions.items[i].time_ns;
    peri_actions_deinit(&actions);
    return rc;
}

/* Every hourly bar of a symbol up to the run's end, adjusted. */
static int read_hourly(peri_engine *engine, const peri_lean_symbol *symbol, peri_error *err)
{
    peri_benchmark *benchmark = &engine->benchmark;
    peri_read_report report = {0};
    peri_read_options options = {
        .resolution = PERI_RES_HOUR,
        .from_ns = INT64_MIN,
        .until_ns = engine->end_ns,
        .skip_bad_rows = engine->options.skip_bad_rows,
        .cache = engine->cache,
    };
    int rc = find_hours(engine, symbol, &options, err);
    if (rc != PERI_OK)
        return rc;
    benchmark->hours = options.hours;
    peri_lean_source source;
    rc = open_source(engine, symbol, &source, err);
    if (rc == PERI_OK)
        rc = hourly(symbol).kind == PERI_LEAN_QUOTE
                 ? read_quotes(&source, &options, &benchmark->prices, &report, err)
                 : peri_lean_source_read(&source, &options, &benchmark->prices, &report, err);
    if (rc == PERI_OK)
        rc = note_renames(engine, &source, err);
    peri_lean_source_close(&source);
    benchmark->next = peri_series_after(&benchmark->prices, engine->first_ns);
    if (rc == PERI_OK)
        warn_of_bad_rows(engine, symbol->ticker, &report);
    return peri_engine_data_fault(engine, rc);
}

/* -- which symbol --------------------------------------------------------------------------- */

static int without_data(const peri_lean_symbol *symbol, peri_error *err)
{
    peri_buf path;
    peri_buf_init(&path);
    int rc = peri_lean_path(&path, symbol, hourly(symbol), err);
    if (rc == PERI_OK && path.failed)
        rc = peri_fail(err, PERI_ENOMEM, "no memory for the benchmark '%s'", symbol->ticker);
    if (rc == PERI_OK)
        rc = peri_fail(err, PERI_ENOTFOUND,
                       "no data for the benchmark '%s': it is not subscribed, and there is no %s",
                       symbol->ticker, peri_buf_str(&path));
    peri_buf_deinit(&path);
    return rc;
}

/* In LEAN the benchmark is a security like others: the account has its currencies. */
static int note_currencies(peri_engine *engine, const peri_lean_symbol *symbol, peri_error *err)
{
    peri_symbol_properties properties = {.quote_currency = "USD"};
    int rc = PERI_OK;
    if (symbol->type != PERI_TYPE_EQUITY)
        rc = peri_engine_look_up(engine, symbol->type, symbol->market, symbol->ticker, &properties,
                                 err);
    if (rc == PERI_ENOTFOUND)
        return PERI_OK; /* nothing tells them */
    if (rc != PERI_OK)
        return rc;
    return peri_conversions_note_benchmark(engine, properties.quote_currency,
                                           properties.base_currency, &engine->benchmark.quote_cash,
                                           err);
}

/* Whether a security's bars are files of LEAN's layout: LEAN reads the hourly ones then, whatever
   was subscribed. A CSV file, or a feed, has one series alone. */
static bool is_of_folder(const peri_engine *engine, int32_t security)
{
    return !engine->securities[security]->path && !engine->inflow.stream;
}

static void warn_of_no_hours(peri_engine *engine, const char *ticker)
{
    peri_engine_log_line(
        engine, PERI_LOG_WARNING,
        "benchmark '%s': the data folder has no hourly bars of it, so it is always "
        "0, as in LEAN; SetBenchmark(function) gives other prices",
        ticker);
}

/* The strategy's choice: a symbol that was added, else a US equity. */
static int prepare_chosen(peri_engine *engine, peri_error *err)
{
    peri_benchmark *benchmark = &engine->benchmark;
    const int32_t security = peri_engine_find(engine, benchmark->ticker);
    const peri_security us = {
        .type = PERI_TYPE_EQUITY, .market = us_market, .ticker = benchmark->ticker};
    const peri_security *meant = security < 0 ? &us : &engine->securities[security]->security;
    const peri_lean_symbol symbol = peri_engine_lean_symbol(engine, meant);
    benchmark->quote_cash = meant->quote_cash;
    if (security < 0) {
        const int rc = note_currencies(engine, &symbol, err);
        if (rc != PERI_OK)
            return rc;
    }
    if (meant->type != PERI_TYPE_BASE && has_hours(&symbol))
        return read_hourly(engine, &symbol, err);
    if (security < 0)
        return peri_engine_data_fault(engine, without_data(&symbol, err));
    if (is_of_folder(engine, security)) {
        warn_of_no_hours(engine, benchmark->ticker);
        return PERI_OK;
    }
    benchmark->security_at = 1 + security;
    return PERI_OK;
}

int peri_benchmark_prepare(peri_engine *engine, peri_error *err)
{
    const peri_brokerage *brokerage = engine->brokerage;
    if (engine->benchmark.fn)
        return PERI_OK;
    if (engine->benchmark.ticker)
        return prepare_chosen(engine, err);
    const peri_lean_symbol symbol = {.root = engine->data_dir,
                                     .type = brokerage->benchmark.type,
                                     .market = brokerage->benchmark.market,
                                     .ticker = brokerage->benchmark.ticker};
    if (!symbol.ticker)
        return PERI_OK; /* always 0, as in LEAN */
    const int rc = note_currencies(engine, &symbol, err);
    return rc == PERI_OK && has_hours(&symbol) ? read_hourly(engine, &symbol, err) : rc;
}

int64_t peri_benchmark_next(const peri_engine *engine)
{
    const peri_benchmark *benchmark = &engine->benchmark;
    if (benchmark->next >= benchmark->prices.n)
        return PERI_NEVER;
    return benchmark->prices.bars[benchmark->next].end_ns;
}

void peri_benchmark_pass(peri_engine *engine, int64_t now_ns)
{
    peri_benchmark *benchmark = &engine->benchmark;
    while (peri_benchmark_next(engine) <= now_ns)
        benchmark->next++;
}

/* The date of an instant where the benchmark is dealt in. */
static peri_date date_of(const peri_benchmark *benchmark, int64_t utc_ns)
{
    return peri_zone_date(peri_hours_zone(benchmark->hours), utc_ns);
}

/* Bars of a resolution in the sessions from a date to the day before another. */
static int64_t bars_between(const peri_hours *hours, peri_date from, peri_date until,
                            peri_resolution resolution)
{
    const int64_t length = peri_resolution_ns(resolution);
    int64_t n = 0;
    peri_session session;
    for (peri_date date = from; date < until; date = peri_hours_next_trading_day(hours, date)) {
        if (!peri_hours_session(hours, date, false, &session))
            continue;
        const int64_t span = session.close_utc - session.open_utc;
        n += resolution == PERI_RES_DAILY ? 1 : (span + length - 1) / length;
    }
    return n;
}

/* A warm-up with a resolution of its own has the benchmark's bars in that one as well. */
static int64_t warm_up_points(const peri_engine *engine, peri_date from)
{
    const peri_benchmark *benchmark = &engine->benchmark;
    return bars_between(benchmark->hours, from, date_of(benchmark, engine->start_ns),
                        engine->warm_up.resolution);
}

int64_t peri_benchmark_points(const peri_engine *engine)
{
    const peri_benchmark *benchmark = &engine->benchmark;
    if (!benchmark->hours)
        return 0;
    const peri_date from =
        peri_hours_previous_trading_day(benchmark->hours, date_of(benchmark, engine->first_ns));
    const int64_t from_ns =
        peri_zone_to_utc(peri_hours_zone(benchmark->hours), peri_time_at(from, 0));
    size_t before = peri_series_after(&benchmark->prices, from_ns);
    const bool is_led = engine->warm_up.has_resolution && engine->first_ns < engine->start_ns;
    int64_t led = 0;
    if (is_led) {
        before = peri_series_after(&benchmark->prices, engine->start_ns);
        led = warm_up_points(engine, from);
    }
    /* all that begin by the run's end; after Quit no more */
    const size_t after = engine->stop ? peri_series_after(&benchmark->prices, engine->clock_ns)
                                      : benchmark->prices.n;
    const int64_t until = engine->stop ? engine->clock_ns : engine->end_ns;
    for (size_t i = 0; i < benchmark->rename_n; i++)
        led += benchmark->renames[i] > from_ns && benchmark->renames[i] <= until;
    return led + (after > before ? (int64_t)(after - before) : 0);
}

static double last_close(const peri_series *prices, int64_t utc_ns)
{
    size_t after = peri_series_after(prices, utc_ns);
    return after > 0 ? prices->bars[after - 1].close : 0;
}

static int call(const peri_benchmark *benchmark, int64_t utc_ns, double *value, peri_error *err)
{
    int rc = benchmark->fn(benchmark->ctx, utc_ns, value, err);
    if (rc == PERI_OK && !isfinite(*value))
        rc = peri_fail(err, PERI_EINVAL, "the benchmark's value was %g, expected a finite number",
                       *value);
    return rc;
}

int peri_benchmark_value(peri_engine *engine, int64_t utc_ns, double *value, peri_error *err)
{
    const peri_benchmark *benchmark = &engine->benchmark;
    if (benchmark->fn)
        return call(benchmark, utc_ns, value, err);
    const double price = benchmark->security_at > 0
                             ? engine->securities[benchmark->security_at - 1]->security.price
                             : last_close(&benchmark->prices, utc_ns);
    const peri_cash_book *book = &peri_broker_portfolio(engine->broker)->book;
    *value = price * book->items[benchmark->quote_cash].rate;
    return PERI_OK;
}
