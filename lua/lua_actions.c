/* lua_actions.c - see lua_actions.h. Layer 6. */
#include "lua_actions.h"

#include <string.h>

#include "lua_support.h"
#include "lua_symbol.h"
#include "lua_time.h"

/* Payload of the lists. */
struct list {
    peri_lua_action_list which;
    size_t n;
    peri_action items[]; /* shape [n] */
};

static const peri_lua_class split_class, dividend_class, rename_class, delisting_class;
static const peri_lua_class splits_class, dividends_class, renames_class, delistings_class;

/* Of a list and of its elements. */
static const peri_lua_class *const list_classes[PERI_LUA_ACTION_LISTS] = {
    &splits_class, &dividends_class, &renames_class, &delistings_class};
static const peri_lua_class *const item_classes[PERI_LUA_ACTION_LISTS] = {
    &split_class, &dividend_class, &rename_class, &delisting_class};

static const peri_name split_types[] = {
    {"Warning", PERI_ACTION_SPLIT_WARNING}, {"SplitOccurred", PERI_ACTION_SPLIT}, {NULL, 0}};
static const peri_lua_enum split_type = {"SplitType", split_types, false};

static const peri_name delisting_types[] = {
    {"Warning", PERI_ACTION_DELISTING_WARNING}, {"Delisted", PERI_ACTION_DELISTED}, {NULL, 0}};
static const peri_lua_enum delisting_type = {"DelistingType", delisting_types, false};

/* -- elements: the payload is a peri_action --------------------------------------------------- */

static int get_symbol(lua_State *L, void *self)
{
    peri_lua_push_symbol(L, ((const peri_action *)self)->security);
    return 1;
}

static int get_time(lua_State *L, void *self)
{
    peri_lua_push_local(L, ((const peri_action *)self)->time_ns);
    return 1;
}

static int get_value(lua_State *L, void *self)
{
    lua_pushnumber(L, ((const peri_action *)self)->value);
    return 1;
}

static int get_reference(lua_State *L, void *self)
{
    lua_pushnumber(L, ((const peri_action *)self)->reference);
    return 1;
}

static int get_split_type(lua_State *L, void *self)
{
    peri_lua_push_enum(L, &split_type, (int)((const peri_action *)self)->kind);
    return 1;
}

static int get_delisting_type(lua_State *L, void *self)
{
    peri_lua_push_enum(L, &delisting_type, (int)((const peri_action *)self)->kind);
    return 1;
}

/* Names are written as tickers are, in capitals. */
static int push_name(lua_State *L, const char *name)
{
    luaL_Buffer text;
    luaL_buffinit(L, &text);
    for (; *name; name++)
        luaL_addchar(&text, *name >= 'a' && *name <= 'z' ? (char)(*name - 'a' + 'A') : *name);
    luaL_pushresult(&text);
    return 1;
}

static int get_old_name(lua_State *L, void *self)
{
    return push_name(L, ((const peri_action *)self)->old_name);
}

static int get_new_name(lua_State *L, void *self)
{
    return push_name(L, ((const peri_action *)self)->new_name);
}

static const peri_lua_member split_members[] = {
    {"Symbol", get_symbol, NULL, NULL},     {"Time", get_time, NULL, NULL},
    {"SplitFactor", get_value, NULL, NULL}, {"ReferencePrice", get_reference, NULL, NULL},
    {"Price", get_reference, NULL, NULL},   {"Value", get_reference, NULL, NULL},
    {"Type", get_split_type, NULL, NULL},   {NULL, NULL, NULL, NULL},
};

