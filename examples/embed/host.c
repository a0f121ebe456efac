/* host.c - a C program that runs a strategy inside itself and reads the result.
 *
 *   ./bootstrap.sh build release
 *   gcc -std=c11 -Iruntime/include examples/embed/host.c -Lbuild/bin/release -lperigee \
 *       -Wl,-rpath,'$ORIGIN/../bin/release' -o build/gen/host
 *   build/gen/host examples/hello.lua
 *
 * It prints the end equity on stdout, what the strategy logged on stderr. The same file is C++ too.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "perigee.h"

/* A number of the result. The JSON has one line per run; a real program would use a JSON reader. */
static double number_in(const char *json, const char *name)
{
    const char *at = strstr(json, name);
    return at ? strtod(at + strlen(name), NULL) : 0;
}

int main(int argc, char **argv)
{
    if (argc != 2 || perigee_abi() != PERIGEE_ABI) {
        fprintf(stderr, "usage: %s STRATEGY (library %s)\n", argv[0], perigee_version());
        return 2;
    }

    perigee_config config;
    perigee_config_init(&config); /* defaults: data and store lie beside the strategy */
    config.strategy = argv[1];
    config.memory_limit = 256 << 20;
    config.wake_signal = PERIGEE_WAKE_NONE; /* nothing here interrupts a run: full speed */

    perigee *run = NULL; /* filled also by an open that fails: it has the message */
    int status = 1;
    if (perigee_open(&config, &run) == PERIGEE_OK && perigee_run(run) == PERIGEE_OK) {
        printf("%.17g\n", number_in(perigee_result_json(run), "\"end_equity\":"));
        status = 0;
    } else {
        fprintf(stderr, "%s\n", perigee_errmsg(run));
    }
    fputs(perigee_log(run), stderr);
    perigee_close(run);
    return status;
}
