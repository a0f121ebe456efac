/* test_capacity_oracle.c - our estimate of capacity against LEAN's own, run by run: fills from the
   recorded runs, bars from LEAN's data, a step at each bar of the run or of the benchmark. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "market/hours_book.h"
#include "market/reader.h"
#include "report/capacity.h"
#include "report/statistics.h"
#include "shared_json.h"

enum {
    MOST_TICKERS = 2
};

static const struct row {
    const char *name;
    peri_resolution resolution;
    const char *tickers[MOST_TICKERS];
} rows[] = {
    {"BasicTemplateAlgorithm", PERI_RES_MINUTE, {"SPY"}},
    {"BasicTemplateDailyAlgorithm", PERI_RES_DAILY, {"SPY"}},
    {"BasicTemplateHourlyAlgorithm", PERI_RES_HOUR, {"SPY"}},
    {"SetHoldingsRegressionAlgorithm", PERI_RES_MINUTE, {"SPY"}},
    {"MinimumOrderMarginRegressionAlgorithm", PERI_RES_MINUTE, {"SPY"}},
    {"MarketOnCloseOrderBufferRegressionAlgorithm", PERI_RES_MINUTE, {"SPY"}},
    {"FillOutsideHoursHourResolutionAlgorithm", PERI_RES_HOUR, {"SPY"}},
    {"FillOutsideHoursDailyResolutionAlgorithm", PERI_RES_DAILY, {"SPY"}},
    {"FillOutsideHoursSecondResolutionAlgorithm", PERI_RES_SECOND, {"SPY"}},
    {"LimitFillRegressionAlgorithm", PERI_RES_SECOND, {"SPY"}},
    {"CustomBenchmarkAlgorithm", PERI_RES_SECOND, {"SPY"}},
    {"SetHoldingsMultipleTargetsRegressionAlgorithm", PERI_RES_MINUTE, {"SPY", "IBM"}},
    {"ClassicRenkoConsolidatorAlgorithm", PERI_RES_DAILY, {"SPY"}},
    {"UpdateOrderRegressionAlgorithm", PERI_RES_DAILY, {"SPY"}},
    {"MarginRemainingRegressionAlgorithm", PERI_RES_DAILY, {"SPY", "AAPL"}},
    {"CanLiquidateWithOrderPropertiesRegressionAlgorithm", PERI_RES_MINUTE, {"AAPL"}},
};

/* A run that is played again. */
typedef struct kit {
    const struct row *row;
    const char *root;
    const peri_hours *hours;
    peri_series bars[MOST_TICKERS], hourly; /* hourly: of the benchmark */
    size_t at[MOST_TICKERS];                /* next bar */
    size_t at_hour;
    int64_t now;
    double quantity[MOST_TICKERS], price[MOST_TICKERS];
    double adjusted[MOST_TICKERS]; /* LEAN's price of one of the file; volumes go the other way */
    int64_t *fill_ns;              /* by order; INT64_MIN: none; owned */
    peri_sample *equity;           /* shape [equity_n], of LEAN's account; owned */
    size_t equity_n;
    peri_capacity capacity;
} kit;

static int ticker_of(const struct row *row, const char *name)
{
    for (int i = 0; i < MOST_TICKERS; i++)
        if (row->tickers[i] && strcmp(row->tickers[i], name) == 0)
            return i;
    return -1;
}

static bool bar_of_step(void *ctx, int32_t security, peri_capacity_bar *out)
{
    const kit *k = ctx;
    const peri_series *series = &k->bars[security];
    const size_t at = k->at[security];
    if (at == 0 || series->bars[at - 1].end_ns != k->now)
        return false;
    const peri_bar *bar = &series->bars[at - 1];
    *out = (peri_capacity_bar){bar->end_ns - bar->start_ns, bar->close, bar->volume, 1.0, 1.0};
    return true;
}

static double held(void *ctx, int32_t security)
{
    const kit *k = ctx;
    return fabs(k->quantity[security] * k->price[security] * k->adjusted[security]);
}

