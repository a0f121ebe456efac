/* lua_slice_bars.c - see lua_slice_bars.h. Layer 6. */
#include "lua_slice_bars.h"

#include "lua_slice.h"

static bool shows(peri_lua_slice_kind kind, peri_lua_slice_kind part)
{
    return kind == PERI_SLICE_ALL || kind == part;
}

bool peri_lua_slice_has_bar(const peri_slice *slice, peri_lua_slice_kind kind, int32_t index)
{
    if ((size_t)index >= slice->securities)
        return false; /* it was added after the slice was copied */
    const peri_slice_item *item = &slice->items[index];
    return (shows(kind, PERI_SLICE_TRADES) && item->bar) ||
           (shows(kind, PERI_SLICE_QUOTES) && item->quote) ||
           (shows(kind, PERI_SLICE_TICKS) && item->ticks);
}

void peri_lua_push_slice_bar(lua_State *L, const peri_slice *slice, peri_lua_slice_kind kind,
                             int32_t index)
{
    const peri_slice_item *item = &slice->items[index];
    if (shows(kind, PERI_SLICE_TRADES) && item->bar)
        peri_lua_push_bar(L, index, item->bar, !item->is_new);
    else if (shows(kind, PERI_SLICE_QUOTES) && item->quote)
        peri_lua_push_quote_bar(L, index, item->quote, !item->quote_is_new);
    else
        peri_lua_push_ticks(L, index, item->ticks, item->tick_count);
}

int peri_lua_push_slice_bar_or_nil(lua_State *L, const peri_slice *slice, peri_lua_slice_kind kind,
                                   int32_t index)
{
    if (peri_lua_slice_has_bar(slice, kind, index))
        peri_lua_push_slice_bar(L, slice, kind, index);
    else
        lua_pushnil(L);
    return 1;
}

/* Few of many symbols: the lowest place of those that are there. */
static size_t lowest_place(const peri_slice *slice, peri_lua_slice_kind kind,
                           const peri_symbol_order *order, size_t from)
{
    size_t lowest = PERI_NO_PLACE;
    for (size_t i = 0; i < slice->count; i++) {
        const size_t place = (size_t)order->rank[slice->present[i]];
        if (place >= from && place < lowest &&
            peri_lua_slice_has_bar(slice, kind, slice->present[i]))
            lowest = place;
    }
    return lowest;
}

size_t peri_lua_slice_next(const peri_slice *slice, peri_lua_slice_kind kind,
                           const peri_symbol_order *order, size_t from)
{
    if (slice->count * slice->count < order->n)
        return lowest_place(slice, kind, order, from);
    while (from < order->n && !peri_lua_slice_has_bar(slice, kind, order->by_symbol[from]))
        from++;
    return from < order->n ? from : PERI_NO_PLACE;
}

size_t peri_lua_slice_count(const peri_slice *slice, peri_lua_slice_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < slice->count; i++)
        count += peri_lua_slice_has_bar(slice, kind, slice->present[i]);
    return count;
}
