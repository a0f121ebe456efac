/* lua_memory.c - Lua's allocator: counts, limits, and pools small blocks. Layer 6. */
#include <lua.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "host/host_private.h"

/* Under the address sanitizer every block is its own allocation, so that it sees misuse. */
#if defined(__SANITIZE_ADDRESS__)
#define POOLING 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POOLING 0
#endif
#endif
#ifndef POOLING
#define POOLING 1
#endif

enum {
    POOL_END =
        POOLING ? PERI_POOL_STEP * PERI_POOL_CLASSES + 1 : 1, /* larger ones are not pooled */
    SLAB = 32 * 1024,
    RESERVE_ROOM = 64,         /* what Lua puts before a text, at most */
    SLAB_HEAD = PERI_POOL_STEP /* holds the link; keeps blocks aligned to 16 */
};

void peri_lua_memory_init(peri_lua_memory *memory, size_t limit)
{
    memset(memory, 0, sizeof *memory);
    memory->limit = limit > 0 ? limit : SIZE_MAX;
}

void peri_lua_memory_deinit(peri_lua_memory *memory)
{
    void *slab = memory->slabs;
    while (slab) {
        void *next;
        memcpy(&next, slab, sizeof next);
        peri_free(slab);
        slab = next;
    }
    memory->slabs = NULL;
    peri_free(memory->reserve);
    memory->reserve = NULL;
}

void peri_lua_memory_drop_reserve(peri_lua_memory *memory)
{
    peri_free(memory->reserve);
    memory->reserve = NULL;
    memory->reserve_serial++;
}

void *peri_lua_memory_reserve(peri_lua_memory *memory, size_t size)
{
    peri_lua_memory_drop_reserve(memory);
    bool fits = memory->used <= memory->limit && size <= memory->limit - memory->used;
    memory->reserve = fits ? peri_alloc(size) : NULL;
    memory->reserve_size = size;
    return memory->reserve;
}

static void *take_large(peri_lua_memory *memory, size_t size)
{
    void *block = memory->reserve;
    if (!block || size > memory->reserve_size || memory->reserve_size - size > RESERVE_ROOM)
        return peri_alloc(size);
    memory->reserve = NULL;
    memory->reserve_serial++;
    return block;
}

static bool is_pooled(size_t size)
{
    return size < POOL_END;
}

static size_t class_of(size_t size)
{
    return (size + PERI_POOL_STEP - 1) / PERI_POOL_STEP;
}

static void give_pooled(peri_lua_memory *memory, void *block, size_t class)
{
    memcpy(block, &memory->free_blocks[class], sizeof(void *));
    memory->free_blocks[class] = block;
}

/* Start a new slab. What is left of the old one becomes a free block of its size. */
static bool add_slab(peri_lua_memory *memory)
{
    char *slab = peri_alloc(SLAB);
    if (!slab)
        return false;
    if (memory->fresh_left > 0)
        give_pooled(memory, memory->fresh, class_of(memory->fresh_left));
    memcpy(slab, &memory->slabs, sizeof memory->slabs);
    memory->slabs = slab;
    memory->fresh = slab + SLAB_HEAD;
    memory->fresh_left = SLAB - SLAB_HEAD;
    return true;
}

static void *take(peri_lua_memory *memory, size_t size)
{
    if (!is_pooled(size))
        return take_large(memory, size);
    size_t class = class_of(size);
    void *block = memory->free_blocks[class];
    if (block) {
        memcpy(&memory->free_blocks[class], block, sizeof(void *));
        return block;
    }
    size_t rounded = class * PERI_POOL_STEP;
    if (rounded > memory->fresh_left && !add_slab(memory))
        return NULL;
    block = memory->fresh;
    memory->fresh += rounded;
    memory->fresh_left -= rounded;
    return block;
}

static void give(peri_lua_memory *memory, void *block, size_t size)
{
    if (!is_pooled(size))
        peri_free(block);
    else if (block)
        give_pooled(memory, block, class_of(size));
}

static void *resize(peri_lua_memory *memory, void *block, size_t old_size, size_t new_size)
{
    if (!is_pooled(old_size) && !is_pooled(new_size))
        return peri_realloc(block, new_size);
    if (is_pooled(old_size) && is_pooled(new_size) && class_of(old_size) == class_of(new_size))
        return block;
    void *moved = take(memory, new_size);
    if (!moved)
        return NULL;
    memcpy(moved, block, old_size < new_size ? old_size : new_size);
    give(memory, block, old_size);
    return moved;
}

/* Remember that the limit was the reason, and the line: the message handler does not run for
   memory errors. lua_getinfo("Sl") allocates nothing. */
static void note_refusal(peri_host *host)
{
    enum {
        LOOK = 10 /* C functions between the allocation and a Lua line */
    };
    peri_lua_memory *memory = &host->memory;
    memory->limit_reached = true;
    memory->refused_where[0] = '\0';
    lua_State *L = atomic_load_explicit(&host->seat->running, memory_order_relaxed);
    lua_Debug ar;
    for (int level = 0; L && level < LOOK && lua_getstack(L, level, &ar); level++) {
        lua_getinfo(L, "Sl", &ar);
        if (ar.currentline > 0) {
            snprintf(memory->refused_where, sizeof memory->refused_where, "%s:%d: ", ar.short_src,
                     ar.currentline);
            return;
        }
    }
}

/* What is released with an object would be lost if the call that does it found no memory: Lua drops
   the object all the same. So the limit does not hold for it. No option of lua_gc is valid then. */
static bool is_releasing(const peri_host *host)
{
    return host->L && lua_gc(host->L, LUA_GCISRUNNING) == -1;
}

static bool is_over_limit(const peri_host *host, size_t more)
{
    const peri_lua_memory *memory = &host->memory;
    bool fits = memory->used <= memory->limit && more <= memory->limit - memory->used;
    return !fits && !is_releasing(host);
}

void *peri_lua_memory_alloc(void *ud, void *block, size_t old_size, size_t new_size)
{
    peri_host *host = ud;
    peri_lua_memory *memory = &host->memory;
    if (!block)
        old_size = 0; /* Lua passes a type here */
    if (new_size == 0) {
        give(memory, block, old_size);
        memory->used -= old_size;
        return NULL;
    }
    if (new_size > old_size && is_over_limit(host, new_size - old_size)) {
        note_refusal(host);
        return NULL;
    }
    void *result = block ? resize(memory, block, old_size, new_size) : take(memory, new_size);
    if (!result)
        return NULL;
    memory->used = memory->used - old_size + new_size;
    if (new_size > old_size && new_size - old_size >= PERI_LARGE_BLOCK)
        peri_collect_note(host, new_size - old_size);
    return result;
}
