/* library_sort.c - table.sort as a stable merge sort on a copy. Layer 6. */
#include "host/library.h"

#include <lauxlib.h>
#include <limits.h>
#include <locale.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum {
    RUN_LENGTH = 8
};

/* What is where on the Lua stack. */
enum {
    TABLE = 1,
    COMPARATOR,
    ITEMS,
    OTHER_ITEMS,
    VALUES,
    TEXTS
};

enum order {
    BY_NUMBER,
    BY_TEXT,
    BY_VALUE,
    BY_CALL
};

/* `mark` tells integers from floats when by number; else it is the value's index in VALUES. */
struct item {
    union {
        lua_Integer integer;
        lua_Number number;
        uint64_t prefix;
    } as;
    uint32_t mark;
};

struct text {
    const char *bytes;
    size_t size;
};

struct sorter {
    peri_turn turn;
    lua_State *L;
    enum order order;
    bool only_texts;
    size_t count;
    struct item *items;
    struct item *other_items;
    const struct text *texts;
};

static bool integer_less_than_float(lua_Integer a, lua_Number b)
{
    if (b >= 0x1p63)
        return true;
    return b > -0x1p63 && a < (lua_Integer)ceil(b);
}

static bool float_less_than_integer(lua_Number a, lua_Integer b)
{
    if (a < -0x1p63)
        return true;
    return a < 0x1p63 && (lua_Integer)floor(a) < b;
}

static inline bool number_less(const struct item *a, const struct item *b)
{
    if (a->mark != b->mark)
        return a->mark ? integer_less_than_float(a->as.integer, b->as.number)
                       : float_less_than_integer(a->as.number, b->as.integer);
    return a->mark ? a->as.integer < b->as.integer : a->as.number < b->as.number;
}

static inline bool text_less(const struct sorter *sorter, const struct item *a,
                             const struct item *b)
{
    if (a->as.prefix != b->as.prefix)
        return a->as.prefix < b->as.prefix;
    const struct text *x = &sorter->texts[a->mark - 1];
    const struct text *y = &sorter->texts[b->mark - 1];
    int difference = memcmp(x->bytes, y->bytes, x->size < y->size ? x->size : y->size);
    return difference < 0 || (difference == 0 && x->size < y->size);
}

static bool value_less(const struct sorter *sorter, const struct item *a, const struct item *b)
{
    lua_State *L = sorter->L;
    bool by_call = sorter->order == BY_CALL;
    if (by_call)
        lua_pushvalue(L, COMPARATOR);
    lua_rawgeti(L, VALUES, a->mark);
    lua_rawgeti(L, VALUES, b->mark);
    bool less;
    if (by_call) {
        lua_call(L, 2, 1);
        less = lua_toboolean(L, -1);
        lua_pop(L, 1);
    } else {
        less = lua_compare(L, -2, -1, LUA_OPLT);
        lua_pop(L, 2);
    }
    return less;
}

static inline bool item_less(struct sorter *sorter, const struct item *a, const struct item *b)
{
    peri_turn_spend(&sorter->turn, PERI_LIBRARY_ELEMENT_COST);
    if (sorter->order == BY_NUMBER)
        return number_less(a, b);
    if (sorter->order == BY_TEXT)
        return text_less(sorter, a, b);
    return value_less(sorter, a, b);
}

static void sort_run(struct sorter *sorter, size_t start, size_t end)
{
    struct item *items = sorter->items;
    for (size_t i = start + 1; i < end; i++) {
        struct item item = items[i];
        size_t hole = i;
        for (; hole > start && item_less(sorter, &item, &items[hole - 1]); hole--)
            items[hole] = items[hole - 1];
        items[hole] = item;
    }
}

static void copy_items(struct sorter *sorter, size_t target, size_t source, size_t count)
{
    enum {
        PIECE = PERI_LIBRARY_TURN_BYTES / sizeof(struct item)
    };
    while (count > 0) {
        size_t piece = count < PIECE ? count : PIECE;
        memcpy(&sorter->other_items[target], &sorter->items[source], piece * sizeof(struct item));
        peri_turn_spend(&sorter->turn, piece * sizeof(struct item));
        target += piece;
        source += piece;
        count -= piece;
    }
}

