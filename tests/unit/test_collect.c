/* test_collect.c - large blocks: the collector works for them in pieces, and keeps up. */
#include <lauxlib.h>
#include <stdio.h>

#include "base/mem.h"
#include "check.h"
#include "seat_kit.h"

/* Most KiB that were in use during `body`, which is called n times. */
static double peak_of(const char *body, int n, bool stopped)
{
    host_kit kit = {0};
    char source[512];
    double peak = 0;
    peri_host_options options = host_kit_options(&kit);
    options.collector.stopped = stopped;
    CHECK_INT("opens", peri_host_open(&options, &kit.host, &kit.err), PERI_OK);
    snprintf(source, sizeof source,
             "local most = 0 for i = 1, %d do %s local now = collectgarbage('count')\n"
             "if now > most then most = now end end print(most)",
             n, body);
    if (host_kit_run(&kit, source) != PERI_OK)
        CHECK_STR(body, kit.err.text, "");
    CHECK(body, sscanf(kit.printed, "%lf", &peak) == 1);
    host_kit_close(&kit);
    return peak;
}

/* Each makes 1 to 4 MiB of garbage a call: a hundred of them must not add up. */
static const char *const bodies[] = {
    "local s = ('x'):rep(1 << 20)",
    "local s = ('x'):rep(100000):gsub('x', 'yy')",
    "local t = {} for i = 1, 70000 do t[i] = i end",
    "local t = {} for i = 1, 70000 do t[i] = i end table.sort(t)",
    "local t = {} for i = 1, 70000 do t[i] = i end local s = table.concat(t, ', ')",
};

SUITE(collect_keeps_up)
{
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        double peak = peak_of(bodies[i], 100, false);
        if (!CHECK(bodies[i], peak < 24 * 1024))
            printf("     %.0f KiB\n", peak);
    }
    CHECK("when stopped it does not", peak_of(bodies[0], 100, true) > 90 * 1024);
}

/* A block that was got ready but is not used is given back. */
SUITE(collect_large_blocks_that_fail)
{
    static const char source[] =
        "for i = 1, 3 do assert(not pcall(string.rep, 'x', 200 << 20)) end\n"
        "local s = ('x'):rep(3 << 20) assert(#s == 3 << 20 and s:sub(-3) == 'xxx') print(#s)";
    int64_t live = peri_mem_live();
    host_kit kit = {0};
    peri_host_options options = host_kit_options(&kit);
    options.memory_limit = 32 << 20;
    CHECK_INT("opens", peri_host_open(&options, &kit.host, &kit.err), PERI_OK);
    CHECK_INT("runs", host_kit_run(&kit, source), PERI_OK);
    CHECK_STR("whole", kit.printed, "3145728\n");
    host_kit_close(&kit);
    CHECK_INT("nothing is left", peri_mem_live(), live);
}

/* Memory fails at any place: an error, and nothing left. */
SUITE(collect_out_of_memory)
{
    static const char source[] = "local t = {} for i = 1, 9000 do t[i] = i end table.sort(t)\n"
                                 "local s = table.concat(t):rep(40) print(#s)";
    int64_t live = peri_mem_live();
    host_kit kit = {0};
    for (long nth = 1; nth <= 80; nth++) { /* often a collection helps, so all are tried */
        host_kit_open(&kit, NULL);
        peri_mem_fail_at(nth);
        int rc = host_kit_run(&kit, source);
        peri_mem_fail_at(0);
        CHECK("only that", rc == PERI_OK || rc == PERI_ENOMEM);
        if (rc == PERI_OK)
            CHECK_STR("whole", kit.printed, "1395720\n");
        host_kit_close(&kit);
        CHECK_INT("nothing is left", peri_mem_live(), live);
    }
}

/* Objects with memory of their own, as the bindings have them. */
static int made, released;

static int l_release(lua_State *L)
{
    lua_newuserdatauv(L, 4096, 0); /* raises when memory is short */
    released++;
    return 0;
}

static int l_object(lua_State *L)
{
    lua_newuserdatauv(L, 8, 0);
    made++;
    if (luaL_newmetatable(L, "object")) {
        lua_pushcfunction(L, l_release);
        lua_setfield(L, -2, "__gc");
    }
    lua_setmetatable(L, -2);
    return 1;
}

static int install(lua_State *L)
{
    lua_register(L, "object", l_object);
    return 0;
}

/* The collector calls their functions also where no memory is left for the call. */
SUITE(collect_releases_at_the_limit)
{
    static const char source[] =
        "local list for i = 1, 100 do object() end\n"
        "pcall(function() while true do list = {list} end end)\n"
        "for i = 1, 10 do list = list[1] end object() collectgarbage() print(list ~= nil)";
    host_kit kit = {0};
    made = released = 0;
    peri_host_options options = host_kit_options(&kit);
    options.memory_limit = 3 << 20;
    CHECK_INT("opens", peri_host_open(&options, &kit.host, &kit.err), PERI_OK);
    CHECK_INT("installs", peri_host_protect(kit.host, install, NULL, &kit.err), PERI_OK);
    CHECK_INT("runs", host_kit_run(&kit, source), PERI_OK);
    host_kit_close(&kit);
    CHECK_INT("made", made, 101);
    CHECK_INT("all released", released, made);
}
