/* test_actions.c - dividends, splits and renames: when they come, and what they do. */
#include "base/mem.h"
#include "check.h"
#include "engine/actions.h"
#include "reading_kit.h"
#include "trade/broker.h"
#include "trade_kit.h"

#include <string.h>

static const char FACTORS[] = "20131008,0.5,0.25,40\n" /* dividend of 0, split 4:1 behind it */
                              "20131010,0.9,1,20\n"    /* dividend of 2.00 on the 11th */
                              "20501231,1,1,0\n";
static const char MAP[] = "19980102,old\n20131009,old\n20501231,new\n";

static void open_source(peri_lean_source *source)
{
    peri_error err;
    memset(source, 0, sizeof *source);
    CHECK_INT("map", peri_map_file_parse("m.csv", "new", MAP, strlen(MAP), &source->map, &err),
              PERI_OK);
    CHECK_INT("factors",
              peri_factor_file_parse("f.csv", FACTORS, strlen(FACTORS), &source->factors, &err),
              PERI_OK);
    source->symbol.ticker = "NEW";
}

static void collect(const struct reading *r, const peri_lean_source *source, const char *from,
                    const char *until, peri_actions *out)
{
    peri_error err;
    CHECK_INT("collected",
              peri_actions_collect(source, r->exchange, 3, utc_at(from), utc_at(until), out, &err),
              PERI_OK);
}

SUITE(actions_come_at_midnight)
{
    static const struct {
        const char *time;
        peri_action_kind kind;
        double value, reference;
    } rows[] = {{"2013-10-08 04:00", PERI_ACTION_SPLIT_WARNING, 0.25, 40},
                {"2013-10-09 04:00", PERI_ACTION_DIVIDEND, 17.78, 40},
                {"2013-10-09 04:00", PERI_ACTION_SPLIT, 0.25, 40},
                {"2013-10-10 04:00", PERI_ACTION_RENAME, 0, 0},
                {"2013-10-11 04:00", PERI_ACTION_DIVIDEND, 2, 20}};
    struct reading r;
    peri_lean_source source;
    peri_actions actions = {NULL, 0, 0};
    reading_setup(&r, PERI_RES_DAILY);
    reading_use_exchange(&r);
    open_source(&source);
    collect(&r, &source, "2013-10-07 04:00", "2013-12-31 00:00", &actions);
    CHECK_INT("how many", (int64_t)actions.n, sizeof rows / sizeof *rows);
    for (size_t i = 0; i < actions.n && i < sizeof rows / sizeof *rows; i++) {
        const peri_action *action = &actions.items[i];
        CHECK_INT(rows[i].time, action->time_ns, utc_at(rows[i].time));
        CHECK_INT("kind", action->kind, rows[i].kind);
        CHECK_NEAR("value", action->value, rows[i].value, 1e-12);
        CHECK_NEAR("reference", action->reference, rows[i].reference, 0);
        CHECK_INT("security", action->security, 3);
    }
    CHECK_STR("old name", actions.items[3].old_name, "old");
    CHECK_STR("new name", actions.items[3].new_name, "new");
    /* the day before the event must be among those that are visited */
    collect(&r, &source, "2013-10-09 04:00", "2013-10-10 04:00", &actions);
    CHECK_INT("only the rename", (int64_t)actions.n, 1);
    collect(&r, &source, "2013-10-08 04:00", "2013-10-09 03:59", &actions);
    CHECK_INT("only the warning", (int64_t)actions.n, 1);
    peri_mem_fail_at(1);
    peri_actions none = {NULL, 0, 0};
    peri_error err;
    CHECK_INT("no memory", peri_actions_collect(&source, r.exchange, 3, 0, INT64_MAX, &none, &err),
              PERI_ENOMEM);
    peri_mem_fail_at(0);
    peri_actions_deinit(&none);
    peri_actions_deinit(&actions);
    peri_lean_source_close(&source);
    reading_teardown(&r);
}

