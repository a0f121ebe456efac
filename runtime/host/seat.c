/* seat.c - the lock of the Lua state: who has it, who waits, in which order. Layer 6.
 *
 * Lock order: the state (a seat that has it) before any other lock. `lock` is held for moments
 * only.
 */
#include "host/seat.h"

#include <time.h>

#include "base/clock.h"
#include "base/mem.h"
#include "host/host_private.h"

enum {
    ASK_AGAIN_NS = 500 * 1000, /* a coroutine may end between the signal and the hook */
    ASK_LATEST_NS = 64 * 1000 * 1000,
    TURN_NS = 5 * 1000 * 1000, /* of one seat while others wait, the strategy's apart */
    SECOND_NS = 1000 * 1000 * 1000
};

peri_seat *peri_host_main_seat(peri_host *host)
{
    return &host->main;
}

static bool seat_init(peri_seat *seat, peri_host *host)
{
    pthread_condattr_t monotonic;
    seat->host = host;
    if (pthread_condattr_init(&monotonic) != 0)
        return false;
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    bool ok = pthread_cond_init(&seat->turn, &monotonic) == 0;
    pthread_condattr_destroy(&monotonic);
    return ok;
}

int peri_seats_init(peri_host *host, peri_error *err)
{
    if (!seat_init(&host->main, host) || pthread_mutex_init(&host->lock, NULL) != 0)
        return peri_fail(err, PERI_ENOMEM, "no memory for a Lua state");
    host->main.is_first = true;
    host->seat = &host->main;
    atomic_store(&host->main.holds, true);
    return PERI_OK;
}

void peri_seats_deinit(peri_host *host)
{
    pthread_cond_destroy(&host->main.turn);
    pthread_mutex_destroy(&host->lock);
}

int peri_seat_open(peri_host *host, peri_seat **out, peri_error *err)
{
    *out = NULL;
    if (host->options.wake_signal == 0 && !host->options.poll)
        return peri_fail(err, PERI_ESTATE,
                         "trainings on threads need a wake signal, or a host that polls");
    peri_seat *seat = peri_calloc(1, sizeof *seat);
    if (!seat || !seat_init(seat, host)) {
        peri_free(seat);
        return peri_fail(err, PERI_ENOMEM, "no memory for a thread of trainings");
    }
    *out = seat;
    return PERI_OK;
}

void peri_seat_close(peri_seat *seat)
{
    if (!seat)
        return;
    pthread_cond_destroy(&seat->turn);
    peri_free(seat);
}

/* -- the queue; the lock is held ------------------------------------------------------------ */

static void enqueue(peri_host *host, peri_seat *seat, bool in_front)
{
    peri_seat **at = &host->queue;
    while (*at && !in_front)
        at = &(*at)->next;
    seat->next = *at;
    *at = seat;
}

static void dequeue(peri_host *host)
{
    host->queue = host->queue->next;
}

static void count_wanted(peri_host *host)
{
    atomic_store(&host->wanted, (host->first_waits ? 1 : 0) + (host->slice_over ? 1 : 0));
}

static void ask(peri_host *host)
{
    if (host->seat && !host->seat->is_first)
        peri_interrupt_wake(host->seat);
}

static void wait_for(peri_seat *seat, int64_t ns)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    int64_t at = until.tv_nsec + ns;
    until.tv_sec += at / SECOND_NS;
    until.tv_nsec = at % SECOND_NS;
    pthread_cond_timedwait(&seat->turn, &seat->host->lock, &until);
}

static void take(peri_seat *seat)
{
    peri_host *host = seat->host;
    host->seat = seat;
    host->slice_over = false;
    count_wanted(host);
    atomic_store(&seat->holds, true);
}

static void give(peri_seat *seat)
{
    peri_host *host = seat->host;
    atomic_store(&seat->holds, false);
    host->seat = NULL;
    if (host->first_waits)
        pthread_cond_signal(&host->main.turn);
    else if (host->queue)
        pthread_cond_signal(&host->queue->turn);
}

/* Each time twice as long: to arm the hook takes milliseconds when calls are nested a hundred
   thousand deep, and if we asked again meanwhile, no instruction would ever be reached. */
static int64_t longer(int64_t ns)
{
    return ns < ASK_LATEST_NS ? 2 * ns : ns;
}

static void take_first(peri_seat *seat)
{
    peri_host *host = seat->host;
    host->first_waits = true;
    count_wanted(host);
    for (int64_t ns = ASK_AGAIN_NS; host->seat; ns = longer(ns)) {
        ask(host);
        wait_for(seat, ns);
    }
    host->first_waits = false;
    take(seat);
}

