/* lua_margin_call.h - OnMarginCall, and what it may change. Layer 6. */
#ifndef PERI_LUA_MARGIN_CALL_H
#define PERI_LUA_MARGIN_CALL_H

#include "engine/strategy.h"

/* Of the engine's table, see peri_strategy; ctx: the runtime. */
int peri_lua_on_margin_call(void *ctx, peri_margin_request *requests, size_t *n, peri_error *err);

#endif