static const peri_lua_member dividend_members[] = {
    {"Symbol", get_symbol, NULL, NULL},
    {"Time", get_time, NULL, NULL},
    {"Distribution", get_value, NULL, NULL},
    {"ReferencePrice", get_reference, NULL, NULL},
    {"Price", get_value, NULL, NULL},
    {"Value", get_value, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_member rename_members[] = {
    {"Symbol", get_symbol, NULL, NULL},
    {"Time", get_time, NULL, NULL},
    {"OldSymbol", get_old_name, NULL, NULL},
    {"NewSymbol", get_new_name, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_member delisting_members[] = {
    {"Symbol", get_symbol, NULL, NULL},       {"Time", get_time, NULL, NULL},
    {"Type", get_delisting_type, NULL, NULL}, {"Price", get_value, NULL, NULL},
    {"Value", get_value, NULL, NULL},         {NULL, NULL, NULL, NULL},
};

static const peri_lua_class split_class = {.name = "Split", .members = split_members};
static const peri_lua_class dividend_class = {.name = "Dividend", .members = dividend_members};
static const peri_lua_class rename_class = {.name = "SymbolChangedEvent",
                                            .members = rename_members};

static const peri_lua_class delisting_class = {.name = "Delisting", .members = delisting_members};

static void push_item(lua_State *L, const struct list *list, size_t i)
{
    peri_action *item = peri_lua_new(L, item_classes[list->which], sizeof *item);
    *item = list->items[i];
}

/* -- lists ------------------------------------------------------------------------------------ */

static int get_count(lua_State *L, void *self)
{
    lua_pushinteger(L, (lua_Integer)((const struct list *)self)->n);
    return 1;
}

/* The last one of a security: a warning and a split are never of the same day. -1: none. */
static int64_t find(const struct list *list, int32_t security)
{
    for (size_t i = list->n; i-- > 0;)
        if (list->items[i].security == security)
            return (int64_t)i;
    return -1;
}

static int contains_key(lua_State *L, void *self)
{
    const struct list *list = self;
    int32_t security = peri_lua_check_symbol(L, 2, "Slice:ContainsKey");
    lua_pushboolean(L, find(list, security) >= 0);
    return 1;
}

/* list[symbol]: nil when there is none now */
static int index_list(lua_State *L, void *self)
{
    const struct list *list = self;
    int32_t security = peri_lua_test_symbol(L, 2);
    if (security < 0)
        return 0;
    int64_t at = find(list, security);
    if (at >= 0)
        push_item(L, list, (size_t)at);
    else
        lua_pushnil(L);
    return 1;
}

/* Step of pairs(): upvalue 1 is the list, 2 the place to show next. */
static int next_item(lua_State *L)
{
    const struct list *list = NULL;
    for (int i = 0; i < PERI_LUA_ACTION_LISTS && !list; i++)
        list = peri_lua_test(L, lua_upvalueindex(1), list_classes[i]);
    lua_Integer at = lua_tointeger(L, lua_upvalueindex(2));
    if (!list || (size_t)at >= list->n)
        return 0;
    lua_pushinteger(L, at + 1);
    lua_replace(L, lua_upvalueindex(2));
    peri_lua_push_symbol(L, list->items[at].security);
    push_item(L, list, (size_t)at);
    return 2;
}

static int pairs_list(lua_State *L)
{
    lua_settop(L, 1);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, next_item, 2);
    return 1;
}

static int length(lua_State *L)
{
    for (int i = 0; i < PERI_LUA_ACTION_LISTS; i++) {
        void *list = peri_lua_test(L, 1, list_classes[i]);
        if (list)
            return get_count(L, list);
    }
    return 0;
}

static const luaL_Reg list_meta[] = {{"__pairs", pairs_list}, {"__len", length}, {NULL, NULL}};

static const peri_lua_member list_members[] = {
    {"Count", get_count, NULL, NULL},
    {"ContainsKey", NULL, NULL, contains_key},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class splits_class = {
    .name = "Splits", .members = list_members, .meta = list_meta, .index = index_list};
static const peri_lua_class dividends_class = {
    .name = "Dividends", .members = list_members, .meta = list_meta, .index = index_list};
static const peri_lua_class renames_class = {
    .name = "SymbolChangedEvents", .members = list_members, .meta = list_meta, .index = index_list};

static const peri_lua_class delistings_class = {
    .name = "Delistings", .members = list_members, .meta = list_meta, .index = index_list};

static bool belongs(const peri_action *action, peri_lua_action_list which)
{
    switch (action->kind) {
    case PERI_ACTION_DIVIDEND:
        return which == PERI_LUA_DIVIDENDS;
    case PERI_ACTION_RENAME:
        return which == PERI_LUA_RENAMES;
    case PERI_ACTION_DELISTING_WARNING:
    case PERI_ACTION_DELISTED:
        return which == PERI_LUA_DELISTINGS;
    default:
        return which == PERI_LUA_SPLITS;
    }
}

size_t peri_lua_push_actions(lua_State *L, const peri_slice *slice, peri_lua_action_list which)
{
    size_t n = 0;
    for (size_t i = 0; i < slice->action_count; i++)
        n += belongs(slice->actions[i], which);
    struct list *list =
        peri_lua_new(L, list_classes[which], sizeof *list + n * sizeof list->items[0]);
    list->which = which;
    for (size_t i = 0; i < slice->action_count; i++)
        if (belongs(slice->actions[i], which))
            list->items[list->n++] = *slice->actions[i];
    for (size_t i = 0; i < n && which == PERI_LUA_DELISTINGS; i++) /* at the last price */
        list->items[i].value =
            peri_engine_security(peri_lua_runtime(L)->engine, list->items[i].security)->price;
    return n;
}

void peri_lua_actions_open(lua_State *L)
{
    for (int i = 0; i < PERI_LUA_ACTION_LISTS; i++) {
        peri_lua_class_open(L, list_classes[i]);
        peri_lua_class_open(L, item_classes[i]);
    }
    peri_lua_enum_open(L, &split_type);
    peri_lua_enum_open(L, &delisting_type);
}
