/* test_trade_builder.c - trades of fills: hand-computed ones, and what holds of any. */
#include "trade/trade_builder.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "check.h"
#include "trade/portfolio.h"

enum {
    MOST = 8
};

typedef struct step {
    double quantity, price, fee; /* quantity 0: the price alone, of the market */
} step;

/* Entry and exit are the numbers of steps, from 1: times and orders. */
typedef struct wanted {
    bool is_short;
    double quantity;
    int entry;
    double entry_price;
    int exit;
    double exit_price, profit, fees, mae, mfe;
    const char *orders;
} wanted;

#define IN_AND_OUT                                                                                 \
    {                                                                                              \
        {1000, 1.07, 1}, {0, 1.075, 0}, {1000, 1.08, 1}, {0, 1.065, 0}, {0, 1.1, 0},               \
            {-1000, 1.09, 1}, {1000, 1.08, 1}, {-2000, 1.09, 1},                                   \
    }

static const struct row {
    const char *name;
    peri_fill_grouping grouping;
    peri_fill_matching matching;
    step steps[MOST];
    wanted trades[3];
    int n;
    bool is_open;
} rows[] = {
    {"nothing is closed", 0, 0, {{10, 20, 1}}, {{0}}, 0, true},
    {"a round",
     PERI_GROUP_FILL_TO_FILL,
     PERI_MATCH_FIFO,
     {{10, 20, 1}, {0, 18, 0}, {0, 25, 0}, {-10, 22, 2}},
     {{false, 10, 1, 20, 4, 22, 20, 3, -20, 50, "1 4"}},
     1,
     false},
    {"a short round gains by a fall",
     PERI_GROUP_FLAT_TO_FLAT,
     PERI_MATCH_FIFO,
     {{-10, 20, 1}, {0, 18, 0}, {0, 25, 0}, {10, 19, 2}},
     {{true, 10, 1, 20, 4, 19, 10, 3, -50, 20, "1 4"}},
     1,
     false},
    {"the price of a fill counts as one of the market",
     PERI_GROUP_FLAT_TO_REDUCED,
     PERI_MATCH_FIFO,
     {{10, 20, 0}, {-10, 17, 0}},
     {{false, 10, 1, 20, 2, 17, -30, 0, -30, 0, "1 2"}},
     1,
     false},
    {"two entries, one exit: a trade each, the exit's fee in the first",
     PERI_GROUP_FILL_TO_FILL,
     PERI_MATCH_FIFO,
     {{10, 20, 1}, {5, 22, 2}, {-15, 24, 4}},
     {{false, 10, 1, 20, 3, 24, 40, 5, 0, 40, "1 3"},
      {false, 5, 2, 22, 3, 24, 10, 2, -10, 10, "2 3"}},
     2,
     false},
    {"the newest first",
     PERI_GROUP_FILL_TO_FILL,
     PERI_MATCH_LIFO,
     {{10, 20, 1}, {5, 22, 2}, {-12, 24, 4}},
     {{false, 5, 2, 22, 3, 24, 10, 6, -10, 10, "2 3"},
      {false, 7, 1, 20, 3, 24, 28, 1, 0, 28, "1 3"}},
     2,
     true},
    {"the same from flat to flat: one, at mean prices",
     PERI_GROUP_FLAT_TO_FLAT,
     PERI_MATCH_FIFO,
     {{10, 20, 1}, {5, 23, 2}, {-6, 24, 4}, {-9, 29, 8}},
     {{false, 15, 1, 21, 4, 27, 90, 15, -15, 120, "1 2 3 4"}},
     1,
     false},
    {"and from flat to reduced: one for each exit, all fees so far",
     PERI_GROUP_FLAT_TO_REDUCED,
     PERI_MATCH_FIFO,
     {{10, 20, 1}, {5, 26, 2}, {-12, 24, 4}, {-3, 29, 8}},
     {{false, 12, 1, 21, 3, 24, 36, 7, -12, 60, "1 2 3"},
      {false, 3, 2, 26, 4, 29, 9, 8, -18, 9, "2 4"}},
     2,
     false},
    {"reduced, the newest first",
     PERI_GROUP_FLAT_TO_REDUCED,
     PERI_MATCH_LIFO,
     {{10, 20, 1}, {4, 27, 2}, {-4, 24, 4}, {-10, 29, 8}},
     {{false, 4, 2, 27, 3, 24, -12, 7, -28, 0, "2 3"},
      {false, 10, 1, 20, 4, 29, 90, 8, 0, 90, "1 4"}},
     2,
     false},
    {"a part",
     PERI_GROUP_FILL_TO_FILL,
     PERI_MATCH_FIFO,
     {{10, 20, 1}, {-4, 25, 2}, {-6, 19, 3}},
     {{false, 4, 1, 20, 2, 25, 20, 3, 0, 20, "1 2"},
      {false, 6, 1, 20, 3, 19, -6, 3, -6, 30, "1 3"}},
     2,
     false},
    {"a part leaves a trade from flat open",
     PERI_GROUP_FLAT_TO_FLAT,
     PERI_MATCH_FIFO,
     {{10, 20, 1}, {-4, 25, 2}},
     {{0}},
     0,
     true},
    {"turned round: what is left opens at no fee, with extremes of its own",
     PERI_GROUP_FILL_TO_FILL,
     PERI_MATCH_FIFO,
     {{10, 20, 1}, {0, 30, 0}, {-15, 25, 2}, {0, 24, 0}, {5, 26, 4}},
     {{false, 10, 1, 20, 3, 25, 50, 3, 0, 100, "1 3"},
      {true, 5, 3, 25, 5, 26, -5, 4, -5, 5, "3 5"}},
     2,
     false},
    {"turned round after a part: the part that closes is the exit",
     PERI_GROUP_FLAT_TO_FLAT,
     PERI_MATCH_FIFO,
     {{10, 20, 1}, {-5, 22, 2}, {-20, 30, 4}, {15, 29, 8}},
     {{false, 10, 1, 20, 3, 26, 60, 7, 0, 100, "1 2 3"},
      {true, 15, 3, 30, 4, 29, 15, 8, 0, 15, "3 4"}},
     2,
     false},
    {"turned round, reduced",
     PERI_GROUP_FLAT_TO_REDUCED,
     PERI_MATCH_LIFO,
     {{10, 20, 1}, {-12, 22, 2}},
     {{false, 10, 1, 20, 2, 22, 20, 3, 0, 20, "1 2"}},
     1,
     true},
    {"LEAN's numbers for in and out in steps: fill to fill, newest first",
     PERI_GROUP_FILL_TO_FILL,
     PERI_MATCH_LIFO,
     IN_AND_OUT,
     {{false, 1000, 3, 1.08, 6, 1.09, 10, 2, -15, 20, "3 6"},
      {false, 1000, 7, 1.08, 8, 1.09, 10, 2, -15, 20, "7 8"},
      {false, 1000, 1, 1.07, 8, 1.09, 20, 1, -5, 30, "1 8"}},
     3,
     false},
    {"LEAN's numbers for the same: flat to flat",
     PERI_GROUP_FLAT_TO_FLAT,
     PERI_MATCH_LIFO,
     IN_AND_OUT,
     {{false, 3000, 1, 3.23 / 3, 8, 1.09, 40, 5, -35, 70, "1 3 6 7 8"}},
     1,
     false},
    {"LEAN's numbers for the same: flat to reduced, newest first",
     PERI_GROUP_FLAT_TO_REDUCED,
     PERI_MATCH_LIFO,
     IN_AND_OUT,
     {{false, 1000, 3, 1.08, 6, 1.09, 10, 3, -15, 20, "3 6"},
      {false, 2000, 1, 1.075, 8, 1.09, 30, 2, -20, 50, "1 7 8"}},
     2,
     false},
    {"half a cent goes to the even one",
     PERI_GROUP_FILL_TO_FILL,
     PERI_MATCH_FIFO,
     {{1, 20, 0}, {0, 20.015, 0}, {-1, 20.005, 0}},
     {{false, 1, 1, 20, 3, 20.005, 0, 0, 0, 0.02, "1 3"}},
     1,
     false},
    {"decimal lots end flat",
     PERI_GROUP_FILL_TO_FILL,
     PERI_MATCH_FIFO,
     {{0.1, 1000, 0}, {0.2, 1000, 0}, {-0.3, 1100, 0}},
     {{false, 0.1, 1, 1000, 3, 1100, 10, 0, 0, 10, "1 3"},
      {false, 0.2, 2, 1000, 3, 1100, 20, 0, 0, 20, "2 3"}},
     2,
     false},
};

