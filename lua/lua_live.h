/* lua_live.h - a live run of a Lua strategy: threads that share its Lua state, what is kept of it.
 */
#ifndef PERI_LUA_LIVE_H
#define PERI_LUA_LIVE_H

#include "lua_runtime_internal.h"

/* Open the files of a run that is kept (runtime->keep_name). Returns as peri_ledger_open and
   peri_run_db_open. */
int peri_lua_open_kept(peri_runtime *runtime, peri_clock_fn wall_clock, peri_error *err);

/* A stream as the options say, not started. Returns as peri_stream_open. */
int peri_lua_open_stream(peri_runtime *runtime, peri_error *err);

/* Log what could not be written of trainings since the last call, if anything. Thread: the
   strategy's. */
void peri_lua_tell_of_ledger(peri_runtime *runtime);

/* Seats for the threads of trainings, none in a backtest. Returns as peri_seat_open. */
int peri_lua_open_seats(peri_runtime *runtime, peri_error *err);
void peri_lua_end_trainings(
    peri_runtime *runtime); /* before the Lua state ends; closes the seats */

int peri_lua_run_live(peri_runtime *runtime, peri_error *err); /* as peri_engine_run_live */

/* What the engine's trainer and the watch call, on any thread; ctx: the runtime. */
void peri_lua_stop_late(void *ctx, int worker, const char *why); /* over a limit */
void peri_lua_stop_training(void *ctx, int worker, const char *why);
void peri_lua_enter_worker(void *ctx, int worker);
void peri_lua_leave_worker(void *ctx, int worker);

#endif
