/* allowance.c - see allowance.h. Layer 3. */
#include "train/allowance.h"

#include <string.h>

int peri_allowance_named(const char *server, peri_allowance *out, peri_error *err)
{
    static const peri_allowance rows[] = {
        {.server = "512", .capacity = 30, .amount = 5},
        {.server = "1024", .capacity = 60, .amount = 10},
        {.server = "2048", .capacity = 90, .amount = 15},
        {.server = "none", .unlimited = true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(server, rows[i].server) == 0) {
            *out = rows[i];
            return PERI_OK;
        }
    }
    return peri_fail(err, PERI_EINVAL, "server was '%s', expected 512, 1024, 2048 or none", server);
}