static void open_builder(peri_trade_builder *builder, peri_fill_grouping grouping,
                         peri_fill_matching matching, int32_t securities)
{
    peri_trade_builder_init(builder);
    peri_trade_builder_set(builder, grouping, matching);
    for (int32_t i = 0; i < securities; i++)
        CHECK_INT("a security", peri_trade_builder_add_security(builder, i), PERI_OK);
}

static int fill(peri_trade_builder *builder, int32_t security, int64_t at, const step *s)
{
    const peri_trade_fill one = {security, at, at, s->quantity, s->price, s->fee, 1.0};
    const int rc = peri_trade_builder_reserve(builder, security);
    if (rc == PERI_OK)
        peri_trade_builder_fill(builder, &one);
    return rc;
}

static const char *orders_of(const peri_trade_builder *builder, const peri_trade *trade)
{
    static char text[64];
    const int64_t *ids = peri_trade_orders(builder, trade);
    int n = 0;
    text[0] = '\0';
    for (size_t i = 0; i < trade->order_n && n < 40; i++)
        n += snprintf(text + n, sizeof text - (size_t)n, "%s%d", i > 0 ? " " : "", (int)ids[i]);
    return text;
}

static void check_trade(const char *name, const peri_trade_builder *builder,
                        const peri_trade *trade, const wanted *want)
{
    CHECK_INT(name, trade->is_short, want->is_short);
    CHECK_NEAR(name, trade->quantity, want->quantity, 1e-12);
    CHECK_INT(name, trade->entry_ns, want->entry);
    CHECK_INT(name, trade->exit_ns, want->exit);
    CHECK_NEAR(name, trade->entry_price, want->entry_price, 1e-12);
    CHECK_NEAR(name, trade->exit_price, want->exit_price, 1e-12);
    CHECK_NEAR(name, trade->profit, want->profit, 1e-12);
    CHECK_NEAR(name, trade->fees, want->fees, 1e-12);
    CHECK_NEAR(name, trade->mae, want->mae, 1e-12);
    CHECK_NEAR(name, trade->mfe, want->mfe, 1e-12);
    CHECK_INT(name, peri_trade_is_win(trade), want->profit > 0);
    CHECK_NEAR(name, peri_trade_end_drawdown(trade), want->profit - want->mfe, 1e-12);
    CHECK_STR(name, orders_of(builder, trade), want->orders);
}

