/* test_indicator.c - the frame of indicators, and rules that hold for every kind in the table. */
#include "market/indicator.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "check.h"
#include "indicator_kit.h"

/* The name of a class with a case behind it, for the failure text. */
static const char *at(const peri_indicator_class *cls, const char *what)
{
    static char text[160];
    snprintf(text, sizeof text, "%s: %s", cls->name, what);
    return text;
}

static void check_same(const peri_indicator *a, const peri_indicator *b, const char *what)
{
    bool same = peri_indicator_is_ready(a) == peri_indicator_is_ready(b) &&
                peri_indicator_samples(a) == peri_indicator_samples(b) &&
                peri_indicator_time(a) == peri_indicator_time(b);
    for (size_t i = 0; i < PERI_INDICATOR_OUTPUTS; i++) {
        double x = peri_indicator_output(a, i), y = peri_indicator_output(b, i);
        same = same && memcmp(&x, &y, sizeof x) == 0;
    }
    CHECK(what, same);
}

SUITE(indicator_table)
{
    size_t n = 0;
    for (const peri_indicator_class *c; (c = peri_indicator_class_at(n)) != NULL; n++) {
        CHECK(at(c, "is found by its name"), peri_indicator_find(c->name) == c);
        CHECK_STR(at(c, "has the current value first"), c->outputs[0], "Current");
        CHECK(at(c, "has a name that fits a label"), strlen(c->name) <= 15);
    }
    CHECK_INT("twenty-six kinds", n, 26);
    CHECK("none behind the last", peri_indicator_class_at(n + 1) == NULL);
    CHECK("one of two others is found as well", peri_indicator_find("B") != NULL);
    CHECK("unknown name", peri_indicator_find("NOPE") == NULL);
    CHECK("names are case-sensitive", peri_indicator_find("sma") == NULL);
    CHECK("empty name", peri_indicator_find("") == NULL);
}

#define PERIOD_TEXT "period must be a whole number from 1 to 1000000"
#define AVERAGE_TEXT "average must be 0 (simple), 1 (exponential) or 2 (Wilders)"

