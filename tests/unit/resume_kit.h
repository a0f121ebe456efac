/* resume_kit.h - live runs over the tests' data that end somewhere and go on. */
#ifndef PERI_TEST_RESUME_KIT_H
#define PERI_TEST_RESUME_KIT_H

#include "live_kit.h"

enum {
    RESUME_KIT_SEED = 20261129
};

/* The begin of a strategy; `end` is to follow. */
#define RESUME_KIT_SETUP                                                                           \
    "function Initialize()\n"                                                                      \
    "  SetStartDate(2013, 10, 1) SetEndDate(2013, 12, 20) SetCash(10000)\n"                        \
    "  day = AddEquity('DAY', Resolution.Daily)\n"

extern const char resume_kit_trader[]; /* orders, events, an indicator, charts */

void resume_kit_set_up(live_kit *kit, const char *name, const char *source);
bool resume_kit_is_kept(const live_kit *kit);

/* The report of the last process, and that of the same strategy file run without an interruption,
   with its files under another name; owned by the caller (free). */
char *resume_kit_report(const live_kit *kit);
char *resume_kit_whole(const live_kit *kit, const char *name);
/* Frees both. */
void resume_kit_same(const char *what, char *got, char *want);

#endif
