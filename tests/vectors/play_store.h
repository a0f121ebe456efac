/* play_store.h - what the two files that play vectors of the object store share. */
#ifndef PERI_PLAY_STORE_H
#define PERI_PLAY_STORE_H

#include "store/store.h"
#include "vec_kit.h"

enum {
    CRASHES_MAX = 32
};

/* One vector being played. */
struct play_store {
    vec_file *file;
    char path[VEC_PATH + 16], root[VEC_PATH + 16]; /* of the store; of its files, with a slash */
    peri_store_options options;
    peri_store *store;                /* of the algorithm; NULL once it is closed */
    peri_store *others;               /* what others see and do: all permissions, no quota */
    peri_store *crashed[CRASHES_MAX]; /* given up without being closed, as a crash would */
    size_t crashed_count;
    int64_t events; /* error events of the step: saves refused over the quota */
    char place[64]; /* "steps[3] save" */
};

/* Open the algorithm's store; false after a failure. */
bool play_store_open(struct play_store *play);

/* Run one step. Returns its status; *answer receives what it answers, NULL for nothing. */
int play_store_op(struct play_store *play, const cJSON *step, const char *op, cJSON **answer,
                  peri_error *err);

/* A tool writes the file of a key, and others take it into the store. */
int play_store_disk_write(struct play_store *play, const char *key, const cJSON *value,
                          peri_error *err);

#endif
