/* side_by_side.c STRATEGY STORE - several runs in one process through the shared library: one after
   the other, at once on two threads, each stopped by another thread. Prints the counts. */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "perigee.h"

enum {
    ROUNDS = 3,
    THREADS = 2,
    PATH = 512
};

static atomic_int passed, failed;

static void check(int ok, const char *what)
{
    atomic_fetch_add(ok ? &passed : &failed, 1);
    if (!ok)
        printf("FAIL %s\n", what);
}

/* What a thread works on. */
struct job {
    const char *strategy;
    char store[PATH];
    char *json, *log; /* owned */
};

static perigee *open_run(const char *strategy, const char *store, int32_t wake_signal)
{
    perigee_config config;
    perigee_config_init(&config);
    config.strategy = strategy;
    config.store = store;
    config.wake_signal = wake_signal;
    perigee *run = NULL;
    int32_t code = perigee_open(&config, &run);
    check(code == PERIGEE_OK, perigee_errmsg(run));
    return run;
}

static void *run_job(void *arg)
{
    struct job *job = arg;
    perigee *run = open_run(job->strategy, job->store, PERIGEE_WAKE_POLL);
    int32_t code = perigee_run(run);
    check(code == PERIGEE_OK, perigee_errmsg(run));
    job->json = strdup(perigee_result_json(run));
    job->log = strdup(perigee_log(run));
    perigee_close(run);
    return NULL;
}

static void job_init(struct job *job, const char *strategy, const char *store, int number)
{
    memset(job, 0, sizeof *job);
    job->strategy = strategy;
    snprintf(job->store, sizeof job->store, "%s.%d", store, number);
}

static void job_deinit(struct job *job)
{
    free(job->json);
    free(job->log);
}

static void check_same(const struct job *job, const struct job *first, const char *what)
{
    check(job->json && job->json[0] == '{' && strcmp(job->json, first->json) == 0, what);
    check(job->log && strcmp(job->log, first->log) == 0, what);
}

static void one_after_the_other(const struct job *first)
{
    for (int round = 0; round < ROUNDS; round++) {
        struct job job = *first;
        run_job(&job);
        check_same(&job, first, "a later run gives the same result");
        job_deinit(&job);
    }
}

static void at_once(const struct job *first, const char *store)
{
    for (int round = 0; round < ROUNDS; round++) {
        struct job jobs[THREADS];
        pthread_t threads[THREADS];
        for (int i = 0; i < THREADS; i++) {
            job_init(&jobs[i], first->strategy, store, i + 1);
            check(pthread_create(&threads[i], NULL, run_job, &jobs[i]) == 0, "thread");
        }
        for (int i = 0; i < THREADS; i++) {
            pthread_join(threads[i], NULL);
            check_same(&jobs[i], first, "runs side by side give the same result");
            job_deinit(&jobs[i]);
        }
    }
}

/* Two runs open in one thread, closed in the order they were opened. */
static void interleaved(const struct job *first, const char *store)
{
    char other[PATH];
    snprintf(other, sizeof other, "%s.other", store);
    perigee *a = open_run(first->strategy, first->store, PERIGEE_WAKE_NONE);
    perigee *b = open_run(first->strategy, other, PERIGEE_WAKE_NONE);
    check(perigee_run(b) == PERIGEE_OK, "second first");
    check(perigee_run(a) == PERIGEE_OK, "first second");
    perigee_close(a);
    check(strcmp(perigee_result_json(b), first->json) == 0, "the other's close changes nothing");
    perigee_close(b);
}

/* An endless loop, and who stops it. */
struct loop {
    char script[PATH], store[PATH];
    perigee *run;
};

static void *run_loop(void *arg)
{
    struct loop *loop = arg;
    check(perigee_run(loop->run) == PERIGEE_E_INTERRUPT, "the loop is interrupted");
    check(strstr(perigee_errmsg(loop->run), "interrupted") != NULL, "and says so");
    return NULL;
}

static void loop_init(struct loop *loop, const char *store, int number, int32_t wake_signal)
{
    snprintf(loop->script, sizeof loop->script, "%s.loop%d.lua", store, number);
    snprintf(loop->store, sizeof loop->store, "%s.loop%d", store, number);
    remove(loop->store);
    FILE *file = fopen(loop->script, "w");
    if (!file) {
        perror(loop->script);
        exit(1);
    }
    fputs("ObjectStore.Save('in', 'loop') while true do pcall(function() while true do end end) "
          "end\n",
          file);
    fclose(file);
    loop->run = open_run(loop->script, loop->store, wake_signal);
}

/* Stopping the one must not stop the other. */
static void stopped_by_a_thread(const char *store, int32_t wake_signal)
{
    struct loop loops[THREADS];
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        loop_init(&loops[i], store, i, wake_signal);
        check(pthread_create(&threads[i], NULL, run_loop, &loops[i]) == 0, "thread");
    }
    for (int i = 0; i < THREADS; i++)
        while (access(loops[i].store, F_OK) != 0) /* made by the script before its loop */
            sched_yield();
    for (int i = 0; i < THREADS; i++) {
        perigee_interrupt(loops[i].run);
        pthread_join(threads[i], NULL);
        perigee_close(loops[i].run);
    }
}

static void read_handlers(struct sigaction out[32])
{
    for (int i = 1; i < 32; i++)
        sigaction(i, NULL, &out[i]);
}

static void check_handlers(const struct sigaction before[32])
{
    struct sigaction after[32];
    int same = 1;
    read_handlers(after);
    for (int i = 1; i < 32; i++)
        same = same && before[i].sa_handler == after[i].sa_handler;
    check(same, "no signal handler changes unasked");
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    struct sigaction before[32];
    read_handlers(before);
    struct job first;
    job_init(&first, argv[1], argv[2], 0);
    run_job(&first);
    one_after_the_other(&first);
    interleaved(&first, argv[2]);
    at_once(&first, argv[2]);
    stopped_by_a_thread(argv[2], PERIGEE_WAKE_POLL);
    check_handlers(before);
    stopped_by_a_thread(argv[2], SIGURG);
    job_deinit(&first);
    printf("%d passed, %d failed\n", atomic_load(&passed), atomic_load(&failed));
    return failed != 0;
}