SUITE(actions_end_with_a_stock)
{
    static const char until[] = "19980102,gone\n20131011,gone\n";
    struct reading r;
    peri_lean_source source;
    peri_actions actions = {NULL, 0, 0};
    peri_error err;
    reading_setup(&r, PERI_RES_DAILY);
    reading_use_exchange(&r);
    memset(&source, 0, sizeof source);
    CHECK_INT("map", peri_map_file_parse("m.csv", "gone", until, strlen(until), &source.map, &err),
              PERI_OK);
    CHECK_INT("factors",
              peri_factor_file_parse("f.csv", FACTORS, strlen(FACTORS), &source.factors, &err),
              PERI_OK);
    collect(&r, &source, "2013-10-11 04:00", "2013-12-31 00:00", &actions);
    CHECK_INT("how many", (int64_t)actions.n, 2);
    if (actions.n == 2) {
        CHECK_INT("at its begin", actions.items[0].time_ns, utc_at("2013-10-11 04:00"));
        CHECK_INT("a warning", actions.items[0].kind, PERI_ACTION_DELISTING_WARNING);
        CHECK_INT("at its end, a Saturday", actions.items[1].time_ns, utc_at("2013-10-12 04:00"));
        CHECK_INT("the end", actions.items[1].kind, PERI_ACTION_DELISTED);
    }
    peri_actions_deinit(&actions);
    peri_lean_source_close(&source);
    reading_teardown(&r);
}

SUITE(actions_change_a_holding)
{
    static const struct {
        const char *name;
        double quantity, average, factor, reference;
        double want_quantity, want_average, want_cash;
    } rows[] = {{"7:1", 10, 700, 1.0 / 7.0, 645.57, 70, 100, 1000},
                {"short", -10, 700, 1.0 / 7.0, 645.57, -70, 100, 1000},
                {"1:10, a fraction is paid", 25, 2, 10, 2.5, 2, 20, 1000 + 0.5 * 2.5 * 10},
                {"nothing is left", 4, 2, 10, 2.5, 0, 0, 1000 + 0.4 * 25},
                {"flat", 0, 0, 0.5, 10, 0, 0, 1000}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const peri_security stock = {.multiplier = 1, .unit = 1, .base_cash = -1};
        peri_portfolio portfolio;
        peri_portfolio_init(&portfolio, 1000);
        CHECK_INT("holding", peri_portfolio_add_security(&portfolio, &stock), PERI_OK);
        portfolio.holdings[0].quantity = rows[i].quantity;
        portfolio.holdings[0].average_price = rows[i].average;
        portfolio.invested = rows[i].quantity != 0;
        peri_portfolio_split(&portfolio, 0, rows[i].factor, rows[i].reference);
        CHECK_NEAR(rows[i].name, portfolio.holdings[0].quantity, rows[i].want_quantity, 1e-9);
        CHECK_NEAR(rows[i].name, portfolio.holdings[0].average_price, rows[i].want_average, 1e-9);
        CHECK_NEAR(rows[i].name, portfolio.book.items[0].amount, rows[i].want_cash, 1e-9);
        CHECK_INT(rows[i].name, portfolio.invested, rows[i].want_quantity != 0);
        peri_portfolio_dividend(&portfolio, 0, 0.5);
        CHECK_NEAR("dividend", portfolio.book.items[0].amount,
                   rows[i].want_cash + rows[i].want_quantity / 2, 1e-9);
        peri_portfolio_deinit(&portfolio);
    }
}

SUITE(actions_change_open_trades)
{
    trade_kit kit;
    peri_error err;
    kit_open_at_100(&kit, 1e6);
    const peri_trade_builder *trades = peri_broker_trade_builder(kit.broker);
    CHECK_INT("bought", kit_submit(&kit, KIT_MINUTE, 30, PERI_ORDER_MARKET, KIT_NOW, &err), 1);
    peri_portfolio_split(peri_broker_portfolio(kit.broker), KIT_MINUTE, 0.5, 100);
    CHECK_INT("split", kit_split(&kit, KIT_MINUTE, 0.5, KIT_NOW), PERI_OK);
    CHECK_INT("sold", kit_submit(&kit, KIT_MINUTE, -60, PERI_ORDER_MARKET, KIT_NOW, &err), 2);
    CHECK_NEAR("flat", kit_held(&kit, KIT_MINUTE), 0, 0);
    CHECK_INT("no trade is open", trades->open, 0);
    CHECK_INT("one was closed", trades->trade_n, 1);
    CHECK_NEAR("twice the shares", trades->trades[0].quantity, 60, 1e-9);
    CHECK_NEAR("at half the price", trades->trades[0].entry_price, 50, 1e-9);
    CHECK_NEAR("sold at 100", trades->trades[0].profit, 60 * 50, 0);
    kit_close(&kit);
}

