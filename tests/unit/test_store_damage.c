/* test_store_damage.c - the object store whose file is damaged, foreign, newer or older. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store_vfs_kit.h"

enum {
    SEED = 4,
    VALUE_MAX = 24 * 1024,
    PAGE = 16 * 1024,
    NEW_KEY = 4,
    FLIPS = STORE_KIT_SANITIZED ? 300 : 800,
    CUTS = STORE_KIT_SANITIZED ? 60 : 200
};

/* -- a sound store, as bytes ----------------------------------------------------------------- */

typedef struct sound_file {
    char path[STORE_KIT_PATH];
    store_kit_state state;
    char *bytes;
    size_t len;
} sound_file;

/* One time for all saves, so that the bytes of the file follow from the seed. */
static int64_t still(void *ctx)
{
    (void)ctx;
    return 1700000000123456789;
}

/* All keys have values but one, which has been deleted and left free pages. */
static void make_sound(sound_file *f, const char *folder)
{
    peri_store_options options = {.quota = {100, 100000000}, .clock = still};
    peri_store *store = NULL;
    store_kit_disk_fails(0, 0, 0, false); /* for its speed */
    store_kit_path(f->path, folder);
    f->state = (store_kit_state){{0}};
    CHECK_INT("open", peri_store_open(f->path, &options, &store, NULL), PERI_OK);
    for (int64_t version = 1; version <= 3; version++)
        for (int key = 0; key < STORE_KIT_KEYS; key++) {
            f->state.version[key] = version * 10 + key;
            CHECK_INT("save", store_kit_save(store, key, f->state.version[key], VALUE_MAX, NULL),
                      PERI_OK);
        }
    CHECK_INT("delete", store_kit_delete(store, NEW_KEY, NULL), PERI_OK);
    f->state.version[NEW_KEY] = 0;
    peri_store_close(store);
    f->bytes = store_kit_file(f->path, &f->len);
    CHECK("a file of some pages", f->bytes && f->len > 8 * (size_t)PAGE);
}

static void drop_sound(sound_file *f)
{
    store_kit_disk_heals();
    free(f->bytes);
}

/* -- what a store tells of a file ------------------------------------------------------------ */

typedef struct verdict {
    int refusals;  /* calls that told of damage */
    int first;     /* code of the first call */
    bool may_miss; /* a damaged name cannot be found, and the damage was told of */
    char wrong[STORE_KIT_TEXT];
} verdict;

static void judge(verdict *v, const char *path, const char *what, int rc, const char *text)
{
    char begin[STORE_KIT_PATH + 16];
    snprintf(begin, sizeof begin, "store '%s': ", path);
    bool refused =
        (rc == PERI_EFORMAT || rc == PERI_EIO) && strncmp(text, begin, strlen(begin)) == 0;
    v->refusals += refused;
    if (rc != PERI_OK && !refused && !v->wrong[0])
        snprintf(v->wrong, sizeof v->wrong, "%s: code %d %.300s", what, rc, text);
}

/* Reads one key: as saved, or refused. */
static int read_key(verdict *v, peri_store *store, const char *path, int key, int64_t version)
{
    char *bytes = NULL;
    size_t len = 0;
    enum peri_store_kind kind = PERI_STORE_BYTES;
    const char *name = store_kit_key(key);
    peri_error err = {0, ""};
    int rc = peri_store_read(store, name, strlen(name), &bytes, &len, &kind, &err);
    if (rc == PERI_OK &&
        (version == 0 || !store_kit_is_version(key, version, VALUE_MAX, bytes, len, kind)))
        snprintf(v->wrong, sizeof v->wrong, "'%s' is another value: %zu bytes, kind %d", name, len,
                 (int)kind);
    else if (rc != PERI_ENOTFOUND || (version != 0 && !v->may_miss))
        judge(v, path, name, rc, err.text);
    peri_free(bytes);
    return rc;
}

/* A file in which nothing is found shows what was saved, and a save to it harms no other value. */
static void use_on(verdict *v, peri_store *store, const sound_file *f)
{
    store_kit_state state = f->state;
    char why[STORE_KIT_TEXT];
    if (!store_kit_shows(store, &state, VALUE_MAX, why))
        snprintf(v->wrong, sizeof v->wrong, "check finds nothing, but %.300s", why);
    peri_error err = {0, ""};
    int rc = store_kit_save(store, NEW_KEY, 77, VALUE_MAX, &err);
    judge(v, f->path, "save", rc, err.text);
    if (rc == PERI_OK)
        state.version[NEW_KEY] = 77;
    if (!v->wrong[0] && !store_kit_shows(store, &state, VALUE_MAX, why))
        snprintf(v->wrong, sizeof v->wrong, "after a save to what seems sound: %.300s", why);
}

