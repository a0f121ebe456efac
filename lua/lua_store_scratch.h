/* lua_store_scratch.h - what the files of the ObjectStore library share. Layer 6. */
#ifndef PERI_LUA_STORE_SCRATCH_H
#define PERI_LUA_STORE_SCRATCH_H

#include "lua_support.h"
#include "lua_values.h"
#include "store/key.h"
#include "store/store.h"
#include "store/xml.h"

/* Memory outside of Lua while a call works with it. It lies in a userdata that is closed when the
   call ends, also by a raise. */
typedef struct peri_lua_scratch {
    peri_buf text; /* document being written */
    peri_xml_writer *xml;
    peri_lua_walk walk;
    peri_value_tape tape;
    char *bytes; /* value that was read */
    size_t len;
    peri_store_list keys;
    size_t next;    /* of keys, for an iteration */
    bool has_begun; /* a transaction, to be given up unless it was ended */
    peri_store *store;
} peri_lua_scratch;

void peri_lua_scratch_open(lua_State *L);

/* -> scratch, closed when the C function that calls this ends */
peri_lua_scratch *peri_lua_scratch_new(lua_State *L);

/* -> scratch that lives as long as it is referenced */
peri_lua_scratch *peri_lua_scratch_keep(lua_State *L);

/* The store of the state's runtime. */
peri_store *peri_lua_store(lua_State *L);

/* A call of the store, or of a codec, as plain memory: what it works on, and what came of it. */
typedef struct peri_lua_store_call {
    peri_store *store; /* these three: filled by peri_lua_store_do */
    const char *key;
    size_t key_len;
    const void *bytes; /* to save; a string of the caller's stack, or memory of a scratch */
    size_t len;
    enum peri_store_kind kind;
    peri_lua_scratch *scratch;
    int (*parse)(const char *text, size_t len, const peri_value_sink *sink, peri_error *err);
    bool answer;
    int rc;
    peri_error err;
} peri_lua_store_call;

/* Do the call with the key at index 1; a training lets others have the state meanwhile, since it
   may wait for the disk. */
void peri_lua_store_do(lua_State *L, peri_lua_store_call *call,
                       void (*work)(peri_lua_store_call *call));

/* The key at index 1. */
const char *peri_lua_check_key(lua_State *L, const char *func, size_t *len);

/* Functions of lua_object_store_list.c and lua_object_store_transaction.c. */
int peri_lua_store_keys(lua_State *L);
int peri_lua_store_count(lua_State *L);
int peri_lua_store_stat(lua_State *L);
int peri_lua_store_refresh(lua_State *L);
int peri_lua_store_clear(lua_State *L);
int peri_lua_store_transaction(lua_State *L);

/* Give the library on the API table its live fields and pairs. */
void peri_lua_store_fields(lua_State *L);

#endif
