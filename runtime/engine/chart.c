/* chart.c - keeping plotted points. Layer 5. */
#include "engine/chart.h"

#include "base/mem.h"

#include <string.h>

static peri_chart_series *find(peri_charts *charts, const char *chart, const char *name)
{
    for (size_t i = 0; i < charts->n; i++) {
        peri_chart_series *series = &charts->series[i];
        if (strcmp(series->name, name) == 0 && strcmp(series->chart, chart) == 0)
            return series;
    }
    return NULL;
}

static peri_chart_series *add_series(peri_charts *charts, const char *chart, const char *name)
{
    void *series = charts->series;
    if (peri_grow(&series, &charts->cap, charts->n + 1, sizeof *charts->series) != PERI_OK)
        return NULL;
    charts->series = series;
    peri_chart_series fresh = {.chart = peri_strdup(chart), .name = peri_strdup(name)};
    if (!fresh.chart || !fresh.name) {
        peri_free(fresh.chart);
        peri_free(fresh.name);
        return NULL;
    }
    charts->series[charts->n] = fresh;
    return &charts->series[charts->n++];
}

int peri_charts_add(peri_charts *charts, const char *chart, const char *series, int64_t time_ns,
                    double value)
{
    peri_chart_series *to = find(charts, chart, series);
    if (!to)
        to = add_series(charts, chart, series);
    if (!to)
        return PERI_ENOMEM;
    if (to->n == PERI_CHART_POINTS) {
        to->dropped++;
        return PERI_OK;
    }
    void *points = to->points;
    if (peri_grow(&points, &to->cap, to->n + 1, sizeof *to->points) != PERI_OK)
        return PERI_ENOMEM;
    to->points = points;
    to->points[to->n++] = (peri_chart_point){time_ns, value};
    return PERI_OK;
}

void peri_charts_deinit(peri_charts *charts)
{
    for (size_t i = 0; i < charts->n; i++) {
        peri_free(charts->series[i].chart);
        peri_free(charts->series[i].name);
        peri_free(charts->series[i].points);
    }
    peri_free(charts->series);
    *charts = (peri_charts){0};
}
