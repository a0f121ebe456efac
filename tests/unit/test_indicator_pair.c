/* test_indicator_pair.c - indicators that are made of two others. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "check.h"
#include "indicator_kit.h"

static const double none[PERI_INDICATOR_PARAMS] = {0};

static peri_indicator *pair_of(const peri_indicator_class *cls, const double *params,
                               peri_indicator_sides sides)
{
    peri_indicator *made = NULL;
    peri_error err = {0, ""};
    CHECK_INT(err.text, peri_indicator_new_pair(cls, params, &sides, &made, &err), PERI_OK);
    return made;
}

static void feed_at(peri_indicator *indicator, int64_t time_ns, double value)
{
    CHECK_INT("fed", peri_indicator_update_value(indicator, time_ns, value, NULL), PERI_OK);
}

/* Of whose two values it is made decides their step of time. */
SUITE(indicator_pair_by_time)
{
    peri_indicator *left = kit_make("Identity", 0, 0, 0, 0);
    peri_indicator *right = kit_make("Identity", 0, 0, 0, 0);
    peri_indicator *days =
        pair_of(&peri_indicator_minus, none,
                (peri_indicator_sides){.left = left, .right = right, .step_ns = PERI_DAY});
    peri_indicator *any =
        pair_of(&peri_indicator_minus, none, (peri_indicator_sides){.left = left, .right = right});
    feed_at(left, 1 * PERI_HOUR, 5);
    feed_at(right, 30 * PERI_HOUR, 3);
    CHECK_INT("of two days", peri_indicator_samples(days), 0);
    CHECK_INT("one after the other", peri_indicator_samples(any), 1);
    feed_at(left, 47 * PERI_HOUR, 7);
    CHECK_NEAR("of one day", peri_indicator_value(days), 4.0, 0.0);
    CHECK_INT("the later time", peri_indicator_time(days), 47 * PERI_HOUR);
    CHECK_NEAR("waits for the other", peri_indicator_value(any), 2.0, 0.0);
    feed_at(right, 48 * PERI_HOUR, 1);
    CHECK_NEAR("the next day", peri_indicator_value(days), 4.0, 0.0);
    CHECK_NEAR("both are new", peri_indicator_value(any), 6.0, 0.0);
    peri_indicator_free(days);
    peri_indicator_free(any);
    peri_indicator_free(left);
    peri_indicator_free(right);
}

/* A chain of pairs ends where one of followers does. */
SUITE(indicator_pair_of_pairs)
{
    enum {
        LONGEST = 65
    };
    peri_indicator *chain[LONGEST];
    peri_indicator *made = NULL;
    peri_error err = {0, ""};
    chain[0] = kit_make("Identity", 0, 0, 0, 0);
    for (int i = 1; i < LONGEST; i++)
        chain[i] = pair_of(&peri_indicator_plus, none,
                           (peri_indicator_sides){.left = chain[i - 1], .constant = 1.0});
    kit_feed(chain[0], 5);
    CHECK_NEAR("one more each", peri_indicator_value(chain[LONGEST - 1]), 69.0, 0.0);
    const peri_indicator_sides sides = {.left = chain[0], .right = chain[LONGEST - 1]};
    CHECK_INT("no more", peri_indicator_new_pair(&peri_indicator_plus, none, &sides, &made, &err),
              PERI_EINVAL);
    CHECK_HAS("why", err.text, "more than 64 follow each other");
    kit_feed(chain[0], 6);
    CHECK_NEAR("as it was", peri_indicator_value(chain[LONGEST - 1]), 70.0, 0.0);
    peri_indicator_reset(chain[LONGEST - 1]);
    CHECK_INT("down to the first", peri_indicator_samples(chain[0]), 0);
    for (int i = 0; i < LONGEST; i++)
        peri_indicator_free(chain[i]);
}

/* Whatever allocation fails, the two sides are as before. */
SUITE(indicator_pair_without_memory)
{
    const int64_t live = peri_mem_live();
    peri_indicator *left = kit_make("Identity", 0, 0, 0, 0);
    peri_indicator *right = kit_make("Identity", 0, 0, 0, 0);
    for (long nth = 1;; nth++) {
        const peri_indicator_sides sides = {.left = left, .right = right};
        peri_indicator *made = NULL;
        peri_mem_fail_at(nth);
        const int rc = peri_indicator_new_pair(&peri_indicator_times, none, &sides, &made, NULL);
        peri_mem_fail_at(0);
        kit_feed(left, (double)nth);
        kit_feed(right, 2);
        CHECK_INT("only for want of memory", rc, made ? PERI_OK : PERI_ENOMEM);
        if (!made)
            continue;
        CHECK_NEAR("made", peri_indicator_value(made), 2.0 * (double)nth, 0.0);
        peri_indicator_free(made);
        kit_feed(left, 1);
        kit_feed(right, 1);
        break;
    }
    peri_indicator_free(left);
    peri_indicator_free(right);
    CHECK_INT("nothing is left", peri_mem_live(), live);
}

