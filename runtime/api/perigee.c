/* perigee.c - the public interface over one run. Layer 7. */
#include "perigee.h"

#include "base/clock.h"
#include "base/mem.h"
#include "embedded.h"
#include "lua_runtime.h"
#include "perigee_version.h"

#include <math.h>
#include <string.h>

enum {
    MOST_MINUTES = 1000000 /* of a step */
};

struct perigee {
    peri_runtime *runtime; /* NULL: perigee_open failed, err says why */
    bool has_begun;        /* perigee_run was called */
    peri_buf log;          /* lines so far */
    peri_buf json;         /* the result of a finished run */
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
                   (int)PERIGEE_E_INTERRUPT == (int)PERI_EINTERRUPT &&
                   (int)PERIGEE_E_DENIED == (int)PERI_EDENIED,
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
    const peri_embedded *header = peri_embedded_find("perigee_ffi.h");
    return header ? header->text : "";
}

void perigee_config_init(perigee_config *config)
{
    if (!config)
        return;
    memset(config, 0, sizeof *config);
    config->size = (uint32_t)sizeof *config;
    config->abi = PERIGEE_ABI;
    config->seed = 1;
    config->cache_limit = (int64_t)10 << 30;
}

/* A line for perigee_log, which hands out a C string: zeros cannot stay. */
static void keep_line(void *ctx, peri_log_level level, int64_t local_ns, const char *text,
                      size_t len)
{
    static const char *const marks[] = {"debug: ", "", "warning: ", "error: "};
    peri_buf *log = &((perigee *)ctx)->log;
    char when[PERI_TIME_TEXT];
    peri_time_format(local_ns, when);
    peri_buf_printf(log, "%s %s", when, marks[level]);
    for (const char *end = text + len; text < end;) {
        size_t n = strnlen(text, (size_t)(end - text));
        peri_buf_add(log, text, n);
        text += n;
        if (text < end) {
            peri_buf_text(log, "\\0");
            text++;
        }
    }
    peri_buf_byte(log, '\n');
}

/* --- opening --- */

/* Neither field may be believed, nor any other read, before these two are right. */
static int check_layout(const perigee_config *config, peri_error *err)
{
    if (!config)
        return peri_fail(err, PERI_EINVAL, "perigee_open: config was NULL");
    if (config->size != sizeof *config)
        return peri_fail(err, PERI_EINVAL,
                         "perigee_open: config.size was %u, expected %zu as set by "
                         "perigee_config_init",
                         config->size, sizeof *config);
    if (config->abi != PERIGEE_ABI)
        return peri_fail(err, PERI_EINVAL,
                         "perigee_open: config.abi was %u, but this library (%s) has ABI %d",
                         config->abi, PERIGEE_VERSION, PERIGEE_ABI);
    return PERI_OK;
}

static int check_fields(const perigee_config *config, peri_error *err)
{
    if (!config->strategy || config->strategy[0] == '\0')
        return peri_fail(err, PERI_EINVAL,
                         "perigee_open: config.strategy was %s, expected the path of a Lua file",
                         config->strategy ? "empty" : "NULL");
    if (config->memory_limit < 0 || (uint64_t)config->memory_limit > SIZE_MAX)
        return peri_fail(err, PERI_EINVAL,
                         "perigee_open: config.memory_limit was %lld, expected bytes, or 0 for "
                         "no limit",
                         (long long)config->memory_limit);
    if (config->cache_limit < 0)
        return peri_fail(err, PERI_EINVAL,
                         "perigee_open: config.cache_limit was %lld, expected bytes, or 0 for no "
                         "limit",
                         (long long)config->cache_limit);
    if (config->skip_bad_rows != 0 && config->skip_bad_rows != 1)
        return peri_fail(err, PERI_EINVAL,
                         "perigee_open: config.skip_bad_rows was %d, expected 0 or 1",
                         config->skip_bad_rows);
    if (config->store_snapshot != 0 && config->store_snapshot != 1)
        return peri_fail(err, PERI_EINVAL,
                         "perigee_open: config.store_snapshot was %d, expected 0 or 1",
                         config->store_snapshot);
    if (config->training_by_clock != 0 && config->training_by_clock != 1)
        return peri_fail(err, PERI_EINVAL,
                         "perigee_open: config.training_by_clock was %d, expected 0 or 1",
                         config->training_by_clock);
    if (!(config->step_limit >= 0 && config->step_limit <= MOST_MINUTES))
        return peri_fail(err, PERI_EINVAL,
                         "perigee_open: config.step_limit was %g, expected minutes up to %d, or 0 "
                         "for no limit",
                         config->step_limit, MOST_MINUTES);
    if (config->wake_signal < PERIGEE_WAKE_NONE)
        return peri_fail(err, PERI_EINVAL,
                         "perigee_open: config.wake_signal was %d, expected a signal, "
                         "PERIGEE_WAKE_POLL or PERIGEE_WAKE_NONE",
                         config->wake_signal);
    return PERI_OK;
}

