/* run_report.c - writing the report of a run through the JSON sink. Layer 5. */
#include "report/run_report.h"

#include "base/mem.h"
#include "report/json_members.h"
#include "report/run_report_performance.h"
#include "store/json.h"

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

/* The last row of LEAN's table. */
static void write_hash(peri_members *json, const peri_engine *engine)
{
    char hash[PERI_MD5_TEXT];
    if (!peri_members_ok(json))
        return;
    json->rc = peri_engine_order_list_hash(engine, hash);
    if (json->rc != PERI_OK)
        peri_fail(json->err, json->rc, "no memory for the hash of the orders");
    else
        peri_member_string(json, PERI_ORDER_LIST_HASH, hash);
}

static void write_statistics(peri_members *json, const peri_statistics *s,
                             const peri_engine *engine)
{
    peri_statistic_row rows[PERI_STATISTIC_ROWS];
    size_t n = peri_statistics_rows(s, rows);
    peri_member_mark(json, "statistics", json->sink.begin_object);
    for (size_t i = 0; i < n; i++)
        peri_member_string(json, rows[i].key, rows[i].text);
    peri_member_custom(json, peri_engine_summary_statistics(engine));
    write_hash(json, engine);
    peri_member_mark(json, NULL, json->sink.end_object);
    peri_member_mark(json, "numbers", json->sink.begin_object);
    peri_member_real(json, "start_equity", s->start_equity);
    peri_member_real(json, "end_equity", s->end_equity);
    peri_member_real(json, "net_profit", s->net_profit);
    peri_member_real(json, "compounding_annual_return", s->compounding_annual_return);
    peri_member_real(json, "drawdown", s->drawdown);
    peri_member_real(json, "sharpe_ratio", s->sharpe_ratio);
    peri_member_real(json, "sortino_ratio", s->sortino_ratio);
    peri_member_real(json, "probabilistic_sharpe_ratio", s->probabilistic_sharpe_ratio);
    peri_member_real(json, "alpha", s->alpha);
    peri_member_real(json, "beta", s->beta);
    peri_member_real(json, "annual_standard_deviation", s->annual_standard_deviation);
    peri_member_real(json, "annual_variance", s->annual_variance);
    peri_member_real(json, "information_ratio", s->information_ratio);
    peri_member_real(json, "tracking_error", s->tracking_error);
    peri_member_real(json, "treynor_ratio", s->treynor_ratio);
    peri_member_real(json, "win_rate", s->win_rate);
    peri_member_real(json, "loss_rate", s->loss_rate);
    peri_member_real(json, "average_win", s->average_win);
    peri_member_real(json, "average_loss", s->average_loss);
    peri_member_real(json, "profit_loss_ratio", s->profit_loss_ratio);
    peri_member_real(json, "expectancy", s->expectancy);
    peri_member_real(json, "portfolio_turnover", s->portfolio_turnover);
    peri_member_integer(json, "drawdown_recovery", s->drawdown_recovery);
    peri_member_real(json, "capacity", s->capacity);
    peri_member_integer(json, "total_orders", s->total_orders);
    peri_member_integer(json, "closed_trades", s->closed_trades);
    peri_member_real(json, "total_fees", s->total_fees);
    peri_member_mark(json, NULL, json->sink.end_object);
}

static void write_trainings(peri_members *json, const peri_run_report *report)
{
    peri_member_mark(json, "trainings", json->sink.begin_array);
    for (size_t i = 0; i < report->trainings->n; i++) {
        const peri_training_row *row = &report->trainings->rows[i];
        peri_member_mark(json, NULL, json->sink.begin_object);
        peri_member_string(json, "name", row->name);
        peri_member_time(json, "time", row->local_ns);
        peri_member_string(json, "outcome", peri_training_state_name(row->outcome));
        if (report->with_durations)
            peri_member_real(json, "duration_seconds",
                             (double)row->duration_ns / (double)PERI_SECOND);
        peri_member_mark(json, NULL, json->sink.end_object);
    }
    peri_member_mark(json, NULL, json->sink.end_array);
}

/* Those its type has: what the order has now, a trailing stop where it stands. */
static void write_prices(peri_members *json, const peri_order *order)
{
    const unsigned has = peri_order_fields(order->type);
    if (has & PERI_FIELD_LIMIT_PRICE)
        peri_member_real(json, "limit_price", order->limit_price);
    if (has & PERI_FIELD_STOP_PRICE)
        peri_member_real(json, "stop_price", order->stop_price);
    if (has & PERI_FIELD_TRIGGER_PRICE)
        peri_member_real(json, "trigger_price", order->trigger_price);
    if (!(has & PERI_FIELD_TRAILING_AMOUNT))
        return;
    peri_member_real(json, "trailing_amount", order->trailing_amount);
    peri_member_boolean(json, "trailing_as_percentage", order->trailing_as_percentage);
}

static void write_order(peri_members *json, peri_engine *engine, const peri_order *order)
{
    peri_member_mark(json, NULL, json->sink.begin_object);
    peri_member_integer(json, "id", order->id);
    peri_member_string(json, "symbol", peri_engine_security(engine, order->security)->ticker);
    peri_member_string(json, "type", peri_order_type_name(order->type));
    peri_member_string(json, "status", peri_order_status_name(order->status));
    peri_member_real(json, "quantity", order->quantity);
    write_prices(json, order);
    peri_member_time(json, "time", peri_engine_to_local(engine, order->created_ns));
    peri_member_utc(json, "time_utc", order->created_ns);
    if (order->last_fill_ns != 0) {
        peri_member_time(json, "fill_time", peri_engine_to_local(engine, order->last_fill_ns));
        peri_member_utc(json, "fill_time_utc", order->last_fill_ns);
        peri_member_real(json, "fill_price", order->average_fill_price);
        peri_member_real(json, "fee", order->fee);
    }
    peri_member_string(json, "tag", peri_order_tag(order));
    peri_member_mark(json, NULL, json->sink.end_object);
}

