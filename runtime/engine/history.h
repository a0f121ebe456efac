/* history.h - completed bars of the past, holes filled forward. Layer 5.
   Source: lean-engine facts, 2.8. */
#ifndef PERI_ENGINE_HISTORY_H
#define PERI_ENGINE_HISTORY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "market/bar.h"
#include "market/factor_file.h"
#include "market/quote_bar.h"
#include "market/tick.h"

struct peri_engine;

/* Whether something is wanted, or as the security was subscribed. */
typedef enum peri_choice {
    PERI_AS_SUBSCRIBED,
    PERI_WANTED,
    PERI_UNWANTED
} peri_choice;

typedef enum peri_past_kind {
    PERI_PAST_TRADES,
    PERI_PAST_QUOTES,
    PERI_PAST_TICKS, /* of both; resolution and filling do not matter, and periods must be 0 */
    PERI_PAST_KINDS
} peri_past_kind;

typedef struct peri_history {
    int32_t security;
    peri_past_kind kind;
    peri_resolution resolution;
    /* > 0: so many bars up to now, counted through the market's hours, so that fewer come where
       data are missing and nothing is filled; of custom data that are not filled the last rows. 0:
       those that end after from_ns and not after until_ns, cut at now. All UTC ns. */
    int64_t periods;
    int64_t from_ns, until_ns;
    peri_choice fill_forward, extended;
    bool has_mode; /* false: prices as subscribed */
    peri_normalization mode;
} peri_history;

/* What is found: one of the kinds, ascending. All zeros is empty. */
typedef struct peri_past {
    peri_series trades;
    peri_quote_series quotes;
    peri_tick_series ticks;
    peri_buf filled; /* a byte a bar, 1 where the last one is repeated; empty: nowhere */
} peri_past;

void peri_past_init(peri_past *past);
void peri_past_deinit(peri_past *past);
bool peri_past_is_empty(const peri_past *past);
bool peri_past_is_filled(const peri_past *past, size_t bar);

/*
 * Find what has ended by what the strategy sees as now. Bars of another resolution than the
 * security's are the data folder's, else its own bars of trades joined.
 *
 * out  initialised and empty
 * Returns PERI_OK; PERI_EINVAL (no such bars, ticks by number); PERI_ENOMEM or a reader's error. On
 * failure some bars may be there.
 */
int peri_engine_history(struct peri_engine *engine, const peri_history *wanted, peri_past *out,
                        peri_error *err);
/* History found nothing: warn, once for each of these, if there is nothing of any time, and say
   what was looked for. */
void peri_engine_notice_no_past(struct peri_engine *engine, int32_t security, peri_past_kind kind,
                                peri_resolution resolution);
/* Whether LEAN's layout has the symbol's bars of a resolution. */
bool peri_engine_has_file(const struct peri_engine *engine, int32_t security,
                          peri_resolution resolution);

/* Whether a subscription of a resolution opens such a stream; files of it may be missing. */
bool peri_engine_has_past(const struct peri_engine *engine, int32_t security, peri_past_kind kind,
                          peri_resolution resolution);
/* Whether a security has quotes only: forex and CFDs in LEAN's layout. */
bool peri_engine_is_quoted(const struct peri_engine *engine, int32_t security);

#endif
