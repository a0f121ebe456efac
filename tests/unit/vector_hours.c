/* vector_hours.c - see vector_hours.h. */
#include "vector_hours.h"

#include "check.h"
#include "shared_json.h"

#include <stdlib.h>
#include <string.h>

static const char *const weekday_names[7] = {"sunday",   "monday", "tuesday", "wednesday",
                                             "thursday", "friday", "saturday"};

/* "09:30:00" as ns; 24:00:00 is the end of the day. */
static int64_t time_of_day(const char *text)
{
    char *rest;
    long hours = strtol(text, &rest, 10);
    long minutes = *rest == ':' ? strtol(rest + 1, &rest, 10) : 0;
    long seconds = *rest == ':' ? strtol(rest + 1, &rest, 10) : 0;
    CHECK(text, *rest == '\0' && rest != text);
    return hours * PERI_HOUR + minutes * PERI_MINUTE + seconds * PERI_SECOND;
}

static peri_session_kind session_kind(const char *state)
{
    if (strcmp(state, "premarket") == 0)
        return PERI_SESSION_PRE;
    if (strcmp(state, "postmarket") == 0)
        return PERI_SESSION_POST;
    CHECK_STR("state", state, "market");
    return PERI_SESSION_REGULAR;
}

static void read_week(const cJSON *exchange, peri_week *out)
{
    const cJSON *week = cJSON_GetObjectItemCaseSensitive(exchange, "week");
    *out = (peri_week){.from = 0};
    for (int i = 0; i < 7; i++) {
        peri_week_day *day = &out->days[i];
        for (const cJSON *row = shared_first(week, weekday_names[i]);
             row && day->n < PERI_DAY_SESSIONS; row = row->next)
            day->sessions[day->n++] = (peri_session_time){
                session_kind(row->child->valuestring), time_of_day(row->child->next->valuestring),
                time_of_day(row->child->next->next->valuestring)};
    }
}

static size_t count(const cJSON *exchange)
{
    static const char *const keys[] = {"holidays", "early_closes", "late_opens"};
    size_t n = 0;
    for (int i = 0; i < 3; i++)
        n += (size_t)cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(exchange, keys[i]));
    return n;
}

static void read_days(const cJSON *exchange, peri_special_day *out)
{
    const cJSON *item;
    for (item = shared_first(exchange, "holidays"); item; item = item->next)
        *out++ = (peri_special_day){peri_time_date(shared_time(item->valuestring)), true,
                                    PERI_NEVER, PERI_NEVER, NULL};
    for (item = shared_first(exchange, "early_closes"); item; item = item->next)
        *out++ = (peri_special_day){peri_time_date(shared_time(item->string)), false,
                                    time_of_day(item->valuestring), PERI_NEVER, NULL};
    for (item = shared_first(exchange, "late_opens"); item; item = item->next)
        *out++ = (peri_special_day){peri_time_date(shared_time(item->string)), false, PERI_NEVER,
                                    time_of_day(item->valuestring), NULL};
}

peri_hours *vector_hours_make(peri_zones *zones, const cJSON *exchange)
{
    peri_week week;
    peri_hours *hours = NULL;
    peri_hours_plan plan = {.name = "exchange", .weeks = &week, .week_count = 1};
    const char *zone = shared_text(exchange, "timezone", "");
    if (!CHECK(zone, exchange && peri_zone_get(zones, zone, &plan.zone, NULL) == PERI_OK))
        return NULL;
    read_week(exchange, &week);
    plan.day_count = count(exchange);
    peri_special_day *days = calloc(plan.day_count + 1, sizeof *days);
    if (days) {
        read_days(exchange, days);
        plan.days = days;
        CHECK("hours", peri_hours_make(&plan, &hours, NULL) == PERI_OK);
    }
    free(days);
    return hours;
}

void vector_hours_open(vector_hours *set, const cJSON *file)
{
    *set = (vector_hours){.exchanges = cJSON_GetObjectItemCaseSensitive(file, "exchanges")};
    CHECK("zones", peri_zones_open(&set->zones, NULL) == PERI_OK);
}

const peri_hours *vector_hours_get(vector_hours *set, const char *name)
{
    for (int i = 0; i < set->n; i++)
        if (strcmp(set->made[i].name, name) == 0)
            return set->made[i].hours;
    const cJSON *exchange = cJSON_GetObjectItemCaseSensitive(set->exchanges, name);
    if (!CHECK(name, exchange && set->n < 16))
        return NULL;
    set->made[set->n].name = exchange->string;
    set->made[set->n].hours = vector_hours_make(set->zones, exchange);
    return set->made[set->n++].hours;
}

void vector_hours_close(vector_hours *set)
{
    for (int i = 0; i < set->n; i++)
        peri_hours_close(set->made[i].hours);
    peri_zones_close(set->zones);
}
