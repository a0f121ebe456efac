/* lua_settings_data.h - the members of Settings that govern data; UniverseSettings. Layer 6. */
#ifndef PERI_LUA_SETTINGS_DATA_H
#define PERI_LUA_SETTINGS_DATA_H

#include <lua.h>

/* Getters and setters, see peri_lua_member; stdlib/api.lua says what each of them is. */
int peri_lua_get_precise_days(lua_State *L, void *self); /* DailyPreciseEndTime */
int peri_lua_set_precise_days(lua_State *L, void *self);
int peri_lua_get_extended_days(lua_State *L, void *self); /* DailyConsolidationUse... */
int peri_lua_set_extended_days(lua_State *L, void *self);
int peri_lua_get_seeds_prices(lua_State *L, void *self); /* SeedInitialPrices */
int peri_lua_set_seeds_prices(lua_State *L, void *self);

/* Install UniverseSettings. */
void peri_lua_universe_settings_open(lua_State *L);

#endif
