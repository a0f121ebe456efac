/* lua_indicators.h - the object Indicator. Layer 6.

   Whoever makes one is in lua_indicator_makers.h, what feeds one in lua_registration.h. */
#ifndef PERI_LUA_INDICATORS_H
#define PERI_LUA_INDICATORS_H

#include <lua.h>

#include "lua_runtime_internal.h"
#include "lua_support.h"

/* Payload of Indicator, of its Current and of its Window. */
struct peri_lua_indicator {
    peri_runtime *runtime;
    peri_indicator *indicator; /* owned by the runtime */
    size_t output;             /* which one; of Window 0 */
};

/* The object of one of the outputs of the indicator at index 1, whose payload from is; the same
   each time, kept by the indicator's object: [] -> [Indicator] */
void peri_lua_push_indicator_output(lua_State *L, const struct peri_lua_indicator *from,
                                    size_t output);

/* Install the classes of indicators and their values. */
void peri_lua_indicators_open(lua_State *L);

/*
 * Give the runtime an indicator to own and push its object. When it fails the indicator is freed,
 * and an error is raised.
 */
void peri_lua_push_indicator(lua_State *L, peri_indicator *indicator);
/* The same of n > 0, of which the last may be made of the others: all or none; pushes the object of
   the last. */
void peri_lua_push_indicators(lua_State *L, peri_indicator *const *made, size_t n);

/* The indicator an argument is, see peri_lua_indicator_itself; raises for anything else, or NULL.
 */
peri_indicator *peri_lua_check_indicator(lua_State *L, int arg, const char *func, const char *name);
peri_indicator *peri_lua_test_indicator(lua_State *L, int arg);

/* The value of an argument that is an indicator, or one of its values, now or of the past; false:
   it is none. */
bool peri_lua_test_indicator_value(lua_State *L, int arg, double *value);

extern const peri_lua_enum peri_lua_field;
/* Metamethods of what has an indicator's value: it compares and combines with others and numbers.
 */
extern const luaL_Reg peri_lua_value_meta[];

#endif
