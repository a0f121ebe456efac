/* test_run_db.c - the file of a live run: whole transactions, one process at a time. */
#include "check.h"

#include <grp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/run_db.h"

enum {
    PATH = 512,
    KILLS = 30,
    LONGEST_LIFE_US = 12000,
    RECORDS = 5, /* of a transaction */
    NOBODY = 65534,
    FILE_LIMIT = 256 * 1024,
    SEED = 20261129
};

static const char *path_of(const char *name)
{
    static char path[PATH];
    snprintf(path, sizeof path, "%s/run_db_%s", check_tmp(), name);
    return path;
}

static peri_run_db *open_db(const char *path)
{
    peri_run_db *db = NULL;
    peri_error err = {0, ""};
    if (!CHECK_INT("opens", peri_run_db_open(path, 0, &db, &err), PERI_OK))
        printf("     %s\n", err.text);
    return db;
}

/* The records of a kind as text: "1=one 2=two ". */
static int add_text(void *ctx, int64_t id, const void *bytes, size_t len, peri_error *err)
{
    char *out = ctx;
    size_t n = strlen(out);
    (void)err;
    snprintf(out + n, 256 - n, "%lld=%.*s ", (long long)id, (int)len, (const char *)bytes);
    return PERI_OK;
}

static const char *records(peri_run_db *db, int kind)
{
    static char text[256];
    text[0] = '\0';
    CHECK_INT("walks", peri_run_db_each(db, kind, add_text, text, NULL), PERI_OK);
    return text;
}

static int put(peri_run_db *db, int kind, int64_t id, const char *text)
{
    return peri_run_db_put(db, kind, id, text, strlen(text), NULL);
}

static int stop_at_two(void *ctx, int64_t id, const void *bytes, size_t len, peri_error *err)
{
    (void)bytes;
    (void)len;
    ++*(int *)ctx;
    return id == 2 ? peri_fail(err, PERI_EINVAL, "two") : PERI_OK;
}

SUITE(run_db_records)
{
    const char *path = path_of("folder/of/run.db");
    peri_run_db *db = open_db(path);
    CHECK_STR("none yet", records(db, 1), "");
    CHECK_INT("begin", peri_run_db_begin(db, NULL), PERI_OK);
    CHECK_INT("put", put(db, 1, 10, "ten"), PERI_OK);
    CHECK_INT("put", put(db, 1, 2, "two"), PERI_OK);
    CHECK_INT("an id below 0", put(db, 1, -3, "minus"), PERI_OK);
    CHECK_INT("another kind", put(db, 2, 2, "other"), PERI_OK);
    CHECK_INT("in its place", put(db, 1, 2, "TWO"), PERI_OK);
    CHECK_INT("empty", put(db, 3, 1, ""), PERI_OK);
    CHECK_INT("commit", peri_run_db_commit(db, NULL), PERI_OK);
    CHECK_STR("by id", records(db, 1), "-3=minus 2=TWO 10=ten ");
    CHECK_STR("of their kind", records(db, 2), "2=other ");
    CHECK_STR("an empty one", records(db, 3), "1= ");
    int seen = 0;
    peri_error err = {0, ""};
    CHECK_INT("a walk that ends", peri_run_db_each(db, 1, stop_at_two, &seen, &err), PERI_EINVAL);
    CHECK_STR("why", err.text, "two");
    CHECK_INT("early", seen, 2);
    peri_run_db_close(db);
    db = open_db(path);
    CHECK_STR("kept", records(db, 1), "-3=minus 2=TWO 10=ten ");
    CHECK_INT("clear", peri_run_db_clear(db, NULL), PERI_OK);
    CHECK_STR("nothing", records(db, 1), "");
    CHECK_STR("of all kinds", records(db, 2), "");
    peri_run_db_close(db);
    peri_run_db_close(NULL);
}

SUITE(run_db_all_or_nothing)
{
    const char *path = path_of("rollback.db");
    peri_run_db *db = open_db(path);
    peri_run_db_begin(db, NULL);
    put(db, 1, 1, "kept");
    peri_run_db_commit(db, NULL);
    peri_run_db_begin(db, NULL);
    put(db, 1, 1, "lost");
    put(db, 1, 2, "lost");
    CHECK_INT("within a transaction", peri_run_db_clear(db, NULL), PERI_OK);
    peri_run_db_rollback(db);
    CHECK_STR("taken back", records(db, 1), "1=kept ");
    CHECK_INT("and another one", peri_run_db_begin(db, NULL), PERI_OK);
    put(db, 1, 1, "lost");
    peri_run_db_close(db); /* takes it back */
    db = open_db(path);
    CHECK_STR("taken back", records(db, 1), "1=kept ");
    peri_run_db_rollback(db); /* none: nothing happens */
    CHECK_INT("begin", peri_run_db_begin(db, NULL), PERI_OK);
    CHECK_INT("not twice", peri_run_db_begin(db, NULL), PERI_EFORMAT);
    peri_run_db_close(db);
}

