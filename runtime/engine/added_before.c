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
                     "subscription of a resolution",
                     ticker, what, was, now);
}

static int flag_differs(const char *ticker, const char *what, bool was, peri_error *err)
{
    return differs(ticker, what, was ? "true" : "false", was ? "false" : "true", err);
}

/* The same of what all its subscriptions share. */
static int symbol_differs(const char *ticker, const char *what, const char *was, const char *now,
                          peri_error *err)
{
    return peri_fail(err, PERI_EINVAL,
                     "'%s' was added before with %s %s, and now with %s; %s is the security's: "
                     "give the same or leave it out",
                     ticker, what, was, now, what);
}

/* What a strategy that adds a symbol once more says of the symbol itself must be what it is. */
static int check_symbol(const struct peri_subscribed *sub, const peri_subscription *wanted,
                        peri_error *err)
{
    const peri_security *security = &sub->security;
    const char *ticker = security->ticker;
    const char *zone = peri_zone_name(sub->data_zone.zone);
    char was[PERI_NUMBER_TEXT], now[PERI_NUMBER_TEXT];
    peri_number_format(security->leverage, was);
    peri_number_format(wanted->leverage, now);
    if (wanted->leverage != 0 && wanted->leverage != security->leverage)
        return symbol_differs(ticker, "leverage", was, now, err);
    if ((wanted->given & PERI_GIVEN_NORMALIZATION) && wanted->normalization != sub->lean.mode)
        return symbol_differs(ticker, "dataNormalizationMode", normalization_name(sub->lean.mode),
                              normalization_name(wanted->normalization), err);
    if (wanted->time_zone && strcmp(wanted->time_zone, zone) != 0)
        return symbol_differs(ticker, "timeZone", zone, wanted->time_zone, err);
    return PERI_OK;
}

/* The same of the subscription, where it has one of this resolution. */
static int check_again(struct peri_subscribed *sub, const peri_subscription *wanted,
                       peri_error *err)
{
    const struct peri_subscribed *part = peri_engine_part_of(sub, wanted->resolution);
    const char *ticker = sub->security.ticker;
    const int rc = check_symbol(sub, wanted, err);
    if (rc != PERI_OK || !part)
        return rc;
    if ((wanted->given & PERI_GIVEN_FILL_FORWARD) &&
        wanted->fill_forward != part->form.fill_forward)
        return flag_differs(ticker, "fillForward", part->form.fill_forward, err);
    if ((wanted->given & PERI_GIVEN_EXTENDED) && wanted->extended != part->form.extended)
        return flag_differs(ticker, "extendedMarketHours", part->form.extended, err);
    return PERI_OK;
}

static bool is_symbol(const peri_security *security, const peri_subscription *wanted,
                      const char *market)
{
    return security->type == wanted->type && strcasecmp(security->market, market) == 0;
}

static int is_another(const peri_security *security, const peri_subscription *wanted,
                      const char *market, peri_error *err)
{
    const bool other_type = security->type != wanted->type;
    return peri_fail(
        err, PERI_EINVAL, "'%s' was added before %s %s, and now %s %s; one ticker is one symbol",
        security->ticker, other_type ? "as" : "with market",
        other_type ? peri_security_type_name(security->type) : security->market,
        other_type ? "as" : "with", other_type ? peri_security_type_name(wanted->type) : market);
}

/* -- one resolution more --------------------------------------------------------------------- */

/* The rows of a CSV file are the finest one's: a finer one must come before they are read. */
static int check_rows(struct peri_subscribed *sub, const struct peri_subscribed *part,
                      peri_error *err)
{
    const struct peri_subscribed *rows = peri_engine_rows_of(sub);
    if (!part->path || !sub->path || !rows->loaded || part->form.resolution > rows->form.resolution)
        return PERI_OK;
    return peri_fail(err, PERI_EINVAL,
                     "'%s': the rows of %s were read as %s bars: add %s first, in Initialize",
                     sub->security.ticker, sub->path, peri_resolution_name(rows->form.resolution),
                     peri_resolution_name(part->form.resolution));
}

