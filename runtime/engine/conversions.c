/* conversions.c - rates at each step; the pairs nobody subscribed. See conversions.h. Layer 5. */
#include "engine/engine_internal.h"

#include "base/mem.h"

#include <string.h>

void peri_conversions_deinit(peri_conversions *conversions)
{
    peri_feed_close(conversions->feed);
    for (size_t i = 0; i < conversions->feed_n; i++)
        peri_engine_free_subscribed(conversions->feeds[i]);
    peri_free((void *)conversions->feeds);
    peri_free(conversions->items);
    memset(conversions, 0, sizeof *conversions);
}

static peri_cash_book *book_of(const peri_engine *engine)
{
    return &peri_broker_portfolio(engine->broker)->book;
}

/* An item for each currency of the book. */
int peri_conversions_grow(peri_engine *engine, peri_error *err)
{
    peri_conversions *conversions = &engine->conversions;
    const size_t n = book_of(engine)->n;
    void *items = conversions->items;
    if (peri_grow(&items, &conversions->cap, n, sizeof *conversions->items) != PERI_OK)
        return peri_fail(err, PERI_ENOMEM, "no memory for one more currency");
    conversions->items = items;
    while (conversions->n < n)
        conversions->items[conversions->n++] = (peri_conversion){0};
    conversions->items[0].connected = true;
    return PERI_OK;
}

void peri_conversions_shrink(peri_engine *engine, size_t n)
{
    peri_conversions *conversions = &engine->conversions;
    while (conversions->n > n)
        conversions->moving -= conversions->items[--conversions->n].pair != NULL;
}

int peri_conversions_note_benchmark(peri_engine *engine, const char *quote_code,
                                    const char *base_code, int32_t *quote, peri_error *err)
{
    int32_t base;
    int rc = peri_cash_book_need(book_of(engine), quote_code, quote);
    if (rc == PERI_OK && base_code[0])
        rc = peri_cash_book_need(book_of(engine), base_code, &base);
    if (rc != PERI_OK)
        return peri_fail(err, rc, "no memory for the currencies of the benchmark");
    return peri_conversions_grow(engine, err);
}

int peri_conversions_note(peri_engine *engine, peri_security *security, const char *quote,
                          const char *base, peri_error *err)
{
    peri_cash_book *book = book_of(engine);
    security->base_cash = -1;
    int rc = peri_cash_book_need(book, quote, &security->quote_cash);
    if (rc == PERI_OK && base[0])
        rc = peri_cash_book_need(book, base, &security->base_cash);
    if (rc != PERI_OK)
        return peri_fail(err, rc, "no memory for the currencies of '%s'", security->ticker);
    rc = peri_conversions_grow(engine, err);
    if (rc != PERI_OK)
        return rc;
    engine->conversions.items[security->quote_cash].quotes = true;
    engine->conversions.items[security->quote_cash].needed = true;
    if (security->base_cash >= 0)
        engine->conversions.items[security->base_cash].needed = true;
    memcpy(security->quote_currency, book->items[security->quote_cash].symbol, PERI_CURRENCY_TEXT);
    security->unit = security->multiplier * book->items[security->quote_cash].rate;
    return PERI_OK;
}

/* -- rates ---------------------------------------------------------------------------------- */

static double rate_of(const peri_cash_book *book, const peri_conversion *item)
{
    const double price = item->pair->has_data ? item->pair->close : item->before;
    if (!(price > 0.0))
        return 0.0;
    return (item->inverted ? 1.0 / price : price) * book->items[item->via].rate;
}

const peri_security *peri_conversions_pair(const peri_engine *engine, int32_t cash, int32_t *via)
{
    const peri_conversions *conversions = &engine->conversions;
    *via = 0;
    if ((size_t)cash >= conversions->n) /* one currency alone */
        return NULL;
    *via = conversions->items[cash].via;
    return conversions->items[cash].pair;
}

void peri_conversions_set_rate(peri_engine *engine, int32_t cash, double rate)
{
    book_of(engine)->items[cash].rate = rate;
    if (!engine->conversions.items[cash].quotes)
        return;
    for (size_t i = 0; i < engine->security_count; i++) {
        peri_security *security = &engine->securities[i]->security;
        if (security->quote_cash == cash)
            security->unit = security->multiplier * rate;
    }
}

static void update(peri_engine *engine, bool direct)
{
    const peri_conversions *conversions = &engine->conversions;
    const peri_cash_book *book = book_of(engine);
    for (size_t i = 1; i < conversions->n; i++) {
        const peri_conversion *item = &conversions->items[i];
        if (!item->pair || (item->via == 0) != direct)
            continue;
        const double rate = rate_of(book, item);
        if (rate > 0.0 && rate != book->items[i].rate)
            peri_conversions_set_rate(engine, (int32_t)i, rate);
    }
}

void peri_conversions_update(peri_engine *engine)
{
    if (engine->conversions.moving == 0)
        return;
    update(engine, true);
    update(engine, false);
}

/* -- pairs nobody subscribed ---------------------------------------------------------------- */

int64_t peri_conversions_next(const peri_engine *engine)
{
    return engine->conversions.feed ? peri_feed_next_time(engine->conversions.feed) : PERI_NEVER;
}

void peri_conversions_pass(peri_engine *engine, int64_t now_ns)
{
    peri_conversions *conversions = &engine->conversions;
    while (peri_conversions_next(engine) <= now_ns) {
        const peri_slice *slice = peri_feed_take(conversions->feed);
        conversions->points += (int64_t)slice->points;
        for (size_t i = 0; i < slice->count; i++) {
            const int32_t index = slice->present[i];
            peri_engine_update_security(engine, &conversions->feeds[index]->security, slice, index);
        }
    }
}
