/* test_training_db.c - the file of trainings: level and history, shared by processes. */
#include "check.h"

#include <grp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/training_db.h"

enum {
    PATH = 512,
    PROCESSES = 4,
    CHANGES = 40,
    MOST_KEPT = 10000,
    NOBODY = 65534
};

static peri_training_db *open_db(const char *path, bool create)
{
    peri_training_db *db = NULL;
    peri_error err = {0, ""};
    if (!CHECK_INT("opens", peri_training_db_open(path, create, &db, &err), PERI_OK))
        printf("     %s\n", err.text);
    return db;
}

static void path_of(char path[PATH], const char *name)
{
    snprintf(path, PATH, "%s/training_db_%s", check_tmp(), name);
}

/* -- the level -------------------------------------------------------------------------------- */

static int64_t set_level(void *ctx, bool known, peri_training_level *level)
{
    const peri_training_level *wanted = ctx;
    (void)known;
    *level = *wanted;
    return 0;
}

static int64_t only_look(void *ctx, bool known, peri_training_level *level)
{
    *(bool *)ctx = known;
    level->available = -100; /* not written */
    return -1;
}

SUITE(training_db_level)
{
    char path[PATH];
    bool known = true;
    peri_training_level level, wanted = {"512", 17, INT64_MAX - 1};
    path_of(path, "level/training.db");
    peri_training_db *db = NULL;
    peri_error err = {0, ""};
    CHECK_INT("none", peri_training_db_open(path, false, &db, &err), PERI_ENOTFOUND);
    CHECK_HAS("which", err.text, path);
    db = open_db(path, true);
    CHECK_INT("asks", peri_training_db_level(db, &known, &level, NULL), PERI_OK);
    CHECK("nothing yet", !known);
    CHECK_INT("looks", peri_training_db_change(db, only_look, &known, 0, NULL), PERI_OK);
    CHECK("nothing yet", !known);
    CHECK_INT("sets", peri_training_db_change(db, set_level, &wanted, 0, NULL), PERI_OK);
    CHECK_INT("looks", peri_training_db_change(db, only_look, &known, 0, NULL), PERI_OK);
    CHECK("known", known);
    peri_training_db_close(db);
    db = open_db(path, false);
    CHECK_INT("asks", peri_training_db_level(db, &known, &level, NULL), PERI_OK);
    CHECK_STR("server", level.server, "512");
    CHECK_INT("available", level.available, 17);
    CHECK_INT("next refill", level.next_refill, INT64_MAX - 1);
    peri_training_db_close(db);
    peri_training_db_close(NULL);
}

static int64_t add_one(void *ctx, bool known, peri_training_level *level)
{
    (void)ctx;
    level->available = known ? level->available + 1 : 1;
    return 0;
}

/* Nobody comes between the look and the write. */
SUITE(training_db_changes_in_processes)
{
    char path[PATH];
    pid_t children[PROCESSES];
    int failed = 0;
    bool known;
    peri_training_level level = {"", 0, 0};
    path_of(path, "changes.db");
    peri_training_db_close(open_db(path, true));
    fflush(stdout);
    for (int i = 0; i < PROCESSES; i++) {
        children[i] = fork();
        if (children[i] != 0)
            continue;
        peri_training_db *db = NULL;
        int rc = peri_training_db_open(path, false, &db, NULL);
        for (int n = 0; n < CHANGES && rc == PERI_OK; n++)
            rc = peri_training_db_change(db, add_one, NULL, 0, NULL);
        _exit(rc == PERI_OK ? 0 : 1);
    }
    for (int i = 0; i < PROCESSES; i++) {
        int status = -1;
        waitpid(children[i], &status, 0);
        failed += status != 0;
    }
    peri_training_db *db = open_db(path, false);
    peri_training_db_level(db, &known, &level, NULL);
    CHECK_INT("all went well", failed, 0);
    CHECK_INT("each counted", level.available, PROCESSES * CHANGES);
    peri_training_db_close(db);
}

/* -- the history ------------------------------------------------------------------------------ */

struct list {
    char text[4096];
    int n;
    int64_t first, last; /* ids */
};

