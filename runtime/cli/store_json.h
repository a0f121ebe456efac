/* store_json.h - the JSON of `perigee store`, written member by member. Layer 8. */
#ifndef PERI_STORE_JSON_H
#define PERI_STORE_JSON_H

#include "store/json.h"
#include "store/store.h"

/* A writer whose first failure is kept, so that writing reads as a list of members. In the
   caller's storage; holds no memory of its own. */
typedef struct peri_store_json {
    peri_json_writer writer;
    peri_value_sink sink;
    peri_error *err; /* borrowed */
    int rc;
} peri_store_json;

void peri_store_json_begin(peri_store_json *json, peri_buf *out, peri_error *err);

/* The values; name is NULL in arrays and for the whole document. */
void peri_store_json_object(peri_store_json *json, const char *name);
void peri_store_json_end_object(peri_store_json *json);
void peri_store_json_array(peri_store_json *json, const char *name);
void peri_store_json_end_array(peri_store_json *json);
void peri_store_json_integer(peri_store_json *json, const char *name, int64_t value);
void peri_store_json_real(peri_store_json *json, const char *name, double value); /* finite */
void peri_store_json_boolean(peri_store_json *json, const char *name, bool value);

/* A text; bytes that are not UTF-8, of a file that is damaged, become \xNN. */
void peri_store_json_text(peri_store_json *json, const char *name, const char *text);

/* A time, as ISO 8601 in UTC. */
void peri_store_json_time(peri_store_json *json, const char *name, int64_t time_ns);

/* "objects" and "bytes". */
void peri_store_json_quota(peri_store_json *json, const peri_quota *quota);

/* End the document with a line feed. Returns PERI_OK or the first failure. */
int peri_store_json_finish(peri_store_json *json);

#endif
