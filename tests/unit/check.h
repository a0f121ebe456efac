/* check.h - the unit tests' frame: suites register themselves, checks are counted. */
#ifndef PERI_TEST_CHECK_H
#define PERI_TEST_CHECK_H

#include <stdbool.h>
#include <stdint.h>

/* SUITE(name) { CHECK("case", condition); ... } - runs once, in order of name. */
#define SUITE(name)                                                                                \
    static void suite_##name(void);                                                                \
    __attribute__((constructor)) static void add_##name(void)                                      \
    {                                                                                              \
        check_add_suite(#name, suite_##name);                                                      \
    }                                                                                              \
    static void suite_##name(void)

/* One counted assertion; `what` says the case, not the function. */
#define CHECK(what, condition) check_that((condition), (what), #condition, __FILE__, __LINE__)
#define CHECK_INT(what, got, want)                                                                 \
    check_int((int64_t)(got), (int64_t)(want), (what), __FILE__, __LINE__)
#define CHECK_STR(what, got, want) check_str((got), (want), (what), __FILE__, __LINE__)
/* `part` must occur in `text`. */
#define CHECK_HAS(what, text, part) check_has((text), (part), (what), __FILE__, __LINE__)
/* |got - want| <= tolerance; NaN never passes. */
#define CHECK_NEAR(what, got, want, tolerance)                                                     \
    check_near((got), (want), (tolerance), (what), __FILE__, __LINE__)

void check_add_suite(const char *name, void (*run)(void));
bool check_that(bool ok, const char *what, const char *condition, const char *file, int line);
bool check_int(int64_t got, int64_t want, const char *what, const char *file, int line);
bool check_str(const char *got, const char *want, const char *what, const char *file, int line);
bool check_has(const char *text, const char *part, const char *what, const char *file, int line);
bool check_near(double got, double want, double tolerance, const char *what, const char *file,
                int line);

/* Count and print a suite or part that cannot run here, with the reason. */
void check_skip(const char *what, const char *reason);

/* Deterministic random numbers for property tests: print the seed when a case fails. */
typedef struct check_rng {
    uint64_t state;
} check_rng;
uint64_t check_random(check_rng *rng);                           /* 64 uniform bits */
int64_t check_random_in(check_rng *rng, int64_t lo, int64_t hi); /* lo..hi, both included */
double check_random_unit(check_rng *rng);                        /* [0, 1) */

/* The bytes of a double, to compare it to the last bit. */
uint64_t check_bits(double value);

/* Path of a fresh private folder for this process's temporary files, without trailing slash;
   removed with all it holds when the runner ends. */
const char *check_tmp(void);

/* Write a file (relative to check_tmp() unless absolute); its full path is returned, borrowed
   until the next call. */
const char *check_write(const char *name, const void *bytes, long len);

/* Folder that lies beside the repository with data and vectors, or NULL where it is absent.
   Taken from PERIGEE_SHARED, else "../shared" of the repository. */
const char *check_shared(void);

#endif
