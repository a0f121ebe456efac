/* saver_save.c - the writing half of saver.h. Layer 5. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "engine/engine_internal.h"
#include "engine/saver_models.h"
#include "engine/saver_parts.h"

void peri_saver_deinit(peri_saver *saver)
{
    peri_free(saver->orders);
    peri_free(saver->points);
    peri_free(saver->active);
    peri_buf_deinit(&saver->record);
    peri_buf_deinit(&saver->lost_models);
    memset(saver, 0, sizeof *saver);
}

void peri_saver_note_order(peri_saver *saver, int64_t id)
{
    void *ids = saver->orders;
    saver->changed = true;
    if (!saver->db || (saver->order_n > 0 && saver->orders[saver->order_n - 1] == id))
        return;
    if (peri_grow(&ids, &saver->order_cap, saver->order_n + 1, sizeof *saver->orders) != PERI_OK) {
        saver->order_lost = true;
        return;
    }
    saver->orders = ids;
    saver->orders[saver->order_n++] = id;
}

void peri_saver_note_change(peri_saver *saver)
{
    saver->changed = true;
}

/* -- records -------------------------------------------------------------------------------- */

peri_codec peri_saver_begin_record(peri_saver *saver)
{
    saver->record.len = 0;
    return peri_codec_write(&saver->record);
}

int peri_saver_put(peri_saver *saver, int kind, int64_t id, peri_error *err)
{
    if (saver->record.failed)
        return peri_fail(err, PERI_ENOMEM, "no memory to save the run");
    return peri_run_db_put(saver->db, kind, id, saver->record.data, saver->record.len, err);
}

static int put_security(peri_engine *engine, size_t index, peri_error *err)
{
    const struct peri_subscribed *sub = engine->securities[index];
    const peri_security *security = &sub->security;
    peri_saved_security saved = {
        .type = (int32_t)security->type,
        .resolution = (int32_t)sub->form.resolution,
        .fill_forward = sub->form.fill_forward,
        .extended = sub->form.extended,
        .part_count = (int32_t)sub->part_count,
        .normalization = (int32_t)sub->lean.mode,
        .closes = sub->closes,
        .announced = sub->announced,
        .farewelled = sub->farewelled,
        .added_ns = sub->added_ns,
        .removed_ns = sub->removed_ns,
        .leverage = security->leverage,
        .holding = peri_broker_portfolio(engine->broker)->holdings[index],
    };
    for (size_t p = 0; p < sub->part_count; p++) {
        const peri_form form = sub->parts[p]->form;
        saved.parts[p] = (peri_saved_part){(int32_t)form.resolution, form.fill_forward,
                                           form.extended, sub->parts[p]->added_ns};
    }
    snprintf(saved.ticker, sizeof saved.ticker, "%s", security->ticker);
    peri_saver_take_models(engine, (int32_t)index, &saved.models);
    snprintf(saved.market, sizeof saved.market, "%s", security->market);
    snprintf(saved.time_zone, sizeof saved.time_zone, "%s", peri_zone_name(sub->data_zone.zone));
    peri_codec codec = peri_saver_begin_record(&engine->saver);
    peri_code_security(&codec, &saved);
    return peri_saver_put(&engine->saver, PERI_SAVED_SECURITY, (int64_t)index, err);
}

static int put_order(peri_engine *engine, int64_t id, peri_error *err)
{
    peri_order order = *peri_broker_order(engine->broker, id);
    char tag[PERI_ORDER_TAG];
    peri_codec codec = peri_saver_begin_record(&engine->saver);
    peri_code_order(&codec, &order, tag);
    return peri_saver_put(&engine->saver, PERI_SAVED_ORDER, id, err);
}

static int put_orders(peri_engine *engine, peri_error *err)
{
    const peri_saver *saver = &engine->saver;
    int64_t all = (int64_t)peri_broker_order_count(engine->broker);
    int rc = PERI_OK;
    for (int64_t id = 1; saver->order_lost && id <= all && rc == PERI_OK; id++)
        rc = put_order(engine, id, err);
    for (size_t i = 0; !saver->order_lost && i < saver->order_n && rc == PERI_OK; i++)
        rc = put_order(engine, saver->orders[i], err);
    return rc;
}

