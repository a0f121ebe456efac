/* order.h - orders and what happens to them. Numbers of types and states are LEAN's. Layer 3. */
#ifndef PERI_ORDER_H
#define PERI_ORDER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/names.h"

typedef enum peri_order_type {
    PERI_ORDER_MARKET = 0,
    PERI_ORDER_LIMIT = 1,
    PERI_ORDER_STOP_MARKET = 2,
    PERI_ORDER_STOP_LIMIT = 3,
    PERI_ORDER_MARKET_ON_OPEN = 4,
    PERI_ORDER_MARKET_ON_CLOSE = 5,
    PERI_ORDER_LIMIT_IF_TOUCHED = 7,
    PERI_ORDER_TRAILING_STOP = 11
} peri_order_type;

typedef enum peri_order_status {
    PERI_STATUS_NEW = 0,
    PERI_STATUS_SUBMITTED = 1,
    PERI_STATUS_PARTIALLY_FILLED = 2,
    PERI_STATUS_FILLED = 3,
    PERI_STATUS_CANCELED = 5,
    PERI_STATUS_INVALID = 7,
    PERI_STATUS_CANCEL_PENDING = 8,  /* a cancel waits to be processed */
    PERI_STATUS_UPDATE_SUBMITTED = 9 /* open, and was changed since it was submitted */
} peri_order_status;

/* How long an order stays; numbers are LEAN's. */
typedef enum peri_time_in_force {
    PERI_TIF_GOOD_TIL_CANCELED = 0,
    PERI_TIF_DAY = 1,
    PERI_TIF_GOOD_TIL_DATE = 2
} peri_time_in_force;

/* Why a submission, an update or a cancel was refused: LEAN's OrderResponseErrorCode. */
typedef enum peri_refusal {
    PERI_REFUSAL_NONE = 0,
    PERI_REFUSAL_PROCESSING_ERROR = -1,          /* no memory, events nested too deep */
    PERI_REFUSAL_INSUFFICIENT_BUYING_POWER = -3, /* there is an order, an Invalid one */
    PERI_REFUSAL_BROKERAGE_SUBMIT = -4,          /* the same: its model takes no such order */
    PERI_REFUSAL_INVALID_ORDER_STATUS = -9,
    PERI_REFUSAL_UNABLE_TO_FIND_ORDER = -10,
    PERI_REFUSAL_QUANTITY_ZERO = -11,
    PERI_REFUSAL_UNSUPPORTED_REQUEST_TYPE = -12, /* a type this market cannot have */
    PERI_REFUSAL_PRE_ORDER_CHECKS = -13,         /* sent before or after the run */
    PERI_REFUSAL_SECURITY_PRICE_ZERO = -16,
    PERI_REFUSAL_SECURITY_HAS_NO_DATA = -19,
    PERI_REFUSAL_EXCEEDED_MAXIMUM_ORDERS = -20,
    PERI_REFUSAL_MARKET_ON_CLOSE_TOO_LATE = -21,
    PERI_REFUSAL_INVALID_REQUEST = -22, /* a number that none of its kind can be */
    PERI_REFUSAL_WARMING_UP = -24,
    PERI_REFUSAL_BROKERAGE_UPDATE = -25,      /* when the update is processed */
    PERI_REFUSAL_CONVERSION_RATE_ZERO = -27,  /* of the quote currency, into the account's */
    PERI_REFUSAL_NON_TRADABLE_SECURITY = -28, /* it was removed */
    PERI_REFUSAL_LESS_THAN_LOT_SIZE = -30,
    PERI_REFUSAL_MARKET_ON_OPEN_WHILE_OPEN = -35
} peri_refusal;

enum {
    PERI_ORDER_TAG = 64
};

/* Prices are 0 where the type has none; what a type has says peri_order_fields. */
typedef struct peri_order {
    int64_t id;       /* 1, 2, ... in order of submission */
    int32_t security; /* index */
    peri_order_type type;
    peri_order_status status;
    peri_time_in_force time_in_force;
    peri_refusal refusal; /* of an Invalid one: why */
    bool trailing_as_percentage;
    bool triggered;      /* a stop limit's stop, or the trigger, was reached: it stays so */
    bool converted;      /* it was sent as another type; known until it is submitted, not saved */
    bool dated;          /* its request had a time of its own */
    bool submitted_open; /* the market was open when it was submitted */
    bool accepted;       /* it was submitted, and not refused then */
    bool has_submission; /* it was submitted, at these prices */
    double bid_price, ask_price, last_price; /* the last price where nothing was quoted */
    double quantity;                         /* > 0 buys, < 0 sells; a multiple of the lot size */
    double limit_price;
    double stop_price; /* of a trailing stop: where it stands now */
    double trigger_price;
    double trailing_amount;    /* a distance, or a fraction of the price */
    int64_t expiry_local_ns;   /* of GOOD_TIL_DATE, as it was given */
    int64_t expires_ns;        /* UTC; PERI_NEVER: it does not */
    int64_t created_ns;        /* UTC */
    double filled_quantity;    /* signed, 0 until filled */
    double average_fill_price; /* 0 until filled */
    double fee;                /* account currency, of the whole: with the last fill */
    int64_t last_fill_ns;      /* these three: 0 until it happens */
    int64_t last_update_ns;    /* a refused update counts as well, as in LEAN */
    int64_t canceled_ns;
    const char *tag; /* UTF-8, at most 63 bytes, borrowed; NULL: none. See peri_order_tag */
} peri_order;

