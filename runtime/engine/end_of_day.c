/* end_of_day.c - OnEndOfDay: events the engine schedules itself. Layer 5. */
#include "engine/engine_internal.h"
#include "engine/events.h"

#include <stdio.h>

static const int64_t BEFORE_CLOSE_NS = 10 * PERI_MINUTE;
static const int64_t BEFORE_MIDNIGHT_NS = 2 * PERI_MINUTE;

static bool is_wanted(const peri_engine *engine, bool per_security)
{
    const peri_strategy *strategy = engine->strategy;
    return strategy->on_end_of_day && strategy->has_end_of_day &&
           strategy->has_end_of_day(strategy->ctx, per_security);
}

/* Schedule for times after the clock (and after where a run stood that goes on): the day may end
   for a security that was added just now, but not for this one. The rules are given up; those that
   could not be made are NULL. */
static int schedule(peri_engine *engine, const char *name, peri_date_rule *dates,
                    peri_time_rule *times, int32_t security, int rc, peri_event **out,
                    peri_error *err)
{
    peri_event *event = NULL;
    int64_t after = engine->clock_ns;
    if (engine->resume_ns != PERI_NEVER && engine->resume_ns > after)
        after = engine->resume_ns;
    if (rc == PERI_OK)
        rc = peri_scheduler_add(engine->scheduler, name, dates, times, PERI_EVENT_END_OF_DAY,
                                security, after + 1, &event, err);
    peri_date_rule_free(dates);
    peri_time_rule_free(times);
    if (rc == PERI_OK && out)
        *out = peri_event_retain(event);
    return rc;
}

/* Ten minutes before the last close; of a market that never closes, before midnight. */
int peri_engine_add_end_of_day(peri_engine *engine, struct peri_subscribed *sub, peri_error *err)
{
    const peri_security *security = &sub->security;
    peri_rule_market market = {security->ticker, security->hours, security->extended};
    peri_date_rule *dates = NULL;
    peri_time_rule *times = NULL;
    char name[96];
    if (!is_wanted(engine, true))
        return PERI_OK;
    snprintf(name, sizeof name, "%s.EndOfDay", security->ticker);
    int rc = peri_date_rule_open_days(&market, &dates, err);
    if (rc == PERI_OK && peri_hours_is_always_open(security->hours))
        rc = peri_time_rule_at(PERI_DAY - BEFORE_CLOSE_NS, peri_hours_zone(security->hours), &times,
                               err);
    else if (rc == PERI_OK)
        rc = peri_time_rule_market(PERI_BEFORE_CLOSE, &market, BEFORE_CLOSE_NS, &times, err);
    return schedule(engine, name, dates, times, security->index, rc, &sub->end_of_day, err);
}

/* Whether any security trades on the clock's date. */
static bool any_trades(peri_engine *engine)
{
    peri_date today = peri_time_date(peri_engine_local(engine));
    for (size_t i = 0; i < engine->security_count; i++) {
        const peri_security *security = &engine->securities[i]->security;
        if (!security->removed && peri_hours_is_trading_day(security->hours, today))
            return true;
    }
    return false;
}

int peri_engine_fire_end_of_day(peri_engine *engine, const peri_event *event, peri_error *err)
{
    if (event->payload < 0 && !any_trades(engine))
        return PERI_OK;
    return engine->strategy->on_end_of_day(engine->strategy->ctx, (int32_t)event->payload, err);
}

static int add_daily(peri_engine *engine, peri_error *err)
{
    peri_date_rule *dates = NULL;
    peri_time_rule *times = NULL;
    int rc = peri_date_rule_every_day(&dates, err);
    if (rc == PERI_OK)
        rc = peri_time_rule_at(PERI_DAY - BEFORE_MIDNIGHT_NS, engine->zone.zone, &times, err);
    return schedule(engine, "Algorithm.EndOfDay", dates, times, -1, rc, NULL, err);
}

int peri_engine_start_end_of_day(peri_engine *engine, peri_error *err)
{
    int rc = is_wanted(engine, false) ? add_daily(engine, err) : PERI_OK;
    for (size_t i = 0; rc == PERI_OK && i < engine->security_count; i++)
        if (!engine->securities[i]->security.removed)
            rc = peri_engine_add_end_of_day(engine, engine->securities[i], err);
    return rc;
}
