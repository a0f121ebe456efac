/* stress_main.c - random live runs, one after the other, until the time is over.
   usage: perigee_stress STRATEGY SECONDS [SEED [ROUNDS]]
   Each round has the seed SEED + its number. A round that takes too long ends the process with its
   seed. The last line is "N passed, N failed". */
#include "stress.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/thread.h"
#include "time/civil.h"

enum {
    BARS = 300, /* minutes from midnight */
    LONGEST = 60
};

/* What the watchdog looks at. */
struct watched {
    char about[512];    /* the round at hand; written before it begins */
    atomic_llong began; /* ns; 0: none is at hand */
    atomic_bool stop;
};

static void *watch(void *arg)
{
    struct watched *watched = arg;
    while (!atomic_load(&watched->stop)) {
        usleep(20000);
        long long began = atomic_load(&watched->began);
        if (began == 0 || peri_clock_monotonic(NULL) - began < LONGEST * PERI_SECOND)
            continue;
        printf("FAIL %s\n  has not ended after %d s\n0 passed, 1 failed\n", watched->about,
               LONGEST);
        fflush(stdout);
        abort();
    }
    return NULL;
}

static bool write_bars(const char *folder, const char *name, uint64_t seed)
{
    char path[512];
    double price = 100;
    snprintf(path, sizeof path, "%s/%s.csv", folder, name);
    FILE *f = fopen(path, "w");
    if (!f)
        return false;
    fputs("time,open,high,low,close,volume\n", f);
    for (int i = 0; i < BARS; i++) {
        price += (double)stress_in(&seed, -100, 100) / 200;
        if (stress_in(&seed, 1, 10) > 1) /* some are missing */
            fprintf(f, "2020-01-01 %02d:%02d,%.2f,%.2f,%.2f,%.2f,100\n", i / 60, i % 60, price,
                    price + 1, price - 1, price);
    }
    return fclose(f) == 0;
}

/* One round. True when everything holds. */
static bool one(struct watched *watched, const char *folder, const char *strategy, uint64_t seed,
                int64_t *trainings)
{
    static stress_round round; /* static: large */
    stress_draw(&round, seed, folder, strategy);
    stress_describe(&round, watched->about, sizeof watched->about);
    atomic_store(&watched->began, peri_clock_monotonic(NULL));
    bool ok = stress_run(&round);
    atomic_store(&watched->began, 0);
    *trainings += round.told;
    if (!ok)
        printf("FAIL %s\n%s", watched->about, round.problem);
    fflush(stdout);
    return ok;
}

static int run_rounds(const char *folder, const char *strategy, int seconds, uint64_t seed,
                      long most)
{
    struct watched watched = {0};
    pthread_t thread;
    long passed = 0, failed = 0;
    int64_t trainings = 0;
    if (!write_bars(folder, "AAA", 1) || !write_bars(folder, "BBB", 2) ||
        !peri_thread_start(&thread, watch, &watched)) {
        fprintf(stderr, "cannot begin in %s\n", folder);
        return 1;
    }
    int64_t until = peri_clock_monotonic(NULL) + seconds * PERI_SECOND;
    for (long i = 0; i < most && peri_clock_monotonic(NULL) < until; i++) {
        bool ok = one(&watched, folder, strategy, seed + (uint64_t)i, &trainings);
        passed += ok;
        failed += !ok;
    }
    atomic_store(&watched.stop, true);
    pthread_join(thread, NULL);
    printf("seeds %llu to %llu, %lld trainings\n", (unsigned long long)seed,
           (unsigned long long)(seed + (uint64_t)(passed + failed) - 1), (long long)trainings);
    printf("%ld passed, %ld failed\n", passed, failed);
    return failed == 0 && passed > 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    char folder[] = "/tmp/perigee_stress_XXXXXX", command[128];
    if (argc < 3 || argc > 5) {
        fputs("usage: perigee_stress STRATEGY SECONDS [SEED [ROUNDS]]\n", stderr);
        return 2;
    }
    if (!mkdtemp(folder)) {
        perror("mkdtemp");
        return 1;
    }
    int status =
        run_rounds(folder, argv[1], atoi(argv[2]), argc > 3 ? strtoull(argv[3], NULL, 10) : 1,
                   argc > 4 ? atol(argv[4]) : 1000000000);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command) == 0 ? status : 1;
}