static const struct refusal {
    const char *name;
    double params[PERI_INDICATOR_PARAMS];
    const char *says;
} refusals[] = {
    {"SMA", {0}, "indicator SMA(0): " PERIOD_TEXT},
    {"SMA", {-1}, "indicator SMA(-1): " PERIOD_TEXT},
    {"SMA", {2.5}, "indicator SMA(2.5): " PERIOD_TEXT},
    {"SMA", {1000001}, PERIOD_TEXT},
    {"SMA", {(double)NAN}, "indicator SMA(nan): " PERIOD_TEXT},
    {"SMA", {(double)INFINITY}, "indicator SMA(inf): " PERIOD_TEXT},
    {"EMA", {0}, "indicator EMA(0): " PERIOD_TEXT},
    {"STD", {0}, "indicator STD(0): " PERIOD_TEXT},
    {"ROC", {0}, "indicator ROC(0): " PERIOD_TEXT},
    {"MIN", {0}, "indicator MIN(0): " PERIOD_TEXT},
    {"MAX", {0}, "indicator MAX(0): " PERIOD_TEXT},
    {"ADX", {0}, "indicator ADX(0): " PERIOD_TEXT},
    {"AROON", {0, 5}, "indicator AROON(0,5): upPeriod must be a whole number from 1 to 1000000"},
    {"AROON", {5, 2.5}, "indicator AROON(5,2.5): downPeriod must be a whole number from 1"},
    {"CCI", {20, 3}, "indicator CCI(20,3): " AVERAGE_TEXT},
    {"DCH", {0, 5}, "indicator DCH(0,5): upperPeriod must be a whole number from 1 to 1000000"},
    {"DCH", {5, -1}, "indicator DCH(5,-1): lowerPeriod must be a whole number from 1 to 1000000"},
    {"WILR", {0}, "indicator WILR(0): " PERIOD_TEXT},
    {"SUM", {0}, "indicator SUM(0): " PERIOD_TEXT},
    {"LWMA", {0}, "indicator LWMA(0): " PERIOD_TEXT},
    {"WWMA", {0}, "indicator WWMA(0): " PERIOD_TEXT},
    {"MOMP", {0}, "indicator MOMP(0): " PERIOD_TEXT},
    {"VWAP", {0.5}, "indicator VWAP(0.5): " PERIOD_TEXT},
    {"LOGR", {-3}, "indicator LOGR(-3): " PERIOD_TEXT},
    {"STO", {0, 3, 3}, "indicator STO(0,3,3): " PERIOD_TEXT},
    {"STO", {5, 0, 3}, "indicator STO(5,0,3): kPeriod must be a whole number from 1 to 1000000"},
    {"STO",
     {5, 3, 2.5},
     "indicator STO(5,3,2.5): dPeriod must be a whole number from 1 to 1000000"},
    {"RSI", {0, 2}, "indicator RSI(0,2): " PERIOD_TEXT},
    {"RSI", {14, 3}, "indicator RSI(14,3): " AVERAGE_TEXT},
    {"RSI", {14, 0.5}, "indicator RSI(14,0.5): " AVERAGE_TEXT},
    {"RSI", {14, (double)NAN}, "indicator RSI(14,nan): " AVERAGE_TEXT},
    {"ATR", {0, 2}, "indicator ATR(0,2): " PERIOD_TEXT},
    {"ATR", {14, -1}, "indicator ATR(14,-1): " AVERAGE_TEXT},
    {"BB", {0, 2, 0}, "indicator BB(0,2,0): " PERIOD_TEXT},
    {"BB", {20, 0, 0}, "indicator BB(20,0,0): k must be a finite number greater than 0"},
    {"BB", {20, -2, 0}, "k must be a finite number greater than 0"},
    {"BB", {20, (double)NAN, 0}, "k must be a finite number greater than 0"},
    {"BB", {20, (double)INFINITY, 0}, "k must be a finite number greater than 0"},
    {"BB", {20, 2, 9}, "indicator BB(20,2,9): " AVERAGE_TEXT},
    {"MACD", {0, 26, 9, 1}, "MACD(0,26,9,1): fast must be a whole number from 1 to 1000000"},
    {"MACD", {12, 0, 9, 1}, "MACD(12,0,9,1): slow must be a whole number from 1 to 1000000"},
    {"MACD", {12, 26, 0, 1}, "MACD(12,26,0,1): signal must be a whole number from 1 to 1000000"},
    {"MACD", {26, 26, 9, 1}, "MACD(26,26,9,1): fast must be less than slow"},
    {"MACD", {12, 26, 9, 7}, "MACD(12,26,9,7): " AVERAGE_TEXT},
};

SUITE(indicator_refuses_parameters)
{
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        const struct refusal *r = &refusals[i];
        peri_error err = {0};
        peri_indicator *made = NULL;
        int rc = peri_indicator_new(peri_indicator_find(r->name), r->params, PERI_FIELD_CLOSE,
                                    &made, &err);
        CHECK_INT(r->says, rc, PERI_EINVAL);
        CHECK(r->says, made == NULL);
        CHECK_HAS(r->name, err.text, r->says);
        rc = peri_indicator_new(peri_indicator_find(r->name), r->params, PERI_FIELD_CLOSE, &made,
                                NULL);
        CHECK_INT("no record wanted", rc, PERI_EINVAL);
    }
}

SUITE(indicator_refuses_a_field)
{
    peri_error err = {0};
    peri_indicator *made = NULL;
    const double params[PERI_INDICATOR_PARAMS] = {3};
    int rc = peri_indicator_new(peri_indicator_find("SMA"), params, (peri_field)5, &made, &err);
    CHECK_INT("field 5", rc, PERI_EINVAL);
    CHECK_HAS("field 5", err.text, "indicator SMA(3): field 5 is none of the five of a bar");
}

