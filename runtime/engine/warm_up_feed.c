/* warm_up_feed.c - a warm-up with a resolution of its own: up to the start the bars come from a
 * feed of their own, then from the run's. As in LEAN. Layer 5. */
#include "engine/engine_internal.h"

#include "base/mem.h"

/* What the warm-up hands out of a security, instead of what it is subscribed with. */
struct peri_lead {
    peri_series trades;
    peri_quote_series quotes;
    peri_reel_reader *reader, *quote_reader; /* of what keeps its resolution; NULL: no such reel */
};

void peri_lead_free(struct peri_lead *lead)
{
    if (!lead)
        return;
    peri_reel_reader_close(lead->reader);
    peri_reel_reader_close(lead->quote_reader);
    peri_series_deinit(&lead->trades);
    peri_quote_series_deinit(&lead->quotes);
    peri_free(lead);
}

/* The rows of a CSV file, and data that come in, have one resolution; where LEAN's layout has no
   bars of the warm-up's, a security keeps its own. */
static bool is_led(const peri_engine *engine, const struct peri_subscribed *sub)
{
    const struct peri_warm_up *warm_up = &engine->warm_up;
    return warm_up->has_resolution && warm_up->resolution != PERI_RES_TICK && engine->span_fixed &&
           engine->first_ns < engine->start_ns && !engine->inflow.stream && !sub->path &&
           sub->form.resolution != warm_up->resolution &&
           peri_lean_source_has(&sub->lean, warm_up->resolution);
}

/* The midnight of the trading day before the start: what is filled forward on the first day. */
static int64_t day_before_start(const peri_engine *engine, const struct peri_subscribed *sub)
{
    const peri_hours *hours = sub->security.hours;
    const peri_zone *zone = peri_hours_zone(hours);
    const peri_date start = peri_zone_date(zone, engine->start_ns);
    const peri_date before = peri_hours_previous_trading_day(hours, start);
    const int64_t midnight = peri_zone_to_utc(zone, peri_time_at(before, 0));
    return midnight < engine->first_ns ? engine->first_ns : midnight;
}

int64_t peri_engine_data_begin(const peri_engine *engine, const struct peri_subscribed *sub)
{
    return is_led(engine, sub) ? day_before_start(engine, sub) : engine->first_ns;
}

/* Quotes are there for some resolutions, and not for every symbol; so are trades of pairs. */
static int read_lead(peri_engine *engine, const struct peri_subscribed *sub, struct peri_lead *lead,
                     peri_error *err)
{
    const peri_lean_stream quotes = {.kind = PERI_LEAN_QUOTE,
                                     .resolution = engine->warm_up.resolution};
    peri_read_options options = peri_engine_read_options(engine, sub);
    options.resolution = engine->warm_up.resolution;
    options.from_ns = engine->first_ns;
    options.until_ns = engine->start_ns;
    int rc = peri_lean_source_read(&sub->lean, &options, &lead->trades, &engine->read, err);
    if (rc == PERI_ENOTFOUND)
        rc = PERI_OK;
    if (rc == PERI_OK && peri_lean_has_stream(sub->security.type, quotes))
        rc = peri_lean_source_read_quotes(&sub->lean, &options, &lead->quotes, &engine->read, err);
    lead->trades.n = peri_series_after(&lead->trades, engine->start_ns);
    lead->quotes.n = peri_quote_series_after(&lead->quotes, engine->start_ns);
    return peri_engine_data_fault(engine, rc == PERI_ENOTFOUND ? PERI_OK : rc);
}

static int make_lead(peri_engine *engine, struct peri_subscribed *sub, bool led, peri_error *err)
{
    struct peri_lead *lead = peri_calloc(1, sizeof *lead);
    if (!lead)
        return peri_fail(err, PERI_ENOMEM, "no memory for the warm-up of '%s'",
                         sub->security.ticker);
    peri_series_init(&lead->trades);
    peri_quote_series_init(&lead->quotes);
    sub->lead = lead;
    return led ? read_lead(engine, sub, lead, err) : PERI_OK;
}

