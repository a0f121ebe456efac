/* hash_seed.c - the same order of string keys in every process. Layer 6.
 *
 * Lua 5.4 mixes addresses and the time of day into the seed of its string hash, so `pairs` over
 * string keys differs from run to run. There is no public way to set the seed. lua_newstate stores
 * it in its first block (global_State) before it asks for a second one, so the allocator can
 * replace it in between. The block is changed only when it looks exactly as Lua 5.4.0 to 5.4.6
 * leaves it, and peri_hash_seed_check then proves the effect: with another Lua nothing happens.
 */
#include <string.h>

#include "host/host_private.h"

#include "base/mem.h"

#include <lauxlib.h>

enum {
    HASH_SEED = 0x5EED,
    /* Offsets in global_State of a 64-bit Lua 5.4.0 to 5.4.6. */
    AT_FREALLOC = 0,
    AT_UD = 8,
    AT_TOTALBYTES = 16,
    AT_STRING_TABLE = 48, /* pointer and two int, all 0 */
    AT_REGISTRY_TAG = 72, /* nil: 0 */
    AT_NILVALUE = 80,     /* integer 0: "state not yet built" */
    AT_NILVALUE_TAG = 88,
    AT_SEED = 96,
    SIZE_SEEN = 104,
    TAG_INTEGER = 3
};

typedef struct birth {
    peri_host *host;
    unsigned char *first; /* the first block */
    size_t size;
    int calls;
} birth;

static bool zeros(const unsigned char *at, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (at[i] != 0)
            return false;
    return true;
}

static bool is_global_state(const unsigned char *at, const birth *b, lua_Alloc alloc)
{
    const void *ud = b;
    return memcmp(at + AT_FREALLOC, &alloc, sizeof alloc) == 0 &&
           memcmp(at + AT_UD, &ud, sizeof ud) == 0 &&
           memcmp(at + AT_TOTALBYTES, &b->size, sizeof b->size) == 0 &&
           zeros(at + AT_STRING_TABLE, 16) && at[AT_REGISTRY_TAG] == 0 &&
           zeros(at + AT_NILVALUE, 8) && at[AT_NILVALUE_TAG] == TAG_INTEGER;
}

static void set_seed(const birth *b, lua_Alloc alloc)
{
    if (sizeof(void *) != 8 || LUA_VERSION_RELEASE_NUM < 50400 || LUA_VERSION_RELEASE_NUM > 50406)
        return;
    unsigned char *found = NULL;
    int matches = 0;
    for (size_t i = 0; i + SIZE_SEEN <= b->size; i += 8) {
        if (is_global_state(b->first + i, b, alloc)) {
            found = b->first + i;
            matches++;
        }
    }
    const unsigned seed = HASH_SEED;
    if (matches == 1)
        memcpy(found + AT_SEED, &seed, sizeof seed);
}

/* The allocator while lua_newstate runs. */
static void *birth_alloc(void *ud, void *block, size_t old_size, size_t new_size)
{
    birth *b = ud;
    b->calls++;
    if (b->calls == 2)
        set_seed(b, birth_alloc);
    void *result = peri_lua_memory_alloc(b->host, block, old_size, new_size);
    if (b->calls == 1 && result) {
        memset(result, 0, new_size); /* set_seed reads all of it */
        b->first = result;
        b->size = new_size;
    }
    return result;
}

lua_State *peri_hash_seed_newstate(peri_host *host)
{
    birth b = {.host = host};
    lua_State *L = lua_newstate(birth_alloc, &b);
    if (L)
        lua_setallocf(L, peri_lua_memory_alloc, host);
    return L;
}

bool peri_hash_seed_check(lua_State *L)
{
    static const char *const names[] = {"SPY",  "QQQ",  "AAPL", "MSFT", "GOOG",
                                        "AMZN", "TSLA", "META", "NVDA", "IWM"};
    static const char order[] = "META QQQ AAPL SPY IWM MSFT AMZN TSLA NVDA GOOG ";
    char got[sizeof order + 64] = "";
    size_t len = 0;

    lua_newtable(L);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        lua_pushboolean(L, 1);
        lua_setfield(L, -2, names[i]);
    }
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        const char *name = lua_tostring(L, -2);
        size_t n = strlen(name);
        if (len + n + 2 > sizeof got)
            break;
        memcpy(got + len, name, n);
        got[len + n] = ' ';
        len += n + 1;
    }
    lua_pop(L, 1);
    return strcmp(got, order) == 0;
}
