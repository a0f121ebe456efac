/* shared_json.c - see shared_json.h. */
#include "shared_json.h"

#include "check.h"

#include "time/civil.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_all(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    long size = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    char *text = NULL;
    if (size > 0 && fseek(file, 0, SEEK_SET) == 0)
        text = malloc((size_t)size);
    *len = text ? fread(text, 1, (size_t)size, file) : 0;
    fclose(file);
    return text;
}

cJSON *shared_json(const char *relative_path)
{
    char *text = NULL;
    size_t len = 0;
    const char *folder = check_shared();
    if (folder) {
        char path[1024];
        snprintf(path, sizeof path, "%s/%s", folder, relative_path);
        text = read_all(path, &len);
    }
    if (!text) {
        check_skip(relative_path, "no such file beside the repository");
        return NULL;
    }
    cJSON *json = cJSON_ParseWithLength(text, len);
    free(text);
    CHECK(relative_path, json != NULL);
    return json;
}

const cJSON *shared_first(const cJSON *object, const char *key)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, key);
    return member ? member->child : NULL;
}

const char *shared_text(const cJSON *object, const char *key, const char *otherwise)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    return cJSON_IsString(item) ? item->valuestring : otherwise;
}

int64_t shared_time(const char *text)
{
    peri_time_text parsed = {0, false, false};
    const char *wanted = peri_time_parse(text, strlen(text), &parsed);
    CHECK(text, wanted == NULL);
    return parsed.time_ns;
}