SUITE(trade_builder_groups_and_matches)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *r = &rows[i];
        peri_trade_builder builder;
        open_builder(&builder, r->grouping, r->matching, 2);
        for (int k = 0; k < MOST && r->steps[k].price != 0.0; k++) {
            if (r->steps[k].quantity != 0.0)
                fill(&builder, 1, k + 1, &r->steps[k]);
            else
                peri_trade_builder_mark(&builder, 1, r->steps[k].price);
        }
        CHECK_INT(r->name, builder.trade_n, r->n);
        for (int k = 0; k < r->n && (size_t)k < builder.trade_n; k++)
            check_trade(r->name, &builder, &builder.trades[k], &r->trades[k]);
        CHECK_INT(r->name, peri_trade_builder_is_open(&builder, 1), r->is_open);
        CHECK_INT(r->name, builder.open, r->is_open);
        CHECK_INT(r->name, peri_trade_builder_is_open(&builder, 0), false);
        peri_trade_builder_deinit(&builder);
    }
}

SUITE(trade_builder_counts_prices_while_a_trade_is_open)
{
    static const step buy = {10, 20, 0}, sell = {-10, 20, 0};
    peri_trade_builder builder;
    open_builder(&builder, PERI_GROUP_FILL_TO_FILL, PERI_MATCH_FIFO, 2);
    peri_trade_builder_mark(&builder, 0, 5.0);
    fill(&builder, 0, 1, &buy);
    CHECK_INT("prices before are not its own", builder.moved, false);
    peri_trade_builder_mark(&builder, 1, 99.0);
    CHECK_INT("nor are those of others", builder.moved, false);
    peri_trade_builder_mark(&builder, 0, 20.0);
    CHECK_INT("no new extreme", builder.moved, false);
    peri_trade_builder_mark(&builder, 0, 21.0);
    CHECK_INT("a new one", builder.moved, true);
    fill(&builder, 0, 2, &sell);
    peri_trade_builder_mark(&builder, 0, 1.0);
    fill(&builder, 0, 3, &buy);
    fill(&builder, 0, 4, &sell);
    CHECK_NEAR("best of the first", builder.trades[0].mfe, 10.0, 1e-12);
    CHECK_NEAR("worst of the first", builder.trades[0].mae, 0.0, 0.0);
    CHECK_NEAR("the second has none of it", builder.trades[1].mae, 0.0, 0.0);
    peri_trade_builder_deinit(&builder);
}

