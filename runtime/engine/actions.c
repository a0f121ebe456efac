/* actions.c - see actions.h. Layer 5. */
#include "engine/engine_internal.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

/* -- collecting ----------------------------------------------------------------------------- */

/* Where the actions of a stock go, and between which instants. */
struct collector {
    const peri_hours *hours;
    int32_t security;
    int64_t from_ns, until_ns;
    peri_date first; /* date of from_ns at the exchange */
    peri_actions *out;
    int rc;
};

static int64_t midnight(const struct collector *to, peri_date date)
{
    return peri_zone_to_utc(peri_hours_zone(to->hours), peri_time_at(date, 0));
}

static void add(struct collector *to, peri_date date, peri_action action)
{
    peri_actions *out = to->out;
    void *items = out->items;
    action.time_ns = midnight(to, date);
    action.security = to->security;
    if (to->rc != PERI_OK || action.time_ns < to->from_ns || action.time_ns > to->until_ns)
        return;
    to->rc = peri_grow(&items, &out->cap, out->n + 1, sizeof *out->items);
    out->items = items;
    if (to->rc == PERI_OK)
        out->items[out->n++] = action;
}

static void add_dividends(struct collector *to, const peri_factor_file *factors)
{
    size_t n;
    const peri_dividend *dividends = peri_factor_file_dividends(factors, &n);
    for (size_t i = 0; i < n; i++)
        if (dividends[i].row_date >= to->first)
            add(to, peri_hours_next_trading_day(to->hours, dividends[i].row_date),
                (peri_action){.kind = PERI_ACTION_DIVIDEND,
                              .value = dividends[i].distribution,
                              .reference = dividends[i].reference});
}

static void add_splits(struct collector *to, const peri_factor_file *factors)
{
    size_t n;
    const peri_split *splits = peri_factor_file_splits(factors, &n);
    for (size_t i = 0; i < n; i++) {
        if (splits[i].row_date < to->first)
            continue;
        peri_action action = {.kind = PERI_ACTION_SPLIT_WARNING,
                              .value = splits[i].factor,
                              .reference = splits[i].reference};
        add(to, splits[i].row_date, action);
        action.kind = PERI_ACTION_SPLIT;
        add(to, peri_hours_next_trading_day(to->hours, splits[i].row_date), action);
    }
}

static void add_renames(struct collector *to, const peri_map_file *map)
{
    size_t n;
    const peri_map_period *periods = peri_map_file_periods(map, &n);
    for (size_t i = 0; i + 1 < n; i++)
        if (strcmp(periods[i].ticker, periods[i + 1].ticker) != 0)
            add(to, peri_hours_next_trading_day(to->hours, periods[i].last),
                (peri_action){.kind = PERI_ACTION_RENAME,
                              .old_name = periods[i].ticker,
                              .new_name = periods[i + 1].ticker});
}

static void add_delisting(struct collector *to, const peri_map_file *map)
{
    peri_date last;
    if (!peri_map_file_delisting(map, &last))
        return;
    add(to, last, (peri_action){.kind = PERI_ACTION_DELISTING_WARNING});
    add(to, last + 1, (peri_action){.kind = PERI_ACTION_DELISTED});
}

static int by_time(const void *a, const void *b)
{
    const peri_action *x = a, *y = b;
    if (x->time_ns != y->time_ns)
        return x->time_ns < y->time_ns ? -1 : 1;
    return (x->kind > y->kind) - (x->kind < y->kind);
}

int peri_actions_collect(const peri_lean_source *source, const peri_hours *hours, int32_t security,
                         int64_t from_ns, int64_t until_ns, peri_actions *out, peri_error *err)
{
    struct collector to = {hours, security, from_ns, until_ns, 0, out, PERI_OK};
    to.first = peri_zone_date(peri_hours_zone(hours), from_ns);
    out->n = 0;
    add_dividends(&to, source->factors);
    add_splits(&to, source->factors);
    add_renames(&to, source->map);
    add_delisting(&to, source->map);
    if (to.rc != PERI_OK)
        return peri_fail(err, to.rc, "no memory for the dividends and splits of '%s'",
                         source->symbol.ticker);
    if (out->n > 1)
        qsort(out->items, out->n, sizeof *out->items, by_time);
    return PERI_OK;
}

