/* engine_internal.h - the engine's parts, shared by the files of engine/ only. Layer 5. */
#ifndef PERI_ENGINE_INTERNAL_H
#define PERI_ENGINE_INTERNAL_H

#include <stdatomic.h>

#include "base/wake.h"
#include "engine/conversions.h"
#include "engine/engine.h"
#include "engine/feed.h"
#include "engine/lean_source.h"
#include "engine/parts.h"
#include "engine/sampler.h"
#include "engine/saver.h"
#include "engine/step.h"
#include "market/hours_book.h"
#include "market/interest_rate.h"
#include "market/reel.h"
#include "market/security_id.h"
#include "market/symbol_properties.h"
#include "market/tape_cache.h"
#include "report/capacity.h"
#include "schedule/market_set.h"

enum peri_phase {
    PERI_PHASE_SETUP,   /* initialize has not returned */
    PERI_PHASE_RUNNING, /* the clock moves */
    PERI_PHASE_ENDED
};

/* Instants that come even without data: the begin of the run (or of its warm-up), and its start. */
enum peri_pulse {
    PERI_PULSE_FIRST,
    PERI_PULSE_START,
    PERI_PULSE_NONE
};

/* A consolidator of a security. */
struct peri_taker {
    peri_consolidator *consolidator; /* held; NULL: it was removed */
    int64_t number;                  /* in order of adding, over all securities */
    size_t after;                    /* indicators of the security that come before it */
};

enum {
    PERI_MOST_TEXTS = 8 /* of a brokerage's, told of a symbol; further ones are not */
};

/* Causes that were told, see notices.c. */
struct peri_noticed {
    uint64_t causes;                 /* a bit each */
    uint64_t texts[PERI_MOST_TEXTS]; /* hashes of what a brokerage said, shape [text_count] */
    size_t text_count;
    uint32_t no_past; /* a bit for each type and resolution that History found nothing of */
};

enum {
    PERI_MOST_PARTS = 4 /* of a security: one for each resolution but the first one's */
};

/* A security with all the engine keeps beside it. Each further subscription of it, of another
   resolution, is one more of these, with bars, indicators and consolidators of its own: a part.
   The security of a part is a copy for its readers and the feed; its prices are not used. */
struct peri_subscribed {
    peri_security security; /* resolution: the finest of its subscriptions; extended: any is */
    peri_form form;         /* of this subscription */
    struct peri_subscribed *whole; /* of a part: the first subscription, which owns it; or NULL */
    struct peri_subscribed *parts[PERI_MOST_PARTS];
    size_t part_count;
    int32_t part;               /* 0, or its number among those of its security */
    struct peri_inlet *inlet;   /* of data that come in; NULL: nothing came */
    peri_zone_cursor data_zone; /* zone of the file's times */
    char *path;                 /* CSV file; NULL: LEAN's layout */
    peri_lean_source lean;      /* without a path */
    peri_series series;         /* what the feed hands out */
    peri_quote_series quotes;   /* the same of quotes; empty where there are none */
    peri_tick_series ticks;     /* of a subscription of ticks, in place of both */
    struct peri_lead *lead;     /* of a warm-up with a resolution of its own; NULL: none. Owned */
    peri_reel *reel;            /* instead of the series: bars that are not all in memory */
    peri_reel *quote_reel;      /* the same of quotes; each NULL where there is none */
    peri_reel_reader *reader, *quote_reader; /* what the feed reads them with */
    peri_actions actions;
    bool loaded;
    int64_t added_ns, removed_ns; /* clock then; INT64_MIN: in set-up; PERI_NEVER: it is not */
    bool announced, farewelled;   /* the strategy was told that it came, that it went */
    bool closes;                  /* removed, but its position is not closed yet */
    struct peri_noticed noticed;  /* what the strategy was told of it */
    peri_event *end_of_day;       /* held; NULL: none */
    int64_t loaded_from; /* series is complete from here on; INT64_MIN: from the file's begin */
    peri_indicator **indicators; /* shape [indicator_count], borrowed */
    size_t indicator_count, indicator_cap;
    struct peri_taker *takers; /* shape [taker_count] */
    size_t taker_count, taker_cap;
};

/* The k-th subscription of a security, in order of adding: 0 is itself; NULL: that was all. */
static inline struct peri_subscribed *peri_engine_part(struct peri_subscribed *sub, size_t k)
{
    if (k == 0)
        return sub;
    return k <= sub->part_count ? sub->parts[k - 1] : NULL;
}

