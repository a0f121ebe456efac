/* test_live_subscriptions.c - a live run that goes on when its symbols came and went in other ways,
 * and when the benchmark has bars of its own. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lean_kit.h"
#include "live_kit.h"

static const char FACTORS[] = "20131003,1,0.5,100\n20501231,1,1,0\n";
static const char MAP[] = "19980102,parts\n20501231,parts\n";
static const char DAYS[] = "20131001 00:00,2000000,2000000,2000000,2000000,100\n"
                           "20131002 00:00,2000000,2000000,2000000,2000000,100\n"
                           "20131003 00:00,2000000,2000000,2000000,2000000,100\n"
                           "20131004 00:00,1010000,1010000,1010000,1010000,100\n"
                           "20131007 00:00,1020000,1020000,1020000,1020000,100\n"
                           "20131008 00:00,1030000,1030000,1030000,1030000,100\n"
                           "20131009 00:00,1040000,1040000,1040000,1040000,100\n";

/* The benchmark, by the hour, and another symbol with the same prices. */
static void write_hours(const char *root)
{
    char hours[4096];
    size_t used = 0;
    for (int day = 1; day <= 9; day++)
        for (int hour = 9; hour <= 15 && (day < 5 || day > 6); hour++)
            used +=
                (size_t)snprintf(hours + used, sizeof hours - used,
                                 "201310%02d %02d:00,500000,500000,500000,500000,10\n", day, hour);
    lean_zip(root, "equity/usa/hour/spy.zip", 1, hours);
    lean_zip(root, "equity/usa/hour/parts.zip", 1, hours);
}

static void write_data(const char *root)
{
    lean_zip(root, "equity/usa/daily/parts.zip", 1, DAYS);
    check_write("live_subscriptions/equity/usa/map_files/parts.csv", MAP, (long)strlen(MAP));
    check_write("live_subscriptions/equity/usa/factor_files/parts.csv", FACTORS,
                (long)strlen(FACTORS));
    write_hours(root);
}

/* A run whose events fire at their own times and are saved each, or (paced false) in the next step
   together. */
static char *report(const char *name, const char *source, bool paced, const char *kill_on,
                    const char *says)
{
    char root[LIVE_KIT_PATH];
    live_kit kit;
    snprintf(root, sizeof root, "%s/live_subscriptions", check_tmp());
    live_kit_init(&kit, name, source);
    kit.data = root;
    kit.speed = paced ? 1e9 : 0;
    kit.clock_step = paced ? 600 : 0; /* ten minutes from look to look */
    return live_kit_report_of(&kit, kill_on, says);
}

/* Killed at each of some moments, the run ends as one that is not. */
static void compare_paced(const char *name, const char *source, bool paced, const char *says,
                          const char *const *moments)
{
    char root[LIVE_KIT_PATH], part[64];
    snprintf(root, sizeof root, "%s/live_subscriptions", check_tmp());
    write_data(root);
    snprintf(part, sizeof part, "%s_%dwhole", name, paced);
    char *whole = report(part, source, paced, NULL, says);
    for (size_t i = 0; moments[i]; i++) {
        snprintf(part, sizeof part, "%s_%d%zu", name, paced, i);
        char *got = report(part, source, paced, moments[i], says);
        if (!CHECK(moments[i], strcmp(got, whole) == 0))
            printf("     %s: got  %s\n     want %s\n", name, got, whole);
        free(got);
    }
    free(whole);
}

static void compare(const char *name, const char *source, const char *says,
                    const char *const *moments)
{
    compare_paced(name, source, false, says, moments);
    compare_paced(name, source, true, says, moments);
}

/* Bars of the benchmark are steps; those that were taken before must not be taken again, or the
   clock goes back to them. */
