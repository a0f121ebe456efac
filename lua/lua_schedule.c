/* lua_schedule.c - functions at times of the calendar. Layer 6. */
#include "lua_schedule.h"

#include "lua_rules.h"
#include "lua_runtime_internal.h"
#include "lua_support.h"
#include "lua_time.h"

/* Payload of ScheduledEvent. The function is referenced in the registry as the event's payload for
   as long as the run lasts: an event that fired last may still be running. */
struct scheduled {
    peri_runtime *runtime;
    peri_event *event; /* retained */
};

static const peri_lua_class event_class;

static void release(void *self)
{
    peri_event_release(((struct scheduled *)self)->event);
}

static int get_name(lua_State *L, void *self)
{
    lua_pushstring(L, ((const struct scheduled *)self)->event->name);
    return 1;
}

static int get_enabled(lua_State *L, void *self)
{
    lua_pushboolean(L, ((const struct scheduled *)self)->event->enabled);
    return 1;
}

static int set_enabled(lua_State *L, void *self)
{
    ((struct scheduled *)self)->event->enabled =
        peri_lua_check_boolean(L, 3, "ScheduledEvent.Enabled", NULL);
    return 0;
}

static int get_next_time(lua_State *L, void *self)
{
    const struct scheduled *scheduled = self;
    if (scheduled->event->next_utc == PERI_NEVER || scheduled->event->removed)
        lua_pushnil(L);
    else
        peri_lua_push_datetime(
            L, peri_engine_to_local(scheduled->runtime->engine, scheduled->event->next_utc));
    return 1;
}

static int event_tostring(lua_State *L)
{
    return get_name(L, peri_lua_test(L, 1, &event_class));
}

static const luaL_Reg event_meta[] = {
    {"__tostring", event_tostring}, {"__concat", peri_lua_concat}, {NULL, NULL}};

static const peri_lua_member event_members[] = {
    {"Name", get_name, NULL, NULL},
    {"Enabled", get_enabled, set_enabled, NULL},
    {"NextEventTime", get_next_time, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class event_class = {
    .name = "ScheduledEvent", .members = event_members, .meta = event_meta, .release = release};

int peri_lua_schedule(lua_State *L, const char *name, int rules, int function, int kind)
{
    peri_runtime *runtime = peri_lua_runtime(L);
    const char *func = kind == PERI_EVENT_TRAINING ? "Train" : "Schedule.On";
    peri_error err;
    peri_event *event;
    peri_date_rule *dates = NULL;
    peri_time_rule *times = NULL;
    peri_lua_check_function(L, function, func, "fn");
    struct scheduled *scheduled = peri_lua_new(L, &event_class, sizeof *scheduled);
    scheduled->runtime = runtime;
    lua_pushvalue(L, function);
    int reference = luaL_ref(L, LUA_REGISTRYINDEX);
    peri_lua_check_rules(L, rules, func, &dates, &times);
    if (peri_engine_schedule(runtime->engine, name, dates, times, kind, reference, &event, &err) !=
        PERI_OK)
        return peri_lua_raise(L, &err);
    scheduled->event = peri_event_retain(event);
    return 1;
}

/* Schedule.On([name,] dateRule, timeRule, fn) -> ScheduledEvent */
static int on(lua_State *L)
{
    bool has_name = lua_type(L, 1) == LUA_TSTRING;
    int first = has_name ? 2 : 1;
    return peri_lua_schedule(L, has_name ? lua_tostring(L, 1) : NULL, first, first + 2,
                             PERI_EVENT_SCHEDULED);
}

static int remove_event(lua_State *L)
{
    struct scheduled *scheduled =
        peri_lua_check_object(L, 1, "Schedule.Remove", "event", &event_class);
    peri_engine_unschedule(scheduled->runtime->engine, scheduled->event);
    return 0;
}

void peri_lua_schedule_open(lua_State *L)
{
    static const peri_lua_function functions[] = {
        {"On", on}, {"Remove", remove_event}, {NULL, NULL}};
    peri_lua_class_open(L, &event_class);
    peri_lua_library(L, "Schedule", functions, NULL);
}
