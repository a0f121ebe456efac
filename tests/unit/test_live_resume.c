/* test_live_resume.c - what a live run finds when it goes on: after an end in order, a Quit, a full
 * disk, with another feed, with records that were damaged. */
#include "check.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "live_kit.h"
#include "store/project_files.h"

enum {
    LEAVES = 12,
    MOST_PROCESSES = 200,
    FULL = 180 * 1024,
    MEMORY_TRIES = 40,
    SEED = 20261129
};

#define SETUP                                                                                      \
    "function Initialize()\n"                                                                      \
    "  SetStartDate(2013, 10, 1) SetEndDate(2013, 12, 20) SetCash(10000)\n"                        \
    "  day = AddEquity('DAY', Resolution.Daily)\n"

static const char TRADER[] =
    SETUP "  average = SMA(day, 4)\n"
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

static void set_up(live_kit *kit, const char *name, const char *source)
{
    live_kit_init(kit, name, source);
    kit->data = "tests/data";
    kit->clock_step = 1000000; /* a run takes as many looks at it on each machine */
}

static char *report_of(const live_kit *kit)
{
    char *report = live_kit_text(kit->report);
    live_kit_cut_trainings(report);
    return report;
}

/* The report of the same strategy file, run without an interruption. */
static char *whole_report(const live_kit *kit, const char *name)
{
    live_kit whole;
    set_up(&whole, name, "");
    memcpy(whole.strategy, kit->strategy, sizeof whole.strategy);
    CHECK_INT("the whole run ends", live_kit_run(&whole), LIVE_KIT_ENDED);
    return report_of(&whole);
}

static bool is_kept(const live_kit *kit)
{
    peri_saved_head head;
    return live_kit_saved(kit, &head);
}

static int count(const char *text, const char *part)
{
    int n = 0;
    for (const char *at = strstr(text, part); at; at = strstr(at + 1, part))
        n++;
    return n;
}

static void check_same(const char *what, char *got, char *want)
{
    if (!CHECK(what, strcmp(got, want) == 0))
        printf("     got  %s\n     want %s\n", got, want);
    free(got);
    free(want);
}

/* -- an end in order -------------------------------------------------------------------------- */

/* Neither what OnEndOfAlgorithm does nor the last sample of a process is part of what goes on. */
SUITE(live_resume_after_an_end_in_order)
{
    check_rng rng = {SEED};
    live_kit kit;
    int leaves = 0, processes = 0;
    set_up(&kit, "leave", TRADER);
    do {
        kit.leave_at = leaves < LEAVES ? (long)check_random_in(&rng, 8, 30) : 0;
        CHECK_INT("ends", live_kit_run(&kit), LIVE_KIT_ENDED);
        leaves += is_kept(&kit);
    } while (is_kept(&kit) && ++processes < MOST_PROCESSES);
    CHECK("it was left often", leaves >= 3);
    check_same("as if it had not been left", report_of(&kit), whole_report(&kit, "leave_whole"));
}

/* The hash of all orders tells whether an order's request had a time of its own. */
SUITE(live_resume_of_dated_orders)
{
    live_kit kit;
    set_up(&kit, "dated",
           SETUP "end\n"
                 "function OnData()\n"
                 "  if Time.Day > 10 then return end\n"
                 "  Transactions.AddOrder { OrderType = 'Market', Symbol = day, Quantity = 1, "
                 "Time = Time }\n"
                 "end\n");
    kit.leave_at = 60;
    CHECK_INT("is left", live_kit_run(&kit), LIVE_KIT_ENDED);
    CHECK("and kept", is_kept(&kit));
    kit.leave_at = 0;
    CHECK_INT("goes on to its end", live_kit_run(&kit), LIVE_KIT_ENDED);
    CHECK("which is one", !is_kept(&kit));
    check_same("as if it had not been left", report_of(&kit), whole_report(&kit, "dated_whole"));
}

