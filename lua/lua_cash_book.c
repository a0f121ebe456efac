/* lua_cash_book.c - what the account holds of each currency, live. Layer 6. */
#include "lua_cash_book.h"

#include "lua_runtime_internal.h"
#include "lua_support.h"
#include "lua_symbol.h"

#include "engine/conversions.h"

#include <string.h>

/* Payload of both classes: a currency, or a book, of what is settled or of what is not. */
struct part {
    int32_t cash; /* not of a book */
    bool unsettled;
};

/* Their addresses name tables of the registry: objects by index, settled and not. */
static const char cash_keys[2], book_keys[2];

static const peri_lua_class cash_class, book_class, conversion_class;

static const peri_cash_book *book_of(lua_State *L)
{
    return &peri_broker_portfolio(peri_engine_broker(peri_lua_runtime(L)->engine))->book;
}

/* -- Cash ----------------------------------------------------------------------------------- */

static void make_part(lua_State *L, const peri_lua_class *type, int32_t cash, bool unsettled)
{
    struct part *part = peri_lua_new(L, type, sizeof *part);
    *part = (struct part){cash, unsettled};
}

static void make_settled(lua_State *L, int32_t cash)
{
    make_part(L, &cash_class, cash, false);
}

static void make_unsettled(lua_State *L, int32_t cash)
{
    make_part(L, &cash_class, cash, true);
}

static void push_cash(lua_State *L, int32_t cash, bool unsettled)
{
    peri_lua_push_kept(L, &cash_keys[unsettled], cash, unsettled ? make_unsettled : make_settled);
}

void peri_lua_push_cash(lua_State *L, int32_t cash)
{
    push_cash(L, cash, false);
}

static double amount_of(lua_State *L, const struct part *part)
{
    const peri_cash *cash = &book_of(L)->items[part->cash];
    return part->unsettled ? cash->unsettled : cash->amount;
}

static int get_symbol(lua_State *L, void *self)
{
    lua_pushstring(L, book_of(L)->items[((const struct part *)self)->cash].symbol);
    return 1;
}

static int get_amount(lua_State *L, void *self)
{
    lua_pushnumber(L, amount_of(L, self));
    return 1;
}

static int get_rate(lua_State *L, void *self)
{
    lua_pushnumber(L, book_of(L)->items[((const struct part *)self)->cash].rate);
    return 1;
}

static int get_value(lua_State *L, void *self)
{
    lua_pushnumber(L,
                   amount_of(L, self) * book_of(L)->items[((const struct part *)self)->cash].rate);
    return 1;
}

