/* test_training_ledger.c - minutes of trainings that survive restarts and kills, with a clock that
 * the test moves. */
#include "check.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/training_db.h"
#include "time/civil.h"
#include "train/watch.h"

enum {
    PATH = 512,
    PROCESSES = 4,
    TAKES = 25,
    TRAININGS = 6,
    STEPS = 400,
    KILLS = 12,
    FILE_LIMIT = 40 * 1024,
    SEED = 20261129
};

/* 2026-11-29 12:00 UTC. */
#define NOON (INT64_C(1795953600) * PERI_SECOND)

/* A ledger, its clock, and the bucket it fills. */
struct kit {
    char path[PATH];
    atomic_llong now;
    peri_ledger *ledger;
    peri_bucket bucket;
};

static int64_t look_at_clock(void *ctx)
{
    return atomic_load(&((struct kit *)ctx)->now);
}

static void kit_init(struct kit *kit, const char *name)
{
    memset(kit, 0, sizeof *kit);
    atomic_store(&kit->now, NOON);
    snprintf(kit->path, sizeof kit->path, "%s/ledger_%s", check_tmp(), name);
}

/* Open the ledger, with the allowance of a server. */
static int kit_open(struct kit *kit, const char *server, peri_error *err)
{
    peri_allowance allowance;
    const peri_ledger_options options = {
        .path = kit->path, .run = "run", .clock = look_at_clock, .ctx = kit};
    int rc = peri_allowance_named(server, &allowance, err);
    if (rc == PERI_OK)
        rc = peri_ledger_open(&options, &kit->ledger, err);
    if (rc == PERI_OK)
        rc = peri_bucket_init(&kit->bucket, allowance.capacity, allowance.amount, PERI_DAY,
                              atomic_load(&kit->now), err);
    return rc == PERI_OK ? peri_ledger_load(kit->ledger, server, &kit->bucket, err) : rc;
}

static void kit_close(struct kit *kit)
{
    peri_ledger_close(kit->ledger);
    kit->ledger = NULL;
}

static void reopen(struct kit *kit, const char *server)
{
    peri_error err = {0, ""};
    kit_close(kit);
    if (!CHECK_INT("opens", kit_open(kit, server, &err), PERI_OK))
        printf("     %s\n", err.text);
}

static int take(struct kit *kit, int n)
{
    int taken = 0;
    for (int i = 0; i < n; i++)
        taken += peri_ledger_take(kit->ledger, 0, &kit->bucket, atomic_load(&kit->now));
    return taken;
}

SUITE(training_ledger_keeps_the_level)
{
    struct kit kit;
    kit_init(&kit, "ledger/training.db");
    reopen(&kit, "512");
    CHECK_INT("full", kit.bucket.available, 30);
    CHECK_INT("takes", take(&kit, 12), 12);
    CHECK_INT("left", kit.bucket.available, 18);
    atomic_fetch_add(&kit.now, PERI_HOUR);
    reopen(&kit, "512");
    CHECK_INT("kept", kit.bucket.available, 18);
    CHECK_INT("the grid stays", kit.bucket.next_refill, NOON + PERI_DAY);
    CHECK_INT("no more than there are", take(&kit, 40), 18);
    atomic_store(&kit.now, NOON + PERI_DAY - 1);
    reopen(&kit, "512");
    CHECK_INT("none", take(&kit, 3), 0);
    atomic_fetch_add(&kit.now, 1);
    CHECK_INT("five a day", take(&kit, 30), 5);
    atomic_store(&kit.now, NOON + 4 * PERI_DAY + 5);
    reopen(&kit, "512");
    CHECK_INT("the days while it was closed", take(&kit, 30), 15);
    atomic_store(&kit.now, NOON + 400 * PERI_DAY);
    reopen(&kit, "512");
    CHECK_INT("never more than it holds", take(&kit, 99), 30);
    kit_close(&kit);
    peri_ledger_close(NULL);
}

