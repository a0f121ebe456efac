/* reading_kit.c - the frame of the tests of price readers. */
#include "reading_kit.h"

#include "check.h"

#include "time/calendars.h"

#include <math.h>
#include <string.h>

void reading_setup(struct reading *r, peri_resolution resolution)
{
    memset(r, 0, sizeof *r);
    peri_zones_open(&r->zones, NULL);
    const peri_zone *zone = NULL;
    peri_zone_get(r->zones, "UTC", &zone, NULL);
    peri_hours_always(zone, &r->always, NULL);
    peri_calendar_make(r->zones, "nyse", &r->exchange, NULL);
    r->options = (peri_read_options){.resolution = resolution,
                                     .zone = zone,
                                     .hours = r->always,
                                     .from_ns = INT64_MIN,
                                     .until_ns = PERI_NEVER};
    peri_series_init(&r->series);
}

void reading_use_exchange(struct reading *r)
{
    peri_zone_get(r->zones, "America/New_York", &r->options.zone, NULL);
    r->options.hours = r->exchange;
}

void reading_teardown(struct reading *r)
{
    peri_series_deinit(&r->series);
    peri_hours_close(r->always);
    peri_hours_close(r->exchange);
    peri_zones_close(r->zones);
}

int reading_csv(struct reading *r, const char *bytes, size_t len)
{
    const char *path = check_write("x.csv", bytes, (long)len);
    r->err.text[0] = '\0';
    return peri_csv_read(path, &r->options, &r->series, &r->report, &r->err);
}

int reading_csv_text(struct reading *r, const char *text)
{
    return reading_csv(r, text, strlen(text));
}

int64_t utc_at(const char *text)
{
    peri_time_text time = {0};
    peri_time_parse(text, strlen(text), &time);
    return time.time_ns;
}

bool reading_is_sound(const peri_series *series)
{
    for (size_t i = 0; i < series->n; i++) {
        const peri_bar *b = &series->bars[i];
        if (!(b->low > 0 && b->low <= b->open && b->open <= b->high && b->low <= b->close &&
              b->close <= b->high && isfinite(b->high) && b->volume >= 0 && isfinite(b->volume)))
            return false;
        if (b->start_ns >= b->end_ns || (i > 0 && b[-1].end_ns >= b->end_ns))
            return false;
    }
    return true;
}
