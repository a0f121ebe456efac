/* lua_indicator_output.h - the outputs of an indicator beside the first: bb.UpperBand. Layer 6. */
#ifndef PERI_LUA_INDICATOR_OUTPUT_H
#define PERI_LUA_INDICATOR_OUTPUT_H

#include "lua_indicators.h"

/* The indicator that an object is: of an output one of its own, which is made when it is asked for
   the first time, as it costs an update with each value. Owned as the object's indicator is.
   Raises. */
peri_indicator *peri_lua_indicator_itself(lua_State *L, const struct peri_lua_indicator *object);
/* The same for a mere look: NULL where it was not made yet. */
peri_indicator *peri_lua_indicator_made(const struct peri_lua_indicator *object);

/* What is no member of Indicator: indicator[i], the value of i inputs ago; an output by its name;
   of an output, Time. Returns how many are pushed. */
int peri_lua_index_indicator(lua_State *L, void *self);
/* The names it finds: the outputs, of an output Time. See peri_lua_class. */
const char *peri_lua_extra_of_indicator(const void *self, size_t i);

#endif