SUITE(training_ledger_clock_set_back)
{
    struct kit kit;
    kit_init(&kit, "back.db");
    reopen(&kit, "512");
    CHECK_INT("takes", take(&kit, 20), 20);
    atomic_store(&kit.now, NOON - PERI_HOUR);
    CHECK_INT("while it runs", take(&kit, 20), 10);
    reopen(&kit, "512");
    CHECK_INT("nothing", take(&kit, 1), 0);
    CHECK_INT("a grid within a day stays, else it begins anew", kit.bucket.next_refill,
              NOON - PERI_HOUR + PERI_DAY);
    atomic_store(&kit.now, NOON - 100 * PERI_DAY);
    reopen(&kit, "512");
    CHECK_INT("nothing", take(&kit, 1), 0);
    CHECK_INT("a day from now", kit.bucket.next_refill, NOON - 99 * PERI_DAY);
    for (int i = 0; i < 20; i++) { /* to and fro within the day */
        atomic_store(&kit.now, NOON - 100 * PERI_DAY + (i % 2) * PERI_HOUR);
        reopen(&kit, "512");
        CHECK_INT("nothing", take(&kit, 1), 0);
    }
    CHECK_INT("the grid stays", kit.bucket.next_refill, NOON - 99 * PERI_DAY);
    atomic_store(&kit.now, NOON - 99 * PERI_DAY);
    CHECK_INT("then", take(&kit, 9), 5);
    kit_close(&kit);
}

SUITE(training_ledger_another_server)
{
    struct kit kit;
    kit_init(&kit, "server.db");
    reopen(&kit, "2048");
    CHECK_INT("full", kit.bucket.available, 90);
    take(&kit, 10);
    reopen(&kit, "512");
    CHECK_INT("as many as it holds", kit.bucket.available, 30);
    CHECK_INT("takes", take(&kit, 4), 4);
    reopen(&kit, "2048");
    CHECK_INT("no more than before", kit.bucket.available, 26);
    atomic_fetch_add(&kit.now, PERI_DAY);
    CHECK_INT("its own refill", take(&kit, 99), 26 + 15);
    kit_close(&kit);
}

/* -- processes -------------------------------------------------------------------------------- */

static void take_in_child(struct kit *kit, atomic_int *taken)
{
    kit->ledger = NULL;
    if (kit_open(kit, "1024", NULL) != PERI_OK)
        _exit(1);
    for (int i = 0; i < TAKES; i++)
        if (take(kit, 1) == 1)
            atomic_fetch_add(taken, 1);
    peri_error err;
    _exit(peri_ledger_failed(kit->ledger, &err) ? 2 : 0);
}

static atomic_int *shared_count(void)
{
    atomic_int *count =
        mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (count == MAP_FAILED)
        abort();
    atomic_init(count, 0);
    return count;
}

/* Four times 25 are asked for, 60 are there. */
SUITE(training_ledger_shared_by_processes)
{
    struct kit kit;
    pid_t children[PROCESSES];
    int failed = 0;
    atomic_int *taken = shared_count();
    kit_init(&kit, "shared.db");
    fflush(stdout);
    for (int i = 0; i < PROCESSES; i++) {
        children[i] = fork();
        if (children[i] == 0)
            take_in_child(&kit, taken);
    }
    for (int i = 0; i < PROCESSES; i++) {
        int status = -1;
        waitpid(children[i], &status, 0);
        failed += status != 0;
    }
    CHECK_INT("all went well", failed, 0);
    CHECK_INT("as many as there were", atomic_load(taken), 60);
    reopen(&kit, "1024");
    CHECK_INT("none is left", kit.bucket.available, 0);
    kit_close(&kit);
    munmap(taken, sizeof *taken);
}

/* Dies at the nth take: behind it, or (negative) before the answer is counted. */
static void die_taking(struct kit *kit, atomic_int *taken, int nth, bool counted)
{
    kit->ledger = NULL;
    if (kit_open(kit, "1024", NULL) != PERI_OK)
        _exit(1);
    peri_ledger_begin(kit->ledger, 0, "fit", atomic_load(&kit->now));
    for (int i = 1; i <= nth; i++) {
        bool granted = peri_ledger_take(kit->ledger, 0, &kit->bucket, atomic_load(&kit->now));
        if (granted && (i < nth || counted))
            atomic_fetch_add(taken, 1);
    }
    raise(SIGKILL);
}

