/* pattern.h - Lua 5.4 string patterns over plain buffers. Layer 6. */
#ifndef PERI_PATTERN_H
#define PERI_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PERI_PATTERN_CAPTURES = 32,
    PERI_PATTERN_DEPTH = 200,
    PERI_PATTERN_STEPS = 2000, /* matching steps between two pauses */
    PERI_PATTERN_BLOCK = 65536 /* bytes memchr or memcmp may cover between two pauses */
};

/* Lengths of a capture that hold no text: one still open, and a position capture "()". */
#define PERI_CAPTURE_OPEN SIZE_MAX
#define PERI_CAPTURE_PLACE (SIZE_MAX - 1)
#define PERI_PATTERN_NOWHERE SIZE_MAX

typedef struct peri_pattern {
    const char *text; /* without the anchor '^' */
    size_t len;
    bool anchored;
    int lead; /* the byte every match starts with, or -1 */
} peri_pattern;

typedef struct peri_capture {
    size_t at;
    size_t len;
} peri_capture;

/* One item of a pattern: "x", ".", "%a" or "[...]", with what repeats it. */
typedef struct peri_pattern_item {
    const unsigned char *set;   /* inside of the brackets */
    const unsigned char *after; /* behind the item, on its repeat sign if it has one */
    unsigned char form;
    unsigned char byte;
    unsigned char repeat; /* '*', '+', '-', '?' or 0; in choices also '(' and ')' */
} peri_pattern_item;

/* What to undo, or to try next, when the rest of the pattern has not matched. */
typedef struct peri_pattern_choice {
    peri_pattern_item item;
    const unsigned char *at;
    size_t left;
} peri_pattern_choice;

typedef struct peri_pattern_state {
    peri_pattern pattern;
    const char *subject;
    size_t len;
    void (*pause)(void *ctx); /* may leave by longjmp */
    void *ctx;
    int steps; /* left before the next pause */
    int captures;
    int depth;
    const char *error; /* set where a call has returned -1 */
    char note[40];     /* holds an error text that names a capture */
    peri_capture capture[PERI_PATTERN_CAPTURES];
    peri_pattern_choice choice[PERI_PATTERN_DEPTH - 1];
} peri_pattern_state;

/* With `anchors` false a leading '^' is an ordinary byte, as in gmatch. */
peri_pattern peri_pattern_of(const char *text, size_t len, bool anchors);

void peri_pattern_begin(peri_pattern_state *m, peri_pattern pattern, const char *subject,
                        size_t len);

/* Matches at exactly `at`: 1 match, 0 none, -1 error. */
int peri_pattern_match(peri_pattern_state *m, size_t at, size_t *end);

/* First match from *at on that does not end at `not_end`: 1 (sets *at, *end), 0 or -1. */
int peri_pattern_search(peri_pattern_state *m, size_t *at, size_t *end, size_t not_end);

/* Capture `index` (from 0) of the match at..end, which itself is capture 0 if there are none. */
int peri_pattern_capture(peri_pattern_state *m, int index, size_t at, size_t end,
                         peri_capture *out);

#endif
