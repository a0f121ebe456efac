/* vec_formula.h - the lists of times that user functions of the vectors return. */
#ifndef PERI_VEC_FORMULA_H
#define PERI_VEC_FORMULA_H

#include "vec_kit.h"

/* What the function is called with: the ends of a range, or a list of dates. Local ns. */
typedef struct vec_arguments {
    int64_t start, end;
    const int64_t *dates; /* shape [date_count] */
    size_t date_count;
} vec_arguments;

/*
 * Work out "[dates[0] + 1 day, start + (end - start) / 2]", as a vector's note says it: sums and
 * differences of `start`, `end`, `dates[i]` and lengths of time, halves, thirds and multiples.
 * Returns whether it could be read; results are appended to out.
 */
bool vec_formula(const char *text, const vec_arguments *arguments, peri_times *out);

/* The list in a note such as "user function returning [dates[0] + 1 day]", NULL if there is none.
 */
const char *vec_formula_in(const char *note);

#endif
