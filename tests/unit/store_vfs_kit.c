/* store_vfs_kit.c - values that show whether they are whole, and a disk that fails on demand. */
#include "store_vfs_kit.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/mem.h"
#include "check.h"

/* -- values --------------------------------------------------------------------------------- */

const char *store_kit_key(int key)
{
    static const char *const names[STORE_KIT_KEYS] = {"k/0", "k/1", "k/2", "k/3", "k/4",
                                                      "k/5", "k/6", "k/7", "k/8", "k/9"};
    return names[key];
}

enum peri_store_kind store_kit_kind(int64_t version)
{
    return (enum peri_store_kind)(version % 4);
}

char *store_kit_value(int key, int64_t version, size_t max, size_t *len)
{
    check_rng rng = {(uint64_t)version * STORE_KIT_KEYS + (uint64_t)key};
    *len = (size_t)check_random_in(&rng, 0, (int64_t)max);
    char *bytes = malloc(*len + sizeof(uint64_t));
    if (!bytes)
        abort();
    for (size_t i = 0; i < *len; i += sizeof(uint64_t)) {
        uint64_t bits = check_random(&rng);
        memcpy(bytes + i, &bits, sizeof bits);
    }
    return bytes;
}

int store_kit_save(peri_store *store, int key, int64_t version, size_t max, peri_error *err)
{
    size_t len = 0;
    char *bytes = store_kit_value(key, version, max, &len);
    const char *name = store_kit_key(key);
    int rc = peri_store_save(store, name, strlen(name), bytes, len, store_kit_kind(version), err);
    free(bytes);
    return rc;
}

int store_kit_delete(peri_store *store, int key, peri_error *err)
{
    const char *name = store_kit_key(key);
    return peri_store_delete(store, name, strlen(name), NULL, err);
}

bool store_kit_is_version(int key, int64_t version, size_t max, const char *bytes, size_t len,
                          enum peri_store_kind kind)
{
    size_t want_len = 0;
    char *want = store_kit_value(key, version, max, &want_len);
    bool same = len == want_len && memcmp(bytes, want, len) == 0 && kind == store_kit_kind(version);
    free(want);
    return same;
}

static bool shows_key(peri_store *store, int key, int64_t version, size_t max, int64_t *size,
                      char why[STORE_KIT_TEXT])
{
    const char *name = store_kit_key(key);
    char *bytes = NULL;
    size_t len = 0;
    enum peri_store_kind kind = PERI_STORE_BYTES;
    peri_error err = {0, ""};
    int rc = peri_store_read(store, name, strlen(name), &bytes, &len, &kind, &err);
    bool same = version == 0
                    ? rc == PERI_ENOTFOUND
                    : rc == PERI_OK && store_kit_is_version(key, version, max, bytes, len, kind);
    *size = (int64_t)len;
    if (!same)
        snprintf(why, STORE_KIT_TEXT, "'%s' is not version %lld: code %d, %zu bytes %.200s", name,
                 (long long)version, rc, len, rc == PERI_OK ? "" : err.text);
    peri_free(bytes);
    return same;
}

/* The list against the state; a key of the state is an item, and the other way around. */
static bool lists(peri_store *store, const store_kit_state *state, const int64_t *sizes,
                  char why[STORE_KIT_TEXT])
{
    peri_store_list list = {NULL, 0};
    peri_error err = {0, ""};
    bool same = peri_store_keys(store, NULL, 0, &list, &err) == PERI_OK;
    size_t at = 0;
    for (int key = 0; same && key < STORE_KIT_KEYS; key++) {
        if (state->version[key] == 0)
            continue;
        const peri_store_item *item = at < list.n ? &list.items[at++] : NULL;
        same = item && strcmp(item->key, store_kit_key(key)) == 0 && item->size == sizes[key] &&
               item->kind == store_kit_kind(state->version[key]);
    }
    same = same && at == list.n;
    if (!same)
        snprintf(why, STORE_KIT_TEXT, "the list differs, %zu items %.200s", list.n, err.text);
    peri_store_list_free(&list);
    return same;
}

bool store_kit_shows(peri_store *store, const store_kit_state *state, size_t max,
                     char why[STORE_KIT_TEXT])
{
    int64_t sizes[STORE_KIT_KEYS] = {0}, objects = 0, bytes = 0;
    for (int key = 0; key < STORE_KIT_KEYS; key++) {
        if (!shows_key(store, key, state->version[key], max, &sizes[key], why))
            return false;
        objects += state->version[key] != 0;
        bytes += sizes[key];
    }
    if (!lists(store, state, sizes, why))
        return false;
    peri_quota used = {-1, -1};
    peri_error err = {0, ""};
    if (peri_store_usage(store, &used, &err) == PERI_OK && used.objects == objects &&
        used.bytes == bytes)
        return true;
    snprintf(why, STORE_KIT_TEXT, "usage %lld objects, %lld bytes, there are %lld and %lld %.100s",
             (long long)used.objects, (long long)used.bytes, (long long)objects, (long long)bytes,
             err.text);
    return false;
}

