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

/* The innermost seat that runs on this thread; a signal handler gets no argument of ours, so this
   is the one variable of the project that does not belong to an object. */
static _Thread_local peri_seat *volatile seat_of_thread;

bool peri_interrupt_pending(const peri_seat *seat)
{
    return peri_interrupt_reason(seat) != NULL;
}

const char *peri_interrupt_reason(const peri_seat *seat)
{
    return atomic_load_explicit(&seat->interrupt, memory_order_acquire); /* its text, too */
}

/* The seat has to stop, or to let go. */
static bool has_to_act(const peri_seat *seat)
{
    return peri_interrupt_pending(seat) || peri_seat_is_asked(seat);
}

static void on_count(lua_State *L, lua_Debug *ar);

void peri_interrupt_arm(lua_State *L)
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

void peri_interrupt_raise(lua_State *L, const char *reason)
{
    peri_interrupt_arm(L); /* at every instruction from here on */
    luaL_where(L, 0);
    lua_pushstring(L, reason);
    lua_concat(L, 2);
    lua_error(L);
}

static void on_count(lua_State *L, lua_Debug *ar)
{
    (void)ar;
    if (lua_gethookcount(L) == 1 && !peri_interrupt_pending(peri_host_from(L)->seat))
        peri_interrupt_disarm(L); /* before others can see this thread of the state */
    peri_host_let_go(L);
}

void peri_interrupt_rearm(peri_seat *seat, lua_State *L)
{
    if (has_to_act(seat))
        peri_interrupt_arm(L);
}

/* On the seat's own thread: only while it has the state may its structures be walked. */
static void arm_running(peri_seat *seat)
{
    lua_State *L = atomic_load(&seat->running);
    if (L && atomic_load(&seat->holds))
        peri_interrupt_arm(L);
}

static void on_wake(int signal)
{
    (void)signal;
    int saved = errno;
    for (peri_seat *seat = seat_of_thread; seat; seat = seat->outer)
        if (has_to_act(seat))
            arm_running(seat);
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

/* Threads of our own block all signals. */
static void unblock_wake_signal(const peri_host *host)
{
    sigset_t wake;
    if (host->options.wake_signal == 0)
        return;
    sigemptyset(&wake);
    sigaddset(&wake, host->options.wake_signal);
    pthread_sigmask(SIG_UNBLOCK, &wake, NULL);
}

/* The seat's calls are on this thread from here on. is_running is set before `interrupt` is read in
   peri_interrupt_begin, and read after `interrupt` is set in peri_seat_interrupt: one of the two
   sees the other's store. */
static void begin_visit(peri_seat *seat)
{
    seat->outer = seat_of_thread;
    seat_of_thread = seat;
    atomic_store_explicit(&seat->thread, pthread_self(), memory_order_relaxed);
    atomic_store(&seat->is_running, true);
}

static void end_visit(peri_seat *seat)
{
    atomic_store_explicit(&seat->is_running, false, memory_order_release);
    seat_of_thread = seat->outer;
}

/* While the host is entered no fence is needed for each call: whoever interrupts sends the signal
   in any case, and its handler, on this thread, comes before the look at `interrupt`, or finds
   `running` set. */
void peri_interrupt_begin(peri_seat *seat)
{
    if (!seat->is_first)
        unblock_wake_signal(seat->host);
    if (!seat->is_entered)
        begin_visit(seat);
    atomic_signal_fence(memory_order_seq_cst);
    peri_interrupt_rearm(seat, atomic_load_explicit(&seat->running, memory_order_relaxed));
}

void peri_interrupt_end(peri_seat *seat)
{
    if (!seat->is_entered)
        end_visit(seat);
}

void peri_host_enter(peri_host *host)
{
    begin_visit(&host->main);
    host->main.is_entered = true;
}

void peri_host_leave(peri_host *host)
{
    host->main.is_entered = false;
    end_visit(&host->main);
}

void peri_interrupt_wake(const peri_seat *seat)
{
    if (!atomic_load(&seat->is_running) || seat->host->options.wake_signal == 0)
        return;
    pthread_kill(atomic_load_explicit(&seat->thread, memory_order_relaxed),
                 seat->host->options.wake_signal);
}

void peri_seat_interrupt(peri_seat *seat, int code, const char *reason)
{
    if (!atomic_flag_test_and_set(&seat->is_interrupted)) {
        atomic_store(&seat->interrupt_code, code);
        atomic_store(&seat->interrupt, reason);
    }
    if (!atomic_load(&seat->is_running))
        return;
    if (pthread_equal(atomic_load_explicit(&seat->thread, memory_order_relaxed), pthread_self()))
        arm_running(seat);
    else
        peri_interrupt_wake(seat);
}

void peri_host_interrupt(peri_host *host, const char *reason)
{
    peri_seat_interrupt(&host->main, PERI_EINTERRUPT, reason ? reason : "interrupted");
}
