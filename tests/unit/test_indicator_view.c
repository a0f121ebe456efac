/* test_indicator_view.c - outputs of an indicator as indicators that belong to it. */
#include "base/mem.h"
#include "check.h"
#include "indicator_kit.h"

static const double none[PERI_INDICATOR_PARAMS] = {0};

static peri_indicator *view_of(peri_indicator *indicator, const char *name)
{
    peri_indicator *view = NULL;
    peri_error err = {0, ""};
    const size_t output = kit_output(peri_indicator_class_of(indicator), name);
    CHECK_INT(err.text, peri_indicator_view(indicator, output, &view, &err), PERI_OK);
    CHECK("found", peri_indicator_find_view(indicator, output) == view);
    return view;
}

static void check_agrees(const peri_indicator *bands, const char *name)
{
    const size_t output = kit_output(peri_indicator_class_of(bands), name);
    const peri_indicator *view = peri_indicator_find_view(bands, output);
    peri_indicator_point point = {0, 0};
    CHECK("made", view != NULL);
    if (!view)
        return;
    CHECK("has a value", peri_indicator_ago(view, 0, &point));
    CHECK_NEAR(name, point.value, peri_indicator_output(bands, output), 0.0);
    CHECK_INT("its time", point.time_ns, peri_indicator_time(bands));
    CHECK_INT("ready with it", peri_indicator_is_ready(view), peri_indicator_is_ready(bands));
}

struct listener {
    peri_indicator *bands;
    int told;
    bool resets;
};

/* Asks for an output that nobody has asked for yet, at the first value. */
static void listen(void *ctx, peri_indicator *indicator)
{
    struct listener *listener = ctx;
    listener->told++;
    CHECK("of a value", peri_indicator_values(indicator) > 0);
    check_agrees(listener->bands, "UpperBand");
    check_agrees(listener->bands, "LowerBand");
    peri_indicator *width = view_of(listener->bands, "BandWidth");
    check_agrees(listener->bands, "BandWidth");
    CHECK_INT("each value once", peri_indicator_values(width), listener->told);
    if (listener->resets)
        peri_indicator_reset(listener->bands);
}

/* Whoever is told first sees the values of all, also of one that is made just then. */
SUITE(indicator_views_agree)
{
    struct listener listener = {kit_make("BB", 3, 2, 0, 0), 0, false};
    peri_indicator *upper = view_of(listener.bands, "UpperBand");
    CHECK("one however often", upper == view_of(listener.bands, "UpperBand"));
    CHECK_STR("name", peri_indicator_label(upper), "BB(3,2).UpperBand");
    view_of(listener.bands, "LowerBand");
    peri_indicator_set_watcher(upper, listen, &listener);
    for (int i = 1; i <= 6; i++) {
        kit_feed(listener.bands, i * i);
        CHECK_INT("made when told: each once",
                  peri_indicator_values(view_of(listener.bands, "BandWidth")), i);
    }
    CHECK_INT("told of each", listener.told, 6);
    CHECK_INT("by hand", peri_indicator_update_value(upper, 0, 1, NULL), PERI_EINVAL);
    CHECK_INT("made of no two", peri_indicator_sides_of(upper, &(peri_indicator_sides){0}), false);
    peri_indicator_free(listener.bands);
}

static void count(void *ctx, peri_indicator *indicator)
{
    CHECK("has a value", peri_indicator_values(indicator) > 0);
    ++*(int *)ctx;
}

SUITE(indicator_views_are_reset_with_it)
{
    struct listener listener = {kit_make("BB", 3, 2, 0, 0), 0, true};
    peri_indicator *bands = listener.bands, *upper = view_of(bands, "UpperBand");
    peri_indicator *lower = view_of(bands, "LowerBand");
    peri_indicator *const from[] = {bands, upper};
    peri_indicator_point point;
    int told = 0;
    for (int i = 0; i < 2; i++) {
        for (int value = 1; value <= 4; value++)
            kit_feed(bands, value);
        CHECK_INT("before", peri_indicator_values(lower), 4);
        peri_indicator_reset(from[i]);
        CHECK_INT("the other", peri_indicator_values(lower), 0);
        CHECK("none", !peri_indicator_ago(upper, 0, &point));
        CHECK("not ready", !peri_indicator_is_ready(upper));
        CHECK_INT("itself", peri_indicator_samples(bands), 0);
    }
    peri_indicator_set_watcher(upper, listen, &listener);
    peri_indicator_set_watcher(lower, count, &told);
    kit_feed(bands, 5);
    CHECK_INT("reset when it was told", listener.told, 1);
    CHECK_INT("nobody else is told of what is gone", told, 0);
    peri_indicator_free(bands);
}

/* What is made of a view, and goes before it or after it. */
SUITE(indicator_views_of_one_that_follows)
{
    peri_error err = {0, ""};
    peri_indicator *first = kit_make("Identity", 0, 0, 0, 0), *made = NULL;
    peri_indicator *bands = kit_make("BB", 3, 2, 0, 0);
    CHECK_INT("follows", peri_indicator_follow(first, bands, true, NULL), PERI_OK);
    peri_indicator *upper = view_of(bands, "UpperBand");
    const peri_indicator_sides sides = {.left = upper, .right = bands};
    CHECK_INT("made", peri_indicator_new_pair(&peri_indicator_minus, none, &sides, &made, NULL),
              PERI_OK);
    for (int i = 1; i <= 5; i++)
        kit_feed(first, i * i);
    check_agrees(bands, "UpperBand");
    CHECK_NEAR("of both", peri_indicator_value(made),
               peri_indicator_value(upper) - peri_indicator_value(bands), 0.0);
    CHECK("ready", peri_indicator_is_ready(made));
    CHECK_INT("it follows no more", peri_indicator_follow(first, upper, true, &err), PERI_EINVAL);
    CHECK_HAS("why", err.text, "made of others");
    peri_indicator_reset(made);
    CHECK_INT("reset through it", peri_indicator_samples(bands), 0);
    peri_indicator_free(bands);
    CHECK("of nothing", !peri_indicator_sides_of(made, &(peri_indicator_sides){0}));
    peri_indicator_free(made);
    peri_indicator_free(first);
}

/* Whatever allocation fails, the indicator is as before: it can be asked again. */
SUITE(indicator_view_without_memory)
{
    const int64_t live = peri_mem_live();
    bool is_made = false;
    long nth = 0;
    while (!is_made && nth < 100) {
        peri_indicator *bands = kit_make("BB", 3, 2, 0, 0), *view = NULL;
        kit_feed(bands, 1);
        peri_mem_fail_at(++nth);
        const int rc = peri_indicator_view(bands, 1, &view, NULL);
        peri_mem_fail_at(0);
        is_made = view != NULL;
        CHECK_INT("only for want of memory", rc, is_made ? PERI_OK : PERI_ENOMEM);
        CHECK("there, or not", peri_indicator_find_view(bands, 1) == view);
        kit_feed(bands, 2);
        CHECK_INT("asked again", peri_indicator_view(bands, 1, &view, NULL), PERI_OK);
        CHECK_INT("from when it was made", peri_indicator_values(view), is_made ? 2 : 1);
        kit_feed(bands, 3);
        CHECK_INT("each once", peri_indicator_values(view), is_made ? 3 : 2);
        peri_indicator_free(bands);
        CHECK_INT("nothing is left", peri_mem_live(), live);
    }
    CHECK_INT("array, view and follower have failed", nth, 4);
}
