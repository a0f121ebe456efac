/* lean_found.h - what a data folder has of a symbol, for who asked for what it has not. Layer 2. */
#ifndef PERI_LEAN_FOUND_H
#define PERI_LEAN_FOUND_H

#include "base/buf.h"

/*
 * Append what LEAN's layout in a folder has of a ticker, whatever its type and market:
 * `; there is equity of usa: minute, daily; forex of oanda: hour`, or that there is no such folder.
 * Nothing when there is nothing of that name, or the ticker cannot name a file.
 *
 * ticker  in any case; files are lower case
 */
void peri_lean_found(peri_buf *out, const char *root, const char *ticker);

#endif
