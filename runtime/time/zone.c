/* zone.c - the set of zones: names, fixed offsets, and tables read from ICU once. Layer 1. */
#include "time/zone.h"

#include <string.h>

#include <unicode/ucal.h>
#include <unicode/uenum.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/similar.h"
#include "time/civil.h"
#include "time/zone_table.h"

enum {
    LONGEST_NAME = 64, /* the longest IANA name has 32 bytes */
    SUGGESTIONS = 3,
    MAX_OFFSET_HOURS = 18
};

#define FIRST_MS (-2208988800000.0) /* 1900-01-01 */
#define LAST_MS 4102444800000.0     /* 2100-01-01 */
#define MILLISECOND (PERI_SECOND / 1000)

struct peri_zones {
    peri_zone **items;
    size_t n, cap;
};

int peri_zones_open(peri_zones **out, peri_error *err)
{
    peri_zones *zones = peri_calloc(1, sizeof *zones);
    if (!zones)
        return peri_fail(err, PERI_ENOMEM, "time zones: no memory for an empty set");
    *out = zones;
    return PERI_OK;
}

const char *peri_zones_edition(void)
{
    UErrorCode status = U_ZERO_ERROR;
    const char *edition = ucal_getTZDataVersion(&status);
    return U_SUCCESS(status) && edition ? edition : "";
}

static void zone_free(peri_zone *zone)
{
    if (!zone)
        return;
    peri_free(zone->name);
    peri_free(zone->rows);
    peri_free(zone);
}

void peri_zones_close(peri_zones *zones)
{
    if (!zones)
        return;
    for (size_t i = 0; i < zones->n; i++)
        zone_free(zones->items[i]);
    peri_free(zones->items);
    peri_free(zones);
}

/* A row at the end of the table, unless the offset stays the same. */
static int add_row(peri_zone *zone, int64_t from_utc, int64_t offset)
{
    if (zone->n > 0 && zone->rows[zone->n - 1].offset == offset)
        return PERI_OK;
    void *rows = zone->rows;
    int rc = peri_grow(&rows, &zone->cap, zone->n + 1, sizeof *zone->rows);
    zone->rows = rows;
    if (rc == PERI_OK)
        zone->rows[zone->n++] = (peri_zone_row){from_utc, offset};
    return rc;
}

static bool two_digits(const char *p, int *out)
{
    if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9')
        return false;
    *out = (p[0] - '0') * 10 + (p[1] - '0');
    return true;
}

/* "UTC", "UTC-05", "UTC+05:30": what needs no table of rules. */
static bool fixed_offset(const char *name, int64_t *offset)
{
    int hours = 0, minutes = 0;
    *offset = 0;
    if (strncmp(name, "UTC", 3) != 0)
        return false;
    if (name[3] == '\0')
        return true;
    if ((name[3] != '+' && name[3] != '-') || !two_digits(name + 4, &hours))
        return false;
    if (name[6] == ':') {
        if (!two_digits(name + 7, &minutes) || name[9] != '\0')
            return false;
    } else if (name[6] != '\0') {
        return false;
    }
    if (minutes > 59 || hours * 60 + minutes > MAX_OFFSET_HOURS * 60)
        return false;
    *offset = (hours * 60 + minutes) * (name[3] == '-' ? -PERI_MINUTE : PERI_MINUTE);
    return true;
}

/* The offset at an instant, which becomes the calendar's time. */
static int64_t offset_at(UCalendar *calendar, UDate ms, UErrorCode *status)
{
    ucal_setMillis(calendar, ms, status);
    int64_t standard = ucal_get(calendar, UCAL_ZONE_OFFSET, status);
    return (standard + ucal_get(calendar, UCAL_DST_OFFSET, status)) * MILLISECOND;
}

static int read_rows(UCalendar *calendar, peri_zone *zone, UErrorCode *status)
{
    UDate at = FIRST_MS;
    int rc = add_row(zone, INT64_MIN, offset_at(calendar, at, status));
    while (rc == PERI_OK && U_SUCCESS(*status) &&
           ucal_getTimeZoneTransitionDate(calendar, UCAL_TZ_TRANSITION_NEXT, &at, status) &&
           at < LAST_MS) {
        int64_t from_utc = (int64_t)at * MILLISECOND;
        rc = add_row(zone, from_utc, offset_at(calendar, at, status));
    }
    return rc;
}

/*
 * ICU also answers to Java's three-letter abbreviations, which are not IANA names and mean other
 * zones to most people (BST is Dhaka there, IST Kolkata, CST Chicago): they are not accepted.
 */
static bool is_abbreviation(const char *name)
{
    static const char iana[] = "CET EET EST GMT HST MET MST PRC ROC ROK UCT WET";
    if (strlen(name) != 3 || strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3)
        return false;
    return !strstr(iana, name);
}

/* Widens a name; false when it cannot be the name of a zone. */
static bool widen(const char *name, UChar *out)
{
    size_t n = strlen(name);
    if (n == 0 || n > LONGEST_NAME)
        return false;
    for (size_t i = 0; i <= n; i++) {
        if ((unsigned char)name[i] > 126)
            return false;
        out[i] = (UChar)name[i];
    }
    return true;
}

/* True for a name of ICU's own data; opening any other name would silently give GMT. */
static bool is_known(const UChar *name)
{
    UChar canonical[LONGEST_NAME + 1];
    UBool is_system = 0;
    UErrorCode status = U_ZERO_ERROR;
    ucal_getCanonicalTimeZoneID(name, -1, canonical, LONGEST_NAME, &is_system, &status);
    return U_SUCCESS(status) && is_system;
}

typedef struct suggestion {
    char name[LONGEST_NAME + 1];
    int distance;
} suggestion;

