/* stream_item.h - one record of market data that came in as a line. Layer 3. */
#ifndef PERI_STREAM_ITEM_H
#define PERI_STREAM_ITEM_H

#include <stdint.h>

enum {
    PERI_STREAM_TICKER = 65 /* bytes of a ticker, its terminator included */
};

typedef enum peri_stream_kind {
    PERI_STREAM_NONE, /* the line was empty */
    PERI_STREAM_BAR,
    PERI_STREAM_TRADE,
    PERI_STREAM_QUOTE,
    PERI_STREAM_TIME /* only tells how late it is */
} peri_stream_kind;

/* Numbers are finite; prices are above 0, volumes and sizes 0 or more; what a kind does not have
   is 0. A plain value: copies are independent. */
typedef struct peri_stream_item {
    peri_stream_kind kind;
    char ticker[PERI_STREAM_TICKER]; /* UTF-8 as sent, terminated; PERI_STREAM_TIME: empty */
    int64_t time_ns;                 /* UTC; bar: its start; others: the instant */
    int64_t end_ns;                  /* bar: UTC, after time_ns; 0: the line gave none */
    double open, high, low, close;   /* bar: low <= open, close <= high; trade: all its price */
    double volume;                   /* bar; trade: its size */
    double bid, ask;                 /* quote: bid <= ask; one of the two may be 0: not given */
    double bid_size, ask_size;       /* quote */
    int64_t line;                    /* where it came from: 1, 2, ... over a stream's life */
} peri_stream_item;

#endif
