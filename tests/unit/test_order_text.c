/* test_order_text.c - orders as the text of LEAN's hash. The wanted texts are those of LEAN's runs,
   whose MD5 is LEAN's OrderListHash, or differ from one of them in what a case is about. */
#include "check.h"

#include <string.h>

#include "base/mem.h"
#include "report/order_text.h"
#include "time/civil.h"

static int64_t at(const char *text)
{
    peri_time_text time = {0};
    CHECK(text, !peri_time_parse(text, strlen(text), &time));
    return time.time_ns;
}

static peri_exact exact(const char *text)
{
    peri_exact value = {0};
    CHECK(text, peri_exact_parse(text, strlen(text), &value));
    return value;
}

/* An accepted order for SPY, and what was seen then. */
static peri_order order_for(int64_t id, peri_order_type type, double quantity, const char *time)
{
    return (peri_order){.id = id,
                        .type = type,
                        .quantity = quantity,
                        .created_ns = at(time),
                        .status = PERI_STATUS_SUBMITTED};
}

static void check_text(const char *name, peri_order *order, const char *const seen[3],
                       const char *want)
{
    peri_order_facts facts = {.order = order,
                              .ticker = "SPY",
                              .id = "SPY R735QTJ8XC9X",
                              .currency = "USD",
                              .type = PERI_TYPE_EQUITY,
                              .normalization = 1};
    peri_buf out;
    order->has_submission = seen != NULL;
    order->accepted = seen != NULL && order->status != PERI_STATUS_INVALID;
    if (seen) {
        facts.bid = exact(seen[0]);
        facts.ask = exact(seen[1]);
        facts.last = exact(seen[2]);
        order->bid_price = peri_exact_value(&facts.bid);
        order->ask_price = peri_exact_value(&facts.ask);
        order->last_price = peri_exact_value(&facts.last);
    }
    peri_buf_init(&out);
    peri_order_text(&facts, &out);
    CHECK_STR(name, peri_buf_str(&out), want);
    peri_buf_deinit(&out);
}

static void fill(peri_order *order, double price, const char *time)
{
    order->status = PERI_STATUS_FILLED;
    order->average_fill_price = price;
    order->last_fill_ns = at(time);
}

static void cancel(peri_order *order, const char *time)
{
    order->status = PERI_STATUS_CANCELED;
    order->canceled_ns = at(time);
}

#define SPY "\"symbol\":{\"value\":\"SPY\",\"id\":\"SPY R735QTJ8XC9X\",\"permtick\":\"SPY\"},"
#define FOR_EVER "\"properties\":{\"timeInForce\":{}},\"securityType\":1,"

static const char *const at_931[] = {"144.77307790400", "144.78172417000", "144.77307790400"};
static const char *const at_noon[] = {"145.43884038600", "145.44748665200", "145.44748665200"};

#define SEEN_931                                                                                   \
    "\"orderSubmissionData\":{\"bidPrice\":144.77307790400,\"askPrice\":144.78172417000,"          \
    "\"lastPrice\":144.77307790400},"
#define SEEN_NOON                                                                                  \
    "\"orderSubmissionData\":{\"bidPrice\":145.43884038600,\"askPrice\":145.44748665200,"          \
    "\"lastPrice\":145.44748665200},"

/* LEAN's BasicTemplateAlgorithm. */
SUITE(order_text_market)
{
    peri_order order = order_for(1, PERI_ORDER_MARKET, 688.0, "2013-10-07 13:31");
    fill(&order, 144.78172417, "2013-10-07 13:31");
    check_text("filled", &order, at_931,
               "{\"type\":0,\"id\":1,\"contingentId\":0,\"brokerId\":[\"1\"]," SPY
               "\"price\":144.7817,\"priceCurrency\":\"USD\",\"time\":\"2013-10-07T13:31:00Z\","
               "\"createdTime\":\"2013-10-07T13:31:00Z\",\"lastFillTime\":\"2013-10-07T13:31:00Z\","
               "\"quantity\":688.0,\"status\":3,\"tag\":\"\"," FOR_EVER
               "\"direction\":0,\"value\":99609.8096," SEEN_931
               "\"isMarketable\":true,\"priceAdjustmentMode\":1}");
}

