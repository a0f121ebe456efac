/* test_store_faults.c - the object store on a disk that fails, is full, or may not be written. */
#include "check.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/mem.h"
#include "store_vfs_kit.h"

enum {
    SMALL = 3000,
    BIG = 200 * 1024,
    BIG_KEY = 9,
    CALM = 8, /* runs without a failure that end a sweep; a failure may be got over unseen */
    ALLOCATION_STEPS = 40,
    SEED = 11
};

/* -- a scenario whose calls may fail -------------------------------------------------------- */

enum {
    STATES = 64
};

typedef struct states {
    store_kit_state at[STATES];
    int n;
} states;

/*
 * What the store may show. A call that failed changes nothing that is seen, but what it wrote may
 * have reached the disk as a whole; then it shows when the file is opened anew, unless a later call
 * that succeeded has written over it.
 */
typedef struct world {
    const char *path;
    peri_store *store;
    states now;                  /* more than one: not read since the opening */
    states later;                /* beside them, when the file is opened anew */
    states inside;               /* of the open transaction */
    bool in_transaction, spoilt; /* spoilt: one of its calls failed */
    unsigned operations;         /* that may fail */
    int wanted_code;             /* of failures */
    int failures;
    char wrong[STORE_KIT_TEXT]; /* the first thing that must not be */
} world;

static void is_wrong(world *w, const char *what, int rc, const char *text)
{
    if (!w->wrong[0])
        snprintf(w->wrong, sizeof w->wrong, "%s: code %d %.300s", what, rc, text);
}

/* SQLite's look for damage names a page that it could not read, and not why. */
static bool is_unread_page(const world *w, int rc, const char *text)
{
    return rc == PERI_EFORMAT && (w->operations & STORE_KIT_READ) &&
           (strstr(text, "failed to get page") || strstr(text, "unable to get the page"));
}

/* Judges what a call returned; true: it succeeded. */
static bool judge(world *w, const char *what, int rc, const peri_error *err)
{
    char begin[STORE_KIT_PATH + 16];
    snprintf(begin, sizeof begin, "store '%s': ", w->path);
    if (rc == PERI_OK)
        return true;
    w->failures++;
    if (rc != w->wanted_code && !(rc == PERI_ESTATE && w->spoilt) &&
        !is_unread_page(w, rc, err->text))
        is_wrong(w, what, rc, err->text);
    if (strncmp(err->text, begin, strlen(begin)) != 0)
        is_wrong(w, "a text without the path", rc, err->text);
    if (w->in_transaction)
        w->spoilt = true;
    return false;
}

static void add_states(states *to, const states *from)
{
    for (int i = 0; i < from->n && to->n < STATES; i++)
        to->at[to->n++] = from->at[i];
}

/* A change of the file that was tried. */
static void settle(world *w, bool ok, const states *changed)
{
    if (ok) {
        w->now = *changed;
        w->later.n = 0;
    } else {
        add_states(&w->later, changed);
    }
}

/* One change, alone or within the transaction; version 0 deletes. */
static void change(world *w, int key, int64_t version)
{
    peri_error err = {0, ""};
    size_t max = key == BIG_KEY ? BIG : SMALL;
    int rc = version == 0 ? store_kit_delete(w->store, key, &err)
                          : store_kit_save(w->store, key, version, max, &err);
    bool ok = judge(w, version == 0 ? "delete" : "save", rc, &err);
    states changed = w->in_transaction ? w->inside : w->now;
    for (int i = 0; i < changed.n; i++)
        changed.at[i].version[key] = version;
    if (ok && w->spoilt)
        is_wrong(w, "a change after a failed one in the same transaction", rc, "");
    if (!w->in_transaction)
        settle(w, ok, &changed);
    else if (ok)
        w->inside = changed;
}

static void begin(world *w)
{
    peri_error err = {0, ""};
    if (!judge(w, "begin", peri_store_begin(w->store, &err), &err))
        return;
    w->in_transaction = true;
    w->inside = w->now;
}

static void end(world *w, bool commit)
{
    peri_error err = {0, ""};
    bool spoilt = w->spoilt;
    bool ok = judge(w, "end", peri_store_end(w->store, commit, &err), &err);
    if (!ok && !commit)
        is_wrong(w, "giving up failed", err.code, err.text);
    if (ok && commit && spoilt)
        is_wrong(w, "a commit after a failed call", PERI_OK, "");
    if (commit && (ok || !spoilt))
        settle(w, ok, &w->inside);
    w->in_transaction = w->spoilt = false;
}

