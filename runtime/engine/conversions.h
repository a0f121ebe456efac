/* conversions.h - what turns the account's currencies into its own: prices of pairs. Layer 5.
   Source: lean-engine facts, 2.3, 2.4 (step 6) and 8. */
#ifndef PERI_CONVERSIONS_H
#define PERI_CONVERSIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "market/security.h"

struct peri_engine;
struct peri_feed;
struct peri_subscribed;

/* Where the rate of one currency of the cash book comes from. */
typedef struct peri_conversion {
    bool connected;            /* it was looked for, and is known */
    bool quotes;               /* a security is quoted in it */
    bool needed;               /* there must be a rate: something is held or dealt in */
    const peri_security *pair; /* borrowed; NULL: the rate never changes */
    bool inverted;             /* the pair gives its price in this currency, not the price of it */
    int32_t via;               /* the pair's other currency, by its index; 0: the account's */
    double before;             /* the pair's last price before the run; 0: none is known */
} peri_conversion;

/* All zero: the account has one currency. */
typedef struct peri_conversions {
    peri_conversion *items; /* shape [n], by index of the cash book; owned */
    size_t n, cap;
    size_t moving;                  /* those with a pair */
    struct peri_subscribed **feeds; /* shape [feed_n], pairs nobody subscribed; owned */
    size_t feed_n, feed_cap;
    struct peri_feed *feed; /* hands out their bars; owned; NULL: there are none */
    int64_t points;         /* bars it handed out */
} peri_conversions;

void peri_conversions_deinit(peri_conversions *conversions);

/* The indexes and the multiplier of a security's currencies, which the cash book has then.
   quote, base: their codes; base "" for what is no pair. PERI_OK or PERI_ENOMEM. */
int peri_conversions_note(struct peri_engine *engine, peri_security *security, const char *quote,
                          const char *base, peri_error *err);

/* The currencies of the benchmark's symbol, which the cash book has then, as in LEAN; they may stay
   without a rate. quote receives the index of the one it is quoted in. PERI_OK or PERI_ENOMEM. */
int peri_conversions_note_benchmark(struct peri_engine *engine, const char *quote_code,
                                    const char *base_code, int32_t *quote, peri_error *err);

/* The book has more currencies than before. PERI_OK or PERI_ENOMEM. */
int peri_conversions_grow(struct peri_engine *engine, peri_error *err);
/* Forget those of currencies from n on, which nothing refers to. */
void peri_conversions_shrink(struct peri_engine *engine, size_t n);

/*
 * Find a rate for a currency of the book (-1: for all that have none yet): of a subscribed pair,
 * else of a pair of the data folder, whose bars are then steps without OnData; else of a subscribed
 * pair with a currency that has a rate; else 1, for a coin that is worth one of another currency;
 * else what SetCash was given.
 *
 * added  a security that is about to be added, NULL: none (borrowed)
 * Returns PERI_OK; PERI_EINVAL: there is none (text says what would help); a reader's error.
 */
int peri_conversions_connect(struct peri_engine *engine, int32_t cash,
                             const struct peri_subscribed *added, peri_error *err);
/* A pair that nobody subscribed is added as a security: it goes on with that one's prices, and its
   rate comes from there, as in LEAN. */
void peri_conversions_hand_over(struct peri_engine *engine, peri_security *security);
/* A security that is about to be removed gives no more prices: look for others. */
void peri_conversions_leave(struct peri_engine *engine, const peri_security *security);
/* One that was not added in the end. */
void peri_conversions_forget(struct peri_engine *engine, const peri_security *security);

/* Find what a currency's pair was worth before the run, where nothing tells its rate yet. Returns
   PERI_OK or a reader's error. */
int peri_conversion_seed(struct peri_engine *engine, int32_t cash, peri_error *err);

/* Fix a rate, and what securities that are quoted in it are worth a unit. */
void peri_conversions_set_rate(struct peri_engine *engine, int32_t cash, double rate);

/* The pair that gives a currency's rate now (borrowed), NULL: its rate does not move; and the
   currency whose rate that is multiplied by, 0: the account's own. */
const peri_security *peri_conversions_pair(const struct peri_engine *engine, int32_t cash,
                                           int32_t *via);

/* All rates by the prices at hand. O(currencies), and O(securities) for each that quotes some. */
void peri_conversions_update(struct peri_engine *engine);

/* The next step that bars of these pairs make, PERI_NEVER: none; and take what ends by an instant.
 */
int64_t peri_conversions_next(const struct peri_engine *engine);
void peri_conversions_pass(struct peri_engine *engine, int64_t now_ns);

#endif
