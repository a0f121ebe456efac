/* test_statistics.c - formulas on small records, the rows, the table, the JSON. */
#include "report/statistics.h"

#include <math.h>
#include <stdio.h>
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
/* Two daily samples that do not count, and five whole days; the benchmark gains 1 %, loses 1 %, ...
 */
static const peri_day days[] = {{7.0, 50.0, 0.0, 0},     {-9.0, 100.0, 0.4, 0},
                                {2.0, 101.0, 0.0, 0},    {-1.0, 99.99, 0.0, 0},
                                {3.0, 100.9899, 0.0, 0}, {-3.0, 99.980001, 0.2, 0},
                                {0.0, 99.980001, 0.0, 0}};
static const peri_closed_trade trades[] = {
    {1, 0, 1.0, 100.0}, {2, 0, 1.0, -110.0}, {3, 0, 1.0, 99.0}, {4, 0, 1.0, 0.0}};

static peri_record small_record(void)
{
    return (peri_record){.equity = year,
                         .equity_n = 5,
                         .days = days,
                         .days_n = 7,
                         .trades = trades,
                         .trades_n = 4,
                         .start_equity = 1000.0,
                         .total_orders = 8,
                         .total_fees = 4.0,
                         .risk_free_rate = 0.01,
                         .trading_days = 252,
                         .capacity = 123456789.0,
                         .capacity_asset = "ABC 2T"};
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
    CHECK_NEAR("variance", s.annual_variance, 570e-6 * 252.0, 1e-15);
    /* benchmark +1 %, -1 %, +1 %, -1 %, 0: variance 1e-4, covariance 2.25e-4 */
    const double market = -0.0; /* its mean is 0, so is its year */
    CHECK_NEAR("beta", s.beta, 2.25, 1e-12);
    CHECK_NEAR("alpha", s.alpha, excess + 0.01 - (0.01 + 2.25 * (market - 0.01)), 1e-11);
    /* differences 1 %, 0, 2 %, -2 %, 0: variance 2.2e-4 */
    CHECK_NEAR("tracking error", s.tracking_error, sqrt(2.2e-4 * 252.0), 1e-12);
    CHECK_NEAR("information", s.information_ratio, (excess + 0.01) / sqrt(2.2e-4 * 252.0), 1e-10);
    CHECK_NEAR("Treynor", s.treynor_ratio, excess / 2.25, 1e-12);
    /* skewness -0.205753, excess kurtosis -1.117267 (Python's statistics) */
    CHECK_NEAR("probabilistic Sharpe", s.probabilistic_sharpe_ratio, 0.5151469796, 1e-9);
    CHECK_NEAR("turnover: the first sample is none", s.portfolio_turnover, 0.1, 1e-15);
    CHECK_INT("1200 on day 100, 1300 on day 300", s.drawdown_recovery, 200);
    CHECK_NEAR("capacity", s.capacity, 123456789.0, 0.0);
    CHECK_STR("asset", s.capacity_asset, "ABC 2T");
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
    const double all[] = {s->start_equity,
                          s->end_equity,
                          s->net_profit,
                          s->drawdown,
                          s->sharpe_ratio,
                          s->compounding_annual_return,
                          s->sortino_ratio,
                          s->win_rate,
                          s->annual_standard_deviation,
                          s->loss_rate,
                          s->average_win,
                          s->average_loss,
                          s->expectancy,
                          s->total_fees,
                          s->profit_loss_ratio,
                          s->alpha,
                          s->beta,
                          s->probabilistic_sharpe_ratio,
                          s->information_ratio,
                          s->tracking_error,
                          s->treynor_ratio,
                          s->annual_variance,
                          s->portfolio_turnover};
    bool finite = true;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        finite = isfinite(all[i]) && finite;
    CHECK(what, finite);
}

