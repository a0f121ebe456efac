/* lua_time_format.h - DateTime:ToString with a format. Layer 6. */
#ifndef PERI_LUA_TIME_FORMAT_H
#define PERI_LUA_TIME_FORMAT_H

#include <lua.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Push a local time as text. As strftime in the C locale, with these: %Y %m %d %H %M %S %y %j %I
 * %p %a %A %b %B %F (%Y-%m-%d) %T (%H:%M:%S) %f (fraction, 9 digits) %%. Raises for any other.
 */
void peri_lua_push_formatted(lua_State *L, int64_t local_ns, const char *format, size_t len);

#endif
