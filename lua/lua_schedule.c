/* lua_schedule.c - functions at times of the calendar. Layer 6. */
#include "lua_schedule.h"

#include "lua_rules.h"
#include "lua_runtime_internal.h"
#include "lua_scheduled.h"
#include "lua_support.h"
#include "lua_time.h"
#include "lua_train.h"
#include "lua_training.h"

enum {
    MOST_TIMES = 1000000
};

static const peri_lua_class event_class;

void peri_lua_scheduled_release(void *self)
{
    peri_event_release(((peri_lua_scheduled *)self)->event);
}

int peri_lua_scheduled_name(lua_State *L, void *self)
{
    lua_pushstring(L, ((const peri_lua_scheduled *)self)->event->name);
    return 1;
}

int peri_lua_scheduled_enabled(lua_State *L, void *self)
{
    lua_pushboolean(L, ((const peri_lua_scheduled *)self)->event->enabled);
    return 1;
}

int peri_lua_scheduled_set_enabled(lua_State *L, void *self)
{
    ((peri_lua_scheduled *)self)->event->enabled =
        peri_lua_check_boolean(L, 3, "ScheduledEvent.Enabled", NULL);
    return 0;
}

/* nil when no time is left, or none is known yet: in Initialize. */
int peri_lua_scheduled_next_utc(lua_State *L, void *self)
{
    const peri_event *event = ((const peri_lua_scheduled *)self)->event;
    if (event->next_utc == PERI_NEVER || event->removed)
        lua_pushnil(L);
    else
        peri_lua_push_datetime(L, event->next_utc);
    return 1;
}

int peri_lua_scheduled_next_local(lua_State *L, void *self)
{
    const peri_lua_scheduled *scheduled = self;
    const peri_event *event = scheduled->event;
    if (event->next_utc == PERI_NEVER || event->removed)
        lua_pushnil(L);
    else
        peri_lua_push_local(L, event->next_utc);
    return 1;
}

/* The payload when the value is a handle of either class, else NULL. */
static peri_lua_scheduled *test_handle(lua_State *L, int arg)
{
    void *self = peri_lua_test(L, arg, &event_class);
    return self ? self : peri_lua_test(L, arg, &peri_lua_training_class);
}

static int event_tostring(lua_State *L)
{
    return peri_lua_scheduled_name(L, test_handle(L, 1));
}

static const luaL_Reg event_meta[] = {
    {"__tostring", event_tostring}, {"__concat", peri_lua_concat}, {NULL, NULL}};

