/* play_store_ops.c - the operations of objectstore vectors, on a store of this program. */
#include "play_store.h"

#include <string.h>

#include "base/mem.h"
#include "vec_bytes.h"

/* A step as an operation sees it. */
struct step {
    const cJSON *json;
    const char *key;
    size_t len;
    cJSON *answer;
};

typedef int operation(struct play_store *play, struct step *step, peri_error *err);

static int answer_with(struct step *step, cJSON *answer)
{
    vec_need_memory(answer != NULL);
    step->answer = answer;
    return PERI_OK;
}

/* --- values --- */

/* A save over the quota answers false, and counts as one error event. */
static int answer_save(struct play_store *play, struct step *step, int rc)
{
    if (rc != PERI_OK && rc != PERI_ELIMIT)
        return rc;
    play->events += rc == PERI_ELIMIT;
    return answer_with(step, cJSON_CreateBool(rc == PERI_OK));
}

static int op_save(struct play_store *play, struct step *step, peri_error *err)
{
    size_t len = 0;
    char *bytes = vec_bytes(play->file, step->json, &len);
    if (!bytes)
        return PERI_OK;
    int rc = peri_store_save(play->store, step->key, step->len, bytes, len, PERI_STORE_BYTES, err);
    peri_free(bytes);
    return answer_save(play, step, rc);
}

static int op_save_from_file(struct play_store *play, struct step *step, peri_error *err)
{
    return answer_save(play, step, peri_store_adopt(play->store, step->key, step->len, err));
}

static int read_from(peri_store *store, struct step *step, bool as_hex, peri_error *err)
{
    char *bytes = NULL;
    size_t len = 0;
    int rc = peri_store_read(store, step->key, step->len, &bytes, &len, NULL, err);
    if (rc != PERI_OK)
        return rc;
    cJSON *answer = NULL;
    if (cJSON_IsObject(vec_member(step->json, "expect"))) {
        answer = cJSON_CreateObject();
        cJSON_AddNumberToObject(answer, "size", (double)len);
    } else {
        answer = as_hex ? vec_bytes_hex(bytes, len) : vec_bytes_text(bytes, len);
    }
    peri_free(bytes);
    return answer_with(step, answer);
}

static int op_read(struct play_store *play, struct step *step, peri_error *err)
{
    return read_from(play->store, step, false, err);
}

static int op_read_bytes(struct play_store *play, struct step *step, peri_error *err)
{
    return read_from(play->store, step, true, err);
}

static int contains(peri_store *store, struct step *step, peri_error *err)
{
    bool found = false;
    int rc = peri_store_contains(store, step->key, step->len, &found, err);
    return rc == PERI_OK ? answer_with(step, cJSON_CreateBool(found)) : rc;
}

static int op_contains(struct play_store *play, struct step *step, peri_error *err)
{
    return contains(play->store, step, err);
}

static int op_delete(struct play_store *play, struct step *step, peri_error *err)
{
    bool existed = false;
    int rc = peri_store_delete(play->store, step->key, step->len, &existed, err);
    return rc == PERI_OK ? answer_with(step, cJSON_CreateBool(existed)) : rc;
}

/* The path as seen from the folder of the store's files. */
static int op_file_path(struct play_store *play, struct step *step, peri_error *err)
{
    char *path = NULL;
    int rc = peri_store_file_path(play->store, step->key, step->len, &path, err);
    if (rc != PERI_OK)
        return rc;
    size_t root = strlen(play->root);
    cJSON *answer = cJSON_CreateString(strncmp(path, play->root, root) == 0 ? path + root : path);
    peri_free(path);
    return answer_with(step, answer);
}

/* --- lists --- */

static int list_of(peri_store *store, struct step *step, bool count, peri_error *err)
{
    peri_store_list list = {NULL, 0};
    int rc = peri_store_keys(store, NULL, 0, &list, err);
    if (rc != PERI_OK)
        return rc;
    cJSON *answer = count ? cJSON_CreateNumber((double)list.n) : cJSON_CreateArray();
    for (size_t i = 0; !count && i < list.n; i++)
        cJSON_AddItemToArray(answer, cJSON_CreateString(list.items[i].key));
    peri_store_list_free(&list);
    return answer_with(step, answer);
}

static int op_keys(struct play_store *play, struct step *step, peri_error *err)
{
    return list_of(play->store, step, false, err);
}

static int op_count(struct play_store *play, struct step *step, peri_error *err)
{
    return list_of(play->store, step, true, err);
}

static int op_max_size(struct play_store *play, struct step *step, peri_error *err)
{
    peri_quota limits = {0, 0};
    (void)err;
    peri_store_limits(play->store, &limits);
    return answer_with(step, cJSON_CreateNumber((double)limits.bytes));
}

static int op_max_files(struct play_store *play, struct step *step, peri_error *err)
{
    peri_quota limits = {0, 0};
    (void)err;
    peri_store_limits(play->store, &limits);
    return answer_with(step, cJSON_CreateNumber((double)limits.objects));
}

/* --- time and life --- */

