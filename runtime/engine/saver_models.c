/* saver_models.c - see saver_models.h. Layer 5. */
#include "engine/saver_models.h"

#include <stdio.h>
#include <string.h>

#include "engine/engine_internal.h"

static const char OWN[] = "Lua"; /* the name of all models of the strategy's own */

enum {
    MOST_DAYS = 30 /* a sale's money comes at the latest */
};

static void take_name(char out[PERI_SAVED_NAME], const char *name)
{
    snprintf(out, PERI_SAVED_NAME, "%s", name);
}

void peri_saver_take_models(const peri_engine *engine, int32_t index, peri_saved_models *out)
{
    const peri_fee_model *fee = peri_broker_fee_model(engine->broker, index);
    const peri_slippage_model *slippage = peri_broker_slippage_model(engine->broker, index);
    const peri_margin_model *margin = peri_broker_margin_model(engine->broker, index);
    *out = (peri_saved_models){
        .fee_amount = fee->amount,
        .slippage_fraction = slippage->fraction,
        .slippage_impact = slippage->impact,
        .margin_initial = margin->initial,
        .margin_maintenance = margin->maintenance,
        .margin_free = margin->required_free,
        .margin_closed = margin->closed_factor,
        .settlement = peri_broker_portfolio(engine->broker)->holdings[index].settlement,
    };
    take_name(out->fee, fee->name);
    take_name(out->fill, peri_broker_fill_model(engine->broker, index)->name);
    take_name(out->slippage, slippage->name);
    take_name(out->margin, margin->name);
}

bool peri_saved_models_are_right(const peri_saved_models *saved)
{
    const peri_settlement *settlement = &saved->settlement;
    return saved->fee_amount >= 0 && saved->slippage_fraction >= 0 && saved->slippage_impact >= 0 &&
           saved->margin_initial >= 0 && saved->margin_initial <= 1 &&
           saved->margin_maintenance >= 0 && saved->margin_maintenance <= 1 &&
           saved->margin_free >= 0 && saved->margin_free < 1 && saved->margin_closed >= 0 &&
           settlement->days >= 0 && settlement->days <= MOST_DAYS && settlement->time_of_day >= 0 &&
           settlement->time_of_day < PERI_DAY;
}

/* -- set again ------------------------------------------------------------------------------ */

static bool make_slippage(const peri_saved_models *saved, peri_slippage_model *out)
{
    if (strcmp(saved->slippage, "Null") == 0)
        *out = peri_slippage_null();
    else if (strcmp(saved->slippage, "Constant") == 0)
        *out = peri_slippage_constant(saved->slippage_fraction);
    else if (strcmp(saved->slippage, "VolumeShare") == 0)
        *out = peri_slippage_volume_share(saved->slippage_fraction, saved->slippage_impact);
    else
        return false;
    return true;
}

static bool make_margin(peri_engine *engine, const peri_saved_models *saved, peri_margin_model *out)
{
    const double initial = saved->margin_initial, closed = saved->margin_closed;
    if (strcmp(saved->margin, "SecurityMargin") == 0)
        *out = peri_margin_by_leverage();
    else if (strcmp(saved->margin, "Cash") == 0)
        *out = peri_margin_cash(engine->broker);
    else if (strcmp(saved->margin, "PatternDayTrading") == 0 && initial > 0 && closed > 0)
        *out = peri_engine_pattern_day_margin(engine, 1 / (initial * closed), 1 / initial);
    else
        return false;
    out->initial = initial;
    out->maintenance = saved->margin_maintenance;
    out->required_free = saved->margin_free;
    return true;
}

/* A model that was not made: whether it is lost. */
static void note_lost(const char *what, const char *saved, const char *now, const char *ticker,
                      peri_buf *lost)
{
    if (strcmp(saved, OWN) == 0 && strcmp(now, OWN) != 0)
        peri_buf_printf(lost, "%sthe %s model of '%s'", lost->len ? ", " : "", what, ticker);
}

void peri_saver_restore_models(peri_engine *engine, int32_t index, const peri_saved_models *saved,
                               peri_buf *lost)
{
    peri_broker *broker = engine->broker;
    const char *ticker = engine->securities[index]->security.ticker;
    peri_fee_model fee;
    peri_fill_model fill;
    peri_slippage_model slippage;
    peri_margin_model margin;
    if (peri_fee_by_name(saved->fee, saved->fee_amount, &fee))
        peri_broker_set_fee_model(broker, index, fee);
    else
        note_lost("fee", saved->fee, peri_broker_fee_model(broker, index)->name, ticker, lost);
    if (peri_fill_by_name(saved->fill, &fill))
        peri_broker_set_fill_model(broker, index, fill);
    else
        note_lost("fill", saved->fill, peri_broker_fill_model(broker, index)->name, ticker, lost);
    if (make_slippage(saved, &slippage))
        peri_broker_set_slippage_model(broker, index, slippage);
    else
        note_lost("slippage", saved->slippage, peri_broker_slippage_model(broker, index)->name,
                  ticker, lost);
    if (make_margin(engine, saved, &margin))
        peri_broker_set_margin_model(broker, index, margin);
    else
        note_lost("buying power", saved->margin, peri_broker_margin_model(broker, index)->name,
                  ticker, lost);
    peri_broker_set_settlement(broker, index, saved->settlement);
}