static const peri_lua_member event_members[] = {
    {"Name", peri_lua_scheduled_name, NULL, NULL},
    {"Enabled", peri_lua_scheduled_enabled, peri_lua_scheduled_set_enabled, NULL},
    {"NextEventTime", peri_lua_scheduled_next_local, NULL, NULL},
    {"NextEventUtcTime", peri_lua_scheduled_next_utc, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class event_class = {.name = "ScheduledEvent",
                                           .members = event_members,
                                           .meta = event_meta,
                                           .release = peri_lua_scheduled_release};

/* --- scheduling --- */

static void forget_function(void *ctx, int64_t reference)
{
    const peri_runtime *runtime = ctx;
    if (runtime->L) /* the engine is closed after the Lua state */
        luaL_unref(runtime->L, LUA_REGISTRYINDEX, (int)reference);
}

/* A training that is scheduled anew stays the same one. */
static void keep_training(peri_event *event, const peri_event *before)
{
    if (!before || !before->training || !event->training)
        return;
    peri_training_release(event->training);
    event->training = peri_training_retain(before->training);
    event->training_ns = before->training_ns;
}

/* Schedule the function on top of the stack, for an object whose event is then this one:
   [function] -> []. Raises what the engine fails with. A rule's function may schedule the same
   object meanwhile: that event stands then. */
static void schedule(lua_State *L, peri_lua_scheduled *scheduled, const char *name,
                     const peri_date_rule *dates, const peri_time_rule *times, int kind)
{
    peri_error err;
    peri_engine *engine = scheduled->runtime->engine;
    peri_event *event, *before = scheduled->event;
    int reference = luaL_ref(L, LUA_REGISTRYINDEX);
    if (before)
        peri_event_retain(before); /* name and rules may be its own */
    int rc = peri_engine_schedule(engine, name, dates, times, kind, reference, &event, &err);
    if (rc == PERI_OK) {
        event->on_free = forget_function;
        event->on_free_ctx = scheduled->runtime;
        event->enabled = !before || before->enabled;
        keep_training(event, before);
        if (scheduled->event != before) {
            peri_engine_unschedule(engine, event);
        } else {
            scheduled->event = peri_event_retain(event);
            peri_event_release(before);
        }
    } else {
        luaL_unref(L, LUA_REGISTRYINDEX, reference);
    }
    peri_event_release(before);
    if (rc != PERI_OK)
        peri_lua_raise(L, &err);
}

/* A new object, with no event yet. */
static peri_lua_scheduled *push_scheduled(lua_State *L, int kind)
{
    peri_lua_scheduled *scheduled =
        peri_lua_new(L, kind == PERI_EVENT_TRAINING ? &peri_lua_training_class : &event_class,
                     sizeof *scheduled);
    scheduled->runtime = peri_lua_runtime(L);
    return scheduled;
}

int peri_lua_schedule(lua_State *L, const char *name, const peri_date_rule *dates,
                      const peri_time_rule *times, int function, int kind, int64_t takes)
{
    peri_lua_scheduled *scheduled = push_scheduled(L, kind);
    lua_pushvalue(L, function);
    schedule(L, scheduled, name, dates, times, kind);
    scheduled->event->training_ns = takes;
    return 1;
}

int peri_lua_schedule_rules(lua_State *L, const char *func, int kind)
{
    const char *name = lua_type(L, 1) == LUA_TSTRING ? lua_tostring(L, 1) : NULL;
    int rules = name ? 2 : 1, function = rules + 2;
    const peri_date_rule *dates = peri_lua_check_date_rule(L, rules, func);
    const peri_time_rule *times = peri_lua_check_time_rule(L, rules + 1, func);
    peri_lua_check_function(L, function, func, "fn");
    bool is_training = kind == PERI_EVENT_TRAINING;
    peri_lua_check_none(L, function + 1 + is_training, func,
                        is_training ? "nothing behind the options"
                                    : "nothing behind fn: a name comes first: "
                                      "Schedule.On(name, dateRule, timeRule, fn)");
    int64_t takes = is_training ? peri_lua_check_training_options(L, function + 1, func) : 0;
    return peri_lua_schedule(L, name, dates, times, function, kind, takes);
}

static int on(lua_State *L)
{
    return peri_lua_schedule_rules(L, "Schedule.On", PERI_EVENT_SCHEDULED);
}

static int training(lua_State *L)
{
    return peri_lua_schedule_rules(L, "Schedule.Training", PERI_EVENT_TRAINING);
}

static peri_lua_scheduled *check_event(lua_State *L, const char *func)
{
    peri_lua_scheduled *scheduled = test_handle(L, 1);
    return scheduled ? scheduled : peri_lua_check_object(L, 1, func, "event", &event_class);
}

static int remove_event(lua_State *L)
{
    peri_lua_scheduled *scheduled = check_event(L, "Schedule.Remove");
    peri_engine_unschedule(scheduled->runtime->engine, scheduled->event);
    return 0;
}

/* Schedule.Add(event): one made by hand, removed before or over. Does nothing while it has times.
 */
static int add_event(lua_State *L)
{
    peri_lua_scheduled *scheduled = check_event(L, "Schedule.Add");
    const peri_event *event = scheduled->event;
    if (peri_engine_is_scheduled(scheduled->runtime->engine, event))
        return 0;
    lua_rawgeti(L, LUA_REGISTRYINDEX, (int)event->payload);
    schedule(L, scheduled, event->name, event->table.dates, event->table.times, event->kind);
    return 0;
}

/* --- ScheduledEvent(name, times, fn): made by hand --- */

/* Times of an argument, a DateTime in UTC or an array of them, as a userdata on the stack. */
static const int64_t *check_times(lua_State *L, int arg, const char *func, size_t *n)
{
    int64_t single;
    if (!peri_lua_test_datetime(L, arg, &single))
        peri_lua_check_table(L, arg, func, "times");
    bool is_table = lua_type(L, arg) == LUA_TTABLE;
    *n = is_table ? (size_t)lua_rawlen(L, arg) : 1;
    if (*n < 1 || *n > MOST_TIMES)
        luaL_error(L, "%s: %d times were given, expected 1 to %d", func, (int)*n, MOST_TIMES);
    int64_t *times = lua_newuserdatauv(L, *n * sizeof *times, 0);
    if (!is_table)
        times[0] = single;
    for (size_t i = 0; is_table && i < *n; i++) {
        lua_rawgeti(L, arg, (lua_Integer)i + 1);
        if (!peri_lua_test_datetime(L, -1, &times[i]))
            luaL_error(L, "%s: item %d of argument 2 (times) was %s, expected a DateTime", func,
                       (int)i + 1, peri_lua_describe(L, -1));
        lua_pop(L, 1);
    }
    return times;
}

/* ScheduledEvent(name, times, fn) -> ScheduledEvent, for Schedule.Add */
static int new_event(lua_State *L)
{
    static const char func[] = "ScheduledEvent";
    peri_error err;
    size_t n;
    peri_date_rule *dates = NULL;
    peri_time_rule *times = NULL;
    const char *name = peri_lua_check_string(L, 1, func, "name", NULL);
    peri_lua_check_function(L, 3, func, "fn");
    const int64_t *given = check_times(L, 2, func, &n);
    peri_lua_scheduled *scheduled = push_scheduled(L, PERI_EVENT_SCHEDULED);
    lua_pushvalue(L, 3);
    int rc = peri_date_rule_every_day(&dates, &err);
    if (rc == PERI_OK)
        rc = peri_time_rule_list(given, n, &times, &err);
    if (rc == PERI_OK) /* raises only when memory is short; the rules are lost then */
        schedule(L, scheduled, name, dates, times, PERI_EVENT_SCHEDULED);
    peri_date_rule_free(dates);
    peri_time_rule_free(times);
    if (rc != PERI_OK)
        return peri_lua_raise(L, &err);
    peri_engine_unschedule(scheduled->runtime->engine, scheduled->event);
    return 1;
}

/* --- firing --- */

/* What call_with_time works on. */
struct due {
    const peri_event *event;
    int64_t due_utc;
};

static int call_with_time(lua_State *L)
{
    const struct due *due = lua_touserdata(L, 1);
    lua_rawgeti(L, LUA_REGISTRYINDEX, (int)due->event->payload);
    lua_pushstring(L, due->event->name);
    peri_lua_push_datetime(L, due->due_utc);
    lua_call(L, 2, 0);
    return 0;
}

/* Whether the function on top, which stays there, takes (name, time). */
static bool takes_two(lua_State *L)
{
    lua_Debug info;
    lua_pushvalue(L, -1);
    lua_getinfo(L, ">u", &info);
    return info.nparams >= 2;
}

int peri_lua_call_event(peri_runtime *runtime, const peri_event *event, int64_t due_utc,
                        peri_error *err)
{
    lua_State *L = runtime->L;
    lua_rawgeti(L, LUA_REGISTRYINDEX, (int)event->payload);
    if (event->kind == PERI_EVENT_TRAINING) {
        lua_pop(L, 1);
        return peri_lua_run_training(runtime, event, err);
    }
    if (!takes_two(L))
        return peri_host_call(runtime->host, L, 0, 0, NULL, err);
    struct due due = {event, due_utc};
    lua_pop(L, 1);
    lua_pushcfunction(L, call_with_time);
    lua_pushlightuserdata(L, &due);
    return peri_host_call(runtime->host, L, 1, 0, NULL, err);
}

/* Put a global of the API into Schedule as well. */
static void add_to_schedule(lua_State *L, const char *name)
{
    peri_host_api(L);
    lua_getfield(L, -1, name);
    lua_remove(L, -2);
    peri_lua_library_value(L, "Schedule", name);
}

void peri_lua_schedule_open(lua_State *L)
{
    static const peri_lua_function functions[] = {{"On", on},
                                                  {"Event", peri_lua_schedule_builder},
                                                  {"Add", add_event},
                                                  {"Remove", remove_event},
                                                  {"Training", training},
                                                  {"TrainingNow", peri_lua_train_now},
                                                  {NULL, NULL}};
    static const peri_lua_function globals[] = {{"ScheduledEvent", new_event}, {NULL, NULL}};
    peri_lua_class_open(L, &event_class);
    peri_lua_library(L, "Schedule", functions, NULL);
    add_to_schedule(L, "DateRules");
    add_to_schedule(L, "TimeRules");
    peri_lua_global_functions(L, globals);
}
