/* saver_resume.c - the reading half of saver.h. Layer 5. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "engine/engine_internal.h"
#include "engine/events.h"
#include "engine/saver_cash.h"
#include "engine/saver_parts.h"
#include "engine/saver_securities.h"

/* Trainings that were at work. */
struct trainings {
    const peri_resume *resume;
    peri_buf lost;  /* names of those that cannot begin again */
    peri_buf again; /* and of those that do */
};

/* -- the head ------------------------------------------------------------------------------- */

struct head_search {
    peri_saved_head *head;
    bool found;
};

static int take_head(void *ctx, int64_t id, const void *bytes, size_t len, peri_error *err)
{
    struct head_search *search = ctx;
    peri_codec codec = peri_codec_read(bytes, len);
    peri_code_head(&codec, search->head);
    search->found = true;
    if (search->head->version != PERI_SAVED_VERSION)
        return peri_fail(
            err, PERI_EFORMAT,
            "the saved run is of another version of perigee (--state fresh begins anew)");
    return peri_codec_is_done(&codec) ? PERI_OK : peri_saved_damaged(PERI_SAVED_HEAD, id, err);
}

static int is_headless(void *ctx, int64_t id, const void *bytes, size_t len, peri_error *err)
{
    (void)ctx;
    (void)id;
    (void)bytes;
    (void)len;
    return peri_saved_damaged(PERI_SAVED_HEAD, 0, err);
}

/* No head: a new file, or one that has lost it. */
static int check_empty(peri_run_db *db, peri_error *err)
{
    int rc = PERI_OK;
    for (int kind = PERI_SAVED_HEAD + 1; kind <= PERI_SAVED_LAST && rc == PERI_OK; kind++)
        rc = peri_run_db_each(db, kind, is_headless, NULL, err);
    return rc;
}

int peri_saver_read_head(peri_saver *saver, peri_saved_head *head, bool *found, peri_error *err)
{
    struct head_search search = {head, false};
    int rc = peri_run_db_each(saver->db, PERI_SAVED_HEAD, take_head, &search, err);
    *found = search.found;
    return rc == PERI_OK && !search.found ? check_empty(saver->db, err) : rc;
}

/* -- for all parts -------------------------------------------------------------------------- */

int32_t peri_resume_index(const peri_resume *resume, int32_t saved)
{
    return saved >= 0 && saved < resume->head->securities ? resume->index[saved] : -1;
}

bool peri_resume_is_past(const peri_resume *resume, int64_t time_ns)
{
    return time_ns >= resume->head->start_ns && time_ns <= resume->head->clock_ns;
}

int peri_resume_restored(int rc, peri_error *err)
{
    return rc == PERI_OK ? rc : peri_fail(err, rc, "no memory to resume the run");
}

/* -- trades, samples, points ---------------------------------------------------------------- */

static int take_trade(void *ctx, int64_t id, peri_codec *codec, peri_error *err)
{
    const peri_resume *resume = ctx;
    peri_closed_trade trade;
    (void)id;
    peri_code_trade(codec, &trade);
    trade.security = peri_resume_index(resume, trade.security);
    codec->failed |= trade.security < 0;
    if (!peri_codec_is_done(codec))
        return PERI_OK;
    peri_portfolio *portfolio = peri_broker_portfolio(resume->engine->broker);
    return peri_resume_restored(peri_portfolio_add_trade(portfolio, &trade), err);
}

/* A daily sample is of its midnight, which the clock may not have reached when it was saved. */
static int take_sample(void *ctx, int64_t id, peri_codec *codec, peri_error *err)
{
    const peri_resume *resume = ctx;
    peri_sample sample;
    (void)id;
    peri_code_sample(codec, &sample);
    const peri_saved_head *head = resume->head;
    int64_t last = head->clock_ns > head->last_daily_ns ? head->clock_ns : head->last_daily_ns;
    codec->failed |= sample.time_ns < head->start_ns || sample.time_ns > last;
    if (!peri_codec_is_done(codec))
        return PERI_OK;
    return peri_resume_restored(peri_sampler_restore_point(&resume->engine->sampler, &sample), err);
}

static int take_day(void *ctx, int64_t id, peri_codec *codec, peri_error *err)
{
    const peri_resume *resume = ctx;
    peri_day day;
    (void)id;
    peri_code_day(codec, &day);
    if (!peri_codec_is_done(codec))
        return PERI_OK;
    return peri_resume_restored(peri_sampler_restore_day(&resume->engine->sampler, &day), err);
}

static int take_capacity(void *ctx, int64_t id, peri_codec *codec, peri_error *err)
{
    const peri_resume *resume = ctx;
    peri_capacity_asset asset;
    (void)id;
    memset(&asset, 0, sizeof asset);
    peri_code_capacity(codec, &asset);
    asset.security = peri_resume_index(resume, asset.security);
    codec->failed |= asset.security < 0 || asset.trades < 1 ||
                     !peri_resume_is_past(resume, asset.fill_ns) ||
                     (asset.has_bar && !peri_resume_is_past(resume, asset.bar_ns));
    if (!peri_codec_is_done(codec))
        return PERI_OK;
    return peri_resume_restored(peri_capacity_restore(&resume->engine->capacity, &asset), err);
}

