/* test_rolling.c - the windows of rolling statistics: their names, their parts; runtime rows. */
#include "report/rolling.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "report/runtime_rows.h"

enum {
    MOST = 64,
    DAYS = 100,
    TRADES = 60
};

typedef struct window {
    char name[PERI_WINDOW_NAME];
    peri_record part;
} window;

typedef struct list {
    window windows[MOST];
    int n, stop_at;
} list;

static int remember(void *ctx, const char *name, const peri_record *part, peri_error *err)
{
    list *to = ctx;
    (void)err;
    if (to->n < MOST) {
        snprintf(to->windows[to->n].name, sizeof to->windows->name, "%s", name);
        to->windows[to->n].part = *part;
    }
    return ++to->n == to->stop_at ? PERI_EIO : PERI_OK;
}

static const window *find(const list *in, const char *name)
{
    for (int i = 0; i < in->n && i < MOST; i++)
        if (strcmp(in->windows[i].name, name) == 0)
            return &in->windows[i];
    CHECK(name, false);
    return &in->windows[0];
}

/* A run of 100 days from 2013-10-08 on, sampled at 04:00 UTC; equity 1000, 1001, ...; a trade ends
   at each noon but one of three, and earns its number. */
typedef struct run {
    peri_sample equity[DAYS];
    peri_day days[DAYS];
    peri_trade built[TRADES];
    peri_closed_trade trades[TRADES];
    peri_record record;
} run;

static peri_record make_run(run *r)
{
    const peri_date first = peri_date_make(2013, 10, 8);
    size_t n = 0;
    memset(r, 0, sizeof *r);
    for (int i = 0; i < DAYS; i++) {
        const int64_t at = peri_time_at(first + i, 4 * PERI_HOUR);
        r->equity[i] = (peri_sample){at, 1000.0 + i};
        r->days[i] = (peri_day){i % 7 - 3.0, 100.0 + i % 5, i == 0 ? 0.0 : 0.5 + i % 2, at};
        if (i % 3 == 0 || n == TRADES)
            continue;
        r->built[n] = (peri_trade){.exit_ns = at + 8 * PERI_HOUR, .profit = (double)i};
        r->trades[n] = (peri_closed_trade){at + 8 * PERI_HOUR, 0, 1.0, (double)i - 50.0};
        n++;
    }
    return (peri_record){.equity = r->equity,
                         .equity_n = DAYS,
                         .days = r->days,
                         .days_n = DAYS,
                         .trades = r->trades,
                         .trades_n = n,
                         .built = r->built,
                         .built_n = n,
                         .start_equity = 990.0,
                         .trading_days = 252};
}

SUITE(rolling_windows_end_with_months)
{
    static const char *const names[] = {"M1_20131031", "M1_20131130", "M1_20131231",
                                        "M1_20140115", "M3_20131031", "M3_20131130",
                                        "M3_20131231", "M3_20140115", "M6_20131031"};
    static run r;
    static list l;
    const peri_record record = make_run(&r);
    CHECK_INT("visited", peri_rolling_windows(&record, remember, &l, NULL), PERI_OK);
    CHECK_INT("four ends of four lengths", l.n, 16);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        CHECK_STR("in order", l.windows[i].name, names[i]);
    CHECK_STR("the last", l.windows[15].name, "M12_20140115");

    const peri_record *part = &find(&l, "M1_20131130")->part;
    CHECK_INT("November: days", part->days_n, 30);
    CHECK_INT("November: equity", part->equity_n, 30);
    CHECK_INT("begins on its first", part->equity[0].time_ns,
              peri_time_at(peri_date_make(2013, 11, 1), 4 * PERI_HOUR));
    CHECK_NEAR("at its first equity", part->start_equity, 1024.0, 0);
    part = &find(&l, "M3_20140115")->part;
    CHECK_INT("November to January", part->days_n, 30 + 31 + 15);
    part = &find(&l, "M3_20131231")->part;
    CHECK_INT("cut at the begin", part->days_n, DAYS - 15);
    CHECK_NEAR("not all of the equity", part->start_equity, 1000.0, 0);
    part = &find(&l, "M6_20140115")->part;
    CHECK_INT("all", part->days_n, DAYS);
    CHECK_NEAR("begins with the run's own capital", part->start_equity, 990.0, 0);
}

/* Each trade ends in one window of a month; a window of the whole run has its statistics. */
SUITE(rolling_windows_cover_the_run)
{
    static run r;
    static list l;
    const peri_record record = make_run(&r);
    size_t built = 0, records = 0, days = 0;
    l.n = 0;
    peri_rolling_windows(&record, remember, &l, NULL);
    for (int i = 0; i < 4; i++) {
        built += l.windows[i].part.built_n;
        records += l.windows[i].part.trades_n;
        days += l.windows[i].part.days_n;
    }
    CHECK_INT("trades", built, record.built_n);
    CHECK_INT("records of trades", records, record.trades_n);
    CHECK_INT("days", days, record.days_n);
    peri_statistics whole, part;
    memset(&part, 0, sizeof part);
    peri_statistics_compute(&record, &whole);
    peri_statistics_compute(&find(&l, "M12_20140115")->part, &part);
    CHECK_NEAR("Sharpe", part.sharpe_ratio, whole.sharpe_ratio, 0);
    CHECK_NEAR("turnover", part.portfolio_turnover, whole.portfolio_turnover, 0);
    CHECK_NEAR("win rate", part.win_rate, whole.win_rate, 0);
    CHECK_NEAR("value at risk", part.value_at_risk_99, whole.value_at_risk_99, 0);
    peri_statistics_compute(&find(&l, "M1_20131130")->part, &part);
    CHECK_NEAR("November has 15 days of 0.5 and 15 of 1.5", part.portfolio_turnover, 1.0, 1e-12);
    CHECK_NEAR("1024 -> 1053", part.net_profit, 1053.0 / 1024.0 - 1.0, 1e-15);
}

