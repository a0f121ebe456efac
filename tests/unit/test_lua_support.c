/* test_lua_support.c - libraries, enums, classes, argument checks and errors of the bindings. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "check.h"
#include "host/host.h"
#include "host_kit.h"
#include "lua_support.h"

static const peri_name resolutions[] = {{"Tick", 0}, {"Second", 1}, {"Minute", 2},
                                        {"Hour", 3}, {"Daily", 4},  {NULL, 0}};
static const peri_lua_enum resolution = {
    .name = "Resolution", .values = resolutions, .is_number = false};

static const peri_name sides[] = {{"Short", -1}, {"Long", 1}, {NULL, 0}};
static const peri_lua_enum side = {.name = "Side", .values = sides, .is_number = true};

/* ---- a class with everything ---- */

/* Longer than the strings of which Lua has only one. */
#define LONG_NAME "TheOneThatHasANameWhichIsLongerThanFortyLetters"

struct ticket {
    int64_t id;
    double price;
};

static int released; /* tickets collected so far */

static int get_id(lua_State *L, void *self)
{
    lua_pushinteger(L, ((struct ticket *)self)->id);
    return 1;
}

static int get_price(lua_State *L, void *self)
{
    lua_pushnumber(L, ((struct ticket *)self)->price);
    return 1;
}

static int set_price(lua_State *L, void *self)
{
    ((struct ticket *)self)->price = peri_lua_check_number(L, 3, "Ticket.Price", NULL);
    return 0;
}

static int call_cancel(lua_State *L, void *self)
{
    const char *tag = peri_lua_opt_string(L, 2, "Ticket:Cancel", "tag", NULL, "none");
    lua_pushfstring(L, "%d %s", (int)((struct ticket *)self)->id, tag);
    return 1;
}

static int index_ticket(lua_State *L, void *self)
{
    if (lua_type(L, 2) != LUA_TNUMBER)
        return 0;
    lua_pushnumber(L, lua_tonumber(L, 2) * ((struct ticket *)self)->price);
    return 1;
}

static int l_ticket_tostring(lua_State *L)
{
    lua_pushliteral(L, "ticket");
    return 1;
}

static void release_ticket(void *self)
{
    (void)self;
    released++;
}

static const peri_lua_member ticket_members[] = {{"Id", get_id, NULL, NULL},
                                                 {"Price", get_price, set_price, NULL},
                                                 {"Cancel", NULL, NULL, call_cancel},
                                                 {LONG_NAME "Id", get_id, NULL, NULL},
                                                 {LONG_NAME "Cancel", NULL, NULL, call_cancel},
                                                 {NULL, NULL, NULL, NULL}};
static const luaL_Reg ticket_meta[] = {
    {"__tostring", l_ticket_tostring}, {"__concat", peri_lua_concat}, {NULL, NULL}};
static const peri_lua_class ticket_class = {.name = "Ticket",
                                            .members = ticket_members,
                                            .meta = ticket_meta,
                                            .release = release_ticket,
                                            .index = index_ticket};

static const peri_lua_member account_members[] = {{"Id", get_id, NULL, NULL},
                                                  {NULL, NULL, NULL, NULL}};
static const peri_lua_class account_class = {.name = "Account", .members = account_members};

static int l_ticket(lua_State *L)
{
    struct ticket *self = peri_lua_new(L, &ticket_class, sizeof *self);
    self->id = lua_tointeger(L, 1);
    self->price = 1.5;
    return 1;
}

static int l_account(lua_State *L)
{
    int64_t *id = peri_lua_new(L, &account_class, sizeof *id);
    lua_pushboolean(L, *id == 0 && (uintptr_t)id % 8 == 0);
    lua_setglobal(L, "zeroed");
    return 1;
}

static int l_is_ticket(lua_State *L)
{
    lua_pushboolean(L, peri_lua_test(L, 1, &ticket_class) != NULL);
    return 1;
}

/* ---- functions for the checks ---- */

