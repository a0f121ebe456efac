/* test_blocks.c - an array whose items stay where they are. */
#include "base/blocks.h"
#include "base/mem.h"
#include "check.h"

#include <stdint.h>

struct item {
    uint64_t number;
    char rest[20];
};

SUITE(blocks_grow)
{
    enum {
        ITEMS = 100000
    };
    static struct item *where[ITEMS];
    const int64_t live = peri_mem_live();
    peri_blocks blocks = {.size = sizeof(struct item)};
    bool given = true, there = true;
    for (uint64_t i = 0; i < ITEMS; i++) {
        where[i] = peri_blocks_add(&blocks);
        given &= where[i] && blocks.n == i + 1;
        where[i]->number = i * i;
        where[i]->rest[19] = (char)(i % 100);
    }
    for (uint64_t i = 0; i < ITEMS; i++) {
        const struct item *item = peri_blocks_at(&blocks, i);
        there &= item == where[i] && item->number == i * i && item->rest[19] == (char)(i % 100);
    }
    CHECK("each is given", given);
    CHECK("each stays where it was put", there);
    CHECK_INT("how many", (int64_t)blocks.n, ITEMS);
    peri_blocks_deinit(&blocks);
    CHECK_INT("empty again", (int64_t)blocks.n, 0);
    CHECK("with the same size", blocks.size == sizeof(struct item));
    CHECK_INT("nothing leaks", peri_mem_live(), live);
}

SUITE(blocks_without_memory)
{
    peri_blocks blocks = {.size = sizeof(struct item)};
    peri_mem_fail_at(1);
    CHECK("no first block", peri_blocks_add(&blocks) == NULL);
    CHECK_INT("no item", (int64_t)blocks.n, 0);
    for (int i = 0; i < PERI_BLOCKS_FIRST; i++)
        CHECK("the first block", peri_blocks_add(&blocks) != NULL);
    struct item *last = peri_blocks_at(&blocks, PERI_BLOCKS_FIRST - 1);
    last->number = 7;
    peri_mem_fail_at(1);
    CHECK("no second block", peri_blocks_add(&blocks) == NULL);
    CHECK_INT("the items are there", (int64_t)blocks.n, PERI_BLOCKS_FIRST);
    CHECK("again", peri_blocks_add(&blocks) != NULL);
    CHECK("none has moved", peri_blocks_at(&blocks, PERI_BLOCKS_FIRST - 1) == last);
    peri_blocks_deinit(&blocks);
}

SUITE(blocks_in_large_pages)
{
    peri_blocks blocks = {.size = 1 << 16};
    char *item = NULL;
    for (int i = 0; i < 3 * PERI_BLOCKS_FIRST; i++)
        item = peri_blocks_add(&blocks);
    CHECK("the second block begins on a page of 2 MB",
          (uintptr_t)peri_blocks_at(&blocks, PERI_BLOCKS_FIRST) % (2 << 20) == 0);
    CHECK("its last item is its own",
          (char *)peri_blocks_at(&blocks, 3 * PERI_BLOCKS_FIRST - 1) == item);
    peri_blocks_deinit(&blocks);
}
