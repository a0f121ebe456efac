/* engine.h - an engine: an algorithm's settings, its data, its time; with its orders (trading.h)
   and the run through simulated time (run.h). Layer 5. */
#ifndef PERI_ENGINE_H
#define PERI_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "engine/benchmark.h"
#include "engine/brokerage.h"
#include "engine/history.h"
#include "engine/inflow.h"
#include "engine/run.h"
#include "engine/slice.h"
#include "engine/strategy.h"
#include "engine/trading.h"
#include "market/consolidator.h"
#include "market/factor_file.h"
#include "market/indicator.h"
#include "market/reader.h"
#include "market/security.h"
#include "market/symbol_properties.h"
#include "schedule/scheduler.h"
#include "trade/broker.h"
#include "train/watch.h"

typedef struct peri_engine peri_engine;

/* What the surroundings give an engine. All borrowed, for the engine's life. */
typedef struct peri_engine_options {
    const char *data_dir;  /* folder of CSV files, or the root of LEAN's layout */
    const char *cache_dir; /* folder of tapes (market/tape_cache.h), used in the open; NULL: none */
    uint64_t cache_limit;  /* bytes it may have; 0: any number */
    bool skip_bad_rows;    /* count unreadable rows instead of ending the run */
    peri_clock_fn clock;   /* real time, for durations of trainings; NULL: none */
    peri_watch *watch;     /* limits of time for steps and trainings; NULL: none */
    peri_ledger *ledger;   /* keeps what trainings on threads took; NULL: nothing does */
    /* A line of the strategy or of the engine; local_ns is simulated time in the algorithm's zone.
     */
    void (*log)(void *ctx, peri_log_level level, int64_t local_ns, const char *text, size_t len);
    void (*on_training)(void *ctx, const peri_training_run *run, int64_t local_ns);
    /* Stop what a training's worker runs, see peri_trainer_options. */
    void (*stop_training)(void *ctx, int worker, const char *why);
    peri_trainer_threads
        threads;        /* count 0: trainings run within the step; nudge is the engine's */
    bool stop_on_limit; /* a training over its limit ends a live run */
    /* Now and then during the run: fraction 0..1 of simulated time, and where the clock is. */
    void (*progress)(void *ctx, double fraction, int64_t local_ns);
    void *ctx; /* for the functions above, each of which may be NULL */
} peri_engine_options;

/* Make an engine with defaults: zone America/New_York, cash 100000. Returns PERI_OK, PERI_ENOMEM or
   PERI_ENOTFOUND (no time zone data). Thread: one at a time unless a call says otherwise: in a live
   run whoever has what trainings share, and so may functions of the options be called. */
int peri_engine_open(const peri_engine_options *options, peri_engine **out, peri_error *err);
void peri_engine_close(peri_engine *engine); /* NULL is allowed */
/* Cancel trainings and end their threads, before what they share with the strategy goes away. Not
   while the caller has that. NULL is allowed. */
void peri_engine_end_trainings(peri_engine *engine);

/* --- Set-up: until initialize has returned, later PERI_ESTATE; bad values PERI_EINVAL --- */

/* Whether it is set-up still; the text says that `what`, a function's name, is for Initialize. */
int peri_engine_need_setup(const peri_engine *engine, const char *what, peri_error *err);

/* First and last day of the run, in the algorithm's zone. Default: the days of the first and the
   last bar of all symbols. */
int peri_engine_set_start_date(peri_engine *engine, peri_date date, peri_error *err);
int peri_engine_set_end_date(peri_engine *engine, peri_date date, peri_error *err);
/* Cash of the account's own currency: finite, >= 0. */
int peri_engine_set_cash(peri_engine *engine, double cash, peri_error *err);
/* Of any currency: finite. rate: account currency for one, until a pair tells; 0: not known. A
   currency for which no pair is found when initialize has returned keeps the rate, and without one
   ends the run. */
int peri_engine_set_cash_of(peri_engine *engine, const char *currency, double cash, double rate,
                            peri_error *err);
/* The currency of the account, "USD" by default, and its cash (NULL: as it is). PERI_ESTATE also
   when securities were added, cash was set, or another one was chosen before. */
int peri_engine_set_account_currency(peri_engine *engine, const char *currency, const double *cash,
                                     peri_error *err);
/* How much is settled of a currency of the book, from now on: money that came or went. PERI_EINVAL:
   not finite. */
int peri_engine_set_amount(peri_engine *engine, int32_t cash, double amount, peri_error *err);
/* At any time: a currency of the book has so much, also one that is new there. rate: as above; 0:
   it is not changed. cash: its index in the book. PERI_EINVAL also when nothing tells the rate of a
   new one behind set-up. A new one that fails is not in the book. */
