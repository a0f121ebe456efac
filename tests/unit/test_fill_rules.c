/* test_fill_rules.c - bar, quote, order -> fill price or none: one row per case of the rules in
 * lean-engine facts 4.3 to 4.5. 2013-10-08 is a Tuesday. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "trade/models.h"
#include "trade_kit.h"

/* An order is made at 10:00; bars end at 10:01 and are tried then, unless a row says otherwise. */
#define MADE "2013-10-08 10:00"
#define BEGAN "2013-10-08 10:00"
#define ENDED "2013-10-08 10:01"

static peri_quote_side side(double open, double high, double low, double close)
{
    return (peri_quote_side){open, high, low, close, 1.0};
}

static peri_bar bar_of(const trade_kit *kit, const char *start, const char *end, const double at[4])
{
    return (peri_bar){kit_time(kit, start), kit_time(kit, end), at[0], at[1], at[2], at[3], 1.0};
}

static double tried(const trade_kit *kit, int security, peri_order *order, const char *now,
                    double slippage, const char **warning)
{
    const peri_fill_model model = peri_fill_immediate();
    const peri_fill_attempt attempt = {.security = &kit->securities[security],
                                       .order = order,
                                       .now_ns = kit_time(kit, now),
                                       .stale_ns = PERI_HOUR,
                                       .slippage = slippage};
    peri_fill fill = {.fills = false};
    const bool fills = model.fill(&model, &attempt, &fill, NULL) == PERI_OK && fill.fills;
    if (warning)
        *warning = fill.warning;
    return fills ? fill.price : 0.0;
}

static peri_order order_of(const trade_kit *kit, peri_order_type type, double quantity,
                           double first, double second)
{
    peri_order order = {.type = type, .quantity = quantity, .created_ns = kit_time(kit, MADE)};
    switch (type) {
    case PERI_ORDER_LIMIT:
        order.limit_price = first;
        break;
    case PERI_ORDER_STOP_MARKET:
        order.stop_price = first;
        break;
    case PERI_ORDER_STOP_LIMIT:
        order.stop_price = first;
        order.limit_price = second;
        break;
    case PERI_ORDER_LIMIT_IF_TOUCHED:
        order.trigger_price = first;
        order.limit_price = second;
        break;
    case PERI_ORDER_TRAILING_STOP:
        order.stop_price = first;
        order.trailing_amount = second;
        break;
    default:
        break;
    }
    return order;
}

/* -- prices ----------------------------------------------------------------------------------- */

#define LIMIT PERI_ORDER_LIMIT
#define STOP PERI_ORDER_STOP_MARKET
#define STOP_LIMIT PERI_ORDER_STOP_LIMIT
#define TOUCHED PERI_ORDER_LIMIT_IF_TOUCHED
#define TRAILING PERI_ORDER_TRAILING_STOP
#define MARKET PERI_ORDER_MARKET

