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
    out->bars = place(block, room * sizeof(void *));
    out->quotes = place(block, room * sizeof(void *));
    out->is_new = place(block, room * sizeof *out->is_new);
    out->quote_is_new = place(block, room * sizeof *out->quote_is_new);
    out->ticks = place(block, room * sizeof(void *));
    out->tick_counts = place(block, room * sizeof *out->tick_counts);
}

/* The bars of a security, copied. */
static void copy_security(struct block *block, const peri_slice *slice, int32_t index,
                          peri_slice *out)
{
    if (slice->bars[index]) {
        peri_bar *bar = place(block, sizeof *bar);
        if (bar) {
            *bar = *slice->bars[index];
            out->bars[index] = bar;
            out->is_new[index] = slice->is_new[index];
        }
    }
    if (slice->quotes[index]) {
        peri_quote_bar *quote = place(block, sizeof *quote);
        if (quote) {
            *quote = *slice->quotes[index];
            out->quotes[index] = quote;
            out->quote_is_new[index] = slice->quote_is_new[index];
        }
    }
    if (slice->ticks[index]) {
        const size_t size = slice->tick_counts[index] * sizeof(peri_tick);
        peri_tick *ticks = place(block, size);
        if (ticks) {
            memcpy(ticks, slice->ticks[index], size);
            out->ticks[index] = ticks;
            out->tick_counts[index] = slice->tick_counts[index];
        }
    }
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
    for (size_t i = 0; i < slice->count; i++)
        copy_security(block, slice, slice->present[i], target);
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