/* Without a Z as in FillOutsideHoursDailyResolutionAlgorithm. */
SUITE(order_text_of_a_dated_order)
{
    peri_order order = order_for(1, PERI_ORDER_MARKET, 1.0, "2013-10-07 23:00");
    order.dated = true;
    fill(&order, 143.078409768, "2013-10-08 20:00");
    check_text("dated", &order,
               (const char *const[]){"144.75578537200", "144.75578537200", "144.75578537200"},
               "{\"type\":0,\"id\":1,\"contingentId\":0,\"brokerId\":[\"1\"]," SPY
               "\"price\":143.0784,\"priceCurrency\":\"USD\",\"time\":\"2013-10-07T23:00:00\","
               "\"createdTime\":\"2013-10-07T23:00:00\",\"lastFillTime\":\"2013-10-08T20:00:00Z\","
               "\"quantity\":1.0,\"status\":3,\"tag\":\"\"," FOR_EVER
               "\"direction\":0,\"value\":143.0784,\"orderSubmissionData\":{\"bidPrice\":"
               "144.75578537200,\"askPrice\":144.75578537200,\"lastPrice\":144.75578537200},"
               "\"isMarketable\":true,\"priceAdjustmentMode\":1}");
}

/* LEAN's CompleteOrderTagUpdateAlgorithm. */
SUITE(order_text_limit)
{
    peri_order order = order_for(1, PERI_ORDER_LIMIT, 100.0, "2013-10-07 13:31");
    order.limit_price = 14.47730779;
    cancel(&order, "2013-10-07 13:31");
    order.tag = "This is the tag set after order was canceled.";
    check_text(
        "cancelled", &order, at_931,
        "{\"limitPrice\":14.47731,\"type\":1,\"id\":1,\"contingentId\":0,\"brokerId\":[\"1\"]," SPY
        "\"price\":0.0,\"priceCurrency\":\"USD\",\"time\":\"2013-10-07T13:31:00Z\","
        "\"createdTime\":\"2013-10-07T13:31:00Z\",\"canceledTime\":\"2013-10-07T13:31:00Z\","
        "\"quantity\":100.0,\"status\":5,\"tag\":\"This is the tag set after order was "
        "canceled.\"," FOR_EVER "\"direction\":0,\"value\":0.0," SEEN_931
        "\"isMarketable\":false,\"priceAdjustmentMode\":1}");
}

