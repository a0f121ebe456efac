/* test_live_ends.c - a live run that goes on where one of its stocks was delisted, and behind a
 * warm-up with a resolution of its own. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "lean_kit.h"
#include "live_kit.h"

static const char ended[] = "20131003 00:00,90000,90000,90000,90000,5000\n"
                            "20131004 00:00,95000,95000,95000,95000,5000\n"
                            "20131007 00:00,100000,100000,100000,100000,5000\n"
                            "20131008 00:00,110000,110000,110000,110000,5000\n"
                            "20131009 00:00,120000,120000,120000,120000,5000\n";
static const char hourly[] = "20131004 15:00,94000,94000,94000,94000,5\n"
                             "20131007 10:00,96000,96000,96000,96000,5\n"
                             "20131007 13:00,97000,97000,97000,97000,5\n"
                             "20131007 15:00,98000,98000,98000,98000,5\n";
static const char going_on[] = "20131007 00:00,10000,10000,10000,10000,5\n"
                               "20131008 00:00,11000,11000,11000,11000,5\n"
                               "20131009 00:00,12000,12000,12000,12000,5\n"
                               "20131010 00:00,13000,13000,13000,13000,5\n"
                               "20131011 00:00,14000,14000,14000,14000,5\n";
static const char map[] = "19980102,abc,N\n20131009,abc,N\n";

static const char *folder(void)
{
    static char path[LIVE_KIT_PATH];
    snprintf(path, sizeof path, "%s/ends", check_tmp());
    lean_zip(path, "equity/usa/daily/abc.zip", 1, ended);
    lean_zip(path, "equity/usa/hour/abc.zip", 1, hourly);
    lean_zip(path, "equity/usa/daily/xyz.zip", 1, going_on);
    check_write("ends/equity/usa/map_files/abc.csv", map, (long)strlen(map));
    return path;
}

/* Killed at each of the lines, and compared with the run that was not. */
static void check_kills(const char *name, const char *source, const char *const *lines)
{
    char file[64];
    snprintf(file, sizeof file, "%s_whole", name);
    char *whole = live_kit_report(file, source, folder(), NULL, lines[0]);
    for (size_t i = 0; lines[i]; i++) {
        snprintf(file, sizeof file, "%s_%zu", name, i);
        live_kit_same(lines[i], live_kit_report(file, source, folder(), lines[i], lines[0]), whole);
    }
    free(whole);
}

SUITE(live_delisted_goes_on)
{
    static const char source[] =
        "function Initialize()\n"
        "  SetStartDate(2013, 10, 7) SetEndDate(2013, 10, 11) SetCash(10000)\n"
        "  abc = AddEquity('abc', Resolution.Daily) AddEquity('xyz', Resolution.Daily)\n"
        "end\n"
        "function OnData(data)\n"
        "  if Time.Day == 7 then\n"
        "    MarketOrder(abc, 5) LimitOrder(abc, 1, 1)\n"
        "  end\n"
        "  Plot('worth', Portfolio.TotalPortfolioValue)\n"
        "  Plot('tradable', abc.IsTradable and 1 or 0)\n"
        "  if Time.Day == 11 then\n"
        "    LimitOrder('xyz', 1, 1) Plot('taken', pcall(LimitOrder, 'abc', 1, 1) and 1 or 0)\n"
        "  end\n"
        "  Log('data ' .. Time.Day)\n"
        "end\n"
        "function OnDelistings(list) Log('ends ' .. Time.Day) end\n"
        "function OnOrderEvent(event) Log(event.Status .. ' ' .. event.OrderId) end\n";
    static const char *const lines[] = {"data 8",  "ends 9",  "data 9", "ends 10",
                                        "data 10", "data 11", NULL};
    check_kills("delisted", source, lines);
}

SUITE(live_warm_up_of_another_resolution_goes_on)
{
    static const char source[] =
        "function Initialize()\n"
        "  SetStartDate(2013, 10, 7) SetEndDate(2013, 10, 8) SetCash(10000)\n"
        "  abc = AddEquity('abc', Resolution.Hour) average = SMA(abc, 3)\n"
        "  SetWarmUp(TimeSpan.FromDays(4), Resolution.Daily)\n"
        "end\n"
        "function OnData(data)\n"
        "  if not IsWarmingUp then\n"
        "    Plot('average', average.Current.Value)\n"
        "    MarketOrder(abc, 1)\n"
        "  end\n"
        "  Log(('data %d %d'):format(Time.Day, Time.Hour))\n"
        "end\n";
    static const char *const lines[] = {"data 3",    "data 4",    "data 7 10",
                                        "data 7 13", "data 7 16", NULL};
    check_kills("warm_up", source, lines);
}
