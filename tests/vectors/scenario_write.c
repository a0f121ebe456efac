/* scenario_write.c - the Lua strategy of a scenario: its dates, data, set-up and callbacks. */
#include "scenario.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "scenario_phrases.h"
#include "vec_lua.h"

/* The days of vectors that do not say when they run. */
#define WITHOUT_START "2013-10-07"
#define WITHOUT_END "2013-10-11"

#define NAME_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_ -"

enum {
    SHORT = 64,      /* bytes of a ticker or a word */
    DAYS_MAX = 20000 /* of a run without data of its own */
};

/* The parts of a strategy under construction. */
struct parts {
    peri_buf initialize, setup, end_of_day;
    bool ends_days;
    peri_date start, end;
};

/* --- data --- */

/* Whether the data folder has a ticker's bars; of the first day, when each day has its file. */
static bool has_data(scenario *scene, const char *ticker, const char *resolution, peri_date start)
{
    char path[2 * VEC_PATH], lower[SHORT];
    int year = 0, month = 0, day = 0;
    while (peri_date_weekday(start) == PERI_SUNDAY || peri_date_weekday(start) == PERI_SATURDAY)
        start++;
    peri_date_split(start, &year, &month, &day);
    snprintf(lower, sizeof lower, "%s", ticker);
    for (char *at = lower; *at != '\0'; at++)
        *at = (char)tolower((unsigned char)*at);
    bool by_day = strcmp(resolution, "minute") == 0 || strcmp(resolution, "second") == 0;
    if (by_day)
        snprintf(path, sizeof path, "%s/equity/usa/%s/%s/%04d%02d%02d_trade.zip", scene->data_dir,
                 resolution, lower, year, month, day);
    else
        snprintf(path, sizeof path, "%s/equity/usa/%s/%s.zip", scene->data_dir, resolution, lower);
    if (access(path, R_OK) != 0)
        vec_skip(scene->file, "there is no '%s'", path);
    return !scene->file->skipped;
}

/* "SPY minute, fill-forward off": a ticker, a resolution, perhaps how holes are filled. */
static bool put_data(scenario *scene, const char *text, struct parts *parts)
{
    static const char *const words[][2] = {
        {"daily", "Daily"}, {"hour", "Hour"}, {"minute", "Minute"}, {"second", "Second"}};
    char ticker[SHORT], resolution[SHORT], rest[SHORT] = "";
    int n = sscanf(text, "%63[A-Z] %63[a-z]%63[^\n]", ticker, resolution, rest);
    bool unfilled = strcmp(rest, ", fill-forward off") == 0;
    for (size_t i = 0; n >= 2 && (rest[0] == '\0' || unfilled) && i < 4; i++) {
        if (strcmp(resolution, words[i][0]) == 0) {
            peri_buf_printf(&parts->initialize,
                            "AddEquity(\"%s\", Resolution.%s, Market.USA, %s)\n", ticker,
                            words[i][1], unfilled ? "false" : "true");
            return has_data(scene, ticker, resolution, parts->start);
        }
    }
    vec_fail(scene->file, "data '%s' is not known", text);
    return false;
}

/* Vectors that do not say which data: a symbol whose bars end at each hour of the run. */
static bool put_ticks(scenario *scene, struct parts *parts)
{
    peri_times starts = {NULL, 0, 0};
    const peri_zone *zone = vec_zone(scene->file, scene->zone);
    if (!zone || parts->end - parts->start > DAYS_MAX) {
        vec_fail(scene->file, "the run is longer than %d days", DAYS_MAX);
        return false;
    }
    int64_t end = peri_zone_to_utc(zone, peri_time_at(parts->end + 1, 0));
    for (int64_t at = peri_zone_to_utc(zone, peri_time_at(parts->start, 0)); at < end;
         at += PERI_HOUR)
        vec_need_memory(peri_times_add(&starts, at + PERI_HOUR - PERI_SECOND) == PERI_OK);
    bool ok = scenario_clock(scene, starts.items, starts.n);
    peri_times_deinit(&starts);
    peri_buf_text(&parts->initialize, "AddData(\"CLOCK\", Resolution.Second)\n");
    return ok;
}

/* --- securities that come and go --- */

/* One clause: "SPY all week", "BAC added at the first SPY end-of-day", "IBM in the universe for one
   day". */
