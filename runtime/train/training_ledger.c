/* training_ledger.c - see training_ledger.h. Layer 3. */
#include "train/training_ledger.h"

#include <pthread.h>
#include <stdio.h>

#include "base/mem.h"
#include "store/training_db.h"
#include "train/trainer.h"

struct peri_ledger {
    peri_training_db *db;
    char *run;
    peri_ledger_options options;
    int64_t at_work[PERI_TRAINER_MOST]; /* id in the file of what a worker runs; 0: nothing, or it
                                           could not be written. Each belongs to its worker, and to
                                           whoever takes minutes for it while it runs */
    pthread_mutex_t lock;               /* guards what follows */
    bool failed;
    peri_error failure;
    int64_t unwritten; /* minutes granted from the bucket alone, since the file failed */
};

static int64_t wall_time(const peri_ledger *ledger)
{
    return ledger->options.clock(ledger->options.ctx);
}

/* Returns rc. */
static int note(peri_ledger *ledger, int rc, const peri_error *err)
{
    if (rc == PERI_OK)
        return rc;
    pthread_mutex_lock(&ledger->lock);
    if (!ledger->failed)
        ledger->failure = *err;
    ledger->failed = true;
    pthread_mutex_unlock(&ledger->lock);
    return rc;
}

bool peri_ledger_failed(peri_ledger *ledger, peri_error *out)
{
    pthread_mutex_lock(&ledger->lock);
    bool failed = ledger->failed;
    if (failed)
        *out = ledger->failure;
    ledger->failed = false;
    pthread_mutex_unlock(&ledger->lock);
    return failed;
}

/* -- life ----------------------------------------------------------------------------------- */

int peri_ledger_open(const peri_ledger_options *options, peri_ledger **out, peri_error *err)
{
    peri_ledger *ledger = peri_calloc(1, sizeof *ledger);
    *out = NULL;
    if (ledger)
        ledger->run = peri_strdup(options->run);
    if (!ledger || !ledger->run || pthread_mutex_init(&ledger->lock, NULL) != 0) {
        if (ledger)
            peri_free(ledger->run);
        peri_free(ledger);
        return peri_fail(err, PERI_ENOMEM, "training file '%s': no memory", options->path);
    }
    ledger->options = *options;
    ledger->options.path = ledger->options.run = NULL;
    int rc = peri_training_db_open(options->path, true, &ledger->db, err);
    if (rc == PERI_OK)
        rc = peri_training_db_lose(ledger->db, ledger->run, err);
    if (rc == PERI_OK)
        *out = ledger;
    else
        peri_ledger_close(ledger);
    return rc;
}

/* Takes off minutes that were never written. */
static int64_t take_off(void *ctx, bool known, peri_training_level *level)
{
    const int64_t *owed = ctx;
    if (!known)
        return -1;
    level->available = level->available > *owed ? level->available - *owed : 0;
    return 0;
}

void peri_ledger_close(peri_ledger *ledger)
{
    if (!ledger)
        return;
    if (ledger->unwritten > 0) /* the last chance */
        peri_training_db_change(ledger->db, take_off, &ledger->unwritten, 0, NULL);
    peri_training_db_close(ledger->db);
    pthread_mutex_destroy(&ledger->lock);
    peri_free(ledger->run);
    peri_free(ledger);
}

/* -- the allowance -------------------------------------------------------------------------- */

/* What a change of the level works with. */
struct change {
    int64_t owed; /* minutes that the file does not know of yet */
    const char *server;
    peri_bucket *bucket;
    int64_t now;
    bool taken;
};

/* The level as it was kept, within what the bucket holds. */
static void fetch(const peri_training_level *level, peri_bucket *bucket)
{
    int64_t most = bucket->capacity;
    bucket->available = level->available < 0 ? 0 : level->available;
    bucket->available = bucket->available > most ? most : bucket->available;
    bucket->next_refill = level->next_refill;
}

static void keep(const peri_bucket *bucket, peri_training_level *level)
{
    level->available = bucket->available;
    level->next_refill = bucket->next_refill;
}

