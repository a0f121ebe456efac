/* saver_trades.c - see saver_parts.h. Layer 5. */
#include "engine/saver_parts.h"

#include "base/mem.h"
#include "engine/engine_internal.h"

static peri_trade_builder *builder_of(const peri_engine *engine)
{
    return peri_broker_trade_builder(engine->broker);
}

/* -- saving --------------------------------------------------------------------------------- */

void peri_saver_count_trades(const peri_engine *engine, peri_saved_head *head)
{
    const peri_trade_builder *builder = builder_of(engine);
    head->built_trades = (int64_t)builder->trade_n;
    head->open_trades = builder->open;
    for (size_t i = 0; i < builder->count; i++)
        head->lots += (int64_t)builder->positions[i].n;
}

static int put_closed(peri_engine *engine, int64_t n, peri_error *err)
{
    const peri_trade_builder *builder = builder_of(engine);
    int rc = PERI_OK;
    for (int64_t i = engine->saver.built_trades; i < n && rc == PERI_OK; i++) {
        peri_trade trade = builder->trades[i];
        const int64_t *orders = peri_trade_orders(builder, &trade);
        peri_codec codec = peri_saver_begin_record(&engine->saver);
        peri_code_built_trade(&codec, &trade);
        for (size_t k = 0; k < trade.order_n; k++) {
            int64_t id = orders[k];
            peri_code_int(&codec, &id);
        }
        rc = peri_saver_put(&engine->saver, PERI_SAVED_BUILT_TRADE, i, err);
    }
    return rc;
}

static int put_open(peri_engine *engine, peri_error *err)
{
    const peri_trade_builder *builder = builder_of(engine);
    int rc = PERI_OK;
    int64_t id = 0;
    for (size_t i = 0; i < builder->count && rc == PERI_OK; i++) {
        const peri_trade_position *position = &builder->positions[i];
        if (position->n == 0)
            continue;
        peri_saved_open_trade saved = {(int32_t)i, position->fees, position->low, position->high};
        peri_codec codec = peri_saver_begin_record(&engine->saver);
        peri_code_open_trade(&codec, &saved);
        rc = peri_saver_put(&engine->saver, PERI_SAVED_OPEN_TRADE, id++, err);
    }
    return rc;
}

static int put_lots(peri_engine *engine, peri_error *err)
{
    const peri_trade_builder *builder = builder_of(engine);
    int rc = PERI_OK;
    int64_t id = 0;
    for (size_t i = 0; i < builder->count; i++)
        for (size_t k = 0; k < builder->positions[i].n && rc == PERI_OK; k++) {
            peri_saved_lot saved = {(int32_t)i, builder->positions[i].lots[k]};
            peri_codec codec = peri_saver_begin_record(&engine->saver);
            peri_code_lot(&codec, &saved);
            rc = peri_saver_put(&engine->saver, PERI_SAVED_LOT, id++, err);
        }
    return rc;
}

int peri_saver_put_built_trades(peri_engine *engine, const peri_saved_head *head, peri_error *err)
{
    const bool changed = engine->saver.changed;
    int rc = put_closed(engine, head->built_trades, err);
    if (rc == PERI_OK && (changed || builder_of(engine)->moved))
        rc = put_open(engine, err);
    if (rc == PERI_OK && changed)
        rc = put_lots(engine, err);
    return rc;
}

/* -- putting back --------------------------------------------------------------------------- */

static bool is_in_order(const peri_resume *resume, const peri_trade *trade)
{
    const peri_trade_builder *builder = builder_of(resume->engine);
    return builder->trade_n == 0 || builder->trades[builder->trade_n - 1].exit_ns <= trade->exit_ns;
}

static bool is_built_trade(const peri_resume *resume, const peri_trade *trade)
{
    return trade->security >= 0 && trade->quantity > 0 && trade->entry_price > 0 &&
           trade->exit_price > 0 && peri_resume_is_past(resume, trade->entry_ns) &&
           peri_resume_is_past(resume, trade->exit_ns) && trade->entry_ns <= trade->exit_ns &&
           trade->order_n > 0 && (int64_t)trade->order_n <= resume->head->orders &&
           is_in_order(resume, trade);
}

