/* security_id.h - LEAN's identifier of a security: "SPY R735QTJ8XC9X". Layer 2. */
#ifndef PERI_SECURITY_ID_H
#define PERI_SECURITY_ID_H

#include "base/error.h"
#include "time/civil.h"

enum {
    PERI_SECURITY_ID_TEXT = 96 /* bytes of an identifier with its terminator, at most */
};

/*
 * The identifier of a security, which no rename changes.
 *
 * ticker      the first one it had, 1 to 64 bytes; in any case, it is put in upper case
 * market      "usa", "oanda"; in any case
 * type        LEAN's number of the security type, 0 to 99: 1 equity, 4 forex, 6 CFD, 7 crypto
 * first_date  of an equity's map file (peri_map_file_first_date); of other types 1899-12-30
 * out         receives the text, PERI_SECURITY_ID_TEXT bytes
 *
 * Returns PERI_OK, or PERI_EINVAL with out untouched: an argument is out of its range, or LEAN has
 * no number for the market (text names it). Thread: any. Source: LEAN's SecurityIdentifier: the
 * ticker, and to base 36 days since 1899-12-30 x 10^14 + number of the market x 100 + type.
 */
int peri_security_id(const char *ticker, const char *market, int type, peri_date first_date,
                     char *out, peri_error *err);

/* LEAN's number of a market, -1 when it has none. */
int peri_security_id_market(const char *market);

#endif