/* The types of LEAN's OrderTicketDemoAlgorithm. */
SUITE(order_text_stops)
{
    peri_order order = order_for(7, PERI_ORDER_STOP_MARKET, 10.0, "2013-10-07 20:00");
    order.stop_price = 145.02767483543;
    order.last_update_ns = at("2013-10-08 13:38");
    cancel(&order, "2013-10-08 13:39");
    order.tag = "Short filled";
    check_text(
        "stop market", &order, at_931,
        "{\"stopPrice\":145.0277,\"type\":2,\"id\":7,\"contingentId\":0,\"brokerId\":[\"7\"]," SPY
        "\"price\":0.0,\"priceCurrency\":\"USD\",\"time\":\"2013-10-07T20:00:00Z\","
        "\"createdTime\":\"2013-10-07T20:00:00Z\","
        "\"lastUpdateTime\":\"2013-10-08T13:38:00Z\","
        "\"canceledTime\":\"2013-10-08T13:39:00Z\","
        "\"quantity\":10.0,\"status\":5,\"tag\":\"Short filled\"," FOR_EVER
        "\"direction\":0,\"value\":0.0," SEEN_931
        "\"isMarketable\":false,\"priceAdjustmentMode\":1}");

    order = order_for(10, PERI_ORDER_STOP_LIMIT, -10.0, "2013-10-08 16:01");
    order.stop_price = 143.673152838;
    order.limit_price = 143.666879718;
    order.triggered = true;
    order.last_update_ns = at("2013-10-08 16:09");
    fill(&order, 143.666879718, "2013-10-08 16:10");
    order.tag = "Long filled.";
    check_text("stop limit", &order, at_noon,
               "{\"stopPrice\":143.6732,\"stopTriggered\":true,\"limitPrice\":143.6669,\"type\":3,"
               "\"id\":10,\"contingentId\":0,\"brokerId\":[\"10\"]," SPY
               "\"price\":143.6669,\"priceCurrency\":\"USD\",\"time\":\"2013-10-08T16:01:00Z\","
               "\"createdTime\":\"2013-10-08T16:01:00Z\",\"lastFillTime\":\"2013-10-08T16:10:00Z\","
               "\"lastUpdateTime\":\"2013-10-08T16:09:00Z\","
               "\"quantity\":-10.0,\"status\":3,\"tag\":\"Long filled.\"," FOR_EVER
               "\"direction\":1,\"value\":-1436.6690," SEEN_NOON
               "\"isMarketable\":false,\"priceAdjustmentMode\":1}");

    order = order_for(5, PERI_ORDER_TRAILING_STOP, 10.0, "2013-10-07 16:00");
    order.stop_price = 145.36869;
    order.trailing_amount = 0.0025 - 6 * 0.0001; /* not quite 0.0019 */
    order.trailing_as_percentage = true;
    order.last_update_ns = at("2013-10-07 16:30");
    cancel(&order, "2013-10-07 16:31");
    check_text("trailing stop", &order, at_noon,
               "{\"trailingAmount\":0.0019,\"trailingAsPercentage\":true,\"type\":11,"
               "\"stopPrice\":145.3687,\"id\":5,\"contingentId\":0,\"brokerId\":[\"5\"]," SPY
               "\"price\":0.0,\"priceCurrency\":\"USD\",\"time\":\"2013-10-07T16:00:00Z\","
               "\"createdTime\":\"2013-10-07T16:00:00Z\","
               "\"lastUpdateTime\":\"2013-10-07T16:30:00Z\","
               "\"canceledTime\":\"2013-10-07T16:31:00Z\","
               "\"quantity\":10.0,\"status\":5,\"tag\":\"\"," FOR_EVER
               "\"direction\":0,\"value\":0.0," SEEN_NOON
               "\"isMarketable\":false,\"priceAdjustmentMode\":1}");
}

