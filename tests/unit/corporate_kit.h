/* corporate_kit.h - what the tests of map and factor files share. */
#ifndef PERI_TEST_CORPORATE_KIT_H
#define PERI_TEST_CORPORATE_KIT_H

#include "time/civil.h"

/* 20140609 as a date. */
peri_date day(int yyyymmdd);

/* The folder of the recorded data, or NULL with the suite counted as skipped. */
const char *recorded_data(const char *what);

/* Call `take` for each NAME.csv of ROOT/equity/usa/FOLDER; returns how many there were. */
int each_csv(const char *root, const char *folder,
             void (*take)(const char *root, const char *name));

#endif