/* One trade bar after the order; price 0: it does not fill. */
static const struct price_row {
    const char *name;
    peri_order_type type;
    double quantity, first, second; /* limit | stop | stop, limit | trigger, limit | stop, trail */
    double bar[4];                  /* open, high, low, close */
    double slippage;
    double equity, other; /* prices */
} price_rows[] = {
    {"market buys at the close", MARKET, 1, 0, 0, {10, 12, 9, 11}, 0, 11, 11},
    {"market buys, slipped", MARKET, 1, 0, 0, {10, 12, 9, 11}, 0.5, 11.5, 11.5},
    {"market sells, slipped", MARKET, -1, 0, 0, {10, 12, 9, 11}, 0.5, 10.5, 10.5},

    {"limit buy: the low only touches it", LIMIT, 1, 9, 0, {10, 12, 9, 11}, 0, 0, 0},
    {"limit buy: passed", LIMIT, 1, 9.5, 0, {10, 12, 9, 11}, 0, 9.5, 9.5},
    {"limit buy: not slipped", LIMIT, 1, 9.5, 0, {10, 12, 9, 11}, 0.5, 9.5, 9.5},
    {"limit buy: begins below it", LIMIT, 1, 11.5, 0, {10, 12, 9, 11}, 0, 10, 11.5},
    {"limit buy: all below it", LIMIT, 1, 15, 0, {10, 12, 9, 11}, 0, 10, 12},
    {"limit buy: begins at it", LIMIT, 1, 10, 0, {10, 12, 9, 11}, 0, 10, 10},
    {"limit sell: the high only touches it", LIMIT, -1, 12, 0, {10, 12, 9, 11}, 0, 0, 0},
    {"limit sell: passed", LIMIT, -1, 11.5, 0, {10, 12, 9, 11}, 0, 11.5, 11.5},
    {"limit sell: begins above it", LIMIT, -1, 9.5, 0, {10, 12, 9, 11}, 0, 10, 9.5},
    {"limit sell: all above it", LIMIT, -1, 5, 0, {10, 12, 9, 11}, 0, 10, 9},

    {"stop sell: above the low", STOP, -1, 8.9, 0, {10, 12, 9, 11}, 0, 0, 0},
    {"stop sell: the low touches it", STOP, -1, 9, 0, {10, 12, 9, 11}, 0, 9, 0},
    {"stop sell: passed", STOP, -1, 9.5, 0, {10, 12, 9, 11}, 0, 9.5, 9.5},
    {"stop sell: passed, slipped", STOP, -1, 9.5, 0, {10, 12, 9, 11}, 0.5, 9, 9.5},
    {"stop sell: begins below it", STOP, -1, 10.5, 0, {10, 12, 9, 11}, 0, 10, 10.5},
    {"stop sell: begins at it", STOP, -1, 10, 0, {10, 12, 9, 11}, 0, 10, 10},
    {"stop sell: ends below it", STOP, -1, 11.5, 0, {10, 12, 9, 11}, 0.25, 9.75, 10.75},
    {"stop buy: below the high", STOP, 1, 12.1, 0, {10, 12, 9, 11}, 0, 0, 0},
    {"stop buy: the high touches it", STOP, 1, 12, 0, {10, 12, 9, 11}, 0, 12, 0},
    {"stop buy: passed", STOP, 1, 11.5, 0, {10, 12, 9, 11}, 0, 11.5, 11.5},
    {"stop buy: begins above it", STOP, 1, 9.5, 0, {10, 12, 9, 11}, 0, 10, 11},
    {"stop buy: begins above it, slipped", STOP, 1, 9.5, 0, {10, 12, 9, 11}, 0.5, 10.5, 11.5},

    {"stop limit buy: only touched", STOP_LIMIT, 1, 12, 13, {10, 12, 9, 11}, 0, 0, 0},
    {"stop limit buy: at the limit", STOP_LIMIT, 1, 11, 11.5, {10, 12, 9, 11}, 0, 11.5, 11.5},
    {"stop limit buy: at the high", STOP_LIMIT, 1, 11, 13, {10, 12, 9, 11}, 0.5, 12, 12},
    {"stop limit buy: ends at the limit", STOP_LIMIT, 1, 11.5, 11, {10, 12, 9, 11}, 0, 0, 0},
    {"stop limit sell: only touched", STOP_LIMIT, -1, 9, 8, {10, 12, 9, 11}, 0, 0, 0},
    {"stop limit sell: at the limit", STOP_LIMIT, -1, 9.5, 9.25, {10, 12, 9, 11}, 0, 9.25, 9.25},
    {"stop limit sell: at the low", STOP_LIMIT, -1, 9.5, 8, {10, 12, 9, 11}, 0, 9, 9},
    {"stop limit sell: ends at the limit", STOP_LIMIT, -1, 9.5, 11, {10, 12, 9, 11}, 0, 0, 0},

    {"if touched, buy: touched, at the close", TOUCHED, 1, 9, 11.5, {10, 12, 9, 11}, 0, 11, 11.5},
    {"if touched, buy: not touched", TOUCHED, 1, 8.9, 11.5, {10, 12, 9, 11}, 0, 0, 0},
    {"if touched, buy: at the limit", TOUCHED, 1, 9, 11, {10, 12, 9, 11}, 0.5, 11, 11},
    {"if touched, buy: above the limit", TOUCHED, 1, 9, 10.9, {10, 12, 9, 11}, 0, 0, 0},
    {"if touched, sell: touched", TOUCHED, -1, 12, 10.5, {10, 12, 9, 11}, 0, 11, 10.5},
    {"if touched, sell: not touched", TOUCHED, -1, 12.1, 10, {10, 12, 9, 11}, 0, 0, 0},
    {"if touched, sell: below the limit", TOUCHED, -1, 12, 11.1, {10, 12, 9, 11}, 0, 0, 0},

    {"trailing sell: touched", TRAILING, -1, 9, 1, {10, 12, 9, 11}, 0, 9, 9},
    {"trailing sell: not", TRAILING, -1, 8.9, 5, {10, 12, 9, 11}, 0, 0, 0},
    {"trailing sell: ends below", TRAILING, -1, 11.5, 1, {10, 12, 9, 11}, 0.5, 10.5, 10.5},
    {"trailing buy: touched", TRAILING, 1, 12, 1, {10, 12, 9, 11}, 0, 12, 12},
    {"trailing buy: ends above", TRAILING, 1, 10.5, 1, {10, 12, 9, 11}, 0.5, 11.5, 11.5},
};

