/* test_live_removed.c - a live run that goes on with a position of a security that was removed. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* Without the file's name in front. */
static char *report_of(const char *name, const char *source, const char *kill_on)
{
    live_kit kit;
    live_kit_init(&kit, name, source);
    kit.data = "tests/data";
    kit.kill_on = kill_on;
    if (kill_on)
        CHECK_INT("killed", live_kit_run(&kit), LIVE_KIT_KILLED);
    kit.kill_on = NULL;
    CHECK_INT("ends", live_kit_run(&kit), LIVE_KIT_ENDED);
    char *report = live_kit_text(kit.report), *status = strstr(report, "\"status\"");
    if (CHECK("a report", status != NULL))
        memmove(report, status, strlen(status) + 1);
    return report;
}

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
        char *whole = report_of(name, source, NULL);
        snprintf(name, sizeof name, "removed_%zu", i);
        char *got = report_of(name, source, "data 11");
        if (!CHECK(rows[i].name, strcmp(got, whole) == 0))
            printf("     got  %s\n     want %s\n", got, whole);
        free(got);
        free(whole);
    }
}

/* -- other files ------------------------------------------------------------------------------ */

static const char HELD[] =
    "function Initialize()\n"
    "  SetStartDate(2013, 10, 1) SetEndDate(2013, 10, 11) SetCash(10000)\n"
    "  held = AddEquity('HELD', Resolution.Daily) AddData('STEPS', Resolution.Daily)\n"
    "  Schedule.On('gone', DateRules.On(2013, 10, 9), TimeRules.At(18, 0), function()\n"
    "    RemoveSecurity('HELD') end)\n"
    "end\n"
    "function OnData(data)\n"
    "  if Time.Day == 3 and Time.Hour == 16 then MarketOrder(held, 5) end\n"
    "  Log('data ' .. Time.Day)\n"
    "end\n"
    "function OnEndOfAlgorithm()\n"
    "  Log(('cash %g, worth %g'):format(Portfolio.Cash, Portfolio.TotalPortfolioValue))\n"
    "end\n";

/* Daily bars from the 1st on, a Tuesday, at 101, 102, ... */
static void write_days(const char *file, int days)
{
    char text[1024] = "date,open,high,low,close\n";
    for (int day = 1; day <= days; day++) {
        size_t n = strlen(text);
        if (day == 5 || day == 6)
            continue;
        snprintf(text + n, sizeof text - n, "2013-10-%02d,%d,%d,%d,%d\n", day, 100 + day, 100 + day,
                 100 + day, 100 + day);
    }
    check_write(file, text, (long)strlen(text));
}

/* What was saved of a removed security is all there is: its file may have gone on otherwise. */
SUITE(live_removed_position_has_its_price)
{
    live_kit kit;
    char folder[LIVE_KIT_PATH];
    live_kit_init(&kit, "removed_price", HELD);
    snprintf(folder, sizeof folder, "%s/removed_data", check_tmp());
    kit.data = folder;
    kit.kill_on = "data 10";
    write_days("removed_data/STEPS.csv", 11);
    write_days("removed_data/HELD.csv", 11);
    CHECK_INT("killed", live_kit_run(&kit), LIVE_KIT_KILLED);
    kit.kill_on = NULL;
    write_days("removed_data/HELD.csv", 4);
    CHECK_INT("goes on", live_kit_run(&kit), LIVE_KIT_ENDED);
    char *log = live_kit_text(kit.log);
    CHECK_HAS("5 at 104 and a fee of 1, worth 109 each when it was removed", log,
              "cash 9479, worth 10024");
    free(log);
}
