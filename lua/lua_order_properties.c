/* lua_order_properties.c - how long orders stay: TimeInForce, OrderProperties and the default of
 * all orders. Layer 6. */
#include "lua_orders.h"

#include "lua_runtime_internal.h"
#include "lua_time.h"

#include "time/civil.h"

#include <string.h>

/* Payload of TimeInForce (a GoodTilDate) and of OrderProperties. */
struct peri_lua_time_in_force {
    peri_time_in_force kind;
    int64_t expiry; /* local ns, of GoodTilDate */
};

static const char default_key; /* its address names DefaultOrderProperties in the registry, which
                                  keeps the object */
static const peri_lua_class date_class, properties_class;

/* --- TimeInForce --- */

static void push_good_til_date(lua_State *L, int64_t expiry)
{
    struct peri_lua_time_in_force *object = peri_lua_new(L, &date_class, sizeof *object);
    object->kind = PERI_TIF_GOOD_TIL_DATE;
    object->expiry = expiry;
}

void peri_lua_push_time_in_force(lua_State *L, peri_time_in_force kind, int64_t expiry_local_ns)
{
    if (kind == PERI_TIF_GOOD_TIL_DATE)
        push_good_til_date(L, expiry_local_ns);
    else
        lua_pushstring(L, peri_time_in_force_name(kind));
}

/* GoodTilDate(date) or (year, month, day) */
static int good_til_date(lua_State *L)
{
    static const char func[] = "TimeInForce.GoodTilDate";
    int64_t expiry;
    if (peri_lua_test_datetime(L, 1, &expiry)) {
        peri_lua_check_none(L, 2, func, "nothing behind a date");
    } else {
        int year = (int)peri_lua_check_integer(L, 1, func, "year", 1700, 2250);
        int month = (int)peri_lua_check_integer(L, 2, func, "month", 1, 12);
        int day = (int)peri_lua_check_integer(L, 3, func, "day", 1, 31);
        if (!peri_date_valid(year, month, day))
            return luaL_error(L, "%s: there is no day %d-%d-%d", func, year, month, day);
        expiry = peri_time_at(peri_date_make(year, month, day), 0);
    }
    push_good_til_date(L, expiry);
    return 1;
}

static struct peri_lua_time_in_force check_time_in_force(lua_State *L, int arg, const char *func,
                                                         const char *name)
{
    const struct peri_lua_time_in_force *date = peri_lua_test(L, arg, &date_class);
    if (date)
        return *date;
    const char *text = lua_type(L, arg) == LUA_TSTRING ? lua_tostring(L, arg) : "";
    const peri_time_in_force kinds[] = {PERI_TIF_GOOD_TIL_CANCELED, PERI_TIF_DAY};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(text, peri_time_in_force_name(kinds[i])) == 0)
            return (struct peri_lua_time_in_force){kinds[i], 0};
    peri_lua_arg_error(
        L, arg, func, name,
        "TimeInForce.GoodTilCanceled, TimeInForce.Day or TimeInForce.GoodTilDate(...)");
    return (struct peri_lua_time_in_force){PERI_TIF_GOOD_TIL_CANCELED, 0};
}

static int get_expiry(lua_State *L, void *self)
{
    peri_lua_push_datetime(L, ((const struct peri_lua_time_in_force *)self)->expiry);
    return 1;
}

static int date_tostring(lua_State *L)
{
    const struct peri_lua_time_in_force *date = peri_lua_test(L, 1, &date_class);
    char text[PERI_TIME_TEXT];
    peri_date_format(peri_time_date(date->expiry), text);
    lua_pushfstring(L, "GoodTilDate(%s)", text);
    return 1;
}

static int date_eq(lua_State *L)
{
    const struct peri_lua_time_in_force *a = peri_lua_test(L, 1, &date_class);
    const struct peri_lua_time_in_force *b = peri_lua_test(L, 2, &date_class);
    lua_pushboolean(L, a && b && a->expiry == b->expiry);
    return 1;
}

static const luaL_Reg date_meta[] = {
    {"__tostring", date_tostring}, {"__eq", date_eq}, {"__concat", peri_lua_concat}, {NULL, NULL}};
static const peri_lua_member date_members[] = {{"Expiry", get_expiry, NULL, NULL},
                                               {NULL, NULL, NULL, NULL}};
static const peri_lua_class date_class = {
    .name = "TimeInForce", .members = date_members, .meta = date_meta};

/* --- OrderProperties --- */

static int get_time_in_force(lua_State *L, void *self)
{
    const struct peri_lua_time_in_force *properties = self;
    peri_lua_push_time_in_force(L, properties->kind, properties->expiry);
    return 1;
}

static int set_time_in_force(lua_State *L, void *self)
{
    struct peri_lua_time_in_force *properties = self;
    *properties = check_time_in_force(L, 3, "OrderProperties.TimeInForce", NULL);
    return 0;
}

static const peri_lua_member properties_members[] = {
    {"TimeInForce", get_time_in_force, set_time_in_force, NULL}, {NULL, NULL, NULL, NULL}};
static const peri_lua_class properties_class = {.name = "OrderProperties",
                                                .members = properties_members};

/* OrderProperties(timeInForce) */
static int order_properties(lua_State *L)
{
    struct peri_lua_time_in_force given = {PERI_TIF_GOOD_TIL_CANCELED, 0};
    if (!lua_isnoneornil(L, 1))
        given = check_time_in_force(L, 1, "OrderProperties", "timeInForce");
    struct peri_lua_time_in_force *object = peri_lua_new(L, &properties_class, sizeof *object);
    *object = given;
    return 1;
}

void peri_lua_check_order_properties(lua_State *L, int arg, const char *func, const char *name,
                                     peri_order_request *request)
{
    const struct peri_lua_time_in_force *properties =
        lua_isnoneornil(L, arg) ? peri_lua_runtime(L)->default_properties
                                : peri_lua_check_object(L, arg, func, name, &properties_class);
    request->time_in_force = properties->kind;
    request->expiry_local_ns = properties->expiry;
}

void peri_lua_order_properties_open(lua_State *L)
{
    static const peri_lua_function of_time_in_force[] = {{"GoodTilDate", good_til_date},
                                                         {NULL, NULL}};
    static const peri_lua_function functions[] = {{"OrderProperties", order_properties},
                                                  {NULL, NULL}};
    peri_lua_class_open(L, &date_class);
    peri_lua_class_open(L, &properties_class);
    peri_lua_library(L, "TimeInForce", of_time_in_force, NULL);
    lua_pushstring(L, peri_time_in_force_name(PERI_TIF_GOOD_TIL_CANCELED));
    peri_lua_library_value(L, "TimeInForce", "GoodTilCanceled");
    lua_pushstring(L, peri_time_in_force_name(PERI_TIF_DAY));
    peri_lua_library_value(L, "TimeInForce", "Day");
    peri_lua_global_functions(L, functions);
    peri_lua_runtime(L)->default_properties =
        peri_lua_new(L, &properties_class, sizeof(struct peri_lua_time_in_force));
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &default_key);
    peri_lua_global(L, "DefaultOrderProperties");
}
