/* run_report_performance.c - see run_report_performance.h. Layer 5. */
#include "report/run_report_performance.h"

#include "report/rolling.h"
#include "report/runtime_rows.h"
#include "report/statistic_fields.h"
#include "report/trade_statistics.h"

struct writer {
    peri_members *json;
    peri_engine *engine;
};

static void write_field(struct writer *to, const peri_statistic_field *field, const void *from)
{
    const void *at = (const char *)from + field->offset;
    if (field->kind == PERI_STATISTIC_NUMBER) {
        peri_member_real(to->json, field->key, *(const double *)at);
        return;
    }
    const int64_t value = *(const int64_t *)at;
    if (field->kind == PERI_STATISTIC_COUNT)
        peri_member_integer(to->json, field->key, value);
    else if (field->kind == PERI_STATISTIC_DURATION)
        peri_member_real(to->json, field->key, (double)value / (double)PERI_SECOND);
    else if (value == INT64_MIN)
        peri_member_null(to->json, field->key);
    else
        peri_member_time(to->json, field->key, peri_engine_to_local(to->engine, value));
}

static void write_fields(struct writer *to, const char *name, const peri_statistic_field *fields,
                         size_t n, const void *from)
{
    peri_member_mark(to->json, name, to->json->sink.begin_object);
    for (size_t i = 0; i < n; i++)
        write_field(to, &fields[i], from);
    peri_member_mark(to->json, NULL, to->json->sink.end_object);
}

/* The statistics of a record, as members of the object at hand. */
static void write_statistics(struct writer *to, const peri_record *record)
{
    peri_trade_statistics trades;
    peri_statistics portfolio;
    size_t n;
    if (peri_trade_statistics_compute(record->built, record->built_n, &trades) != PERI_OK) {
        to->json->rc = peri_fail(to->json->err, PERI_ENOMEM, "no memory for the report");
        return;
    }
    const peri_statistic_field *fields = peri_trade_statistic_fields(&n);
    write_fields(to, "trade_statistics", fields, n, &trades);
    peri_statistics_compute(record, &portfolio);
    fields = peri_portfolio_statistic_fields(&n);
    write_fields(to, "portfolio_statistics", fields, n, &portfolio);
}

static void write_times(struct writer *to, const peri_trade *trade)
{
    peri_members *json = to->json;
    peri_member_time(json, "entry_time", peri_engine_to_local(to->engine, trade->entry_ns));
    peri_member_utc(json, "entry_time_utc", trade->entry_ns);
    peri_member_time(json, "exit_time", peri_engine_to_local(to->engine, trade->exit_ns));
    peri_member_utc(json, "exit_time_utc", trade->exit_ns);
    peri_member_real(json, "duration_seconds",
                     (double)(trade->exit_ns - trade->entry_ns) / (double)PERI_SECOND);
}

static void write_trade(struct writer *to, const peri_record *record, const peri_trade *trade)
{
    peri_members *json = to->json;
    peri_member_mark(json, NULL, json->sink.begin_object);
    peri_member_string(json, "symbol", peri_engine_security(to->engine, trade->security)->ticker);
    peri_member_string(json, "direction", trade->is_short ? "Short" : "Long");
    peri_member_real(json, "quantity", trade->quantity);
    write_times(to, trade);
    peri_member_real(json, "entry_price", trade->entry_price);
    peri_member_real(json, "exit_price", trade->exit_price);
    peri_member_real(json, "profit_loss", trade->profit);
    peri_member_real(json, "total_fees", trade->fees);
    peri_member_real(json, "mae", trade->mae);
    peri_member_real(json, "mfe", trade->mfe);
    peri_member_real(json, "end_trade_drawdown", peri_trade_end_drawdown(trade));
    peri_member_boolean(json, "is_win", peri_trade_is_win(trade));
    peri_member_mark(json, "order_ids", json->sink.begin_array);
    for (size_t i = 0; i < trade->order_n; i++)
        peri_member_integer(json, NULL, record->built_orders[trade->order_at + i]);
    peri_member_mark(json, NULL, json->sink.end_array);
    peri_member_mark(json, NULL, json->sink.end_object);
}

static void write_total(struct writer *to, const peri_record *record)
{
    peri_members *json = to->json;
    peri_member_mark(json, "total_performance", json->sink.begin_object);
    write_statistics(to, record);
    peri_member_mark(json, "closed_trades", json->sink.begin_array);
    for (size_t i = 0; i < record->built_n && peri_members_ok(json); i++)
        write_trade(to, record, &record->built[i]);
    peri_member_mark(json, NULL, json->sink.end_array);
    peri_member_mark(json, NULL, json->sink.end_object);
}

static int write_window(void *ctx, const char *name, const peri_record *part, peri_error *err)
{
    struct writer *to = ctx;
    (void)err; /* the members have it */
    peri_member_mark(to->json, name, to->json->sink.begin_object);
    write_statistics(to, part);
    peri_member_mark(to->json, NULL, to->json->sink.end_object);
    return to->json->rc;
}

static void write_rows(peri_members *json, peri_engine *engine, const peri_statistics *statistics)
{
    peri_statistic_row rows[PERI_RUNTIME_ROWS];
    peri_runtime_rows(peri_broker_portfolio(peri_engine_broker(engine)), statistics, rows);
    peri_member_mark(json, "runtime_statistics", json->sink.begin_object);
    for (size_t i = 0; i < PERI_RUNTIME_ROWS; i++)
        peri_member_string(json, rows[i].key, rows[i].text);
    peri_member_custom(json, peri_engine_runtime_statistics(engine));
    peri_member_mark(json, NULL, json->sink.end_object);
}

void peri_report_performance(peri_members *json, peri_engine *engine,
                             const peri_statistics *statistics)
{
    struct writer to = {json, engine};
    peri_record record;
    peri_engine_record(engine, &record);
    write_total(&to, &record);
    peri_member_mark(json, "rolling_window", json->sink.begin_object);
    if (peri_members_ok(json))
        json->rc = peri_rolling_windows(&record, write_window, &to, json->err);
    peri_member_mark(json, NULL, json->sink.end_object);
    write_rows(json, engine, statistics);
}
