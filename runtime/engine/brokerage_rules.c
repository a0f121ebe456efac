/* brokerage_rules.c - see brokerage_rules.h. Layer 5. */
#include "engine/brokerage_rules.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "time/civil.h"
#include "time/hours.h"

#define BIT(type) (1U << PERI_ORDER_##type)

enum {
    PLAIN = BIT(MARKET) | BIT(LIMIT) | BIT(STOP_MARKET),
    STOPS = PLAIN | BIT(STOP_LIMIT),
    CONTINUOUS = STOPS | BIT(LIMIT_IF_TOUCHED) | BIT(TRAILING_STOP),
    AUCTIONS = BIT(MARKET_ON_OPEN) | BIT(MARKET_ON_CLOSE),
    WITH_AUCTIONS = STOPS | BIT(TRAILING_STOP) | AUCTIONS,
    EVERY_TYPE = CONTINUOUS | AUCTIONS,
    GTC = 1 << PERI_TIF_GOOD_TIL_CANCELED,
    DAY = 1 << PERI_TIF_DAY,
    EVERY_TIME = GTC | DAY | 1 << PERI_TIF_GOOD_TIL_DATE
};

struct answer {
    char *why;
    size_t size;
};

typedef bool (*rule)(const peri_order_question *question, struct answer *answer);

struct peri_order_rules {
    unsigned equity, forex, cfd,
        crypto;                   /* types of orders, a bit each; 0: the type is not traded */
    unsigned times;               /* in force, a bit each */
    rule submit, update, execute; /* what is asked beside that; NULL: nothing */
};

__attribute__((format(printf, 2, 3))) static bool refuse(struct answer *answer, const char *format,
                                                         ...)
{
    va_list list;
    va_start(list, format);
    vsnprintf(answer->why, answer->size, format, list);
    va_end(list);
    return false;
}

/* -- sizes ---------------------------------------------------------------------------------- */

static double wanted_quantity(const peri_order_question *q)
{
    const bool changes = q->update && q->update->fields & PERI_FIELD_QUANTITY;
    return fabs(changes ? q->update->quantity : q->order->quantity);
}

static bool minimum_size(const peri_order_question *q, struct answer *answer)
{
    const double least = q->security->minimum_order_size, quantity = wanted_quantity(q);
    return quantity >= least || refuse(answer, "quantity %.15g is less than the least of %s, %.15g",
                                       quantity, q->security->ticker, least);
}

static bool more_than_minimum(const peri_order_question *q, struct answer *answer)
{
    const double least = q->security->minimum_order_size, quantity = wanted_quantity(q);
    return least <= 0.0 || quantity > least ||
           refuse(answer, "quantity %.15g is not more than %.15g, the least of %s", quantity, least,
                  q->security->ticker);
}

/* In the quote currency. */
static bool is_worth(const peri_order_question *q, double price, struct answer *answer)
{
    const double least = q->security->minimum_order_size;
    const double value = fabs(q->order->quantity) * price;
    return least <= 0.0 || value > least ||
           refuse(answer, "the order is worth %.15g, the least of %s is more than %.15g", value,
                  q->security->ticker, least);
}

static bool no_update(const peri_order_question *q, struct answer *answer)
{
    (void)q;
    return refuse(answer, "the brokerage changes no orders: cancel it and send another one");
}

/* -- Interactive Brokers -------------------------------------------------------------------- */

static const struct {
    char currency[4];
    double least, most; /* of the base currency; both 0: none is taken */
} forex_sizes[] = {{"USD", 25000, 7e6},   {"AUD", 25000, 6e6},   {"CAD", 25000, 6e6},
                   {"CHF", 25000, 6e6},   {"CNH", 150000, 40e6}, {"DKK", 150000, 35e6},
                   {"EUR", 20000, 6e6},   {"GBP", 20000, 5e6},   {"HKD", 200000, 50e6},
                   {"KRW", 0, 200e6},     {"JPY", 2.5e6, 550e6}, {"MXN", 300000, 70e6},
                   {"NOK", 150000, 35e6}, {"NZD", 35000, 8e6},   {"RUB", 750000, 30e6},
                   {"SEK", 175000, 40e6}, {"SGD", 35000, 8e6},   {"ZAR", 350000, 1e8}};

