/* resume_kit.c - see resume_kit.h. */
#include "resume_kit.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"

const char resume_kit_trader[] = RESUME_KIT_SETUP
    "  average = SMA(day, 4)\n"
    "  Schedule.On('noon', DateRules.EveryDay('DAY'), TimeRules.At(12, 0), function()\n"
    "    if day.HasData then MarketOrder(day, Time.Day % 2 == 0 and 3 or -2, 'noon') end\n"
    "  end)\n"
    "  Plot('set up', 1) SetSummaryStatistic('set up', 1)\n"
    "end\n"
    "function OnData(data)\n"
    "  Plot('price', day.Price) SetRuntimeStatistic('month ' .. Time.Month, day.Price)\n"
    "  if average.IsReady and Time.Day % 5 == 0 then SetHoldings(day, 0.5) end\n"
    "end\n"
    "function OnEndOfAlgorithm() Plot('end', Portfolio.Cash) end\n";

void resume_kit_set_up(live_kit *kit, const char *name, const char *source)
{
    live_kit_init(kit, name, source);
    kit->data = "tests/data";
    kit->clock_step = 1000000; /* a run takes as many looks at it on each machine */
}

char *resume_kit_report(const live_kit *kit)
{
    char *report = live_kit_text(kit->report);
    live_kit_cut_trainings(report);
    return report;
}

/* The report of the same strategy file, run without an interruption. */
char *resume_kit_whole(const live_kit *kit, const char *name)
{
    live_kit whole;
    resume_kit_set_up(&whole, name, "");
    memcpy(whole.strategy, kit->strategy, sizeof whole.strategy);
    CHECK_INT("the whole run ends", live_kit_run(&whole), LIVE_KIT_ENDED);
    return resume_kit_report(&whole);
}

bool resume_kit_is_kept(const live_kit *kit)
{
    peri_saved_head head;
    return live_kit_saved(kit, &head);
}

void resume_kit_same(const char *what, char *got, char *want)
{
    live_kit_same(what, got, want);
    free(want);
}
