/* consolidator_day.c - bars of an exchange's days. Layer 2. */
#include "market/consolidator_class.h"

static bool place_midnight(peri_zone_cursor *zone, const peri_bar *bar, int64_t *start_ns,
                           int64_t *end_ns)
{
    peri_date date = peri_time_date(peri_zone_cursor_to_local(zone, bar->start_ns));
    *start_ns = peri_zone_cursor_to_utc(zone, peri_time_at(date, 0));
    *end_ns = peri_zone_cursor_to_utc(zone, peri_time_at(date + 1, 0));
    return true;
}

/* The session of the date on which the input ends, the regular one as a rule: an hour that begins
   before the open belongs to it; what lies outside of the session is left out. */
static bool place(peri_consolidator *consolidator, const peri_bar *bar, int64_t *start_ns,
                  int64_t *end_ns)
{
    const peri_security *security = consolidator->security;
    peri_session session;
    if (peri_security_has_whole_days(security) || peri_hours_is_always_open(security->hours))
        return place_midnight(&consolidator->zone, bar, start_ns, end_ns);
    const bool wide = consolidator->extended_days && security->extended;
    int64_t local = peri_zone_cursor_to_local(&consolidator->zone, bar->end_ns - 1);
    if (!peri_hours_session(security->hours, peri_time_date(local), wide, &session) ||
        bar->end_ns <= session.open_utc || bar->start_ns >= session.close_utc)
        return false;
    *start_ns = session.open_utc;
    *end_ns = session.close_utc;
    return true;
}

static int update(peri_consolidator *consolidator, const peri_bar *bar, peri_error *err)
{
    return peri_consolidator_update_by_time(consolidator, bar, place, err);
}

static const peri_consolidator_class day_class = {.name = "day", .update = update, .by_time = true};

int peri_consolidator_new_day(peri_consolidator **out, peri_error *err)
{
    const int rc = peri_consolidator_make(&day_class, out, NULL, err);
    if (rc == PERI_OK)
        (*out)->longest_ns = PERI_DAY;
    return rc;
}

void peri_consolidator_set_extended_days(peri_consolidator *consolidator, bool on)
{
    consolidator->extended_days = on;
}