SUITE(fill_rules_prices)
{
    trade_kit kit;
    kit_open(&kit, 0.0);
    for (size_t i = 0; i < sizeof price_rows / sizeof *price_rows; i++) {
        const struct price_row *r = &price_rows[i];
        const peri_bar bar = bar_of(&kit, BEGAN, ENDED, r->bar);
        for (int at = KIT_MINUTE; at < KIT_SECURITIES; at++) {
            peri_order order = order_of(&kit, r->type, r->quantity, r->first, r->second);
            if (at == KIT_DAILY)
                continue;
            kit.securities[at].resolution = PERI_RES_MINUTE;
            peri_security_update(&kit.securities[at], &bar);
            CHECK_NEAR(r->name, tried(&kit, at, &order, ENDED, r->slippage, NULL),
                       at == KIT_MINUTE ? r->equity : r->other, 1e-12);
        }
    }
    kit_close(&kit);
}

/* -- quotes ----------------------------------------------------------------------------------- */

/* A trade bar of {10, 12, 9, 11}, and beside it a bid 1 below and an ask 1 above, all after the
   order. */
static const struct quote_row {
    const char *name;
    peri_order_type type;
    double quantity, first, second;
    double equity, forex;
} quote_rows[] = {
    {"market buys at the ask", MARKET, 1, 0, 0, 12, 12},
    {"market sells at the bid", MARKET, -1, 0, 0, 10, 10},
    {"an equity's limit goes by trades", LIMIT, 1, 9.5, 0, 9.5, 0},
    {"a currency's by its side", LIMIT, 1, 10.5, 0, 10, 10.5},
    {"sold by the bid", LIMIT, -1, 10.5, 0, 10.5, 10.5},
    {"sold by the bid's high", LIMIT, -1, 11.5, 0, 11.5, 0},
    {"an equity's stop goes by trades", STOP, -1, 8.5, 0, 0, 8.5},
    {"a stop buy by the ask", STOP, 1, 12.5, 0, 0, 12.5},
    {"a stop limit by the ask", STOP_LIMIT, 1, 12.5, 14, 13, 13},
    {"a stop limit sell by the bid", STOP_LIMIT, -1, 8.5, 9, 9, 9},
    {"a trailing stop by the bid", TRAILING, -1, 8, 1, 8, 8},
    {"a trailing stop by the ask", TRAILING, 1, 13, 1, 13, 13},
    {"if touched: an equity pays the ask", TOUCHED, 1, 9, 12.5, 12, 12.5},
    {"if touched: too dear", TOUCHED, 1, 9, 11.5, 0, 11.5},
    {"if touched: sold for the bid", TOUCHED, -1, 12, 9.5, 10, 9.5},
};

static void quote_around(trade_kit *kit, int at, const char *start, const char *end)
{
    const double trades[4] = {10, 12, 9, 11};
    const peri_bar bar = bar_of(kit, start, end, trades);
    const peri_quote_bar quote = {bar.start_ns, bar.end_ns, side(9, 11, 8, 10),
                                  side(11, 13, 10, 12)};
    peri_security_update(&kit->securities[at], &bar);
    peri_security_update_quote(&kit->securities[at], &quote);
}