SUITE(live_resume_after_quit)
{
    live_kit kit;
    set_up(&kit, "quit",
           SETUP
           "end\n"
           "function OnData(data)\n"
           "  Plot('price', day.Price)\n"
           "  if Time.Day == 8 and Time.Month == 10 then MarketOrder(day, 5) Quit('enough') end\n"
           "end\n"
           "function OnEndOfAlgorithm() Log('steps end') Plot('end', 1) end\n");
    CHECK_INT("stops", live_kit_run(&kit), LIVE_KIT_ENDED);
    char *report = report_of(&kit);
    CHECK_HAS("status", report, "\"status\":\"Stopped\"");
    CHECK_HAS("so far", report, "\"steps\":6,");
    free(report);
    CHECK("kept", is_kept(&kit));
    CHECK_INT("goes on", live_kit_run(&kit), LIVE_KIT_ENDED);
    report = report_of(&kit);
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
    CHECK("forgotten", !is_kept(&kit));
}

/* -- killed in a callback --------------------------------------------------------------------- */

/* Says where it is; what is done before is done again when it is killed there. */
static const char TALKER[] =
    SETUP "  SetStartDate(2013, 10, 8) Log('setting up')\n"
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
        set_up(&kit, name, TALKER);
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
        check_same(moments[i], report_of(&kit), whole_report(&kit, name));
        CHECK("forgotten", !is_kept(&kit));
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
    "end\n" SETUP
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
    check_rng rng = {SEED};
    live_kit kit;
    int leaves = 0, processes = 0;
    set_up(&kit, "waiting", WAITER);
    do {
        kit.leave_at = leaves < LEAVES ? (long)check_random_in(&rng, 8, 30) : 0;
        CHECK_INT("ends", live_kit_run(&kit), LIVE_KIT_ENDED);
        leaves += is_kept(&kit);
    } while (is_kept(&kit) && ++processes < MOST_PROCESSES);
    CHECK("it was left often", leaves >= 3);
    char *report = report_of(&kit);
    CHECK("orders of each kind filled", count(report, "\"type\":\"TrailingStop\"") > 5);
    CHECK("some were changed", count(report, "\"tag\":\"up\"") > 3);
    CHECK("some were cancelled", count(report, "\"tag\":\"noon\"") > 3);
    check_same("as if it had not been left", report, whole_report(&kit, "waiting_whole"));
}

/* -- removed and added again ------------------------------------------------------------------ */

/* The strategy's own object, made in Initialize, is the one that was added last. */
SUITE(live_resume_of_a_symbol_added_again)
{
    live_kit kit;
    set_up(&kit, "again",
           SETUP
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
    set_up(&kit, "no_room", TRADER);
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
    check_same("all the same", report_of(&kit), whole_report(&kit, "no_room_whole"));
    CHECK("what was kept stays", live_kit_saved(&kit, &head) && head.steps > 3);
    kit.file_most = 0;
    CHECK_INT("with room again", live_kit_run(&kit), LIVE_KIT_ENDED);
    check_same("as if nothing had been", report_of(&kit), whole_report(&kit, "no_room_whole"));
}

/* -- without memory --------------------------------------------------------------------------- */

/* A process that runs out of memory leaves the run as it was at its last step. */
SUITE(live_resume_without_memory)
{
    check_rng rng = {SEED};
    live_kit kit;
    int failed = 0, others = 0;
    set_up(&kit, "memory", TRADER);
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
            printf("     seed %d, at %ld: %s\n", SEED, kit.fail_at, text);
        others += !is_memory;
        free(text);
    }
    CHECK("some failed", failed > 3);
    CHECK_INT("for want of memory", others, 0);
    kit.fail_at = kit.kill_at = 0;
    CHECK_INT("ends", live_kit_run(&kit), LIVE_KIT_ENDED);
    check_same("as if nothing had been", report_of(&kit), whole_report(&kit, "memory_whole"));
}

/* -- the feed --------------------------------------------------------------------------------- */

SUITE(live_resume_with_another_feed)
{
    live_kit kit;
    char feed[400];
    set_up(&kit, "feed", TRADER);
    memset(feed, 'f', sizeof feed - 1); /* longer than what is kept of it */
    feed[sizeof feed - 1] = '\0';
    kit.feed = feed;
    kit.kill_at = 40;
    CHECK_INT("killed", live_kit_run(&kit), LIVE_KIT_KILLED);
    CHECK("kept", is_kept(&kit));
    kit.kill_at = 0;
    kit.feed = "another";
    CHECK_INT("refused", live_kit_run(&kit), LIVE_KIT_FAILED);
    char *text = live_kit_text(kit.report);
    CHECK_HAS("why", text, "not 'another': give that one, another --name, or --state fresh");
    free(text);
    CHECK("still kept", is_kept(&kit));
    kit.feed = feed;
    CHECK_INT("its own", live_kit_run(&kit), LIVE_KIT_ENDED);
    check_same("goes on", report_of(&kit), whole_report(&kit, "feed_whole"));
}