bool store_kit_healthy(peri_store *store, char why[STORE_KIT_TEXT])
{
    peri_store_health health = {.damaged = -1};
    peri_error err = {0, ""};
    int rc = peri_store_check(store, &health, &err);
    snprintf(why, STORE_KIT_TEXT, "check: code %d, %lld damaged, '%.200s' %.80s", rc,
             (long long)health.damaged, health.problem, err.text);
    return rc == PERI_OK && health.damaged == 0 && health.problem[0] == '\0' &&
           health.counted.objects == health.recorded.objects &&
           health.counted.bytes == health.recorded.bytes;
}

/* -- files ---------------------------------------------------------------------------------- */

void store_kit_path(char path[STORE_KIT_PATH], const char *folder)
{
    snprintf(path, STORE_KIT_PATH, "%s/%s", check_tmp(), folder);
    if (!CHECK("a new folder", mkdir(path, 0777) == 0))
        perror(path);
    strncat(path, "/store.db", STORE_KIT_PATH - strlen(path) - 1);
}

char *store_kit_file(const char *path, size_t *len)
{
    struct stat st;
    FILE *f = fopen(path, "rb");
    char *bytes = f && fstat(fileno(f), &st) == 0 ? malloc((size_t)st.st_size + 1) : NULL;
    if (bytes) {
        *len = fread(bytes, 1, (size_t)st.st_size, f);
        bytes[*len] = '\0';
    }
    if (f)
        fclose(f);
    return bytes;
}

void store_kit_place(const char *path, const char *bytes, size_t len)
{
    static const char *const beside[] = {"-wal", "-shm", "-journal"};
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        char name[STORE_KIT_PATH + 16];
        snprintf(name, sizeof name, "%s%s", path, beside[i]);
        unlink(name);
    }
    check_write(path, bytes, (long)len);
}

/* -- the failing disk ----------------------------------------------------------------------- */

/* A file of the shim; the one of the system lies behind it. */
typedef struct shim_file {
    sqlite3_file base;
    sqlite3_file *real;
} shim_file;

static sqlite3_vfs shim, *system_vfs;
static bool is_default;

static pthread_mutex_t plan_lock = PTHREAD_MUTEX_INITIALIZER; /* guards what follows */
static struct {
    unsigned operations;
    int code;
    long left; /* operations until the failing one; 0: none */
    bool stays, failed;
} plan;

/* What the operation must return in place of doing its work; SQLITE_OK: do it. */
static int failure_of(unsigned operation)
{
    int code = SQLITE_OK;
    pthread_mutex_lock(&plan_lock);
    if (plan.operations & operation) {
        bool now = plan.left == 1 || (plan.failed && plan.stays);
        if (plan.left > 0)
            plan.left--;
        plan.failed = plan.failed || now;
        code = now ? plan.code : SQLITE_OK;
    }
    pthread_mutex_unlock(&plan_lock);
    return code;
}

static sqlite3_file *real(sqlite3_file *file)
{
    return ((shim_file *)file)->real;
}

static int shim_close(sqlite3_file *file)
{
    return real(file)->pMethods->xClose(real(file));
}

static int shim_read(sqlite3_file *file, void *bytes, int len, sqlite3_int64 at)
{
    int code = failure_of(STORE_KIT_READ);
    return code != SQLITE_OK ? code : real(file)->pMethods->xRead(real(file), bytes, len, at);
}

static int shim_write(sqlite3_file *file, const void *bytes, int len, sqlite3_int64 at)
{
    int code = failure_of(STORE_KIT_WRITE);
    if (code == SQLITE_FULL) /* what still had room */
        real(file)->pMethods->xWrite(real(file), bytes, len / 2, at);
    return code != SQLITE_OK ? code : real(file)->pMethods->xWrite(real(file), bytes, len, at);
}

static int shim_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    int code = failure_of(STORE_KIT_TRUNCATE);
    return code != SQLITE_OK ? code : real(file)->pMethods->xTruncate(real(file), size);
}

/* No test cuts the power, and waiting for a real disk takes most of their time. */
static int shim_sync(sqlite3_file *file, int flags)
{
    (void)file;
    (void)flags;
    return failure_of(STORE_KIT_SYNC);
}

static int shim_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return real(file)->pMethods->xFileSize(real(file), size);
}

static int shim_lock(sqlite3_file *file, int level)
{
    return real(file)->pMethods->xLock(real(file), level);
}

static int shim_unlock(sqlite3_file *file, int level)
{
    return real(file)->pMethods->xUnlock(real(file), level);
}

static int shim_reserved(sqlite3_file *file, int *out)
{
    return real(file)->pMethods->xCheckReservedLock(real(file), out);
}