static int put_portfolio(peri_engine *engine, peri_error *err)
{
    int rc = PERI_OK;
    if (!engine->saver.changed)
        return rc;
    for (size_t i = 0; i < engine->security_count && rc == PERI_OK; i++)
        rc = put_security(engine, i, err);
    return rc == PERI_OK ? put_orders(engine, err) : rc;
}

/* -- what was recorded for the result: only grows ------------------------------------------- */

static int put_trades(peri_engine *engine, int64_t n, peri_error *err)
{
    const peri_portfolio *portfolio = peri_broker_portfolio(engine->broker);
    int rc = PERI_OK;
    for (int64_t i = engine->saver.trades; i < n && rc == PERI_OK; i++) {
        peri_closed_trade trade = portfolio->trades[i];
        peri_codec codec = peri_saver_begin_record(&engine->saver);
        peri_code_trade(&codec, &trade);
        rc = peri_saver_put(&engine->saver, PERI_SAVED_TRADE, i, err);
    }
    return rc;
}

static int put_samples(peri_engine *engine, const peri_saved_head *head, peri_error *err)
{
    const peri_sampler *sampler = &engine->sampler;
    int rc = PERI_OK;
    for (int64_t i = engine->saver.equity; i < head->equity && rc == PERI_OK; i++) {
        peri_sample sample = sampler->equity[i];
        peri_codec codec = peri_saver_begin_record(&engine->saver);
        peri_code_sample(&codec, &sample);
        rc = peri_saver_put(&engine->saver, PERI_SAVED_EQUITY, i, err);
    }
    for (int64_t i = engine->saver.days; i < head->days && rc == PERI_OK; i++) {
        peri_day day = sampler->days[i];
        peri_codec codec = peri_saver_begin_record(&engine->saver);
        peri_code_day(&codec, &day);
        rc = peri_saver_put(&engine->saver, PERI_SAVED_DAY, i, err);
    }
    return rc;
}

static int put_capacity(peri_engine *engine, peri_error *err)
{
    int rc = PERI_OK;
    for (size_t i = 0; engine->capacity.changed && i < engine->capacity.n && rc == PERI_OK; i++) {
        peri_capacity_asset asset = engine->capacity.assets[i];
        peri_codec codec = peri_saver_begin_record(&engine->saver);
        peri_code_capacity(&codec, &asset);
        rc = peri_saver_put(&engine->saver, PERI_SAVED_CAPACITY, (int64_t)i, err);
    }
    return rc;
}

static int put_series(peri_saver *saver, const peri_chart_series *series, size_t from, int64_t *id,
                      peri_error *err)
{
    peri_saved_point saved;
    int rc = PERI_OK;
    snprintf(saved.chart, sizeof saved.chart, "%s", series->chart);
    snprintf(saved.series, sizeof saved.series, "%s", series->name);
    for (size_t i = from; i < series->n && rc == PERI_OK; i++) {
        saved.point = series->points[i];
        peri_codec codec = peri_saver_begin_record(saver);
        peri_code_point(&codec, &saved);
        rc = peri_saver_put(saver, PERI_SAVED_POINT, (*id)++, err);
    }
    return rc;
}

/* *total: how many points are saved then. */
static int put_points(peri_engine *engine, int64_t *total, peri_error *err)
{
    peri_saver *saver = &engine->saver;
    void *points = saver->points;
    int rc = peri_grow(&points, &saver->points_cap, engine->charts.n + 1, sizeof *saver->points);
    *total = saver->point_count;
    if (rc != PERI_OK)
        return peri_fail(err, rc, "no memory to save the run");
    saver->points = points;
    while (saver->points_n < engine->charts.n)
        saver->points[saver->points_n++] = 0;
    for (size_t i = 0; i < engine->charts.n && rc == PERI_OK; i++)
        rc = put_series(saver, &engine->charts.series[i], saver->points[i], total, err);
    return rc;
}

/* -- trainings at work ---------------------------------------------------------------------- */

