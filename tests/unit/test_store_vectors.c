/* test_store_vectors.c - the object store against LEAN's own test cases. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "shared_json.h"
#include "store/store.h"

enum {
    PATH_SIZE = 600
};

/* Vectors set aside: a key is never NULL in C (os-063), and a read gives back the bytes as they
   were saved, UTF-8 or not (os-103). */
static bool is_set_aside(const char *id)
{
    return strcmp(id, "os-063") == 0 || strcmp(id, "os-103") == 0;
}

/* One vector being played. */
struct play {
    char path[PATH_SIZE];
    peri_store_options options;
    peri_store *store;
    char label[96]; /* "os-001 step 2 (save)" */
};

/* The bytes a step saves, or expects: text, hex digits or a size. Owned by the caller. */
static char *make_bytes(const cJSON *text, const cJSON *hex, const cJSON *size, size_t *len)
{
    if (size) {
        *len = (size_t)size->valuedouble;
        return peri_calloc(*len + 1, 1);
    }
    if (text) {
        *len = strlen(text->valuestring);
        return peri_strdup(text->valuestring);
    }
    const char *digit = hex ? hex->valuestring : "";
    *len = strlen(digit) / 2;
    char *bytes = peri_calloc(*len + 1, 1);
    for (size_t i = 0; i < *len; i++) {
        char digits[3] = {digit[2 * i], digit[2 * i + 1], '\0'};
        bytes[i] = (char)strtol(digits, NULL, 16);
    }
    return bytes;
}

static int play_save(struct play *play, const cJSON *step, const char *key)
{
    size_t len = 0;
    char *bytes = make_bytes(cJSON_GetObjectItem(step, "text"), cJSON_GetObjectItem(step, "hex"),
                             cJSON_GetObjectItem(step, "size"), &len);
    int rc = peri_store_save(play->store, key, strlen(key), bytes, len, PERI_STORE_BYTES, NULL);
    peri_free(bytes);
    if (rc == PERI_OK || rc == PERI_ELIMIT) {
        CHECK_INT(play->label, rc == PERI_OK, cJSON_IsTrue(cJSON_GetObjectItem(step, "expect")));
        return PERI_OK;
    }
    return rc;
}

static int play_read(struct play *play, const cJSON *step, const char *key, bool as_hex)
{
    char *got = NULL;
    size_t got_len = 0, len = 0;
    int rc = peri_store_read(play->store, key, strlen(key), &got, &got_len, NULL, NULL);
    if (rc != PERI_OK)
        return rc;
    const cJSON *expect = cJSON_GetObjectItem(step, "expect");
    const cJSON *size = cJSON_GetObjectItem(expect, "size");
    bool is_text = !size && !as_hex, is_hex = !size && as_hex;
    char *want = make_bytes(is_text ? expect : NULL, is_hex ? expect : NULL, size, &len);
    CHECK(play->label, got_len == len && memcmp(got, want, len) == 0);
    peri_free(want);
    peri_free(got);
    return PERI_OK;
}

static int play_bool(struct play *play, const cJSON *step, const char *key,
                     int (*call)(peri_store *, const char *, size_t, bool *, peri_error *))
{
    bool answer = false;
    int rc = call(play->store, key, strlen(key), &answer, NULL);
    if (rc == PERI_OK)
        CHECK_INT(play->label, answer, cJSON_IsTrue(cJSON_GetObjectItem(step, "expect")));
    return rc;
}

static int play_path(struct play *play, const cJSON *step, const char *key)
{
    char *path = NULL, want[2 * PATH_SIZE];
    int rc = peri_store_file_path(play->store, key, strlen(key), &path, NULL);
    if (rc != PERI_OK)
        return rc;
    snprintf(want, sizeof want, "%.*s.files/%s", (int)strlen(play->path) - 3, play->path,
             shared_text(step, "expect", ""));
    CHECK_STR(play->label, path, want);
    peri_free(path);
    return PERI_OK;
}

static bool has_key(const peri_store_list *list, const char *key)
{
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->items[i].key, key) == 0)
            return true;
    return false;
}

/* keys and enumerate: the same keys in any order; count: as many. */
static int play_list(struct play *play, const cJSON *step)
{
    peri_store_list list = {NULL, 0};
    const cJSON *expect = cJSON_GetObjectItem(step, "expect"), *key;
    int rc = peri_store_keys(play->store, &list, NULL);
    CHECK_INT(play->label, list.n,
              cJSON_IsArray(expect) ? cJSON_GetArraySize(expect) : expect->valuedouble);
    if (cJSON_IsArray(expect))
        cJSON_ArrayForEach(key, expect) CHECK(play->label, has_key(&list, key->valuestring));
    peri_store_list_free(&list);
    return rc;
}

