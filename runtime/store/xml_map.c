/* xml_map.c - the mappings between XML elements and values. Layer 2. */
#include "store/xml_map.h"

#include "store/base64.h"
#include "store/value_text.h"

#include <string.h>

enum element {
    ROOT, /* <perigee> */
    OBJECT,
    ARRAY,
    STRING,
    INTEGER,
    REAL,
    BOOLEAN,
    NOTHING,        /* <null> */
    GENERIC,        /* of another vocabulary, no content yet */
    GENERIC_CONTENT /* the same, its "content" array is open */
};

static const char *const element_names[] = {"perigee", "object", "array",   "string",
                                            "integer", "real",   "boolean", "null"};

void peri_xml_map_init(peri_xml_map *map, const peri_value_sink *to)
{
    *map = (peri_xml_map){.to = to};
}

void peri_xml_map_deinit(peri_xml_map *map)
{
    peri_buf_deinit(&map->text);
    peri_buf_deinit(&map->scratch);
}

/* Empties a buffer but keeps its room; its string is "" again. */
static void restart(peri_buf *buf)
{
    buf->len = 0;
    if (buf->data)
        buf->data[0] = '\0';
}

static int find_element(const char *name)
{
    for (int i = OBJECT; i <= NOTHING; i++)
        if (strcmp(name, element_names[i]) == 0)
            return i;
    return -1;
}

static enum element top(const peri_xml_map *map)
{
    return map->open[map->depth - 1];
}

static bool is_blank(const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\n' && bytes[i] != '\r')
            return false;
    return true;
}

