/* test_store_files.c - objects of the store as files: paths, adoption, deletion, escapes. */
#include "check.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/store.h"
#include "store/store_files.h"

enum {
    PATH_SIZE = 1400
};

static const char *in_tmp(char path[PATH_SIZE], const char *name)
{
    snprintf(path, PATH_SIZE, "%s/%s", check_tmp(), name);
    return path;
}

static peri_store *open_in_tmp(const char *name, const peri_store_options *options)
{
    char path[PATH_SIZE];
    peri_store *store = NULL;
    CHECK_INT("open", peri_store_open(in_tmp(path, name), options, &store, NULL), PERI_OK);
    return store;
}

static int save(peri_store *store, const char *key, const char *text, peri_error *err)
{
    return peri_store_save(store, key, strlen(key), text, strlen(text), PERI_STORE_TEXT, err);
}

static int adopt(peri_store *store, const char *key, peri_error *err)
{
    return peri_store_adopt(store, key, strlen(key), err);
}

static bool delete_key(peri_store *store, const char *key)
{
    bool existed = false;
    CHECK_INT(key, peri_store_delete(store, key, strlen(key), &existed, NULL), PERI_OK);
    return existed;
}

/* The value must be `want`; NULL: must be missing. */
static void must_read(peri_store *store, const char *key, const char *want)
{
    char *bytes = NULL;
    size_t len = 0;
    int rc = peri_store_read(store, key, strlen(key), &bytes, &len, NULL, NULL);
    CHECK_INT(key, rc, want ? PERI_OK : PERI_ENOTFOUND);
    if (rc == PERI_OK && want)
        CHECK_STR(key, bytes, want);
    peri_free(bytes);
}

/* The path of a key must be `name` below the tests' folder. */
static void must_path(peri_store *store, const char *key, const char *name)
{
    char want[PATH_SIZE], *path = NULL;
    peri_error err = {0, ""};
    CHECK_INT(key, peri_store_file_path(store, key, strlen(key), &path, &err), PERI_OK);
    CHECK_STR(err.text, path, in_tmp(want, name));
    peri_free(path);
}

/* The path of a key must be refused with PERI_EIO and this text. */
static void no_path(peri_store *store, const char *key, const char *says)
{
    char *path = (char *)store;
    peri_error err = {0, ""};
    CHECK_INT(key, peri_store_file_path(store, key, strlen(key), &path, &err), PERI_EIO);
    CHECK_HAS(key, err.text, says);
    CHECK("output untouched", path == (char *)store);
}

/* The file must hold `want`; NULL: must not exist. */
static void must_hold(const char *name, const char *want)
{
    char path[PATH_SIZE], bytes[64] = "";
    FILE *f = fopen(in_tmp(path, name), "rb");
    CHECK(name, (f != NULL) == (want != NULL));
    if (!f)
        return;
    size_t len = fread(bytes, 1, sizeof bytes - 1, f);
    fclose(f);
    if (want) {
        CHECK_INT(name, len, strlen(want));
        CHECK_STR(name, bytes, want);
    }
}

static void write_file(const char *name, const char *text)
{
    check_write(name, text, (long)strlen(text));
}

/* Names in a folder, without "." and ".."; -1: there is no folder. */
static int count_entries(const char *name)
{
    char path[PATH_SIZE];
    DIR *folder = opendir(in_tmp(path, name));
    if (!folder)
        return -1;
    int n = 0;
    while (readdir(folder)) // NOLINT(concurrency-mt-unsafe)
        n++;
    closedir(folder);
    return n - 2;
}

static void make_folder(const char *name)
{
    char path[PATH_SIZE];
    CHECK(name, mkdir(in_tmp(path, name), 0777) == 0);
}

static void make_link(const char *to, const char *name)
{
    char path[PATH_SIZE];
    CHECK(name, symlink(to, in_tmp(path, name)) == 0);
}

/* -- the usual ways ------------------------------------------------------------------------- */