static int l_checks(lua_State *L)
{
    static const char f[] = "SetHoldings";
    const char *kind = lua_tostring(L, 1);
    size_t len;
    if (strcmp(kind, "number") == 0)
        lua_pushnumber(L, peri_lua_check_number(L, 2, f, "fraction"));
    else if (strcmp(kind, "optnumber") == 0)
        lua_pushnumber(L, peri_lua_opt_number(L, 2, f, "fraction", 9.5));
    else if (strcmp(kind, "integer") == 0)
        lua_pushinteger(L, peri_lua_check_integer(L, 2, f, "n", 1, 10));
    else if (strcmp(kind, "atleast") == 0)
        lua_pushinteger(L, peri_lua_check_integer(L, 2, f, "n", 1, INT64_MAX));
    else if (strcmp(kind, "any") == 0)
        lua_pushinteger(L, peri_lua_check_integer(L, 2, f, "n", INT64_MIN, INT64_MAX));
    else if (strcmp(kind, "optinteger") == 0)
        lua_pushinteger(L, peri_lua_opt_integer(L, 2, f, "n", 1, 10, 5));
    else if (strcmp(kind, "string") == 0)
        lua_pushstring(L, peri_lua_check_string(L, 2, f, "symbol", &len));
    else if (strcmp(kind, "optstring") == 0)
        lua_pushstring(L, peri_lua_opt_string(L, 2, f, "symbol", &len, "other"));
    else if (strcmp(kind, "boolean") == 0)
        lua_pushboolean(L, peri_lua_check_boolean(L, 2, f, "flag"));
    else if (strcmp(kind, "optboolean") == 0)
        lua_pushboolean(L, peri_lua_opt_boolean(L, 2, f, "flag", true));
    else if (strcmp(kind, "function") == 0)
        peri_lua_check_function(L, 2, f, "handler");
    else if (strcmp(kind, "table") == 0)
        peri_lua_check_table(L, 2, f, "options");
    else if (strcmp(kind, "enum") == 0)
        lua_pushinteger(L, peri_lua_check_enum(L, 2, f, "resolution", &resolution));
    else if (strcmp(kind, "optenum") == 0)
        lua_pushinteger(L, peri_lua_opt_enum(L, 2, f, "resolution", &resolution, 2));
    else if (strcmp(kind, "side") == 0)
        lua_pushinteger(L, peri_lua_check_enum(L, 2, f, "side", &side));
    else if (strcmp(kind, "object") == 0)
        peri_lua_check_object(L, 2, f, "ticket", &ticket_class);
    else if (strcmp(kind, "account") == 0)
        peri_lua_check_object(L, 2, f, "account", &account_class);
    return 1;
}

static int l_raise(lua_State *L)
{
    peri_error err;
    peri_fail(&err, PERI_EINVAL, "%s", lua_tostring(L, 1));
    return peri_lua_raise(L, &err);
}

static int l_fail(lua_State *L)
{
    peri_error err;
    peri_fail(&err, (int)lua_tointeger(L, 1), "no such key");
    return peri_lua_fail(L, &err);
}

static int l_save(lua_State *L)
{
    lua_pushfstring(L, "saved %s", peri_lua_check_string(L, 1, "ObjectStore.Save", "key", NULL));
    return 1;
}

static int l_call_library(lua_State *L)
{
    lua_pushinteger(L, lua_gettop(L));
    return 1;
}

static int get_context(lua_State *L)
{
    lua_pushlightuserdata(L, peri_host_context(peri_host_from(L)));
    return 1;
}