SUITE(fill_rules_quotes)
{
    trade_kit kit;
    kit_open(&kit, 0.0);
    kit.securities[KIT_CUSTOM].type = PERI_TYPE_FOREX;
    kit.securities[KIT_CUSTOM].resolution = PERI_RES_MINUTE;
    quote_around(&kit, KIT_MINUTE, BEGAN, ENDED);
    quote_around(&kit, KIT_CUSTOM, BEGAN, ENDED);
    for (size_t i = 0; i < sizeof quote_rows / sizeof *quote_rows; i++) {
        const struct quote_row *r = &quote_rows[i];
        peri_order order = order_of(&kit, r->type, r->quantity, r->first, r->second);
        peri_order same = order;
        CHECK_NEAR(r->name, tried(&kit, KIT_MINUTE, &order, ENDED, 0, NULL), r->equity, 1e-12);
        CHECK_NEAR(r->name, tried(&kit, KIT_CUSTOM, &same, ENDED, 0, NULL), r->forex, 1e-12);
    }
    kit_close(&kit);
}

/* A side that was not quoted: of an equity's market order the middle, which is the other side; else
   the trade bar. */
SUITE(fill_rules_one_side)
{
    trade_kit kit;
    kit_open(&kit, 0.0);
    kit.securities[KIT_CUSTOM].type = PERI_TYPE_CRYPTO;
    kit.securities[KIT_CUSTOM].resolution = PERI_RES_MINUTE;
    for (int at = KIT_MINUTE; at <= KIT_CUSTOM; at += KIT_CUSTOM) {
        quote_around(&kit, at, BEGAN, ENDED);
        memset(&kit.securities[at].last_quote.ask, 0, sizeof(peri_quote_side));
        peri_order order = order_of(&kit, MARKET, 1, 0, 0);
        CHECK_NEAR("bought", tried(&kit, at, &order, ENDED, 0, NULL), at == KIT_MINUTE ? 10 : 11,
                   0);
    }
    kit_close(&kit);
}

/* -- stale prices ----------------------------------------------------------------------------- */

/* A market order made at 12:00 and tried then; ends of the last trade bar and of the last quote. */
static const struct stale_row {
    const char *name, *trade_end, *quote_end;
    double minute, forex_hour; /* the ask's close is 12, that of trades 11 */
} stale_rows[] = {
    {"both fresh", "2013-10-08 12:00", "2013-10-08 12:00", 12, 12},
    {"a quote of an hour ago is fresh", "2013-10-08 12:00", "2013-10-08 11:00", 12, 12},
    {"an older one: the newer trade", "2013-10-08 12:00", "2013-10-08 10:59", 11, 0},
    {"an older one, and a trade as old", "2013-10-08 10:59", "2013-10-08 10:59", 0, 0},
    {"no quote", "2013-10-08 11:30", NULL, 11, 11},
    {"no quote, a stale trade: waits", "2013-10-08 10:59", NULL, 0, 0},
};

SUITE(fill_rules_stale_prices)
{
    static const double trades[4] = {10, 12, 9, 11};
    static const char now[] = "2013-10-08 12:00";
    trade_kit kit;
    kit_open(&kit, 0.0);
    kit.securities[KIT_CUSTOM].type = PERI_TYPE_FOREX;
    kit.securities[KIT_CUSTOM].resolution = PERI_RES_HOUR;
    for (size_t i = 0; i < sizeof stale_rows / sizeof *stale_rows; i++) {
        const struct stale_row *r = &stale_rows[i];
        for (int at = KIT_MINUTE; at <= KIT_CUSTOM; at += KIT_CUSTOM) {
            peri_security *security = &kit.securities[at];
            const peri_bar bar = bar_of(&kit, "2013-10-08 09:31", r->trade_end, trades);
            peri_order order = order_of(&kit, MARKET, 1, 0, 0);
            order.created_ns = kit_time(&kit, now);
            peri_security_update(security, &bar);
            security->has_quote = r->quote_end != NULL;
            if (r->quote_end) {
                const peri_quote_bar quote = {bar.start_ns, kit_time(&kit, r->quote_end),
                                              side(9, 11, 8, 10), side(11, 13, 10, 12)};
                peri_security_update_quote(security, &quote);
            }
            CHECK_NEAR(r->name, tried(&kit, at, &order, now, 0, NULL),
                       at == KIT_MINUTE ? r->minute : r->forex_hour, 0);
        }
    }
    kit_close(&kit);
}

