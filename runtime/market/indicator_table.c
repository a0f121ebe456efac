/* indicator_table.c - the kinds of indicators there are. Layer 2. */
#include "market/indicator_class.h"

#include <string.h>

static const peri_indicator_class *const classes[] = {
    &peri_indicator_adx,  &peri_indicator_logr, &peri_indicator_mom,      &peri_indicator_obv,
    &peri_indicator_rocp, &peri_indicator_sto,  &peri_indicator_vwap,     &peri_indicator_atr,
    &peri_indicator_bb,   &peri_indicator_ema,  &peri_indicator_identity, &peri_indicator_macd,
    &peri_indicator_max,  &peri_indicator_min,  &peri_indicator_roc,      &peri_indicator_rsi,
    &peri_indicator_sma,  &peri_indicator_std,  &peri_indicator_aroon,    &peri_indicator_cci,
    &peri_indicator_dch,  &peri_indicator_lwma, &peri_indicator_momp,     &peri_indicator_sum,
    &peri_indicator_wilr, &peri_indicator_wwma,
};

/* Those that are made of two others. */
static const peri_indicator_class *const pairs[] = {&peri_indicator_b};

const peri_indicator_class *peri_indicator_class_at(size_t i)
{
    return i < sizeof classes / sizeof classes[0] ? classes[i] : NULL;
}

const peri_indicator_class *peri_indicator_find(const char *name)
{
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
        if (strcmp(classes[i]->name, name) == 0)
            return classes[i];
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (strcmp(pairs[i]->name, name) == 0)
            return pairs[i];
    return NULL;
}
