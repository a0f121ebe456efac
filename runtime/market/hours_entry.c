/* hours_entry.c - value events of an entry into sessions and special days. Layer 2. */
#include "market/hours_entry.h"

#include "market/excerpt.h"
#include "market/hours_text.h"
#include "store/json.h"

#include <stdio.h>
#include <string.h>

enum kind {
    KIND_STRING,
    KIND_NUMBER,
    KIND_BOOLEAN,
    KIND_NULL,
    KIND_ARRAY,
    KIND_OBJECT
};

enum meaning {
    MEANS_ZONE,
    MEANS_DATA_ZONE,
    MEANS_DAY,
    MEANS_HOLIDAYS,
    MEANS_EARLY_CLOSES,
    MEANS_LATE_OPENS
};

struct field {
    const char *name;
    enum meaning meaning;
    int weekday;
};

static const struct field fields[] = {
    {"exchangeTimeZone", MEANS_ZONE, 0},    {"dataTimeZone", MEANS_DATA_ZONE, 0},
    {"sunday", MEANS_DAY, PERI_SUNDAY},     {"monday", MEANS_DAY, PERI_MONDAY},
    {"tuesday", MEANS_DAY, PERI_TUESDAY},   {"wednesday", MEANS_DAY, PERI_WEDNESDAY},
    {"thursday", MEANS_DAY, PERI_THURSDAY}, {"friday", MEANS_DAY, PERI_FRIDAY},
    {"saturday", MEANS_DAY, PERI_SATURDAY}, {"holidays", MEANS_HOLIDAYS, 0},
    {"earlyCloses", MEANS_EARLY_CLOSES, 0}, {"lateOpens", MEANS_LATE_OPENS, 0},
};

static const char *const parts[] = {"start", "end", "state"};
enum {
    START,
    END,
    STATE,
    PARTS
};

struct value {
    enum kind kind;
    const char *text; /* of a string */
    size_t len;
};

/* Depth 1 is inside the entry, 2 inside a field's list, 3 inside a session. */
struct reader {
    peri_hours_entry *out;
    peri_error *err;
    int depth;                       /* objects and arrays that are open */
    const struct field *field;       /* NULL: one that is passed over */
    size_t item;                     /* of the field's array, from 0 */
    char key[PERI_EXCERPT_TEXT];     /* of the field's object */
    peri_date date;                  /* that key */
    int part;                        /* of a session; PARTS: one that is passed over */
    bool has_part[PARTS], is_closed; /* of the session */
    peri_session_time session;
};

/* Where the reader stands: "monday[0].start", "earlyCloses['1/1/1998']". */
static const char *place(const struct reader *r, char *out, size_t size)
{
    if (!r->field)
        snprintf(out, size, "the entry");
    else if (r->depth < 2)
        snprintf(out, size, "%s", r->field->name);
    else if (r->field->meaning == MEANS_EARLY_CLOSES || r->field->meaning == MEANS_LATE_OPENS)
        snprintf(out, size, "%s['%s']", r->field->name, r->key);
    else if (r->depth == 2 || r->part == PARTS)
        snprintf(out, size, "%s[%zu]", r->field->name, r->item);
    else
        snprintf(out, size, "%s[%zu].%s", r->field->name, r->item, parts[r->part]);
    return out;
}

static int refuse(const struct reader *r, const struct value *value, const char *expected)
{
    static const char *const kinds[] = {"",     "a number", "a boolean",
                                        "null", "an array", "an object"};
    char where[PERI_EXCERPT_TEXT + 32], shown[PERI_EXCERPT_TEXT];
    place(r, where, sizeof where);
    if (value->kind == KIND_STRING)
        return peri_fail(r->err, PERI_EFORMAT, "%s was '%s', expected %s", where,
                         peri_excerpt(value->text, value->len, shown), expected);
    return peri_fail(r->err, PERI_EFORMAT, "%s was %s, expected %s", where, kinds[value->kind],
                     expected);
}

static int take_zone(const struct reader *r, const struct value *value, char *zone)
{
    if (value->kind != KIND_STRING || value->len == 0 || value->len >= PERI_HOURS_ENTRY_ZONE ||
        memchr(value->text, '\0', value->len))
        return refuse(r, value, "the name of a time zone");
    memcpy(zone, value->text, value->len);
    zone[value->len] = '\0';
    return PERI_OK;
}

static peri_day_list *list_of(struct reader *r)
{
    if (r->field->meaning == MEANS_HOLIDAYS)
        return &r->out->holidays;
    return r->field->meaning == MEANS_EARLY_CLOSES ? &r->out->early_closes : &r->out->late_opens;
}