SUITE(store_files_folder)
{
    static const struct {
        const char *store, *want;
    } rows[] = {
        {"a.db", "a.files"},      {"/x/storage/store.db", "/x/storage/store.files"},
        {"store", "store.files"}, {"a.db.bak", "a.db.bak.files"},
        {"x/.db", "x/.files"},    {"x.db/store", "x.db/store.files"},
        {".db", ".db.files"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *folder = peri_store_files_folder(rows[i].store);
        CHECK_STR(rows[i].store, folder, rows[i].want);
        peri_free(folder);
    }
}

SUITE(store_files_of_an_object)
{
    peri_store *store = open_in_tmp("f1/s.db", NULL);
    save(store, "model", "one", NULL);
    CHECK_INT("a save alone makes no folder", count_entries("f1/s.files"), -1);
    must_path(store, "./model/", "f1/s.files/model");
    must_hold("f1/s.files/model", "one");
    save(store, "model", "two", NULL);
    must_hold("f1/s.files/model", "one");
    must_path(store, "model", "f1/s.files/model");
    must_hold("f1/s.files/model", "two");
    write_file("f1/s.files/model", "not adopted, longer");
    must_path(store, "model", "f1/s.files/model");
    must_hold("f1/s.files/model", "two");
    save(store, "deep\\er/\xC3\xA9 x", "", NULL);
    must_path(store, "deep/er/\xC3\xA9 x", "f1/s.files/deep/er/\xC3\xA9 x");
    must_hold("f1/s.files/deep/er/\xC3\xA9 x", "");
    CHECK_INT("nothing unfinished stays", count_entries("f1/s.files"), 2);
    CHECK_INT("nor below", count_entries("f1/s.files/deep/er"), 1);
    peri_store_close(store);
}

SUITE(store_files_keep_all_bytes)
{
    char path[PATH_SIZE];
    peri_store *store = open_in_tmp("f2.db", NULL);
    static const char bytes[] = "a\0\xFF\r\n";
    char back[16];
    CHECK_INT("save", peri_store_save(store, "b", 1, bytes, 6, PERI_STORE_XML, NULL), PERI_OK);
    must_path(store, "b", "f2.files/b");
    FILE *f = fopen(in_tmp(path, "f2.files/b"), "rb");
    CHECK("on disk", f && fread(back, 1, sizeof back, f) == 6 && memcmp(back, bytes, 6) == 0);
    if (f)
        fclose(f);
    CHECK_INT("adopt", adopt(store, "b", NULL), PERI_OK);
    char *read = NULL;
    size_t len = 0;
    enum peri_store_kind kind = PERI_STORE_XML;
    CHECK_INT("read", peri_store_read(store, "b", 1, &read, &len, &kind, NULL), PERI_OK);
    CHECK("the same", len == 6 && memcmp(read, bytes, 6) == 0);
    CHECK_INT("now bytes", kind, PERI_STORE_BYTES);
    peri_free(read);
    peri_store_close(store);
}

SUITE(store_files_for_a_tool)
{
    char path[PATH_SIZE], want[2 * PATH_SIZE];
    peri_store *store = open_in_tmp("f3/s.db", NULL);
    peri_error err = {0, ""};
    bool found = true;
    must_path(store, "m/v1", "f3/s.files/m/v1");
    CHECK_INT("only the folder is made", count_entries("f3/s.files/m"), 0);
    CHECK("no store yet", access(in_tmp(path, "f3/s.db"), F_OK) != 0);
    CHECK_INT("nothing written", adopt(store, "m/v1", &err), PERI_ENOTFOUND);
    snprintf(want, sizeof want,
             "store '%s/f3/s.db': saving 'm/v1' from its file: there is no file "
             "'%s/f3/s.files/m/v1'",
             check_tmp(), check_tmp());
    CHECK_STR("text", err.text, want);
    CHECK("still no store", access(in_tmp(path, "f3/s.db"), F_OK) != 0);
    CHECK_INT("nor a folder", adopt(store, "x/y/z", &err), PERI_ENOTFOUND);
    write_file("f3/s.files/m/v1", "made by a tool");
    CHECK_INT("contains", peri_store_contains(store, "m/v1", 4, &found, NULL), PERI_OK);
    CHECK("no value until adopted", !found);
    must_path(store, "m/v1", "f3/s.files/m/v1");
    must_hold("f3/s.files/m/v1", "made by a tool");
    CHECK_INT("adopt", adopt(store, "\\m\\v1", &err), PERI_OK);
    must_read(store, "m/v1", "made by a tool");
    must_hold("f3/s.files/m/v1", "made by a tool");
    write_file("f3/s.files/m/v1", "");
    CHECK_INT("an empty one", adopt(store, "m/v1", &err), PERI_OK);
    must_read(store, "m/v1", "");
    peri_store_close(store);
}

SUITE(store_files_adopt_within_the_quota)
{
    peri_store_options options = {.quota = {.objects = 2, .bytes = 10}};
    peri_store *store = open_in_tmp("f4.db", &options);
    peri_error err = {0, ""};
    save(store, "a", "12345", NULL);
    save(store, "b", "12345", NULL);
    write_file("f4.files/a", "123456");
    CHECK_INT("a byte too many", adopt(store, "a", &err), PERI_ELIMIT);
    CHECK_HAS("text", err.text,
              "f4.db': saving 'a' (6 bytes) would fill the store to 11 bytes, over the quota");
    must_read(store, "a", "12345");
    write_file("f4.files/c", "");
    CHECK_INT("an object too many", adopt(store, "c", &err), PERI_ELIMIT);
    CHECK_HAS("text", err.text, "f4.db': saving 'c' would make 3 objects, over the quota of 2");
    write_file("f4.files/a", "1");
    CHECK_INT("smaller", adopt(store, "a", &err), PERI_OK);
    must_read(store, "a", "1");
    peri_store_close(store);
}

/* The file has a hole in place of its bytes, so that it takes no room. */
SUITE(store_files_adopt_too_large)
{
    char path[PATH_SIZE];
    peri_store *store = open_in_tmp("f5.db", NULL);
    peri_error err = {0, ""};
    write_file("f5.files/k", "");
    CHECK("grown", truncate(in_tmp(path, "f5.files/k"), (off_t)PERI_STORE_VALUE_MAX + 1) == 0);
    CHECK_INT("refused", adopt(store, "k", &err), PERI_ELIMIT);
    CHECK_HAS("text", err.text, "f5.db': saving 'k' from its file: the file '");
    CHECK_HAS("text", err.text, "f5.files/k' has 536870913 bytes, expected at most 536870912");
    peri_store_close(store);
}

/* -- deleting ------------------------------------------------------------------------------- */

SUITE(store_files_delete)
{
    peri_store *store = open_in_tmp("f6/s.db", NULL);
    write_file("f6/s.files/tool", "x");
    CHECK("a file alone, no store yet", delete_key(store, "tool"));
    must_hold("f6/s.files/tool", NULL);
    save(store, "a/k", "v", NULL);
    save(store, "a/l", "v", NULL);
    must_path(store, "a/k", "f6/s.files/a/k");
    must_path(store, "a/l", "f6/s.files/a/l");
    CHECK("both", delete_key(store, "a/k"));
    must_hold("f6/s.files/a/k", NULL);
    must_hold("f6/s.files/a/l", "v");
    CHECK_INT("it does not come back", adopt(store, "a/k", NULL), PERI_ENOTFOUND);
    must_read(store, "a/k", NULL);
    CHECK("neither", !delete_key(store, "a/k"));
    write_file("f6/s.files/tool", "x");
    CHECK("a file alone", delete_key(store, "tool"));
    must_hold("f6/s.files/tool", NULL);
    save(store, "only", "v", NULL);
    CHECK("an object alone", delete_key(store, "only"));
    must_read(store, "a/l", "v");
    peri_store_close(store);
}

/* What stands where the file would be is no file of this key, and stays. */
SUITE(store_files_delete_spares_others)
{
    char longer[301];
    peri_store *store = open_in_tmp("f7.db", NULL);
    memset(longer, 'k', 300);
    longer[300] = '\0';
    save(store, "a", "a", NULL);
    save(store, "a/b", "b", NULL);
    save(store, longer, "long", NULL);
    write_file("f7.files/a", "file of a");
    CHECK("a/b, where 'a' is a file", delete_key(store, "a/b"));
    must_hold("f7.files/a", "file of a");
    must_read(store, "a/b", NULL);
    CHECK("a", delete_key(store, "a"));
    write_file("f7.files/a/b", "file of a/b");
    save(store, "a", "a", NULL);
    CHECK("a, where 'a' is a folder", delete_key(store, "a"));
    must_hold("f7.files/a/b", "file of a/b");
    must_read(store, "a", NULL);
    CHECK("a name too long for a file", delete_key(store, longer));
    must_read(store, longer, NULL);
    peri_store_close(store);
}

/* -- ways out of the folder ----------------------------------------------------------------- */

SUITE(store_files_bad_keys)
{
    static const struct {
        const char *key;
        size_t len;
    } rows[] = {{"..", 2},
                {"../x", 4},
                {"a/../../x", 9},
                {"a\\..\\x", 6},
                {"a/..", 4},
                {"a/./x", 5},
                {"", 0},
                {"/", 1},
                {"a\0b", 3},
                {".part\x7F"
                 "0",
                 7},
                {"/../../x", 8},
                {"./../x", 6}};
    peri_store *store = open_in_tmp("f8/s.db", NULL);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *path = (char *)store;
        peri_error err = {0, ""};
        CHECK_INT(rows[i].key, peri_store_file_path(store, rows[i].key, rows[i].len, &path, &err),
                  PERI_EINVAL);
        CHECK("output untouched", path == (char *)store);
        CHECK_HAS(rows[i].key, err.text, "store key '");
        CHECK_INT(rows[i].key, peri_store_adopt(store, rows[i].key, rows[i].len, &err),
                  PERI_EINVAL);
    }
    must_path(store, "/etc/passwd", "f8/s.files/etc/passwd");
    must_path(store, "//x", "f8/s.files/x");
    must_path(store, "~", "f8/s.files/~");
    CHECK_INT("all below the folder", count_entries("f8"), 1);
    peri_store_close(store);
}

