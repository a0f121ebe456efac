/* source_state.c - see source_state.h. Layer 2. */
#include "market/source_state.h"

#include "base/clock.h"
#include "base/mem.h"
#include "store/digest.h"
#include "time/civil.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BLOCK = 256 << 10 /* bytes that are read at once */
};

static const int64_t GRAIN = 3 * PERI_SECOND; /* FAT writes down every second second */

static int64_t ns_of(struct timespec time)
{
    return (int64_t)time.tv_sec * PERI_SECOND + (int64_t)time.tv_nsec;
}

bool peri_source_look(const char *path, peri_source_state *out)
{
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return false;
    *out = (peri_source_state){.size = (int64_t)st.st_size,
                               .modified_ns = ns_of(st.st_mtim),
                               .changed_ns = ns_of(st.st_ctim),
                               .inode = (uint64_t)st.st_ino,
                               .checked_ns = INT64_MIN};
    return true;
}

static bool looks_like(const peri_source_state *a, const peri_source_state *b)
{
    return a->size == b->size && a->modified_ns == b->modified_ns &&
           a->changed_ns == b->changed_ns && a->inode == b->inode;
}

bool peri_source_still_is(const char *path, const peri_source_state *state)
{
    peri_source_state now;
    return peri_source_look(path, &now) && looks_like(state, &now);
}

void peri_source_sum_begin(peri_source_sum *sum)
{
    *sum =
        (peri_source_sum){.digest = peri_digest_stream_open(), .began_ns = peri_clock_wall(NULL)};
}

void peri_source_sum_add(peri_source_sum *sum, const void *bytes, size_t len)
{
    sum->bytes += (int64_t)len;
    if (sum->digest)
        peri_digest_stream_add(sum->digest, bytes, len);
}

bool peri_source_sum_end(peri_source_sum *sum, const char *path, peri_source_state *state)
{
    const bool took = sum->digest && sum->bytes == state->size;
    const uint64_t value = took ? peri_digest_stream_sum(sum->digest) : 0;
    peri_digest_stream_close(sum->digest);
    sum->digest = NULL;
    if (!took || !peri_source_still_is(path, state))
        return false;
    state->sum = value;
    state->checked_ns = sum->began_ns;
    return true;
}

static void sum_bytes(int fd, char *block, peri_source_sum *sum)
{
    ssize_t got;
    do {
        got = read(fd, block, BLOCK);
        if (got > 0)
            peri_source_sum_add(sum, block, (size_t)got);
    } while (got > 0 || (got < 0 && errno == EINTR));
}

bool peri_source_sum_up(const char *path, peri_source_state *state)
{
    peri_source_sum sum;
    peri_source_sum_begin(&sum);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    char *block = fd >= 0 ? peri_alloc(BLOCK) : NULL;
    if (block)
        sum_bytes(fd, block, &sum);
    peri_free(block);
    if (fd >= 0)
        close(fd);
    return peri_source_sum_end(&sum, path, state) && block;
}

static bool is_settled(const peri_source_state *state)
{
    const int64_t last =
        state->modified_ns > state->changed_ns ? state->modified_ns : state->changed_ns;
    return state->checked_ns > INT64_MIN && last < state->checked_ns - GRAIN;
}

peri_source_match peri_source_compare(const char *path, const peri_source_state *was,
                                      peri_source_state *now)
{
    if (!peri_source_look(path, now) || now->size != was->size || was->checked_ns == INT64_MIN)
        return PERI_SOURCE_OTHER;
    if (looks_like(now, was) && is_settled(was)) {
        *now = *was;
        return PERI_SOURCE_SAME;
    }
    if (!peri_source_sum_up(path, now) || now->sum != was->sum)
        return PERI_SOURCE_OTHER;
    return is_settled(now) ? PERI_SOURCE_TOUCHED : PERI_SOURCE_SAME;
}