/* Users often leave the continent out, so the city alone counts as well. */
static int distance_to(const char *wanted, const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *city = slash ? slash + 1 : name;
    int best = INT32_MAX;
    if (peri_similar_near(wanted, name))
        best = peri_similar_distance(wanted, name);
    if (peri_similar_near(wanted, city) && peri_similar_distance(wanted, city) < best)
        best = peri_similar_distance(wanted, city);
    return best;
}

/* Keeps the nearest in order of distance; the first of equals stays first. */
static void consider(suggestion *best, size_t *n, const char *name, int distance)
{
    size_t at = *n;
    while (at > 0 && best[at - 1].distance > distance)
        at--;
    if (at == SUGGESTIONS)
        return;
    if (*n < SUGGESTIONS)
        ++*n;
    memmove(best + at + 1, best + at, (*n - at - 1) * sizeof *best);
    memcpy(best[at].name, name, strlen(name) + 1);
    best[at].distance = distance;
}

/* The zones whose names are nearest, those more than an edit behind the best left out. */
static size_t find_similar(const char *wanted, suggestion best[SUGGESTIONS])
{
    UErrorCode status = U_ZERO_ERROR;
    UEnumeration *names = ucal_openTimeZones(&status);
    const char *name;
    int32_t len;
    size_t n = 0;
    while (U_SUCCESS(status) && (name = uenum_next(names, &len, &status)) != NULL) {
        int distance = distance_to(wanted, name);
        if (distance < INT32_MAX && len <= LONGEST_NAME && !is_abbreviation(name))
            consider(best, &n, name, distance);
    }
    uenum_close(names);
    while (n > 1 && best[n - 1].distance > best[0].distance + 2)
        n--;
    return n;
}

static int fail_unknown(const char *name, peri_error *err)
{
    suggestion best[SUGGESTIONS];
    if (is_abbreviation(name))
        return peri_fail(err, PERI_ENOTFOUND,
                         "unknown time zone '%s': an abbreviation, which may mean several zones; "
                         "expected an IANA name such as 'America/New_York'",
                         name);
    size_t n = strlen(name) <= LONGEST_NAME ? find_similar(name, best) : 0;
    if (n == 0)
        return peri_fail(err, PERI_ENOTFOUND,
                         "unknown time zone '%.*s'; expected an IANA name such as "
                         "'America/New_York', 'UTC' or an offset such as 'UTC+05:30'",
                         LONGEST_NAME, name);
    peri_buf list;
    peri_buf_init(&list);
    for (size_t i = 0; i < n; i++)
        peri_buf_printf(&list, "%s'%s'", i == 0 ? "" : i + 1 < n ? ", " : " or ", best[i].name);
    int rc = list.failed
                 ? peri_fail(err, PERI_ENOMEM, "time zone '%s': no memory", name)
                 : peri_fail(err, PERI_ENOTFOUND, "unknown time zone '%s'; did you mean %s?", name,
                             peri_buf_str(&list));
    peri_buf_deinit(&list);
    return rc;
}

/* Fills the rows of a zone from ICU. The locale does not matter here; this one is opened fastest.
 */
static int read_icu(peri_zone *zone, const UChar *name, peri_error *err)
{
    UErrorCode status = U_ZERO_ERROR;
    UCalendar *calendar = ucal_open(name, -1, "en_US_POSIX", UCAL_GREGORIAN, &status);
    int rc = U_SUCCESS(status) ? read_rows(calendar, zone, &status) : PERI_OK;
    ucal_close(calendar);
    if (rc != PERI_OK || status == U_MEMORY_ALLOCATION_ERROR)
        return peri_fail(err, PERI_ENOMEM, "time zone '%s': no memory for its table", zone->name);
    if (U_FAILURE(status))
        return peri_fail(err, PERI_ENOTFOUND, "time zone '%s': ICU has no usable data (%s)",
                         zone->name, u_errorName(status));
    return PERI_OK;
}

static int zone_make(const char *name, peri_zone **out, peri_error *err)
{
    UChar wide[LONGEST_NAME + 1];
    int64_t offset;
    bool fixed = fixed_offset(name, &offset);
    if (!fixed && (is_abbreviation(name) || !widen(name, wide) || !is_known(wide)))
        return fail_unknown(name, err);
    peri_zone *zone = peri_calloc(1, sizeof *zone);
    if (!zone || !(zone->name = peri_strdup(name)) ||
        (fixed && add_row(zone, INT64_MIN, offset) != PERI_OK)) {
        zone_free(zone);
        return peri_fail(err, PERI_ENOMEM, "time zone '%s': no memory", name);
    }
    int rc = fixed ? PERI_OK : read_icu(zone, wide, err);
    if (rc != PERI_OK) {
        zone_free(zone);
        return rc;
    }
    *out = zone;
    return PERI_OK;
}

int peri_zone_get(peri_zones *zones, const char *name, const peri_zone **out, peri_error *err)
{
    peri_zone *zone = NULL;
    for (size_t i = 0; i < zones->n; i++) {
        if (strcmp(zones->items[i]->name, name) == 0) {
            *out = zones->items[i];
            return PERI_OK;
        }
    }
    int rc = zone_make(name, &zone, err);
    if (rc != PERI_OK)
        return rc;
    void *items = zones->items;
    rc = peri_grow(&items, &zones->cap, zones->n + 1, sizeof(peri_zone *));
    zones->items = items;
    if (rc != PERI_OK) {
        zone_free(zone);
        return peri_fail(err, PERI_ENOMEM, "time zone '%s': no memory", name);
    }
    zones->items[zones->n++] = zone;
    *out = zone;
    return PERI_OK;
}