SUITE(store_files_linked_folder)
{
    peri_store *store = open_in_tmp("f9/s.db", NULL);
    peri_error err = {0, ""};
    make_folder("outside9");
    write_file("outside9/secret", "kept");
    must_path(store, "in/a", "f9/s.files/in/a");
    make_link("../../outside9", "f9/s.files/out");
    make_link("../../../outside9", "f9/s.files/in/out");
    make_link("in", "f9/s.files/inner"); /* leads not out, but is refused alike */
    save(store, "out/new", "v", NULL);
    save(store, "out/secret", "v", NULL);
    static const char says[] = "': cannot use the folder that is to hold '";
    no_path(store, "out/new", says);
    no_path(store, "out/secret", says);
    no_path(store, "out/other", says);
    no_path(store, "out/deep/er", says);
    no_path(store, "in/out/x", says);
    no_path(store, "inner/a", says);
    no_path(store, "out/new", "f9/s.files/out/new'; links are not followed: Not a directory");
    CHECK_INT("adopt", adopt(store, "out/secret", &err), PERI_EIO);
    CHECK_HAS("text", err.text, "s.db': saving 'out/secret' from its file: cannot use the folder");
    must_read(store, "out/secret", "v");
    CHECK("the object goes", delete_key(store, "out/secret"));
    CHECK("a file elsewhere is none of the store", !delete_key(store, "out/secret"));
    must_hold("outside9/secret", "kept");
    CHECK_INT("nothing else is there", count_entries("outside9"), 1);
    peri_store_close(store);
}

