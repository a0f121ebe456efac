/* stream_cutter.h - cuts bytes as they come in into lines. Layer 3. */
#ifndef PERI_STREAM_CUTTER_H
#define PERI_STREAM_CUTTER_H

#include <stdbool.h>
#include <stddef.h>

enum {
    PERI_STREAM_LINE = 64 * 1024 /* bytes of the longest line, its end not counted */
};

/* In the caller's storage; all memory it ever needs is in it. All zero: nothing came in yet. */
typedef struct peri_stream_cutter {
    size_t begin;   /* of the line that has not come in whole yet */
    size_t scanned; /* no newline from begin up to here */
    size_t end;     /* of what came in */
    bool is_long;   /* the line's beginning has been dropped: it is too long */
    char bytes[2 * PERI_STREAM_LINE];
} peri_stream_cutter;

/* Forget what came in. */
void peri_stream_cutter_reset(peri_stream_cutter *cutter);

/*
 * Where the next bytes go. Lines that were taken are gone then.
 *
 * room  receives how many there is room for, > 0 once peri_stream_cutter_next returned false
 * Returns their place; tell peri_stream_cutter_add how many came.
 */
char *peri_stream_cutter_room(peri_stream_cutter *cutter, size_t *room);
void peri_stream_cutter_add(peri_stream_cutter *cutter, size_t len);

/*
 * Take the next line that came in whole.
 *
 * line  receives its place, without newline and carriage return; borrowed until the next call of
 *       peri_stream_cutter_room. NULL for a line over PERI_STREAM_LINE bytes
 * Returns false when there is none.
 */
bool peri_stream_cutter_next(peri_stream_cutter *cutter, const char **line, size_t *len);

/* Take what came in behind the last newline, as above; false when there is nothing. */
bool peri_stream_cutter_rest(peri_stream_cutter *cutter, const char **line, size_t *len);

#endif
