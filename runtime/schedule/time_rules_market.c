/* time_rules_market.c - opens and closes of markets, moved by some minutes. Layer 3. */
#include "base/buf.h"
#include "schedule/time_rule_kinds.h"

typedef struct market_rule {
    peri_time_rule head;
    bool close; /* the last close of the day counts, else the first open */
    bool extended;
    int64_t move;               /* ns, added to the open or close */
    bool never_comes;           /* the move lies outside the range of times */
    const peri_hours *hours;    /* borrowed; NULL: those of `set` */
    const peri_market_set *set; /* borrowed */
} market_rule;

static const char *const edge_names[] = {"AfterMarketOpen", "BeforeMarketOpen", "BeforeMarketClose",
                                         "AfterMarketClose"};

static bool is_close(peri_market_edge edge)
{
    return edge == PERI_BEFORE_CLOSE || edge == PERI_AFTER_CLOSE;
}

static bool is_before(peri_market_edge edge)
{
    return edge == PERI_BEFORE_OPEN || edge == PERI_BEFORE_CLOSE;
}

/* The first open or last close of a date; false when the market has none. */
static bool edge_of(const market_rule *rule, const peri_hours *hours, peri_date date,
                    int64_t *out_utc)
{
    peri_session session;
    if (!peri_hours_session(hours, date, rule->extended, &session))
        return false;
    *out_utc = rule->close ? session.close_utc : session.open_utc;
    return true;
}

/* The earliest open or latest close of a date over the set; false when all are closed. */
static bool edge_of_set(const market_rule *rule, peri_date date, int64_t *out_utc)
{
    bool found = false;
    for (size_t i = 0; i < rule->set->n; i++) {
        int64_t utc;
        if (!edge_of(rule, rule->set->items[i], date, &utc))
            continue;
        if (!found || (rule->close ? utc > *out_utc : utc < *out_utc))
            *out_utc = utc;
        found = true;
    }
    return found;
}

static int next_edge(const peri_time_rule *head, peri_date date, int64_t after_utc,
                     int64_t *out_utc, peri_error *err)
{
    const market_rule *rule = (const market_rule *)head;
    int64_t edge, moved;
    bool found =
        rule->hours ? edge_of(rule, rule->hours, date, &edge) : edge_of_set(rule, date, &edge);
    (void)after_utc;
    (void)err;
    if (found && !rule->never_comes && !__builtin_add_overflow(edge, rule->move, &moved))
        *out_utc = moved;
    return PERI_OK;
}

/* "SPY: 30 min after MarketOpen". A negative offset names the other side, 0 the side asked for. */
static void write_name(peri_buf *name, peri_market_edge edge, const char *symbol, bool extended,
                       int64_t offset_ns)
{
    char minutes[PERI_SPAN_TEXT];
    peri_span_text(offset_ns, PERI_MINUTE, minutes);
    if (symbol)
        peri_buf_printf(name, "%s: ", symbol);
    peri_buf_printf(name, "%s min %s %sMarket%s", minutes,
                    is_before(edge) != (offset_ns < 0) ? "before" : "after",
                    extended ? "Extended" : "", is_close(edge) ? "Close" : "Open");
}

/* Moved edges are instants, not times of a wall clock: over a change of the clock they shift. */
static peri_time_bounds bounds_of(const market_rule *rule)
{
    return (peri_time_bounds){.dated = true,
                              .orderly = rule->hours != NULL,
                              .first = rule->move,
                              .last = peri_saturated_sum(PERI_DAY, rule->move),
                              .zone = rule->hours && rule->move == 0 ? peri_hours_zone(rule->hours)
                                                                     : NULL};
}

static int market_new(peri_market_edge edge, const char *symbol, int64_t offset_ns,
                      market_rule parts, peri_time_rule **out, peri_error *err)
{
    static const peri_time_rule_kind kind = {next_edge, NULL, NULL};
    peri_buf name;
    market_rule *rule = NULL;
    peri_buf_init(&name);
    write_name(&name, edge, symbol, parts.extended, offset_ns);
    if (!name.failed)
        rule = (market_rule *)peri_time_rule_new(&kind, sizeof *rule, peri_buf_str(&name));
    peri_buf_deinit(&name);
    if (!rule)
        return peri_time_rule_no_memory(edge_names[edge], err);
    parts.close = is_close(edge);
    parts.move = offset_ns;
    if (is_before(edge))
        parts.never_comes = __builtin_sub_overflow(INT64_C(0), offset_ns, &parts.move);
    parts.head = rule->head;
    parts.head.bounds = bounds_of(&parts);
    *rule = parts;
    *out = &rule->head;
    return PERI_OK;
}

int peri_time_rule_market(peri_market_edge edge, const peri_rule_market *market, int64_t offset_ns,
                          peri_time_rule **out, peri_error *err)
{
    market_rule parts = {.hours = market->hours, .extended = market->extended};
    if (peri_hours_is_always_open(market->hours))
        return peri_fail(err, PERI_EINVAL,
                         "TimeRules.%s('%.200s'): the market never closes, expected one that opens "
                         "and closes; use TimeRules.At instead",
                         edge_names[edge], market->symbol);
    return market_new(edge, market->symbol, offset_ns, parts, out, err);
}

int peri_time_rule_markets(peri_market_edge edge, const peri_market_set *set, bool extended,
                           int64_t offset_ns, peri_time_rule **out, peri_error *err)
{
    market_rule parts = {.set = set, .extended = extended};
    return market_new(edge, NULL, offset_ns, parts, out, err);
}