static void merge_runs(struct sorter *sorter, size_t start, size_t middle, size_t end)
{
    const struct item *items = sorter->items;
    struct item *target = &sorter->other_items[start];
    if (middle >= end || !item_less(sorter, &items[middle], &items[middle - 1])) {
        copy_items(sorter, start, start, end - start);
        return;
    }
    size_t left = start;
    size_t right = middle;
    while (left < middle && right < end) {
        bool from_right = item_less(sorter, &items[right], &items[left]);
        *target++ = from_right ? items[right] : items[left];
        right += from_right;
        left += !from_right;
    }
    copy_items(sorter, left + right - middle, left, middle - left);
    copy_items(sorter, right, right, end - right);
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static void sort_items(struct sorter *sorter)
{
    size_t count = sorter->count;
    for (size_t start = 0; start < count; start += RUN_LENGTH)
        sort_run(sorter, start, smaller(start + RUN_LENGTH, count));
    for (size_t width = RUN_LENGTH; width < count; width *= 2) {
        for (size_t start = 0; start < count; start += 2 * width)
            merge_runs(sorter, start, smaller(start + width, count),
                       smaller(start + 2 * width, count));
        struct item *swapped = sorter->items;
        sorter->items = sorter->other_items;
        sorter->other_items = swapped;
    }
}

static void push_item(const struct sorter *sorter, const struct item *item)
{
    if (sorter->order != BY_NUMBER)
        lua_rawgeti(sorter->L, VALUES, item->mark);
    else if (item->mark)
        lua_pushinteger(sorter->L, item->as.integer);
    else
        lua_pushnumber(sorter->L, item->as.number);
}

static bool set_number(lua_State *L, struct item *item)
{
    if (lua_type(L, -1) != LUA_TNUMBER)
        return false;
    item->mark = (uint32_t)lua_isinteger(L, -1);
    if (item->mark) {
        item->as.integer = lua_tointeger(L, -1);
        return true;
    }
    item->as.number = lua_tonumber(L, -1);
    return !isnan(item->as.number);
}

/* Turns from numbers to values, of which `done` have been read. */
static void start_values(struct sorter *sorter, enum order order, size_t done)
{
    lua_State *L = sorter->L;
    peri_library_will_allocate(L, sorter->count * sizeof(struct item));
    lua_createtable(L, (int)sorter->count, 0);
    lua_replace(L, VALUES);
    for (size_t i = 0; i < done; i++) {
        push_item(sorter, &sorter->items[i]);
        lua_rawseti(L, VALUES, (lua_Integer)i + 1);
        peri_turn_spend(&sorter->turn, PERI_LIBRARY_ELEMENT_COST);
    }
    sorter->only_texts = order == BY_VALUE && done == 0;
    sorter->order = order;
}

static void read_items(struct sorter *sorter)
{
    lua_State *L = sorter->L;
    if (!lua_isnil(L, COMPARATOR))
        start_values(sorter, BY_CALL, 0);
    for (size_t i = 0; i < sorter->count; i++) {
        struct item *item = &sorter->items[i];
        lua_geti(L, TABLE, (lua_Integer)i + 1);
        if (sorter->order == BY_NUMBER && !set_number(L, item))
            start_values(sorter, BY_VALUE, i);
        if (sorter->order == BY_NUMBER) {
            lua_pop(L, 1);
        } else {
            sorter->only_texts = sorter->only_texts && lua_type(L, -1) == LUA_TSTRING;
            lua_rawseti(L, VALUES, (lua_Integer)i + 1);
        }
        peri_turn_spend(&sorter->turn, PERI_LIBRARY_ELEMENT_COST);
    }
}

static uint64_t text_prefix(const struct text *text)
{
    uint64_t prefix = 0;
    for (size_t i = 0; i < sizeof prefix; i++)
        prefix = prefix << 8 | (i < text->size ? (unsigned char)text->bytes[i] : 0);
    return prefix;
}

/* In the C locale strcoll, by which Lua compares, goes by bytes. */
static bool goes_by_bytes(void)
{
    const char *name = setlocale(LC_COLLATE, NULL); /* NOLINT(concurrency-mt-unsafe): it asks */
    return name && (strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0);
}

static void read_texts(struct sorter *sorter)
{
    lua_State *L = sorter->L;
    peri_library_will_allocate(L, sorter->count * sizeof(struct text));
    struct text *texts = lua_newuserdatauv(L, sorter->count * sizeof *texts, 0);
    lua_replace(L, TEXTS);
    for (size_t i = 0; i < sorter->count; i++) {
        lua_rawgeti(L, VALUES, (lua_Integer)i + 1);
        texts[i].bytes = lua_tolstring(L, -1, &texts[i].size);
        lua_pop(L, 1);
        sorter->items[i].as.prefix = text_prefix(&texts[i]);
        peri_turn_spend(&sorter->turn, PERI_LIBRARY_ELEMENT_COST);
    }
    sorter->texts = texts;
    sorter->order = BY_TEXT;
}

static void mark_items(struct sorter *sorter)
{
    for (size_t i = 0; i < sorter->count; i++) {
        sorter->items[i].mark = (uint32_t)i + 1;
        peri_turn_spend(&sorter->turn, PERI_LIBRARY_ELEMENT_COST);
    }
    if (sorter->only_texts && goes_by_bytes())
        read_texts(sorter);
}

static struct item *new_items(lua_State *L, size_t count, int slot)
{
    peri_library_will_allocate(L, count * sizeof(struct item));
    struct item *items = lua_newuserdatauv(L, count * sizeof *items, 0);
    lua_replace(L, slot);
    return items;
}

static void sort_table(lua_State *L, size_t count)
{
    lua_settop(L, TEXTS);
    struct sorter sorter = {.turn = {.L = L}, .L = L, .order = BY_NUMBER, .count = count};
    sorter.items = new_items(L, count, ITEMS);
    read_items(&sorter);
    if (sorter.order != BY_NUMBER)
        mark_items(&sorter);
    sorter.other_items = new_items(L, count, OTHER_ITEMS);
    sort_items(&sorter);
    for (size_t i = 0; i < count; i++) {
        push_item(&sorter, &sorter.items[i]);
        lua_seti(L, TABLE, (lua_Integer)i + 1);
        peri_turn_spend(&sorter.turn, PERI_LIBRARY_ELEMENT_COST);
    }
}

int peri_library_sort(lua_State *L)
{
    peri_library_check_table(L, 1,
                             PERI_LIBRARY_READS | PERI_LIBRARY_WRITES | PERI_LIBRARY_MEASURES);
    lua_Integer length = peri_library_length(L, 1);
    if (length <= 1)
        return 0;
    luaL_argcheck(L, length < INT_MAX && (size_t)length <= SIZE_MAX / sizeof(struct item), 1,
                  "array too big");
    if (!lua_isnoneornil(L, 2))
        luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    sort_table(L, (size_t)length);
    return 0;
}
