/* test_order_admission.c - what becomes of a request: prices, ticks, tags, refusals, expiry, what
 * is noted at the submission. */
#include <math.h>
#include <string.h>

#include "check.h"
#include "trade_kit.h"

/* -- refusals --------------------------------------------------------------------------------- */

static const struct row {
    const char *name;
    peri_order_request request;
    const char *now;
    peri_refusal code;
    const char *says;
} rows[] = {
    {"no quantity", {.security = KIT_MINUTE}, KIT_NOW, PERI_REFUSAL_QUANTITY_ZERO, "quantity 0"},
    {"no number",
     {.security = KIT_MINUTE, .quantity = HUGE_VAL},
     KIT_NOW,
     PERI_REFUSAL_INVALID_REQUEST,
     "quantity inf"},
    {"below the lot",
     {.security = KIT_MINUTE, .quantity = 0.25},
     KIT_NOW,
     PERI_REFUSAL_LESS_THAN_LOT_SIZE,
     "quantity 0.25 is below the lot size of 1"},
    {"no limit",
     {.security = KIT_MINUTE, .type = PERI_ORDER_LIMIT, .quantity = 1},
     KIT_NOW,
     PERI_REFUSAL_INVALID_REQUEST,
     "Limit order for SPY: limit price 0 is not finite and > 0"},
    {"a negative stop",
     {.security = KIT_MINUTE, .type = PERI_ORDER_STOP_MARKET, .quantity = 1, .stop_price = -3},
     KIT_NOW,
     PERI_REFUSAL_INVALID_REQUEST,
     "StopMarket order for SPY: stop price -3"},
    {"no trigger",
     {.security = KIT_MINUTE, .type = PERI_ORDER_LIMIT_IF_TOUCHED, .quantity = 1, .limit_price = 3},
     KIT_NOW,
     PERI_REFUSAL_INVALID_REQUEST,
     "LimitIfTouched order for SPY: trigger price 0"},
    {"no trailing amount",
     {.security = KIT_MINUTE, .type = PERI_ORDER_TRAILING_STOP, .quantity = 1},
     KIT_NOW,
     PERI_REFUSAL_INVALID_REQUEST,
     "TrailingStop order for SPY: trailing amount 0"},
    {"a trailing stop below 0",
     {.security = KIT_MINUTE,
      .type = PERI_ORDER_TRAILING_STOP,
      .quantity = -1,
      .trailing_amount = 101},
     KIT_NOW,
     PERI_REFUSAL_INVALID_REQUEST,
     "TrailingStop order for SPY: stop price -1"},
    {"on open while open",
     {.security = KIT_MINUTE, .type = PERI_ORDER_MARKET_ON_OPEN, .quantity = 1},
     KIT_NOW,
     PERI_REFUSAL_MARKET_ON_OPEN_WHILE_OPEN,
     "the market is open"},
    {"on close too late",
     {.security = KIT_MINUTE, .type = PERI_ORDER_MARKET_ON_CLOSE, .quantity = 1},
     "2013-10-08 15:45",
     PERI_REFUSAL_MARKET_ON_CLOSE_TOO_LATE,
     "less than 15.5 minutes"},
    {"never closes",
     {.security = KIT_CUSTOM, .type = PERI_ORDER_MARKET_ON_CLOSE, .quantity = 1},
     KIT_NOW,
     PERI_REFUSAL_UNSUPPORTED_REQUEST_TYPE,
     "its market never closes"},
};

SUITE(admission_refusals_have_codes)
{
    trade_kit kit;
    kit_open_at_100(&kit, 10000.0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        peri_error err = {0};
        CHECK_INT(rows[i].name, kit_send(&kit, &rows[i].request, rows[i].now, &err), 0);
        CHECK_INT(rows[i].name, peri_broker_refusal(kit.broker), rows[i].code);
        CHECK_HAS(rows[i].name, err.text, rows[i].says);
    }
    CHECK_INT("none was made", peri_broker_order_count(kit.broker), 0);
    kit_close(&kit);

    const peri_order_request request = {.security = KIT_MINUTE, .quantity = 1};
    peri_error err = {0};
    kit_open(&kit, 10000.0);
    CHECK_INT("no data", kit_send(&kit, &request, KIT_NOW, &err), 0);
    CHECK_INT("its code", peri_broker_refusal(kit.broker), PERI_REFUSAL_SECURITY_HAS_NO_DATA);
    kit_bar(&kit, KIT_MINUTE, "2013-10-08 09:59", KIT_NOW, 1.0, 0.0);
    CHECK_INT("no price", kit_send(&kit, &request, KIT_NOW, &err), 0);
    CHECK_INT("its code", peri_broker_refusal(kit.broker), PERI_REFUSAL_SECURITY_PRICE_ZERO);
    kit_close(&kit);
}