/* Keeps of the states those that have the value read; none left: it must not be. */
static void keep_fitting(world *w, states *of, int key, const char *bytes, size_t len,
                         enum peri_store_kind kind)
{
    int n = 0;
    size_t max = key == BIG_KEY ? BIG : SMALL;
    for (int i = 0; i < of->n; i++) {
        int64_t version = of->at[i].version[key];
        if (bytes && version != 0 ? store_kit_is_version(key, version, max, bytes, len, kind)
                                  : !bytes && version == 0)
            of->at[n++] = of->at[i];
    }
    if (n == 0)
        is_wrong(w, store_kit_key(key), 0, bytes ? "another value" : "no value");
    else
        of->n = n;
}

static void look(world *w, peri_store *store, states *of, int key)
{
    char *bytes = NULL;
    size_t len = 0;
    enum peri_store_kind kind = PERI_STORE_BYTES;
    const char *name = store_kit_key(key);
    peri_error err = {0, ""};
    int rc = peri_store_read(store, name, strlen(name), &bytes, &len, &kind, &err);
    if (rc == PERI_ENOTFOUND || judge(w, "read", rc, &err))
        keep_fitting(w, of, key, bytes, len, kind);
    peri_free(bytes);
}

/* What can be read must be one of the states; the others are dropped. */
static void look_at_all(world *w, peri_store *store, states *of)
{
    peri_store_list list = {NULL, 0};
    peri_quota used = {0, 0};
    peri_error err = {0, ""};
    int64_t objects = 0;
    for (int key = 0; key < STORE_KIT_KEYS; key++)
        look(w, store, of, key);
    for (int key = 0; key < STORE_KIT_KEYS; key++)
        objects += of->at[0].version[key] != 0;
    int rc = peri_store_keys(store, "k/", 2, &list, &err);
    if (judge(w, "keys", rc, &err) && of->n == 1 && (int64_t)list.n != objects)
        is_wrong(w, "the list shows another number", rc, "");
    peri_store_list_free(&list);
    rc = peri_store_usage(store, &used, &err);
    if (judge(w, "usage", rc, &err) && of->n == 1 && used.objects != objects)
        is_wrong(w, "the usage shows another number", rc, "");
}

static void open_again(world *w)
{
    peri_error err = {0, ""};
    peri_store_close(w->store);
    w->store = NULL;
    add_states(&w->now, &w->later);
    w->later.n = 0;
    judge(w, "open", peri_store_open(w->path, NULL, &w->store, &err), &err);
}

/* A view of its own does not move by itself, and moves to what the file holds. */
static void snapshot(world *w)
{
    peri_store_options options = {.quota = {100, 100000000}, .snapshot = true};
    peri_store *view = NULL;
    peri_error err = {0, ""};
    states then = w->now;
    if (!judge(w, "snapshot", peri_store_open(w->path, &options, &view, &err), &err))
        return;
    change(w, 6, 601);
    look_at_all(w, view, &then);
    if (judge(w, "refresh", peri_store_refresh(view, &err), &err))
        then = w->now;
    look_at_all(w, view, &then);
    peri_store_close(view);
}

static void transactions(world *w)
{
    begin(w);
    if (w->in_transaction) {
        change(w, 3, 301);
        change(w, BIG_KEY, 902);
        change(w, 2, 0);
        end(w, true);
    }
    look_at_all(w, w->store, &w->now);
    begin(w);
    if (w->in_transaction) {
        change(w, 4, 401);
        end(w, false);
    }
}

static void health(world *w)
{
    peri_store_health found = {.damaged = 0};
    peri_error err = {0, ""};
    int rc = peri_store_check(w->store, &found, &err);
    if (judge(w, "check", rc, &err) && found.problem[0] && !store_kit_disk_failed())
        is_wrong(w, "check", rc, found.problem);
}

static void scenario(world *w)
{
    open_again(w);
    if (!w->store)
        return;
    change(w, 1, 101);
    change(w, 2, 201);
    change(w, BIG_KEY, 901);
    change(w, 1, 102);
    look_at_all(w, w->store, &w->now);
    transactions(w);
    snapshot(w);
    open_again(w);
    if (!w->store)
        return;
    change(w, 1, 103);
    change(w, 6, 0);
    look_at_all(w, w->store, &w->now);
    health(w);
    peri_store_close(w->store);
    w->store = NULL;
}

/* -- what must hold whatever failed --------------------------------------------------------- */

