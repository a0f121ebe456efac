/* test_live_resume.c - what a live run finds when it goes on: after an end in order, a Quit, a full
 * disk, with another feed. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "resume_kit.h"

enum {
    LEAVES = 12,
    MOST_PROCESSES = 200,
    FULL = 180 * 1024,
    MEMORY_TRIES = 40
};

static int count(const char *text, const char *part)
{
    int n = 0;
    for (const char *at = strstr(text, part); at; at = strstr(at + 1, part))
        n++;
    return n;
}

/* -- an end in order -------------------------------------------------------------------------- */

/* Processes of one run, each but the last asked to end in order at some time. */
static void leave_often(live_kit *kit)
{
    check_rng rng = {RESUME_KIT_SEED};
    int leaves = 0, processes = 0;
    do {
        kit->leave_at = leaves < LEAVES ? (long)check_random_in(&rng, 8, 30) : 0;
        CHECK_INT("ends", live_kit_run(kit), LIVE_KIT_ENDED);
        leaves += resume_kit_is_kept(kit);
    } while (resume_kit_is_kept(kit) && ++processes < MOST_PROCESSES);
    CHECK("it was left often", leaves >= 3);
}

/* Neither what OnEndOfAlgorithm does nor the last sample of a process is part of what goes on. */
SUITE(live_resume_after_an_end_in_order)
{
    live_kit kit;
    resume_kit_set_up(&kit, "leave", resume_kit_trader);
    leave_often(&kit);
    resume_kit_same("as if it had not been left", resume_kit_report(&kit),
                    resume_kit_whole(&kit, "leave_whole"));
}

/* The hash of all orders tells whether an order's request had a time of its own. */
SUITE(live_resume_of_dated_orders)
{
    live_kit kit;
    resume_kit_set_up(&kit, "dated",
                      RESUME_KIT_SETUP
                      "end\n"
                      "function OnData()\n"
                      "  if Time.Day > 10 then return end\n"
                      "  Transactions.AddOrder { OrderType = 'Market', Symbol = day, Quantity = 1, "
                      "Time = Time }\n"
                      "end\n");
    kit.leave_at = 60;
    CHECK_INT("is left", live_kit_run(&kit), LIVE_KIT_ENDED);
    CHECK("and kept", resume_kit_is_kept(&kit));
    kit.leave_at = 0;
    CHECK_INT("goes on to its end", live_kit_run(&kit), LIVE_KIT_ENDED);
    CHECK("which is one", !resume_kit_is_kept(&kit));
    resume_kit_same("as if it had not been left", resume_kit_report(&kit),
                    resume_kit_whole(&kit, "dated_whole"));
}

/* Asked to end in the last step of all, it has ended by itself: nothing was cut short or is kept.
 */
