/* lua_indicator_makers.c - indicators of a symbol, by hand, and of other indicators. Layer 6. */
#include "lua_indicator_makers.h"

#include "lua_arity.h"
#include "lua_indicators.h"
#include "lua_registration.h"
#include "lua_subscribe.h"
#include "lua_symbol.h"

#include <stdio.h>
#include <string.h>

static const peri_name average_names[] = {{"Simple", PERI_AVERAGE_SIMPLE},
                                          {"Exponential", PERI_AVERAGE_EXPONENTIAL},
                                          {"Wilders", PERI_AVERAGE_WILDERS},
                                          {NULL, 0}};
static const peri_lua_enum average_type = {"MovingAverageType", average_names, false};

enum {
    ALL_ALIKE = -2 /* no average; numbers that are not given are as the first one */
};

/* How the arguments of a maker are read: the names of its numbers, then an average type (the
   default given, -1: none). */
struct maker {
    const char *kind;      /* name of the class, and of the function for a symbol */
    const char *long_name; /* makes one that nothing feeds; NULL: there is none */
    const char *numbers[PERI_INDICATOR_PARAMS]; /* NULL behind the last */
    int average;
};

static const struct maker makers[] = {
    {"Identity", NULL, {NULL}, -1},
    {"SMA", "SimpleMovingAverage", {"period"}, -1},
    {"EMA", "ExponentialMovingAverage", {"period"}, -1},
    {"RSI", "RelativeStrengthIndex", {"period"}, PERI_AVERAGE_WILDERS},
    {"MACD",
     "MovingAverageConvergenceDivergence",
     {"fast", "slow", "signal"},
     PERI_AVERAGE_EXPONENTIAL},
    {"BB", "BollingerBands", {"period", "k"}, PERI_AVERAGE_SIMPLE},
    {"ATR", "AverageTrueRange", {"period"}, PERI_AVERAGE_SIMPLE},
    {"ROC", "RateOfChange", {"period"}, -1},
    {"ROCP", "RateOfChangePercent", {"period"}, -1},
    {"MOM", "Momentum", {"period"}, -1},
    {"LOGR", "LogReturn", {"period"}, -1},
    {"ADX", "AverageDirectionalIndex", {"period"}, -1},
    {"STO", "Stochastic", {"period", "kPeriod", "dPeriod"}, ALL_ALIKE},
    {"OBV", "OnBalanceVolume", {NULL}, -1},
    {"VWAP", "VolumeWeightedAveragePriceIndicator", {"period"}, -1},
    {"STD", "StandardDeviation", {"period"}, -1},
    {"MOMP", "MomentumPercent", {"period"}, -1},
    {"AROON", "AroonOscillator", {"upPeriod", "downPeriod"}, ALL_ALIKE},
    {"CCI", "CommodityChannelIndex", {"period"}, PERI_AVERAGE_SIMPLE},
    {"DCH", "DonchianChannel", {"upperPeriod", "lowerPeriod"}, ALL_ALIKE},
    {"WILR", "WilliamsPercentR", {"period"}, -1},
    {"SUM", "Sum", {"period"}, -1},
    {"LWMA", "LinearWeightedMovingAverage", {"period"}, -1},
    {"WWMA", "WilderMovingAverage", {"period"}, -1},
    {"MIN", "Minimum", {"period"}, -1},
    {"MAX", "Maximum", {"period"}, -1},
};

enum {
    MAKERS = sizeof makers / sizeof *makers
};

/* The numbers and the kind of average from *arg on, which moves behind them. */
static void read_params(lua_State *L, const struct maker *maker, const char *func, int *arg,
                        double *params)
{
    size_t n = 0;
    for (; n < PERI_INDICATOR_PARAMS && maker->numbers[n]; n++) {
        const bool given =
            n == 0 || maker->average != ALL_ALIKE || lua_type(L, *arg) == LUA_TNUMBER;
        params[n] = given ? peri_lua_check_number(L, (*arg)++, func, maker->numbers[n]) : params[0];
    }
    if (maker->average >= 0)
        params[n] =
            peri_lua_opt_enum(L, (*arg)++, func, "averageType", &average_type, maker->average);
}

