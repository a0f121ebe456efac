/* json_members.h - a report as a list of members: names, values, objects. Layer 5. */
#ifndef PERI_JSON_MEMBERS_H
#define PERI_JSON_MEMBERS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "report/custom_rows.h"
#include "store/value_events.h"

/* A sink whose first failure is kept, so that writing reads as a list of members. */
typedef struct peri_members {
    peri_value_sink sink;
    peri_error *err;
    int rc;
} peri_members;

static inline bool peri_members_ok(const peri_members *json)
{
    return json->rc == PERI_OK;
}

/* A member of the object at hand; name NULL: an item of the array. What is not finite is 0. */
void peri_member_string(peri_members *json, const char *name, const char *text);
void peri_member_integer(peri_members *json, const char *name, int64_t value);
void peri_member_real(peri_members *json, const char *name, double value);
void peri_member_boolean(peri_members *json, const char *name, bool value);
void peri_member_null(peri_members *json, const char *name);

/* Local time, "2013-10-07 16:00:00"; UTC, "2013-10-07T20:00:00Z", to compare runs of different
   zones. */
void peri_member_time(peri_members *json, const char *name, int64_t local_ns);
void peri_member_utc(peri_members *json, const char *name, int64_t utc_ns);

/* A string for each row, named by it. */
void peri_member_custom(peri_members *json, const peri_custom_rows *rows);

/* Begin or end an object or array: one of the sink's own functions. */
void peri_member_mark(peri_members *json, const char *name,
                      int (*event)(void *ctx, peri_error *err));

#endif
