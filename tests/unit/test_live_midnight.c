/* test_live_midnight.c - a run that waits through nights is killed between a daily sample and the
 * next bar, at every look at its clock. */
#include <stdlib.h>

#include "check.h"
#include "live_kit.h"

enum {
    LOOKS = 90 /* at which it is killed, one after the other */
};

static const char HOLDER[] =
    "function Initialize()\n"
    "  SetStartDate(2013, 10, 1) SetEndDate(2013, 10, 15) SetCash(10000)\n"
    "  day = AddEquity('DAY', Resolution.Daily)\n"
    "end\n"
    "function OnData() if not Portfolio.Invested then SetHoldings(day, 1) end end\n";

static void set_up(live_kit *kit)
{
    live_kit_init(kit, "midnight", HOLDER);
    kit->data = "tests/data";
    kit->speed = 1e9;       /* a simulated second in a nanosecond: */
    kit->clock_step = 9000; /* two and a half hours from look to look */
}

static char *report_of(const live_kit *kit)
{
    char *report = live_kit_text(kit->report);
    live_kit_cut_trainings(report);
    return report;
}

SUITE(live_kill_around_midnight)
{
    live_kit kit;
    int kills = 0, between_days = 0;
    set_up(&kit);
    kit.fresh = true;
    CHECK_INT("the whole run", live_kit_run(&kit), LIVE_KIT_ENDED);
    char *whole = report_of(&kit);
    for (long look = 3; look <= LOOKS; look++) {
        set_up(&kit);
        kit.fresh = true;
        kit.kill_at = look;
        kills += live_kit_run(&kit) == LIVE_KIT_KILLED;
        peri_saved_head head;
        if (live_kit_saved(&kit, &head))
            between_days += head.clock_ns == head.last_daily_ns;
        kit.fresh = false;
        kit.kill_at = 0;
        CHECK_INT("goes on", live_kit_run(&kit), LIVE_KIT_ENDED);
        char *report = report_of(&kit);
        CHECK_STR("as if it had not been killed", report, whole);
        free(report);
    }
    CHECK("it was killed", kills > 50);
    CHECK("right behind a daily sample, too", between_days > 3);
    free(whole);
}

/* The last bar ends at the midnight of the last sample, which is taken again at the end: of what
   was sold since the one before, also when another process has taken that. */
SUITE(live_killed_at_the_midnight_of_its_end)
{
    static const char trader[] = "function Initialize()\n"
                                 "  SetStartDate(2013, 10, 1) SetEndDate(2013, 10, 15)\n"
                                 "  coin = AddData('coin', Resolution.Daily, 'America/New_York')\n"
                                 "end\n"
                                 "function OnData() MarketOrder(coin, 3) end\n"
                                 "function OnEndOfAlgorithm() Log('the end') end\n";
    char *whole = live_kit_report("midnight_end", trader, "tests/data", NULL, "the end");
    live_kit_same("as if it had not been killed",
                  live_kit_report("midnight_killed", trader, "tests/data", "the end", "the end"),
                  whole);
    free(whole);
}
