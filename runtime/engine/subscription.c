/* subscription.c - symbols, and where their data lie. Layer 5. */
#include "engine/consolidation.h"
#include "engine/engine_internal.h"
#include "engine/events.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/words.h"
#include "market/lean_found.h"
#include "market/lean_path.h"
#include "market/security_id.h"
#include "market/symbol_properties.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *const CSV_ZONE = "UTC"; /* it has no gap and no doubled hour */

/* The market that was asked for, or the brokerage's. Custom data have none. */
static const char *market_of(const peri_engine *engine, const peri_subscription *wanted)
{
    return wanted->market && wanted->type != PERI_TYPE_BASE
               ? wanted->market
               : peri_brokerage_market(engine->brokerage, wanted->type);
}

static bool is_us_equity(const peri_security *security)
{
    return security->type == PERI_TYPE_EQUITY && strcmp(security->market, "usa") == 0;
}

/* Of other exchanges' equities there are CSV files only. */
static bool has_lean_layout(const peri_security *security)
{
    return is_us_equity(security) ||
           (security->type != PERI_TYPE_BASE && security->type != PERI_TYPE_EQUITY);
}

/* A ticker becomes part of a file's name, so it must not lead elsewhere. */
static int check_ticker(const char *ticker, peri_error *err)
{
    size_t len = strlen(ticker);
    bool ok = len > 0 && len <= 64 && ticker[0] != '.';
    for (size_t i = 0; i < len; i++)
        if (ticker[i] == '/' || ticker[i] == '\\' || (unsigned char)ticker[i] < ' ')
            ok = false;
    if (ok)
        return PERI_OK;
    return peri_fail(err, PERI_EINVAL,
                     "ticker '%.80s': expected 1 to 64 bytes without '/', '\\' or a leading '.'",
                     ticker);
}

/* Look for a CSV file. *found receives its path, owned by the caller, or NULL; `tried` gets the
   name of what is not there. Returns PERI_OK or PERI_ENOMEM. */
static int look_for_csv(const char *dir, const char *ticker, peri_buf *tried, char **found)
{
    peri_buf path;
    peri_buf_init(&path);
    peri_buf_printf(&path, "%s/%s.csv", dir, ticker);
    bool there = !path.failed && access(peri_buf_str(&path), R_OK) == 0;
    *found = there ? peri_strdup(path.data) : NULL;
    if (!there)
        peri_buf_printf(tried, "%s%s", tried->len ? ", " : "", peri_buf_str(&path));
    bool failed = path.failed || tried->failed || (there && !*found);
    peri_buf_deinit(&path);
    return failed ? PERI_ENOMEM : PERI_OK;
}

/* What LEAN's files of this symbol are named by, and of a US equity its names and factors; `tried`
   gets the path where it has no data. A ticker that cannot name a file of LEAN's may still name a
   CSV file. */
static int look_in_lean(peri_engine *engine, struct peri_subscribed *sub, peri_buf *tried,
                        peri_error *err)
{
    peri_lean_stream stream = {.kind = PERI_LEAN_TRADE, .resolution = sub->security.resolution};
    if (!has_lean_layout(&sub->security))
        return PERI_OK;
    if (!peri_lean_has_stream(sub->security.type, stream))
        stream.kind = PERI_LEAN_QUOTE;
    const peri_lean_symbol symbol = peri_engine_lean_symbol(engine, &sub->security);
    int rc = peri_lean_path(tried, &symbol, stream, err);
    if (rc != PERI_OK)
        return rc == PERI_EINVAL ? PERI_OK : rc;
    if (!is_us_equity(&sub->security)) {
        sub->lean = peri_lean_source_plain(symbol);
        return PERI_OK;
    }
    rc = peri_lean_source_open(engine->names, symbol, sub->lean.mode, &sub->lean, err);
    return rc;
}
/* Find the data of a new security: LEAN's layout (path stays NULL) or a CSV file. */
static int locate(peri_engine *engine, struct peri_subscribed *sub, peri_error *err)
{
    const char *ticker = sub->security.ticker;
    char small[72];
    snprintf(small, sizeof small, "%s", ticker);
    peri_lower_text(small);
    peri_buf tried;
    peri_buf_init(&tried);
    int rc = look_in_lean(engine, sub, &tried, err);
    if (rc != PERI_OK || peri_lean_source_has(&sub->lean, sub->security.resolution)) {
        peri_buf_deinit(&tried);
        return peri_engine_data_fault(engine, rc);
    }
    const bool may_be_csv = sub->security.resolution != PERI_RES_TICK; /* its rows are bars */
    if (may_be_csv)
        rc = look_for_csv(engine->data_dir, ticker, &tried, &sub->path);
    if (rc == PERI_OK && may_be_csv && !sub->path && strcmp(small, ticker) != 0)
        rc = look_for_csv(engine->data_dir, small, &tried, &sub->path);
    if (rc != PERI_OK) {
        rc = peri_fail(err, rc, "no memory for '%s'", ticker);
    } else if (!sub->path && engine->inflow.stream) {
        peri_engine_set_loaded(sub, INT64_MIN); /* its data come in; there is no past */
    } else if (!sub->path) {
        peri_lean_found(&tried, engine->data_dir, ticker);
        rc = peri_engine_data_fault(engine,
                                    peri_fail(err, PERI_ENOTFOUND, "no data for '%s': tried %s",
                                              ticker, peri_buf_str(&tried)));
    }
    peri_buf_deinit(&tried);
    return rc;
}

