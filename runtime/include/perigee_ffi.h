/* perigee_ffi.h - the public interface of libperigee, in the dialect that LuaJIT's ffi.cdef reads
 * verbatim. C and C++ include perigee.h. examples/embed/ has a complete host in C and in LuaJIT.
 *
 * The order of calls: perigee_config_init, perigee_open, perigee_run, look at the result,
 * perigee_close. Everything belongs to one run; runs share nothing and may go on side by side.
 * The library prints nothing, never ends the process and installs no signal handler unless
 * perigee_config.wake_signal asks for one. Strings are UTF-8 and end with a zero.
 *
 * Threads: the calls on one run come from one thread at a time (which may change between calls),
 * but perigee_interrupt, which any thread may call. Different runs are independent.
 *
 * Rules of the dialect: no preprocessor line but the one #pragma; fixed-width types; structs by
 * pointer; constants are enums.
 */
#pragma once

enum {
    PERIGEE_ABI = 5
}; /* raised by an incompatible change */

enum { /* results: 0 fine, negative failed; perigee_errmsg has the sentence */
    PERIGEE_OK = 0,
    PERIGEE_E_NOMEM = -1,     /* no memory, or the memory limit was reached */
    PERIGEE_E_ARG = -2,       /* an argument is wrong */
    PERIGEE_E_IO = -3,        /* a file cannot be opened or read */
    PERIGEE_E_FORMAT = -4,    /* a file has a wrong form */
    PERIGEE_E_NOTFOUND = -5,  /* a file, a symbol or a zone does not exist */
    PERIGEE_E_LIMIT = -6,     /* a quota or limit was reached */
    PERIGEE_E_STATE = -7,     /* the call is not allowed now */
    PERIGEE_E_SCRIPT = -8,    /* the strategy raised an error */
    PERIGEE_E_INTERRUPT = -9, /* perigee_interrupt was called */
    PERIGEE_E_DENIED = -10    /* a permission is missing */
};

enum {                     /* perigee_config.wake_signal, beside the number of a signal */
    PERIGEE_WAKE_POLL = 0, /* the script looks for an interrupt every thousand instructions */
    PERIGEE_WAKE_NONE = -1 /* it is not looked for inside a call of the script */
};

typedef struct perigee perigee; /* one strategy and its engine; owned by who opened it */

/* What a run is made with. Fill with perigee_config_init, then change what you need. Everything
 * is borrowed until perigee_open returns, which copies it. */
typedef struct perigee_config {
    uint32_t size; /* set by perigee_config_init, as is abi: leave both */
    uint32_t abi;
    const char *strategy; /* path of the Lua file; needed */
    const char *data;     /* folder of data; NULL: "data" beside the strategy */
    const char *store;    /* object store's file; NULL: .perigee/store.db beside the strategy */
    /* Folder where prices are kept as they were parsed, for later runs, which check whether files
     * changed; it may be deleted at any time. NULL: "cache" beside the object store's file; "none":
     * they are not kept. */
    const char *cache;
    /* For GetParameter: name, value, name, value, ... and a NULL at the end; NULL: none. */
    const char *const *parameters;
    /* Quota of the object store: "free" (5 MB, 100 objects), "prime" (50 MB, 1,000), "professional"
     * (500 MB, 10,000), "none" (10 GB, 10,000); NULL: none. 1 MB = 1024 * 1024 bytes. */
    const char *subscription;
    /* What the script may do there: "rwd" for read, write, delete, '-' for what not, as in "r--";
     * NULL: "rwd". */
    const char *store_permissions;
    /* Whose allowance trainings have: "512" (30 minutes, 5 more each day), "1024" (60, 10), "2048"
     * (90, 15), "none" (they are never refused); NULL: none. */
    const char *server;
    /* Minutes of real time one time step of the script may take, its set-up half of that; 0: any,
     * the default. What takes longer is stopped as perigee_interrupt would; see wake_signal. */
    double step_limit;
    int64_t memory_limit; /* bytes the script may hold; 0: no limit, the default */
    /* Bytes the cache may have: what was not used for longest is removed when data have been read;
     * 0: no limit. Default 10 GiB. */
    int64_t cache_limit;
    int64_t seed; /* of math.random; default 1. The same seed gives the same result. */
    /* 1: the script sees the store as it is at perigee_open, and its own saves; 0, the default:
     * also what others save meanwhile. */
    int32_t store_snapshot;
    int32_t skip_bad_rows; /* 1: count rows of data that cannot be read; 0: fail, the default */
    /* How perigee_interrupt gets into a call of the script that does not return.
     * PERIGEE_WAKE_POLL (0, the default): works everywhere, but Lua code runs at about half speed.
     * A signal number (SIGURG, 23 on Linux, is a good choice): full speed. perigee_open installs a
     * handler of it for the process, which stays, so do not unload the library then; the thread in
     * perigee_run must not block it, nor end while another one is inside perigee_interrupt.
     * PERIGEE_WAKE_NONE: full speed; an interrupt waits for the script's function to return. */
    int32_t wake_signal;
    int32_t training_by_clock; /* 1: an allowance comes back by the clock; 0: by simulated time */
} perigee_config;

