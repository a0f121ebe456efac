/* run_report_performance.h - trades, their statistics and rolling ones in a report. Layer 5. */
#ifndef PERI_RUN_REPORT_PERFORMANCE_H
#define PERI_RUN_REPORT_PERFORMANCE_H

#include "engine/engine.h"
#include "report/json_members.h"

/* Write the members total_performance, rolling_window and runtime_statistics of a run whose
   statistics were computed; a failure is kept in json. */
void peri_report_performance(peri_members *json, peri_engine *engine,
                             const peri_statistics *statistics);

#endif
