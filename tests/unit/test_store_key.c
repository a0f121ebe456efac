/* test_store_key.c - keys, quotas and proposals of the store. */
#include "check.h"

#include <string.h>

#include "store/key.h"
#include "store/quota.h"

SUITE(store_key_forms)
{
    static const struct {
        const char *given, *want;
    } rows[] = {
        {"a", "a"},
        {"model/v1.tar.gz", "model/v1.tar.gz"},
        {"model\\v1", "model/v1"},
        {"/a", "a"},
        {"./a", "a"},
        {".\\a", "a"},
        {"././/a", "a"},
        {"//a//b///", "a/b"},
        {"a/", "a"},
        {".hidden", ".hidden"},
        {"hidden", "hidden"},
        {"a/.hidden", "a/.hidden"},
        {"...", "..."},
        {"a..b", "a..b"},
        {" ", " "},
        {"A", "A"},
        {"\xC3\xA9\xF0\x9F\x98\x80", "\xC3\xA9\xF0\x9F\x98\x80"},
        {"SPY R735QTJ8XC9X_model:(1)%.keras", "SPY R735QTJ8XC9X_model:(1)%.keras"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char out[PERI_STORE_KEY_SIZE], again[PERI_STORE_KEY_SIZE];
        peri_error err = {0, ""};
        CHECK_INT(rows[i].given,
                  peri_store_key_normalise(rows[i].given, strlen(rows[i].given), out, &err),
                  PERI_OK);
        CHECK_STR(rows[i].given, out, rows[i].want);
        CHECK_INT("once is enough", peri_store_key_normalise(out, strlen(out), again, &err),
                  PERI_OK);
        CHECK_STR("once is enough", again, out);
    }
}

SUITE(store_key_refusals)
{
    static const struct {
        const char *given;
        size_t len;
        const char *says;
    } rows[] = {
        {"", 0, "store key '' is empty, expected 1 to 512 bytes"},
        {"/", 1, "store key '/' is empty"},
        {"./", 2, "store key './' is empty"},
        {".", 1, "store key '.' has a segment '.' or '..'"},
        {"..", 2, "store key '..' has a segment '.' or '..'"},
        {"../x", 4, "store key '../x' has a segment"},
        {"a/../x", 6, "has a segment"},
        {"a\\..\\x", 6, "has a segment"},
        {"a/./x", 5, "has a segment"},
        {"a/.", 3, "has a segment"},
        {"a\0b", 3, "store key 'a\\x00b': byte 2 is the control character U+0000"},
        {"a\n", 2, "store key 'a\\x0A': byte 2 is the control character U+000A"},
        {"\x7F", 1, "byte 1 is the control character U+007F"},
        {"a\xC2\x85", 3, "byte 2 is the control character U+0085"},
        {"a\xFF", 2, "store key 'a\\xFF': byte 2 (0xFF) is not UTF-8"},
        {"\xC3", 1, "byte 1 (0xC3) is not UTF-8"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char out[PERI_STORE_KEY_SIZE] = "before";
        peri_error err = {0, ""};
        CHECK_INT(rows[i].says, peri_store_key_normalise(rows[i].given, rows[i].len, out, &err),
                  PERI_EINVAL);
        CHECK_HAS(rows[i].says, err.text, rows[i].says);
        CHECK_STR("output untouched", out, "before");
    }
}

SUITE(store_key_length)
{
    char key[600], out[PERI_STORE_KEY_SIZE];
    peri_error err = {0, ""};
    memset(key, 'k', sizeof key);
    CHECK_INT("512 bytes", peri_store_key_normalise(key, 512, out, &err), PERI_OK);
    CHECK_INT("all of them", strlen(out), 512);
    CHECK_INT("513 bytes", peri_store_key_normalise(key, 513, out, &err), PERI_EINVAL);
    CHECK_HAS("text", err.text, "...' is longer than 512 bytes");
    memset(key, '/', 300);
    CHECK_INT("slashes do not count", peri_store_key_normalise(key, sizeof key, out, &err),
              PERI_OK);
    CHECK_INT("but what is left", strlen(out), 300);
}

SUITE(store_key_prefixes)
{
    static const struct {
        const char *given, *want;
    } rows[] = {
        {"", ""},       {"/", ""},        {"./", ""},      {"/.//\\./", ""}, {"a", "a"},
        {"./a/", "a/"}, {"a//b", "a//b"}, {"\\a\\", "a/"}, {".a", ".a"},     {"..", ".."},
    };
    char out[PERI_STORE_KEY_SIZE], big[PERI_STORE_KEY_MAX + 3];
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        CHECK(rows[i].given, peri_store_key_prefix(rows[i].given, strlen(rows[i].given), out));
        CHECK_STR(rows[i].given, out, rows[i].want);
    }
    memset(big, 'x', sizeof big);
    memcpy(big, "./", 2);
    CHECK("512 bytes", peri_store_key_prefix(big, PERI_STORE_KEY_MAX + 2, out));
    CHECK_INT("all of them", (int)strlen(out), PERI_STORE_KEY_MAX);
    CHECK("513 bytes", !peri_store_key_prefix(big, PERI_STORE_KEY_MAX + 3, out));
    CHECK("NUL", !peri_store_key_prefix("a\0b", 3, out));
    CHECK("no bytes", peri_store_key_prefix(NULL, 0, out) && out[0] == '\0');
}

SUITE(store_key_similar)
{
    static const char *const keys[] = {"model/v1", "model/v2", "MODEL/v3", "other",  "model/v",
                                       "model/v4", "model/v5", "model/v6", "modelv3"};
    static const size_t nearest[5] = {0, 1, 4, 5, 6};
    size_t picked[5];
    size_t n = peri_store_key_similar("model/v3", keys, 9, picked, 5);
    CHECK_INT("at most five", n, 5);
    for (size_t i = 0; i < 5 && i < n; i++)
        CHECK("nearest first, in their order", picked[i] == nearest[i]);
    CHECK_INT("none", peri_store_key_similar("zzz", keys, 9, picked, 5), 0);
    CHECK_INT("of none", peri_store_key_similar("zzz", NULL, 0, picked, 5), 0);
    n = peri_store_key_similar("othr", keys, 9, picked, 5);
    CHECK("one", n == 1 && picked[0] == 3);
}

SUITE(quota_names)
{
    static const struct {
        const char *name;
        int64_t objects, megabytes;
    } rows[] = {{"free", 100, 5},
                {"prime", 1000, 50},
                {"professional", 10000, 500},
                {"none", 10000, 10240}};
    peri_quota quota = {-1, -1};
    peri_error err = {0, ""};
    CHECK_INT("unknown", peri_quota_named("Free", &quota, &err), PERI_EINVAL);
    CHECK_STR("text", err.text,
              "subscription 'Free' is unknown, expected free, prime, professional or none");
    CHECK("untouched", quota.objects == -1 && quota.bytes == -1);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        CHECK_INT(rows[i].name, peri_quota_named(rows[i].name, &quota, &err), PERI_OK);
        CHECK_INT(rows[i].name, quota.objects, rows[i].objects);
        CHECK_INT(rows[i].name, quota.bytes, rows[i].megabytes * 1024 * 1024);
    }
}

