/* test_public_api.c - the public interface: misuse, messages, memory, and stopping from elsewhere.
 */
#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "api_kit.h"
#include "base/mem.h"
#include "check.h"

enum {
    PATH = 256
};

/* A strategy in a file, its data, and a store nobody else uses. */
typedef struct api_kit {
    char strategy[PATH], store[PATH];
    perigee_config config;
} api_kit;

static void kit_init(api_kit *kit, const char *source)
{
    static const char days[] = "date,open,high,low,close,volume\n2013-10-07,1,1,1,1,1\n"
                               "2013-10-08,1,1,1,1,1\n2013-10-09,1,1,1,1,1\n";
    static const char bad[] = "date,open,high,low,close,volume\n2013-10-07,1,1,1,1,1\n"
                              "2013-10-08,1,nothing,1,1,1\n2013-10-09,1,1,1,1,1\n";
    static int made;
    char name[32];
    memset(kit, 0, sizeof *kit);
    snprintf(name, sizeof name, "api_%d.lua", ++made);
    snprintf(kit->strategy, sizeof kit->strategy, "%s",
             check_write(name, source, (long)strlen(source)));
    snprintf(kit->store, sizeof kit->store, "%s/api_%d.db", check_tmp(), made);
    check_write("APIBAD.csv", bad, (long)sizeof bad - 1);
    check_write("APIDAY.csv", days, (long)sizeof days - 1);
    perigee_config_init(&kit->config);
    kit->config.strategy = kit->strategy;
    kit->config.store = kit->store;
    kit->config.data = check_tmp();
}

#define STRATEGY "function Initialize() AddEquity('APIDAY', Resolution.Daily) end\n"

static perigee *kit_open(const api_kit *kit)
{
    perigee *run = NULL;
    CHECK_INT("opens", perigee_open(&kit->config, &run), PERIGEE_OK);
    CHECK_STR("without a message", perigee_errmsg(run), "");
    return run;
}

SUITE(public_api_constants)
{
    CHECK_INT("abi", perigee_abi(), PERIGEE_ABI);
    CHECK_STR("version", perigee_version(), "0.1.0");
    CHECK_HAS("cdef", perigee_cdef(), "int32_t perigee_run(perigee *run);");
}

SUITE(public_api_takes_null)
{
    perigee_config config;
    perigee_config_init(&config);
    perigee_config_init(NULL);
    CHECK_INT("open nowhere", perigee_open(&config, NULL), PERIGEE_E_ARG);
    CHECK_INT("run nothing", perigee_run(NULL), PERIGEE_E_ARG);
    CHECK_STR("no result", perigee_result_json(NULL), "");
    CHECK_STR("no log", perigee_log(NULL), "");
    CHECK_HAS("message", perigee_errmsg(NULL), "the run was NULL");
    perigee_interrupt(NULL);
    perigee_close(NULL);
}

static const char *const no_value[] = {"fast", "1", "slow", NULL};

static void set_size(perigee_config *config)
{
    config->size = 8;
}
static void set_abi(perigee_config *config)
{
    config->abi = 99;
}
static void set_no_strategy(perigee_config *config)
{
    config->strategy = NULL;
}
static void set_empty_strategy(perigee_config *config)
{
    config->strategy = "";
}
static void set_limit(perigee_config *config)
{
    config->memory_limit = -5;
}
static void set_small_limit(perigee_config *config)
{
    config->memory_limit = 100;
}
static void set_cache_limit(perigee_config *config)
{
    config->cache_limit = -1;
}
static void set_skip(perigee_config *config)
{
    config->skip_bad_rows = 2;
}
static void set_snapshot(perigee_config *config)
{
    config->store_snapshot = -1;
}
static void set_subscription(perigee_config *config)
{
    config->subscription = "gold";
}
static void set_permissions(perigee_config *config)
{
    config->store_permissions = "rx-";
}
static void set_wake(perigee_config *config)
{
    config->wake_signal = -2;
}
static void set_no_signal(perigee_config *config)
{
    config->wake_signal = 10000;
}
static void set_server(perigee_config *config)
{
    config->server = "4096";
}
static void set_step_limit(perigee_config *config)
{
    config->step_limit = -1;
}
static void set_no_step_limit(perigee_config *config)
{
    config->step_limit = (double)NAN;
}
static void set_training_clock(perigee_config *config)
{
    config->training_by_clock = 2;
}
static void set_odd(perigee_config *config)
{
    config->parameters = no_value;
}