static int install(lua_State *L)
{
    static const peri_lua_function globals[] = {{"Checks", l_checks},
                                                {"Raise", l_raise},
                                                {"Fail", l_fail},
                                                {"NewTicket", l_ticket},
                                                {"NewAccount", l_account},
                                                {"IsTicket", l_is_ticket},
                                                {NULL, NULL}};
    static const peri_lua_function store[] = {{"Save", l_save}, {NULL, NULL}};
    peri_lua_global_functions(L, globals);
    peri_lua_library(L, "ObjectStore", store, NULL);
    peri_lua_library(L, "Callable", NULL, l_call_library);
    lua_pushinteger(L, 512);
    peri_lua_library_value(L, "ObjectStore", "Limit");
    peri_lua_enum_open(L, &resolution);
    peri_lua_enum_open(L, &side);
    peri_lua_class_open(L, &ticket_class);
    peri_lua_class_open(L, &account_class);
    peri_lua_dynamic(L, "Context", get_context);
    lua_pushliteral(L, "v");
    peri_lua_global(L, "Value");
    return 0;
}

SUITE(lua_support_use)
{
    static const struct {
        const char *name, *source, *prints;
    } rows[] = {
        {"library function", "print(ObjectStore.Save('k'))", "saved k\n"},
        {"library constant", "print(ObjectStore.Limit, Value)", "512\tv\n"},
        {"library text", "print(ObjectStore)", "ObjectStore\n"},
        {"callable library", "print(Callable(1, 2, 3), Callable())", "3\t0\n"},
        {"members of a library",
         "local t = {} for k in pairs(ObjectStore) do t[#t + 1] = k end table.sort(t) "
         "print(table.concat(t, ' '))",
         "Limit Save\n"},
        {"enum of names", "print(Resolution.Daily, Resolution.Daily == 'Daily')", "Daily\ttrue\n"},
        {"enum of numbers", "print(Side.Short, Side.Long)", "-1\t1\n"},
        {"properties", "local t = NewTicket(7) print(t.Id, t.Price, t['Id'])", "7\t1.5\t7\n"},
        {"setting", "local t = NewTicket(7) t.Price = 2 print(t.Price)", "2.0\n"},
        {"methods", "local t = NewTicket(7) print(t:Cancel('x'), t.Cancel(t))", "7 x\t7 none\n"},
        {"long names",
         "local t = NewTicket(7) print(t." LONG_NAME "Id, t:" LONG_NAME "Cancel('x'))", "7\t7 x\n"},
        {"a long name made anew", "print(NewTicket(7)[('" LONG_NAME "'):sub(1) .. 'Id'])", "7\n"},
        {"other keys", "print(NewTicket(7)[4])", "6.0\n"},
        {"metamethods", "local t = NewTicket(7) print(t, 'a ' .. t, t .. '!')",
         "ticket\ta ticket\tticket!\n"},
        {"through a table", "local t = setmetatable({}, {__index = NewTicket(3)}) print(t.Id)",
         "3\n"},
        {"metatable is hidden", "print(getmetatable(NewTicket(1)))", "false\n"},
        {"payload of zeros", "local a = NewAccount() print(zeroed, a.Id)", "true\t0\n"},
        {"test of the class",
         "print(IsTicket(NewTicket(1)), IsTicket(NewAccount()), IsTicket({}), IsTicket())",
         "true\tfalse\tfalse\tfalse\n"},
        {"number", "print(Checks('number', 2), Checks('number', 2.5))", "2.0\t2.5\n"},
        {"optional",
         "print(Checks('optnumber'), Checks('optinteger', nil), "
         "Checks('optstring'), Checks('optboolean'), Checks('optenum'))",
         "9.5\t5\tother\ttrue\t2\n"},
        {"optional but given",
         "print(Checks('optnumber', 1), Checks('optinteger', 2), "
         "Checks('optstring', 'x'), Checks('optboolean', false), "
         "Checks('optenum', 'Tick'))",
         "1.0\t2\tx\tfalse\t0\n"},
        {"integer",
         "print(Checks('integer', 10), Checks('integer', 3.0), Checks('any', -5), "
         "Checks('atleast', 1))",
         "10\t3\t-5\t1\n"},
        {"enum",
         "print(Checks('enum', Resolution.Hour), Checks('enum', 'Daily'), "
         "Checks('side', Side.Short), Checks('side', 'Long'), Checks('side', 1.0))",
         "3\t4\t-1\t1\t1\n"},
        {"fail", "print(Fail(-5)) print(Fail(-3)) print(Fail(77))",
         "nil\tno such key\tnotfound\nnil\tno such key\tio\nnil\tno such key\tunknown\n"},
        {"fail, other words",
         "for _, c in ipairs{-1, -2, -4, -6, -7, -8, -9} do print((select(3, Fail(c)))) end",
         "nomem\ninvalid\nformat\nlimit\nstate\nscript\ninterrupt\n"},
    };
    host_kit kit;
    host_kit_open(&kit, install);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        host_kit_prints(&kit, rows[i].name, rows[i].source, rows[i].prints);
    peri_host_set_context(kit.host, &kit);
    lua_State *L = peri_host_lua(kit.host);
    lua_getglobal(L, "Context");
    CHECK("the context", lua_touserdata(L, -1) == &kit);
    host_kit_close(&kit);
}