/* The zone of the times in a symbol's file, as it was given or by its type; NULL: the exchange's.
 */
static int find_data_zone(peri_engine *engine, const peri_security *security, const char *zone_name,
                          const peri_zone **zone, peri_error *err)
{
    if (zone_name || security->type == PERI_TYPE_BASE)
        return peri_zone_get(engine->zones, zone_name ? zone_name : CSV_ZONE, zone, err);
    if (security->type == PERI_TYPE_EQUITY)
        return PERI_OK;
    return peri_hours_book_data_zone(engine->book, peri_security_type_name(security->type),
                                     security->market, security->ticker, zone, err);
}

/* Hours and the zone of the file's times. Rules without a symbol look at every market but US
   equities', which they know already. */
static int choose_hours(peri_engine *engine, struct peri_subscribed *sub, const char *zone_name,
                        peri_error *err)
{
    const peri_zone *zone = NULL;
    peri_security *security = &sub->security;
    bool is_base = security->type == PERI_TYPE_BASE;
    int rc = PERI_OK;
    if (!is_base)
        rc = peri_engine_hours(engine, peri_security_type_name(security->type), security->market,
                               security->ticker, &security->hours, err);
    if (rc == PERI_OK)
        rc = find_data_zone(engine, security, zone_name, &zone, err);
    if (rc == PERI_OK && is_base)
        rc = peri_hours_book_always(engine->book, zone, &security->hours, err);
    if (rc == PERI_OK && !is_us_equity(security))
        rc = peri_market_set_add(&engine->markets, security->hours, err);
    if (rc == PERI_OK)
        peri_zone_cursor_init(&sub->data_zone, zone ? zone : peri_hours_zone(security->hours));
    security->data_zone = zone;
    return rc;
}

/* What a stock and custom data are traded in: custom data, and stocks of a market nobody knows, in
   the account's currency. */
static int choose_currency(peri_engine *engine, peri_security *security, peri_error *err)
{
    peri_symbol_properties properties = {.multiplier = 1, .lot_size = 1};
    const char *quote = peri_broker_portfolio(engine->broker)->book.items[0].symbol;
    if (is_us_equity(security)) {
        quote = "USD";
    } else if (security->type == PERI_TYPE_EQUITY) {
        const int rc = peri_engine_look_up_symbol(engine, security, &properties, err);
        if (rc != PERI_OK)
            return rc;
        quote = properties.is_known ? properties.quote_currency : quote;
    }
    return peri_conversions_note(engine, security, quote, "", err);
}

/* The currencies; the lots, the price steps and the multiplier of currencies, crypto and CFDs. */
static int choose_lots(peri_engine *engine, peri_security *security, peri_error *err)
{
    peri_symbol_properties properties = {.multiplier = 1, .lot_size = 1};
    if (security->type == PERI_TYPE_BASE || security->type == PERI_TYPE_EQUITY)
        return choose_currency(engine, security, err);
    const int rc = peri_engine_look_up_symbol(engine, security, &properties, err);
    if (rc != PERI_OK)
        return rc;
    security->lot_size = properties.lot_size;
    security->tick_size = properties.tick;
    security->minimum_order_size = properties.minimum_order_size;
    security->multiplier = properties.multiplier;
    return peri_conversions_note(engine, security, properties.quote_currency,
                                 properties.base_currency, err);
}