static void read_bars(kit *k, const char *ticker, peri_resolution resolution, int64_t from,
                      int64_t until, peri_series *out)
{
    const peri_read_options options = {.resolution = resolution,
                                       .zone = peri_hours_zone(k->hours),
                                       .hours = k->hours,
                                       .from_ns = from,
                                       .until_ns = until};
    peri_read_report report = {0};
    peri_error err;
    peri_series_init(out);
    const peri_lean_symbol symbol = {
        .root = k->root, .type = PERI_TYPE_EQUITY, .market = "usa", .ticker = ticker};
    if (peri_lean_read(&symbol, &options, out, &report, &err) != PERI_OK)
        CHECK_STR("reads", err.text, "");
}

/* The next instant of a bar, in any series; takes what ends there. INT64_MAX: none. */
static int64_t next_step(kit *k)
{
    int64_t next = k->at_hour < k->hourly.n ? k->hourly.bars[k->at_hour].end_ns : INT64_MAX;
    for (int i = 0; i < MOST_TICKERS; i++)
        if (k->at[i] < k->bars[i].n && k->bars[i].bars[k->at[i]].end_ns < next)
            next = k->bars[i].bars[k->at[i]].end_ns;
    k->now = next;
    if (k->at_hour < k->hourly.n && k->hourly.bars[k->at_hour].end_ns == next)
        k->at_hour++;
    for (int i = 0; i < MOST_TICKERS; i++)
        if (k->at[i] < k->bars[i].n && k->bars[i].bars[k->at[i]].end_ns == next)
            k->price[i] = k->bars[i].bars[k->at[i]++].close;
    return next;
}

static void fill(kit *k, const cJSON *order, int64_t time)
{
    const int i = ticker_of(k->row, shared_text(order, "symbol", ""));
    const double quantity = strtod(shared_text(order, "quantity", "0"), NULL);
    const double price = strtod(shared_text(order, "fill_price", "0"), NULL);
    if (!CHECK("a ticker of the run", i >= 0))
        return;
    k->quantity[i] += quantity;
    const bool at_open = strcmp(shared_text(order, "type", ""), "moo") == 0;
    const double raw = k->at[i] == 0 ? price
                       : at_open     ? k->bars[i].bars[k->at[i] - 1].open
                                     : k->price[i];
    k->adjusted[i] = price / raw;
    peri_capacity_fill(&k->capacity, i, time, fabs(quantity * price));
}

/* Fills up to an instant; orders are in order of their ids, not of their fills. */
static void fill_due(kit *k, const cJSON *orders, int64_t from, int64_t until)
{
    const cJSON *order;
    int i = 0;
    cJSON_ArrayForEach(order, orders)
    {
        const int64_t time = k->fill_ns[i++];
        if (time > from && time <= until)
            fill(k, order, time);
    }
}

static void load_fills(kit *k, const cJSON *orders)
{
    const cJSON *order;
    int n = 0;
    k->fill_ns = calloc((size_t)cJSON_GetArraySize(orders) + 1, sizeof *k->fill_ns);
    cJSON_ArrayForEach(order, orders)
    {
        const char *text = shared_text(order, "fill_time", "");
        k->fill_ns[n++] = *text ? shared_time(text) : INT64_MIN;
    }
}

/* Equity at the last point up to an instant. */
static double equity_at(const kit *k, int64_t time_ns)
{
    size_t i = 0;
    while (i + 1 < k->equity_n && k->equity[i + 1].time_ns <= time_ns)
        i++;
    return k->equity[i].value;
}

static void load_equity(kit *k, const cJSON *points)
{
    const cJSON *point;
    k->equity = calloc((size_t)cJSON_GetArraySize(points) + 1, sizeof *k->equity);
    cJSON_ArrayForEach(point, points)
    {
        k->equity[k->equity_n++] =
            (peri_sample){shared_time(cJSON_GetStringValue(cJSON_GetArrayItem(point, 0))),
                          strtod(cJSON_GetStringValue(cJSON_GetArrayItem(point, 1)), NULL)};
    }
}

static void play(kit *k, const cJSON *oracle)
{
    const cJSON *orders = cJSON_GetObjectItem(oracle, "orders");
    int64_t before = INT64_MIN, last = 0;
    while (next_step(k) != INT64_MAX) {
        last = k->now;
        fill_due(k, orders, before, k->now);
        before = k->now;
        peri_capacity_update(&k->capacity, k->now, bar_of_step, k);
        if (peri_capacity_is_due(&k->capacity, k->now))
            peri_capacity_estimate(&k->capacity, k->now, held, k, equity_at(k, k->now));
    }
    for (int i = 0; i < 2; i++) {
        peri_capacity_repeat(&k->capacity);
        peri_capacity_estimate(&k->capacity, last, held, k, equity_at(k, last));
    }
}