int peri_engine_add_cash(peri_engine *engine, const char *currency, double amount, double rate,
                         int32_t *cash, peri_error *err);
int peri_engine_set_time_zone(peri_engine *engine, const char *name, peri_error *err);

/* Warm up over a span of time before the start, or over bars: of each symbol's own resolution
   (resolution NULL), or of the given one, which symbols of LEAN's layout are then warmed up with,
   where they have such bars. */
int peri_engine_set_warm_up_span(peri_engine *engine, int64_t span_ns,
                                 const peri_resolution *resolution, peri_error *err);
int peri_engine_set_warm_up_bars(peri_engine *engine, int64_t bars,
                                 const peri_resolution *resolution, peri_error *err);

/*
 * What Alpha, Beta and their like compare with: a function's values (fn, ctx: until
 * peri_engine_close), or a symbol's: the hourly closes of the data folder, or, without such a file,
 * the price of the subscribed security of that name. The later call counts. Default: the
 * brokerage's, SPY, where the folder has its hourly bars, else 0 for ever. Looked for when
 * initialize has returned.
 */
int peri_engine_set_benchmark(peri_engine *engine, peri_benchmark_fn fn, void *ctx,
                              peri_error *err);
int peri_engine_set_benchmark_ticker(peri_engine *engine, const char *ticker, peri_error *err);

/*
 * Whose fees, leverage, benchmark and trading days are the defaults. Fees of securities that were
 * added before change, their leverage does not.
 * brokerage     static
 * cash_account  nothing is lent: leverage is 1, forex and crypto have the cash model (see
 *               peri_margin_cash), and the money of stocks that were sold comes the next trading
 *               day at 06:00 of the exchange
 */
int peri_engine_set_brokerage(peri_engine *engine, const peri_brokerage *brokerage,
                              bool cash_account, peri_error *err);

/* How trades are made of fills, see trade_builder.h. */
int peri_engine_set_trade_builder(peri_engine *engine, peri_fill_grouping grouping,
                                  peri_fill_matching matching, peri_error *err);

/* Whether scheduled trainings also run while warming up (LEAN's behaviour). Any time. */
void peri_engine_set_train_during_warm_up(peri_engine *engine, bool on);
/* Whether daily bars of exchanges run from the open to the close (the default), or from midnight to
   midnight. PERI_ESTATE behind Initialize, and when data were read already. */
int peri_engine_set_precise_days(peri_engine *engine, bool on, peri_error *err);
bool peri_engine_has_precise_days(const peri_engine *engine);
/* The slice of the step that is taken; NULL between steps. Borrowed until its end. */
const peri_slice *peri_engine_slice(const peri_engine *engine);
/* For peri_strategy.drive: end the step whose OnData was called, and go on to the next OnData,
   which is due when this returns true, with peri_engine_slice. False: there are no more.
   rc  what OnData returned (PERI_OK at first); receives PERI_OK or what ended the run */
bool peri_engine_advance(peri_engine *engine, int *rc, peri_error *err);
/* Give a security that has no price yet that of its last bar of the past; nothing happens where
   there is none. Returns PERI_OK, PERI_ENOMEM or a reader's error. */
int peri_engine_seed_price(peri_engine *engine, int32_t security, peri_error *err);
bool peri_engine_trains_during_warm_up(const peri_engine *engine);

/*
 * How long trainings take in the simulated time of a backtest: none (the default), or, with
 * declared, what each was declared to take, else by_default (ns, >= 0). The flag goes up when it is
 * due; its function runs when the time is over, and sees Time and History of when it was due.
 */
void peri_engine_set_training_time(peri_engine *engine, bool declared, int64_t by_default);
bool peri_engine_training_time(const peri_engine *engine, int64_t *by_default);

/* --- Symbols --- */

/* What a subscription says by itself, and not by default: bits of `given`. */
enum {
    PERI_GIVEN_FILL_FORWARD = 1,
    PERI_GIVEN_EXTENDED = 2,
    PERI_GIVEN_NORMALIZATION = 4
};

