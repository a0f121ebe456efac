/* test_hours_entry.c - one entry of the market-hours database: what is read, what is refused. */
#include "check.h"

#include "base/mem.h"
#include "market/hours_entry.h"
#include "market/hours_text.h"

#include <stdio.h>
#include <string.h>

static int read_text(const char *json, peri_hours_entry *out, peri_error *err)
{
    return peri_hours_entry_read(json, strlen(json), out, err);
}

static int64_t at(int hour, int minute)
{
    return hour * PERI_HOUR + minute * PERI_MINUTE;
}

SUITE(hours_text_reads_times)
{
    static const struct {
        const char *text;
        int64_t want; /* -1: refused */
    } rows[] = {
        {"09:30:00", 9 * PERI_HOUR + 30 * PERI_MINUTE},
        {"9:5:7", 9 * PERI_HOUR + 5 * PERI_MINUTE + 7 * PERI_SECOND},
        {"00:00:00", 0},
        {"23:59:59", PERI_DAY - PERI_SECOND},
        {"0.23:00:00", 23 * PERI_HOUR},
        {"1.00:00:00", PERI_DAY},
        {"1:00:00:00", PERI_DAY},
        {"1.00:00:01", -1},
        {"2.00:00:00", -1},
        {"24:00:00", -1},
        {"23:60:00", -1},
        {"23:00:60", -1},
        {"09:30", -1},
        {"09.30:00", -1},
        {"09:30.00", -1},
        {"1.00.00:00", -1},
        {"1:00:00:00:00", -1},
        {"-1:00:00", -1},
        {"009:30:00", -1},
        {"09:30:00 ", -1},
        {" 09:30:00", -1},
        {"09:30:", -1},
        {"::", -1},
        {"", -1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t got = -1;
        bool ok = peri_hours_time_read(rows[i].text, strlen(rows[i].text), &got);
        CHECK_INT(rows[i].text, got, rows[i].want);
        CHECK_INT(rows[i].text, ok, rows[i].want >= 0);
    }
    int64_t got = 0;
    CHECK("only len bytes", peri_hours_time_read("09:30:0099", 8, &got));
    CHECK_INT("only len bytes", got, at(9, 30));
}

SUITE(hours_text_reads_dates)
{
    static const struct {
        const char *text, *want; /* NULL: refused */
    } rows[] = {
        {"1/2/1998", "1998-01-02"},
        {"11/25/2005", "2005-11-25"},
        {"02/09/2024", "2024-02-09"},
        {"2/29/2024", "2024-02-29"},
        {"2/29/2023", NULL},
        {"13/1/2020", NULL},
        {"0/1/2020", NULL},
        {"1/1/1699", NULL},
        {"1/1/2251", NULL},
        {"1/1/98", NULL},
        {"1/1/19980", NULL},
        {"001/1/1998", NULL},
        {"1-1-1998", NULL},
        {"1/1/1998/1", NULL},
        {"1/1", NULL},
        {"1998-01-01", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char got[PERI_TIME_TEXT] = "";
        peri_date date = 0;
        if (peri_hours_date_read(rows[i].text, strlen(rows[i].text), &date))
            peri_date_format(date, got);
        CHECK_STR(rows[i].text, got, rows[i].want ? rows[i].want : "");
    }
}

SUITE(hours_text_writes_times)
{
    char text[PERI_HOURS_TIME_TEXT];
    CHECK_STR("midnight", peri_hours_time_text(0, text), "00:00");
    CHECK_STR("a minute", peri_hours_time_text(at(9, 5), text), "09:05");
    CHECK_STR("a second", peri_hours_time_text(at(23, 59) + 58 * PERI_SECOND, text), "23:59:58");
    CHECK_STR("the end of the day", peri_hours_time_text(PERI_DAY, text), "24:00");
}

static void check_session(const char *what, const peri_week_day *day, size_t i,
                          peri_session_kind kind, int64_t open, int64_t close)
{
    if (!CHECK(what, i < day->n))
        return;
    CHECK_INT(what, day->sessions[i].kind, kind);
    CHECK_INT(what, day->sessions[i].open, open);
    CHECK_INT(what, day->sessions[i].close, close);
}

SUITE(hours_entry_reads_all_fields)
{
    static const char json[] =
        "{\"dataTimeZone\": \"UTC\", \"exchangeTimeZone\": \"America/New_York\","
        " \"sunday\": [], \"monday\": ["
        "  {\"start\": \"16:00:00\", \"end\": \"1.00:00:00\", \"state\": \"postmarket\"},"
        "  {\"state\": \"premarket\", \"end\": \"09:30:00\", \"start\": \"4:0:0\"},"
        "  {\"start\": \"20:00:00\", \"end\": \"21:00:00\", \"state\": \"closed\"},"
        "  {\"start\": \"09:30:00\", \"end\": \"16:00:00\", \"state\": \"market\","
        "   \"note\": [{\"start\": 1}]}],"
        " \"tuesday\": null, \"saturday\": [{\"start\": \"00:00:00\", \"end\": \"0.00:00:01\","
        " \"state\": \"market\"}],"
        " \"holidays\": [\"12/25/2020\", \"1/1/1998\"], \"bankHolidays\": [\"nonsense\", 1],"
        " \"earlyCloses\": {\"11/27/2020\": \"13:00:00\"},"
        " \"lateOpens\": {\"1/2/2020\": \"10:15:30\", \"1/3/2020\": \"1.00:00:00\"},"
        " \"extra\": {\"monday\": [{\"start\": 5}]}}";
    peri_hours_entry entry;
    peri_error err = {0, ""};
    CHECK_INT("read", read_text(json, &entry, &err), PERI_OK);
    CHECK_STR("no error", err.text, "");
    CHECK_STR("zone", entry.zone, "America/New_York");
    const peri_week_day *monday = &entry.days[PERI_MONDAY];
    CHECK_INT("closed is left out", monday->n, 3);
    check_session("sorted", monday, 0, PERI_SESSION_PRE, at(4, 0), at(9, 30));
    check_session("sorted", monday, 1, PERI_SESSION_REGULAR, at(9, 30), at(16, 0));
    check_session("sorted", monday, 2, PERI_SESSION_POST, at(16, 0), PERI_DAY);
    CHECK_INT("empty", entry.days[PERI_SUNDAY].n, 0);
    CHECK_INT("null", entry.days[PERI_TUESDAY].n, 0);
    CHECK_INT("missing", entry.days[PERI_FRIDAY].n, 0);
    check_session("short", &entry.days[PERI_SATURDAY], 0, PERI_SESSION_REGULAR, 0, PERI_SECOND);
    CHECK_INT("holidays", entry.holidays.n, 2);
    CHECK_INT("early closes", entry.early_closes.n, 1);
    CHECK_INT("late opens", entry.late_opens.n, 2);
    if (entry.holidays.n == 2 && entry.early_closes.n == 1 && entry.late_opens.n == 2) {
        const peri_special_day *day = &entry.holidays.items[1];
        CHECK_INT("holiday", day->date, peri_date_make(1998, 1, 1));
        CHECK("holiday", day->closed && !day->name);
        day = &entry.early_closes.items[0];
        CHECK_INT("early", day->date, peri_date_make(2020, 11, 27));
        CHECK_INT("early", day->early_close, at(13, 0));
        CHECK("early", !day->closed && day->late_open == PERI_NEVER);
        day = &entry.late_opens.items[0];
        CHECK_INT("late", day->late_open, at(10, 15) + 30 * PERI_SECOND);
        CHECK("late", !day->closed && day->early_close == PERI_NEVER);
        CHECK_INT("late", entry.late_opens.items[1].late_open, PERI_DAY);
    }
    peri_hours_entry_deinit(&entry);
}

SUITE(hours_entry_a_field_that_comes_again)
{
    static const char json[] =
        "{\"exchangeTimeZone\": \"UTC\", \"exchangeTimeZone\": \"UTC-05\","
        " \"monday\": [{\"start\": \"01:00:00\", \"end\": \"02:00:00\", \"state\": \"market\"}],"
        " \"monday\": [{\"start\": \"05:00:00\", \"end\": \"06:00:00\", \"state\": \"market\"}],"
        " \"holidays\": [\"1/1/2020\", \"1/2/2020\"], \"holidays\": [\"1/3/2020\"],"
        " \"earlyCloses\": {\"1/1/2020\": \"13:00:00\"}, \"earlyCloses\": null}";
    peri_hours_entry entry;
    CHECK_INT("read", read_text(json, &entry, NULL), PERI_OK);
    CHECK_STR("zone", entry.zone, "UTC-05");
    CHECK_INT("monday", entry.days[PERI_MONDAY].n, 1);
    check_session("monday", &entry.days[PERI_MONDAY], 0, PERI_SESSION_REGULAR, at(5, 0), at(6, 0));
    CHECK_INT("holidays", entry.holidays.n, 1);
    CHECK_INT("early closes", entry.early_closes.n, 0);
    peri_hours_entry_deinit(&entry);
}

/* Field of an entry that is right otherwise, and the whole text of the refusal. */
static const struct {
    const char *field, *says;
} refused[] = {
    {"\"dataTimeZone\": []", "dataTimeZone was an array, expected the name of a time zone"},
    {"\"exchangeTimeZone\": 5", "exchangeTimeZone was a number, expected the name of a time zone"},
    {"\"exchangeTimeZone\": null", "exchangeTimeZone was null, expected the name of a time zone"},
    {"\"exchangeTimeZone\": \"\"", "exchangeTimeZone was '', expected the name of a time zone"},
    {"\"exchangeTimeZone\": \"U\\u0000C\"",
     "exchangeTimeZone was 'U\\x00C', expected the name of a time zone"},
    {"\"monday\": {}", "monday was an object, expected an array"},
    {"\"monday\": true", "monday was a boolean, expected an array"},
    {"\"monday\": [[]]", "monday[0] was an array, expected an object with start, end and state"},
    {"\"friday\": [{\"start\": \"09:00:00\", \"end\": \"10:00:00\", \"state\": \"market\"}, 1.5]",
     "friday[1] was a number, expected an object with start, end and state"},
    {"\"monday\": [{\"start\": \"9 am\"}]",
     "monday[0].start was '9 am', expected a time HH:MM:SS, at most 1.00:00:00"},
    {"\"monday\": [{\"end\": 16}]",
     "monday[0].end was a number, expected a time HH:MM:SS, at most 1.00:00:00"},
    {"\"monday\": [{\"end\": {}}]",
     "monday[0].end was an object, expected a time HH:MM:SS, at most 1.00:00:00"},
    {"\"monday\": [{\"state\": \"open\"}]",
     "monday[0].state was 'open', expected 'premarket', 'market', 'postmarket' or 'closed'"},
    {"\"monday\": [{\"state\": null}]",
     "monday[0].state was null, expected 'premarket', 'market', 'postmarket' or 'closed'"},
    {"\"monday\": [{\"start\": \"09:00:00\", \"end\": \"10:00:00\"}]", "monday[0] has no 'state'"},
    {"\"monday\": [{\"start\": \"09:00:00\", \"state\": \"closed\"}]", "monday[0] has no 'end'"},
    {"\"monday\": [{}]", "monday[0] has no 'start'"},
    {"\"monday\": [{\"start\": \"09:00:00\", \"end\": \"10:00:00\", \"state\": \"market\"},"
     " {\"start\": \"11:00:00\", \"state\": \"market\"}]",
     "monday[1] has no 'end'"},
    {"\"monday\": [{\"start\": \"09:00:00\", \"end\": \"09:00:00\", \"state\": \"market\"}]",
     "monday[0] was from 09:00 to 09:00, expected an end after the start"},
    {"\"sunday\": [{\"start\": \"18:00:00\", \"end\": \"00:00:00\", \"state\": \"market\"}]",
     "sunday[0] was from 18:00 to 00:00, expected an end after the start"},
    {"\"monday\": [{\"start\": \"09:00:00\", \"end\": \"12:00:00\", \"state\": \"market\"},"
     " {\"start\": \"05:00:00\", \"end\": \"09:00:01\", \"state\": \"premarket\"}]",
     "monday has a session until 09:00:01 and one from 09:00, expected none to overlap"},
    {"\"holidays\": {}", "holidays was an object, expected an array"},
    {"\"holidays\": [\"1/1/2020\", \"2/30/2020\"]",
     "holidays[1] was '2/30/2020', expected a date M/D/YYYY of the years 1700 to 2250"},
    {"\"holidays\": [7]",
     "holidays[0] was a number, expected a date M/D/YYYY of the years 1700 to 2250"},
    {"\"earlyCloses\": []", "earlyCloses was an array, expected an object of dates and times"},
    {"\"earlyCloses\": {\"2020-01-01\": \"13:00:00\"}",
     "earlyCloses has the date '2020-01-01', expected a date M/D/YYYY of the years 1700 to 2250"},
    {"\"earlyCloses\": {\"1/1/2020\": \"1 pm\"}",
     "earlyCloses['1/1/2020'] was '1 pm', expected a time HH:MM:SS, at most 1.00:00:00"},
    {"\"lateOpens\": {\"1/1/2020\": []}",
     "lateOpens['1/1/2020'] was an array, expected a time HH:MM:SS, at most 1.00:00:00"},
};

SUITE(hours_entry_refuses)
{
    int64_t before = peri_mem_live();
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        char json[512];
        peri_hours_entry entry;
        peri_error err = {0, ""};
        snprintf(json, sizeof json,
                 "{\"exchangeTimeZone\": \"UTC\", \"holidays\": [\"1/1/1999\"], %s}",
                 refused[i].field);
        CHECK_INT(refused[i].field, read_text(json, &entry, &err), PERI_EFORMAT);
        CHECK_STR(refused[i].field, err.text, refused[i].says);
        CHECK_INT("refused without memory held", peri_mem_live(), before);
        CHECK("empty", entry.zone[0] == '\0' && entry.holidays.n == 0);
        CHECK_INT("no error record", read_text(json, &entry, NULL), PERI_EFORMAT);
    }
}

SUITE(hours_entry_refuses_what_is_no_entry)
{
    peri_hours_entry entry;
    peri_error err = {0, ""};
    CHECK_INT("a list", read_text("[]", &entry, &err), PERI_EFORMAT);
    CHECK_STR("a list", err.text, "the entry was an array, expected an object");
    CHECK_INT("a text", read_text("\"x\"", &entry, &err), PERI_EFORMAT);
    CHECK_STR("a text", err.text, "the entry was 'x', expected an object");
    CHECK_INT("no zone", read_text("{\"monday\": []}", &entry, &err), PERI_EFORMAT);
    CHECK_STR("no zone", err.text, "exchangeTimeZone is missing, expected the name of a time zone");
    char json[256];
    snprintf(json, sizeof json, "{\"exchangeTimeZone\": \"%0100d\"}", 0);
    CHECK_INT("a long zone", read_text(json, &entry, &err), PERI_EFORMAT);
    CHECK_HAS("a long zone", err.text, "exchangeTimeZone was '00000000");
    snprintf(json, sizeof json, "{\"exchangeTimeZone\": \"%079d\"}", 0);
    CHECK_INT("as long as fits", read_text(json, &entry, &err), PERI_OK);
    CHECK_INT("as long as fits", strlen(entry.zone), 79);
    peri_hours_entry_deinit(&entry);
}

/* n sessions of an hour each. */
static void many_sessions(int n, char *out, size_t size)
{
    size_t len = (size_t)snprintf(out, size, "{\"exchangeTimeZone\": \"UTC\", \"sunday\": [");
    for (int i = 0; i < n; i++)
        len += (size_t)snprintf(out + len, size - len,
                                "%s{\"start\": \"%d:00:00\", \"end\": \"%d:30:00\", "
                                "\"state\": \"market\"}",
                                i > 0 ? ", " : "", i, i);
    snprintf(out + len, size - len, "]}");
}

SUITE(hours_entry_has_at_most_so_many_sessions)
{
    char json[1024];
    peri_hours_entry entry;
    peri_error err = {0, ""};
    many_sessions(PERI_DAY_SESSIONS, json, sizeof json);
    CHECK_INT("as many as fit", read_text(json, &entry, &err), PERI_OK);
    CHECK_INT("as many as fit", entry.days[PERI_SUNDAY].n, PERI_DAY_SESSIONS);
    check_session("the last", &entry.days[PERI_SUNDAY], 7, PERI_SESSION_REGULAR, at(7, 0),
                  at(7, 30));
    peri_hours_entry_deinit(&entry);
    many_sessions(PERI_DAY_SESSIONS + 1, json, sizeof json);
    CHECK_INT("one more", read_text(json, &entry, &err), PERI_EFORMAT);
    CHECK_STR("one more", err.text, "sunday has over 8 sessions, expected at most 8");
}

SUITE(hours_entry_out_of_memory)
{
    static const char json[] = "{\"exchangeTimeZone\": \"UTC\", \"holidays\": [\"1/1/2020\"],"
                               " \"earlyCloses\": {\"1/2/2020\": \"13:00:00\"},"
                               " \"lateOpens\": {\"1/3/2020\": \"13:00:00\"}}";
    int64_t before = peri_mem_live();
    for (long nth = 1;; nth++) {
        peri_hours_entry entry;
        peri_error err = {0, ""};
        peri_mem_fail_at(nth);
        int rc = read_text(json, &entry, &err);
        peri_mem_fail_at(0);
        peri_hours_entry_deinit(&entry);
        CHECK_INT("no leak", peri_mem_live(), before);
        if (rc == PERI_OK) {
            CHECK("there are places that fail", nth > 3);
            break;
        }
        CHECK_INT("only ENOMEM", rc, PERI_ENOMEM);
        CHECK_HAS("text", err.text, "no memory");
    }
}