static void add_record(void *ctx, const peri_training_record *record)
{
    struct list *list = ctx;
    size_t len = strlen(list->text);
    list->first = list->n == 0 ? record->id : list->first;
    list->last = record->id;
    if (list->n++ < 8)
        snprintf(list->text + len, sizeof list->text - len,
                 "%lld %s/%s %lld %lld %lld %lld %s '%s'\n", (long long)record->id, record->run,
                 record->name, (long long)record->due_ns, (long long)record->began_ns,
                 (long long)record->duration_ns, (long long)record->minutes, record->outcome,
                 record->error);
}

static struct list list_of(peri_training_db *db, const char *run, int64_t most)
{
    struct list list = {"", 0, 0, 0};
    CHECK_INT("lists", peri_training_db_list(db, run, most, add_record, &list, NULL), PERI_OK);
    return list;
}

static int64_t begin(peri_training_db *db, const char *run, const char *name, int64_t due)
{
    const peri_training_record record = {
        .run = run, .name = name, .due_ns = due, .began_ns = due + 1};
    int64_t id = -1;
    CHECK_INT("begins", peri_training_db_begin(db, &record, &id, NULL), PERI_OK);
    return id;
}

static void end(peri_training_db *db, int64_t id, int64_t minutes, const char *outcome,
                const char *error)
{
    const peri_training_record record = {
        .id = id, .duration_ns = 5, .minutes = minutes, .outcome = outcome, .error = error};
    CHECK_INT("ends", peri_training_db_end(db, &record, NULL), PERI_OK);
}

static int64_t take_minutes(void *ctx, bool known, peri_training_level *level)
{
    const int64_t *minutes = ctx;
    (void)known;
    level->available -= *minutes;
    return *minutes;
}

static void take(peri_training_db *db, int64_t id, int64_t minutes)
{
    CHECK_INT("takes", peri_training_db_change(db, take_minutes, &minutes, id, NULL), PERI_OK);
}

SUITE(training_db_history)
{
    char path[PATH];
    path_of(path, "history.db");
    peri_training_db *db = open_db(path, true);
    CHECK_INT("none yet", list_of(db, NULL, 10).n, 0);
    CHECK_INT("1", begin(db, "a", "fit", 100), 1);
    CHECK_INT("2", begin(db, "b", "x'y", -200), 2);
    CHECK_INT("3", begin(db, "a", "fit", 300), 3);
    take(db, 2, 4);
    take(db, 2, 0);
    take(db, 2, 3);
    end(db, 1, 3, "failed", "a.lua:3: it's \"broken\"\nstack traceback:\n\t[C]: ?");
    CHECK_STR("all, in order", list_of(db, NULL, 10).text,
              "1 a/fit 100 101 5 3 failed 'a.lua:3: it's \"broken\"\nstack traceback:\n\t[C]: "
              "?'\n2 b/x'y -200 -199 -1 7 running ''\n3 a/fit 300 301 -1 0 running ''\n");
    CHECK_INT("of one", list_of(db, "a", 10).n, 2);
    CHECK_INT("of nobody", list_of(db, "c", 10).n, 0);
    struct list newest = list_of(db, NULL, 2);
    CHECK("the newest two", newest.n == 2 && newest.first == 2 && newest.last == 3);
    CHECK_INT("loses", peri_training_db_lose(db, "a", NULL), PERI_OK);
    CHECK_STR("only what runs, of that one", list_of(db, NULL, 2).text,
              "2 b/x'y -200 -199 -1 7 running ''\n"
              "3 a/fit 300 301 -1 0 lost 'the process died'\n");
    CHECK_INT("what ended stays", list_of(db, "a", 1).n, 1);
    take(db, 99, 7); /* there is no such training */
    CHECK_STR("nobody else gets them", list_of(db, "b", 1).text,
              "2 b/x'y -200 -199 -1 7 running ''\n");
    peri_training_db_close(db);
}