/* -- damaged records -------------------------------------------------------------------------- */

struct copy {
    int64_t id; /* the first one; -1: none */
    unsigned char bytes[4096];
    size_t len;
};

static int copy_first(void *ctx, int64_t id, const void *bytes, size_t len, peri_error *err)
{
    struct copy *copy = ctx;
    (void)err;
    if (copy->id >= 0 || len > sizeof copy->bytes)
        return PERI_OK;
    copy->id = id;
    copy->len = len;
    memcpy(copy->bytes, bytes, len);
    return PERI_OK;
}

static peri_run_db *open_file(const live_kit *kit)
{
    char *path = peri_project_run_file(kit->store, "run");
    peri_run_db *db = NULL;
    CHECK_INT("opens", peri_run_db_open(path, 0, &db, NULL), PERI_OK);
    peri_free(path);
    return db;
}

static struct copy first_of(const live_kit *kit, int kind)
{
    struct copy copy = {.id = -1};
    peri_run_db *db = open_file(kit);
    peri_run_db_each(db, kind, copy_first, &copy, NULL);
    peri_run_db_close(db);
    return copy;
}

static void put_back(const live_kit *kit, int kind, const struct copy *copy, size_t len)
{
    peri_run_db *db = open_file(kit);
    peri_run_db_begin(db, NULL);
    CHECK_INT("put", peri_run_db_put(db, kind, copy->id, copy->bytes, len, NULL), PERI_OK);
    CHECK_INT("commit", peri_run_db_commit(db, NULL), PERI_OK);
    peri_run_db_close(db);
}

static void run_sql(const live_kit *kit, const char *sql)
{
    char *path = peri_project_run_file(kit->store, "run");
    sqlite3 *raw = NULL;
    CHECK_INT("opens", sqlite3_open(path, &raw), SQLITE_OK);
    CHECK_INT("runs", sqlite3_exec(raw, sql, NULL, NULL, NULL), SQLITE_OK);
    CHECK_INT("one", sqlite3_changes(raw), 1);
    sqlite3_close(raw);
    peri_free(path);
}

static void take_away(const live_kit *kit, int kind, int64_t id)
{
    char sql[100];
    snprintf(sql, sizeof sql, "DELETE FROM record WHERE kind = %d AND id = %lld", kind,
             (long long)id);
    run_sql(kit, sql);
}

static void check_refused(live_kit *kit, const char *which)
{
    CHECK_INT("refused", live_kit_run(kit), LIVE_KIT_FAILED);
    char *text = live_kit_text(kit->report);
    CHECK_HAS("which", text, which);
    CHECK_HAS("what to do", text, "cannot be read (--state fresh begins anew)");
    free(text);
}

/* The first record of each kind cut, then the same with a byte too many, then without it. */
SUITE(live_resume_of_a_damaged_run)
{
    static const struct {
        int kind;
        const char *name;
    } rows[] = {{PERI_SAVED_HEAD, "head 0"},
                {PERI_SAVED_SECURITY, "security 0"},
                {PERI_SAVED_ORDER, "order 1"},
                {PERI_SAVED_TRADE, "trade 0"},
                {PERI_SAVED_EQUITY, "sample of equity 0"},
                {PERI_SAVED_DAY, "daily sample 0"},
                {PERI_SAVED_POINT, "point of a chart 0"},
                {PERI_SAVED_CAPACITY, "asset of the capacity 0"},
                {PERI_SAVED_BUILT_TRADE, "closed trade 0"},
                {PERI_SAVED_OPEN_TRADE, "open trade 0"},
                {PERI_SAVED_LOT, "lot 0"},
                {PERI_SAVED_STATISTIC, "statistic 0"}};
    live_kit kit;
    set_up(&kit, "damaged", TRADER);
    kit.kill_at = 60;
    CHECK_INT("killed", live_kit_run(&kit), LIVE_KIT_KILLED);
    kit.kill_at = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct copy copy = first_of(&kit, rows[i].kind);
        CHECK(rows[i].name, copy.id >= 0 && copy.len < sizeof copy.bytes);
        copy.bytes[copy.len] = 0;
        for (size_t len = copy.len - 1; len <= copy.len + 1; len += 2) {
            put_back(&kit, rows[i].kind, &copy, len);
            check_refused(&kit, rows[i].name);
        }
        take_away(&kit, rows[i].kind, copy.id);
        check_refused(&kit, rows[i].name);
        put_back(&kit, rows[i].kind, &copy, copy.len);
    }
    CHECK_INT("mended", live_kit_run(&kit), LIVE_KIT_ENDED);
    check_same("goes on", report_of(&kit), whole_report(&kit, "damaged_whole"));
}