/* 3 for 2: 101 shares become 151 and a half, of which the half is paid out. */
SUITE(trade_builder_splits_what_is_open)
{
    static const step first = {100, 30, 1}, second = {1, 36, 1}, all = {-151, 24, 1};
    peri_trade_builder builder;
    open_builder(&builder, PERI_GROUP_FILL_TO_FILL, PERI_MATCH_FIFO, 1);
    peri_trade_builder_split(&builder, 0, 0.5);
    fill(&builder, 0, 1, &first);
    fill(&builder, 0, 2, &second);
    peri_trade_builder_mark(&builder, 0, 27.0);
    peri_trade_builder_split(&builder, 0, 2.0 / 3.0);
    fill(&builder, 0, 3, &all);
    CHECK_INT("flat", peri_trade_builder_is_open(&builder, 0), false);
    CHECK_INT("a trade for each lot", builder.trade_n, 2);
    CHECK_NEAR("100 for 30", builder.trades[0].quantity, 150.0, 1e-9);
    CHECK_NEAR("are 150 for 20", builder.trades[0].entry_price, 20.0, 1e-12);
    CHECK_NEAR("profit", builder.trades[0].profit, 600.0, 1e-9);
    CHECK_NEAR("27 was 18", builder.trades[0].mae, -300.0, 1e-9);
    CHECK_NEAR("1 is 1, without its half", builder.trades[1].quantity, 1.0, 1e-9);
    CHECK_NEAR("for 24", builder.trades[1].entry_price, 24.0, 1e-12);
    peri_trade_builder_deinit(&builder);

    open_builder(&builder, PERI_GROUP_FLAT_TO_FLAT, PERI_MATCH_FIFO, 1);
    fill(&builder, 0, 1, &second);
    peri_trade_builder_split(&builder, 0, 10.0);
    CHECK_INT("a tenth of a share is none", peri_trade_builder_is_open(&builder, 0), false);
    CHECK_INT("and no trade", builder.trade_n, 0);
    CHECK_INT("nothing is open", builder.open, 0);
    peri_trade_builder_deinit(&builder);
}

/* -- any fills ------------------------------------------------------------------------------ */

enum {
    SECURITIES = 3,
    FILLS = 300
};

/* Sums over the trades of a builder. */
typedef struct totals {
    double profit, fees, bought[SECURITIES]; /* bought: signed, by the trades' entries */
    bool sane;
} totals;

