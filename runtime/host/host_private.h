/* host_private.h - what the files of host/ share; nobody else includes it. Layer 6. */
#ifndef PERI_HOST_PRIVATE_H
#define PERI_HOST_PRIVATE_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/buf.h"
#include "host/host.h"
#include "host/seat.h"

enum {
    PERI_POOL_STEP = 16, /* bytes between two size classes */
    PERI_POOL_CLASSES = 32,
    PERI_LARGE_BLOCK = 16 * 1024 /* that the collector is not to work for at once */
};

/* Lua's heap: counted, limited, with free lists for small blocks. */
typedef struct peri_lua_memory {
    size_t used;                              /* bytes Lua holds, <= limit */
    size_t limit;                             /* SIZE_MAX: none */
    void *free_blocks[PERI_POOL_CLASSES + 1]; /* by size / PERI_POOL_STEP, linked through word 0 */
    void *slabs;                              /* all slabs, linked through word 0 */
    char *fresh;                              /* part of the newest slab never handed out */
    size_t fresh_left;
    void *reserve; /* a block whose pages are there already; NULL: none */
    size_t reserve_size;
    uint64_t reserve_serial; /* which reserve it is: 1, 2, ... */
    bool limit_reached;      /* an allocation was refused since the last protected call began */
    char refused_where[128]; /* "strategy.lua:12: " of that allocation, or "" */
} peri_lua_memory;

/* See seat.h. The thread that sits here writes it; what is atomic, `outer`, `is_first` and `host`
   are read by signal handlers and other threads as well. */
struct peri_seat {
    peri_host *host;
    bool is_first;                   /* the strategy's: never lets go unasked */
    _Atomic(lua_State *) running;    /* the thread of the state that executes; NULL: none */
    _Atomic(const char *) interrupt; /* reason of a pending interrupt; NULL: none */
    atomic_int interrupt_code;       /* what the call then returns */
    atomic_flag is_interrupted; /* of several interrupts at once the first sets code and reason */
    _Atomic(pthread_t) thread;  /* who runs the outermost call; meaningless at depth 0 */
    atomic_bool is_running;
    bool is_entered;   /* peri_host_enter: is_running from call to call */
    atomic_bool holds; /* it has the state; set after it was taken, cleared before it is left */
    int depth;         /* protected calls inside each other */
    int close_depth;   /* coroutine.close calls inside each other */
    atomic_int pinned; /* > 0: it must not let go; a signal handler reads it */

    /* Of large blocks it allocated, bytes; see collect.c. */
    size_t expected; /* of the next one, which the collector does not count yet */
    size_t counted;  /* of those it counts in whole */
    size_t owed;     /* of those it does not count yet */

    void *work;              /* see peri_host_set_work */
    struct peri_seat *outer; /* seat whose call on the same thread encloses this one */

    pthread_cond_t turn;
    struct peri_seat *next; /* in the queue */
};

struct peri_host {
    lua_State *L;
    peri_lua_memory memory;
    peri_host_options options; /* script_dir: owned copy */
    void *context;
    struct peri_lua_class_list *classes;
    bool order_is_fixed;

    peri_seat main;    /* the strategy's */
    peri_seat *seat;   /* who has the state: read by that one, else under the lock; NULL: nobody */
    atomic_int wanted; /* > 0: who has it should let go */
    pthread_mutex_t lock; /* guards seat, first_waits, slice_over, turn_ends_ns and the queue */
    bool first_waits, slice_over;
    int64_t turn_ends_ns; /* of who has it, the strategy apart; monotonic */
    peri_seat *queue;     /* other seats that wait, linked through next */
};

/* Bits beside the host's address in the word that Lua keeps for each of its threads.
   Stopped: it died of an interrupt. The error came out of a hook, so hooks stay off in it for ever,
   and a __close method that runs there could not be stopped. */
enum {
    PERI_COROUTINE_STOPPED = 1,
    PERI_COROUTINE_TRAINING = 2, /* of peri_host_run: no script may resume or close it */
    PERI_COROUTINE_BITS = 3
};

