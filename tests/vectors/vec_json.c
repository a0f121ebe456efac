/* vec_json.c - reading the members of a vector, with failures that name them. */
#include "vec_kit.h"

#include <math.h>
#include <string.h>

#define WHOLE_MAX 9007199254740992.0 /* 2^53 */

/* Members every vector may have; they describe it and claim nothing of their own. */
static const char COMMON[] = "id title basis source note quirk asserted_by_lean";

static bool has_word(const char *words, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = strstr(words, word); at && len > 0; at = strstr(at + 1, word))
        if ((at == words || at[-1] == ' ') && (at[len] == '\0' || at[len] == ' '))
            return true;
    return false;
}

bool vec_known(vec_file *file, const cJSON *object, const char *what, const char *words)
{
    const cJSON *member = NULL;
    if (!cJSON_IsObject(object)) {
        vec_fail(file, "%s is no object", what);
        return false;
    }
    cJSON_ArrayForEach(member, object)
    {
        if (!has_word(words, member->string) && !has_word(COMMON, member->string)) {
            vec_fail(file, "%s: member '%s' is not known", what, member->string);
            return false;
        }
    }
    return true;
}

bool vec_no_nulls(vec_file *file, const cJSON *object, const char *what)
{
    const cJSON *member = NULL;
    cJSON_ArrayForEach(member, object)
    {
        if (cJSON_IsNull(member)) {
            vec_fail(file, "%s: '%s' is null", what, member->string);
            return false;
        }
    }
    return true;
}

const cJSON *vec_need_items(vec_file *file, const cJSON *object, const char *key)
{
    const cJSON *list = vec_need_array(file, object, key);
    if (list && cJSON_GetArraySize(list) == 0)
        vec_fail(file, "'%s' is empty", key);
    return list;
}

const cJSON *vec_member(const cJSON *object, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    return cJSON_IsNull(item) ? NULL : item;
}

const cJSON *vec_need(vec_file *file, const cJSON *object, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    if (!item)
        vec_fail(file, "'%s' is missing", key);
    return item;
}

const cJSON *vec_need_array(vec_file *file, const cJSON *object, const char *key)
{
    const cJSON *item = vec_need(file, object, key);
    if (!item || cJSON_IsArray(item))
        return item;
    vec_fail(file, "'%s' is no list", key);
    return NULL;
}

const char *vec_text(vec_file *file, const cJSON *object, const char *key, const char *otherwise)
{
    const cJSON *item = vec_member(object, key);
    if (item && !cJSON_IsString(item))
        vec_fail(file, "'%s' is no text", key);
    return item && cJSON_IsString(item) ? item->valuestring : otherwise;
}

const char *vec_need_text(vec_file *file, const cJSON *object, const char *key)
{
    const char *text = vec_text(file, object, key, NULL);
    if (!text)
        vec_fail(file, "'%s' is missing", key);
    return text;
}

bool vec_flag(vec_file *file, const cJSON *object, const char *key, bool otherwise)
{
    const cJSON *item = vec_member(object, key);
    if (item && !cJSON_IsBool(item))
        vec_fail(file, "'%s' is neither true nor false", key);
    return cJSON_IsBool(item) ? cJSON_IsTrue(item) : otherwise;
}

double vec_number(vec_file *file, const cJSON *object, const char *key, double otherwise)
{
    const cJSON *item = vec_member(object, key);
    if (item && !cJSON_IsNumber(item))
        vec_fail(file, "'%s' is no number", key);
    return item && cJSON_IsNumber(item) ? item->valuedouble : otherwise;
}

double vec_need_number(vec_file *file, const cJSON *object, const char *key)
{
    if (!vec_member(object, key))
        vec_fail(file, "'%s' is missing", key);
    return vec_number(file, object, key, 0);
}

int64_t vec_int(vec_file *file, const cJSON *object, const char *key, int64_t otherwise)
{
    double number = vec_number(file, object, key, (double)NAN);
    if (isnan(number))
        return otherwise;
    if (fabs(number) <= WHOLE_MAX && trunc(number) >= number && trunc(number) <= number)
        return (int64_t)number;
    vec_fail(file, "'%s' is no whole number of at most 2^53: %.17g", key, number);
    return otherwise;
}

int64_t vec_need_int(vec_file *file, const cJSON *object, const char *key)
{
    if (!vec_member(object, key))
        vec_fail(file, "'%s' is missing", key);
    return vec_int(file, object, key, 0);
}

static bool parse_time(vec_file *file, const cJSON *item, peri_time_text *out)
{
    const char *text = cJSON_GetStringValue(item);
    const char *expected = text ? peri_time_parse(text, strlen(text), out) : "a text";
    if (expected)
        vec_fail(file, "time '%s': expected %s", text ? text : "?", expected);
    return !expected;
}

bool vec_date(vec_file *file, const cJSON *item, peri_date *out)
{
    peri_time_text parsed;
    if (!parse_time(file, item, &parsed))
        return false;
    if (peri_time_of_day(parsed.time_ns) != 0) {
        vec_fail(file, "date '%s' has a time of day", item->valuestring);
        return false;
    }
    *out = peri_time_date(parsed.time_ns);
    return true;
}

bool vec_time(vec_file *file, const cJSON *item, int64_t *out)
{
    peri_time_text parsed;
    bool ok = parse_time(file, item, &parsed);
    if (ok)
        *out = parsed.time_ns;
    return ok;
}

const peri_zone *vec_zone(vec_file *file, const char *name)
{
    const peri_zone *zone = NULL;
    peri_error err;
    if (peri_zone_get(file->zones, name, &zone, &err) != PERI_OK)
        vec_fail(file, "%s", err.text);
    return zone;
}

int64_t vec_ns(vec_file *file, const char *what, double number, double unit_ns)
{
    double ns = round(number * unit_ns);
    if (fabs(ns) < 9.2e18)
        return (int64_t)ns;
    vec_fail(file, "'%s' is out of range: %.17g", what, number);
    return 0;
}
