/* run_report.h - a finished run as JSON. Layer 5. */
#ifndef PERI_RUN_REPORT_H
#define PERI_RUN_REPORT_H

#include "base/buf.h"
#include "engine/engine.h"

/* One training, as the report lists it. */
typedef struct peri_training_row {
    char *name;
    int64_t local_ns;    /* simulated time in the algorithm's zone */
    int64_t duration_ns; /* real time */
    peri_training_state outcome;
} peri_training_row;

typedef struct peri_training_list {
    peri_training_row *rows; /* shape [n], owned */
    size_t n, cap;
    bool incomplete; /* memory ran out for some rows */
} peri_training_list;

/* Append a row (name copied). Returns PERI_OK or PERI_ENOMEM. */
int peri_training_list_add(peri_training_list *list, const peri_training_run *training,
                           int64_t local_ns);
void peri_training_list_deinit(peri_training_list *list);

/* What goes into the report; all borrowed. */
typedef struct peri_run_report {
    const char *strategy; /* path of the script */
    peri_engine *engine;
    const peri_result *result;
    const peri_training_list *trainings;
    const peri_latency *latency; /* of a live run; NULL: left out */
    bool with_durations;         /* real times make the report differ from run to run */
} peri_run_report;

/*
 * Append one JSON object and a newline: status, span, data, statistics (numbers and LEAN's texts),
 * performance in total and of rolling windows, trades, trainings, orders, charts; the latency of a
 * live run, in microseconds. Times are local to the algorithm, "2013-10-07 16:00:00"; those of
 * orders also in UTC, "2013-10-07T20:00:00Z". Returns PERI_OK or PERI_ENOMEM, or PERI_EINVAL when
 * the strategy's path is not UTF-8.
 */
int peri_run_report_json(const peri_run_report *report, peri_buf *out, peri_error *err);

#endif
