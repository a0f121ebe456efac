/* test_statistics.c - formulas on small records, the rows, the table, the JSON. */
#include "report/statistics.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "check.h"
#include "time/civil.h"

/* Equity over exactly one year (365 days), five points; returns and trades given. */
static const peri_sample year[] = {{0, 1000.0},
                                   {100 * PERI_DAY, 1200.0},
                                   {200 * PERI_DAY, 900.0},
                                   {300 * PERI_DAY, 1300.0},
                                   {365 * PERI_DAY, 1210.0}};
static const double returns[] = {0.02, -0.01, 0.03, -0.03, 0.0};
static const peri_closed_trade trades[] = {
    {1, 0, 1.0, 100.0}, {2, 0, 1.0, -110.0}, {3, 0, 1.0, 99.0}, {4, 0, 1.0, 0.0}};

static peri_record small_record(void)
{
    return (peri_record){.equity = year,
                         .equity_n = 5,
                         .returns = returns,
                         .returns_n = 5,
                         .trades = trades,
                         .trades_n = 4,
                         .start_equity = 1000.0,
                         .total_orders = 8,
                         .total_fees = 4.0,
                         .risk_free_rate = 0.01,
                         .trading_days = 252};
}

SUITE(statistics_formulas)
{
    const peri_record record = small_record();
    peri_statistics s;
    peri_statistics_compute(&record, &s);
    CHECK_NEAR("start", s.start_equity, 1000.0, 0.0);
    CHECK_NEAR("end", s.end_equity, 1210.0, 0.0);
    CHECK_NEAR("net profit", s.net_profit, 0.21, 1e-15);
    CHECK_NEAR("one year: the same", s.compounding_annual_return, 0.21, 1e-15);
    CHECK_NEAR("1200 -> 900", s.drawdown, 0.25, 1e-15);
    /* mean 0.002; squares 324e-6 + 144e-6 + 784e-6 + 1024e-6 + 4e-6 = 2280e-6, over 4 */
    const double deviation = sqrt(570e-6 * 252.0);
    const double excess = pow(1.002, 252.0) - 1.0 - 0.01;
    CHECK_NEAR("deviation", s.annual_standard_deviation, deviation, 1e-15);
    CHECK_NEAR("Sharpe", s.sharpe_ratio, excess / deviation, 1e-12);
    /* falls -0.01 and -0.03: variance 2e-4 */
    CHECK_NEAR("Sortino", s.sortino_ratio, excess / sqrt(2e-4 * 252.0), 1e-12);
    /* capital 1000 -> 1100 -> 990 -> 1089: +10 %, -10 %, +10 %, 0 (a loss) */
    CHECK_NEAR("average win", s.average_win, 0.1, 1e-15);
    CHECK_NEAR("average loss", s.average_loss, -0.05, 1e-15);
    CHECK_NEAR("win rate", s.win_rate, 0.5, 0.0);
    CHECK_NEAR("loss rate", s.loss_rate, 0.5, 0.0);
    CHECK_NEAR("profit-loss ratio", s.profit_loss_ratio, 2.0, 1e-14);
    CHECK_NEAR("expectancy", s.expectancy, 0.5, 1e-14);
    CHECK_INT("orders", s.total_orders, 8);
    CHECK_INT("trades", s.closed_trades, 4);
    CHECK_NEAR("fees", s.total_fees, 4.0, 0.0);
}

static void check_all_finite(const char *what, const peri_statistics *s)
{
    const double all[] = {
        s->start_equity, s->end_equity,        s->net_profit,    s->compounding_annual_return,
        s->drawdown,     s->sharpe_ratio,      s->sortino_ratio, s->annual_standard_deviation,
        s->win_rate,     s->loss_rate,         s->average_win,   s->average_loss,
        s->expectancy,   s->profit_loss_ratio, s->total_fees};
    bool finite = true;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        finite = isfinite(all[i]) && finite;
    CHECK(what, finite);
}

SUITE(statistics_of_little)
{
    peri_record record = small_record();
    peri_statistics s;
    record.returns_n = 1;
    peri_statistics_compute(&record, &s);
    CHECK_NEAR("one return: the equity", s.end_equity, 1210.0, 0.0);
    CHECK_NEAR("one return: no profit", s.net_profit, 0.0, 0.0);
    CHECK_NEAR("one return: no win rate", s.win_rate, 0.0, 0.0);
    CHECK_INT("one return: the orders", s.total_orders, 8);
    CHECK_INT("one return: the trades", s.closed_trades, 4);

    memset(&record, 0, sizeof record);
    record.start_equity = 5.0;
    peri_statistics_compute(&record, &s);
    CHECK_NEAR("nothing at all: the end is the start", s.end_equity, 5.0, 0.0);
    check_all_finite("nothing at all", &s);
}

SUITE(statistics_without_a_denominator)
{
    static const double flat[] = {0.001, 0.001, 0.001}, one_fall[] = {0.01, -0.02, 0.01};
    static const double absurd[] = {1e300, -1e300};
    static const peri_closed_trade won[] = {{1, 0, 1.0, 50.0}};
    static const peri_closed_trade ruin[] = {{1, 0, 1.0, -1000.0}, {2, 0, 1.0, 10.0}};
    peri_record record = small_record();
    peri_statistics s;
    record.returns = flat;
    record.returns_n = 3;
    record.trades = won;
    record.trades_n = 1;
    peri_statistics_compute(&record, &s);
    CHECK_NEAR("equal returns have no deviation", s.annual_standard_deviation, 0.0, 0.0);
    CHECK_NEAR("and no Sharpe ratio", s.sharpe_ratio, 0.0, 0.0);
    CHECK_NEAR("no loss, no ratio", s.profit_loss_ratio, 0.0, 0.0);
    CHECK_NEAR("all won", s.win_rate, 1.0, 0.0);
    record.returns = one_fall;
    record.trades = ruin;
    record.trades_n = 2;
    peri_statistics_compute(&record, &s);
    CHECK_NEAR("one fall has no deviation", s.sortino_ratio, 0.0, 0.0);
    check_all_finite("a trade without capital", &s);
    record.returns = absurd;
    record.returns_n = 2;
    peri_statistics_compute(&record, &s);
    check_all_finite("absurd returns", &s);
}

