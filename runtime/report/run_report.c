/* run_report.c - writing the report of a run through the JSON sink. Layer 5. */
#include "report/run_report.h"

#include "base/mem.h"
#include "store/json.h"

#include <math.h>
#include <string.h>
#include <sys/resource.h>

int peri_training_list_add(peri_training_list *list, const peri_training_run *training,
                           int64_t local_ns)
{
    void *rows = list->rows;
    if (peri_grow(&rows, &list->cap, list->n + 1, sizeof *list->rows) != PERI_OK)
        return PERI_ENOMEM;
    list->rows = rows;
    char *name = peri_strdup(peri_training_name(training->training));
    if (!name)
        return PERI_ENOMEM;
    list->rows[list->n++] = (peri_training_row){
        .name = name,
        .local_ns = local_ns,
        .duration_ns = training->duration_ns,
        .outcome = training->outcome,
    };
    return PERI_OK;
}

void peri_training_list_deinit(peri_training_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        peri_free(list->rows[i].name);
    peri_free(list->rows);
    *list = (peri_training_list){0};
}

/* A sink whose first failure is kept, so that writing reads as a list of members. */
struct json {
    peri_value_sink sink;
    peri_error *err;
    int rc;
};

static bool ok(const struct json *json)
{
    return json->rc == PERI_OK;
}

static void key(struct json *json, const char *name)
{
    if (ok(json) && name)
        json->rc = json->sink.key(json->sink.ctx, name, strlen(name), json->err);
}

static void string(struct json *json, const char *name, const char *text)
{
    key(json, name);
    if (ok(json))
        json->rc = json->sink.string(json->sink.ctx, text, strlen(text), json->err);
}

static void integer(struct json *json, const char *name, int64_t value)
{
    key(json, name);
    if (ok(json))
        json->rc = json->sink.integer(json->sink.ctx, value, json->err);
}

static void real(struct json *json, const char *name, double value)
{
    key(json, name);
    if (ok(json))
        json->rc = json->sink.real(json->sink.ctx, isfinite(value) ? value : 0, json->err);
}

static void boolean(struct json *json, const char *name, bool value)
{
    key(json, name);
    if (ok(json))
        json->rc = json->sink.boolean(json->sink.ctx, value, json->err);
}

/* Begin or end an object or array. */
static void mark(struct json *json, const char *name, int (*event)(void *ctx, peri_error *err))
{
    key(json, name);
    if (ok(json))
        json->rc = event(json->sink.ctx, json->err);
}

static void time_text(struct json *json, const char *name, int64_t local_ns)
{
    char text[PERI_TIME_TEXT];
    peri_time_format(local_ns, text);
    string(json, name, text);
}

/* "2013-10-07T13:31:00Z": to compare runs of different zones. */
static void utc_text(struct json *json, const char *name, int64_t utc_ns)
{
    char text[PERI_TIME_TEXT + 1];
    size_t n = peri_time_format(utc_ns, text);
    char *gap = memchr(text, ' ', n);
    if (gap)
        *gap = 'T';
    memcpy(text + n, "Z", 2);
    string(json, name, text);
}

