/* lua_settings_data.c - see lua_settings_data.h. Layer 6. */
#include "lua_settings_data.h"

#include "lua_runtime_internal.h"
#include "lua_subscribe.h"
#include "lua_support.h"
#include "lua_time.h"

/* --- members of Settings --- */

int peri_lua_get_precise_days(lua_State *L, void *self)
{
    (void)self;
    lua_pushboolean(L, peri_engine_has_precise_days(peri_lua_runtime(L)->engine));
    return 1;
}

int peri_lua_set_precise_days(lua_State *L, void *self)
{
    const bool on = peri_lua_check_boolean(L, 3, "Settings.DailyPreciseEndTime", NULL);
    peri_error err;
    (void)self;
    if (peri_engine_set_precise_days(peri_lua_runtime(L)->engine, on, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    return 0;
}

int peri_lua_get_extended_days(lua_State *L, void *self)
{
    (void)self;
    lua_pushboolean(L, peri_lua_runtime(L)->extended_days);
    return 1;
}

int peri_lua_set_extended_days(lua_State *L, void *self)
{
    static const char name[] = "Settings.DailyConsolidationUseExtendedMarketHours";
    (void)self;
    peri_lua_runtime(L)->extended_days = peri_lua_check_boolean(L, 3, name, NULL);
    return 0;
}

int peri_lua_get_seeds_prices(lua_State *L, void *self)
{
    (void)self;
    lua_pushboolean(L, peri_lua_runtime(L)->seeds_prices);
    return 1;
}

int peri_lua_set_seeds_prices(lua_State *L, void *self)
{
    (void)self;
    peri_lua_runtime(L)->seeds_prices =
        peri_lua_check_boolean(L, 3, "Settings.SeedInitialPrices", NULL);
    return 0;
}

/* --- UniverseSettings --- */

static struct peri_universe_settings *settings_of(lua_State *L)
{
    return &peri_lua_runtime(L)->universe;
}

static int get_resolution(lua_State *L, void *self)
{
    (void)self;
    peri_lua_push_enum(L, &peri_lua_resolution, (int)settings_of(L)->resolution);
    return 1;
}

static int set_resolution(lua_State *L, void *self)
{
    (void)self;
    settings_of(L)->resolution = (peri_resolution)peri_lua_check_enum(
        L, 3, "UniverseSettings.Resolution", NULL, &peri_lua_resolution);
    return 0;
}

static int get_normalization(lua_State *L, void *self)
{
    (void)self;
    peri_lua_push_enum(L, &peri_lua_normalization, (int)settings_of(L)->normalization);
    return 1;
}

static int set_normalization(lua_State *L, void *self)
{
    (void)self;
    settings_of(L)->normalization = (peri_normalization)peri_lua_check_enum(
        L, 3, "UniverseSettings.DataNormalizationMode", NULL, &peri_lua_normalization);
    return 0;
}

static int get_leverage(lua_State *L, void *self)
{
    (void)self;
    lua_pushnumber(L, settings_of(L)->leverage);
    return 1;
}

static int set_leverage(lua_State *L, void *self)
{
    static const char name[] = "UniverseSettings.Leverage";
    const double leverage = peri_lua_check_number(L, 3, name, NULL);
    (void)self;
    if (leverage != 0 && !(leverage >= 1 && leverage <= 1000))
        peri_lua_arg_error(L, 3, name, NULL, "1 to 1000, or 0: the brokerage's");
    settings_of(L)->leverage = leverage;
    return 0;
}

#define SWITCH(field, name)                                                                        \
    static int get_##field(lua_State *L, void *self)                                               \
    {                                                                                              \
        (void)self;                                                                                \
        lua_pushboolean(L, settings_of(L)->field);                                                 \
        return 1;                                                                                  \
    }                                                                                              \
    static int set_##field(lua_State *L, void *self)                                               \
    {                                                                                              \
        (void)self;                                                                                \
        settings_of(L)->field = peri_lua_check_boolean(L, 3, "UniverseSettings." name, NULL);      \
        return 0;                                                                                  \
    }

SWITCH(fill_forward, "FillForward")
SWITCH(extended, "ExtendedMarketHours")

static int get_minimum(lua_State *L, void *self)
{
    (void)self;
    peri_lua_push_timespan(L, settings_of(L)->minimum_ns);
    return 1;
}

static int set_minimum(lua_State *L, void *self)
{
    static const char name[] = "UniverseSettings.MinimumTimeInUniverse";
    const int64_t span = peri_lua_check_timespan(L, 3, name, NULL);
    (void)self;
    if (span < 0)
        peri_lua_arg_error(L, 3, name, NULL, "a TimeSpan of 0 or more");
    settings_of(L)->minimum_ns = span;
    return 0;
}

static const peri_lua_member members[] = {
    {"Resolution", get_resolution, set_resolution, NULL},
    {"DataNormalizationMode", get_normalization, set_normalization, NULL},
    {"Leverage", get_leverage, set_leverage, NULL},
    {"FillForward", get_fill_forward, set_fill_forward, NULL},
    {"ExtendedMarketHours", get_extended, set_extended, NULL},
    {"MinimumTimeInUniverse", get_minimum, set_minimum, NULL},
    {NULL, NULL, NULL, NULL},
};
static const peri_lua_class universe_class = {.name = "UniverseSettings", .members = members};

void peri_lua_universe_settings_open(lua_State *L)
{
    *settings_of(L) = (struct peri_universe_settings){.resolution = PERI_RES_MINUTE,
                                                      .normalization = PERI_NORMALIZATION_ADJUSTED,
                                                      .fill_forward = true,
                                                      .minimum_ns = PERI_DAY};
    peri_lua_class_open(L, &universe_class);
    peri_lua_new(L, &universe_class, 1);
    peri_lua_global(L, "UniverseSettings");
}
