/* test_statistics_oracle.c - our statistics against LEAN's own strings, run by run. The series come
   from the runs recorded beside the repository; fees of equity orders are computed from the fills.
 */
#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "check.h"
#include "report/statistics.h"
#include "time/civil.h"
#include "trade/models.h"

static char *read_text(const char *name)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", check_shared(), name);
    FILE *f = fopen(path, "rb");
    if (!f)
        return NULL;
    fseek(f, 0, SEEK_END);
    const long size = ftell(f);
    rewind(f);
    char *text = size < 0 ? NULL : calloc(1, (size_t)size + 1);
    if (text && fread(text, 1, (size_t)size, f) != (size_t)size)
        text[0] = '\0';
    fclose(f);
    return text;
}

static cJSON *read_json(const char *name)
{
    char *text = read_text(name);
    cJSON *json = text ? cJSON_Parse(text) : NULL;
    free(text);
    return json;
}

static int64_t time_of(const char *text)
{
    peri_time_text time = {0};
    peri_time_parse(text, strlen(text), &time);
    return time.time_ns;
}

static double number_of(const cJSON *item)
{
    return strtod(cJSON_GetStringValue(item), NULL);
}

/* The yearly rate of the reserve bank from a date on, ascending. */
typedef struct rates {
    struct {
        peri_date date;
        double rate;
    } rows[512];
    int n;
} rates;

static bool read_rates(rates *out)
{
    char *text = read_text("lean-data/alternative/interest-rate/usa/interest-rate.csv");
    out->n = 0;
    for (const char *line = text; line && *line != '\0' && out->n < 512;) {
        int y, m, d;
        double percent;
        if (sscanf(line, "%d-%d-%d,%lf", &y, &m, &d, &percent) == 4) {
            out->rows[out->n].date = peri_date_make(y, m, d);
            out->rows[out->n++].rate = percent / 100.0;
        }
        line = strchr(line, '\n');
        line = line ? line + 1 : NULL;
    }
    free(text);
    return out->n > 0;
}

static double rate_at(const rates *r, peri_date date)
{
    double rate = r->rows[0].rate;
    for (int i = 0; i < r->n && r->rows[i].date <= date; i++)
        rate = r->rows[i].rate;
    return rate;
}

/* The arrays of a record, owned. */
typedef struct run {
    peri_record record;
    peri_sample *equity;
    peri_day *days;
    peri_closed_trade *trades;
} run;

static void *items(size_t n, size_t size)
{
    void *p = calloc(n + 1, size);
    if (!p)
        exit(1);
    return p;
}

static void load_equity(run *r, const cJSON *points, const rates *rf)
{
    const cJSON *point;
    double sum = 0.0;
    r->equity = items((size_t)cJSON_GetArraySize(points), sizeof *r->equity);
    cJSON_ArrayForEach(point, points)
    {
        peri_sample *sample = &r->equity[r->record.equity_n++];
        sample->time_ns = time_of(cJSON_GetStringValue(cJSON_GetArrayItem(point, 0)));
        sample->value = number_of(cJSON_GetArrayItem(point, 1));
        sum += rate_at(rf, peri_time_date(sample->time_ns));
    }
    r->record.equity = r->equity;
    r->record.risk_free_rate = r->record.equity_n > 0 ? sum / (double)r->record.equity_n : 0.0;
}

static double value_at(const cJSON *points, int i)
{
    return number_of(cJSON_GetArrayItem(cJSON_GetArrayItem(points, i), 1));
}

/* The daily series have the same times; turnover lacks the first. */
static void load_days(run *r, const cJSON *oracle)
{
    const cJSON *returns = cJSON_GetObjectItem(oracle, "daily_return_pct");
    const cJSON *benchmark = cJSON_GetObjectItem(oracle, "benchmark");
    const cJSON *turnover = cJSON_GetObjectItem(oracle, "turnover");
    const int n = cJSON_GetArraySize(returns);
    CHECK_INT("as many samples", cJSON_GetArraySize(benchmark), n);
    CHECK_INT("as many days", cJSON_GetArraySize(turnover), n - 1);
    r->days = items((size_t)n, sizeof *r->days);
    for (int i = 0; i < n; i++)
        r->days[i] = (peri_day){
            value_at(returns, i), value_at(benchmark, i), i > 0 ? value_at(turnover, i - 1) : 0.0,
            time_of(cJSON_GetStringValue(cJSON_GetArrayItem(cJSON_GetArrayItem(returns, i), 0)))};
    r->record.days = r->days;
    r->record.days_n = (size_t)n;
}

static void load_trades(run *r, const cJSON *closed)
{
    const cJSON *trade;
    r->trades = items((size_t)cJSON_GetArraySize(closed), sizeof *r->trades);
    cJSON_ArrayForEach(trade, closed)
    {
        peri_closed_trade *to = &r->trades[r->record.trades_n++];
        to->time_ns = time_of(cJSON_GetStringValue(cJSON_GetArrayItem(trade, 0)));
        to->profit = number_of(cJSON_GetArrayItem(trade, 1));
    }
    r->record.trades = r->trades;
}

