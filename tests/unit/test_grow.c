/* test_grow.c - arrays that grow keep what they hold, also where they move into huge pages. */
#include "base/error.h"
#include "base/mem.h"
#include "check.h"

#include <stdint.h>

enum {
    ITEMS = 700000 /* of 8 bytes: 5.6 MB */
};

static bool is_counted_up(const uint64_t *items, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (items[i] != i * i)
            return false;
    return true;
}

SUITE(grow_keeps_what_is_there)
{
    void *items = NULL;
    size_t cap = 0, moves = 0;
    const int64_t live = peri_mem_live();
    for (size_t n = 0; n < ITEMS; n++) {
        const size_t before = cap;
        const int rc = peri_grow(&items, &cap, n + 1, 8);
        if (rc != PERI_OK) {
            CHECK_INT("grows", rc, PERI_OK);
            break;
        }
        moves += cap != before;
        if (cap != before && n > 0)
            CHECK("all is there", is_counted_up(items, n));
        ((uint64_t *)items)[n] = (uint64_t)n * n;
    }
    CHECK("doubling", moves < 20 && cap >= ITEMS && cap < 2 * ITEMS);
    CHECK_INT("one block", peri_mem_live(), live + 1);
    peri_free(items);
    CHECK_INT("no block", peri_mem_live(), live);
}

SUITE(shrink_gives_back_what_is_not_used)
{
    static const size_t most[] = {8, 3000, ITEMS}; /* the last one in huge pages */
    for (size_t i = 0; i < sizeof most / sizeof *most; i++) {
        void *items = NULL;
        size_t cap = 0, n = most[i] / 2;
        const int64_t live = peri_mem_live();
        CHECK_INT("room", peri_grow(&items, &cap, most[i], 8), PERI_OK);
        for (size_t k = 0; k < n; k++)
            ((uint64_t *)items)[k] = (uint64_t)k * k;
        peri_mem_fail_at(1);
        peri_shrink(&items, &cap, n, 8);
        peri_mem_fail_at(0);
        CHECK("without memory it stays", cap >= most[i] && is_counted_up(items, n));
        peri_shrink(&items, &cap, n, 8);
        CHECK("less, and the same", cap == n && is_counted_up(items, n));
        peri_shrink(&items, &cap, n + 1, 8);
        CHECK_INT("never more", cap, n);
        CHECK_INT("grows again", peri_grow(&items, &cap, most[i], 8), PERI_OK);
        CHECK("the same", is_counted_up(items, n));
        peri_shrink(&items, &cap, 0, 8);
        CHECK("nothing", items == NULL && cap == 0);
        CHECK_INT("no block", peri_mem_live(), live);
    }
}

/* At each size an array can have. */
SUITE(grow_without_memory_changes_nothing)
{
    for (size_t room = 8; room < ITEMS; room *= 2) {
        void *items = NULL;
        size_t cap = 0;
        CHECK_INT("room", peri_grow(&items, &cap, room, 8), PERI_OK);
        for (size_t i = 0; i < room; i++)
            ((uint64_t *)items)[i] = (uint64_t)i * i;
        const void *was = items;
        const size_t had = cap;
        peri_mem_fail_at(1);
        CHECK_INT("none", peri_grow(&items, &cap, had + 1, 8), PERI_ENOMEM);
        CHECK("the same block", items == was && cap == had && is_counted_up(items, room));
        CHECK_INT("there is", peri_grow(&items, &cap, had + 1, 8), PERI_OK);
        CHECK("larger, and the same", cap > had && is_counted_up(items, room));
        peri_free(items);
    }
    void *items = NULL;
    size_t cap = 0;
    CHECK_INT("more than there can be", peri_grow(&items, &cap, SIZE_MAX / 8, 8), PERI_ENOMEM);
    CHECK_INT("of any size", peri_grow(&items, &cap, SIZE_MAX, 1), PERI_ENOMEM);
}