/* LEAN's LimitIfTouchedRegressionAlgorithm, and MarketOnCloseOrderBufferRegressionAlgorithm. */
SUITE(order_text_touched_and_sessions)
{
    peri_order order = order_for(1, PERI_ORDER_LIMIT_IF_TOUCHED, 1.0, "2013-10-07 13:31");
    order.trigger_price = 144.52;
    order.limit_price = 143.773077904;
    order.last_update_ns = at("2013-10-07 13:40");
    cancel(&order, "2013-10-07 13:41");
    check_text(
        "limit if touched", &order, at_931,
        "{\"type\":7,\"triggerPrice\":144.52,\"limitPrice\":143.7731,\"triggerTouched\":false,"
        "\"id\":1,\"contingentId\":0,\"brokerId\":[\"1\"]," SPY
        "\"price\":0.0,\"priceCurrency\":\"USD\",\"time\":\"2013-10-07T13:31:00Z\","
        "\"createdTime\":\"2013-10-07T13:31:00Z\","
        "\"lastUpdateTime\":\"2013-10-07T13:40:00Z\","
        "\"canceledTime\":\"2013-10-07T13:41:00Z\","
        "\"quantity\":1.0,\"status\":5,\"tag\":\"\"," FOR_EVER
        "\"direction\":0,\"value\":0.0," SEEN_931
        "\"isMarketable\":false,\"priceAdjustmentMode\":1}");

    order = order_for(1, PERI_ORDER_MARKET_ON_CLOSE, 2.0, "2013-10-07 19:49");
    fill(&order, 144.755785372, "2013-10-07 20:00");
    check_text("market on close", &order,
               (const char *const[]){"144.98058828800", "144.98923455400", "144.98058828800"},
               "{\"type\":5,\"id\":1,\"contingentId\":0,\"brokerId\":[\"1\"]," SPY
               "\"price\":144.7558,\"priceCurrency\":\"USD\",\"time\":\"2013-10-07T19:49:00Z\","
               "\"createdTime\":\"2013-10-07T19:49:00Z\",\"lastFillTime\":\"2013-10-07T20:00:00Z\","
               "\"quantity\":2.0,\"status\":3,\"tag\":\"\"," FOR_EVER
               "\"direction\":0,\"value\":289.5116,\"orderSubmissionData\":{\"bidPrice\":"
               "144.98058828800,\"askPrice\":144.98923455400,\"lastPrice\":144.98058828800},"
               "\"isMarketable\":false,\"priceAdjustmentMode\":1}");

    order = order_for(1, PERI_ORDER_MARKET_ON_OPEN, 2.0, "2013-10-07 19:49");
    order.status = PERI_STATUS_INVALID;
    check_text("market on open, refused", &order, NULL,
               "{\"type\":4,\"id\":1,\"contingentId\":0,\"brokerId\":[]," SPY
               "\"price\":0.0,\"priceCurrency\":\"USD\",\"time\":\"2013-10-07T19:49:00Z\","
               "\"createdTime\":\"2013-10-07T19:49:00Z\","
               "\"quantity\":2.0,\"status\":7,\"tag\":\"\"," FOR_EVER
               "\"direction\":0,\"value\":0.0,\"orderSubmissionData\":null,"
               "\"isMarketable\":false,\"priceAdjustmentMode\":1}");
    check_text("market on open, that could not be paid", &order, at_931,
               "{\"type\":4,\"id\":1,\"contingentId\":0,\"brokerId\":[]," SPY
               "\"price\":0.0,\"priceCurrency\":\"USD\",\"time\":\"2013-10-07T19:49:00Z\","
               "\"createdTime\":\"2013-10-07T19:49:00Z\","
               "\"quantity\":2.0,\"status\":7,\"tag\":\"\"," FOR_EVER
               "\"direction\":0,\"value\":0.0,\"orderSubmissionData\":{\"bidPrice\":"
               "144.77307790400,\"askPrice\":144.78172417000,\"lastPrice\":144.77307790400},"
               "\"isMarketable\":false,\"priceAdjustmentMode\":1}");
}

/* The text of an order has `part`. */
static void check_part(const char *name, const peri_order *order, const char *part)
{
    const peri_order_facts facts = {
        .order = order, .ticker = "A", .id = "A 1", .currency = "USD", .type = PERI_TYPE_CRYPTO};
    peri_buf out;
    peri_buf_init(&out);
    peri_order_text(&facts, &out);
    CHECK_HAS(name, peri_buf_str(&out), part);
    peri_buf_deinit(&out);
}

SUITE(order_text_times)
{
    peri_order order = order_for(1, PERI_ORDER_MARKET, 1.0, "2013-10-07 13:31:00.25");
    check_part("a fraction", &order, "\"time\":\"2013-10-07T13:31:00.25Z\",");
    order.created_ns += 199;
    check_part("in tenths of a microsecond", &order, "\"time\":\"2013-10-07T13:31:00.2500001Z\",");
    order.created_ns = at("2013-10-07 13:31") + 99;
    check_part("less than that", &order, "\"time\":\"2013-10-07T13:31:00Z\",");
    order.created_ns = INT64_MIN; /* in a saved run that was forged */
    check_part("the first there is", &order, "\"time\":\"1677-09-21T00:12:43.1452241Z\",");
    order.created_ns = at("2013-10-07 13:30:10");
    check_part("zeros before the fraction stay", &order, "\"time\":\"2013-10-07T13:30:10Z\",");
    order.time_in_force = PERI_TIF_DAY;
    check_part("a day", &order,
               "\"properties\":{\"timeInForce\":{\"$type\":"
               "\"QuantConnect.Orders.TimeInForces.DayTimeInForce\"}},\"securityType\":7,");
    order.time_in_force = PERI_TIF_GOOD_TIL_DATE;
    order.expiry_local_ns = at("2013-10-10");
    check_part("a date", &order,
               "\"timeInForce\":{\"$type\":\"QuantConnect.Orders.TimeInForces."
               "GoodTilDateTimeInForce\",\"Expiry\":\"2013-10-10T00:00:00\"}},");
}