SUITE(training_ledger_killed_between_takes)
{
    struct kit kit;
    check_rng rng = {SEED};
    atomic_int *taken = shared_count();
    int granted = 0;
    kit_init(&kit, "killed_ledger.db");
    for (int i = 0; i < KILLS; i++) {
        int nth = (int)check_random_in(&rng, 1, 8), status = 0;
        fflush(stdout);
        pid_t child = fork();
        if (child == 0)
            die_taking(&kit, taken, nth, i % 2 == 0);
        waitpid(child, &status, 0);
        CHECK("killed", WIFSIGNALED(status));
        granted = granted + nth > 60 ? 60 : granted + nth;
        reopen(&kit, "1024");
        CHECK_INT("a minute that was granted stays taken", kit.bucket.available, 60 - granted);
        kit_close(&kit);
    }
    CHECK("counted or not", atomic_load(taken) <= granted);
    munmap(taken, sizeof *taken);
}

/* -- the history ------------------------------------------------------------------------------ */

static void add_record(void *ctx, const peri_training_record *record)
{
    char *out = ctx;
    size_t n = strlen(out);
    snprintf(out + n, 1024 - n, "%s/%s %lld %lld %s '%s'\n", record->run, record->name,
             (long long)record->duration_ns, (long long)record->minutes, record->outcome,
             record->error);
}

static void check_history(const struct kit *kit, const char *what, const char *want)
{
    char text[1024] = "";
    peri_training_db *db = NULL;
    CHECK_INT("opens", peri_training_db_open(kit->path, false, &db, NULL), PERI_OK);
    CHECK_INT("lists", peri_training_db_list(db, NULL, 10, add_record, text, NULL), PERI_OK);
    CHECK_STR(what, text, want);
    peri_training_db_close(db);
}

SUITE(training_ledger_history)
{
    struct kit kit;
    kit_init(&kit, "ledger_history.db");
    reopen(&kit, "512");
    peri_ledger_begin(kit.ledger, 0, "slow", NOON);
    peri_ledger_begin(kit.ledger, 1, "quick", NOON);
    CHECK_INT("two of the first", take(&kit, 2), 2);
    check_history(&kit, "while they run", "run/slow -1 2 running ''\nrun/quick -1 0 running ''\n");
    const peri_training_run failed = {
        .outcome = PERI_TRAINING_FAILED, .duration_ns = 9, .minutes = 0, .error = "no data"};
    peri_ledger_end(kit.ledger, 1, &failed);
    peri_ledger_end(kit.ledger, 1, &failed); /* none at work: nothing happens */
    check_history(&kit, "one has ended",
                  "run/slow -1 2 running ''\nrun/quick 9 0 failed 'no data'\n");
    reopen(&kit, "512"); /* as if the process had died */
    check_history(&kit, "the other one is lost",
                  "run/slow -1 2 lost 'the process died'\nrun/quick 9 0 failed 'no data'\n");
    kit_close(&kit);
}

/* -- threads ---------------------------------------------------------------------------------- */

struct worker {
    struct kit *kit;
    int index, taken;
};

/* Trainings one after another, each with some minutes; the bucket is the worker's own copy. */
static void *train_on(void *arg)
{
    struct worker *worker = arg;
    peri_bucket bucket = worker->kit->bucket;
    for (int i = 0; i < TRAININGS; i++) {
        peri_training_run run = {.outcome = PERI_TRAINING_DONE, .error = ""};
        peri_ledger_begin(worker->kit->ledger, worker->index, "fit", NOON);
        for (int k = 0; k < 4; k++)
            run.minutes += peri_ledger_take(worker->kit->ledger, worker->index, &bucket, NOON);
        peri_ledger_end(worker->kit->ledger, worker->index, &run);
        worker->taken += (int)run.minutes;
    }
    return NULL;
}

static void add_minutes(void *ctx, const peri_training_record *record)
{
    int *sum = ctx;
    sum[0]++;
    sum[1] += (int)record->minutes;
    sum[2] += strcmp(record->outcome, "done") == 0;
}

