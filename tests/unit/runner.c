/* runner.c - runs the unit suites; usage: perigee_tests [part of a suite's name]... */
#include "check.h"

#include <ftw.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MAX_SUITES = 4096
};

static struct suite {
    const char *name;
    void (*run)(void);
} suites[MAX_SUITES];
static int suite_count;
static const char *current;
static long passed, failed, skipped;

void check_add_suite(const char *name, void (*run)(void))
{
    if (suite_count == MAX_SUITES) {
        fprintf(stderr, "too many suites\n");
        exit(1);
    }
    suites[suite_count++] = (struct suite){name, run};
}

static bool count(bool ok)
{
    if (ok)
        passed++;
    else
        failed++;
    return ok;
}

bool check_that(bool ok, const char *what, const char *condition, const char *file, int line)
{
    if (!ok)
        printf("FAIL %s: %s\n     %s:%d: %s\n", current, what, file, line, condition);
    return count(ok);
}

bool check_int(int64_t got, int64_t want, const char *what, const char *file, int line)
{
    if (got != want)
        printf("FAIL %s: %s\n     %s:%d: got %lld, want %lld\n", current, what, file, line,
               (long long)got, (long long)want);
    return count(got == want);
}

enum {
    SHOWN = 400, /* bytes of a text */
    BEFORE = 100 /* the place where it differs */
};

/* Where long texts begin to be of interest: a little before they differ. */
static size_t interesting(const char *got, const char *want)
{
    size_t same = 0;
    while (got[same] != '\0' && got[same] == want[same])
        same++;
    return same > SHOWN - BEFORE ? same - BEFORE : 0;
}

bool check_str(const char *got, const char *want, const char *what, const char *file, int line)
{
    bool ok = got && strcmp(got, want) == 0;
    const size_t from = got ? interesting(got, want) : 0;
    if (!ok)
        printf("FAIL %s: %s\n     %s:%d: from byte %zu on, got \"%.*s\", want \"%.*s\"\n", current,
               what, file, line, from, SHOWN, got ? got + from : "(null)", SHOWN, want + from);
    return count(ok);
}

bool check_has(const char *text, const char *part, const char *what, const char *file, int line)
{
    bool ok = text && strstr(text, part);
    if (!ok)
        printf("FAIL %s: %s\n     %s:%d: \"%.*s\" does not contain \"%s\"\n", current, what, file,
               line, SHOWN, text ? text : "(null)", part);
    return count(ok);
}

bool check_near(double got, double want, double tolerance, const char *what, const char *file,
                int line)
{
    bool ok = fabs(got - want) <= tolerance;
    if (!ok)
        printf("FAIL %s: %s\n     %s:%d: got %.17g, want %.17g +- %g\n", current, what, file, line,
               got, want, tolerance);
    return count(ok);
}

void check_skip(const char *what, const char *reason)
{
    printf("SKIP %s: %s (%s)\n", current, what, reason);
    skipped++;
}

uint64_t check_random(check_rng *rng)
{
    uint64_t z = (rng->state += 0x9E3779B97F4A7C15U); /* splitmix64, Steele et al. 2014 */
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

int64_t check_random_in(check_rng *rng, int64_t lo, int64_t hi)
{
    uint64_t span = (uint64_t)hi - (uint64_t)lo + 1;
    uint64_t r = check_random(rng);
    return span == 0 ? (int64_t)r : (int64_t)((uint64_t)lo + r % span);
}

double check_random_unit(check_rng *rng)
{
    return (double)(check_random(rng) >> 11) * 0x1p-53;
}

uint64_t check_bits(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static char tmp_dir[256];

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
    (void)st;
    (void)kind;
    (void)ftw;
    return remove(path);
}

const char *check_tmp(void)
{
    if (tmp_dir[0] == '\0') {
        const char *base = getenv("TMPDIR");
        snprintf(tmp_dir, sizeof tmp_dir, "%s/perigee_tests_XXXXXX", base ? base : "/tmp");
        if (!mkdtemp(tmp_dir)) {
            perror("mkdtemp");
            exit(1);
        }
    }
    return tmp_dir;
}

const char *check_write(const char *name, const void *bytes, long len)
{
    static char path[1024];
    if (name[0] == '/')
        snprintf(path, sizeof path, "%s", name);
    else
        snprintf(path, sizeof path, "%s/%s", check_tmp(), name);
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0777);
        *slash = '/';
    }
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(bytes, 1, (size_t)len, f) != (size_t)len || fclose(f) != 0) {
        perror(path);
        exit(1);
    }
    return path;
}

const char *check_shared(void)
{
    const char *path = getenv("PERIGEE_SHARED");
    if (!path)
        path = "../shared";
    return access(path, R_OK) == 0 ? path : NULL;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct suite *)a)->name, ((const struct suite *)b)->name);
}

static bool wanted(const char *name, int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (strstr(name, argv[i]))
            return true;
    return argc < 2;
}

int main(int argc, char **argv)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    qsort(suites, (size_t)suite_count, sizeof suites[0], by_name);
    for (int i = 0; i < suite_count; i++) {
        if (!wanted(suites[i].name, argc, argv))
            continue;
        current = suites[i].name;
        suites[i].run();
    }
    if (tmp_dir[0] != '\0')
        nftw(tmp_dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    if (skipped > 0)
        printf("%ld skipped\n", skipped);
    printf("%ld passed, %ld failed\n", passed, failed);
    return failed == 0 && passed > 0 ? 0 : 1;
}
