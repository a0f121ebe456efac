/* engine_internal.h - the engine itself, for the files of engine/ only. Layer 5.
 *
 * What those files share besides lies in subscribed.h, parts.h, warm_up.h, step.h, events.h,
 * consolidation.h, live.h and saver.h. */
#ifndef PERI_ENGINE_INTERNAL_H
#define PERI_ENGINE_INTERNAL_H

#include <stdatomic.h>

#include "base/wake.h"
#include "engine/conversions.h"
#include "engine/engine.h"
#include "engine/feed.h"
#include "engine/parts.h"
#include "engine/sampler.h"
#include "engine/saver.h"
#include "engine/step.h"
#include "engine/subscribed.h"
#include "engine/warm_up.h"
#include "market/hours_book.h"
#include "market/interest_rate.h"
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

/* Further names that stocks were added by. */
typedef struct peri_stock_names {
    struct peri_stock_name {
        char *ticker;     /* owned */
        int32_t security; /* its index */
    } * items;            /* shape [n]; owned */
    size_t n, cap;
} peri_stock_names;

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
    struct peri_symbol_ranks {
        int32_t *by_symbol, *rank; /* shape [security_count], see peri_symbol_order; owned */
        size_t cap;
    } ranks;
    peri_stock_names stock_names;
    bool securities_changed; /* the strategy was not told yet */
    peri_feed *feed;
    bool has_warm_up_feed; /* feed is the warm-up's, other_feed the run's */
    peri_feed *other_feed; /* NULL: there is one only; owned, as feed */
    peri_scheduler *scheduler;
    peri_trainer *trainer;
    peri_broker *broker;
    peri_conversions conversions;
    bool cash_is_set, account_is_set; /* SetCash, SetAccountCurrency were called */
    bool starts_with_cents;           /* other currencies gave the first equity decimals */
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

/* securities.c */
int peri_engine_data_fault(peri_engine *engine, int rc); /* remembers faults of files; returns rc */

/* removal.c: what RemoveSecurity does beside the order that closes; `closes`: its data go on until
   peri_engine_end_removals finds its position closed */
void peri_engine_mark_removed(peri_engine *engine, int32_t security, bool closes);
void peri_engine_end_removals(peri_engine *engine);
int32_t peri_engine_find_closing(const peri_engine *engine, const char *ticker); /* -1: none */
/* One that closes is added again: it stays what it was. PERI_OK or PERI_ENOMEM. */
int peri_engine_stay(peri_engine *engine, int32_t security, peri_error *err);

/* symbol_order.c: room for one more security (PERI_OK or PERI_ENOMEM), and its place. */
int peri_engine_reserve_order(peri_engine *engine, peri_error *err);
void peri_engine_order_last(peri_engine *engine);
/* symbol_lookup.c: by LEAN's database of symbols, which is read when it is asked for first.
   PERI_OK, PERI_ENOTFOUND (nothing tells the quote currency of a pair), or what the file fails
   with. */
int peri_engine_look_up(peri_engine *engine, peri_security_type type, const char *market,
                        const char *ticker, peri_symbol_properties *properties, peri_error *err);
int peri_engine_look_up_symbol(peri_engine *engine, const peri_security *security,
                               peri_symbol_properties *properties, peri_error *err);

/* stock_names.c: a security of the stock that `sub`, which is about to be added, is, where it was
   added by another name; index stays as it is where there is none. As peri_engine_add_known. */
int peri_engine_add_by_name(peri_engine *engine, const struct peri_subscribed *sub,
                            const peri_subscription *wanted, int32_t *index, peri_error *err);
/* The security of such a name, one that was removed as well if that is asked for; -1: none. */
int32_t peri_engine_find_name(const peri_engine *engine, const char *ticker, bool removed);
void peri_stock_names_deinit(peri_stock_names *names);

/* added_before.c: the security of a symbol that was added before, or -1; one that closes stays, if
   it is what is wanted. PERI_EINVAL when something that is given differs. market: the one wanted */
int peri_engine_add_known(peri_engine *engine, const peri_subscription *wanted, const char *market,
                          int32_t *index, peri_error *err);

/* delisting.c: no more bars and no orders from now on; and its orders and position end */
void peri_engine_mark_delisted(peri_engine *engine, int32_t security);
int peri_engine_delist(peri_engine *engine, int32_t security, peri_error *err);

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

#endif
