/* order_text.c - orders as LEAN writes them for its hash. Layer 5. */
#include "report/order_text.h"

#include <math.h>
#include <string.h>

#include "market/rounding.h"
#include "time/civil.h"

enum {
    DIGITS = 7,
    TICK_DIGITS = 7, /* of a second's fraction */
    LARGE_DECIMALS = 4
};

/* From here on decimals are counted, not digits: of positive numbers, as LEAN does. */
#define LARGE 1000.0

/* -- numbers --------------------------------------------------------------------------------- */

peri_exact peri_order_rounded(double value)
{
    const double least = pow(10.0, DIGITS - 1);
    const double size = fabs(value);
    double power = 1.0;
    int scale = 0;
    while (scale < PERI_EXACT_SCALE &&
           (value > LARGE ? scale < LARGE_DECIMALS : size * power < least)) {
        power *= 10.0;
        scale++;
    }
    const double units = peri_half_to_even(value * power);
    if (!(fabs(units) < 9e18))
        return peri_exact_natural(value);
    int64_t left = (int64_t)units;
    for (; scale > 0 && left % 10 == 0; scale--)
        left /= 10;
    return peri_exact_make(left, scale);
}

static void key(peri_buf *out, const char *name)
{
    peri_buf_byte(out, '"');
    peri_buf_text(out, name);
    peri_buf_text(out, "\":");
}

/* JSON's decimals have a point. */
static void number(peri_buf *out, const char *name, const peri_exact *value)
{
    char text[PERI_EXACT_TEXT];
    const size_t n = peri_exact_text(value, text);
    key(out, name);
    peri_buf_add(out, text, n);
    if (value->scale == 0)
        peri_buf_text(out, ".0");
    peri_buf_byte(out, ',');
}

static void price(peri_buf *out, const char *name, double value)
{
    const peri_exact rounded = peri_order_rounded(value);
    number(out, name, &rounded);
}

static void boolean(peri_buf *out, const char *name, bool value)
{
    key(out, name);
    peri_buf_text(out, value ? "true," : "false,");
}

static void integer(peri_buf *out, const char *name, int64_t value)
{
    char text[PERI_EXACT_TEXT];
    const peri_exact whole = peri_exact_make(value, 0);
    const size_t n = peri_exact_text(&whole, text);
    key(out, name);
    peri_buf_add(out, text, n);
    peri_buf_byte(out, ',');
}

/* -- texts ----------------------------------------------------------------------------------- */

/* What a character is written as behind a backslash; 0: as it is. */
static char short_escape(unsigned char c)
{
    static const char from[] = "\"\\\b\t\n\f\r", to[] = "\"\\btnfr";
    const char *at = c != 0 ? strchr(from, c) : NULL;
    if (!at)
        return '\0';
    return to[at - from];
}

/* Line ends of Unicode, which are escaped as well: NEL, line and paragraph separator. How many
   bytes, 0: another character. */
static size_t line_end(const char *text, unsigned *code)
{
    static const struct {
        const char *bytes;
        unsigned code;
    } ends[] = {{"\xc2\x85", 0x85}, {"\xe2\x80\xa8", 0x2028}, {"\xe2\x80\xa9", 0x2029}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const size_t n = strlen(ends[i].bytes);
        *code = ends[i].code;
        if (strncmp(text, ends[i].bytes, n) == 0)
            return n;
    }
    return 0;
}

static void string(peri_buf *out, const char *name, const char *text)
{
    key(out, name);
    peri_buf_byte(out, '"');
    while (*text) {
        const unsigned char c = (unsigned char)*text;
        unsigned code = c;
        const size_t end = line_end(text, &code);
        const char escape = short_escape(c);
        if (end > 0 || (c < 0x20 && !escape))
            peri_buf_printf(out, "\\u%04x", end > 0 ? code : c);
        else if (escape)
            peri_buf_printf(out, "\\%c", escape);
        else
            peri_buf_byte(out, (char)c);
        text += end > 0 ? end : 1;
    }
    peri_buf_text(out, "\",");
}

/* .NET counts 100 ns, and shows no zeros at the end. */
static void cut_fraction(char *point)
{
    size_t n = strlen(point);
    if (n > TICK_DIGITS + 1)
        n = TICK_DIGITS + 1;
    while (n > 1 && point[n - 1] == '0')
        n--;
    point[n > 1 ? n : 0] = '\0';
}

/* "2013-10-07T13:31:00.25", and what tells its zone. */
static void instant(peri_buf *out, const char *name, int64_t ns, const char *zone)
{
    char text[PERI_TIME_TEXT];
    peri_time_format(ns, text);
    char *gap = strchr(text, ' '), *point = strchr(text, '.');
    if (point)
        cut_fraction(point);
    if (gap)
        *gap = 'T';
    key(out, name);
    peri_buf_byte(out, '"');
    peri_buf_text(out, text);
    peri_buf_text(out, zone);
    peri_buf_text(out, "\",");
}

/* -- an order -------------------------------------------------------------------------------- */

static void type(peri_buf *out, const peri_order *order)
{
    integer(out, "type", order->type);
}

