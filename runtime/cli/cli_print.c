/* cli_print.c - what a command says on stdout, and whether it got there. Layer 8. */
#include "cli/cli.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>

int peri_cli_print(const char *text, size_t len, const char *failure, peri_error *err)
{
    const bool sound = !ferror(stdout);
    errno = 0;
    if (fwrite(text, 1, len, stdout) == len && fflush(stdout) == 0 && sound)
        return PERI_OK;
    errno = errno != 0 ? errno : EIO;
    return peri_fail_errno(err, PERI_EIO, "%s", failure);
}
