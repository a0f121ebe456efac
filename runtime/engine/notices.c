/* notices.c - what is done to a strategy's orders without an error: told once for each symbol and
 * cause, since it easily goes unseen. Layer 5. */
#include "engine/engine_internal.h"

#include "market/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Causes, as bits of what was noticed; the codes of Invalid orders and of updates, which are
   negative numbers, lie behind them. */
enum {
    NOTICE_CUT,
    NOTICE_SHORT,
    NOTICE_TOO_SMALL,
    NOTICE_UNPAID,
    NOTICE_UPDATE_STATUS,
    NOTICE_UPDATE_UNPAID,
    NOTICE_UPDATE_REQUEST,
    NOTICE_UNPRICED,
    NOTICE_REFUSED
};

static bool is_told(const peri_engine *engine, int32_t security, int cause)
{
    return engine->securities[security]->noticed.causes & (uint64_t)1 << cause;
}

static bool is_first(peri_engine *engine, int32_t security, int cause)
{
    const bool first = !is_told(engine, security, cause);
    engine->securities[security]->noticed.causes |= (uint64_t)1 << cause;
    return first;
}

static bool is_of_number(char c)
{
    return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+';
}

/* A text's hash but for its numbers: those of each order are others. (FNV-1a) */
static uint64_t hash_words(uint64_t hash, const char *text)
{
    for (; *text; text++)
        if (!is_of_number(*text))
            hash = (hash ^ (unsigned char)*text) * 0x100000001b3u;
    return hash;
}

/* A brokerage has many rules, so what it says is the cause. deed: of orders and of updates apart */
static bool is_first_text(peri_engine *engine, int32_t security, const char *deed, const char *text)
{
    struct peri_noticed *noticed = &engine->securities[security]->noticed;
    const uint64_t hash = hash_words(hash_words(0xcbf29ce484222325u, deed), text);
    for (size_t i = 0; i < noticed->text_count; i++)
        if (noticed->texts[i] == hash)
            return false;
    if (noticed->text_count == PERI_MOST_TEXTS)
        return false;
    noticed->texts[noticed->text_count++] = hash;
    return true;
}

void peri_engine_notice_invalid(peri_engine *engine, const peri_order_event *event)
{
    const peri_refusal why = peri_broker_order(engine->broker, event->order_id)->refusal;
    const bool first = why == PERI_REFUSAL_BROKERAGE_SUBMIT
                           ? is_first_text(engine, event->security, "order", event->message)
                           : is_first(engine, event->security, NOTICE_REFUSED - (int)why);
    engine->invalid_orders++;
    if (first)
        peri_engine_log_line(engine, PERI_LOG_WARNING,
                             "order %lld of '%s' is invalid: %s (further ones are only counted)",
                             (long long)event->order_id,
                             engine->securities[event->security]->security.ticker, event->message);
}

static bool is_first_update(peri_engine *engine, int32_t security, peri_refusal why,
                            const char *text)
{
    switch (why) {
    case PERI_REFUSAL_BROKERAGE_UPDATE:
        return is_first_text(engine, security, "update", text);
    case PERI_REFUSAL_INSUFFICIENT_BUYING_POWER:
        return is_first(engine, security, NOTICE_UPDATE_UNPAID);
    case PERI_REFUSAL_INVALID_ORDER_STATUS:
        return is_first(engine, security, NOTICE_UPDATE_STATUS);
    default:
        return is_first(engine, security, NOTICE_UPDATE_REQUEST);
    }
}

void peri_engine_notice_update(peri_engine *engine, int64_t id, peri_refusal why, const char *text)
{
    const int32_t security = peri_broker_order(engine->broker, id)->security;
    if (is_first_update(engine, security, why, text))
        peri_engine_log_line(engine, PERI_LOG_WARNING,
                             "order %lld of '%s' is not updated: %s [%s] (told once)",
                             (long long)id, engine->securities[security]->security.ticker, text,
                             peri_refusal_name(why));
}