static int64_t begin_level(void *ctx, bool known, peri_training_level *level)
{
    const struct change *change = ctx;
    peri_bucket *bucket = change->bucket;
    int64_t latest = bucket->next_refill; /* an interval from now */
    if (known)
        fetch(level, bucket);
    if (bucket->next_refill > latest)
        bucket->next_refill = latest;
    snprintf(level->server, sizeof level->server, "%s", change->server);
    keep(bucket, level);
    return 0;
}

int peri_ledger_load(peri_ledger *ledger, const char *server, peri_bucket *bucket, peri_error *err)
{
    struct change change = {.server = server, .bucket = bucket};
    return peri_training_db_change(ledger->db, begin_level, &change, 0, err);
}

/* Take off what is owed, as far as there is as much; returns the rest. */
static int64_t pay(peri_bucket *bucket, int64_t owed)
{
    int64_t n = owed < bucket->available ? owed : bucket->available;
    bucket->available -= n;
    return owed - n;
}

/* The level of the file, less what is owed: taken before the refills that are due, so that a full
   bucket does not lose them, and what was not there then behind them. */
static void settle(const peri_training_level *level, struct change *change)
{
    peri_bucket *bucket = change->bucket;
    fetch(level, bucket);
    int64_t rest = pay(bucket, change->owed);
    *bucket = peri_bucket_at(*bucket, change->now);
    pay(bucket, rest);
}

static int64_t take_minute(void *ctx, bool known, peri_training_level *level)
{
    struct change *change = ctx;
    if (known)
        settle(level, change);
    peri_bucket_try_consume(change->bucket, 1, change->now, &change->taken, NULL);
    keep(change->bucket, level);
    return change->taken;
}

/* How many minutes are owed; they are the caller's to pay, or to owe again. */
static int64_t take_debt(peri_ledger *ledger)
{
    pthread_mutex_lock(&ledger->lock);
    int64_t owed = ledger->unwritten;
    ledger->unwritten = 0;
    pthread_mutex_unlock(&ledger->lock);
    return owed;
}

static void owe(peri_ledger *ledger, int64_t minutes)
{
    pthread_mutex_lock(&ledger->lock);
    ledger->unwritten += minutes;
    pthread_mutex_unlock(&ledger->lock);
}

bool peri_ledger_take(peri_ledger *ledger, int worker, peri_bucket *bucket, int64_t now_ns)
{
    peri_error err;
    const peri_bucket before = *bucket;
    struct change change = {.owed = take_debt(ledger), .bucket = bucket, .now = now_ns};
    int64_t id = worker >= 0 ? ledger->at_work[worker] : 0;
    int rc = peri_training_db_change(ledger->db, take_minute, &change, id, &err);
    if (note(ledger, rc, &err) != PERI_OK) {
        *bucket = before;
        change.taken = false;
        peri_bucket_try_consume(bucket, 1, now_ns, &change.taken, NULL);
        owe(ledger, change.owed + change.taken);
    }
    return change.taken;
}

/* -- the history ---------------------------------------------------------------------------- */

void peri_ledger_begin(peri_ledger *ledger, int worker, const char *name, int64_t due_utc)
{
    peri_error err;
    int64_t *id = &ledger->at_work[worker];
    const peri_training_record record = {
        .run = ledger->run,
        .name = name,
        .due_ns = due_utc,
        .began_ns = wall_time(ledger),
    };
    *id = 0;
    note(ledger, peri_training_db_begin(ledger->db, &record, id, &err), &err);
}

void peri_ledger_end(peri_ledger *ledger, int worker, const peri_training_run *run)
{
    peri_error err;
    int64_t *id = &ledger->at_work[worker];
    if (*id == 0)
        return;
    const peri_training_record record = {
        .id = *id,
        .duration_ns = run->duration_ns,
        .minutes = run->minutes,
        .outcome = peri_training_state_name(run->outcome),
        .error = run->error,
    };
    *id = 0;
    note(ledger, peri_training_db_end(ledger->db, &record, &err), &err);
}
