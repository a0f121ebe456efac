/* benchmark.c - see benchmark.h. Layer 5. */
#include "engine/engine_internal.h"

#include "base/mem.h"
#include "market/lean_path.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char MARKET[] = "usa";
static const peri_lean_stream HOURLY = {.kind = PERI_LEAN_TRADE, .resolution = PERI_RES_HOUR};

void peri_benchmark_deinit(peri_benchmark *benchmark)
{
    peri_free(benchmark->ticker);
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
    char text[700];
    if (read->bad_rows == 0)
        return;
    int len =
        snprintf(text, sizeof text, "benchmark '%s': %lld bad rows were skipped, the first: %s",
                 ticker, (long long)read->bad_rows, read->first_bad);
    peri_engine_log(engine, PERI_LOG_WARNING, text, (size_t)len);
}

static peri_lean_symbol us_equity(const peri_engine *engine, const char *ticker)
{
    return (peri_lean_symbol){
        .root = engine->data_dir, .type = PERI_TYPE_EQUITY, .market = MARKET, .ticker = ticker};
}

/* Every hourly bar of the ticker up to the run's end, adjusted. */
static int read_hourly(peri_engine *engine, const char *ticker, peri_error *err)
{
    peri_read_report report = {0};
    peri_read_options options = {
        .resolution = PERI_RES_HOUR,
        .from_ns = INT64_MIN,
        .until_ns = engine->end_ns,
        .skip_bad_rows = engine->options.skip_bad_rows,
        .cache = engine->cache,
    };
    int rc = peri_engine_hours(engine, "Equity", MARKET, ticker, &options.hours, err);
    if (rc != PERI_OK)
        return rc;
    options.zone = peri_hours_zone(options.hours);
    engine->benchmark.hours = options.hours;
    peri_lean_source source;
    rc = peri_lean_source_open(engine->names, us_equity(engine, ticker),
                               PERI_NORMALIZATION_ADJUSTED, &source, err);
    if (rc == PERI_OK)
        rc = peri_lean_source_read(&source, &options, &engine->benchmark.prices, &report, err);
    peri_lean_source_close(&source);
    engine->benchmark.next = peri_series_after(&engine->benchmark.prices, engine->first_ns);
    if (rc == PERI_OK)
        warn_of_bad_rows(engine, ticker, &report);
    return peri_engine_data_fault(engine, rc);
}

static int without_data(const peri_engine *engine, peri_error *err)
{
    const char *ticker = engine->benchmark.ticker;
    peri_buf path;
    peri_buf_init(&path);
    const peri_lean_symbol symbol = us_equity(engine, ticker);
    int rc = peri_lean_path(&path, &symbol, HOURLY, err);
    if (rc == PERI_OK && path.failed)
        rc = peri_fail(err, PERI_ENOMEM, "no memory for the benchmark '%s'", ticker);
    if (rc == PERI_OK)
        rc = peri_fail(err, PERI_ENOTFOUND,
                       "no data for the benchmark '%s': it is not subscribed, and there is no %s",
                       ticker, peri_buf_str(&path));
    peri_buf_deinit(&path);
    return rc;
}

/* A security of another market does not mean the US equity of that name. */
static bool means_us_equity(const peri_engine *engine, int32_t security)
{
    if (security < 0)
        return true;
    const peri_security *found = &engine->securities[security]->security;
    return found->type == PERI_TYPE_EQUITY && strcmp(found->market, MARKET) == 0;
}

int peri_benchmark_prepare(peri_engine *engine, peri_error *err)
{
    peri_benchmark *benchmark = &engine->benchmark;
    if (benchmark->fn)
        return PERI_OK;
    const bool is_chosen = benchmark->ticker != NULL;
    const char *ticker = is_chosen ? benchmark->ticker : engine->brokerage->benchmark;
    if (!ticker)
        return PERI_OK;
    int32_t security =
        is_chosen || !engine->brokerage->equity_benchmark ? peri_engine_find(engine, ticker) : -1;
    const peri_lean_symbol symbol = us_equity(engine, ticker);
    if (means_us_equity(engine, security) && peri_lean_has(&symbol, HOURLY)) {
        int rc = read_hourly(engine, ticker, err);
        benchmark->next = peri_series_after(&benchmark->prices, engine->first_ns);
        return rc;
    }
    benchmark->security_at = 1 + security;
    return benchmark->ticker && security < 0
               ? peri_engine_data_fault(engine, without_data(engine, err))
               : PERI_OK;
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

int64_t peri_benchmark_points(const peri_engine *engine)
{
    const peri_benchmark *benchmark = &engine->benchmark;
    if (!benchmark->hours)
        return 0;
    const peri_zone *zone = peri_hours_zone(benchmark->hours);
    peri_date start = peri_time_date(peri_zone_to_local(zone, engine->first_ns));
    peri_date from = peri_hours_previous_trading_day(benchmark->hours, start);
    size_t before =
        peri_series_after(&benchmark->prices, peri_zone_to_utc(zone, peri_time_at(from, 0)));
    return (int64_t)(peri_series_after(&benchmark->prices, engine->end_ns) - before);
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
    *value = benchmark->security_at > 0
                 ? engine->securities[benchmark->security_at - 1]->security.price
                 : last_close(&benchmark->prices, utc_ns);
    return PERI_OK;
}