/* Nothing is kept back to be written later, so time alone changes nothing. */
static int op_advance(struct play_store *play, struct step *step, peri_error *err)
{
    (void)err;
    vec_need_number(play->file, step->json, "seconds");
    return PERI_OK;
}

static int op_dispose(struct play_store *play, struct step *step, peri_error *err)
{
    (void)step;
    (void)err;
    peri_store_close(play->store);
    play->store = NULL;
    return PERI_OK;
}

/* Also what Clear asks for: whatever a store may have in memory is forgotten. */
static int op_reopen(struct play_store *play, struct step *step, peri_error *err)
{
    op_dispose(play, step, err);
    return play_store_open(play) ? PERI_OK : PERI_EIO;
}

/* The old store is left as it stands until the end of the vector, as a killed process leaves it. */
static int op_crash(struct play_store *play, struct step *step, peri_error *err)
{
    (void)step;
    if (play->crashed_count == CRASHES_MAX)
        return peri_fail(err, PERI_ELIMIT, "too many crashes");
    play->crashed[play->crashed_count++] = play->store;
    play->store = NULL;
    return play_store_open(play) ? PERI_OK : PERI_EIO;
}

/* --- the disk: what others see there, and leave there --- */

int play_store_disk_write(struct play_store *play, const char *key, const cJSON *value,
                          peri_error *err)
{
    size_t len = 0;
    char *path = NULL, written[VEC_PATH];
    char *bytes = vec_bytes(play->file, value, &len);
    if (!bytes)
        return PERI_OK;
    int rc = peri_store_file_path(play->others, key, strlen(key), &path, err);
    if (rc == PERI_OK && vec_write(play->file, "", path, bytes, len, written))
        rc = peri_store_adopt(play->others, key, strlen(key), err);
    peri_free(bytes);
    peri_free(path);
    return rc;
}

static int op_disk_write(struct play_store *play, struct step *step, peri_error *err)
{
    return play_store_disk_write(play, step->key, step->json, err);
}

static int op_disk_exists(struct play_store *play, struct step *step, peri_error *err)
{
    return contains(play->others, step, err);
}

static int op_disk_read(struct play_store *play, struct step *step, peri_error *err)
{
    return read_from(play->others, step, false, err);
}

static int op_disk_count(struct play_store *play, struct step *step, peri_error *err)
{
    return list_of(play->others, step, true, err);
}

/* --- by name --- */

enum needs {
    NEEDS_NOTHING = 0,
    NEEDS_KEY = 1,
    NEEDS_STORE = 2
};

static const struct op {
    const char *name;
    operation *run;
    int needs;
} ops[] = {
    {"save", op_save, NEEDS_KEY | NEEDS_STORE},
    {"save_string", op_save, NEEDS_KEY | NEEDS_STORE},
    {"save_bytes", op_save, NEEDS_KEY | NEEDS_STORE},
    {"save_from_file", op_save_from_file, NEEDS_KEY | NEEDS_STORE},
    {"read", op_read, NEEDS_KEY | NEEDS_STORE},
    {"read_bytes", op_read_bytes, NEEDS_KEY | NEEDS_STORE},
    {"contains", op_contains, NEEDS_KEY | NEEDS_STORE},
    {"delete", op_delete, NEEDS_KEY | NEEDS_STORE},
    {"get_file_path", op_file_path, NEEDS_KEY | NEEDS_STORE},
    {"keys", op_keys, NEEDS_STORE},
    {"enumerate", op_keys, NEEDS_STORE},
    {"count", op_count, NEEDS_STORE},
    {"max_size", op_max_size, NEEDS_STORE},
    {"max_files", op_max_files, NEEDS_STORE},
    {"clear", op_reopen, NEEDS_STORE},
    {"advance_seconds", op_advance, NEEDS_NOTHING},
    {"dispose", op_dispose, NEEDS_NOTHING},
    {"reopen", op_reopen, NEEDS_NOTHING},
    {"crash_and_reopen", op_crash, NEEDS_STORE},
    {"disk_write", op_disk_write, NEEDS_KEY},
    {"disk_exists", op_disk_exists, NEEDS_KEY},
    {"disk_read", op_disk_read, NEEDS_KEY},
    {"disk_count", op_disk_count, NEEDS_NOTHING},
};

int play_store_op(struct play_store *play, const cJSON *json, const char *name, cJSON **answer,
                  peri_error *err)
{
    for (size_t i = 0; i < sizeof ops / sizeof ops[0]; i++) {
        if (strcmp(name, ops[i].name) != 0)
            continue;
        struct step step = {.json = json};
        step.key = vec_text(play->file, json, vec_member(json, "key") ? "key" : "path", NULL);
        step.len = step.key ? strlen(step.key) : 0;
        if ((ops[i].needs & NEEDS_KEY) && !step.key)
            vec_fail(play->file, "%s: 'key' is missing", play->place);
        else if ((ops[i].needs & NEEDS_STORE) && !play->store)
            vec_fail(play->file, "%s: the store is closed", play->place);
        if (play->file->failed)
            return PERI_OK;
        int rc = ops[i].run(play, &step, err);
        *answer = step.answer;
        return rc;
    }
    vec_fail(play->file, "op '%s' is not known", name);
    return PERI_OK;
}