SUITE(indicator_refuses_values)
{
    static const struct {
        double value;
        const char *says;
    } rows[] = {
        {(double)NAN, "indicator SMA(3): value nan is not finite"},
        {(double)INFINITY, "indicator SMA(3): value inf is not finite"},
        {-(double)INFINITY, "indicator SMA(3): value -inf is not finite"},
        {1e101, "indicator SMA(3): value 1e+101 is out of range (-1e+100 to 1e+100)"},
        {-1e101, "indicator SMA(3): value -1e+101 is out of range"},
    };
    peri_indicator *sma = kit_make("SMA", 3, 0, 0, 0);
    peri_indicator *untouched = kit_make("SMA", 3, 0, 0, 0);
    kit_feed(sma, 10.0);
    kit_feed(untouched, 10.0);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        peri_error err = {0};
        CHECK_INT(rows[i].says, peri_indicator_update_value(sma, 77, rows[i].value, &err),
                  PERI_EINVAL);
        CHECK_HAS("the text", err.text, rows[i].says);
        check_same(sma, untouched, rows[i].says);
    }
    CHECK_INT("the largest", peri_indicator_update_value(sma, 8, 1e100, NULL), PERI_OK);
    peri_indicator_free(sma);
    peri_indicator_free(untouched);
}

SUITE(indicator_bar_classes_refuse_values)
{
    peri_error err = {0};
    peri_indicator *atr = kit_make("ATR", 14, PERI_AVERAGE_WILDERS, 0, 0);
    CHECK_INT("a single value", peri_indicator_update_value(atr, 1, 5.5, &err), PERI_EINVAL);
    CHECK_STR("the text", err.text,
              "indicator ATR(14): value 5.5 was given where a whole bar is needed");
    CHECK_INT("nothing came in", peri_indicator_samples(atr), 0);
    peri_indicator_free(atr);
}

SUITE(indicator_before_and_after_a_sample)
{
    peri_indicator *sma = kit_make("SMA", 2, 0, 0, 0);
    CHECK_INT("no sample", peri_indicator_samples(sma), 0);
    CHECK_INT("no time", peri_indicator_time(sma), 0);
    CHECK("not ready", !peri_indicator_is_ready(sma));
    CHECK("value 0", peri_indicator_value(sma) == 0);
    CHECK_INT("a value", peri_indicator_update_value(sma, 12345, 7.0, NULL), PERI_OK);
    CHECK_INT("one sample", peri_indicator_samples(sma), 1);
    CHECK_INT("its time", peri_indicator_time(sma), 12345);
    CHECK("mean of one", peri_indicator_value(sma) == 7);
    CHECK("unused outputs are 0", peri_indicator_output(sma, PERI_INDICATOR_OUTPUTS - 1) == 0);
    CHECK("its class", peri_indicator_class_of(sma) == peri_indicator_find("SMA"));
    peri_bar bar = {1, 99, 1, 2, 1, 2, 0};
    peri_indicator_update(sma, &bar);
    CHECK_INT("the end of the bar", peri_indicator_time(sma), 99);
    peri_indicator_free(sma);
    peri_indicator_free(NULL);
}

SUITE(indicator_labels)
{
    static const struct {
        const char *name;
        double params[PERI_INDICATOR_PARAMS];
        const char *label;
    } rows[] = {
        {"SMA", {20}, "SMA(20)"},
        {"RSI", {14, 2}, "RSI(14)"},
        {"MACD", {12, 26, 9, 1}, "MACD(12,26,9)"},
        {"BB", {20, 2.5, 0}, "BB(20,2.5)"},
        {"BB", {123456, 0.12345678901234566, 0}, "BB(123456,0.12345678901234566)"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const double *p = rows[i].params;
        peri_indicator *made = kit_make(rows[i].name, p[0], p[1], p[2], p[3]);
        CHECK_STR(rows[i].label, peri_indicator_label(made), rows[i].label);
        peri_indicator_free(made);
    }
}

SUITE(indicator_fields)
{
    const peri_bar bar = {0, 10, 3.0, 4.0, 2.0, 2.5, 1000.0};
    static const struct {
        peri_field field;
        double want;
    } rows[] = {
        {PERI_FIELD_CLOSE, 2.5}, {PERI_FIELD_OPEN, 3.0},      {PERI_FIELD_HIGH, 4.0},
        {PERI_FIELD_LOW, 2.0},   {PERI_FIELD_VOLUME, 1000.0},
    };
    const double params[PERI_INDICATOR_PARAMS] = {1};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        peri_indicator *max = NULL;
        CHECK_INT("made",
                  peri_indicator_new(peri_indicator_find("MAX"), params, rows[i].field, &max, NULL),
                  PERI_OK);
        peri_indicator_update(max, &bar);
        CHECK("takes its field", peri_indicator_value(max) == rows[i].want);
        peri_indicator_free(max);
    }
}