static double fee_of(const cJSON *order)
{
    const peri_fee_model ib = peri_fee_interactive_brokers();
    const peri_security equity = {.type = PERI_TYPE_EQUITY,
                                  .multiplier = 1,
                                  .unit = 1,
                                  .price = number_of(cJSON_GetObjectItem(order, "fill_price"))};
    const peri_order made = {.type = PERI_ORDER_MARKET,
                             .quantity = number_of(cJSON_GetObjectItem(order, "quantity"))};
    peri_money fee = {0};
    CHECK_INT("fee", ib.fee(&ib, &equity, &made, &fee, NULL), PERI_OK);
    return fee.amount;
}

static void load_orders(run *r, const cJSON *orders)
{
    const cJSON *order;
    r->record.total_orders = cJSON_GetArraySize(orders);
    cJSON_ArrayForEach(order, orders)
    {
        if (strcmp(cJSON_GetStringValue(cJSON_GetObjectItem(order, "status")), "filled") == 0)
            r->record.total_fees += fee_of(order);
    }
}

/* Runs with other fees or currencies (a foreign one prints "100000.00"), and rows that exceed a
   double's digits. */
static bool is_beyond(const char *run_name, const char *key)
{
    static const char *const rows[][2] = {
        {"SecurityCustomPropertiesAlgorithm", "Total Fees"},                  /* own fee model */
        {"OrderSubmissionDataRegressionAlgorithm", "Total Fees"},             /* forex */
        {"InsufficientMarginOrderUpdateRegressionAlgorithm", "Total Fees"},   /* forex */
        {"CoinbaseCryptoYearMarketTradingRegressionAlgorithm", "Total Fees"}, /* crypto */
        {"OrderSubmissionDataRegressionAlgorithm", "Start Equity"},
        {"InsufficientMarginOrderUpdateRegressionAlgorithm", "Start Equity"},
        {"CoinbaseCryptoYearMarketTradingRegressionAlgorithm", "Start Equity"},
        {"EquityMarginCallAlgorithm", "Sharpe Ratio"}, /* 1e15: the last of 15 digits */
        {"EquityMarginCallAlgorithm", "Information Ratio"},
        {"EquityMarginCallAlgorithm", "Treynor Ratio"},
        {NULL, "Estimated Strategy Capacity"}, /* made of bars, see test_capacity.c */
        {NULL, "Lowest Capacity Asset"},
        {NULL, "Closed Trades"}, /* not a row of LEAN's */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strcmp(rows[i][1], key) == 0 && (!rows[i][0] || strcmp(rows[i][0], run_name) == 0))
            return true;
    return false;
}

/* LEAN's keys in LEAN's order; the hash of the orders is not ours, our last row not LEAN's. */
static void check_keys(const peri_statistic_row *rows, size_t n, const cJSON *texts)
{
    const cJSON *text;
    size_t i = 0;
    cJSON_ArrayForEach(text, texts)
    {
        if (strcmp(text->string, "OrderListHash") != 0 && i < n)
            CHECK_STR("key", rows[i++].key, text->string);
    }
    CHECK_INT("all but the last", i, n - 1);
}

static int compare(const char *name, const run *r, const cJSON *texts)
{
    peri_statistics statistics;
    peri_statistic_row rows[PERI_STATISTIC_ROWS];
    int compared = 0;
    peri_statistics_compute(&r->record, &statistics);
    const size_t n = peri_statistics_rows(&statistics, rows);
    check_keys(rows, n, texts);
    for (size_t i = 0; i < n; i++) {
        if (is_beyond(name, rows[i].key))
            continue;
        char what[160];
        snprintf(what, sizeof what, "%s: %s", name, rows[i].key);
        CHECK_STR(what, rows[i].text,
                  cJSON_GetStringValue(cJSON_GetObjectItem(texts, rows[i].key)));
        compared++;
    }
    return compared;
}

static int check_run(const cJSON *algorithm, const rates *rf)
{
    char path[256];
    const char *name = cJSON_GetStringValue(cJSON_GetObjectItem(algorithm, "name"));
    snprintf(path, sizeof path, "lean/%s",
             cJSON_GetStringValue(cJSON_GetObjectItem(algorithm, "oracle")));
    cJSON *oracle = read_json(path);
    if (!CHECK(name, oracle != NULL))
        return 0;
    run r = {.record = {.start_equity = number_of(cJSON_GetObjectItem(oracle, "start_equity"))}};
    r.record.trading_days =
        (int)cJSON_GetNumberValue(cJSON_GetObjectItem(oracle, "trading_days_per_year"));
    load_equity(&r, cJSON_GetObjectItem(oracle, "equity"), rf);
    load_days(&r, oracle);
    load_trades(&r, cJSON_GetObjectItem(oracle, "closed_trades"));
    load_orders(&r, cJSON_GetObjectItem(oracle, "orders"));
    const int compared = compare(name, &r, cJSON_GetObjectItem(algorithm, "expected"));
    free(r.equity);
    free(r.days);
    free(r.trades);
    cJSON_Delete(oracle);
    return compared;
}

SUITE(statistics_oracle)
{
    static rates rf;
    cJSON *algorithms = check_shared() ? read_json("lean/algorithms.json") : NULL;
    if (!algorithms || !read_rates(&rf)) {
        cJSON_Delete(algorithms);
        check_skip("LEAN's statistics", "the folder of recorded runs is absent");
        return;
    }
    const cJSON *algorithm;
    int compared = 0;
    cJSON_ArrayForEach(algorithm, algorithms)
    {
        compared += check_run(algorithm, &rf);
    }
    CHECK("hundreds of rows were compared", compared > 1150);
    cJSON_Delete(algorithms);
}