struct peri_warm_up {
    int64_t span_ns; /* 0: none */
    int64_t bars;    /* 0: none */
    bool has_resolution;
    peri_resolution resolution;
};

struct peri_engine {
    peri_engine_options options;
    char *data_dir;
    enum peri_phase phase;

    peri_zones *zones;
    peri_zone_cursor zone; /* the algorithm's */
    peri_hours_book *book;
    peri_tape_cache *cache;        /* of what was read from files */
    peri_map_book *names;          /* of US equities */
    peri_symbol_database *symbols; /* lots and currencies; NULL: nobody has asked */
    peri_market_set markets;       /* what rules without a symbol look at */

    bool has_start, has_end;
    peri_date start_date, end_date;
    int64_t start_ns, end_ns; /* UTC; fixed when set-up ends */
    int64_t first_ns;         /* where the clock begins: start, or begin of the warm-up */
    struct peri_warm_up warm_up;
    enum peri_pulse pulse; /* the next one */
    bool warming_up;
    bool has_begun;          /* the clock is that of the run */
    bool looked_back;        /* History was asked in set-up: the start is used */
    bool whole_days;         /* of all securities, see peri_security */
    const peri_slice *slice; /* of the step that is taken; NULL between steps */
    bool span_fixed;         /* start_ns and end_ns are */
    int64_t invalid_orders;
    bool liquidate_is_off;
    int held_orders; /* models of the strategy that are being asked */
    const peri_brokerage *brokerage;
    bool cash_account;
    int64_t next_margin_call_ns; /* margin is not looked at before */
    bool train_during_warm_up;
    bool declared_training; /* trainings take simulated time */
    int64_t training_ns;    /* what one takes that does not say */
    int64_t seen_ns;        /* what a declared training sees as now; PERI_NEVER: the clock */

    int64_t clock_ns;                    /* UTC */
    struct peri_subscribed **securities; /* shape [security_count]; each stays where it is */
    size_t security_count, security_cap;
    bool securities_changed; /* the strategy was not told yet */
    peri_feed *feed;
    bool has_warm_up_feed; /* feed is the warm-up's, other_feed the run's */
    peri_feed *other_feed; /* NULL: there is one only; owned, as feed */
    peri_scheduler *scheduler;
    peri_trainer *trainer;
    peri_broker *broker;
    peri_conversions conversions;
    bool cash_is_set, account_is_set; /* SetCash, SetAccountCurrency were called */
    bool starts_with_currencies;      /* others had a rate when the equity was first taken */
    peri_refusal refusal;             /* of the last order, update or cancel */
    peri_sampler sampler;
    peri_charts charts;
    peri_custom_rows summary, runtime; /* statistics of the strategy's own */
    peri_interest_rates rates;         /* these three: for the statistics */
    peri_benchmark benchmark;
    peri_capacity capacity;
    char capacity_id[PERI_SECURITY_ID_TEXT]; /* of its lowest asset, for a record */

    size_t closing;     /* removed securities whose data go on, see removal.c */
    size_t taker_count; /* consolidators, of all securities */
    int64_t next_taker;
    int64_t scan_ns; /* no bar of theirs ends by the clock before it */
    bool feeding;    /* indicators and consolidators are, or one is scanned */
    bool has_gaps;   /* some indicators were taken off meanwhile */
    bool watched; /* some indicators have a watcher of the strategy's, which may add and remove */
    bool leading; /* quietly, see peri_engine_lead */

    const peri_strategy *strategy;
    peri_read_report read; /* sums over all files */
    bool data_failed;
    bool stop;               /* Quit, or ruin */
    atomic_bool interrupted; /* from outside: other threads, signal handlers */
    atomic_bool leaving;     /* the same, in order */

    const peri_live_options *live; /* live_options; NULL: a backtest */
    peri_live_options live_options;
    peri_wake pause;         /* where a live run waits */
    int64_t horizon;         /* nothing behind it fires; PERI_NEVER in a backtest */
    peri_saver saver;        /* keeps where a live run stands */
    int64_t resume_ns;       /* the clock of the run that goes on; PERI_NEVER: it is new */
    int64_t resume_start_ns; /* and its start */
    peri_inflow inflow;      /* data that come in, of a live run */
    bool has_ended;          /* a live run's data have: it is not to go on */
    bool catching_up;        /* OnWarmupFinished is called for it */
    int callback_rc; /* what a callback that was told of trainings failed with; callback_err says */
    peri_error callback_err;
    int64_t steps, data_points;
    int64_t read_ns, run_ns; /* real time, for the result */
    int64_t next_progress;   /* step at which progress is reported again */
};

