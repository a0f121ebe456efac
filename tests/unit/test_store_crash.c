/* test_store_crash.c - the object store when the saving process is killed at any moment. */
#include "check.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store_vfs_kit.h"

enum {
    KILLS = 200,
    KILLS_OF_A_FILE = 20,
    VALUE_MAX = 200 * 1024,
    SAVES_TOGETHER = 3,
    LIFE_VERSIONS = 100000, /* more than a process lives to save */
    SEED = 20261124
};

/* -- what the process does: a sequence that its parent can follow --------------------------- */

enum call_kind {
    CALL_SAVE,
    CALL_DELETE,
    CALL_BEGIN,
    CALL_COMMIT,
    CALL_GIVE_UP,
    CALL_OPEN_AGAIN
};

typedef struct call {
    enum call_kind kind;
    int key;
    int64_t version;
} call;

typedef struct script {
    check_rng rng;
    int64_t version; /* of the last save */
    int together;    /* saves left until the transaction ends */
    bool in_transaction;
} script;

static enum call_kind next_kind(script *s)
{
    if (s->in_transaction && s->together-- > 0)
        return CALL_SAVE;
    int64_t dice = check_random_in(&s->rng, 0, 99);
    if (s->in_transaction)
        return dice < 70 ? CALL_COMMIT : CALL_GIVE_UP;
    if (dice < 20)
        return CALL_BEGIN;
    if (dice < 35)
        return CALL_DELETE;
    return dice < 38 ? CALL_OPEN_AGAIN : CALL_SAVE;
}

static call next_call(script *s)
{
    call c = {.kind = next_kind(s)};
    c.key = (int)check_random_in(&s->rng, 0, STORE_KIT_KEYS - 1);
    c.version = ++s->version;
    if (c.kind == CALL_BEGIN)
        s->together = SAVES_TOGETHER;
    if (c.kind == CALL_BEGIN || c.kind == CALL_COMMIT || c.kind == CALL_GIVE_UP)
        s->in_transaction = c.kind == CALL_BEGIN;
    return c;
}

/* What is in the store for all to see, and what a transaction has made of it so far. */
typedef struct course {
    store_kit_state seen, inside;
    bool in_transaction;
} course;

static void follow(course *k, const call *c)
{
    switch (c->kind) {
    case CALL_SAVE:
        k->inside.version[c->key] = c->version;
        break;
    case CALL_DELETE:
        k->inside.version[c->key] = 0;
        break;
    case CALL_GIVE_UP:
        k->inside = k->seen;
        break;
    case CALL_BEGIN:
    case CALL_COMMIT:
    case CALL_OPEN_AGAIN:
        break;
    }
    k->in_transaction = c->kind == CALL_BEGIN || (k->in_transaction && c->kind == CALL_SAVE);
    if (!k->in_transaction)
        k->seen = k->inside;
}

/* -- the process that is killed ------------------------------------------------------------- */

static int perform(peri_store **store, const char *path, const call *c)
{
    switch (c->kind) {
    case CALL_SAVE:
        return store_kit_save(*store, c->key, c->version, VALUE_MAX, NULL);
    case CALL_DELETE:
        return store_kit_delete(*store, c->key, NULL);
    case CALL_BEGIN:
        return peri_store_begin(*store, NULL);
    case CALL_COMMIT:
    case CALL_GIVE_UP:
        return peri_store_end(*store, c->kind == CALL_COMMIT, NULL);
    case CALL_OPEN_AGAIN:
        peri_store_close(*store);
        return peri_store_open(path, NULL, store, NULL);
    }
    return PERI_EINVAL;
}

/* Writes a byte behind each call that succeeded, and another one when one did not. */
static void live(const char *path, script s, int out)
{
    peri_store *store = NULL;
    int rc = peri_store_open(path, NULL, &store, NULL);
    while (rc == PERI_OK) {
        call c = next_call(&s);
        rc = perform(&store, path, &c);
        if (write(out, rc == PERI_OK ? "+" : "!", 1) != 1)
            break;
    }
    _exit(1);
}

/* Keeps the store open until `until` ends, so that closing never empties the log. */
static void stand_by(const char *path, int until, int out)
{
    peri_store *store = NULL;
    char end;
    if (peri_store_open(path, NULL, &store, NULL) != PERI_OK ||
        store_kit_save(store, 0, 1, VALUE_MAX, NULL) != PERI_OK || write(out, "+", 1) != 1)
        _exit(1);
    if (read(until, &end, 1) == 0)
        peri_store_close(store);
    _exit(0);
}

/* -- the parent ----------------------------------------------------------------------------- */

typedef struct crash_test {
    char path[STORE_KIT_PATH];
    check_rng rng;
    store_kit_state state; /* of the file, between two lives */
    pid_t bystander;       /* 0: none */
    int bystander_end;
    int in_flight, inside; /* kills that found the last call done; that hit a transaction */
} crash_test;

