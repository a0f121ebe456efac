/* seat.h - threads that share one Lua state, one at a time, the strategy's first. Layer 6.
 *
 * A training is a closure over the strategy's variables, so it runs in the strategy's Lua state: as
 * a coroutine, on a thread of its own, while the strategy waits for data. A seat is a thread's
 * place at the state. When the strategy wants the state back, its seat asks, and who has it lets go
 * at the next VM instruction: at a count hook the state is consistent. The hook is armed on demand,
 * by the wake signal, or left on at a slow count (peri_host_options.poll), since a hook that is
 * always on halves the speed of Lua. Library functions that take long let go in between.
 */
#ifndef PERI_SEAT_H
#define PERI_SEAT_H

#include <lua.h>
#include <stdbool.h>

#include "base/error.h"
#include "host/host.h"

typedef struct peri_seat peri_seat;

/* The strategy's seat. It has the state from peri_host_open on, until it leaves. */
peri_seat *peri_host_main_seat(peri_host *host);

/* A further seat, for a thread that runs trainings. Returns PERI_OK, PERI_ENOMEM, or PERI_ESTATE
   when the host has neither a wake signal nor polls: such a thread could never be asked to let go.
   Thread: any. The close: when it does not have the state. */
int peri_seat_open(peri_host *host, peri_seat **out, peri_error *err);
void peri_seat_close(peri_seat *seat); /* NULL is allowed; before peri_host_close */

/*
 * Take the state, and let others have it. Every call into the host or its Lua state needs it.
 * The strategy's seat waits some tens of microseconds at most while pure Lua runs elsewhere; others
 * wait while the strategy has it or wants it, then in order, and give each other turns of 5 ms.
 * Thread: the seat's, not inside a call of the host.
 */
void peri_seat_enter(peri_seat *seat);
void peri_seat_leave(peri_seat *seat);

/* Leave, and come back after whoever waits has had the state for at most `ns`: for a strategy that
   never rests. Does nothing when nobody waits. Thread: as leave. */
void peri_seat_yield(peri_seat *seat, int64_t ns);

/* Stop what this seat runs, as peri_host_interrupt does for the strategy's; the call then returns
   code. Thread: any; the seat's thread must not end meanwhile. */
void peri_seat_interrupt(peri_seat *seat, int code, const char *reason);

/* Forget an interrupt that nothing has consumed. Thread: the seat's, which has the state. */
void peri_seat_clear(peri_seat *seat);

/* A pointer for the bindings that belongs to the seat that has the state, NULL at first: what it
   works on. */
void peri_host_set_work(peri_host *host, void *work);
void *peri_host_work(const peri_host *host);

/* Whether the strategy's own thread has the state. */
bool peri_host_is_strategy(const peri_host *host);

/*
 * In a C function that takes long, now and then: lets go if somebody is asking, and raises when the
 * seat was interrupted. Meanwhile other Lua code may have changed every table, so look again.
 * A load when nobody asks.
 */
void peri_host_let_go(lua_State *L);

/* Work of a C function on plain memory: other seats may have the state until it returns. work must
   not touch it, nor raise. On the strategy's seat, and while pinned, nobody else gets it. */
void peri_host_unlocked(lua_State *L, void (*work)(void *arg), void *arg);

/* Between these nobody else gets the state, for calls of Lua functions from C code that is in the
   middle of a change. They nest; a raise in between leaves it pinned, so catch it. */
void peri_host_pin(lua_State *L);
void peri_host_unpin(lua_State *L);

/*
 * Run a function of the registry as a coroutine of its own, without arguments, to its end, on the
 * seat that has the state. When it yields, others get their turn and it goes on, without values.
 * Results are dropped. Returns as peri_host_call, of which it is an outermost one.
 */
int peri_host_run(peri_host *host, int function, peri_error *err);

#endif
