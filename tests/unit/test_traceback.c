/* test_traceback.c - error texts: position, traceback, proposals. */
#include <string.h>

#include "check.h"
#include "host/host.h"
#include "host_kit.h"

SUITE(traceback_texts)
{
    static const struct {
        const char *name, *source, *text;
    } rows[] = {
        {"function of the script", "function OnData()\n  error('boom')\nend\nOnData()",
         "test.lua:2: boom\nstack traceback:\n  test.lua:2: in function 'OnData'\n"
         "  test.lua:4: in main chunk"},
        {"library functions are left out", "pcall(1)\nstring.rep()",
         "test.lua:2: bad argument #1 to 'rep' (string expected, got no value)\n"
         "stack traceback:\n  test.lua:2: in main chunk"},
        {"local, method, field",
         "local obj = {}\nfunction obj:run() error('x') end\nlocal function go() obj:run() end\n"
         "local t = {f = function() go() end}\nt.f()",
         "test.lua:2: x\nstack traceback:\n  test.lua:2: in method 'run'\n"
         "  test.lua:3: in function 'go'\n  test.lua:4: in function 'f'\n"
         "  test.lua:5: in main chunk"},
        {"no name", "table.sort({1, 2}, function() error('cmp') end)",
         "test.lua:1: cmp\nstack traceback:\n  test.lua:1: in function <test.lua:1>\n"
         "  test.lua:1: in main chunk"},
        {"tail calls", "local function f() error('x') end\nlocal function g() return f() end\ng()",
         "test.lua:1: x\nstack traceback:\n  test.lua:1: in function <test.lua:1>\n"
         "  (...tail calls...)\n  test.lua:3: in main chunk"},
        {"no position", "error('plain', 0)",
         "plain\nstack traceback:\n  test.lua:1: in main chunk"},
        {"zeros are shown", "error('a\\0b\\0\\0c')",
         "test.lua:1: a\\0b\\0\\0c\nstack traceback:\n  test.lua:1: in main chunk"},
        {"zeros of __tostring",
         "error(setmetatable({}, {__tostring = function() return '\\0x' end}))",
         "\\0x\nstack traceback:\n  test.lua:1: in main chunk"},
        {"zeros before a traceback", "error('a\\0b\\nstack traceback:\\nmine', 0)",
         "a\\0b\nstack traceback:\nmine"},
        {"a number", "error(12)", "12\nstack traceback:\n  test.lua:1: in main chunk"},
        {"a table", "error({})",
         "(error object is a table value)\nstack traceback:\n  test.lua:1: in main chunk"},
        {"nil", "error()",
         "(error object is a nil value)\nstack traceback:\n  test.lua:1: in main chunk"},
        {"a table with __tostring",
         "error(setmetatable({}, {__tostring = function() return 'custom' end}))",
         "custom\nstack traceback:\n  test.lua:1: in main chunk"},
        {"hidden chunks",
         "f = load('local g = ... g()', '=(prelude)')\nh = load('local g = ... g()', "
         "'@[perigee.x]')\nf(function() h(function() error('x') end) end)",
         "test.lua:3: x\nstack traceback:\n  test.lua:3: in function 'g'\n"
         "  test.lua:3: in function 'g'\n  test.lua:3: in main chunk"},
        {"of two names the first in order", "function B() error('x') end A = B\nB()",
         "test.lua:1: x\nstack traceback:\n  test.lua:1: in function 'A'\n"
         "  test.lua:2: in main chunk"},
    };
    host_kit kit;
    host_kit_open(&kit, NULL);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        CHECK_INT(rows[i].name, host_kit_run(&kit, rows[i].source), PERI_ESCRIPT);
        CHECK_STR(rows[i].name, kit.err.text, rows[i].text);
    }
    host_kit_close(&kit);
}

static int lines(const char *text)
{
    int n = 1;
    for (; *text; text++)
        n += *text == '\n';
    return n;
}

SUITE(traceback_long_stacks)
{
    host_kit kit;
    host_kit_open(&kit, NULL);
    host_kit_raises(
        &kit, "shortened in the middle",
        "function F(n)\n if n == 0 then error('x') end\n F(n - 1)\n return 1\nend\n"
        "F(100)",
        "  ... (81 levels left out)\n"); /* 101 + main + error - 10 shown - error - 11 */
    CHECK_INT("message, heading, 10, the gap, 11", lines(kit.err.text), 2 + 10 + 1 + 11);
    CHECK_HAS("both ends", kit.err.text, "stack traceback:\n  test.lua:2: in function 'F'\n");
    CHECK_HAS("both ends", kit.err.text, "test.lua:6: in main chunk");
    host_kit_raises(&kit, "22 levels fit",
                    "function F(n)\n if n == 0 then error('x') end\n"
                    " F(n - 1)\n return 1\nend\nF(19)",
                    "test.lua:6: in main chunk");
    CHECK("nothing left out", strstr(kit.err.text, "left out") == NULL);
    CHECK_INT("message, heading, 20 and main", lines(kit.err.text), 2 + 20 + 1);
    host_kit_raises(&kit, "stack overflow", "function G() return 1 + G() end G()",
                    "stack overflow");
    CHECK_HAS("has a traceback", kit.err.text, "levels left out");
    host_kit_close(&kit);
}

SUITE(traceback_proposals)
{
    static const struct {
        const char *name, *source, *says;
    } rows[] = {
        {"API function", "SetCahs(1)",
         "attempt to call a nil value (global 'SetCahs'); did you mean 'SetCash'?\n"},
        {"case only", "setcash(1)", "did you mean 'SetCash'?"},
        {"dynamic name", "return IsWarmngUp + 1", "did you mean 'IsWarmingUp'?"},
        {"name of the script", "function Rebalance() end Rebalence()", "did you mean 'Rebalance'?"},
        {"a table", "return strin.format('x')",
         "attempt to index a nil value (global 'strin'); did you mean 'string'?"},
        {"arithmetic", "local x = pirce + 1", "(global 'pirce')\n"},
        {"field of a library", "math.flor(1)", "(field 'flor'); did you mean 'math.floor'?"},
        {"of another library", "math.insert({}, 1)", "did you mean 'table.insert'?"},
        {"string method", "('x'):uper()", "(method 'uper'); did you mean 'upper'?"},
        {"nothing near", "CompletelyDifferent()", "(global 'CompletelyDifferent')\n"},
        {"old names", "unpack({})", "(global 'unpack'); Lua 5.4 calls it table.unpack"},
        {"text of the script is left alone", "error('no value here', 0)", "no value here\n"},
    };
    host_kit kit;
    host_kit_open(&kit, NULL);
    lua_State *L = peri_host_lua(kit.host);
    peri_host_api(L);
    lua_pushcfunction(L, lua_error);
    lua_setfield(L, -2, "SetCash");
    lua_pop(L, 1);
    peri_host_dynamics(L);
    lua_pushcfunction(L, lua_error);
    lua_setfield(L, -2, "IsWarmingUp");
    lua_pop(L, 1);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        host_kit_raises(&kit, rows[i].name, rows[i].source, rows[i].says);
    host_kit_close(&kit);
}