SUITE(public_api_open_says_why)
{
    static const struct {
        const char *name;
        void (*spoil)(perigee_config *config);
        int32_t code;
        const char *text;
    } rows[] = {
        {"size", set_size, PERIGEE_E_ARG,
         "perigee_open: config.size was 8, expected 120 as set by perigee_config_init"},
        {"abi", set_abi, PERIGEE_E_ARG,
         "perigee_open: config.abi was 99, but this library (0.1.0) has ABI 5"},
        {"no strategy", set_no_strategy, PERIGEE_E_ARG,
         "perigee_open: config.strategy was NULL, expected the path of a Lua file"},
        {"empty strategy", set_empty_strategy, PERIGEE_E_ARG, "config.strategy was empty"},
        {"memory limit", set_limit, PERIGEE_E_ARG,
         "perigee_open: config.memory_limit was -5, expected bytes, or 0 for no limit"},
        {"memory limit too small", set_small_limit, PERIGEE_E_NOMEM, "memory"},
        {"cache limit", set_cache_limit, PERIGEE_E_ARG,
         "perigee_open: config.cache_limit was -1, expected bytes, or 0 for no limit"},
        {"skip_bad_rows", set_skip, PERIGEE_E_ARG,
         "perigee_open: config.skip_bad_rows was 2, expected 0 or 1"},
        {"store_snapshot", set_snapshot, PERIGEE_E_ARG,
         "perigee_open: config.store_snapshot was -1, expected 0 or 1"},
        {"subscription", set_subscription, PERIGEE_E_ARG, "subscription 'gold' is unknown"},
        {"store_permissions", set_permissions, PERIGEE_E_ARG, "store permissions were 'rx-'"},
        {"wake_signal", set_wake, PERIGEE_E_ARG,
         "perigee_open: config.wake_signal was -2, expected a signal"},
        {"no such signal", set_no_signal, PERIGEE_E_IO, "cannot use signal 10000"},
        {"server", set_server, PERIGEE_E_ARG, "server was '4096', expected 512, 1024, 2048"},
        {"step_limit", set_step_limit, PERIGEE_E_ARG,
         "perigee_open: config.step_limit was -1, expected minutes up to 1000000, or 0"},
        {"step_limit", set_no_step_limit, PERIGEE_E_ARG, "config.step_limit was nan"},
        {"training_by_clock", set_training_clock, PERIGEE_E_ARG,
         "perigee_open: config.training_by_clock was 2, expected 0 or 1"},
        {"odd parameters", set_odd, PERIGEE_E_ARG,
         "perigee_open: config.parameters has 'slow' without a value"},
    };
    api_kit kit;
    kit_init(&kit, STRATEGY);
    int64_t live = peri_mem_live();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        perigee_config config = kit.config;
        perigee *run = NULL;
        rows[i].spoil(&config);
        CHECK_INT(rows[i].name, perigee_open(&config, &run), rows[i].code);
        CHECK_HAS(rows[i].name, perigee_errmsg(run), rows[i].text);
        CHECK_INT(rows[i].name, perigee_run(run), PERIGEE_E_STATE);
        CHECK_HAS("the message stays", perigee_errmsg(run), rows[i].text);
        CHECK_STR("no result", perigee_result_json(run), "");
        perigee_interrupt(run);
        perigee_close(run);
    }
    perigee *run = NULL;
    CHECK_INT("no config", perigee_open(NULL, &run), PERIGEE_E_ARG);
    CHECK_STR("no config", perigee_errmsg(run), "perigee_open: config was NULL");
    perigee_close(run);
    CHECK_INT("nothing is left", peri_mem_live(), live);
}

SUITE(public_api_run_once)
{
    api_kit kit;
    kit_init(&kit, STRATEGY "function OnData() Log('a\\0b\\0') Debug('d') Quit() end\n");
    perigee *run = kit_open(&kit);
    CHECK_STR("no result yet", perigee_result_json(run), "");
    CHECK_INT("runs", perigee_run(run), PERIGEE_OK);
    CHECK_STR("log", perigee_log(run),
              "2013-10-07 16:00:00 a\\0b\\0\n2013-10-07 16:00:00 debug: d\n");
    char json[64];
    snprintf(json, sizeof json, "%s", perigee_result_json(run));
    CHECK_HAS("result", json, "{\"strategy\":");
    CHECK_INT("not twice", perigee_run(run), PERIGEE_E_STATE);
    CHECK_STR("message", perigee_errmsg(run),
              "perigee_run: this run has been run before, open another one");
    CHECK_HAS("result stays", perigee_result_json(run), json);
    CHECK_HAS("log stays", perigee_log(run), "a\\0b");
    perigee_close(run);
}

