/* test_portfolio.c - bookkeeping of fills. */
#include "trade/portfolio.h"

#include <math.h>
#include <stdio.h>

#include "base/mem.h"
#include "check.h"

static const peri_security stocks[] = {
    {.index = 0, .type = PERI_TYPE_EQUITY, .multiplier = 1, .unit = 1, .base_cash = -1},
    {.index = 1, .type = PERI_TYPE_EQUITY, .multiplier = 1, .unit = 1, .base_cash = -1},
    {.index = 2, .type = PERI_TYPE_EQUITY, .multiplier = 1, .unit = 1, .base_cash = -1},
};

static void open_portfolio(peri_portfolio *p, double cash, int32_t securities)
{
    CHECK_INT("opened", peri_portfolio_init(p, cash), PERI_OK);
    for (int32_t i = 0; i < securities; i++)
        CHECK_INT("a security is added", peri_portfolio_add_security(p, &stocks[i]), PERI_OK);
}

static peri_money dollars(double amount)
{
    return (peri_money){.amount = amount};
}

/* One holding through a list of fills: what is held afterwards. */
static const struct row {
    const char *name;
    struct {
        double quantity, price;
    } fills[4];
    double quantity, average, cash, profit;
    int trades;
} rows[] = {
    {"nothing", {{0, 0}}, 0, 0, 1000, 0, 0},
    {"a buy", {{10, 20}}, 10, 20, 800, 0, 0},
    {"adding weights the average", {{10, 20}, {30, 24}}, 40, 23, 80, 0, 0},
    {"reducing leaves the average", {{10, 20}, {-4, 25}}, 6, 20, 900, 20, 1},
    {"closing leaves nothing", {{10, 20}, {-10, 18}}, 0, 0, 980, -20, 1},
    {"crossing starts at the fill", {{10, 20}, {-15, 30}}, -5, 30, 1250, 100, 1},
    {"a short gains by a fall", {{-10, 20}, {4, 15}}, -6, 20, 1140, 20, 1},
    {"a short that is added to", {{-10, 20}, {-10, 10}}, -20, 15, 1300, 0, 0},
    {"crossing upward", {{-10, 20}, {12, 10}}, 2, 10, 1080, 100, 1},
    {"closed in two steps", {{10, 20}, {-5, 21}, {-5, 22}}, 0, 0, 1015, 15, 2},
};

SUITE(portfolio_average_cost)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *r = &rows[i];
        peri_portfolio p;
        open_portfolio(&p, 1000.0, 1);
        for (int k = 0; k < 4 && r->fills[k].quantity != 0.0; k++)
            peri_portfolio_fill(&p, 0, k, r->fills[k].quantity, r->fills[k].price, dollars(0.0));
        CHECK_NEAR(r->name, p.holdings[0].quantity, r->quantity, 0.0);
        CHECK_NEAR(r->name, p.holdings[0].average_price, r->average, 1e-12);
        CHECK_NEAR(r->name, p.book.items[0].amount, r->cash, 1e-9);
        CHECK_NEAR(r->name, p.total_profit, r->profit, 1e-9);
        CHECK_NEAR(r->name, p.holdings[0].profit, r->profit, 1e-9);
        CHECK_INT(r->name, p.trade_count, r->trades);
        CHECK_INT(r->name, p.invested, r->quantity != 0.0);
        peri_portfolio_deinit(&p);
    }
}

/* Bought at 184.63 and sold at 184.64: 543 shares earn 5.43, which is what both fees take. */
SUITE(portfolio_a_trade_that_earns_its_fees_is_no_win)
{
    peri_portfolio p;
    open_portfolio(&p, 1e6, 1);
    peri_portfolio_fill(&p, 0, 1, 543.0, 184.63, dollars(2.715));
    peri_portfolio_fill(&p, 0, 2, -543.0, 184.64, dollars(2.715));
    CHECK_NEAR("no noise", p.trades[0].profit, 0.0, 0.0);
    peri_portfolio_fill(&p, 0, 3, 543.0, 184.63, dollars(2.715));
    peri_portfolio_fill(&p, 0, 4, -543.0, 184.641, dollars(2.715));
    CHECK_NEAR("a tenth of a cent a share", p.trades[1].profit, 0.543, 1e-9);
    peri_portfolio_deinit(&p);
}