static totals totals_of(const peri_trade_builder *builder)
{
    totals sum = {.sane = true};
    for (size_t i = 0; i < builder->trade_n; i++) {
        const peri_trade *t = &builder->trades[i];
        sum.profit += t->profit;
        sum.fees += t->fees;
        sum.bought[t->security] += t->is_short ? -t->quantity : t->quantity;
        sum.sane = sum.sane && t->quantity > 0 && t->entry_ns < t->exit_ns && t->mae <= 0 &&
                   t->mfe >= 0 && t->profit >= t->mae - 0.01 && t->profit <= t->mfe + 0.01 &&
                   t->order_n >= 2 && (i == 0 || t->exit_ns >= t[-1].exit_ns);
    }
    return sum;
}

/* The same fills by the average-cost books and by each kind of builder, flat at the end. */
static void compare_with_portfolio(uint64_t seed, peri_fill_grouping grouping,
                                   peri_fill_matching matching)
{
    check_rng rng = {seed};
    peri_trade_builder builder;
    peri_portfolio books;
    bool same = true;
    int64_t at = 0;
    peri_security stocks[SECURITIES];
    peri_portfolio_init(&books, 1e6);
    open_builder(&builder, grouping, matching, SECURITIES);
    for (int32_t i = 0; i < SECURITIES; i++) {
        stocks[i] = (peri_security){
            .index = i, .type = PERI_TYPE_EQUITY, .multiplier = 1, .unit = 1, .base_cash = -1};
        peri_portfolio_add_security(&books, &stocks[i]);
    }
    for (int k = 0; k < FILLS + SECURITIES; k++) {
        const int32_t which = k < FILLS ? (int32_t)check_random_in(&rng, 0, 2) : k - FILLS;
        const double held = books.holdings[which].quantity;
        step s = {(double)check_random_in(&rng, -300, 300) / 10, 0, 0.25};
        s.price = (double)check_random_in(&rng, 1000, 9000) / 100;
        s.quantity = k < FILLS ? s.quantity : -held;
        if (s.quantity == 0.0)
            continue;
        peri_trade_builder_mark(&builder, which, s.price + 1.0);
        same = fill(&builder, which, ++at, &s) == PERI_OK && same;
        peri_portfolio_fill(&books, which, at, s.quantity, s.price, (peri_money){.amount = s.fee});
        const double now = books.holdings[which].quantity;
        same = peri_trade_builder_is_open(&builder, which) == (now != 0.0) && same;
        same = fabs(builder.positions[which].held - now) < 1e-9 && same;
    }
    const totals sum = totals_of(&builder);
    const double cents = 0.005 * (double)builder.trade_n + 1e-6;
    same = fabs(sum.profit - books.total_profit) <= cents && sum.sane && same;
    same = fabs(sum.fees - books.total_fees) < 1e-9 && builder.open == 0 && same;
    if (!CHECK("profits and fees of all trades are those of the books", same))
        printf("     seed %llu, grouping %d, matching %d\n", (unsigned long long)seed,
               (int)grouping, (int)matching);
    peri_portfolio_deinit(&books);
    peri_trade_builder_deinit(&builder);
}

SUITE(trade_builder_conserves_profit)
{
    for (uint64_t seed = 1; seed <= 30; seed++)
        for (int kind = 0; kind < 6; kind++)
            compare_with_portfolio(seed, (peri_fill_grouping)(kind / 2),
                                   (peri_fill_matching)(kind % 2));
}