static bool is_usage(const peri_quota *used, const store_kit_state *state)
{
    peri_quota want = {0, 0};
    for (int key = 0; key < STORE_KIT_KEYS; key++) {
        size_t len = 0;
        if (state->version[key] == 0)
            continue;
        free(store_kit_value(key, state->version[key], VALUE_MAX, &len));
        want.objects++;
        want.bytes += (int64_t)len;
    }
    return used->objects == want.objects && used->bytes == want.bytes;
}

/* Opens the file and reads everything: nothing may be wrong or missing without a word. */
static verdict look_at(const sound_file *f, bool unchecked)
{
    peri_store_options options = {.quota = {100, 100000000}, .unchecked = unchecked};
    peri_store *store = NULL;
    peri_quota used = {0, 0};
    peri_store_health health;
    peri_error err = {0, ""};
    verdict v = {.first = PERI_OK};
    if (peri_store_open(f->path, &options, &store, NULL) != PERI_OK)
        return v;
    v.first = peri_store_usage(store, &used, &err);
    judge(&v, f->path, "usage", v.first, err.text);
    if (v.first == PERI_OK && !unchecked && !is_usage(&used, &f->state))
        snprintf(v.wrong, sizeof v.wrong, "usage: %lld objects, %lld bytes",
                 (long long)used.objects, (long long)used.bytes);
    int rc = peri_store_check(store, &health, &err);
    judge(&v, f->path, "check", rc, err.text);
    v.refusals += rc == PERI_OK && health.problem[0];
    v.may_miss = unchecked && v.refusals > 0;
    for (int key = 0; key < STORE_KIT_KEYS; key++)
        read_key(&v, store, f->path, key, f->state.version[key]);
    if (v.refusals == 0 && !v.wrong[0])
        use_on(&v, store, f);
    peri_store_close(store);
    return v;
}

/* -- cut files ------------------------------------------------------------------------------- */

/* Length of the i-th cut: the places where a header ends, the ends of all pages, then random. An
   empty file is a new store, and one of a single byte is empty to SQLite. */
static size_t cut_at(const sound_file *f, int i, check_rng *rng)
{
    static const size_t first[] = {2, 15, 16, 17, 99, 100, 101, 511, 512, 1024, 4096};
    size_t n_first = sizeof first / sizeof *first, pages = f->len / PAGE, at = (size_t)i;
    if (at < n_first)
        return first[at];
    at -= n_first;
    if (at < 3 * (pages - 1))
        return (at / 3 + 1) * PAGE + at % 3 - 1;
    return (size_t)check_random_in(rng, 1, (int64_t)f->len - PAGE);
}

SUITE(store_cut_short)
{
    sound_file f;
    check_rng rng = {SEED};
    make_sound(&f, "cut");
    verdict v = look_at(&f, false);
    if (!CHECK("the whole file is sound", v.refusals == 0 && !v.wrong[0]))
        printf("     %s\n", v.wrong);
    for (int i = 0; i < CUTS; i++) {
        size_t len = cut_at(&f, i, &rng);
        store_kit_place(f.path, f.bytes, len);
        v = look_at(&f, false);
        if (!CHECK("nothing wrong is read", !v.wrong[0]))
            printf("     seed %d, length %zu of %zu: %s\n", SEED, len, f.len, v.wrong);
        if (!CHECK("it is told at once", len > f.len - PAGE || v.first == PERI_EFORMAT))
            printf("     seed %d, length %zu of %zu: %d\n", SEED, len, f.len, v.first);
    }
    drop_sound(&f);
}

/* -- changed bytes --------------------------------------------------------------------------- */

/* Changes one bit, one byte, or some bytes in a row. */
static size_t flip(char *bytes, size_t len, check_rng *rng)
{
    size_t at = (size_t)check_random_in(rng, 0, (int64_t)len - 1);
    int64_t kind = check_random_in(rng, 0, 2);
    if (kind == 0)
        bytes[at] = (char)(bytes[at] ^ (1 << check_random_in(rng, 0, 7)));
    for (size_t i = at; kind > 0 && i < len && i < at + (kind == 1 ? 1 : 16); i++)
        bytes[i] = (char)(bytes[i] ^ (char)check_random_in(rng, 1, 255));
    return at;
}

/* Also where few bytes lie, most of which mean something: the header, the schema, the directory. */
static size_t flip_somewhere(char *bytes, size_t len, int i, check_rng *rng)
{
    size_t pages = len / PAGE;
    if (i % 3 == 0)
        return flip(bytes, len, rng);
    size_t page = i % 3 == 1 ? 0 : (size_t)check_random_in(rng, 0, (int64_t)pages - 1);
    size_t begin = page * PAGE + (check_random_in(rng, 0, 1) ? 0 : PAGE - 1200);
    return begin + flip(bytes + begin, begin % PAGE == 0 ? 200 : 1200, rng);
}

