/* rolling.h - the parts of a run that rolling statistics are made of. Layer 5. */
#ifndef PERI_ROLLING_H
#define PERI_ROLLING_H

#include "report/statistics.h"
#include "time/civil.h"

enum {
    PERI_WINDOW_NAME = 24
};

/* Called for each window. name: "M3_20131031", the months it spans and its last day. Other than
   PERI_OK ends the walk. */
typedef int (*peri_window_visitor)(void *ctx, const char *name, const peri_record *part,
                                   peri_error *err);

/*
 * Visit the windows of 1, then 3, 6 and 12 months. One of each length ends with each month of the
 * run, and with its last day; those at the begin are cut there. Days are UTC. None of a record
 * without equity. Returns PERI_OK or what the visitor returned.
 * Source: LEAN's StatisticsBuilder.
 */
int peri_rolling_windows(const peri_record *record, peri_window_visitor visit, void *ctx,
                         peri_error *err);

#endif