/* Quantities: what was bought is in trades, or still open. */
SUITE(trade_builder_conserves_quantity)
{
    for (uint64_t seed = 1; seed <= 30; seed++) {
        check_rng rng = {seed};
        peri_trade_builder builder;
        double bought = 0.0, sold = 0.0, open = 0.0;
        open_builder(&builder, PERI_GROUP_FILL_TO_FILL, (peri_fill_matching)(seed % 2), 1);
        for (int64_t at = 1; at <= FILLS; at++) {
            const step s = {(double)check_random_in(&rng, 1, 9) * (at % 3 == 0 ? -1.5 : 1), 10, 0};
            bought += fmax(s.quantity, 0.0);
            sold -= fmin(s.quantity, 0.0);
            fill(&builder, 0, at, &s);
        }
        for (size_t i = 0; i < builder.positions[0].n; i++)
            open += builder.positions[0].lots[i].quantity;
        double in_trades = 0.0;
        for (size_t i = 0; i < builder.trade_n; i++)
            in_trades += builder.trades[i].quantity;
        const double most = fmax(bought, sold);
        if (!CHECK("each unit once", fabs(in_trades + fabs(open) - most) < 1e-9))
            printf("     seed %llu\n", (unsigned long long)seed);
        peri_trade_builder_deinit(&builder);
    }
}

SUITE(trade_builder_out_of_memory)
{
    static const step buy = {1, 20, 0}, sell = {-2, 20, 0};
    const int64_t live = peri_mem_live();
    for (long nth = 1;; nth++) {
        peri_trade_builder builder;
        peri_trade_builder_init(&builder);
        peri_mem_fail_at(nth);
        int rc = peri_trade_builder_add_security(&builder, 0);
        for (int k = 1; k <= 40 && rc == PERI_OK; k++)
            rc = fill(&builder, 0, k, k % 3 == 0 ? &sell : &buy);
        peri_mem_fail_at(0);
        peri_trade_builder_deinit(&builder);
        CHECK_INT("no leak", peri_mem_live(), live);
        if (rc == PERI_OK)
            break;
        CHECK_INT("only ENOMEM", rc, PERI_ENOMEM);
    }
}

SUITE(trade_builder_goes_on_with_what_was_put_back)
{
    static const step buy = {10, 20, 1}, more = {4, 23, 1}, part = {-3, 25, 1}, all = {-11, 26, 1};
    for (int kind = 0; kind < 6; kind++) {
        peri_trade_builder old, new;
        open_builder(&old, (peri_fill_grouping)(kind / 2), (peri_fill_matching)(kind % 2), 1);
        open_builder(&new, (peri_fill_grouping)(kind / 2), (peri_fill_matching)(kind % 2), 1);
        fill(&old, 0, 1, &buy);
        fill(&old, 0, 2, &more);
        peri_trade_builder_mark(&old, 0, 17.0);
        fill(&old, 0, 3, &part);
        for (size_t i = 0; i < old.trade_n; i++)
            peri_trade_builder_restore_trade(&new, &old.trades[i],
                                             peri_trade_orders(&old, &old.trades[i]));
        const peri_trade_position *was = &old.positions[0];
        peri_trade_builder_restore_position(&new, 0, was->fees, was->low, was->high);
        for (size_t i = 0; i < was->n; i++)
            peri_trade_builder_restore_lot(&new, 0, &was->lots[i]);
        CHECK_INT("open", new.open, 1);
        fill(&old, 0, 4, &all);
        fill(&new, 0, 4, &all);
        CHECK_INT("as many trades", new.trade_n, old.trade_n);
        for (size_t i = 0; i < old.trade_n && i < new.trade_n; i++) {
            const peri_trade *a = &old.trades[i], *b = &new.trades[i];
            CHECK_NEAR("quantity", b->quantity, a->quantity, 0.0);
            CHECK_NEAR("profit", b->profit, a->profit, 0.0);
            CHECK_NEAR("fees", b->fees, a->fees, 0.0);
            CHECK_NEAR("mae", b->mae, a->mae, 0.0);
            CHECK_INT("orders",
                      memcmp(peri_trade_orders(&new, b), peri_trade_orders(&old, a),
                             a->order_n * sizeof(int64_t)),
                      0);
        }
        CHECK_INT("closed", new.open, 0);
        peri_trade_builder_deinit(&old);
        peri_trade_builder_deinit(&new);
    }
}
