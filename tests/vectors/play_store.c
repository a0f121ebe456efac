/* play_store.c - vectors of kind objectstore: steps on a store in a fresh folder. */
#include "play_store.h"

#include <stdio.h>
#include <string.h>

#include "vec_bytes.h"
#include "vec_lua.h"

/* LEAN's limits when a vector is silent. */
#define DEFAULT_BYTES (INT64_C(10240) * 1024 * 1024)
#define DEFAULT_FILES 10000

/* --- opening --- */

bool play_store_open(struct play_store *play)
{
    peri_error err;
    if (peri_store_open(play->path, &play->options, &play->store, &err) != PERI_OK)
        vec_fail(play->file, "opening the store: %s", err.text);
    return play->store != NULL;
}

static void read_options(struct play_store *play, const cJSON *init)
{
    const cJSON *permissions = vec_member(init, "permissions");
    const char *mode = vec_text(play->file, init, "mode", "backtest");
    static const char *const modes[] = {"backtest", "backtesting", "live", "research",
                                        "optimization"};
    bool known = false;
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++)
        known = known || strcmp(mode, modes[i]) == 0;
    if (!known)
        vec_fail(play->file, "mode '%s' is not known", mode);
    play->options.quota.bytes = vec_int(play->file, init, "storage_limit_bytes", DEFAULT_BYTES);
    play->options.quota.objects = vec_int(play->file, init, "max_files", DEFAULT_FILES);
    if (permissions && vec_known(play->file, permissions, "permissions", "read write delete")) {
        play->options.no_read = !vec_flag(play->file, permissions, "read", true);
        play->options.no_write = !vec_flag(play->file, permissions, "write", true);
        play->options.no_delete = !vec_flag(play->file, permissions, "delete", true);
    }
}

static bool open_all(struct play_store *play, const cJSON *vector)
{
    peri_error err;
    const cJSON *init = vec_member(vector, "init"), *item = NULL;
    const char *folder = vec_folder(play->file);
    if (!folder ||
        (init && !vec_known(play->file, init, "init",
                            "storage_limit_bytes max_files persistence_seconds permissions mode "
                            "disk")))
        return false;
    read_options(play, init);
    snprintf(play->path, sizeof play->path, "%s/store.db", folder);
    snprintf(play->root, sizeof play->root, "%s/store.files/", folder);
    if (peri_store_open(play->path, NULL, &play->others, &err) != PERI_OK)
        vec_fail(play->file, "opening the store: %s", err.text);
    cJSON_ArrayForEach(item,
                       vec_member(init, "disk")) if (!play->file->failed &&
                                                     play_store_disk_write(play, item->string, item,
                                                                           &err) != PERI_OK)
        vec_fail(play->file, "init.disk: %s", err.text);
    return !play->file->failed && play_store_open(play);
}

static void close_all(struct play_store *play)
{
    peri_store_close(play->store);
    while (play->crashed_count > 0)
        peri_store_close(play->crashed[--play->crashed_count]);
    peri_store_close(play->others);
}

/* --- null arguments: the Lua face refuses them --- */

static bool is_null(const cJSON *object, const char *key)
{
    return cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(object, key));
}

static void play_null(struct play_store *play, const cJSON *step, const char *op)
{
    static const struct {
        const char *op, *call, *arguments;
    } calls[] = {
        {"save", "Save", ", \"x\""},
        {"save_string", "Save", ", \"x\""},
        {"save_bytes", "SaveBytes", ", \"x\""},
        {"save_from_file", "Save", ""},
        {"read", "Read", ""},
        {"read_bytes", "ReadBytes", ""},
        {"contains", "ContainsKey", ""},
        {"delete", "Delete", ""},
        {"get_file_path", "GetFilePath", ""},
    };
    char statement[VEC_PATH], name[40];
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        if (strcmp(op, calls[i].op) != 0)
            continue;
        snprintf(name, sizeof name, "ObjectStore.%s", calls[i].call);
        if (is_null(step, "key"))
            snprintf(statement, sizeof statement, "%s(nil%s)", name, calls[i].arguments);
        else
            snprintf(statement, sizeof statement, "%s(\"k\", nil)", name);
        const char *error = vec_text(play->file, step, "expect_error", NULL);
        const cJSON *answer = vec_member(step, "expect");
        peri_error none = {0, ""};
        /* Bytes that are null: LEAN's false without an event is an error of the caller here. */
        if (!error && cJSON_IsFalse(answer) && !is_null(step, "key"))
            error = "argument_null";
        vec_compare_error(play->file, play->place, error, PERI_ESCRIPT, &none);
        vec_lua_statement(play->file, statement, name, error);
        return;
    }
    vec_fail(play->file, "%s: the op takes no null", play->place);
}