/* -- damage ----------------------------------------------------------------------------------- */

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *raw = NULL;
    CHECK_INT("opens", sqlite3_open(path, &raw), SQLITE_OK);
    if (!CHECK_INT("runs", sqlite3_exec(raw, sql, NULL, NULL, NULL), SQLITE_OK))
        printf("     %s\n", sqlite3_errmsg(raw));
    CHECK_INT("one record", sqlite3_changes(raw), 1);
    sqlite3_close(raw);
}

static void check_damage(const char *path, const char *what, const char *sql, const char *which)
{
    char seen[256] = "";
    peri_error err = {0, ""};
    run_sql(path, sql);
    peri_run_db *db = open_db(path);
    int rc = peri_run_db_each(db, 1, add_text, seen, &err);
    if (!CHECK_INT(what, rc, PERI_EFORMAT))
        printf("     %s\n", sql);
    CHECK_HAS("which", err.text, which);
    CHECK_HAS("where", err.text, path);
    CHECK_STR("only what is before it", seen, "1=first ");
    peri_run_db_close(db);
}

static void put_two(const char *path, const char *body, size_t len)
{
    peri_run_db *db = open_db(path);
    peri_run_db_begin(db, NULL);
    CHECK_INT("clear", peri_run_db_clear(db, NULL), PERI_OK);
    put(db, 1, 1, "first");
    CHECK_INT("put", peri_run_db_put(db, 1, 2, body, len, NULL), PERI_OK);
    CHECK_INT("commit", peri_run_db_commit(db, NULL), PERI_OK);
    peri_run_db_close(db);
}

/* Each bit of a body, one after another. */
SUITE(run_db_finds_each_bit_that_changed)
{
    char path[PATH], sql[200], hex[2 * 24 + 1];
    unsigned char body[24];
    snprintf(path, sizeof path, "%s", path_of("bits.db"));
    for (size_t i = 0; i < sizeof body; i++)
        body[i] = (unsigned char)(37 * i);
    put_two(path, (const char *)body, sizeof body);
    for (size_t bit = 0; bit < 8 * sizeof body; bit += 1 + bit % 3) {
        body[bit / 8] ^= (unsigned char)(1U << bit % 8);
        for (size_t i = 0; i < sizeof body; i++)
            snprintf(hex + 2 * i, 3, "%02x", body[i]);
        body[bit / 8] ^= (unsigned char)(1U << bit % 8);
        snprintf(sql, sizeof sql, "UPDATE record SET body = x'%s' WHERE id = 2", hex);
        check_damage(path, "a bit", sql, "the saved run is damaged: record 1/2");
    }
}

SUITE(run_db_finds_damage)
{
    static const struct {
        const char *name, *sql, *which;
    } rows[] = {
        {"shorter", "UPDATE record SET body = x'7365636f6e' WHERE id = 2", "record 1/2"},
        {"longer", "UPDATE record SET body = x'7365636f6e6400' WHERE id = 2", "record 1/2"},
        {"empty", "UPDATE record SET body = x'' WHERE id = 2", "record 1/2"},
        {"a number", "UPDATE record SET body = 7 WHERE id = 2", "record 1/2"},
        {"its sum", "UPDATE record SET sum = sum + 1 WHERE id = 2", "record 1/2"},
        {"a sum of text", "UPDATE record SET sum = 'x' WHERE id = 2", "record 1/2"},
        {"its id", "UPDATE record SET id = 3 WHERE id = 2", "record 1/3"},
        {"its kind", "INSERT INTO record SELECT 1, 4, sum, body FROM record WHERE kind = 2",
         "record 1/4"},
    };
    char path[PATH];
    snprintf(path, sizeof path, "%s", path_of("damage.db"));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool moves = strcmp(rows[i].name, "its kind") == 0;
        put_two(path, "second", 6);
        if (moves) { /* the first of another kind, with its id */
            peri_run_db *db = open_db(path);
            peri_run_db_clear(db, NULL);
            put(db, 1, 1, "first");
            put(db, 2, 4, "second");
            peri_run_db_close(db);
        }
        check_damage(path, rows[i].name, rows[i].sql, rows[i].which);
    }
    peri_run_db *db = open_db(path);
    CHECK_INT("one may begin anew", peri_run_db_clear(db, NULL), PERI_OK);
    CHECK_STR("with nothing", records(db, 1), "");
    peri_run_db_close(db);
}

