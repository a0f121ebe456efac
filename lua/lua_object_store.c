/* lua_object_store.c - the ObjectStore library. Layer 6. */
#include "lua_object_store.h"

#include <string.h>

#include "base/mem.h"
#include "lua_json.h"
#include "lua_runtime_internal.h"
#include "lua_support.h"
#include "lua_values.h"
#include "store/json.h"
#include "store/utf8.h"
#include "store/xml.h"

/* Memory outside of Lua while a call works with it. It lies in a userdata that is closed when the
   call ends, also by a raise. */
typedef struct scratch {
    peri_buf text; /* document being written */
    peri_xml_writer *xml;
    peri_lua_walk walk;
    peri_value_tape tape;
    char *bytes; /* value that was read */
    size_t len;
    peri_store_list keys;
} scratch;

/* Idempotent: called at the close, and again at the collection. */
static void release(void *self)
{
    scratch *s = self;
    peri_xml_writer_close(s->xml);
    peri_buf_deinit(&s->text);
    peri_lua_walk_deinit(&s->walk);
    peri_value_tape_deinit(&s->tape);
    peri_free(s->bytes);
    peri_store_list_free(&s->keys);
    memset(s, 0, sizeof *s);
}

static int l_close(lua_State *L);

static const luaL_Reg scratch_meta[] = {{"__close", l_close}, {NULL, NULL}};
static const peri_lua_member no_members[] = {{.name = NULL}};

static const peri_lua_class scratch_class = {
    .name = "ObjectStore scratch",
    .members = no_members,
    .meta = scratch_meta,
    .release = release,
};

static int l_close(lua_State *L)
{
    scratch *s = peri_lua_test(L, 1, &scratch_class);
    if (s)
        release(s);
    return 0;
}

/* -> scratch, closed when the C function that calls this ends */
static scratch *new_scratch(lua_State *L)
{
    scratch *s = peri_lua_new(L, &scratch_class, sizeof *s);
    peri_buf_init(&s->text);
    peri_value_tape_init(&s->tape);
    lua_toclose(L, -1);
    return s;
}

/* --- arguments --- */

static peri_store *store_of(lua_State *L)
{
    return peri_lua_runtime(L)->store;
}

/* Refuses what stands behind the last argument; LEAN's overloads take more there. */
static void check_last(lua_State *L, int last, const char *func, const char *name,
                       const char *expected)
{
    for (int arg = last + 1; arg <= lua_gettop(L); arg++)
        if (!lua_isnil(L, arg))
            peri_lua_arg_error(L, arg, func, name, expected);
}

static void check_no_encoding(lua_State *L, int last, const char *func)
{
    check_last(L, last, func, "encoding",
               "nothing: strings are kept byte for byte; an encoding cannot be given");
}

static const char *check_key(lua_State *L, const char *func, size_t *len)
{
    return peri_lua_check_string(L, 1, func, "key", len);
}

/* --- saving --- */

/* What a save came to: true, or false and a message when the quota forbids it */
static int push_saved(lua_State *L, int rc, const peri_error *err)
{
    if (rc != PERI_OK && rc != PERI_ELIMIT)
        return peri_lua_raise(L, err);
    lua_pushboolean(L, rc == PERI_OK);
    if (rc == PERI_OK)
        return 1;
    peri_engine_log(peri_lua_runtime(L)->engine, PERI_LOG_ERROR, err->text, strlen(err->text));
    lua_pushstring(L, err->text);
    return 2;
}

/* Saves under the key at index 1. */
static int save(lua_State *L, const char *bytes, size_t len, enum peri_store_kind kind)
{
    peri_error err;
    size_t key_len;
    const char *key = lua_tolstring(L, 1, &key_len);
    int rc = peri_store_save(store_of(L), key, key_len, bytes, len, kind, &err);
    return push_saved(L, rc, &err);
}

static int save_string(lua_State *L, const char *func, const char *name, enum peri_store_kind kind)
{
    size_t len;
    check_key(L, func, &len);
    if (lua_type(L, 2) != LUA_TSTRING)
        return peri_lua_arg_error(
            L, 2, func, name, "a string; ObjectStore.SaveJson keeps tables, numbers and booleans");
    check_no_encoding(L, 2, func);
    const char *bytes = lua_tolstring(L, 2, &len);
    return save(L, bytes, len, kind);
}

/* Save(key, text); Save(key) takes in the file that lies at the path GetFilePath gave. */
static int l_save(lua_State *L)
{
    static const char func[] = "ObjectStore.Save";
    peri_error err;
    size_t len;
    if (lua_gettop(L) == 1) {
        const char *key = check_key(L, func, &len);
        int rc = peri_store_adopt(store_of(L), key, len, &err);
        return push_saved(L, rc, &err);
    }
    return save_string(L, func, "text", PERI_STORE_TEXT);
}

static int l_save_bytes(lua_State *L)
{
    return save_string(L, "ObjectStore.SaveBytes", "bytes", PERI_STORE_BYTES);
}

/* Writes the value at index 2 into s->text. */
static int write_json(lua_State *L, scratch *s, peri_error *err)
{
    peri_json_writer writer;
    peri_json_writer_init(&writer, &s->text);
    peri_value_sink sink = peri_json_sink(&writer);
    int rc = peri_lua_value_walk(L, 2, "value", &s->walk, &sink, err);
    return rc == PERI_OK ? peri_json_finish(&writer, err) : rc;
}

static int write_xml(lua_State *L, scratch *s, peri_error *err)
{
    int rc = peri_xml_writer_open(&s->text, &s->xml, err);
    if (rc != PERI_OK)
        return rc;
    peri_value_sink sink = peri_xml_sink(s->xml);
    rc = peri_lua_value_walk(L, 2, "value", &s->walk, &sink, err);
    return rc == PERI_OK ? peri_xml_finish(s->xml, err) : rc;
}

