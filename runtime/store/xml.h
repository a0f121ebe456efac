/* xml.h - XML text to and from value events. Layer 2. */
#ifndef PERI_XML_H
#define PERI_XML_H

#include "base/buf.h"
#include "store/value_events.h"

/*
 * The mapping is schema-free: an element per value, named by its type, in one <perigee> element.
 *
 *   <?xml version="1.0" encoding="UTF-8"?>
 *   <perigee version="1">
 *     <object>
 *       <string key="name">ema</string>
 *       <integer key="fast">12</integer>
 *       <real key="scale">1.0</real>
 *       <boolean key="ready">true</boolean>
 *       <null key="note"/>
 *       <array key="weights"><real>0.25</real><real>0.75</real></array>
 *       <string key64="AAE=" encoding="base64">/w==</string>
 *     </object>
 *   </perigee>
 *
 * Numbers are written as in json.h. A key or string that XML 1.0 cannot carry (control characters,
 * U+FFFE, U+FFFF, bytes that are not UTF-8) goes as base64. So every document comes back equal,
 * type for type, strings byte for byte.
 *
 * A document with another root element is read by a generic mapping: each element becomes
 *   { "name": "order", "attributes": { "id": "7" }, "content": [ "text", { ... } ] }
 * with names as written (prefix:name), all values as strings, "attributes" and "content" left out
 * when there are none; text that is only white space is dropped, as are comments and processing
 * instructions.
 */
typedef struct peri_xml_writer peri_xml_writer;

/*
 * Begin a document.
 *
 * out     grows by the document; must outlive the writer (borrowed)
 * writer  receives the writer (owned by the caller: peri_xml_writer_close); NULL on failure
 * Returns PERI_OK or PERI_ENOMEM. Thread: any, one per writer.
 */
int peri_xml_writer_open(peri_buf *out, peri_xml_writer **writer, peri_error *err);

/*
 * The sink that writes; valid while the writer is. Its calls return PERI_OK or
 *   PERI_EINVAL  a double is not finite
 *   PERI_ELIMIT  nested deeper than PERI_VALUE_DEPTH
 *   PERI_ESTATE  the event may not come here
 *   PERI_ENOMEM
 * What came before stays in `out`, for the caller to drop.
 */
peri_value_sink peri_xml_sink(peri_xml_writer *writer);

/* End the document. PERI_OK when all of it is in `out`; PERI_ESTATE when parts are missing,
   PERI_ENOMEM. No event may follow. */
int peri_xml_finish(peri_xml_writer *writer, peri_error *err);

/* Give the writer back, finished or not; `out` stays. NULL is allowed. */
void peri_xml_writer_close(peri_xml_writer *writer);

/*
 * Read one XML document. No file or network is touched, a document type declaration is refused,
 * and of entities only the five of XML itself exist.
 *
 * text, len  UTF-8 (a declared other encoding is ignored, since LEAN declares utf-16 and writes
 *            UTF-8), may begin with a byte order mark; need not be terminated (borrowed)
 * sink       receives the events; some may have been sent when a later part is refused
 * err        "XML at line 3: ..."; lines count from 1
 *
 * Returns PERI_OK, PERI_EFORMAT, PERI_ELIMIT (nested deeper than PERI_VALUE_DEPTH, an element of
 * the generic mapping counting twice; or over 1 GiB), PERI_ENOMEM, or what the sink failed with.
 * Time is linear in len; memory is that of the largest string. Thread: any.
 */
int peri_xml_parse(const char *text, size_t len, const peri_value_sink *sink, peri_error *err);

#endif
