/* test_consolidator_quotes.c - consolidators that take bars of quotes. */
#include "check.h"
#include "hours_kit.h"

#include "market/consolidator.h"

static peri_quote_bar quote_at(int64_t minute, double bid, double ask)
{
    peri_quote_bar bar = {.start_ns = minute * PERI_MINUTE, .end_ns = (minute + 1) * PERI_MINUTE};
    if (bid > 0)
        bar.bid = (peri_quote_side){bid, bid + 1, bid - 1, bid + 0.5, 10};
    if (ask > 0)
        bar.ask = (peri_quote_side){ask, ask + 1, ask - 1, ask + 0.5, 20};
    return bar;
}

static void check_side(const char *name, const peri_quote_side *side, double open, double high,
                       double low, double close)
{
    CHECK_NEAR(name, side->open, open, 0);
    CHECK_NEAR(name, side->high, high, 0);
    CHECK_NEAR(name, side->low, low, 0);
    CHECK_NEAR(name, side->close, close, 0);
}

struct kit {
    peri_zones *zones;
    peri_hours *hours;
    peri_security security;
    peri_consolidator *consolidator;
};

static void open_kit(struct kit *kit, int rc, peri_consolidator *consolidator)
{
    const peri_zone *utc = NULL;
    *kit = (struct kit){.consolidator = consolidator};
    CHECK_INT("made", rc, PERI_OK);
    CHECK_INT("zones", peri_zones_open(&kit->zones, NULL), PERI_OK);
    CHECK_INT("zone", peri_zone_get(kit->zones, "UTC", &utc, NULL), PERI_OK);
    CHECK_INT("hours", peri_hours_always(utc, &kit->hours, NULL), PERI_OK);
    kit->security = (peri_security){.ticker = (char *)"QUO", .hours = kit->hours};
    peri_consolidator_take_quotes(consolidator);
    CHECK("takes quotes", peri_consolidator_takes_quotes(consolidator));
    CHECK_INT("attach", peri_consolidator_attach(consolidator, &kit->security, NULL), PERI_OK);
}

static void close_kit(struct kit *kit)
{
    peri_consolidator_release(kit->consolidator);
    peri_hours_close(kit->hours);
    peri_zones_close(kit->zones);
}

static void feed(const struct kit *kit, int64_t minute, double bid, double ask)
{
    const peri_quote_bar bar = quote_at(minute, bid, ask);
    CHECK_INT("update", peri_consolidator_update_quote(kit->consolidator, &bar, false, NULL),
              PERI_OK);
}

SUITE(consolidator_quotes_of_a_span)
{
    struct kit kit;
    peri_consolidator *made = NULL;
    int rc = peri_consolidator_new_span(2 * PERI_MINUTE, &made, NULL);
    open_kit(&kit, rc, made);
    feed(&kit, 0, 100, 0);
    CHECK("none is complete", !peri_consolidator_consolidated_quote(made));
    CHECK("no ask yet", !peri_quote_side_is_there(&peri_consolidator_working_quote(made)->ask));
    feed(&kit, 1, 102, 110);
    CHECK_INT("by the clock", peri_consolidator_scan(made, 2 * PERI_MINUTE, false, NULL), PERI_OK);
    const peri_quote_bar *done = peri_consolidator_consolidated_quote(made);
    check_side("bid", &done->bid, 100, 103, 99, 102.5);
    check_side("an ask that began later", &done->ask, 110, 111, 109, 110.5);
    CHECK_INT("end", done->end_ns, 2 * PERI_MINUTE);
    const peri_bar *middle = peri_consolidator_consolidated(made);
    CHECK_NEAR("the middle of the sides", middle->high, (103.0 + 111.0) / 2, 0);
    feed(&kit, 2, 104, 0);
    feed(&kit, 4, 50, 60);
    done = peri_consolidator_consolidated_quote(made);
    check_side("opens where it closed", &done->bid, 102.5, 105, 102.5, 104.5);
    check_side("a side that was not quoted stays", &done->ask, 110.5, 110.5, 110.5, 110.5);
    close_kit(&kit);
}

SUITE(consolidator_quotes_of_a_count)
{
    struct kit kit;
    peri_consolidator *made = NULL;
    int rc = peri_consolidator_new_count(2, &made, NULL);
    open_kit(&kit, rc, made);
    feed(&kit, 0, 100, 110);
    feed(&kit, 1, 90, 120);
    const peri_quote_bar *done = peri_consolidator_consolidated_quote(made);
    check_side("bid", &done->bid, 100, 101, 89, 90.5);
    CHECK_INT("from the first", done->start_ns, 0);
    CHECK_INT("to the last", done->end_ns, 2 * PERI_MINUTE);
    CHECK("nothing at hand", !peri_consolidator_working_quote(made));
    close_kit(&kit);
}
