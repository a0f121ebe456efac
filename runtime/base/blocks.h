/* blocks.h - an array that only grows, whose items stay where they are. Layer 0.

   Each block holds twice as many items as the one before, so nothing is ever copied, and of the
   last one only what is used takes memory of the machine. */
#ifndef PERI_BLOCKS_H
#define PERI_BLOCKS_H

#include <stddef.h>

enum {
    PERI_BLOCKS_FIRST = 32, /* items of the first block, a power of 2 */
    PERI_BLOCKS_MOST = 59   /* of so many items as a size_t counts */
};

/* All zero but for the size is an empty one. Thread: one at a time. */
typedef struct peri_blocks {
    size_t size;                    /* bytes of an item, > 0 */
    size_t n;                       /* items */
    void *blocks[PERI_BLOCKS_MOST]; /* owned; NULL: not there yet */
} peri_blocks;

/* A new item behind the others, its bytes whatever the memory had: the caller sets all of them.
   Returns its address, or NULL when there is no memory. O(1). */
void *peri_blocks_add(peri_blocks *blocks);
void peri_blocks_deinit(peri_blocks *blocks); /* empty again */

/* Item i is number `i + PERI_BLOCKS_FIRST` of a row whose blocks begin at the powers of 2. */
static inline int peri_blocks_highest(size_t i)
{
    return 8 * (int)sizeof i - 1 - __builtin_clzl(i + PERI_BLOCKS_FIRST);
}

/* The block that item i lies in. */
static inline int peri_blocks_block(size_t i)
{
    return peri_blocks_highest(i) - __builtin_ctz(PERI_BLOCKS_FIRST);
}

/* Item i < n. O(1). */
static inline void *peri_blocks_at(const peri_blocks *blocks, size_t i)
{
    const size_t in_block = i + PERI_BLOCKS_FIRST - ((size_t)1 << peri_blocks_highest(i));
    return (char *)blocks->blocks[peri_blocks_block(i)] + in_block * blocks->size;
}

#endif
