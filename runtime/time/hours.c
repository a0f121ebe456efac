/* hours.c - sessions of a market as stretches of time, the last ones remembered. Layer 1. */
#include "time/hours.h"

#include "base/mem.h"
#include "time/us_holidays.h"

#define REGULAR_OPEN (9 * PERI_HOUR + 30 * PERI_MINUTE)
#define REGULAR_CLOSE (16 * PERI_HOUR)
#define EXTENDED_OPEN (4 * PERI_HOUR)
#define EXTENDED_CLOSE (20 * PERI_HOUR)

/* The closing minutes of one year. */
typedef struct hours_year {
    int year; /* 0: empty */
    int16_t close[PERI_US_YEAR_DAYS];
} hours_year;

typedef struct hours_cache {
    peri_zone_cursor cursor;
    hours_year years[2];      /* by the year's lowest bit: neighbours do not displace each other */
    peri_hours_span spans[2]; /* asked for last: regular, extended; empty at first */
} hours_cache;

struct peri_hours {
    const char *name;
    const peri_zone *zone;
    bool always;
    peri_date first, last; /* of the calendar */
    hours_cache *cache;
};

static int hours_make(const char *name, const peri_zone *zone, bool always, peri_hours **out,
                      peri_error *err)
{
    peri_hours *hours = peri_calloc(1, sizeof *hours);
    hours_cache *cache = peri_calloc(1, sizeof *cache);
    if (!hours || !cache) {
        peri_free(hours);
        peri_free(cache);
        return peri_fail(err, PERI_ENOMEM, "hours of '%s': no memory", name);
    }
    *hours = (peri_hours){
        name, zone, always, peri_date_make(1700, 1, 1), peri_date_make(2250, 12, 31), cache};
    peri_zone_cursor_init(&cache->cursor, zone);
    *out = hours;
    return PERI_OK;
}

int peri_hours_us_equity(peri_zones *zones, peri_hours **out, peri_error *err)
{
    const peri_zone *new_york;
    int rc = peri_zone_get(zones, "America/New_York", &new_york, err);
    return rc == PERI_OK ? hours_make("NYSE", new_york, false, out, err) : rc;
}

int peri_hours_always(const peri_zone *zone, peri_hours **out, peri_error *err)
{
    return hours_make("always open", zone, true, out, err);
}

void peri_hours_close(peri_hours *hours)
{
    if (!hours)
        return;
    peri_free(hours->cache);
    peri_free(hours);
}

const peri_zone *peri_hours_zone(const peri_hours *hours)
{
    return hours->zone;
}

bool peri_hours_is_always_open(const peri_hours *hours)
{
    return hours->always;
}

const char *peri_hours_name(const peri_hours *hours)
{
    return hours->name;
}

/* Minute of the day at which the regular session of a date ends, PERI_US_CLOSED when none. */
static int closing_minute(const peri_hours *hours, peri_date date)
{
    int year, month, day;
    if (date < hours->first || date > hours->last)
        return PERI_US_CLOSED;
    peri_date_split(date, &year, &month, &day);
    hours_year *slot = &hours->cache->years[year & 1];
    if (slot->year != year) {
        peri_us_holidays_year(year, slot->close);
        slot->year = year;
    }
    return slot->close[date - peri_date_make(year, 1, 1)];
}

bool peri_hours_is_trading_day(const peri_hours *hours, peri_date local_date)
{
    return hours->always || closing_minute(hours, local_date) != PERI_US_CLOSED;
}

peri_date peri_hours_next_trading_day(const peri_hours *hours, peri_date local_date)
{
    peri_date date = local_date < hours->first ? hours->first : local_date + 1;
    while (date <= hours->last && !peri_hours_is_trading_day(hours, date))
        date++;
    return date;
}

peri_date peri_hours_previous_trading_day(const peri_hours *hours, peri_date local_date)
{
    peri_date date = local_date > hours->last ? hours->last : local_date - 1;
    while (date >= hours->first && !peri_hours_is_trading_day(hours, date))
        date--;
    return date;
}