/* What Transactions.AddOrder sends: the type stays, the time is given. */
SUITE(admission_of_an_order_as_it_is)
{
    static const char night[] = "2013-10-08 20:00";
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 1e6);
    peri_order_request request = {.security = KIT_MINUTE, .quantity = 1, .keeps_type = true};
    const peri_order *order = kit_order(&kit, kit_send(&kit, &request, night, &err));
    CHECK_INT("not converted", order->type, PERI_ORDER_MARKET);
    CHECK_INT("it waits", order->status, PERI_STATUS_SUBMITTED);
    CHECK("made now", order->created_ns == kit_time(&kit, night));
    request.time_ns = kit_time(&kit, KIT_NOW);
    order = kit_order(&kit, kit_send(&kit, &request, night, &err));
    CHECK("made before", order->created_ns == request.time_ns);
    request.time_ns = kit_time(&kit, night) + 1;
    CHECK_INT("made later", kit_send(&kit, &request, night, &err), 0);
    CHECK_INT("its code", peri_broker_refusal(kit.broker), PERI_REFUSAL_INVALID_REQUEST);
    CHECK_HAS("its text", err.text,
              "order for SPY: its time, 2013-10-09 00:00:00.000000001 UTC, is later than now, "
              "2013-10-09 00:00:00 UTC");
    CHECK_INT("none was made", peri_broker_order_count(kit.broker), 2);
    kit_bar(&kit, KIT_MINUTE, "2013-10-09 09:30", "2013-10-09 09:31", 100.0, 101.0);
    CHECK_INT("the next morning", kit_step(&kit, "2013-10-09 09:31", &err), PERI_OK);
    CHECK_STR("both fill", kit_story(&kit), "1:Submitted 2:Submitted 1:Filled 2:Filled");
    kit_close(&kit);
}

SUITE(admission_close_buffer)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 1e6);
    peri_broker_rules(kit.broker)->close_buffer_ns = 10 * PERI_MINUTE;
    const peri_order_type type = PERI_ORDER_MARKET_ON_CLOSE;
    CHECK_INT("in time", kit_submit(&kit, KIT_MINUTE, 1.0, type, "2013-10-08 15:50", &err), 1);
    CHECK_INT("too late", kit_submit(&kit, KIT_MINUTE, 1.0, type, "2013-10-08 15:51", &err), 0);
    CHECK_HAS("its text", err.text, "less than 10 minutes are left until the close");
    const int64_t id = kit_submit(&kit, KIT_DAILY, 1.0, 0, "2013-10-08 15:50", &err);
    CHECK_INT("a market order on daily bars", kit_order(&kit, id)->type, type);
    kit_close(&kit);
}

SUITE(admission_maximum)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 1e6);
    CHECK_INT("LEAN's", peri_broker_max_orders(kit.broker), 10000);
    peri_broker_set_max_orders(kit.broker, 2);
    for (int i = 0; i < 3; i++) /* LEAN refuses when more than the maximum were made */
        CHECK_INT("made", kit_submit(&kit, KIT_CUSTOM, 1.0, 0, KIT_NOW, &err), i + 1);
    CHECK_INT("refused", kit_submit(&kit, KIT_CUSTOM, 1.0, 0, KIT_NOW, &err), 0);
    CHECK_INT("its code", peri_broker_refusal(kit.broker), PERI_REFUSAL_EXCEEDED_MAXIMUM_ORDERS);
    CHECK_HAS("its text", err.text,
              "order for coin: 3 orders were made, more than the maximum of 2");
    kit_close(&kit);
}

/* -- ticks ------------------------------------------------------------------------------------ */

static const struct tick_row {
    const char *name;
    peri_security_type type;
    double tick, price, rounded;
} tick_rows[] = {
    {"none", PERI_TYPE_EQUITY, 0.0, 100.01234, 100.01234},
    {"down", PERI_TYPE_EQUITY, 0.01, 100.0149, 100.01},
    {"up", PERI_TYPE_EQUITY, 0.01, 100.0151, 100.02},
    {"half: to the even one, down", PERI_TYPE_EQUITY, 0.01, 100.005, 100.0},
    {"half: to the even one, up", PERI_TYPE_EQUITY, 0.01, 100.015, 100.02},
    {"already one", PERI_TYPE_EQUITY, 0.01, 0.29 + 100.0, 100.29},
    {"below a dollar: finer", PERI_TYPE_EQUITY, 0.01, 0.98765, 0.9876},
    {"at a dollar", PERI_TYPE_EQUITY, 0.01, 1.004, 1.0},
    {"a currency below one", PERI_TYPE_FOREX, 0.00001, 0.987654, 0.98765},
    {"crypto", PERI_TYPE_CRYPTO, 0.01, 0.1234, 0.12},
    {"a quarter", PERI_TYPE_CFD, 0.25, 1700.3, 1700.25},
};