SUITE(store_with_changed_bytes)
{
    sound_file f;
    check_rng rng = {SEED};
    int refused = 0;
    make_sound(&f, "flips");
    char *copy = malloc(f.len);
    for (int i = 0; copy && i < FLIPS; i++) {
        memcpy(copy, f.bytes, f.len);
        size_t at = flip_somewhere(copy, f.len, i, &rng);
        store_kit_place(f.path, copy, f.len);
        verdict v = look_at(&f, i % 2 == 1);
        refused += v.refusals > 0;
        if (!CHECK("nothing wrong is read", !v.wrong[0]))
            printf("     seed %d, case %d, byte %zu (page %zu, %zu): %s\n", SEED, i, at, at / PAGE,
                   at % PAGE, v.wrong);
    }
    CHECK("many are found", refused > FLIPS / 4);
    free(copy);
    drop_sound(&f);
}

/* The page with the names: each byte that is set there means something. */
static size_t find_directory(const sound_file *f)
{
    for (size_t page = 0; page < f->len / PAGE; page++) {
        const char *at = f->bytes + page * PAGE;
        if (memmem(at, PAGE, store_kit_key(0), 3) && memmem(at, PAGE, store_kit_key(9), 3))
            return page * PAGE;
    }
    CHECK("there is a page with all names", false);
    return 0;
}

SUITE(store_with_a_changed_directory)
{
    sound_file f;
    check_rng rng = {SEED};
    int refused = 0, cases = 0;
    make_sound(&f, "directory");
    size_t page = find_directory(&f);
    for (size_t i = 0; i < 2 * (size_t)PAGE; i++) {
        size_t at = page + i / 2;
        char was = f.bytes[at], now = (char)(was ^ (char)check_random_in(&rng, 1, 255));
        if (i % 2 == 1)
            now = 2; /* a small number is one that is taken */
        if (was == 0 || was == now)
            continue;
        f.bytes[at] = now;
        store_kit_place(f.path, f.bytes, f.len);
        verdict v = look_at(&f, false);
        refused += v.refusals > 0;
        cases++;
        if (!CHECK("nothing wrong is read", !v.wrong[0]))
            printf("     seed %d, byte %zu of the page (%d to %d): %s\n", SEED, at - page, was,
                   f.bytes[at], v.wrong);
        f.bytes[at] = was;
    }
    CHECK("most are found", refused > cases / 2);
    drop_sound(&f);
}

/* Where the value's bytes lie in the file; they begin in one piece of a page. */
static size_t find_value(const sound_file *f, int key)
{
    size_t len = 0;
    char *value = store_kit_value(key, f->state.version[key], VALUE_MAX, &len);
    char *found = len > 64 ? memmem(f->bytes, f->len, value + 32, 32) : NULL;
    free(value);
    return found ? (size_t)(found - f->bytes) : 0;
}

SUITE(store_with_one_damaged_value)
{
    sound_file f;
    make_sound(&f, "value");
    for (int key = 0; key < STORE_KIT_KEYS; key++) {
        size_t at = f.state.version[key] ? find_value(&f, key) : 0;
        if (at == 0)
            continue;
        f.bytes[at] ^= 1;
        store_kit_place(f.path, f.bytes, f.len);
        verdict v = look_at(&f, false);
        CHECK_INT("told at the first call", v.first, PERI_EFORMAT);
        peri_store_options options = {.quota = {100, 100000000}, .unchecked = true};
        peri_store *store = NULL;
        peri_error err = {0, ""};
        peri_store_health health = {.damaged = 0};
        char *bytes = NULL;
        size_t len = 0;
        const char *name = store_kit_key(key);
        CHECK_INT("open", peri_store_open(f.path, &options, &store, NULL), PERI_OK);
        for (int other = 0; other < STORE_KIT_KEYS; other++)
            if (other != key && f.state.version[other] != 0)
                CHECK_INT("unchecked, the others are read",
                          read_key(&v, store, f.path, other, f.state.version[other]), PERI_OK);
        CHECK_STR("as they were saved", v.wrong, "");
        CHECK_INT("this one is not", peri_store_read(store, name, 3, &bytes, &len, NULL, &err),
                  PERI_EFORMAT);
        CHECK_HAS("with its key", err.text, name);
        CHECK_HAS("and the path", err.text, f.path);
        CHECK_INT("check", peri_store_check(store, &health, NULL), PERI_OK);
        CHECK_INT("finds one", health.damaged, 1);
        CHECK_HAS("and names it", health.problem, name);
        CHECK_INT("saving anew", store_kit_save(store, key, f.state.version[key], VALUE_MAX, NULL),
                  PERI_OK);
        peri_store_close(store);
        v = look_at(&f, false);
        CHECK("repairs it", v.refusals == 0 && !v.wrong[0]);
        f.bytes[at] ^= 1;
    }
    drop_sound(&f);
}
