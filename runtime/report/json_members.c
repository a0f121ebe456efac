/* json_members.c - see json_members.h. Layer 5. */
#include "report/json_members.h"

#include <math.h>
#include <string.h>

#include "time/civil.h"

static void key(peri_members *json, const char *name)
{
    if (peri_members_ok(json) && name)
        json->rc = json->sink.key(json->sink.ctx, name, strlen(name), json->err);
}

void peri_member_string(peri_members *json, const char *name, const char *text)
{
    key(json, name);
    if (peri_members_ok(json))
        json->rc = json->sink.string(json->sink.ctx, text, strlen(text), json->err);
}

void peri_member_integer(peri_members *json, const char *name, int64_t value)
{
    key(json, name);
    if (peri_members_ok(json))
        json->rc = json->sink.integer(json->sink.ctx, value, json->err);
}

void peri_member_real(peri_members *json, const char *name, double value)
{
    key(json, name);
    if (peri_members_ok(json))
        json->rc = json->sink.real(json->sink.ctx, isfinite(value) ? value : 0, json->err);
}

void peri_member_boolean(peri_members *json, const char *name, bool value)
{
    key(json, name);
    if (peri_members_ok(json))
        json->rc = json->sink.boolean(json->sink.ctx, value, json->err);
}

void peri_member_mark(peri_members *json, const char *name,
                      int (*event)(void *ctx, peri_error *err))
{
    key(json, name);
    if (peri_members_ok(json))
        json->rc = event(json->sink.ctx, json->err);
}

void peri_member_null(peri_members *json, const char *name)
{
    key(json, name);
    if (peri_members_ok(json))
        json->rc = json->sink.null(json->sink.ctx, json->err);
}

void peri_member_time(peri_members *json, const char *name, int64_t local_ns)
{
    char text[PERI_TIME_TEXT];
    peri_time_format(local_ns, text);
    peri_member_string(json, name, text);
}

void peri_member_utc(peri_members *json, const char *name, int64_t utc_ns)
{
    char text[PERI_TIME_TEXT + 1];
    size_t n = peri_time_format(utc_ns, text);
    char *gap = memchr(text, ' ', n);
    if (gap)
        *gap = 'T';
    memcpy(text + n, "Z", 2);
    peri_member_string(json, name, text);
}

void peri_member_custom(peri_members *json, const peri_custom_rows *rows)
{
    for (size_t i = 0; i < rows->n; i++)
        peri_member_string(json, rows->rows[i].name, rows->rows[i].text);
}
