/* interrupt.c - stopping a script that does not want to stop. Layer 6.
 *
 * A count hook that is always on halves the speed of Lua 5.4, so it is off until somebody asks.
 * lua_sethook is safe in a signal handler on the thread that runs the state, not from another
 * thread: it walks the call frames, which the running thread may be freeing. So another thread
 * leaves the reason and sends the wake signal; the handler arms the hook on the right thread.
 * The hook raises, and stays armed until the outermost call has returned. Where signals are not
 * ours to use (a host program), the hook can be left on at a slow count: options.poll.
 */
#include <errno.h>
#include <lauxlib.h>
#include <signal.h>

#include "host/host_private.h"

enum {
    POLL_INSTRUCTIONS = 1000 /* between two looks; the count does not change the cost */
};

/* The innermost host that runs on this thread; a signal handler gets no argument of ours, so this
   is the one variable of the project that does not belong to an object. */
static _Thread_local peri_host *volatile host_of_thread;

bool peri_interrupt_pending(const peri_host *host)
{
    return peri_interrupt_reason(host) != NULL;
}

const char *peri_interrupt_reason(const peri_host *host)
{
    return atomic_load_explicit(&host->interrupt, memory_order_relaxed);
}

static void on_count(lua_State *L, lua_Debug *ar);

static void arm(lua_State *L)
{
    lua_sethook(L, on_count, LUA_MASKCOUNT, 1);
}

/* What holds while nobody wants to stop the script; coroutines made later inherit it. */
void peri_interrupt_disarm(lua_State *L)
{
    if (peri_host_from(L)->options.poll)
        lua_sethook(L, on_count, LUA_MASKCOUNT, POLL_INSTRUCTIONS);
    else
        lua_sethook(L, NULL, 0, 0);
}

static void on_count(lua_State *L, lua_Debug *ar)
{
    (void)ar;
    const char *reason = peri_interrupt_reason(peri_host_from(L));
    if (!reason) { /* a poll, or left over from an interrupt of an earlier call */
        if (lua_gethookcount(L) == 1)
            peri_interrupt_disarm(L);
        return;
    }
    arm(L); /* found by a poll: raise at every instruction from here on */
    luaL_where(L, 0);
    lua_pushstring(L, reason);
    lua_concat(L, 2);
    lua_error(L);
}

void peri_interrupt_rearm(peri_host *host, lua_State *L)
{
    if (peri_interrupt_pending(host))
        arm(L);
}

/* On the thread that runs the host. */
static void arm_running(peri_host *host)
{
    lua_State *L = atomic_load(&host->running);
    if (L)
        arm(L);
}

static void on_wake(int signal)
{
    (void)signal;
    int saved = errno;
    for (peri_host *host = host_of_thread; host; host = host->outer)
        if (peri_interrupt_pending(host))
            arm_running(host);
    errno = saved;
}

int peri_interrupt_setup(const peri_host *host, peri_error *err)
{
    if (host->options.wake_signal == 0)
        return PERI_OK;
    struct sigaction action = {.sa_handler = on_wake, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    if (sigaction(host->options.wake_signal, &action, NULL) != 0)
        return peri_fail_errno(err, PERI_EIO, "cannot use signal %d to interrupt scripts",
                               host->options.wake_signal);
    return PERI_OK;
}

/* is_running is set before `interrupt` is read here, and read after `interrupt` is set in
   peri_host_interrupt: one of the two sees the other's store. */
void peri_interrupt_begin(peri_host *host)
{
    host->outer = host_of_thread;
    host_of_thread = host;
    atomic_store_explicit(&host->thread, pthread_self(), memory_order_relaxed);
    atomic_store(&host->is_running, true);
    peri_interrupt_rearm(host, atomic_load_explicit(&host->running, memory_order_relaxed));
}

void peri_interrupt_end(peri_host *host)
{
    atomic_store_explicit(&host->is_running, false, memory_order_release);
    host_of_thread = host->outer;
}

static void interrupt(peri_host *host, int code, const char *reason)
{
    atomic_store(&host->interrupt_code, code);
    atomic_store(&host->interrupt, reason);
    if (!atomic_load(&host->is_running))
        return;
    pthread_t thread = atomic_load_explicit(&host->thread, memory_order_relaxed);
    if (pthread_equal(thread, pthread_self()))
        arm_running(host);
    else if (host->options.wake_signal != 0)
        pthread_kill(thread, host->options.wake_signal);
}

void peri_host_interrupt(peri_host *host, const char *reason)
{
    interrupt(host, PERI_EINTERRUPT, reason ? reason : "interrupted");
}

void peri_host_stop(peri_host *host, const char *reason)
{
    interrupt(host, PERI_ELIMIT, reason);
}

void peri_host_interrupt_clear(peri_host *host)
{
    atomic_store(&host->interrupt, NULL);
}
