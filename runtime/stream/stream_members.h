/* stream_members.h - the members of one flat JSON object that market data knows. Layer 3. */
#ifndef PERI_STREAM_MEMBERS_H
#define PERI_STREAM_MEMBERS_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

typedef enum peri_stream_member {
    PERI_STREAM_TYPE,
    PERI_STREAM_SYMBOL,
    PERI_STREAM_AT, /* "time" */
    PERI_STREAM_END,
    PERI_STREAM_OPEN,
    PERI_STREAM_HIGH,
    PERI_STREAM_LOW,
    PERI_STREAM_CLOSE,
    PERI_STREAM_VOLUME,
    PERI_STREAM_PRICE,
    PERI_STREAM_SIZE,
    PERI_STREAM_BID,
    PERI_STREAM_ASK,
    PERI_STREAM_BID_SIZE,
    PERI_STREAM_ASK_SIZE,
    PERI_STREAM_MEMBERS
} peri_stream_member;

typedef enum peri_stream_form {
    PERI_STREAM_ABSENT, /* left out, or null */
    PERI_STREAM_INTEGER,
    PERI_STREAM_REAL,
    PERI_STREAM_TEXT,
    PERI_STREAM_BOOLEAN
} peri_stream_form;

enum {
    PERI_STREAM_KEPT = 80, /* bytes of a text that are kept: more than any good one has */
    PERI_STREAM_SHOWN = 72 /* room for a value in a message */
};

typedef struct peri_stream_value {
    peri_stream_form form;
    int64_t integer;             /* integer; boolean: 0 or 1 */
    double number;               /* integer and real; finite */
    size_t len;                  /* of the text, also where it was longer than what is kept */
    char text[PERI_STREAM_KEPT]; /* not terminated; UTF-8, but for a cut at the end */
} peri_stream_value;

/* All values of a line, by peri_stream_member. In the caller's storage; holds no memory. */
typedef struct peri_stream_members {
    peri_stream_value value[PERI_STREAM_MEMBERS];
} peri_stream_members;

/*
 * Read the members of an object. Those with other names are left out, whatever they hold, as long
 * as it is no object or array.
 *
 * text, len  one JSON document, not blank (borrowed)
 * Returns PERI_OK, PERI_EFORMAT (not JSON, not an object, a nested value, a known member twice) or
 * PERI_ENOMEM. Thread: any.
 */
int peri_stream_members_read(const char *text, size_t len, peri_stream_members *out,
                             peri_error *err);

/* "price", as it is written in a line and in messages; static. */
const char *peri_stream_member_name(peri_stream_member member);

/* A value for a message: 1.5, true, 'AAPL'. Returns out, of PERI_STREAM_SHOWN bytes. */
const char *peri_stream_value_show(const peri_stream_value *value, char *out);

#endif
