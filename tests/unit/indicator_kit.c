/* indicator_kit.c - making and feeding indicators in tests; random parameters and bars. */
#include "indicator_kit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

peri_indicator *kit_make(const char *name, double p0, double p1, double p2, double p3)
{
    const double params[PERI_INDICATOR_PARAMS] = {p0, p1, p2, p3};
    peri_error err = {0};
    peri_indicator *made = NULL;
    int rc = peri_indicator_new(peri_indicator_find(name), params, PERI_FIELD_CLOSE, &made, &err);
    if (rc != PERI_OK) {
        fprintf(stderr, "%s\n", err.text);
        exit(1);
    }
    return made;
}

double kit_feed(peri_indicator *indicator, double value)
{
    int64_t time_ns = peri_indicator_time(indicator) + 1000000000;
    CHECK_INT("a value goes in", peri_indicator_update_value(indicator, time_ns, value, NULL),
              PERI_OK);
    return peri_indicator_value(indicator);
}

/* Does the list of names at p begin with this one? */
static bool is_next(const char *p, const char *name)
{
    size_t len = strlen(name);
    return strncmp(p, name, len) == 0 && (p[len] == ',' || p[len] == '\0');
}

void kit_params(const peri_indicator_class *cls, check_rng *rng, double *params)
{
    memset(params, 0, PERI_INDICATOR_PARAMS * sizeof *params);
    const char *p = cls->params;
    for (size_t i = 0; *p != '\0'; i++) {
        if (is_next(p, "average"))
            params[i] = (double)check_random_in(rng, PERI_AVERAGE_SIMPLE, PERI_AVERAGE_WILDERS);
        else if (is_next(p, "k"))
            params[i] = 0.5 + 3.0 * check_random_unit(rng);
        else if (is_next(p, "slow"))
            params[i] = params[i - 1] + (double)check_random_in(rng, 1, 20);
        else
            params[i] = (double)check_random_in(rng, 1, 30);
        p += strcspn(p, ",");
        p += *p == ',';
    }
}

static double cents(double price)
{
    return floor(price * 100.0 + 0.5) / 100.0;
}

void kit_bars(check_rng *rng, peri_bar *bars, size_t n)
{
    double close = 100.0;
    for (size_t i = 0; i < n; i++) {
        double open = close;
        close = cents(open * (0.997 + 0.006 * check_random_unit(rng)));
        double top = open > close ? open : close;
        double bottom = open < close ? open : close;
        bars[i] = (peri_bar){.start_ns = (int64_t)i * 60,
                             .end_ns = (int64_t)i * 60 + 60,
                             .open = open,
                             .high = cents(top * (1.0 + 0.002 * check_random_unit(rng))),
                             .low = cents(bottom * (1.0 - 0.002 * check_random_unit(rng))),
                             .close = close,
                             .volume = (double)check_random_in(rng, 0, 100000)};
    }
}

size_t kit_width(const peri_indicator_class *cls)
{
    size_t n = 0;
    while (n < PERI_INDICATOR_OUTPUTS && cls->outputs[n])
        n++;
    return n;
}

size_t kit_output(const peri_indicator_class *cls, const char *name)
{
    for (size_t i = 0; i < kit_width(cls); i++)
        if (strcmp(cls->outputs[i], name) == 0)
            return i;
    fprintf(stderr, "%s has no output %s\n", cls->name, name);
    exit(1);
}
