/* api_kit.c - see api_kit.h. */
#include "api_kit.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "check.h"

enum {
    MOST_ALLOCATIONS = 20000
};

/* A run whose nth allocation fails; 0: none does. *was_reached: there was an nth. */
static int32_t run_with_failure_at(const perigee_config *config, long nth, bool *was_reached,
                                   char *message, size_t cap)
{
    perigee *run = NULL;
    peri_mem_fail_at(nth);
    int32_t code = perigee_open(config, &run);
    if (code == PERIGEE_OK)
        code = perigee_run(run);
    void *next = peri_alloc(1); /* the one that fails when nth is the run's last plus one */
    *was_reached = next != NULL;
    peri_free(next);
    peri_mem_fail_at(0);
    snprintf(message, cap, "%s", perigee_errmsg(run));
    perigee_close(run);
    return code;
}

static bool is_honest(int32_t code, const char *message)
{
    if (code == PERIGEE_OK)
        return message[0] == '\0';
    return (code == PERIGEE_E_NOMEM || code == PERIGEE_E_SCRIPT) && strstr(message, "memory");
}

int api_kit_fail_allocations(const perigee_config *config)
{
    char message[256];
    bool was_reached = true;
    int refusals = 0;
    /* Once in peace, also for what libraries keep for ever. */
    CHECK_INT("in peace", run_with_failure_at(config, 0, &was_reached, message, sizeof message),
              PERIGEE_OK);
    CHECK_STR("nothing to say", message, "");
    const int64_t live = peri_mem_live();
    for (long n = 1; was_reached && n < MOST_ALLOCATIONS; n++) {
        const int32_t code = run_with_failure_at(config, n, &was_reached, message, sizeof message);
        if (!CHECK("memory is the only failure, and has a message", is_honest(code, message)))
            printf("     allocation %ld: %d %s\n", n, code, message);
        refusals += code != PERIGEE_OK;
    }
    CHECK("every allocation has failed", !was_reached);
    CHECK_INT("nothing is left", peri_mem_live(), live);
    return refusals;
}
