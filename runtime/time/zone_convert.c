/* zone_convert.c - instants to local times and back, over a zone's table. Layer 1. */
#include "time/zone.h"

#include "time/civil.h"
#include "time/zone_table.h"

/* More than any two offsets of a zone differ (24 hours: Samoa, 2011-12-30). */
#define MAX_SHIFT (26 * PERI_HOUR)

/* a + b, held at the ends of the range: PERI_NEVER stays a time after all others. */
static int64_t add(int64_t a, int64_t b)
{
    int64_t sum;
    if (!__builtin_add_overflow(a, b, &sum))
        return sum;
    return b > 0 ? INT64_MAX : INT64_MIN;
}

static int64_t until_of(const peri_zone *zone, size_t row)
{
    return row + 1 < zone->n ? zone->rows[row + 1].from_utc : INT64_MAX;
}

static size_t row_at(const peri_zone *zone, int64_t utc_ns)
{
    size_t lo = 0, hi = zone->n; /* rows[lo].from_utc <= utc_ns < rows[hi].from_utc */
    while (hi - lo > 1) {
        size_t mid = lo + (hi - lo) / 2;
        if (zone->rows[mid].from_utc <= utc_ns)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

const char *peri_zone_name(const peri_zone *zone)
{
    return zone->name;
}

peri_zone_span peri_zone_span_at(const peri_zone *zone, int64_t utc_ns)
{
    size_t row = row_at(zone, utc_ns);
    return (peri_zone_span){zone->rows[row].from_utc, until_of(zone, row), zone->rows[row].offset};
}

int64_t peri_zone_to_local(const peri_zone *zone, int64_t utc_ns)
{
    return add(utc_ns, zone->rows[row_at(zone, utc_ns)].offset);
}

peri_date peri_zone_date(const peri_zone *zone, int64_t utc_ns)
{
    return peri_time_date(peri_zone_to_local(zone, utc_ns));
}

peri_local_kind peri_zone_match(const peri_zone *zone, int64_t local_ns, int64_t *earlier,
                                int64_t *later)
{
    size_t first = row_at(zone, add(local_ns, -MAX_SHIFT));
    size_t last = row_at(zone, add(local_ns, MAX_SHIFT));
    int64_t gap_end = INT64_MAX;
    int found = 0;
    for (size_t row = first; row <= last; row++) {
        int64_t utc = add(local_ns, -zone->rows[row].offset);
        if (utc < zone->rows[row].from_utc) {
            /* the clock was already past local_ns when this row began */
            if (gap_end == INT64_MAX)
                gap_end = zone->rows[row].from_utc;
        } else if (utc < until_of(zone, row) || row + 1 == zone->n) {
            if (found++ == 0)
                *earlier = utc;
            *later = utc;
        }
    }
    if (found == 0) {
        *earlier = *later = gap_end;
        return PERI_LOCAL_SKIPPED;
    }
    return found > 1 ? PERI_LOCAL_AMBIGUOUS : PERI_LOCAL_UNIQUE;
}

int64_t peri_zone_to_utc(const peri_zone *zone, int64_t local_ns)
{
    int64_t earlier, later;
    peri_zone_match(zone, local_ns, &earlier, &later);
    return later;
}

void peri_zone_cursor_init(peri_zone_cursor *cursor, const peri_zone *zone)
{
    cursor->zone = zone;
    cursor->span = peri_zone_span_at(zone, 0);
}

int64_t peri_zone_cursor_to_local(peri_zone_cursor *cursor, int64_t utc_ns)
{
    if (utc_ns < cursor->span.from_utc || utc_ns >= cursor->span.until_utc)
        cursor->span = peri_zone_span_at(cursor->zone, utc_ns);
    return add(utc_ns, cursor->span.offset);
}

int64_t peri_zone_cursor_to_utc(peri_zone_cursor *cursor, int64_t local_ns)
{
    int64_t utc = add(local_ns, -cursor->span.offset);
    /* near the end of the span the next one may show the same time again, and later is wanted */
    if (utc >= cursor->span.from_utc && add(utc, MAX_SHIFT) < cursor->span.until_utc)
        return utc;
    utc = peri_zone_to_utc(cursor->zone, local_ns);
    cursor->span = peri_zone_span_at(cursor->zone, utc);
    return utc;
}
