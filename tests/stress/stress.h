/* stress.h - one random live run, and what must hold of it. */
#ifndef PERI_STRESS_H
#define PERI_STRESS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "lua_runtime.h"

enum {
    STRESS_TEXT = 4096
};

typedef enum stress_end {
    STRESS_END_OF_DATA,
    STRESS_LEAVE,    /* peri_runtime_leave, on another thread */
    STRESS_SIGNAL,   /* the same in a signal handler of this one, as the command line does it */
    STRESS_INTERRUPT /* peri_runtime_interrupt, on another thread */
} stress_end;

/* A round: what was drawn for it, and what was seen. */
typedef struct stress_round {
    uint64_t seed, random;
    const char *folder, *strategy; /* of the data and the store; path (borrowed) */
    peri_runtime_options options;
    peri_parameter parameters[3];
    char store[512];
    stress_end end;
    int64_t end_after_ns; /* real time */
    int64_t clock_speed;  /* how much faster than real time the run's clock goes */

    _Atomic(peri_runtime *) run; /* while it can be asked things */
    atomic_bool over;
    int64_t asked, seen_training; /* the prober's counts; read after its end */
    int64_t told;                 /* runs of trainings that on_training was told of */
    long done, loose;             /* the strategy's own counts; -1: it has not said */
    char problem[STRESS_TEXT];    /* what does not hold; "" */
} stress_round;

/* Draw a round from its seed. */
void stress_draw(stress_round *round, uint64_t seed, const char *folder, const char *strategy);

/* Run it. True when everything holds; else `problem` says what does not. Thread: the main one. */
bool stress_run(stress_round *round);

/* One line about what was drawn, for a report. */
void stress_describe(const stress_round *round, char *out, size_t cap);

uint64_t stress_random(uint64_t *state);                    /* 64 uniform bits */
int64_t stress_in(uint64_t *state, int64_t lo, int64_t hi); /* lo..hi */

#endif