SUITE(store_files_linked_file)
{
    char path[PATH_SIZE];
    struct stat found;
    peri_store *store = open_in_tmp("f10/s.db", NULL);
    peri_error err = {0, ""};
    write_file("secret10", "kept");
    must_path(store, "x", "f10/s.files/x");
    make_link("../../secret10", "f10/s.files/old");
    make_link("../../secret10", "f10/s.files/new");
    make_link("../../nowhere10", "f10/s.files/dangling");
    save(store, "old", "v", NULL);
    no_path(store, "old", "s.files/old' is a symbolic link, expected a plain file");
    no_path(store, "new", "s.files/new' is a symbolic link, expected a plain file");
    no_path(store, "dangling", "s.files/dangling' is a symbolic link, expected a plain file");
    CHECK_INT("adopt", adopt(store, "new", &err), PERI_EIO);
    CHECK_HAS("text", err.text, "s.files/new'; links are not followed: ");
    must_read(store, "new", NULL);
    CHECK("delete takes the link", delete_key(store, "old"));
    CHECK("it is gone", lstat(in_tmp(path, "f10/s.files/old"), &found) != 0);
    must_hold("secret10", "kept");
    must_hold("nowhere10", NULL);
    peri_store_close(store);
}

/* The folder itself may be a link: its owner has put the files elsewhere. */
SUITE(store_files_linked_top)
{
    peri_store *store = open_in_tmp("f11/s.db", NULL);
    save(store, "k", "v", NULL);
    make_folder("elsewhere11");
    make_link("../elsewhere11", "f11/s.files");
    must_path(store, "k", "f11/s.files/k");
    must_hold("elsewhere11/k", "v");
    CHECK("delete", delete_key(store, "k"));
    must_hold("elsewhere11/k", NULL);
    peri_store_close(store);
}

