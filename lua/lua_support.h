/* lua_support.h - what every binding is made of: libraries, classes, enums, arguments, errors.
 * Layer 6.
 *
 * Functions that take a lua_State may raise (at least for want of memory), so bindings are
 * installed inside peri_host_protect. Names and tables passed in are static: they are not copied.
 */
#ifndef PERI_LUA_SUPPORT_H
#define PERI_LUA_SUPPORT_H

#include <lauxlib.h>
#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/names.h"

/* ---- the API table ---- */

typedef struct peri_lua_function {
    const char *name; /* NULL ends a list */
    lua_CFunction call;
} peri_lua_function;

/* Put the value on top of the stack into the API table: [value] -> [] */
void peri_lua_global(lua_State *L, const char *name);
void peri_lua_global_functions(lua_State *L, const peri_lua_function *functions);

/* A global whose value is asked for at each use ("Time"): get pushes one value and returns 1; it
   must not look at its arguments. A script cannot assign it. */
void peri_lua_dynamic(lua_State *L, const char *name, lua_CFunction get);

/*
 * Make a read-only library table with functions that take a dot, and put it into the API table.
 *
 * functions  members, ends with a NULL name; may be NULL. ObjectStore:Save(x) raises
 *            "ObjectStore.Save takes a dot, not a colon: write ObjectStore.Save(...)"
 * call       what calling the table itself does, its arguments from index 1; NULL: an error
 *
 * Reading an unknown member raises, with a proposal; assignment raises.
 */
void peri_lua_library(lua_State *L, const char *name, const peri_lua_function *functions,
                      lua_CFunction call);

/* Make the value on top a member of a library made before: [value] -> [] */
void peri_lua_library_value(lua_State *L, const char *library, const char *member);

/*
 * Push a function that takes a dot, from the getter of a property of a collection: an object of a
 * class that there is once, at index 1. A state makes it once and keeps it.
 *
 * name  static: "DateRules.On". A colon raises "DateRules.On takes a dot, not a colon: write
 *       DateRules.On(...)", too many arguments what peri_lua_at_most does
 *
 * Returns 1, as the getter does.
 */
int peri_lua_push_dotted(lua_State *L, lua_CFunction function, const char *name);

/* ---- enums ---- */

/*
 * A library table of the names of an enum. A value is, in Lua, the name itself as a string
 * ("Daily"): it prints and compares as one expects, costs no more than a number to pass, and a
 * script may write either Resolution.Daily or "Daily". DayOfWeek, which scripts do arithmetic
 * with, is made of numbers instead (is_number).
 */
typedef struct peri_lua_enum {
    const char *name; /* "Resolution" */
    const peri_name *values;
    bool is_number;
} peri_lua_enum;

void peri_lua_enum_open(lua_State *L, const peri_lua_enum *type);
void peri_lua_push_enum(lua_State *L, const peri_lua_enum *type, int value); /* "?" if unknown */

/* ---- classes ---- */

enum {
    PERI_LUA_SHORT_STRING = 40 /* up to this length Lua has one string of a text, at one address */
};

/*
 * A member of a class: a property (get, and set unless it is read-only) or a method (call). self
 * is the payload of the object, of the right class in every case.
 *
 * get   pushes one value, returns 1
 * set   takes the new value from index 3, returns 0
 * call  arguments from index 2 on, returns the number of results pushed
 */
typedef struct peri_lua_member {
    const char *name; /* NULL ends a list */
    int (*get)(lua_State *L, void *self);
    int (*set)(lua_State *L, void *self);
    int (*call)(lua_State *L, void *self);
} peri_lua_member;

typedef struct peri_lua_class {
    const char *name; /* "Ticket": in messages, and as __name */
    const peri_lua_member *members;
    const luaL_Reg *meta; /* other metamethods (__tostring, __eq, ...), ends with NULL; or NULL */
    void (*release)(void *self); /* at collection; self is all zeros if it was never filled. NULL */
    /* Keys that are no member (`Portfolio["SPY"]`): key at index 2, pushes one value and returns
       1, or returns 0 when there is none of that name (then the unknown member is an error). */
    int (*index)(lua_State *L, void *self);
    /* Assignment to keys that are no member: key at index 2, value at index 3; takes it. NULL: it
       is an error. A class that has this keeps such keys in a table, the first user value of its
       objects, whose names are proposed for others like members. */
    void (*assign)(lua_State *L, void *self);
    /* The i-th of the names that `index` finds in an object, to be proposed for misspelt ones; NULL
       behind the last. NULL: there are none. */
    const char *(*extra)(const void *self, size_t i);
} peri_lua_class;

/* A getter of a number in a payload of a type: `field`, with or without a path to it. */
#define PERI_LUA_NUMBER(name, type, field)                                                         \
    static int name(lua_State *L, void *self)                                                      \
    {                                                                                              \
        lua_pushnumber(L, ((const type *)self)->field);                                            \
        return 1;                                                                                  \
    }

/* Make the metatable of a class. Once per state, before the first object. */
void peri_lua_class_open(lua_State *L, const peri_lua_class *type);

/* Push a new object; returns its payload, size bytes of zeros aligned to 8 (owned by Lua). */
void *peri_lua_new(lua_State *L, const peri_lua_class *type, size_t size);

/* The same with so many user values: Lua values that live as long as the object. */
void *peri_lua_new_with(lua_State *L, const peri_lua_class *type, size_t size, int values);

