/* day_list.c - growing lists of special days; nth weekdays and Easter. Layer 1. */
#include "time/day_list.h"

#include "base/mem.h"

void peri_day_list_deinit(peri_day_list *list)
{
    peri_free(list->items);
    *list = (peri_day_list){NULL, 0, 0, false};
}

static void append(peri_day_list *list, peri_special_day day)
{
    void *items = list->items;
    if (list->failed || peri_grow(&items, &list->cap, list->n + 1, sizeof day) != PERI_OK) {
        list->failed = true;
        return;
    }
    list->items = items;
    list->items[list->n++] = day;
}

void peri_day_list_closed(peri_day_list *list, peri_date date, const char *name)
{
    append(list, (peri_special_day){date, true, PERI_NEVER, PERI_NEVER, name});
}

void peri_day_list_early(peri_day_list *list, peri_date date, int64_t close, const char *name)
{
    append(list, (peri_special_day){date, false, close, PERI_NEVER, name});
}

void peri_day_list_late(peri_day_list *list, peri_date date, int64_t open, const char *name)
{
    append(list, (peri_special_day){date, false, PERI_NEVER, open, name});
}

peri_date peri_nth_weekday(int year, int month, int weekday, int nth)
{
    if (nth > 0) {
        peri_date first = peri_date_make(year, month, 1);
        return first + (weekday - peri_date_weekday(first) + 7) % 7 + 7 * (nth - 1);
    }
    peri_date last = peri_date_make(year, month, peri_month_days(year, month));
    return last - (peri_date_weekday(last) - weekday + 7) % 7 + 7 * (nth + 1);
}

/* Source: the anonymous Gregorian computus (Nature, 20 April 1876), in J. Meeus's form. */
peri_date peri_easter_sunday(int year)
{
    int a = year % 19, b = year / 100, c = year % 100;
    int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    int n = h + l - 7 * m + 114;
    return peri_date_make(year, n / 31, n % 31 + 1);
}

bool peri_is_weekend(peri_date date)
{
    int weekday = peri_date_weekday(date);
    return weekday == PERI_SATURDAY || weekday == PERI_SUNDAY;
}