/* What only its type has, in LEAN's order. */
static void own_fields(peri_buf *out, const peri_order *order)
{
    switch (order->type) {
    case PERI_ORDER_LIMIT:
        price(out, "limitPrice", order->limit_price);
        type(out, order);
        break;
    case PERI_ORDER_STOP_MARKET:
        price(out, "stopPrice", order->stop_price);
        type(out, order);
        break;
    case PERI_ORDER_STOP_LIMIT:
        price(out, "stopPrice", order->stop_price);
        boolean(out, "stopTriggered", order->triggered);
        price(out, "limitPrice", order->limit_price);
        type(out, order);
        break;
    case PERI_ORDER_LIMIT_IF_TOUCHED:
        type(out, order);
        price(out, "triggerPrice", order->trigger_price);
        price(out, "limitPrice", order->limit_price);
        boolean(out, "triggerTouched", order->triggered);
        break;
    case PERI_ORDER_TRAILING_STOP:
        price(out, "trailingAmount", order->trailing_amount);
        boolean(out, "trailingAsPercentage", order->trailing_as_percentage);
        type(out, order);
        price(out, "stopPrice", order->stop_price);
        break;
    case PERI_ORDER_MARKET:
    case PERI_ORDER_MARKET_ON_OPEN:
    case PERI_ORDER_MARKET_ON_CLOSE:
        type(out, order);
        break;
    }
}

static void times(peri_buf *out, const peri_order *order)
{
    const char *zone = order->dated ? "" : "Z";
    instant(out, "time", order->created_ns, zone);
    instant(out, "createdTime", order->created_ns, zone);
    if (order->last_fill_ns != 0)
        instant(out, "lastFillTime", order->last_fill_ns, "Z");
    if (order->last_update_ns != 0)
        instant(out, "lastUpdateTime", order->last_update_ns, "Z");
    if (order->canceled_ns != 0)
        instant(out, "canceledTime", order->canceled_ns, "Z");
}

static void time_in_force(peri_buf *out, const peri_order *order)
{
    static const char kind[] = "\"$type\":\"QuantConnect.Orders.TimeInForces.%s\"";
    peri_buf_text(out, "\"properties\":{\"timeInForce\":{");
    if (order->time_in_force == PERI_TIF_DAY)
        peri_buf_printf(out, kind, "DayTimeInForce");
    if (order->time_in_force == PERI_TIF_GOOD_TIL_DATE) {
        peri_buf_printf(out, kind, "GoodTilDateTimeInForce");
        peri_buf_byte(out, ',');
        instant(out, "Expiry", order->expiry_local_ns, "");
        out->len -= out->len > 0; /* the comma */
    }
    peri_buf_text(out, "}},");
}

/* As LEAN sees it with the limit as it is in the text. */
static bool is_marketable(const peri_order *order)
{
    if (order->type != PERI_ORDER_LIMIT)
        return order->type == PERI_ORDER_MARKET;
    const peri_exact rounded = peri_order_rounded(order->limit_price);
    const double limit = peri_exact_value(&rounded);
    if (!order->has_submission)
        return false;
    return order->quantity > 0.0 ? limit >= order->ask_price : limit <= order->bid_price;
}

static void submission(peri_buf *out, const peri_order_facts *facts)
{
    if (!facts->order->has_submission) {
        peri_buf_text(out, "\"orderSubmissionData\":null,");
        return;
    }
    peri_buf_text(out, "\"orderSubmissionData\":{");
    number(out, "bidPrice", &facts->bid);
    number(out, "askPrice", &facts->ask);
    number(out, "lastPrice", &facts->last);
    out->len -= out->len > 0;
    peri_buf_text(out, "},");
}

static void symbol(peri_buf *out, const peri_order_facts *facts)
{
    peri_buf_text(out, "\"symbol\":{");
    string(out, "value", facts->ticker);
    string(out, "id", facts->id);
    string(out, "permtick", facts->ticker);
    out->len -= out->len > 0;
    peri_buf_text(out, "},");
}

static void value(peri_buf *out, const peri_exact *quantity, const peri_exact *fill)
{
    peri_exact product;
    if (peri_exact_product(quantity, fill, &product))
        number(out, "value", &product);
}

static void quoted_id(peri_buf *out, int64_t id)
{
    char text[PERI_EXACT_TEXT];
    const peri_exact whole = peri_exact_make(id, 0);
    peri_exact_text(&whole, text);
    peri_buf_byte(out, '"');
    peri_buf_text(out, text);
    peri_buf_byte(out, '"');
}

void peri_order_text(const peri_order_facts *facts, peri_buf *out)
{
    const peri_order *order = facts->order;
    const peri_exact quantity = peri_exact_natural(order->quantity);
    const peri_exact fill = peri_order_rounded(order->average_fill_price);
    const int direction = order->quantity > 0.0 ? 0 : order->quantity < 0.0 ? 1 : 2;
    peri_buf_byte(out, '{');
    own_fields(out, order);
    integer(out, "id", order->id);
    integer(out, "contingentId", 0);
    peri_buf_text(out, "\"brokerId\":[");
    if (order->accepted)
        quoted_id(out, order->id);
    peri_buf_text(out, "],");
    symbol(out, facts);
    number(out, "price", &fill);
    string(out, "priceCurrency", facts->currency);
    times(out, order);
    number(out, "quantity", &quantity);
    integer(out, "status", order->status);
    string(out, "tag", peri_order_tag(order));
    time_in_force(out, order);
    integer(out, "securityType", facts->type);
    integer(out, "direction", direction);
    value(out, &quantity, &fill);
    submission(out, facts);
    boolean(out, "isMarketable", is_marketable(order));
    integer(out, "priceAdjustmentMode", facts->normalization);
    out->len -= out->len > 0;
    peri_buf_byte(out, '}');
}
