/* lua_brokerage.h - whose defaults hold, and what is done to each security that is added. Layer 6.
 */
#ifndef PERI_LUA_BROKERAGE_H
#define PERI_LUA_BROKERAGE_H

#include <lua.h>
#include <stdint.h>

/* Install SetBrokerageModel, BrokerageName, AccountType, SetSecurityInitializer. */
void peri_lua_brokerage_open(lua_State *L);

/* A security was added: it gets the models of a brokerage of the strategy's own, and goes through
   its initializer. */
void peri_lua_initialize_security(lua_State *L, int32_t security);

#endif