/* -- killed ----------------------------------------------------------------------------------- */

static void wait_us(int64_t us)
{
    struct timespec time = {us / 1000000, us % 1000000 * 1000};
    nanosleep(&time, NULL);
}

/* Saves 1, 2, ... in all records of each transaction, and tells of each one behind its commit. */
static void save_on(const char *path, int64_t from, volatile int64_t *told)
{
    peri_run_db *db = NULL;
    if (peri_run_db_open(path, 0, &db, NULL) != PERI_OK)
        _exit(1);
    for (int64_t n = from;; n++) {
        peri_run_db_begin(db, NULL);
        for (int64_t id = 0; id < RECORDS; id++)
            peri_run_db_put(db, 1, id, &n, sizeof n, NULL);
        if (peri_run_db_commit(db, NULL) != PERI_OK)
            _exit(2);
        *told = n;
    }
}

/* Wait until the child tells of a number; not when it has ended. */
static void wait_for(const volatile int64_t *told, int64_t n, pid_t child)
{
    siginfo_t info = {.si_pid = 0};
    while (*told < n && info.si_pid == 0) {
        wait_us(100);
        waitid(P_PID, (id_t)child, &info, WEXITED | WNOHANG | WNOWAIT);
    }
}

struct seen {
    int64_t n, value;
    bool same;
};

static int compare(void *ctx, int64_t id, const void *bytes, size_t len, peri_error *err)
{
    struct seen *seen = ctx;
    int64_t value = 0;
    (void)id;
    (void)err;
    if (len == sizeof value)
        memcpy(&value, bytes, len);
    seen->same = seen->same && (seen->n == 0 || value == seen->value);
    seen->value = value;
    seen->n++;
    return PERI_OK;
}

SUITE(run_db_killed_in_the_middle)
{
    check_rng rng = {SEED};
    char path[PATH];
    volatile int64_t *told =
        mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    snprintf(path, sizeof path, "%s", path_of("killed.db"));
    int64_t last = 0, asked = 0;
    int torn = 0, lost = 0, refused = 0;
    for (int i = 0; i < KILLS; i++) {
        *told = last;
        fflush(stdout);
        pid_t child = fork();
        if (child == 0)
            save_on(path, last + 1, told);
        const int64_t more = check_random_in(&rng, 0, 3); /* 0: perhaps while it opens */
        asked += more;
        wait_for(told, last + more, child);
        wait_us(check_random_in(&rng, 100, LONGEST_LIFE_US));
        kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        refused += !WIFSIGNALED(status);
        struct seen seen = {0, 0, true};
        peri_run_db *db = open_db(path); /* the lock ended with the process */
        peri_run_db_each(db, 1, compare, &seen, NULL);
        peri_run_db_close(db);
        torn += !seen.same || (seen.n != 0 && seen.n != RECORDS);
        lost += seen.value < *told || seen.value > *told + 1;
        last = seen.value;
    }
    printf("run_db: seed %d, %lld transactions\n", SEED, (long long)last);
    CHECK_INT("whole transactions only", torn, 0);
    CHECK_INT("none that was told of is lost", lost, 0);
    CHECK_INT("nothing failed", refused, 0);
    CHECK("as many as were asked for", last >= asked && asked > KILLS);
    munmap((void *)told, sizeof *told);
}

/* -- one process at a time -------------------------------------------------------------------- */

static int open_elsewhere(const char *path)
{
    int status = -1;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        peri_run_db *db = NULL;
        int rc = peri_run_db_open(path, 0, &db, NULL);
        _exit(rc == PERI_ESTATE ? 10 : rc == PERI_OK ? 20 : 30);
    }
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

SUITE(run_db_keeps_others_out)
{
    char path[PATH];
    peri_error err = {0, ""};
    peri_run_db *second = NULL;
    snprintf(path, sizeof path, "%s", path_of("one.db"));
    peri_run_db *db = open_db(path);
    CHECK_INT("in this process", peri_run_db_open(path, 0, &second, &err), PERI_ESTATE);
    CHECK("nothing", second == NULL);
    CHECK_HAS("why", err.text, "this run is at work in another process");
    CHECK_HAS("which", err.text, path);
    CHECK_INT("in another one", open_elsewhere(path), 10);
    peri_run_db_close(db);
    CHECK_INT("then", open_elsewhere(path), 20);
    db = open_db(path); /* that process ended without closing */
    peri_run_db_close(db);
}

