/* calendar_print.h - a calendar's year, and the list of calendars, as text or JSON. Layer 8. */
#ifndef PERI_CALENDAR_PRINT_H
#define PERI_CALENDAR_PRINT_H

#include "base/buf.h"
#include "cli/calendar_year.h"

/* What is printed; all borrowed. */
typedef struct peri_calendar_page {
    const char *name;  /* "nyse" */
    const char *title; /* "US equities (NYSE, Nasdaq)" */
    const peri_hours *hours;
    const peri_calendar_year *year;
} peri_calendar_page;

/* "UTC-05:00" for ns east of UTC; returns out. */
enum {
    PERI_OFFSET_TEXT = 24
};
const char *peri_calendar_offset_text(int64_t offset, char out[PERI_OFFSET_TEXT]);

/* Both append to `out` (see its `failed`). */
void peri_calendar_page_text(const peri_calendar_page *page, peri_buf *out);
void peri_calendar_list_text(peri_buf *out);

/* The same as one line of JSON. Returns PERI_OK or PERI_ENOMEM (or PERI_EINVAL: a name that is not
   UTF-8). */
int peri_calendar_page_json(const peri_calendar_page *page, peri_buf *out, peri_error *err);
int peri_calendar_list_json(peri_buf *out, peri_error *err);

#endif