/* A field's value; when a field comes again, the later one counts. */
static int take_field(struct reader *r, const struct value *value)
{
    enum meaning meaning = r->field->meaning;
    if (meaning == MEANS_ZONE)
        return take_zone(r, value, r->out->zone);
    if (meaning == MEANS_DATA_ZONE)
        return take_zone(r, value, r->out->data_zone);
    bool is_object = meaning == MEANS_EARLY_CLOSES || meaning == MEANS_LATE_OPENS;
    if (value->kind != (is_object ? KIND_OBJECT : KIND_ARRAY) && value->kind != KIND_NULL)
        return refuse(r, value, is_object ? "an object of dates and times" : "an array");
    r->item = 0;
    if (meaning == MEANS_DAY)
        r->out->days[r->field->weekday].n = 0;
    else
        list_of(r)->n = 0;
    return PERI_OK;
}

static int take_special(struct reader *r, const struct value *value)
{
    peri_day_list *list = list_of(r);
    bool is_holiday = r->field->meaning == MEANS_HOLIDAYS;
    int64_t time = 0;
    bool good = value->kind == KIND_STRING &&
                (is_holiday ? peri_hours_date_read(value->text, value->len, &r->date)
                            : peri_hours_time_read(value->text, value->len, &time));
    if (!good)
        return refuse(r, value, is_holiday ? PERI_HOURS_DATE_FORM : PERI_HOURS_TIME_FORM);
    if (is_holiday)
        peri_day_list_closed(list, r->date, NULL);
    else if (r->field->meaning == MEANS_EARLY_CLOSES)
        peri_day_list_early(list, r->date, time, NULL);
    else
        peri_day_list_late(list, r->date, time, NULL);
    r->item++;
    return list->failed
               ? peri_fail(r->err, PERI_ENOMEM, "no memory for the dates of '%s'", r->field->name)
               : PERI_OK;
}

static int take_item(struct reader *r, const struct value *value)
{
    if (r->field->meaning != MEANS_DAY)
        return take_special(r, value);
    if (value->kind != KIND_OBJECT)
        return refuse(r, value, "an object with start, end and state");
    r->part = PARTS;
    memset(r->has_part, 0, sizeof r->has_part);
    return PERI_OK;
}

static int take_state(struct reader *r, const struct value *value)
{
    static const char expected[] = "'premarket', 'market', 'postmarket' or 'closed'";
    const peri_session_kind kinds[] = {PERI_SESSION_PRE, PERI_SESSION_REGULAR, PERI_SESSION_POST};
    static const char *const names[] = {"premarket", "market", "postmarket", "closed"};
    for (size_t i = 0; value->kind == KIND_STRING && i < sizeof names / sizeof *names; i++) {
        if (value->len != strlen(names[i]) || memcmp(value->text, names[i], value->len) != 0)
            continue;
        r->is_closed = i == sizeof kinds / sizeof *kinds;
        if (!r->is_closed)
            r->session.kind = kinds[i];
        return PERI_OK;
    }
    return refuse(r, value, expected);
}

static int take_part(struct reader *r, const struct value *value)
{
    if (r->part == PARTS)
        return PERI_OK;
    r->has_part[r->part] = true;
    if (r->part == STATE)
        return take_state(r, value);
    int64_t *time = r->part == START ? &r->session.open : &r->session.close;
    if (value->kind != KIND_STRING || !peri_hours_time_read(value->text, value->len, time))
        return refuse(r, value, PERI_HOURS_TIME_FORM);
    return PERI_OK;
}

static int take(struct reader *r, const struct value *value)
{
    if (r->depth == 0)
        return value->kind == KIND_OBJECT ? PERI_OK : refuse(r, value, "an object");
    if (!r->field)
        return PERI_OK;
    switch (r->depth) {
    case 1:
        return take_field(r, value);
    case 2:
        return take_item(r, value);
    case 3:
        return take_part(r, value);
    default: /* inside a part that is passed over */
        return PERI_OK;
    }
}

/* The session that ends; kept in order of its opening. */
static int add_session(struct reader *r)
{
    peri_week_day *day = &r->out->days[r->field->weekday];
    char open[PERI_HOURS_TIME_TEXT], close[PERI_HOURS_TIME_TEXT];
    for (int part = 0; part < PARTS; part++)
        if (!r->has_part[part])
            return peri_fail(r->err, PERI_EFORMAT, "%s[%zu] has no '%s'", r->field->name, r->item,
                             parts[part]);
    if (r->is_closed)
        return PERI_OK;
    if (r->session.open >= r->session.close)
        return peri_fail(r->err, PERI_EFORMAT,
                         "%s[%zu] was from %s to %s, expected an end after the start",
                         r->field->name, r->item, peri_hours_time_text(r->session.open, open),
                         peri_hours_time_text(r->session.close, close));
    if (day->n == PERI_DAY_SESSIONS)
        return peri_fail(r->err, PERI_EFORMAT, "%s has over %d sessions, expected at most %d",
                         r->field->name, PERI_DAY_SESSIONS, PERI_DAY_SESSIONS);
    size_t at = day->n++;
    for (; at > 0 && day->sessions[at - 1].open > r->session.open; at--)
        day->sessions[at] = day->sessions[at - 1];
    day->sessions[at] = r->session;
    return PERI_OK;
}

