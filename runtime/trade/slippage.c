/* slippage.c - how far from its price an order fills. Source: LEAN's models, lean-engine facts, 7.
 * Layer 3. */
#include <math.h>

#include "trade/fills_internal.h"

static int none(const peri_slippage_model *self, const peri_security *security,
                const peri_order *order, double *slippage, peri_error *err)
{
    (void)self;
    (void)security;
    (void)order;
    (void)err;
    *slippage = 0.0;
    return PERI_OK;
}

static int constant(const peri_slippage_model *self, const peri_security *security,
                    const peri_order *order, double *slippage, peri_error *err)
{
    peri_fill_prices last;
    (void)order;
    (void)err;
    *slippage = peri_fill_last_data(security, &last) ? self->fraction * last.close : 0.0;
    return PERI_OK;
}

/* Of the last data: a trade bar's, or what was offered on the trader's side. */
static double volume_of(const peri_security *security, const peri_order *order)
{
    if (!peri_security_quotes_are_last(security))
        return security->last_bar.volume;
    return order->quantity > 0.0 ? security->ask_size : security->bid_size;
}

static bool has_volume(peri_security_type type)
{
    return type != PERI_TYPE_FOREX && type != PERI_TYPE_CFD && type != PERI_TYPE_CRYPTO;
}

static int volume_share(const peri_slippage_model *self, const peri_security *security,
                        const peri_order *order, double *slippage, peri_error *err)
{
    peri_fill_prices last;
    (void)err;
    *slippage = 0.0;
    if (!peri_fill_last_data(security, &last))
        return PERI_OK;
    const double volume = volume_of(security, order);
    if (volume == 0.0 && !has_volume(security->type))
        return PERI_OK;
    const double share =
        volume > 0.0 ? fmin(fabs(order->quantity) / volume, self->fraction) : self->fraction;
    *slippage = share * share * self->impact * last.close;
    return PERI_OK;
}

peri_slippage_model peri_slippage_null(void)
{
    return (peri_slippage_model){.name = "Null", .slippage = none};
}

peri_slippage_model peri_slippage_constant(double fraction)
{
    return (peri_slippage_model){.name = "Constant", .slippage = constant, .fraction = fraction};
}

peri_slippage_model peri_slippage_volume_share(double limit, double impact)
{
    return (peri_slippage_model){
        .name = "VolumeShare", .slippage = volume_share, .fraction = limit, .impact = impact};
}
