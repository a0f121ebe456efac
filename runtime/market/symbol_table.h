/* symbol_table.h - rows of LEAN's symbol-properties database, found by type, market and ticker.
   Layer 2. */
#ifndef PERI_SYMBOL_TABLE_H
#define PERI_SYMBOL_TABLE_H

#include "base/buf.h"
#include "market/symbol_properties.h"

/* Columns of a row. */
typedef enum peri_symbol_column {
    PERI_SYMBOL_MARKET,
    PERI_SYMBOL_SYMBOL,
    PERI_SYMBOL_TYPE,
    PERI_SYMBOL_DESCRIPTION,
    PERI_SYMBOL_QUOTE_CURRENCY,
    PERI_SYMBOL_MULTIPLIER,
    PERI_SYMBOL_TICK,
    PERI_SYMBOL_LOT_SIZE,
    PERI_SYMBOL_NEEDED_COLUMNS, /* those before it */
    PERI_SYMBOL_MARKET_TICKER = PERI_SYMBOL_NEEDED_COLUMNS,
    PERI_SYMBOL_MINIMUM_ORDER_SIZE,
    PERI_SYMBOL_COLUMNS,
    PERI_SYMBOL_MOST_COLUMNS = PERI_SYMBOL_COLUMNS + 2 /* the others are not looked at */
} peri_symbol_column;

extern const char *const peri_symbol_column_names[PERI_SYMBOL_COLUMNS];

/* A row nobody has looked into yet. */
typedef struct peri_symbol_record {
    const char *key; /* "type,market,symbol" in lower case; in the database's keys */
    const char *row; /* in the database's text, terminated */
    int64_t line;
} peri_symbol_record;

struct peri_symbol_database {
    char *path;
    peri_buf keys, text;         /* of the records, each with its terminator */
    peri_symbol_record *records; /* shape [n], ascending by key and line; owned */
    size_t n, cap;
};

/* The first record of a key, in any case of letters; NULL when there is none. The next one may have
   the same key. */
const peri_symbol_record *peri_symbol_table_find(const peri_symbol_database *database,
                                                 const char *type, const char *market,
                                                 const char *ticker);

#endif
