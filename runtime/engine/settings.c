/* settings.c - dates, zone and warm-up of an algorithm. Layer 5. */
#include "engine/engine_internal.h"

enum {
    DEFAULT_START_YEAR = 1998,
    LAST_YEAR = 2250 /* of data that come in */
};

int peri_engine_need_setup(const peri_engine *engine, const char *what, peri_error *err)
{
    if (engine->phase == PERI_PHASE_SETUP)
        return PERI_OK;
    return peri_fail(err, PERI_ESTATE, "%s can be called in Initialize only", what);
}

/* In set-up the clock shows the start as far as it is known. */
static void set_clock_to_start(peri_engine *engine)
{
    if (engine->inflow.stream)
        return; /* it shows the time when the run was begun */
    peri_date date =
        engine->has_start ? engine->start_date : peri_date_make(DEFAULT_START_YEAR, 1, 1);
    engine->clock_ns = peri_zone_to_utc(engine->zone.zone, peri_time_at(date, 0));
}

int peri_engine_set_start_date(peri_engine *engine, peri_date date, peri_error *err)
{
    int rc = peri_engine_need_setup(engine, "SetStartDate", err);
    if (rc != PERI_OK)
        return rc;
    if (engine->looked_back)
        return peri_fail(err, PERI_ESTATE,
                         "SetStartDate must be called before History: it decides what is past");
    if (date < peri_date_make(1900, 1, 1)) {
        char text[PERI_TIME_TEXT];
        peri_date_format(date, text);
        return peri_fail(err, PERI_EINVAL, "SetStartDate: %s is before 1900-01-01", text);
    }
    engine->has_start = true;
    engine->start_date = date;
    set_clock_to_start(engine);
    return PERI_OK;
}

int peri_engine_set_end_date(peri_engine *engine, peri_date date, peri_error *err)
{
    int rc = peri_engine_need_setup(engine, "SetEndDate", err);
    if (rc != PERI_OK)
        return rc;
    engine->has_end = true;
    engine->end_date = date;
    return PERI_OK;
}

int peri_engine_set_time_zone(peri_engine *engine, const char *name, peri_error *err)
{
    int rc = peri_engine_need_setup(engine, "SetTimeZone", err);
    const peri_zone *zone;
    if (rc == PERI_OK)
        rc = peri_zone_get(engine->zones, name, &zone, err);
    if (rc != PERI_OK)
        return rc;
    peri_zone_cursor_init(&engine->zone, zone);
    set_clock_to_start(engine);
    return PERI_OK;
}

static struct peri_warm_up warm_up_of(const peri_resolution *resolution)
{
    struct peri_warm_up warm_up = {0};
    if (resolution) {
        warm_up.has_resolution = true;
        warm_up.resolution = *resolution;
    }
    return warm_up;
}

int peri_engine_set_warm_up_span(peri_engine *engine, int64_t span_ns,
                                 const peri_resolution *resolution, peri_error *err)
{
    int rc = peri_engine_need_setup(engine, "SetWarmUp", err);
    if (rc != PERI_OK)
        return rc;
    if (span_ns < 0)
        return peri_fail(err, PERI_EINVAL, "SetWarmUp: the span is negative");
    engine->warm_up = warm_up_of(resolution);
    engine->warm_up.span_ns = span_ns;
    return PERI_OK;
}

int peri_engine_set_warm_up_bars(peri_engine *engine, int64_t bars,
                                 const peri_resolution *resolution, peri_error *err)
{
    int rc = peri_engine_need_setup(engine, "SetWarmUp", err);
    if (rc != PERI_OK)
        return rc;
    if (bars < 0 || bars > 10000000)
        return peri_fail(err, PERI_EINVAL, "SetWarmUp: %lld bars; expected 0 to 10000000",
                         (long long)bars);
    engine->warm_up = warm_up_of(resolution);
    engine->warm_up.bars = bars;
    return PERI_OK;
}

int peri_engine_set_trade_builder(peri_engine *engine, peri_fill_grouping grouping,
                                  peri_fill_matching matching, peri_error *err)
{
    const int rc = peri_engine_need_setup(engine, "SetTradeBuilder", err);
    if (rc == PERI_OK)
        peri_trade_builder_set(peri_broker_trade_builder(engine->broker), grouping, matching);
    return rc;
}

