/* fills_internal.h - what the files of the default fill model share. Layer 3. */
#ifndef PERI_FILLS_INTERNAL_H
#define PERI_FILLS_INTERNAL_H

#include "trade/models.h"

/* One bar as a trader on one side sees it. */
typedef struct peri_fill_prices {
    int64_t start_ns, end_ns;
    double open, high, low, close;
} peri_fill_prices;

/* fill_prices.c: of a trade bar; false: there is none */
bool peri_fill_trade_prices(const peri_security *security, peri_fill_prices *out);
/* Of the ask when one buys and of the bid when one sells; where that was never quoted, of the last
   trade bar. */
bool peri_fill_side_prices(const peri_security *security, bool buys, peri_fill_prices *out);
/* The last data: an equity's last trade bar, else the newer one; of two that end together the
   quote's middle. */
bool peri_fill_last_data(const peri_security *security, peri_fill_prices *out);
bool peri_fill_is_new(const peri_security *security, int64_t now_ns); /* some bar of it is */

/* The close of the side's quote bar, unless that is older than `fresh_from` and the last trade bar
   is newer; and the end of the bar it is of. */
bool peri_fill_best_price(const peri_security *security, bool buys, int64_t fresh_from,
                          double *price, int64_t *end_ns);

/* fill_times.c: whether an order may be tried now; with `extended` also before and after regular
   trading, where the security is subscribed so. */
bool peri_fill_may_try(const peri_fill_attempt *attempt, bool extended);
/* Whether a market order has to wait for a newer price than one of end_ns; a price that is old and
   has to do gives a warning. */
bool peri_fill_must_wait(const peri_fill_attempt *attempt, int64_t end_ns, peri_fill *out);
/* A price with the slippage against the trader. */
double peri_fill_slipped(const peri_fill_attempt *attempt, double price);
bool peri_fill_buys(const peri_fill_attempt *attempt);

/* fills_stops.c: the same for every kind of security, on the side's bar */
bool peri_fill_stop_limit(const peri_fill_attempt *attempt, peri_fill *out);
bool peri_fill_trailing_stop(const peri_fill_attempt *attempt, peri_fill *out);

/* fills_session.c: MarketOnOpen and MarketOnClose, on the last bar that counts */
bool peri_fill_on_open(const peri_fill_attempt *attempt, const peri_fill_prices *bar,
                       peri_fill *out);
bool peri_fill_on_close(const peri_fill_attempt *attempt, const peri_fill_prices *bar,
                        peri_fill *out);

/* fills_equity.c, fills_other.c */
bool peri_fill_equity(const peri_fill_attempt *attempt, peri_fill *out);
bool peri_fill_other(const peri_fill_attempt *attempt, peri_fill *out);

#endif
