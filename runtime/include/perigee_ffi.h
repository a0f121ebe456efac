/* perigee_ffi.h - the public interface of libperigee, in the dialect that LuaJIT's ffi.cdef reads
 * verbatim. C and C++ include perigee.h.
 *
 * No preprocessor line but the one #pragma; fixed-width types; structs by pointer; constants are
 * enums. Every call is made on one thread per engine unless it says otherwise.
 */
#pragma once

enum { PERIGEE_ABI = 1 }; /* raised by an incompatible change */

enum { /* results: 0 or positive fine, negative failed */
    PERIGEE_OK = 0,
    PERIGEE_E_NOMEM = -1,     /* no memory, or the memory limit was reached */
    PERIGEE_E_ARG = -2,       /* an argument is wrong */
    PERIGEE_E_IO = -3,        /* a file cannot be opened or read */
    PERIGEE_E_FORMAT = -4,    /* a file has a wrong form */
    PERIGEE_E_NOTFOUND = -5,  /* a file, a symbol or a zone does not exist */
    PERIGEE_E_LIMIT = -6,     /* a quota or limit was reached */
    PERIGEE_E_STATE = -7,     /* the call is not allowed now */
    PERIGEE_E_SCRIPT = -8,    /* the strategy raised an error */
    PERIGEE_E_INTERRUPT = -9  /* perigee_interrupt was called */
};

typedef struct perigee perigee; /* one strategy and its engine */

/* What a run is made with. Fill with perigee_config_init, then change what you need. All strings are
 * UTF-8 and copied by perigee_open; NULL takes the default. */
typedef struct perigee_config {
    uint32_t size;           /* set by perigee_config_init */
    uint32_t abi;            /* likewise */
    const char *strategy;    /* path of the Lua file; needed */
    const char *data;        /* folder of data; default: "data" beside the strategy */
    const char *store;       /* object store's file; default: .perigee/store.db beside the strategy */
    int64_t memory_limit;    /* bytes the script may use; 0: no limit */
    int64_t seed;            /* of math.random; default 1 */
    int32_t skip_bad_rows;   /* 1: count unreadable rows of data instead of failing */
    int32_t reserved;        /* 0 */
} perigee_config;

int32_t perigee_abi(void);           /* PERIGEE_ABI of the library */
const char *perigee_version(void);   /* "0.1.0" */
const char *perigee_cdef(void);      /* this very text, from inside the library */

void perigee_config_init(perigee_config *config);

/* Make a run; the strategy's file is read by perigee_run. Returns PERIGEE_OK and *out (owned by the
 * caller: perigee_close), or PERIGEE_E_ARG (config of another size or ABI, no strategy),
 * PERIGEE_E_NOMEM; then *out is NULL. */
int32_t perigee_open(const perigee_config *config, perigee **out);

/* Run the strategy to its end, once. Returns PERIGEE_OK, or what went wrong: perigee_errmsg says it. */
int32_t perigee_run(perigee *run);

/* The result of a finished run as JSON, what `perigee run --json` prints; "" before. Borrowed, until
 * the close. */
const char *perigee_result_json(perigee *run);

/* All lines the strategy logged, "2013-10-07 16:00:00 text\n" each; borrowed, until the close. */
const char *perigee_log(perigee *run);

/* The message of the last failed call, "" when none failed; borrowed, until the next call. */
const char *perigee_errmsg(perigee *run);

/* Ask a run to stop as soon as it can; perigee_run then returns PERIGEE_E_INTERRUPT. Any thread. */
void perigee_interrupt(perigee *run);

void perigee_close(perigee *run); /* NULL is allowed */
