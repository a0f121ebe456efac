/* hours_entry.h - one entry of LEAN's market-hours database, read strictly. Layer 2. */
#ifndef PERI_HOURS_ENTRY_H
#define PERI_HOURS_ENTRY_H

#include <stddef.h>

#include "base/error.h"
#include "time/day_list.h"
#include "time/hours.h"

enum {
    PERI_HOURS_ENTRY_ZONE = 80 /* bytes of a zone's name with its terminator */
};

/* All zero is an empty entry. Holds no text of the JSON it was read from. */
typedef struct peri_hours_entry {
    char zone[PERI_HOURS_ENTRY_ZONE];                 /* exchangeTimeZone; not looked up yet */
    char data_zone[PERI_HOURS_ENTRY_ZONE];            /* dataTimeZone, "" when it is not given */
    peri_week_day days[7];                            /* [PERI_SUNDAY..PERI_SATURDAY] */
    peri_day_list holidays, early_closes, late_opens; /* without names, in the file's order */
} peri_hours_entry;

/*
 * Read an entry.
 *
 *   {"dataTimeZone": "UTC", "exchangeTimeZone": "America/New_York", "monday": [{"start":
 * "09:30:00", "end": "16:00:00", "state": "market"}], "holidays": ["1/1/1998"], "earlyCloses":
 * {"11/25/2005": "13:00:00"}, "lateOpens": {}}
 *
 * A weekday that is missing is closed; sessions in state "closed" and fields with other names are
 * passed over; sessions are sorted. Times are H:M:S up to "1.00:00:00", dates M/D/YYYY.
 *
 * json, len  the entry's value (borrowed for the call)
 * out        filled; peri_hours_entry_deinit. Empty on failure
 * Returns PERI_OK, PERI_EFORMAT ("monday[0].start was '9', expected ...") or PERI_ENOMEM.
 */
int peri_hours_entry_read(const char *json, size_t len, peri_hours_entry *out, peri_error *err);
void peri_hours_entry_deinit(peri_hours_entry *entry); /* empty again */

#endif