static int take_point(void *ctx, int64_t id, peri_codec *codec, peri_error *err)
{
    const peri_resume *resume = ctx;
    peri_saved_point saved;
    (void)id;
    peri_code_point(codec, &saved);
    if (!peri_codec_is_done(codec))
        return PERI_OK;
    return peri_resume_restored(peri_charts_add(&resume->engine->charts, saved.chart, saved.series,
                                                saved.point.time_ns, saved.point.value),
                                err);
}

/* -- trainings that were at work ------------------------------------------------------------ */

/* One that the strategy asks for anew in set-up comes by itself. */
static int take_training(void *ctx, int64_t id, peri_codec *codec, peri_error *err)
{
    struct trainings *trainings = ctx;
    peri_engine *engine = trainings->resume->engine;
    peri_saved_training saved;
    (void)id;
    peri_code_training(codec, &saved);
    if (!peri_codec_is_done(codec))
        return PERI_OK;
    peri_event *event = peri_scheduler_find(engine->scheduler, saved.name, PERI_EVENT_TRAINING);
    if (event && peri_time_rule_is_now(event->table.times))
        return PERI_OK;
    peri_buf *list = event ? &trainings->again : &trainings->lost;
    peri_buf_printf(list, "%s'%s'", list->len ? ", " : "", saved.name);
    if (!event)
        return PERI_OK;
    const peri_trainer_task task = peri_engine_training_task(engine, event, saved.due_utc);
    return peri_trainer_submit(engine->trainer, &task, err);
}

/* -- all of it ------------------------------------------------------------------------------ */

static void restore_head(peri_engine *engine, const peri_saved_head *head)
{
    peri_portfolio *portfolio = peri_broker_portfolio(engine->broker);
    peri_sampler *sampler = &engine->sampler;
    portfolio->book.items[0].amount = head->cash;
    portfolio->total_fees = head->total_fees;
    portfolio->total_profit = head->total_profit;
    sampler->start_equity = head->start_equity;
    sampler->last_daily = head->last_daily;
    sampler->last_sales = head->last_sales;
    sampler->sales_before = head->sales_before;
    sampler->next_daily_ns = head->next_daily_ns;
    sampler->next_point_ns = head->next_point_ns;
    sampler->last_daily_ns = head->last_daily_ns;
    engine->capacity.value = head->capacity_value;
    engine->capacity.next_ns = head->capacity_next_ns;
    engine->capacity.last_update_ns = head->capacity_update_ns;
    engine->steps = head->steps;
    engine->data_points = head->data_points;
    engine->invalid_orders = head->invalid_orders;
    engine->saver.trainings_before = head->trainings;
}

/* What was read is what the head counts, to the last: a sample that is not later than the one
   before it, or a point too many for its chart, is not taken. */
static int check_counts(const peri_resume *resume, peri_error *err)
{
    const peri_engine *engine = resume->engine;
    const peri_saved_head *head = resume->head;
    size_t points = 0;
    for (size_t i = 0; i < engine->charts.n; i++)
        points += engine->charts.series[i].n;
    bool same = peri_broker_order_count(engine->broker) == (size_t)head->orders &&
                peri_broker_change_count(engine->broker) == (size_t)head->changes &&
                peri_broker_portfolio(engine->broker)->trade_count == (size_t)head->trades &&
                engine->sampler.equity_n == (size_t)head->equity &&
                engine->sampler.days_n == (size_t)head->days &&
                engine->capacity.n == (size_t)head->capacity_assets &&
                engine->capacity.next_ns >= head->start_ns && points == (size_t)head->points;
    return same ? PERI_OK : peri_saved_damaged(PERI_SAVED_HEAD, 0, err);
}

static int read_records(peri_resume *resume, peri_error *err)
{
    const peri_saved_head *head = resume->head;
    const struct {
        int kind;
        int64_t n;
        int (*take)(void *ctx, int64_t id, peri_codec *codec, peri_error *err);
    } readers[] = {{PERI_SAVED_TRADE, head->trades, take_trade},
                   {PERI_SAVED_EQUITY, head->equity, take_sample},
                   {PERI_SAVED_DAY, head->days, take_day},
                   {PERI_SAVED_CAPACITY, head->capacity_assets, take_capacity},
                   {PERI_SAVED_POINT, head->points, take_point}};
    peri_charts_deinit(&resume->engine->charts); /* the set-up's, which were saved the first time */
    int rc = peri_saver_resume_securities(resume->engine, head, &resume->index, err);
    if (rc == PERI_OK)
        rc = peri_saver_resume_cash(resume->engine, head, err);
    if (rc == PERI_OK)
        rc = peri_saver_resume_orders(resume, err);
    for (size_t i = 0; i < sizeof readers / sizeof *readers && rc == PERI_OK; i++)
        rc = peri_saved_each(resume->engine->saver.db, readers[i].kind, readers[i].n,
                             readers[i].take, resume, err);
    if (rc == PERI_OK)
        rc = peri_saver_resume_trades(resume, err);
    if (rc == PERI_OK)
        rc = peri_saver_resume_statistics(resume->engine, head, err);
    if (rc != PERI_OK)
        return rc;
    resume->engine->capacity.lowest = peri_resume_index(resume, head->capacity_lowest);
    return check_counts(resume, err);
}

