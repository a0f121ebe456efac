/* host_kit.h - a Lua host for tests: captured print, chunks named test.lua. */
#ifndef PERI_TEST_HOST_KIT_H
#define PERI_TEST_HOST_KIT_H

#include "host/host.h"

typedef struct host_kit {
    peri_host *host;
    peri_error err;     /* of the last call */
    char printed[4096]; /* lines of print so far, each ended by a newline */
    size_t len;
} host_kit;

/* Options whose print fills the kit. */
peri_host_options host_kit_options(host_kit *kit);

/* Open with default options and install bindings (may be NULL); a failure is a failed check. */
void host_kit_open(host_kit *kit, lua_CFunction install);
void host_kit_close(host_kit *kit);

/* Run a chunk as test.lua; printed text starts anew. Returns as peri_host_load_file. */
int host_kit_run(host_kit *kit, const char *source);

/* A chunk that must print `want` / must raise with `part` in the text. */
void host_kit_prints(host_kit *kit, const char *what, const char *source, const char *want);
void host_kit_raises(host_kit *kit, const char *what, const char *source, const char *part);

#endif