SUITE(actions_change_open_orders)
{
    trade_kit kit;
    peri_error err;
    kit_open_at_100(&kit, 1e6);
    const peri_order_request limit = {
        .security = KIT_MINUTE, .type = PERI_ORDER_LIMIT, .quantity = 15, .limit_price = 90};
    const peri_order_request other = {
        .security = KIT_DAILY, .type = PERI_ORDER_LIMIT, .quantity = 15, .limit_price = 90};
    const peri_order_request trailing = {.security = KIT_MINUTE,
                                         .type = PERI_ORDER_TRAILING_STOP,
                                         .quantity = -10,
                                         .trailing_amount = 60.123};
    const peri_order_request share = {.security = KIT_MINUTE,
                                      .type = PERI_ORDER_TRAILING_STOP,
                                      .quantity = -10,
                                      .trailing_amount = 0.125,
                                      .trailing_as_percentage = true};
    const peri_order_request small = {
        .security = KIT_MINUTE, .type = PERI_ORDER_STOP_MARKET, .quantity = -5, .stop_price = 80};
    kit.securities[KIT_MINUTE].tick_size = 0.01;
    CHECK_INT("limit", kit_send(&kit, &limit, KIT_NOW, &err), 1);
    CHECK_INT("of another", kit_send(&kit, &other, KIT_NOW, &err), 2);
    CHECK_INT("small", kit_send(&kit, &small, KIT_NOW, &err), 3);
    CHECK_INT("split", kit_split(&kit, KIT_MINUTE, 10, "2013-10-09 00:00"), PERI_OK);
    CHECK_NEAR("whole shares", kit_order(&kit, 1)->quantity, 1, 0);
    CHECK_NEAR("price", kit_order(&kit, 1)->limit_price, 900, 1e-9);
    CHECK_INT("when", kit_order(&kit, 1)->last_update_ns, kit_time(&kit, "2013-10-09 00:00"));
    CHECK_NEAR("of another", kit_order(&kit, 2)->quantity, 15, 0);
    CHECK_NEAR("too small for a share", kit_order(&kit, 3)->quantity, -5, 0);
    CHECK_INT("split", kit_split(&kit, KIT_MINUTE, 0.25, "2013-10-10 00:00"), PERI_OK);
    CHECK_NEAR("4:1", kit_order(&kit, 3)->quantity, -20, 0);
    CHECK_NEAR("stop", kit_order(&kit, 3)->stop_price, 20, 1e-9);
    CHECK_INT("told", kit_order(&kit, 3)->status, PERI_STATUS_UPDATE_SUBMITTED);
    CHECK_INT("trailing", kit_send(&kit, &trailing, "2013-10-10 00:00", &err), 4);
    CHECK_NEAR("an amount on the tick", kit_order(&kit, 4)->trailing_amount, 60.12, 1e-9);
    CHECK_STR("its tag as it was asked for", kit_order(&kit, 4)->tag, "Trailing Amount: $60.123");
    CHECK_INT("a share", kit_send(&kit, &share, "2013-10-10 00:00", &err), 5);
    CHECK_INT("split", kit_split(&kit, KIT_MINUTE, 1.0 / 7.0, "2013-10-11 00:00"), PERI_OK);
    CHECK_NEAR("on the tick", kit_order(&kit, 3)->stop_price, 2.86, 1e-9);
    CHECK_NEAR("an amount", kit_order(&kit, 4)->trailing_amount, 8.59, 1e-9);
    CHECK_NEAR("a fraction stays", kit_order(&kit, 5)->trailing_amount, 0.125, 0);
    kit_close(&kit);
}