SUITE(training_ledger_on_threads)
{
    struct kit kit;
    pthread_t threads[PROCESSES];
    struct worker workers[PROCESSES];
    int taken = 0, sums[3] = {0, 0, 0};
    peri_training_db *db = NULL;
    peri_error err = {0, ""};
    kit_init(&kit, "threads.db");
    reopen(&kit, "1024");
    for (int i = 0; i < PROCESSES; i++) {
        workers[i] = (struct worker){.kit = &kit, .index = i};
        CHECK_INT("starts", pthread_create(&threads[i], NULL, train_on, &workers[i]), 0);
    }
    for (int i = 0; i < PROCESSES; i++) {
        pthread_join(threads[i], NULL);
        taken += workers[i].taken;
    }
    CHECK_INT("as many as there were", taken, 60);
    CHECK("nothing failed", !peri_ledger_failed(kit.ledger, &err));
    kit_close(&kit);
    CHECK_INT("opens", peri_training_db_open(kit.path, false, &db, NULL), PERI_OK);
    peri_training_db_list(db, NULL, 1000, add_minutes, sums, NULL);
    CHECK_INT("each is written down", sums[0], PROCESSES * TRAININGS);
    CHECK_INT("with its minutes", sums[1], 60);
    CHECK_INT("and its end", sums[2], PROCESSES * TRAININGS);
    peri_training_db_close(db);
}

/* -- a file that fails ------------------------------------------------------------------------ */

/* Takes until the file is full, and on: the bucket alone goes on from where it was. */
static void take_on_full_disk(struct kit *kit)
{
    struct rlimit limit = {FILE_LIMIT, FILE_LIMIT};
    peri_error err = {0, ""}, again = {0, ""};
    int taken = 0, reports = 0;
    signal(SIGXFSZ, SIG_IGN);
    kit->ledger = NULL;
    if (kit_open(kit, "2048", &err) != PERI_OK || setrlimit(RLIMIT_FSIZE, &limit) != 0)
        _exit(1);
    for (int i = 0; i < 200; i++) {
        taken += take(kit, 1);
        if (reports == 0 && peri_ledger_failed(kit->ledger, &err))
            reports++;
    }
    reports += peri_ledger_failed(kit->ledger, &again); /* all later ones at once */
    bool once = !peri_ledger_failed(kit->ledger, &again);
    if (taken != 90 || kit->bucket.available != 0)
        _exit(2);
    if (reports != 2 || !once || !strstr(err.text, kit->path) || err.code != PERI_EIO)
        _exit(3);
    _exit(0);
}

SUITE(training_ledger_on_a_full_disk)
{
    struct kit kit;
    int status = -1;
    kit_init(&kit, "full_ledger/training.db");
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        take_on_full_disk(&kit);
    waitpid(child, &status, 0);
    CHECK("it ended", WIFEXITED(status));
    CHECK_INT("the bucket's minutes, and one report", WEXITSTATUS(status), 0);
    reopen(&kit, "2048");
    CHECK("with room again: what was written", kit.bucket.available < 90);
    kit_close(&kit);
}

static void limit_files(rlim_t most)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_FSIZE, &limit) != 0)
        _exit(10);
    limit.rlim_cur = most < limit.rlim_max ? most : limit.rlim_max;
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
        _exit(11);
}

/* Minutes that the bucket alone gives, while no file can be written. */
static int take_unwritten(struct kit *kit, int n)
{
    peri_error err = {0, ""};
    limit_files(1);
    int taken = take(kit, n);
    limit_files(RLIM_INFINITY);
    if (!peri_ledger_failed(kit->ledger, &err) || err.code != PERI_EIO)
        _exit(12);
    return taken;
}

static void child_reopens(struct kit *kit)
{
    kit_close(kit);
    if (kit_open(kit, "512", NULL) != PERI_OK)
        _exit(13);
}