/* An order in the middle, and the last one. */
SUITE(live_resume_without_an_order)
{
    live_kit kit;
    peri_saved_head head;
    char name[40];
    set_up(&kit, "no_order", TRADER);
    kit.kill_at = 60;
    CHECK_INT("killed", live_kit_run(&kit), LIVE_KIT_KILLED);
    kit.kill_at = 0;
    CHECK("some orders", live_kit_saved(&kit, &head) && head.orders > 2);
    take_away(&kit, PERI_SAVED_ORDER, head.orders);
    snprintf(name, sizeof name, "order %lld", (long long)head.orders);
    check_refused(&kit, name);
    take_away(&kit, PERI_SAVED_ORDER, 2);
    check_refused(&kit, "order 2");
}

/* Left between the request of a change and the bar that processes it. */
SUITE(live_resume_of_changes_that_wait)
{
    live_kit kit;
    peri_saved_head head;
    set_up(&kit, "changes",
           SETUP
           "  Schedule.On('noon', DateRules.On(2013, 10, 2), TimeRules.At(12, 0), function()\n"
           "    local open = Transactions.GetOpenOrderTickets()\n"
           "    open[1]:Update{ LimitPrice = 110, Quantity = 4, Tag = 'up' }\n"
           "    open[2]:Cancel('noon')\n"
           "    Quit()\n"
           "  end)\n"
           "end\n"
           "function OnData(data)\n"
           "  if Time.Month == 10 and Time.Day == 1 then\n"
           "    LimitOrder(day, 3, 50) LimitOrder(day, 3, 51)\n"
           "  end\n"
           "end\n");
    CHECK_INT("stops", live_kit_run(&kit), LIVE_KIT_ENDED);
    CHECK("two wait", live_kit_saved(&kit, &head) && head.changes == 2);
    const struct copy copy = first_of(&kit, PERI_SAVED_CHANGE);
    static const struct {
        const char *name;
        size_t at; /* byte of the record */
        unsigned char value;
    } rows[] = {{"its order", 0, 7}, {"its fields", 16, 4}, {"its quantity", 31, 0xFF}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct copy odd = copy;
        odd.bytes[rows[i].at] = rows[i].value;
        odd.bytes[30] = rows[i].at == 31 ? 0xF0 : odd.bytes[30]; /* not a number, or infinite */
        put_back(&kit, PERI_SAVED_CHANGE, &odd, odd.len);
        check_refused(&kit, "change of an order 0");
    }
    take_away(&kit, PERI_SAVED_CHANGE, copy.id);
    check_refused(&kit, "change of an order 0");
    put_back(&kit, PERI_SAVED_CHANGE, &copy, copy.len);
    CHECK_INT("mended", live_kit_run(&kit), LIVE_KIT_ENDED);
    char *report = report_of(&kit);
    CHECK_HAS("the first was changed and filled, at the open", report,
              "\"status\":\"Filled\",\"quantity\":4.0,\"limit_price\":110.0,"
              "\"time\":\"2013-10-01 16:00:00\",\"time_utc\":\"2013-10-01T20:00:00Z\","
              "\"fill_time\":\"2013-10-02 16:00:00\",\"fill_time_utc\":\"2013-10-02T20:00:00Z\","
              "\"fill_price\":102.0,\"fee\":1.0,\"tag\":\"up\"");
    CHECK_HAS("the second was cancelled", report, "\"status\":\"Canceled\",\"quantity\":3.0");
    free(report);
}

