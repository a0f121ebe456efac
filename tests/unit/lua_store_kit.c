/* lua_store_kit.c - a Lua state with ObjectStore and Json, for tests. */
#include "lua_store_kit.h"

#include <stdio.h>
#include <string.h>

#include "check.h"
#include "lua_object_store.h"

static void keep_errors(void *ctx, peri_log_level level, int64_t local_ns, const char *text,
                        size_t len)
{
    lua_store_kit *f = ctx;
    (void)local_ns;
    if (level != PERI_LOG_ERROR)
        return;
    f->lines++;
    snprintf(f->logged, sizeof f->logged, "%.*s\n", (int)len, text);
}

static int install(lua_State *L)
{
    peri_lua_object_store_open(L);
    return 0;
}

void lua_store_kit_open(lua_store_kit *f, const char *name, peri_quota quota, size_t memory_limit)
{
    char path[512];
    memset(f, 0, sizeof *f);
    snprintf(path, sizeof path, "%s/%s.db", check_tmp(), name);
    peri_engine_options engine = {.data_dir = check_tmp(), .log = keep_errors, .ctx = f};
    peri_store_options store = {.quota = quota};
    peri_host_options host = host_kit_options(&f->kit);
    host.memory_limit = memory_limit;
    peri_error *err = &f->kit.err;
    CHECK_INT("engine opens", peri_engine_open(&engine, &f->runtime.engine, err), PERI_OK);
    CHECK_INT("store opens", peri_store_open(path, &store, &f->runtime.store, err), PERI_OK);
    CHECK_INT("host opens", peri_host_open(&host, &f->kit.host, err), PERI_OK);
    f->runtime.host = f->kit.host;
    peri_host_set_context(f->kit.host, &f->runtime);
    CHECK_INT("libraries", peri_host_protect(f->kit.host, install, NULL, err), PERI_OK);
}

void lua_store_kit_open_plain(lua_store_kit *f, const char *name)
{
    lua_store_kit_open(f, name, (peri_quota){.objects = 1000, .bytes = 100 << 20}, 0);
}

void lua_store_kit_close(lua_store_kit *f)
{
    host_kit_close(&f->kit);
    peri_store_close(f->runtime.store);
    peri_engine_close(f->runtime.engine);
}

void lua_store_kit_prints(lua_store_kit *f, const lua_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        host_kit_prints(&f->kit, rows[i].name, rows[i].source, rows[i].text);
}

void lua_store_kit_raises(lua_store_kit *f, const lua_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        host_kit_raises(&f->kit, rows[i].name, rows[i].source, rows[i].text);
}
