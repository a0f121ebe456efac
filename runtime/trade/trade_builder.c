/* trade_builder.c - what a fill opens and closes, and what a split does. Layer 3. */
#include "trade/trade_builder.h"

#include <assert.h>
#include <math.h>

#include "trade/broker_internal.h"

/* A lot that differs from what is left of a fill by the doubles' noise is closed by it. */
static double closed_part(const peri_trade_lot *lot, double left)
{
    const double whole = fabs(lot->quantity);
    return peri_lot_sum(left, -whole) >= 0.0 ? whole : left;
}

static peri_trade_position *position_of(const peri_trade_builder *builder, int32_t security)
{
    assert(security >= 0 && (size_t)security < builder->count);
    return &builder->positions[security];
}

static void append_lot(peri_trade_position *position, const peri_trade_fill *fill, double quantity,
                       double fee)
{
    position->lots[position->n++] =
        (peri_trade_lot){fill->order_id, fill->time_ns, quantity, fill->price, fee};
    position->held = peri_lot_sum(position->held, quantity);
}

static void open_position(peri_trade_builder *builder, peri_trade_position *position,
                          const peri_trade_fill *fill, double quantity, double fee)
{
    position->low = position->high = fill->price;
    position->fees = fee;
    position->held = 0.0;
    append_lot(position, fill, quantity, fee);
    builder->open++;
}

static void close_position(peri_trade_builder *builder, peri_trade_position *position)
{
    position->n = 0;
    position->held = position->fees = 0.0;
    position->low = -HUGE_VAL; /* no price is below, or above */
    position->high = HUGE_VAL;
    builder->open--;
}

/* -- closed trades -------------------------------------------------------------------------- */

/* An order of the trade at hand, once, and in order. */
static void add_order(peri_trade_builder *builder, peri_trade *trade, int64_t id)
{
    int64_t *ids = builder->orders + trade->order_at;
    size_t at = trade->order_n;
    while (at > 0 && ids[at - 1] > id)
        at--;
    if (at > 0 && ids[at - 1] == id)
        return;
    for (size_t i = trade->order_n; i > at; i--)
        ids[i] = ids[i - 1];
    ids[at] = id;
    trade->order_n++;
}

/* A trade that the fill ends: its entry and its orders follow. */
static peri_trade begin_trade(peri_trade_builder *builder, const peri_trade_position *position,
                              const peri_trade_fill *fill)
{
    peri_trade trade = {.security = fill->security,
                        .is_short = position->held < 0.0,
                        .entry_ns = INT64_MAX,
                        .exit_ns = fill->time_ns,
                        .exit_price = fill->price,
                        .order_at = builder->order_n};
    add_order(builder, &trade, fill->order_id);
    return trade;
}

/* A part of it was bought (or sold short) so. */
static void add_entry(peri_trade_builder *builder, peri_trade *trade, const peri_trade_lot *lot,
                      double quantity)
{
    trade->quantity += quantity;
    trade->entry_price += (lot->price - trade->entry_price) * quantity / trade->quantity;
    trade->entry_ns = lot->time_ns < trade->entry_ns ? lot->time_ns : trade->entry_ns;
    add_order(builder, trade, lot->order_id);
}

static void end_trade(peri_trade_builder *builder, const peri_trade_position *position,
                      const peri_trade_fill *fill, peri_trade *trade)
{
    const double size = trade->quantity * fill->rate * (trade->is_short ? -1.0 : 1.0);
    const double at_low = peri_in_cents((position->low - trade->entry_price) * size);
    const double at_high = peri_in_cents((position->high - trade->entry_price) * size);
    trade->profit = peri_in_cents((trade->exit_price - trade->entry_price) * size);
    trade->mae = trade->is_short ? at_high : at_low;
    trade->mfe = trade->is_short ? at_low : at_high;
    builder->trades[builder->trade_n++] = *trade;
    builder->order_n += trade->order_n;
}

/* -- fills that reduce ---------------------------------------------------------------------- */

/* The lot that is closed next, when `taken` are closed. */
static peri_trade_lot *next_lot(const peri_trade_builder *builder,
                                const peri_trade_position *position, size_t taken)
{
    const bool is_first = builder->matching == PERI_MATCH_FIFO;
    return &position->lots[is_first ? taken : position->n - 1 - taken];
}

static void drop_lots(const peri_trade_builder *builder, peri_trade_position *position,
                      size_t taken)
{
    position->n -= taken;
    for (size_t i = 0; builder->matching == PERI_MATCH_FIFO && taken > 0 && i < position->n; i++)
        position->lots[i] = position->lots[i + taken];
}

/* Called for each part of a lot that a fill closes. */
typedef void (*lot_taker)(peri_trade_builder *builder, const peri_trade_position *position,
                          const peri_trade_fill *fill, peri_trade_lot *lot, double quantity,
                          peri_trade *trade);

/* The lots in their order, until the fill is used up; what is left of it opens the other way. */
static void take_lots(peri_trade_builder *builder, peri_trade_position *position,
                      const peri_trade_fill *fill, lot_taker take, peri_trade *trade)
{
    const double after = peri_lot_sum(position->held, fill->quantity);
    double left = fabs(fill->quantity);
    size_t taken = 0;
    while (left > 0.0 && taken < position->n) {
        peri_trade_lot *lot = next_lot(builder, position, taken);
        const double quantity = closed_part(lot, left);
        take(builder, position, fill, lot, quantity, trade);
        left = fmax(peri_lot_sum(left, -quantity), 0.0);
        if (quantity == fabs(lot->quantity))
            taken++;
        else
            lot->quantity -= copysign(quantity, lot->quantity);
    }
    if (after * position->held <= 0.0)
        taken = position->n; /* a lot of which the doubles' noise is left as well */
    position->held = after;
    drop_lots(builder, position, taken);
}

