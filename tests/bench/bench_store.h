/* bench_store.h - speed of the object store beside plain SQLite, and of cJSON alone. */
#ifndef BENCH_STORE_H
#define BENCH_STORE_H

#include <stddef.h>

enum {
    BENCH_STORE_READS = 5 /* of each value */
};

/*
 * Saves n values of `size` bytes one by one, opens the file anew and reads five times as many in a
 * mixed order, in rounds that take turns with plain SQLite doing the same in the same folder;
 * prints the best of the rounds.
 *
 * folder  an empty folder that exists
 * Returns the exit status.
 */
int bench_store(const char *folder, long n, size_t size, int rounds);

/* 100 saves in one transaction, beside 100 single ones. */
int bench_store_transaction(const char *folder, int rounds);

/* Prints and parses a matrix of side x side doubles with cJSON alone. */
int bench_cjson(int side, int rounds);

/* What both sides of bench_store measure with. */
typedef struct bench_store_times {
    double save_s, read_s; /* of all n */
    double slowest_s;      /* save */
} bench_store_times;

/* One round of plain SQLite: key and value in a rowid table, write-ahead log, synchronous FULL,
   pages of 16 KiB, mmap, prepared statements; a read copies the value. 0, or -1 with a message. */
int bench_store_floor(const char *folder, long n, size_t size, bench_store_times *times);

double bench_store_now(void);
void bench_store_key(char key[32], long i);
long bench_store_next(unsigned long *state, long n); /* of a mixed order, 0..n-1 */

#endif