static const char *attribute(const char *const *attributes, const char *name)
{
    for (; attributes && attributes[0]; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return NULL;
}

static int begin(peri_xml_map *map, bool is_object, peri_error *err)
{
    const peri_value_sink *to = map->to;
    if (map->values == PERI_VALUE_DEPTH)
        return peri_fail(err, PERI_ELIMIT, "nested deeper than %d", PERI_VALUE_DEPTH);
    map->values++;
    return is_object ? to->begin_object(to->ctx, err) : to->begin_array(to->ctx, err);
}

static int finish(peri_xml_map *map, bool is_object, peri_error *err)
{
    const peri_value_sink *to = map->to;
    map->values--;
    return is_object ? to->end_object(to->ctx, err) : to->end_array(to->ctx, err);
}

static int push(peri_xml_map *map, enum element element, peri_error *err)
{
    if ((size_t)map->depth == sizeof map->open)
        return peri_fail(err, PERI_ELIMIT, "nested deeper than %d", PERI_VALUE_DEPTH);
    map->open[map->depth++] = (unsigned char)element;
    return PERI_OK;
}

/* Sends base64 text as a key or a string. */
static int send_decoded(peri_xml_map *map, const char *text, size_t len, bool is_key,
                        peri_error *err)
{
    const peri_value_sink *to = map->to;
    peri_buf *bytes = &map->scratch;
    restart(bytes);
    if (!peri_base64_decode(text, len, bytes))
        return peri_fail(err, PERI_EFORMAT, "'%.40s' is not base64", text);
    if (bytes->failed)
        return peri_fail(err, PERI_ENOMEM, "no memory for a string");
    const char *data = peri_buf_str(bytes);
    return is_key ? to->key(to->ctx, data, bytes->len, err)
                  : to->string(to->ctx, data, bytes->len, err);
}

/* -- documents of our own ------------------------------------------------------------------- */

static int send_key(peri_xml_map *map, const char *name, const char *const *attributes,
                    peri_error *err)
{
    const char *key = attribute(attributes, "key");
    const char *key64 = attribute(attributes, "key64");
    if (top(map) != OBJECT)
        return key || key64
                   ? peri_fail(err, PERI_EFORMAT, "<%s> has a key outside an <object>", name)
                   : PERI_OK;
    if (!key == !key64)
        return peri_fail(err, PERI_EFORMAT, "<%s> in an <object> needs one key or key64", name);
    if (key64)
        return send_decoded(map, key64, strlen(key64), true, err);
    return map->to->key(map->to->ctx, key, strlen(key), err);
}

static int check_place(const peri_xml_map *map, const char *name, peri_error *err)
{
    enum element parent = top(map);
    if (parent != ROOT && parent != OBJECT && parent != ARRAY)
        return peri_fail(err, PERI_EFORMAT, "<%s> inside <%s>, expected text", name,
                         element_names[parent]);
    if (parent == ROOT && map->has_value)
        return peri_fail(err, PERI_EFORMAT, "<%s> is a second value in <perigee>, expected one",
                         name);
    if (find_element(name) < 0)
        return peri_fail(err, PERI_EFORMAT,
                         "<%s> is unknown, expected object, array, string, integer, real, boolean "
                         "or null",
                         name);
    return PERI_OK;
}

static int start_value(peri_xml_map *map, const char *name, const char *const *attributes,
                       peri_error *err)
{
    int rc = check_place(map, name, err);
    if (rc == PERI_OK)
        rc = send_key(map, name, attributes, err);
    if (rc != PERI_OK)
        return rc;
    const char *encoding = attribute(attributes, "encoding");
    enum element element = (enum element)find_element(name);
    if (encoding && (element != STRING || strcmp(encoding, "base64") != 0))
        return peri_fail(err, PERI_EFORMAT,
                         "<%s encoding='%.40s'> is unknown, expected "
                         "<string encoding='base64'>",
                         name, encoding);
    map->has_value = true;
    map->base64 = encoding != NULL;
    restart(&map->text);
    rc = push(map, element, err);
    if (rc == PERI_OK && (element == OBJECT || element == ARRAY))
        rc = begin(map, element == OBJECT, err);
    return rc;
}

static int bad_text(const peri_xml_map *map, enum element element, const char *expected,
                    peri_error *err)
{
    return peri_fail(err, PERI_EFORMAT, "<%s> holds '%.40s', expected %s", element_names[element],
                     peri_buf_str(&map->text), expected);
}

static int end_number(peri_xml_map *map, enum element element, peri_error *err)
{
    const char *p = peri_buf_str(&map->text), *end = p + map->text.len;
    int64_t integer = 0;
    double real = 0;
    if (element == INTEGER) {
        if (!peri_value_integer_read(p, end, &integer))
            return bad_text(map, element, "digits that fit 64 bits", err);
        return map->to->integer(map->to->ctx, integer, err);
    }
    if (!peri_value_real_read(p, end, &real))
        return bad_text(map, element, "a finite number", err);
    return map->to->real(map->to->ctx, real, err);
}

static int end_boolean(peri_xml_map *map, peri_error *err)
{
    const char *text = peri_buf_str(&map->text);
    bool yes = strcmp(text, "true") == 0;
    if (!yes && strcmp(text, "false") != 0)
        return bad_text(map, BOOLEAN, "true or false", err);
    return map->to->boolean(map->to->ctx, yes, err);
}

static int end_value(peri_xml_map *map, enum element element, peri_error *err)
{
    const char *text = peri_buf_str(&map->text);
    size_t len = map->text.len;
    switch (element) {
    case OBJECT:
    case ARRAY:
        return finish(map, element == OBJECT, err);
    case STRING:
        if (map->base64)
            return send_decoded(map, text, len, false, err);
        return map->to->string(map->to->ctx, text, len, err);
    case INTEGER:
    case REAL:
        return end_number(map, element, err);
    case BOOLEAN:
        return end_boolean(map, err);
    case NOTHING:
        return len > 0 ? bad_text(map, element, "nothing", err) : map->to->null(map->to->ctx, err);
    default:
        if (!map->has_value)
            return peri_fail(err, PERI_EFORMAT, "<perigee> holds no value, expected one");
        return PERI_OK;
    }
}

/* -- documents of others -------------------------------------------------------------------- */

static int send_text_key(peri_xml_map *map, const char *key, peri_error *err)
{
    return map->to->key(map->to->ctx, key, strlen(key), err);
}

static int send_text(peri_xml_map *map, const char *text, size_t len, peri_error *err)
{
    return map->to->string(map->to->ctx, text, len, err);
}

/* Opens the "content" array of the innermost element when something is to be put into it. */
static int open_content(peri_xml_map *map, peri_error *err)
{
    if (top(map) == GENERIC_CONTENT)
        return PERI_OK;
    map->open[map->depth - 1] = GENERIC_CONTENT;
    int rc = send_text_key(map, "content", err);
    return rc == PERI_OK ? begin(map, false, err) : rc;
}

static int flush_text(peri_xml_map *map, peri_error *err)
{
    const char *text = peri_buf_str(&map->text);
    size_t len = map->text.len;
    int rc = PERI_OK;
    if (map->depth > 0 && !is_blank(text, len)) {
        rc = open_content(map, err);
        if (rc == PERI_OK)
            rc = send_text(map, text, len, err);
    }
    restart(&map->text);
    return rc;
}

static int send_attributes(peri_xml_map *map, const char *const *attributes, peri_error *err)
{
    if (!attributes || !attributes[0])
        return PERI_OK;
    int rc = send_text_key(map, "attributes", err);
    if (rc == PERI_OK)
        rc = begin(map, true, err);
    for (; rc == PERI_OK && attributes[0]; attributes += 2) {
        rc = send_text_key(map, attributes[0], err);
        if (rc == PERI_OK)
            rc = send_text(map, attributes[1], strlen(attributes[1]), err);
    }
    return rc == PERI_OK ? finish(map, true, err) : rc;
}

static int start_generic(peri_xml_map *map, const char *name, const char *const *attributes,
                         peri_error *err)
{
    int rc = flush_text(map, err);
    if (rc == PERI_OK && map->depth > 0)
        rc = open_content(map, err);
    if (rc == PERI_OK)
        rc = push(map, GENERIC, err);
    if (rc == PERI_OK)
        rc = begin(map, true, err);
    if (rc == PERI_OK)
        rc = send_text_key(map, "name", err);
    if (rc == PERI_OK)
        rc = send_text(map, name, strlen(name), err);
    return rc == PERI_OK ? send_attributes(map, attributes, err) : rc;
}

static int end_generic(peri_xml_map *map, peri_error *err)
{
    int rc = flush_text(map, err);
    if (rc == PERI_OK && top(map) == GENERIC_CONTENT)
        rc = finish(map, false, err);
    if (rc == PERI_OK)
        rc = finish(map, true, err);
    map->depth--;
    return rc;
}

/* -- either --------------------------------------------------------------------------------- */

static int start_root(peri_xml_map *map, const char *name, const char *const *attributes,
                      peri_error *err)
{
    map->generic = strcmp(name, element_names[ROOT]) != 0;
    if (map->generic)
        return start_generic(map, name, attributes, err);
    const char *version = attribute(attributes, "version");
    if (!version || strcmp(version, "1") != 0)
        return peri_fail(err, PERI_EFORMAT, "<perigee> has version '%.40s', expected '1'",
                         version ? version : "");
    return push(map, ROOT, err);
}

int peri_xml_map_start(peri_xml_map *map, const char *name, const char *const *attributes,
                       peri_error *err)
{
    if (map->depth == 0)
        return start_root(map, name, attributes, err);
    if (map->generic)
        return start_generic(map, name, attributes, err);
    return start_value(map, name, attributes, err);
}

int peri_xml_map_text(peri_xml_map *map, const char *bytes, size_t len, peri_error *err)
{
    bool between = map->depth == 0 || (!map->generic && top(map) <= ARRAY);
    if (between && is_blank(bytes, len))
        return PERI_OK;
    if (between)
        return peri_fail(err, PERI_EFORMAT, "text '%.*s' between elements, expected an element",
                         len < 40 ? (int)len : 40, bytes);
    peri_buf_add(&map->text, bytes, len);
    return map->text.failed ? peri_fail(err, PERI_ENOMEM, "no memory for a string") : PERI_OK;
}

int peri_xml_map_end(peri_xml_map *map, const char *name, peri_error *err)
{
    (void)name; /* the parser has seen to it that tags match */
    if (map->generic)
        return end_generic(map, err);
    int rc = end_value(map, top(map), err);
    map->depth--;
    restart(&map->text);
    return rc;
}
