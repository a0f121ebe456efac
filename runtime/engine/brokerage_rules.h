/* brokerage_rules.h - which orders a brokerage takes, changes and fills. Source: the brokerage
 * models of LEAN. Layer 5. */
#ifndef PERI_BROKERAGE_RULES_H
#define PERI_BROKERAGE_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "market/security.h"
#include "trade/broker.h"

/* What is asked of an order. */
typedef struct peri_order_question {
    const char *brokerage; /* its name, for the reason */
    peri_order_deed deed;
    const peri_security *security;
    const peri_order *order;
    const peri_order_update *update; /* of PERI_DEED_UPDATE, else NULL */
    double held;                     /* of the security, signed */
    int64_t now_ns;                  /* UTC */
} peri_order_question;

typedef struct peri_order_rules peri_order_rules;

extern const peri_order_rules peri_order_rules_interactive_brokers, peri_order_rules_tradier,
    peri_order_rules_oanda, peri_order_rules_fxcm, peri_order_rules_alpaca,
    peri_order_rules_trade_station, peri_order_rules_coinbase, peri_order_rules_binance,
    peri_order_rules_bybit, peri_order_rules_kraken, peri_order_rules_bitfinex;

/* Whether the brokerage lets it happen; when it does not, why (size bytes) receives the reason,
   else it is left. rules: NULL: all may happen. Custom data, which no brokerage trades, are taken
   by all. */
bool peri_order_rules_allow(const peri_order_rules *rules, const peri_order_question *question,
                            char *why, size_t size);

#endif