SUITE(quota_checks)
{
    const peri_quota quota = {.objects = 2, .bytes = 1048576};
    static const struct {
        const char *name;
        peri_quota others;
        int64_t size;
        int want;
        const char *says;
    } rows[] = {
        {"the first", {0, 0}, 10, PERI_OK, ""},
        {"the last", {1, 10}, 10, PERI_OK, ""},
        {"equal size", {1, 1048570}, 6, PERI_OK, ""},
        {"one object too many",
         {2, 0},
         0,
         PERI_ELIMIT,
         "saving 'k' would make 3 objects, over the quota of 2; delete some first"},
        {"one byte too many",
         {1, 1048570},
         7,
         PERI_ELIMIT,
         "saving 'k' (7 bytes) would fill the store to 1048577 bytes, over the quota of 1048576 "
         "bytes (1.0 MB)"},
        {"objects come first", {2, 1048576}, 7, PERI_ELIMIT, "would make 3 objects"},
        {"already over", {1, 2000000}, 0, PERI_ELIMIT, "would fill the store to 2000000 bytes"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        peri_error err = {0, ""};
        CHECK_INT(rows[i].name, peri_quota_check(&quota, "k", &rows[i].others, rows[i].size, &err),
                  rows[i].want);
        CHECK_HAS(rows[i].name, err.text, rows[i].says);
    }
}
