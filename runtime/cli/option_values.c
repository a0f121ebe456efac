/* option_values.c - see option_values.h. Layer 8. */
#include "cli/option_values.h"

#include "market/number.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_MINUTES = 1000000,
    MOST_TRAINING_DAYS = 366
};

static const size_t MIB = (size_t)1024 * 1024;

/* -- kinds of values ------------------------------------------------------------------------ */

int peri_option_number(const char *name, const char *text, uint64_t most, uint64_t *out,
                       peri_error *err)
{
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || errno || value > most)
        return peri_fail(err, PERI_EINVAL, "%s was '%s', expected a whole number of 0 to %llu",
                         name, text, (unsigned long long)most);
    *out = value;
    return PERI_OK;
}

int peri_option_word(const char *name, const char *text, const char *const *words, size_t n,
                     const char *expected, size_t *out, peri_error *err)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(text, words[i]) == 0) {
            *out = i;
            return PERI_OK;
        }
    }
    return peri_fail(err, PERI_EINVAL, "%s was '%s', expected %s", name, text, expected);
}

int peri_option_either(const peri_option *option, const char *text, const char *first,
                       const char *second, bool *out, peri_error *err)
{
    const bool is_second = strcmp(text, second) == 0;
    if (!is_second && strcmp(text, first) != 0)
        return peri_fail(err, PERI_EINVAL, "%s was '%s', expected %s or %s", option->name, text,
                         first, second);
    *out = is_second;
    return PERI_OK;
}

/* A number that is the whole text. */
static bool real(const char *text, double *out)
{
    const char *end = text + strlen(text);
    return peri_number_parse(text, end, out) == end;
}

int peri_option_text(const peri_option *option, char *text, peri_run_options *out, peri_error *err)
{
    (void)err;
    memcpy((char *)out + option->at, &text, sizeof text);
    return PERI_OK;
}

int peri_option_cache(const peri_option *option, char *text, peri_run_options *out, peri_error *err)
{
    if (*text == '\0')
        return peri_fail(err, PERI_EINVAL, "%s was '', expected a folder, or none", option->name);
    return peri_option_text(option, text, out, err);
}

int peri_option_flag(const peri_option *option, char *text, peri_run_options *out, peri_error *err)
{
    const bool given = true;
    (void)text;
    (void)err;
    memcpy((char *)out + option->at, &given, sizeof given);
    return PERI_OK;
}

/* -- options -------------------------------------------------------------------------------- */

int peri_option_parameter(const peri_option *option, char *text, peri_run_options *out,
                          peri_error *err)
{
    char *equals = strchr(text, '=');
    if (!equals || equals == text)
        return peri_fail(err, PERI_EINVAL, "%s was '%s', expected NAME=VALUE", option->name, text);
    if (out->runtime.parameter_count == PERI_CLI_PARAMETERS)
        return peri_fail(err, PERI_EINVAL, "more than %d parameters", PERI_CLI_PARAMETERS);
    *equals = '\0';
    out->parameters[out->runtime.parameter_count++] = (peri_parameter){text, equals + 1};
    return PERI_OK;
}

int peri_option_seed(const peri_option *option, char *text, peri_run_options *out, peri_error *err)
{
    return peri_option_number(option->name, text, INT64_MAX, &out->runtime.seed, err);
}

int peri_option_memory_limit(const peri_option *option, char *text, peri_run_options *out,
                             peri_error *err)
{
    uint64_t n = 0;
    int rc = peri_option_number(option->name, text, UINT64_C(1024) * 1024, &n, err);
    if (rc == PERI_OK)
        out->runtime.memory_limit = (size_t)n * MIB;
    return rc;
}

int peri_option_cache_limit(const peri_option *option, char *text, peri_run_options *out,
                            peri_error *err)
{
    uint64_t n = 0;
    int rc = peri_option_number(option->name, text, UINT64_C(1024) * 1024 * 1024, &n, err);
    if (rc == PERI_OK)
        out->runtime.cache_limit = n * MIB;
    return rc;
}

/* Minutes, fractions allowed, or "none". */
int peri_option_step_limit(const peri_option *option, char *text, peri_run_options *out,
                           peri_error *err)
{
    double minutes = 0;
    if (strcmp(text, "none") == 0) {
        out->runtime.step_limit = 0;
        return PERI_OK;
    }
    if (!real(text, &minutes) || minutes > MOST_MINUTES || !(minutes * (double)PERI_MINUTE >= 1))
        return peri_fail(err, PERI_EINVAL,
                         "%s was '%s', expected minutes above 0, up to %d, or none", option->name,
                         text, MOST_MINUTES);
    out->runtime.step_limit = (int64_t)(minutes * (double)PERI_MINUTE);
    return PERI_OK;
}

/* zero, declared or declared:MINUTES */
int peri_option_training_time(const peri_option *option, char *text, peri_run_options *out,
                              peri_error *err)
{
    static const char prefix[] = "declared:";
    const size_t len = sizeof prefix - 1;
    double minutes = 0;
    bool right = strcmp(text, "zero") == 0 || strcmp(text, "declared") == 0;
    if (strncmp(text, prefix, len) == 0)
        right =
            real(text + len, &minutes) && minutes > 0 && minutes <= MOST_TRAINING_DAYS * 24 * 60;
    if (!right)
        return peri_fail(err, PERI_EINVAL,
                         "%s was '%s', expected zero, declared, or declared:MINUTES (above 0, at "
                         "most %d days)",
                         option->name, text, MOST_TRAINING_DAYS);
    out->runtime.declared_training = *text == 'd';
    out->runtime.training_ns = (int64_t)(minutes * (double)PERI_MINUTE);
    return PERI_OK;
}

int peri_option_training_clock(const peri_option *option, char *text, peri_run_options *out,
                               peri_error *err)
{
    return peri_option_either(option, text, "simulated", "wall", &out->runtime.training_by_clock,
                              err);
}

int peri_option_log_level(const peri_option *option, char *text, peri_run_options *out,
                          peri_error *err)
{
    static const char *const words[] = {
        [PERI_LOG_DEBUG] = "debug",
        [PERI_LOG_INFO] = "info",
        [PERI_LOG_WARNING] = "warning",
        [PERI_LOG_ERROR] = "error",
    };
    size_t which = 0;
    int rc = peri_option_word(option->name, text, words, sizeof words / sizeof *words,
                              "debug, info, warning or error", &which, err);
    out->log_level = (peri_log_level)which;
    return rc;
}
