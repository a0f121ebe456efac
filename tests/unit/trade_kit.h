/* trade_kit.h - a broker with three securities and a listener that remembers, for the tests. */
#ifndef PERI_TEST_TRADE_KIT_H
#define PERI_TEST_TRADE_KIT_H

#include "trade/broker.h"

enum {
    KIT_MINUTE, /* "SPY": an equity of minute bars, leverage 2 */
    KIT_DAILY,  /* "IBM": an equity of daily bars, leverage 2 */
    KIT_CUSTOM, /* "coin": custom data, always open, leverage 1, lots of 0.01 */
    KIT_SECURITIES,
    KIT_EVENTS = 64
};

typedef struct trade_kit {
    peri_zones *zones;
    const peri_zone *new_york;
    peri_hours *nyse, *always;
    peri_broker *broker;
    peri_security securities[KIT_SECURITIES];
    peri_order_event events[KIT_EVENTS]; /* the first KIT_EVENTS of event_count */
    int event_count;
    peri_order_listener react; /* NULL; else called for each event after it is remembered */
    void *react_ctx;
} trade_kit;

/* Fees of Interactive Brokers for an equity, none for others. */
peri_fee_model kit_fee(const peri_security *security);
void kit_open(trade_kit *kit, double cash);
void kit_close(trade_kit *kit);

/* The same at 10:00 of a Tuesday with a price of 100 for each; none has a new bar. */
#define KIT_NOW "2013-10-08 10:00"
void kit_open_at_100(trade_kit *kit, double cash);

/* "2013-10-08 09:31" on New York's clocks. */
int64_t kit_time(const trade_kit *kit, const char *local);

/* A bar of these times and prices arrives: prices and the portfolio are updated. Bars of one step
   add up until kit_step. */
void kit_bar(trade_kit *kit, int security, const char *start, const char *end, double open,
             double close);

/* Process the open orders with the bars since the last step. */
int kit_step(trade_kit *kit, const char *now, peri_error *err);

/* A split of a security, and what is asked for by then. */
int kit_split(trade_kit *kit, int security, double factor, const char *now);

/* Send an order without prices of its own; returns as peri_broker_send. */
int kit_submit_to(peri_broker *broker, int32_t security, double quantity, peri_order_type type,
                  const char *tag, int64_t now_ns, int64_t *id, peri_error *err);
/* The same to the kit's; the id, 0 on failure. */
int64_t kit_submit(trade_kit *kit, int security, double quantity, peri_order_type type,
                   const char *now, peri_error *err);

/* The same with all an order can have. */
int64_t kit_send(trade_kit *kit, const peri_order_request *request, const char *now,
                 peri_error *err);

const peri_order *kit_order(trade_kit *kit, int64_t id);
double kit_open_quantity(trade_kit *kit, int security); /* of its open orders, signed */
double kit_held(trade_kit *kit, int security);
double kit_margin_remaining(const peri_broker *broker); /* of models that do not fail */

/* The remembered events as "1:Submitted 1:Filled", valid until the next call. */
const char *kit_story(const trade_kit *kit);

#endif
