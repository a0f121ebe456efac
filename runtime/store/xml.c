/* xml.c - XML text by libxml2: the writer, and the parser that feeds xml_map. Layer 2. */
#include "store/xml.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlwriter.h>

#include "base/mem.h"
#include "store/base64.h"
#include "store/utf8.h"
#include "store/value_place.h"
#include "store/value_text.h"
#include "store/xml_map.h"

static const char codec[] = "XML";

/* -- writer --------------------------------------------------------------------------------- */

struct peri_xml_writer {
    peri_buf *out; /* borrowed */
    xmlTextWriterPtr to;
    peri_value_place place;
    peri_buf key;     /* the key that waits for its value */
    peri_buf scratch; /* terminated or encoded copy of a text */
};

static int no_memory(peri_error *err)
{
    return peri_fail(err, PERI_ENOMEM, "XML: no memory for the text");
}

/* Claims success always: libxml2 would print about a failure, and out->failed remembers it. */
static int write_out(void *ctx, const char *bytes, int len)
{
    peri_buf_add(ctx, bytes, (size_t)len);
    return len;
}

static int close_out(void *ctx)
{
    (void)ctx;
    return 0;
}

/* XML 1.0 (fifth edition), production 2: what a document can hold. */
static bool is_xml_text(const char *bytes, size_t len)
{
    for (size_t at = 0; at < len;) {
        uint32_t code = 0;
        size_t n = peri_utf8_read(bytes + at, len - at, &code);
        if (n == 0 || code == 0xFFFE || code == 0xFFFF ||
            (code < 0x20 && code != '\t' && code != '\n' && code != '\r'))
            return false;
        at += n;
    }
    return true;
}

/* A terminated copy of the text, as base64 when XML cannot carry it; NULL: no memory. */
static const xmlChar *carry(peri_xml_writer *w, const char *bytes, size_t len, bool *encoded)
{
    w->scratch.len = 0;
    *encoded = !is_xml_text(bytes, len);
    if (*encoded)
        peri_base64_encode(bytes, len, &w->scratch);
    else
        peri_buf_add(&w->scratch, bytes, len);
    return w->scratch.failed ? NULL : (const xmlChar *)peri_buf_str(&w->scratch);
}

static bool write_attribute(peri_xml_writer *w, const char *name, const char *value)
{
    return xmlTextWriterWriteAttribute(w->to, (const xmlChar *)name, (const xmlChar *)value) >= 0;
}

static bool write_key(peri_xml_writer *w)
{
    bool encoded = false;
    const xmlChar *text = carry(w, peri_buf_str(&w->key), w->key.len, &encoded);
    return text && write_attribute(w, encoded ? "key64" : "key", (const char *)text);
}

/* Start tag of the next value, with its key when it is a member. */
static bool start_element(peri_xml_writer *w, const char *name, bool has_key)
{
    return xmlTextWriterStartElement(w->to, (const xmlChar *)name) >= 0 &&
           (!has_key || write_key(w));
}

static bool write_content(peri_xml_writer *w, const char *bytes, size_t len)
{
    bool encoded = false;
    const xmlChar *text = carry(w, bytes, len, &encoded);
    return text && (!encoded || write_attribute(w, "encoding", "base64")) &&
           (len == 0 || xmlTextWriterWriteString(w->to, text) >= 0);
}

static int put_value(peri_xml_writer *w, const char *element, const char *bytes, size_t len,
                     peri_error *err)
{
    bool has_key = w->place.after_key;
    int rc = peri_value_place_value(&w->place, codec, err);
    if (rc != PERI_OK)
        return rc;
    bool ok = start_element(w, element, has_key) && write_content(w, bytes, len) &&
              xmlTextWriterEndElement(w->to) >= 0;
    return ok ? PERI_OK : no_memory(err);
}

static int open_container(peri_xml_writer *w, bool is_object, peri_error *err)
{
    bool has_key = w->place.after_key;
    int rc = peri_value_place_open(&w->place, is_object, codec, err);
    if (rc != PERI_OK)
        return rc;
    return start_element(w, is_object ? "object" : "array", has_key) ? PERI_OK : no_memory(err);
}

static int close_container(peri_xml_writer *w, bool is_object, peri_error *err)
{
    int rc = peri_value_place_close(&w->place, is_object, codec, err);
    if (rc != PERI_OK)
        return rc;
    return xmlTextWriterEndElement(w->to) >= 0 ? PERI_OK : no_memory(err);
}

static int on_begin_object(void *ctx, peri_error *err)
{
    return open_container(ctx, true, err);
}

static int on_end_object(void *ctx, peri_error *err)
{
    return close_container(ctx, true, err);
}

