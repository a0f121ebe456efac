/* notices.c - what is done to a strategy's orders without an error: told once for each symbol and
 * cause, since it easily goes unseen. Layer 5. */
#include "engine/engine_internal.h"

#include "market/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Causes, as bits of peri_subscribed's noticed; the reasons of Invalid orders, which are negative
   numbers, lie behind them. */
enum {
    NOTICE_CUT,
    NOTICE_SHORT,
    NOTICE_BELOW_LOT,
    NOTICE_REFUSED
};

static bool is_first(peri_engine *engine, int32_t security, int cause)
{
    uint64_t *noticed = &engine->securities[security]->noticed;
    const uint64_t bit = (uint64_t)1 << cause;
    const bool first = (*noticed & bit) == 0;
    *noticed |= bit;
    return first;
}

void peri_engine_notice_invalid(peri_engine *engine, const peri_order_event *event)
{
    char text[256];
    const peri_order *order = peri_broker_order(engine->broker, event->order_id);
    engine->invalid_orders++;
    if (!is_first(engine, event->security, NOTICE_REFUSED - (int)order->refusal))
        return;
    const int len = snprintf(text, sizeof text,
                             "order %lld of '%s' is invalid: %s (further ones are only counted)",
                             (long long)event->order_id,
                             engine->securities[event->security]->security.ticker, event->message);
    peri_engine_log(engine, PERI_LOG_WARNING, text, (size_t)len);
}

void peri_engine_notice_cut(peri_engine *engine, int32_t index, double quantity)
{
    const peri_security *security = &engine->securities[index]->security;
    const double lots = peri_broker_whole_lots(engine->broker, index, quantity);
    char text[256], asked[PERI_NUMBER_TEXT], got[PERI_NUMBER_TEXT], lot[PERI_NUMBER_TEXT];
    if (fabs(quantity - lots) <= 1e-6 * security->lot_size || !is_first(engine, index, NOTICE_CUT))
        return;
    peri_number_format(quantity, asked);
    peri_number_format(lots, got);
    peri_number_format(security->lot_size, lot);
    const int len = snprintf(text, sizeof text,
                             "'%s' is traded in lots of %s: a quantity of %s is cut to %s (further "
                             "ones are cut without a word)",
                             security->ticker, lot, asked, got);
    peri_engine_log(engine, PERI_LOG_WARNING, text, (size_t)len);
}

static void say_no_order(peri_engine *engine, const peri_target *target, int cause, const char *why)
{
    const peri_security *security = &engine->securities[target->security]->security;
    char text[320], fraction[PERI_NUMBER_TEXT];
    if (!is_first(engine, target->security, cause))
        return;
    peri_number_format(target->fraction, fraction);
    const int len =
        snprintf(text, sizeof text, "SetHoldings('%s', %s) ordered nothing: %s (told once)",
                 security->ticker, fraction, why);
    peri_engine_log(engine, PERI_LOG_WARNING, text, (size_t)len);
}

/* Whether nothing is held of it, or on its way: a target of nothing more is no surprise then. */
static bool is_empty(const peri_engine *engine, int32_t index)
{
    const peri_portfolio *portfolio = peri_broker_portfolio(engine->broker);
    const peri_security *security = &engine->securities[index]->security;
    const bool owns =
        peri_security_is_pair(security) && portfolio->book.items[security->base_cash].amount != 0.0;
    return portfolio->holdings[index].quantity == 0.0 && !owns &&
           peri_broker_open_market_quantity(engine->broker, index) == 0.0;
}

void peri_engine_notice_no_order(peri_engine *engine, const peri_target *target)
{
    const peri_security *security = &engine->securities[target->security]->security;
    const double value = peri_portfolio_total_value(peri_broker_portfolio(engine->broker));
    const double share = fabs(target->fraction) * value;
    const double lot_value = security->lot_size * security->price * security->unit;
    char why[200], share_text[PERI_NUMBER_TEXT], lot_text[PERI_NUMBER_TEXT];
    if (target->fraction == 0.0)
        return;
    if (target->fraction < 0.0 &&
        strcmp(peri_broker_margin_model(engine->broker, target->security)->name, "Cash") == 0) {
        say_no_order(engine, target, NOTICE_SHORT,
                     "a cash account sells no coins or currencies that it does not have");
        return;
    }
    if (!is_empty(engine, target->security) || !(share < lot_value))
        return;
    peri_number_format(share, share_text);
    peri_number_format(lot_value, lot_text);
    snprintf(why, sizeof why, "that share is worth %s, and one lot %s", share_text, lot_text);
    say_no_order(engine, target, NOTICE_BELOW_LOT, why);
}
