/* shared_json.h - reads the JSON files that lie beside the repository, for tests that use them. */
#ifndef PERI_TEST_SHARED_JSON_H
#define PERI_TEST_SHARED_JSON_H

#include <stdint.h>

#include <cjson/cJSON.h>

/* The parsed file (cJSON_Delete), or NULL after a check_skip that says why it is missing. */
cJSON *shared_json(const char *relative_path);

/* The first item of a member that is an array or object, NULL when there is none; see `next`. */
const cJSON *shared_first(const cJSON *object, const char *key);

/* A member of an object as text, or `otherwise` when it is missing. */
const char *shared_text(const cJSON *object, const char *key, const char *otherwise);

/* "2013-10-07" or "2021-07-27T01:10:10.500Z" as ns; a failed check when it is neither. */
int64_t shared_time(const char *text);

#endif