int peri_engine_open_warm_up(peri_engine *engine, peri_error *err)
{
    bool any = false;
    struct peri_subscribed *sub;
    for (size_t i = 0; i < engine->security_count; i++)
        for (size_t k = 0; (sub = peri_engine_part(engine->securities[i], k)); k++)
            any |= is_led(engine, sub);
    if (!any)
        return PERI_OK;
    peri_feed *feed;
    const int rc = peri_feed_open(&feed, err);
    if (rc != PERI_OK)
        return rc;
    engine->other_feed = engine->feed;
    engine->feed = feed;
    engine->has_warm_up_feed = true;
    return PERI_OK;
}

/* What is led: bars of the warm-up's resolution. */
static int add_led(peri_engine *engine, const struct peri_subscribed *sub, int64_t from_ns,
                   peri_error *err)
{
    const struct peri_lead *lead = sub->lead;
    peri_feed_stream trades = peri_engine_stream_of(sub);
    trades.form.resolution = engine->warm_up.resolution;
    peri_feed_stream quotes = trades;
    trades.trades = &lead->trades;
    quotes.quotes = &lead->quotes;
    int rc = peri_feed_add_stream(engine->feed, &trades, from_ns, err);
    if (rc == PERI_OK && lead->quotes.n > 0)
        rc = peri_feed_add_stream(engine->feed, &quotes, from_ns, err);
    return rc;
}

/* What keeps its resolution: its own bars, by readers beside those of the run's feed. */
static int add_own(peri_engine *engine, struct peri_subscribed *sub, int64_t from_ns,
                   peri_error *err)
{
    struct peri_lead *lead = sub->lead;
    int rc = PERI_OK;
    if (sub->reel && !lead->reader)
        rc = peri_reel_reader_open(sub->reel, &lead->reader, err);
    if (rc == PERI_OK && sub->quote_reel && !lead->quote_reader)
        rc = peri_reel_reader_open(sub->quote_reel, &lead->quote_reader, err);
    if (rc != PERI_OK)
        return rc;
    return peri_engine_add_bars(engine->feed, sub, lead->reader, lead->quote_reader, from_ns, err);
}

int peri_engine_add_to_warm_up(peri_engine *engine, struct peri_subscribed *sub, int64_t from_ns,
                               peri_error *err)
{
    const bool led = is_led(engine, sub);
    int rc = PERI_OK;
    if (!sub->lead)
        rc = make_lead(engine, sub, led, err);
    if (rc != PERI_OK || !sub->lead)
        return rc;
    return led ? add_led(engine, sub, from_ns, err) : add_own(engine, sub, from_ns, err);
}

/* Pairs nobody subscribed are filled as the run's symbols are. */
static void follow_step(peri_engine *engine)
{
    if (engine->conversions.feed)
        peri_feed_set_step(engine->conversions.feed, peri_feed_step(engine->feed));
}

void peri_engine_end_warm_up_feed(peri_engine *engine)
{
    if (!engine->has_warm_up_feed)
        return;
    peri_feed *run = engine->other_feed;
    engine->other_feed = engine->feed; /* its slice may be in use */
    engine->feed = run;
    engine->has_warm_up_feed = false;
    peri_feed_go_on_behind(run, engine->other_feed); /* a slice that was kept is none of the run */
    peri_feed_start(run, engine->first_ns, engine->end_ns);
    while (peri_feed_next_time(run) <= engine->start_ns)
        (void)peri_feed_take(run); /* the warm-up has handed that out */
    follow_step(engine);
}

void peri_engine_start_feed(peri_engine *engine, int64_t now_ns)
{
    peri_feed_start(engine->feed, now_ns,
                    engine->has_warm_up_feed ? engine->start_ns - 1 : engine->end_ns);
    follow_step(engine);
}

void peri_engine_remove_from_feed(peri_engine *engine, int32_t index)
{
    peri_feed_remove(engine->feed, index);
    if (engine->has_warm_up_feed)
        peri_feed_remove(engine->other_feed, index);
    follow_step(engine);
}

void peri_engine_restart_in_feed(peri_engine *engine, int32_t index, int64_t from_ns)
{
    peri_feed_restart(engine->feed, index, from_ns);
    if (engine->has_warm_up_feed)
        peri_feed_restart(engine->other_feed, index, from_ns);
}
