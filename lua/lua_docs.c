/* lua_docs.c - see lua_docs.h. */
#include "lua_docs.h"

#include <lauxlib.h>

#include "embedded.h"
#include "host/host.h"
#include "host/suggest.h"

struct job {
    const char *form, *name;
    peri_lua_docs_take take;
    void *ctx;
    int rc; /* of what is not Lua's */
    peri_error *err;
};

/* The names there are lie on top. */
static int fail_unknown(lua_State *L, const struct job *job)
{
    char says[128];
    peri_suggestion suggestion;
    peri_suggest_init(&suggestion, job->name);
    const lua_Integer n = (lua_Integer)lua_rawlen(L, -1);
    for (lua_Integer i = 1; i <= n; i++, lua_pop(L, 1)) {
        lua_rawgeti(L, -1, i);
        peri_suggest_offer(&suggestion, NULL, lua_tostring(L, -1));
    }
    peri_suggest_text(&suggestion, says, sizeof says);
    return peri_fail(job->err, PERI_ENOTFOUND, "there is no '%.100s'%s", job->name, says);
}

/* The array of files lies on top. */
static int hand_out(lua_State *L, const struct job *job)
{
    const lua_Integer n = (lua_Integer)lua_rawlen(L, -1);
    int rc = PERI_OK;
    for (lua_Integer i = 1; i <= n && rc == PERI_OK; i++, lua_pop(L, 3)) {
        size_t len;
        lua_rawgeti(L, -1, i);
        lua_getfield(L, -1, "path");
        lua_getfield(L, -2, "text");
        const char *text = luaL_checklstring(L, -1, &len);
        rc = job->take(job->ctx, luaL_checkstring(L, -2), text, len, job->err);
    }
    return rc;
}

static int write(lua_State *L)
{
    struct job *job = lua_touserdata(L, 1);
    lua_getglobal(L, "require");
    lua_pushliteral(L, "docs.write");
    lua_call(L, 1, 1);
    lua_pushstring(L, job->form);
    lua_pushstring(L, job->name); /* NULL: nil */
    lua_call(L, 2, 2);
    if (lua_isnil(L, -2)) {
        job->rc = fail_unknown(L, job);
        return 0;
    }
    lua_pop(L, 1);
    job->rc = hand_out(L, job);
    return 0;
}

int peri_lua_docs_write(const char *form, const char *name, peri_lua_docs_take take, void *ctx,
                        peri_error *err)
{
    const peri_host_options options = {.seed = 1, .find_module = peri_embedded_find_module};
    struct job job = {form, name, take, ctx, PERI_OK, err};
    peri_host *host = NULL;
    int rc = peri_host_open(&options, &host, err);
    if (rc == PERI_OK)
        rc = peri_host_protect(host, write, &job, err);
    peri_host_close(host);
    return rc == PERI_OK ? job.rc : rc;
}
