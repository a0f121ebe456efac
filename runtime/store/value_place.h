/* value_place.h - where in a document a writer stands, and whether an event may come. Layer 2. */
#ifndef PERI_VALUE_PLACE_H
#define PERI_VALUE_PLACE_H

#include "store/value_events.h"

/* In the caller's storage; all zero is the place before the document. */
typedef struct peri_value_place {
    int depth;                        /* objects and arrays open, 0..PERI_VALUE_DEPTH */
    bool has_root;                    /* the document's one value has begun */
    bool after_key;                   /* a key waits for its value */
    bool is_object[PERI_VALUE_DEPTH]; /* [i]: the i-th open container is an object */
    bool has_items[PERI_VALUE_DEPTH]; /* [i]: something was put into it */
} peri_value_place;

/*
 * Step over one event. `codec` names the writer in texts ("JSON").
 *
 * Returns PERI_OK, PERI_ESTATE (the grammar of value_events.h does not allow the event here) or
 * PERI_ELIMIT (a container would be nested deeper than PERI_VALUE_DEPTH); the place is unchanged
 * after a failure.
 */
int peri_value_place_key(peri_value_place *place, const char *codec, peri_error *err);
int peri_value_place_value(peri_value_place *place, const char *codec, peri_error *err);
int peri_value_place_open(peri_value_place *place, bool is_object, const char *codec,
                          peri_error *err);
int peri_value_place_close(peri_value_place *place, bool is_object, const char *codec,
                           peri_error *err);

/* PERI_OK when the document is whole, else PERI_ESTATE. */
int peri_value_place_end(const peri_value_place *place, const char *codec, peri_error *err);

/* True when the next item stands behind another one in the innermost container. */
bool peri_value_place_follows(const peri_value_place *place);

/* True directly inside an object. */
bool peri_value_place_in_object(const peri_value_place *place);

#endif
