/* scenario_setup.c - the phrases of a scenario's `setup`, put into Lua statements. */
#include "scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario_phrases.h"

/* A set-up being translated. */
struct writer {
    scenario *scene;
    peri_buf *out;
    int events; /* so far, for their names */
    bool ends_days;
};

static void put_function(peri_buf *out, const char *kind, const char *name)
{
    peri_buf_printf(out, "function() say(\"%s\", \"%s\") end", kind, name);
}

static bool is_name(const char *text)
{
    return *text >= 'a' && *text <= 'z' &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(text);
}

static bool put_rules(const phrase *call, peri_buf *out)
{
    if (!phrase_date_rule(call->arguments[0], out))
        return false;
    peri_buf_text(out, ", ");
    bool ok = phrase_time_rule(call->arguments[1], out);
    peri_buf_text(out, ", ");
    return ok;
}

/* Train(f), Train(sleep 2.5 min), Train(rule, rule, f) */
static bool put_train(struct writer *writer, const phrase *call)
{
    const char *name = call->arguments[call->n > 0 ? call->n - 1 : 0];
    char *end = NULL;
    if (call->n == 1 && strncmp(name, "sleep ", 6) == 0) {
        writer->scene->sleep_minutes = strtod(name + 6, &end);
        return strcmp(end, " min") == 0 && writer->scene->sleep_minutes > 0;
    }
    if ((call->n != 1 && call->n != 3) || !is_name(name))
        return false;
    peri_buf_text(writer->out, "Train(");
    if (call->n == 3 && !put_rules(call, writer->out))
        return false;
    put_function(writer->out, "train", name);
    peri_buf_text(writer->out, ")\n");
    return true;
}

/* On(rule, rule) and Schedule.On(rule, rule), with a function's name as a third argument. */
static bool put_on(struct writer *writer, const phrase *call)
{
    char name[PHRASE_SIZE];
    snprintf(name, sizeof name, "event%d", ++writer->events);
    if (call->n == 3 && is_name(call->arguments[2]))
        snprintf(name, sizeof name, "%s", call->arguments[2]);
    else if (call->n != 2)
        return false;
    peri_buf_text(writer->out, "event = Schedule.On(");
    if (!put_rules(call, writer->out))
        return false;
    put_function(writer->out, "event", name);
    peri_buf_text(writer->out, ")\n");
    return true;
}

/* SetWarmUp(9 bars, Hour), SetWarmUp(510), SetWarmUp(3 days) */
static bool put_warm_up(struct writer *writer, const phrase *call)
{
    static const char *const resolutions[] = {"Second", "Minute", "Hour", "Daily"};
    char *end = NULL;
    double number = strtod(call->arguments[0], &end);
    if (call->n == 0 || call->n > 2 || !(number > 0))
        return false;
    if (call->n == 1 && (strcmp(end, " day") == 0 || strcmp(end, " days") == 0)) {
        peri_buf_printf(writer->out, "SetWarmUp(TimeSpan.FromDays(%.17g))\n", number);
        return true;
    }
    if (*end != '\0' && strcmp(end, " bars") != 0)
        return false;
    if (call->n == 1) {
        peri_buf_printf(writer->out, "SetWarmUp(%.0f)\n", number);
        return true;
    }
    for (size_t i = 0; i < sizeof resolutions / sizeof resolutions[0]; i++) {
        if (strcmp(call->arguments[1], resolutions[i]) == 0) {
            peri_buf_printf(writer->out, "SetWarmUp(%.0f, Resolution.%s)\n", number,
                            resolutions[i]);
            return true;
        }
    }
    return false;
}

static bool put_phrase(struct writer *writer, const char *text)
{
    phrase call;
    if (!phrase_split(text, &call))
        return false;
    if (strcmp(call.head, "OnEndOfDay") == 0) {
        writer->ends_days = true;
        return strcmp(call.tail, "defined") == 0;
    }
    if (call.tail[0] != '\0' && strcmp(call.tail, "in Initialize") != 0)
        return false;
    if (strcmp(call.head, "Train") == 0)
        return put_train(writer, &call);
    if (strcmp(call.head, "On") == 0 || strcmp(call.head, "Schedule.On") == 0)
        return put_on(writer, &call);
    return strcmp(call.head, "SetWarmUp") == 0 && put_warm_up(writer, &call);
}

static bool is_warm_up(const cJSON *item)
{
    const char *text = cJSON_GetStringValue(item);
    return text && strncmp(text, "SetWarmUp", 9) == 0;
}

static void put_known(struct writer *writer, const cJSON *item)
{
    const char *text = cJSON_GetStringValue(item);
    if (!text || !put_phrase(writer, text))
        vec_fail(writer->scene->file, "setup '%s' is not known", text ? text : "?");
}

/* "as above": the earlier vector's set-up; its warm-up only if the list has none of its own. */
static void put_above(struct writer *writer, const cJSON *list, const cJSON *above)
{
    const cJSON *item = NULL;
    bool warms = false;
    cJSON_ArrayForEach(item, list)
    {
        warms = warms || is_warm_up(item);
    }
    cJSON_ArrayForEach(item, above)
    {
        if (!warms || !is_warm_up(item))
            put_known(writer, item);
    }
}

static void put_list(struct writer *writer, const cJSON *list, const cJSON *above)
{
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, list)
    {
        const char *text = cJSON_GetStringValue(item);
        if (above && text && strcmp(text, "as above") == 0)
            put_above(writer, list, above);
        else
            put_known(writer, item);
    }
}

bool scenario_setup(scenario *scene, peri_buf *out, bool *ends_days)
{
    struct writer writer = {.scene = scene, .out = out};
    put_list(&writer, vec_member(scene->vector, "setup"),
             vec_member(scene->file->previous, "setup"));
    *ends_days = writer.ends_days;
    return !scene->file->failed;
}
