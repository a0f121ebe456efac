/* lua_class_list.c - see lua_class_list.h. Layer 6. */
#include "lua_class_list.h"

#include <string.h>

#include "host/host.h"

enum {
    ROOM = 512,      /* a power of 2; at most half of the places are taken */
    REFERENCES = 256 /* that make Lua keep the registry's as an array */
};

static const char list_key; /* of the registry: the userdata that holds the list */

/* By address, with open addressing. */
struct peri_lua_class_list {
    peri_lua_light_fn light; /* NULL: there are no such values */
    size_t n;
    peri_lua_opened places[ROOM];
};

static peri_lua_opened *place_of(struct peri_lua_class_list *list, const peri_lua_class *type)
{
    for (size_t at = (uintptr_t)type >> 4;; at++) {
        peri_lua_opened *place = &list->places[at % ROOM];
        if (place->type == type || !place->type)
            return place;
    }
}

const peri_lua_opened *peri_lua_find_opened(lua_State *L, const peri_lua_class *type)
{
    struct peri_lua_class_list *list = peri_host_classes(peri_host_from(L));
    const peri_lua_opened *place = list ? place_of(list, type) : NULL;
    return place && place->type ? place : NULL;
}

void peri_lua_set_light(lua_State *L, peri_lua_light_fn find)
{
    ((struct peri_lua_class_list *)peri_host_classes(peri_host_from(L)))->light = find;
}

peri_lua_light_fn peri_lua_light(lua_State *L)
{
    const struct peri_lua_class_list *list = peri_host_classes(peri_host_from(L));
    return list->light;
}

static struct peri_lua_class_list *make_list(lua_State *L)
{
    struct peri_lua_class_list *list = lua_newuserdatauv(L, sizeof *list, 0);
    memset(list, 0, sizeof *list);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &list_key);
    peri_host_set_classes(peri_host_from(L), list);
    return list;
}

/* Lua moves keys 1, 2, ... of a table from its hash to its array when the hash is full. References
   that lie in the array are found without a division. */
static void settle_registry(lua_State *L)
{
    int references[REFERENCES];
    for (int i = 0; i < REFERENCES; i++) {
        lua_pushboolean(L, 1);
        references[i] = luaL_ref(L, LUA_REGISTRYINDEX);
    }
    for (int i = REFERENCES; i-- > 0;)
        luaL_unref(L, LUA_REGISTRYINDEX, references[i]); /* the lowest ones are used first */
}

void peri_lua_note_opened(lua_State *L, const peri_lua_class *type,
                          const struct peri_lua_directory *directory)
{
    struct peri_lua_class_list *list = peri_host_classes(peri_host_from(L));
    if (!list) {
        settle_registry(L);
        list = make_list(L);
    }
    if (2 * list->n >= ROOM)
        luaL_error(L, "%s: there are %d classes already", type->name, (int)list->n);
    peri_lua_opened *place = place_of(list, type);
    list->n += !place->type;
    *place = (peri_lua_opened){type, directory, luaL_ref(L, LUA_REGISTRYINDEX)};
}
