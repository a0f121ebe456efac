/* symbol_properties.h - LEAN's database of currencies, lots and price steps. Layer 2. */
#ifndef PERI_SYMBOL_PROPERTIES_H
#define PERI_SYMBOL_PROPERTIES_H

#include <stdbool.h>

#include "base/error.h"
#include "market/security.h"

enum {
    PERI_SYMBOL_TEXT = 128 /* bytes of a description with its terminator */
};

/* What a symbol is traded in; all numbers finite and > 0 but where they say so. */
typedef struct peri_symbol_properties {
    char quote_currency[PERI_CURRENCY_TEXT]; /* of its prices: "USD" */
    char base_currency[PERI_CURRENCY_TEXT];  /* of forex and crypto: what is bought; else "" */
    double multiplier;                       /* of a contract: value is price x this */
    double tick;                             /* smallest step of its price */
    double lot_size;                         /* orders are whole multiples */
    double minimum_order_size;               /* 0: none is given */
    char description[PERI_SYMBOL_TEXT];      /* "" where none is written; cut to fit */
    char market_ticker[PERI_SYMBOL_TEXT];    /* its name at the exchange; the same */
    bool is_known;                           /* from a row of the file, not by default */
} peri_symbol_properties;

/* A file that was read, or none; immutable. */
typedef struct peri_symbol_database peri_symbol_database;

/*
 * Read ROOT/symbol-properties/symbol-properties-database.csv: a header line, then rows
 * `market,symbol,type,description,quote_currency,contract_multiplier,minimum_price_variation,`
 * `lot_size[,market_ticker,minimum_order_size,price_magnifier,strike_multiplier]`, whose last two
 * nothing looks at; lines that are empty or begin with # are passed over. What stands behind the
 * first three fields is looked at only when a row is asked for.
 *
 * root  NULL, or a folder without such a file: everything is by default
 * out   owned by the caller (peri_symbol_database_close); untouched on failure
 * Returns PERI_OK; PERI_EFORMAT (text names file, line and value); PERI_EIO; PERI_ENOMEM.
 */
int peri_symbol_database_open(const char *root, peri_symbol_database **out, peri_error *err);
void peri_symbol_database_close(peri_symbol_database *database); /* NULL is allowed */

/*
 * The properties of a symbol: of the row for its market, ticker and type, else of the row with the
 * symbol [*], else by default: multiplier 1, lot 1, tick 0.01, quoted in USD; forex in the last
 * three letters with a tick of 0.00001 (JPY 0.001); crypto of six letters in the last three with
 * lots of 1e-8.
 *
 * market, ticker  in any case
 * out             untouched on failure
 * Returns PERI_OK; PERI_EFORMAT: the row (text names file, line and value), or two of them;
 * PERI_ENOTFOUND: no row, and nothing tells the quote currency of a pair.
 */
int peri_symbol_properties_get(const peri_symbol_database *database, peri_security_type type,
                               const char *market, const char *ticker, peri_symbol_properties *out,
                               peri_error *err);

#endif
