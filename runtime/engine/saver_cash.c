/* saver_cash.c - see saver_cash.h. Layer 5. */
#include "engine/saver_cash.h"

#include <string.h>

#include "base/mem.h"
#include "engine/engine_internal.h"

enum {
    MOST_CURRENCIES = 1000000
};

struct restored {
    peri_engine *engine;
    int32_t *index; /* shape [n + 1]: here, of each saved one; owned */
    int64_t n;
};

static peri_cash_book *book_of(const peri_engine *engine)
{
    return &peri_broker_portfolio(engine->broker)->book;
}

/* Where a pair's price came with the data it is newer than what was saved. */
static void restore_rate(peri_engine *engine, int32_t cash, double rate)
{
    peri_conversion *item = &engine->conversions.items[cash];
    if (item->pair && item->pair->has_data)
        return;
    item->before = 0.0;
    peri_conversions_set_rate(engine, cash, rate);
}

static int take_cash(void *ctx, int64_t id, peri_codec *codec, peri_error *err)
{
    struct restored *restored = ctx;
    peri_engine *engine = restored->engine;
    peri_cash saved;
    char code[PERI_CURRENCY_TEXT];
    memset(&saved, 0, sizeof saved);
    peri_code_cash(codec, &saved);
    codec->failed |= peri_currency_code(saved.symbol, code, NULL) != PERI_OK;
    if (!peri_codec_is_done(codec))
        return PERI_OK;
    int32_t index;
    int rc = peri_cash_book_need(book_of(engine), code, &index);
    if (rc == PERI_OK)
        rc = peri_conversions_grow(engine, err);
    else
        rc = peri_fail(err, rc, "no memory to resume the run");
    if (rc != PERI_OK)
        return rc;
    restored->index[id + 1] = index;
    book_of(engine)->items[index].amount = saved.amount;
    restore_rate(engine, index, saved.rate);
    return PERI_OK;
}

static int take_unsettled(void *ctx, int64_t id, peri_codec *codec, peri_error *err)
{
    const struct restored *restored = ctx;
    peri_cash_book *book = book_of(restored->engine);
    peri_unsettled saved;
    (void)id;
    memset(&saved, 0, sizeof saved);
    peri_code_unsettled(codec, &saved);
    codec->failed |= saved.money.cash < 0 || saved.money.cash > restored->n;
    if (!peri_codec_is_done(codec))
        return PERI_OK;
    if (peri_cash_book_reserve(book) != PERI_OK)
        return peri_fail(err, PERI_ENOMEM, "no memory to resume the run");
    const peri_money money = {saved.money.amount, restored->index[saved.money.cash]};
    peri_cash_book_delay(book, money, saved.time_ns);
    return PERI_OK;
}

int peri_saver_resume_cash(peri_engine *engine, const peri_saved_head *head, peri_error *err)
{
    struct restored restored = {.engine = engine, .n = head->currencies};
    if (head->currencies < 0 || head->currencies > MOST_CURRENCIES)
        return peri_saved_damaged(PERI_SAVED_HEAD, 0, err);
    restored.index = peri_calloc((size_t)head->currencies + 1, sizeof *restored.index);
    if (!restored.index)
        return peri_fail(err, PERI_ENOMEM, "no memory to resume the run");
    int rc = peri_saved_each(engine->saver.db, PERI_SAVED_CASH, head->currencies, take_cash,
                             &restored, err);
    if (rc == PERI_OK)
        rc = peri_saved_each(engine->saver.db, PERI_SAVED_UNSETTLED, head->unsettled,
                             take_unsettled, &restored, err);
    peri_free(restored.index);
    return rc;
}