/* A part has none itself. NOLINTNEXTLINE(misc-no-recursion) */
void peri_engine_free_subscribed(struct peri_subscribed *sub)
{
    if (!sub)
        return;
    while (sub->part_count > 0)
        peri_engine_free_subscribed(sub->parts[--sub->part_count]);
    peri_event_release(sub->end_of_day);
    peri_free(sub->security.ticker);
    peri_free(sub->security.market);
    peri_free(sub->path);
    peri_free((void *)sub->indicators);
    peri_engine_drop_takers(sub);
    peri_lean_source_close(&sub->lean);
    peri_engine_unload(sub);
    peri_actions_deinit(&sub->actions);
    peri_free(sub);
}

/* A security with the strings and numbers of a subscription, NULL when memory is short. */
static struct peri_subscribed *copy_wanted(const peri_engine *engine,
                                           const peri_subscription *wanted, double leverage)
{
    struct peri_subscribed *sub = peri_calloc(1, sizeof *sub);
    if (!sub)
        return NULL;
    peri_series_init(&sub->series);
    peri_quote_series_init(&sub->quotes);
    peri_tick_series_init(&sub->ticks);
    sub->lean.mode = wanted->normalization;
    sub->form = (peri_form){wanted->resolution, wanted->fill_forward, wanted->extended};
    sub->security = (peri_security){
        .index = (int32_t)engine->security_count,
        .ticker = peri_strdup(wanted->ticker),
        .market = peri_strdup(market_of(engine, wanted)),
        .type = wanted->type,
        .resolution = wanted->resolution,
        .fill_forward = wanted->fill_forward,
        .extended = wanted->extended,
        .whole_days = engine->whole_days,
        .leverage = leverage,
        .lot_size = 1,
        .multiplier = 1,
    };
    if (!sub->security.ticker || !sub->security.market) {
        peri_engine_free_subscribed(sub);
        return NULL;
    }
    peri_lower_text(sub->security.market);
    return sub;
}

int peri_engine_make_subscribed(peri_engine *engine, const peri_subscription *wanted,
                                struct peri_subscribed **out, peri_error *err)
{
    if (wanted->type == PERI_TYPE_BASE && wanted->resolution == PERI_RES_TICK &&
        !engine->inflow.stream)
        return peri_fail(err, PERI_EINVAL,
                         "'%s': the rows of a CSV file are bars; expected Resolution.Second, "
                         "Minute, Hour or Daily",
                         wanted->ticker);
    double leverage = wanted->leverage != 0
                          ? wanted->leverage
                          : peri_brokerage_leverage(engine->brokerage, wanted->type, wanted->ticker,
                                                    engine->cash_account);
    int rc = check_ticker(wanted->ticker, err);
    if (rc == PERI_OK && !(leverage >= 1 && leverage <= 1000))
        rc = peri_fail(err, PERI_EINVAL, "'%s': leverage was %g, expected 1 to 1000",
                       wanted->ticker, leverage);
    if (rc != PERI_OK)
        return rc;
    struct peri_subscribed *sub = copy_wanted(engine, wanted, leverage);
    if (!sub)
        return peri_fail(err, PERI_ENOMEM, "no memory for '%s'", wanted->ticker);
    rc = choose_hours(engine, sub, wanted->time_zone, err);
    if (rc == PERI_OK)
        rc = locate(engine, sub, err);
    if (rc == PERI_OK) /* last: it makes entries in the cash book */
        rc = choose_lots(engine, &sub->security, err);
    if (rc != PERI_OK) {
        peri_engine_free_subscribed(sub);
        return rc;
    }
    *out = sub;
    return PERI_OK;
}