/* At most 10,000 are kept, give or take a hundred between two looks. */
SUITE(training_db_forgets_old_ones)
{
    char path[PATH];
    sqlite3 *raw = NULL;
    path_of(path, "many.db");
    peri_training_db *db = open_db(path, true);
    begin(db, "a", "first", 1);
    peri_training_db_close(db);
    CHECK_INT("opens", sqlite3_open(path, &raw), SQLITE_OK);
    CHECK_INT("many",
              sqlite3_exec(raw,
                           "WITH RECURSIVE n(x) AS (SELECT 2 UNION ALL SELECT x + 1 FROM n "
                           "WHERE x < 10098) INSERT INTO training(run, name, due, "
                           "began) SELECT 'a', 'more', x, x FROM n",
                           NULL, NULL, NULL),
              SQLITE_OK);
    sqlite3_close(raw);
    db = open_db(path, false);
    CHECK_INT("one more", begin(db, "a", "one more", 1), 10099);
    CHECK_INT("a hundred at a time", list_of(db, NULL, 20000).n, MOST_KEPT + 99);
    CHECK_INT("the hundredth", begin(db, "a", "last", 1), 10100);
    struct list list = list_of(db, NULL, 20000);
    CHECK_INT("as many as are kept", list.n, MOST_KEPT);
    CHECK_INT("the newest", list.last, 10100);
    CHECK_INT("the oldest of them", list.first, 101);
    peri_training_db_close(db);
}

/* -- faults ----------------------------------------------------------------------------------- */

SUITE(training_db_without_memory)
{
    char path[PATH];
    int failures = 0;
    path_of(path, "memory_training.db");
    for (long nth = 1; nth < 1000; nth++) {
        int64_t live = peri_mem_live();
        peri_training_db *db = NULL;
        peri_error err = {0, ""};
        peri_mem_fail_at(nth);
        int rc = peri_training_db_open(path, true, &db, &err);
        peri_mem_fail_at(0);
        if (rc == PERI_OK) {
            peri_training_db_close(db);
            break;
        }
        failures++;
        CHECK_INT("fails so", rc, PERI_ENOMEM);
        CHECK_INT("and leaves nothing", peri_mem_live(), live);
    }
    CHECK("some fail", failures > 1);
}