/* Under the trainer's lock: the record is put later. */
static void note_training(void *ctx, const char *name, int64_t due_utc)
{
    peri_saver *saver = ctx;
    void *list = saver->active;
    if (peri_grow(&list, &saver->active_cap, saver->active_n + 1, sizeof *saver->active) !=
        PERI_OK) {
        saver->record.failed = 1;
        return;
    }
    saver->active = list;
    peri_saved_training *saved = &saver->active[saver->active_n++];
    snprintf(saved->name, sizeof saved->name, "%s", name);
    saved->due_utc = due_utc;
}

/* Those that wait or run, and those that are due and were not begun. */
static void find_trainings(peri_engine *engine)
{
    peri_saver *saver = &engine->saver;
    saver->active_n = 0;
    peri_trainer_each_active(engine->trainer, note_training, saver);
    peri_scheduler_each_due(engine->scheduler, PERI_EVENT_TRAINING, engine->clock_ns, note_training,
                            saver);
}

void peri_saver_hold_trainings(peri_engine *engine)
{
    if (!engine->saver.holds_active)
        find_trainings(engine);
    engine->saver.holds_active = true;
}

/* *n: how many. */
static int put_trainings(peri_engine *engine, int64_t *n, peri_error *err)
{
    peri_saver *saver = &engine->saver;
    int rc = PERI_OK;
    if (!saver->holds_active)
        find_trainings(engine);
    for (size_t i = 0; i < saver->active_n && rc == PERI_OK; i++) {
        peri_codec codec = peri_saver_begin_record(saver);
        peri_code_training(&codec, &saver->active[i]);
        rc = peri_saver_put(saver, PERI_SAVED_TRAINING, (int64_t)i, err);
    }
    *n = (int64_t)saver->active_n;
    return rc;
}

/* -- cash ------------------------------------------------------------------------------------ */

/* That of the account's own currency is in the head. Rates change without an order. */
static int put_cash(peri_engine *engine, peri_error *err)
{
    const peri_cash_book *book = &peri_broker_portfolio(engine->broker)->book;
    int rc = PERI_OK;
    for (size_t i = 1; i < book->n && rc == PERI_OK; i++) {
        peri_cash cash = book->items[i];
        peri_codec codec = peri_saver_begin_record(&engine->saver);
        peri_code_cash(&codec, &cash);
        rc = peri_saver_put(&engine->saver, PERI_SAVED_CASH, (int64_t)i - 1, err);
    }
    for (size_t i = 0; i < book->waiting_n && rc == PERI_OK; i++) {
        peri_unsettled unsettled = book->waiting[i];
        peri_codec codec = peri_saver_begin_record(&engine->saver);
        peri_code_unsettled(&codec, &unsettled);
        rc = peri_saver_put(&engine->saver, PERI_SAVED_UNSETTLED, (int64_t)i, err);
    }
    return rc;
}

/* -- changes of orders that wait ------------------------------------------------------------ */

/* *n: how many. */
static int put_changes(peri_engine *engine, int64_t *n, peri_error *err)
{
    const size_t count = peri_broker_change_count(engine->broker);
    int rc = PERI_OK;
    for (size_t i = 0; i < count && rc == PERI_OK; i++) {
        peri_order_change change = *peri_broker_change(engine->broker, i);
        peri_codec codec = peri_saver_begin_record(&engine->saver);
        peri_code_change(&codec, &change);
        rc = peri_saver_put(&engine->saver, PERI_SAVED_CHANGE, (int64_t)i, err);
    }
    *n = (int64_t)count;
    return rc;
}

/* -- a save --------------------------------------------------------------------------------- */