static int64_t local_to_utc(const peri_hours *hours, peri_date date, int64_t time_of_day)
{
    return peri_zone_cursor_to_utc(&hours->cache->cursor, peri_time_at(date, time_of_day));
}

bool peri_hours_session(const peri_hours *hours, peri_date local_date, bool extended,
                        peri_session *out)
{
    int64_t open = 0, close = PERI_DAY;
    if (!hours->always) {
        int minute = closing_minute(hours, local_date);
        if (minute == PERI_US_CLOSED)
            return false;
        open = extended ? EXTENDED_OPEN : REGULAR_OPEN;
        close = extended ? EXTENDED_CLOSE : REGULAR_CLOSE;
        if (minute != PERI_US_FULL_DAY) /* what comes after an early close is dropped */
            close = minute * PERI_MINUTE;
    }
    out->open_utc = local_to_utc(hours, local_date, open);
    out->close_utc = local_to_utc(hours, local_date, close);
    return true;
}

/* The end of the last session before an instant that lies in none; date is the instant's. */
static int64_t close_before(const peri_hours *hours, peri_date date, int64_t utc_ns, bool extended)
{
    peri_session session;
    for (; date >= hours->first; date = peri_hours_previous_trading_day(hours, date))
        if (peri_hours_session(hours, date, extended, &session) && session.close_utc <= utc_ns)
            return session.close_utc;
    return INT64_MIN;
}

static int64_t open_after(const peri_hours *hours, peri_date date, int64_t utc_ns, bool extended)
{
    peri_session session;
    for (; date <= hours->last; date = peri_hours_next_trading_day(hours, date))
        if (peri_hours_session(hours, date, extended, &session) && session.open_utc > utc_ns)
            return session.open_utc;
    return PERI_NEVER;
}

static peri_hours_span find_span(const peri_hours *hours, int64_t utc_ns, bool extended)
{
    peri_session session;
    if (hours->always)
        return (peri_hours_span){INT64_MIN, INT64_MAX, true};
    peri_date date = peri_time_date(peri_zone_cursor_to_local(&hours->cache->cursor, utc_ns));
    if (peri_hours_session(hours, date, extended, &session) && utc_ns >= session.open_utc &&
        utc_ns < session.close_utc)
        return (peri_hours_span){session.open_utc, session.close_utc, true};
    if (date < hours->first)
        return (peri_hours_span){INT64_MIN, open_after(hours, hours->first, utc_ns, extended),
                                 false};
    if (date > hours->last)
        return (peri_hours_span){close_before(hours, hours->last, utc_ns, extended), PERI_NEVER,
                                 false};
    return (peri_hours_span){close_before(hours, date, utc_ns, extended),
                             open_after(hours, date, utc_ns, extended), false};
}

peri_hours_span peri_hours_span_at(const peri_hours *hours, int64_t utc_ns, bool extended)
{
    peri_hours_span *last = &hours->cache->spans[extended];
    if (utc_ns < last->from_utc || utc_ns >= last->until_utc)
        *last = find_span(hours, utc_ns, extended);
    return *last;
}

bool peri_hours_is_open(const peri_hours *hours, int64_t utc_ns, bool extended)
{
    return peri_hours_span_at(hours, utc_ns, extended).open;
}

/* Where the stretch after the one of an instant ends: two borders on. */
static int64_t border_after_next(const peri_hours *hours, int64_t border_utc, bool extended)
{
    if (border_utc == PERI_NEVER)
        return PERI_NEVER;
    return find_span(hours, border_utc, extended).until_utc;
}

int64_t peri_hours_next_open(const peri_hours *hours, int64_t utc_ns, bool extended)
{
    peri_hours_span span = peri_hours_span_at(hours, utc_ns, extended);
    return span.open ? border_after_next(hours, span.until_utc, extended) : span.until_utc;
}

int64_t peri_hours_next_close(const peri_hours *hours, int64_t utc_ns, bool extended)
{
    peri_hours_span span = peri_hours_span_at(hours, utc_ns, extended);
    return span.open ? span.until_utc : border_after_next(hours, span.until_utc, extended);
}
