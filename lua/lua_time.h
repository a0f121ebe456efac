/* lua_time.h - DateTime and TimeSpan: immutable times for scripts. Layer 6.
 *
 * A DateTime is a local clock time in ns since 1970-01-01 (years 1700 to 2250), a TimeSpan a length
 * in ns (about +-292 years). Results outside raise.
 *
 * Lua: DateTime(year, month, day[, hour, minute, second]), DateTime.Parse(text); properties Year
 * Month Day Hour Minute Second Millisecond DayOfWeek (Sunday 0) DayOfYear Date TimeOfDay; methods
 * AddDays AddHours AddMinutes AddSeconds ToString([format]). TimeSpan(hours, minutes, seconds),
 * TimeSpan(days, hours, minutes, seconds), TimeSpan.FromDays/FromHours/FromMinutes/FromSeconds(n),
 * TimeSpan.Zero; properties TotalDays TotalHours TotalMinutes TotalSeconds Days Hours Minutes
 * Seconds. Operators: comparison, DateTime - DateTime, DateTime +- TimeSpan, TimeSpan +- TimeSpan,
 * TimeSpan * and / number, TimeSpan / TimeSpan, -TimeSpan, and .. with anything.
 */
#ifndef PERI_LUA_TIME_H
#define PERI_LUA_TIME_H

#include <lua.h>
#include <stdbool.h>
#include <stdint.h>

#include "lua_support.h"

extern const peri_lua_class peri_lua_datetime;
extern const peri_lua_class peri_lua_timespan;
extern const peri_lua_enum peri_lua_day_of_week;

/* Install DateTime, TimeSpan and DayOfWeek. */
void peri_lua_time_open(lua_State *L);

void peri_lua_push_datetime(lua_State *L, int64_t local_ns); /* raises outside 1700 to 2250 */
void peri_lua_push_timespan(lua_State *L, int64_t span_ns);
void peri_lua_push_local(lua_State *L, int64_t utc_ns); /* an instant, in the algorithm's zone */

/* Arguments, as the checks of lua_support.h. */
int64_t peri_lua_check_datetime(lua_State *L, int arg, const char *func, const char *name);
int64_t peri_lua_check_timespan(lua_State *L, int arg, const char *func, const char *name);

/* True and the value when the argument is one; for functions that take either. */
bool peri_lua_test_datetime(lua_State *L, int arg, int64_t *local_ns);
bool peri_lua_test_timespan(lua_State *L, int arg, int64_t *span_ns);

/* A number of units (days, ...) as ns, rounded to the nearest; raises for NaN and overflow. */
int64_t peri_lua_check_units(lua_State *L, int arg, const char *func, const char *name,
                             int64_t unit_ns);

/* Text as tostring gives it: "2013-10-07 16:00:00", "-1.02:03:04.5000000". Returns the length. */
enum {
    PERI_LUA_TIMESPAN_TEXT = 48
};
size_t peri_lua_timespan_text(int64_t span_ns, char *out);

#endif