SUITE(admission_rounds_to_the_tick)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 1e6);
    peri_security *security = &kit.securities[KIT_MINUTE];
    for (size_t i = 0; i < sizeof tick_rows / sizeof *tick_rows; i++) {
        const struct tick_row *r = &tick_rows[i];
        const peri_order_request request = {.security = KIT_MINUTE,
                                            .type = PERI_ORDER_STOP_LIMIT,
                                            .quantity = 1,
                                            .stop_price = r->price,
                                            .limit_price = r->price};
        security->type = r->type;
        security->tick_size = r->tick;
        const peri_order *order = kit_order(&kit, kit_send(&kit, &request, KIT_NOW, &err));
        CHECK_NEAR(r->name, order->limit_price, r->rounded, 0.0);
        CHECK_NEAR(r->name, order->stop_price, r->rounded, 0.0);
        const peri_order_update update = {.fields = PERI_FIELD_LIMIT_PRICE,
                                          .limit_price = r->price};
        peri_broker_update(kit.broker, order->id, &update, kit_time(&kit, KIT_NOW), &err);
        kit_step(&kit, KIT_NOW, &err);
        CHECK_NEAR(r->name, kit_order(&kit, order->id)->limit_price, r->rounded, 0.0);
    }
    security->type = PERI_TYPE_CRYPTO;
    const peri_order_request small = {
        .security = KIT_MINUTE, .type = PERI_ORDER_LIMIT, .quantity = 1, .limit_price = 0.001};
    security->tick_size = 0.01;
    CHECK_INT("rounded to nothing", kit_send(&kit, &small, KIT_NOW, &err), 0);
    CHECK_HAS("its text", err.text, "limit price 0.001 is not");
    kit_close(&kit);
}

/* -- trailing stops --------------------------------------------------------------------------- */

/* The price is 100. */
static const struct trailing_row {
    double quantity, stop, amount;
    bool percent;
    double first;
    const char *tag;
} trailing_rows[] = {
    {-1, 0, 2, false, 98, "Trailing Amount: $2"},
    {1, 0, 2.5, false, 102.5, "Trailing Amount: $2.5"},
    {-1, 0, 0.0025, true, 99.75, "Trailing Amount: 0.2500%"},
    {1, 0, 0.1, true, 110, "Trailing Amount: 10.0%"},
    {-1, 95, 0.05, true, 95, "Trailing Amount: 5.00%"},
    {-1, 0, 1e-7, false, 100 - 1e-7, "Trailing Amount: $0.0000001"},
};

SUITE(admission_trailing_stops)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 1e6);
    for (size_t i = 0; i < sizeof trailing_rows / sizeof *trailing_rows; i++) {
        const struct trailing_row *r = &trailing_rows[i];
        peri_order_request request = {.security = KIT_MINUTE,
                                      .type = PERI_ORDER_TRAILING_STOP,
                                      .quantity = r->quantity,
                                      .stop_price = r->stop,
                                      .trailing_amount = r->amount,
                                      .trailing_as_percentage = r->percent};
        const peri_order *order = kit_order(&kit, kit_send(&kit, &request, KIT_NOW, &err));
        CHECK_NEAR(r->tag, order->stop_price, r->first, 1e-12);
        CHECK_STR("tag", peri_order_tag(order), r->tag);
        request.tag = "mine";
        CHECK_STR("its own", kit_order(&kit, kit_send(&kit, &request, KIT_NOW, &err))->tag, "mine");
    }
    kit_close(&kit);
}

/* -- what is noted ---------------------------------------------------------------------------- */