void peri_actions_deinit(peri_actions *actions)
{
    peri_free(actions->items);
    memset(actions, 0, sizeof *actions);
}

/* -- what they do --------------------------------------------------------------------------- */

enum {
    PRICES = 19
};

/* All latest prices of a security; 0: there is none. */
static void list_prices(peri_security *security, double *prices[PRICES])
{
    peri_bar *bar = &security->last_bar;
    peri_quote_side *bid = &security->last_quote.bid, *ask = &security->last_quote.ask;
    double *const all[PRICES] = {&security->price,     &security->open,
                                 &security->high,      &security->low,
                                 &security->close,     &security->bid_price,
                                 &security->ask_price, &bar->open,
                                 &bar->high,           &bar->low,
                                 &bar->close,          &bid->open,
                                 &bid->high,           &bid->low,
                                 &bid->close,          &ask->open,
                                 &ask->high,           &ask->low,
                                 &ask->close};
    memcpy((void *)prices, (const void *)all, sizeof all);
}

/* Prices and sizes of a security after a split of raw prices. */
static void split_prices(peri_security *security, double factor)
{
    double *prices[PRICES];
    double *const sizes[] = {&security->volume,
                             &security->bid_size,
                             &security->ask_size,
                             &security->last_bar.volume,
                             &security->last_quote.bid.last_size,
                             &security->last_quote.ask.last_size};
    list_prices(security, prices);
    for (size_t i = 0; i < PRICES; i++)
        *prices[i] *= factor;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        *sizes[i] /= factor;
}

/* A distribution leaves raw prices with the cash: it would count twice until the next trade. */
static void pay_out(peri_security *security, double distribution)
{
    double *prices[PRICES];
    list_prices(security, prices);
    for (size_t i = 0; i < PRICES; i++)
        if (*prices[i] > 0.0 && *prices[i] > distribution)
            *prices[i] -= distribution;
}

/* Prices of other modes have both in them. */
static bool changes_prices(const struct peri_subscribed *sub, const peri_action *action)
{
    return sub->lean.mode == PERI_NORMALIZATION_RAW &&
           (action->kind == PERI_ACTION_SPLIT || action->kind == PERI_ACTION_DIVIDEND);
}

void peri_engine_lead_action(peri_engine *engine, const peri_action *action)
{
    struct peri_subscribed *sub = engine->securities[action->security];
    if (action->kind == PERI_ACTION_DELISTED)
        peri_engine_mark_delisted(engine, action->security);
    if (!changes_prices(sub, action))
        return;
    if (action->kind == PERI_ACTION_SPLIT)
        split_prices(&sub->security, action->value);
    else
        pay_out(&sub->security, action->value);
    peri_portfolio_mark(peri_broker_portfolio(engine->broker), action->security,
                        sub->security.price);
}

/* What an action does to the account. */
static void apply_to_account(peri_engine *engine, const peri_action *action)
{
    const peri_normalization mode = engine->securities[action->security]->lean.mode;
    peri_portfolio *portfolio = peri_broker_portfolio(engine->broker);
    const bool is_raw = mode == PERI_NORMALIZATION_RAW;
    if (action->kind == PERI_ACTION_DIVIDEND &&
        (is_raw || mode == PERI_NORMALIZATION_SPLIT_ADJUSTED))
        peri_portfolio_dividend(portfolio, action->security, action->value);
    else if (action->kind == PERI_ACTION_SPLIT && is_raw)
        peri_portfolio_split(portfolio, action->security, action->value, action->reference);
    else
        return;
    peri_saver_note_change(&engine->saver);
}

int peri_engine_apply_action(peri_engine *engine, const peri_action *action, peri_error *err)
{
    const struct peri_subscribed *sub = engine->securities[action->security];
    if (action->kind == PERI_ACTION_DELISTED)
        return peri_engine_delist(engine, action->security, err);
    apply_to_account(engine, action);
    peri_engine_lead_action(engine, action);
    if (action->kind == PERI_ACTION_SPLIT && changes_prices(sub, action))
        return peri_broker_split(engine->broker, action->security, action->value, engine->clock_ns,
                                 err);
    return PERI_OK;
}