SUITE(lua_support_errors)
{
    static const struct {
        const char *name, *source, *says;
    } rows[] = {
        {"colon for dot", "ObjectStore:Save('k')",
         "test.lua:1: ObjectStore.Save takes a dot, not a colon: write ObjectStore.Save(...)\n"},
        {"unknown member", "ObjectStore.Savee('k')",
         "test.lua:1: ObjectStore has no member 'Savee'; did you mean 'Save'?\n"},
        {"unknown, nothing near", "return ObjectStore.Xylophone",
         "ObjectStore has no member 'Xylophone'; perigee api ObjectStore lists them\n"},
        {"unknown, not a string", "return ObjectStore[1]",
         "ObjectStore has no member '1'; perigee api ObjectStore lists them\n"},
        {"assignment", "ObjectStore.Save = 1",
         "test.lua:1: ObjectStore is read-only: 'Save' cannot be set\n"},
        {"not callable", "ObjectStore()", "attempt to call a table value"},
        {"unknown enum value", "return Resolution.Dialy",
         "Resolution has no member 'Dialy'; did you mean 'Daily'?"},
        {"dot for colon", "local t = NewTicket(1) t.Cancel()",
         "test.lua:1: Ticket.Cancel takes a colon: write ticket:Cancel(...)\n"},
        {"wrong self", "NewTicket(1).Cancel(NewAccount())", "Ticket.Cancel takes a colon"},
        {"unknown property", "return NewTicket(1).Prise",
         "test.lua:1: Ticket has no property 'Prise'; did you mean 'Price'?\n"},
        {"unknown long name", "return NewTicket(1)." LONG_NAME,
         "Ticket has no property '" LONG_NAME "'"},
        {"unknown key", "return NewTicket(1)[{}]", "Ticket has no property 'table: "},
        {"nil key", "return NewTicket(1)[nil]", "Ticket has no property 'nil'"},
        {"setting the unknown", "NewTicket(1).Prise = 1", "did you mean 'Price'?"},
        {"read-only", "NewTicket(1).Id = 1", "test.lua:1: Ticket.Id is read-only\n"},
        {"setting a method", "NewTicket(1).Cancel = 1", "Ticket.Cancel is read-only\n"},
        {"setter's check", "NewTicket(1).Price = 'x'",
         "test.lua:1: Ticket.Price was a string ('x'), expected a number"},
        {"method's argument number", "NewTicket(1):Cancel(5)",
         "Ticket:Cancel: argument 1 (tag) was 5, expected a string\n"},
        {"string for number", "Checks('number', 'abc')",
         "test.lua:1: SetHoldings: argument 2 (fraction) was a string ('abc'), expected a "
         "number\n"},
        {"number in a string", "Checks('number', '12')", "was a string ('12'), expected a number"},
        {"long string", "Checks('number', ('x'):rep(50))",
         "was a string ('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'...), expected"},
        {"missing", "Checks('number')", "argument 2 (fraction) was missing, expected a number"},
        {"nil", "Checks('number', nil)", "was nil, expected a number"},
        {"nan", "Checks('number', 0/0)", "was nan, expected a finite number"},
        {"infinity", "Checks('number', -1/0)", "was -inf, expected a finite number"},
        {"boolean", "Checks('number', true)", "was true, expected a number"},
        {"object", "Checks('number', NewAccount())", "was an Account, expected a number"},
        {"table", "Checks('number', {})", "was a table, expected a number"},
        {"too large", "Checks('integer', 11)", "was 11, expected an integer from 1 to 10"},
        {"too small", "Checks('integer', 0)", "was 0, expected an integer from 1 to 10"},
        {"at least", "Checks('atleast', 0)", "was 0, expected an integer of at least 1"},
        {"a fraction", "Checks('any', 1.5)", "was 1.5, expected an integer\n"},
        {"beyond 64 bits", "Checks('any', 1e30)", "was 1e+30, expected an integer\n"},
        {"nan as integer", "Checks('any', 0/0)", "was nan, expected an integer\n"},
        {"string", "Checks('string', 5)", "was 5, expected a string"},
        {"flag", "Checks('boolean', 1)", "was 1, expected true or false"},
        {"handler", "Checks('function', 1)", "(handler) was 1, expected a function"},
        {"options", "Checks('table', print)", "(options) was a function, expected a table"},
        {"enum, misspelt", "Checks('enum', 'Dialy')",
         "(resolution) was a string ('Dialy'), expected a value of Resolution, such as "
         "Resolution.Tick; did you mean 'Daily'?\n"},
        {"enum, number", "Checks('enum', 4)", "was 4, expected a value of Resolution"},
        {"number enum, unknown", "Checks('side', 2)", "was 2, expected a value of Side, such as "},
        {"wrong class", "Checks('object', NewAccount())", "was an Account, expected a Ticket"},
        {"wrong class, vowel", "Checks('account', NewTicket(1))",
         "was a Ticket, expected an Account"},
        {"raise", "\nRaise('bad key')", "test.lua:2: bad key\nstack traceback:"},
        {"raise of a call's error", "Raise('a.lua:1: x\\nstack traceback:\\n  a.lua:1: in f')",
         "a.lua:1: x\nstack traceback:\n  a.lua:1: in f"},
    };
    host_kit kit;
    host_kit_open(&kit, install);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        host_kit_raises(&kit, rows[i].name, rows[i].source, rows[i].says);
    CHECK("no second position", strncmp(kit.err.text, "a.lua:1: x", 10) == 0);
    host_kit_close(&kit);
}

SUITE(lua_support_release)
{
    host_kit kit;
    host_kit_open(&kit, install);
    released = 0;
    CHECK_INT("makes some",
              host_kit_run(&kit, "keep = NewTicket(1) for i = 1, 9 do NewTicket(i) "
                                 "end collectgarbage() collectgarbage()"),
              PERI_OK);
    CHECK_INT("collected", released, 9);
    host_kit_close(&kit);
    CHECK_INT("the rest at the close", released, 10);
}

SUITE(lua_support_without_memory)
{
    int64_t live = peri_mem_live();
    int rc = PERI_ENOMEM;
    for (long nth = 1; rc == PERI_ENOMEM; nth++) {
        host_kit kit = {.len = 0};
        peri_host_options options = host_kit_options(&kit);
        CHECK_INT("opens", peri_host_open(&options, &kit.host, &kit.err), PERI_OK);
        peri_mem_fail_at(nth);
        rc = peri_host_protect(kit.host, install, NULL, &kit.err);
        peri_mem_fail_at(0);
        CHECK("only ENOMEM", rc == PERI_OK || rc == PERI_ENOMEM);
        host_kit_close(&kit);
        if (!CHECK_INT("no leak", peri_mem_live(), live))
            break;
    }
}