static int shim_control(sqlite3_file *file, int op, void *arg)
{
    return real(file)->pMethods->xFileControl(real(file), op, arg);
}

static int shim_sector(sqlite3_file *file)
{
    return real(file)->pMethods->xSectorSize(real(file));
}

static int shim_traits(sqlite3_file *file)
{
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static int shim_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, out);
}

static int shim_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
    return real(file)->pMethods->xShmLock(real(file), offset, n, flags);
}

static void shim_shm_barrier(sqlite3_file *file)
{
    real(file)->pMethods->xShmBarrier(real(file));
}

static int shim_shm_unmap(sqlite3_file *file, int remove)
{
    return real(file)->pMethods->xShmUnmap(real(file), remove);
}

static int shim_fetch(sqlite3_file *file, sqlite3_int64 at, int len, void **out)
{
    return real(file)->pMethods->xFetch(real(file), at, len, out);
}

static int shim_unfetch(sqlite3_file *file, sqlite3_int64 at, void *page)
{
    return real(file)->pMethods->xUnfetch(real(file), at, page);
}

static int shim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
    static const sqlite3_io_methods methods = {
        3,           shim_close,   shim_read,     shim_write,       shim_truncate,  shim_sync,
        shim_size,   shim_lock,    shim_unlock,   shim_reserved,    shim_control,   shim_sector,
        shim_traits, shim_shm_map, shim_shm_lock, shim_shm_barrier, shim_shm_unmap, shim_fetch,
        shim_unfetch};
    shim_file *self = (shim_file *)file;
    (void)vfs;
    self->base.pMethods = NULL;
    self->real = (sqlite3_file *)(self + 1);
    int code = failure_of(STORE_KIT_OPEN);
    if (code == SQLITE_OK)
        code = system_vfs->xOpen(system_vfs, name, self->real, flags, out);
    if (code == SQLITE_OK)
        self->base.pMethods = &methods;
    return code;
}

static int shim_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
    int code = failure_of(STORE_KIT_DELETE);
    (void)vfs;
    return code != SQLITE_OK ? code : system_vfs->xDelete(system_vfs, name, sync_folder);
}

void store_kit_disk_fails(unsigned operations, int code, long nth, bool stays)
{
    pthread_mutex_lock(&plan_lock);
    plan.operations = operations;
    plan.code = code;
    plan.left = nth;
    plan.stays = stays;
    plan.failed = false;
    pthread_mutex_unlock(&plan_lock);
    if (is_default)
        return;
    system_vfs = sqlite3_vfs_find(NULL);
    shim = *system_vfs;
    shim.zName = "failing";
    shim.szOsFile = (int)sizeof(shim_file) + system_vfs->szOsFile;
    shim.xOpen = shim_open;
    shim.xDelete = shim_delete;
    sqlite3_vfs_register(&shim, 1);
    is_default = true;
}

bool store_kit_disk_failed(void)
{
    pthread_mutex_lock(&plan_lock);
    bool failed = plan.failed;
    pthread_mutex_unlock(&plan_lock);
    return failed;
}

void store_kit_disk_heals(void)
{
    store_kit_disk_fails(0, SQLITE_OK, 0, false);
    sqlite3_vfs_unregister(&shim);
    sqlite3_vfs_register(system_vfs, 1);
    is_default = false;
}

/* -- SQLite's memory -------------------------------------------------------------------------- */

static sqlite3_mem_methods usual;
static bool is_counted;
static atomic_long allocations_left;
static atomic_bool allocation_failed;

/* The count goes on below zero, so that only one allocation fails. */
static bool has_memory(void)
{
    if (atomic_fetch_sub(&allocations_left, 1) != 1)
        return true;
    atomic_store(&allocation_failed, true);
    return false;
}

static void *counted_malloc(int size)
{
    return has_memory() ? usual.xMalloc(size) : NULL;
}

static void *counted_realloc(void *p, int size)
{
    return has_memory() ? usual.xRealloc(p, size) : NULL;
}

void store_kit_memory_fails(long nth)
{
    atomic_store(&allocations_left, 0);
    if (!is_counted) {
        sqlite3_shutdown();
        sqlite3_config(SQLITE_CONFIG_GETMALLOC, &usual);
        sqlite3_mem_methods counted = usual;
        counted.xMalloc = counted_malloc;
        counted.xRealloc = counted_realloc;
        sqlite3_config(SQLITE_CONFIG_MALLOC, &counted);
        sqlite3_initialize();
        is_counted = true;
    }
    if (nth > 0)
        atomic_store(&allocation_failed, false);
    atomic_store(&allocations_left, nth);
}

bool store_kit_memory_failed(void)
{
    return atomic_load(&allocation_failed);
}

void store_kit_memory_heals(void)
{
    sqlite3_shutdown();
    sqlite3_config(SQLITE_CONFIG_MALLOC, &usual);
    sqlite3_initialize();
    is_counted = false;
}
