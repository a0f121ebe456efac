/* indicator_class.h - what the kinds of indicators share: list, checks. Layer 2. */
#ifndef PERI_INDICATOR_CLASS_H
#define PERI_INDICATOR_CLASS_H

#include "market/indicator.h"

enum {
    PERI_INDICATOR_PERIOD_MAX = 1000000
};

/* One per file ind_<name>.c (MIN and MAX share ind_extremes.c; MOM, ROCP, MOMP, LOGR and ROC
   ind_roc.c; OBV and VWAP ind_volume.c; SMA, EMA and WWMA ind_average.c; DCH and WILR
   ind_channel.c; SUM and LWMA ind_sums.c). */
extern const peri_indicator_class peri_indicator_adx;
extern const peri_indicator_class peri_indicator_aroon;
extern const peri_indicator_class peri_indicator_cci;
extern const peri_indicator_class peri_indicator_dch;
extern const peri_indicator_class peri_indicator_lwma;
extern const peri_indicator_class peri_indicator_momp;
extern const peri_indicator_class peri_indicator_sum;
extern const peri_indicator_class peri_indicator_wilr;
extern const peri_indicator_class peri_indicator_wwma;
extern const peri_indicator_class peri_indicator_logr;
extern const peri_indicator_class peri_indicator_mom;
extern const peri_indicator_class peri_indicator_obv;
extern const peri_indicator_class peri_indicator_rocp;
extern const peri_indicator_class peri_indicator_sto;
extern const peri_indicator_class peri_indicator_vwap;
extern const peri_indicator_class peri_indicator_atr;
extern const peri_indicator_class peri_indicator_b; /* of two prices */
extern const peri_indicator_class peri_indicator_bb;
extern const peri_indicator_class peri_indicator_ema;
extern const peri_indicator_class peri_indicator_identity;
extern const peri_indicator_class peri_indicator_macd;
extern const peri_indicator_class peri_indicator_max;
extern const peri_indicator_class peri_indicator_min;
extern const peri_indicator_class peri_indicator_roc;
extern const peri_indicator_class peri_indicator_rsi;
extern const peri_indicator_class peri_indicator_sma;
extern const peri_indicator_class peri_indicator_std;

/* A whole number in 1 .. PERI_INDICATOR_PERIOD_MAX? NaN is not. */
bool peri_indicator_is_period(double value);

/* One of enum peri_average? */
bool peri_indicator_is_average(double value);

/* What is said of a parameter that is none, given its name. */
#define PERI_INDICATOR_NO_PERIOD(name) name " must be a whole number from 1 to 1000000"

/* Check, size and reset of a class without parameters and state. */
const char *peri_indicator_check_nothing(const double *params);
size_t peri_indicator_no_state(const double *params);
void peri_indicator_reset_nothing(void *state, const double *params);

/* The check of a class whose parameters are (period), or (period, average): NULL or a text. */
const char *peri_indicator_check_period(const double *params);
const char *peri_indicator_check_period_average(const double *params);
/* Of one with two periods: NULL, or what is said of the first or of the second (static texts). */
const char *peri_indicator_check_two_periods(const double *params, const char *first,
                                             const char *second);

/* The lookback of a class that is ready after as many inputs as its period, the first parameter. */
int64_t peri_indicator_lookback_period(const double *params);

#endif
