/* vec_exchange.c - the exchanges a file of vectors describes, made into hours. */
#include "vec_exchange.h"

#include <stdio.h>
#include <string.h>

#include "time/day_list.h"

static const char *const day_names[] = {"sunday",   "monday", "tuesday", "wednesday",
                                        "thursday", "friday", "saturday"};

static bool two_digits(const char *text, int64_t *out)
{
    if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
        return false;
    *out = (text[0] - '0') * 10 + (text[1] - '0');
    return true;
}

/* "09:30:00" as ns of the day; 24:00:00 is allowed. */
static bool time_of_day(vec_file *file, const cJSON *item, int64_t *out)
{
    const char *text = cJSON_GetStringValue(item);
    int64_t hour = 0, minute = 0, second = 0;
    bool ok = text && strlen(text) == 8 && text[2] == ':' && text[5] == ':' &&
              two_digits(text, &hour) && two_digits(text + 3, &minute) &&
              two_digits(text + 6, &second) && minute < 60 && second < 60;
    *out = hour * PERI_HOUR + minute * PERI_MINUTE + second * PERI_SECOND;
    if (!ok || *out > PERI_DAY)
        vec_fail(file, "exchange: '%s' is no time of day like 09:30:00", text ? text : "?");
    return ok && *out <= PERI_DAY;
}

static bool read_session(vec_file *file, const cJSON *item, peri_session_time *out)
{
    static const char *const states[] = {"premarket", "market", "postmarket"};
    const char *state = cJSON_GetStringValue(cJSON_GetArrayItem(item, 0));
    for (int kind = PERI_SESSION_PRE; kind <= PERI_SESSION_POST; kind++) {
        if (state && strcmp(state, states[kind]) == 0) {
            out->kind = (peri_session_kind)kind;
            return cJSON_GetArraySize(item) == 3 &&
                   time_of_day(file, cJSON_GetArrayItem(item, 1), &out->open) &&
                   time_of_day(file, cJSON_GetArrayItem(item, 2), &out->close);
        }
    }
    vec_fail(file, "exchange: session '%s' is not known", state ? state : "?");
    return false;
}

static bool read_week(vec_file *file, const cJSON *json, peri_week *week)
{
    if (!vec_known(file, json, "exchange week",
                   "sunday monday tuesday wednesday thursday friday saturday"))
        return false;
    for (int day = PERI_SUNDAY; day <= PERI_SATURDAY; day++) {
        const cJSON *item = NULL;
        peri_week_day *to = &week->days[day];
        cJSON_ArrayForEach(item, vec_member(json, day_names[day]))
        {
            if (to->n == PERI_DAY_SESSIONS) {
                vec_fail(file, "exchange: more than %d sessions on a day", PERI_DAY_SESSIONS);
                return false;
            }
            if (!read_session(file, item, &to->sessions[to->n++]))
                return false;
        }
    }
    return true;
}

/* {"2021-11-26": "13:00:00"}: dates that differ, as early closes or late opens. */
static void read_times(vec_file *file, const cJSON *json, peri_day_list *days,
                       void add(peri_day_list *, peri_date, int64_t, const char *))
{
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, json)
    {
        peri_time_text parsed;
        int64_t time = 0;
        if (!item->string || peri_time_parse(item->string, strlen(item->string), &parsed))
            vec_fail(file, "exchange: '%s' is no date", item->string ? item->string : "?");
        else if (time_of_day(file, item, &time))
            add(days, peri_time_date(parsed.time_ns), time, NULL);
    }
}

static void read_days(vec_file *file, const cJSON *json, peri_day_list *days)
{
    const cJSON *item = NULL;
    peri_date date = 0;
    cJSON_ArrayForEach(item, vec_member(json, "holidays")) if (vec_date(file, item, &date))
        peri_day_list_closed(days, date, NULL);
    read_times(file, vec_member(json, "early_closes"), days, peri_day_list_early);
    read_times(file, vec_member(json, "late_opens"), days, peri_day_list_late);
    vec_need_memory(!days->failed);
}

static peri_hours *make_hours(vec_file *file, const cJSON *json, const char *name)
{
    peri_hours *hours = NULL;
    peri_error err;
    peri_week week = {.from = 0};
    peri_day_list days = {NULL, 0, 0, false};
    const char *zone_name = vec_need_text(file, json, "timezone");
    const peri_zone *zone = zone_name ? vec_zone(file, zone_name) : NULL;
    if (!zone || !vec_known(file, json, "exchange",
                            "timezone always_open week holidays early_closes late_opens"))
        return NULL;
    read_days(file, json, &days);
    if (!file->failed && read_week(file, vec_need(file, json, "week"), &week)) {
        peri_hours_plan plan = {name, zone, &week, 1, days.items, days.n};
        if (peri_hours_make(&plan, &hours, &err) != PERI_OK)
            vec_fail(file, "exchange: %s", err.text);
    }
    peri_day_list_deinit(&days);
    bool always = vec_flag(file, json, "always_open", false);
    if (hours && peri_hours_is_always_open(hours) != always)
        vec_fail(file, "exchange '%s': always_open is %s, but its week says otherwise", name,
                 always ? "true" : "false");
    return hours;
}

const peri_hours *vec_hours(vec_file *file, const char *name)
{
    for (size_t i = 0; i < file->exchange_count; i++)
        if (strcmp(file->exchanges[i].name, name) == 0)
            return file->exchanges[i].hours;
    const cJSON *json = vec_member(vec_member(file->root, "exchanges"), name);
    if (!json || file->exchange_count == VEC_EXCHANGES) {
        vec_fail(file, "symbol '%s' has no entry among the exchanges", name);
        return NULL;
    }
    peri_hours *hours = make_hours(file, json, json->string);
    if (hours)
        file->exchanges[file->exchange_count++] = (vec_exchange){json->string, hours};
    return hours;
}

void vec_close_exchanges(vec_file *file)
{
    while (file->exchange_count > 0)
        peri_hours_close(file->exchanges[--file->exchange_count].hours);
}
