/* lua_slice_copy.c - a slice of the past, with its bars, in one block of memory. Layer 6. */
#include "lua_slice.h"

#include <string.h>

/* A block that is filled from its begin on, each piece at a multiple of 8. */
struct block {
    char *memory; /* NULL: only `used` is counted */
    size_t used;
};

static void *place(struct block *block, size_t size)
{
    void *piece = block->memory ? block->memory + block->used : NULL;
    block->used += (size + 7) / 8 * 8;
    return piece;
}

/* How many securities the arrays of a slice have to have room for. */
static size_t room_of(const peri_slice *slice)
{
    return slice->count > 0 ? (size_t)slice->present[slice->count - 1] + 1 : 0;
}

static void place_arrays(struct block *block, size_t room, size_t count, peri_slice *out)
{
    out->present = place(block, count * sizeof *out->present);
    out->items = place(block, room * sizeof *out->items);
}

static void *copy(struct block *block, const void *from, size_t size)
{
    void *to = place(block, size);
    return to ? memcpy(to, from, size) : NULL;
}

/* What a security has, copied. */
static peri_slice_item copy_item(struct block *block, const peri_slice_item *item)
{
    peri_slice_item out = *item;
    if (item->bar)
        out.bar = copy(block, item->bar, sizeof *item->bar);
    if (item->quote)
        out.quote = copy(block, item->quote, sizeof *item->quote);
    if (item->ticks)
        out.ticks = copy(block, item->ticks, item->tick_count * sizeof *item->ticks);
    return out;
}

/* Count the bytes of a copy, or fill them. */
static peri_slice *lay_out(struct block *block, const peri_slice *slice)
{
    peri_slice unused = {0};
    peri_slice *out = place(block, sizeof *out);
    peri_slice *target = out ? out : &unused;
    *target = *slice;
    target->actions = NULL;
    target->action_count = 0;
    target->securities = room_of(slice);
    place_arrays(block, target->securities, slice->count, target);
    if (out && slice->count > 0)
        memcpy(out->present, slice->present, slice->count * sizeof *out->present);
    for (size_t i = 0; i < slice->count; i++) {
        const int32_t index = slice->present[i];
        const peri_slice_item copied = copy_item(block, &slice->items[index]);
        if (out)
            out->items[index] = copied;
    }
    return out;
}

const peri_slice *peri_lua_copy_slice(lua_State *L, const peri_slice *slice)
{
    struct block block = {NULL, 0};
    (void)lay_out(&block, slice);
    const size_t size = block.used;
    block = (struct block){lua_newuserdatauv(L, size, 0), 0};
    memset(block.memory, 0, size);
    return lay_out(&block, slice);
}
