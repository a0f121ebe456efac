/* lean_chain.h - reading a stock's data across its renames. Layer 2. */
#ifndef PERI_LEAN_CHAIN_H
#define PERI_LEAN_CHAIN_H

#include "base/error.h"
#include "market/map_file.h"
#include "market/reader.h"

/*
 * Read what lies under one ticker, appending it to what was read before.
 *
 * ticker   lower case (borrowed)
 * options  narrowed to the days of the ticker
 * Returns PERI_OK, PERI_ENOTFOUND when there is no such file or folder, or another failure.
 */
typedef int peri_lean_part(void *context, const char *ticker, const peri_read_options *options,
                           peri_error *err);

/*
 * Read the periods of a map that meet the span asked for, in ascending order: the folder or zip of
 * each ticker for the days it was valid, counted in the options' zone. It does for bars of trades
 * and quotes and for ticks alike; a tick at the first midnight of a ticker is not read.
 *
 * Returns PERI_OK; PERI_ENOTFOUND with the text of the last one when every part that was tried
 * returned that; any other failure of `read`, which ends the reading: what parts before it have
 * appended is the caller's to drop.
 */
int peri_lean_chain(const peri_map_file *map, const peri_read_options *options,
                    peri_lean_part *read, void *context, peri_error *err);

/* True when a ticker of the map has data: `has` says so for one of them. */
bool peri_lean_chain_has(const peri_map_file *map, bool (*has)(void *context, const char *ticker),
                         void *context);

#endif