SUITE(statistics_of_little)
{
    peri_record record = small_record();
    peri_statistics s;
    record.days_n = 3;
    peri_statistics_compute(&record, &s);
    CHECK_NEAR("one return: the equity", s.end_equity, 1210.0, 0.0);
    CHECK_NEAR("one return: the turnover", s.portfolio_turnover, 0.2, 1e-15);
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
    static const peri_day flat[] = {
        {0, 0, 0, 0}, {0, 0, 0, 0}, {0.1, 5, 0, 0}, {0.1, 5, 0, 0}, {0.1, 5, 0, 0}};
    static const peri_day one_fall[] = {
        {0, 0, 0, 0}, {0, 0, 0, 0}, {1, 0, 0, 0}, {-2, 7, 0, 0}, {1, 0, 0, 0}};
    static const peri_day absurd[] = {
        {0, 0, 0, 0}, {0, 1, 0, 0}, {1e302, 1e300, 0, 0}, {-1e302, 1e-300, 0, 0}};
    static const peri_closed_trade won[] = {{1, 0, 1.0, 50.0}};
    static const peri_closed_trade ruin[] = {{1, 0, 1.0, -1000.0}, {2, 0, 1.0, 10.0}};
    peri_record record = small_record();
    peri_statistics s;
    record.days = flat;
    record.days_n = 5;
    record.trades = won;
    record.trades_n = 1;
    peri_statistics_compute(&record, &s);
    CHECK_NEAR("equal returns have no deviation", s.annual_standard_deviation, 0.0, 0.0);
    CHECK_NEAR("and no Sharpe ratio", s.sharpe_ratio, 0.0, 0.0);
    CHECK_NEAR("nor a likely one", s.probabilistic_sharpe_ratio, 0.0, 0.0);
    CHECK_NEAR("a benchmark at rest: no beta", s.beta, 0.0, 0.0);
    CHECK_NEAR("and no alpha", s.alpha, 0.0, 0.0);
    CHECK_NEAR("and no Treynor ratio", s.treynor_ratio, 0.0, 0.0);
    CHECK_NEAR("no loss, no ratio", s.profit_loss_ratio, 0.0, 0.0);
    CHECK_NEAR("all won", s.win_rate, 1.0, 0.0);
    record.days = one_fall;
    record.trades = ruin;
    record.trades_n = 2;
    peri_statistics_compute(&record, &s);
    CHECK_NEAR("one fall has no deviation", s.sortino_ratio, 0.0, 0.0);
    check_all_finite("a trade without capital", &s);
    record.days = absurd;
    record.days_n = 4;
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

SUITE(statistics_capacity_text)
{
    static const struct {
        double capacity;
        const char *text;
    } cases[] = {{0, "$0"},
                 {499, "$0"},
                 {501, "$1000.00"},
                 {500, "$0"},
                 {1499, "$1000.00"},
                 {71234, "$71000.00"},
                 {70000, "$70000.00"},
                 {99600000, "$100000000.00"},
                 {49871000, "$50000000.00"},
                 {545000, "$540000.00"},
                 {555000, "$560000.00"},
                 {1300000000000, "$1300000000000.00"},
                 {2e18, "$2e+18"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const peri_statistics s = {.capacity = cases[i].capacity};
        peri_statistic_row rows[PERI_STATISTIC_ROWS];
        peri_statistics_rows(&s, rows);
        CHECK_STR(cases[i].text, rows[23].text, cases[i].text);
    }
}

SUITE(statistics_asset_is_cut_between_characters)
{
    char text[2 * PERI_ASSET_TEXT];
    peri_record record = small_record();
    peri_statistics s;
    memset(text, 'a', sizeof text);
    memcpy(text + PERI_ASSET_TEXT - 2, "\xC3\xA9", 3); /* two bytes where one has room */
    record.capacity_asset = text;
    peri_statistics_compute(&record, &s);
    CHECK_INT("the character is left out", strlen(s.capacity_asset), PERI_ASSET_TEXT - 2);
    record.capacity_asset = NULL;
    peri_statistics_compute(&record, &s);
    CHECK_STR("none", s.capacity_asset, "");
}

/* -- properties ------------------------------------------------------------------------------ */

enum {
    MOST_DAYS = 40
};

/* A benchmark that walks, and returns that are `scale` times its changes. */
static peri_record random_record(check_rng *rng, peri_day out[MOST_DAYS], double scale)
{
    peri_record record = small_record();
    record.days = out;
    record.days_n = (size_t)check_random_in(rng, 7, MOST_DAYS);
    double price = 100.0;
    for (size_t i = 0; i < record.days_n; i++) {
        const double before = price;
        price *= 0.97 + 0.06 * check_random_unit(rng);
        out[i] =
            (peri_day){scale * (price - before) / before * 100.0, price, check_random_unit(rng), 0};
    }
    return record;
}

SUITE(statistics_properties)
{
    for (uint64_t seed = 1; seed <= 200; seed++) {
        check_rng rng = {seed};
        char what[64];
        peri_day out[MOST_DAYS];
        peri_statistics s, other;
        snprintf(what, sizeof what, "seed %d", (int)seed);
        peri_record record = random_record(&rng, out, 1.0);
        record.risk_free_rate = 0.0;
        peri_statistics_compute(&record, &s);
        check_all_finite(what, &s);
        bool ok = CHECK_NEAR("beta against itself is 1", s.beta, 1.0, 1e-9) &&
                  CHECK_NEAR("nothing is left for alpha", s.alpha, 0.0, 1e-7) &&
                  CHECK_NEAR("no tracking error", s.tracking_error, 0.0, 1e-9) &&
                  CHECK_NEAR("variance is deviation squared", s.annual_variance,
                             s.annual_standard_deviation * s.annual_standard_deviation, 1e-12) &&
                  CHECK("a probability",
                        s.probabilistic_sharpe_ratio >= 0.0 && s.probabilistic_sharpe_ratio <= 1.0);
        for (size_t i = 0; i < record.days_n; i++)
            out[i].return_percent *= -2.0;
        peri_statistics_compute(&record, &other);
        ok = CHECK_NEAR("short twice as much", other.beta, -2.0, 1e-9) &&
             CHECK_NEAR("deviates twice as much", other.annual_standard_deviation,
                        2.0 * s.annual_standard_deviation, 1e-12) &&
             ok;
        for (size_t i = 0; i < record.days_n; i++)
            out[i].benchmark *= 8.0; /* exact: the unit of the benchmark does not matter */
        peri_statistics_compute(&record, &s);
        ok = CHECK_NEAR("the same beta", s.beta, other.beta, 0.0) && ok;
        CHECK(what, ok);
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
    {"Probabilistic Sharpe Ratio", "51.515%"},
    {"Loss Rate", "50%"},
    {"Win Rate", "50%"},
    {"Profit-Loss Ratio", "2"},
    {"Alpha", "0.667"},
    {"Beta", "2.25"},
    {"Annual Standard Deviation", "0.379"},
    {"Annual Variance", "0.144"},
    {"Information Ratio", "2.78"},
    {"Tracking Error", "0.235"},
    {"Treynor Ratio", "0.286"},
    {"Total Fees", "$4.00"},
    {"Estimated Strategy Capacity", "$120000000.00"},
    {"Lowest Capacity Asset", "ABC 2T"},
    {"Portfolio Turnover", "10.0%"},
    {"Drawdown Recovery", "200"},
    {"Closed Trades", "4"},
};

/* With several currencies the start shows its cents; the end is a sample, without zeros of its own.
 */
SUITE(statistics_rows_of_currencies)
{
    peri_record record = small_record();
    peri_statistics s;
    peri_statistic_row rows[PERI_STATISTIC_ROWS];
    record.has_cents = true;
    peri_statistics_compute(&record, &s);
    const size_t n = peri_statistics_rows(&s, rows);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(rows[i].key, "Start Equity") == 0)
            CHECK_STR("start", rows[i].text, "1000.00");
        if (strcmp(rows[i].key, "End Equity") == 0)
            CHECK_STR("end", rows[i].text, "1210");
    }
}

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
    peri_statistics_table(&s, NULL, NULL, &out);
    CHECK("at most 80 wide", longest_line(peri_buf_str(&out), &lines) <= 80);
    CHECK_INT("two columns", lines, 14);
    CHECK_HAS("keys left, values right", peri_buf_str(&out),
              "Total Orders                      8   Profit-Loss Ratio                        2\n");
    CHECK_HAS("the last row", peri_buf_str(&out), "Closed Trades                            4\n");
    CHECK("no hash", !strstr(peri_buf_str(&out), "OrderListHash"));
    peri_statistics_table(&s, NULL, "00ff", &out);
    CHECK_HAS("a hash below all", peri_buf_str(&out), "  4\nOrderListHash  00ff\n");
    CHECK("its key is taken", peri_statistics_has_key("OrderListHash"));
    peri_buf_deinit(&out);

    s.start_equity = s.end_equity = 123456789012345.5;
    s.sharpe_ratio = 1535787524789540.0;
    peri_buf_init(&out);
    peri_statistics_table(&s, NULL, NULL, &out);
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
        peri_statistics_table(&s, NULL, NULL, &out);
        peri_mem_fail_at(0);
        CHECK("the buffer remembers", out.failed);
        peri_buf_deinit(&out);
        CHECK_INT("no leak", peri_mem_live(), live);
    }
}
