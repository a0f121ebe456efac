/* cash_book.h - what an account holds of each currency, settled and not. Layer 3.
   Source: lean-engine facts, 6.4 and 8. */
#ifndef PERI_CASH_BOOK_H
#define PERI_CASH_BOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "market/symbol_properties.h"

/* One currency. Amounts may be negative: what is owed. */
typedef struct peri_cash {
    char symbol[PERI_CURRENCY_TEXT]; /* "EUR", upper case */
    double amount;                   /* settled */
    double unsettled;                /* of sales whose money has not come yet */
    double rate; /* account currency for one unit; 0: not known yet; of the account's own 1 */
} peri_cash;

/* An amount of one currency of a book. */
typedef struct peri_money {
    double amount;
    int32_t cash; /* its index in the book; 0: the account's own */
} peri_money;

/* Money that comes later. */
typedef struct peri_unsettled {
    int64_t time_ns; /* UTC */
    peri_money money;
} peri_unsettled;

typedef struct peri_cash_book {
    peri_cash *items; /* shape [n], the account's own first; owned */
    size_t n, cap;
    peri_unsettled *waiting; /* shape [waiting_n], in order of the sales; owned */
    size_t waiting_n, waiting_cap;
} peri_cash_book;

/* A book of one currency, "USD", with an amount. PERI_OK or PERI_ENOMEM. */
int peri_cash_book_init(peri_cash_book *book, double amount);
void peri_cash_book_deinit(peri_cash_book *book);

/*
 * Keep a currency's code in upper case. Returns PERI_OK, or PERI_EINVAL: not 1 to 23 letters and
 * digits.
 */
int peri_currency_code(const char *text, char code[PERI_CURRENCY_TEXT], peri_error *err);

/* A currency's index by its code (upper case), -1: it is not in the book. O(n). */
int32_t peri_cash_book_find(const peri_cash_book *book, const char *symbol);
/* The same, with nothing of it and no rate where it was not in the book. PERI_OK or PERI_ENOMEM. */
int peri_cash_book_need(peri_cash_book *book, const char *symbol, int32_t *index);

/* In account currency. A currency without a rate is worth nothing. O(n). */
double peri_cash_book_settled(const peri_cash_book *book);
double peri_cash_book_unsettled(const peri_cash_book *book);

/* Whether what it holds of other currencies gives the value decimals, as LEAN shows it. O(n). */
bool peri_cash_book_has_cents(const peri_cash_book *book);

/* An amount of one currency in another. false: a rate that is needed is not known. */
bool peri_cash_book_convert(const peri_cash_book *book, double amount, int32_t from, int32_t to,
                            double *converted);

/* Room for one more sum that comes later, so that peri_cash_book_delay cannot fail. PERI_OK or
   PERI_ENOMEM. */
int peri_cash_book_reserve(peri_cash_book *book);
/* A sum that comes at an instant: unsettled until then. */
void peri_cash_book_delay(peri_cash_book *book, peri_money money, int64_t time_ns);
/* Settle what has come by an instant. */
void peri_cash_book_settle(peri_cash_book *book, int64_t now_ns);

#endif
