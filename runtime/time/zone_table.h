/* zone_table.h - what zone.c fills and zone_convert.c reads: the offsets of a zone. Layer 1. */
#ifndef PERI_ZONE_TABLE_H
#define PERI_ZONE_TABLE_H

#include <stddef.h>
#include <stdint.h>

/* The offset holds from from_utc up to the next row's from_utc. */
typedef struct peri_zone_row {
    int64_t from_utc; /* ns; INT64_MIN in the first row, then strictly rising */
    int64_t offset;   /* ns east of UTC, less than 24 hours; differs from the row before */
} peri_zone_row;

struct peri_zone {
    char *name;
    peri_zone_row *rows;
    size_t n, cap; /* rows in use (at least 1 once made), rows there is room for */
};

#endif