static int move_cash(lua_State *L, const struct part *part, const char *func, double before)
{
    peri_error err;
    const double amount = before + peri_lua_check_number(L, 2, func, "amount");
    if (part->unsettled)
        return luaL_error(L, "%s: money that is not settled yet cannot be changed", func);
    if (peri_engine_set_amount(peri_lua_runtime(L)->engine, part->cash, amount, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    lua_pushnumber(L, amount);
    return 1;
}

/* cash:AddAmount(amount) -> number */
static int add_amount(lua_State *L, void *self)
{
    return move_cash(L, self, "Cash:AddAmount", amount_of(L, self));
}

/* cash:SetAmount(amount) */
static int set_amount(lua_State *L, void *self)
{
    move_cash(L, self, "Cash:SetAmount", 0.0);
    return 0;
}

static int get_conversion(lua_State *L, void *self)
{
    struct part *conversion = peri_lua_new(L, &conversion_class, sizeof *conversion);
    *conversion = *(const struct part *)self;
    return 1;
}

static const peri_lua_member cash_members[] = {
    {"Symbol", get_symbol, NULL, NULL},
    {"Amount", get_amount, NULL, NULL},
    {"ConversionRate", get_rate, NULL, NULL},
    {"CurrencyConversion", get_conversion, NULL, NULL},
    {"ValueInAccountCurrency", get_value, NULL, NULL},
    {"AddAmount", NULL, NULL, add_amount},
    {"SetAmount", NULL, NULL, set_amount},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class cash_class = {.name = "Cash", .members = cash_members};

/* -- CurrencyConversion: of a currency into the account's own -----------------------------------
 */

static int get_destination(lua_State *L, void *self)
{
    (void)self;
    lua_pushstring(L, book_of(L)->items[0].symbol);
    return 1;
}

/* The securities whose prices the rate is made of: one, or two by way of another currency. Pairs
   that nobody added are none of the strategy's. */
static int get_rate_securities(lua_State *L, void *self)
{
    const peri_engine *engine = peri_lua_runtime(L)->engine;
    int32_t cash = ((const struct part *)self)->cash;
    lua_newtable(L);
    do {
        const peri_security *pair = peri_conversions_pair(engine, cash, &cash);
        if (!pair || (size_t)pair->index >= peri_engine_security_count(engine) ||
            peri_engine_security(engine, pair->index) != pair)
            continue;
        peri_lua_push_security(L, pair->index);
        lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    } while (cash != 0);
    return 1;
}

static const peri_lua_member conversion_members[] = {
    {"SourceCurrency", get_symbol, NULL, NULL},
    {"DestinationCurrency", get_destination, NULL, NULL},
    {"ConversionRate", get_rate, NULL, NULL},
    {"ConversionRateSecurities", get_rate_securities, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class conversion_class = {.name = "CurrencyConversion",
                                                .members = conversion_members};

/* -- CashBook ------------------------------------------------------------------------------- */

/* The currency of a key, -1: none. Any case. */
static int32_t find(lua_State *L, int arg)
{
    char code[PERI_CURRENCY_TEXT];
    if (lua_type(L, arg) != LUA_TSTRING ||
        peri_currency_code(lua_tostring(L, arg), code, NULL) != PERI_OK)
        return -1;
    return peri_cash_book_find(book_of(L), code);
}

int32_t peri_lua_check_currency(lua_State *L, int arg, const char *func, const char *name)
{
    const char *given = peri_lua_check_string(L, arg, func, name, NULL);
    const int32_t cash = find(L, arg);
    if (cash >= 0)
        return cash;
    luaL_Buffer known;
    luaL_buffinit(L, &known);
    for (size_t i = 0; i < book_of(L)->n; i++) {
        luaL_addstring(&known, i > 0 ? ", " : "");
        luaL_addstring(&known, book_of(L)->items[i].symbol);
    }
    luaL_pushresult(&known);
    return luaL_error(L, "%s: '%s' is not in the cash book, which has %s", func, given,
                      lua_tostring(L, -1));
}

static int get_account_currency(lua_State *L, void *self)
{
    (void)self;
    lua_pushstring(L, book_of(L)->items[0].symbol);
    return 1;
}

static int get_total(lua_State *L, void *self)
{
    const struct part *part = self;
    lua_pushnumber(L, part->unsettled ? peri_cash_book_unsettled(book_of(L))
                                      : peri_cash_book_settled(book_of(L)));
    return 1;
}

static int get_count(lua_State *L, void *self)
{
    (void)self;
    lua_pushinteger(L, (lua_Integer)book_of(L)->n);
    return 1;
}

static int get_keys(lua_State *L, void *self)
{
    const size_t n = book_of(L)->n;
    (void)self;
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        lua_pushstring(L, book_of(L)->items[i].symbol);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* book:ContainsKey(code) -> boolean */
static int contains_key(lua_State *L, void *self)
{
    (void)self;
    peri_lua_check_string(L, 2, "CashBook:ContainsKey", "currency", NULL);
    lua_pushboolean(L, find(L, 2) >= 0);
    return 1;
}

static int push_converted(lua_State *L, const char *func, int32_t from, int32_t to)
{
    const double amount = peri_lua_check_number(L, 2, func, "amount");
    const peri_cash_book *book = book_of(L);
    double converted = 0;
    if (!peri_cash_book_convert(book, amount, from, to, &converted))
        return luaL_error(L, "%s: the rate of %s is not known yet", func,
                          book->items[book->items[from].rate > 0 ? to : from].symbol);
    lua_pushnumber(L, converted);
    return 1;
}

/* book:Convert(amount, from, to) -> number */
static int convert(lua_State *L, void *self)
{
    static const char func[] = "CashBook:Convert";
    (void)self;
    const int32_t from = peri_lua_check_currency(L, 3, func, "from");
    return push_converted(L, func, from, peri_lua_check_currency(L, 4, func, "to"));
}

/* book:ConvertToAccountCurrency(amount, from) -> number */
static int convert_to_account(lua_State *L, void *self)
{
    static const char func[] = "CashBook:ConvertToAccountCurrency";
    (void)self;
    return push_converted(L, func, peri_lua_check_currency(L, 3, func, "from"), 0);
}

/* book:Add(code, amount, conversionRate) -> Cash */
static int add_currency(lua_State *L, void *self)
{
    static const char func[] = "CashBook:Add";
    const char *code = peri_lua_check_string(L, 2, func, "currency", NULL);
    const double amount = peri_lua_check_number(L, 3, func, "amount");
    const double rate = peri_lua_opt_number(L, 4, func, "conversionRate", 0);
    peri_error err;
    int32_t cash = 0;
    if (((const struct part *)self)->unsettled)
        return luaL_error(L, "%s: money that is not settled yet cannot be changed", func);
    if (peri_engine_add_cash(peri_lua_runtime(L)->engine, code, amount, rate, &cash, &err) !=
        PERI_OK)
        return peri_lua_raise(L, &err);
    push_cash(L, cash, false);
    return 1;
}

static int index_book(lua_State *L, void *self)
{
    const bool unsettled = ((const struct part *)self)->unsettled;
    if (find(L, 2) < 0 && peri_lua_resembles_member(L, 2, &book_class))
        return 0;
    push_cash(L, peri_lua_check_currency(L, 2, "CashBook", "currency"), unsettled);
    return 1;
}

/* Step of pairs(): upvalue 1 is the index to show next, 2: whether of what is not settled. */
static int next_cash(lua_State *L)
{
    const lua_Integer i = lua_tointeger(L, lua_upvalueindex(1));
    if ((size_t)i >= book_of(L)->n)
        return 0;
    lua_pushinteger(L, i + 1);
    lua_replace(L, lua_upvalueindex(1));
    lua_pushstring(L, book_of(L)->items[i].symbol);
    push_cash(L, (int32_t)i, lua_toboolean(L, lua_upvalueindex(2)));
    return 2;
}

static int pairs_book(lua_State *L)
{
    const struct part *part = peri_lua_test(L, 1, &book_class);
    lua_pushinteger(L, 0);
    lua_pushboolean(L, part->unsettled);
    lua_pushcclosure(L, next_cash, 2);
    return 1;
}

static const luaL_Reg book_meta[] = {{"__pairs", pairs_book}, {NULL, NULL}};

static const peri_lua_member book_members[] = {
    {"AccountCurrency", get_account_currency, NULL, NULL},
    {"TotalValueInAccountCurrency", get_total, NULL, NULL},
    {"Count", get_count, NULL, NULL},
    {"Keys", get_keys, NULL, NULL},
    {"ContainsKey", NULL, NULL, contains_key},
    {"Add", NULL, NULL, add_currency},
    {"Convert", NULL, NULL, convert},
    {"ConvertToAccountCurrency", NULL, NULL, convert_to_account},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class book_class = {
    .name = "CashBook", .members = book_members, .meta = book_meta, .index = index_book};

static void make_settled_book(lua_State *L, int32_t index)
{
    make_part(L, &book_class, index, false);
}

static void make_unsettled_book(lua_State *L, int32_t index)
{
    make_part(L, &book_class, index, true);
}

void peri_lua_push_cash_book(lua_State *L, bool unsettled)
{
    peri_lua_push_kept(L, &book_keys[unsettled], 0,
                       unsettled ? make_unsettled_book : make_settled_book);
}

void peri_lua_cash_book_open(lua_State *L)
{
    peri_lua_class_open(L, &cash_class);
    peri_lua_class_open(L, &conversion_class);
    peri_lua_class_open(L, &book_class);
}
