/* margin_day.c - margin that depends on whether the market is open: LEAN's model of pattern day
 * traders. Source: lean-engine facts, 6.3. Layer 3. */
#include "trade/models.h"

static const int64_t SOON_NS = 10 * PERI_MINUTE;

static bool is_open_for_long(const peri_security *security, int64_t now_ns)
{
    if (peri_hours_is_always_open(security->hours))
        return true;
    return peri_hours_is_open(security->hours, now_ns, false) &&
           peri_hours_next_close(security->hours, now_ns, false) - now_ns > SOON_NS;
}

/* *margin is that of an open market. */
static int correct(const peri_margin_model *self, const peri_security *security, double quantity,
                   double *margin, peri_error *err)
{
    const int64_t *now = self->ctx;
    (void)quantity;
    (void)err;
    if (!is_open_for_long(security, *now))
        *margin *= self->closed_factor;
    return PERI_OK;
}

double peri_margin_leverage(const peri_margin_model *model, const peri_security *security)
{
    const int64_t *now = model->ctx;
    return model->closed_factor > 0.0 && !is_open_for_long(security, *now)
               ? security->leverage / model->closed_factor
               : security->leverage;
}

peri_margin_model peri_margin_pattern_day(double closed, double open, int64_t *clock_ns)
{
    return (peri_margin_model){.name = "PatternDayTrading",
                               .initial = 1.0 / open,
                               .maintenance = 1.0 / open,
                               .fixed_leverage = true,
                               .closed_factor = open / closed,
                               .ctx = clock_ns,
                               .initial_margin = correct,
                               .maintenance_margin = correct};
}
