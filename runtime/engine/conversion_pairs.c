/* conversion_pairs.c - which pair gives a currency's rate. See conversions.h. Layer 5. */
#include "engine/engine_internal.h"

#include "base/mem.h"
#include "market/lean_path.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static peri_cash_book *book_of(const peri_engine *engine)
{
    return &peri_broker_portfolio(engine->broker)->book;
}

static const char *symbol_of(const peri_engine *engine, int32_t cash)
{
    return book_of(engine)->items[cash].symbol;
}

static bool may_convert(const peri_security *security)
{
    return !security->removed &&
           (peri_security_type_is_pair(security->type) || security->type == PERI_TYPE_CFD);
}

/* Whether a ticker is two currencies, one behind the other. */
static bool joins(const char *ticker, const char *first, const char *second)
{
    const size_t len = strlen(first);
    return strncasecmp(ticker, first, len) == 0 && strcasecmp(ticker + len, second) == 0;
}

/* The securities, then the one that is about to be added. */
static const peri_security *security_at(const peri_engine *engine,
                                        const struct peri_subscribed *added, size_t i)
{
    if (i < engine->security_count)
        return &engine->securities[i]->security;
    return i == engine->security_count && added ? &added->security : NULL;
}

static void connect(peri_engine *engine, int32_t cash, const peri_security *pair, bool inverted,
                    int32_t via)
{
    peri_conversion *item = &engine->conversions.items[cash];
    engine->conversions.moving += pair && !item->pair;
    item->connected = true;
    if (item->pair != pair)
        item->before = 0.0;
    item->pair = pair;
    item->inverted = inverted;
    item->via = via;
}

/* A subscribed pair of the currency and another one. */
static bool connect_subscribed(peri_engine *engine, int32_t cash, int32_t other,
                               const struct peri_subscribed *added)
{
    const char *symbol = symbol_of(engine, cash), *target = symbol_of(engine, other);
    const peri_security *security;
    for (size_t i = 0; (security = security_at(engine, added, i)) != NULL; i++) {
        const bool inverted = joins(security->ticker, target, symbol);
        if (!may_convert(security) || !(inverted || joins(security->ticker, symbol, target)))
            continue;
        connect(engine, cash, security, inverted, other);
        return true;
    }
    return false;
}

/* The same of any other currency that has a rate of its own. */
static bool connect_by_another(peri_engine *engine, int32_t cash,
                               const struct peri_subscribed *added)
{
    for (size_t i = 1; i < engine->conversions.n; i++) {
        const peri_conversion *other = &engine->conversions.items[i];
        if ((int32_t)i != cash && other->connected && other->via == 0 &&
            connect_subscribed(engine, cash, (int32_t)i, added))
            return true;
    }
    return false;
}

/* -- coins that are worth one of a currency ------------------------------------------------- */

