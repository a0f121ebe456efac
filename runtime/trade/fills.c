/* fills.c - the fill models: LEAN's default, and the one of the next open. Layer 3. */
#include <string.h>

#include "trade/fills_internal.h"

static int immediate(const peri_fill_model *self, const peri_fill_attempt *attempt, peri_fill *out,
                     peri_error *err)
{
    (void)self;
    (void)err;
    out->fills = attempt->security->type == PERI_TYPE_EQUITY ? peri_fill_equity(attempt, out)
                                                             : peri_fill_other(attempt, out);
    return PERI_OK;
}

static int equities(const peri_fill_model *self, const peri_fill_attempt *attempt, peri_fill *out,
                    peri_error *err)
{
    (void)self;
    (void)err;
    out->fills = peri_fill_equity(attempt, out);
    return PERI_OK;
}

static int next_open(const peri_fill_model *self, const peri_fill_attempt *attempt, peri_fill *out,
                     peri_error *err)
{
    const peri_security *security = attempt->security;
    peri_fill_prices bar;
    if (peri_order_fields(attempt->order->type) != 0)
        return immediate(self, attempt, out, err);
    if (!peri_fill_is_new(security, attempt->now_ns) || !peri_fill_last_data(security, &bar) ||
        bar.start_ns < attempt->order->created_ns)
        return PERI_OK;
    out->price = peri_fill_slipped(attempt, bar.open);
    out->fills = true;
    return PERI_OK;
}

peri_fill_model peri_fill_immediate(void)
{
    return (peri_fill_model){.name = "Immediate", .fill = immediate};
}

peri_fill_model peri_fill_equities(void)
{
    return (peri_fill_model){.name = "Equity", .fill = equities};
}

peri_fill_model peri_fill_next_open(void)
{
    return (peri_fill_model){.name = "NextOpen", .fill = next_open, .market_orders_wait = true};
}

bool peri_fill_by_name(const char *name, peri_fill_model *out)
{
    const peri_fill_model models[] = {peri_fill_immediate(), peri_fill_equities(),
                                      peri_fill_next_open()};
    for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
        if (strcmp(models[i].name, name) != 0)
            continue;
        *out = models[i];
        return true;
    }
    return false;
}
