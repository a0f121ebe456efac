/* test_indicator_pair_memory.c - a strategy makes indicators of two others and asks for outputs
 * while memory ends. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "check.h"
#include "perigee.h"

/* Whatever is not made leaves those that are as they were: a and b go on, and so what is made of
   them. */
static const char source[] =
    "function Initialize()\n"
    "  local s = AddEquity('PAIRDAY', Resolution.Daily)\n"
    "  a, b, made = Identity(s), Identity(s), {}\n"
    "  for i = 1, 10 do\n"
    "    local ok, sum = pcall(a.Plus, a, b)\n"
    "    if ok then made[#made + 1] = sum end\n"
    "  end\n"
    "  for i = 1, 3 do pcall(B, s, s, 2) end\n"
    "  bands = BB(s, 2, 2)\n"
    "end\n"
    "function OnData()\n"
    "  assert(a.Value > 0)\n"
    "  for _, sum in ipairs(made) do assert(sum.Value == a.Value + b.Value) end\n"
    "  local ok, upper = pcall(function() return bands.UpperBand[0].Value end)\n"
    "  assert(not ok or upper == bands.UpperBand.Value)\n"
    "end\n";

static int32_t run_with_failure_at(const perigee_config *config, long nth, bool *was_reached,
                                   char *message, size_t cap)
{
    perigee *run = NULL;
    peri_mem_fail_at(nth);
    int32_t code = perigee_open(config, &run);
    if (code == PERIGEE_OK)
        code = perigee_run(run);
    void *next = peri_alloc(1); /* the one that fails when nth is the run's last plus one */
    *was_reached = next != NULL;
    peri_free(next);
    peri_mem_fail_at(0);
    snprintf(message, cap, "%s", perigee_errmsg(run));
    perigee_close(run);
    return code;
}

SUITE(indicator_pairs_of_a_strategy_out_of_memory)
{
    static const char days[] = "date,open,high,low,close,volume\n2013-10-07,1,1,1,1,1\n"
                               "2013-10-08,1,2,1,2,1\n2013-10-09,1,3,1,3,1\n";
    char strategy[256], store[256], message[256];
    bool was_reached = true;
    perigee_config config;
    perigee_config_init(&config);
    snprintf(strategy, sizeof strategy, "%s",
             check_write("pairs.lua", source, (long)sizeof source - 1));
    snprintf(store, sizeof store, "%s/pairs.db", check_tmp());
    check_write("PAIRDAY.csv", days, (long)sizeof days - 1);
    config.strategy = strategy;
    config.store = store;
    config.data = check_tmp();
    CHECK_INT("in peace", run_with_failure_at(&config, 0, &was_reached, message, sizeof message),
              PERIGEE_OK);
    CHECK_STR("nothing to say", message, "");
    const int64_t live = peri_mem_live();
    for (long n = 1; was_reached && n < 20000; n++) {
        const int32_t code = run_with_failure_at(&config, n, &was_reached, message, sizeof message);
        if (!CHECK("memory is the only failure", code == PERIGEE_OK || strstr(message, "memory")))
            printf("     allocation %ld: %d %s\n", n, code, message);
    }
    CHECK("every allocation has failed", !was_reached);
    CHECK_INT("nothing is left", peri_mem_live(), live);
}
