/* seat_kit.h - threads that run trainings at a host's seats, for tests. */
#ifndef PERI_TEST_SEAT_KIT_H
#define PERI_TEST_SEAT_KIT_H

#include <pthread.h>
#include <stdatomic.h>

#include "host/seat.h"
#include "host_kit.h"

/* A host whose seats are asked by SIGURG, or, where `poll` is set, by the slow count hook: under
   the thread sanitizer a signal reaches a thread only at its next library call. */
void seat_kit_open(host_kit *kit, bool poll, lua_CFunction install);

/* True where signals do not get into running Lua code. */
bool seat_kit_needs_poll(void);

typedef struct seat_run {
    peri_host *host;
    peri_seat *seat;
    int function; /* in the registry */
    pthread_t thread;
    atomic_bool done;
    int rc;
    peri_error err;
} seat_run;

/* Begin to run the global function `name` on a thread of its own. The caller has the state. */
void seat_run_begin(seat_run *run, host_kit *kit, const char *name);
/* Time for the trainings: the strategy comes first, so one that enters again at once may leave them
   nothing. */
void seat_kit_rest(int64_t microseconds);
/* Wait for its end; the main seat has left the state. */
void seat_run_end(seat_run *run);

#endif
