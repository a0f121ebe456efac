/* test_store_rights.c - the object store without rights on its file or folder, and at the largest
   size a file may have. */
#include "check.h"

#include <dirent.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store_vfs_kit.h"

enum {
    SMALL = 3000,
    NOBODY = 65534,
    UNREACHABLE = 4,
    FILE_LIMIT = 1024 * 1024,
    FILLING_MAX = 64 * 1024,
    TRIES = 200
};

/* -- a process without rights --------------------------------------------------------------- */

/* What the process saw, told through memory that it shares with its parent. */
typedef struct report {
    int opened, read, saved, deleted, began, snapshot;
    bool is_right; /* the value read */
    char read_text[STORE_KIT_TEXT], save_text[STORE_KIT_TEXT];
    store_kit_state state; /* of a full file: what was saved with success */
    int successes, failures, other_failures;
} report;

static report *new_report(void)
{
    report *r = mmap(NULL, sizeof *r, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (r == MAP_FAILED)
        abort();
    memset(r, 0, sizeof *r);
    return r;
}

static void give_up_rights(void)
{
    if (geteuid() == 0 && (setgroups(0, NULL) != 0 || setresgid(NOBODY, NOBODY, NOBODY) != 0 ||
                           setresuid(NOBODY, NOBODY, NOBODY) != 0))
        _exit(3);
}

static void use_store(const char *path, report *r)
{
    peri_store *store = NULL, *view = NULL;
    char *bytes = NULL;
    size_t len = 0;
    enum peri_store_kind kind = PERI_STORE_BYTES;
    peri_store_options options = {.quota = {100, 1000000}, .snapshot = true};
    peri_error err = {0, ""};
    r->opened = peri_store_open(path, NULL, &store, &err);
    r->read = peri_store_read(store, "k/1", 3, &bytes, &len, &kind, &err);
    r->is_right = r->read == PERI_OK && store_kit_is_version(1, 101, SMALL, bytes, len, kind);
    snprintf(r->read_text, STORE_KIT_TEXT, "%.300s", r->read == PERI_OK ? "" : err.text);
    r->saved = store_kit_save(store, 1, 102, SMALL, &err);
    snprintf(r->save_text, STORE_KIT_TEXT, "%.300s", err.text);
    r->deleted = store_kit_delete(store, 1, &err);
    r->began = peri_store_begin(store, NULL);
    if (r->began == PERI_OK) {
        store_kit_save(store, 1, 103, SMALL, NULL);
        r->began = peri_store_end(store, true, NULL);
    }
    peri_store_close(store);
    r->snapshot = peri_store_open(path, &options, &view, NULL);
    peri_store_close(view);
}

/* Runs the store in a process of its own, since rights cannot be taken back. */
static bool as_nobody(const char *path, report *r)
{
    int status = -1;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        struct stat st;
        give_up_rights();
        if (stat(path, &st) != 0)
            _exit(UNREACHABLE);
        use_store(path, r);
        _exit(0);
    }
    waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == UNREACHABLE) {
        check_skip("rights on the disk", "the temporary folder lies in one that others cannot see");
        return false;
    }
    return CHECK_INT("the process without rights ended well", status, 0);
}

/* -- what lies on the disk ------------------------------------------------------------------ */

/* FNV-1a, going on from `sum`. */
static uint64_t sum_of(const char *bytes, size_t len, uint64_t sum)
{
    for (size_t i = 0; i < len; i++)
        sum = (sum ^ (unsigned char)bytes[i]) * 0x100000001B3U;
    return sum;
}

/* The memory that readers of a log share: no data, and its owner may write there in any case. */
static bool is_index(const char *name)
{
    const char *end = strrchr(name, '-');
    return end && strcmp(end, "-shm") == 0;
}