/* Holds the run for a while, then is gone without closing it. */
static pid_t hold_elsewhere(const char *path, int64_t us)
{
    int told[2];
    char byte = 0;
    if (pipe(told) != 0)
        abort();
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        peri_run_db *db = NULL;
        if (peri_run_db_open(path, 0, &db, NULL) != PERI_OK || write(told[1], "x", 1) != 1)
            _exit(1);
        wait_us(us);
        _exit(0);
    }
    close(told[1]);
    CHECK_INT("it is held", read(told[0], &byte, 1), 1);
    close(told[0]);
    return child;
}

SUITE(run_db_waits_for_one_that_is_going)
{
    char path[PATH];
    int status = -1;
    peri_error err = {0, ""};
    peri_run_db *db = NULL;
    snprintf(path, sizeof path, "%s", path_of("going.db"));
    pid_t child = hold_elsewhere(path, 30000);
    CHECK_INT("not at once", peri_run_db_open(path, 0, &db, &err), PERI_ESTATE);
    CHECK_INT("when it is gone", peri_run_db_open(path, 10000, &db, &err), PERI_OK);
    waitpid(child, &status, 0);
    CHECK_INT("it went by itself", status, 0);
    peri_run_db *second = NULL;
    CHECK_INT("one that stays", peri_run_db_open(path, 20, &second, &err), PERI_ESTATE);
    CHECK_HAS("why", err.text, "this run is at work in another process");
    peri_run_db_close(db);
}

/* -- other files ------------------------------------------------------------------------------ */

