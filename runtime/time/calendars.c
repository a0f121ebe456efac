/* calendars.c - finds a built-in calendar by its name and makes its hours. Layer 1. */
#include "time/calendars.h"

#include <string.h>

#include "base/buf.h"
#include "base/similar.h"
#include "time/calendar_days.h"

static const peri_calendar_rules *const all[] = {
    &peri_calendar_us, &peri_calendar_cme, &peri_calendar_forex,   &peri_calendar_crypto,
    &peri_calendar_hk, &peri_calendar_uk,  &peri_calendar_germany, &peri_calendar_japan,
};

enum {
    COUNT = sizeof all / sizeof all[0],
    LONGEST_NAME = 32 /* of a calendar or an alias, with its terminator */
};

const peri_calendar *peri_calendar_at(size_t index)
{
    return index < COUNT ? &all[index]->calendar : NULL;
}

/* The text in lower case, "" when it is too long to be a name. */
static void lower_case(const char *text, char out[LONGEST_NAME])
{
    size_t len = strlen(text);
    if (len >= LONGEST_NAME)
        len = 0;
    memcpy(out, text, len);
    for (size_t i = 0; i < len; i++)
        if (out[i] >= 'A' && out[i] <= 'Z')
            out[i] = (char)(out[i] - 'A' + 'a');
    out[len] = '\0';
}

/* Copy the nth word a calendar goes by, its name first; false when there are fewer. */
static bool word_of(const peri_calendar_rules *rules, size_t nth, char out[LONGEST_NAME])
{
    const char *word = nth == 0 ? rules->calendar.name : rules->calendar.aliases;
    for (; nth > 1 && *word; nth--) {
        word += strcspn(word, " ");
        word += strspn(word, " ");
    }
    size_t len = strcspn(word, " ");
    if (len == 0 || len >= LONGEST_NAME)
        return false;
    memcpy(out, word, len);
    out[len] = '\0';
    return true;
}

static const peri_calendar_rules *find(const char *name)
{
    char wanted[LONGEST_NAME], word[LONGEST_NAME];
    lower_case(name, wanted);
    for (size_t i = 0; i < COUNT; i++)
        for (size_t nth = 0; word_of(all[i], nth, word); nth++)
            if (strcmp(word, wanted) == 0)
                return all[i];
    return NULL;
}

const peri_calendar *peri_calendar_find(const char *name)
{
    const peri_calendar_rules *rules = find(name);
    return rules ? &rules->calendar : NULL;
}

/* Copy the name or alias nearest to an unknown name, "" when none is near. */
static void find_similar(const char *name, char out[LONGEST_NAME])
{
    char wanted[LONGEST_NAME], word[LONGEST_NAME];
    int best = 0;
    lower_case(name, wanted);
    out[0] = '\0';
    for (size_t i = 0; i < COUNT; i++) {
        for (size_t nth = 0; word_of(all[i], nth, word); nth++) {
            int distance = peri_similar_distance(wanted, word);
            if (peri_similar_near(wanted, word) && (out[0] == '\0' || distance < best)) {
                memcpy(out, word, sizeof word);
                best = distance;
            }
        }
    }
}

static int fail_unknown(const char *name, peri_error *err)
{
    char similar[LONGEST_NAME];
    peri_buf names;
    find_similar(name, similar);
    peri_buf_init(&names);
    if (similar[0] != '\0')
        peri_buf_printf(&names, "'%s'", similar);
    for (size_t i = 0; i < COUNT; i++)
        if (strcmp(all[i]->calendar.name, similar) != 0)
            peri_buf_printf(&names, "%s'%s'", names.len > 0 ? ", " : "", all[i]->calendar.name);
    int rc = names.failed
                 ? peri_fail(err, PERI_ENOMEM, "calendar '%.64s': no memory", name)
                 : peri_fail(err, PERI_ENOTFOUND, "unknown calendar '%.64s', expected one of %s",
                             name, peri_buf_str(&names));
    peri_buf_deinit(&names);
    return rc;
}

static int make(const peri_calendar_rules *rules, const peri_zone *zone, peri_hours **out,
                peri_error *err)
{
    peri_day_list days = {NULL, 0, 0, false};
    if (rules->days)
        for (int year = rules->calendar.first_year; year <= rules->calendar.last_year; year++)
            rules->days(&days, year);
    peri_hours_plan plan = {rules->hours_name, zone,       rules->weeks,
                            rules->week_count, days.items, days.n};
    int rc = days.failed
                 ? peri_fail(err, PERI_ENOMEM, "calendar '%s': no memory", rules->calendar.name)
                 : peri_hours_make(&plan, out, err);
    peri_day_list_deinit(&days);
    return rc;
}

int peri_calendar_make(peri_zones *zones, const char *name, peri_hours **out, peri_error *err)
{
    const peri_zone *zone;
    const peri_calendar_rules *rules = find(name);
    if (!rules)
        return fail_unknown(name, err);
    int rc = peri_zone_get(zones, rules->zone, &zone, err);
    return rc == PERI_OK ? make(rules, zone, out, err) : rc;
}