SUITE(live_resume_nothing_of_a_run_left_at_its_end)
{
    static const struct {
        const char *leave_on, *status;
        bool kept;
    } rows[] = {{"12-19", "\"status\":\"Stopped\"", true},
                {"12-20", "\"status\":\"Completed\"", false},
                {"the end", "\"status\":\"Completed\"", false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char name[16];
        live_kit kit;
        snprintf(name, sizeof name, "end%zu", i);
        resume_kit_set_up(&kit, name,
                          RESUME_KIT_SETUP
                          "end\n"
                          "function OnData() Log(('%02d-%02d'):format(Time.Month, Time.Day)) end\n"
                          "function OnEndOfAlgorithm() Log('the end') end\n");
        kit.leave_on = rows[i].leave_on;
        CHECK_INT(rows[i].leave_on, live_kit_run(&kit), LIVE_KIT_ENDED);
        char *report = resume_kit_report(&kit);
        CHECK_HAS(rows[i].leave_on, report, rows[i].status);
        CHECK(rows[i].leave_on, resume_kit_is_kept(&kit) == rows[i].kept);
        free(report);
    }
}

SUITE(live_resume_after_quit)
{
    live_kit kit;
    resume_kit_set_up(
        &kit, "quit",
        RESUME_KIT_SETUP
        "end\n"
        "function OnData(data)\n"
        "  Plot('price', day.Price)\n"
        "  if Time.Day == 8 and Time.Month == 10 then MarketOrder(day, 5) Quit('enough') end\n"
        "end\n"
        "function OnEndOfAlgorithm() Log('steps end') Plot('end', 1) end\n");
    CHECK_INT("stops", live_kit_run(&kit), LIVE_KIT_ENDED);
    char *report = resume_kit_report(&kit);
    CHECK_HAS("status", report, "\"status\":\"Stopped\"");
    CHECK_HAS("so far", report, "\"steps\":6,");
    free(report);
    CHECK("kept", resume_kit_is_kept(&kit));
    CHECK_INT("goes on", live_kit_run(&kit), LIVE_KIT_ENDED);
    report = resume_kit_report(&kit);
    CHECK_HAS("to its end", report, "\"status\":\"Completed\"");
    CHECK_HAS("all steps", report, "\"steps\":58,");
    CHECK_INT("the order of the first process", count(report, "\"status\":\"Filled\""), 1);
    CHECK_HAS("one end", report, "\"points\":[[\"2013-12-20 16:00:00\",1.0]]");
    free(report);
    char *log = live_kit_text(kit.log);
    CHECK_HAS(
        "told", log,
        "resumed at 2013-10-08 16:00:00: cash 10000.00, 0 positions, 1 order, 1 of them open");
    free(log);
    CHECK("forgotten", !resume_kit_is_kept(&kit));
}

/* -- killed in a callback --------------------------------------------------------------------- */

/* Says where it is; what is done before is done again when it is killed there. */
static const char TALKER[] = RESUME_KIT_SETUP
    "  SetStartDate(2013, 10, 8) Log('setting up')\n"
    "  SetWarmUp(3)\n"
    "  average = SMA(day, 3)\n"
    "  Schedule.On('noon', DateRules.EveryDay('DAY'), TimeRules.At(12, 0), function()\n"
    "    if IsWarmingUp then return end\n"
    "    MarketOrder(day, 1, 'noon') Log('noon ' .. Time.Day) end)\n"
    "  Schedule.On('models', DateRules.On(2013, 10, 15), TimeRules.At(7, 0), function()\n"
    "    day:SetFeeModel(ConstantFeeModel(4)) day:SetFillModel(NextOpenFillModel())\n"
    "    day:SetLeverage(3) Log('models') end)\n"
    "  Schedule.On('then', DateRules.On(2013, 10, 15), TimeRules.At(8, 0), function()\n"
    "    Log('then') end)\n"
    "end\n"
    "function OnWarmupFinished() Log('warm') end\n"
    "function OnData(data)\n"
    "  if IsWarmingUp then Log('warming up') return end\n"
    "  MarketOrder(day, 2, 'data') Plot('price', average.Value) Log('data ' .. Time.Day)\n"
    "end\n"
    "function OnOrderEvent(event) Log('order ' .. event.OrderId) end\n"
    "function OnEndOfAlgorithm() Plot('end', Portfolio.Cash) Log('the end') end\n";

SUITE(live_resume_after_a_kill_in_a_callback)
{
    static const char *const moments[] = {"setting up", "warming up", "warm",
                                          "noon 15",    "models",     "then",
                                          "data 16",    "order 9",    "the end"};
    live_kit kit;
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        char name[64];
        snprintf(name, sizeof name, "callback_%zu", i);
        resume_kit_set_up(&kit, name, TALKER);
        kit.kill_on = moments[i];
        CHECK_INT(moments[i], live_kit_run(&kit), LIVE_KIT_KILLED);
        kit.kill_on = NULL;
        if (i > 2) /* a run that goes on calls OnWarmupFinished, and is killed there */
            kit.kill_on = "warm";
        CHECK_INT("once more", live_kit_run(&kit), i > 2 ? LIVE_KIT_KILLED : LIVE_KIT_ENDED);
        kit.kill_on = NULL;
        if (i > 2)
            CHECK_INT("goes on", live_kit_run(&kit), LIVE_KIT_ENDED);
        snprintf(name, sizeof name, "callback_whole_%zu", i);
        resume_kit_same(moments[i], resume_kit_report(&kit), resume_kit_whole(&kit, name));
        CHECK("forgotten", !resume_kit_is_kept(&kit));
    }
}

