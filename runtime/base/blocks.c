/* blocks.c - see blocks.h. Layer 0. */
#include "base/blocks.h"

#include <stdint.h>
#include <string.h>

#include "base/mem.h"

/* Items of a block, when all before it are full. */
static size_t room_of(size_t block)
{
    return (size_t)PERI_BLOCKS_FIRST << block;
}

static size_t block_of(size_t i)
{
    size_t block = 0;
    while (i >= room_of(block))
        i -= room_of(block++);
    return block;
}

void *peri_blocks_add(peri_blocks *blocks)
{
    const size_t block = block_of(blocks->n);
    if (block == PERI_BLOCKS_MOST || blocks->size > SIZE_MAX / room_of(block))
        return NULL;
    if (!blocks->blocks[block])
        blocks->blocks[block] = peri_alloc_large(room_of(block) * blocks->size);
    if (!blocks->blocks[block])
        return NULL;
    return memset(peri_blocks_at(blocks, blocks->n++), 0, blocks->size);
}

void peri_blocks_deinit(peri_blocks *blocks)
{
    for (size_t i = 0; i < PERI_BLOCKS_MOST; i++)
        peri_free(blocks->blocks[i]);
    *blocks = (peri_blocks){.size = blocks->size};
}
