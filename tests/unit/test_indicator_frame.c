/* test_indicator_frame.c - names that are cut, and how many inputs a kind needs. */
#include <string.h>

#include "check.h"
#include "indicator_kit.h"
#include "market/indicator.h"

/* A name that is too long ends behind a whole character. */
SUITE(indicator_label_of_characters)
{
    char text[1024];
    peri_indicator *sma = kit_make("SMA", 2, 0, 0, 0);
    for (size_t before = 0; before < 4; before++) {
        memset(text, 'x', before);
        text[before] = '\0';
        while (strlen(text) < 900)
            strcat(text, "\xe2\x82\xac");
        peri_indicator_set_label(sma, text);
        const char *label = peri_indicator_label(sma);
        const size_t len = strlen(label);
        CHECK("cut", len > 100 && len < 900);
        CHECK_INT("of whole ones", (len - before) % 3, 0);
        CHECK("its begin", memcmp(label, text, len) == 0);
    }
    peri_indicator_set_label(sma, "\xe2\x82\xac");
    CHECK_STR("one that fits", peri_indicator_label(sma), "\xe2\x82\xac");
    peri_indicator_free(sma);
}

/* What a class says of itself is what is counted. */
SUITE(indicator_lookback_as_counted)
{
    static const peri_bar bar = {0, 1, 1, 1, 1, 1, 1};
    check_rng rng = {11};
    int said = 0;
    for (size_t i = 0; peri_indicator_class_at(i); i++) {
        const peri_indicator_class *cls = peri_indicator_class_at(i);
        for (int round = 0; round < 20; round++) {
            double params[PERI_INDICATOR_PARAMS];
            int64_t lookback = 0;
            peri_indicator *made = NULL;
            kit_params(cls, &rng, params);
            CHECK_INT("made", peri_indicator_new(cls, params, PERI_FIELD_CLOSE, &made, NULL),
                      PERI_OK);
            CHECK_INT("known", peri_indicator_lookback(made, &lookback, NULL), PERI_OK);
            while (!peri_indicator_is_ready(made))
                peri_indicator_update(made, &bar);
            CHECK_INT(cls->name, lookback, peri_indicator_samples(made));
            peri_indicator_free(made);
        }
        said += cls->lookback != NULL;
    }
    CHECK_INT("those that take long say it", said, 3);
    for (int i = 0; i < 3; i++) { /* counted this would take an hour */
        static const char *const names[] = {"SUM", "LWMA", "CCI"};
        int64_t lookback = 0;
        peri_indicator *made = kit_make(names[i], 1000000, 0, 0, 0);
        CHECK_INT("known", peri_indicator_lookback(made, &lookback, NULL), PERI_OK);
        CHECK_INT("at once", lookback, 1000000);
        peri_indicator_free(made);
    }
}
