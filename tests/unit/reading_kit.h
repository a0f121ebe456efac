/* reading_kit.h - what the tests of price readers share: options, a series, a report. */
#ifndef PERI_TEST_READING_KIT_H
#define PERI_TEST_READING_KIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "market/reader.h"

/* What a test reads with, and what came back. */
struct reading {
    peri_zones *zones;
    peri_hours *always, *exchange; /* UTC; US equities */
    peri_read_options options;
    peri_series series;
    peri_read_report report;
    peri_error err;
    char root[512]; /* of a tree in LEAN's layout, where a test has one */
};

/* Times in UTC, a market that is always open, everything from the beginning to the end. */
void reading_setup(struct reading *r, peri_resolution resolution);
/* Times in New York, the sessions of US equities. */
void reading_use_exchange(struct reading *r);
void reading_teardown(struct reading *r);

/* Write x.csv and read it. */
int reading_csv(struct reading *r, const char *bytes, size_t len);
int reading_csv_text(struct reading *r, const char *text);

/* Every bar keeps what bar.h promises. */
bool reading_is_sound(const peri_series *series);

/* The instant of a time written in UTC. */
int64_t utc_at(const char *text);

#endif
