/* vector_hours.h - the hours that LEAN's rule vectors bring with them ("exchanges"). */
#ifndef PERI_TEST_VECTOR_HOURS_H
#define PERI_TEST_VECTOR_HOURS_H

#include <cjson/cJSON.h>

#include "time/hours.h"

/*
 * Make hours of one exchange: {timezone, week{day: [[state, start, end]]}, holidays[],
 * early_closes{date: time}, late_opens{date: time}}. A failed check and NULL when that does not
 * work; else peri_hours_close. The zones must outlive them.
 */
peri_hours *vector_hours_make(peri_zones *zones, const cJSON *exchange);

/* All exchanges of a file by name, each made when it is asked for the first time. */
typedef struct vector_hours {
    peri_zones *zones;
    const cJSON *exchanges;
    struct {
        const char *name;
        peri_hours *hours;
    } made[16];
    int n;
} vector_hours;

void vector_hours_open(vector_hours *set, const cJSON *file);
const peri_hours *vector_hours_get(vector_hours *set, const char *name);
void vector_hours_close(vector_hours *set);

#endif
