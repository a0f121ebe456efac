/* trade_builder_state.c - what a builder of trades keeps: its memory, what is put back. Layer 3. */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "trade/broker_internal.h"
#include "trade/trade_builder.h"

void peri_trade_builder_init(peri_trade_builder *builder)
{
    memset(builder, 0, sizeof *builder);
}

void peri_trade_builder_deinit(peri_trade_builder *builder)
{
    for (size_t i = 0; i < builder->count; i++)
        peri_free(builder->positions[i].lots);
    peri_free(builder->positions);
    peri_free(builder->trades);
    peri_free(builder->orders);
    peri_trade_builder_init(builder);
}

void peri_trade_builder_set(peri_trade_builder *builder, peri_fill_grouping grouping,
                            peri_fill_matching matching)
{
    assert(builder->open == 0 && builder->trade_n == 0);
    builder->grouping = grouping;
    builder->matching = matching;
}

int peri_trade_builder_add_security(peri_trade_builder *builder, int32_t index)
{
    void *positions = builder->positions;
    assert(index >= 0);
    const int rc =
        peri_grow(&positions, &builder->cap, (size_t)index + 1, sizeof *builder->positions);
    if (rc != PERI_OK)
        return rc;
    builder->positions = positions;
    for (; builder->count <= (size_t)index; builder->count++)
        builder->positions[builder->count] =
            (peri_trade_position){.low = -HUGE_VAL, .high = HUGE_VAL};
    return PERI_OK;
}

/* -- memory --------------------------------------------------------------------------------- */

static int reserve_lots(peri_trade_position *position, size_t more)
{
    void *lots = position->lots;
    const int rc = peri_grow(&lots, &position->cap, position->n + more, sizeof *position->lots);
    position->lots = lots;
    return rc;
}

static int reserve_trades(peri_trade_builder *builder, size_t more)
{
    void *trades = builder->trades;
    const int rc =
        peri_grow(&trades, &builder->trade_cap, builder->trade_n + more, sizeof *builder->trades);
    builder->trades = trades;
    return rc;
}

static int reserve_orders(peri_trade_builder *builder, size_t more)
{
    void *orders = builder->orders;
    const int rc =
        peri_grow(&orders, &builder->order_cap, builder->order_n + more, sizeof *builder->orders);
    builder->orders = orders;
    return rc;
}

/* A fill closes each lot at most once, and a trade has the orders of its lots and of the fill. */
int peri_trade_builder_reserve(peri_trade_builder *builder, int32_t security)
{
    peri_trade_position *position = &builder->positions[security];
    int rc = reserve_lots(position, 1);
    if (rc == PERI_OK && position->n > 0)
        rc = reserve_trades(builder, position->n);
    if (rc == PERI_OK && position->n > 0)
        rc = reserve_orders(builder, 2 * position->n);
    return rc;
}

const int64_t *peri_trade_orders(const peri_trade_builder *builder, const peri_trade *trade)
{
    return builder->orders + trade->order_at;
}

/* -- what an earlier process had ------------------------------------------------------------ */

int peri_trade_builder_restore_trade(peri_trade_builder *builder, const peri_trade *trade,
                                     const int64_t *orders)
{
    int rc = reserve_trades(builder, 1);
    if (rc == PERI_OK)
        rc = reserve_orders(builder, trade->order_n);
    if (rc != PERI_OK)
        return rc;
    peri_trade *added = &builder->trades[builder->trade_n++];
    *added = *trade;
    added->order_at = builder->order_n;
    if (trade->order_n > 0)
        memcpy(builder->orders + builder->order_n, orders, trade->order_n * sizeof *orders);
    builder->order_n += trade->order_n;
    return PERI_OK;
}

void peri_trade_builder_restore_position(peri_trade_builder *builder, int32_t security, double fees,
                                         double low, double high)
{
    peri_trade_position *position = &builder->positions[security];
    position->fees = fees;
    position->low = low;
    position->high = high;
}

int peri_trade_builder_restore_lot(peri_trade_builder *builder, int32_t security,
                                   const peri_trade_lot *lot)
{
    peri_trade_position *position = &builder->positions[security];
    const int rc = reserve_lots(position, 1);
    if (rc != PERI_OK)
        return rc;
    builder->open += position->n == 0;
    position->lots[position->n++] = *lot;
    position->held = peri_lot_sum(position->held, lot->quantity);
    return PERI_OK;
}