SUITE(admission_notes_prices)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 10000.0);
    const peri_order *order = kit_order(&kit, kit_submit(&kit, KIT_MINUTE, 1.0, 0, KIT_NOW, &err));
    CHECK("accepted", order->accepted && order->has_submission);
    CHECK_NEAR("no quote: the price", order->bid_price, 100.0, 0.0);
    CHECK_NEAR("no quote: the price", order->ask_price, 100.0, 0.0);
    CHECK_NEAR("last", order->last_price, 100.0, 0.0);
    const peri_quote_bar quote = {kit_time(&kit, "2013-10-08 09:59"),
                                  kit_time(&kit, KIT_NOW),
                                  {98, 98, 98, 98, 1},
                                  {102, 102, 102, 102, 1}};
    peri_security_update_quote(&kit.securities[KIT_MINUTE], &quote);
    order = kit_order(&kit, kit_submit(&kit, KIT_MINUTE, 1.0, 0, KIT_NOW, &err));
    CHECK_NEAR("bid", order->bid_price, 98.0, 0.0);
    CHECK_NEAR("ask", order->ask_price, 102.0, 0.0);
    CHECK_NEAR("last", order->last_price, 100.0, 0.0);
    CHECK_NEAR("filled at the ask", order->average_fill_price, 102.0, 0.0);
    order = kit_order(&kit, kit_submit(&kit, KIT_MINUTE, 1e4, 0, KIT_NOW, &err));
    CHECK_INT("cannot be paid", order->status, PERI_STATUS_INVALID);
    CHECK("not accepted", !order->accepted);
    CHECK("noted all the same", order->has_submission && order->ask_price == 102.0);
    kit_close(&kit);
}

/* -- time in force ---------------------------------------------------------------------------- */

static const struct expiry_row {
    const char *name;
    int security;
    peri_security_type type;
    peri_time_in_force kind;
    const char *made, *date; /* of GOOD_TIL_DATE */
    const char *expires;     /* New York; NULL: it does not */
} expiry_rows[] = {
    {"none", KIT_MINUTE, PERI_TYPE_EQUITY, PERI_TIF_GOOD_TIL_CANCELED, KIT_NOW, NULL, NULL},
    {"day: the close", KIT_MINUTE, PERI_TYPE_EQUITY, PERI_TIF_DAY, KIT_NOW, NULL,
     "2013-10-08 16:00"},
    {"day: made before the open", KIT_MINUTE, PERI_TYPE_EQUITY, PERI_TIF_DAY, "2013-10-08 08:00",
     NULL, "2013-10-08 16:00"},
    {"day: made at the close", KIT_MINUTE, PERI_TYPE_EQUITY, PERI_TIF_DAY, "2013-10-08 16:00", NULL,
     "2013-10-09 16:00"},
    {"day: made on Saturday", KIT_MINUTE, PERI_TYPE_EQUITY, PERI_TIF_DAY, "2013-10-12 12:00", NULL,
     "2013-10-14 16:00"},
    {"day: an early close", KIT_MINUTE, PERI_TYPE_EQUITY, PERI_TIF_DAY, "2013-11-29 10:00", NULL,
     "2013-11-29 13:00"},
    {"day: a currency", KIT_MINUTE, PERI_TYPE_FOREX, PERI_TIF_DAY, KIT_NOW, NULL,
     "2013-10-08 17:00"},
    {"day: a currency, at 17:00", KIT_MINUTE, PERI_TYPE_FOREX, PERI_TIF_DAY, "2013-10-08 17:00",
     NULL, "2013-10-08 17:00"},
    {"day: a currency, later", KIT_MINUTE, PERI_TYPE_FOREX, PERI_TIF_DAY, "2013-10-08 17:01", NULL,
     "2013-10-09 17:00"},
    {"day: a CFD", KIT_MINUTE, PERI_TYPE_CFD, PERI_TIF_DAY, KIT_NOW, NULL, "2013-10-08 17:00"},
    {"day: crypto, midnight in UTC", KIT_MINUTE, PERI_TYPE_CRYPTO, PERI_TIF_DAY, KIT_NOW, NULL,
     "2013-10-08 20:00"},
    {"day: custom data, midnight of its zone", KIT_CUSTOM, PERI_TYPE_BASE, PERI_TIF_DAY, KIT_NOW,
     NULL, "2013-10-08 20:00"},
    {"date: the close", KIT_MINUTE, PERI_TYPE_EQUITY, PERI_TIF_GOOD_TIL_DATE, KIT_NOW,
     "2013-10-10 00:00", "2013-10-10 16:00"},
    {"date: its time does not count", KIT_MINUTE, PERI_TYPE_EQUITY, PERI_TIF_GOOD_TIL_DATE, KIT_NOW,
     "2013-10-10 23:00", "2013-10-10 16:00"},
    {"date: a Saturday", KIT_MINUTE, PERI_TYPE_EQUITY, PERI_TIF_GOOD_TIL_DATE, KIT_NOW,
     "2013-10-12 00:00", "2013-10-14 16:00"},
    {"date: a currency", KIT_MINUTE, PERI_TYPE_FOREX, PERI_TIF_GOOD_TIL_DATE, KIT_NOW,
     "2013-10-10 00:00", "2013-10-10 17:00"},
    {"date: crypto, when it is over", KIT_MINUTE, PERI_TYPE_CRYPTO, PERI_TIF_GOOD_TIL_DATE, KIT_NOW,
     "2013-10-10 00:00", "2013-10-10 20:00"},
};