typedef struct peri_subscription {
    const char *ticker;      /* UTF-8 (copied) */
    peri_security_type type; /* BASE: CSV, never closed; else LEAN layout, or CSV, and the hours of
                                its market */
    const char *market;      /* "usa", "hkex", "oanda", ... (copied); NULL: "usa" for equities,
                                "oanda" for forex and CFDs, "coinbase" for crypto */
    peri_resolution resolution;
    bool fill_forward;
    bool extended;
    double leverage; /* >= 1; 0: the type's default (equity 2, forex and CFD 50, others 1) */
    peri_normalization normalization; /* of LEAN's prices and volumes */
    const char
        *time_zone; /* zone of the CSV's times; NULL: the exchange's for equities, else UTC */
    unsigned given; /* of a symbol that was added before, with the resolution, these must be the
                       same; the normalization with any */
} peri_subscription;

/*
 * Subscribe. The first folder entry that exists is read: LEAN's (not of equities outside the US),
 * TICKER.csv, or ticker.csv in lower case. Of LEAN's forex and CFDs there are quotes, of crypto
 * both trades and quotes; lots and price steps come from LEAN's database of symbols. In set-up the
 * data are read when initialize has returned, later at once.
 *
 * index  receives the security's index; that of the first call when the same ticker is added again
 *        with the same type, market, leverage and whatever else is given. With another resolution
 *        that is a further subscription of the security, with bars of its own; of a CSV file the
 *        rows are bars of the finest, and the longer ones are made of them
 * Returns PERI_OK; PERI_EINVAL (same ticker with another type, leverage and so on, bad
 * argument, not quoted in the account's currency); PERI_ENOTFOUND (no data: text names every path
 * tried, and peri_engine_data_failed is set); reader's errors.
 */
int peri_engine_add_security(peri_engine *engine, const peri_subscription *subscription,
                             int32_t *index, peri_error *err);
size_t peri_engine_security_count(const peri_engine *engine);
const peri_security *peri_engine_security(const peri_engine *engine, int32_t index); /* borrowed */
/* All securities in LEAN's order, by type and then by ticker (of either case); borrowed until the
   next one is added. */
typedef struct peri_symbol_order {
    const int32_t *by_symbol; /* shape [n]: their indexes */
    const int32_t *rank;      /* shape [n], by index: where it is in by_symbol */
    size_t n;
} peri_symbol_order;
peri_symbol_order peri_engine_symbol_order(const peri_engine *engine);

int32_t peri_engine_find(const peri_engine *engine, const char *ticker); /* -1: none */
/* The same, else the last one of that name that was removed. */
int32_t peri_engine_find_any(const peri_engine *engine, const char *ticker);
/* What a security is traded in: lots, multiplier and currency as orders take them, the others by
   LEAN's database of the data folder. PERI_OK; PERI_ENOTFOUND or what the file fails with. */
int peri_engine_symbol_properties(peri_engine *engine, int32_t security,
                                  peri_symbol_properties *out, peri_error *err);
/* Leverage 1 to 1000, else PERI_EINVAL. */
int peri_engine_set_leverage(peri_engine *engine, int32_t security, double leverage,
                             peri_error *err);
/* What its fills cost, when and how far from their price its orders fill, what they need. Any time.
   A margin model with an initial requirement sets the leverage. */
void peri_engine_set_slippage_model(peri_engine *engine, int32_t security,
                                    peri_slippage_model model);
void peri_engine_set_margin_model(peri_engine *engine, int32_t security, peri_margin_model model);
void peri_engine_set_fee_model(peri_engine *engine, int32_t security, peri_fee_model model);
void peri_engine_set_fill_model(peri_engine *engine, int32_t security, peri_fill_model model);
/* Leverage that depends on whether the market is open, see peri_margin_pattern_day. */
peri_margin_model peri_engine_pattern_day_margin(peri_engine *engine, double closed, double open);
/* When the money of its sales comes. */
void peri_engine_set_settlement(peri_engine *engine, int32_t security, peri_settlement settlement);
/* A model of the strategy's own is asked: until it has answered no order is sent or changed
   (PERI_ESTATE). Calls nest. */
void peri_engine_hold_orders(peri_engine *engine, bool held);
/* How its prices are normalized. PERI_ESTATE when they were read already, as those of a symbol
   added later are at once. */
int peri_engine_set_normalization(peri_engine *engine, int32_t security, peri_normalization mode,
                                  peri_error *err);
/*
 * Remove a security: its waiting orders are cancelled, its position is closed, no more data come.
 * Its index stays taken and its object readable; peri_engine_find does not find it any more. While
 * its orders wait - for the market to open - prices of it still come, for them and for the account
 * alone; it takes no further order. Added again then, it stays what it was. Returns PERI_OK or as
 * peri_engine_liquidate (it stays then). Source: LEAN's pending removals.
 */
int peri_engine_remove_security(peri_engine *engine, int32_t security, peri_error *err);
bool peri_engine_is_market_open(peri_engine *engine, int32_t security);
/* A fault of the data, not of the strategy, ended the run or raised an error. */
bool peri_engine_data_failed(const peri_engine *engine);