static bool forex_size(const peri_order_question *q, struct answer *answer)
{
    const bool resizes = !q->update || q->update->fields & PERI_FIELD_QUANTITY;
    if (q->security->type != PERI_TYPE_FOREX || !resizes)
        return true;
    const double quantity = wanted_quantity(q);
    double least = 0.0, most = 0.0;
    for (size_t i = 0; i < sizeof forex_sizes / sizeof *forex_sizes; i++)
        if (strncmp(q->security->ticker, forex_sizes[i].currency, 3) == 0) {
            least = forex_sizes[i].least;
            most = forex_sizes[i].most;
        }
    return (quantity >= least && quantity <= most) ||
           refuse(answer, "quantity %.15g: orders of %s are of %.15g to %.15g", quantity,
                  q->security->ticker, least, most);
}

/* -- Tradier -------------------------------------------------------------------------------- */

static bool tradier_submit(const peri_order_question *q, struct answer *answer)
{
    const double quantity = fabs(q->order->quantity);
    if (q->held + q->order->quantity < 0.0) {
        if (q->order->time_in_force == PERI_TIF_GOOD_TIL_CANCELED)
            return refuse(answer, "short orders must be of TimeInForce.Day");
        if (q->security->price < 5.0)
            return refuse(answer, "shares below 5 are not sold short, the price is %.15g",
                          q->security->price);
    }
    return (quantity >= 1.0 && quantity <= 1e7) ||
           refuse(answer, "quantity %.15g: expected 1 to 10000000", quantity);
}

static bool tradier_update(const peri_order_question *q, struct answer *answer)
{
    return !(q->update->fields & PERI_FIELD_QUANTITY) ||
           q->update->quantity == q->order->quantity ||
           refuse(answer, "the brokerage changes no quantities");
}

static bool while_open(const peri_order_question *q, struct answer *answer)
{
    return peri_hours_is_open(q->security->hours, q->now_ns, false) ||
           refuse(answer, "the market is closed");
}

/* -- FXCM ----------------------------------------------------------------------------------- */

static bool fxcm_price(const peri_order_question *q, peri_order_type type, bool buys, double wanted,
                       struct answer *answer)
{
    const double price = q->security->price;
    const bool below = (type == PERI_ORDER_LIMIT) == buys; /* on which side of the price it lies */
    if (below ? wanted > price : wanted < price)
        return refuse(answer, "price %.15g: expected one %s the market's, %.15g", wanted,
                      below ? "below" : "above", price);
    const double far = fmin(q->security->tick_size * 150000.0, price / 2.0);
    return fabs(wanted - price) <= far ||
           refuse(answer, "price %.15g is more than %.15g from the market's, %.15g", wanted, far,
                  price);
}

static bool fxcm_submit(const peri_order_question *q, struct answer *answer)
{
    const peri_order *order = q->order;
    const bool buys = order->quantity > 0.0;
    if (order->type == PERI_ORDER_LIMIT)
        return fxcm_price(q, order->type, buys, order->limit_price, answer);
    if (order->type == PERI_ORDER_STOP_MARKET)
        return fxcm_price(q, order->type, buys, order->stop_price, answer);
    return order->time_in_force == PERI_TIF_GOOD_TIL_CANCELED ||
           refuse(answer, "the brokerage takes orders good till cancelled only");
}

