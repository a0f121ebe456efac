/* test_lua_object_store.c - ObjectStore as a strategy sees it. */
#include "check.h"
#include "lua_store_kit.h"

SUITE(lua_store_strings)
{
    static const lua_row rows[] = {
        {"saved and read", "print(ObjectStore.Save('a', 'text'), ObjectStore.Read('a'))",
         "true\ttext\n"},
        {"bytes stay",
         "ObjectStore.SaveBytes('b', '\\0\\255\\r\\n') local s = ObjectStore.ReadBytes('b')"
         " print(#s, s == '\\0\\255\\r\\n', ObjectStore.Read('b') == s)",
         "4\ttrue\ttrue\n"},
        {"empty", "print(ObjectStore.Save('e', ''), #ObjectStore.Read('e'))", "true\t0\n"},
        {"nil behind the last argument", "print(ObjectStore.Save('a', 'x', nil))", "true\n"},
        {"key is brought into form", "print(ObjectStore.Read('./a'))", "x\n"},
        {"keys are sorted",
         "ObjectStore.Save('Z', '') print(table.concat(ObjectStore.Keys(), ' '))", "Z a b e\n"},
        {"contains", "print(ObjectStore.ContainsKey('a'), ObjectStore.ContainsKey('no'))",
         "true\tfalse\n"},
        {"delete", "print(ObjectStore.Delete('a'), ObjectStore.Delete('a'))", "true\tfalse\n"},
    };
    static const lua_row bad[] = {
        {"missing", "ObjectStore.Save('model', '') ObjectStore.Read('modle')",
         "no object 'modle'; similar keys: 'model'"},
        {"position", "\n\nObjectStore.Read('modle')", "test.lua:3: store '"},
        {"missing json", "ObjectStore.ReadJson('modle')", "no object 'modle'"},
        {"missing xml", "ObjectStore.ReadXml('modle')", "no object 'modle'"},
        {"missing bytes", "ObjectStore.ReadBytes('modle')", "no object 'modle'"},
        {"bad key", "ObjectStore.Save('a/../b', '')", "test.lua:1: "},
        {"bad key of a question", "ObjectStore.ContainsKey('')", "test.lua:1: "},
        {"encoding", "ObjectStore.Save('a', 'x', 'utf-8')",
         "ObjectStore.Save: argument 3 (encoding) was a string ('utf-8'), expected nothing: "
         "strings "
         "are kept byte for byte; an encoding cannot be given"},
        {"encoding of a read", "ObjectStore.Read('a', 'utf-8')", "ObjectStore.Read: argument 2"},
        {"encoding of json", "ObjectStore.SaveJson('a', {}, 'utf-8')",
         "argument 3 (encoding) was a string ('utf-8'), expected nothing: the text is UTF-8"},
        {"argument of Keys", "ObjectStore.Keys(7)",
         "ObjectStore.Keys: argument 1 (prefix) was 7, expected a string"},
        {"argument of Delete", "ObjectStore.Delete('a', 1)",
         "ObjectStore.Delete: takes 1 argument, got 2"},
        {"table", "ObjectStore.Save('a', {})",
         "ObjectStore.Save: argument 2 (text) was a table, expected a string; "
         "ObjectStore.SaveJson keeps tables, numbers and booleans"},
        {"number", "ObjectStore.SaveBytes('a', 1.5)",
         "ObjectStore.SaveBytes: argument 2 (bytes) was 1.5, expected a string; "
         "ObjectStore.SaveJson"},
        {"no value", "ObjectStore.SaveJson('a')",
         "argument 2 (value) was missing, expected a table, string, number, boolean or Json.Null"},
        {"nil", "ObjectStore.SaveXml('a', nil)", "ObjectStore.SaveXml: argument 2 (value) was nil"},
        {"no key", "ObjectStore.Read()", "ObjectStore.Read: argument 1 (key) was missing"},
        {"number as key", "ObjectStore.Save(1, '')", "ObjectStore.Save: argument 1 (key) was 1"},
        {"colon", "ObjectStore:Save('a', 'b')", "ObjectStore.Save takes a dot, not a colon"},
    };
    lua_store_kit f;
    lua_store_kit_open_plain(&f, "strings");
    lua_store_kit_prints(&f, LUA_ROWS(rows));
    lua_store_kit_raises(&f, LUA_ROWS(bad));
    lua_store_kit_close(&f);
}

SUITE(lua_store_quota)
{
    lua_store_kit f;
    lua_store_kit_open(&f, "quota", (peri_quota){.objects = 2, .bytes = 20}, 0);
    host_kit_prints(
        &f.kit, "too many bytes: false and the reason; the old value stands",
        "ObjectStore.Save('a', 'old')\n"
        "local ok, why = ObjectStore.Save('a', ('x'):rep(21))\n"
        "print(ok, why:find('over the quota of 20 bytes') ~= nil, ObjectStore.Read('a'))",
        "false\ttrue\told\n");
    CHECK_INT("one error line", f.lines, 1);
    CHECK_HAS("its text", f.logged, "over the quota of 20 bytes");
    host_kit_prints(&f.kit, "json",
                    "print((ObjectStore.SaveJson('a', { 1234567, 1234567, 1234567 })))", "false\n");
    host_kit_prints(&f.kit, "too many objects",
                    "ObjectStore.Save('b', '') print((ObjectStore.SaveXml('c', 1)))", "false\n");
    CHECK_INT("each refusal has its line", f.lines, 3);
    lua_store_kit_close(&f);
}

/* What a failing disk does must not look like a quota. */
SUITE(lua_store_damaged)
{
    lua_store_kit f;
    check_write("lua_damaged.db", "this is not a database, but long enough to be taken for one",
                60);
    lua_store_kit_open_plain(&f, "lua_damaged");
    host_kit_raises(&f.kit, "damaged file, save", "ObjectStore.Save('a', '')", "lua_damaged.db'");
    host_kit_raises(&f.kit, "damaged file, read", "ObjectStore.Read('a')", "lua_damaged.db'");
    host_kit_raises(&f.kit, "damaged file, keys", "ObjectStore.Keys()", "lua_damaged.db'");
    host_kit_raises(&f.kit, "damaged file, contains", "ObjectStore.ContainsKey('a')",
                    "lua_damaged.db'");
    lua_store_kit_close(&f);
}
