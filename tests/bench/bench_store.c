/* bench_store.c - speed of the object store. */
#include "bench_store.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "store/store.h"

double bench_store_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

void bench_store_key(char key[32], long i)
{
    snprintf(key, 32, "project/model-%08u", (unsigned)i);
}

long bench_store_next(unsigned long *state, long n)
{
    *state = *state * 6364136223846793005UL + 1442695040888963407UL;
    return (long)((*state >> 33) % (unsigned long)n);
}

static int save_all(peri_store *store, long n, const char *value, size_t size,
                    bench_store_times *times, peri_error *err)
{
    char key[32];
    double began = bench_store_now(), before = began;
    for (long i = 0; i < n; i++) {
        bench_store_key(key, i);
        int rc = peri_store_save(store, key, strlen(key), value, size, PERI_STORE_BYTES, err);
        if (rc != PERI_OK)
            return rc;
        double now = bench_store_now();
        if (now - before > times->slowest_s)
            times->slowest_s = now - before;
        before = now;
    }
    times->save_s = before - began;
    return PERI_OK;
}

static int read_all(peri_store *store, long n, bench_store_times *times, peri_error *err)
{
    char key[32];
    unsigned long state = 7;
    double began = bench_store_now();
    for (long i = 0; i < BENCH_STORE_READS * n; i++) {
        char *bytes;
        size_t len;
        bench_store_key(key, bench_store_next(&state, n));
        int rc = peri_store_read(store, key, strlen(key), &bytes, &len, NULL, err);
        if (rc != PERI_OK)
            return rc;
        peri_free(bytes);
    }
    times->read_s = bench_store_now() - began;
    return PERI_OK;
}

/* The store of a file; NULL with a message. */
static peri_store *open_store(const char *path)
{
    peri_store *store = NULL;
    peri_error err;
    if (peri_store_open(path, NULL, &store, &err) != PERI_OK)
        fprintf(stderr, "%s\n", err.text);
    return store;
}

/* A store in a file of its own. */
static peri_store *new_store(const char *folder, char path[1024])
{
    snprintf(path, 1024, "%s/store.db", folder);
    remove(path);
    return open_store(path);
}

static int measure(const char *folder, long n, size_t size, bench_store_times *times)
{
    char path[1024], *value = malloc(size);
    peri_error err = {0, "no memory"};
    peri_store *store = value ? new_store(folder, path) : NULL;
    int rc = PERI_ENOMEM;
    if (store) {
        memset(value, 'x', size);
        rc = save_all(store, n, value, size, times, &err);
    }
    peri_store_close(store); /* saved by one run, read by another */
    store = rc == PERI_OK ? open_store(path) : NULL;
    if (store)
        rc = read_all(store, n, times, &err);
    if (rc != PERI_OK)
        fprintf(stderr, "%s\n", err.text);
    peri_store_close(store);
    free(value);
    remove(path);
    return rc == PERI_OK ? 0 : -1;
}

static void keep_best(bench_store_times *best, const bench_store_times *times)
{
    if (best->save_s == 0 || times->save_s < best->save_s)
        best->save_s = times->save_s;
    if (best->read_s == 0 || times->read_s < best->read_s)
        best->read_s = times->read_s;
    if (best->slowest_s == 0 || times->slowest_s < best->slowest_s)
        best->slowest_s = times->slowest_s;
}

/* Both sides keep the memory that they free: else the pages of each new copy, which the system
   clears, are what is measured, and the allocator's guesses decide which side pays for them. */
static void keep_memory(void)
{
    mallopt(M_MMAP_THRESHOLD, 64 << 20);
    mallopt(M_TRIM_THRESHOLD, 512 << 20);
    mallopt(M_TOP_PAD, 64 << 20);
}

int bench_store(const char *folder, long n, size_t size, int rounds)
{
    keep_memory();
    bench_store_times best = {0}, floor_best = {0};
    for (int i = 0; i < rounds; i++) {
        bench_store_times times = {0}, floor_times = {0};
        if (bench_store_floor(folder, n, size, &floor_times) != 0 ||
            measure(folder, n, size, &times) != 0)
            return 1;
        keep_best(&best, &times);
        keep_best(&floor_best, &floor_times);
    }
    double count = (double)n;
    printf("saves_per_s=%.0f floor_saves_per_s=%.0f reads_per_s=%.0f floor_reads_per_s=%.0f "
           "slowest_ms=%.2f floor_slowest_ms=%.2f\n",
           count / best.save_s, count / floor_best.save_s, BENCH_STORE_READS * count / best.read_s,
           BENCH_STORE_READS * count / floor_best.read_s, best.slowest_s * 1e3,
           floor_best.slowest_s * 1e3);
    return 0;
}

static int save_hundred(peri_store *store, double *seconds, peri_error *err)
{
    static const char value[1024] = "x";
    bench_store_times times = {0};
    int rc = save_all(store, 100, value, sizeof value, &times, err);
    *seconds = times.save_s;
    return rc;
}

int bench_store_transaction(const char *folder, int rounds)
{
    char path[1024];
    peri_error err = {0, "no store"};
    double single = 1e9, together = 1e9, seconds = 0;
    peri_store *store = new_store(folder, path);
    int rc = store ? PERI_OK : PERI_EIO;
    for (int i = 0; rc == PERI_OK && i < rounds; i++) {
        rc = save_hundred(store, &seconds, &err);
        single = seconds < single ? seconds : single;
        double began = bench_store_now();
        if (rc == PERI_OK)
            rc = peri_store_begin(store, &err);
        if (rc == PERI_OK) {
            rc = save_hundred(store, &seconds, &err);
            int ended = peri_store_end(store, rc == PERI_OK, &err);
            rc = rc == PERI_OK ? ended : rc;
        }
        seconds = bench_store_now() - began;
        together = seconds < together ? seconds : together;
    }
    peri_store_close(store);
    remove(path);
    if (rc != PERI_OK) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    printf("single_per_s=%.0f together_per_s=%.0f\n", 100 / single, 100 / together);
    return 0;
}
