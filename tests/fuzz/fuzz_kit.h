/* fuzz_kit.h - what the fuzz targets share. */
#ifndef FUZZ_KIT_H
#define FUZZ_KIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "store/value_tape.h"

/* Ends the program, for the fuzzer to keep the input. */
void fuzz_fail(const char *what, const char *detail);

/* A failure must say why: a code below zero, a text that ends, is not empty and is UTF-8. */
void fuzz_check_error(int rc, const peri_error *err);

/* Make an input the content of a file below build/fuzz, whose folders are made. One file a program,
   in memory: the path is a link to it. */
void fuzz_put(const char *path, const uint8_t *data, size_t size);

/* Write what a tape holds as JSON and as XML, read both again, and compare the tapes. any_bytes: it
   came from XML, which carries strings that are not UTF-8; JSON may refuse those. */
void fuzz_check_round_trips(const peri_value_tape *tape, bool any_bytes);

/* Parse an input with one of the two parsers and check everything above. */
void fuzz_parse(const uint8_t *data, size_t size,
                int (*parse)(const char *, size_t, const peri_value_sink *, peri_error *));

#endif
