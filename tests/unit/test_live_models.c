/* test_live_models.c - models that were set while a live run went on, and the run was killed. */
#include "check.h"
#include "live_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Models are set on the 8th of October alone; trades that show them go on. */
#define STRATEGY(set)                                                                              \
    "function Initialize()\n"                                                                      \
    "  SetStartDate(2013, 10, 1) SetEndDate(2013, 11, 8) SetCash(10000)\n"                         \
    "  day = AddEquity('DAY', Resolution.Daily)\n"                                                 \
    "  coin = AddData('COIN', Resolution.Daily)\n"                                                 \
    "end\n"                                                                                        \
    "local function set() " set " end\n"                                                           \
    "function OnData(data)\n"                                                                      \
    "  if Time.Day == 8 and Time.Month == 10 and data[day] then set() Log('set') end\n"            \
    "  if data[day] then SetHoldings(day, Time.Day % 2 == 0 and 0.9 or 0.4) end\n"                 \
    "  if data[coin] then Order(coin, Time.Day % 2 == 0 and 3 or -2) end\n"                        \
    "  Plot('margin', Portfolio.TotalMarginUsed) Plot('power', Portfolio.MarginRemaining)\n"       \
    "  Plot('later', Portfolio.UnsettledCash) Plot('cash', Portfolio.Cash)\n"                      \
    "  if data[day] then Log('behind ' .. Time.Month .. ' ' .. Time.Day .. '.') end\n"             \
    "end\n"

static char *report(const char *name, const char *source, const char *kill_on)
{
    char *text = live_kit_report(name, source, "tests/data", kill_on, "behind 11 8.");
    live_kit_cut_trainings(text);
    return text;
}

static void compare(const char *name, const char *source)
{
    static const char *const moments[] = {"set", "behind 10 8.", "behind 10 9.", "behind 10 24."};
    char part[64];
    snprintf(part, sizeof part, "models_%s_whole", name);
    char *whole = report(part, source, NULL);
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        snprintf(part, sizeof part, "models_%s_%zu", name, i);
        char *got = report(part, source, moments[i]);
        snprintf(part, sizeof part, "%s, %s", name, moments[i]);
        live_kit_same(part, got, whole);
    }
    free(whole);
}

SUITE(live_models_of_settlement_go_on)
{
    compare("settlement",
            STRATEGY("day:SetSettlementModel(DelayedSettlementModel(3, TimeSpan.FromHours(8)))"));
}

SUITE(live_models_of_slippage_go_on)
{
    compare("constant", STRATEGY("day:SetSlippageModel(ConstantSlippageModel(0.01)) "
                                 "coin:SetSlippageModel(VolumeShareSlippageModel(0.5, 0.3))"));
}

SUITE(live_models_of_fills_and_fees_go_on)
{
    compare("fill", STRATEGY("day:SetFillModel(NextOpenFillModel()) "
                             "coin:SetFillModel(EquityFillModel()) "
                             "coin:SetFeeModel(ConstantFeeModel(0.75))"));
}

SUITE(live_models_of_margin_go_on)
{
    compare("margin",
            STRATEGY("day:SetBuyingPowerModel(SecurityMarginModel { "
                     "InitialMarginRequirement = 0.8, MaintenanceMarginRequirement = 0.7, "
                     "RequiredFreeBuyingPowerPercent = 0.1 })"));
    compare("day", STRATEGY("day:SetBuyingPowerModel(PatternDayTradingMarginModel(1.5, 3))"));
}

/* The second process knows no function of the first; where Initialize sets one, it is used. */
SUITE(live_models_of_the_strategy_are_told)
{
    static const char source[] =
        STRATEGY("day:SetFeeModel(function() return 1 end) "
                 "day:SetSlippageModel(function() return 0 end) "
                 "coin:SetBuyingPowerModel { Leverage = 2 } coin:SetFillModel(function() end)");
    static const char set_up[] = "function Initialize()\n"
                                 "  SetStartDate(2013, 10, 1) SetEndDate(2013, 10, 10)\n"
                                 "  day = AddEquity('DAY', Resolution.Daily)\n"
                                 "  day:SetFeeModel(function() return 1 end)\n"
                                 "end\n"
                                 "function OnData() Log('day ' .. Time.Day) end\n";
    free(live_kit_report("models_own", source, "tests/data", "behind 10 9.",
                         "these were functions of the strategy's own, and Initialize has "
                         "set no such ones: the fee model of 'DAY', the slippage model of 'DAY', "
                         "the fill model of 'COIN', the buying power model of 'COIN'\n"));
    live_kit kit;
    live_kit_init(&kit, "models_again", set_up);
    kit.data = "tests/data";
    kit.kill_on = "day 8";
    CHECK_INT("killed", live_kit_run(&kit), LIVE_KIT_KILLED);
    kit.kill_on = NULL;
    CHECK_INT("ends", live_kit_run(&kit), LIVE_KIT_ENDED);
    char *log = live_kit_text(kit.log);
    CHECK("nothing is lost", strstr(log, "functions of") == NULL);
    CHECK_HAS("it went on", log, "resumed at");
    free(log);
}
