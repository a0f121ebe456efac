/* json_path.h - which part of a JSON document an offset lies in. Layer 2. */
#ifndef PERI_JSON_PATH_H
#define PERI_JSON_PATH_H

#include <stddef.h>

/*
 * Write the path of the value at an offset, or of the last one before it: `layers[3].w`, as Lua
 * would reach it; keys that are no names as ["..."], long ones and long paths cut with "...". For
 * texts of errors: it walks over all that lies before the offset.
 *
 * text, at  the document and the offset; what lies before it is JSON
 * out       receives the path, terminated; "" at the root
 * size      of out, at least 8
 * Thread: any.
 */
void peri_json_path(const char *text, size_t at, char *out, size_t size);

#endif
