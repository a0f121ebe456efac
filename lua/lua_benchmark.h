/* lua_benchmark.h - SetBenchmark: what the statistics compare with. Layer 6. */
#ifndef PERI_LUA_BENCHMARK_H
#define PERI_LUA_BENCHMARK_H

#include <lua.h>

void peri_lua_benchmark_open(lua_State *L);

#endif