/* Names, rights and bytes of all files of a folder, summed in an order of no importance. */
static uint64_t sum_of_folder(const char *folder)
{
    uint64_t sum = 0;
    struct dirent **entries = NULL;
    int n = scandir(folder, &entries, NULL, NULL);
    for (int i = 0; i < n; i++) {
        char path[STORE_KIT_PATH + 300];
        const char *name = entries[i]->d_name;
        size_t len = 0;
        struct stat st;
        snprintf(path, sizeof path, "%s/%s", folder, name);
        if (!is_index(name) && stat(path, &st) == 0 && S_ISREG(st.st_mode)) {
            char *bytes = store_kit_file(path, &len);
            sum += sum_of(name, strlen(name), sum_of(bytes ? bytes : "", len, st.st_mode));
            free(bytes);
        }
        free(entries[i]);
    }
    free(entries);
    return sum;
}

typedef struct rights_row {
    const char *name;
    mode_t file, folder;
    int read;      /* wanted; 1: a right value, or PERI_EIO */
    bool log_left; /* the last saver was killed: its value is in the log only */
    bool no_index; /* of the log: it has to be read as a whole, and there is no place to do it */
    bool stays;    /* nothing at all changes in the folder, else: not in the file and its log */
} rights_row;

static const rights_row rows[] = {
    {"file and folder read-only", 0444, 0555, PERI_OK, false, false, true},
    {"file read-only", 0444, 0777, PERI_OK, false, false, false},
    {"folder read-only", 0666, 0555, 1, false, false, true},
    {"file and folder read-only, with a log", 0444, 0555, 1, true, false, true},
    {"file and folder read-only, with a log alone", 0444, 0555, PERI_EIO, true, true, true},
    {"file read-only, with a log", 0444, 0777, 1, true, false, false},
    {"file unreadable", 0000, 0777, PERI_EIO, false, false, true},
};

/* Leaves the value in the log, as a process that is killed does. */
static void save_and_die(const char *path)
{
    int status = -1;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        peri_store *store = NULL;
        int rc = peri_store_open(path, NULL, &store, NULL);
        _exit(rc == PERI_OK && store_kit_save(store, 1, 101, SMALL, NULL) == PERI_OK ? 0 : 1);
    }
    waitpid(child, &status, 0);
    CHECK_INT("saved", status, 0);
}

static void make_file(const char *path, bool log_left)
{
    peri_store *store = NULL;
    CHECK_INT("open", peri_store_open(path, NULL, &store, NULL), PERI_OK);
    CHECK_INT("save", store_kit_save(store, 1, log_left ? 100 : 101, SMALL, NULL), PERI_OK);
    peri_store_close(store);
    if (log_left)
        save_and_die(path);
}

static void remove_index(const char *path)
{
    char index[STORE_KIT_PATH + 8];
    snprintf(index, sizeof index, "%s-shm", path);
    CHECK("no index", unlink(index) == 0);
}

static void check_report(const rights_row *row, const char *path, const report *r)
{
    char begin[STORE_KIT_PATH + 16];
    snprintf(begin, sizeof begin, "store '%s': ", path);
    CHECK_INT("opening touches nothing", r->opened, PERI_OK);
    if (row->read == 1)
        CHECK(row->name, r->read == PERI_EIO || r->is_right);
    else
        CHECK_INT(row->name, r->read, row->read);
    CHECK("never another value", r->read != PERI_OK || r->is_right);
    CHECK_HAS("reading names the file", r->read == PERI_OK ? begin : r->read_text, begin);
    CHECK_INT("a save fails", r->saved, PERI_EIO);
    CHECK_HAS("and names the file", r->save_text, begin);
    CHECK_INT("a delete fails", r->deleted, PERI_EIO);
    CHECK_INT("a transaction fails", r->began == PERI_ESTATE ? PERI_EIO : r->began, PERI_EIO);
    CHECK_INT("a snapshot is as a read", r->snapshot, r->read);
}