/* On a sound disk again: the file holds what it must, is healthy, and can be saved to. */
static bool recovered(world *w)
{
    char ill[STORE_KIT_TEXT] = "";
    world sound = {.path = w->path, .now = w->now, .later = w->later};
    open_again(&sound);
    if (!CHECK("it opens", sound.store != NULL))
        return false;
    look_at_all(&sound, sound.store, &sound.now);
    bool healthy = store_kit_healthy(sound.store, ill);
    change(&sound, 0, 7);
    look_at_all(&sound, sound.store, &sound.now);
    peri_store_close(sound.store);
    if (!CHECK("every value is old or new, and whole", sound.wrong[0] == '\0'))
        printf("     afterwards: %s\n", sound.wrong);
    if (!CHECK("healthy", healthy))
        printf("     %s\n", ill);
    return sound.wrong[0] == '\0' && healthy;
}

static void remove_store(const char *path)
{
    store_kit_place(path, "", 0);
    unlink(path);
}

/* -- the failing disk ----------------------------------------------------------------------- */

typedef struct sweep {
    const char *name;
    unsigned operations;
    int code;
    bool stays;
    bool unseen; /* calls need not fail: what is lost is only the tidying up */
} sweep;

static const sweep sweeps[] = {
    {"disk full once", STORE_KIT_WRITE, SQLITE_FULL, false, false},
    {"disk full", STORE_KIT_WRITE, SQLITE_FULL, true, false},
    {"failed writes", STORE_KIT_WRITE, SQLITE_IOERR_WRITE, true, false},
    {"failed sync", STORE_KIT_SYNC, SQLITE_IOERR_FSYNC, false, false},
    {"failed syncs", STORE_KIT_SYNC, SQLITE_IOERR_FSYNC, true, false},
    {"failed truncation", STORE_KIT_TRUNCATE, SQLITE_IOERR_TRUNCATE, false, true},
    {"failed open", STORE_KIT_OPEN, SQLITE_CANTOPEN, false, false},
    {"failed opens", STORE_KIT_OPEN, SQLITE_CANTOPEN, true, false},
    {"failed delete", STORE_KIT_DELETE, SQLITE_IOERR_DELETE, true, false},
    {"failed read", STORE_KIT_READ, SQLITE_IOERR_READ, false, false},
    {"dying disk",
     STORE_KIT_READ | STORE_KIT_WRITE | STORE_KIT_SYNC | STORE_KIT_TRUNCATE | STORE_KIT_OPEN |
         STORE_KIT_DELETE,
     SQLITE_IOERR, true, false},
};

/* One run of the scenario; *hit: the disk failed in it. */
static bool run_once(const sweep *s, const char *path, long nth, bool *hit, int *failures)
{
    world w = {.path = path, .now.n = 1, .operations = s->operations, .wanted_code = PERI_EIO};
    remove_store(path);
    store_kit_disk_fails(s->operations, s->code, nth, s->stays);
    scenario(&w);
    peri_store_close(w.store);
    *hit = store_kit_disk_failed();
    store_kit_disk_fails(0, SQLITE_OK, 0, false);
    *failures += w.failures;
    if (!CHECK(s->name, w.wrong[0] == '\0'))
        printf("     operation %ld: %s\n", nth, w.wrong);
    CHECK("no failure without a cause", *hit || w.failures == 0);
    return recovered(&w) && w.wrong[0] == '\0';
}

SUITE(store_on_a_failing_disk)
{
    char path[STORE_KIT_PATH];
    store_kit_path(path, "faults");
    for (size_t i = 0; i < sizeof sweeps / sizeof *sweeps; i++) {
        bool hit = true, ok = true;
        int failures = 0;
        long nth = 0;
        while (ok && hit) {
            ok = run_once(&sweeps[i], path, ++nth, &hit, &failures);
            if (!ok)
                printf("     %s, operation %ld\n", sweeps[i].name, nth);
        }
        CHECK("there was something to fail", nth > 1);
        CHECK("and it was told", sweeps[i].unseen || failures > 0);
    }
    store_kit_disk_heals();
}

/* Waiting for the disk is what makes a save durable: where that fails, so must each change, alone
   or at the end of its transaction. */