static void fill_head(peri_engine *engine, peri_saved_head *head)
{
    const peri_portfolio *portfolio = peri_broker_portfolio(engine->broker);
    const peri_sampler *sampler = &engine->sampler;
    *head = (peri_saved_head){
        .version = PERI_SAVED_VERSION,
        .clock_ns = engine->clock_ns,
        .start_ns = engine->start_ns,
        .steps = engine->steps,
        .data_points = engine->data_points,
        .invalid_orders = engine->invalid_orders,
        .trainings = engine->saver.trainings_before + peri_trainer_count(engine->trainer),
        .total_fees = portfolio->total_fees,
        .total_profit = portfolio->total_profit,
        .start_equity = sampler->start_equity,
        .last_daily = sampler->last_daily,
        .last_sales = sampler->last_sales,
        .sales_before = sampler->sales_before,
        .next_daily_ns = sampler->next_daily_ns,
        .next_point_ns = sampler->next_point_ns,
        .last_daily_ns = sampler->last_daily_ns,
        .securities = (int64_t)engine->security_count,
        .orders = (int64_t)peri_broker_order_count(engine->broker),
        .events = (int64_t)peri_broker_event_count(engine->broker),
        .trades = (int64_t)portfolio->trade_count,
        .equity = (int64_t)sampler->equity_n,
        .days = (int64_t)sampler->days_n,
        .statistics = (int64_t)(engine->summary.n + engine->runtime.n),
        .cash = portfolio->book.items[0].amount,
        .currencies = (int64_t)portfolio->book.n - 1,
        .unsettled = (int64_t)portfolio->book.waiting_n,
        .capacity_assets = (int64_t)engine->capacity.n,
        .capacity_value = engine->capacity.value,
        .capacity_lowest = engine->capacity.lowest,
        .capacity_next_ns = engine->capacity.next_ns,
        .capacity_update_ns = engine->capacity.last_update_ns,
    };
    peri_saver_count_trades(engine, head);
    snprintf(head->feed, sizeof head->feed, "%s", engine->saver.feed);
}

static int put_all(peri_engine *engine, peri_saved_head *head, peri_error *err)
{
    peri_saver *saver = &engine->saver;
    int rc = put_portfolio(engine, err);
    if (rc == PERI_OK)
        rc = peri_saver_put_events(engine, head->events, err);
    if (rc == PERI_OK)
        rc = put_cash(engine, err);
    if (rc == PERI_OK)
        rc = put_trades(engine, head->trades, err);
    if (rc == PERI_OK)
        rc = peri_saver_put_built_trades(engine, head, err);
    if (rc == PERI_OK)
        rc = put_samples(engine, head, err);
    if (rc == PERI_OK)
        rc = put_points(engine, &head->points, err);
    if (rc == PERI_OK)
        rc = put_capacity(engine, err);
    if (rc == PERI_OK)
        rc = put_trainings(engine, &head->active_trainings, err);
    if (rc == PERI_OK)
        rc = put_changes(engine, &head->changes, err);
    if (rc == PERI_OK)
        rc = peri_saver_put_statistics(engine, err);
    if (rc != PERI_OK)
        return rc;
    peri_codec codec = peri_saver_begin_record(saver);
    peri_code_head(&codec, head);
    return peri_saver_put(saver, PERI_SAVED_HEAD, 0, err);
}

/* The file has it: what is saved next begins behind it. */
static void remember(peri_engine *engine, const peri_saved_head *head)
{
    peri_saver *saver = &engine->saver;
    saver->changed = saver->order_lost = engine->capacity.changed = false;
    saver->order_n = 0;
    peri_broker_trade_builder(engine->broker)->moved = false;
    engine->summary.changed = engine->runtime.changed = false;
    saver->events = head->events;
    saver->trades = head->trades;
    saver->built_trades = head->built_trades;
    saver->equity = head->equity;
    saver->days = head->days;
    saver->point_count = head->points;
    saver->clock_ns = head->clock_ns;
    for (size_t i = 0; i < engine->charts.n; i++)
        saver->points[i] = engine->charts.series[i].n;
}

int peri_saver_save(peri_engine *engine, peri_error *err)
{
    peri_saver *saver = &engine->saver;
    peri_saved_head head;
    if (!saver->db || engine->warming_up)
        return PERI_OK;
    saver->record.failed = 0;
    fill_head(engine, &head);
    int rc = peri_run_db_begin(saver->db, err);
    if (rc != PERI_OK)
        return rc;
    rc = put_all(engine, &head, err);
    if (rc == PERI_OK)
        rc = peri_run_db_commit(saver->db, err);
    if (rc == PERI_OK)
        remember(engine, &head);
    else
        peri_run_db_rollback(saver->db);
    return rc;
}
