/* xml_map.h - elements and text of an XML document to value events. Layer 2. */
#ifndef PERI_XML_MAP_H
#define PERI_XML_MAP_H

#include "base/buf.h"
#include "store/value_events.h"

/* The two mappings of xml.h, without an XML parser: it calls start, text and end in document
   order, elements properly nested. */
typedef struct peri_xml_map {
    const peri_value_sink *to;                /* receiver (borrowed) */
    peri_buf text;                            /* characters since the last tag */
    peri_buf scratch;                         /* decoded base64 */
    int depth;                                /* elements open */
    int values;                               /* objects and arrays open in the receiver */
    bool generic;                             /* the root element is not <perigee> */
    bool has_value;                           /* <perigee> has got its one value */
    bool base64;                              /* the open string element is encoded */
    unsigned char open[PERI_VALUE_DEPTH + 2]; /* what the i-th open element is */
} peri_xml_map;

/* In the caller's storage; deinit gives the memory back. */
void peri_xml_map_init(peri_xml_map *map, const peri_value_sink *to);
void peri_xml_map_deinit(peri_xml_map *map);

/*
 * One step. All return PERI_OK, PERI_EFORMAT (the mapping does not allow it), PERI_ELIMIT,
 * PERI_ENOMEM or the receiver's status; after a failure only deinit is allowed.
 *
 * name        element, with prefix, terminated (borrowed)
 * attributes  name, value, name, value, ..., NULL; NULL when there are none (borrowed)
 */
int peri_xml_map_start(peri_xml_map *map, const char *name, const char *const *attributes,
                       peri_error *err);
int peri_xml_map_text(peri_xml_map *map, const char *bytes, size_t len, peri_error *err);
int peri_xml_map_end(peri_xml_map *map, const char *name, peri_error *err);

#endif
