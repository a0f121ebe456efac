/* perigee.c - the public interface over one run. Layer 7. */
#include "perigee.h"

#include "base/mem.h"
#include "embedded.h"
#include "lua_runtime.h"
#include "perigee_version.h"

#include <string.h>

struct perigee {
    peri_runtime *runtime;
    peri_buf log;  /* lines so far */
    peri_buf json; /* the result of a finished run */
    peri_error err;
};

/* The codes of both worlds are the same numbers. */
_Static_assert((int)PERIGEE_E_NOMEM == (int)PERI_ENOMEM && (int)PERIGEE_E_ARG == (int)PERI_EINVAL &&
                   (int)PERIGEE_E_IO == (int)PERI_EIO &&
                   (int)PERIGEE_E_FORMAT == (int)PERI_EFORMAT &&
                   (int)PERIGEE_E_NOTFOUND == (int)PERI_ENOTFOUND &&
                   (int)PERIGEE_E_LIMIT == (int)PERI_ELIMIT &&
                   (int)PERIGEE_E_STATE == (int)PERI_ESTATE &&
                   (int)PERIGEE_E_SCRIPT == (int)PERI_ESCRIPT &&
                   (int)PERIGEE_E_INTERRUPT == (int)PERI_EINTERRUPT,
               "public codes and inner codes are one set");

int32_t perigee_abi(void)
{
    return PERIGEE_ABI;
}

const char *perigee_version(void)
{
    return PERIGEE_VERSION;
}

const char *perigee_cdef(void)
{
    for (const peri_embedded *module = peri_embedded_modules; module->name; module++)
        if (strcmp(module->name, "perigee_ffi.h") == 0)
            return module->text;
    return "";
}

void perigee_config_init(perigee_config *config)
{
    memset(config, 0, sizeof *config);
    config->size = (uint32_t)sizeof *config;
    config->abi = PERIGEE_ABI;
    config->seed = 1;
}

static void keep_line(void *ctx, peri_log_level level, int64_t local_ns, const char *text,
                      size_t len)
{
    static const char *const marks[] = {"debug: ", "", "warning: ", "error: "};
    perigee *run = ctx;
    char when[PERI_TIME_TEXT];
    peri_time_format(local_ns, when);
    peri_buf_printf(&run->log, "%s %s", when, marks[level]);
    peri_buf_add(&run->log, text, len);
    peri_buf_byte(&run->log, '\n');
}

int32_t perigee_open(const perigee_config *config, perigee **out)
{
    if (!out)
        return PERIGEE_E_ARG;
    *out = NULL;
    if (!config || config->size != sizeof *config || config->abi != PERIGEE_ABI ||
        !config->strategy || config->memory_limit < 0 || config->reserved != 0)
        return PERIGEE_E_ARG;
    perigee *run = peri_calloc(1, sizeof *run);
    if (!run)
        return PERIGEE_E_NOMEM;
    peri_runtime_options options = {
        .strategy = config->strategy,
        .data_dir = config->data,
        .store = config->store,
        .memory_limit = (size_t)config->memory_limit,
        .seed = (uint64_t)config->seed,
        .skip_bad_rows = config->skip_bad_rows != 0,
        .log = keep_line,
        .ctx = run,
    };
    int rc = peri_runtime_open(&options, &run->runtime, &run->err);
    if (rc != PERI_OK) {
        peri_free(run);
        return rc;
    }
    *out = run;
    return PERIGEE_OK;
}

int32_t perigee_run(perigee *run)
{
    run->err.text[0] = '\0';
    int rc = peri_runtime_run(run->runtime, &run->err);
    if (rc == PERI_OK)
        rc = peri_runtime_json(run->runtime, false, &run->json, &run->err);
    return rc;
}

const char *perigee_result_json(perigee *run)
{
    return peri_buf_str(&run->json);
}

const char *perigee_log(perigee *run)
{
    return peri_buf_str(&run->log);
}

const char *perigee_errmsg(perigee *run)
{
    return run->err.text;
}

void perigee_interrupt(perigee *run)
{
    peri_runtime_interrupt(run->runtime);
}

void perigee_close(perigee *run)
{
    if (!run)
        return;
    peri_runtime_close(run->runtime);
    peri_buf_deinit(&run->log);
    peri_buf_deinit(&run->json);
    peri_free(run);
}