/* With a span shorter than a bar a price can be stale and yet the newest there can be. */
SUITE(fill_rules_stale_within_a_bar)
{
    trade_kit kit;
    const peri_fill_model model = peri_fill_immediate();
    kit_open_at_100(&kit, 0.0);
    peri_order order = order_of(&kit, MARKET, 1, 0, 0);
    order.created_ns += 45 * PERI_SECOND;
    peri_fill_attempt attempt = {.security = &kit.securities[KIT_MINUTE],
                                 .order = &order,
                                 .now_ns = order.created_ns,
                                 .stale_ns = 30 * PERI_SECOND};
    peri_fill fill = {.fills = false};
    CHECK_INT("tried", model.fill(&model, &attempt, &fill, NULL), PERI_OK);
    CHECK("fills", fill.fills);
    CHECK_NEAR("at it", fill.price, 100.0, 0.0);
    CHECK_STR("with a warning", fill.warning, "filled at a stale price");
    order.created_ns += 16 * PERI_SECOND;
    fill.warning = NULL;
    CHECK_INT("tried", model.fill(&model, &attempt, &fill, NULL), PERI_OK);
    CHECK("a second more than a bar: waits", !fill.fills);
    attempt.stale_ns = PERI_HOUR;
    CHECK_INT("tried", model.fill(&model, &attempt, &fill, NULL), PERI_OK);
    CHECK("fresh", fill.fills);
    CHECK("without a warning", fill.warning == NULL);
    kit_close(&kit);
}

/* An order that waited for an hour's bar gets the open of the first one that begins after it; an
   equity's gets the close. */
SUITE(fill_rules_waited_for_an_hour)
{
    static const double trades[4] = {10, 12, 9, 11};
    trade_kit kit;
    kit_open(&kit, 0.0);
    kit.securities[KIT_CUSTOM].type = PERI_TYPE_CRYPTO;
    for (int at = KIT_MINUTE; at <= KIT_CUSTOM; at += KIT_CUSTOM) {
        kit.securities[at].resolution = PERI_RES_HOUR;
        peri_bar bar = bar_of(&kit, MADE, "2013-10-08 11:00", trades);
        peri_order order = order_of(&kit, MARKET, 1, 0, 0);
        peri_security_update(&kit.securities[at], &bar);
        CHECK_NEAR("begins with the order", tried(&kit, at, &order, "2013-10-08 11:00", 0, NULL),
                   at == KIT_MINUTE ? 11 : 10, 0);
        bar.start_ns--;
        peri_security_update(&kit.securities[at], &bar);
        CHECK_NEAR("began before it", tried(&kit, at, &order, "2013-10-08 11:00", 0, NULL), 11, 0);
    }
    kit_close(&kit);
}

/* -- times ------------------------------------------------------------------------------------ */

/* A limit (or stop) that any bar after the order passes, made at `made`; does it fill at `now`? */
static const struct time_row {
    const char *name;
    peri_order_type type;
    int security;
    bool extended;
    const char *made, *start, *end, *now;
    bool fills;
} time_rows[] = {
    {"a bar that ends with the order", LIMIT, KIT_MINUTE, false, MADE, "2013-10-08 09:59", MADE,
     "2013-10-08 10:01", false},
    {"a bar that ends later", LIMIT, KIT_MINUTE, false, MADE, "2013-10-08 09:59",
     "2013-10-08 10:01", "2013-10-08 10:01", true},
    {"the last bar of the day", LIMIT, KIT_MINUTE, false, MADE, "2013-10-08 15:59",
     "2013-10-08 16:00", "2013-10-08 16:00", true},
    {"a minute after it", LIMIT, KIT_MINUTE, false, MADE, "2013-10-08 15:59", "2013-10-08 16:00",
     "2013-10-08 16:01", false},
    {"at the close, on an older bar", LIMIT, KIT_MINUTE, false, MADE, "2013-10-08 15:58",
     "2013-10-08 15:59", "2013-10-08 16:00", false},
    {"an hour's bar that reaches over the close", LIMIT, KIT_MINUTE, false, MADE,
     "2013-10-08 15:30", "2013-10-08 16:30", "2013-10-08 16:30", true},
    {"a day's bar, later that day", LIMIT, KIT_DAILY, false, "2013-10-07 16:00", "2013-10-08 09:30",
     "2013-10-08 16:00", "2013-10-08 18:00", true},
    {"a day's bar, the next morning", LIMIT, KIT_DAILY, false, "2013-10-07 16:00",
     "2013-10-08 09:30", "2013-10-08 16:00", "2013-10-09 08:00", false},
    {"a day's bar, when the market is open again", LIMIT, KIT_DAILY, false, "2013-10-07 16:00",
     "2013-10-08 09:30", "2013-10-08 16:00", "2013-10-09 09:30", true},
    {"before the market", LIMIT, KIT_MINUTE, false, "2013-10-08 08:00", "2013-10-08 08:30",
     "2013-10-08 08:31", "2013-10-08 08:31", false},
    {"before the market, extended", LIMIT, KIT_MINUTE, true, "2013-10-08 08:00", "2013-10-08 08:30",
     "2013-10-08 08:31", "2013-10-08 08:31", true},
    {"stop limit, extended", STOP_LIMIT, KIT_MINUTE, true, "2013-10-08 08:00", "2013-10-08 08:30",
     "2013-10-08 08:31", "2013-10-08 08:31", true},
    {"if touched, extended", TOUCHED, KIT_MINUTE, true, "2013-10-08 08:00", "2013-10-08 08:30",
     "2013-10-08 08:31", "2013-10-08 08:31", true},
    {"a stop waits for the market", STOP, KIT_MINUTE, true, "2013-10-08 08:00", "2013-10-08 08:30",
     "2013-10-08 08:31", "2013-10-08 08:31", false},
    {"a trailing stop too", TRAILING, KIT_MINUTE, true, "2013-10-08 08:00", "2013-10-08 08:30",
     "2013-10-08 08:31", "2013-10-08 08:31", false},
    {"a market order too", MARKET, KIT_MINUTE, true, "2013-10-08 08:00", "2013-10-08 08:30",
     "2013-10-08 08:31", "2013-10-08 08:31", false},
    {"never closed", LIMIT, KIT_CUSTOM, false, "2013-10-12 12:00", "2013-10-12 00:00",
     "2013-10-13 00:00", "2013-10-13 00:00", true},
};

