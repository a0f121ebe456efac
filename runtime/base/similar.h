/* similar.h - "did you mean": the nearest of some names. Layer 0. */
#ifndef PERI_SIMILAR_H
#define PERI_SIMILAR_H

#include <stddef.h>

/*
 * Edits (insert, delete, replace, swap of neighbours; a change of case counts half an edit,
 * so the unit is half an edit) that turn a into b. Names longer than 64 bytes: 1000.
 */
int peri_similar_distance(const char *a, const char *b);

/* True when b is near enough to a to be proposed for it: at most a third of its length away. */
int peri_similar_near(const char *a, const char *b);

#endif
