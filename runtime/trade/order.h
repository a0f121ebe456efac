/* order.h - orders and what happens to them. Numbers of types and states are LEAN's. Layer 3. */
#ifndef PERI_ORDER_H
#define PERI_ORDER_H

#include <stdbool.h>
#include <stdint.h>

typedef enum peri_order_type {
    PERI_ORDER_MARKET = 0,
    PERI_ORDER_MARKET_ON_OPEN = 4,
    PERI_ORDER_MARKET_ON_CLOSE = 5
} peri_order_type;

typedef enum peri_order_status {
    PERI_STATUS_NEW = 0,
    PERI_STATUS_SUBMITTED = 1,
    PERI_STATUS_PARTIALLY_FILLED = 2,
    PERI_STATUS_FILLED = 3,
    PERI_STATUS_CANCELED = 5,
    PERI_STATUS_INVALID = 7
} peri_order_status;

enum {
    PERI_ORDER_TAG = 64
};

typedef struct peri_order {
    int64_t id;       /* 1, 2, ... in order of submission */
    int32_t security; /* index */
    peri_order_type type;
    peri_order_status status;
    double quantity;           /* > 0 buys, < 0 sells; a multiple of the lot size */
    int64_t created_ns;        /* UTC */
    bool submitted_open;       /* the market was open when it was submitted */
    double filled_quantity;    /* signed, 0 until filled */
    double average_fill_price; /* 0 until filled */
    double fee;                /* account currency, sum over fills */
    int64_t last_fill_ns;      /* 0 until filled */
    char tag[PERI_ORDER_TAG];  /* UTF-8, terminated */
} peri_order;

/* One change of an order's state, as OnOrderEvent gets it. */
typedef struct peri_order_event {
    int64_t order_id;
    int32_t security;
    int64_t time_ns; /* UTC, the engine's clock */
    peri_order_status status;
    double fill_quantity; /* signed; 0 when nothing was filled */
    double fill_price;    /* 0 when nothing was filled */
    double fee;
    char message[160]; /* reason of a refusal, else "" */
} peri_order_event;

const char *peri_order_type_name(peri_order_type type);       /* "MarketOnOpen" */
const char *peri_order_status_name(peri_order_status status); /* "Filled" */
bool peri_order_is_open(const peri_order *order);             /* may still fill */

#endif
