/* vec_error.h - the vectors' words for errors, and the status codes they stand for. */
#ifndef PERI_VEC_ERROR_H
#define PERI_VEC_ERROR_H

#include <stdbool.h>

bool vec_error_is(const char *word); /* whether it is one of the words */
bool vec_error_fits(const char *word, int rc);
const char *vec_error_word(int rc); /* for messages: "key_not_found", "error -3" */

#endif
