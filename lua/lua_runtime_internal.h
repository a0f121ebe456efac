/* lua_runtime_internal.h - the parts of a run, shared by the files of lua/ only. */
#ifndef PERI_LUA_RUNTIME_INTERNAL_H
#define PERI_LUA_RUNTIME_INTERNAL_H

#include <lua.h>

#include "host/host.h"
#include "host/seat.h"
#include "lua_runtime.h"
#include "store/store.h"

/* Functions of the strategy the engine calls, as references in the registry. */
enum peri_callback {
    PERI_ON_DATA,
    PERI_ON_SPLITS,
    PERI_ON_DIVIDENDS,
    PERI_ON_SYMBOL_CHANGED_EVENTS,
    PERI_ON_DELISTINGS,
    PERI_ON_SECURITIES_CHANGED,
    PERI_ON_ORDER_EVENT,
    PERI_ON_END_OF_DAY,
    PERI_ON_WARMUP_FINISHED,
    PERI_ON_END_OF_ALGORITHM,
    PERI_ON_MARGIN_CALL,
    PERI_ON_MARGIN_CALL_WARNING,
    PERI_CALLBACKS
};

/* UniverseSettings: defaults of symbols that are added without a choice of their own. As in LEAN
   AddEquity and its like look at resolution and normalization alone; the others are of universes.
 */
struct peri_universe_settings {
    peri_resolution resolution;
    peri_normalization normalization;
    bool fill_forward, extended;
    double leverage; /* 0: the brokerage's */
    int64_t minimum_ns;
};

enum {
    PERI_LUA_TICKERS = 64,
    PERI_LUA_VIEWS = 4 /* kinds of objects that a slice is shown by: see lua_slice_bars.h */
};

/* A ticker the strategy names its security by, see lua_symbol.c. */
struct peri_lua_ticker {
    const void *string; /* address of the Lua string; NULL: none */
    int32_t index;
};

struct peri_runtime {
    peri_runtime_options options; /* functions and ctx only; strings are copied below */
    char *strategy, *strategy_dir, *data_dir, *store_path;
    char *cache_dir;            /* NULL: none */
    char *keep_name, *feed;     /* NULL: not given */
    peri_parameter *parameters; /* owned copies */
    bool *parameters_read;      /* shape [parameter_count]: GetParameter asked for it; owned */
    size_t parameter_count;

    peri_host *host;
    lua_State *L; /* the main thread of the Lua state; NULL when it is closed */
    peri_seat *seats[PERI_TRAINER_MOST];        /* of trainings' threads; owned */
    struct peri_publications *last_publication; /* meaningless while there are none */
    struct peri_publications *publications;     /* see lua_training.h; NULL: none wait */
    peri_watch *watch;                          /* NULL: no clock, no limits of time */
    peri_engine *engine;
    peri_store *store;
    peri_stream *stream; /* data that come into a live run; NULL: none */
    peri_ledger *ledger; /* these two: what a live run keeps; NULL: nothing */
    peri_run_db *kept;
    peri_strategy strategy_calls;
    peri_training_list trainings;
    peri_result result;
    peri_latency *latency; /* of a live run; NULL: not measured; owned */
    bool ran;

    int callbacks[PERI_CALLBACKS]; /* LUA_NOREF: not defined by the strategy */
    struct peri_lua_ticker tickers[PERI_LUA_TICKERS];
    struct peri_drive *drive;    /* of a backtest while it steps, see lua_drive.c */
    bool gives_slice;            /* OnData has a parameter, or any number of them */
    void *views[PERI_LUA_VIEWS]; /* what stands for the slice of a step, see lua_slice.c */
    const struct peri_lua_time_in_force *default_properties; /* DefaultOrderProperties */
    const peri_order_event *order_event;                     /* during OnOrderEvent */
    const peri_fill_attempt *attempt; /* while a fill model of the strategy is asked */
    char *last_debug;                 /* text of the last Debug, to leave out a repeat */

    const peri_zone *date_rules_zone, *time_rules_zone; /* NULL: the algorithm's */

    int builders_not_run;        /* of Schedule.Event() */
    peri_indicator **indicators; /* made by the strategy; owned */
    size_t indicator_count, indicator_cap;
    int64_t trade_builder;  /* how often one was set; 0: it is the default */
    bool automatic_warm_up; /* indicators made for a symbol begin with past bars */
    bool extended_days;     /* days are joined with the sessions around the market's */
    bool seeds_prices;      /* a symbol that is added begins with its last price */
    struct peri_universe_settings universe;
};

/* lua_strategy.c: put the call that failed and its time before the error. Returns rc. */
int peri_lua_failed_in(peri_runtime *runtime, const char *name, int rc, peri_error *err);

/* lua_strategy.c: fill the engine's table of functions; find the callbacks after Initialize. */
void peri_lua_strategy_init(peri_runtime *runtime);

/* lua_drive.c: peri_strategy.drive */
int peri_lua_drive(void *ctx, peri_error *err);

/* lua_bindings.c: put the whole API into the Lua state (called protected). */
int peri_lua_install(lua_State *L);

/* The runtime a Lua state belongs to. O(1). */
peri_runtime *peri_lua_runtime(lua_State *L);

#endif