/* The ids ascend, and are those of orders. */
static void take_orders(const peri_resume *resume, peri_codec *codec, int64_t *ids, size_t n)
{
    int64_t last = 0;
    for (size_t i = 0; i < n; i++) {
        peri_code_int(codec, &ids[i]);
        codec->failed |= ids[i] <= last || ids[i] > resume->head->orders;
        last = ids[i];
    }
}

static int take_closed(void *ctx, int64_t id, peri_codec *codec, peri_error *err)
{
    const peri_resume *resume = ctx;
    peri_trade trade = {0};
    (void)id;
    peri_code_built_trade(codec, &trade);
    trade.security = peri_resume_index(resume, trade.security);
    codec->failed |= !is_built_trade(resume, &trade);
    if (codec->failed)
        return PERI_OK;
    int64_t *ids = peri_calloc(trade.order_n, sizeof *ids);
    if (!ids)
        return peri_resume_restored(PERI_ENOMEM, err);
    take_orders(resume, codec, ids, trade.order_n);
    int rc = PERI_OK;
    if (peri_codec_is_done(codec))
        rc = peri_trade_builder_restore_trade(builder_of(resume->engine), &trade, ids);
    peri_free(ids);
    return peri_resume_restored(rc, err);
}

static int take_open(void *ctx, int64_t id, peri_codec *codec, peri_error *err)
{
    const peri_resume *resume = ctx;
    peri_saved_open_trade saved = {0};
    (void)id;
    (void)err;
    peri_code_open_trade(codec, &saved);
    saved.security = peri_resume_index(resume, saved.security);
    codec->failed |= saved.security < 0 || !(saved.low > 0 && saved.low <= saved.high);
    if (peri_codec_is_done(codec))
        peri_trade_builder_restore_position(builder_of(resume->engine), saved.security, saved.fees,
                                            saved.low, saved.high);
    return PERI_OK;
}

/* A lot of a security of which something is open. */
static bool is_lot(const peri_resume *resume, const peri_saved_lot *saved)
{
    const peri_trade_lot *lot = &saved->lot;
    return saved->security >= 0 && lot->quantity != 0 && lot->price > 0 && lot->order_id > 0 &&
           lot->order_id <= resume->head->orders && peri_resume_is_past(resume, lot->time_ns) &&
           builder_of(resume->engine)->positions[saved->security].low > 0;
}

static int take_lot(void *ctx, int64_t id, peri_codec *codec, peri_error *err)
{
    const peri_resume *resume = ctx;
    peri_saved_lot saved = {0};
    (void)id;
    peri_code_lot(codec, &saved);
    saved.security = peri_resume_index(resume, saved.security);
    codec->failed |= !is_lot(resume, &saved);
    if (!peri_codec_is_done(codec))
        return PERI_OK;
    return peri_resume_restored(
        peri_trade_builder_restore_lot(builder_of(resume->engine), saved.security, &saved.lot),
        err);
}

int peri_saver_resume_trades(const peri_resume *resume, peri_error *err)
{
    const peri_saved_head *head = resume->head;
    peri_run_db *db = resume->engine->saver.db;
    void *ctx = (void *)resume;
    int rc = peri_saved_each(db, PERI_SAVED_BUILT_TRADE, head->built_trades, take_closed, ctx, err);
    if (rc == PERI_OK)
        rc = peri_saved_each(db, PERI_SAVED_OPEN_TRADE, head->open_trades, take_open, ctx, err);
    if (rc == PERI_OK)
        rc = peri_saved_each(db, PERI_SAVED_LOT, head->lots, take_lot, ctx, err);
    if (rc == PERI_OK && builder_of(resume->engine)->open != head->open_trades)
        rc = peri_saved_damaged(PERI_SAVED_OPEN_TRADE, head->open_trades - 1, err);
    return rc;
}
