/* blocks.c - see blocks.h. Layer 0. */
#include "base/blocks.h"

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"

/* Whether there is memory for a block: twice the one before. */
static bool begin(peri_blocks *blocks, int block)
{
    const size_t room = (size_t)PERI_BLOCKS_FIRST << block;
    if (blocks->size <= SIZE_MAX / room)
        blocks->blocks[block] = peri_alloc_large(room * blocks->size);
    return blocks->blocks[block] != NULL;
}

void *peri_blocks_add(peri_blocks *blocks)
{
    const int block = peri_blocks_block(blocks->n);
    if (!blocks->blocks[block] && !begin(blocks, block))
        return NULL;
    return peri_blocks_at(blocks, blocks->n++);
}

void peri_blocks_deinit(peri_blocks *blocks)
{
    for (size_t i = 0; i < PERI_BLOCKS_MOST; i++)
        peri_free(blocks->blocks[i]);
    *blocks = (peri_blocks){.size = blocks->size};
}
