/* test_indicator_pair_memory.c - a strategy makes indicators of two others and asks for outputs
 * while memory ends. */
#include <stdio.h>

#include "api_kit.h"
#include "check.h"

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

SUITE(indicator_pairs_of_a_strategy_out_of_memory)
{
    static const char days[] = "date,open,high,low,close,volume\n2013-10-07,1,1,1,1,1\n"
                               "2013-10-08,1,2,1,2,1\n2013-10-09,1,3,1,3,1\n";
    char strategy[256], store[256];
    perigee_config config;
    perigee_config_init(&config);
    snprintf(strategy, sizeof strategy, "%s",
             check_write("pairs.lua", source, (long)sizeof source - 1));
    snprintf(store, sizeof store, "%s/pairs.db", check_tmp());
    check_write("PAIRDAY.csv", days, (long)sizeof days - 1);
    config.strategy = strategy;
    config.store = store;
    config.data = check_tmp();
    api_kit_fail_allocations(&config);
}
