/* order_text.h - an order as the text that LEAN makes its OrderListHash of. Layer 5. */
#ifndef PERI_ORDER_TEXT_H
#define PERI_ORDER_TEXT_H

#include "base/buf.h"
#include "market/exact.h"
#include "market/security.h"
#include "trade/order.h"

/* An order, and what it does not know of itself; all borrowed. */
typedef struct peri_order_facts {
    const peri_order *order;
    const char *ticker;   /* UTF-8, in upper case */
    const char *id;       /* LEAN's identifier of the security */
    const char *currency; /* of its prices */
    peri_security_type type;
    int normalization;         /* LEAN's number, of the subscription */
    peri_exact bid, ask, last; /* what was seen when it was accepted, with all decimals */
} peri_order_facts;

/*
 * Append the order as compact JSON, byte for byte as LEAN (Newtonsoft.Json) writes it: its prices
 * rounded to 7 digits, above 1000 to 4 decimals; those of the submission as they are; times in UTC,
 * without a Z where the order was dated by its request. Thread: any.
 * Source: LEAN's orders and their GetHash (lean-engine facts, 11).
 */
void peri_order_text(const peri_order_facts *facts, peri_buf *out);

/* LEAN's rounding of prices: to 7 digits, above 1000 to 4 decimals, half to even, without zeros at
   the end. value: finite, as a double stands for a decimal of 15 digits. */
peri_exact peri_order_rounded(double value);

#endif