/* Each exit is another check that does not hold. */
static void owe_minutes(struct kit *kit)
{
    struct kit other = *kit;
    signal(SIGXFSZ, SIG_IGN);
    child_reopens(kit);
    if (take(kit, 3) != 3 || take_unwritten(kit, 4) != 4 || kit->bucket.available != 23)
        _exit(1);
    if (take(kit, 1) != 1 || kit->bucket.available != 22 || take(kit, 1) != 1)
        _exit(2); /* once, not with each */
    child_reopens(kit);
    if (kit->bucket.available != 21)
        _exit(3);
    child_reopens(&other);
    if (take_unwritten(kit, 5) != 5 || take(&other, 19) != 19)
        _exit(4); /* 2 are left */
    if (take(kit, 1) != 0 || kit->bucket.available != 0)
        _exit(5); /* never below 0 */
    atomic_fetch_add(&kit->now, PERI_DAY);
    if (take(kit, 1) != 1 || kit->bucket.available != 4)
        _exit(6); /* nothing is owed any more */
    if (take_unwritten(kit, 2) != 2)
        _exit(7);
    child_reopens(kit); /* the close writes them down */
    if (kit->bucket.available != 2)
        _exit(8);
    atomic_fetch_add(&kit->now, 40 * PERI_DAY);
    if (take(kit, 1) != 1 || take_unwritten(kit, 6) != 6) /* of 30 */
        _exit(14);
    atomic_fetch_add(&kit->now, PERI_DAY);
    if (take(kit, 1) != 1 || kit->bucket.available != 27)
        _exit(9); /* a day's 5 found room */
    peri_ledger_close(other.ledger);
    kit_close(kit);
    _exit(0);
}

SUITE(training_ledger_owes_what_was_not_written)
{
    struct kit kit;
    int status = -1;
    kit_init(&kit, "owed.db");
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        owe_minutes(&kit);
    waitpid(child, &status, 0);
    CHECK("it ended", WIFEXITED(status));
    CHECK_INT("each minute once", WEXITSTATUS(status), 0);
}

SUITE(training_ledger_without_memory)
{
    struct kit kit;
    int failures = 0;
    kit_init(&kit, "memory_ledger.db");
    for (long nth = 1; nth < 1000; nth++) {
        int64_t live = peri_mem_live();
        peri_error err = {0, ""};
        peri_mem_fail_at(nth);
        int rc = kit_open(&kit, "512", &err);
        peri_mem_fail_at(0);
        kit_close(&kit);
        CHECK_INT("leaves nothing", peri_mem_live(), live);
        if (rc == PERI_OK)
            break;
        failures++;
        CHECK_INT("fails so", rc, PERI_ENOMEM);
    }
    CHECK("some fail", failures > 2);
}

/* -- beside a plain bucket -------------------------------------------------------------------- */

/* The clock goes on by anything from a ns to some days, at times not at all. */
static int64_t some_time(check_rng *rng)
{
    static const int64_t spans[] = {0,           1, PERI_MINUTE, PERI_HOUR, PERI_DAY, PERI_DAY - 1,
                                    9 * PERI_DAY};
    int64_t span = spans[check_random_in(rng, 0, 6)];
    return check_random_in(rng, 0, 2) == 0 ? check_random_in(rng, 0, span) : span;
}

SUITE(training_ledger_is_a_bucket)
{
    static const char *const servers[] = {"512", "1024", "2048"};
    check_rng rng = {SEED};
    struct kit kit;
    peri_bucket plain;
    int differences = 0, granted = 0;
    const char *server = servers[check_random_in(&rng, 0, 2)];
    kit_init(&kit, "property.db");
    reopen(&kit, server);
    plain = kit.bucket;
    for (int i = 0; i < STEPS; i++) {
        bool taken = false;
        atomic_fetch_add(&kit.now, some_time(&rng));
        if (check_random_in(&rng, 0, 5) == 0)
            reopen(&kit, server);
        for (int64_t n = check_random_in(&rng, 1, 6); n > 0; n--) {
            peri_bucket_try_consume(&plain, 1, atomic_load(&kit.now), &taken, NULL);
            differences += take(&kit, 1) != (int)taken;
            granted += taken;
        }
        differences += kit.bucket.available != plain.available;
        differences += kit.bucket.next_refill != plain.next_refill;
    }
    if (!CHECK_INT("the same answers", differences, 0))
        printf("     seed %d\n", SEED);
    CHECK("many were granted", granted > STEPS);
    kit_close(&kit);
}

