/* lua_drive.c - the steps of a backtest: one protected call that all calls of OnData are in.
 *
 * A protected call for each OnData costs as much as a third of a small one. What OnData raises
 * leaves no frame of the engine: it stands between two stages of a step then, and the step is ended
 * behind the protected call.
 */
#include "lua_runtime_internal.h"
#include "lua_slice.h"

/* What the engine's side of the loop returned, while OnData has not failed. */
struct peri_drive {
    int rc;
    peri_error err;
};

/* The step before ends, the next one is begun; false: there is no next one. */
static bool advance(peri_runtime *runtime)
{
    struct peri_drive *drive = runtime->drive;
    return peri_engine_advance(runtime->engine, &drive->rc, &drive->err);
}

/* loop(OnData) */
static int loop(lua_State *L)
{
    peri_runtime *runtime = peri_lua_runtime(L);
    peri_host *host = runtime->host;
    const bool gives_slice = runtime->gives_slice;
    while (peri_host_step_out(host) && advance(runtime)) {
        peri_host_step_in(host, L);
        lua_pushvalue(L, 1);
        if (gives_slice)
            peri_lua_push_slice(L, runtime);
        lua_call(L, gives_slice, 0);
    }
    peri_host_step_in(host, L);
    return 0;
}

/* The loop failed, with rc: in OnData, whose step then ends, or because somebody interrupted the
   engine between two of them, which says so itself. */
static int fail(peri_runtime *runtime, int rc, peri_error *err)
{
    struct peri_drive *drive = runtime->drive;
    if (drive->rc != PERI_OK)
        return drive->rc;
    if (!peri_engine_slice(runtime->engine)) /* no step is taken */
        return rc == PERI_EINTERRUPT ? PERI_OK : rc;
    rc = peri_lua_failed_in(runtime, "OnData", rc, err);
    (void)peri_engine_advance(runtime->engine, &rc, err);
    return rc;
}

static int run_loop(peri_runtime *runtime, peri_error *err)
{
    lua_State *L = runtime->L;
    lua_pushcfunction(L, loop);
    lua_rawgeti(L, LUA_REGISTRYINDEX, runtime->callbacks[PERI_ON_DATA]);
    int rc = peri_host_call(runtime->host, L, 1, 0, NULL, err);
    return rc == PERI_OK ? rc : fail(runtime, rc, err);
}

int peri_lua_drive(void *ctx, peri_error *err)
{
    peri_runtime *runtime = ctx;
    struct peri_drive drive = {.rc = PERI_OK};
    int rc = PERI_OK;
    runtime->drive = &drive;
    if (runtime->callbacks[PERI_ON_DATA] == LUA_NOREF)
        while (peri_engine_advance(runtime->engine, &drive.rc, &drive.err))
            continue;
    else
        rc = run_loop(runtime, err);
    runtime->drive = NULL;
    if (drive.rc == PERI_OK)
        return rc;
    if (err)
        *err = drive.err;
    return drive.rc;
}
