/* trade_builder.h - makes trades of fills: what was opened, and how it was closed. Layer 3.
 *
 * Source: LEAN's TradeBuilder. Other than there, a fill that turns a position round counts in a
 * trade from flat to flat with the part alone that closes it, so that the profits of all trades are
 * the realised profit, however fills are grouped.
 */
#ifndef PERI_TRADE_BUILDER_H
#define PERI_TRADE_BUILDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "market/rounding.h"

/* Which fills make one trade. */
typedef enum peri_fill_grouping {
    PERI_GROUP_FILL_TO_FILL,   /* each fill that adds, with each that closes a part of it */
    PERI_GROUP_FLAT_TO_FLAT,   /* all from flat to flat */
    PERI_GROUP_FLAT_TO_REDUCED /* each fill that reduces, with those it closes */
} peri_fill_grouping;

/* Which fill is closed first. */
typedef enum peri_fill_matching {
    PERI_MATCH_FIFO, /* the oldest */
    PERI_MATCH_LIFO  /* the newest */
} peri_fill_matching;

/* A closed trade. */
typedef struct peri_trade {
    int32_t security;
    bool is_short;
    int64_t entry_ns, exit_ns;      /* UTC; of several fills the first, and the last */
    double entry_price, exit_price; /* of several fills the mean by quantity */
    double quantity;                /* > 0 */
    double profit;                  /* account currency, to the cent, before fees */
    double fees;                    /* account currency */
    double mae, mfe; /* worst and best profit by the prices since the position was opened, in
                        cents as above: <= 0, >= 0 */
    size_t order_at; /* its orders: peri_trade_orders */
    size_t order_n;
} peri_trade;

typedef struct peri_trade_fill {
    int32_t security;
    int64_t order_id, time_ns;
    double quantity, price; /* signed; > 0 */
    double fee;             /* account currency */
    double rate;            /* profit in account currency of one unit whose price rises by 1 */
} peri_trade_fill;

/* A fill, or what is left of it, of a position that is open. */
typedef struct peri_trade_lot {
    int64_t order_id, time_ns;
    double quantity, price; /* signed; > 0 */
    double fee;             /* that no trade has yet, fill to fill */
} peri_trade_lot;

typedef struct peri_trade_position {
    peri_trade_lot *lots; /* shape [n], in order of time; none: nothing is open; owned */
    size_t n, cap;
    double held;      /* sum of the lots */
    double fees;      /* that no trade has yet, when fills are grouped from flat */
    double low, high; /* prices since it was opened; infinity, -infinity: nothing is open */
} peri_trade_position;

typedef struct peri_trade_builder {
    peri_fill_grouping grouping;
    peri_fill_matching matching;
    peri_trade_position *positions; /* shape [count], by index of security; owned */
    size_t count, cap;
    int32_t open;       /* positions that have lots */
    bool moved;         /* the low or high of one, since somebody set it to false */
    peri_trade *trades; /* shape [trade_n], in order of their ends; owned */
    size_t trade_n, trade_cap;
    int64_t *orders; /* ids of orders, shape [order_n]; owned */
    size_t order_n, order_cap;
} peri_trade_builder;

/* Nothing open, nothing closed, for no security; fill to fill, FIFO. */
void peri_trade_builder_init(peri_trade_builder *builder);
void peri_trade_builder_deinit(peri_trade_builder *builder);

/* Group and match fills so from here on: before the first fill. */
void peri_trade_builder_set(peri_trade_builder *builder, peri_fill_grouping grouping,
                            peri_fill_matching matching);

int peri_trade_builder_add_security(peri_trade_builder *builder,
                                    int32_t index); /* PERI_OK, PERI_ENOMEM */

/* Make room for one more fill of a security, so that it cannot fail. PERI_OK or PERI_ENOMEM. */
int peri_trade_builder_reserve(peri_trade_builder *builder, int32_t security);
/* A fill, for which there is room. O(fills it closes; with LIFO and FIFO the same). */
void peri_trade_builder_fill(peri_trade_builder *builder, const peri_trade_fill *fill);

/* A split of raw prices by a factor of the price (> 0). Whole shares stay, as in the portfolio: the
   rest is taken off the newest lots. */
void peri_trade_builder_split(peri_trade_builder *builder, int32_t security, double factor);

/* The orders of a closed trade, shape [order_n], ascending; borrowed until the next fill. */
const int64_t *peri_trade_orders(const peri_trade_builder *builder, const peri_trade *trade);

static inline bool peri_trade_is_win(const peri_trade *trade)
{
    return trade->profit > 0.0;
}

/* What was given back of the best profit, <= 0. */
static inline double peri_trade_end_drawdown(const peri_trade *trade)
{
    return peri_in_cents(trade->profit - trade->mfe);
}

static inline bool peri_trade_builder_is_open(const peri_trade_builder *builder, int32_t security)
{
    return builder->positions[security].n > 0;
}

/* The price of a security is now. O(1), nothing when none of its trades is open. */
static inline void peri_trade_builder_mark(peri_trade_builder *builder, int32_t security,
                                           double price)
{
    peri_trade_position *position = &builder->positions[security];
    if (price > position->high)
        position->high = price;
    else if (price < position->low)
        position->low = price;
    else
        return;
    builder->moved = true;
}

/* Put back what an earlier process had: a closed trade with its orders (copied); a position with
   everything but its lots, then these. PERI_OK or PERI_ENOMEM. */
int peri_trade_builder_restore_trade(peri_trade_builder *builder, const peri_trade *trade,
                                     const int64_t *orders);
void peri_trade_builder_restore_position(peri_trade_builder *builder, int32_t security, double fees,
                                         double low, double high);
int peri_trade_builder_restore_lot(peri_trade_builder *builder, int32_t security,
                                   const peri_trade_lot *lot);

#endif
