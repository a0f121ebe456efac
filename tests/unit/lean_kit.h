/* lean_kit.h - makes zips in LEAN's folder layout. */
#ifndef PERI_TEST_LEAN_KIT_H
#define PERI_TEST_LEAN_KIT_H

#include <stddef.h>

/* Write ROOT/NAME, a zip with some entries (rows0.csv, ...) of the same content. Returns its path,
   borrowed until the next call. */
const char *lean_zip(const char *root, const char *name, int entries, const char *content);

/* The bytes of a file, at most 64 KiB; the caller frees them. */
char *lean_slurp(const char *path, size_t *len);

#endif