static int on_begin_array(void *ctx, peri_error *err)
{
    return open_container(ctx, false, err);
}

static int on_end_array(void *ctx, peri_error *err)
{
    return close_container(ctx, false, err);
}

static int on_key(void *ctx, const char *bytes, size_t len, peri_error *err)
{
    peri_xml_writer *w = ctx;
    int rc = peri_value_place_key(&w->place, codec, err);
    if (rc != PERI_OK)
        return rc;
    w->key.len = 0;
    peri_buf_add(&w->key, bytes, len);
    return w->key.failed ? no_memory(err) : PERI_OK;
}

static int on_string(void *ctx, const char *bytes, size_t len, peri_error *err)
{
    return put_value(ctx, "string", bytes, len, err);
}

static int on_integer(void *ctx, int64_t value, peri_error *err)
{
    char text[24];
    int len = snprintf(text, sizeof text, "%" PRId64, value);
    return put_value(ctx, "integer", text, (size_t)len, err);
}

static int on_real(void *ctx, double value, peri_error *err)
{
    char text[PERI_VALUE_TEXT];
    if (!isfinite(value))
        return peri_fail(err, PERI_EINVAL, "XML: a number is %s, expected a finite one",
                         isnan(value) ? "NaN" : "infinite");
    return put_value(ctx, "real", text, peri_value_real_text(value, text), err);
}

static int on_boolean(void *ctx, bool value, peri_error *err)
{
    const char *text = value ? "true" : "false";
    return put_value(ctx, "boolean", text, strlen(text), err);
}

static int on_null(void *ctx, peri_error *err)
{
    return put_value(ctx, "null", "", 0, err);
}

peri_value_sink peri_xml_sink(peri_xml_writer *writer)
{
    return (peri_value_sink){.ctx = writer,
                             .begin_object = on_begin_object,
                             .end_object = on_end_object,
                             .begin_array = on_begin_array,
                             .end_array = on_end_array,
                             .key = on_key,
                             .string = on_string,
                             .integer = on_integer,
                             .real = on_real,
                             .boolean = on_boolean,
                             .null = on_null};
}

static bool begin_document(peri_xml_writer *w)
{
    xmlOutputBufferPtr sink = xmlOutputBufferCreateIO(write_out, close_out, w->out, NULL);
    if (!sink)
        return false;
    w->to = xmlNewTextWriter(sink);
    if (!w->to) {
        xmlOutputBufferClose(sink);
        return false;
    }
    return xmlTextWriterSetIndent(w->to, 1) >= 0 &&
           xmlTextWriterStartDocument(w->to, NULL, "UTF-8", NULL) >= 0 &&
           xmlTextWriterStartElement(w->to, (const xmlChar *)"perigee") >= 0 &&
           write_attribute(w, "version", "1");
}

int peri_xml_writer_open(peri_buf *out, peri_xml_writer **writer, peri_error *err)
{
    *writer = NULL;
    peri_xml_writer *w = peri_calloc(1, sizeof *w);
    if (!w)
        return no_memory(err);
    w->out = out;
    if (!begin_document(w)) {
        peri_xml_writer_close(w);
        return no_memory(err);
    }
    *writer = w;
    return PERI_OK;
}

int peri_xml_finish(peri_xml_writer *writer, peri_error *err)
{
    int rc = peri_value_place_end(&writer->place, codec, err);
    if (rc != PERI_OK)
        return rc;
    bool ok = xmlTextWriterEndDocument(writer->to) >= 0 && xmlTextWriterFlush(writer->to) >= 0;
    return ok && !writer->out->failed ? PERI_OK : no_memory(err);
}

void peri_xml_writer_close(peri_xml_writer *writer)
{
    if (!writer)
        return;
    xmlFreeTextWriter(writer->to);
    peri_buf_deinit(&writer->key);
    peri_buf_deinit(&writer->scratch);
    peri_free(writer);
}

/* -- parser --------------------------------------------------------------------------------- */

enum {
    LONGEST = 1 << 30 /* bytes of a document: libxml2 counts them in an int */
};

struct reader {
    xmlParserCtxtPtr parser;
    peri_xml_map map;
    int rc; /* first failure; the parser is stopped then */
    peri_error *err;
};

/* Notes a failure, with its line in front of the text, and ends the parsing. */
static void stop(struct reader *r, int rc)
{
    r->rc = rc;
    peri_fail_prefix(r->err, "XML at line %d: ", r->parser->input ? r->parser->input->line : 0);
    xmlStopParser(r->parser);
}