static void write_orders(peri_members *json, peri_engine *engine)
{
    const peri_broker *broker = peri_engine_broker(engine);
    int64_t n = (int64_t)peri_broker_order_count(broker);
    peri_member_mark(json, "orders", json->sink.begin_array);
    for (int64_t id = 1; id <= n && peri_members_ok(json); id++)
        write_order(json, engine, peri_broker_order(broker, id));
    peri_member_mark(json, NULL, json->sink.end_array);
}

static void write_charts(peri_members *json, peri_engine *engine)
{
    const peri_charts *charts = peri_engine_charts(engine);
    peri_member_mark(json, "charts", json->sink.begin_array);
    for (size_t i = 0; i < charts->n; i++) {
        const peri_chart_series *series = &charts->series[i];
        peri_member_mark(json, NULL, json->sink.begin_object);
        peri_member_string(json, "chart", series->chart);
        peri_member_string(json, "series", series->name);
        peri_member_integer(json, "dropped", series->dropped);
        peri_member_mark(json, "points", json->sink.begin_array);
        for (size_t k = 0; k < series->n && peri_members_ok(json); k++) {
            peri_member_mark(json, NULL, json->sink.begin_array);
            peri_member_time(json, NULL, peri_engine_to_local(engine, series->points[k].time_ns));
            peri_member_real(json, NULL, series->points[k].value);
            peri_member_mark(json, NULL, json->sink.end_array);
        }
        peri_member_mark(json, NULL, json->sink.end_array);
        peri_member_mark(json, NULL, json->sink.end_object);
    }
    peri_member_mark(json, NULL, json->sink.end_array);
}

/* What the run cost this process: differs from run to run. */
static void write_timing(peri_members *json, const peri_result *result)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    peri_member_mark(json, "timing", json->sink.begin_object);
    peri_member_real(json, "read_seconds", (double)result->read_ns / (double)PERI_SECOND);
    peri_member_real(json, "run_seconds", (double)result->run_ns / (double)PERI_SECOND);
    peri_member_real(json, "peak_memory_mb", (double)usage.ru_maxrss / 1024);
    peri_member_mark(json, NULL, json->sink.end_object);
}

static void write_histogram(peri_members *json, const char *name, const peri_histogram *histogram)
{
    if (histogram->count == 0)
        return;
    peri_member_mark(json, name, json->sink.begin_object);
    peri_member_integer(json, "count", histogram->count);
    peri_member_real(json, "p50_us", (double)peri_histogram_quantile(histogram, 0.5) / 1e3);
    peri_member_real(json, "p99_us", (double)peri_histogram_quantile(histogram, 0.99) / 1e3);
    peri_member_real(json, "max_us", (double)histogram->max / 1e3);
    peri_member_mark(json, NULL, json->sink.end_object);
}

static void write_latency(peri_members *json, const peri_latency *latency)
{
    peri_member_mark(json, "latency", json->sink.begin_object);
    write_histogram(json, "lock_wait", &latency->lock_wait);
    write_histogram(json, "began_late", &latency->began);
    write_histogram(json, "done_late", &latency->done);
    peri_member_mark(json, NULL, json->sink.end_object);
}

int peri_run_report_json(const peri_run_report *report, peri_buf *out, peri_error *err)
{
    const peri_result *result = report->result;
    peri_json_writer writer;
    peri_json_writer_init(&writer, out);
    peri_members json = {peri_json_sink(&writer), err, PERI_OK};
    peri_member_mark(&json, NULL, json.sink.begin_object);
    peri_member_string(&json, "strategy", report->strategy);
    peri_member_string(&json, "status", result->status);
    peri_member_time(&json, "start", peri_engine_start_local(report->engine));
    peri_member_time(&json, "end",
                     peri_time_at(peri_time_date(peri_engine_end_local(report->engine)), 0));
    peri_member_integer(&json, "steps", result->steps);
    peri_member_integer(&json, "data_points", result->data_points);
    peri_member_integer(&json, "processed", result->processed);
    peri_member_integer(&json, "rows", result->rows);
    peri_member_integer(&json, "invalid_orders", result->invalid_orders);
    peri_member_integer(&json, "bad_rows", result->bad_rows);
    if (result->bad_rows > 0)
        peri_member_string(&json, "first_bad_row", result->first_bad);
    write_statistics(&json, &result->statistics, report->engine);
    if (report->with_durations)
        write_timing(&json, result); /* before the report takes memory itself */
    peri_report_performance(&json, report->engine, &result->statistics);
    write_trainings(&json, report);
    write_orders(&json, report->engine);
    write_charts(&json, report->engine);
    if (report->latency)
        write_latency(&json, report->latency);
    peri_member_mark(&json, NULL, json.sink.end_object);
    if (json.rc == PERI_OK)
        json.rc = peri_json_finish(&writer, err);
    peri_buf_byte(out, '\n');
    if (json.rc == PERI_OK && out->failed)
        json.rc = peri_fail(err, PERI_ENOMEM, "no memory for the report");
    return json.rc;
}