static int check_day(const struct reader *r)
{
    const peri_week_day *day = &r->out->days[r->field->weekday];
    for (size_t i = 1; i < day->n; i++) {
        char a[PERI_HOURS_TIME_TEXT], b[PERI_HOURS_TIME_TEXT];
        if (day->sessions[i].open < day->sessions[i - 1].close)
            return peri_fail(r->err, PERI_EFORMAT,
                             "%s has a session until %s and one from %s, expected none to overlap",
                             r->field->name, peri_hours_time_text(day->sessions[i - 1].close, a),
                             peri_hours_time_text(day->sessions[i].open, b));
    }
    return PERI_OK;
}

static int on_begin_object(void *ctx, peri_error *err)
{
    struct reader *r = ctx;
    (void)err;
    int rc = take(r, &(struct value){.kind = KIND_OBJECT});
    r->depth++;
    return rc;
}

static int on_begin_array(void *ctx, peri_error *err)
{
    struct reader *r = ctx;
    (void)err;
    int rc = take(r, &(struct value){.kind = KIND_ARRAY});
    r->depth++;
    return rc;
}

static int on_end(void *ctx, peri_error *err)
{
    struct reader *r = ctx;
    (void)err;
    r->depth--;
    if (!r->field || r->field->meaning != MEANS_DAY)
        return PERI_OK;
    if (r->depth == 1)
        return check_day(r);
    if (r->depth != 2)
        return PERI_OK;
    int rc = add_session(r);
    r->item++;
    return rc;
}

static int part_named(const char *bytes, size_t len)
{
    int part = 0;
    while (part < PARTS && (strlen(parts[part]) != len || memcmp(parts[part], bytes, len) != 0))
        part++;
    return part;
}

static const struct field *field_named(const char *bytes, size_t len)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strlen(fields[i].name) == len && memcmp(fields[i].name, bytes, len) == 0)
            return &fields[i];
    return NULL;
}

static int on_key(void *ctx, const char *bytes, size_t len, peri_error *err)
{
    struct reader *r = ctx;
    if (r->depth == 1)
        r->field = field_named(bytes, len);
    else if (r->depth == 3)
        r->part = part_named(bytes, len);
    if (r->depth != 2 || !r->field)
        return PERI_OK;
    peri_excerpt(bytes, len, r->key);
    if (peri_hours_date_read(bytes, len, &r->date))
        return PERI_OK;
    return peri_fail(err, PERI_EFORMAT, "%s has the date '%s', expected %s", r->field->name, r->key,
                     PERI_HOURS_DATE_FORM);
}

static int on_string(void *ctx, const char *bytes, size_t len, peri_error *err)
{
    (void)err;
    return take(ctx, &(struct value){KIND_STRING, bytes, len});
}

static int on_integer(void *ctx, int64_t value, peri_error *err)
{
    (void)value, (void)err;
    return take(ctx, &(struct value){.kind = KIND_NUMBER});
}

static int on_real(void *ctx, double value, peri_error *err)
{
    (void)value, (void)err;
    return take(ctx, &(struct value){.kind = KIND_NUMBER});
}

static int on_boolean(void *ctx, bool value, peri_error *err)
{
    (void)value, (void)err;
    return take(ctx, &(struct value){.kind = KIND_BOOLEAN});
}

static int on_null(void *ctx, peri_error *err)
{
    (void)err;
    return take(ctx, &(struct value){.kind = KIND_NULL});
}

int peri_hours_entry_read(const char *json, size_t len, peri_hours_entry *out, peri_error *err)
{
    *out = (peri_hours_entry){.zone = ""};
    struct reader r = {.out = out, .err = err, .part = PARTS};
    const peri_value_sink sink = {&r,      on_begin_object, on_end,    on_begin_array,
                                  on_end,  on_key,          on_string, on_integer,
                                  on_real, on_boolean,      on_null};
    int rc = peri_json_parse(json, len, &sink, err);
    if (rc == PERI_OK && out->zone[0] == '\0')
        rc = peri_fail(err, PERI_EFORMAT,
                       "exchangeTimeZone is missing, expected the name of a time zone");
    if (rc != PERI_OK)
        peri_hours_entry_deinit(out);
    return rc;
}

void peri_hours_entry_deinit(peri_hours_entry *entry)
{
    peri_day_list_deinit(&entry->holidays);
    peri_day_list_deinit(&entry->early_closes);
    peri_day_list_deinit(&entry->late_opens);
    *entry = (peri_hours_entry){.zone = ""};
}
