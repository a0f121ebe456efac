/* test_live_actions.c - a live run of raw prices that goes on behind a dividend and a split. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lean_kit.h"
#include "live_kit.h"

/* A dividend of 1.40 on the 4th, a split 7:1 on the 9th. */
static const char FACTORS[] = "20131003,0.998,0.142857142857143,700\n"
                              "20131008,1,0.142857142857143,700\n"
                              "20501231,1,1,0\n";
static const char MAP[] = "19980102,parts\n20501231,parts\n";
static const char BARS[] = "20131001 00:00,7000000,7000000,7000000,7000000,100\n"
                           "20131002 00:00,7000000,7000000,7000000,7000000,100\n"
                           "20131003 00:00,7000000,7000000,7000000,7000000,100\n"
                           "20131004 00:00,7000000,7000000,7000000,7000000,100\n"
                           "20131007 00:00,7000000,7000000,7000000,7000000,100\n"
                           "20131008 00:00,7000000,7000000,7000000,7000000,100\n"
                           "20131009 00:00,1010000,1010000,1010000,1010000,100\n"
                           "20131010 00:00,1020000,1020000,1020000,1020000,100\n"
                           "20131011 00:00,1030000,1030000,1030000,1030000,100\n";

static const char SOURCE[] =
    "function Initialize()\n"
    "  SetStartDate(2013, 10, 1) SetEndDate(2013, 10, 11) SetCash(100000)\n"
    "  parts = AddEquity('PARTS', Resolution.Daily, Market.USA, true, 2, false,\n"
    "    DataNormalizationMode.Raw)\n"
    "  Schedule.On('night', DateRules.EveryDay(), TimeRules.At(3, 0), function()\n"
    "    Plot('night', Portfolio.TotalPortfolioValue) Log('night ' .. Time.Day) end)\n"
    "end\n"
    "function OnData(data)\n"
    "  if Time.Day == 1 and Time.Hour == 16 then MarketOrder(parts, 100) end\n"
    "  Plot('held', Portfolio['PARTS'].Quantity)\n"
    "  Log('data ' .. Time.Day)\n"
    "end\n"
    "function OnEndOfAlgorithm()\n"
    "  Log(('holds %g, worth %g'):format(Portfolio['PARTS'].Quantity,\n"
    "    Portfolio.TotalPortfolioValue))\n"
    "end\n";

/* 2100 of price, 140 paid, a fee of 1 */
static const char WORTH[] = "holds 700, worth 102239";

static void write_data(const char *root)
{
    lean_zip(root, "equity/usa/daily/parts.zip", 1, BARS);
    check_write("live_parts/equity/usa/map_files/parts.csv", MAP, (long)strlen(MAP));
    check_write("live_parts/equity/usa/factor_files/parts.csv", FACTORS, (long)strlen(FACTORS));
}

SUITE(live_split_and_dividend_go_on)
{
    /* behind the dividend; between the split and its first price; behind that; a day later */
    static const char *const moments[] = {"night 4", "data 4", "night 9", "data 9", "data 10"};
    char root[LIVE_KIT_PATH], name[64];
    snprintf(root, sizeof root, "%s/live_parts", check_tmp());
    write_data(root);
    char *whole = live_kit_report("split_whole", SOURCE, root, NULL, WORTH);
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        snprintf(name, sizeof name, "split_%zu", i);
        live_kit_same(moments[i], live_kit_report(name, SOURCE, root, moments[i], WORTH), whole);
    }
    free(whole);
}
