/* day_list.h - a growing list of special days, and the arithmetic of holidays. Layer 1. */
#ifndef PERI_DAY_LIST_H
#define PERI_DAY_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "time/hours.h"

/* Filled by a calendar, handed to peri_hours_make. All zero is an empty list. */
typedef struct peri_day_list {
    peri_special_day *items; /* owned; peri_day_list_deinit */
    size_t n, cap;
    bool failed; /* memory ran short: the list is incomplete */
} peri_day_list;

void peri_day_list_deinit(peri_day_list *list);

/* Append; names are static. Times in ns of the local day. */
void peri_day_list_closed(peri_day_list *list, peri_date date, const char *name);
void peri_day_list_early(peri_day_list *list, peri_date date, int64_t close, const char *name);
void peri_day_list_late(peri_day_list *list, peri_date date, int64_t open, const char *name);

/* The nth (1: first; -1: last) such weekday of a month. */
peri_date peri_nth_weekday(int year, int month, int weekday, int nth);
peri_date peri_easter_sunday(int year); /* western; years 1583 on */
bool peri_is_weekend(peri_date date);

#endif