SUITE(public_api_run_says_why)
{
    static const struct {
        const char *name, *source;
        int32_t code;
        const char *text;
    } rows[] = {
        {"syntax", "function", PERIGEE_E_SCRIPT, ".lua:1: <name> expected"},
        {"raises", STRATEGY "function OnData() error('oh') end", PERIGEE_E_SCRIPT, ".lua:2: oh"},
        {"no data", "function Initialize() AddEquity('APINONE') end", PERIGEE_E_SCRIPT, "APINONE"},
        {"bad row", "function Initialize() AddEquity('APIBAD', Resolution.Daily) end",
         PERIGEE_E_FORMAT, "APIBAD.csv:3:14: "},
        {"bytecode", "\x1BLua", PERIGEE_E_FORMAT, "bytecode"},
        {"memory", "x = ('a'):rep(2^25)", PERIGEE_E_NOMEM, "memory limit of 16 MiB reached"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        api_kit kit;
        kit_init(&kit, rows[i].source);
        kit.config.memory_limit = 16 << 20;
        perigee *run = kit_open(&kit);
        CHECK_INT(rows[i].name, perigee_run(run), rows[i].code);
        CHECK_HAS(rows[i].name, perigee_errmsg(run), rows[i].text);
        CHECK_STR("no result", perigee_result_json(run), "");
        CHECK_INT("not again", perigee_run(run), PERIGEE_E_STATE);
        perigee_close(run);
    }
    api_kit kit;
    kit_init(&kit, "");
    kit.config.strategy = "nowhere/strategy.lua";
    perigee *run = kit_open(&kit);
    CHECK_INT("no such file", perigee_run(run), PERIGEE_E_IO);
    CHECK_HAS("no such file", perigee_errmsg(run), "cannot open 'nowhere/strategy.lua'");
    perigee_close(run);
}

/* All strings of the config may go as soon as the open has returned. */
SUITE(public_api_copies_the_config)
{
    api_kit kit;
    kit_init(&kit, STRATEGY "function OnData()\n"
                            "  Log(GetParameter('fast') .. GetParameter('slow')) Quit()\n"
                            "end\n");
    char name[] = "fast", value[] = "12";
    const char *parameters[] = {name, value, "slow", "34", NULL};
    kit.config.parameters = parameters;
    perigee *run = kit_open(&kit);
    memset(name, 'x', 4);
    memset(value, 'x', 2);
    memset(parameters, 0, sizeof parameters);
    memset(&kit, 0, sizeof kit);
    CHECK_INT("runs", perigee_run(run), PERIGEE_OK);
    CHECK_STR("parameters", perigee_log(run), "2013-10-07 16:00:00 1234\n");
    perigee_close(run);
}

SUITE(public_api_skips_bad_rows_when_asked)
{
    api_kit kit;
    kit_init(&kit, "function Initialize() AddEquity('APIBAD', Resolution.Daily) end");
    kit.config.skip_bad_rows = 1;
    perigee *run = kit_open(&kit);
    CHECK_INT("runs", perigee_run(run), PERIGEE_OK);
    CHECK_HAS("counted", perigee_result_json(run), "\"bad_rows\":1");
    CHECK_STR("without a message", perigee_errmsg(run), "");
    perigee_close(run);
}

/* Lua can do without some allocations. */
SUITE(public_api_out_of_memory)
{
    static const char *const parameters[] = {"a", "1", NULL};
    api_kit kit;
    kit_init(&kit, STRATEGY "function OnData() Log('x') end\n");
    kit.config.parameters = parameters;
    CHECK("most failures ended the run", api_kit_fail_allocations(&kit.config) > 20);
}

struct stopper {
    const char *sign; /* file whose presence says that the script is in its loop */
    perigee *run;
};

static void *stop_at_sign(void *arg)
{
    const struct stopper *stopper = arg;
    while (access(stopper->sign, F_OK) != 0)
        sched_yield();
    perigee_interrupt(stopper->run);
    return NULL;
}

static void stops(const char *name, const char *source, int32_t wake_signal)
{
    api_kit kit;
    kit_init(&kit, source);
    kit.config.wake_signal = wake_signal;
    perigee *run = kit_open(&kit);
    struct stopper stopper = {.sign = kit.store, .run = run};
    pthread_t thread;
    CHECK_INT(name, pthread_create(&thread, NULL, stop_at_sign, &stopper), 0);
    CHECK_INT(name, perigee_run(run), PERIGEE_E_INTERRUPT);
    pthread_join(thread, NULL);
    CHECK_HAS(name, perigee_errmsg(run), "interrupted");
    CHECK_STR(name, perigee_result_json(run), "");
    CHECK_INT("not again", perigee_run(run), PERIGEE_E_STATE);
    perigee_close(run);
}

/* A step of 60 ms: long for a start, short for a test. The thread that watches needs the same way
   in as an interrupt. */
SUITE(public_api_step_limit)
{
    static const int32_t wakes[] = {PERIGEE_WAKE_POLL, SIGURG};
    for (size_t i = 0; i < sizeof wakes / sizeof wakes[0]; i++) {
        api_kit kit;
        kit_init(&kit, STRATEGY "function OnData() while true do pcall(error) end end");
        kit.config.wake_signal = wakes[i];
        kit.config.step_limit = 0.001;
        perigee *run = kit_open(&kit);
        CHECK_INT("stopped", perigee_run(run), PERIGEE_E_LIMIT);
        CHECK_HAS("where", perigee_errmsg(run), "OnData at 2013-10-0");
        CHECK_HAS("why", perigee_errmsg(run), "a time step may take 0.06 seconds");
        perigee_close(run);
    }
}

/* Saving makes the store's file: the sign the other thread waits for. */
#define SIGN "ObjectStore.Save('in', 'loop') "

SUITE(public_api_interrupt_from_a_thread)
{
    static const struct {
        const char *name, *source;
    } rows[] = {
        {"OnData", STRATEGY "function OnData() " SIGN "while true do end end"},
        {"Initialize", "function Initialize() " SIGN "while true do end end"},
        {"main chunk", SIGN "while true do end"},
        {"training",
         STRATEGY "function OnData() Train(function() " SIGN "while true do end end) end"},
        {"pcall loop", STRATEGY "function OnData() " SIGN
                                "while true do pcall(function() while true do end end) end end"},
        {"coroutine", STRATEGY "function OnData() coroutine.wrap(function() " SIGN
                               "while true do end end)() end"},
        {"coroutine made before the loop",
         "local co = coroutine.wrap(function() coroutine.yield() while true do end end) co()\n"
         "function Initialize() " SIGN "co() end"},
        {"many short coroutines", STRATEGY "function OnData() " SIGN "while true do\n"
                                           "coroutine.wrap(function() local x = 1 end)() end end"},
        {"error handler",
         STRATEGY "function OnData() " SIGN "xpcall(error, function() while true do end end) end"},
        {"sort", STRATEGY "function OnData() " SIGN "while true do\n"
                          "table.sort({3, 2, 1}, function(a, b) return a < b end) end end"},
    };
    struct sigaction before, after;
    sigaction(SIGURG, NULL, &before);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        stops(rows[i].name, rows[i].source, PERIGEE_WAKE_POLL);
    sigaction(SIGURG, NULL, &after);
    CHECK("polling touches no signal", before.sa_handler == after.sa_handler);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        stops(rows[i].name, rows[i].source, SIGURG);
    sigaction(SIGURG, &before, NULL);
}

SUITE(public_api_interrupt_before_the_run)
{
    static const int32_t wakes[] = {PERIGEE_WAKE_POLL, PERIGEE_WAKE_NONE};
    for (size_t i = 0; i < sizeof wakes / sizeof wakes[0]; i++) {
        api_kit kit;
        kit_init(&kit, "while true do end");
        kit.config.wake_signal = wakes[i];
        perigee *run = kit_open(&kit);
        perigee_interrupt(run);
        CHECK_INT("stops at once", perigee_run(run), PERIGEE_E_INTERRUPT);
        CHECK_HAS("message", perigee_errmsg(run), "interrupted");
        perigee_close(run);
    }
}

SUITE(public_api_interrupt_after_the_run)
{
    api_kit kit;
    kit_init(&kit, STRATEGY);
    perigee *run = kit_open(&kit);
    CHECK_INT("runs", perigee_run(run), PERIGEE_OK);
    perigee_interrupt(run);
    CHECK_HAS("result stays", perigee_result_json(run), "\"Completed\"");
    perigee_close(run);
}

/* The looks at the flag must not be seen in a result. */
SUITE(public_api_polling_changes_nothing)
{
    static const char source[] =
        STRATEGY "local sum = 0\n"
                 "function OnData()\n"
                 "  local co = coroutine.wrap(function() for i = 1, 5000 do sum = sum + i % 7\n"
                 "    if i % 50 == 0 then coroutine.yield() end end end)\n"
                 "  for _ = 1, 100 do co() end\n"
                 "  Log(sum .. ' ' .. math.random())\n"
                 "end\n";
    api_kit kit;
    kit_init(&kit, source);
    perigee *polling = kit_open(&kit);
    kit.config.wake_signal = PERIGEE_WAKE_NONE;
    perigee *plain = kit_open(&kit);
    CHECK_INT("polling", perigee_run(polling), PERIGEE_OK);
    CHECK_INT("plain", perigee_run(plain), PERIGEE_OK);
    CHECK_STR("log", perigee_log(polling), perigee_log(plain));
    CHECK_STR("result", perigee_result_json(polling), perigee_result_json(plain));
    perigee_close(polling);
    perigee_close(plain);
}