/*
 * Objects that are values. A light userdata costs nothing to make, so what is handed out at each
 * step is one, and an object made once stands for it: `find` returns the payload of that, and may
 * write into it what the value says. All light userdata of a state are of this kind; the classes
 * have no names longer than short strings and no assign.
 *
 * name  of all their classes, for messages of Lua's own
 * meta  as of a class
 */
typedef void *(*peri_lua_light_fn)(lua_State *L, const void *value);
void peri_lua_light_open(lua_State *L, const char *name, const luaL_Reg *meta,
                         peri_lua_light_fn find);
const char *peri_lua_light_name(lua_State *L, int arg); /* of the class of the one at an index */
/* An object that stands for such values, as peri_lua_new: the state keeps it. Pushes nothing. */
void *peri_lua_light_object(lua_State *L, const peri_lua_class *type, size_t size);

/* Payload of the object at an index, NULL when it is something else. Borrowed: lives as long as
   the object is referenced, of a value until the next one is looked at. Costs a few ns. */
void *peri_lua_test(lua_State *L, int arg, const peri_lua_class *type);

/* Whether the value at an index is a text close to a member's name: for an index function that
   would otherwise take it for a misspelt key. */
bool peri_lua_resembles_member(lua_State *L, int arg, const peri_lua_class *type);

/* For the index function of a collection of objects of a class: raise if the key at index 2 is a
   member of these: "Portfolio has no property 'Quantity': it is one of a Holding, as in
   Portfolio[symbol].Quantity". */
void peri_lua_refuse_item_member(lua_State *L, const char *collection, const peri_lua_class *item);

/* A __concat metamethod: joins what tostring gives for both sides. */
int peri_lua_concat(lua_State *L);

/* ---- arguments ----
 *
 * func  "SetHoldings" or "ObjectStore.Save" for functions; "Ticket:Update" for methods, whose
 *       arguments are then counted without self
 * name  of the argument, for the message: "SetHoldings: argument 2 (fraction) was a string
 *       ('abc'), expected a number". NULL in the setter of a property, whose func is
 *       "Ticket.Price": "Ticket.Price was a string ('abc'), expected a number"
 *
 * A check raises that when the value is not what it should be; an opt_ gives `otherwise` for nil or
 * none. Numbers are finite; strings that look like numbers are not numbers.
 */
double peri_lua_check_number(lua_State *L, int arg, const char *func, const char *name);
double peri_lua_opt_number(lua_State *L, int arg, const char *func, const char *name,
                           double otherwise);
/* lowest..highest, both included; 3.0 is an integer, 3.5 is not */
int64_t peri_lua_check_integer(lua_State *L, int arg, const char *func, const char *name,
                               int64_t lowest, int64_t highest);
int64_t peri_lua_opt_integer(lua_State *L, int arg, const char *func, const char *name,
                             int64_t lowest, int64_t highest, int64_t otherwise);
/* Borrowed as long as the value is on the stack; len may be NULL. Numbers are refused. */
const char *peri_lua_check_string(lua_State *L, int arg, const char *func, const char *name,
                                  size_t *len);
const char *peri_lua_opt_string(lua_State *L, int arg, const char *func, const char *name,
                                size_t *len, const char *otherwise);
bool peri_lua_check_boolean(lua_State *L, int arg, const char *func, const char *name);
bool peri_lua_opt_boolean(lua_State *L, int arg, const char *func, const char *name,
                          bool otherwise);
void peri_lua_check_function(lua_State *L, int arg, const char *func, const char *name);
void peri_lua_check_table(lua_State *L, int arg, const char *func, const char *name);
/* Raise for the first value from an index on that is not nil: see below. */
void peri_lua_refuse_rest(lua_State *L, int arg, const char *func, const char *expected);
/* Refuse arguments behind the last one of a form of a function that takes fewer than another: all
   from index `arg` on are nil. Before anything else is pushed; costs a comparison. Raises "func:
   argument 2 (extra) was 5, expected <expected>". */
static inline void peri_lua_check_none(lua_State *L, int arg, const char *func,
                                       const char *expected)
{
    if (lua_gettop(L) >= arg)
        peri_lua_refuse_rest(L, arg, func, expected);
}
int peri_lua_check_enum(lua_State *L, int arg, const char *func, const char *name,
                        const peri_lua_enum *type);
int peri_lua_opt_enum(lua_State *L, int arg, const char *func, const char *name,
                      const peri_lua_enum *type, int otherwise);
void *peri_lua_check_object(lua_State *L, int arg, const char *func, const char *name,
                            const peri_lua_class *type);

/* What a message says an argument was: "a string ('abc')", "nil", "missing", "nan", "a Ticket".
   Pushes up to 3 values; the text is static or one of them. */
const char *peri_lua_describe(lua_State *L, int arg);

/* Raise that a method takes a colon: "Indicator.Minus takes a colon: write indicator:Minus(...)".
 */
int peri_lua_colon_error(lua_State *L, const char *type, const char *method);

/* Raise "func: argument n (name) was <the value>, expected <expected>"; of a method that was called
   with a dot, so that its only argument became the object, the error above. Does not return. */
int peri_lua_arg_error(lua_State *L, int arg, const char *func, const char *name,
                       const char *expected) __attribute__((cold));

/* ---- errors ---- */

/* Misuse: raise err's text with the position of the Lua code that called. A text that comes from a
   failed peri_host_call (it has a traceback) is raised as it is. Does not return. */
int peri_lua_raise(lua_State *L, const peri_error *err) __attribute__((cold));

/* The world refused: push nil, text and a code word ("notfound"); returns 3. */
int peri_lua_fail(lua_State *L, const peri_error *err);

#endif
