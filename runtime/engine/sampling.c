/* sampling.c - what a daily sample is made of; what the estimate of capacity sees. Layer 5. */
#include "engine/engine_internal.h"

#include <math.h>

static double sale_volume(const peri_portfolio *portfolio)
{
    double sum = 0;
    for (size_t i = 0; i < portfolio->count; i++)
        sum += portfolio->holdings[i].sale_volume;
    return sum;
}

int peri_engine_sample_daily(peri_engine *engine, int64_t at, peri_error *err)
{
    const peri_portfolio *portfolio = peri_broker_portfolio(engine->broker);
    peri_standing now = {
        .equity = peri_portfolio_total_value(portfolio),
        .sale_volume = sale_volume(portfolio),
    };
    bool is_kept = at > engine->sampler.last_daily_ns; /* the end may be a midnight */
    int rc = is_kept ? peri_benchmark_value(engine, at, &now.benchmark, err) : PERI_OK;
    if (rc != PERI_OK)
        return rc;
    if (peri_sampler_daily(&engine->sampler, at, &now) != PERI_OK)
        return peri_fail(err, PERI_ENOMEM, "no memory for the equity curve");
    return PERI_OK;
}

/* -- capacity ------------------------------------------------------------------------------- */

int peri_engine_note_fill(peri_engine *engine, const peri_order_event *event, peri_error *err)
{
    double value = fabs(event->fill_quantity * event->fill_price *
                        engine->securities[event->security]->security.unit);
    if (value == 0)
        return PERI_OK;
    if (peri_capacity_fill(&engine->capacity, event->security, event->time_ns, value) != PERI_OK)
        return peri_fail(err, PERI_ENOMEM, "no memory for the estimate of capacity");
    return PERI_OK;
}

/* A security that was added behind the slice has no place in it. O(1) where all before it are in
   the slice as well, else O(log n). */
static bool is_present(const peri_slice *slice, int32_t security)
{
    size_t low = 0, high = slice->count;
    if ((size_t)security < high && slice->present[security] == security)
        return true;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (slice->present[middle] < security)
            low = middle + 1;
        else
            high = middle;
    }
    return low < slice->count && slice->present[low] == security;
}

struct step {
    const peri_engine *engine;
    const peri_slice *slice;
};

/* LEAN's estimate of what is dealt in a bar of quotes. Source: lean-engine facts, 10. */
static double quoted_volume(peri_security_type type, const peri_quote_bar *bar)
{
    if (type == PERI_TYPE_FOREX)
        return 25000000;
    return type == PERI_TYPE_CFD ? 200 : (bar->bid.last_size + bar->ask.last_size) / 2;
}

/* The bar of trades, else that of quotes. */
static bool bar_of_step(void *ctx, int32_t security, peri_capacity_bar *out)
{
    const struct step *step = ctx;
    if (!is_present(step->slice, security))
        return false;
    const peri_security *of = &step->engine->securities[security]->security;
    const peri_quote_bar *quote = step->slice->items[security].quote;
    const peri_bar *bar = step->slice->items[security].bar;
    peri_bar middle;
    if (!bar && !quote)
        return false; /* an action alone */
    if (!bar) {
        middle = peri_quote_bar_middle(quote);
        middle.volume = quoted_volume(of->type, quote);
        bar = &middle;
    }
    *out = (peri_capacity_bar){
        .length_ns = bar->end_ns - bar->start_ns,
        .close = bar->close,
        .volume = bar->volume,
        .rate = of->unit / of->multiplier,
        .multiplier = of->multiplier,
    };
    return true;
}

/* One estimate: what asking for margins failed with. */
struct look {
    const peri_engine *engine;
    int rc;
    peri_error *err;
};

/* The margin of a position times its leverage: its value, unless a model decides otherwise. */
static double held_value(void *ctx, int32_t security)
{
    struct look *look = ctx;
    peri_broker *broker = look->engine->broker;
    const peri_margin_model model = *peri_broker_margin_model(broker, security);
    const double held = peri_broker_portfolio(broker)->holdings[security].quantity;
    double margin = 0;
    if (held != 0 && look->rc == PERI_OK)
        look->rc =
            peri_broker_maintenance_margin(broker, &model, security, held, &margin, look->err);
    return margin * peri_margin_leverage(&model, &look->engine->securities[security]->security);
}

static int estimate(peri_engine *engine, int64_t now_ns, peri_error *err)
{
    struct look look = {.engine = engine, .err = err};
    peri_capacity_estimate(&engine->capacity, now_ns, held_value, &look,
                           peri_portfolio_total_value(peri_broker_portfolio(engine->broker)));
    return look.rc;
}

/* LEAN has a step at each bar of the benchmark, so the estimate may come before the step at hand.
 */
int peri_engine_estimate_before(peri_engine *engine, int64_t step_ns, peri_error *err)
{
    const peri_series *hourly = &engine->benchmark.prices;
    size_t first = peri_series_after(hourly, engine->capacity.next_ns - 1);
    return first < hourly->n && hourly->bars[first].end_ns < step_ns
               ? estimate(engine, hourly->bars[first].end_ns, err)
               : PERI_OK;
}

int peri_engine_update_capacity(peri_engine *engine, const peri_slice *slice, peri_error *err)
{
    struct step step = {engine, slice};
    peri_capacity_update(&engine->capacity, engine->clock_ns, bar_of_step, &step);
    return peri_capacity_is_due(&engine->capacity, engine->clock_ns)
               ? estimate(engine, engine->clock_ns, err)
               : PERI_OK;
}

int peri_engine_finish_capacity(peri_engine *engine, peri_error *err)
{
    int rc = PERI_OK;
    for (int i = 0; i < 2 && rc == PERI_OK; i++) { /* LEAN's way: around the last daily sample */
        peri_capacity_repeat(&engine->capacity);
        rc = estimate(engine, engine->clock_ns, err);
    }
    return rc;
}