/* Random keys of dots, slashes and letters: whatever is not refused stays below the folder. */
SUITE(store_files_never_leave)
{
    enum {
        SEED = 20
    };
    static const char letters[] = "../\\a~";
    peri_store *store = open_in_tmp("f12/s.db", NULL);
    check_rng rng = {SEED};
    int made = 0;
    for (int i = 0; i < 400; i++) {
        char key[12], real[PATH_SIZE], want[PATH_SIZE], *path = NULL;
        int64_t len = check_random_in(&rng, 1, 11);
        for (int64_t c = 0; c < len; c++)
            key[c] = letters[check_random_in(&rng, 0, 5)];
        key[len] = '\0';
        if (peri_store_file_path(store, key, (size_t)len, &path, NULL) != PERI_OK)
            continue;
        made++;
        *strrchr(path, '/') = '\0';
        in_tmp(want, "f12/s.files");
        bool stays = realpath(path, real) && strncmp(real, want, strlen(want)) == 0;
        if (!CHECK("stays below", stays))
            printf("     seed %d, key '%s'\n", SEED, key);
        peri_free(path);
    }
    CHECK("many were taken", made > 80);
    CHECK_INT("nothing beside the folder", count_entries("f12"), 1);
    peri_store_close(store);
}

/* -- a disk that does not do as it is told -------------------------------------------------- */

SUITE(store_files_blocked_way)
{
    char path[PATH_SIZE];
    peri_store *store = open_in_tmp("f13/s.db", NULL);
    peri_error err = {0, ""};
    save(store, "a", "1", NULL);
    save(store, "a/b", "2", NULL);
    save(store, "d", "3", NULL);
    must_path(store, "a", "f13/s.files/a");
    no_path(store, "a/b", "cannot use the folder that is to hold '");
    must_hold("f13/s.files/a", "1");
    must_path(store, "d/e", "f13/s.files/d/e");
    no_path(store, "d", "f13/s.files/d' is a folder, expected a plain file");
    CHECK_INT("a folder is not adopted", adopt(store, "d", &err), PERI_EIO);
    CHECK_HAS("text", err.text, "s.files/d' is a folder or a device, expected a plain file");
    CHECK_INT("below a file is nothing", adopt(store, "a/b", &err), PERI_EIO);
    CHECK("a pipe", mkfifo(in_tmp(path, "f13/s.files/pipe"), 0600) == 0);
    no_path(store, "pipe", "s.files/pipe' is a device, expected a plain file");
    CHECK_INT("is not waited for", adopt(store, "pipe", &err), PERI_EIO);
    CHECK_HAS("text", err.text, "s.files/pipe' is a folder or a device");
    peri_store_close(store);
    write_file("f13/t.files", "a file in place of the folder");
    store = open_in_tmp("f13/t.db", NULL);
    save(store, "k", "v", NULL);
    no_path(store, "k", "f13/t.db': cannot create folder '");
    no_path(store, "new", "f13/t.db': cannot create folder '");
    CHECK("but deleting works", delete_key(store, "k"));
    peri_store_close(store);
}