void peri_engine_notice_cut(peri_engine *engine, int32_t index, double quantity)
{
    const peri_security *security = &engine->securities[index]->security;
    const double lots = peri_broker_whole_lots(engine->broker, index, quantity);
    char asked[PERI_NUMBER_TEXT], got[PERI_NUMBER_TEXT], lot[PERI_NUMBER_TEXT];
    if (fabs(quantity - lots) <= 1e-6 * security->lot_size || !is_first(engine, index, NOTICE_CUT))
        return;
    peri_number_format(quantity, asked);
    peri_number_format(lots, got);
    peri_number_format(security->lot_size, lot);
    peri_engine_log_line(engine, PERI_LOG_WARNING,
                         "'%s' is traded in lots of %s: a quantity of %s is cut to %s (further "
                         "ones are cut without a word)",
                         security->ticker, lot, asked, got);
}

static void say_no_order(peri_engine *engine, const peri_target *target, int cause, const char *why)
{
    const peri_security *security = &engine->securities[target->security]->security;
    char fraction[PERI_NUMBER_TEXT];
    if (!is_first(engine, target->security, cause))
        return;
    peri_number_format(target->fraction, fraction);
    peri_engine_log_line(engine, PERI_LOG_WARNING,
                         "SetHoldings('%s', %s) ordered nothing: %s (told once)", security->ticker,
                         fraction, why);
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

/* A purchase is paid with the quote currency alone. */
static void notice_unpaid(peri_engine *engine, const peri_target *target)
{
    const peri_security *security = &engine->securities[target->security]->security;
    const peri_cash *quote =
        &peri_broker_portfolio(engine->broker)->book.items[security->quote_cash];
    char why[160], amount[PERI_NUMBER_TEXT] = "no";
    if (quote->amount >= security->lot_size * security->price * security->multiplier)
        return;
    if (quote->amount > 0.0)
        peri_number_format(quote->amount, amount);
    snprintf(why, sizeof why, "the account holds %s %s to pay with: SetCash(\"%s\", ...)", amount,
             quote->symbol, quote->symbol);
    say_no_order(engine, target, NOTICE_UNPAID, why);
}

static void notice_too_small(peri_engine *engine, const peri_target *target)
{
    const peri_security *security = &engine->securities[target->security]->security;
    const double value = peri_portfolio_total_value(peri_broker_portfolio(engine->broker));
    const double share = fabs(target->fraction) * value;
    const double lot_value = security->lot_size * security->price * security->unit;
    char why[200], share_text[PERI_NUMBER_TEXT], lot_text[PERI_NUMBER_TEXT];
    peri_number_format(share, share_text);
    peri_number_format(lot_value, lot_text);
    if (share < lot_value)
        snprintf(why, sizeof why, "that share is worth %s, and one lot %s", share_text, lot_text);
    else if (peri_broker_target_is_too_small(engine->broker, target->security, target->fraction))
        snprintf(
            why, sizeof why,
            "that is less margin than Settings.MinimumOrderMarginPortfolioPercentage asks for");
    else
        return;
    say_no_order(engine, target, NOTICE_TOO_SMALL, why);
}

static const char *lacking(peri_refusal why)
{
    switch (why) {
    case PERI_REFUSAL_SECURITY_HAS_NO_DATA:
        return "it has no price yet, no bar of it has arrived by this time";
    case PERI_REFUSAL_CONVERSION_RATE_ZERO:
        return "the rate of the currency it is quoted in is not known yet";
    default:
        return "its price is 0";
    }
}

void peri_engine_notice_no_order(peri_engine *engine, const peri_target *target)
{
    const int32_t index = target->security;
    if (target->fraction == 0.0)
        return;
    if (target->why != PERI_REFUSAL_NONE) {
        say_no_order(engine, target, NOTICE_UNPRICED, lacking(target->why));
        return;
    }
    const bool of_cash = strcmp(peri_broker_margin_model(engine->broker, index)->name, "Cash") == 0;
    if (of_cash && target->fraction < 0.0) {
        say_no_order(engine, target, NOTICE_SHORT,
                     "a cash account sells no coins or currencies that it does not have");
        return;
    }
    const bool may_lack = of_cash && peri_security_is_pair(&engine->securities[index]->security) &&
                          !is_told(engine, index, NOTICE_UNPAID);
    if ((!may_lack && is_told(engine, index, NOTICE_TOO_SMALL)) || !is_empty(engine, index))
        return;
    if (may_lack)
        notice_unpaid(engine, target);
    if (!is_told(engine, index, NOTICE_UNPAID) && !is_told(engine, index, NOTICE_TOO_SMALL))
        notice_too_small(engine, target);
}
