/* lua_object_store.c - the ObjectStore library. Layer 6. */
#include "lua_object_store.h"

#include <stdio.h>

#include "base/mem.h"
#include "host/library.h"
#include "lua_json.h"
#include "lua_runtime_internal.h"
#include "lua_store_scratch.h"
#include "store/json.h"
#include "store/utf8.h"

/* --- arguments --- */

static const char KEPT_AS_BYTES[] =
    "nothing: strings are kept byte for byte; an encoding cannot be given";
static const char IS_UTF8[] = "nothing: the text is UTF-8; an encoding cannot be given";

/* LEAN's overloads take an encoding behind the last argument: here it has to be nil. */
static void check_no_encoding(lua_State *L, int last, const char *func, const char *why)
{
    if (!lua_isnoneornil(L, last + 1))
        peri_lua_arg_error(L, last + 1, func, "encoding", why);
}

/* --- saving --- */

/* LEAN's error event, which its engine shows under this name. */
static void tell_refusal(lua_State *L, const char *text)
{
    static const char head[] = "ObjectStore Persistence Error: ";
    char line[sizeof head + 1024];
    int len = snprintf(line, sizeof line, "%s%.*s", head, 1024, text);
    peri_engine_log(peri_lua_runtime(L)->engine, PERI_LOG_ERROR, line, (size_t)len);
}

/* What a save came to: true, or false and a message when the quota forbids it */
static int push_saved(lua_State *L, int rc, const peri_error *err)
{
    if (rc != PERI_OK && rc != PERI_ELIMIT)
        return peri_lua_raise(L, err);
    lua_pushboolean(L, rc == PERI_OK);
    if (rc == PERI_OK)
        return 1;
    tell_refusal(L, err->text);
    lua_pushstring(L, err->text);
    return 2;
}

static void do_save(peri_lua_store_call *call)
{
    call->rc = peri_store_save(call->store, call->key, call->key_len, call->bytes, call->len,
                               call->kind, &call->err);
}

/* Saves under the key at index 1. */
static int save(lua_State *L, const char *bytes, size_t len, enum peri_store_kind kind)
{
    peri_lua_store_call call = {.bytes = bytes, .len = len, .kind = kind};
    peri_lua_store_do(L, &call, do_save);
    return push_saved(L, call.rc, &call.err);
}

static void do_adopt(peri_lua_store_call *call)
{
    call->rc = peri_store_adopt(call->store, call->key, call->key_len, &call->err);
}

static int save_string(lua_State *L, const char *func, const char *name, enum peri_store_kind kind)
{
    size_t len;
    peri_lua_check_key(L, func, &len);
    if (lua_type(L, 2) != LUA_TSTRING)
        return peri_lua_arg_error(
            L, 2, func, name, "a string; ObjectStore.SaveJson keeps tables, numbers and booleans");
    check_no_encoding(L, 2, func, KEPT_AS_BYTES);
    const char *bytes = lua_tolstring(L, 2, &len);
    return save(L, bytes, len, kind);
}

/* Save(key, text); Save(key) takes in the file that lies at the path GetFilePath gave. */
static int save_text(lua_State *L, const char *func)
{
    size_t len;
    if (lua_gettop(L) == 1) {
        peri_lua_store_call call = {.rc = PERI_OK};
        peri_lua_check_key(L, func, &len);
        peri_lua_store_do(L, &call, do_adopt);
        return push_saved(L, call.rc, &call.err);
    }
    return save_string(L, func, "text", PERI_STORE_TEXT);
}

static int l_save(lua_State *L)
{
    return save_text(L, "ObjectStore.Save");
}

static int l_save_string(lua_State *L)
{
    return save_text(L, "ObjectStore.SaveString");
}

static int l_save_bytes(lua_State *L)
{
    return save_string(L, "ObjectStore.SaveBytes", "bytes", PERI_STORE_BYTES);
}

/* Writes the value at index 2 into s->text. */
static int write_json(lua_State *L, peri_lua_scratch *s, peri_error *err)
{
    peri_json_writer writer;
    peri_json_writer_init(&writer, &s->text);
    peri_value_sink sink = peri_json_sink(&writer);
    int rc = peri_lua_value_walk(L, 2, "value", &s->walk, &sink, err);
    return rc == PERI_OK ? peri_json_finish(&writer, err) : rc;
}

static int write_xml(lua_State *L, peri_lua_scratch *s, peri_error *err)
{
    int rc = peri_xml_writer_open(&s->text, &s->xml, err);
    if (rc != PERI_OK)
        return rc;
    peri_value_sink sink = peri_xml_sink(s->xml);
    rc = peri_lua_value_walk(L, 2, "value", &s->walk, &sink, err);
    return rc == PERI_OK ? peri_xml_finish(s->xml, err) : rc;
}

