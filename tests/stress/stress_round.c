/* stress_round.c - see stress.h. */
#include "stress.h"

#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/thread.h"

/* Under the thread sanitizer a signal reaches a thread only at its next library call. */
#if defined(__SANITIZE_THREAD__)
#define SIGNALS_GET_IN false
#else
#define SIGNALS_GET_IN true
#endif

#define MILLISECOND (PERI_SECOND / 1000)

uint64_t stress_random(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15U); /* splitmix64 */
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

int64_t stress_in(uint64_t *state, int64_t lo, int64_t hi)
{
    return lo + (int64_t)(stress_random(state) % (uint64_t)(hi - lo + 1));
}

static bool chance(stress_round *round, int percent)
{
    return stress_in(&round->random, 1, 100) <= percent;
}

/* -- what a run is given -------------------------------------------------------------------- */

static int64_t fast_clock(void *ctx)
{
    return peri_clock_monotonic(NULL) * ((stress_round *)ctx)->clock_speed;
}

static void on_log(void *ctx, peri_log_level level, int64_t local_ns, const char *text, size_t len)
{
    stress_round *round = ctx;
    char line[128];
    (void)level;
    (void)local_ns;
    snprintf(line, sizeof line, "%.*s", (int)len, text);
    if (strncmp(line, "counts ", 7) == 0)
        sscanf(line, "counts done=%ld loose=%ld", &round->done, &round->loose);
}

static void on_training(void *ctx, const peri_training_run *run, int64_t local_ns)
{
    (void)run;
    (void)local_ns;
    ((stress_round *)ctx)->told++;
}

/* -- drawing -------------------------------------------------------------------------------- */

static void draw_limits(stress_round *round)
{
    peri_runtime_options *options = &round->options;
    round->clock_speed = 1;
    if (chance(round, 20))
        options->step_limit = stress_in(&round->random, 1, 50) * MILLISECOND;
    if (chance(round, 20))
        options->memory_limit = (size_t)stress_in(&round->random, 4, 30) << 20;
    if (isfinite(options->speed) || chance(round, 50))
        return;
    round->clock_speed = 6000; /* a minute of training in 10 ms: only where nothing waits for it */
    options->server = "512";
    options->step_limit *= 6000;
    options->training_by_clock = chance(round, 80);
    options->stop_on_limit = chance(round, 30);
}

static void draw_end(stress_round *round)
{
    peri_runtime_options *options = &round->options;
    options->on_exit = (peri_on_exit)stress_in(&round->random, 0, 2);
    round->end = (stress_end)stress_in(&round->random, 0, 3);
    round->end_after_ns = stress_in(&round->random, 0, 150) * MILLISECOND;
    if (chance(round, 20))
        round->end_after_ns /= 50;
    bool endless = options->on_exit == PERI_EXIT_CANCEL && chance(round, 70);
    round->parameters[0] = (peri_parameter){"endless", endless ? "1" : "0"};
    round->parameters[1] = (peri_parameter){"raises", chance(round, 15) ? "1" : "0"};
    round->parameters[2] = (peri_parameter){"hog", options->memory_limit > 0 ? "1" : "0"};
    options->parameters = round->parameters;
    options->parameter_count = 3;
}

void stress_draw(stress_round *round, uint64_t seed, const char *folder, const char *strategy)
{
    memset(round, 0, sizeof *round);
    round->seed = round->random = seed;
    round->folder = folder;
    round->strategy = strategy;
    round->done = round->loose = -1;
    snprintf(round->store, sizeof round->store, "%s/store.db", folder);
    peri_runtime_options *options = &round->options;
    *options = (peri_runtime_options){
        .strategy = strategy,
        .data_dir = folder,
        .store = round->store,
        .seed = seed,
        .clock = fast_clock,
        .wall_clock = fast_clock,
        .log = on_log,
        .on_training = on_training,
        .ctx = round,
        .trainers = (int)stress_in(&round->random, 1, 4),
        .poll = chance(round, 20) || !SIGNALS_GET_IN,
        .measures_latency = chance(round, 30),
        .store_snapshot = chance(round, 50),
    };
    options->wake_signal = options->poll ? 0 : SIGURG;
    options->speed =
        chance(round, 25) ? HUGE_VAL : (double)stress_in(&round->random, 40000, 400000);
    draw_limits(round);
    draw_end(round);
}

void stress_describe(const stress_round *round, char *out, size_t cap)
{
    static const char *const ends[] = {"end of data", "leave", "signal", "interrupt"};
    const peri_runtime_options *options = &round->options;
    snprintf(
        out, cap,
        "seed %llu: %d trainers, %s, speed %g, step limit %lld ms, server %s, memory %zu MiB, on "
        "exit "
        "%d, %s after %lld ms, endless %s, raises %s",
        (unsigned long long)round->seed, options->trainers, options->poll ? "polls" : "signals",
        options->speed, (long long)(options->step_limit / MILLISECOND),
        options->server ? options->server : "none", options->memory_limit >> 20,
        (int)options->on_exit, ends[round->end], (long long)(round->end_after_ns / MILLISECOND),
        round->parameters[0].value, round->parameters[1].value);
}