/* -- orders that wait, and changes of them ----------------------------------------------------- */

/* Orders with prices of their own, that trail, expire and are changed between two bars: the changes
   wait for the next one, and a process that ends meanwhile must not lose them. */
static const char WAITER[] =
    "local function sum_of(text)\n"
    "  local sum = 0\n"
    "  for i = 1, #text do sum = (31 * sum + text:byte(i)) % 1000003 end\n"
    "  return sum\n"
    "end\n" RESUME_KIT_SETUP
    "  Schedule.On('noon', DateRules.EveryDay('DAY'), TimeRules.At(12, 0), function()\n"
    "    local open = Transactions.GetOpenOrderTickets()\n"
    "    for i, ticket in ipairs(open) do\n"
    "      if ticket.OrderType == OrderType.Limit and i % 3 == 1 then\n"
    "        ticket:Update{ LimitPrice = ticket:Get('LimitPrice') + 2, Tag = 'up' }\n"
    "      elseif i % 4 == 2 then\n"
    "        ticket:Cancel('noon')\n"
    "      end\n"
    "    end\n"
    "    Log('waits')\n"
    "  end)\n"
    "  Schedule.On('later', DateRules.EveryDay('DAY'), TimeRules.At(13, 0), function()\n"
    "    Plot('open', #Transactions.GetOpenOrders())\n"
    "    local past = ''\n"
    "    for _, ticket in ipairs(Transactions.GetOrderTickets()) do\n"
    "      for _, event in ipairs(ticket.OrderEvents) do\n"
    "        past = past .. event .. tostring(event.Time)\n"
    "      end\n"
    "    end\n"
    "    Plot('past', sum_of(past))\n"
    "  end)\n"
    "end\n"
    "function OnData(data)\n"
    "  local date = OrderProperties(TimeInForce.GoodTilDate(Time:AddDays(3)))\n"
    "  LimitOrder(day, 2, day.Price - 1.5, nil, date)\n"
    "  TrailingStopOrder(day, -1, 0.03, true)\n"
    "  StopLimitOrder(day, 1, day.Price + 3, day.Price + 2.5)\n"
    "  LimitIfTouchedOrder(day, -1, day.Price + 2, day.Price + 1)\n"
    "end\n"
    "function OnOrderEvent(event)\n"
    "  Plot('events', event.OrderId)\n"
    "  if event.Ticket.LastUpdateTime then Plot('updates', event.Ticket.LastUpdateTime.Day) end\n"
    "end\n";

SUITE(live_resume_of_orders_that_wait)
{
    live_kit kit;
    resume_kit_set_up(&kit, "waiting", WAITER);
    leave_often(&kit);
    char *report = resume_kit_report(&kit);
    CHECK("orders of each kind filled", count(report, "\"type\":\"TrailingStop\"") > 5);
    CHECK("some were changed", count(report, "\"tag\":\"up\"") > 3);
    CHECK("some were cancelled", count(report, "\"tag\":\"noon\"") > 3);
    resume_kit_same("as if it had not been left", report, resume_kit_whole(&kit, "waiting_whole"));
}

/* The tag of an order that was filled before: asked for in one process, set in the next one, which
   is killed later. No event of the order tells that it is to be saved again. */