/* The minutes of a training cannot be written: the level does not go down either. */
SUITE(training_db_level_and_minutes_together)
{
    char path[PATH];
    sqlite3 *raw = NULL;
    bool known = false;
    int64_t minutes = 5;
    peri_training_level level, wanted = {"512", 17, 0};
    peri_error err = {0, ""};
    path_of(path, "together.db");
    peri_training_db *db = open_db(path, true);
    CHECK_INT("sets", peri_training_db_change(db, set_level, &wanted, 0, NULL), PERI_OK);
    begin(db, "a", "fit", 1);
    CHECK_INT("opens", sqlite3_open(path, &raw), SQLITE_OK);
    CHECK_INT("refuses minutes",
              sqlite3_exec(raw,
                           "CREATE TRIGGER refuse BEFORE UPDATE OF minutes ON training "
                           "BEGIN SELECT RAISE(ABORT, 'refused'); END",
                           NULL, NULL, NULL),
              SQLITE_OK);
    CHECK_INT("fails", peri_training_db_change(db, take_minutes, &minutes, 1, &err), PERI_EFORMAT);
    CHECK_HAS("why", err.text, "together.db': refused");
    CHECK_INT("asks", peri_training_db_level(db, &known, &level, NULL), PERI_OK);
    CHECK_INT("as before", level.available, 17);
    CHECK_INT("mends", sqlite3_exec(raw, "DROP TRIGGER refuse", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(raw);
    take(db, 1, 5);
    CHECK_INT("asks", peri_training_db_level(db, &known, &level, NULL), PERI_OK);
    CHECK_INT("taken", level.available, 12);
    CHECK_STR("and written down", list_of(db, NULL, 1).text, "1 a/fit 1 2 -1 5 running ''\n");
    peri_training_db_close(db);
}

/* -- without rights --------------------------------------------------------------------------- */

/* What a process that may only read saw. */
struct report {
    int opened, read, written, made;
    int64_t available;
    char text[512];
};

static void look_without_rights(const char *path, struct report *r)
{
    peri_training_db *db = NULL;
    peri_training_level level = {"", 0, 0}, wanted = {"512", 1, 1};
    peri_error err = {0, ""};
    bool known = false;
    if (geteuid() == 0 && (setgroups(0, NULL) != 0 || setresgid(NOBODY, NOBODY, NOBODY) != 0 ||
                           setresuid(NOBODY, NOBODY, NOBODY) != 0))
        _exit(3);
    r->made = peri_training_db_open(path, true, &db, NULL);
    peri_training_db_close(db);
    r->opened = peri_training_db_open(path, false, &db, &err);
    if (r->opened == PERI_OK) {
        r->read = peri_training_db_level(db, &known, &level, &err);
        r->available = known ? level.available : -1;
        r->written = peri_training_db_change(db, set_level, &wanted, 0, &err);
    }
    snprintf(r->text, sizeof r->text, "%.500s", err.text);
    peri_training_db_close(db);
}

static struct report in_child(const char *path)
{
    int status = -1;
    struct report *shared =
        mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        abort();
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        look_without_rights(path, shared);
        _exit(0);
    }
    waitpid(child, &status, 0);
    CHECK_INT("the process ended well", status, 0);
    const struct report report = *shared;
    munmap(shared, sizeof *shared);
    return report;
}

/* The file at rest, in a folder that cannot be written; names that a URI would read otherwise. */
SUITE(training_db_that_can_only_be_read)
{
    char folder[PATH], path[2 * PATH];
    peri_training_level level = {"512", 17, 5};
    path_of(folder, "read only?x=%41#");
    snprintf(path, sizeof path, "%s/training.db", folder);
    mkdir(folder, 0755);
    peri_training_db *db = open_db(path, true);
    CHECK_INT("a level", peri_training_db_change(db, set_level, &level, 0, NULL), PERI_OK);
    peri_training_db_close(db);
    chmod(check_tmp(), 0755);
    chmod(path, 0444);
    chmod(folder, 0555);
    struct report r = in_child(path);
    CHECK_INT("opens", r.opened, PERI_OK);
    CHECK_INT("reads", r.read, PERI_OK);
    CHECK_INT("what is there", r.available, 17);
    CHECK_INT("does not write", r.written, PERI_EIO);
    CHECK_HAS("which", r.text, path);
    CHECK_INT("nor for a run, which has to write", r.made, PERI_EIO);
    chmod(path, 0000);
    r = in_child(path);
    CHECK_INT("not even read", r.opened, PERI_EIO);
    chmod(folder, 0755);
    chmod(path, 0644);
    chmod(check_tmp(), 0700);
    db = open_db(path, false);
    peri_training_level after = {"", 0, 0};
    bool known = false;
    peri_training_db_level(db, &known, &after, NULL);
    CHECK_INT("it is as it was", after.available, 17);
    peri_training_db_close(db);
}

/* A run at work beside a reader without rights: its log has more than the file. */
SUITE(training_db_read_beside_its_writer)
{
    char folder[PATH], path[2 * PATH];
    peri_training_level level = {"512", 23, 5};
    path_of(folder, "beside");
    snprintf(path, sizeof path, "%s/training.db", folder);
    mkdir(folder, 0755);
    peri_training_db *db = open_db(path, true);
    CHECK_INT("a level", peri_training_db_change(db, set_level, &level, 0, NULL), PERI_OK);
    chmod(check_tmp(), 0755);
    chmod(folder, 0555);
    const struct report r = in_child(path);
    CHECK("what is saved, or nothing", r.opened != PERI_OK || r.available == 23);
    CHECK_INT("it opens", r.opened, PERI_OK);
    chmod(folder, 0755);
    chmod(check_tmp(), 0700);
    peri_training_db_close(db);
}

/* -- other files ------------------------------------------------------------------------------ */

/* A file of live runs is none of trainings; another writer is waited for, not for ever. */
SUITE(training_db_refuses_other_files)
{
    char path[PATH];
    sqlite3 *raw = NULL;
    peri_training_db *db = NULL;
    peri_error err = {0, ""};
    path_of(path, "other.db");
    CHECK_INT("opens", sqlite3_open(path, &raw), SQLITE_OK);
    sqlite3_exec(raw, "CREATE TABLE record(x); PRAGMA application_id = 0x5045524C;", NULL, NULL,
                 NULL);
    sqlite3_close(raw);
    CHECK_INT("a run's", peri_training_db_open(path, true, &db, &err), PERI_EFORMAT);
    CHECK_HAS("why", err.text, "it belongs to something else");
    const char *text = check_write("text_training.db", "words, and nothing but words\n", 29);
    CHECK_INT("a text", peri_training_db_open(text, true, &db, &err), PERI_EFORMAT);
    CHECK_HAS("what", err.text, "training file '");
}