/* One of the two is gone, or what was made of them. */
SUITE(indicator_pair_outlives_its_sides)
{
    peri_indicator *left = kit_make("Identity", 0, 0, 0, 0);
    peri_indicator *right = kit_make("Identity", 0, 0, 0, 0);
    const peri_indicator_sides sides = {.left = left, .right = right};
    peri_indicator *first = pair_of(&peri_indicator_plus, none, sides);
    peri_indicator *second = pair_of(&peri_indicator_minus, none, sides);
    peri_indicator *twice =
        pair_of(&peri_indicator_plus, none, (peri_indicator_sides){.left = left, .right = left});
    peri_indicator_sides out;
    kit_feed(left, 5);
    peri_indicator_free(first);
    kit_feed(right, 2);
    CHECK_NEAR("the other one stays", peri_indicator_value(second), 3.0, 0.0);
    CHECK_NEAR("of itself", peri_indicator_value(twice), 10.0, 0.0);
    CHECK("has sides", peri_indicator_sides_of(second, &out) && out.right == right);
    peri_indicator_free(left);
    kit_feed(right, 4);
    CHECK_INT("no more values", peri_indicator_samples(second), 1);
    CHECK("no sides", !peri_indicator_sides_of(second, &out));
    CHECK("nor itself", !peri_indicator_sides_of(twice, &out));
    peri_indicator_reset(second);
    CHECK_INT("as new", peri_indicator_samples(second), 0);
    CHECK_INT("the side that is left is not its own", peri_indicator_samples(right), 2);
    peri_indicator_free(right);
    peri_indicator_free(twice);
    peri_indicator_free(second);
}

/* A side has a value that is too large to be handed on: the one before still counts. */
SUITE(indicator_pair_takes_what_was_handed_over)
{
    peri_indicator *left = kit_make("Identity", 0, 0, 0, 0);
    peri_indicator *base = kit_make("Identity", 0, 0, 0, 0);
    peri_indicator *right = pair_of(&peri_indicator_times, none,
                                    (peri_indicator_sides){.left = base, .constant = 1e60});
    peri_indicator *sum =
        pair_of(&peri_indicator_plus, none, (peri_indicator_sides){.left = left, .right = right});
    feed_at(base, 1, 2);
    feed_at(base, 2, 1e50);
    CHECK_NEAR("too large", peri_indicator_value(right), 1e110, 1e95);
    CHECK_INT("nobody has it", peri_indicator_samples(sum), 0);
    feed_at(left, 1, 3);
    CHECK_NEAR("the one before", peri_indicator_value(sum), 2e60, 1e45);
    CHECK_INT("of its time", peri_indicator_time(sum), 1);
    peri_indicator_free(sum);
    peri_indicator_free(right);
    peri_indicator_free(base);
    peri_indicator_free(left);
}

/* Ready is what both are, whether there is a value or not. */
SUITE(indicator_pair_is_ready_with_both)
{
    peri_indicator *left = kit_make("SMA", 2, 0, 0, 0);
    peri_indicator *right = kit_make("Identity", 0, 0, 0, 0);
    peri_indicator *quotient =
        pair_of(&peri_indicator_over, none, (peri_indicator_sides){.left = left, .right = right});
    peri_indicator *next = pair_of(&peri_indicator_plus, none,
                                   (peri_indicator_sides){.left = quotient, .constant = 1.0});
    peri_indicator_point point;
    kit_feed(left, 1);
    kit_feed(right, 0);
    CHECK("one is not", !peri_indicator_is_ready(quotient));
    CHECK_INT("a sample", peri_indicator_samples(quotient), 1);
    CHECK_INT("no value", peri_indicator_values(quotient), 0);
    CHECK("none now", !peri_indicator_ago(quotient, 0, &point));
    CHECK_INT("none for the next", peri_indicator_samples(next), 0);
    kit_feed(left, 3);
    CHECK("both are", peri_indicator_is_ready(quotient));
    CHECK("and what is made of it", peri_indicator_is_ready(next));
    kit_feed(right, 4);
    CHECK_NEAR("a quotient", peri_indicator_value(quotient), 0.5, 0.0);
    CHECK("no value before", !peri_indicator_ago(quotient, 1, &point));
    kit_feed(left, 5);
    kit_feed(right, 0);
    CHECK_NEAR("stays", peri_indicator_value(quotient), 0.5, 0.0);
    CHECK_INT("three samples", peri_indicator_samples(quotient), 3);
    peri_indicator_reset(left);
    CHECK("not with one", !peri_indicator_is_ready(quotient));
    CHECK("nor the next", !peri_indicator_is_ready(next));
    kit_feed(left, 1);
    kit_feed(left, 1);
    CHECK("again", peri_indicator_is_ready(next));
    peri_indicator *late =
        pair_of(&peri_indicator_plus, none, (peri_indicator_sides){.left = left, .right = right});
    CHECK("at once", peri_indicator_is_ready(late));
    peri_indicator_reset(late);
    CHECK("none after its reset", !peri_indicator_is_ready(quotient));
    peri_indicator_free(late);
    peri_indicator_free(next);
    peri_indicator_free(quotient);
    peri_indicator_free(right);
    peri_indicator_free(left);
}

