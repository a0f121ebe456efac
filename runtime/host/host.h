/* host.h - one sandboxed Lua state for one strategy: life cycle, loading, protected calls. Layer 6.
 */
#ifndef PERI_HOST_H
#define PERI_HOST_H

#include <lauxlib.h>
#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* Between a message and the frames of its traceback, each a line that begins with two spaces. */
#define PERI_TRACEBACK_HEADING "\nstack traceback:\n"

typedef struct peri_host peri_host; /* one thread at a time may use it; see seat.h */

/* How garbage is collected. A number that is 0 is the host's own choice (collect.c). */
typedef struct peri_collector {
    bool stopped;                          /* never, but when the script asks for it */
    bool generational;                     /* not in steps; the numbers are not used then */
    int pause, step_multiplier, step_size; /* see collectgarbage("incremental") */
} peri_collector;

typedef struct peri_host_options {
    size_t memory_limit;    /* bytes the script may hold; 0: no limit */
    uint64_t seed;          /* of math.random, and of math.randomseed() without arguments */
    const char *script_dir; /* folder `require` searches, copied; NULL: embedded modules only */

    /* Text of an embedded module: true with text and len set (borrowed, never freed), false when
       there is none of that name. NULL: no embedded modules. Must not call into the host. */
    bool (*find_module)(void *ctx, const char *name, const char **text, size_t *len);
    /* One line of print, without its newline; may hold zeros. NULL: dropped. Must not raise.
       Thread of these two: the one that has the state, also a training's. */
    void (*print)(void *ctx, const char *text, size_t len);
    /* Of what is allowed, but may be a slip: with its place. NULL: dropped. Must not raise. */
    void (*warn)(void *ctx, const char *text, size_t len);
    void *ctx; /* handed to the three above */

    /* How peri_host_interrupt, called on another thread, gets into a call that does not return.
       wake_signal: it is sent to the running thread (SIGURG is a good choice); the open installs
       its handler. 0: none is installed. poll: the script looks for a request every thousand
       instructions, which halves the speed of Lua code. Neither: the request takes effect at the
       next protected call. */
    int wake_signal;
    bool poll;

    peri_collector collector; /* for benches: strategies cannot change it */
} peri_host_options;

/*
 * Make a Lua state with the standard library of the sandbox and an empty strategy environment.
 *
 * options  copied; the callbacks' ctx must outlive the host
 * out      receives the host (owned by the caller: peri_host_close); NULL on failure
 *
 * Returns PERI_OK, PERI_ENOMEM (also when memory_limit is too small for the library) or PERI_EIO
 * (the wake signal could not be set up).
 */
int peri_host_open(const peri_host_options *options, peri_host **out, peri_error *err);
void peri_host_close(peri_host *host); /* NULL is allowed; not from inside a call */

lua_State *peri_host_lua(const peri_host *host); /* the main thread of the state */
peri_host *peri_host_from(lua_State *L);         /* also from a coroutine; a load, no look-up */

/* A pointer the host carries for the bindings, NULL at first: the runtime they act on. */
void peri_host_set_context(peri_host *host, void *context);
void *peri_host_context(const peri_host *host);
/* The same for the list of the bindings' classes (lua/lua_class_list.h). */
struct peri_lua_class_list;
void peri_host_set_classes(peri_host *host, struct peri_lua_class_list *classes);
struct peri_lua_class_list *peri_host_classes(const peri_host *host);

/* True when `pairs` over string keys gives the same order in every process (checked at the open
   by iterating a table whose order is known). False means: warn, or sort. Tables and functions as
   keys have no fixed order either way. */
bool peri_host_order_is_fixed(const peri_host *host);

/*
 * The tables a script sees. A name is looked up in the environment (what the script assigned),
 * then in the API table, then among the dynamic names (name -> C function that pushes the value
 * and returns 1; its arguments mean nothing); else it is nil. The environment is also the state's
 * table of globals, so lua_getglobal sees what a script sees.
 * Each pushes one table; never NULL.
 *
 * To assign a name of the API raises, unless it is what it is already (of a dynamic name always);
 * functions and tables may be hidden, of which `warn` is told once for each name: nil uncovers
 * them. Names of stock Lua are free.
 */