/* --- steps --- */

/* Lists come in any order. */
static bool is_in(const cJSON *list, const cJSON *wanted)
{
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, list) if (cJSON_Compare(item, wanted, true)) return true;
    return false;
}

static bool all_in(const cJSON *list, const cJSON *other)
{
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, list) if (!is_in(other, item)) return false;
    return true;
}

static void compare_answer(struct play_store *play, const cJSON *expect, const cJSON *answer)
{
    bool same = cJSON_IsArray(expect) && cJSON_IsArray(answer) &&
                cJSON_GetArraySize(expect) == cJSON_GetArraySize(answer) &&
                all_in(expect, answer) && all_in(answer, expect);
    if (!same)
        vec_compare_json(play->file, play->place, expect, answer);
}

static void play_step(struct play_store *play, const cJSON *step)
{
    cJSON *answer = NULL;
    peri_error err = {0, ""};
    const char *op = vec_need_text(play->file, step, "op");
    const cJSON *expect = cJSON_GetObjectItemCaseSensitive(step, "expect");
    const cJSON *events = vec_member(step, "expect_error_events");
    if (!op || !vec_known(play->file, step, play->place,
                          "op key path text hex size value seconds expect expect_error "
                          "expect_error_events"))
        return;
    if (is_null(step, "key") || is_null(step, "text") || is_null(step, "hex") ||
        is_null(step, "size") || is_null(step, "value")) {
        play_null(play, step, op);
        return;
    }
    play->events = 0;
    int rc = play_store_op(play, step, op, &answer, &err);
    const char *error = vec_text(play->file, step, "expect_error", NULL);
    /* LEAN calls a file that is not there a wrong argument. */
    if (error && strcmp(op, "save_from_file") == 0 && strcmp(error, "argument") == 0 &&
        rc == PERI_ENOTFOUND)
        rc = PERI_EINVAL;
    if (!play->file->failed && vec_compare_error(play->file, play->place, error, rc, &err) &&
        expect)
        compare_answer(play, expect, answer);
    if (events)
        vec_compare_int(play->file, "expect_error_events", events, play->events);
    cJSON_Delete(answer);
}

static void play_steps(struct play_store *play, const cJSON *steps)
{
    const cJSON *step = NULL;
    int index = 0;
    cJSON_ArrayForEach(step, steps)
    {
        const char *op = cJSON_GetStringValue(vec_member(step, "op"));
        snprintf(play->place, sizeof play->place, "steps[%d] %.40s", index++, op ? op : "?");
        if (!play->file->failed)
            play_step(play, step);
    }
}

void vec_play_store(vec_file *file, const cJSON *vector)
{
    struct play_store play = {.file = file};
    const cJSON *steps = vec_need_items(file, vector, "steps");
    if (!vec_known(file, vector, "vector", "init steps"))
        return;
    if (open_all(&play, vector))
        play_steps(&play, steps);
    close_all(&play);
}

/* --- keys --- */

/* A row of `keys`: whether a key can be saved, and under which name. */
void vec_play_store_key(vec_file *file, const cJSON *row)
{
    struct play_store play = {.file = file};
    peri_store_list list = {NULL, 0};
    peri_error err = {0, ""};
    const char *key = vec_need_text(file, row, "key");
    bool can_save = vec_flag(file, row, "can_save", false);
    const char *stored_as = vec_text(file, row, "stored_as", NULL);
    vec_need(file, row, "can_save");
    if (!key || !vec_known(file, row, "keys", "key can_save stored_as") || file->failed)
        return;
    if (!open_all(&play, NULL)) {
        close_all(&play);
        return;
    }
    int rc = peri_store_save(play.store, key, strlen(key), "x", 1, PERI_STORE_BYTES, &err);
    if (can_save != (rc == PERI_OK))
        vec_fail(file, "can_save: expected %s, got the contrary: %s", can_save ? "true" : "false",
                 rc == PERI_OK ? "it was saved" : err.text);
    if (rc == PERI_OK && stored_as) {
        rc = peri_store_keys(play.store, NULL, 0, &list, &err);
        const char *got = rc == PERI_OK && list.n == 1 ? list.items[0].key : "";
        if (strcmp(got, stored_as) != 0)
            vec_fail(file, "stored_as: expected '%s', got '%s'", stored_as, got);
    }
    peri_store_list_free(&list);
    close_all(&play);
}
