/* lua_registration_internal.h - what the files that feed indicators share. Layer 6. */
#ifndef PERI_LUA_REGISTRATION_INTERNAL_H
#define PERI_LUA_REGISTRATION_INTERNAL_H

#include "lua_registration.h"
#include "lua_runtime_internal.h"

const peri_security *peri_lua_security_at(lua_State *L, int32_t security);

/* Of several subscriptions that which bars of a length are, or are made of; 0: the first. */
peri_resolution peri_lua_input_of(lua_State *L, int32_t security, int64_t length_ns);

/* Length of bars of a period of time; 0: it has none, or is the security's own. */
int64_t peri_lua_period_length(const peri_lua_period *period);

/* Whether the security's own bars are meant; raises for shorter ones. */
bool peri_lua_is_own(lua_State *L, int32_t security, const peri_lua_period *period,
                     const char *func);

/* What the feed says is read of bars. */
void peri_lua_set_field(peri_indicator *indicator, const peri_lua_feed *feed);

/* Feed an indicator by the Consolidator on top. Raises. */
void peri_lua_link(lua_State *L, peri_consolidator *from, peri_indicator *indicator,
                   const peri_lua_feed *feed);

/* lua_warm_up.c: past bars for an indicator: of a resolution as they are; of a span so many of the
   security's own that they can be joined to it. Pushes what owns them. Raises. */
const peri_series *peri_lua_push_past_bars(lua_State *L, int32_t security,
                                           const peri_lua_period *period, int64_t bars);

/* lua_indicator_history.c */
int peri_lua_indicator_history(lua_State *L);
void peri_lua_indicator_history_open(lua_State *L);

#endif
