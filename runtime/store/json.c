/* json.c - JSON text to value events, by cJSON. Layer 2. */
#include "store/json.h"

#include <pthread.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "store/json_path.h"
#include "store/json_scan.h"
#include "store/value_text.h"

/* cJSON notes its last error in a global, which nobody here reads but every parse writes. */
static pthread_mutex_t cjson_lock = PTHREAD_MUTEX_INITIALIZER;

struct reader {
    const char *text;
    size_t len;
    size_t base;          /* bytes before text, for offsets */
    const size_t *number; /* offset of the next number */
    const peri_value_sink *to;
    peri_error *err;
};

static int fail_too_large(const struct reader *r, size_t at, size_t n)
{
    char path[256];
    peri_json_path(r->text, at, path, sizeof path);
    return peri_fail(r->err, PERI_EFORMAT,
                     "JSON at byte %zu: the number %.*s is too large for a double%s%s%s",
                     r->base + at + 1, n < 40 ? (int)n : 40, r->text + at, path[0] ? " (at " : "",
                     path, path[0] ? ")" : "");
}

static bool in_number(char c)
{
    return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == 'e' || c == 'E' || c == '+';
}

static int send_number(struct reader *r)
{
    size_t at = *r->number++;
    const char *p = r->text + at;
    size_t n = 1;
    bool is_real = false;
    for (; at + n < r->len && in_number(p[n]); n++)
        is_real = is_real || p[n] == '.' || p[n] == 'e' || p[n] == 'E';
    int64_t integer = 0;
    double real = 0;
    if (!is_real && peri_value_integer_read(p, p + n, &integer))
        return r->to->integer(r->to->ctx, integer, r->err);
    if (!peri_value_real_read(p, p + n, &real))
        return fail_too_large(r, at, n);
    return r->to->real(r->to->ctx, real, r->err);
}

/* cJSON's string, with its zero bytes put back: the tree is ours to change. */
static size_t restore_zeros(char *text)
{
    size_t len = strlen(text);
    for (char *p = text; (p = memchr(p, PERI_JSON_ZERO, len - (size_t)(p - text))); p++)
        *p = '\0';
    return len;
}

static int send_text(struct reader *r, char *text, bool is_key)
{
    const peri_value_sink *to = r->to;
    size_t len = restore_zeros(text);
    return is_key ? to->key(to->ctx, text, len, r->err) : to->string(to->ctx, text, len, r->err);
}

/* A scalar, or the beginning of a container. */
static int send_node(struct reader *r, cJSON *node)
{
    const peri_value_sink *to = r->to;
    switch (node->type & 0xFF) {
    case cJSON_Object:
        return to->begin_object(to->ctx, r->err);
    case cJSON_Array:
        return to->begin_array(to->ctx, r->err);
    case cJSON_Number:
        return send_number(r);
    case cJSON_String:
        return send_text(r, node->valuestring, false);
    case cJSON_NULL:
        return to->null(to->ctx, r->err);
    default:
        return to->boolean(to->ctx, cJSON_IsTrue(node), r->err);
    }
}

static int send_end(struct reader *r, const cJSON *container)
{
    const peri_value_sink *to = r->to;
    return cJSON_IsObject(container) ? to->end_object(to->ctx, r->err)
                                     : to->end_array(to->ctx, r->err);
}

/* In document order, so that numbers come in the order in which the scan noted them. */
static int send_tree(struct reader *r, cJSON *root)
{
    cJSON *open[PERI_VALUE_DEPTH]; /* enough: the scan refused deeper texts */
    int depth = 0, rc = PERI_OK;
    for (cJSON *node = root, *next; node && rc == PERI_OK; node = next) {
        if (node->string)
            rc = send_text(r, node->string, true);
        if (rc == PERI_OK)
            rc = send_node(r, node);
        next = node->next;
        if (cJSON_IsObject(node) || cJSON_IsArray(node)) {
            open[depth++] = node;
            next = node->child;
        }
        while (rc == PERI_OK && !next && depth > 0) {
            rc = send_end(r, open[--depth]);
            next = open[depth]->next;
        }
    }
    return rc;
}

static cJSON *parse_clean(const peri_buf *clean)
{
    pthread_mutex_lock(&cjson_lock);
    cJSON *root = cJSON_ParseWithLength(clean->data, clean->len + 1);
    pthread_mutex_unlock(&cjson_lock);
    return root;
}

int peri_json_parse(const char *text, size_t len, const peri_value_sink *sink, peri_error *err)
{
    size_t mark = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    peri_json_scan scan = {.count = 0};
    cJSON *root = NULL;
    int rc = peri_json_scan_text(text + mark, len - mark, mark, &scan, err);
    if (rc != PERI_OK)
        goto done;
    root = parse_clean(&scan.clean);
    if (!root) { /* what passed the scan is valid: only memory can be missing */
        rc = peri_fail(err, PERI_ENOMEM, "JSON: no memory for a text of %zu bytes", len);
        goto done;
    }
    struct reader r = {.text = text + mark,
                       .len = len - mark,
                       .base = mark,
                       .number = scan.numbers,
                       .to = sink,
                       .err = err};
    rc = send_tree(&r, root);

done:
    cJSON_Delete(root);
    peri_json_scan_deinit(&scan);
    return rc;
}