SUITE(store_files_long_names)
{
    char key[301], want[PATH_SIZE];
    peri_store *store = open_in_tmp("f14.db", NULL);
    memset(key, 'k', 300);
    key[300] = '\0';
    no_path(store, key, ": File name too long");
    CHECK_INT("adopt", adopt(store, key, NULL), PERI_ENOTFOUND);
    save(store, key, "v", NULL);
    no_path(store, key, ": File name too long");
    key[255] = '\0'; /* the longest that common file systems take */
    save(store, key, "v", NULL);
    snprintf(want, sizeof want, "f14.files/%s", key);
    must_path(store, key, want);
    must_hold(want, "v");
    peri_store_close(store);
}

/* A write that ends in the middle: the old file stands and no part of the new one stays. */
SUITE(store_files_write_fails)
{
    static char big[400000];
    struct rlimit old, small;
    char path[PATH_SIZE];
    peri_store *store = open_in_tmp("f15.db", NULL);
    must_path(store, "k", "f15.files/k");
    write_file("f15.files/k", "old");
    memset(big, 'x', sizeof big - 1);
    CHECK_INT("save", save(store, "k", big, NULL), PERI_OK);
    must_read(store, "k", big);
    void (*before)(int) = signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &old);
    small = old;
    small.rlim_cur = 200000;
    setrlimit(RLIMIT_FSIZE, &small);
    no_path(store, "k", "f15.db': cannot write the file '");
    no_path(store, "k", "f15.files/k': File too large");
    setrlimit(RLIMIT_FSIZE, &old);
    signal(SIGXFSZ, before);
    must_hold("f15.files/k", "old");
    CHECK_INT("nothing unfinished stays", count_entries("f15.files"), 1);
    must_path(store, "k", "f15.files/k");
    struct stat found = {0};
    CHECK("then it works", stat(in_tmp(path, "f15.files/k"), &found) == 0);
    CHECK_INT("whole", found.st_size, sizeof big - 1);
    peri_store_close(store);
}

/* Unfinished files of a crash are passed over, and are no objects. */
SUITE(store_files_after_a_crash)
{
    peri_store *store = open_in_tmp("f16.db", NULL);
    write_file("f16.files/.part\x7F"
               "0",
               "half");
    write_file("f16.files/.part\x7F"
               "1",
               "half");
    save(store, "k", "v", NULL);
    must_path(store, "k", "f16.files/k");
    must_hold("f16.files/k", "v");
    must_hold("f16.files/.part\x7F"
              "0",
              "half");
    CHECK_INT("no third one", count_entries("f16.files"), 3);
    peri_store_close(store);
}

/* Where the file cannot be removed, the object stays too: here no further file can be opened. */
SUITE(store_files_delete_fails)
{
    struct rlimit old, none;
    peri_error err = {0, ""};
    bool existed = true;
    peri_store *store = open_in_tmp("f19.db", NULL);
    save(store, "k", "v", NULL);
    must_path(store, "k", "f19.files/k");
    getrlimit(RLIMIT_NOFILE, &old);
    none = old;
    none.rlim_cur = 0;
    setrlimit(RLIMIT_NOFILE, &none);
    int rc = peri_store_delete(store, "k", 1, &existed, &err);
    setrlimit(RLIMIT_NOFILE, &old);
    CHECK_INT("refused", rc, PERI_EIO);
    CHECK_HAS("text", err.text, "f19.db': cannot remove the file '");
    CHECK_HAS("text", err.text, "f19.files/k': Too many open files");
    CHECK("output untouched", existed);
    must_read(store, "k", "v");
    must_hold("f19.files/k", "v");
    CHECK("then it works", delete_key(store, "k"));
    must_read(store, "k", NULL);
    peri_store_close(store);
}

/* Two values by turns, while another process looks at the file: always there, always whole. */
static int write_by_turns(peri_store *store)
{
    int rc = PERI_OK;
    for (int i = 0; i < 60 && rc == PERI_OK; i++) {
        char *path = NULL;
        rc = save(store, "k", i % 2 ? "odd" : "even", NULL);
        if (rc == PERI_OK)
            rc = peri_store_file_path(store, "k", 1, &path, NULL);
        peri_free(path);
    }
    return -rc;
}