/* What an order can have beside its quantity; also what an update changes. */
enum {
    PERI_FIELD_QUANTITY = 1,
    PERI_FIELD_LIMIT_PRICE = 2,
    PERI_FIELD_STOP_PRICE = 4,
    PERI_FIELD_TRIGGER_PRICE = 8,
    PERI_FIELD_TRAILING_AMOUNT = 16,
    PERI_FIELD_TAG = 32
};

/* An order as it is asked for. A price its type does not have is ignored. */
typedef struct peri_order_request {
    int32_t security;
    peri_order_type type;
    double quantity; /* rounded toward zero to the lot */
    double limit_price, trigger_price;
    double stop_price;      /* of a trailing stop: 0 is a trailing amount from the last price */
    double trailing_amount; /* > 0; as a percentage 0.01 is one percent */
    bool trailing_as_percentage;
    peri_time_in_force time_in_force;
    int64_t expiry_local_ns; /* of GOOD_TIL_DATE; its date counts */
    bool keeps_type;         /* a market order stays one: it waits while the market is closed */
    int64_t time_ns;         /* UTC, when it was made, not later than now; 0: now */
    const char *tag; /* borrowed; at most 63 bytes (longer: cut at a whole character); NULL: the
                        type's default */
} peri_order_request;

/* A change of an order. */
typedef struct peri_order_update {
    unsigned fields; /* PERI_FIELD_*: which of these are set */
    double quantity, limit_price, stop_price, trigger_price, trailing_amount;
    char tag[PERI_ORDER_TAG];
} peri_order_update;

/* A change that waits to be processed. */
typedef struct peri_order_change {
    int64_t order_id;
    bool cancels;             /* else it updates */
    peri_order_update update; /* not of a cancel */
} peri_order_change;

/* One change of an order's state, as OnOrderEvent gets it. */
typedef struct peri_order_event {
    int64_t order_id;
    int32_t security;
    int64_t time_ns; /* UTC, the engine's clock */
    peri_order_status status;
    double fill_quantity; /* signed; 0 when nothing was filled */
    double fill_price;    /* 0 when nothing was filled */
    double fee;
    char message[160]; /* reason of a refusal or an end, a warning of a fill; else "" */
} peri_order_event;

/* LEAN's names, and one of them: "unknown" for a number that is none. */
extern const peri_name peri_order_type_names[], peri_order_status_names[];
extern const peri_name peri_time_in_force_names[], peri_refusal_names[];
const char *peri_order_type_name(peri_order_type type);       /* "MarketOnOpen" */
const char *peri_order_status_name(peri_order_status status); /* "Filled" */
const char *peri_time_in_force_name(peri_time_in_force kind); /* "Day" */
const char *peri_refusal_name(peri_refusal refusal);          /* "OrderQuantityZero" */
bool peri_order_is_open(const peri_order *order);             /* may still fill */
double peri_order_remaining(const peri_order *order);         /* signed, what was not filled yet */
/* PERI_FIELD_* of all prices and of the trailing amount; those an order of a type has. */
enum {
    PERI_ORDER_PRICES = 4
};
extern const unsigned peri_order_prices[PERI_ORDER_PRICES];
unsigned peri_order_fields(peri_order_type type);
/* A price, or the trailing amount, by the one PERI_FIELD_* it is. */
double *peri_order_field(peri_order *order, unsigned field);
/* The same of an update, and its quantity. */
double *peri_order_update_place(peri_order_update *update, unsigned field);
double peri_order_update_field(const peri_order_update *update, unsigned field);
const char *peri_order_field_name(unsigned field); /* "limit price" */

/* Keep a text as a tag, see peri_order_request. */
void peri_order_set_tag(char tag[PERI_ORDER_TAG], const char *text);
/* The tag of an order, "" where it has none; borrowed. Of an order of the broker it is there until
   the order gets another one. */
static inline const char *peri_order_tag(const peri_order *order)
{
    return order->tag ? order->tag : "";
}

#endif