/* end_of_day.c: schedule OnEndOfDay, of all securities and of one that was added later; call it */
int peri_engine_start_end_of_day(peri_engine *engine, peri_error *err);
int peri_engine_add_end_of_day(peri_engine *engine, struct peri_subscribed *sub, peri_error *err);
int peri_engine_fire_end_of_day(peri_engine *engine, const peri_event *event, peri_error *err);

/* trading.c: whether orders may be sent now; the security that comes after `last` (-1: the first)
   in order of ticker, -1 when none does */
int peri_engine_need_trading(peri_engine *engine, peri_error *err);
int32_t peri_engine_next_by_ticker(const peri_engine *engine, int32_t last);
/* Send an order and list it; liquidate, whether that is switched off or not. */
int peri_engine_send_listed(peri_engine *engine, const peri_order_request *request,
                            peri_order_ids *sent, peri_error *err);
int peri_engine_close_position(peri_engine *engine, int32_t security, const char *tag,
                               const peri_order_request *like, peri_order_ids *sent,
                               peri_error *err);

/* engine.c: log a line of any length. */
void peri_engine_log_line(peri_engine *engine, peri_log_level level, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* notices.c: log, once for each symbol and cause, that an order is Invalid (and count it); that an
   update is refused after it was taken; that an order's quantity is not in whole lots; that a
   target, the quantity of which is 0, orders nothing where something was meant. */
void peri_engine_notice_invalid(peri_engine *engine, const peri_order_event *event);
void peri_engine_notice_update(peri_engine *engine, int64_t id, peri_refusal why, const char *text);
void peri_engine_notice_cut(peri_engine *engine, int32_t security, double quantity);
void peri_engine_notice_no_order(peri_engine *engine, const peri_target *target);

/* securities_changed.c: tell the strategy, when securities_changed; returns what it returned, or
 * PERI_ENOMEM
 */
int peri_engine_tell_changes(peri_engine *engine, peri_error *err);
/* brokerage.c: what the kind of account makes of a security: its margin, when its sales settle */
void peri_engine_apply_account(peri_engine *engine, int32_t index);

/* margin_call.c: what a position too large makes the broker do; called in each step */
int peri_engine_call_margin(peri_engine *engine, peri_error *err);

/* settings.c: PERI_ESTATE where `what` is called when Initialize has returned */
int peri_engine_need_setup(const peri_engine *engine, const char *what, peri_error *err);
int peri_engine_fix_span(peri_engine *engine, peri_error *err); /* start, end from dates and data */

/* subscription.c: a security as it is subscribed, with its data located; the engine does not know
   it yet */
int peri_engine_make_subscribed(peri_engine *engine, const peri_subscription *wanted,
                                struct peri_subscribed **out, peri_error *err);

/* loading.c */
int peri_engine_load(peri_engine *engine, struct peri_subscribed *sub, peri_error *err);
/* Its prices are there from an instant on. How they are normalized is final now, and so is whether
   orders of an equity are rounded. */
void peri_engine_set_loaded(struct peri_subscribed *sub, int64_t from_ns);
peri_read_options peri_engine_read_options(const peri_engine *engine,
                                           const struct peri_subscribed *sub);
bool peri_engine_is_whole_file(const struct peri_subscribed *sub);
/* Find the actions of a stock from an instant on; of others the list stays empty. */
int peri_engine_collect_actions(const peri_engine *engine, struct peri_subscribed *sub,
                                int64_t from_ns, peri_error *err);
/* The feeds take a subscription with all its streams then, or not at all. */
int peri_engine_reserve_feed(peri_engine *engine, const struct peri_subscribed *sub,
                             peri_error *err);
/* All streams of a subscription that were loaded. */
int peri_engine_add_to_feed(peri_engine *engine, struct peri_subscribed *sub, int64_t from_ns,
                            peri_error *err);
void peri_engine_unload(struct peri_subscribed *sub);
void peri_engine_unload_quotes(struct peri_subscribed *sub);
/* A stream of a subscription, to be filled in. */
peri_feed_stream peri_engine_stream_of(const struct peri_subscribed *sub);
/* Trades, quotes and ticks alone, into any feed, by readers of its reels (NULL where it has none;
   borrowed). */
int peri_engine_add_bars(peri_feed *feed, const struct peri_subscribed *sub,
                         peri_reel_reader *reader, peri_reel_reader *quote_reader, int64_t from_ns,
                         peri_error *err);
/* Of what was loaded the last bar of each kind that ends by an instant (appended). */
int peri_engine_last_bars(const struct peri_subscribed *sub, int64_t at_ns, peri_series *trades,
                          peri_quote_series *quotes, peri_error *err);
/* What was loaded of trades, and of quotes. */
peri_reel_facts peri_engine_loaded_trades(const struct peri_subscribed *sub);
peri_reel_facts peri_engine_loaded_quotes(const struct peri_subscribed *sub);
/* Whether a bar of either that ends behind an instant starts by another one. */
bool peri_engine_has_bars(const struct peri_subscribed *sub, int64_t after_ns, int64_t until_ns);

/* subscription.c */
peri_lean_symbol peri_engine_lean_symbol(const peri_engine *engine, const peri_security *security);
/* LEAN's identifier; false when there is none. id: PERI_SECURITY_ID_TEXT bytes */
bool peri_engine_security_id(const struct peri_subscribed *sub, char *id);
void peri_engine_free_subscribed(struct peri_subscribed *sub); /* NULL is allowed */

int peri_engine_data_fault(peri_engine *engine, int rc); /* remembers faults of files; returns rc */

/* removal.c: what RemoveSecurity does beside the order that closes; `closes`: its data go on until
   peri_engine_end_removals finds its position closed */
void peri_engine_mark_removed(peri_engine *engine, int32_t security, bool closes);
void peri_engine_end_removals(peri_engine *engine);
/* symbol_lookup.c: by LEAN's database of symbols, which is read when it is asked for first.
   PERI_OK, PERI_ENOTFOUND (nothing tells the quote currency of a pair), or what the file fails
   with. */
int peri_engine_look_up_symbol(peri_engine *engine, const peri_security *security,
                               peri_symbol_properties *properties, peri_error *err);

int32_t peri_engine_find_closing(const peri_engine *engine, const char *ticker); /* -1: none */
/* One that closes is added again: it stays what it was. PERI_OK or PERI_ENOMEM. */
int peri_engine_stay(peri_engine *engine, int32_t security, peri_error *err);

/* added_before.c: the security of a symbol that was added before, or -1; one that closes stays, if
   it is what is wanted. PERI_EINVAL when something that is given differs. market: the one wanted */
int peri_engine_add_known(peri_engine *engine, const peri_subscription *wanted, const char *market,
                          int32_t *index, peri_error *err);

/* delisting.c: no more bars and no orders from now on; and its orders and position end */
void peri_engine_mark_delisted(peri_engine *engine, int32_t security);
int peri_engine_delist(peri_engine *engine, int32_t security, peri_error *err);

/* warm_up.c */
int peri_engine_warm_up_start(const peri_engine *engine, int64_t *out, peri_error *err);

/* warm_up_feed.c: where a security's own bars begin that the run needs; make a feed for the
   warm-up if it needs one; add a security to it; from the start on the run's feed counts. What is
   done to a feed while there may be two. */
int64_t peri_engine_data_begin(const peri_engine *engine, const struct peri_subscribed *sub);
int peri_engine_open_warm_up(peri_engine *engine, peri_error *err);
int peri_engine_add_to_warm_up(peri_engine *engine, struct peri_subscribed *sub, int64_t from_ns,
                               peri_error *err);
void peri_engine_end_warm_up_feed(peri_engine *engine);
void peri_engine_start_feed(peri_engine *engine, int64_t now_ns);
void peri_engine_remove_from_feed(peri_engine *engine, int32_t index);
void peri_engine_restart_in_feed(peri_engine *engine, int32_t index, int64_t from_ns);
void peri_lead_free(struct peri_lead *lead); /* NULL is allowed */

/* consolidation.c: in steps while there are consolidators, all of them and indicators take the
   slice's bars; when scan_ns has come, close the earliest bar that ends by limit, with the clock at
   its end; let go of them. Return what a handler returned. */
int peri_engine_feed_takers(peri_engine *engine, const peri_slice *slice, peri_error *err);
/* All that a slice has of one security, trades first; where handlers may be called, the caller has
   said so. */
int peri_engine_feed_security(peri_engine *engine, struct peri_subscribed *sub,
                              const peri_slice *slice, peri_error *err);
int peri_engine_scan_next(peri_engine *engine, int64_t limit, peri_error *err);
void peri_engine_drop_takers(struct peri_subscribed *sub);

/* prepare.c */
int peri_engine_prepare(peri_engine *engine, peri_error *err);

/* sampling.c: the daily sample of an instant, of the account as it is now */
int peri_engine_sample_daily(peri_engine *engine, int64_t at, peri_error *err);

/* sampling.c: the estimate of capacity is told of fills, of steps while it needs them, of the end
 */
int peri_engine_note_fill(peri_engine *engine, const peri_order_event *event, peri_error *err);
int peri_engine_estimate_before(peri_engine *engine, int64_t step_ns, peri_error *err);
int peri_engine_update_capacity(peri_engine *engine, const peri_slice *slice, peri_error *err);
int peri_engine_finish_capacity(peri_engine *engine, peri_error *err);

/* result.c */
void peri_engine_fill_result(peri_engine *engine, peri_result *result);

/* run.c: parts of a run, in this order; between the first two peri_engine_advance, or steps */
int peri_engine_begin(peri_engine *engine, const peri_strategy *strategy, peri_error *err);
int peri_engine_finish(peri_engine *engine, peri_error *err);
int peri_engine_end(peri_engine *engine, int rc, peri_result *result);
/* Tell how far the clock has come; `is_over` at the end, wherever the last bar was. */
void peri_engine_report_progress(peri_engine *engine, bool is_over);

/* inputs.c: whether a subscription opens a stream of trades; else its bars are those of quotes. */
bool peri_engine_has_trades(const struct peri_subscribed *sub);
bool peri_engine_has_quotes(const struct peri_subscribed *sub); /* one of quotes */
/* Whether a bar of a subscription may end at an instant: where not, a repeat of the last bar is in
   the slice, but no input of indicators and consolidators. Source: LEAN's AlgorithmManager. */
bool peri_engine_ends_bar(const struct peri_subscribed *sub, int64_t end_ns);
/* What indicators and consolidators of a subscription take of a slice, one after the other: its bar
   of trades, the middle of its quotes where it has no trades, each tick of that kind that is not
   suspicious. The same of those that take quotes. *at begins with 0; false: that was all. */
bool peri_engine_next_bar(const struct peri_subscribed *sub, const peri_slice *slice, size_t *at,
                          peri_bar *out);
bool peri_engine_next_quote(const struct peri_subscribed *sub, const peri_slice *slice, size_t *at,
                            peri_quote_bar *out);

/* live.c: trainings that run on threads at the end of a live run are awaited or cancelled, and what
   they left is settled */
void peri_engine_rest(peri_engine *engine, int64_t ns); /* until then, or somebody calls */
int peri_engine_settle_all(peri_engine *engine, peri_error *err);
/* live.c: save where a run stands that can go on later, before OnEndOfAlgorithm and the last
   sample, which are of this process alone */
void peri_engine_keep_before_end(peri_engine *engine);

/* latency.c: nothing happens unless the latency of a live run is measured. The time is the real one
   then, else 0. What was due at a simulated instant begins now, or has returned. */
int64_t peri_engine_latency_time(const peri_engine *engine);
void peri_engine_latency_waited(const peri_engine *engine, int64_t wanted);
void peri_engine_latency_began(const peri_engine *engine, int64_t due_ns);
void peri_engine_latency_done(const peri_engine *engine, int64_t due_ns);

/* declared.c: trainings that take simulated time */
int64_t peri_engine_training_takes(const peri_engine *engine, const peri_event *event); /* ns */
int peri_engine_begin_declared(peri_engine *engine, peri_event *event, int64_t due_utc,
                               peri_error *err);
int peri_engine_end_declared(peri_engine *engine, const peri_event *end, peri_error *err);

/* events.c */
peri_trainer_task peri_engine_training_task(peri_engine *engine, peri_event *event,
                                            int64_t due_utc); /* holds the event once more */
/* Name the event and its time before what went wrong in it. Returns rc. */
int peri_engine_failed_in(peri_engine *engine, const peri_event *event, int64_t due_utc, int rc,
                          peri_error *err);
int peri_engine_collect(peri_engine *engine, peri_error *err); /* trainings that ended */
/* instant: the next of data; receives what it is behind the events, PERI_NEVER: none is left */
int peri_engine_fire_before(peri_engine *engine, int64_t *instant, peri_error *err);
int peri_engine_fire_due(peri_engine *engine, peri_error *err);

#endif