static void make_database(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    CHECK_INT("made", sqlite3_open(path, &db), SQLITE_OK);
    CHECK_INT("filled", sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static char *bytes_of(const char *path, size_t *len)
{
    FILE *in = fopen(path, "rb");
    char *bytes = calloc(1, 65536);
    if (!bytes)
        abort();
    *len = in ? fread(bytes, 1, 65536, in) : 0;
    if (in)
        fclose(in);
    return bytes;
}

static void check_refused(const char *name, const char *path, const char *why)
{
    size_t len = 0, after_len = 0;
    peri_run_db *db = NULL;
    peri_error err = {0, ""};
    char *before = bytes_of(path, &len);
    CHECK_INT(name, peri_run_db_open(path, 0, &db, &err), PERI_EFORMAT);
    CHECK("nothing", db == NULL);
    CHECK_HAS("why", err.text, why);
    CHECK_HAS("which", err.text, path);
    char *after = bytes_of(path, &after_len);
    CHECK("it is as it was", len == after_len && memcmp(before, after, len) == 0);
    free(before);
    free(after);
}

SUITE(run_db_refuses_other_files)
{
    char path[PATH];
    snprintf(path, sizeof path, "%s", path_of("foreign.db"));
    make_database(path, "CREATE TABLE t(x); INSERT INTO t VALUES(1);");
    check_refused("a database of others", path, "it belongs to something else");
    snprintf(path, sizeof path, "%s", path_of("newer.db"));
    make_database(path, "CREATE TABLE t(x); PRAGMA application_id = 0x5045524C;"
                        " PRAGMA user_version = 2;");
    check_refused("a newer version", path, "written by another version of perigee (schema 2");
    snprintf(path, sizeof path, "%s",
             check_write("run_db_text.db", "no database at all, but text\n", 29));
    check_refused("a text", path, "not a database");
    snprintf(path, sizeof path, "%s", path_of("a_folder.db"));
    mkdir(path, 0777);
    peri_run_db *db = NULL;
    peri_error err = {0, ""};
    CHECK_INT("a folder", peri_run_db_open(path, 0, &db, &err), PERI_EIO);
    CHECK_HAS("which", err.text, path);
    CHECK("it stays", rmdir(path) == 0);
}

/* Tables of the right name without the columns: our SQL does not fit. */
SUITE(run_db_refuses_other_tables)
{
    char path[PATH];
    snprintf(path, sizeof path, "%s", path_of("tables.db"));
    make_database(path, "CREATE TABLE record(a); PRAGMA application_id = 0x5045524C;"
                        " PRAGMA user_version = 1;");
    check_refused("other tables", path, "record");
}

/* -- without memory, rights, room ------------------------------------------------------------- */

SUITE(run_db_without_memory)
{
    char path[PATH];
    int failures = 0;
    snprintf(path, sizeof path, "%s", path_of("memory.db"));
    for (long nth = 1; nth < 1000; nth++) {
        int64_t live = peri_mem_live();
        peri_run_db *db = NULL;
        peri_error err = {0, ""};
        peri_mem_fail_at(nth);
        int rc = peri_run_db_open(path, 0, &db, &err);
        peri_mem_fail_at(0);
        if (rc == PERI_OK) {
            peri_run_db_close(db);
            break;
        }
        failures++;
        CHECK_INT("fails so", rc, PERI_ENOMEM);
        CHECK_INT("and leaves nothing", peri_mem_live(), live);
    }
    CHECK("some fail", failures > 2);
    peri_run_db_close(open_db(path));
}

/* What a process without rights, or with little room, saw. */
struct report {
    int opened, saved, tries, after;
    int64_t kept;
    char text[512];
};

static struct report *in_child(const char *path, void (*run)(const char *path, struct report *r))
{
    int status = -1;
    struct report *r =
        mmap(NULL, sizeof *r, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (r == MAP_FAILED)
        abort();
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        run(path, r);
        _exit(0);
    }
    waitpid(child, &status, 0);
    CHECK_INT("the process ended well", status, 0);
    return r;
}

static void open_as_nobody(const char *path, struct report *r)
{
    peri_run_db *db = NULL;
    peri_error err = {0, ""};
    if (geteuid() == 0 && (setgroups(0, NULL) != 0 || setresgid(NOBODY, NOBODY, NOBODY) != 0 ||
                           setresuid(NOBODY, NOBODY, NOBODY) != 0))
        _exit(3);
    r->opened = peri_run_db_open(path, 0, &db, &err);
    snprintf(r->text, sizeof r->text, "%.500s", err.text);
    peri_run_db_close(db);
}

SUITE(run_db_without_rights)
{
    char path[PATH], folder[PATH];
    snprintf(folder, sizeof folder, "%s", path_of("no_rights"));
    snprintf(path, sizeof path, "%s", path_of("no_rights/run.db"));
    chmod(check_tmp(), 0755);
    mkdir(folder, 0755);
    chmod(folder, 0555);
    struct report *r = in_child(path, open_as_nobody);
    CHECK_INT("no file can be made", r->opened, PERI_EIO);
    CHECK_HAS("which", r->text, path);
    CHECK_HAS("why", r->text, "Permission denied");
    chmod(folder, 0755);
    chmod(check_tmp(), 0700);
    munmap(r, sizeof *r);
}

static void fill_up(const char *path, struct report *r)
{
    static char body[8000];
    struct rlimit limit = {FILE_LIMIT, FILE_LIMIT};
    peri_run_db *db = NULL;
    struct seen seen = {0, 0, true};
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
        _exit(1);
    r->opened = peri_run_db_open(path, 0, &db, NULL);
    for (int64_t n = 1; n <= 200 && r->saved == PERI_OK; n++) {
        peri_error err = {0, ""};
        memset(body, (int)n, sizeof body);
        int rc = peri_run_db_begin(db, &err);
        for (int64_t id = 0; id < RECORDS && rc == PERI_OK; id++)
            rc = peri_run_db_put(db, 1, id, &n, sizeof n, &err);
        if (rc == PERI_OK)
            rc = peri_run_db_put(db, 2, n, body, sizeof body, &err);
        if (rc == PERI_OK)
            rc = peri_run_db_commit(db, &err);
        if (rc == PERI_OK)
            r->kept = n;
        else
            peri_run_db_rollback(db);
        r->saved = rc;
        snprintf(r->text, sizeof r->text, "%.500s", err.text);
    }
    peri_run_db_each(db, 1, compare, &seen, NULL);
    r->after = seen.same && seen.value == r->kept;
    peri_run_db_close(db);
}

SUITE(run_db_on_a_full_disk)
{
    char path[PATH];
    snprintf(path, sizeof path, "%s", path_of("full/run.db"));
    struct report *r = in_child(path, fill_up);
    CHECK_INT("opens", r->opened, PERI_OK);
    CHECK_INT("fails at last", r->saved, PERI_EIO);
    CHECK("not at first", r->kept > 3);
    CHECK_HAS("which", r->text, path);
    CHECK_INT("the file shows the last one that was saved", r->after, 1);
    peri_run_db *db = open_db(path);
    struct seen seen = {0, 0, true};
    peri_run_db_each(db, 1, compare, &seen, NULL);
    CHECK_INT("to others too", seen.value, r->kept);
    CHECK_INT("room to save", peri_run_db_begin(db, NULL), PERI_OK);
    CHECK_INT("again", put(db, 1, 9, "more"), PERI_OK);
    CHECK_INT("a whole one", peri_run_db_commit(db, NULL), PERI_OK);
    peri_run_db_close(db);
    munmap(r, sizeof *r);
}
