/* stream_line.h - a line of JSON as a record of market data. Layer 3. */
#ifndef PERI_STREAM_LINE_H
#define PERI_STREAM_LINE_H

#include <stddef.h>

#include "base/error.h"
#include "stream/stream_item.h"

/*
 * Read one line: a flat JSON object with
 *
 *   type    "bar", "trade", "quote" or "time"; left out: a trade if there is a price, else a quote
 *           if there is a bid or ask, else a bar if there is an open or close
 *   symbol  1 to 64 bytes without control characters, '/' and '\', not beginning with '.';
 *           not needed with the type "time"
 *   time    text or number as peri_time_parse takes it, UTC where it names no offset; a number
 *           must be an epoch's: its size tells its unit (s, ms, us, ns)
 *   bar     open, high, low, close; volume (0) and end, a time after `time`, may be left out
 *   trade   price; size (0) may be left out
 *   quote   bid, ask or both; bid_size (or bidSize) and ask_size (or askSize) may be left out
 *
 * Null is the same as left out. Other members are not looked at, nor those of another type.
 *
 * text, len  without the newline; blanks around it, a carriage return at its end and a byte order
 *            mark at its beginning are allowed (borrowed)
 * out        receives the record, its `line` 0; the kind PERI_STREAM_NONE for an empty line
 * err        "price was -1; expected a number above 0", "symbol is missing", or the JSON parser's
 *
 * Returns PERI_OK, PERI_EFORMAT (out untouched) or PERI_ENOMEM. Independent of the locale.
 * Thread: any.
 */
int peri_stream_line_parse(const char *text, size_t len, peri_stream_item *out, peri_error *err);

#endif