/* Numbers that no order can have. */
SUITE(live_resume_of_an_order_that_cannot_be)
{
    static const struct {
        const char *name;
        size_t at; /* byte of the record */
        unsigned char value;
    } rows[] = {{"its number", 0, 2},  {"its security", 8, 9},
                {"its type", 16, 6},   {"a type whose prices it lacks", 16, 1},
                {"its status", 24, 4}, {"its quantity", 39, 0xFF}};
    live_kit kit;
    set_up(&kit, "odd_order", TRADER);
    kit.kill_at = 60;
    CHECK_INT("killed", live_kit_run(&kit), LIVE_KIT_KILLED);
    kit.kill_at = 0;
    const struct copy copy = first_of(&kit, PERI_SAVED_ORDER);
    CHECK_INT("the first", copy.id, 1);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct copy odd = copy;
        odd.bytes[rows[i].at] = rows[i].value;
        if (rows[i].at == 39)
            odd.bytes[38] = 0xF0; /* not a number, or infinite */
        put_back(&kit, PERI_SAVED_ORDER, &odd, odd.len);
        CHECK_INT(rows[i].name, live_kit_run(&kit), LIVE_KIT_FAILED);
        char *text = live_kit_text(kit.report);
        CHECK_HAS(rows[i].name, text, "order 1 cannot be read");
        free(text);
    }
    kit.fresh = true;
    CHECK_INT("begins anew", live_kit_run(&kit), LIVE_KIT_ENDED);
    check_same("from the start", report_of(&kit), whole_report(&kit, "odd_order_whole"));
}

/* An event of an order there is not, or of no state; and one that is missing. */
SUITE(live_resume_of_an_event_that_cannot_be)
{
    static const struct {
        const char *name;
        size_t at; /* byte of the record */
        unsigned char value;
    } rows[] = {{"its order", 1, 9}, {"its status", 16, 4}, {"its quantity", 31, 0x7F}};
    live_kit kit;
    set_up(&kit, "odd_event", TRADER);
    kit.kill_at = 60;
    CHECK_INT("killed", live_kit_run(&kit), LIVE_KIT_KILLED);
    kit.kill_at = 0;
    const struct copy copy = first_of(&kit, PERI_SAVED_EVENT);
    CHECK_INT("the first", copy.id, 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct copy odd = copy;
        odd.bytes[rows[i].at] = rows[i].value;
        odd.bytes[30] = rows[i].at == 31 ? 0xF0 : odd.bytes[30]; /* infinite */
        put_back(&kit, PERI_SAVED_EVENT, &odd, odd.len);
        check_refused(&kit, "event of an order 0");
    }
    take_away(&kit, PERI_SAVED_EVENT, copy.id);
    check_refused(&kit, "event of an order 0");
    put_back(&kit, PERI_SAVED_EVENT, &copy, copy.len);
    CHECK_INT("mended", live_kit_run(&kit), LIVE_KIT_ENDED);
    check_same("goes on", report_of(&kit), whole_report(&kit, "odd_event_whole"));
}

/* A byte of the first record of each kind, changed behind our back: the sum beside it tells. */
SUITE(live_resume_of_changed_bytes)
{
    char sql[200 + 2 * sizeof((struct copy *)0)->bytes],
        hex[1 + 2 * sizeof((struct copy *)0)->bytes];
    live_kit kit;
    set_up(&kit, "changed", TRADER);
    kit.kill_at = 60;
    CHECK_INT("killed", live_kit_run(&kit), LIVE_KIT_KILLED);
    kit.kill_at = 0;
    for (int kind = PERI_SAVED_HEAD; kind <= PERI_SAVED_LAST; kind++) {
        const struct copy copy = first_of(&kit, kind);
        if (copy.id < 0)
            continue; /* no training is at work */
        for (size_t at = 0; at < copy.len; at += 1 + copy.len / 6) {
            for (size_t i = 0; i < copy.len; i++)
                snprintf(hex + 2 * i, 3, "%02x", copy.bytes[i] ^ (i == at ? 0x40 : 0));
            snprintf(sql, sizeof sql, "UPDATE record SET body = x'%s' WHERE kind = %d AND id = %d",
                     hex, kind, (int)copy.id);
            run_sql(&kit, sql);
            CHECK_INT("refused", live_kit_run(&kit), LIVE_KIT_FAILED);
            snprintf(sql, sizeof sql, "the saved run is damaged: record %d/%d", kind, (int)copy.id);
            char *text = live_kit_text(kit.report);
            CHECK_HAS("which", text, sql);
            free(text);
        }
        put_back(&kit, kind, &copy, copy.len);
    }
    CHECK_INT("mended", live_kit_run(&kit), LIVE_KIT_ENDED);
    check_same("goes on", report_of(&kit), whole_report(&kit, "changed_whole"));
}