SUITE(store_waits_for_the_disk)
{
    char path[STORE_KIT_PATH];
    store_kit_path(path, "sync");
    store_kit_disk_fails(0, SQLITE_OK, 0, false);
    world w = {.path = path, .now.n = 1, .wanted_code = PERI_EIO};
    open_again(&w);
    change(&w, 1, 101);
    change(&w, 2, 201);
    CHECK_INT("on a sound disk all succeeds", w.failures, 0);
    store_kit_disk_fails(STORE_KIT_SYNC, SQLITE_IOERR_FSYNC, 1, true);
    change(&w, 3, 301);
    CHECK_INT("a new value", w.failures, 1);
    change(&w, 1, 102);
    CHECK_INT("one saved over", w.failures, 2);
    change(&w, BIG_KEY, 901);
    CHECK_INT("a big one", w.failures, 3);
    change(&w, 2, 0);
    CHECK_INT("a deleted one", w.failures, 4);
    begin(&w);
    change(&w, 4, 401);
    CHECK_INT("not within a transaction", w.failures, 4);
    end(&w, true);
    CHECK_INT("but at its end", w.failures, 5);
    look_at_all(&w, w.store, &w.now);
    store_kit_disk_fails(0, SQLITE_OK, 0, false);
    peri_store_close(w.store);
    CHECK_STR("all as it was", w.wrong, "");
    recovered(&w);
    store_kit_disk_heals();
}

/* -- no memory ------------------------------------------------------------------------------ */

/* A run of the scenario with memory that fails; false: something is wrong. */
static bool run_without_memory(const char *path, long nth, void (*fails)(long nth), int *failures)
{
    world w = {.path = path, .now.n = 1, .wanted_code = PERI_ENOMEM};
    remove_store(path);
    fails(nth);
    scenario(&w);
    peri_store_close(w.store);
    fails(0);
    *failures = w.failures;
    if (!CHECK("only what had no memory fails", w.wrong[0] == '\0'))
        printf("     allocation %ld: %s\n", nth, w.wrong);
    CHECK("one failure, or those of its transaction", w.failures < 6);
    return recovered(&w) && w.wrong[0] == '\0';
}

SUITE(store_without_memory)
{
    char path[STORE_KIT_PATH];
    int64_t live = peri_mem_live();
    int calm = 0, most = 0;
    store_kit_path(path, "fault_memory");
    store_kit_disk_fails(0, SQLITE_OK, 0, false); /* for its speed */
    for (long nth = 1; calm < CALM; nth++) {
        int failures = 0;
        if (!run_without_memory(path, nth, peri_mem_fail_at, &failures))
            break;
        calm = failures > 0 ? 0 : calm + 1;
        most += failures > 0;
        CHECK_INT("no memory is lost", peri_mem_live(), live);
    }
    store_kit_disk_heals();
    CHECK("allocations failed", most > 20);
}

/* SQLite does without some of its memory, and says so for the rest. */
SUITE(store_without_memory_for_sqlite)
{
    char path[STORE_KIT_PATH];
    check_rng rng = {SEED};
    int most = 0;
    bool ok = true;
    store_kit_path(path, "sqlite_memory");
    store_kit_memory_fails(0);
    store_kit_disk_fails(0, SQLITE_OK, 0, false); /* for its speed */
    for (long nth = 1; ok; nth += check_random_in(&rng, 1, ALLOCATION_STEPS)) {
        int failures = 0;
        ok = run_without_memory(path, nth, store_kit_memory_fails, &failures);
        most += failures > 0;
        if (!ok)
            printf("     seed %d, allocation %ld\n", SEED, nth);
        if (!store_kit_memory_failed())
            break;
    }
    store_kit_disk_heals();
    store_kit_memory_heals();
    CHECK("allocations failed", most > 20);
}

/* A transaction ends whatever has no memory at its end, and the store goes on. */
static bool end_without_memory(const char *path, bool commit, long nth)
{
    world w = {.path = path, .now.n = 1, .wanted_code = PERI_ENOMEM};
    remove_store(path);
    open_again(&w);
    change(&w, 1, 101);
    begin(&w);
    change(&w, 1, 102);
    store_kit_memory_fails(nth);
    end(&w, commit);
    bool failed = store_kit_memory_failed();
    store_kit_memory_fails(0);
    w.wanted_code = PERI_OK;
    change(&w, 2, 201);
    look_at_all(&w, w.store, &w.now);
    peri_store_close(w.store);
    if (!CHECK("the transaction has ended", w.wrong[0] == '\0'))
        printf("     commit %d, allocation %ld: %s\n", commit, nth, w.wrong);
    return failed;
}

SUITE(store_without_memory_at_an_end)
{
    char path[STORE_KIT_PATH];
    store_kit_path(path, "end_memory");
    store_kit_memory_fails(0);
    store_kit_disk_fails(0, SQLITE_OK, 0, false); /* for its speed */
    for (int commit = 0; commit < 2; commit++)
        for (long nth = 1; end_without_memory(path, commit, nth); nth++)
            ;
    store_kit_disk_heals();
    store_kit_memory_heals();
}