/*
 * How many values a Lua thread has room for from its begin on, for as long as it lives. Lua 5.4.4
 * loses its place in `a .. b .. c` when the __concat of b makes the thread's stack grow or shrink
 * (luaV_concat keeps a pointer into the old one), which our own objects' may. Room that the
 * thread's first frame has asked for is never given back, so nothing moves up to that depth.
 */
enum {
    PERI_STACK_ROOM = 2000,   /* of the state's own thread, and of trainings: 32 KB */
    PERI_COROUTINE_ROOM = 100 /* of coroutines of the strategy, which may be thousands */
};

/* coroutines.c */
uintptr_t *peri_coroutine_word(lua_State *L);

/* host.c: append a whole file; PERI_EIO names the path, errno tells why fopen failed */
int peri_host_read_file(const char *path, peri_buf *out, peri_error *err);

/* host.c: peri_host_compile that pushes onto any thread of the state */
int peri_host_compile_on(lua_State *L, const char *name, const char *text, size_t len,
                         peri_error *err);

/* lua_memory.c */
void peri_lua_memory_init(peri_lua_memory *memory, size_t limit);
void peri_lua_memory_deinit(peri_lua_memory *memory); /* after lua_close */
/* A block for the next allocation of `size` bytes or up to 64 less; replaces the one before. NULL:
   no memory. It is gone when reserve_serial has changed. */
void *peri_lua_memory_reserve(peri_lua_memory *memory, size_t size);
void peri_lua_memory_drop_reserve(peri_lua_memory *memory);
void *peri_lua_memory_alloc(void *host, void *block, size_t old_size, size_t new_size);

/* collect.c: the collector works for large blocks in small steps. Note: such a block was allocated;
   arms the hook. Pay: what is owed, letting go in between */
void peri_collect_init(lua_State *L, const peri_collector *collector);
void peri_collect_note(peri_host *host, size_t bytes);
void peri_collect_pay(lua_State *L);

/* hash_seed.c */
lua_State *peri_hash_seed_newstate(peri_host *host); /* lua_newstate with a fixed string seed */
bool peri_hash_seed_check(lua_State *L);             /* needs a protected call */

/* sandbox.c, assignment.c, guards.c, coroutines.c, modules.c: each may raise */
void peri_sandbox_open(lua_State *L);
void peri_assignment_open(lua_State *L);  /* when the API has the names of stock Lua only */
void peri_guards_base(lua_State *L);      /* api table on top: guarded base functions */
void peri_guards_libraries(lua_State *L); /* api table on top, its libraries still plain tables */
void peri_coroutines_open(lua_State *L);  /* coroutine library on top */
int peri_modules_require(lua_State *L);   /* require(name) */

/* traceback.c: the message handler of every protected call */
int peri_traceback_handler(lua_State *L);

/* interrupt.c */
int peri_interrupt_setup(const peri_host *host, peri_error *err); /* installs the wake signal */
void peri_interrupt_begin(peri_seat *seat); /* an outermost call begins, `running` is set */
void peri_interrupt_end(peri_seat *seat);   /* it has returned */
void peri_interrupt_rearm(peri_seat *seat, lua_State *L); /* the hook on L if it has to act */
bool peri_interrupt_pending(const peri_seat *seat);
void peri_interrupt_arm(lua_State *L);    /* it looks at the next instruction */
void peri_interrupt_disarm(lua_State *L); /* hook off, or at the pace of options.poll */
const char *peri_interrupt_reason(const peri_seat *seat);    /* NULL: none pending */
void peri_interrupt_raise(lua_State *L, const char *reason); /* does not return */
void peri_interrupt_wake(const peri_seat *seat); /* its thread is running a call: look */

/* seat.c */
int peri_seats_init(peri_host *host, peri_error *err); /* the main seat has the state then */
void peri_seats_deinit(peri_host *host);
bool peri_seat_is_asked(const peri_seat *seat); /* it has to let go at the next instruction */
void peri_seat_pass(peri_seat *seat);           /* let go, and come back when it is its turn */
void peri_seat_step_back(peri_seat *seat);      /* the same behind all others that wait */

/* host.c: what an allocation that was refused is told as. What went wrong in a call: text is the
   error value, NULL when it is no string. */
int peri_host_fail_memory(const peri_host *host, peri_error *err);
int peri_host_fail_status(peri_host *host, int status, const char *text, peri_error *err);

#endif
