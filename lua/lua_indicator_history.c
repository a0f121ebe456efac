/* lua_indicator_history.c - IndicatorHistory: what an indicator would have been. Layer 6. */
#include "lua_registration_internal.h"

#include "lua_indicators.h"
#include "lua_subscribe.h"
#include "lua_symbol.h"
#include "lua_time.h"

enum {
    MOST_PAST = 10000000 /* bars */
};

/* A table of an indicator's time and outputs: [] -> [table] */
static void push_values(lua_State *L, const peri_indicator *indicator)
{
    const peri_indicator_class *cls = peri_indicator_class_of(indicator);
    const int64_t utc_ns = peri_indicator_time(indicator);
    lua_newtable(L);
    peri_lua_push_local(L, utc_ns);
    lua_setfield(L, -2, "Time");
    for (size_t i = 0; i < PERI_INDICATOR_OUTPUTS && cls->outputs[i]; i++) {
        lua_pushnumber(L, peri_indicator_output(indicator, i));
        lua_setfield(L, -2, i == 0 ? "Value" : cls->outputs[i]);
    }
}

/* Owns an indicator while tables are made, which can raise. */
struct scratch {
    peri_indicator *indicator;
};

static void release_scratch(void *self)
{
    struct scratch *scratch = self;
    peri_indicator_free(scratch->indicator);
    scratch->indicator = NULL;
}

static const peri_lua_member no_members[] = {{NULL, NULL, NULL, NULL}};
static const peri_lua_class scratch_class = {
    .name = "IndicatorScratch", .members = no_members, .release = release_scratch};

/* IndicatorHistory(indicator, symbol, bars[, resolution]) -> array of { Time, Value, ... }: what a
   new one of the same kind gives with bars of the past */
int peri_lua_indicator_history(lua_State *L)
{
    static const char func[] = "IndicatorHistory";
    peri_error err;
    int64_t needed = 0;
    const peri_indicator *like = peri_lua_check_indicator(L, 1, func, "indicator");
    const int32_t security = peri_lua_check_symbol(L, 2, func);
    const int64_t bars = peri_lua_check_integer(L, 3, func, "bars", 1, MOST_PAST);
    const int own = (int)peri_lua_security_at(L, security)->resolution;
    const peri_lua_period period = {.kind = PERI_PERIOD_RESOLUTION,
                                    .resolution = (peri_resolution)peri_lua_opt_enum(
                                        L, 4, func, "resolution", &peri_lua_resolution, own)};
    struct scratch *scratch = peri_lua_new(L, &scratch_class, sizeof *scratch);
    int rc = peri_indicator_renew(like, &scratch->indicator, &err);
    peri_indicator *fresh = scratch->indicator;
    if (rc == PERI_OK)
        rc = peri_indicator_lookback(fresh, &needed, &err);
    if (rc != PERI_OK)
        return peri_lua_raise(L, &err);
    const peri_series *past = peri_lua_push_past_bars(L, security, &period, bars + needed - 1);
    lua_Integer n = 0;
    lua_newtable(L);
    for (size_t i = 0; i < past->n; i++) {
        peri_indicator_update(fresh, &past->bars[i]);
        if (!peri_indicator_is_ready(fresh))
            continue;
        push_values(L, fresh);
        lua_rawseti(L, -2, ++n);
    }
    release_scratch(scratch); /* not only when it is collected */
    return 1;
}

void peri_lua_indicator_history_open(lua_State *L)
{
    peri_lua_class_open(L, &scratch_class);
}