SUITE(portfolio_fees_and_volume)
{
    peri_portfolio p;
    open_portfolio(&p, 1000.0, 2);
    peri_portfolio_fill(&p, 1, 5, 10.0, 20.0, dollars(1.5));
    peri_portfolio_fill(&p, 1, 9, -4.0, 25.0, dollars(2.0));
    CHECK_NEAR("fees leave the cash", p.book.items[0].amount, 1000.0 - 200.0 + 100.0 - 3.5, 1e-12);
    CHECK_NEAR("fees are summed", p.total_fees, 3.5, 0.0);
    CHECK_NEAR("fees by holding", p.holdings[1].fees, 3.5, 0.0);
    CHECK_NEAR("no fees of the other", p.holdings[0].fees, 0.0, 0.0);
    CHECK_NEAR("both sides are volume", p.holdings[1].sale_volume, 300.0, 1e-12);
    CHECK_NEAR("profit is before fees", p.total_profit, 20.0, 1e-12);
    CHECK_INT("a closed trade", p.trade_count, 1);
    CHECK_INT("its time", p.trades[0].time_ns, 9);
    CHECK_INT("its security", p.trades[0].security, 1);
    CHECK_NEAR("its quantity is positive", p.trades[0].quantity, 4.0, 0.0);
    CHECK_NEAR("its profit is after twice the fee", p.trades[0].profit, 20.0 - 4.0, 1e-12);
    peri_portfolio_mark(&p, 1, 30.0);
    CHECK_NEAR("value at the mark", peri_portfolio_holdings_value(&p), 180.0, 1e-12);
    CHECK_NEAR("open profit at the mark", peri_portfolio_unrealized(&p), 60.0, 1e-12);
    CHECK_NEAR("total value", peri_portfolio_total_value(&p), 896.5 + 180.0, 1e-12);
    peri_portfolio_deinit(&p);
}

SUITE(portfolio_decimal_lots_end_flat)
{
    peri_portfolio p;
    open_portfolio(&p, 1000.0, 1);
    peri_portfolio_fill(&p, 0, 1, 0.1, 10.0, dollars(0.0));
    peri_portfolio_fill(&p, 0, 2, 0.2, 10.0, dollars(0.0));
    peri_portfolio_fill(&p, 0, 3, -0.3, 10.0, dollars(0.0));
    CHECK_NEAR("0.1 + 0.2 - 0.3 is flat", p.holdings[0].quantity, 0.0, 0.0);
    CHECK_NEAR("and has no average", p.holdings[0].average_price, 0.0, 0.0);
    CHECK_INT("and is not invested", p.invested, 0);
    peri_portfolio_deinit(&p);
}

/* Whole numbers are summed without rounding where that changes nothing: on both sides of where that
   ends, and at a flat position, which is 0 and not -0. */
SUITE(portfolio_shares_add_up_exactly)
{
    static const double fills[][3] = {
        {1.0, 99999999999.0, 1e11},
        {99999999999.0, 99999999999.0, 199999999998.0},
        {1e11, 1.0, 100000000001.0},
        {3e12, -1.0, 2999999999999.0},
        {-99999999999.0, 99999999998.0, -1.0},
        {123456789.0, -123456788.0, 1.0},
        {-7.0, 7.0, 0.0},
        {1e11, -1e11, 0.0},
    };
    for (size_t i = 0; i < sizeof fills / sizeof *fills; i++) {
        peri_portfolio p;
        open_portfolio(&p, 0.0, 1);
        peri_portfolio_fill(&p, 0, 1, fills[i][0], 1.0, dollars(0.0));
        peri_portfolio_fill(&p, 0, 2, fills[i][1], 1.0, dollars(0.0));
        CHECK_NEAR("the sum", p.holdings[0].quantity, fills[i][2], 0.0);
        CHECK("no -0", !signbit(p.holdings[0].quantity) || fills[i][2] < 0.0);
        CHECK_INT("invested", p.invested, fills[i][2] != 0.0);
        peri_portfolio_deinit(&p);
    }
}

/* Sums in hundred-millionths, which integers count without noise. */
SUITE(portfolio_lots_add_up_exactly)
{
    static const double most[] = {1e3, 1e7, 1e10, 1e13}; /* lots held */
    peri_portfolio p;
    uint64_t state = 7;
    for (size_t k = 0; k < sizeof most / sizeof *most; k++) {
        int64_t lots = 0;
        int wrong = 0;
        open_portfolio(&p, 0.0, 1);
        for (int i = 0; i < 2000; i++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            const int64_t fill = (int64_t)((double)(state >> 33) / 2147483648.0 * most[k]) + 1;
            const bool sells = lots >= fill && (state >> 20) % 2 == 0;
            lots += sells ? -fill : fill;
            if ((double)lots > most[k]) {
                lots -= sells ? -fill : fill;
                continue;
            }
            peri_portfolio_fill(&p, 0, i, (double)(sells ? -fill : fill) / 1e8, 1.0, dollars(0.0));
            wrong += p.holdings[0].quantity != (double)lots / 1e8;
        }
        CHECK_INT("each sum is the nearest double", wrong, 0);
        peri_portfolio_deinit(&p);
    }
}

