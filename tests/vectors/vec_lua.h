/* vec_lua.h - runs a Lua strategy in this process and collects what it says. */
#ifndef PERI_VEC_LUA_H
#define PERI_VEC_LUA_H

#include "base/buf.h"
#include "base/error.h"
#include "vec_kit.h"

/* A line `@kind|name|time|utc|warming` that the strategy logged. */
typedef struct vec_said {
    char kind[24], name[64];
    int64_t time; /* the strategy's Time, or another time it told */
    int64_t utc;  /* its UtcTime */
    bool warming;
} vec_said;

typedef struct vec_lua {
    int rc; /* of peri_runtime_run */
    peri_error err;
    vec_said *said; /* shape [n], owned; vec_lua_free */
    size_t n, cap;
    bool bad_line; /* a line began with @ and had another form */
} vec_lua;

/* The Lua function that says such lines: say(kind, name), say(kind, name, time). */
extern const char vec_lua_say[];

/* Run a strategy to its end. Returns whether it could be tried; `out` is to be freed then. */
bool vec_lua_run(vec_file *file, const char *text, const char *data_dir, vec_lua *out);
void vec_lua_free(vec_lua *lua);

/* Run one statement within Initialize. `name` must be in the message when it raises. A failure
   unless it raises, if `expect` is an error, or passes if it is NULL. */
void vec_lua_statement(vec_file *file, const char *statement, const char *name, const char *expect);

/* Append a JSON value as Lua text: numbers, texts, booleans; nil for null, {} for others. */
void vec_lua_literal(peri_buf *out, const cJSON *value);

#endif
