/* pattern_internal.h - what pattern.c and pattern_item.c share. Layer 6. */
#ifndef PERI_PATTERN_INTERNAL_H
#define PERI_PATTERN_INTERNAL_H

#include "host/pattern.h"

typedef unsigned char byte;
typedef peri_pattern_state state;
typedef peri_pattern_item item;
typedef peri_pattern_choice choice;

static inline const byte *text_stop(const state *m)
{
    return (const byte *)m->pattern.text + m->pattern.len;
}

static inline const byte *subject_stop(const state *m)
{
    return (const byte *)m->subject + m->len;
}

static inline void *fail(state *m, const char *error)
{
    m->error = error;
    return NULL;
}

/* The steps between two pauses are spent: pause, and begin anew. */
void peri_pattern_pause(state *m);

static inline void spend(state *m, size_t steps)
{
    if (steps >= (size_t)m->steps) {
        peri_pattern_pause(m);
    } else {
        m->steps -= (int)steps;
    }
}

/* Read the item at p; false when there is none, and the error says why. */
bool peri_pattern_read_item(state *m, const byte *p, item *it);
bool peri_pattern_fits(const item *it, byte c);
/* How many steps one test of an item may take. */
size_t peri_pattern_cost(const item *it);
/* How many bytes from s on fit an item, one behind the other. */
size_t peri_pattern_run(state *m, const item *it, const byte *s);
/* From behind a '[' to behind its ']', or NULL with the error. `p` is behind the '[', `close` on
   the
   ']'. */
const byte *peri_pattern_skip_set(state *m, const byte *p);
bool peri_pattern_in_set(const byte *p, const byte *close, byte c);

#endif