SUITE(live_resume_behind_a_tag_of_a_closed_order)
{
    static const char source[] = RESUME_KIT_SETUP
        "  Schedule.On('noon', DateRules.On(2013, 10, 3), TimeRules.At(12, 0), function()\n"
        "    Transactions.GetOrderTickets()[1]:UpdateTag('afterwards') Quit()\n"
        "  end)\n"
        "end\n"
        "function OnData(data)\n"
        "  if Time.Month > 10 then return end\n"
        "  if Time.Day == 1 then MarketOrder(day, 3, 'before') end\n"
        "  local first = Transactions.GetOrderTickets()[1]\n"
        "  Log('day ' .. Time.Day .. ' ' .. first.Status .. ' ' .. first.Tag)\n"
        "end\n";
    live_kit kit;
    peri_saved_head head;
    resume_kit_set_up(&kit, "tag", source);
    CHECK_INT("leaves", live_kit_run(&kit), LIVE_KIT_ENDED);
    CHECK("the tag waits", live_kit_saved(&kit, &head) && head.changes == 1);
    kit.kill_on = "day 7 ";
    CHECK_INT("is killed", live_kit_run(&kit), LIVE_KIT_KILLED);
    CHECK("it waits no more", live_kit_saved(&kit, &head) && head.changes == 0);
    kit.kill_on = NULL;
    CHECK_INT("goes on", live_kit_run(&kit), LIVE_KIT_ENDED);
    char *log = live_kit_text(kit.log), *report = resume_kit_report(&kit);
    CHECK_HAS("it was filled", log, "day 2 Filled before");
    CHECK_HAS("then it got the tag", log, "day 3 Filled afterwards");
    CHECK_HAS("and has it behind the kill", log, "day 7 Filled afterwards");
    CHECK_INT("not the old one", count(log, "day 7 Filled before"), 0);
    CHECK_HAS("to the end", report, "\"tag\":\"afterwards\"");
    free(log);
    free(report);
}

/* -- removed and added again ------------------------------------------------------------------ */

/* The strategy's own object, made in Initialize, is the one that was added last. */
SUITE(live_resume_of_a_symbol_added_again)
{
    live_kit kit;
    resume_kit_set_up(
        &kit, "again",
        RESUME_KIT_SETUP
        "  Schedule.On('gone', DateRules.On(2013, 10, 4), TimeRules.At(18, 0), function()\n"
        "    RemoveSecurity('DAY') end)\n"
        "  AddData('coin', Resolution.Daily)\n"
        "  Schedule.On('back', DateRules.On(2013, 10, 9), TimeRules.At(18, 0), function()\n"
        "    day = AddEquity('DAY', Resolution.Daily) day:SetLeverage(3) end)\n"
        "end\n"
        "function OnData(data)\n"
        "  if Time.Month ~= 10 then return end\n"
        "  if Time.Day == 2 and Time.Hour == 16 then MarketOrder(day, 5) end\n"
        "  if Time.Day == 11 and Time.Hour == 16 then Quit() end\n"
        "  if Time.Day == 14 and Time.Hour == 16 then\n"
        "    Log(('%s %g %g'):format(day.HasData, day.Price, day.Leverage))\n"
        "    MarketOrder(day, 7)\n"
        "  end\n"
        "  if Time.Day == 16 and Time.Hour == 16 then\n"
        "    Log(('holds %g, worth %g'):format(Portfolio['DAY'].Quantity,\n"
        "      Portfolio.TotalPortfolioValue))\n"
        "    Quit()\n"
        "  end\n"
        "end\n");
    CHECK_INT("stops", live_kit_run(&kit), LIVE_KIT_ENDED);
    CHECK_INT("goes on", live_kit_run(&kit), LIVE_KIT_ENDED);
    char *log = live_kit_text(kit.log);
    CHECK_HAS("the first one was closed", log, "0 positions, 2 orders, 0 of them open");
    CHECK_HAS("its own object", log, "true 111 3");
    /* 5 bought at 103 (fee 1), sold at the next open at 105 (fee 1); 7 bought at 111 (fee 1), now
       113 */
    CHECK_HAS("what both made", log, "holds 7, worth 10021");
    free(log);
    CHECK_INT("and again", live_kit_run(&kit), LIVE_KIT_ENDED);
    char *report = live_kit_text(kit.report);
    CHECK_HAS("ends", report, "\"status\":\"Completed\"");
    CHECK_HAS("each order once", report, "\"total_orders\":3,");
    free(report);
}

