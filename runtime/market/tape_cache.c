/* tape_cache.c - see tape_cache.h. Layer 2. */
#include "market/tape_cache.h"

#include "base/mem.h"
#include "market/tape_prune.h"
#include "market/tape_target.h"
#include "store/digest.h"
#include "store/parent_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

struct peri_tape_cache {
    char *folder;   /* NULL: none */
    int loss;       /* errno of the first or PERI_TAPE_CHANGED, 0: none */
    char *lost;     /* path of that tape; NULL: it has none */
    uint64_t limit; /* bytes of the folder; 0: none */
    bool was_asked; /* since it was pruned */
    peri_tape_uses uses;
};

/* What becomes of one wanted file. */
struct plan {
    const peri_tape_piece *old; /* its rows are there; NULL: it is to be parsed */
    peri_source_state state;    /* to keep with these */
};

/* A tape in the making. */
struct making {
    const peri_tape_request *request;
    peri_tape *old;       /* NULL: none */
    struct plan *plans;   /* shape [request->n], those that are wanted */
    const char *for_ever; /* where it goes in the folder; NULL: it has no name */
    peri_tape_writer *to;
    peri_buf path;
};

int peri_tape_cache_open(const char *folder, peri_tape_cache **out, peri_error *err)
{
    peri_tape_cache *cache = peri_calloc(1, sizeof *cache);
    if (cache && folder)
        cache->folder = peri_strdup(folder);
    if (!cache || (folder && !cache->folder)) {
        peri_tape_cache_close(cache);
        return peri_fail(err, PERI_ENOMEM, "no memory for the cache of data");
    }
    *out = cache;
    return PERI_OK;
}

void peri_tape_cache_close(peri_tape_cache *cache)
{
    if (!cache)
        return;
    peri_tape_cache_prune(cache);
    peri_tape_uses_deinit(&cache->uses);
    peri_free(cache->lost);
    peri_free(cache->folder);
    peri_free(cache);
}

void peri_tape_cache_set_limit(peri_tape_cache *cache, uint64_t bytes)
{
    cache->limit = bytes;
}

void peri_tape_cache_prune(peri_tape_cache *cache)
{
    if (cache->was_asked && cache->limit > 0)
        peri_tape_prune(cache->folder, cache->limit, &cache->uses);
    cache->was_asked = false;
}

int peri_tape_cache_try(const char *folder, peri_error *err)
{
    peri_tape_target probe;
    peri_buf text;
    peri_buf_init(&text);
    peri_buf_printf(&text, "%s/probe", folder);
    int rc = text.failed ? peri_fail(err, PERI_ENOMEM, "no memory for the cache of data")
                         : peri_parent_folder_create(peri_buf_str(&text), err);
    errno = 0;
    if (rc == PERI_OK && !peri_tape_target_open(peri_buf_str(&text), &probe))
        rc = peri_fail_errno(err, PERI_EIO, "cannot write in '%s'", folder);
    else if (rc == PERI_OK)
        peri_tape_target_close(&probe);
    peri_buf_deinit(&text);
    return rc;
}

bool peri_tape_cache_keeps(const peri_tape_cache *cache)
{
    return cache->folder;
}

void peri_tape_cache_note_loss(peri_tape_cache *cache, const peri_tape *tape, int error)
{
    if (cache->loss != 0)
        return;
    cache->loss = error;
    cache->lost = peri_tape_path(tape) ? peri_strdup(peri_tape_path(tape)) : NULL;
}

int peri_tape_cache_check(const peri_tape_cache *cache, peri_error *err)
{
    const char *where = cache->lost ? cache->lost : "a temporary file";
    if (cache->loss == 0)
        return PERI_OK;
    if (cache->loss == PERI_TAPE_CHANGED)
        return peri_fail(err, PERI_EIO,
                         "prices that were parsed before are not what was written to %s: it was "
                         "changed while they were read",
                         where);
    errno = cache->loss;
    return peri_fail_errno(err, PERI_EIO,
                           "prices that were parsed before cannot be read back from %s", where);
}

const peri_tape_piece *peri_tape_find(const peri_tape *tape, int64_t date)
{
    size_t n, low = 0;
    const peri_tape_piece *pieces = peri_tape_pieces(tape, &n);
    size_t high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pieces[middle].date < date)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && pieces[low].date == date ? &pieces[low] : NULL;
}

/* --- what is there --- */

/* Where the tape of a request lies: a sum of its key, and the key in it decides. It is this run's
   from now on. */
static char *path_in_folder(peri_tape_cache *cache, const char *key)
{
    const uint64_t number = peri_digest_fast(key, strlen(key), 0);
    if (!cache->folder)
        return NULL;
    if (cache->limit > 0)
        peri_tape_uses_add(&cache->uses, number);
    cache->was_asked = true;
    peri_buf text;
    peri_buf_init(&text);
    peri_buf_printf(&text, "%s/%016llx.rows", cache->folder, (unsigned long long)number);
    char *path = text.failed ? NULL : peri_strdup(peri_buf_str(&text));
    peri_buf_deinit(&text);
    return path;
}

static peri_tape *open_old(const char *path, const peri_tape_request *request)
{
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
    if (fd < 0)
        return NULL;
    peri_tape *tape = peri_tape_open(fd, path, request->key, request->form);
    if (tape)
        peri_tape_mark_used(fd);
    close(fd);
    return tape;
}

static const char *path_of(struct making *making, peri_date date)
{
    making->path.len = 0;
    making->request->path(making->request->ctx, date, &making->path);
    return peri_buf_str(&making->path);
}

