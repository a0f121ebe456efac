/* lua_store_scratch.c - what the files of the ObjectStore library share. Layer 6. */
#include "lua_store_scratch.h"

#include <string.h>

#include "base/mem.h"
#include "host/seat.h"
#include "lua_runtime_internal.h"

/* Idempotent: called at the close, and again at the collection. */
static void release(void *self)
{
    peri_lua_scratch *s = self;
    if (s->has_begun)
        peri_store_end(s->store, false, NULL);
    peri_xml_writer_close(s->xml);
    peri_buf_deinit(&s->text);
    peri_lua_walk_deinit(&s->walk);
    peri_value_tape_deinit(&s->tape);
    peri_free(s->bytes);
    peri_store_list_free(&s->keys);
    memset(s, 0, sizeof *s);
}

static int l_close(lua_State *L);

static const luaL_Reg scratch_meta[] = {{"__close", l_close}, {NULL, NULL}};
static const peri_lua_member no_members[] = {{.name = NULL}};

static const peri_lua_class scratch_class = {
    .name = "ObjectStore scratch",
    .members = no_members,
    .meta = scratch_meta,
    .release = release,
};

static int l_close(lua_State *L)
{
    peri_lua_scratch *s = peri_lua_test(L, 1, &scratch_class);
    if (s)
        release(s);
    return 0;
}

peri_lua_scratch *peri_lua_scratch_keep(lua_State *L)
{
    peri_lua_scratch *s = peri_lua_new(L, &scratch_class, sizeof *s);
    peri_buf_init(&s->text);
    peri_value_tape_init(&s->tape);
    return s;
}

peri_lua_scratch *peri_lua_scratch_new(lua_State *L)
{
    peri_lua_scratch *s = peri_lua_scratch_keep(L);
    lua_toclose(L, -1);
    return s;
}

void peri_lua_scratch_open(lua_State *L)
{
    peri_lua_class_open(L, &scratch_class);
}

/* --- arguments --- */

peri_store *peri_lua_store(lua_State *L)
{
    return peri_lua_runtime(L)->store;
}

const char *peri_lua_check_key(lua_State *L, const char *func, size_t *len)
{
    return peri_lua_check_string(L, 1, func, "key", len);
}

/* --- calls without the state --- */

struct job {
    peri_lua_store_call *call;
    void (*work)(peri_lua_store_call *call);
};

static void run_job(void *arg)
{
    const struct job *job = arg;
    job->work(job->call);
}

void peri_lua_store_do(lua_State *L, peri_lua_store_call *call,
                       void (*work)(peri_lua_store_call *call))
{
    struct job job = {call, work};
    call->store = peri_lua_store(L);
    call->key = lua_tolstring(L, 1, &call->key_len);
    peri_host_unlocked(L, run_job, &job);
}