/* Its bars come from now on. */
static int begin_part(peri_engine *engine, struct peri_subscribed *part, peri_error *err)
{
    const int rc = peri_engine_add_to_feed(engine, part, engine->clock_ns + 1, err);
    if (rc == PERI_OK)
        peri_engine_start_feed(engine, engine->clock_ns);
    return rc;
}

static int make_part(peri_engine *engine, const struct peri_subscribed *sub,
                     const peri_subscription *wanted, struct peri_subscribed **out, peri_error *err)
{
    peri_subscription as = *wanted;
    as.normalization = sub->lean.mode;
    as.market = sub->security.market;
    as.time_zone =
        sub->security.type == PERI_TYPE_BASE ? peri_zone_name(sub->data_zone.zone) : as.time_zone;
    return peri_engine_make_subscribed(engine, &as, out, err);
}

/* All that can fail for a reason of its own, before the security knows it. */
static int ready_part(peri_engine *engine, struct peri_subscribed *sub,
                      struct peri_subscribed *part, peri_error *err)
{
    const bool late = engine->phase == PERI_PHASE_RUNNING;
    part->security.index = sub->security.index;
    part->whole = sub;
    part->part = (int32_t)sub->part_count + 1;
    part->added_ns = late ? engine->clock_ns : INT64_MIN;
    int rc = check_rows(sub, part, err);
    if (rc == PERI_OK && late)
        rc = peri_engine_load(engine, part, err);
    if (rc == PERI_OK && late)
        rc = peri_engine_reserve_feed(engine, part, err);
    return rc;
}

int peri_engine_add_part(peri_engine *engine, struct peri_subscribed *sub,
                         const peri_subscription *wanted, peri_error *err)
{
    peri_security *security = &sub->security;
    struct peri_subscribed *part = NULL;
    int rc = make_part(engine, sub, wanted, &part, err);
    if (rc == PERI_OK && part)
        rc = ready_part(engine, sub, part, err);
    if (rc != PERI_OK || !part) {
        peri_engine_free_subscribed(part);
        return rc;
    }
    sub->parts[sub->part_count++] = part;
    if (wanted->resolution < security->resolution)
        security->resolution = wanted->resolution;
    security->extended |= wanted->extended;
    peri_saver_note_change(&engine->saver);
    return engine->phase == PERI_PHASE_RUNNING ? begin_part(engine, part, err) : PERI_OK;
}

/* -- known or not ---------------------------------------------------------------------------- */

static int add_again(peri_engine *engine, struct peri_subscribed *sub,
                     const peri_subscription *wanted, const char *market, peri_error *err)
{
    if (!is_symbol(&sub->security, wanted, market))
        return is_another(&sub->security, wanted, market, err);
    const int rc = check_again(sub, wanted, err);
    if (rc != PERI_OK || peri_engine_part_of(sub, wanted->resolution))
        return rc;
    return peri_engine_add_part(engine, sub, wanted, err);
}

/* It was removed, and its position waits to be closed: the security stays. A second one of its
   ticker would hide what is held. */
static int come_back(peri_engine *engine, int32_t index, const peri_subscription *wanted,
                     const char *market, peri_error *err)
{
    struct peri_subscribed *sub = engine->securities[index];
    if (!is_symbol(&sub->security, wanted, market))
        return is_another(&sub->security, wanted, market, err);
    int rc = check_again(sub, wanted, err);
    if (rc == PERI_OK)
        rc = peri_engine_stay(engine, index, err);
    if (rc == PERI_OK && !peri_engine_part_of(sub, wanted->resolution))
        rc = peri_engine_add_part(engine, sub, wanted, err);
    return rc;
}

int peri_engine_add_known(peri_engine *engine, const peri_subscription *wanted, const char *market,
                          int32_t *index, peri_error *err)
{
    *index = peri_engine_find(engine, wanted->ticker);
    if (*index >= 0)
        return add_again(engine, engine->securities[*index], wanted, market, err);
    const int32_t leaving = peri_engine_find_closing(engine, wanted->ticker);
    if (leaving < 0)
        return PERI_OK;
    *index = leaving;
    return come_back(engine, leaving, wanted, market, err);
}