SUITE(live_goes_on_behind_the_benchmark)
{
    static const char source[] =
        "function Initialize()\n"
        "  SetStartDate(2013, 10, 1) SetEndDate(2013, 10, 9)\n"
        "  parts = AddEquity('PARTS', Resolution.Daily)\n"
        "  Schedule.On('send', DateRules.On(2013, 10, 7), TimeRules.At(20, 0), function()\n"
        "    ticket = LimitOrder(parts, 10, 90) end)\n"
        "  Schedule.On('cancel', DateRules.On(2013, 10, 7), TimeRules.At(20, 30), function()\n"
        "    Transactions.CancelOpenOrders() Log('asked') end)\n"
        "  Schedule.On('late', DateRules.On(2013, 10, 7), TimeRules.At(21, 0), function()\n"
        "    Log('late') end)\n"
        "end\n"
        "function OnOrderEvent(event)\n"
        "  Log(('%s %d %02d'):format(event.Status, Time.Day, Time.Hour))\n"
        "  Plot(event.Status, Time.Day)\n"
        "end\n";
    static const char *const moments[] = {"Submitted", "asked", "late", NULL};
    compare("benchmark", source, "Canceled 8", moments);
}

/* The second subscription is another one than that of Initialize. */
SUITE(live_goes_on_with_another_subscription)
{
    static const char source[] =
        "function Initialize()\n"
        "  SetStartDate(2013, 10, 1) SetEndDate(2013, 10, 9)\n"
        "  AddEquity('PARTS', Resolution.Daily)\n"
        "  Schedule.On('out', DateRules.On(2013, 10, 2), TimeRules.At(20, 0), function()\n"
        "    RemoveSecurity('PARTS') end)\n"
        "  Schedule.On('in', DateRules.On(2013, 10, 2), TimeRules.At(21, 0), function()\n"
        "    AddEquity('PARTS', Resolution.Daily, Market.USA, true, 0, false,\n"
        "      DataNormalizationMode.Raw) end)\n"
        "  Schedule.On('night', DateRules.EveryDay(), TimeRules.At(22, 0), function()\n"
        "    if Time.Day == 3 then MarketOrder('PARTS', 10) end\n"
        "    Log('night ' .. Time.Day) Plot('price', Securities['PARTS'].Price) end)\n"
        "end\n"
        "function OnEndOfAlgorithm() Log('holds ' .. Portfolio['PARTS'].Quantity) end\n";
    static const char *const moments[] = {"night 2", "night 3", "night 4", "night 7", NULL};
    compare("another", source, "holds 20", moments);
}

/* What OnData removes is told in the next step; where the process died between, by the next one,
   and that once. A symbol that was there before and after is told as in a new run. */
SUITE(live_goes_on_with_a_farewell_that_waits)
{
    static const char source[] =
        "function Initialize()\n"
        "  SetStartDate(2013, 10, 1) SetEndDate(2013, 10, 9)\n"
        "  AddEquity('PARTS', Resolution.Daily) AddEquity('SPY', Resolution.Hour)\n"
        "  Schedule.On('late', DateRules.EveryDay(), TimeRules.At(21, 0), function()\n"
        "    Log('late ' .. Time.Day) end)\n"
        "end\n"
        "function OnData(data)\n"
        "  if Time.Day == 4 and Time.Hour == 16 then RemoveSecurity('PARTS') Log('removed') end\n"
        "end\n"
        "function OnSecuritiesChanged(changes)\n"
        "  for _, gone in ipairs(changes.RemovedSecurities) do\n"
        "    Log('gone ' .. gone.Symbol.Value .. ' ' .. Time.Day) Plot('gone', Time.Hour)\n"
        "  end\n"
        "end\n";
    static const char *const moments[] = {"removed", "late 4", "gone", "late 7", NULL};
    compare("farewell", source, "gone PARTS 7", moments);
}

/* A resolution that is added while it runs, before and behind a removal. */
SUITE(live_goes_on_with_several_resolutions)
{
    static const char source[] =
        "local function add(...) for _, r in ipairs({...}) do AddEquity('PARTS', r) end end\n"
        "function Initialize()\n"
        "  SetStartDate(2013, 10, 1) SetEndDate(2013, 10, 9)\n"
        "  add(Resolution.Daily)\n"
        "  Schedule.On('more', DateRules.On(2013, 10, 2), TimeRules.At(12, 30), function()\n"
        "    add(Resolution.Hour) Log('more') end)\n"
        "  Schedule.On('out', DateRules.On(2013, 10, 4), TimeRules.At(20, 0), function()\n"
        "    RemoveSecurity('PARTS') end)\n"
        "  Schedule.On('in', DateRules.On(2013, 10, 7), TimeRules.At(12, 30), function()\n"
        "    add(Resolution.Hour, Resolution.Daily) Log('in') end)\n"
        "end\n"
        "function OnData(data)\n"
        "  local bar = Securities.ContainsKey('PARTS') and data.Bars['PARTS']\n"
        "  if not bar then return end\n"
        "  Plot('length', bar.Period.TotalMinutes) Plot('price', bar.Close)\n"
        "  Log(('%d %02d %g'):format(Time.Day, Time.Hour, bar.Period.TotalMinutes))\n"
        "  if Time.Hour == 14 then MarketOrder('PARTS', 1) end\n"
        "end\n"
        "function OnEndOfAlgorithm() Log('holds ' .. Portfolio['PARTS'].Quantity) end\n";
    static const char *const moments[] = {"more", "3 12", "4 16", "in", "8 11", NULL};
    compare("several", source, "8 11 60", moments);
}

