/* value_tape.h - a recorded document: value events kept to be played later. Layer 2. */
#ifndef PERI_VALUE_TAPE_H
#define PERI_VALUE_TAPE_H

#include "base/buf.h"
#include "store/value_events.h"

/*
 * A parser must not be left by a longjmp: it would leak its memory. So a Lua binding lets the
 * parser fill a tape that a userdata owns, and builds its tables while the tape plays: playing
 * holds nothing, so raising out of it is harmless. Two tapes of equal events have equal bytes.
 */
typedef struct peri_value_tape {
    peri_buf bytes; /* per event: a letter, then the value or the length and the bytes */
} peri_value_tape;

void peri_value_tape_init(peri_value_tape *tape);   /* an empty tape in the caller's storage */
void peri_value_tape_deinit(peri_value_tape *tape); /* gives the memory back; empty again */

/* A sink that records behind what the tape holds; valid while the tape is. Its calls return
   PERI_OK or PERI_ENOMEM. */
peri_value_sink peri_value_tape_sink(peri_value_tape *tape);

/*
 * Send the recorded events on, in order.
 *
 * tape  what a producer recorded; not changed meanwhile (borrowed)
 * sink  receiver; it may longjmp out of this call
 * Returns PERI_OK or the first status the receiver failed with. Thread: any, one per tape.
 */
int peri_value_tape_play(const peri_value_tape *tape, const peri_value_sink *sink, peri_error *err);

#endif
