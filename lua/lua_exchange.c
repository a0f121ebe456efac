/* lua_exchange.c - security.Exchange: whether the market is open, and its hours. Times are the
 * exchange's own. Layer 6. */
#include "lua_exchange.h"

#include "lua_runtime_internal.h"
#include "lua_support.h"
#include "lua_time.h"

#include "time/hours.h"

/* Payload of Exchange and of its Hours. */
struct exchange {
    peri_runtime *runtime;
    const peri_security *security; /* borrowed from the engine */
};

static const peri_lua_class exchange_class, hours_class;

static void push(lua_State *L, const peri_lua_class *type, const struct exchange *from)
{
    struct exchange *object = peri_lua_new(L, type, sizeof *object);
    *object = *from;
}

void peri_lua_push_exchange(lua_State *L, int32_t security)
{
    peri_runtime *runtime = peri_lua_runtime(L);
    const struct exchange exchange = {runtime, peri_engine_security(runtime->engine, security)};
    push(L, &exchange_class, &exchange);
}

static const peri_hours *hours_of(const void *self)
{
    return ((const struct exchange *)self)->security->hours;
}

static int get_hours(lua_State *L, void *self)
{
    push(L, &hours_class, self);
    return 1;
}

static int get_is_open(lua_State *L, void *self)
{
    const struct exchange *exchange = self;
    const int64_t now = peri_engine_seen(exchange->runtime->engine);
    lua_pushboolean(L, peri_hours_is_open(hours_of(self), now, false));
    return 1;
}

/* LEAN's: ten minutes before the close, and while it is closed. */
static int get_closing_soon(lua_State *L, void *self)
{
    const struct exchange *exchange = self;
    const int64_t soon = peri_engine_seen(exchange->runtime->engine) + 10 * PERI_MINUTE;
    lua_pushboolean(L, !peri_hours_is_open(hours_of(self), soon, false));
    return 1;
}

static int get_local_time(lua_State *L, void *self)
{
    const struct exchange *exchange = self;
    const int64_t now = peri_engine_seen(exchange->runtime->engine);
    peri_lua_push_datetime(L, peri_zone_to_local(peri_hours_zone(hours_of(self)), now));
    return 1;
}

/* A time of the exchange's clock as UTC. */
static int64_t check_time(lua_State *L, int arg, const char *func, const void *self)
{
    const int64_t local = peri_lua_check_datetime(L, arg, func, "time");
    return peri_zone_to_utc(peri_hours_zone(hours_of(self)), local);
}

/* Hours:IsOpen(time, extendedMarketHours) */
static int is_open(lua_State *L, void *self)
{
    static const char func[] = "ExchangeHours:IsOpen";
    const int64_t utc_ns = check_time(L, 2, func, self);
    const bool extended = peri_lua_opt_boolean(L, 3, func, "extendedMarketHours", false);
    lua_pushboolean(L, peri_hours_is_open(hours_of(self), utc_ns, extended));
    return 1;
}

/* Hours:IsDateOpen(date) */
static int is_date_open(lua_State *L, void *self)
{
    const int64_t local = peri_lua_check_datetime(L, 2, "ExchangeHours:IsDateOpen", "date");
    lua_pushboolean(L, peri_hours_is_trading_day(hours_of(self), peri_time_date(local)));
    return 1;
}

/* nil where the market never opens (or closes) again. */
static int push_instant(lua_State *L, const void *self, int64_t utc_ns)
{
    if (utc_ns == PERI_NEVER)
        lua_pushnil(L);
    else
        peri_lua_push_datetime(L, peri_zone_to_local(peri_hours_zone(hours_of(self)), utc_ns));
    return 1;
}

/* Hours:GetNextMarketOpen(time, extendedMarketHours) */
static int next_open(lua_State *L, void *self)
{
    static const char func[] = "ExchangeHours:GetNextMarketOpen";
    const int64_t utc_ns = check_time(L, 2, func, self);
    const bool extended = peri_lua_opt_boolean(L, 3, func, "extendedMarketHours", false);
    return push_instant(L, self, peri_hours_next_open(hours_of(self), utc_ns, extended));
}

/* Hours:GetNextMarketClose(time, extendedMarketHours) */
static int next_close(lua_State *L, void *self)
{
    static const char func[] = "ExchangeHours:GetNextMarketClose";
    const int64_t utc_ns = check_time(L, 2, func, self);
    const bool extended = peri_lua_opt_boolean(L, 3, func, "extendedMarketHours", false);
    return push_instant(L, self, peri_hours_next_close(hours_of(self), utc_ns, extended));
}

/* Hours:GetNextTradingDay(date) and the day before */
static int next_trading_day(lua_State *L, void *self)
{
    const int64_t local = peri_lua_check_datetime(L, 2, "ExchangeHours:GetNextTradingDay", "date");
    const peri_date next = peri_hours_next_trading_day(hours_of(self), peri_time_date(local));
    peri_lua_push_datetime(L, peri_time_at(next, 0));
    return 1;
}

static int previous_trading_day(lua_State *L, void *self)
{
    const int64_t local =
        peri_lua_check_datetime(L, 2, "ExchangeHours:GetPreviousTradingDay", "date");
    const peri_date last = peri_hours_previous_trading_day(hours_of(self), peri_time_date(local));
    peri_lua_push_datetime(L, peri_time_at(last, 0));
    return 1;
}

static int get_zone(lua_State *L, void *self)
{
    lua_pushstring(L, peri_zone_name(peri_hours_zone(hours_of(self))));
    return 1;
}

static int get_always_open(lua_State *L, void *self)
{
    lua_pushboolean(L, peri_hours_is_always_open(hours_of(self)));
    return 1;
}

static const peri_lua_member exchange_members[] = {
    {"Hours", get_hours, NULL, NULL},
    {"ExchangeOpen", get_is_open, NULL, NULL},
    {"ClosingSoon", get_closing_soon, NULL, NULL},
    {"TimeZone", get_zone, NULL, NULL},
    {"LocalTime", get_local_time, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
static const peri_lua_class exchange_class = {.name = "Exchange", .members = exchange_members};

static const peri_lua_member hours_members[] = {
    {"TimeZone", get_zone, NULL, NULL},
    {"IsMarketAlwaysOpen", get_always_open, NULL, NULL},
    {"IsOpen", NULL, NULL, is_open},
    {"IsDateOpen", NULL, NULL, is_date_open},
    {"GetNextMarketOpen", NULL, NULL, next_open},
    {"GetNextMarketClose", NULL, NULL, next_close},
    {"GetNextTradingDay", NULL, NULL, next_trading_day},
    {"GetPreviousTradingDay", NULL, NULL, previous_trading_day},
    {NULL, NULL, NULL, NULL},
};
static const peri_lua_class hours_class = {.name = "ExchangeHours", .members = hours_members};

void peri_lua_exchange_open(lua_State *L)
{
    peri_lua_class_open(L, &exchange_class);
    peri_lua_class_open(L, &hours_class);
}