/* Every kind, on random bars: a run equals the stream, in one piece or in two, whatever the field.
 */
static void run_equals_stream(const peri_indicator_class *cls, uint64_t seed)
{
    enum {
        BARS = 150
    };
    check_rng rng = {seed};
    double params[PERI_INDICATOR_PARAMS];
    peri_bar bars[BARS];
    double rows[BARS * PERI_INDICATOR_OUTPUTS];
    kit_params(cls, &rng, params);
    kit_bars(&rng, bars, BARS);
    peri_field field = (peri_field)check_random_in(&rng, PERI_FIELD_CLOSE, PERI_FIELD_VOLUME);
    peri_indicator *stream = NULL, *batch = NULL;
    peri_indicator_new(cls, params, field, &stream, NULL);
    peri_indicator_new(cls, params, field, &batch, NULL);

    size_t width = kit_width(cls);
    size_t first = (size_t)check_random_in(&rng, 0, BARS);
    peri_indicator_run(batch, bars, first, rows);
    peri_indicator_run(batch, bars + first, BARS - first, rows + first * width);
    bool same = true;
    for (size_t i = 0; i < BARS; i++) {
        peri_indicator_update(stream, &bars[i]);
        for (size_t j = 0; j < width; j++) {
            double got = rows[i * width + j], want = peri_indicator_output(stream, j);
            same = same && (peri_indicator_is_ready(stream) ? memcmp(&got, &want, sizeof got) == 0
                                                            : isnan(got));
        }
    }
    if (!CHECK(at(cls, "a run equals the stream"), same))
        printf("     seed %llu\n", (unsigned long long)seed);
    CHECK(at(cls, "gets ready"), peri_indicator_is_ready(stream));
    check_same(stream, batch, at(cls, "a run leaves what the stream leaves"));
    peri_indicator_free(stream);
    peri_indicator_free(batch);
}

/* Every kind: after a reset, an indicator is as one just made. */
static void reset_equals_new(const peri_indicator_class *cls, uint64_t seed)
{
    enum {
        BARS = 100
    };
    check_rng rng = {seed};
    double params[PERI_INDICATOR_PARAMS];
    peri_bar bars[BARS];
    kit_params(cls, &rng, params);
    kit_bars(&rng, bars, BARS);
    peri_indicator *used = NULL, *fresh = NULL;
    peri_indicator_new(cls, params, PERI_FIELD_CLOSE, &used, NULL);
    peri_indicator_new(cls, params, PERI_FIELD_CLOSE, &fresh, NULL);
    int64_t before = check_random_in(&rng, 1, BARS);
    for (int64_t i = 0; i < before; i++)
        peri_indicator_update(used, &bars[BARS - 1 - i]);
    peri_indicator_reset(used);
    check_same(used, fresh, at(cls, "as new right after a reset"));
    for (size_t i = 0; i < BARS; i++) {
        peri_indicator_update(used, &bars[i]);
        peri_indicator_update(fresh, &bars[i]);
        check_same(used, fresh, at(cls, "as new after a reset"));
    }
    peri_indicator_free(used);
    peri_indicator_free(fresh);
}