static void sax_start(void *ctx, const xmlChar *name, const xmlChar **attributes)
{
    struct reader *r = ctx;
    if (r->rc != PERI_OK)
        return;
    int rc =
        peri_xml_map_start(&r->map, (const char *)name, (const char *const *)attributes, r->err);
    if (rc != PERI_OK)
        stop(r, rc);
}

static void sax_end(void *ctx, const xmlChar *name)
{
    struct reader *r = ctx;
    if (r->rc != PERI_OK)
        return;
    int rc = peri_xml_map_end(&r->map, (const char *)name, r->err);
    if (rc != PERI_OK)
        stop(r, rc);
}

static void sax_text(void *ctx, const xmlChar *bytes, int len)
{
    struct reader *r = ctx;
    if (r->rc != PERI_OK)
        return;
    int rc = peri_xml_map_text(&r->map, (const char *)bytes, (size_t)len, r->err);
    if (rc != PERI_OK)
        stop(r, rc);
}

/* Comes before the declarations of a document type are read, so none ever takes effect. */
static void sax_doctype(void *ctx, const xmlChar *name, const xmlChar *public_id,
                        const xmlChar *system_id)
{
    struct reader *r = ctx;
    (void)public_id;
    (void)system_id;
    if (r->rc == PERI_OK)
        stop(r, peri_fail(r->err, PERI_EFORMAT, "a document type '%.40s', expected none",
                          (const char *)name));
}

/* The parser keeps its error as a record; the format and its arguments are the same in pieces. */
static void sax_error(void *ctx, const char *format, ...)
{
    struct reader *r = ctx;
    (void)format;
    if (r->rc != PERI_OK)
        return;
    const xmlError *error = xmlCtxtGetLastError(r->parser);
    const char *text = error && error->message ? error->message : "not well-formed";
    bool memory = error && error->code == XML_ERR_NO_MEMORY;
    r->rc = peri_fail(r->err, memory ? PERI_ENOMEM : PERI_EFORMAT, "XML at line %d: %.*s",
                      error ? error->line : 0, (int)strcspn(text, "\n"), text);
    xmlStopParser(r->parser);
}

/* The callbacks of SAX 1 get names as written, prefix and all, which is what the generic mapping
   keeps. White space is text like any other: the map knows where it counts. */
static void set_callbacks(xmlParserCtxtPtr parser)
{
    *parser->sax = (xmlSAXHandler){.initialized = 1,
                                   .startElement = sax_start,
                                   .endElement = sax_end,
                                   .characters = sax_text,
                                   .ignorableWhitespace = sax_text,
                                   .cdataBlock = sax_text,
                                   .internalSubset = sax_doctype,
                                   .error = sax_error};
}

static int check_text(const char *text, size_t len, peri_error *err)
{
    if (len > LONGEST)
        return peri_fail(err, PERI_ELIMIT, "XML: %zu bytes, at most %d can be read", len, LONGEST);
    if (len == 0)
        return peri_fail(err, PERI_EFORMAT, "XML: the text is empty, expected an element");
    const char *zero = memchr(text, 0, len);
    size_t good = peri_utf8_check(text, len);
    if (zero && (size_t)(zero - text) < good)
        good = (size_t)(zero - text);
    if (good == len)
        return PERI_OK;
    return peri_fail(err, PERI_EFORMAT, "XML at byte %zu: 0x%02X is not UTF-8 text", good + 1,
                     (unsigned)(unsigned char)text[good]);
}

/* HUGE lifts the limits on the length of a string (10 MB) and on depth, which xml_map has. NOENT
   has &amp; in attributes replaced like everywhere else; documents cannot define entities. */
static int run_parser(struct reader *r)
{
    xmlParserCtxtPtr parser = r->parser;
    set_callbacks(parser);
    parser->userData = r;
    xmlCtxtUseOptions(parser,
                      XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_HUGE | XML_PARSE_IGNORE_ENC);
    xmlParseDocument(parser);
    if (r->rc == PERI_OK && !parser->wellFormed)
        r->rc = peri_fail(r->err, PERI_EFORMAT, "XML: the text is not well-formed");
    return r->rc;
}

int peri_xml_parse(const char *text, size_t len, const peri_value_sink *sink, peri_error *err)
{
    peri_error unused = {PERI_OK, ""};
    int rc = check_text(text, len, err);
    if (rc != PERI_OK)
        return rc;
    struct reader r = {.err = err ? err : &unused};
    r.parser = xmlCreateMemoryParserCtxt(text, (int)len);
    if (!r.parser)
        return peri_fail(err, PERI_ENOMEM, "XML: no memory for a text of %zu bytes", len);
    peri_xml_map_init(&r.map, sink);
    rc = run_parser(&r);
    peri_xml_map_deinit(&r.map);
    xmlFreeParserCtxt(r.parser);
    return rc;
}
