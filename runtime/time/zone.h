/* zone.h - time zones as cached transition tables; the only user of ICU. Layer 1. */
#ifndef PERI_ZONE_H
#define PERI_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "time/civil.h"

typedef struct peri_zone peri_zone;   /* one zone, immutable once made */
typedef struct peri_zones peri_zones; /* owner of all zones of an engine */

/* An empty set. Returns PERI_OK or PERI_ENOMEM. Thread: one at a time per set. */
int peri_zones_open(peri_zones **out, peri_error *err);
void peri_zones_close(peri_zones *zones); /* NULL is allowed; frees every zone of the set */

/*
 * Look a zone up by its IANA name (or "UTC", or a fixed offset "UTC-05", "UTC+05:30"); the table of
 * 1900 to 2100 is made at the first request (1 to 2 ms with a long history; UTC and fixed offsets
 * need no ICU), and its first and last offsets hold beyond. The result depends on neither the
 * machine's zone nor its locale.
 *
 * out  receives the zone (borrowed, valid until the set is closed)
 * Returns PERI_OK, PERI_ENOTFOUND (text names the zone and up to three similar ones) or
 * PERI_ENOMEM.
 */
int peri_zone_get(peri_zones *zones, const char *name, const peri_zone **out, peri_error *err);

const char *peri_zone_name(const peri_zone *zone); /* borrowed, as long as the zone */

/* Which edition of the zones' history is used, "2024a"; static. */
const char *peri_zones_edition(void);

/* A stretch of time in which the offset does not change: local = utc + offset for utc in
   [from_utc, until_utc). */
typedef struct peri_zone_span {
    int64_t from_utc, until_utc; /* ns; INT64_MIN and INT64_MAX at the ends of the table */
    int64_t offset;              /* ns east of UTC */
} peri_zone_span;

/* The stretch an instant lies in: O(log n); keep it and ask again only when leaving it. */
peri_zone_span peri_zone_span_at(const peri_zone *zone, int64_t utc_ns);

int64_t peri_zone_to_local(const peri_zone *zone, int64_t utc_ns);
peri_date peri_zone_date(const peri_zone *zone, int64_t utc_ns); /* of that local time */

typedef enum peri_local_kind {
    PERI_LOCAL_UNIQUE,
    PERI_LOCAL_AMBIGUOUS, /* shown twice (autumn) */
    PERI_LOCAL_SKIPPED    /* never shown (spring) */
} peri_local_kind;

/*
 * Find the instants at which a local clock shows a time.
 *
 * earlier, later  receive the instants: equal when unique; the two occurrences when ambiguous;
 *                 both the first instant after the gap when skipped
 */
peri_local_kind peri_zone_match(const peri_zone *zone, int64_t local_ns, int64_t *earlier,
                                int64_t *later);

/* LEAN's choice: the later instant of an ambiguous time, the first one after a gap. */
int64_t peri_zone_to_utc(const peri_zone *zone, int64_t local_ns);

/* A zone with the span last used: conversions along a stream cost an addition. */
typedef struct peri_zone_cursor {
    const peri_zone *zone;
    peri_zone_span span;
} peri_zone_cursor;

void peri_zone_cursor_init(peri_zone_cursor *cursor, const peri_zone *zone);
int64_t peri_zone_cursor_to_local(peri_zone_cursor *cursor, int64_t utc_ns);
int64_t peri_zone_cursor_to_utc(peri_zone_cursor *cursor,
                                int64_t local_ns); /* as peri_zone_to_utc */

#endif
