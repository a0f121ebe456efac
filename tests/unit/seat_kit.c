/* seat_kit.c - threads that run trainings at a host's seats, for tests. */
#include "seat_kit.h"

#include <lauxlib.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include "base/thread.h"
#include "check.h"

#if defined(__SANITIZE_THREAD__)
#define SIGNALS_GET_IN false
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define SIGNALS_GET_IN false
#endif
#endif
#ifndef SIGNALS_GET_IN
#define SIGNALS_GET_IN true
#endif

bool seat_kit_needs_poll(void)
{
    return !SIGNALS_GET_IN;
}

void seat_kit_open(host_kit *kit, bool poll, lua_CFunction install)
{
    memset(kit, 0, sizeof *kit);
    peri_host_options options = host_kit_options(kit);
    options.poll = poll || seat_kit_needs_poll();
    options.wake_signal = options.poll ? 0 : SIGURG;
    CHECK_INT("host opens", peri_host_open(&options, &kit->host, &kit->err), PERI_OK);
    if (install)
        CHECK_INT("bindings", peri_host_protect(kit->host, install, NULL, &kit->err), PERI_OK);
}

static void *work(void *arg)
{
    seat_run *run = arg;
    peri_seat_enter(run->seat);
    run->rc = peri_host_run(run->host, run->function, &run->err);
    peri_seat_leave(run->seat);
    atomic_store(&run->done, true);
    return NULL;
}

void seat_run_begin(seat_run *run, host_kit *kit, const char *name)
{
    lua_State *L = peri_host_lua(kit->host);
    memset(run, 0, sizeof *run);
    run->host = kit->host;
    lua_getglobal(L, name);
    run->function = luaL_ref(L, LUA_REGISTRYINDEX);
    CHECK_INT("seat opens", peri_seat_open(kit->host, &run->seat, &run->err), PERI_OK);
    CHECK("thread starts", peri_thread_start(&run->thread, work, run));
}

void seat_kit_rest(int64_t microseconds)
{
    nanosleep(&(struct timespec){.tv_nsec = microseconds * 1000}, NULL);
}

void seat_run_end(seat_run *run)
{
    pthread_join(run->thread, NULL);
    peri_seat_close(run->seat);
}