/* -- heads that cannot be --------------------------------------------------------------------- */

static void put_head(const live_kit *kit, const peri_saved_head *head)
{
    peri_saved_head written = *head;
    struct copy copy = {.id = 0};
    peri_buf bytes;
    peri_buf_init(&bytes);
    peri_codec codec = peri_codec_write(&bytes);
    peri_code_head(&codec, &written);
    copy.len = bytes.len;
    memcpy(copy.bytes, bytes.data, bytes.len);
    put_back(kit, PERI_SAVED_HEAD, &copy, copy.len);
    peri_buf_deinit(&bytes);
}

/* Counts below 0, and such as the records do not bear out; numbers that are none. */
SUITE(live_resume_of_a_head_that_cannot_be)
{
    live_kit kit;
    peri_saved_head head, odd = {0};
    int64_t *const counts[] = {
        &odd.steps,  &odd.data_points, &odd.invalid_orders,   &odd.trainings,
        &odd.orders, &odd.trades,      &odd.equity,           &odd.days,
        &odd.points, &odd.securities,  &odd.active_trainings, &odd.capacity_assets,
        &odd.lots,   &odd.open_trades, &odd.built_trades,     &odd.statistics,
        &odd.events};
    double *const reals[] = {&odd.cash,          &odd.total_fees, &odd.total_profit,
                             &odd.start_equity,  &odd.last_daily, &odd.last_sales,
                             &odd.capacity_value};
    set_up(&kit, "odd_head", TRADER);
    kit.kill_at = 60;
    CHECK_INT("killed", live_kit_run(&kit), LIVE_KIT_KILLED);
    kit.kill_at = 0;
    CHECK("kept", live_kit_saved(&kit, &head));
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        odd = head;
        *counts[i] = i % 2 == 0 ? -1 : INT64_MIN;
        put_head(&kit, &odd);
        check_refused(&kit, "head 0");
        if (i < 4)
            continue;
        odd = head;
        *counts[i] = i % 2 == 0 ? INT64_MAX : *counts[i] + 1;
        put_head(&kit, &odd);
        check_refused(&kit, "the saved run is damaged");
    }
    for (size_t i = 0; i < sizeof reals / sizeof *reals; i++) {
        odd = head;
        *reals[i] = i % 2 == 0 ? (double)NAN : -HUGE_VAL;
        put_head(&kit, &odd);
        check_refused(&kit, "head 0");
    }
    put_head(&kit, &head);
    CHECK_INT("mended", live_kit_run(&kit), LIVE_KIT_ENDED);
    check_same("goes on", report_of(&kit), whole_report(&kit, "odd_head_whole"));
}

/* A head of version 1 had fewer fields: refused by its number, before anything else is looked at.
 */
SUITE(live_resume_of_an_older_version)
{
    live_kit kit;
    peri_saved_head head;
    set_up(&kit, "older", TRADER);
    kit.kill_at = 60;
    CHECK_INT("killed", live_kit_run(&kit), LIVE_KIT_KILLED);
    kit.kill_at = 0;
    CHECK("kept", live_kit_saved(&kit, &head));
    struct copy older = first_of(&kit, PERI_SAVED_HEAD);
    CHECK_INT("the number comes first", older.bytes[0], PERI_SAVED_VERSION);
    older.bytes[0] = 1;
    for (size_t less = 0; less <= 16; less += 8) {
        put_back(&kit, PERI_SAVED_HEAD, &older, older.len - less);
        CHECK_INT("refused", live_kit_run(&kit), LIVE_KIT_FAILED);
        char *text = live_kit_text(kit.report);
        CHECK_HAS("why", text, "of another version of perigee (--state fresh begins anew)");
        free(text);
    }
    put_head(&kit, &head);
    CHECK_INT("mended", live_kit_run(&kit), LIVE_KIT_ENDED);
    check_same("goes on", report_of(&kit), whole_report(&kit, "older_whole"));
}