static volatile uint64_t spun;

/* Time passes, of random length, without a clock. */
static void spin(check_rng *rng)
{
    int64_t turns = check_random_in(rng, 0, 1 << (int)check_random_in(rng, 0, 20));
    for (int64_t i = 0; i < turns; i++)
        spun = spun * 3 + 1;
}

/* Counts the calls told of, up to `most`; false: one failed. */
static bool count_calls(int in, int64_t most, int64_t *calls)
{
    char told = '+';
    while (*calls < most && read(in, &told, 1) == 1 && told == '+')
        ++*calls;
    return told == '+';
}

/* Lets a process live for about `most` calls; returns how many it told of. */
static int64_t one_life(crash_test *t, const script *s, int64_t most)
{
    int ends[2];
    int64_t calls = 0;
    if (!CHECK("pipe", pipe(ends) == 0))
        return 0;
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        live(t->path, *s, ends[1]);
    }
    close(ends[1]);
    bool ok = count_calls(ends[0], most, &calls);
    spin(&t->rng);
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    ok = count_calls(ends[0], INT64_MAX, &calls) && ok;
    close(ends[0]);
    CHECK("no call failed", ok);
    CHECK("it was killed", WIFSIGNALED(status));
    return calls;
}

/* The store must show what was told of, or that and the call during which it was killed. */
static bool compare(crash_test *t, script s, int64_t calls)
{
    course before = {.seen = t->state, .inside = t->state};
    for (int64_t i = 0; i < calls; i++) {
        call c = next_call(&s);
        follow(&before, &c);
    }
    t->inside += before.in_transaction;
    course after = before;
    call last = next_call(&s);
    follow(&after, &last);
    peri_store *store = NULL;
    char why[STORE_KIT_TEXT] = "", more[STORE_KIT_TEXT] = "", ill[STORE_KIT_TEXT] = "";
    CHECK_INT("open", peri_store_open(t->path, NULL, &store, NULL), PERI_OK);
    bool old = store_kit_shows(store, &before.seen, VALUE_MAX, why);
    bool done = !old && store_kit_shows(store, &after.seen, VALUE_MAX, more);
    bool healthy = store_kit_healthy(store, ill);
    peri_store_close(store);
    t->in_flight += done;
    t->state = done ? after.seen : before.seen;
    if (!CHECK("all that was told of, or one call more", old || done))
        printf("     told of %lld calls: %s; or one more: %s\n", (long long)calls, why, more);
    if (!CHECK("nothing is damaged", healthy))
        printf("     %s\n", ill);
    return (old || done) && healthy;
}

static void start_bystander(crash_test *t)
{
    int ends[2] = {-1, -1}, ready[2] = {-1, -1};
    char told = 0;
    if (!CHECK("pipes", pipe(ends) == 0 && pipe(ready) == 0))
        return;
    t->bystander = fork();
    if (t->bystander == 0) {
        close(ends[1]);
        stand_by(t->path, ends[0], ready[1]);
    }
    close(ends[0]);
    close(ready[1]);
    t->bystander_end = ends[1];
    CHECK("the bystander has the store open", read(ready[0], &told, 1) == 1);
    close(ready[0]);
    t->state.version[0] = 1;
}

static void stop_bystander(crash_test *t)
{
    int status = -1;
    if (t->bystander == 0)
        return;
    close(t->bystander_end);
    waitpid(t->bystander, &status, 0);
    CHECK_INT("the bystander closed it", status, 0);
    t->bystander = 0;
}

static void new_file(crash_test *t, int number)
{
    char folder[32];
    stop_bystander(t);
    snprintf(folder, sizeof folder, "crash%d", number);
    store_kit_path(t->path, folder);
    t->state = (store_kit_state){{0}};
    if (number % 2 == 1)
        start_bystander(t);
}

/* The child inherits the end of the bystander's pipe, but it dies before the parent closes it. */
SUITE(store_killed_while_saving)
{
    crash_test t = {.rng = {SEED}};
    bool ok = true;
    fflush(stdout);
    for (int i = 0; ok && i < KILLS; i++) {
        if (i % KILLS_OF_A_FILE == 0)
            new_file(&t, i / KILLS_OF_A_FILE);
        script s = {.rng = {check_random(&t.rng)}, .version = (int64_t)(i + 1) * LIFE_VERSIONS};
        int64_t calls = one_life(&t, &s, check_random_in(&t.rng, 0, 25));
        ok = compare(&t, s, calls);
        if (!ok)
            printf("     seed %d, kill %d, file '%s'\n", SEED, i, t.path);
    }
    stop_bystander(&t);
    printf("     %d kills, %d of them in a transaction, %d behind a commit not told of\n", KILLS,
           t.inside, t.in_flight);
}
