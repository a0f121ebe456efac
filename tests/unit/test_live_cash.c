/* test_live_cash.c - the cash book of live runs that are killed and go on. */
#include "check.h"
#include "live_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Buys euros for pounds, each day a few; pays in euros; plots what is there. */
static const char SWAPPER[] =
    "function Initialize()\n"
    "  SetStartDate(2013, 10, 1) SetEndDate(2013, 10, 30) SetCash(10000)\n"
    "  SetCash('XTS', 7, 0.5)\n"
    "  pair = AddCrypto('EURUSD', Resolution.Daily)\n"
    "  cross = AddCrypto('EURGBP', Resolution.Daily)\n"
    "  cross:SetFeeModel(function() return 0.25, 'EUR' end)\n"
    "end\n"
    "function OnData(data)\n"
    "  local book = Portfolio.CashBook\n"
    "  if data[cross] then MarketOrder(cross, Time.Day % 3 == 0 and -2 or 5) end\n"
    "  Plot('EUR', book.EUR.Amount) Plot('GBP', book.GBP.Amount)\n"
    "  Plot('rate', book.GBP.ConversionRate) Plot('value', Portfolio.TotalPortfolioValue)\n"
    "end\n";

static char *ended_report(const live_kit *kit, const char *what)
{
    CHECK_INT(what, live_kit_run(kit), LIVE_KIT_ENDED);
    char *report = live_kit_text(kit->report);
    live_kit_cut_trainings(report);
    return report;
}

static void set_up(live_kit *kit, const char *name, const char *source)
{
    live_kit_init(kit, name, source);
    kit->data = "tests/data";
}

/* Sells each second day; the money comes three trading days later. */
static const char SELLER[] =
    "function Initialize()\n"
    "  SetStartDate(2013, 10, 1) SetEndDate(2013, 10, 30) SetCash(10000)\n"
    "  SetBrokerageModel(BrokerageName.Default, AccountType.Cash)\n"
    "  day = AddEquity('DAY', Resolution.Daily)\n"
    "  day:SetSettlementModel(DelayedSettlementModel(3, TimeSpan.FromHours(6)))\n"
    "end\n"
    "function OnData(data)\n"
    "  MarketOrder(day, Time.Day % 2 == 0 and 3 or -2)\n"
    "  Plot('GBP', Portfolio.UnsettledCash) Plot('cash', Portfolio.CashBook.USD.Amount)\n"
    "end\n";

static void check_kills(const char *name, const char *source)
{
    live_kit kit, whole_kit;
    set_up(&kit, name, source);
    set_up(&whole_kit, "cash_whole", "");
    memcpy(whole_kit.strategy, kit.strategy, sizeof whole_kit.strategy);
    char *whole = ended_report(&whole_kit, "the whole run");
    CHECK_HAS("there is something to keep", whole, "\"GBP\"");
    for (long at = 6; at <= 24; at += 6) {
        kit.kill_at = at;
        CHECK_INT("killed", live_kit_run(&kit), LIVE_KIT_KILLED);
        kit.kill_at = 0;
        char *report = ended_report(&kit, "goes on");
        if (!CHECK("as if it had not been killed", strcmp(report, whole) == 0))
            printf("     killed at %ld\n     got  %s\n     want %s\n", at, report, whole);
        free(report);
    }
    free(whole);
}

SUITE(live_cash_of_a_killed_run)
{
    check_kills("cash", SWAPPER);
}

SUITE(live_cash_that_has_not_come)
{
    check_kills("cash_later", SELLER);
}
