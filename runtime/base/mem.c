/* mem.c - counted heap with failure injection. Layer 0. */
#include "base/mem.h"

#include "base/error.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
    HUGE_PAGE = 2 << 20,
    HUGE_FROM = 1 << 20 /* bytes of an array that is put into such pages */
};

static atomic_llong live_blocks;
static atomic_long fail_countdown;

/* True when this allocation is the one a test asked to fail. */
static int must_fail(void)
{
    if (atomic_load_explicit(&fail_countdown, memory_order_relaxed) <= 0)
        return 0;
    return atomic_fetch_sub(&fail_countdown, 1) == 1;
}

static void *counted(void *p)
{
    if (p)
        atomic_fetch_add_explicit(&live_blocks, 1, memory_order_relaxed);
    return p;
}

void *peri_alloc(size_t size)
{
    if (must_fail())
        return NULL;
    return counted(malloc(size ? size : 1));
}

void *peri_calloc(size_t n, size_t size)
{
    if (must_fail())
        return NULL;
    return counted(calloc(n ? n : 1, size ? size : 1));
}

void *peri_realloc(void *p, size_t size)
{
    if (!p)
        return peri_alloc(size);
    if (must_fail())
        return NULL;
    return realloc(p, size ? size : 1);
}

char *peri_strndup(const char *text, size_t len)
{
    char *copy = peri_alloc(len + 1);
    if (copy) {
        memcpy(copy, text, len);
        copy[len] = '\0';
    }
    return copy;
}

char *peri_strdup(const char *text)
{
    return peri_strndup(text, strlen(text));
}

void peri_free(void *p)
{
    if (!p)
        return;
    atomic_fetch_sub_explicit(&live_blocks, 1, memory_order_relaxed);
    free(p);
}

static size_t whole_pages(size_t size)
{
    return (size + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
}

/* Memory is cleared by the kernel when it is first touched, a page fault for each 4 KB, which takes
   longer than what is done with an array that only grows. Large ones ask for pages of 2 MB; where
   the system has none, nothing is lost. */
void *peri_alloc_large(size_t size)
{
    if (size < HUGE_FROM)
        return peri_alloc(size);
    if (size > SIZE_MAX - HUGE_PAGE || must_fail())
        return NULL;
    const size_t whole = whole_pages(size);
    void *block = counted(aligned_alloc(HUGE_PAGE, whole));
    if (block)
        (void)madvise(block, whole, MADV_HUGEPAGE);
    return block;
}

static void *move_to_huge_pages(void *items, size_t used, size_t size)
{
    void *moved = peri_alloc_large(size);
    if (!moved)
        return NULL;
    if (used > 0)
        memcpy(moved, items, used);
    peri_free(items);
    return moved;
}

int peri_grow_now(void **items, size_t *cap, size_t need, size_t size)
{
    size_t room = *cap ? *cap : 8;
    while (room < need) {
        if (room > SIZE_MAX / 2)
            return PERI_ENOMEM;
        room *= 2;
    }
    if (room > SIZE_MAX / size)
        return PERI_ENOMEM;
    void *moved = room * size < HUGE_FROM ? peri_realloc(*items, room * size)
                                          : move_to_huge_pages(*items, *cap * size, room * size);
    if (!moved)
        return PERI_ENOMEM;
    *items = moved;
    *cap = room * size < HUGE_FROM ? room : whole_pages(room * size) / size;
    return PERI_OK;
}

void peri_shrink(void **items, size_t *cap, size_t n, size_t size)
{
    if (n >= *cap)
        return;
    void *kept = n > 0 ? peri_realloc(*items, n * size) : NULL;
    if (n > 0 && !kept)
        return;
    if (n == 0)
        peri_free(*items);
    *items = kept;
    *cap = n;
}

void peri_mem_fail_at(long nth)
{
    atomic_store(&fail_countdown, nth);
}

int64_t peri_mem_live(void)
{
    return atomic_load(&live_blocks);
}