SUITE(fill_rules_times)
{
    static const double trades[4] = {10, 12, 9, 11};
    trade_kit kit;
    kit_open(&kit, 0.0);
    for (size_t i = 0; i < sizeof time_rows / sizeof *time_rows; i++) {
        const struct time_row *r = &time_rows[i];
        const peri_bar bar = bar_of(&kit, r->start, r->end, trades);
        peri_order order = order_of(&kit, r->type, 1, 11, 11.5);
        order.created_ns = kit_time(&kit, r->made);
        kit.securities[r->security].extended = r->extended;
        peri_security_update(&kit.securities[r->security], &bar);
        CHECK_INT(r->name, tried(&kit, r->security, &order, r->now, 0, NULL) > 0, r->fills);
        kit.securities[r->security].extended = false;
    }
    kit_close(&kit);
}

/* -- what an order remembers ------------------------------------------------------------------ */

static double next(trade_kit *kit, int at, peri_order *order, int minute, const double bar[4])
{
    char start[32] = "2013-10-08 10:00", end[32] = "2013-10-08 10:00";
    start[15] = (char)('0' + minute - 1);
    end[15] = (char)('0' + minute);
    const peri_bar made = bar_of(kit, start, end, bar);
    peri_security_update(&kit->securities[at], &made);
    return tried(kit, at, order, end, 0, NULL);
}

SUITE(fill_rules_stays_triggered)
{
    static const double over[4] = {10, 12, 10, 12}, back[4] = {11, 11.5, 10, 10.5};
    static const double under[4] = {10, 10, 8, 8}, up[4] = {9, 10, 9, 9.5};
    trade_kit kit;
    kit_open(&kit, 0.0);
    for (int at = KIT_MINUTE; at <= KIT_CUSTOM; at += KIT_CUSTOM) {
        peri_order buy = order_of(&kit, STOP_LIMIT, 1, 11.75, 11);
        CHECK_NEAR("above the limit", next(&kit, at, &buy, 1, over), 0, 0);
        CHECK("triggered", buy.triggered);
        CHECK_NEAR("fills when the price comes back", next(&kit, at, &buy, 2, back), 11, 0);
        peri_order touched = order_of(&kit, TOUCHED, -1, 12, 11);
        touched.limit_price = 12.5;
        CHECK_NEAR("below the limit", next(&kit, at, &touched, 1, over), 0, 0);
        CHECK("touched", touched.triggered);
        CHECK_NEAR("still", next(&kit, at, &touched, 2, back), 0, 0);
        peri_order sell = order_of(&kit, STOP_LIMIT, -1, 9, 9);
        CHECK_NEAR("below the limit", next(&kit, at, &sell, 3, under), 0, 0);
        CHECK_NEAR("fills when it is back", next(&kit, at, &sell, 4, up), 9, 0);
    }
    kit_close(&kit);
}