/* -- a full disk ------------------------------------------------------------------------------ */

SUITE(live_resume_after_a_full_disk)
{
    live_kit kit;
    peri_saved_head head;
    resume_kit_set_up(&kit, "no_room", resume_kit_trader);
    kit.file_most = FULL;
    kit.kill_on = "how the run stands cannot be saved";
    CHECK_INT("it is told", live_kit_run(&kit), LIVE_KIT_KILLED);
    char *text = live_kit_text(kit.log);
    CHECK_HAS("why", text, "live run's file '");
    CHECK_HAS("why", text, "disk");
    free(text);
    CHECK("some steps are kept", live_kit_saved(&kit, &head) && head.steps > 3);
    kit.kill_on = NULL;
    CHECK_INT("goes on without, to its end", live_kit_run(&kit), LIVE_KIT_ENDED);
    resume_kit_same("all the same", resume_kit_report(&kit),
                    resume_kit_whole(&kit, "no_room_whole"));
    CHECK("what was kept stays", live_kit_saved(&kit, &head) && head.steps > 3);
    kit.file_most = 0;
    CHECK_INT("with room again", live_kit_run(&kit), LIVE_KIT_ENDED);
    resume_kit_same("as if nothing had been", resume_kit_report(&kit),
                    resume_kit_whole(&kit, "no_room_whole"));
}

/* -- without memory --------------------------------------------------------------------------- */

/* A process that runs out of memory leaves the run as it was at its last step. */
SUITE(live_resume_without_memory)
{
    check_rng rng = {RESUME_KIT_SEED};
    live_kit kit;
    int failed = 0, others = 0;
    resume_kit_set_up(&kit, "memory", resume_kit_trader);
    for (int i = 0; i < MEMORY_TRIES; i++) {
        kit.fail_at = (long)check_random_in(&rng, 1, i % 2 == 0 ? 300 : 1500);
        kit.kill_at = 60; /* or it ends */
        live_kit_end end = live_kit_run(&kit);
        if (end != LIVE_KIT_FAILED)
            continue;
        failed++;
        char *text = live_kit_text(kit.report);
        bool is_memory = strstr(text, "memory") != NULL;
        if (!is_memory)
            printf("     seed %d, at %ld: %s\n", RESUME_KIT_SEED, kit.fail_at, text);
        others += !is_memory;
        free(text);
    }
    CHECK("some failed", failed > 3);
    CHECK_INT("for want of memory", others, 0);
    kit.fail_at = kit.kill_at = 0;
    CHECK_INT("ends", live_kit_run(&kit), LIVE_KIT_ENDED);
    resume_kit_same("as if nothing had been", resume_kit_report(&kit),
                    resume_kit_whole(&kit, "memory_whole"));
}

/* -- the feed --------------------------------------------------------------------------------- */

SUITE(live_resume_with_another_feed)
{
    live_kit kit;
    char feed[400];
    resume_kit_set_up(&kit, "feed", resume_kit_trader);
    memset(feed, 'f', sizeof feed - 1); /* longer than what is kept of it */
    feed[sizeof feed - 1] = '\0';
    kit.feed = feed;
    kit.kill_at = 40;
    CHECK_INT("killed", live_kit_run(&kit), LIVE_KIT_KILLED);
    CHECK("kept", resume_kit_is_kept(&kit));
    kit.kill_at = 0;
    kit.feed = "another";
    CHECK_INT("refused", live_kit_run(&kit), LIVE_KIT_FAILED);
    char *text = live_kit_text(kit.report);
    CHECK_HAS("why", text, "not 'another': give that one, another --name, or --state fresh");
    free(text);
    CHECK("still kept", resume_kit_is_kept(&kit));
    kit.feed = feed;
    CHECK_INT("its own", live_kit_run(&kit), LIVE_KIT_ENDED);
    resume_kit_same("goes on", resume_kit_report(&kit), resume_kit_whole(&kit, "feed_whole"));
}