/* -- under the watch -------------------------------------------------------------------------- */

static void not_stopped(void *ctx, int worker, const char *why)
{
    (void)ctx;
    CHECK_INT(why, worker, -99);
}

static peri_watch *watch_of(struct kit *kit)
{
    peri_watch_options options = {.step_limit = 10 * PERI_MINUTE,
                                  .clock = look_at_clock,
                                  .bucket_clock = look_at_clock,
                                  .ledger = kit->ledger,
                                  .over = not_stopped,
                                  .ctx = kit};
    peri_watch *watch = NULL;
    CHECK_INT("server", peri_allowance_named("512", &options.allowance, NULL), PERI_OK);
    CHECK_INT("opens", peri_watch_open(&options, &watch, NULL), PERI_OK);
    return watch;
}

/* A training of 3.5 minutes takes 3, and the next process knows. */
SUITE(training_ledger_under_the_watch)
{
    struct kit kit;
    int64_t minutes = -1;
    peri_watch_state state;
    kit_init(&kit, "watch.db");
    reopen(&kit, "512");
    peri_watch *watch = watch_of(&kit);
    peri_ledger_begin(kit.ledger, 2, "fit", NOON);
    peri_watch_begin_training(watch, 2, NOON);
    for (int i = 0; i < 7; i++) {
        atomic_fetch_add(&kit.now, 30 * PERI_SECOND);
        peri_watch_look(watch);
    }
    CHECK_INT("ends", peri_watch_end_training(watch, 2, &minutes, NULL), PERI_OK);
    CHECK_INT("minutes", minutes, 3);
    peri_watch_get(watch, 0, &state);
    CHECK_INT("left", state.available, 27);
    const peri_training_run run = {.outcome = PERI_TRAINING_DONE,
                                   .duration_ns = 210 * PERI_SECOND,
                                   .minutes = minutes,
                                   .error = ""};
    peri_ledger_end(kit.ledger, 2, &run);
    peri_watch_close(watch);
    check_history(&kit, "written down", "run/fit 210000000000 3 done ''\n");
    reopen(&kit, "512");
    watch = watch_of(&kit);
    peri_watch_get(watch, 0, &state);
    CHECK_INT("of 30", state.available, 27);
    CHECK_INT("on the same grid", state.next_refill, PERI_DAY - 210 * PERI_SECOND);
    peri_watch_close(watch);
    kit_close(&kit);
}

/* Nobody looks: the end does not wait for the file, what it found out is taken when it is settled.
 */
SUITE(training_ledger_settles_what_the_end_found)
{
    struct kit kit;
    int64_t minutes = -1;
    peri_watch_state state;
    kit_init(&kit, "settle.db");
    reopen(&kit, "512");
    peri_watch *watch = watch_of(&kit);
    peri_ledger_begin(kit.ledger, 0, "fit", NOON);
    peri_watch_begin_training(watch, 0, NOON);
    atomic_fetch_add(&kit.now, 150 * PERI_SECOND);
    CHECK_INT("ends", peri_watch_end_training(watch, 0, &minutes, NULL), PERI_OK);
    CHECK_INT("minutes", minutes, 2);
    peri_watch_get(watch, 0, &state);
    CHECK_INT("not taken yet", state.available, 30);
    peri_watch_settle_training(watch, 0);
    peri_watch_get(watch, 0, &state);
    CHECK_INT("taken", state.available, 28);
    peri_watch_settle_training(watch, 0);
    peri_watch_settle_training(watch, 1);
    peri_watch_settle_training(NULL, 0);
    peri_watch_close(watch);
    reopen(&kit, "512");
    watch = watch_of(&kit);
    peri_watch_get(watch, 0, &state);
    CHECK_INT("once, and kept", state.available, 28);
    peri_watch_close(watch);
    kit_close(&kit);
}