void peri_engine_set_train_during_warm_up(peri_engine *engine, bool on)
{
    engine->train_during_warm_up = on;
}

bool peri_engine_trains_during_warm_up(const peri_engine *engine)
{
    return engine->train_during_warm_up;
}

void peri_engine_set_training_time(peri_engine *engine, bool declared, int64_t by_default)
{
    engine->declared_training = declared;
    engine->training_ns = by_default;
}

bool peri_engine_training_time(const peri_engine *engine, int64_t *by_default)
{
    *by_default = engine->training_ns;
    return engine->declared_training;
}

static void widen(int64_t first, int64_t last, int64_t *from, int64_t *until)
{
    *from = first < *from ? first : *from;
    *until = last > *until ? last : *until;
}

static void widen_by_ticks(const peri_tick_series *ticks, int64_t *from, int64_t *until)
{
    if (ticks->n > 0)
        widen(ticks->ticks[0].time_ns, ticks->ticks[ticks->n - 1].time_ns, from, until);
}

/* The days of the first and the last bar or tick of all symbols. False when there is none. */
static bool data_dates(peri_engine *engine, peri_date *first, peri_date *last)
{
    int64_t from = PERI_NEVER, until = INT64_MIN;
    const struct peri_subscribed *part;
    for (size_t i = 0; i < engine->security_count; i++)
        for (size_t k = 0; (part = peri_engine_part(engine->securities[i], k)); k++) {
            const peri_reel_facts trades = peri_engine_loaded_trades(part);
            const peri_reel_facts quotes = peri_engine_loaded_quotes(part);
            if (trades.bars > 0)
                widen(trades.first_ns, trades.last_ns, &from, &until);
            if (quotes.bars > 0)
                widen(quotes.first_ns, quotes.last_ns, &from, &until);
            widen_by_ticks(&part->ticks, &from, &until);
        }
    if (from == PERI_NEVER)
        return false;
    *first = peri_time_date(peri_engine_to_local(engine, from));
    *last = peri_time_date(peri_engine_to_local(engine, until));
    return true;
}

/* Data come in from the start on, and nobody knows until when. */
static void fix_open_span(peri_engine *engine)
{
    if (engine->resume_ns != PERI_NEVER)
        engine->start_ns = engine->resume_start_ns;
    engine->start_date = peri_time_date(peri_engine_to_local(engine, engine->start_ns));
    engine->end_date = peri_date_make(LAST_YEAR, 12, 31);
    engine->end_ns = peri_time_at(engine->end_date, 0);
    engine->span_fixed = true;
}

int peri_engine_fix_span(peri_engine *engine, peri_error *err)
{
    peri_date first = 0, last = 0;
    if (engine->inflow.stream) {
        fix_open_span(engine);
        return PERI_OK;
    }
    bool has_data = data_dates(engine, &first, &last);
    if (!has_data && (!engine->has_start || !engine->has_end))
        return peri_fail(err, PERI_EINVAL,
                         "there is nothing to run: add a symbol that has data, or set both dates");
    if (!engine->has_start)
        engine->start_date = first;
    if (!engine->has_end)
        engine->end_date = last;
    if (engine->start_date > engine->end_date) {
        char start[PERI_TIME_TEXT], end[PERI_TIME_TEXT];
        peri_date_format(engine->start_date, start);
        peri_date_format(engine->end_date, end);
        return peri_fail(err, PERI_EINVAL, "the start date %s is after the end date %s", start,
                         end);
    }
    const peri_zone *zone = engine->zone.zone;
    engine->start_ns = peri_zone_to_utc(zone, peri_time_at(engine->start_date, 0));
    engine->end_ns = peri_zone_to_utc(zone, peri_time_at(engine->end_date + 1, 0)) - 1;
    engine->span_fixed = true;
    return PERI_OK;
}

int64_t peri_engine_start_local(peri_engine *engine)
{
    return peri_time_at(engine->has_start || engine->phase != PERI_PHASE_SETUP
                            ? engine->start_date
                            : peri_date_make(DEFAULT_START_YEAR, 1, 1),
                        0);
}

int64_t peri_engine_end_local(peri_engine *engine)
{
    return engine->has_end || engine->phase != PERI_PHASE_SETUP
               ? peri_time_at(engine->end_date + 1, 0) - 1
               : PERI_NEVER;
}