static void write_statistics(struct json *json, const peri_statistics *s)
{
    peri_statistic_row rows[PERI_STATISTIC_ROWS];
    size_t n = peri_statistics_rows(s, rows);
    mark(json, "statistics", json->sink.begin_object);
    for (size_t i = 0; i < n; i++)
        string(json, rows[i].key, rows[i].text);
    mark(json, NULL, json->sink.end_object);
    mark(json, "numbers", json->sink.begin_object);
    real(json, "start_equity", s->start_equity);
    real(json, "end_equity", s->end_equity);
    real(json, "net_profit", s->net_profit);
    real(json, "compounding_annual_return", s->compounding_annual_return);
    real(json, "drawdown", s->drawdown);
    real(json, "sharpe_ratio", s->sharpe_ratio);
    real(json, "sortino_ratio", s->sortino_ratio);
    real(json, "probabilistic_sharpe_ratio", s->probabilistic_sharpe_ratio);
    real(json, "alpha", s->alpha);
    real(json, "beta", s->beta);
    real(json, "annual_standard_deviation", s->annual_standard_deviation);
    real(json, "annual_variance", s->annual_variance);
    real(json, "information_ratio", s->information_ratio);
    real(json, "tracking_error", s->tracking_error);
    real(json, "treynor_ratio", s->treynor_ratio);
    real(json, "win_rate", s->win_rate);
    real(json, "loss_rate", s->loss_rate);
    real(json, "average_win", s->average_win);
    real(json, "average_loss", s->average_loss);
    real(json, "profit_loss_ratio", s->profit_loss_ratio);
    real(json, "expectancy", s->expectancy);
    real(json, "portfolio_turnover", s->portfolio_turnover);
    integer(json, "drawdown_recovery", s->drawdown_recovery);
    real(json, "capacity", s->capacity);
    integer(json, "total_orders", s->total_orders);
    integer(json, "closed_trades", s->closed_trades);
    real(json, "total_fees", s->total_fees);
    mark(json, NULL, json->sink.end_object);
}

static void write_trainings(struct json *json, const peri_run_report *report)
{
    mark(json, "trainings", json->sink.begin_array);
    for (size_t i = 0; i < report->trainings->n; i++) {
        const peri_training_row *row = &report->trainings->rows[i];
        mark(json, NULL, json->sink.begin_object);
        string(json, "name", row->name);
        time_text(json, "time", row->local_ns);
        string(json, "outcome", peri_training_state_name(row->outcome));
        if (report->with_durations)
            real(json, "duration_seconds", (double)row->duration_ns / (double)PERI_SECOND);
        mark(json, NULL, json->sink.end_object);
    }
    mark(json, NULL, json->sink.end_array);
}

/* Those its type has: what the order has now, a trailing stop where it stands. */
static void write_prices(struct json *json, const peri_order *order)
{
    const unsigned has = peri_order_fields(order->type);
    if (has & PERI_FIELD_LIMIT_PRICE)
        real(json, "limit_price", order->limit_price);
    if (has & PERI_FIELD_STOP_PRICE)
        real(json, "stop_price", order->stop_price);
    if (has & PERI_FIELD_TRIGGER_PRICE)
        real(json, "trigger_price", order->trigger_price);
    if (!(has & PERI_FIELD_TRAILING_AMOUNT))
        return;
    real(json, "trailing_amount", order->trailing_amount);
    boolean(json, "trailing_as_percentage", order->trailing_as_percentage);
}

static void write_order(struct json *json, peri_engine *engine, const peri_order *order)
{
    mark(json, NULL, json->sink.begin_object);
    integer(json, "id", order->id);
    string(json, "symbol", peri_engine_security(engine, order->security)->ticker);
    string(json, "type", peri_order_type_name(order->type));
    string(json, "status", peri_order_status_name(order->status));
    real(json, "quantity", order->quantity);
    write_prices(json, order);
    time_text(json, "time", peri_engine_to_local(engine, order->created_ns));
    utc_text(json, "time_utc", order->created_ns);
    if (order->last_fill_ns != 0) {
        time_text(json, "fill_time", peri_engine_to_local(engine, order->last_fill_ns));
        utc_text(json, "fill_time_utc", order->last_fill_ns);
        real(json, "fill_price", order->average_fill_price);
        real(json, "fee", order->fee);
    }
    string(json, "tag", order->tag);
    mark(json, NULL, json->sink.end_object);
}

static void write_orders(struct json *json, peri_engine *engine)
{
    const peri_broker *broker = peri_engine_broker(engine);
    int64_t n = (int64_t)peri_broker_order_count(broker);
    mark(json, "orders", json->sink.begin_array);
    for (int64_t id = 1; id <= n && ok(json); id++)
        write_order(json, engine, peri_broker_order(broker, id));
    mark(json, NULL, json->sink.end_array);
}