SUITE(statistics_equity_has_four_decimals)
{
    static const struct {
        double equity;
        const char *text;
    } cases[] = {{99999.00000001, "99999"}, {99999.0001, "99999.00"}, {0.5, "0.5"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const peri_statistics s = {.end_equity = cases[i].equity};
        peri_statistic_row rows[PERI_STATISTIC_ROWS];
        peri_statistics_rows(&s, rows);
        CHECK_STR(cases[i].text, rows[7].text, cases[i].text);
    }
}

SUITE(statistics_of_ruin)
{
    static const peri_sample fall[] = {{0, 100.0}, {PERI_DAY, 50.0}, {2 * PERI_DAY, -20.0}};
    peri_record record = small_record();
    peri_statistics s;
    record.equity = fall;
    record.equity_n = 3;
    record.start_equity = 100.0;
    peri_statistics_compute(&record, &s);
    CHECK_NEAR("more than all", s.net_profit, -1.2, 1e-15);
    CHECK_NEAR("a year of that", s.compounding_annual_return, -1.0, 0.0);
    CHECK_NEAR("drawdown", s.drawdown, 1.2, 1e-15);
    static const peri_sample debts[] = {{0, 0.0}, {PERI_DAY, -5.0}};
    record.equity = debts;
    record.equity_n = 2;
    peri_statistics_compute(&record, &s);
    check_all_finite("never any equity", &s);
    record.equity = fall;
    record.equity_n = 1;
    peri_statistics_compute(&record, &s);
    CHECK_NEAR("no time has passed", s.compounding_annual_return, 0.0, 0.0);
}

static const char *const expected[PERI_STATISTIC_ROWS][2] = {
    {"Total Orders", "8"},
    {"Average Win", "10.0%"},
    {"Average Loss", "-5.00%"},
    {"Compounding Annual Return", "21.00%"},
    {"Drawdown", "25.00%"},
    {"Expectancy", "0.5"},
    {"Start Equity", "1000"},
    {"End Equity", "1210"},
    {"Net Profit", "21.00%"},
    {"Sharpe Ratio", "1.701"},
    {"Sortino Ratio", "2.871"},
    {"Loss Rate", "50%"},
    {"Win Rate", "50%"},
    {"Profit-Loss Ratio", "2"},
    {"Annual Standard Deviation", "0.379"},
    {"Total Fees", "$4.00"},
    {"Closed Trades", "4"},
};

SUITE(statistics_rows)
{
    const peri_record record = small_record();
    peri_statistics s;
    peri_statistic_row rows[PERI_STATISTIC_ROWS];
    peri_statistics_compute(&record, &s);
    CHECK_INT("count", peri_statistics_rows(&s, rows), PERI_STATISTIC_ROWS);
    for (int i = 0; i < PERI_STATISTIC_ROWS; i++) {
        CHECK_STR("key", rows[i].key, expected[i][0]);
        CHECK_STR(expected[i][0], rows[i].text, expected[i][1]);
    }
}

static size_t longest_line(const char *text, int *lines)
{
    size_t longest = 0;
    for (*lines = 0; *text != '\0'; text += strcspn(text, "\n") + 1, ++*lines)
        if (strcspn(text, "\n") > longest)
            longest = strcspn(text, "\n");
    return longest;
}

SUITE(statistics_table)
{
    const peri_record record = small_record();
    peri_statistics s;
    peri_buf out;
    int lines;
    peri_statistics_compute(&record, &s);
    peri_buf_init(&out);
    peri_statistics_table(&s, &out);
    CHECK("at most 80 wide", longest_line(peri_buf_str(&out), &lines) <= 80);
    CHECK_INT("two columns", lines, 9);
    CHECK_HAS("keys left, values right", peri_buf_str(&out),
              "Total Orders                    8   Sharpe Ratio               1.701\n");
    CHECK_HAS("the odd row stands alone", peri_buf_str(&out),
              "Net Profit                 21.00%\n");
    peri_buf_deinit(&out);

    s.start_equity = s.end_equity = 123456789012345.5;
    s.sharpe_ratio = 1535787524789540.0;
    peri_buf_init(&out);
    peri_statistics_table(&s, &out);
    CHECK("huge numbers: at most 80 wide", longest_line(peri_buf_str(&out), &lines) <= 80);
    CHECK_INT("huge numbers: one column", lines, PERI_STATISTIC_ROWS);
    peri_buf_deinit(&out);
}

SUITE(statistics_out_of_memory)
{
    const int64_t live = peri_mem_live();
    const peri_statistics s = {0};
    for (long nth = 1; nth < 2; nth++) {
        peri_buf out;
        peri_buf_init(&out);
        peri_mem_fail_at(nth);
        peri_statistics_table(&s, &out);
        peri_mem_fail_at(0);
        CHECK("the buffer remembers", out.failed);
        peri_buf_deinit(&out);
        CHECK_INT("no leak", peri_mem_live(), live);
    }
}
