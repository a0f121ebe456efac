/* lua_store_kit.h - a Lua state with ObjectStore and Json over a store of its own. */
#ifndef PERI_TEST_LUA_STORE_KIT_H
#define PERI_TEST_LUA_STORE_KIT_H

#include "host_kit.h"
#include "lua_runtime_internal.h"

typedef struct lua_store_kit {
    host_kit kit;
    peri_runtime runtime;
    char logged[4096]; /* last error line of the engine */
    int lines;         /* error lines so far */
} lua_store_kit;

/* Each name is a store of its own in check_tmp(); failures are failed checks. */
void lua_store_kit_open(lua_store_kit *f, const char *name, peri_quota quota, size_t memory_limit);
void lua_store_kit_open_plain(lua_store_kit *f, const char *name); /* a large quota, no limit */
void lua_store_kit_close(lua_store_kit *f);

/* A chunk that prints `text`, or one that raises it. */
typedef struct lua_row {
    const char *name, *source, *text;
} lua_row;

void lua_store_kit_prints(lua_store_kit *f, const lua_row *rows, size_t n);
void lua_store_kit_raises(lua_store_kit *f, const lua_row *rows, size_t n);

#define LUA_ROWS(rows) (rows), sizeof(rows) / sizeof *(rows)

#endif
