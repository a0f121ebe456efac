/* lua_training.c - see lua_training.h. Layer 6. */
#include "lua_training.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "lua_runtime_internal.h"
#include "lua_scheduled.h"
#include "lua_time.h"

/* --- the handle --- */

static peri_training_view look(void *self)
{
    peri_training_view view;
    peri_training_look(((const peri_lua_scheduled *)self)->event->training, &view);
    return view;
}

static int get_state(lua_State *L, void *self)
{
    lua_pushstring(L, peri_training_state_name(look(self).state));
    return 1;
}

static int get_last_outcome(lua_State *L, void *self)
{
    peri_training_state outcome = look(self).last_outcome;
    if (outcome == PERI_TRAINING_SCHEDULED)
        lua_pushnil(L);
    else
        lua_pushstring(L, peri_training_state_name(outcome));
    return 1;
}

static int get_runs(lua_State *L, void *self)
{
    lua_pushinteger(L, look(self).runs);
    return 1;
}

static int get_last_duration(lua_State *L, void *self)
{
    peri_lua_push_timespan(L, look(self).last_duration_ns);
    return 1;
}

static int get_last_error(lua_State *L, void *self)
{
    peri_training_view view = look(self);
    if (view.error[0] == '\0')
        lua_pushnil(L);
    else
        lua_pushstring(L, view.error);
    return 1;
}

static int get_tokens_used(lua_State *L, void *self)
{
    lua_pushinteger(L, look(self).minutes);
    return 1;
}

static int get_progress(lua_State *L, void *self)
{
    lua_pushnumber(L, look(self).progress);
    return 1;
}

static int get_message(lua_State *L, void *self)
{
    lua_pushstring(L, look(self).message);
    return 1;
}

/* handle:Cancel() -> whether a run was waiting or running */
static int cancel(lua_State *L, void *self)
{
    const peri_lua_scheduled *scheduled = self;
    lua_pushboolean(L, peri_trainer_cancel(peri_engine_trainer(scheduled->runtime->engine),
                                           scheduled->event->training));
    return 1;
}

static int remove_training(lua_State *L, void *self)
{
    (void)L;
    const peri_lua_scheduled *scheduled = self;
    peri_engine_unschedule(scheduled->runtime->engine, scheduled->event);
    return 0;
}

/* Lists of {handle, fn, fn, ...} by training (its address), in the registry. */
static const char done_lists;

static void push_done_lists(lua_State *L)
{
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &done_lists) == LUA_TTABLE)
        return;
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &done_lists);
}

/* handle:OnDone(fn) -> handle; fn(handle, run) is called between steps when a run has ended */
static int on_done(lua_State *L, void *self)
{
    const void *training = ((const peri_lua_scheduled *)self)->event->training;
    peri_lua_check_function(L, 2, "Training:OnDone", "fn");
    push_done_lists(L);
    if (lua_rawgetp(L, -1, training) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, 1); /* keeps the handle, its event, and so the training */
        lua_rawseti(L, -2, 1);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, -3, training);
    }
    lua_pushvalue(L, 2);
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    lua_pushvalue(L, 1);
    return 1;
}

static int training_tostring(lua_State *L)
{
    return peri_lua_scheduled_name(L, peri_lua_test(L, 1, &peri_lua_training_class));
}

static const luaL_Reg training_meta[] = {
    {"__tostring", training_tostring}, {"__concat", peri_lua_concat}, {NULL, NULL}};

static const peri_lua_member training_members[] = {
    {"Name", peri_lua_scheduled_name, NULL, NULL},
    {"Enabled", peri_lua_scheduled_enabled, peri_lua_scheduled_set_enabled, NULL},
    {"NextEventTime", peri_lua_scheduled_next_local, NULL, NULL},
    {"NextEventUtcTime", peri_lua_scheduled_next_utc, NULL, NULL},
    {"NextTime", peri_lua_scheduled_next_local, NULL, NULL},
    {"State", get_state, NULL, NULL},
    {"LastOutcome", get_last_outcome, NULL, NULL},
    {"Runs", get_runs, NULL, NULL},
    {"LastDuration", get_last_duration, NULL, NULL},
    {"LastError", get_last_error, NULL, NULL},
    {"TokensUsed", get_tokens_used, NULL, NULL},
    {"Progress", get_progress, NULL, NULL},
    {"Message", get_message, NULL, NULL},
    {"Cancel", NULL, NULL, cancel},
    {"Remove", NULL, NULL, remove_training},
    {"OnDone", NULL, NULL, on_done},
    {NULL, NULL, NULL, NULL},
};