/* Of a security with several subscriptions, which one gives bars of a length (ns), or is what such
   are made of: the first that was added whose bars are no longer; 0, or none: the first. */
peri_resolution peri_engine_input_resolution(const peri_engine *engine, int32_t security,
                                             int64_t length_ns);

/* Feed an indicator with a security's bars from now on (borrowed until peri_engine_close), those of
   the subscription that peri_engine_input_resolution says. Returns PERI_OK or PERI_ENOMEM. */
int peri_engine_register_indicator(peri_engine *engine, int32_t security, int64_t length_ns,
                                   peri_indicator *indicator, peri_error *err);

/* An indicator's watcher calls the strategy: from now on it may change what is fed. While a run
   that is resumed catches up nobody is to be called. What a call failed with ends the run; of
   several the first. */
void peri_engine_note_watcher(peri_engine *engine);
bool peri_engine_is_quiet(const peri_engine *engine);
void peri_engine_watcher_failed(peri_engine *engine, int rc, const peri_error *err);

/* Feed it no more, neither with bars nor by consolidators that take them. Whether it was. */
bool peri_engine_deregister_indicator(peri_engine *engine, const peri_indicator *indicator);

/*
 * Feed a consolidator with a security's bars from now on (of several subscriptions those of the
 * first whose bars it can take, see peri_consolidator_longest), in the order in which indicators
 * and consolidators of the subscription were added; its bars at hand are completed by the clock,
 * also between steps. Held until it is removed or the engine is closed; nothing happens when it is
 * there already. Returns as peri_consolidator_attach, or PERI_ENOMEM.
 */
int peri_engine_add_consolidator(peri_engine *engine, int32_t security,
                                 peri_consolidator *consolidator, peri_error *err);
/* Whether it was there. */
bool peri_engine_remove_consolidator(peri_engine *engine, int32_t security,
                                     const peri_consolidator *consolidator);

/* --- Time and schedule --- */

int64_t peri_engine_clock(const peri_engine *engine); /* UTC ns */
/* Whether the clock is that of the run: set-up is over and its data are read. */
bool peri_engine_has_begun(const peri_engine *engine);
int64_t peri_engine_local(peri_engine *engine); /* the same in the algorithm's zone */
/* What the strategy sees as now, UTC ns: the clock, or the earlier time of a declared training. */
int64_t peri_engine_seen(const peri_engine *engine);
int64_t peri_engine_to_local(peri_engine *engine, int64_t utc_ns);
const peri_zone *peri_engine_zone(const peri_engine *engine);
/* A zone by its name, see peri_zone_get. */
int peri_engine_find_zone(peri_engine *engine, const char *name, const peri_zone **out,
                          peri_error *err);
/* Hours of a symbol that need not be subscribed, see peri_hours_book_get; for a damaged database
   peri_engine_data_failed is true afterwards. */
int peri_engine_hours(peri_engine *engine, const char *type, const char *market, const char *ticker,
                      const peri_hours **out, peri_error *err);
/* The markets of rules without a symbol: US equities, and every other subscribed market that closes
   at times. Borrowed; grows as symbols are added. Returns as peri_hours_book_get. */
int peri_engine_markets(peri_engine *engine, const peri_market_set **out, peri_error *err);
int64_t peri_engine_start_local(peri_engine *engine); /* midnight of the first day */
int64_t peri_engine_end_local(peri_engine *engine);   /* last instant of the last day */
bool peri_engine_is_warming_up(const peri_engine *engine);

enum {
    PERI_EVENT_SCHEDULED = 0,   /* a function of the strategy */
    PERI_EVENT_TRAINING = 1,    /* the same, run by the trainer */
    PERI_EVENT_END_OF_DAY = 2,  /* the engine's own: OnEndOfDay; payload: the security, -1: none */
    PERI_EVENT_TRAINING_END = 3 /* the engine's own: a declared training's time is over */
};

/* Schedule; see peri_scheduler_add for name, dates, times, out and what it returns. */
int peri_engine_schedule(peri_engine *engine, const char *name, const peri_date_rule *dates,
                         const peri_time_rule *times, int kind, int64_t payload, peri_event **out,
                         peri_error *err);
void peri_engine_unschedule(peri_engine *engine, peri_event *event);
bool peri_engine_is_scheduled(const peri_engine *engine, const peri_event *event); /* has times */
peri_trainer *peri_engine_trainer(peri_engine *engine);                            /* borrowed */

#endif
