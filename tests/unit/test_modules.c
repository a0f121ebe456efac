/* test_modules.c - require: embedded modules, files, cycles, names. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "host/host.h"
#include "host_kit.h"

static bool find_module(void *ctx, const char *name, const char **text, size_t *len)
{
    static const char check[] = "local M = {...} M.loads = (Loads or 0) + 1 Loads = M.loads\n"
                                "function M.fail() error('from inside') end return M";
    static const char broken[] = "return = 1";
    (void)ctx;
    if (strcmp(name, "perigee.check") == 0)
        *text = check;
    else if (strcmp(name, "perigee.broken") == 0)
        *text = broken;
    else
        return false;
    *len = strlen(*text);
    return true;
}

static void write_script(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "modules/%s", name);
    check_write(path, text, (long)strlen(text));
}

static void open_kit(host_kit *kit, char *dir, size_t cap)
{
    memset(kit, 0, sizeof *kit);
    write_script("plain.lua", "return {value = 1, args = {...}}");
    write_script("indicators/my.lua", "return 'mine'");
    write_script("package_like/init.lua", "return 'init'");
    write_script("nothing.lua", "Set = 'a global'");
    write_script("no.lua", "Tries = (Tries or 0) + 1 return false");
    write_script("syntax.lua", "\nlocal x = = 1");
    write_script("raises.lua", "\n\nerror('at load')");
    write_script("bytes.lua", "\x1bLua");
    write_script("self.lua", "return require('self')");
    write_script("a.lua", "return require('b')");
    write_script("b.lua", "return require('c')");
    write_script("c.lua", "return require('b')");
    snprintf(dir, cap, "%s/modules", check_tmp());
    peri_host_options options = host_kit_options(kit);
    options.script_dir = dir;
    options.find_module = find_module;
    CHECK_INT("opens", peri_host_open(&options, &kit->host, &kit->err), PERI_OK);
}

SUITE(modules_found)
{
    host_kit kit;
    char dir[512];
    open_kit(&kit, dir, sizeof dir);
    host_kit_prints(&kit, "embedded, once",
                    "local m = require('perigee.check')\n"
                    "print(m == require('perigee.check'), m.loads, m[1], m[2])",
                    "true\t1\tperigee.check\t@[perigee.check]\n");
    host_kit_prints(&kit, "a file",
                    "local m = require 'plain'\n"
                    "print(m.value, m.args[1], m.args[2]:match('[^/]*$'), m == require 'plain')",
                    "1\tplain\tplain.lua\ttrue\n");
    host_kit_prints(&kit, "dots are folders", "print(require('indicators.my'))", "mine\n");
    host_kit_prints(&kit, "init.lua", "print(require('package_like'))", "init\n");
    host_kit_prints(&kit, "no result is true; one environment", "print(require('nothing'), Set)",
                    "true\ta global\n");
    host_kit_prints(&kit, "false is kept", "print(require('no'), require('no'), Tries)",
                    "false\tfalse\t1\n");
    host_kit_prints(&kit, "in a coroutine",
                    "print(coroutine.wrap(function() return require('plain').value end)())", "1\n");
    host_kit_close(&kit);
}

SUITE(modules_refused)
{
    static const struct {
        const char *name, *source, *says;
    } rows[] = {
        {"parent folder", "require('../x')", "require: module name was '../x', expected"},
        {"dots", "require('a..b')", "module name was 'a..b'"},
        {"absolute", "require('/etc/passwd')", "module name was '/etc/passwd'"},
        {"hidden", "require('.x')", "module name was '.x'"},
        {"empty", "require('')", "module name was ''"},
        {"dot at the end", "require('x.')", "module name was 'x.'"},
        {"a zero in it", "require('plain\\0x')", "module name was 'plain'"},
        {"not a string", "require({})", "string expected, got table"},
        {"missing", "require('no.such')",
         "test.lua:1: module 'no.such' not found: there is no embedded module of that name, no "
         "file '"},
        {"missing, files named", "require('no.such')", "modules/no/such/init.lua'"},
        {"syntax", "require('syntax')", "syntax.lua:2: unexpected symbol near '='"},
        {"embedded syntax", "require('perigee.broken')", "[perigee.broken]:1: unexpected symbol"},
        {"bytecode", "require('bytes')", "bytes.lua: precompiled Lua bytecode was given"},
        {"raises", "require('raises')", "raises.lua:3: at load\nstack traceback:"},
        {"itself", "require('self')", "module 'self' requires itself: self -> self"},
        {"a circle", "require('a')", "module 'b' requires itself: b -> c -> b"},
        {"error inside an embedded module", "require('perigee.check').fail()", "from inside"},
    };
    host_kit kit;
    char dir[512];
    open_kit(&kit, dir, sizeof dir);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        host_kit_raises(&kit, rows[i].name, rows[i].source, rows[i].says);
    CHECK("frames of embedded modules are left out",
          strstr(kit.err.text, "[perigee.check]:2: in") == NULL);
    CHECK_INT("a failed module can be tried again",
              host_kit_run(&kit, "pcall(require, 'raises') print(pcall(require, 'raises'))"),
              PERI_OK);
    CHECK_HAS("and fails the same way", kit.printed, "raises.lua:3: at load\n");
    host_kit_close(&kit);
}

static int l_answer(lua_State *L)
{
    lua_pushinteger(L, 42);
    return 1;
}

static int install_native(lua_State *L)
{
    static const luaL_Reg functions[] = {{"answer", l_answer}, {NULL, NULL}};
    peri_host_native(L, "perigee.check", functions);
    return 0;
}

SUITE(modules_native)
{
    host_kit kit;
    char dir[512];
    open_kit(&kit, dir, sizeof dir);
    CHECK_INT("gives", peri_host_protect(kit.host, install_native, NULL, &kit.err), PERI_OK);
    host_kit_prints(&kit, "an embedded module gets its functions",
                    "local m = require('perigee.check') print(#m, m[2], m[3].answer())",
                    "3\t@[perigee.check]\t42\n");
    host_kit_prints(&kit, "others get none", "print(#require('plain').args)", "2\n");
    host_kit_close(&kit);
}

SUITE(modules_without_folder)
{
    host_kit kit;
    host_kit_open(&kit, NULL);
    host_kit_raises(&kit, "neither loader nor folder", "require('x')",
                    "module 'x' not found: there is no embedded module of that name\n");
    host_kit_close(&kit);
}
