/* order_hash.c - LEAN's OrderListHash. Layer 5. */
#include "engine/engine_internal.h"

#include <math.h>
#include <string.h>

#include "market/rounding.h"
#include "report/order_text.h"
#include "store/digest.h"

enum {
    PIECE = 1 << 16, /* bytes of text that are gathered before they are added */
    RAW_SCALE = 4,   /* LEAN's files have prices of equities in ten thousandths */
    MOST_ZEROS = 18, /* 10^18 is an int64_t */
    ROWS_BACK = 4    /* how old a price may be, in rows of the factor file */
};

/* Whether a price is what a raw one becomes by a factor, and which with all its decimals: the raw
   one is whole then, but for what the double lost. LEAN divides those of ticks, which leaves no
   zeros at the end. */
static bool is_scaled_by(double price, const peri_exact *factor, double rate, bool ticks,
                         peri_exact *out)
{
    const double raw = price / rate * 1e4;
    const double whole = nearbyint(raw);
    if (!(whole >= 1.0 && whole < 1e15) || fabs(raw - whole) > fmax(1e-7, whole * 1e-14))
        return false;
    const peri_exact units =
        ticks ? peri_exact_natural(whole / 1e4) : peri_exact_make((int64_t)whole, RAW_SCALE);
    return peri_exact_product(&units, factor, out);
}

/* A price of a US equity, seen on a date: as old as the row of factors it fits. */
static peri_exact equity_price(const struct peri_subscribed *sub, double price, peri_date date)
{
    peri_exact factor, made;
    for (size_t back = 0; back < ROWS_BACK; back++) {
        if (!peri_factor_file_exact(sub->lean.factors, sub->lean.mode, date, back, &factor))
            break;
        if (is_scaled_by(price, &factor, peri_exact_value(&factor),
                         sub->form.resolution == PERI_RES_TICK, &made))
            return made;
    }
    return peri_exact_natural(price);
}

/* A last price. The middle of two quotes is their sum, which has the decimals of both, by two. */
static peri_exact last_price(const peri_order *order, const peri_exact *bid, const peri_exact *ask)
{
    const double middle = (order->bid_price + order->ask_price) / 2.0;
    const int most = bid->scale > ask->scale ? bid->scale : ask->scale;
    peri_exact made = peri_exact_natural(order->last_price);
    int64_t power = 1;
    int digits = 0;
    if (fabs(order->last_price - middle) > middle * PERI_SAME_DECIMAL)
        return made;
    for (; made.scale + digits < most && digits < MOST_ZEROS; digits++)
        power *= 10;
    const peri_exact one = peri_exact_make(power, digits);
    (void)peri_exact_product(&made, &one, &made);
    return made;
}

/* What was seen when an order was accepted. */
static void add_submission(const struct peri_subscribed *sub, peri_order_facts *facts)
{
    const peri_order *order = facts->order;
    if (sub->lean.factors && !sub->path) {
        const peri_zone *zone = peri_hours_zone(sub->security.hours);
        const peri_date date = peri_zone_date(zone, order->created_ns);
        facts->bid = equity_price(sub, order->bid_price, date);
        facts->ask = equity_price(sub, order->ask_price, date);
        facts->last = equity_price(sub, order->last_price, date);
        return;
    }
    facts->bid = peri_exact_natural(order->bid_price);
    facts->ask = peri_exact_natural(order->ask_price);
    facts->last = last_price(order, &facts->bid, &facts->ask);
}

static void in_upper_case(const char *text, char *out, size_t size)
{
    size_t n = 0;
    for (; text[n] && n + 1 < size; n++)
        out[n] = (char)(text[n] >= 'a' && text[n] <= 'z' ? text[n] - 'a' + 'A' : text[n]);
    out[n] = '\0';
}

/* Append an order's text. */
static void add_order(const peri_engine *engine, const peri_order *order, peri_buf *out)
{
    const struct peri_subscribed *sub = engine->securities[order->security];
    const peri_security *security = &sub->security;
    char ticker[PERI_SECURITY_ID_TEXT], id[PERI_SECURITY_ID_TEXT];
    in_upper_case(security->ticker, ticker, sizeof ticker);
    peri_order_facts facts = {
        .order = order,
        .ticker = ticker,
        .id = peri_engine_security_id(sub, id) ? id : ticker,
        .currency = security->quote_currency,
        .type = security->type,
        .normalization =
            security->type == PERI_TYPE_EQUITY ? (int)sub->lean.mode : PERI_NORMALIZATION_ADJUSTED,
    };
    if (order->has_submission)
        add_submission(sub, &facts);
    peri_order_text(&facts, out);
}

int peri_engine_order_list_hash(const peri_engine *engine, char out[PERI_MD5_TEXT])
{
    const int64_t n = (int64_t)peri_broker_order_count(engine->broker);
    peri_digest_md5 *sum = peri_digest_md5_open();
    peri_buf text;
    if (!sum)
        return PERI_ENOMEM;
    peri_buf_init(&text);
    for (int64_t id = 1; id <= n; id++) {
        if (id > 1)
            peri_buf_byte(&text, ',');
        add_order(engine, peri_broker_order(engine->broker, id), &text);
        if (text.len < PIECE && id < n)
            continue;
        peri_digest_md5_add(sum, text.data, text.len);
        text.len = 0;
    }
    const int rc = text.failed ? PERI_ENOMEM : PERI_OK;
    peri_digest_md5_finish(sum, out);
    peri_buf_deinit(&text);
    return rc;
}