SUITE(rolling_windows_of_little)
{
    static run r;
    static list l;
    peri_record record = make_run(&r);
    l.n = 0;
    record.equity_n = 0;
    CHECK_INT("no equity", peri_rolling_windows(&record, remember, &l, NULL), PERI_OK);
    CHECK_INT("no window", l.n, 0);
    record.equity_n = 24; /* up to 2013-10-31 */
    peri_rolling_windows(&record, remember, &l, NULL);
    CHECK_INT("the last day is the month's end: one of each", l.n, 4);
    CHECK_STR("name", l.windows[0].name, "M1_20131031");
    l.n = 0;
    l.stop_at = 2;
    CHECK_INT("ended", peri_rolling_windows(&record, remember, &l, NULL), PERI_EIO);
    CHECK_INT("there", l.n, 2);
}

/* Rates that change: each part has the mean of its own days. */
SUITE(rolling_windows_have_their_own_rate)
{
    static run r;
    static list l;
    peri_rate_change changes[] = {{peri_date_make(2013, 1, 1), 0.01},
                                  {peri_date_make(2013, 11, 16), 0.03}};
    const peri_interest_rates rates = {changes, 2, 2};
    peri_record record = make_run(&r);
    record.rates = &rates;
    l.n = l.stop_at = 0;
    peri_rolling_windows(&record, remember, &l, NULL);
    CHECK_NEAR("October", find(&l, "M1_20131031")->part.risk_free_rate, 0.01, 1e-15);
    CHECK_NEAR("November", find(&l, "M1_20131130")->part.risk_free_rate, 0.02, 1e-15);
    CHECK_NEAR("December", find(&l, "M1_20131231")->part.risk_free_rate, 0.03, 1e-15);
}

/* The last 252 of 300 days have mean 0 and the deviation of 1 and -1; those before are not seen. */
SUITE(value_at_risk_of_a_year)
{
    static peri_day days[302];
    peri_sample equity[] = {{0, 100.0}, {PERI_DAY, 100.0}};
    peri_record record = {.equity = equity,
                          .equity_n = 2,
                          .days = days,
                          .days_n = 302,
                          .start_equity = 100.0,
                          .trading_days = 252};
    peri_statistics s;
    for (int i = 0; i < 302; i++)
        days[i].return_percent = i < 50 ? 90.0 : i % 2 == 0 ? 1.0 : -1.0;
    peri_statistics_compute(&record, &s);
    const double deviation = 0.01 * sqrt(252.0 / 251.0);
    CHECK_NEAR("99 %", s.value_at_risk_99, -2.326347874 * deviation, 1e-10);
    CHECK_NEAR("95 %", s.value_at_risk_95, -1.644853627 * deviation, 1e-10);
}

SUITE(runtime_rows_as_texts)
{
    const peri_security stock = {
        .type = PERI_TYPE_EQUITY, .multiplier = 1, .unit = 1, .base_cash = -1};
    peri_holding holdings[] = {{.security = &stock,
                                .quantity = -10,
                                .price = 120,
                                .average_price = 100.5,
                                .sale_volume = 1005},
                               {.security = &stock,
                                .quantity = 2,
                                .price = 617283.95,
                                .average_price = 617283.95,
                                .sale_volume = 3}};
    peri_cash cash = {.symbol = "USD", .amount = -1e6, .rate = 1};
    const peri_portfolio portfolio = {.book = {.items = &cash, .n = 1},
                                      .invested = 2,
                                      .total_fees = 1234.565,
                                      .total_profit = 34.565,
                                      .holdings = holdings,
                                      .count = 2};
    const peri_statistics statistics = {
        .currency_sign = "$", .start_equity = 100000.0, .probabilistic_sharpe_ratio = 0.5};
    static const char *const want[PERI_RUNTIME_ROWS][2] = {{"Equity", "$233,367.90"},
                                                           {"Fees", "-$1,234.57"},
                                                           {"Holdings", "$1,235,767.90"},
                                                           {"Net Profit", "$-1,200.00"},
                                                           {"Probabilistic Sharpe Ratio", "50.0%"},
                                                           {"Return", "133.37 %"},
                                                           {"Unrealized", "$-195.00"},
                                                           {"Volume", "$1,008.00"}};
    peri_statistic_row rows[PERI_RUNTIME_ROWS];
    peri_runtime_rows(&portfolio, &statistics, rows);
    for (size_t i = 0; i < PERI_RUNTIME_ROWS; i++) {
        CHECK_STR("key", rows[i].key, want[i][0]);
        CHECK_STR(want[i][0], rows[i].text, want[i][1]);
    }
}
