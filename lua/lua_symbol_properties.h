/* lua_symbol_properties.h - security.SymbolProperties. Layer 6. */
#ifndef PERI_LUA_SYMBOL_PROPERTIES_H
#define PERI_LUA_SYMBOL_PROPERTIES_H

#include <lua.h>
#include <stdint.h>

void peri_lua_symbol_properties_open(lua_State *L);

/* What a security is traded in: [] -> [SymbolProperties]; raises when the file cannot be read. */
void peri_lua_push_symbol_properties(lua_State *L, int32_t security);

#endif
