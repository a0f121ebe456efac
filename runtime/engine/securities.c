/* securities.c - the securities that were added: finding, changing and removing them. Layer 5. */
#include "engine/engine_internal.h"

#include "base/mem.h"

#include <string.h>

size_t peri_engine_security_count(const peri_engine *engine)
{
    return engine->security_count;
}

const peri_security *peri_engine_security(const peri_engine *engine, int32_t index)
{
    return &engine->securities[index]->security;
}

int32_t peri_engine_find(const peri_engine *engine, const char *ticker)
{
    for (size_t i = 0; i < engine->security_count; i++)
        if (strcmp(engine->securities[i]->security.ticker, ticker) == 0 &&
            !engine->securities[i]->security.removed)
            return (int32_t)i;
    return peri_engine_find_name(engine, ticker, false);
}

int32_t peri_engine_find_any(const peri_engine *engine, const char *ticker)
{
    int32_t found = peri_engine_find(engine, ticker);
    for (size_t i = engine->security_count; found < 0 && i > 0; i--)
        if (strcmp(engine->securities[i - 1]->security.ticker, ticker) == 0)
            found = (int32_t)i - 1;
    return found >= 0 ? found : peri_engine_find_name(engine, ticker, true);
}

int peri_engine_set_leverage(peri_engine *engine, int32_t security, double leverage,
                             peri_error *err)
{
    if (!(leverage >= 1 && leverage <= 1000))
        return peri_fail(err, PERI_EINVAL, "SetLeverage: leverage was %g, expected 1 to 1000",
                         leverage);
    peri_margin_model model = *peri_broker_margin_model(engine->broker, security);
    if (model.fixed_leverage)
        return PERI_OK;
    model.initial = model.maintenance = 0.0;
    peri_broker_set_margin_model(engine->broker, security, model);
    engine->securities[security]->security.leverage = leverage;
    peri_saver_note_change(&engine->saver);
    return PERI_OK;
}

void peri_engine_set_fee_model(peri_engine *engine, int32_t security, peri_fee_model model)
{
    peri_broker_set_fee_model(engine->broker, security, model);
    peri_saver_note_change(&engine->saver);
}

void peri_engine_set_fill_model(peri_engine *engine, int32_t security, peri_fill_model model)
{
    peri_broker_set_fill_model(engine->broker, security, model);
    peri_saver_note_change(&engine->saver);
}

void peri_engine_set_slippage_model(peri_engine *engine, int32_t security,
                                    peri_slippage_model model)
{
    peri_broker_set_slippage_model(engine->broker, security, model);
    peri_saver_note_change(&engine->saver);
}

void peri_engine_set_margin_model(peri_engine *engine, int32_t security, peri_margin_model model)
{
    if (model.initial > 0.0)
        engine->securities[security]->security.leverage = 1.0 / model.initial;
    peri_broker_set_margin_model(engine->broker, security, model);
    peri_saver_note_change(&engine->saver);
}

peri_margin_model peri_engine_pattern_day_margin(peri_engine *engine, double closed, double open)
{
    return peri_margin_pattern_day(closed, open, &engine->clock_ns);
}

void peri_engine_set_settlement(peri_engine *engine, int32_t security, peri_settlement settlement)
{
    peri_broker_set_settlement(engine->broker, security, settlement);
    peri_saver_note_change(&engine->saver);
}

int peri_engine_set_normalization(peri_engine *engine, int32_t security, peri_normalization mode,
                                  peri_error *err)
{
    struct peri_subscribed *sub = engine->securities[security], *part;
    for (size_t k = 0; (part = peri_engine_part(sub, k)); k++)
        if (part->loaded && part->lean.mode != mode)
            return peri_fail(
                err, PERI_ESTATE,
                "the prices of '%s' were read already: SetDataNormalizationMode must be "
                "called before History and in Initialize, or the mode given to AddEquity",
                sub->security.ticker);
    for (size_t k = 0; (part = peri_engine_part(sub, k)); k++)
        part->lean.mode = mode;
    return PERI_OK;
}

int peri_engine_set_precise_days(peri_engine *engine, bool on, peri_error *err)
{
    struct peri_subscribed *part;
    if (engine->phase != PERI_PHASE_SETUP)
        return peri_fail(err, PERI_ESTATE,
                         "Settings.DailyPreciseEndTime can be set in Initialize only");
    for (size_t i = 0; i < engine->security_count; i++)
        for (size_t k = 0; (part = peri_engine_part(engine->securities[i], k)); k++)
            if (part->loaded && !engine->inflow.stream)
                return peri_fail(err, PERI_ESTATE,
                                 "Settings.DailyPreciseEndTime must be set before History: the "
                                 "prices of '%s' were read already",
                                 part->security.ticker);
    engine->whole_days = !on;
    for (size_t i = 0; i < engine->security_count; i++)
        for (size_t k = 0; (part = peri_engine_part(engine->securities[i], k)); k++)
            part->security.whole_days = !on;
    return PERI_OK;
}

bool peri_engine_has_precise_days(const peri_engine *engine)
{
    return !engine->whole_days;
}

bool peri_engine_is_market_open(peri_engine *engine, int32_t security)
{
    const peri_security *s = &engine->securities[security]->security;
    return peri_hours_is_open(s->hours, engine->clock_ns, s->extended);
}

int peri_engine_data_fault(peri_engine *engine, int rc)
{
    if (rc == PERI_EIO || rc == PERI_EFORMAT || rc == PERI_ENOTFOUND)
        engine->data_failed = true;
    return rc;
}

bool peri_engine_data_failed(const peri_engine *engine)
{
    return engine->data_failed;
}

int peri_engine_register_indicator(peri_engine *engine, int32_t security, int64_t length_ns,
                                   peri_indicator *indicator, peri_error *err)
{
    struct peri_subscribed *sub = peri_engine_input(engine->securities[security], length_ns, false);
    void *list = (void *)sub->indicators;
    const int rc = peri_indicator_check_fed(indicator, err);
    if (rc != PERI_OK)
        return rc;
    if (peri_grow(&list, &sub->indicator_cap, sub->indicator_count + 1, sizeof(peri_indicator *)))
        return peri_fail(err, PERI_ENOMEM, "no memory for an indicator of '%s'",
                         sub->security.ticker);
    sub->indicators = list;
    sub->indicators[sub->indicator_count++] = indicator;
    return PERI_OK;
}