/* Of the seat that has the state, ns. */
static int64_t turn_left(const peri_host *host)
{
    int64_t left = host->turn_ends_ns - peri_clock_monotonic(NULL);
    return left > 0 ? left : 0;
}

static void take_in_turn(peri_seat *seat, bool in_front)
{
    peri_host *host = seat->host;
    int64_t again = ASK_AGAIN_NS;
    enqueue(host, seat, in_front);
    while (host->seat || host->first_waits || host->queue != seat) {
        const peri_seat *before = host->seat;
        if (!before || before->is_first || host->queue != seat) {
            pthread_cond_wait(&seat->turn, &host->lock);
            continue;
        }
        wait_for(seat, host->slice_over ? again : turn_left(host));
        again = host->slice_over ? longer(again) : ASK_AGAIN_NS;
        if (host->seat == before && host->queue == seat && turn_left(host) == 0) {
            host->slice_over = true;
            count_wanted(host);
            ask(host);
        }
    }
    dequeue(host);
    take(seat);
    if (!in_front) /* else the turn goes on that the strategy interrupted */
        host->turn_ends_ns = peri_clock_monotonic(NULL) + TURN_NS;
    if (host->queue)
        pthread_cond_signal(&host->queue->turn); /* it measures the turn that begins */
}

/* -- seats ---------------------------------------------------------------------------------- */

void peri_seat_enter(peri_seat *seat)
{
    peri_host *host = seat->host;
    pthread_mutex_lock(&host->lock);
    if (seat->is_first)
        take_first(seat);
    else
        take_in_turn(seat, false);
    pthread_mutex_unlock(&host->lock);
    lua_State *L = atomic_load_explicit(&seat->running, memory_order_relaxed);
    if (L)
        peri_interrupt_rearm(seat, L);
}

void peri_seat_leave(peri_seat *seat)
{
    pthread_mutex_lock(&seat->host->lock);
    give(seat);
    pthread_mutex_unlock(&seat->host->lock);
}

void peri_seat_pass(peri_seat *seat)
{
    peri_host *host = seat->host;
    if (seat->is_first)
        return;
    pthread_mutex_lock(&host->lock);
    bool goes_on = !host->slice_over; /* the strategy takes nothing of its turn */
    give(seat);
    take_in_turn(seat, goes_on);
    pthread_mutex_unlock(&host->lock);
}

void peri_seat_step_back(peri_seat *seat)
{
    peri_host *host = seat->host;
    if (seat->is_first)
        return;
    pthread_mutex_lock(&host->lock);
    give(seat);
    take_in_turn(seat, false);
    pthread_mutex_unlock(&host->lock);
}

void peri_seat_yield(peri_seat *seat, int64_t ns)
{
    peri_host *host = seat->host;
    pthread_mutex_lock(&host->lock);
    if (host->queue) {
        give(seat);
        wait_for(seat, ns); /* nobody signals: first_waits is false */
        take_first(seat);
    }
    pthread_mutex_unlock(&host->lock);
}

bool peri_seat_is_asked(const peri_seat *seat)
{
    return !seat->is_first && seat->pinned == 0 &&
           atomic_load_explicit(&seat->host->wanted, memory_order_relaxed) > 0;
}

void peri_seat_clear(peri_seat *seat)
{
    atomic_store(&seat->interrupt, NULL);
    atomic_flag_clear(&seat->is_interrupted);
}

void peri_host_set_work(peri_host *host, void *work)
{
    host->seat->work = work;
}

void *peri_host_work(const peri_host *host)
{
    return host->seat->work;
}

bool peri_host_is_strategy(const peri_host *host)
{
    return host->seat->is_first;
}

/* -- in calls ------------------------------------------------------------------------------- */

void peri_host_let_go(lua_State *L)
{
    peri_seat *seat = peri_host_from(L)->seat;
    if (peri_seat_is_asked(seat))
        peri_seat_pass(seat);
    peri_collect_pay(L);
    const char *reason = peri_interrupt_reason(seat);
    if (reason)
        peri_interrupt_raise(L, reason);
}

void peri_host_unlocked(lua_State *L, void (*work)(void *arg), void *arg)
{
    peri_seat *seat = peri_host_from(L)->seat;
    if (seat->is_first || seat->pinned > 0) {
        work(arg);
        return;
    }
    peri_seat_leave(seat);
    work(arg);
    peri_seat_enter(seat);
}

void peri_host_pin(lua_State *L)
{
    peri_host_from(L)->seat->pinned++;
}

void peri_host_unpin(lua_State *L)
{
    peri_host_from(L)->seat->pinned--;
}
