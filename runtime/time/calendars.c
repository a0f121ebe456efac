/* calendars.c - finds a built-in calendar by its name and makes its hours. Layer 1. */
#include "time/calendars.h"

#include <string.h>

#include "base/buf.h"
#include "base/similar.h"
#include "base/words.h"
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

/* Calls visit with each name a calendar goes by, its own first, until it returns true; returns
   whether it did. */
static bool visit_words(const peri_calendar_rules *rules,
                        bool (*visit)(void *ctx, const char *word, size_t len), void *ctx)
{
    const char *at = rules->calendar.aliases, *word = rules->calendar.name;
    size_t len = strlen(word);
    for (; word; word = peri_word_next(&at, &len))
        if (visit(ctx, word, len))
            return true;
    return false;
}

static bool is_wanted(void *ctx, const char *word, size_t len)
{
    return peri_word_is(word, len, ctx);
}

static const peri_calendar_rules *find(const char *name)
{
    for (size_t i = 0; i < COUNT; i++)
        if (visit_words(all[i], is_wanted, (char *)name))
            return all[i];
    return NULL;
}

const peri_calendar *peri_calendar_find(const char *name)
{
    const peri_calendar_rules *rules = find(name);
    return rules ? &rules->calendar : NULL;
}

/* What find_similar looks for, and the nearest so far. */
struct nearest {
    char wanted[LONGEST_NAME];
    char word[LONGEST_NAME];
    int distance;
};

static bool take_nearer(void *ctx, const char *word, size_t len)
{
    struct nearest *nearest = ctx;
    char copy[LONGEST_NAME] = "";
    memcpy(copy, word, len < LONGEST_NAME ? len : 0);
    int distance = peri_similar_distance(nearest->wanted, copy);
    if (!peri_similar_near(nearest->wanted, copy) ||
        (nearest->word[0] != '\0' && distance >= nearest->distance))
        return false;
    memcpy(nearest->word, copy, sizeof copy);
    nearest->distance = distance;
    return false;
}

/* Copy the name or alias nearest to an unknown name, "" when none is near. */
static void find_similar(const char *name, char out[LONGEST_NAME])
{
    struct nearest nearest = {"", "", 0};
    if (strlen(name) < LONGEST_NAME)
        memcpy(nearest.wanted, name, strlen(name));
    peri_lower_text(nearest.wanted);
    for (size_t i = 0; i < COUNT; i++)
        visit_words(all[i], take_nearer, &nearest);
    memcpy(out, nearest.word, LONGEST_NAME);
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