/* The books kept the simple way: every fill in a list, all sums anew, first principles only. */
typedef struct ledger {
    int32_t security[400];
    double quantity[400], price[400];
    int n;
} ledger;

static double ledger_value(const ledger *l, double cash, const double *price)
{
    for (int i = 0; i < l->n; i++)
        cash += l->quantity[i] * (price[l->security[i]] - l->price[i]);
    return cash;
}

static void random_orders(uint64_t seed)
{
    enum {
        SECURITIES = 3
    };
    static ledger l;
    check_rng rng = {seed};
    double price[SECURITIES] = {50.0, 120.0, 7.5};
    peri_portfolio p;
    bool ok = true;

    l.n = 0;
    open_portfolio(&p, 10000.0, SECURITIES);
    for (int step = 0; step < 400; step++) {
        const int32_t at = (int32_t)check_random_in(&rng, 0, SECURITIES - 1);
        const double quantity = (double)check_random_in(&rng, -30, 30);
        price[at] *= 0.9 + 0.2 * check_random_unit(&rng);
        peri_portfolio_mark(&p, at, price[at]);
        if (quantity == 0.0)
            continue;
        ok = peri_portfolio_fill(&p, at, step, quantity, price[at], dollars(0.0)) == PERI_OK && ok;
        l.security[l.n] = at;
        l.quantity[l.n] = quantity;
        l.price[l.n++] = price[at];
        const double total = peri_portfolio_total_value(&p);
        ok = fabs(total - ledger_value(&l, 10000.0, price)) < 1e-6 && ok;
        ok = fabs(10000.0 + p.total_profit + peri_portfolio_unrealized(&p) - total) < 1e-6 && ok;
    }
    double by_trade = 0.0, by_holding = 0.0;
    for (size_t i = 0; i < p.trade_count; i++)
        by_trade += p.trades[i].profit;
    for (size_t i = 0; i < p.count; i++)
        by_holding += p.holdings[i].profit;
    ok = fabs(by_trade - p.total_profit) < 1e-6 && fabs(by_holding - p.total_profit) < 1e-6 && ok;
    if (!CHECK("value is conserved, realised and open profit explain it", ok))
        printf("     seed %llu\n", (unsigned long long)seed);
    peri_portfolio_deinit(&p);
}

SUITE(portfolio_conserves_value)
{
    for (uint64_t seed = 1; seed <= 50; seed++)
        random_orders(seed);
}

SUITE(portfolio_out_of_memory)
{
    const int64_t live = peri_mem_live();
    peri_portfolio p;
    CHECK_INT("opened", peri_portfolio_init(&p, 100.0), PERI_OK);
    peri_mem_fail_at(1);
    CHECK_INT("no room for a security", peri_portfolio_add_security(&p, &stocks[0]), PERI_ENOMEM);
    CHECK_INT("none was added", p.count, 0);
    peri_mem_fail_at(0);
    CHECK_INT("again", peri_portfolio_add_security(&p, &stocks[0]), PERI_OK);
    CHECK_INT("a second time changes nothing", peri_portfolio_add_security(&p, &stocks[0]),
              PERI_OK);
    CHECK_INT("one", p.count, 1);
    peri_portfolio_fill(&p, 0, 1, 2.0, 10.0, dollars(1.0));
    peri_mem_fail_at(1);
    CHECK_INT("no room for a trade", peri_portfolio_fill(&p, 0, 2, -1.0, 12.0, dollars(1.0)),
              PERI_ENOMEM);
    peri_mem_fail_at(0);
    CHECK_NEAR("nothing was booked: cash", p.book.items[0].amount, 79.0, 0.0);
    CHECK_NEAR("nothing was booked: quantity", p.holdings[0].quantity, 2.0, 0.0);
    CHECK_NEAR("nothing was booked: profit", p.total_profit, 0.0, 0.0);
    CHECK_INT("nothing was booked: trades", p.trade_count, 0);
    peri_portfolio_deinit(&p);
    CHECK_INT("no leak", peri_mem_live(), live);
}
