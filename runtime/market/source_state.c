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
    BLOCK = 256 << 10 /* bytes that go into the sum at once: part of the sum's meaning */
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

/* Read as many bytes as there are, up to a block. -1: it failed. */
static ssize_t read_block(int fd, char *block)
{
    size_t have = 0;
    while (have < BLOCK) {
        ssize_t got = read(fd, block + have, BLOCK - have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        have += (size_t)got;
    }
    return (ssize_t)have;
}

static bool sum_bytes(int fd, char *block, int64_t size, uint64_t *sum)
{
    int64_t total = 0;
    *sum = 0;
    for (;;) {
        ssize_t got = read_block(fd, block);
        if (got < 0)
            return false;
        *sum = peri_digest_fast(block, (size_t)got, *sum);
        total += got;
        if (got < BLOCK)
            return total == size;
    }
}

bool peri_source_sum(const char *path, peri_source_state *state)
{
    peri_source_state after;
    const int64_t now = peri_clock_wall(NULL);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    char *block = peri_alloc(BLOCK);
    bool done = block && sum_bytes(fd, block, state->size, &state->sum);
    peri_free(block);
    close(fd);
    if (!done || !peri_source_look(path, &after) || !looks_like(state, &after))
        return false;
    state->checked_ns = now;
    return true;
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
    if (!peri_source_sum(path, now) || now->sum != was->sum)
        return PERI_SOURCE_OTHER;
    return is_settled(now) ? PERI_SOURCE_TOUCHED : PERI_SOURCE_SAME;
}
