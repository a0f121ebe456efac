/* store_json.c - the JSON of `perigee store`, written member by member. Layer 8. */
#include "cli/store_json.h"

#include <string.h>

#include "cli/store_text.h"
#include "store/utf8.h"

enum {
    SHOWN = 4096 /* bytes of a text that is not UTF-8 */
};

void peri_store_json_begin(peri_store_json *json, peri_buf *out, peri_error *err)
{
    peri_json_writer_init(&json->writer, out);
    json->sink = peri_json_sink(&json->writer);
    json->err = err;
    json->rc = PERI_OK;
}

static void key(peri_store_json *json, const char *name)
{
    if (json->rc == PERI_OK && name)
        json->rc = json->sink.key(json->sink.ctx, name, strlen(name), json->err);
}

static void mark(peri_store_json *json, const char *name, int (*event)(void *ctx, peri_error *err))
{
    key(json, name);
    if (json->rc == PERI_OK)
        json->rc = event(json->sink.ctx, json->err);
}

void peri_store_json_object(peri_store_json *json, const char *name)
{
    mark(json, name, json->sink.begin_object);
}

void peri_store_json_end_object(peri_store_json *json)
{
    mark(json, NULL, json->sink.end_object);
}

void peri_store_json_array(peri_store_json *json, const char *name)
{
    mark(json, name, json->sink.begin_array);
}

void peri_store_json_end_array(peri_store_json *json)
{
    mark(json, NULL, json->sink.end_array);
}

void peri_store_json_integer(peri_store_json *json, const char *name, int64_t value)
{
    key(json, name);
    if (json->rc == PERI_OK)
        json->rc = json->sink.integer(json->sink.ctx, value, json->err);
}

void peri_store_json_real(peri_store_json *json, const char *name, double value)
{
    key(json, name);
    if (json->rc == PERI_OK)
        json->rc = json->sink.real(json->sink.ctx, value, json->err);
}

void peri_store_json_boolean(peri_store_json *json, const char *name, bool value)
{
    key(json, name);
    if (json->rc == PERI_OK)
        json->rc = json->sink.boolean(json->sink.ctx, value, json->err);
}

void peri_store_json_text(peri_store_json *json, const char *name, const char *text)
{
    char shown[SHOWN];
    size_t len = strlen(text);
    if (peri_utf8_check(text, len) < len) {
        peri_utf8_show(text, len, shown, sizeof shown);
        text = shown;
        len = strlen(shown);
    }
    key(json, name);
    if (json->rc == PERI_OK)
        json->rc = json->sink.string(json->sink.ctx, text, len, json->err);
}

void peri_store_json_time(peri_store_json *json, const char *name, int64_t time_ns)
{
    char text[PERI_STORE_TEXT_SIZE];
    peri_store_json_text(json, name, peri_store_time_text(time_ns, text));
}

void peri_store_json_quota(peri_store_json *json, const peri_quota *quota)
{
    peri_store_json_integer(json, "objects", quota->objects);
    peri_store_json_integer(json, "bytes", quota->bytes);
}

int peri_store_json_finish(peri_store_json *json)
{
    peri_buf *out = json->writer.out;
    if (json->rc == PERI_OK)
        json->rc = peri_json_finish(&json->writer, json->err);
    peri_buf_byte(out, '\n');
    if (json->rc == PERI_OK && out->failed)
        json->rc = peri_fail(json->err, PERI_ENOMEM, "no memory for the JSON");
    return json->rc;
}
