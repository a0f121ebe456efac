/* inflow.h - data that come in while a live run goes on, as bars of its subscriptions. Layer 5.
 *
 * A record of a stream becomes a bar of its symbol's resolution: a bar as it is, trades and shorter
 * bars joined, quotes by their middle as long as nothing else came for the symbol. Bars go behind
 * those that were read from files, and from there the engine's feed hands them out. Of a
 * subscription of ticks trades and quotes go in as they are. A symbol with several subscriptions
 * gives each of them all its records.
 */
#ifndef PERI_INFLOW_H
#define PERI_INFLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "market/bar_joiner.h"
#include "stream/stream.h"

struct peri_engine;

/* What drives the run's time. */
typedef enum peri_live_clock {
    PERI_LIVE_CLOCK_AUTO, /* data when the first record is over a week old (or new), else wall */
    PERI_LIVE_CLOCK_WALL, /* the wall's */
    PERI_LIVE_CLOCK_DATA  /* the times of the records, which come in order */
} peri_live_clock;

/* What a symbol's bars are made of; a higher one takes the place of a lower one. */
enum peri_made_of {
    PERI_MADE_OF_NOTHING,
    PERI_MADE_OF_QUOTES,
    PERI_MADE_OF_TRADES,
    PERI_MADE_OF_BARS
};

struct peri_subscribed;

/* One subscription's. */
struct peri_inlet {
    struct peri_subscribed *sub; /* borrowed; its inlet is this one */
    enum peri_made_of made_of;
    peri_bar_joiner joiner;
};

/* All zero at first: no stream. */
typedef struct peri_inflow {
    peri_stream *stream;     /* borrowed; NULL: there is none */
    bool by_data;            /* time follows the records */
    peri_stream_item *batch; /* taken from the stream, shape [batch_n]; owned */
    size_t batch_n, batch_at;
    struct peri_inlet **inlets; /* of subscriptions that something came for; owned */
    size_t inlet_n, inlet_cap;
    int leaps;                            /* records in a row that were too far ahead */
    int64_t newest_ns;                    /* latest time of a record; INT64_MIN: none came */
    int64_t others, late, outside, wrong; /* records that were left out */
} peri_inflow;

void peri_inflow_deinit(peri_inflow *inflow);

/* Wait for what decides about the clock and where the run begins: the first record, for at most ten
   seconds when that is not needed. *start_ns receives the begin. Returns PERI_OK or PERI_ENOMEM;
   nothing came when the run is being left or the stream has ended: *start_ns is the wall's then. */
int peri_inflow_begin(struct peri_engine *engine, int64_t *start_ns, peri_error *err);

/* Take some records in; *n: how many. Log what the stream has to say. Returns PERI_OK or
   PERI_ENOMEM. */
int peri_inflow_take(struct peri_engine *engine, size_t *n, peri_error *err);

/* What the clock shows in set-up. */
int64_t peri_inflow_first_clock(const struct peri_engine *engine);

/* The run's time now, and when a bar at hand ends (PERI_NEVER: none does); UTC ns. */
int64_t peri_inflow_now(const struct peri_engine *engine);
int64_t peri_inflow_next(const struct peri_engine *engine);

/* Nothing is left, and nothing will come. */
bool peri_inflow_is_over(const struct peri_engine *engine);

/* Log how many records were left out, and add the counts to the engine's report. */
void peri_inflow_report(struct peri_engine *engine);

#endif