/* The sampler takes none of those that follow: the head counts more than it has. */
SUITE(live_resume_of_samples_out_of_order)
{
    live_kit kit;
    peri_saved_head head;
    set_up(&kit, "order_of_samples", TRADER);
    kit.kill_at = 60;
    CHECK_INT("killed", live_kit_run(&kit), LIVE_KIT_KILLED);
    kit.kill_at = 0;
    CHECK("kept", live_kit_saved(&kit, &head));
    struct copy copy = first_of(&kit, PERI_SAVED_EQUITY);
    for (int i = 0; i < 8; i++) /* the first one's time: that of the last */
        copy.bytes[i] = (unsigned char)((uint64_t)head.clock_ns >> 8 * i);
    put_back(&kit, PERI_SAVED_EQUITY, &copy, copy.len);
    check_refused(&kit, "head 0");
}

static void put_last_sample(const live_kit *kit, const peri_saved_head *head, int64_t time_ns)
{
    struct copy copy = {.id = head->equity - 1};
    peri_sample sample = {time_ns, 10000.0};
    peri_buf bytes;
    peri_buf_init(&bytes);
    peri_codec codec = peri_codec_write(&bytes);
    peri_code_sample(&codec, &sample);
    copy.len = bytes.len;
    memcpy(copy.bytes, bytes.data, bytes.len);
    put_back(kit, PERI_SAVED_EQUITY, &copy, copy.len);
    peri_buf_deinit(&bytes);
}

/* Killed between a midnight's sample and the clock's next move: the sample is later than the clock.
 */
SUITE(live_resume_behind_a_midnight)
{
    live_kit kit;
    peri_saved_head head;
    set_up(&kit, "midnight", TRADER);
    kit.kill_at = 60;
    CHECK_INT("killed", live_kit_run(&kit), LIVE_KIT_KILLED);
    kit.kill_at = 0;
    CHECK("kept", live_kit_saved(&kit, &head));
    put_last_sample(&kit, &head, head.clock_ns + 1);
    CHECK_INT("no sample is of the future", live_kit_run(&kit), LIVE_KIT_FAILED);
    head.last_daily_ns = head.clock_ns + 1;
    put_head(&kit, &head);
    CHECK_INT("but for a daily one", live_kit_run(&kit), LIVE_KIT_ENDED);
}

/* -- records that were forged ----------------------------------------------------------------- */

/* A run that goes on from bytes with a right sum ends with a report or a reason, whatever they say.
 */
static int run_forged(const live_kit *kit, int kind, size_t at)
{
    remove(kit->report);
    live_kit_end end = live_kit_run(kit);
    char *text = live_kit_text(kit->report);
    bool ok = end != LIVE_KIT_KILLED && text[0] != '\0';
    if (!ok)
        printf("     kind %d, byte %zu\n", kind, at);
    free(text);
    return !ok;
}

/* The file as a whole, at rest. */
static void copy_file(const char *from, const char *to)
{
    char part[4096];
    size_t n;
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    if (!in || !out)
        abort();
    while ((n = fread(part, 1, sizeof part, in)) > 0)
        CHECK_INT("copies", fwrite(part, 1, n, out), n);
    fclose(in);
    fclose(out);
}

SUITE(live_resume_of_forged_bytes)
{
    live_kit kit;
    char kept[LIVE_KIT_PATH + 8];
    int died = 0;
    set_up(&kit, "forged", TRADER);
    kit.kill_at = 60;
    CHECK_INT("killed", live_kit_run(&kit), LIVE_KIT_KILLED);
    kit.kill_at = 0;
    char *path = peri_project_run_file(kit.store, "run");
    snprintf(kept, sizeof kept, "%s.kept", kit.store);
    CHECK("kept", is_kept(&kit)); /* all in the file, then */
    copy_file(path, kept);
    for (int kind = PERI_SAVED_HEAD; kind <= PERI_SAVED_LAST; kind++) {
        const struct copy copy = first_of(&kit, kind);
        if (copy.id < 0)
            continue;                                 /* no training is at work */
        for (size_t at = 3; at < copy.len; at += 4) { /* the top byte of most numbers too */
            struct copy odd = copy;
            odd.bytes[at] ^= (unsigned char)(1U << at % 8);
            put_back(&kit, kind, &odd, odd.len);
            died += run_forged(&kit, kind, at);
            copy_file(kept, path);
        }
    }
    peri_free(path);
    CHECK_INT("none died", died, 0);
}
