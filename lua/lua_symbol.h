/* lua_symbol.h - how scripts name symbols: a ticker, a Symbol or a Security. Layer 6. */
#ifndef PERI_LUA_SYMBOL_H
#define PERI_LUA_SYMBOL_H

#include <lua.h>

#include "lua_runtime_internal.h"
#include "lua_support.h"
#include "schedule/date_rules.h"

/* Install the class Symbol and Symbol.Create; Security; Securities, IsMarketOpen, RemoveSecurity.
 */
void peri_lua_symbol_open(lua_State *L);
void peri_lua_security_open(lua_State *L);
void peri_lua_securities_open(lua_State *L);

/* Index of the security an argument names; raises for unknown tickers ("did you mean") and others.
 */
int32_t peri_lua_check_symbol(lua_State *L, int arg, const char *func);

/* The same of a value that is no argument: what says which one it is, "SetHoldings: target 1's
   symbol". */
int32_t peri_lua_check_symbol_at(lua_State *L, int index, const char *what);

/* The same without raising: -1 when the argument names none. */
int32_t peri_lua_test_symbol(lua_State *L, int arg);

/* The same, and of a ticker whose symbol was removed that one: for what can be read behind that. */
int32_t peri_lua_test_any_symbol(lua_State *L, int arg);

/* The ticker an argument names, whether it was added or not; NULL when it names none. Borrowed as
   long as the argument is on the stack. */
const char *peri_lua_test_ticker(lua_State *L, int arg);

/* Ticker, name of the type and market of a Symbol or Security, whether it was added or not; raises
   for anything else. Borrowed as long as the run lasts. */
const char *peri_lua_symbol_parts(lua_State *L, int arg, const char **type, const char **market);

/* Index of the security when the argument is a Security, else -1. */
int32_t peri_lua_test_security(lua_State *L, int arg);

/*
 * The market an argument names, for rules: of a subscribed symbol; of a Symbol made by
 * Symbol.Create; of a ticker that was never added a US equity's, with one warning. Raises for
 * anything else, and for markets that are not known.
 *
 * out  symbol is borrowed as long as the argument is on the stack; extended is not touched
 */
void peri_lua_check_market(lua_State *L, int arg, const char *func, peri_rule_market *out);

/* See peri_lua_refuse_item_member, of a collection of securities. */
void peri_lua_refuse_security_member(lua_State *L, const char *collection);

/* The object of a security, one for the whole run. */
void peri_lua_push_symbol(lua_State *L, int32_t index);
void peri_lua_push_security(lua_State *L, int32_t index);

/* Tickers may mean other securities from now on. */
void peri_lua_forget_tickers(lua_State *L);

/* What a collection's ContainsKey does, whose name is `func`: "Portfolio.ContainsKey". Pushes
   whether the symbol at index 1 is subscribed, returns 1. */
int peri_lua_contains_key(lua_State *L, const char *func);

/* Symbols of all securities as a new array: [] -> [table] */
void peri_lua_push_all_symbols(lua_State *L);

/*
 * Push the object kept for a security in a table of the registry, made by `make` (which pushes it)
 * the first time.
 * key  address that names the table
 */
void peri_lua_push_kept(lua_State *L, const void *key, int32_t index,
                        void (*make)(lua_State *L, int32_t index));

#endif
