/* host_kit.c - a Lua host for tests. */
#include "host_kit.h"

#include <stdio.h>
#include <string.h>

#include "check.h"

static void capture(void *ctx, const char *text, size_t len)
{
    host_kit *kit = ctx;
    size_t room = sizeof kit->printed - kit->len - 2;
    if (len > room)
        len = room;
    memcpy(kit->printed + kit->len, text, len);
    kit->len += len;
    kit->printed[kit->len++] = '\n';
    kit->printed[kit->len] = '\0';
}

peri_host_options host_kit_options(host_kit *kit)
{
    return (peri_host_options){.seed = 42, .print = capture, .ctx = kit};
}

void host_kit_open(host_kit *kit, lua_CFunction install)
{
    memset(kit, 0, sizeof *kit);
    peri_host_options options = host_kit_options(kit);
    CHECK_INT("host opens", peri_host_open(&options, &kit->host, &kit->err), PERI_OK);
    if (install)
        CHECK_INT("bindings", peri_host_protect(kit->host, install, NULL, &kit->err), PERI_OK);
}

void host_kit_close(host_kit *kit)
{
    peri_host_close(kit->host);
    kit->host = NULL;
}

int host_kit_run(host_kit *kit, const char *source)
{
    kit->len = 0;
    kit->printed[0] = '\0';
    kit->err.text[0] = '\0';
    int rc = peri_host_compile(kit->host, "@test.lua", source, strlen(source), &kit->err);
    if (rc == PERI_OK)
        rc = peri_host_call(kit->host, peri_host_lua(kit->host), 0, 0, NULL, &kit->err);
    return rc;
}

void host_kit_prints(host_kit *kit, const char *what, const char *source, const char *want)
{
    if (!CHECK_INT(what, host_kit_run(kit, source), PERI_OK))
        printf("     %s\n", kit->err.text);
    else
        CHECK_STR(what, kit->printed, want);
}

void host_kit_raises(host_kit *kit, const char *what, const char *source, const char *part)
{
    CHECK_INT(what, host_kit_run(kit, source), PERI_ESCRIPT);
    CHECK_HAS(what, kit->err.text, part);
}
