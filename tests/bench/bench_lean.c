/* bench_lean.c - see bench_lean.h: a random walk in LEAN's units, 1/10000 of a dollar. */
#include "bench_lean.h"

#include "time/calendars.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <zip.h>

enum {
    MOST_TEXT = 390 * 64,
    YEAR = 2013
};

struct maker {
    peri_zones *zones;
    peri_hours *hours;
    uint64_t random;
    int64_t price; /* in 1/10000 */
};

static int64_t uniform(struct maker *maker, int64_t n)
{
    uint64_t z = (maker->random += 0x9E3779B97F4A7C15U); /* splitmix64 */
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return (int64_t)((z ^ (z >> 31)) % (uint64_t)n);
}

/* Prices move by whole cents, as most do. Returns bytes written. */
static size_t write_day(struct maker *maker, const peri_session *session, peri_date date,
                        char *text)
{
    size_t len = 0;
    const int64_t midnight = peri_zone_to_utc(peri_hours_zone(maker->hours), peri_time_at(date, 0));
    for (int64_t at = session->open_utc; at < session->close_utc; at += PERI_MINUTE) {
        const int64_t open = maker->price;
        const int64_t close = open + 100 * (uniform(maker, 21) - 10);
        const int64_t high = (open > close ? open : close) + 100 * uniform(maker, 5);
        const int64_t low = (open < close ? open : close) - 100 * uniform(maker, 5);
        len += (size_t)snprintf(text + len, 64,
                                "%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64
                                ",%" PRId64 "\n",
                                (at - midnight) / (PERI_SECOND / 1000), open, high, low, close,
                                100 + uniform(maker, 100000));
        maker->price = close < 100000 ? 100000 : close;
    }
    return len;
}

static int write_zip(const char *path, const char *entry, const char *text, size_t len)
{
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    zip_source_t *source = zip ? zip_source_buffer(zip, text, len, 0) : NULL;
    if (!source || zip_file_add(zip, entry, source, ZIP_FL_OVERWRITE) < 0 || zip_close(zip) != 0) {
        perror(path);
        return 1;
    }
    return 0;
}

static int write_symbol(struct maker *maker, const char *folder, int symbol)
{
    static char text[MOST_TEXT];
    char path[1024], entry[64];
    snprintf(path, sizeof path, "%s/s%03d", folder, symbol);
    mkdir(path, 0777);
    maker->random = (uint64_t)symbol;
    maker->price = 200000 + 10000 * uniform(maker, 100);
    for (peri_date date = peri_date_make(YEAR, 1, 1); date < peri_date_make(YEAR + 1, 1, 1);
         date++) {
        peri_session session;
        if (!peri_hours_session(maker->hours, date, false, &session))
            continue;
        char day[PERI_TIME_TEXT];
        peri_date_format(date, day);
        snprintf(path, sizeof path, "%s/s%03d/%.4s%.2s%.2s_trade.zip", folder, symbol, day, day + 5,
                 day + 8);
        snprintf(entry, sizeof entry, "%.4s%.2s%.2s_s%03d_minute_trade.csv", day, day + 5, day + 8,
                 symbol);
        if (write_zip(path, entry, text, write_day(maker, &session, date, text)) != 0)
            return 1;
    }
    return 0;
}

int bench_lean(const char *folder, int symbols)
{
    struct maker maker = {.price = 0};
    static const char *const parts[] = {"equity", "usa", "minute"};
    char path[512];
    int len = snprintf(path, sizeof path, "%s", folder), status = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        len += snprintf(path + len, sizeof path - (size_t)len, "/%s", parts[i]);
        mkdir(path, 0777);
    }
    if (peri_zones_open(&maker.zones, NULL) != 0 ||
        peri_calendar_make(maker.zones, "nyse", &maker.hours, NULL) != 0)
        return 1;
    for (int i = 0; i < symbols && status == 0; i++)
        status = write_symbol(&maker, path, i);
    peri_hours_close(maker.hours);
    peri_zones_close(maker.zones);
    return status;
}