/* Each bar: where the stop stands after it; a price ends it. */
static const struct trail_row {
    const char *name;
    double quantity, trail;
    bool percent;
    double first;
    double bars[3][4];
    double stops[3], fills; /* the last bar's price, 0: none */
} trail_rows[] = {
    {"rises with the high, never falls",
     -1,
     2,
     false,
     98,
     {{100, 101, 99, 100}, {100, 103, 100, 102}, {102, 102, 101.5, 102}},
     {99, 101, 101},
     0},
    {"exactly the distance away: stays",
     -1,
     2,
     false,
     98,
     {{100, 100, 99, 100}, {100, 100, 99, 99}, {99, 99, 98.5, 98.5}},
     {98, 98, 98},
     0},
    {"tested before it moves",
     -1,
     1,
     false,
     98,
     {{100, 105, 99, 100}, {104.5, 105, 104.5, 104.75}, {104.5, 105, 103, 103.5}},
     {104, 104, 104},
     103.5},
    {"a percentage of the high",
     -1,
     0.1,
     true,
     90,
     {{100, 110, 95, 100}, {105, 120, 100, 110}, {110, 112, 109, 111}},
     {99, 108, 108},
     0},
    {"a buy follows the low",
     1,
     2,
     false,
     102,
     {{100, 101, 99, 100}, {100, 100.5, 96, 97}, {97, 99, 96.5, 97}},
     {101, 98, 98},
     98},
    {"a buy by a percentage of the low",
     1,
     0.1,
     true,
     110,
     {{100, 101, 90, 95}, {95, 96, 80, 85}, {85, 86, 84, 85}},
     {99, 88, 88},
     0},
};

SUITE(fill_rules_trailing)
{
    trade_kit kit;
    kit_open(&kit, 0.0);
    for (size_t i = 0; i < sizeof trail_rows / sizeof *trail_rows; i++) {
        const struct trail_row *r = &trail_rows[i];
        for (int at = KIT_MINUTE; at <= KIT_CUSTOM; at += KIT_CUSTOM) {
            peri_order order = order_of(&kit, TRAILING, r->quantity, r->first, r->trail);
            order.trailing_as_percentage = r->percent;
            for (int bar = 0; bar < 3; bar++) {
                const double price = next(&kit, at, &order, bar + 1, r->bars[bar]);
                CHECK_NEAR(r->name, price, bar == 2 ? r->fills : 0.0, 1e-12);
                CHECK_NEAR(r->name, order.stop_price, r->stops[bar], 1e-12);
            }
        }
    }
    kit_close(&kit);
}

/* -- opens and closes of what is quoted -------------------------------------------------------- */

SUITE(fill_rules_session_of_quotes)
{
    trade_kit kit;
    kit_open(&kit, 0.0);
    peri_security *security = &kit.securities[KIT_MINUTE];
    for (int kind = 0; kind < 2; kind++) {
        security->type = kind == 0 ? PERI_TYPE_EQUITY : PERI_TYPE_CFD;
        quote_around(&kit, KIT_MINUTE, "2013-10-08 09:30", "2013-10-08 09:31");
        peri_order open = order_of(&kit, PERI_ORDER_MARKET_ON_OPEN, 1, 0, 0);
        open.created_ns = kit_time(&kit, "2013-10-08 08:00");
        CHECK_NEAR("at the open of trades, or of the ask",
                   tried(&kit, KIT_MINUTE, &open, "2013-10-08 09:31", 0.5, NULL),
                   kind == 0 ? 10.5 : 11.5, 0);
        quote_around(&kit, KIT_MINUTE, "2013-10-08 15:59", "2013-10-08 16:00");
        peri_order close = order_of(&kit, PERI_ORDER_MARKET_ON_CLOSE, -1, 0, 0);
        CHECK_NEAR("at the close of trades, or of the bid",
                   tried(&kit, KIT_MINUTE, &close, "2013-10-08 16:00", 0.5, NULL),
                   kind == 0 ? 10.5 : 9.5, 0);
    }
    kit_close(&kit);
}
