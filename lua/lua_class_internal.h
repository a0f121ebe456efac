/* lua_class_internal.h - what objects are in memory; shared by lua_class*.c only. Layer 6.

   Every userdata a script can get hold of starts with the address of its class's directory, which
   tells the class: a full userdata can only be made in C, so to compare that is a safe type check.
   Light userdata are values that an object stands for (lua_class_light.c). */
#ifndef PERI_LUA_CLASS_INTERNAL_H
#define PERI_LUA_CLASS_INTERNAL_H

#include "lua_arity.h"
#include "lua_class_list.h"

/* Members by the addresses of their names, with open addressing. The members table keeps the names,
   so that no other string gets such an address. */
struct peri_lua_entry {
    const void *name; /* NULL: free */
    const peri_lua_member *member;
};

typedef struct peri_lua_directory {
    const peri_lua_class *type;
    bool has_long; /* a name so long that there may be several strings of it */
    size_t mask;
    struct peri_lua_entry entries[]; /* shape [mask + 1], at most half of them taken */
} peri_lua_directory;

/* What a method's function has for upvalue. */
typedef struct peri_lua_method {
    const peri_lua_member *member;
    const peri_lua_class *type;
    const peri_lua_arity *arity;
} peri_lua_method;

typedef struct peri_lua_object {
    const peri_lua_directory *directory;
    uint64_t payload[];
} peri_lua_object;

static inline size_t peri_lua_member_place(const peri_lua_directory *d, const void *name)
{
    return ((uintptr_t)name >> 4) & d->mask;
}

/* NULL: not there. */
static inline const peri_lua_member *peri_lua_find_member(const peri_lua_directory *d,
                                                          const void *name)
{
    for (size_t at = peri_lua_member_place(d, name);; at = (at + 1) & d->mask) {
        const struct peri_lua_entry *entry = &d->entries[at];
        if (entry->name == name || !entry->name)
            return entry->member;
    }
}

static inline peri_lua_object *peri_lua_object_of(void *payload)
{
    return (peri_lua_object *)(void *)((char *)payload - offsetof(peri_lua_object, payload));
}

/* Raise for a key (index 2) that is no member. */
int peri_lua_unknown_member(lua_State *L, const peri_lua_class *type);

/* What stands for the light userdata at an index; NULL: nothing does. */
peri_lua_object *peri_lua_light_object_at(lua_State *L, int arg);

#endif
