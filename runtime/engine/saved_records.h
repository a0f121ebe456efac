/* saved_records.h - what is saved of a live run, as records. Layer 5.
 *
 * Each record has one function that writes it and reads it (base/codec.h). A reading one may fail,
 * also for a number that is not finite or a count below 0;
 * indexes of securities are those of the process that wrote them.
 */
#ifndef PERI_SAVED_RECORDS_H
#define PERI_SAVED_RECORDS_H

#include "base/codec.h"
#include "base/error.h"
#include "engine/chart.h"
#include "report/capacity.h"
#include "report/statistics.h"
#include "store/run_db.h"
#include "trade/order.h"
#include "trade/portfolio.h"
#include "trade/trade_builder.h"

/* Kinds of records; the numbers are in files. */
enum {
    PERI_SAVED_HEAD = 0,     /* one, id 0: with each save */
    PERI_SAVED_SECURITY = 1, /* id: its index */
    PERI_SAVED_ORDER = 2,    /* id: the order's */
    PERI_SAVED_TRADE = 3,    /* these four: id 0, 1, ... in order of time */
    PERI_SAVED_EQUITY = 4,
    PERI_SAVED_DAY = 5,
    PERI_SAVED_POINT = 6,
    PERI_SAVED_TRAINING = 7, /* id 0, 1, ...: those that wait or run; as many as the head says */
    PERI_SAVED_CAPACITY = 8, /* id 0, 1, ...: an asset of the estimate of capacity */
    PERI_SAVED_CHANGE = 9, /* id 0, 1, ...: changes of orders that wait; as many as the head says */
    PERI_SAVED_BUILT_TRADE = 10, /* id 0, 1, ... in order of time */
    PERI_SAVED_OPEN_TRADE = 11,  /* id 0, 1, ...: a security with open trades; and these: the lots;
                                    as many of both as the head says */
    PERI_SAVED_LOT = 12,
    PERI_SAVED_STATISTIC = 13, /* id 0, 1, ...: one of the strategy's own; as the head says */
    PERI_SAVED_CASH = 14,      /* id 0, 1, ...: currencies but the account's own */
    PERI_SAVED_UNSETTLED = 15, /* id 0, 1, ...: sums that come later; as many as the head says */
    PERI_SAVED_EVENT = 16,     /* id 0, 1, ... in order of time: of an order */
    PERI_SAVED_LAST = PERI_SAVED_EVENT
};

enum {
    PERI_SAVED_VERSION = 9,
    PERI_SAVED_TEXT = 256,
    PERI_SAVED_NAME = 64,
    PERI_SAVED_PARTS = 4 /* the most further subscriptions of a security */
};

/* The clock, the sums, and how many records of the other kinds belong to it. */
typedef struct peri_saved_head {
    int32_t version;
    char feed[PERI_SAVED_TEXT]; /* where data came from */
    int64_t clock_ns, start_ns; /* UTC */
    int64_t steps, data_points, invalid_orders, trainings;
    double cash, total_fees, total_profit;
    double start_equity, last_daily, last_sales, sales_before;
    int64_t next_daily_ns, next_point_ns, last_daily_ns;
    int64_t securities, orders, trades, equity, days, points, active_trainings, changes;
    int64_t capacity_assets, built_trades, open_trades, lots, statistics, currencies, unsettled;
    int64_t events;
    double capacity_value;
    int32_t capacity_lowest; /* -1: none */
    int64_t capacity_next_ns, capacity_update_ns;
} peri_saved_head;

/* The models of a security: names, and the numbers of those that have some. */
typedef struct peri_saved_models {
    char fee[PERI_SAVED_NAME], fill[PERI_SAVED_NAME], slippage[PERI_SAVED_NAME],
        margin[PERI_SAVED_NAME];
    double fee_amount, slippage_fraction, slippage_impact;
    double margin_initial, margin_maintenance, margin_free, margin_closed;
    peri_settlement settlement;
} peri_saved_models;

/* A further subscription of a security. */
typedef struct peri_saved_part {
    int32_t resolution;
    bool fill_forward, extended;
    int64_t added_ns; /* as in peri_subscribed */
} peri_saved_part;

typedef struct peri_saved_security {
    char ticker[PERI_SAVED_TEXT], market[PERI_SAVED_TEXT], time_zone[PERI_SAVED_TEXT];
    int32_t type, resolution;
    int32_t normalization;
    bool fill_forward, extended; /* of its first subscription, as the resolution */
    int32_t part_count;
    peri_saved_part parts[PERI_SAVED_PARTS]; /* shape [part_count] */
    peri_saved_models models;
    int64_t added_ns, removed_ns; /* as in peri_subscribed */
    bool closes;                  /* these three: the same */
    bool announced, farewelled;
    double leverage;
    peri_holding holding; /* price: the last one */
} peri_saved_security;

typedef struct peri_saved_point {
    char chart[PERI_SAVED_TEXT], series[PERI_SAVED_TEXT];
    peri_chart_point point;
} peri_saved_point;

typedef struct peri_saved_open_trade {
    int32_t security;
    double fees, low, high; /* as in peri_trade_position */
} peri_saved_open_trade;

typedef struct peri_saved_lot {
    int32_t security;
    peri_trade_lot lot;
} peri_saved_lot;

typedef struct peri_saved_statistic {
    bool is_runtime; /* else of the summary */
    peri_custom_row row;
} peri_saved_statistic;

typedef struct peri_saved_training {
    char name[PERI_SAVED_TEXT];
    int64_t due_utc;
} peri_saved_training;

/* A record of a kind that cannot be such a one, or is not there: PERI_EFORMAT, with its name. */
int peri_saved_damaged(int kind, int64_t id, peri_error *err);

/*
 * Read the records of a kind that belong to a head, the first n, in order. Those behind them are of
 * other saves and are ignored.
 *
 * take  reads one, and restores it when nothing is left of the codec; one that cannot be such a
 *       record it marks as failed, and restores nothing
 * Returns PERI_OK; PERI_EFORMAT, also when one is missing; what the file or take failed with.
 */
int peri_saved_each(peri_run_db *db, int kind, int64_t n,
                    int (*take)(void *ctx, int64_t id, peri_codec *codec, peri_error *err),
                    void *ctx, peri_error *err);

void peri_code_head(peri_codec *codec, peri_saved_head *head);
void peri_code_security(peri_codec *codec, peri_saved_security *security);
/* tag: room for the order's, to which it points afterwards */
void peri_code_order(peri_codec *codec, peri_order *order, char tag[PERI_ORDER_TAG]);
void peri_code_event(peri_codec *codec, peri_order_event *event);
void peri_code_change(peri_codec *codec, peri_order_change *change);
void peri_code_trade(peri_codec *codec, peri_closed_trade *trade);
void peri_code_sample(peri_codec *codec, peri_sample *sample);
void peri_code_day(peri_codec *codec, peri_day *day);
void peri_code_point(peri_codec *codec, peri_saved_point *point);
void peri_code_capacity(peri_codec *codec, peri_capacity_asset *asset);
/* Its orders, order_n integers, follow. */
void peri_code_built_trade(peri_codec *codec, peri_trade *trade);
void peri_code_open_trade(peri_codec *codec, peri_saved_open_trade *open);
void peri_code_lot(peri_codec *codec, peri_saved_lot *lot);
void peri_code_statistic(peri_codec *codec, peri_saved_statistic *statistic);
void peri_code_cash(peri_codec *codec, peri_cash *cash);
void peri_code_unsettled(peri_codec *codec, peri_unsettled *unsettled);
void peri_code_training(peri_codec *codec, peri_saved_training *training);

#endif
