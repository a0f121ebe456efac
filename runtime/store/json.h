/* json.h - JSON text to and from value events. Layer 2. */
#ifndef PERI_JSON_H
#define PERI_JSON_H

#include "base/buf.h"
#include "store/value_events.h"
#include "store/value_place.h"

/*
 * What is written: compact JSON (RFC 8259), members in the order of the events; integers without
 * a fraction, exact to 64 bits; doubles as the shortest text that reads back to the same bits,
 * always with a fraction or an exponent (1.0, 1e+300); zero bytes in strings as \u0000.
 * In the caller's storage; holds no memory of its own.
 */
typedef struct peri_json_writer {
    peri_buf *out; /* borrowed */
    peri_value_place place;
} peri_json_writer;

/* Begin a document behind what `out` holds. */
void peri_json_writer_init(peri_json_writer *writer, peri_buf *out);

/*
 * The sink that writes; valid while the writer is. Its calls return PERI_OK or
 *   PERI_EINVAL  a double is not finite, or a string or key is not UTF-8
 *   PERI_ELIMIT  nested deeper than PERI_VALUE_DEPTH
 *   PERI_ESTATE  the event may not come here
 *   PERI_ENOMEM  out has failed
 * A refused event writes nothing; what came before stays in `out`, for the caller to drop.
 */
peri_value_sink peri_json_sink(peri_json_writer *writer);

/* PERI_OK when a whole document is in `out`; PERI_ESTATE when parts are missing, PERI_ENOMEM. */
int peri_json_finish(const peri_json_writer *writer, peri_error *err);

/*
 * Read one JSON document; its whole grammar is checked before the first event is sent.
 *
 * text, len  UTF-8, may begin with a byte order mark; need not be terminated (borrowed)
 * sink       receives the events; numbers with a fraction or exponent, and integers that do not
 *            fit 64 bits, as reals, all others as integers
 * err        "JSON at byte 17: expected ':', was '1' (at layers[3].w)"; bytes count from 1; the
 * path is that of the value there, or of the last one before, and left out at the root
 *
 * Returns PERI_OK, PERI_EFORMAT (not JSON, not UTF-8, a number beyond the range of a double, or
 * anything behind the value), PERI_ELIMIT (nested deeper than PERI_VALUE_DEPTH), PERI_ENOMEM, or
 * what the sink failed with. Time and memory are linear in len. Independent of the locale.
 * Thread: any.
 */
int peri_json_parse(const char *text, size_t len, const peri_value_sink *sink, peri_error *err);

#endif
