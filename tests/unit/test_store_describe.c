/* test_store_describe.c - what a store tells of its values without giving them. */
#include "check.h"
#include "store_kit.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "store/digest.h"

/* A clock that a test moves. */
static int64_t read_clock(void *ctx)
{
    return *(int64_t *)ctx;
}

/* Sums from FIPS 180-4's examples. */
SUITE(digest_sha256)
{
    char sum[PERI_SHA256_TEXT];
    peri_digest_sha256("abc", 3, sum);
    CHECK_STR("abc", sum, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    peri_digest_sha256("", 0, sum);
    CHECK_STR("empty", sum, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK("fast sums differ", peri_digest_fast("abc", 3, 0) != peri_digest_fast("abd", 3, 0));
    CHECK("and by seed", peri_digest_fast("abc", 3, 0) != peri_digest_fast("abc", 3, 1));
}

/* Sums from RFC 1321's test suite. */
SUITE(digest_md5)
{
    static const struct {
        const char *parts[2], *sum;
    } rows[] = {
        {{"", ""}, "d41d8cd98f00b204e9800998ecf8427e"},
        {{"a", "bc"}, "900150983cd24fb0d6963f7d28e17f72"},
        {{"1234567890123456789012345678901234567890", "1234567890123456789012345678901234567890"},
         "57edf4a22be3c955ac49da2e2107b67a"},
    };
    const int64_t live = peri_mem_live();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char sum[PERI_MD5_TEXT];
        peri_digest_md5 *stream = peri_digest_md5_open();
        for (int k = 0; k < 2; k++)
            peri_digest_md5_add(stream, rows[i].parts[k], strlen(rows[i].parts[k]));
        peri_digest_md5_finish(stream, sum);
        CHECK_STR(rows[i].sum, sum, rows[i].sum);
    }
    peri_mem_fail_at(1);
    CHECK("no memory", !peri_digest_md5_open());
    peri_mem_fail_at(0);
    CHECK_INT("no leak", peri_mem_live(), live);
}

SUITE(store_digest_of_parts_is_that_of_the_whole)
{
    static unsigned char bytes[100000];
    check_rng rng = {91};
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)check_random_in(&rng, 0, 255);
    for (int round = 0; round < 50; round++) {
        peri_digest_stream *stream = peri_digest_stream_open();
        size_t at = 0, len = (size_t)check_random_in(&rng, 0, (int64_t)sizeof bytes);
        while (at < len) {
            const size_t left = len - at;
            size_t part = (size_t)check_random_in(&rng, 0, 3000);
            part = part < left ? part : left;
            peri_digest_stream_add(stream, bytes + at, part);
            at += part;
        }
        if (!CHECK("the same", peri_digest_stream_sum(stream) == peri_digest_fast(bytes, len, 0)))
            printf("seed 91, round %d\n", round);
        peri_digest_stream_close(stream);
    }
}

SUITE(store_describes_a_value)
{
    char path[STORE_PATH];
    int64_t now = 1000;
    peri_store_stat stat = {.size = -1};
    peri_store_options options = {.quota = {10, 100}, .clock = read_clock, .ctx = &now};
    peri_store *store = store_open(store_path(path, "told_stat.db"), &options);
    store_save(store, "k", "first", NULL);
    now = 2500;
    peri_store_save(store, "k", 1, "abc", 3, PERI_STORE_JSON, NULL);
    CHECK_INT("stat", peri_store_describe(store, "/k", 2, &stat, NULL), PERI_OK);
    CHECK_INT("size", stat.size, 3);
    CHECK_INT("created", stat.created_ns, 1000);
    CHECK_INT("modified", stat.modified_ns, 2500);
    CHECK_INT("kind", stat.kind, PERI_STORE_JSON);
    CHECK_STR("sum", stat.sha256,
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    store_delete(store, "k");
    now = 9000;
    store_save(store, "k", "", NULL);
    CHECK_INT("stat", peri_store_describe(store, "k", 1, &stat, NULL), PERI_OK);
    CHECK_INT("created anew", stat.created_ns, 9000);
    CHECK_INT("empty", stat.size, 0);
    peri_store_close(store);
}

SUITE(store_describes_nothing)
{
    char path[STORE_PATH];
    peri_error err = {0, ""};
    peri_store_stat stat = {.size = -1};
    peri_store *store = store_open(store_path(path, "told_none.db"), NULL);
    store_save(store, "model", "x", NULL);
    CHECK_INT("missing", peri_store_describe(store, "modle", 5, &stat, &err), PERI_ENOTFOUND);
    CHECK_HAS("similar", err.text, "model");
    CHECK_INT("untouched", stat.size, -1);
    peri_store_close(store);
}

static void expect_keys(peri_store *store, const char *prefix, size_t len, const char *want)
{
    char got[200] = "";
    peri_store_list list = {NULL, 0};
    CHECK_INT(prefix, peri_store_keys(store, prefix, len, &list, NULL), PERI_OK);
    for (size_t i = 0; i < list.n; i++) {
        strcat(got, list.items[i].key);
        strcat(got, " ");
    }
    CHECK_STR(prefix, got, want);
    peri_store_list_free(&list);
}

SUITE(store_keys_by_prefix)
{
    static const char *const keys[] = {"a", "a/b", "a/c/d", "ab", "b", "\xC3\xA9t\xC3\xA9", "~"};
    char path[STORE_PATH];
    peri_store *store = store_open(store_path(path, "told_prefix.db"), NULL);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        CHECK_INT(keys[i], store_save(store, keys[i], "x", NULL), PERI_OK);
    expect_keys(store, "", 0, "a a/b a/c/d ab b ~ \xC3\xA9t\xC3\xA9 ");
    expect_keys(store, "a", 1, "a a/b a/c/d ab ");
    expect_keys(store, "a/", 2, "a/b a/c/d ");
    expect_keys(store, "./a\\", 4, "a/b a/c/d ");
    expect_keys(store, "/a/c", 4, "a/c/d ");
    expect_keys(store, "A", 1, "");
    expect_keys(store, "a%", 2, "");
    expect_keys(store, "\xC3", 1, "\xC3\xA9t\xC3\xA9 ");
    expect_keys(store, "a\0b", 3, "");
    expect_keys(store, "/", 1, "a a/b a/c/d ab b ~ \xC3\xA9t\xC3\xA9 ");
    peri_store_close(store);
}

SUITE(store_permission_texts)
{
    peri_error err = {0, ""};
    peri_store_options options = {.no_read = true};
    CHECK_INT("rwd", peri_store_permissions("rwd", &options, &err), PERI_OK);
    CHECK("all", !options.no_read && !options.no_write && !options.no_delete);
    CHECK_INT("-w-", peri_store_permissions("-w-", &options, &err), PERI_OK);
    CHECK("write only", options.no_read && !options.no_write && options.no_delete);
    static const char *const wrong[] = {"", "r", "rw", "rwdx", "dwr", "RWD", "r w"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        CHECK_INT(wrong[i], peri_store_permissions(wrong[i], &options, &err), PERI_EINVAL);
    CHECK_HAS("text", err.text, "store permissions were 'r w', expected 'rwd'");
}