/* Rates of what a security that is added late is traded in. */
static int connect_currencies(peri_engine *engine, struct peri_subscribed *sub, peri_error *err)
{
    peri_security *security = &sub->security;
    peri_conversions_hand_over(engine, security);
    int rc = peri_conversions_connect(engine, security->quote_cash, sub, err);
    if (rc == PERI_OK && security->base_cash >= 0)
        rc = peri_conversions_connect(engine, security->base_cash, sub, err);
    security->unit = security->multiplier *
                     peri_broker_portfolio(engine->broker)->book.items[security->quote_cash].rate;
    return rc;
}

/* Make the engine, the broker and the feed know it. */
static int enlist(peri_engine *engine, struct peri_subscribed *sub, peri_error *err)
{
    void *list = (void *)engine->securities;
    if (peri_grow(&list, &engine->security_cap, engine->security_count + 1,
                  sizeof(struct peri_subscribed *)))
        return peri_fail(err, PERI_ENOMEM, "no memory for '%s'", sub->security.ticker);
    engine->securities = list;
    if (peri_engine_reserve_order(engine, err) != PERI_OK)
        return PERI_ENOMEM;
    bool late = engine->phase == PERI_PHASE_RUNNING;
    const int64_t from_ns = engine->clock_ns + 1;
    int rc = late ? peri_engine_load(engine, sub, err) : PERI_OK;
    if (rc == PERI_OK && late)
        rc = peri_engine_collect_actions(engine, sub, from_ns, err);
    if (rc == PERI_OK && late)
        rc = peri_engine_reserve_feed(engine, sub, err);
    if (rc == PERI_OK && late)
        rc = connect_currencies(engine, sub, err);
    if (rc == PERI_OK)
        rc = peri_broker_add_security(engine->broker, &sub->security,
                                      engine->brokerage->fee(sub->security.type), err);
    if (rc != PERI_OK) {
        peri_conversions_forget(engine, &sub->security);
        return rc;
    }
    engine->securities[engine->security_count++] = sub;
    peri_engine_order_last(engine);
    engine->securities_changed = true;
    if (engine->cash_account)
        peri_engine_apply_account(engine, sub->security.index);
    sub->added_ns = late ? engine->clock_ns : INT64_MIN;
    sub->removed_ns = PERI_NEVER;
    peri_saver_note_change(&engine->saver);
    if (!late)
        return PERI_OK;
    rc = peri_engine_add_to_feed(engine, sub, from_ns, err);
    if (rc == PERI_OK) {
        peri_engine_start_feed(engine, engine->clock_ns);
        rc = peri_engine_add_end_of_day(engine, sub, err);
    }
    return rc;
}

int peri_engine_add_security(peri_engine *engine, const peri_subscription *subscription,
                             int32_t *index, peri_error *err)
{
    int again =
        peri_engine_add_known(engine, subscription, market_of(engine, subscription), index, err);
    if (again != PERI_OK || *index >= 0)
        return again;
    struct peri_subscribed *sub = NULL;
    int rc = peri_engine_make_subscribed(engine, subscription, &sub, err);
    if (rc != PERI_OK || !sub)
        return rc;
    rc = peri_engine_add_by_name(engine, sub, subscription, index, err);
    if (rc != PERI_OK || *index >= 0) {
        peri_engine_free_subscribed(sub);
        return rc;
    }
    int32_t position = sub->security.index;
    rc = enlist(engine, sub, err);
    if (rc != PERI_OK && (size_t)position == engine->security_count)
        peri_engine_free_subscribed(sub);
    if (rc == PERI_OK)
        *index = position;
    return rc;
}

bool peri_engine_security_id(const struct peri_subscribed *sub, char *id)
{
    const peri_security *security = &sub->security;
    const char *ticker = security->ticker;
    peri_date first = peri_date_make(1899, 12, 30);
    if (sub->lean.map) {
        ticker = peri_map_file_first_ticker(sub->lean.map);
        first = peri_map_file_first_date(sub->lean.map);
    }
    return security->type != PERI_TYPE_BASE &&
           peri_security_id(ticker, security->market, (int)security->type, first, id, NULL) ==
               PERI_OK;
}

peri_lean_symbol peri_engine_lean_symbol(const peri_engine *engine, const peri_security *security)
{
    return (peri_lean_symbol){.root = engine->data_dir,
                              .type = security->type,
                              .market = security->market,
                              .ticker = security->ticker};
}