SUITE(indicator_every_kind)
{
    for (size_t i = 0; peri_indicator_class_at(i); i++) {
        for (uint64_t seed = 1; seed <= 30; seed++)
            run_equals_stream(peri_indicator_class_at(i), seed);
        for (uint64_t seed = 1; seed <= 5; seed++)
            reset_equals_new(peri_indicator_class_at(i), seed);
    }
}

SUITE(indicator_out_of_memory)
{
    for (size_t i = 0; peri_indicator_class_at(i); i++) {
        const peri_indicator_class *cls = peri_indicator_class_at(i);
        check_rng rng = {i};
        double params[PERI_INDICATOR_PARAMS];
        kit_params(cls, &rng, params);
        int64_t live = peri_mem_live();
        for (long nth = 1;; nth++) {
            peri_error err = {0};
            peri_indicator *made = NULL;
            peri_mem_fail_at(nth);
            int rc = peri_indicator_new(cls, params, PERI_FIELD_CLOSE, &made, &err);
            peri_mem_fail_at(0);
            peri_indicator_free(made);
            CHECK_INT(at(cls, "no leak"), peri_mem_live(), live);
            if (rc == PERI_OK)
                break;
            CHECK_INT(at(cls, "only ENOMEM"), rc, PERI_ENOMEM);
            CHECK(at(cls, "nothing given"), made == NULL);
            CHECK_HAS(at(cls, "names itself"), err.text, cls->name);
            CHECK_HAS(at(cls, "says why"), err.text, "no memory for its");
        }
    }
}

static void count_call(void *ctx, peri_indicator *indicator)
{
    int *calls = ctx;
    (void)indicator;
    ++*calls;
}

SUITE(indicator_past)
{
    const double params[PERI_INDICATOR_PARAMS] = {1};
    peri_indicator *sma = NULL, *next = NULL;
    peri_indicator_point point;
    int calls = 0;
    CHECK_INT("made",
              peri_indicator_new(peri_indicator_find("SMA"), params, PERI_FIELD_CLOSE, &sma, NULL),
              PERI_OK);
    CHECK_INT("another one", peri_indicator_renew(sma, &next, NULL), PERI_OK);
    CHECK_STR("of the same kind", peri_indicator_label(next), "SMA(1)");
    CHECK_INT("which follows", peri_indicator_follow(sma, next, false, NULL), PERI_OK);
    peri_indicator_set_watcher(sma, count_call, &calls);
    peri_indicator_set_watcher(next, count_call, &calls);
    CHECK("nothing yet", !peri_indicator_ago(sma, 0, &point));
    for (int i = 1; i <= 3; i++)
        CHECK_INT("fed", peri_indicator_update_value(sma, i, i, NULL), PERI_OK);
    CHECK("two are kept",
          peri_indicator_ago(sma, 1, &point) && point.value == 2 && point.time_ns == 2);
    CHECK("not three", !peri_indicator_ago(sma, 2, &point));
    peri_mem_fail_at(1);
    CHECK_INT("no memory", peri_indicator_keep(sma, 5, NULL), PERI_ENOMEM);
    peri_mem_fail_at(0);
    CHECK_INT("nothing changed", (int)peri_indicator_kept(sma), 2);
    CHECK_INT("keep", peri_indicator_keep(sma, 4, NULL), PERI_OK);
    for (int i = 4; i <= 9; i++)
        CHECK_INT("fed", peri_indicator_update_value(sma, i, i, NULL), PERI_OK);
    CHECK("the oldest", peri_indicator_ago(sma, 3, &point) && point.value == 6);
    CHECK_INT("keep more", peri_indicator_keep(sma, 6, NULL), PERI_OK);
    CHECK("what was kept is", peri_indicator_ago(sma, 3, &point) && point.value == 6);
    CHECK("more was not", !peri_indicator_ago(sma, 4, &point));
    CHECK_INT("both were told of each", calls, 18);
    peri_indicator_reset(sma);
    CHECK("as new", !peri_indicator_ago(sma, 0, &point) && !peri_indicator_ago(sma, 3, &point));
    peri_indicator_free(next);
    peri_indicator_free(sma);
}