/* The name, value, ..., NULL of the config as pairs. *out is owned by the caller. */
static int read_parameters(const char *const *flat, peri_parameter **out, size_t *n,
                           peri_error *err)
{
    size_t words = 0;
    while (flat && flat[words])
        words++;
    if (words % 2 != 0)
        return peri_fail(err, PERI_EINVAL,
                         "perigee_open: config.parameters has '%s' without a value, expected name, "
                         "value, ..., NULL",
                         flat[words - 1]);
    peri_parameter *pairs = peri_calloc(words / 2, sizeof *pairs);
    if (!pairs)
        return peri_fail(err, PERI_ENOMEM, "no memory for the parameters");
    for (size_t i = 0; i < words / 2; i++)
        pairs[i] = (peri_parameter){.name = flat[2 * i], .value = flat[2 * i + 1]};
    *out = pairs;
    *n = words / 2;
    return PERI_OK;
}

static int open_runtime(perigee *run, const perigee_config *config)
{
    peri_parameter *parameters = NULL;
    size_t parameter_count = 0;
    int rc = check_layout(config, &run->err);
    if (rc == PERI_OK)
        rc = check_fields(config, &run->err);
    if (rc == PERI_OK)
        rc = read_parameters(config->parameters, &parameters, &parameter_count, &run->err);
    if (rc != PERI_OK)
        return rc;
    peri_runtime_options options = {
        .strategy = config->strategy,
        .data_dir = config->data,
        .store = config->store,
        .cache = config->cache,
        .cache_limit = (uint64_t)config->cache_limit,
        .subscription = config->subscription,
        .store_permissions = config->store_permissions,
        .store_snapshot = config->store_snapshot == 1,
        .memory_limit = (size_t)config->memory_limit,
        .seed = (uint64_t)config->seed,
        .skip_bad_rows = config->skip_bad_rows == 1,
        .parameters = parameters,
        .parameter_count = parameter_count,
        .server = config->server,
        .step_limit = (int64_t)ceil(config->step_limit * (double)PERI_MINUTE),
        .training_by_clock = config->training_by_clock == 1,
        .clock = peri_clock_monotonic,
        .wall_clock = peri_clock_wall,
        .log = keep_line,
        .ctx = run,
        .wake_signal = config->wake_signal > 0 ? config->wake_signal : 0,
        .poll = config->wake_signal == PERIGEE_WAKE_POLL,
    };
    rc = peri_runtime_open(&options, &run->runtime, &run->err);
    peri_free(parameters);
    return rc;
}

int32_t perigee_open(const perigee_config *config, perigee **out)
{
    if (!out)
        return PERIGEE_E_ARG;
    *out = peri_calloc(1, sizeof **out);
    return *out ? open_runtime(*out, config) : PERIGEE_E_NOMEM;
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

/* --- running --- */

int32_t perigee_run(perigee *run)
{
    if (!run)
        return PERIGEE_E_ARG;
    if (!run->runtime) /* keeps the message of the open */
        return PERIGEE_E_STATE;
    if (run->has_begun)
        return peri_fail(&run->err, PERI_ESTATE,
                         "perigee_run: this run has been run before, open another one");
    run->has_begun = true;
    int rc = peri_runtime_run(run->runtime, &run->err);
    if (rc != PERI_OK)
        return rc;
    peri_buf json;
    peri_buf_init(&json);
    rc = peri_runtime_json(run->runtime, false, &json, &run->err);
    if (rc == PERI_OK && (json.failed || run->log.failed))
        rc = peri_fail(&run->err, PERI_ENOMEM, "no memory for the %s of the run",
                       json.failed ? "result" : "log");
    if (rc != PERI_OK) {
        peri_buf_deinit(&json);
        return rc;
    }
    run->json = json;
    run->err.text[0] = '\0'; /* left by an optional file that was not there */
    return PERIGEE_OK;
}

void perigee_interrupt(perigee *run)
{
    if (run && run->runtime)
        peri_runtime_interrupt(run->runtime);
}

/* --- looking --- */

int32_t perigee_is_training(const perigee *run)
{
    return run && run->runtime && peri_runtime_is_training(run->runtime) ? 1 : 0;
}

const char *perigee_result_json(const perigee *run)
{
    return run ? peri_buf_str(&run->json) : "";
}

const char *perigee_log(const perigee *run)
{
    return run ? peri_buf_str(&run->log) : "";
}

const char *perigee_errmsg(const perigee *run)
{
    return run ? run->err.text : "the run was NULL: perigee_open gave none, for lack of memory";
}
