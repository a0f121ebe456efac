/* fuzz_key.c - any bytes as a key of the store. */
#include "fuzz_kit.h"

#include <string.h>

#include "store/key.h"
#include "store/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What key.h promises of a key in its one form. */
static void check_form(const char *key)
{
    size_t len = strlen(key);
    if (len < 1 || len > PERI_STORE_KEY_MAX || peri_utf8_check(key, len) != len)
        fuzz_fail("1 to 512 bytes of UTF-8", key);
    if (key[0] == '/' || key[len - 1] == '/' || strstr(key, "//") || strchr(key, '\\'))
        fuzz_fail("slashes only between names", key);
    for (const char *at = key; at; at = strchr(at, '/') ? strchr(at, '/') + 1 : NULL) {
        size_t n = strcspn(at, "/");
        if ((n == 1 && at[0] == '.') || (n == 2 && memcmp(at, "..", 2) == 0))
            fuzz_fail("no '.' and '..'", key);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char key[PERI_STORE_KEY_SIZE], again[PERI_STORE_KEY_SIZE];
    peri_error err;
    int rc = peri_store_key_normalise((const char *)data, size, key, &err);
    if (rc != PERI_OK) {
        fuzz_check_error(rc, &err);
        return 0;
    }
    check_form(key);
    if (peri_store_key_normalise(key, strlen(key), again, &err) != PERI_OK ||
        strcmp(key, again) != 0)
        fuzz_fail("a key in its form stays as it is", key);
    return 0;
}