static bool put_presence(scenario *scene, const char *clause, struct parts *parts)
{
    char ticker[SHORT] = "", other[SHORT] = "", rest[SHORT] = "";
    while (*clause == ' ')
        clause++;
    bool always =
        sscanf(clause, "%63[A-Z] all %63s", ticker, rest) == 2 && strcmp(rest, "week") == 0;
    bool once = !always && strstr(clause, " in the universe for one day") != NULL;
    bool later =
        !always && !once &&
        sscanf(clause, "%63[A-Z] added at the first %63[A-Z] %63s", ticker, other, rest) == 3 &&
        strcmp(rest, "end-of-day") == 0;
    if (!always && !once && !later)
        return false;
    if (!later)
        peri_buf_printf(&parts->initialize, "AddEquity(\"%s\")\n", ticker);
    if (once)
        peri_buf_printf(&parts->end_of_day,
                        "if symbol.Value == \"%s\" then RemoveSecurity(\"%s\") end\n", ticker,
                        ticker);
    if (later)
        peri_buf_printf(&parts->end_of_day,
                        "if symbol.Value == \"%s\" and not Securities.ContainsKey(\"%s\") then "
                        "AddEquity(\"%s\") end\n",
                        other, ticker, ticker);
    return has_data(scene, ticker, "minute", parts->start);
}

/* Vectors whose note tells which securities are there, in clauses between semicolons. */
static bool put_presences(scenario *scene, struct parts *parts)
{
    char clause[2 * SHORT];
    const char *note = vec_text(scene->file, scene->vector, "note", "");
    parts->ends_days = true;
    for (const char *at = note; *at != '\0';) {
        size_t len = strcspn(at, ";");
        snprintf(clause, sizeof clause, "%.*s", (int)len, at);
        if (!put_presence(scene, clause, parts)) {
            if (!scene->file->skipped)
                vec_fail(scene->file, "note '%s' is not known", clause);
            return false;
        }
        at += len + (at[len] == ';');
    }
    return true;
}

static bool expects_tickers(const cJSON *expect)
{
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, expect) if (strspn(item->string, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") ==
                                         strlen(item->string)) return true;
    return false;
}

/* --- dates and clocks --- */

static void put_date(peri_buf *out, const char *function, peri_date date)
{
    int year = 0, month = 0, day = 0;
    peri_date_split(date, &year, &month, &day);
    peri_buf_printf(out, "%s(%d, %d, %d)\n", function, year, month, day);
}

static bool put_dates(scenario *scene, struct parts *parts)
{
    cJSON *start = cJSON_CreateString(vec_text(scene->file, scene->vector, "start", WITHOUT_START));
    cJSON *end = cJSON_CreateString(vec_text(scene->file, scene->vector, "end", WITHOUT_END));
    vec_need_memory(start && end);
    if (vec_date(scene->file, start, &parts->start) && vec_date(scene->file, end, &parts->end)) {
        peri_buf_printf(&parts->initialize, "SetTimeZone(\"%s\")\n", scene->zone);
        put_date(&parts->initialize, "SetStartDate", parts->start);
        put_date(&parts->initialize, "SetEndDate", parts->end);
    }
    cJSON_Delete(start);
    cJSON_Delete(end);
    return !scene->file->failed;
}

/* The set-up happens at now_utc: in the OnData of a bar that ends then. */
static bool write_at_an_instant(scenario *scene, struct parts *parts)
{
    int64_t now = 0;
    char path[2 * VEC_PATH];
    if (!vec_time(scene->file, vec_need(scene->file, scene->vector, "now_utc"), &now))
        return false;
    int64_t start = now - PERI_SECOND;
    snprintf(path, sizeof path, "%s/market-hours/market-hours-database.json", scene->data_dir);
    if (vec_member(scene->vector, "exchange") && access(path, R_OK) != 0) {
        vec_skip(scene->file, "there is no '%s'", path);
        return false;
    }
    if (!scenario_clock(scene, &start, 1) ||
        !scenario_setup(scene, &parts->setup, &parts->ends_days))
        return false;
    peri_buf_printf(&scene->lua, "function Initialize()\nSetTimeZone(\"%s\")\n", scene->zone);
    put_date(&scene->lua, "SetStartDate",
             peri_time_date(peri_zone_to_local(vec_zone(scene->file, scene->zone), start)));
    peri_buf_printf(&scene->lua,
                    "AddData(\"CLOCK\", Resolution.Second)\nend\n"
                    "function OnData()\n%s"
                    "if event and event.NextEventUtcTime then\n"
                    "say(\"next\", \"\", event.NextEventUtcTime)\n"
                    "end\nend\n",
                    peri_buf_str(&parts->setup));
    return true;
}