static int save_value(lua_State *L, const char *func, enum peri_store_kind kind,
                      int (*write)(lua_State *, peri_lua_scratch *, peri_error *))
{
    peri_error err;
    size_t len;
    peri_lua_check_key(L, func, &len);
    if (lua_isnoneornil(L, 2))
        return peri_lua_arg_error(L, 2, func, "value",
                                  "a table, string, number, boolean or Json.Null");
    check_no_encoding(L, 2, func, IS_UTF8);
    peri_lua_scratch *s = peri_lua_scratch_new(L);
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

static void do_read(peri_lua_store_call *call)
{
    call->rc = peri_store_read(call->store, call->key, call->key_len, &call->scratch->bytes,
                               &call->scratch->len, NULL, &call->err);
}

/* Checks the arguments and reads the value under the key. -> peri_lua_scratch */
static peri_lua_scratch *read_bytes(lua_State *L, const char *func)
{
    size_t key_len;
    peri_lua_check_key(L, func, &key_len);
    check_no_encoding(L, 1, func, KEPT_AS_BYTES);
    peri_lua_store_call call = {.scratch = peri_lua_scratch_new(L)};
    peri_lua_store_do(L, &call, do_read);
    if (call.rc != PERI_OK)
        peri_lua_raise(L, &call.err);
    return call.scratch;
}

static int read_string(lua_State *L, const char *func)
{
    const peri_lua_scratch *s = read_bytes(L, func);
    peri_library_will_allocate(L, s->len);
    lua_pushlstring(L, s->bytes, s->len);
    return 1;
}

static int l_read(lua_State *L)
{
    return read_string(L, "ObjectStore.Read");
}

static int l_read_string(lua_State *L)
{
    return read_string(L, "ObjectStore.ReadString");
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

static void do_parse(peri_lua_store_call *call)
{
    peri_lua_scratch *s = call->scratch;
    const peri_value_sink sink = peri_value_tape_sink(&s->tape);
    call->rc = call->parse(s->bytes, s->len, &sink, &call->err);
}

static int read_value(lua_State *L, const char *func,
                      int (*parse)(const char *, size_t, const peri_value_sink *, peri_error *))
{
    peri_lua_scratch *s = read_bytes(L, func);
    peri_lua_store_call call = {.scratch = s, .parse = parse};
    peri_lua_store_do(L, &call, do_parse);
    if (call.rc != PERI_OK)
        return raise_unreadable(L, func, &call.err);
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

/* --- single keys --- */

static int ask(lua_State *L, const char *func, void (*question)(peri_lua_store_call *call))
{
    size_t len;
    peri_lua_store_call call = {.rc = PERI_OK};
    peri_lua_check_key(L, func, &len);
    peri_lua_store_do(L, &call, question);
    if (call.rc != PERI_OK)
        return peri_lua_raise(L, &call.err);
    lua_pushboolean(L, call.answer);
    return 1;
}

static void do_delete(peri_lua_store_call *call)
{
    call->rc = peri_store_delete(call->store, call->key, call->key_len, &call->answer, &call->err);
}

static int l_delete(lua_State *L)
{
    return ask(L, "ObjectStore.Delete", do_delete);
}

static void do_contains(peri_lua_store_call *call)
{
    call->rc =
        peri_store_contains(call->store, call->key, call->key_len, &call->answer, &call->err);
}

static int l_contains_key(lua_State *L)
{
    return ask(L, "ObjectStore.ContainsKey", do_contains);
}

/* GetFilePath(key) -> path of the object as a file, or where a tool may write it */
static int l_get_file_path(lua_State *L)
{
    static const char func[] = "ObjectStore.GetFilePath";
    peri_error err;
    size_t len;
    const char *key = peri_lua_check_key(L, func, &len);
    peri_lua_scratch *s = peri_lua_scratch_new(L);
    if (peri_store_file_path(peri_lua_store(L), key, len, &s->bytes, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    lua_pushstring(L, s->bytes);
    return 1;
}

static const peri_lua_function functions[] = {
    {"Save", l_save},
    {"SaveBytes", l_save_bytes},
    {"SaveJson", l_save_json},
    {"SaveXml", l_save_xml},
    {"SaveString", l_save_string},
    {"Read", l_read},
    {"ReadString", l_read_string},
    {"ReadBytes", l_read_bytes},
    {"ReadJson", l_read_json},
    {"ReadXml", l_read_xml},
    {"Delete", l_delete},
    {"ContainsKey", l_contains_key},
    {"Keys", peri_lua_store_keys},
    {"Count", peri_lua_store_count},
    {"Stat", peri_lua_store_stat},
    {"Transaction", peri_lua_store_transaction},
    {"Refresh", peri_lua_store_refresh},
    {"Clear", peri_lua_store_clear},
    {"GetFilePath", l_get_file_path},
    {NULL, NULL},
};

void peri_lua_object_store_open(lua_State *L)
{
    peri_lua_json_open(L);
    peri_lua_scratch_open(L);
    peri_lua_library(L, "ObjectStore", functions, NULL);
    peri_lua_store_fields(L);
}
