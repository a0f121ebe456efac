/* test_hours_lean.c - every entry of LEAN's own market-hours database, as read a second way. */
#include "check.h"
#include "shared_json.h"

#include "market/hours_book.h"

#include <stdio.h>
#include <string.h>

/* Split "Type-market-ticker" in place. */
static void split_key(char *key, char **market, char **ticker)
{
    *market = strchr(key, '-');
    *(*market)++ = '\0';
    *ticker = strchr(*market, '-');
    *(*ticker)++ = '\0';
}

static peri_date shared_date(const char *text)
{
    int month = 0, day = 0, year = 0;
    CHECK_INT(text, sscanf(text, "%d/%d/%d", &month, &day, &year), 3);
    return peri_date_make(year, month, day);
}

/* "1.00:00:00", "1:00:00:00" and "09:30:00", read in another way than the runtime does. */
static int64_t shared_clock(const char *text)
{
    int hour = 0, minute = 0, second = 0;
    bool whole_day = strncmp(text, "1.", 2) == 0 || strncmp(text, "1:00:00:", 8) == 0;
    if (whole_day)
        return PERI_DAY;
    CHECK_INT(text, sscanf(text, "%d:%d:%d", &hour, &minute, &second), 3);
    return hour * PERI_HOUR + minute * PERI_MINUTE + second * PERI_SECOND;
}

static void check_holidays(const char *key, const cJSON *entry, const peri_hours *hours)
{
    for (const cJSON *item = shared_first(entry, "holidays"); item; item = item->next) {
        const peri_special_day *day = peri_hours_special(hours, shared_date(item->valuestring));
        CHECK(key, day && day->closed);
    }
}

/* The times of one entry; those that `own` has too count there. */
static void check_times(const char *key, const cJSON *entry, const cJSON *own, const char *field,
                        const peri_hours *hours)
{
    for (const cJSON *item = shared_first(entry, field); item; item = item->next) {
        const cJSON *others = cJSON_GetObjectItemCaseSensitive(own, field);
        if (own && cJSON_HasObjectItem(others, item->string))
            continue;
        const peri_special_day *day = peri_hours_special(hours, shared_date(item->string));
        if (CHECK(key, day != NULL))
            CHECK_INT(key, field[0] == 'e' ? day->early_close : day->late_open,
                      shared_clock(item->valuestring));
    }
}

/* The sessions of a plain date of each weekday. */
static void check_week(const char *key, const cJSON *entry, const peri_hours *hours)
{
    static const char *const weekdays[] = {"sunday",   "monday", "tuesday", "wednesday",
                                           "thursday", "friday", "saturday"};
    for (int weekday = 0; weekday < 7; weekday++) {
        peri_date date = peri_date_make(2015, 3, 1) + weekday; /* a Sunday, far from holidays */
        peri_session_time sessions[PERI_DAY_SESSIONS + 1];
        while (peri_hours_special(hours, date))
            date += 7;
        size_t n = peri_hours_sessions(hours, date, sessions), i = 0;
        for (const cJSON *item = shared_first(entry, weekdays[weekday]); item; item = item->next) {
            const char *state = shared_text(item, "state", "");
            if (!CHECK(key, i < n))
                break;
            CHECK_INT(key, sessions[i].open, shared_clock(shared_text(item, "start", "")));
            CHECK_INT(key, sessions[i].close, shared_clock(shared_text(item, "end", "")));
            CHECK_INT(key, sessions[i].kind,
                      strcmp(state, "market") == 0      ? PERI_SESSION_REGULAR
                      : strcmp(state, "premarket") == 0 ? PERI_SESSION_PRE
                                                        : PERI_SESSION_POST);
            i++;
        }
        CHECK_INT(key, n, i);
    }
}

static void check_entry(peri_hours_book *book, const cJSON *entries, const cJSON *entry)
{
    char key[100], general_key[120], *market, *ticker;
    snprintf(key, sizeof key, "%s", entry->string);
    split_key(key, &market, &ticker);
    snprintf(general_key, sizeof general_key, "%s-%s-[*]", key, market);
    const cJSON *general = cJSON_GetObjectItemCaseSensitive(entries, general_key);
    const peri_hours *hours = NULL;
    peri_error err = {0, ""};
    int rc = peri_hours_book_get(book, key, market, ticker, &hours, &err);
    CHECK_STR(entry->string, err.text, "");
    if (!CHECK_INT(entry->string, rc, PERI_OK))
        return;
    CHECK_STR(entry->string, peri_hours_name(hours), entry->string);
    CHECK_STR(entry->string, peri_zone_name(peri_hours_zone(hours)),
              shared_text(entry, "exchangeTimeZone", ""));
    const peri_zone *data_zone = NULL;
    CHECK_INT(entry->string, peri_hours_book_data_zone(book, key, market, ticker, &data_zone, NULL),
              PERI_OK);
    if (data_zone)
        CHECK_STR(entry->string, peri_zone_name(data_zone), shared_text(entry, "dataTimeZone", ""));
    check_week(entry->string, entry, hours);
    check_holidays(entry->string, entry, hours);
    check_times(entry->string, entry, NULL, "earlyCloses", hours);
    check_times(entry->string, entry, NULL, "lateOpens", hours);
    check_holidays(entry->string, general, hours);
    check_times(entry->string, general, entry, "earlyCloses", hours);
    check_times(entry->string, general, entry, "lateOpens", hours);
}

SUITE(hours_book_reads_leans_database)
{
    cJSON *json = shared_json("lean-data/market-hours/market-hours-database.json");
    char folder[1024];
    size_t n = 0;
    peri_zones *zones = NULL;
    peri_hours_book *book = NULL;
    const peri_hours *coin = NULL;
    if (!json)
        return;
    snprintf(folder, sizeof folder, "%s/lean-data", check_shared());
    CHECK_INT("zones", peri_zones_open(&zones, NULL), PERI_OK);
    CHECK_INT("book", peri_hours_book_open(zones, folder, &book, NULL), PERI_OK);
    const cJSON *entries = cJSON_GetObjectItemCaseSensitive(json, "entries");
    for (const cJSON *entry = entries->child; entry; entry = entry->next, n++)
        check_entry(book, entries, entry);
    CHECK("there are many", n > 500);
    CHECK_INT("crypto", peri_hours_book_get(book, "Crypto", "coinbase", "BTCUSD", &coin, NULL),
              PERI_OK);
    if (coin)
        CHECK("a crypto market never closes", peri_hours_is_always_open(coin));
    peri_hours_book_close(book);
    peri_zones_close(zones);
    cJSON_Delete(json);
}