/* "hourly ... over twelve hours": one event for each name that is expected. */
static bool write_hours(scenario *scene, struct parts *parts)
{
    static const char *const numbers[] = {"one",   "two",   "three", "four", "five",   "six",
                                          "seven", "eight", "nine",  "ten",  "eleven", "twelve"};
    const char *title = vec_text(scene->file, scene->vector, "title", "");
    const char *over = strstr(title, " over ");
    const cJSON *item = NULL;
    int64_t hours = 0;
    for (int i = 0; over && i < 12; i++) {
        size_t len = strlen(numbers[i]);
        if (strncmp(over + 6, numbers[i], len) == 0 && strcmp(over + 6 + len, " hours") == 0)
            hours = i + 1;
    }
    if (hours == 0 || !strstr(title, "hourly")) {
        vec_fail(scene->file, "neither 'setup' nor a title that tells what happens");
        return false;
    }
    /* A bar at the begin, and the last one so that the hour after the last is not reached. */
    int64_t begin = peri_time_at(peri_date_make(2020, 1, 1), 0);
    int64_t starts[] = {begin, begin + hours * PERI_HOUR - PERI_MINUTE};
    put_date(&parts->initialize, "SetStartDate", peri_time_date(begin));
    peri_buf_text(&parts->initialize,
                  "SetTimeZone(\"UTC\")\nAddData(\"CLOCK\", Resolution.Second)\n");
    cJSON_ArrayForEach(item, scene->expect)
    {
        const char *name = item->string;
        if (strspn(name, NAME_LETTERS) != strlen(name))
            vec_fail(scene->file, "'%s' is no name for an event", name);
        peri_buf_printf(&parts->initialize,
                        "Schedule.On(\"%s\", DateRules.EveryDay(), "
                        "TimeRules.Every(TimeSpan.FromHours(1)), "
                        "function() say(\"event\", \"%s\") end)\n",
                        name, name);
    }
    return scenario_clock(scene, starts, 2);
}

static bool write_ordinary(scenario *scene, struct parts *parts)
{
    if (!put_dates(scene, parts))
        return false;
    if (!vec_member(scene->vector, "setup") && expects_tickers(scene->expect))
        return put_presences(scene, parts);
    if (!scenario_setup(scene, &parts->setup, &parts->ends_days))
        return false;
    if (scene->sleep_minutes > 0) /* nothing will be run */
        return true;
    const char *data = vec_text(scene->file, scene->vector, "data", NULL);
    return data ? put_data(scene, data, parts) : put_ticks(scene, parts);
}

static void put_callbacks(scenario *scene, struct parts *parts)
{
    peri_buf_printf(&scene->lua, "function Initialize()\n%s%send\n",
                    peri_buf_str(&parts->initialize), peri_buf_str(&parts->setup));
    peri_buf_text(&scene->lua, "function OnData() say(\"data\", \"\") end\n");
    if (parts->ends_days)
        peri_buf_printf(&scene->lua,
                        "function OnEndOfDay(symbol)\n"
                        "say(\"day\", symbol.Value)\n%send\n",
                        peri_buf_str(&parts->end_of_day));
}

bool scenario_write(scenario *scene)
{
    struct parts parts = {.ends_days = false};
    bool count = strcmp(vec_text(scene->file, scene->vector, "kind", ""), "count") == 0;
    bool instant = vec_member(scene->vector, "now_utc") != NULL, ok = false;
    peri_buf_init(&parts.initialize);
    peri_buf_init(&parts.setup);
    peri_buf_init(&parts.end_of_day);
    scene->zone =
        vec_text(scene->file, scene->vector, "timezone", instant ? "UTC" : "America/New_York");
    peri_buf_printf(&scene->lua,
                    "%slocal event\n"
                    "function OnWarmupFinished() say(\"finished\", \"\") end\n",
                    vec_lua_say);
    if (vec_zone(scene->file, scene->zone)) {
        if (instant)
            ok = write_at_an_instant(scene, &parts);
        else if (count && !vec_member(scene->vector, "setup"))
            ok = write_hours(scene, &parts);
        else
            ok = write_ordinary(scene, &parts);
    }
    if (ok && !instant)
        put_callbacks(scene, &parts);
    vec_need_memory(!scene->lua.failed && !parts.initialize.failed && !parts.setup.failed &&
                    !parts.end_of_day.failed);
    peri_buf_deinit(&parts.initialize);
    peri_buf_deinit(&parts.setup);
    peri_buf_deinit(&parts.end_of_day);
    return ok && !scene->file->failed && !scene->file->skipped;
}