SUITE(admission_time_in_force)
{
    trade_kit kit;
    kit_open_at_100(&kit, 1e6);
    peri_broker_set_currency_zone(kit.broker, kit.new_york);
    for (size_t i = 0; i < sizeof expiry_rows / sizeof *expiry_rows; i++) {
        const struct expiry_row *r = &expiry_rows[i];
        peri_error err = {0};
        peri_time_text date = {.time_ns = 0};
        if (r->date)
            peri_time_parse(r->date, strlen(r->date), &date);
        const peri_order_request request = {.security = r->security,
                                            .type = PERI_ORDER_LIMIT,
                                            .quantity = 1,
                                            .limit_price = 1,
                                            .time_in_force = r->kind,
                                            .expiry_local_ns = date.time_ns};
        kit.securities[r->security].type = r->type;
        const peri_order *order = kit_order(&kit, kit_send(&kit, &request, r->made, &err));
        CHECK_INT(r->name, order->expires_ns, r->expires ? kit_time(&kit, r->expires) : PERI_NEVER);
    }
    kit_close(&kit);
}

/* Expiry comes before the fill, at the first step at or after its time. */
SUITE(admission_expires)
{
    const peri_order_request request = {.security = KIT_MINUTE,
                                        .type = PERI_ORDER_LIMIT,
                                        .quantity = 1,
                                        .limit_price = 90,
                                        .time_in_force = PERI_TIF_DAY};
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 10000.0);
    kit_send(&kit, &request, KIT_NOW, &err);
    kit_send(&kit, &request, "2013-10-08 15:58", &err);
    kit_bar(&kit, KIT_MINUTE, "2013-10-08 15:58", "2013-10-08 15:59", 100.0, 100.0);
    kit_step(&kit, "2013-10-08 15:59", &err);
    kit_bar(&kit, KIT_MINUTE, "2013-10-08 15:59", "2013-10-08 16:00", 80.0, 80.0);
    kit_step(&kit, "2013-10-08 16:00", &err);
    CHECK_STR("although the bar passes the limit", kit_story(&kit),
              "1:Submitted 2:Submitted 1:Canceled 2:Canceled");
    CHECK_STR("why", kit.events[2].message, "the order has expired (Day)");
    CHECK_INT("when", kit_order(&kit, 1)->canceled_ns, kit_time(&kit, "2013-10-08 16:00"));
    CHECK("none is open", peri_broker_next_open(kit.broker, 0) == 0);
    kit_close(&kit);
}

/* -- sizing and margin ------------------------------------------------------------------------ */

SUITE(admission_waiting_orders_do_not_count)
{
    const peri_order_request limit = {
        .security = KIT_MINUTE, .type = PERI_ORDER_LIMIT, .quantity = 50, .limit_price = 90};
    trade_kit kit;
    peri_error err = {0};
    peri_refusal why;
    double before = 0, after = 0;
    kit_open_at_100(&kit, 100000.0);
    peri_broker_target_quantity(kit.broker, KIT_MINUTE, 1.0, &before, &why, &err);
    kit_send(&kit, &limit, KIT_NOW, &err);
    peri_broker_target_quantity(kit.broker, KIT_MINUTE, 1.0, &after, &why, &err);
    CHECK_NEAR("SetHoldings goes by market orders", after, before, 0.0);
    CHECK_NEAR("open in all", kit_open_quantity(&kit, KIT_MINUTE), 50.0, 0.0);
    CHECK_NEAR("at the market", peri_broker_open_market_quantity(kit.broker, KIT_MINUTE), 0.0, 0.0);
    kit_close(&kit);
}

/* A resting order that cannot be paid any more is invalid, whatever its price. */
SUITE(admission_margin_at_each_attempt)
{
    const peri_order_request limit = {
        .security = KIT_MINUTE, .type = PERI_ORDER_LIMIT, .quantity = 150, .limit_price = 10};
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 10000.0);
    kit_send(&kit, &limit, KIT_NOW, &err);
    kit_bar(&kit, KIT_MINUTE, KIT_NOW, "2013-10-08 10:01", 140.0, 140.0);
    kit_step(&kit, "2013-10-08 10:01", &err);
    CHECK_STR("invalid", kit_story(&kit), "1:Submitted 1:Invalid");
    CHECK_HAS("why", kit.events[1].message, "insufficient buying power: needed 10501.00");
    kit_close(&kit);
}
