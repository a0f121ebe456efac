/* live_values.c - see live_values.h. Layer 8. */
#include "cli/live_values.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "cli/option_values.h"
#include "market/number.h"

enum {
    MOST_NAME = 100
};

/* -- where the data come from --------------------------------------------------------------- */

/* DIR[@SPEED] behind "replay:". False: it is neither. */
static bool replay(const char *dir, peri_run_options *out)
{
    const char *at = strrchr(dir, '@'), *end = dir + strlen(dir);
    double speed = 1;
    if (*dir == '\0' || at == dir)
        return false;
    if (at && strcmp(at, "@max") == 0)
        speed = HUGE_VAL;
    else if (at && peri_number_parse(at + 1, end, &speed) != end)
        return false;
    out->feed_dir = peri_strndup(dir, at ? (size_t)(at - dir) : strlen(dir));
    out->runtime.speed = speed;
    return speed > 0;
}

/* replay:DIR[@SPEED] or jsonl:SOURCE; whether the source is right is the stream's to say. */
int peri_option_feed(const peri_option *option, char *text, peri_run_options *out, peri_error *err)
{
    peri_free(out->feed_dir);
    out->feed_dir = NULL;
    out->runtime.stream = NULL;
    if (strncmp(text, "jsonl:", 6) == 0 && text[6] != '\0') {
        out->runtime.stream = text + 6;
        out->runtime.speed = 1;
        out->runtime.feed = text;
        return PERI_OK;
    }
    if (strncmp(text, "replay:", 7) != 0 || !replay(text + 7, out))
        return peri_fail(err, PERI_EINVAL,
                         "%s was '%s', expected replay:DIR, replay:DIR@SPEED, replay:DIR@max, "
                         "jsonl:-, jsonl:unix:/PATH or jsonl:tcp:HOST:PORT",
                         option->name, text);
    if (!out->feed_dir)
        return peri_fail(err, PERI_ENOMEM, "no memory for '%s'", text);
    out->runtime.feed = out->feed_dir;
    return PERI_OK;
}

int peri_option_clock(const peri_option *option, char *text, peri_run_options *out, peri_error *err)
{
    static const char *const words[] = {
        [PERI_LIVE_CLOCK_AUTO] = "auto",
        [PERI_LIVE_CLOCK_WALL] = "wall",
        [PERI_LIVE_CLOCK_DATA] = "data",
    };
    size_t which = 0;
    int rc = peri_option_word(option->name, text, words, sizeof words / sizeof *words,
                              "auto, wall or data", &which, err);
    out->runtime.live_clock = (peri_live_clock)which;
    return rc;
}

/* A whole number, 1..most. */
static int count(const peri_option *option, const char *text, int most, uint64_t *out,
                 peri_error *err)
{
    int rc = peri_option_number(option->name, text, (uint64_t)most, out, err);
    if (rc == PERI_OK && *out == 0)
        rc = peri_fail(err, PERI_EINVAL, "%s was '0', expected 1 to %d", option->name, most);
    return rc;
}

int peri_option_queue(const peri_option *option, char *text, peri_run_options *out, peri_error *err)
{
    uint64_t n = 0;
    int rc = count(option, text, PERI_STREAM_QUEUE_MOST, &n, err);
    out->runtime.stream_queue = (size_t)n;
    return rc;
}

int peri_option_when_full(const peri_option *option, char *text, peri_run_options *out,
                          peri_error *err)
{
    return peri_option_either(option, text, "wait", "drop", &out->runtime.stream_drops, err);
}

/* -- how it runs ---------------------------------------------------------------------------- */

int peri_option_broker(const peri_option *option, char *text, peri_run_options *out,
                       peri_error *err)
{
    static const char *const words[] = {"paper"};
    size_t unused;
    (void)out;
    return peri_option_word(option->name, text, words, 1, "paper", &unused, err);
}

int peri_option_trainers(const peri_option *option, char *text, peri_run_options *out,
                         peri_error *err)
{
    uint64_t n = 0;
    int rc = count(option, text, PERI_TRAINER_MOST, &n, err);
    out->runtime.trainers = (int)n;
    return rc;
}

int peri_option_on_exit(const peri_option *option, char *text, peri_run_options *out,
                        peri_error *err)
{
    bool cancels = false;
    const int rc = peri_option_either(option, text, "wait", "cancel", &cancels, err);
    out->runtime.on_exit = cancels ? PERI_EXIT_CANCEL : PERI_EXIT_WAIT;
    return rc;
}

int peri_option_on_limit(const peri_option *option, char *text, peri_run_options *out,
                         peri_error *err)
{
    return peri_option_either(option, text, "skip", "stop", &out->runtime.stop_on_limit, err);
}

/* -- what is kept of it --------------------------------------------------------------------- */

int peri_option_state(const peri_option *option, char *text, peri_run_options *out, peri_error *err)
{
    static const char *const words[] = {"keep", "fresh", "none"};
    size_t which = 0;
    int rc = peri_option_word(option->name, text, words, 3, "keep, fresh or none", &which, err);
    out->runtime.fresh = which == 1;
    out->keeps_nothing = which == 2;
    return rc;
}

int peri_option_run_name(const peri_option *option, char *text, peri_run_options *out,
                         peri_error *err)
{
    size_t len = strlen(text);
    if (len == 0 || len > MOST_NAME)
        return peri_fail(err, PERI_EINVAL, "%s was '%.80s', expected 1 to %d bytes", option->name,
                         text, MOST_NAME);
    out->runtime.keep_name = text;
    return PERI_OK;
}