static int play_limits(struct play *play, const cJSON *step, bool bytes)
{
    peri_quota limits = {0, 0};
    peri_store_limits(play->store, &limits);
    CHECK_INT(play->label, bytes ? limits.bytes : limits.objects,
              cJSON_GetObjectItem(step, "expect")->valuedouble);
    return PERI_OK;
}

static int reopen(struct play *play)
{
    peri_store_close(play->store);
    return peri_store_open(play->path, &play->options, &play->store, NULL);
}

static int play_op(struct play *play, const cJSON *step, const char *op)
{
    const char *key = shared_text(step, "key", "");
    if (strncmp(op, "save", 4) == 0)
        return play_save(play, step, key);
    if (strcmp(op, "read") == 0 || strcmp(op, "read_bytes") == 0)
        return play_read(play, step, key, strcmp(op, "read_bytes") == 0);
    if (strcmp(op, "contains") == 0)
        return play_bool(play, step, key, peri_store_contains);
    if (strcmp(op, "delete") == 0)
        return play_bool(play, step, key, peri_store_delete);
    if (strcmp(op, "get_file_path") == 0)
        return play_path(play, step, key);
    if (strcmp(op, "keys") == 0 || strcmp(op, "enumerate") == 0 || strcmp(op, "count") == 0)
        return play_list(play, step);
    if (strcmp(op, "max_size") == 0 || strcmp(op, "max_files") == 0)
        return play_limits(play, step, strcmp(op, "max_size") == 0);
    if (strcmp(op, "reopen") == 0)
        return reopen(play);
    CHECK_STR("an operation this test knows", op, "");
    return PERI_EINVAL;
}

static int wanted_code(const cJSON *step)
{
    const char *error = shared_text(step, "expect_error", "");
    return strcmp(error, "invalid_operation") == 0 ? PERI_EDENIED
           : strcmp(error, "key_not_found") == 0   ? PERI_ENOTFOUND
           : strcmp(error, "argument") == 0        ? PERI_EINVAL
                                                   : PERI_OK;
}

static bool is_off(const cJSON *permissions, const char *name)
{
    return cJSON_IsFalse(cJSON_GetObjectItem(permissions, name));
}

static void prepare(struct play *play, const cJSON *vector, const char *id)
{
    const cJSON *init = cJSON_GetObjectItem(vector, "init");
    const cJSON *bytes = cJSON_GetObjectItem(init, "storage_limit_bytes");
    const cJSON *files = cJSON_GetObjectItem(init, "max_files");
    const cJSON *permissions = cJSON_GetObjectItem(init, "permissions");
    *play = (struct play){.options = {.no_read = is_off(permissions, "read"),
                                      .no_write = is_off(permissions, "write"),
                                      .no_delete = is_off(permissions, "delete")}};
    peri_quota_named("none", &play->options.quota, NULL);
    if (bytes)
        play->options.quota.bytes = (int64_t)bytes->valuedouble;
    if (files)
        play->options.quota.objects = (int64_t)files->valuedouble;
    snprintf(play->path, sizeof play->path, "%s/vectors/%s.db", check_tmp(), id);
    CHECK_INT(id, peri_store_open(play->path, &play->options, &play->store, NULL), PERI_OK);
}

static void play_vector(const cJSON *vector, const char *id)
{
    struct play play;
    prepare(&play, vector, id);
    const cJSON *step;
    int number = 0;
    cJSON_ArrayForEach(step, cJSON_GetObjectItem(vector, "steps"))
    {
        const char *op = shared_text(step, "op", "");
        snprintf(play.label, sizeof play.label, "%s step %d (%s)", id, ++number, op);
        int rc = play_op(&play, step, op);
        CHECK_INT(play.label, rc, wanted_code(step));
    }
    peri_store_close(play.store);
}

SUITE(store_vectors)
{
    cJSON *json = shared_json("vectors/objectstore.json");
    if (!json)
        return;
    const cJSON *vector;
    int played = 0;
    cJSON_ArrayForEach(vector, cJSON_GetObjectItem(json, "vectors"))
    {
        const char *id = shared_text(vector, "id", "");
        if (is_set_aside(id))
            continue;
        play_vector(vector, id);
        played++;
    }
    CHECK("vectors were found", played > 30);
    cJSON_Delete(json);
}
