/* machine.c - see machine.h. Layer 8. */
#include "cli/machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const int64_t MB = (int64_t)1024 * 1024;

/* The number in a file of the control group, in MB; 0: no such file, or no limit. */
static int64_t group_limit(const char *path)
{
    char text[32] = "";
    FILE *file = fopen(path, "r");
    if (!file)
        return 0;
    size_t n = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    return n > 0 ? strtoll(text, NULL, 10) / MB : 0; /* 0 for "max" */
}

int64_t peri_machine_memory(void)
{
    static const char *const groups[] = {"/sys/fs/cgroup/memory.max",
                                         "/sys/fs/cgroup/memory/memory.limit_in_bytes"};
    int64_t pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
    int64_t memory = pages > 0 && page > 0 ? pages * (page / 1024) / 1024 : 0;
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        int64_t limit = group_limit(groups[i]);
        if (limit > 0 && (memory == 0 || limit < memory))
            memory = limit;
    }
    return memory;
}

const char *peri_machine_server(void)
{
    int64_t memory = peri_machine_memory();
    if (memory >= 2048)
        return "2048";
    return memory >= 1024 ? "1024" : "512";
}
