/* blocks.h - an array that only grows, whose items stay where they are. Layer 0.

   Each block holds twice as many items as the one before, so nothing is ever copied, and of the
   last one only what is used takes memory of the machine. */
#ifndef PERI_BLOCKS_H
#define PERI_BLOCKS_H

#include <stddef.h>

enum {
    PERI_BLOCKS_FIRST = 32, /* items of the first block, a power of 2 */
    PERI_BLOCKS_MOST = 40
};

/* All zero but for the size is an empty one. Thread: one at a time. */
typedef struct peri_blocks {
    size_t size;                    /* bytes of an item, > 0 */
    size_t n;                       /* items */
    void *blocks[PERI_BLOCKS_MOST]; /* owned; NULL: not there yet */
} peri_blocks;

/* A new item behind the others, all zero. Returns its address, or NULL when there is no memory. */
void *peri_blocks_add(peri_blocks *blocks);
void peri_blocks_deinit(peri_blocks *blocks); /* empty again */

/* Item i < n. O(1). */
static inline void *peri_blocks_at(const peri_blocks *blocks, size_t i)
{
    const size_t place = i + PERI_BLOCKS_FIRST;
    const int highest = 8 * (int)sizeof place - 1 - __builtin_clzl(place);
    const int block = highest - __builtin_ctz(PERI_BLOCKS_FIRST);
    return (char *)blocks->blocks[block] + (place - ((size_t)1 << highest)) * blocks->size;
}

#endif
