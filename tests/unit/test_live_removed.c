/* test_live_removed.c - a live run that goes on with a position of a security that was removed. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>

#include "live_kit.h"

/* The position stays; `when` is put in where it says where the security is removed. */
static const char SOURCE[] =
    "function Initialize()\n"
    "  SetStartDate(2013, 10, 1) SetEndDate(2013, 11, 1) SetCash(10000)\n"
    "  day = AddEquity('DAY', Resolution.Daily) AddData('coin', Resolution.Daily)\n"
    "  Schedule.On('gone', DateRules.On(2013, 10, 8), TimeRules.At(%d, %d), function()\n"
    "    if %s then RemoveSecurity('DAY') end end)\n"
    "end\n"
    "function OnData(data)\n"
    "  if Time.Month ~= 10 then return end\n"
    "  if Time.Day == 2 and Time.Hour == 16 then MarketOrder(day, 5) end\n"
    "  if Time.Day == 8 and Time.Hour == 16 and not %s then RemoveSecurity('DAY') end\n"
    "  Plot('worth', Portfolio.TotalPortfolioValue)\n"
    "  Log('data ' .. Time.Day)\n"
    "end\n";

SUITE(live_removed_position_goes_on)
{
    static const struct {
        const char *name, *in_event;
        int hour, minute;
    } rows[] = {{"before a bar", "true", 9, 0},
                {"at a bar's end, before it", "true", 16, 0},
                {"in its step", "false", 16, 0},
                {"behind it", "true", 16, 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char source[1200], name[64];
        snprintf(source, sizeof source, SOURCE, rows[i].hour, rows[i].minute, rows[i].in_event,
                 rows[i].in_event);
        snprintf(name, sizeof name, "removed_whole_%zu", i);
        char *whole = live_kit_report(name, source, "tests/data", NULL, "data 11");
        snprintf(name, sizeof name, "removed_%zu", i);
        live_kit_same(rows[i].name,
                      live_kit_report(name, source, "tests/data", "data 11", "data 11"), whole);
        free(whole);
    }
}

/* The order that closes it waits for the open: so it is found again, and fills then. */
SUITE(live_removed_position_is_closed)
{
    static const char source[] =
        "function Initialize()\n"
        "  SetStartDate(2013, 10, 1) SetEndDate(2013, 10, 12) SetCash(10000)\n"
        "  day = AddEquity('DAY', Resolution.Daily) AddData('coin', Resolution.Daily)\n"
        "  Schedule.On('gone', DateRules.On(2013, 10, 8), TimeRules.At(18, 0), function()\n"
        "    RemoveSecurity('DAY') end)\n"
        "  Schedule.On('back', DateRules.On(2013, 10, 8), TimeRules.At(19, 0), function()\n"
        "    if %s then day = AddEquity('DAY', Resolution.Daily) end end)\n"
        "end\n"
        "function OnData(data)\n"
        "  if Time.Day == 2 and Time.Hour == 16 then MarketOrder(day, 5) end\n"
        "  Plot('worth', Portfolio.TotalPortfolioValue)\n"
        "  Log(('data %%d %%d'):format(Time.Day, Time.Hour))\n"
        "end\n"
        "function OnOrderEvent(event) if event.FillQuantity < 0 then Log('sold') end end\n";
    static const struct {
        const char *name, *comes_back, *kill_on;
    } rows[] = {{"before it is", "false", "data 8 20"},      {"at the fill", "false", "sold"},
                {"in its step", "false", "data 9 16"},       {"behind it", "false", "data 10"},
                {"it was added again", "true", "data 8 20"}, {"and closed", "true", "data 10"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[1200], name[64];
        snprintf(text, sizeof text, source, rows[i].comes_back);
        snprintf(name, sizeof name, "closed_whole_%zu", i);
        char *whole = live_kit_report(name, text, "tests/data", NULL, "sold");
        CHECK_HAS(rows[i].name, whole, "\"quantity\":-5.0");
        snprintf(name, sizeof name, "closed_%zu", i);
        live_kit_same(rows[i].name,
                      live_kit_report(name, text, "tests/data", rows[i].kill_on, "sold"), whole);
        free(whole);
    }
}