static void check_texts(const kit *k, const cJSON *expected)
{
    const peri_record record = {.capacity = k->capacity.value};
    peri_statistics statistics;
    peri_statistic_row texts[PERI_STATISTIC_ROWS];
    peri_statistics_compute(&record, &statistics);
    const size_t n = peri_statistics_rows(&statistics, texts);
    for (size_t i = 0; i < n; i++)
        if (strcmp(texts[i].key, "Estimated Strategy Capacity") == 0)
            CHECK_STR(k->row->name, texts[i].text, shared_text(expected, texts[i].key, "none"));
    const char *ticker = k->capacity.lowest >= 0 ? k->row->tickers[k->capacity.lowest] : "";
    const char *asset = shared_text(expected, "Lowest Capacity Asset", "none");
    CHECK("limits it", strncmp(asset, ticker, strlen(ticker)) == 0);
}

static void check_run(kit *k, const cJSON *algorithm)
{
    char path[160];
    const peri_zone *zone = peri_hours_zone(k->hours);
    const int64_t start = shared_time(shared_text(algorithm, "start", ""));
    const int64_t end = shared_time(shared_text(algorithm, "end", "")) + PERI_DAY;
    const int64_t from = peri_zone_to_utc(zone, start), until = peri_zone_to_utc(zone, end) - 1;
    snprintf(path, sizeof path, "lean/oracle/%s.json", k->row->name);
    cJSON *oracle = shared_json(path);
    if (!oracle)
        return;
    for (int i = 0; i < MOST_TICKERS; i++)
        if (k->row->tickers[i])
            read_bars(k, k->row->tickers[i], k->row->resolution, from, until, &k->bars[i]);
        else
            peri_series_init(&k->bars[i]);
    read_bars(k, "SPY", PERI_RES_HOUR, from, until, &k->hourly);
    peri_capacity_start(&k->capacity, peri_time_date(start), (end - start) / PERI_DAY);
    load_fills(k, cJSON_GetObjectItem(oracle, "orders"));
    load_equity(k, cJSON_GetObjectItem(oracle, "equity"));
    play(k, oracle);
    free(k->equity);
    free(k->fill_ns);
    check_texts(k, cJSON_GetObjectItem(algorithm, "expected"));
    peri_capacity_deinit(&k->capacity);
    for (int i = 0; i < MOST_TICKERS; i++)
        peri_series_deinit(&k->bars[i]);
    peri_series_deinit(&k->hourly);
    cJSON_Delete(oracle);
}

static const cJSON *find(const cJSON *algorithms, const char *name)
{
    const cJSON *algorithm;
    cJSON_ArrayForEach(algorithm, algorithms)
    {
        if (strcmp(shared_text(algorithm, "name", ""), name) == 0)
            return algorithm;
    }
    return NULL;
}

SUITE(capacity_oracle)
{
    char root[1024];
    cJSON *algorithms = shared_json("lean/algorithms.json");
    peri_zones *zones = NULL;
    peri_hours_book *book = NULL;
    const peri_hours *hours = NULL;
    if (!algorithms)
        return;
    snprintf(root, sizeof root, "%s/lean-data", check_shared());
    CHECK_INT("zones", peri_zones_open(&zones, NULL), PERI_OK);
    CHECK_INT("hours", peri_hours_book_open(zones, root, &book, NULL), PERI_OK);
    CHECK_INT("of SPY", peri_hours_book_get(book, "Equity", "usa", "SPY", &hours, NULL), PERI_OK);
    for (size_t i = 0; hours && i < sizeof rows / sizeof rows[0]; i++) {
        kit k = {.row = &rows[i], .root = root, .hours = hours};
        const cJSON *algorithm = find(algorithms, rows[i].name);
        if (CHECK(rows[i].name, algorithm != NULL))
            check_run(&k, algorithm);
    }
    peri_hours_book_close(book);
    peri_zones_close(zones);
    cJSON_Delete(algorithms);
}
