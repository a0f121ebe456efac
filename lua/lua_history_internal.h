/* lua_history_internal.h - what the files of History share. Layer 6. */
#ifndef PERI_LUA_HISTORY_INTERNAL_H
#define PERI_LUA_HISTORY_INTERNAL_H

#include <lua.h>
#include <stdbool.h>
#include <stdint.h>

#include "engine/history.h"

/* What the arguments ask for, whatever the symbol. */
struct peri_lua_past_request {
    int kind;            /* a peri_past_kind; -1: not said */
    bool has_resolution; /* false: that of each symbol */
    peri_history wanted;
};

peri_resolution peri_lua_past_resolution(lua_State *L, const struct peri_lua_past_request *request,
                                         int32_t security);

/* Find what is asked for of a security; raises what the engine fails with. */
void peri_lua_find_past(lua_State *L, const struct peri_lua_past_request *request, int32_t security,
                        peri_past_kind kind, peri_past *out);

/* It found nothing of a security: warn where there is nothing of any time. */
void peri_lua_notice_no_past(lua_State *L, const struct peri_lua_past_request *request,
                             int32_t security);

/* Free what an object of peri_lua_push_pasts owns. */
void peri_lua_free_pasts(lua_State *L, int arg);

/* Slices of the securities that are marked (shape [securities of the engine]), oldest first:
   [] -> [array]. Returns 1. */
int peri_lua_history_slices(lua_State *L, const struct peri_lua_past_request *request,
                            const bool *marks);

#endif
