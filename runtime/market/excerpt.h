/* excerpt.h - a piece of a foreign file, made fit for a message. Layer 2. */
#ifndef PERI_EXCERPT_H
#define PERI_EXCERPT_H

#include <stddef.h>

enum {
    PERI_EXCERPT_BYTES = 60,                       /* bytes of the text that are shown */
    PERI_EXCERPT_TEXT = 4 * PERI_EXCERPT_BYTES + 4 /* room for each as \xNN, "...", a zero */
};

/*
 * Copy the beginning of a text; bytes outside printable ASCII become \xNN, "..." stands for what
 * is left out.
 *
 * text  need not be terminated (borrowed)
 * out   receives at most PERI_EXCERPT_TEXT bytes, terminated
 * Returns out, so that a call can stand inside the arguments of a message. Thread: any.
 */
const char *peri_excerpt(const char *text, size_t len, char *out);

#endif