static void write_charts(struct json *json, peri_engine *engine)
{
    const peri_charts *charts = peri_engine_charts(engine);
    mark(json, "charts", json->sink.begin_array);
    for (size_t i = 0; i < charts->n; i++) {
        const peri_chart_series *series = &charts->series[i];
        mark(json, NULL, json->sink.begin_object);
        string(json, "chart", series->chart);
        string(json, "series", series->name);
        integer(json, "dropped", series->dropped);
        mark(json, "points", json->sink.begin_array);
        for (size_t k = 0; k < series->n && ok(json); k++) {
            mark(json, NULL, json->sink.begin_array);
            time_text(json, NULL, peri_engine_to_local(engine, series->points[k].time_ns));
            real(json, NULL, series->points[k].value);
            mark(json, NULL, json->sink.end_array);
        }
        mark(json, NULL, json->sink.end_array);
        mark(json, NULL, json->sink.end_object);
    }
    mark(json, NULL, json->sink.end_array);
}

/* What the run cost this process: differs from run to run. */
static void write_timing(struct json *json, const peri_result *result)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    mark(json, "timing", json->sink.begin_object);
    real(json, "read_seconds", (double)result->read_ns / (double)PERI_SECOND);
    real(json, "run_seconds", (double)result->run_ns / (double)PERI_SECOND);
    real(json, "peak_memory_mb", (double)usage.ru_maxrss / 1024);
    mark(json, NULL, json->sink.end_object);
}

static void write_histogram(struct json *json, const char *name, const peri_histogram *histogram)
{
    if (histogram->count == 0)
        return;
    mark(json, name, json->sink.begin_object);
    integer(json, "count", histogram->count);
    real(json, "p50_us", (double)peri_histogram_quantile(histogram, 0.5) / 1e3);
    real(json, "p99_us", (double)peri_histogram_quantile(histogram, 0.99) / 1e3);
    real(json, "max_us", (double)histogram->max / 1e3);
    mark(json, NULL, json->sink.end_object);
}

static void write_latency(struct json *json, const peri_latency *latency)
{
    mark(json, "latency", json->sink.begin_object);
    write_histogram(json, "lock_wait", &latency->lock_wait);
    write_histogram(json, "began_late", &latency->began);
    write_histogram(json, "done_late", &latency->done);
    mark(json, NULL, json->sink.end_object);
}

int peri_run_report_json(const peri_run_report *report, peri_buf *out, peri_error *err)
{
    const peri_result *result = report->result;
    peri_json_writer writer;
    peri_json_writer_init(&writer, out);
    struct json json = {peri_json_sink(&writer), err, PERI_OK};
    mark(&json, NULL, json.sink.begin_object);
    string(&json, "strategy", report->strategy);
    string(&json, "status", result->status);
    time_text(&json, "start", peri_engine_start_local(report->engine));
    time_text(&json, "end", peri_time_at(peri_time_date(peri_engine_end_local(report->engine)), 0));
    integer(&json, "steps", result->steps);
    integer(&json, "data_points", result->data_points);
    integer(&json, "processed", result->processed);
    integer(&json, "rows", result->rows);
    integer(&json, "invalid_orders", result->invalid_orders);
    integer(&json, "bad_rows", result->bad_rows);
    if (result->bad_rows > 0)
        string(&json, "first_bad_row", result->first_bad);
    write_statistics(&json, &result->statistics);
    if (report->with_durations)
        write_timing(&json, result);
    write_trainings(&json, report);
    write_orders(&json, report->engine);
    write_charts(&json, report->engine);
    if (report->latency)
        write_latency(&json, report->latency);
    mark(&json, NULL, json.sink.end_object);
    if (json.rc == PERI_OK)
        json.rc = peri_json_finish(&writer, err);
    peri_buf_byte(out, '\n');
    if (json.rc == PERI_OK && out->failed)
        json.rc = peri_fail(err, PERI_ENOMEM, "no memory for the report");
    return json.rc;
}