/* Make an indicator and push it. */
static peri_indicator *push_made(lua_State *L, const struct maker *maker, const double *params)
{
    peri_error err;
    peri_indicator *indicator;
    if (peri_indicator_new(peri_indicator_find(maker->kind), params, PERI_FIELD_CLOSE, &indicator,
                           &err) != PERI_OK)
        peri_lua_raise(L, &err);
    peri_lua_push_indicator(L, indicator);
    return indicator;
}

/* SMA(symbol, period, ..., resolution, selector); upvalues: the maker, the arity. */
static int make_for_symbol(lua_State *L)
{
    const struct maker *maker = lua_touserdata(L, lua_upvalueindex(1));
    double params[PERI_INDICATOR_PARAMS] = {0};
    int arg = 2;
    peri_lua_at_most(L, lua_touserdata(L, lua_upvalueindex(2)), 0);
    int32_t security = peri_lua_check_or_add(L, 1, maker->kind, false);
    read_params(L, maker, maker->kind, &arg, params);
    const peri_lua_feed feed = peri_lua_check_feed(L, arg, maker->kind);
    peri_indicator *indicator = push_made(L, maker, params);
    int made = lua_gettop(L);
    if (peri_lua_runtime(L)->automatic_warm_up) /* first: it may fail, and then nothing is fed */
        peri_lua_warm_up(L, security, indicator, &feed, maker->kind);
    peri_lua_register(L, security, indicator, &feed, maker->kind);
    lua_settop(L, made);
    return 1;
}

/* SimpleMovingAverage([name,] period, ...); upvalues: the maker, the arity. */
static int make_by_hand(lua_State *L)
{
    const struct maker *maker = lua_touserdata(L, lua_upvalueindex(1));
    double params[PERI_INDICATOR_PARAMS] = {0};
    peri_lua_at_most(L, lua_touserdata(L, lua_upvalueindex(2)), 0);
    bool named = lua_type(L, 1) == LUA_TSTRING;
    int arg = named ? 2 : 1;
    read_params(L, maker, maker->long_name, &arg, params);
    peri_lua_check_none(L, arg, maker->long_name,
                        "nothing: only a name may come before the others");
    peri_indicator *indicator = push_made(L, maker, params);
    if (named)
        peri_indicator_set_label(indicator, lua_tostring(L, 1));
    return 1;
}

int peri_lua_indicator_chain(lua_State *L, peri_indicator *first, const char *kind)
{
    double params[PERI_INDICATOR_PARAMS] = {0};
    char func[64];
    peri_error err;
    int arg = 2;
    size_t i = 0;
    while (i + 1 < MAKERS && strcmp(makers[i].kind, kind) != 0)
        i++;
    snprintf(func, sizeof func, "Indicator:%s", kind);
    read_params(L, &makers[i], func, &arg, params);
    peri_indicator *second = push_made(L, &makers[i], params);
    if (peri_indicator_follow(first, second, false, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    return 1;
}

static void add_function(lua_State *L, const struct maker *maker, lua_CFunction call,
                         const char *name)
{
    lua_pushlightuserdata(L, (void *)maker);
    lua_pushlightuserdata(L, (void *)peri_lua_arity_find(name));
    lua_pushcclosure(L, call, 2);
    peri_lua_global(L, name);
}

void peri_lua_indicator_makers_open(lua_State *L)
{
    peri_lua_enum_open(L, &average_type);
    for (size_t i = 0; i < MAKERS; i++) {
        add_function(L, &makers[i], make_for_symbol, makers[i].kind);
        if (makers[i].long_name)
            add_function(L, &makers[i], make_by_hand, makers[i].long_name);
    }
}