void peri_host_env(lua_State *L);
void peri_host_api(lua_State *L);
void peri_host_dynamics(lua_State *L);

/*
 * Give an embedded module C functions: it gets a table of them as the third argument of its chunk,
 * behind its name and its chunk name. Scripts cannot reach them but through the module.
 *
 * module     name as in require
 * functions  not copied; ends with a NULL name
 *
 * May raise, so inside peri_host_protect.
 */
void peri_host_native(lua_State *L, const char *module, const luaL_Reg *functions);

/*
 * Compile a chunk with the environment as _ENV and push it as a function on the main thread (so not
 * from inside a coroutine).
 *
 * name  chunk name as Lua takes it: "@strategy.lua" for a file, "=stdin" for others. Frames of
 *       chunks named "=(..." and "@[perigee..." stay out of tracebacks.
 * text  Lua source, need not be terminated; a UTF-8 byte order mark and a first line that starts
 *       with # are skipped
 *
 * Returns PERI_OK, PERI_ESCRIPT ("strategy.lua:3: unexpected symbol near ...") or PERI_ENOMEM;
 * PERI_EFORMAT for bytecode. On failure nothing is pushed.
 */
int peri_host_compile(peri_host *host, const char *name, const char *text, size_t len,
                      peri_error *err);

/* Compile and run a file; its results are dropped. Returns as peri_host_compile and peri_host_call;
   also PERI_EIO (names the path and the reason). */
int peri_host_load_file(peri_host *host, const char *path, peri_error *err);

/*
 * Call the function below nargs arguments on top of L's stack; errors come back as text.
 *
 * L         the main thread, or a coroutine of this host that is not suspended
 * nresults  results to leave on the stack, or LUA_MULTRET
 * where     what is being called ("OnData"), put before the message; NULL: nothing
 *
 * Returns PERI_OK with the results pushed; otherwise function and arguments are popped, nothing is
 * pushed, and err holds "[where: ]file:line: message" and the stack traceback of Lua functions:
 * PERI_ESCRIPT the script raised; PERI_ENOMEM it reached the memory limit; PERI_EINTERRUPT an
 * interrupt was pending before, during or at the end of the call.
 * May be called from inside a function that Lua called. Costs about 30 ns over lua_pcall.
 */
int peri_host_call(peri_host *host, lua_State *L, int nargs, int nresults, const char *where,
                   peri_error *err);

/* The same for what is called in each step: the handler is pushed first, then the function and its
   arguments; results are dropped, and all of it is popped. */
void peri_host_push_handler(lua_State *L);
int peri_host_call_handled(peri_host *host, lua_State *L, int nargs, peri_error *err);

/* For a C function that an outermost peri_host_call calls and that calls Lua many times, which
   saves a protected call for each: from the first to the second it stands outside of any call, for
   interrupts and for what calls into the host, and lets no error of Lua pass. False: an interrupt
   is pending; then it has to step in and to return. */
bool peri_host_step_out(peri_host *host);
void peri_host_step_in(peri_host *host, lua_State *L);

/* Run fn(L) protected on the main thread, with arg as its light userdata at index 1: for code that
   uses the Lua API outside of a call (installing bindings); not from inside a coroutine. Results
   are dropped. Returns as peri_host_call. */
int peri_host_protect(peri_host *host, lua_CFunction fn, void *arg, peri_error *err);

/* Many calls follow, all on this thread, which makes each of them cheaper: until peri_host_leave,
   on the same thread, requests to interrupt send the wake signal also between the calls. Outside of
   calls, and not twice. */
void peri_host_enter(peri_host *host);
void peri_host_leave(peri_host *host);

/*
 * Stop what the host runs: the next VM instruction raises, and so does every further one until the
 * outermost peri_host_call has returned PERI_EINTERRUPT; pcall, coroutines and error handlers
 * cannot swallow it. When nothing runs, the next call returns PERI_EINTERRUPT at once. The
 * request ends with that return. C functions that do not let go (see seat.h) finish first.
 *
 * reason  static text for the message, NULL: "interrupted"
 *
 * Thread: any, and signal handlers; from a thread that does not run the host it needs
 * options.wake_signal or options.poll. The host must not be closed meanwhile, and with a wake
 * signal the thread that runs it must not end.
 */
void peri_host_interrupt(peri_host *host, const char *reason);

#endif