/* Fill to fill: each part is a trade; the fees go to the first one that can bear them. */
static void trade_lot(peri_trade_builder *builder, const peri_trade_position *position,
                      const peri_trade_fill *fill, peri_trade_lot *lot, double quantity,
                      peri_trade *last)
{
    peri_trade trade = begin_trade(builder, position, fill);
    add_entry(builder, &trade, lot, quantity);
    trade.fees = lot->fee + (last->quantity == 0.0 ? fill->fee : 0.0);
    lot->fee = 0.0;
    end_trade(builder, position, fill, &trade);
    *last = trade;
}

static void fill_to_fill(peri_trade_builder *builder, peri_trade_position *position,
                         const peri_trade_fill *fill)
{
    peri_trade last = {.quantity = 0.0};
    take_lots(builder, position, fill, trade_lot, &last);
}

static void enter_lot(peri_trade_builder *builder, const peri_trade_position *position,
                      const peri_trade_fill *fill, peri_trade_lot *lot, double quantity,
                      peri_trade *trade)
{
    (void)position;
    (void)fill;
    add_entry(builder, trade, lot, quantity);
}

static void flat_to_reduced(peri_trade_builder *builder, peri_trade_position *position,
                            const peri_trade_fill *fill)
{
    peri_trade trade = begin_trade(builder, position, fill);
    trade.fees = position->fees + fill->fee;
    position->fees = 0.0;
    take_lots(builder, position, fill, enter_lot, &trade);
    end_trade(builder, position, fill, &trade);
}

/* The whole way: what added is the entry, what reduced the exit. */
static void trade_whole(peri_trade_builder *builder, peri_trade_position *position,
                        const peri_trade_fill *fill)
{
    peri_trade trade = begin_trade(builder, position, fill);
    double sold = fabs(position->held); /* by the last fill */
    trade.fees = position->fees + fill->fee;
    for (size_t i = 0; i < position->n; i++) {
        const peri_trade_lot *lot = &position->lots[i];
        if ((lot->quantity < 0.0) == trade.is_short) {
            add_entry(builder, &trade, lot, fabs(lot->quantity));
            continue;
        }
        sold += fabs(lot->quantity);
        trade.exit_price += (lot->price - trade.exit_price) * fabs(lot->quantity) / sold;
        add_order(builder, &trade, lot->order_id);
    }
    end_trade(builder, position, fill, &trade);
}

static void flat_to_flat(peri_trade_builder *builder, peri_trade_position *position,
                         const peri_trade_fill *fill)
{
    const double after = peri_lot_sum(position->held, fill->quantity);
    if (after * position->held > 0.0) {
        append_lot(position, fill, fill->quantity, 0.0);
        position->fees += fill->fee;
        return;
    }
    trade_whole(builder, position, fill);
    position->held = after;
    position->n = 0;
}

void peri_trade_builder_fill(peri_trade_builder *builder, const peri_trade_fill *fill)
{
    static void (*const reduce[])(peri_trade_builder *, peri_trade_position *,
                                  const peri_trade_fill *) = {
        [PERI_GROUP_FILL_TO_FILL] = fill_to_fill,
        [PERI_GROUP_FLAT_TO_FLAT] = flat_to_flat,
        [PERI_GROUP_FLAT_TO_REDUCED] = flat_to_reduced,
    };
    peri_trade_position *position = position_of(builder, fill->security);
    if (position->n == 0) {
        open_position(builder, position, fill, fill->quantity, fill->fee);
        return;
    }
    peri_trade_builder_mark(builder, fill->security, fill->price);
    if (position->held * fill->quantity > 0.0) {
        append_lot(position, fill, fill->quantity, fill->fee);
        position->fees += fill->fee;
        return;
    }
    reduce[builder->grouping](builder, position, fill);
    if (position->n > 0)
        return;
    const double turned = position->held; /* what the fill opens the other way */
    close_position(builder, position);
    if (turned != 0.0)
        open_position(builder, position, fill, turned, 0.0);
}

/* -- splits --------------------------------------------------------------------------------- */

/* The newest lots that hold in the position's direction give what is too much. */
static void cut_fraction(peri_trade_position *position, double too_much)
{
    for (size_t i = position->n; i > 0 && too_much > 0.0; i--) {
        peri_trade_lot *lot = &position->lots[i - 1];
        if (lot->quantity * position->held <= 0.0)
            continue;
        const double cut = fmin(too_much, fabs(lot->quantity));
        lot->quantity -= copysign(cut, lot->quantity);
        too_much = fmax(peri_lot_sum(too_much, -cut), 0.0);
    }
}

static void drop_empty_lots(peri_trade_position *position)
{
    size_t n = 0;
    for (size_t i = 0; i < position->n; i++)
        if (position->lots[i].quantity != 0.0)
            position->lots[n++] = position->lots[i];
    position->n = n;
}

void peri_trade_builder_split(peri_trade_builder *builder, int32_t security, double factor)
{
    peri_trade_position *position = &builder->positions[security];
    if (position->n == 0)
        return;
    for (size_t i = 0; i < position->n; i++) {
        position->lots[i].quantity /= factor;
        position->lots[i].price *= factor;
    }
    const double held = position->held / factor, whole = peri_lot_round(held, 1.0);
    cut_fraction(position, fabs(peri_lot_sum(held, -whole)));
    drop_empty_lots(position);
    position->held = whole;
    position->low *= factor;
    position->high *= factor;
    builder->moved = true;
    if (whole == 0.0)
        close_position(builder, position);
}