/* -- the prober: asks all the time, and ends the run ---------------------------------------- */

static peri_runtime *volatile signalled;

static void on_signal(int number)
{
    (void)number;
    peri_runtime *run = signalled;
    if (run)
        peri_runtime_leave(run);
}

static void end_run(stress_round *round, peri_runtime *run)
{
    switch (round->end) {
    case STRESS_LEAVE:
        peri_runtime_leave(run);
        break;
    case STRESS_SIGNAL:
        kill(getpid(), SIGTERM); /* this thread blocks it */
        break;
    case STRESS_INTERRUPT:
        peri_runtime_interrupt(run);
        break;
    default:
        break;
    }
}

static void *probe(void *arg)
{
    stress_round *round = arg;
    peri_runtime *run = atomic_load(&round->run);
    int64_t until = peri_clock_monotonic(NULL) + round->end_after_ns;
    bool ended = false;
    while (!atomic_load(&round->over)) {
        round->seen_training += peri_runtime_is_training(run);
        round->asked++;
        if (!ended && peri_clock_monotonic(NULL) >= until) {
            end_run(round, run);
            ended = true;
        }
        nanosleep(&(struct timespec){.tv_nsec = 20000}, NULL);
    }
    return NULL;
}

/* -- one run -------------------------------------------------------------------------------- */

static void complain(stress_round *round, const char *what, const char *text)
{
    size_t used = strlen(round->problem);
    snprintf(round->problem + used, sizeof round->problem - used, "  %s %s\n", what, text);
}

/* Which results a round may have. */
static bool may_end_with(const stress_round *round, int rc, const char *text)
{
    bool raises = strcmp(round->parameters[1].value, "1") == 0;
    bool is_small = round->options.memory_limit > 0;
    switch (rc) {
    case PERI_OK:
        return true;
    case PERI_EINTERRUPT:
        return round->end == STRESS_INTERRUPT;
    case PERI_ELIMIT:
        return round->options.step_limit > 0 || round->options.stop_on_limit;
    case PERI_ENOMEM:
        return is_small;
    case PERI_ESCRIPT:
        return (raises && (strstr(text, "OnData fails") || strstr(text, "OnDone fails") ||
                           strstr(text, "error object is a table"))) ||
               (is_small && strstr(text, "memory"));
    default:
        return false;
    }
}

/* What holds of a run that went well. */
static void check_counts(stress_round *round, peri_runtime *run)
{
    char text[128];
    int64_t begun = peri_runtime_result(run)->trainings;
    snprintf(text, sizeof text, "%lld begun, %lld told, %ld done, %ld loose", (long long)begun,
             (long long)round->told, round->done, round->loose);
    if (peri_runtime_is_training(run))
        complain(round, "the run is over, and the flag is up:", text);
    if (begun != round->told)
        complain(round, "runs that began were not told of:", text);
    if (round->loose < 0 || (round->loose == 0 && round->done != round->told))
        complain(round, "OnDone was not called for all:", text);
}

static void check_end(stress_round *round, peri_runtime *run, int rc, const peri_error *err)
{
    if (!may_end_with(round, rc, err->text)) {
        char code[32];
        snprintf(code, sizeof code, "ended with %d:", rc);
        complain(round, code, err->text);
    }
    if (rc == PERI_OK)
        check_counts(round, run);
}

static bool begin_probe(stress_round *round, peri_runtime *run, pthread_t *thread)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    signalled = run;
    sigaction(SIGTERM, &action, NULL);
    atomic_store(&round->run, run);
    if (peri_thread_start(thread, probe, round))
        return true;
    complain(round, "no thread", "to ask with");
    return false;
}

static void end_probe(stress_round *round, pthread_t thread)
{
    atomic_store(&round->over, true);
    pthread_join(thread, NULL);
    signalled = NULL;
}

static void remove_store(const stress_round *round)
{
    static const char *const suffixes[] = {"", "-wal", "-shm"};
    char path[600];
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        snprintf(path, sizeof path, "%s%s", round->store, suffixes[i]);
        unlink(path);
    }
}

bool stress_run(stress_round *round)
{
    peri_runtime *run = NULL;
    peri_error err = {.text = ""};
    pthread_t thread;
    int64_t live = peri_mem_live();
    remove_store(round);
    int rc = peri_runtime_open(&round->options, &run, &err);
    if (rc == PERI_OK && begin_probe(round, run, &thread)) {
        rc = peri_runtime_run(run, &err);
        check_end(round, run, rc, &err);
        end_probe(round, thread);
    } else if (rc != PERI_ENOMEM || round->options.memory_limit == 0) {
        complain(round, "does not open:", err.text);
    }
    peri_runtime_close(run);
    if (peri_mem_live() != live)
        complain(round, "memory is left", "");
    return round->problem[0] == '\0';
}
