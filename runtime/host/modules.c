/* modules.c - require: modules embedded in the program, then files beside the script. Layer 6. */
#include <errno.h>
#include <lauxlib.h>
#include <string.h>

#include "base/buf.h"
#include "host/host_private.h"

/* Registry keys. */
static const char loaded_key = 'l';  /* name -> value of a finished module */
static const char loading_key = 'c'; /* the chain: array of the names being loaded */
static const char native_key = 'n';  /* name of a module -> table of its C functions */

/* Push the table kept under a registry key, made when it is missing. */
static void push_table(lua_State *L, const void *key)
{
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, key) == LUA_TTABLE)
        return;
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

void peri_host_native(lua_State *L, const char *module, const luaL_Reg *functions)
{
    push_table(L, &native_key);
    lua_newtable(L);
    luaL_setfuncs(L, functions, 0);
    lua_setfield(L, -2, module);
    lua_pop(L, 1);
}

/* Push the table of a module's C functions if it has any; returns how many values were pushed. */
static int push_native(lua_State *L, const char *module)
{
    push_table(L, &native_key);
    bool found = lua_getfield(L, -1, module) != LUA_TNIL;
    lua_remove(L, -2);
    if (!found)
        lua_pop(L, 1);
    return found ? 1 : 0;
}

static void check_name(lua_State *L, const char *name, size_t len)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                  "0123456789_.-";
    if (len == 0 || strspn(name, allowed) != len || strstr(name, "..") || name[0] == '.' ||
        name[len - 1] == '.')
        luaL_error(L,
                   "require: module name was '%s', expected names of letters, digits, _ and - "
                   "with single dots between them",
                   name);
}

/* Raise when the name is in the chain on top of the stack: "a -> b -> a". */
static void check_cycle(lua_State *L, const char *name)
{
    lua_Integer n = (lua_Integer)lua_rawlen(L, -1), first = 0;
    for (lua_Integer i = 1; i <= n && first == 0; i++) {
        lua_rawgeti(L, -1, i);
        if (strcmp(lua_tostring(L, -1), name) == 0)
            first = i;
        lua_pop(L, 1);
    }
    if (first == 0)
        return;
    luaL_Buffer chain;
    int names = lua_gettop(L);
    luaL_buffinit(L, &chain);
    for (lua_Integer i = first; i <= n; i++) {
        lua_rawgeti(L, names, i);
        luaL_addvalue(&chain);
        luaL_addstring(&chain, " -> ");
    }
    luaL_addstring(&chain, name);
    luaL_pushresult(&chain);
    luaL_error(L, "module '%s' requires itself: %s", name, lua_tostring(L, -1));
}

/* __close of the guard: the last name of the chain is not being loaded any more, however the
   module ended. */
static int l_leave(lua_State *L)
{
    push_table(L, &loading_key);
    lua_pushnil(L);
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2));
    return 0;
}

/* chain -> guard: note that a module is being loaded until the guard is closed. */
static void enter(lua_State *L, const char *name)
{
    lua_newtable(L);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, l_leave);
    lua_setfield(L, -2, "__close");
    lua_setmetatable(L, -2);
    lua_pushstring(L, name);
    lua_rawseti(L, -3, (lua_Integer)lua_rawlen(L, -3) + 1);
    lua_replace(L, -2);
    lua_toclose(L, -1);
}

/* Push the compiled function of an embedded module and its chunk name; false if there is none. */
static bool load_embedded(lua_State *L, const char *name)
{
    const peri_host *host = peri_host_from(L);
    const char *text = NULL;
    size_t len = 0;
    if (!host->options.find_module ||
        !host->options.find_module(host->options.ctx, name, &text, &len))
        return false;
    const char *chunk = lua_pushfstring(L, "@[%s]", name);
    if (luaL_loadbufferx(L, text, len, chunk, "t") != LUA_OK)
        lua_error(L);
    lua_insert(L, -2);
    return true;
}

/* Push the compiled function of a file and its path; false when the file does not exist. */
static bool load_script(lua_State *L, const char *stem, const char *ending)
{
    peri_host *host = peri_host_from(L);
    const char *path = lua_pushfstring(L, "%s/%s%s", host->options.script_dir, stem, ending);
    const char *chunk = lua_pushfstring(L, "@%s", path);
    peri_error err;
    peri_buf text;
    peri_buf_init(&text);
    int rc = peri_host_read_file(path, &text, &err);
    bool missing = rc == PERI_EIO && (errno == ENOENT || errno == ENOTDIR);
    if (rc == PERI_OK)
        rc = peri_host_compile_on(L, chunk, peri_buf_str(&text), text.len, &err);
    peri_buf_deinit(&text);
    if (missing) {
        lua_pop(L, 2);
        return false;
    }
    if (rc != PERI_OK) { /* a syntax error has a position of its own */
        lua_pushstring(L, err.text);
        lua_error(L);
    }
    lua_replace(L, -2);
    lua_insert(L, -2);
    return true;
}

static void load_module(lua_State *L, const char *name)
{
    static const char *const endings[] = {".lua", "/init.lua"};
    if (load_embedded(L, name))
        return;
    if (!peri_host_from(L)->options.script_dir) {
        luaL_error(L, "module '%s' not found: there is no embedded module of that name", name);
        return;
    }
    const char *stem = luaL_gsub(L, name, ".", "/");
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (load_script(L, stem, endings[i]))
            return;
    const char *dir = peri_host_from(L)->options.script_dir;
    luaL_error(L,
               "module '%s' not found: there is no embedded module of that name, no file "
               "'%s/%s.lua' and no file '%s/%s/init.lua'",
               name, dir, stem, dir, stem);
}

int peri_modules_require(lua_State *L)
{
    enum {
        NAME = 1,
        LOADED
    };
    size_t len;
    const char *name = luaL_checklstring(L, NAME, &len);
    lua_settop(L, NAME);
    check_name(L, name, len);
    push_table(L, &loaded_key);
    if (lua_getfield(L, LOADED, name) != LUA_TNIL)
        return 1;
    push_table(L, &loading_key);
    check_cycle(L, name);
    enter(L, name);
    load_module(L, name); /* -> function, path */
    lua_pushvalue(L, NAME);
    lua_insert(L, -2);
    lua_call(L, 2 + push_native(L, name), 1);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushboolean(L, 1);
    }
    lua_pushvalue(L, -1);
    lua_setfield(L, LOADED, name);
    return 1; /* closes the guard */
}