/* A message names the file as it was asked for then. */
static bool says_fits(const struct making *making, const peri_tape_piece *piece, const char *path)
{
    const size_t len = strlen(path);
    if (piece->bad == 0)
        return true;
    return making->request->skip_bad_rows && piece->says_len > len &&
           memcmp(peri_tape_says(making->old, piece), path, len) == 0;
}

/* Decide what becomes of a wanted file. Returns whether the old tape has to be replaced. */
static bool plan_file(struct making *making, size_t i)
{
    struct plan *plan = &making->plans[i];
    const char *path = path_of(making, making->request->dates[i]);
    const peri_tape_piece *piece =
        making->old ? peri_tape_find(making->old, making->request->dates[i]) : NULL;
    if (!piece || !says_fits(making, piece, path))
        return true;
    const peri_source_match match = peri_source_compare(path, &piece->state, &plan->state);
    if (match == PERI_SOURCE_OTHER || !peri_tape_is_sound(making->old, piece))
        return true;
    plan->old = piece;
    return match == PERI_SOURCE_TOUCHED;
}

static bool plan_all(struct making *making)
{
    bool changes = !making->old;
    for (size_t i = making->request->first; i < making->request->last; i++)
        changes |= plan_file(making, i);
    return changes;
}

/* --- making a new one --- */

/* Parse a file whose rows are kept: receives its state, with its sum. A file that changes while it
   is read gets a state that it never has again. */
static int parse_and_sum(struct making *making, const char *path, peri_date date,
                         peri_source_state *state, peri_read_report *report, peri_error *err)
{
    const peri_tape_request *request = making->request;
    peri_source_sum sum;
    bool known = peri_source_look(path, state);
    if (!request->takes_sum)
        known = known && peri_source_sum_up(path, state);
    else
        peri_source_sum_begin(&sum);
    int rc = request->parse(request->ctx, path, date, making->to, request->takes_sum ? &sum : NULL,
                            report, err);
    if (!request->takes_sum)
        known = known && peri_source_still_is(path, state);
    else
        known = peri_source_sum_end(&sum, path, state) && known;
    if (!known)
        state->checked_ns = INT64_MIN;
    return rc;
}

static int parse_file(struct making *making, peri_date date, peri_error *err)
{
    const peri_tape_request *request = making->request;
    const char *path = path_of(making, date);
    peri_source_state state = {.checked_ns = INT64_MIN};
    peri_read_report report = {0};
    if (making->path.failed)
        return peri_fail(err, PERI_ENOMEM, "no memory for the name of a file");
    int rc = making->for_ever
                 ? parse_and_sum(making, path, date, &state, &report, err)
                 : request->parse(request->ctx, path, date, making->to, NULL, &report, err);
    if (rc == PERI_OK)
        rc = peri_tape_writer_end_piece(making->to, date, &state, &report, err);
    return rc;
}

static int make_piece(struct making *making, size_t i, peri_error *err)
{
    const peri_date date = making->request->dates[i];
    const bool wanted = i >= making->request->first && i < making->request->last;
    if (wanted && !making->plans[i].old)
        return parse_file(making, date, err);
    if (wanted)
        return peri_tape_writer_copy(making->to, making->old, making->plans[i].old,
                                     &making->plans[i].state, err);
    const peri_tape_piece *piece =
        making->old && making->for_ever ? peri_tape_find(making->old, date) : NULL;
    return piece && peri_tape_is_sound(making->old, piece)
               ? peri_tape_writer_copy(making->to, making->old, piece, &piece->state, err)
               : PERI_OK;
}

/* Write all pieces into a file. *out stays NULL when they cannot be written there. */
static int fill(struct making *making, peri_tape_target *target, peri_tape **out, peri_error *err)
{
    const peri_tape_request *request = making->request;
    int rc = peri_tape_writer_open(target->fd, request->key, request->form, &making->to, err);
    if (rc != PERI_OK)
        return rc;
    for (size_t i = 0; i < request->n && rc == PERI_OK; i++)
        rc = make_piece(making, i, err);
    if (rc == PERI_OK && peri_tape_writer_finish(making->to))
        *out = peri_tape_open(target->fd, making->for_ever, request->key, request->form);
    peri_tape_writer_close(making->to);
    return rc;
}

/* Make a tape at a path, or without a name. */
static int make_at(struct making *making, const char *path, peri_tape **out, peri_error *err)
{
    peri_tape_target target;
    if (!peri_tape_target_open(path, &target))
        return PERI_OK;
    making->for_ever = path;
    int rc = fill(making, &target, out, err);
    if (*out)
        peri_tape_target_publish(&target);
    peri_tape_target_close(&target);
    return rc;
}

static int make(struct making *making, const char *path, peri_tape **out, peri_error *err)
{
    int rc = path ? make_at(making, path, out, err) : PERI_OK;
    return rc == PERI_OK && !*out ? make_at(making, NULL, out, err) : rc;
}

int peri_tape_cache_get(peri_tape_cache *cache, const peri_tape_request *request, peri_tape **out,
                        peri_error *err)
{
    *out = NULL;
    if (!peri_tape_has_room())
        return PERI_OK;
    char *path = path_in_folder(cache, request->key);
    peri_tape *old = open_old(path, request);
    struct making making = {
        .request = request, .old = old, .plans = peri_calloc(request->n, sizeof *making.plans)};
    int rc = PERI_OK;
    peri_buf_init(&making.path);
    if (!making.plans || (cache->folder && !path))
        rc = peri_fail(err, PERI_ENOMEM, "no memory for the cache of data");
    else if (plan_all(&making))
        rc = make(&making, path, out, err);
    else
        *out = old;
    if (*out != old)
        peri_tape_close(old);
    peri_buf_deinit(&making.path);
    peri_free(making.plans);
    peri_free(path);
    return rc;
}
