/* added_before.c - a symbol that a strategy adds once more. Layer 5. */
#include "engine/engine_internal.h"

#include <string.h>
#include <strings.h>

#include "market/number.h"

static const char *normalization_name(peri_normalization mode)
{
    return peri_name_of(peri_normalization_names, (int)mode);
}

static int differs(const char *ticker, const char *what, const char *was, const char *now,
                   peri_error *err)
{
    return peri_fail(err, PERI_EINVAL,
                     "'%s' was added before with %s %s, and now with %s; one symbol has one "
                     "subscription",
                     ticker, what, was, now);
}

static int flag_differs(const char *ticker, const char *what, bool was, peri_error *err)
{
    return differs(ticker, what, was ? "true" : "false", was ? "false" : "true", err);
}

/* What a strategy that adds a symbol once more says of it must be what it is. */
static int check_again(const struct peri_subscribed *sub, const peri_subscription *wanted,
                       peri_error *err)
{
    const peri_security *security = &sub->security;
    const char *ticker = security->ticker;
    const char *zone = peri_zone_name(sub->data_zone.zone);
    char was[PERI_NUMBER_TEXT], now[PERI_NUMBER_TEXT];
    peri_number_format(security->leverage, was);
    peri_number_format(wanted->leverage, now);
    if (wanted->leverage != 0 && wanted->leverage != security->leverage)
        return differs(ticker, "leverage", was, now, err);
    if ((wanted->given & PERI_GIVEN_FILL_FORWARD) && wanted->fill_forward != security->fill_forward)
        return flag_differs(ticker, "fillForward", security->fill_forward, err);
    if ((wanted->given & PERI_GIVEN_EXTENDED) && wanted->extended != security->extended)
        return flag_differs(ticker, "extendedMarketHours", security->extended, err);
    if ((wanted->given & PERI_GIVEN_NORMALIZATION) && wanted->normalization != sub->lean.mode)
        return differs(ticker, "dataNormalizationMode", normalization_name(sub->lean.mode),
                       normalization_name(wanted->normalization), err);
    if (wanted->time_zone && strcmp(wanted->time_zone, zone) != 0)
        return differs(ticker, "timeZone", zone, wanted->time_zone, err);
    return PERI_OK;
}

static bool is_symbol(const peri_security *security, const peri_subscription *wanted,
                      const char *market)
{
    return security->type == wanted->type && strcasecmp(security->market, market) == 0;
}

static bool is_same(const peri_security *security, const peri_subscription *wanted,
                    const char *market)
{
    return security->resolution == wanted->resolution && is_symbol(security, wanted, market);
}

static int is_another(const peri_security *security, peri_error *err)
{
    return peri_fail(err, PERI_EINVAL,
                     "'%s' was added before with resolution %s%s%s, as %s; one symbol has one "
                     "subscription",
                     security->ticker, peri_resolution_name(security->resolution),
                     security->market[0] ? ", market " : "", security->market,
                     peri_security_type_name(security->type));
}

/* As in LEAN's slices the finest resolution is shown where several end together. Its bars are the
   only ones here, so a longer one changes nothing, and a finer one takes its place while nothing
   has been made of it. */
static int add_resolution(const peri_engine *engine, struct peri_subscribed *sub,
                          const peri_subscription *wanted, peri_error *err)
{
    peri_security *security = &sub->security;
    if (sub->path || !peri_lean_source_has(&sub->lean, wanted->resolution))
        return is_another(security, err);
    const int rc = check_again(sub, wanted, err);
    if (rc != PERI_OK || wanted->resolution > security->resolution)
        return rc;
    const bool is_used = sub->loaded || sub->indicator_count + sub->taker_count > 0;
    if (engine->phase != PERI_PHASE_SETUP || is_used)
        return peri_fail(err, PERI_EINVAL,
                         "'%s' was added before with resolution %s, and is used by now: add %s "
                         "first, in Initialize",
                         security->ticker, peri_resolution_name(security->resolution),
                         peri_resolution_name(wanted->resolution));
    security->resolution = wanted->resolution;
    return PERI_OK;
}

static int add_again(const peri_engine *engine, struct peri_subscribed *sub,
                     const peri_subscription *wanted, const char *market, peri_error *err)
{
    if (!is_symbol(&sub->security, wanted, market))
        return is_another(&sub->security, err);
    return sub->security.resolution == wanted->resolution
               ? check_again(sub, wanted, err)
               : add_resolution(engine, sub, wanted, err);
}

int peri_engine_add_known(peri_engine *engine, const peri_subscription *wanted, const char *market,
                          int32_t *index, peri_error *err)
{
    *index = peri_engine_find(engine, wanted->ticker);
    if (*index >= 0)
        return add_again(engine, engine->securities[*index], wanted, market, err);
    const int32_t leaving = peri_engine_find_closing(engine, wanted->ticker);
    if (leaving < 0 || !is_same(&engine->securities[leaving]->security, wanted, market) ||
        check_again(engine->securities[leaving], wanted, NULL) != PERI_OK)
        return PERI_OK;
    *index = leaving;
    return peri_engine_stay(engine, leaving, err);
}