static void log_text(peri_engine *engine, peri_log_level level, peri_buf *text)
{
    if (!text->failed)
        peri_engine_log(engine, level, peri_buf_str(text), text->len);
}

static int64_t open_orders(const peri_engine *engine)
{
    int64_t open = 0, all = (int64_t)peri_broker_order_count(engine->broker);
    for (int64_t id = 1; id <= all; id++)
        open += peri_order_is_open(peri_broker_order(engine->broker, id)) ? 1 : 0;
    return open;
}

static void add_positions(const peri_engine *engine, peri_buf *text)
{
    const peri_portfolio *portfolio = peri_broker_portfolio(engine->broker);
    const char *between = " (";
    peri_buf_printf(text, ", %d position%s", (int)portfolio->invested,
                    portfolio->invested == 1 ? "" : "s");
    for (size_t i = 0; i < engine->security_count; i++) {
        if (portfolio->holdings[i].quantity == 0)
            continue;
        peri_buf_printf(text, "%s%s %.10g", between, engine->securities[i]->security.ticker,
                        portfolio->holdings[i].quantity);
        between = ", ";
    }
    if (portfolio->invested > 0)
        peri_buf_text(text, ")");
}

/* "resumed at 2013-10-09 16:00:00: cash 1.50, 1 position (ABC 100), 12 orders, 1 of them open" */
static void say_what_was_restored(const struct trainings *trainings)
{
    peri_engine *engine = trainings->resume->engine;
    const peri_saved_head *head = trainings->resume->head;
    const peri_buf *again = &trainings->again, *lost = &trainings->lost;
    char when[PERI_TIME_TEXT];
    peri_buf text;
    peri_time_format(peri_engine_local(engine), when);
    peri_buf_init(&text);
    peri_buf_printf(&text, "resumed at %s: cash %.2f", when, head->cash);
    add_positions(engine, &text);
    peri_buf_printf(&text, ", %lld order%s, %lld of them open", (long long)head->orders,
                    head->orders == 1 ? "" : "s", (long long)open_orders(engine));
    if (again->len > 0)
        peri_buf_printf(&text, "; these trainings begin again: %s", peri_buf_str(again));
    log_text(engine, PERI_LOG_INFO, &text);
    text.len = 0;
    if (lost->len > 0) {
        peri_buf_printf(&text, "these trainings were at work and are not scheduled any more: %s",
                        peri_buf_str(lost));
        log_text(engine, PERI_LOG_WARNING, &text);
    }
    text.len = 0;
    if (engine->saver.lost_models.len > 0) {
        peri_buf_printf(&text,
                        "these were functions of the strategy's own, and Initialize has set "
                        "no such ones: %s",
                        peri_buf_str(&engine->saver.lost_models));
        log_text(engine, PERI_LOG_WARNING, &text);
    }
    peri_buf_deinit(&text);
}

static int resume_trainings(const peri_resume *resume, peri_error *err)
{
    struct trainings trainings = {.resume = resume};
    peri_buf_init(&trainings.again);
    peri_buf_init(&trainings.lost);
    int rc = peri_saved_each(resume->engine->saver.db, PERI_SAVED_TRAINING,
                             resume->head->active_trainings, take_training, &trainings, err);
    if (rc == PERI_OK)
        say_what_was_restored(&trainings);
    peri_buf_deinit(&trainings.again);
    peri_buf_deinit(&trainings.lost);
    return rc;
}

int peri_saver_resume(peri_engine *engine, const peri_saved_head *head, peri_error *err)
{
    peri_resume resume = {.engine = engine, .head = head};
    peri_saver *saver = &engine->saver;
    restore_head(engine, head);
    int rc = read_records(&resume, err);
    if (rc == PERI_OK)
        rc = peri_engine_catch_up(engine, head->clock_ns, err);
    if (rc == PERI_OK)
        rc = resume_trainings(&resume, err);
    peri_free(resume.index);
    if (rc != PERI_OK)
        return rc;
    saver->equity = head->equity;
    saver->days = head->days;
    saver->events = head->events;
    saver->order_lost = true; /* indexes may be others here: all that has one is written anew */
    engine->capacity.changed = true;
    peri_saver_note_change(saver);
    return rc;
}