static bool is_coin_of(const char *coin, const char *currency)
{
    static const struct {
        const char *coin, *currency;
    } rows[] = {{"USDT", "USD"},  {"USDC", "USD"},  {"BUSD", "USD"}, {"DAI", "USD"},
                {"TUSD", "USD"},  {"USDP", "USD"},  {"GUSD", "USD"}, {"PAX", "USD"},
                {"FDUSD", "USD"}, {"PYUSD", "USD"}, {"EURS", "EUR"}, {"EURT", "EUR"},
                {"EURC", "EUR"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(coin, rows[i].coin) == 0 && strcmp(currency, rows[i].currency) == 0)
            return true;
    return false;
}

static bool connect_stable(peri_engine *engine, int32_t cash)
{
    const char *symbol = symbol_of(engine, cash), *account = symbol_of(engine, 0);
    if (!is_coin_of(symbol, account) && !is_coin_of(account, symbol))
        return false;
    connect(engine, cash, NULL, false, 0);
    peri_conversions_set_rate(engine, cash, 1.0);
    return true;
}

/* -- pairs of the data folder --------------------------------------------------------------- */

static peri_resolution finest(const peri_engine *engine)
{
    peri_resolution best = PERI_RES_DAILY;
    bool any = false;
    for (size_t i = 0; i < engine->security_count; i++) {
        const peri_security *security = &engine->securities[i]->security;
        if (security->removed)
            continue;
        best = security->resolution < best ? security->resolution : best;
        any = true;
    }
    return any ? best : PERI_RES_MINUTE;
}

/* The market of the first subscribed security of a type, NULL: there is none. */
static const char *market_in_use(const peri_engine *engine, peri_security_type type)
{
    for (size_t i = 0; i < engine->security_count; i++)
        if (engine->securities[i]->security.type == type)
            return engine->securities[i]->security.market;
    return NULL;
}

/* Currencies and CFDs are dealt in at the same place. NULL: the type's default. */
static const char *market_for(const peri_engine *engine, peri_security_type type)
{
    const char *market = market_in_use(engine, type);
    if (!market && type == PERI_TYPE_FOREX)
        market = market_in_use(engine, PERI_TYPE_CFD);
    if (!market && type == PERI_TYPE_CFD)
        market = market_in_use(engine, PERI_TYPE_FOREX);
    return market;
}

static bool begin_by(peri_reel_facts facts, int64_t until_ns)
{
    return facts.bars > 0 && facts.first_ns <= until_ns;
}

static bool has_bars_by(const struct peri_subscribed *sub, int64_t until_ns)
{
    return begin_by(peri_engine_loaded_trades(sub), until_ns) ||
           begin_by(peri_engine_loaded_quotes(sub), until_ns);
}

/* A pair with bars of a resolution before the run's end; *out NULL: there is none. */
static int open_pair(peri_engine *engine, const peri_subscription *wanted,
                     struct peri_subscribed **out, peri_error *err)
{
    struct peri_subscribed *sub = NULL;
    const bool failed = engine->data_failed;
    *out = NULL;
    int rc = peri_engine_make_subscribed(engine, wanted, &sub, err);
    if (rc == PERI_OK && !sub->path)
        rc = peri_engine_load(engine, sub, err);
    if (rc == PERI_OK && !sub->path && has_bars_by(sub, engine->end_ns)) {
        if (peri_engine_loaded_trades(sub).bars > 0)
            peri_engine_unload_quotes(sub); /* LEAN opens one stream: trades where there are such */
        *out = sub;
        return PERI_OK;
    }
    peri_engine_free_subscribed(sub);
    if (rc != PERI_ENOTFOUND && rc != PERI_OK)
        return rc;
    engine->data_failed = failed; /* there are other places to look at */
    return PERI_OK;
}

/* Its bars are handed out from now on. */
static int enlist(peri_engine *engine, struct peri_subscribed *sub, peri_error *err)
{
    peri_conversions *conversions = &engine->conversions;
    const bool late = engine->phase == PERI_PHASE_RUNNING;
    const int64_t from = late ? engine->clock_ns + 1 : engine->first_ns;
    void *feeds = (void *)conversions->feeds;
    int rc = conversions->feed ? PERI_OK : peri_feed_open(&conversions->feed, err);
    if (rc == PERI_OK && peri_grow(&feeds, &conversions->feed_cap, conversions->feed_n + 1,
                                   sizeof(struct peri_subscribed *)) != PERI_OK)
        rc = peri_fail(err, PERI_ENOMEM, "no memory for '%s'", sub->security.ticker);
    if (rc != PERI_OK)
        return rc;
    conversions->feeds = feeds;
    sub->security.index = (int32_t)conversions->feed_n;
    rc = peri_engine_add_bars(conversions->feed, sub, sub->reader, sub->quote_reader, from, err);
    if (rc != PERI_OK)
        return rc;
    conversions->feeds[conversions->feed_n++] = sub;
    peri_feed_start(conversions->feed, late ? engine->clock_ns : engine->first_ns, engine->end_ns);
    if (late)
        peri_feed_set_step(conversions->feed, peri_feed_step(engine->feed));
    return PERI_OK;
}

/* The first pair of a type, of the finest resolution there is. */
static int find_pair(peri_engine *engine, peri_security_type type, const char *ticker,
                     struct peri_subscribed **out, peri_error *err)
{
    peri_subscription wanted = {.ticker = ticker,
                                .type = type,
                                .market = market_for(engine, type),
                                .fill_forward = true,
                                .normalization = PERI_NORMALIZATION_ADJUSTED};
    static const peri_resolution resolutions[] = {PERI_RES_SECOND, PERI_RES_MINUTE, PERI_RES_HOUR,
                                                  PERI_RES_DAILY};
    *out = NULL;
    for (size_t i = 0; i < sizeof resolutions / sizeof *resolutions && !*out; i++) {
        if (resolutions[i] < finest(engine))
            continue;
        wanted.resolution = resolutions[i];
        const int rc = open_pair(engine, &wanted, out, err);
        if (rc != PERI_OK)
            return rc;
    }
    return PERI_OK;
}

/* Forex, then CFDs, then crypto. connected tells whether there was one. */
static int connect_folder(peri_engine *engine, int32_t cash, bool *connected, peri_error *err)
{
    static const peri_security_type types[] = {PERI_TYPE_FOREX, PERI_TYPE_CFD, PERI_TYPE_CRYPTO};
    const char *symbol = symbol_of(engine, cash), *account = symbol_of(engine, 0);
    char ticker[2 * PERI_CURRENCY_TEXT];
    *connected = false;
    if (engine->inflow.stream)
        return PERI_OK; /* files are the past there */
    for (int i = 0; i < 6; i++) {
        struct peri_subscribed *sub = NULL;
        const bool inverted = i % 2 == 1;
        snprintf(ticker, sizeof ticker, "%s%s", inverted ? account : symbol,
                 inverted ? symbol : account);
        int rc = find_pair(engine, types[i / 2], ticker, &sub, err);
        if (rc != PERI_OK)
            return rc;
        if (!sub)
            continue;
        rc = enlist(engine, sub, err);
        if (rc != PERI_OK) {
            peri_engine_free_subscribed(sub);
            return rc;
        }
        connect(engine, cash, &sub->security, inverted, 0);
        *connected = true;
        return PERI_OK;
    }
    return PERI_OK;
}

/* -- all of it ------------------------------------------------------------------------------ */

static int no_pair(const peri_engine *engine, int32_t cash, peri_error *err)
{
    const char *symbol = symbol_of(engine, cash), *account = symbol_of(engine, 0);
    return peri_fail(err, PERI_EINVAL,
                     "nothing converts %s into %s, the currency of the account: neither a symbol "
                     "'%s%s' or '%s%s' was added, nor has the data folder one; add the pair, or "
                     "give its rate: Portfolio.CashBook:Add(\"%s\", amount, rate)",
                     symbol, account, symbol, account, account, symbol, symbol);
}

static int connect_one(peri_engine *engine, int32_t cash, const struct peri_subscribed *added,
                       peri_error *err)
{
    bool found = connect_subscribed(engine, cash, 0, added);
    int rc = found ? PERI_OK : connect_folder(engine, cash, &found, err);
    if (rc != PERI_OK)
        return rc;
    if (!found && !connect_by_another(engine, cash, added) && !connect_stable(engine, cash)) {
        if (!(book_of(engine)->items[cash].rate > 0.0))
            return PERI_ENOTFOUND;
        connect(engine, cash, NULL, false, 0);
    }
    return peri_conversion_seed(engine, cash, err);
}

/* A pair that was removed gives its last price, until one is added again. */
static int connect_anew(peri_engine *engine, int32_t cash, const struct peri_subscribed *added,
                        peri_error *err)
{
    const peri_security *pair = engine->conversions.items[cash].pair;
    return pair && pair->removed && connect_subscribed(engine, cash, 0, added)
               ? peri_conversion_seed(engine, cash, err)
               : PERI_OK;
}

int peri_conversions_connect(peri_engine *engine, int32_t cash, const struct peri_subscribed *added,
                             peri_error *err)
{
    for (int look = 0; look < 2; look++) /* the second: those that are found by way of others */
        for (size_t i = 1; i < engine->conversions.n; i++) {
            if (cash >= 0 && (int32_t)i != cash)
                continue;
            const int rc = engine->conversions.items[i].connected
                               ? connect_anew(engine, (int32_t)i, added, err)
                               : connect_one(engine, (int32_t)i, added, err);
            if (rc != PERI_OK && rc != PERI_ENOTFOUND)
                return rc;
            if (rc == PERI_ENOTFOUND && look == 1 && engine->conversions.items[i].needed)
                return no_pair(engine, (int32_t)i, err);
        }
    peri_conversions_update(engine);
    return PERI_OK;
}

/* Whether a pair that nobody subscribed is the same symbol. */
static bool is_fed_pair(const peri_engine *engine, const peri_security *pair,
                        const peri_security *security)
{
    const peri_conversions *conversions = &engine->conversions;
    if (!pair || pair->type != security->type || strcmp(pair->market, security->market) != 0 ||
        strcasecmp(pair->ticker, security->ticker) != 0)
        return false;
    for (size_t i = 0; i < conversions->feed_n; i++)
        if (&conversions->feeds[i]->security == pair)
            return true;
    return false;
}

void peri_conversions_hand_over(peri_engine *engine, peri_security *security)
{
    for (size_t i = 1; i < engine->conversions.n; i++) {
        const peri_conversion fed = engine->conversions.items[i];
        if (!is_fed_pair(engine, fed.pair, security))
            continue;
        peri_feed_remove(engine->conversions.feed, fed.pair->index);
        if (fed.pair->has_data && !fed.pair->has_quote)
            peri_security_update(security, &fed.pair->last_bar);
        if (fed.pair->has_quote)
            peri_security_update_quote(security, &fed.pair->last_quote);
        connect(engine, (int32_t)i, security, fed.inverted, fed.via);
        engine->conversions.items[i].before = fed.before;
    }
}

void peri_conversions_forget(peri_engine *engine, const peri_security *security)
{
    for (size_t i = 1; i < engine->conversions.n; i++) {
        peri_conversion *item = &engine->conversions.items[i];
        if (item->pair != security)
            continue;
        item->pair = NULL;
        item->connected = false;
        engine->conversions.moving--;
    }
}

void peri_conversions_leave(peri_engine *engine, const peri_security *security)
{
    peri_error ignored;
    for (size_t i = 1; i < engine->conversions.n; i++) {
        const peri_conversion before = engine->conversions.items[i];
        if (before.pair != security)
            continue;
        /* where there is no other, its last price stays the rate */
        if (connect_one(engine, (int32_t)i, NULL, &ignored) != PERI_OK ||
            !engine->conversions.items[i].pair)
            connect(engine, (int32_t)i, security, before.inverted, before.via);
    }
}