static bool fxcm_update(const peri_order_question *q, struct answer *answer)
{
    const peri_order_update *update = q->update;
    const bool resizes = update->fields & PERI_FIELD_QUANTITY;
    const bool buys = (resizes ? update->quantity : q->order->quantity) > 0.0;
    if (q->order->type == PERI_ORDER_LIMIT && update->fields & PERI_FIELD_LIMIT_PRICE)
        return fxcm_price(q, q->order->type, buys, update->limit_price, answer);
    if (q->order->type == PERI_ORDER_STOP_MARKET && update->fields & PERI_FIELD_STOP_PRICE)
        return fxcm_price(q, q->order->type, buys, update->stop_price, answer);
    return true;
}

/* -- exchanges of crypto -------------------------------------------------------------------- */

static bool coinbase_submit(const peri_order_question *q, struct answer *answer)
{
    const int64_t last = peri_time_at(peri_date_make(2019, 3, 23), PERI_HOUR);
    if (q->order->type == PERI_ORDER_STOP_MARKET && q->order->created_ns >= last)
        return refuse(answer, "the brokerage takes no StopMarket orders since 2019-03-23");
    return minimum_size(q, answer);
}

static bool coinbase_update(const peri_order_question *q, struct answer *answer)
{
    if (q->order->type != PERI_ORDER_LIMIT)
        return refuse(answer, "the brokerage changes Limit orders only, not %s",
                      peri_order_type_name(q->order->type));
    if (q->order->time_in_force != PERI_TIF_GOOD_TIL_CANCELED)
        return refuse(answer, "the brokerage changes orders good till cancelled only");
    return minimum_size(q, answer);
}

static bool binance_submit(const peri_order_question *q, struct answer *answer)
{
    const peri_order *order = q->order;
    if (order->type == PERI_ORDER_MARKET)
        return is_worth(q, peri_security_side_price(q->security, order->quantity > 0.0), answer);
    return is_worth(q, order->limit_price, answer) &&
           (order->type == PERI_ORDER_LIMIT || is_worth(q, order->stop_price, answer));
}

/* -- Alpaca and TradeStation ---------------------------------------------------------------- */

static bool crosses_zero(const peri_order_question *q)
{
    return q->held * q->order->quantity < 0.0 && fabs(q->order->quantity) > fabs(q->held);
}

/* From 19:00 to two minutes before the open of that day. */
static bool is_time_for_open(const peri_order_question *q)
{
    const int64_t local = peri_zone_to_local(peri_hours_zone(q->security->hours), q->now_ns);
    peri_session session;
    if (!peri_hours_session(q->security->hours, peri_time_date(local), false, &session))
        return true;
    return peri_time_of_day(local) >= 19 * PERI_HOUR ||
           q->now_ns < session.open_utc - 2 * PERI_MINUTE;
}

static bool alpaca_submit(const peri_order_question *q, struct answer *answer)
{
    const peri_order_type type = q->order->type;
    const bool auction = type == PERI_ORDER_MARKET_ON_OPEN || type == PERI_ORDER_MARKET_ON_CLOSE;
    if (auction && crosses_zero(q))
        return refuse(answer, "%s orders must not turn a position", peri_order_type_name(type));
    return type != PERI_ORDER_MARKET_ON_OPEN || is_time_for_open(q) ||
           refuse(answer,
                  "MarketOnOpen orders are taken from 19:00 to two minutes before the open");
}

static bool trade_station_update(const peri_order_question *q, struct answer *answer)
{
    return !crosses_zero(q) || tradier_update(q, answer);
}

/* -- the rules ------------------------------------------------------------------------------ */

const peri_order_rules peri_order_rules_interactive_brokers = {.equity = EVERY_TYPE,
                                                               .forex = CONTINUOUS,
                                                               .cfd = CONTINUOUS,
                                                               .times = EVERY_TIME,
                                                               .submit = forex_size,
                                                               .update = forex_size};
const peri_order_rules peri_order_rules_tradier = {.equity = STOPS,
                                                   .times = GTC | DAY,
                                                   .submit = tradier_submit,
                                                   .update = tradier_update,
                                                   .execute = while_open};
