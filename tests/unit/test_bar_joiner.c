/* test_bar_joiner.c - parts joined into bars, against a plain model. */
#include "check.h"
#include "hours_kit.h"
#include "market/bar_joiner.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

/* A market of New York with sessions from 9:30 to 16:00. */
struct kit {
    peri_zones *zones;
    peri_hours *hours;
    peri_bar_joiner joiner;
};

static void open_kit(struct kit *kit, peri_resolution resolution, bool extended)
{
    const peri_week week = hours_kit_week("1998-01-01", hours_kit_equity);
    CHECK_INT("zones", peri_zones_open(&kit->zones, NULL), PERI_OK);
    kit->hours = hours_kit_make(kit->zones, "America/New_York", &week, 1, NULL, 0);
    const peri_security security = {.type = PERI_TYPE_EQUITY,
                                    .resolution = resolution,
                                    .hours = kit->hours,
                                    .extended = extended};
    peri_bar_joiner_init(&kit->joiner, &security);
}

static void close_kit(struct kit *kit)
{
    peri_hours_close(kit->hours);
    peri_zones_close(kit->zones);
}

static peri_bar at(const char *utc, double price, double volume)
{
    int64_t time = hours_kit_time(utc);
    return (peri_bar){time, time + 1, price, price, price, price, volume};
}

static peri_join add(struct kit *kit, peri_bar part, peri_bar *done, bool *is_done)
{
    return peri_bar_joiner_add(&kit->joiner, &part, done, is_done);
}

SUITE(joiner_days_are_sessions)
{
    struct kit kit;
    peri_bar done;
    bool is_done;
    open_kit(&kit, PERI_RES_DAILY, false);
    CHECK_INT("before the open", add(&kit, at("2013-10-07 13:29", 5, 1), &done, &is_done),
              PERI_JOIN_OUTSIDE);
    CHECK_INT("at the open", add(&kit, at("2013-10-07 13:30", 6, 1), &done, &is_done),
              PERI_JOIN_TAKEN);
    CHECK_INT("later", add(&kit, at("2013-10-07 19:59", 4, 2), &done, &is_done), PERI_JOIN_TAKEN);
    CHECK_INT("at the close", add(&kit, at("2013-10-07 20:00", 9, 1), &done, &is_done),
              PERI_JOIN_OUTSIDE);
    CHECK("not before its end",
          !peri_bar_joiner_flush(&kit.joiner, hours_kit_time("2013-10-07 20:00") - 1, &done));
    CHECK("at its end",
          peri_bar_joiner_flush(&kit.joiner, hours_kit_time("2013-10-07 20:00"), &done));
    CHECK_INT("from the open", done.start_ns, hours_kit_time("2013-10-07 13:30"));
    CHECK_INT("to the close", done.end_ns, hours_kit_time("2013-10-07 20:00"));
    CHECK("its numbers",
          done.open == 6 && done.high == 6 && done.low == 4 && done.close == 4 && done.volume == 3);
    CHECK("once", !peri_bar_joiner_flush(&kit.joiner, INT64_MAX, &done));
    close_kit(&kit);
}

SUITE(joiner_hours_follow_the_exchange)
{
    struct kit kit;
    peri_bar done;
    bool is_done;
    open_kit(&kit, PERI_RES_HOUR, false);
    CHECK_INT("the open's hour", add(&kit, at("2013-10-07 13:45", 5, 1), &done, &is_done),
              PERI_JOIN_TAKEN);
    CHECK_INT("the next", add(&kit, at("2013-10-07 14:00", 6, 1), &done, &is_done),
              PERI_JOIN_TAKEN);
    CHECK("the first is done", is_done);
    CHECK_INT("from 9:00", done.start_ns, hours_kit_time("2013-10-07 13:00"));
    CHECK_INT("to 10:00", done.end_ns, hours_kit_time("2013-10-07 14:00"));
    CHECK_INT("late", add(&kit, at("2013-10-07 13:59", 6, 1), &done, &is_done), PERI_JOIN_LATE);
    close_kit(&kit);
}

SUITE(joiner_extended_hours)
{
    struct kit kit;
    peri_bar done;
    bool is_done;
    open_kit(&kit, PERI_RES_MINUTE, true);
    CHECK_INT("pre-market", add(&kit, at("2013-10-07 12:00", 5, 1), &done, &is_done),
              PERI_JOIN_TAKEN);
    CHECK_INT("the night", add(&kit, at("2013-10-07 06:00", 5, 1), &done, &is_done),
              PERI_JOIN_OUTSIDE);
    close_kit(&kit);
}

SUITE(joiner_volume_stays_a_number)
{
    struct kit kit;
    peri_bar done;
    bool is_done;
    open_kit(&kit, PERI_RES_MINUTE, false);
    for (int i = 0; i < 3; i++)
        CHECK_INT("taken", add(&kit, at("2013-10-07 13:30", 5, 1.5e308), &done, &is_done),
                  PERI_JOIN_TAKEN);
    CHECK("done", peri_bar_joiner_flush(&kit.joiner, INT64_MAX, &done));
    CHECK_NEAR("the largest one", done.volume, DBL_MAX, 0.0);
    close_kit(&kit);
}

/* Random trades in order of time: each minute's bar is what a plain loop over its trades says. */
SUITE(joiner_minutes_as_a_plain_loop)
{
    struct kit kit;
    const uint64_t seed = 77;
    check_rng rng = {seed};
    int64_t time = hours_kit_time("2013-10-07 13:30");
    peri_bar model = {0, 0, 0, 0, 0, 0, 0}, done;
    int wrong = 0, bars = 0;
    open_kit(&kit, PERI_RES_MINUTE, false);
    for (int i = 0; i < 4000; i++) {
        time += check_random_in(&rng, 0, 20 * PERI_SECOND);
        if (time >= hours_kit_time("2013-10-07 20:00"))
            break;
        double price = (double)check_random_in(&rng, 100, 200) / 8, size = (double)(i % 7);
        const peri_bar part = {time, time + 1, price, price, price, price, size};
        bool is_done, is_next = time / PERI_MINUTE * PERI_MINUTE != model.start_ns;
        wrong += peri_bar_joiner_add(&kit.joiner, &part, &done, &is_done) != PERI_JOIN_TAKEN;
        wrong += is_done != (is_next && bars > 0);
        wrong += is_done &&
                 (done.start_ns != model.start_ns || done.open != model.open ||
                  done.high != model.high || done.low != model.low || done.close != model.close ||
                  done.volume != model.volume || done.end_ns != model.start_ns + PERI_MINUTE);
        if (is_next) {
            model = part;
            model.start_ns = time / PERI_MINUTE * PERI_MINUTE;
            bars++;
        } else {
            model.high = fmax(model.high, price);
            model.low = fmin(model.low, price);
            model.close = price;
            model.volume += size;
        }
    }
    if (wrong > 0)
        printf("seed %llu\n", (unsigned long long)seed);
    CHECK_INT("wrong bars", wrong, 0);
    CHECK("many bars", bars > 100);
    close_kit(&kit);
}