const peri_lua_class peri_lua_training_class = {.name = "TrainingEvent",
                                                .members = training_members,
                                                .meta = training_meta,
                                                .release = peri_lua_scheduled_release};

void peri_lua_training_class_open(lua_State *L)
{
    peri_lua_class_open(L, &peri_lua_training_class);
}

/* [list] A Train(fn) that has run does not come again: its list would stay for ever. */
static void forget_done(lua_State *L, const void *training)
{
    lua_rawgeti(L, -1, 1);
    const peri_lua_scheduled *handle = peri_lua_test(L, -1, &peri_lua_training_class);
    if (!handle || !peri_time_rule_is_now(handle->event->table.times) ||
        peri_engine_is_scheduled(handle->runtime->engine, handle->event))
        return;
    push_done_lists(L);
    lua_pushnil(L);
    lua_rawsetp(L, -2, training);
}

/* -> {Outcome, Error, Duration, Due, TokensUsed} of a run that ended */
static void push_run(lua_State *L, const peri_training_run *run)
{
    lua_createtable(L, 0, 5);
    lua_pushstring(L, peri_training_state_name(run->outcome));
    lua_setfield(L, -2, "Outcome");
    if (run->error[0] != '\0') {
        lua_pushstring(L, run->error);
        lua_setfield(L, -2, "Error");
    }
    peri_lua_push_timespan(L, run->duration_ns);
    lua_setfield(L, -2, "Duration");
    peri_lua_push_local(L, run->due_utc);
    lua_setfield(L, -2, "Due");
    lua_pushinteger(L, run->minutes);
    lua_setfield(L, -2, "TokensUsed");
}

/* Calls the functions of OnDone with the handle and the run; what they add is called from the next
   run on. */
static int call_done(lua_State *L)
{
    const peri_training_run *run = lua_touserdata(L, 1);
    const void *training = run->training;
    push_done_lists(L);
    if (lua_rawgetp(L, -1, training) != LUA_TTABLE)
        return 0;
    lua_Integer n = (lua_Integer)lua_rawlen(L, -1);
    for (lua_Integer i = 2; i <= n; i++) {
        lua_rawgeti(L, -1, i);
        lua_rawgeti(L, -2, 1);
        push_run(L, run);
        lua_call(L, 2, 0);
    }
    forget_done(L, training);
    return 0;
}

int peri_lua_training_ended(void *ctx, const peri_training_run *run, peri_error *err)
{
    peri_runtime *runtime = ctx;
    char when[PERI_TIME_TEXT];
    lua_pushcfunction(runtime->L, call_done);
    lua_pushlightuserdata(runtime->L, (void *)run);
    int rc = peri_host_call(runtime->host, runtime->L, 1, 0, "OnDone", err);
    if (rc == PERI_OK || rc == PERI_EINTERRUPT || runtime->options.trainers == 0)
        return rc; /* in a backtest the engine names it */
    peri_time_format(peri_engine_to_local(runtime->engine, run->due_utc), when);
    return peri_fail_prefix(err, "training '%.200s' at %s: ", peri_training_name(run->training),
                            when);
}

/* --- options --- */

int64_t peri_lua_check_training_span(lua_State *L, int arg, const char *func, const char *name)
{
    int64_t span = peri_lua_check_timespan(L, arg, func, name);
    if (span <= 0 || span > 366 * PERI_DAY)
        peri_lua_arg_error(L, arg, func, name, "a TimeSpan above 0, at most 366 days");
    return span;
}