const peri_order_rules peri_order_rules_oanda = {.forex = PLAIN, .cfd = PLAIN, .times = GTC};
const peri_order_rules peri_order_rules_fxcm = {.forex = PLAIN,
                                                .cfd = PLAIN,
                                                .times = EVERY_TIME,
                                                .submit = fxcm_submit,
                                                .update = fxcm_update};
const peri_order_rules peri_order_rules_alpaca = {.equity = WITH_AUCTIONS,
                                                  .crypto =
                                                      BIT(MARKET) | BIT(LIMIT) | BIT(STOP_LIMIT),
                                                  .times = EVERY_TIME,
                                                  .submit = alpaca_submit};
const peri_order_rules peri_order_rules_trade_station = {
    .equity = WITH_AUCTIONS, .times = EVERY_TIME, .update = trade_station_update};
const peri_order_rules peri_order_rules_coinbase = {
    .crypto = STOPS, .times = EVERY_TIME, .submit = coinbase_submit, .update = coinbase_update};
const peri_order_rules peri_order_rules_binance = {.crypto =
                                                       BIT(MARKET) | BIT(LIMIT) | BIT(STOP_LIMIT),
                                                   .times = EVERY_TIME,
                                                   .submit = binance_submit,
                                                   .update = no_update};
const peri_order_rules peri_order_rules_bybit = {
    .crypto = STOPS, .times = EVERY_TIME, .submit = more_than_minimum, .update = no_update};
const peri_order_rules peri_order_rules_kraken = {
    .crypto = CONTINUOUS, .times = EVERY_TIME, .submit = minimum_size, .update = no_update};
const peri_order_rules peri_order_rules_bitfinex = {
    .crypto = STOPS, .times = EVERY_TIME, .submit = minimum_size, .update = minimum_size};

static unsigned types_of(const peri_order_rules *rules, peri_security_type type)
{
    switch (type) {
    case PERI_TYPE_EQUITY:
        return rules->equity;
    case PERI_TYPE_FOREX:
        return rules->forex;
    case PERI_TYPE_CFD:
        return rules->cfd;
    case PERI_TYPE_CRYPTO:
        return rules->crypto;
    default:
        return 0;
    }
}

static const char *how_converted(const peri_order *order)
{
    if (!order->converted)
        return "";
    return order->type == PERI_ORDER_MARKET_ON_OPEN
               ? " (a Market order while the market is closed, or about to close, is one)"
               : " (a Market order for daily bars while the market is open is one)";
}

static bool may_submit(const peri_order_rules *rules, const peri_order_question *q,
                       struct answer *answer)
{
    const unsigned types = types_of(rules, q->security->type);
    if (types == 0)
        return refuse(answer, "%s does not trade symbols of the type %s", q->brokerage,
                      peri_security_type_name(q->security->type));
    if (!(types & 1U << q->order->type))
        return refuse(answer, "%s takes no %s orders of the type %s%s", q->brokerage,
                      peri_order_type_name(q->order->type),
                      peri_security_type_name(q->security->type), how_converted(q->order));
    if (!(rules->times & 1U << q->order->time_in_force))
        return refuse(answer, "%s takes no orders with TimeInForce.%s", q->brokerage,
                      peri_time_in_force_name(q->order->time_in_force));
    return !rules->submit || rules->submit(q, answer);
}

bool peri_order_rules_allow(const peri_order_rules *rules, const peri_order_question *question,
                            char *why, size_t size)
{
    struct answer answer = {why, size};
    if (!rules || question->security->type == PERI_TYPE_BASE)
        return true;
    if (question->deed == PERI_DEED_SUBMIT)
        return may_submit(rules, question, &answer);
    const rule asked = question->deed == PERI_DEED_UPDATE ? rules->update : rules->execute;
    return !asked || asked(question, &answer);
}
