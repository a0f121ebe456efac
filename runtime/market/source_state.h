/* source_state.h - whether a file is still the one that was read. Layer 2. */
#ifndef PERI_SOURCE_STATE_H
#define PERI_SOURCE_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Size and times tell at once; the sum tells where they do not. */
typedef struct peri_source_state {
    int64_t size;
    int64_t modified_ns, changed_ns; /* mtime and ctime */
    uint64_t inode;
    uint64_t sum;       /* XXH3 of its bytes */
    int64_t checked_ns; /* real time when the sum was taken; INT64_MIN: never */
} peri_source_state;

typedef enum peri_source_match {
    PERI_SOURCE_OTHER,   /* it holds other bytes, or cannot be read */
    PERI_SOURCE_SAME,    /* it holds the same bytes */
    PERI_SOURCE_TOUCHED, /* the same, which only its sum told: `now` is the state to keep */
} peri_source_match;

/* Size and times of a regular file; false: there is none. The sum is 0, and was never taken. */
bool peri_source_look(const char *path, peri_source_state *out);

/* Whether size and times are still those. */
bool peri_source_still_is(const char *path, const peri_source_state *state);

/* The sum of a file that was looked at, by whoever reads it anyway: begun before it is opened, then
   fed with all its bytes in order. */
typedef struct peri_source_sum {
    struct peri_digest_stream *digest; /* owned; NULL: none is taken */
    int64_t bytes;
    int64_t began_ns; /* real time */
} peri_source_sum;

void peri_source_sum_begin(peri_source_sum *sum); /* without memory none is taken */
void peri_source_sum_add(peri_source_sum *sum, const void *bytes, size_t len);
/* Put it into the state, unless the file is not what it was. Returns whether it did. */
bool peri_source_sum_end(peri_source_sum *sum, const char *path, peri_source_state *state);

/* Take the sum by reading the file. False: it cannot be read, or is not what it was. */
bool peri_source_sum_up(const char *path, peri_source_state *state);

/*
 * Compare a file with what it was. Times that are at most some seconds older than the sum prove
 * nothing: the file may have changed again within the grain of its file system's clock.
 *
 * now  receives the present state, with its sum where that was taken
 */
peri_source_match peri_source_compare(const char *path, const peri_source_state *was,
                                      peri_source_state *now);

#endif