int64_t peri_lua_check_training_options(lua_State *L, int arg, const char *func)
{
    char named[64];
    if (lua_isnoneornil(L, arg))
        return 0;
    peri_lua_check_table(L, arg, func, "options");
    lua_pushnil(L);
    while (lua_next(L, arg)) {
        lua_pop(L, 1);
        if (lua_type(L, -1) != LUA_TSTRING || strcmp(lua_tostring(L, -1), "Duration") != 0)
            luaL_error(L, "%s: the options have no '%s', only Duration", func,
                       luaL_tolstring(L, -1, NULL));
    }
    if (lua_getfield(L, arg, "Duration") == LUA_TNIL)
        return 0;
    snprintf(named, sizeof named, "%s: Duration", func);
    int64_t span = peri_lua_check_training_span(L, lua_gettop(L), named, NULL);
    lua_pop(L, 1);
    return span;
}

/* --- from inside a training --- */

int peri_lua_run_training(peri_runtime *runtime, const peri_event *event, peri_error *err)
{
    peri_host_set_work(runtime->host, event->training);
    int rc = peri_host_run(runtime->host, (int)event->payload, err);
    peri_host_set_work(runtime->host, NULL);
    return rc;
}

static peri_training *current(lua_State *L)
{
    return peri_host_work(peri_host_from(L));
}

/* Training.Progress(fraction[, text]) */
int peri_lua_training_progress(lua_State *L)
{
    static const char func[] = "Training.Progress";
    double fraction = peri_lua_check_number(L, 1, func, "fraction");
    const char *text = peri_lua_opt_string(L, 2, func, "text", NULL, "");
    if (fraction < 0 || fraction > 1)
        return peri_lua_arg_error(L, 1, func, "fraction", "0 to 1");
    if (!current(L))
        return luaL_error(L, "%s: no training runs here", func);
    peri_training_progress(current(L), fraction, text);
    return 0;
}

/* Training.ShouldStop() -> boolean */
int peri_lua_training_should_stop(lua_State *L)
{
    lua_pushboolean(L, current(L) && peri_training_asks(current(L)));
    return 1;
}

/* A function that waits for the strategy's thread. */
struct peri_publications {
    int function;            /* in the registry */
    peri_training *training; /* whose it is; held */
    struct peri_publications *next;
};

/* Training.Publish(fn): fn() is called on the strategy's thread between two steps. */
int peri_lua_training_publish(lua_State *L)
{
    peri_runtime *runtime = peri_lua_runtime(L);
    peri_lua_check_function(L, 1, "Training.Publish", "fn");
    lua_settop(L, 1);
    if (peri_host_is_strategy(runtime->host)) {
        lua_call(L, 0, 0);
        return 0;
    }
    int function = luaL_ref(L, LUA_REGISTRYINDEX);
    struct peri_publications *new = peri_calloc(1, sizeof *new);
    if (!new) {
        luaL_unref(L, LUA_REGISTRYINDEX, function);
        return luaL_error(L, "Training.Publish: no memory");
    }
    new->function = function;
    new->training = peri_training_retain(current(L));
    if (runtime->publications)
        runtime->last_publication->next = new;
    else
        runtime->publications = new;
    runtime->last_publication = new;
    peri_engine_nudge(runtime->engine);
    return 0;
}

static struct peri_publications *take_publication(peri_runtime *runtime)
{
    struct peri_publications *first = runtime->publications;
    runtime->publications = first->next;
    return first;
}

static void free_publication(struct peri_publications *publication)
{
    peri_training_release(publication->training);
    peri_free(publication);
}

int peri_lua_publish_all(void *ctx, peri_error *err)
{
    peri_runtime *runtime = ctx;
    int rc = PERI_OK;
    while (rc == PERI_OK && runtime->publications) {
        struct peri_publications *first = take_publication(runtime);
        lua_rawgeti(runtime->L, LUA_REGISTRYINDEX, first->function);
        luaL_unref(runtime->L, LUA_REGISTRYINDEX, first->function);
        rc = peri_host_call(runtime->host, runtime->L, 0, 0, "Training.Publish", err);
        if (rc != PERI_OK && rc != PERI_EINTERRUPT)
            peri_fail_prefix(err, "training '%.200s': ", peri_training_name(first->training));
        free_publication(first);
    }
    return rc;
}

void peri_lua_forget_publications(peri_runtime *runtime)
{
    while (runtime->publications)
        free_publication(take_publication(runtime));
}