int32_t perigee_abi(void);         /* PERIGEE_ABI of the library; compare before anything else */
const char *perigee_version(void); /* "0.1.0"; static */
const char *perigee_cdef(void);    /* this very text, from inside the library; static */

/* Fill a config with the defaults and the caller's own size. NULL is ignored. */
void perigee_config_init(perigee_config *config);

/* Make a run. Reads no file but the store, and that only for a snapshot: the strategy is read by
 * perigee_run.
 *
 * config  borrowed for the call
 * out     receives the run (owned by the caller: perigee_close), also when the call fails, so that
 *         perigee_errmsg can say why; such a run can only be asked for that and closed. NULL when
 *         there is no memory for it.
 *
 * Returns PERIGEE_OK; PERIGEE_E_ARG (NULL, config of another size or ABI, no strategy, a field out
 * of its range); what a snapshot's reading of the store fails with; PERIGEE_E_NOMEM (also when
 * memory_limit is too small for an empty script); PERIGEE_E_IO (the wake signal cannot be used). */
int32_t perigee_open(const perigee_config *config, perigee **out);

/* Load the strategy and run it to its end, on the calling thread. A run runs once.
 *
 * Returns PERIGEE_OK, and perigee_result_json has the result; PERIGEE_E_ARG (NULL); PERIGEE_E_STATE
 * (it has been run before, with whatever end: open another one; result and log stay);
 * PERIGEE_E_SCRIPT (message and traceback of the strategy, also when a function of the API failed
 * under it, for whatever reason); PERIGEE_E_INTERRUPT; PERIGEE_E_NOMEM; PERIGEE_E_IO (the
 * strategy's file or one of data cannot be read); PERIGEE_E_FORMAT (bytecode for a strategy, a row
 * of data); PERIGEE_E_NOTFOUND; PERIGEE_E_LIMIT (a step or a training took longer than it may). */
int32_t perigee_run(perigee *run);

/* The result as one JSON object, to the byte what `perigee run --json` prints; "" until
 * perigee_run has returned PERIGEE_OK, and for NULL. Borrowed, until the close. */
const char *perigee_result_json(const perigee *run);

/* What the strategy logged and printed, and the engine's warnings: "2013-10-07 16:00:00 text\n"
 * each, in simulated time of the strategy's zone, with "debug: ", "warning: " or "error: " before
 * the text of such lines. A zero byte in a line reads as "\0". "" before the run, and for NULL. An
 * unsuccessful run keeps its lines. Borrowed, until perigee_run or the close. */
const char *perigee_log(const perigee *run);

/* Why the last perigee_open or perigee_run of this run failed: one sentence, which may be followed
 * by a traceback on lines of its own; "" when it did not fail. For NULL, what a NULL run means.
 * Borrowed, until the next perigee_run or the close. */
const char *perigee_errmsg(const perigee *run);

/* Ask a run to stop as soon as it can: perigee_run then returns PERIGEE_E_INTERRUPT, and whatever
 * the script does (pcall, coroutines) it cannot go on; see perigee_config.wake_signal. What is one
 * step inside (reading the data, computing a model) ends first. A run that has not begun stops
 * at once when it does; one that has ended is not changed. NULL is ignored.
 * Thread: any, and signal handlers; the run must not be closed meanwhile. */
void perigee_interrupt(perigee *run);

/* The training flag: 1 from the moment a training is due until it has ended, else 0; 0 for NULL.
 * Thread: any, while perigee_run is at work on another one. */
int32_t perigee_is_training(const perigee *run);

/* Give everything of a run back. NULL is allowed. Not while perigee_run is at work. */
void perigee_close(perigee *run);