static void try_rights(const rights_row *row, int number)
{
    char path[STORE_KIT_PATH], folder[STORE_KIT_PATH];
    report *r = new_report();
    snprintf(folder, sizeof folder, "rights%d", number);
    store_kit_path(path, folder);
    make_file(path, row->log_left);
    if (row->no_index)
        remove_index(path);
    snprintf(folder, sizeof folder, "%s/rights%d", check_tmp(), number);
    size_t len = 0, len_after = 0;
    char *before = store_kit_file(path, &len);
    CHECK("rights", chmod(path, row->file) == 0 && chmod(folder, row->folder) == 0);
    uint64_t sum = sum_of_folder(folder);
    if (as_nobody(path, r))
        check_report(row, path, r);
    if (row->stays)
        CHECK("nothing changes on disk", sum_of_folder(folder) == sum);
    chmod(folder, 0777);
    chmod(path, 0666);
    char *after = store_kit_file(path, &len_after);
    CHECK("the file is as it was", len == len_after && memcmp(before, after, len) == 0);
    free(before);
    free(after);
    peri_store *store = NULL;
    char why[STORE_KIT_TEXT];
    CHECK_INT("open", peri_store_open(path, NULL, &store, NULL), PERI_OK);
    if (!CHECK("with rights all is there",
               store_kit_shows(store, &(store_kit_state){{0, 101}}, SMALL, why)))
        printf("     %s: %s\n", row->name, why);
    peri_store_close(store);
    munmap(r, sizeof *r);
}

SUITE(store_without_rights_on_the_disk)
{
    chmod(check_tmp(), 0755);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        try_rights(&rows[i], (int)i);
    chmod(check_tmp(), 0700);
}

/* -- a file that may not grow --------------------------------------------------------------- */

/* Saves and deletes until long after the file is full; a limit acts as a full disk does. */
static void fill(const char *path, report *r)
{
    struct rlimit limit = {FILE_LIMIT, FILE_LIMIT};
    peri_store *store = NULL;
    char begin[STORE_KIT_PATH + 16];
    snprintf(begin, sizeof begin, "store '%s': ", path);
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0 ||
        peri_store_open(path, NULL, &store, NULL) != PERI_OK)
        _exit(1);
    for (int i = 1; i <= TRIES; i++) {
        peri_error err = {0, ""};
        int key = i % STORE_KIT_KEYS;
        int64_t version = i % 17 == 0 ? 0 : i;
        int rc = version == 0 ? store_kit_delete(store, key, &err)
                              : store_kit_save(store, key, version, FILLING_MAX, &err);
        if (rc == PERI_OK)
            r->state.version[key] = version;
        r->successes += rc == PERI_OK;
        r->failures += rc == PERI_EIO && strncmp(err.text, begin, strlen(begin)) == 0;
    }
    r->other_failures = TRIES - r->successes - r->failures;
    char why[STORE_KIT_TEXT];
    r->is_right = store_kit_shows(store, &r->state, FILLING_MAX, why);
    snprintf(r->read_text, sizeof r->read_text, "%s", why);
    peri_store_close(store);
}

SUITE(store_on_a_full_disk)
{
    char path[STORE_KIT_PATH], why[STORE_KIT_TEXT] = "";
    int status = -1;
    report *r = new_report();
    store_kit_path(path, "full");
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        fill(path, r);
        _exit(0);
    }
    waitpid(child, &status, 0);
    CHECK_INT("it went on to its end", status, 0);
    CHECK("some saves succeed", r->successes > 10);
    CHECK("some fail", r->failures > 10);
    CHECK_INT("with PERI_EIO and the path", r->other_failures, 0);
    if (!CHECK("what was told of can be read in a full file", r->is_right))
        printf("     %s\n", r->read_text);
    peri_store *store = NULL;
    CHECK_INT("open", peri_store_open(path, NULL, &store, NULL), PERI_OK);
    if (!CHECK("and with room again", store_kit_shows(store, &r->state, FILLING_MAX, why) &&
                                          store_kit_healthy(store, why)))
        printf("     %s\n", why);
    CHECK_INT("room to save", store_kit_save(store, 0, 999, FILLING_MAX, NULL), PERI_OK);
    peri_store_close(store);
    munmap(r, sizeof *r);
}