static int save_value(lua_State *L, const char *func, enum peri_store_kind kind,
                      int (*write)(lua_State *, scratch *, peri_error *))
{
    peri_error err;
    size_t len;
    check_key(L, func, &len);
    if (lua_isnoneornil(L, 2))
        return peri_lua_arg_error(L, 2, func, "value",
                                  "a table, string, number, boolean or Json.Null");
    check_last(L, 2, func, "encoding", "nothing: the text is UTF-8; an encoding cannot be given");
    scratch *s = new_scratch(L);
    if (write(L, s, &err) != PERI_OK) {
        peri_fail_prefix(&err, "%s: ", func);
        return peri_lua_raise(L, &err);
    }
    return save(L, peri_buf_str(&s->text), s->text.len, kind);
}

static int l_save_json(lua_State *L)
{
    return save_value(L, "ObjectStore.SaveJson", PERI_STORE_JSON, write_json);
}

static int l_save_xml(lua_State *L)
{
    return save_value(L, "ObjectStore.SaveXml", PERI_STORE_XML, write_xml);
}

/* --- reading --- */

/* Checks the arguments and reads the value under the key. -> scratch */
static scratch *read_bytes(lua_State *L, const char *func)
{
    peri_error err;
    size_t key_len;
    const char *key = check_key(L, func, &key_len);
    check_no_encoding(L, 1, func);
    scratch *s = new_scratch(L);
    if (peri_store_read(store_of(L), key, key_len, &s->bytes, &s->len, NULL, &err) != PERI_OK)
        peri_lua_raise(L, &err);
    return s;
}

static int read_string(lua_State *L, const char *func)
{
    const scratch *s = read_bytes(L, func);
    lua_pushlstring(L, s->bytes, s->len);
    return 1;
}

static int l_read(lua_State *L)
{
    return read_string(L, "ObjectStore.Read");
}

static int l_read_bytes(lua_State *L)
{
    return read_string(L, "ObjectStore.ReadBytes");
}

/* Raises for a value that is not in the format, naming its key. */
static int raise_unreadable(lua_State *L, const char *func, peri_error *err)
{
    char shown[128];
    size_t len;
    const char *key = lua_tolstring(L, 1, &len);
    peri_utf8_show(key, len, shown, sizeof shown);
    peri_fail_prefix(err, "%s('%s'): ", func, shown);
    return peri_lua_raise(L, err);
}

static int read_value(lua_State *L, const char *func,
                      int (*parse)(const char *, size_t, const peri_value_sink *, peri_error *))
{
    peri_error err;
    scratch *s = read_bytes(L, func);
    peri_value_sink sink = peri_value_tape_sink(&s->tape);
    if (parse(s->bytes, s->len, &sink, &err) != PERI_OK)
        return raise_unreadable(L, func, &err);
    peri_free(s->bytes); /* before the tables take room beside the tape */
    s->bytes = NULL;
    peri_lua_value_build(L, &s->tape);
    return 1;
}

static int l_read_json(lua_State *L)
{
    return read_value(L, "ObjectStore.ReadJson", peri_json_parse);
}

static int l_read_xml(lua_State *L)
{
    return read_value(L, "ObjectStore.ReadXml", peri_xml_parse);
}

/* --- keys --- */

static int ask(lua_State *L, const char *func,
               int (*call)(peri_store *, const char *, size_t, bool *, peri_error *))
{
    peri_error err;
    size_t len;
    bool answer;
    const char *key = check_key(L, func, &len);
    check_last(L, 1, func, "extra", "nothing");
    if (call(store_of(L), key, len, &answer, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    lua_pushboolean(L, answer);
    return 1;
}

static int l_delete(lua_State *L)
{
    return ask(L, "ObjectStore.Delete", peri_store_delete);
}

static int l_contains_key(lua_State *L)
{
    return ask(L, "ObjectStore.ContainsKey", peri_store_contains);
}

static int l_keys(lua_State *L)
{
    peri_error err;
    check_last(L, 0, "ObjectStore.Keys", "extra", "nothing");
    scratch *s = new_scratch(L);
    if (peri_store_keys(store_of(L), NULL, 0, &s->keys, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    lua_createtable(L, (int)s->keys.n, 0);
    for (size_t i = 0; i < s->keys.n; i++) {
        lua_pushstring(L, s->keys.items[i].key);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* GetFilePath(key) -> path of the object as a file, or where a tool may write it */
static int l_get_file_path(lua_State *L)
{
    static const char func[] = "ObjectStore.GetFilePath";
    peri_error err;
    size_t len;
    const char *key = check_key(L, func, &len);
    check_last(L, 1, func, "extra", "nothing");
    scratch *s = new_scratch(L);
    if (peri_store_file_path(store_of(L), key, len, &s->bytes, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    lua_pushstring(L, s->bytes);
    return 1;
}

static const peri_lua_function functions[] = {
    {"Save", l_save},
    {"SaveBytes", l_save_bytes},
    {"SaveJson", l_save_json},
    {"SaveXml", l_save_xml},
    {"Read", l_read},
    {"ReadBytes", l_read_bytes},
    {"ReadJson", l_read_json},
    {"ReadXml", l_read_xml},
    {"Delete", l_delete},
    {"ContainsKey", l_contains_key},
    {"Keys", l_keys},
    {"GetFilePath", l_get_file_path},
    {NULL, NULL},
};

void peri_lua_object_store_open(lua_State *L)
{
    peri_lua_json_open(L);
    peri_lua_class_open(L, &scratch_class);
    peri_lua_library(L, "ObjectStore", functions, NULL);
}