SUITE(store_files_replace_at_once)
{
    char path[PATH_SIZE], bytes[16];
    int status = -1, torn = 0;
    peri_store *store = open_in_tmp("f20.db", NULL);
    save(store, "k", "odd", NULL);
    must_path(store, "k", "f20.files/k");
    peri_store_close(store);
    in_tmp(path, "f20.files/k");
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        char store_path[PATH_SIZE];
        int rc = -peri_store_open(in_tmp(store_path, "f20.db"), NULL, &store, NULL);
        _exit(rc == 0 ? write_by_turns(store) : rc);
    }
    while (waitpid(child, &status, WNOHANG) == 0) {
        FILE *f = fopen(path, "rb");
        size_t len = f ? fread(bytes, 1, sizeof bytes, f) : 0;
        torn += !((len == 3 && memcmp(bytes, "odd", 3) == 0) ||
                  (len == 4 && memcmp(bytes, "even", 4) == 0));
        if (f)
            fclose(f);
    }
    CHECK_INT("never missing, never a part", torn, 0);
    CHECK_INT("the writer ended well", status, 0);
    must_hold("f20.files/k", "odd");
}

/* A folder that may not be written. */
SUITE(store_files_without_rights)
{
    if (geteuid() == 0) {
        check_skip("read-only folders", "root may write everywhere");
        return;
    }
    char folder[PATH_SIZE];
    peri_error err = {0, ""};
    peri_store *store = open_in_tmp("f17.db", NULL);
    save(store, "k", "v", NULL);
    must_path(store, "k", "f17.files/k");
    chmod(in_tmp(folder, "f17.files"), 0555);
    CHECK_INT("delete", peri_store_delete(store, "k", 1, NULL, &err), PERI_EIO);
    CHECK_HAS("text", err.text, "f17.db': cannot remove the file '");
    CHECK_HAS("text", err.text, "f17.files/k': Permission denied");
    must_read(store, "k", "v");
    no_path(store, "k", "f17.files/k': Permission denied");
    no_path(store, "new/er", "Permission denied");
    chmod(folder, 0777);
    chmod(in_tmp(folder, "f17.files/k"), 0000);
    CHECK_INT("adopt", adopt(store, "k", &err), PERI_EIO);
    CHECK_HAS("text", err.text, "f17.files/k'; links are not followed: Permission denied");
    CHECK("delete", delete_key(store, "k"));
    peri_store_close(store);
}

/* -- memory --------------------------------------------------------------------------------- */

static int use_files(const char *name, long nth, char **path, peri_error *err)
{
    peri_store *store = NULL;
    char store_path[PATH_SIZE];
    bool existed = false;
    peri_mem_fail_at(nth);
    int rc = peri_store_open(in_tmp(store_path, name), NULL, &store, err);
    if (rc == PERI_OK)
        rc = adopt(store, "k", err);
    if (rc == PERI_OK)
        rc = peri_store_file_path(store, "k", 1, path, err);
    if (rc == PERI_OK)
        rc = peri_store_delete(store, "k", 1, &existed, err);
    peri_mem_fail_at(0);
    peri_store_close(store);
    return rc;
}

SUITE(store_files_out_of_memory)
{
    long nth = 1;
    for (;; nth++) {
        char name[64], file[PATH_SIZE], *path = NULL;
        peri_error err = {0, ""};
        snprintf(file, sizeof file, "f18/%ld.files/k", nth);
        write_file(file, "v");
        snprintf(name, sizeof name, "f18/%ld.db", nth);
        int64_t before = peri_mem_live();
        int rc = use_files(name, nth, &path, &err);
        peri_free(path);
        CHECK_INT("no leak", peri_mem_live(), before);
        if (rc == PERI_OK || !CHECK_INT("only ENOMEM", rc, PERI_ENOMEM))
            break;
        CHECK_HAS("text", err.text, "no memory");
        must_hold(file, "v");
    }
    CHECK("several allocations failed", nth > 8);
}
