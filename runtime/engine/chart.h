/* chart.h - what a strategy plots: named charts of named series of points. Layer 5. */
#ifndef PERI_CHART_H
#define PERI_CHART_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum {
    PERI_CHART_POINTS = 1000000
}; /* most points of one series; further ones are dropped */

typedef struct peri_chart_point {
    int64_t time_ns; /* UTC */
    double value;    /* finite */
} peri_chart_point;

typedef struct peri_chart_series {
    char *chart, *name;
    peri_chart_point *points; /* shape [n], in order of time */
    size_t n, cap;
    int64_t dropped;
} peri_chart_series;

/* All series, in order of their first point. Zero-initialise. */
typedef struct peri_charts {
    peri_chart_series *series; /* shape [n], owned */
    size_t n, cap;
} peri_charts;

/* Append a point. Returns PERI_OK or PERI_ENOMEM (nothing added). */
int peri_charts_add(peri_charts *charts, const char *chart, const char *series, int64_t time_ns,
                    double value);
void peri_charts_deinit(peri_charts *charts);

#endif