/* What a removal waits for is an order, without a position. */
SUITE(live_goes_on_with_a_removal_that_waits)
{
    static const char source[] =
        "function Initialize()\n"
        "  SetStartDate(2013, 10, 4) SetEndDate(2013, 10, 9)\n"
        "  AddEquity('PARTS', Resolution.Daily)\n"
        "  Schedule.On('send', DateRules.On(2013, 10, 7), TimeRules.At(20, 0), function()\n"
        "    MarketOrder('PARTS', 10) end)\n"
        "  Schedule.On('out', DateRules.On(2013, 10, 7), TimeRules.At(20, 30), function()\n"
        "    RemoveSecurity('PARTS') Log('removed') end)\n"
        "  Schedule.On('late', DateRules.On(2013, 10, 7), TimeRules.At(21, 0), function()\n"
        "    Log('late') end)\n"
        "  Schedule.On('in', DateRules.On(2013, 10, 8), TimeRules.At(2, 0), function()\n"
        "    local again = AddEquity('PARTS', Resolution.Daily)\n"
        "    Log(('price %g, there %s'):format(again.Price, "
        "tostring(Securities.ContainsKey('PARTS'))))\n"
        "  end)\n"
        "end\n";
    static const char *const moments[] = {"removed", "late", NULL};
    compare("waits", source, "price 102, there true", moments);
}

/* Two resolutions of set-up, which went and came again; the process dies twice behind that. */
SUITE(live_goes_on_twice_with_several_resolutions)
{
    static const char source[] =
        "local function add() for _, r in ipairs({Resolution.Daily, Resolution.Hour}) do\n"
        "  AddEquity('PARTS', r) end end\n"
        "function Initialize()\n"
        "  SetStartDate(2013, 10, 1) SetEndDate(2013, 10, 9)\n"
        "  add()\n"
        "  Schedule.On('out', DateRules.On(2013, 10, 2), TimeRules.At(20, 0), function()\n"
        "    RemoveSecurity('PARTS') end)\n"
        "  Schedule.On('in', DateRules.On(2013, 10, 3), TimeRules.At(12, 30), add)\n"
        "  Schedule.On('night', DateRules.EveryDay(), TimeRules.At(22, 0), function()\n"
        "    Log('night ' .. Time.Day) end)\n"
        "end\n"
        "function OnData(data)\n"
        "  local bar = Securities.ContainsKey('PARTS') and data.Bars['PARTS']\n"
        "  if not bar then return end\n"
        "  Plot('length', bar.Period.TotalMinutes) Plot('price', bar.Close)\n"
        "  if Time.Hour == 14 then MarketOrder('PARTS', 1) end\n"
        "end\n"
        "function OnEndOfAlgorithm() Log('holds ' .. Portfolio['PARTS'].Quantity) end\n";
    char root[LIVE_KIT_PATH];
    live_kit kit;
    snprintf(root, sizeof root, "%s/live_subscriptions", check_tmp());
    write_data(root);
    char *whole = report("twice_whole", source, false, NULL, "holds ");
    live_kit_init(&kit, "twice", source);
    kit.data = root;
    kit.kill_on = "night 3";
    CHECK_INT("killed", live_kit_run(&kit), LIVE_KIT_KILLED);
    char *got = live_kit_report_of(&kit, "night 4", "holds ");
    /* the rows before are those that each process has read */
    const char *is = strstr(got, "\"statistics\""), *was = strstr(whole, "\"statistics\"");
    CHECK_STR("as if it had not been killed", is ? is : "nothing", was ? was : "");
    free(got);
    free(whole);
}