SUITE(order_text_escapes)
{
    peri_order order = order_for(1, PERI_ORDER_MARKET, -0.5, "2013-10-07");
    order.tag = "\"\\/\b\t\n\f\r\x01\x1f\x7f";
    check_part("ASCII", &order, "\"tag\":\"\\\"\\\\/\\b\\t\\n\\f\\r\\u0001\\u001f\x7f\",");
    order.tag = "\xc2\x85\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xaa\xc3\xa4";
    check_part("line ends of Unicode, and what is none", &order,
               "\"tag\":\"\\u0085\\u2028\\u2029\xe2\x80\xaa\xc3\xa4\",");
    check_part("a fraction sold", &order, "\"quantity\":-0.5,");
    check_part("its direction", &order, "\"direction\":1,\"value\":0.0,");
}

/* The opposite side at the order's submission, against the limit as it is shown. */
SUITE(order_text_marketable_limits)
{
    static const struct {
        const char *name;
        double quantity, limit;
        bool want;
    } rows[] = {
        {"buys at the ask", 1.0, 144.78172417, false}, /* 144.7817 */
        {"buys above it", 1.0, 144.7818, true},           {"buys below it", 1.0, 144.77, false},
        {"sells at the bid", -1.0, 144.773077904, false}, /* 144.7731 */
        {"sells below it", -1.0, 144.773, true},          {"sells above it", -1.0, 144.8, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        peri_order order = order_for(1, PERI_ORDER_LIMIT, rows[i].quantity, "2013-10-07");
        order.limit_price = rows[i].limit;
        check_part(rows[i].name, &order, "\"isMarketable\":false,");
        order.has_submission = true;
        order.bid_price = 144.773077904;
        order.ask_price = 144.78172417;
        check_part(rows[i].name, &order,
                   rows[i].want ? "\"isMarketable\":true," : "\"isMarketable\":false,");
    }
}

SUITE(order_prices_rounded)
{
    static const struct {
        double value;
        const char *want;
    } rows[] = {
        {0.0, "0"},
        {-0.0, "0"},
        {144.78172417, "144.7817"},
        {97.84, "97.84"},
        {1.230545, "1.230545"},
        {1.23054549, "1.230545"},
        {1.2305445, "1.230544"}, /* half to even */
        {1.2305455, "1.230546"},
        {0.000123456789, "0.0001234568"},
        {999.99996, "1000"},
        {1000.0, "1000"},
        {1000.00004, "1000"},
        {1000.00006, "1000.0001"},
        {123456.78905, "123456.789"},
        {2500000.0, "2500000"},
        {-2500.12345, "-2500.123"}, /* LEAN asks for more than 1000, not for the size */
        {-0.5, "-0.5"},
        {1e-27, "0.000000000000000000000000001"},
        {1e-40, "0"},
        {1e17, "100000000000000000"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[PERI_EXACT_TEXT];
        const peri_exact rounded = peri_order_rounded(rows[i].value);
        peri_exact_text(&rounded, text);
        CHECK_STR(rows[i].want, text, rows[i].want);
    }
}

SUITE(order_text_out_of_memory)
{
    const peri_order order = order_for(1, PERI_ORDER_LIMIT, 1.0, "2013-10-07");
    const peri_order_facts facts = {
        .order = &order, .ticker = "A", .id = "A 1", .currency = "USD", .type = PERI_TYPE_EQUITY};
    const int64_t live = peri_mem_live();
    for (long nth = 1; nth < 4; nth++) {
        peri_buf out;
        peri_buf_init(&out);
        peri_mem_fail_at(nth);
        peri_order_text(&facts, &out);
        peri_mem_fail_at(0);
        CHECK("the buffer remembers", out.failed);
        peri_buf_deinit(&out);
        CHECK_INT("no leak", peri_mem_live(), live);
    }
}