/* There are 2^30 ways from the last to the first. */
SUITE(indicator_pair_reset_goes_each_way_once)
{
    enum {
        LEVELS = 30
    };
    peri_indicator *all[1 + 3 * LEVELS];
    all[0] = kit_make("Identity", 0, 0, 0, 0);
    for (int i = 0; i < 3 * LEVELS; i += 3) {
        peri_indicator_sides sides = {.left = all[i], .constant = 1.0};
        all[i + 1] = pair_of(&peri_indicator_plus, none, sides);
        all[i + 2] = pair_of(&peri_indicator_minus, none, sides);
        sides = (peri_indicator_sides){.left = all[i + 1], .right = all[i + 2]};
        all[i + 3] = pair_of(&peri_indicator_plus, none, sides);
    }
    for (int round = 0; round < 2; round++) {
        kit_feed(all[0], 1);
        CHECK_NEAR("doubled each time", peri_indicator_value(all[3 * LEVELS]), 1 << LEVELS, 0.0);
        CHECK("ready", peri_indicator_is_ready(all[3 * LEVELS]));
        peri_indicator_reset(all[3 * LEVELS]);
        for (int i = 0; i <= 3 * LEVELS; i++)
            CHECK("as new",
                  peri_indicator_samples(all[i]) == 0 && !peri_indicator_is_ready(all[i]));
    }
    for (int i = 0; i <= 3 * LEVELS; i++)
        peri_indicator_free(all[i]);
}

/* Rows of LEAN's own test, of AMZN and SPX in turn: date, close and, behind the second, beta over
   five changes. */
SUITE(indicator_pair_beta_as_leans)
{
    static const double five[PERI_INDICATOR_PARAMS] = {5};
    char path[1024], line[1024];
    int compared = 0;
    if (!check_shared()) {
        check_skip("LEAN's file of beta", "no folder with LEAN's reference files");
        return;
    }
    snprintf(path, sizeof path, "%s/lean/indicators/bi_datatest.csv", check_shared());
    FILE *file = fopen(path, "r");
    CHECK("there", file != NULL);
    if (!file)
        return;
    peri_indicator *sides[] = {kit_make("Identity", 0, 0, 0, 0), kit_make("Identity", 0, 0, 0, 0)};
    peri_indicator *beta =
        pair_of(peri_indicator_find("B"), five,
                (peri_indicator_sides){.left = sides[0], .right = sides[1], .step_ns = PERI_DAY});
    bool header = true;
    while (fgets(line, sizeof line, file)) {
        char symbol[16];
        double date, close, want;
        if (!header && sscanf(line, "%15[^,],%lf,%*f,%*f,%*f,%lf,%*f,%*f,%lf", symbol, &date,
                              &close, &want) == 4) {
            const bool is_reference = strcmp(symbol, "SPX") == 0;
            feed_at(sides[is_reference], ((int64_t)date - 20210000) * PERI_DAY, close);
            if (is_reference && peri_indicator_is_ready(beta)) {
                CHECK_NEAR("beta", peri_indicator_value(beta), want, 1e-3);
                compared++;
            }
        }
        header = false;
    }
    CHECK("some", compared > 10);
    fclose(file);
    peri_indicator_free(beta);
    peri_indicator_free(sides[0]);
    peri_indicator_free(sides[1]);
}
