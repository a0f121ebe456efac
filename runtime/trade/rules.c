/* rules.c - the defaults of the rules of orders. Source: lean-engine facts, 15. Layer 3. */
#include "trade/rules.h"

#include "time/civil.h"

peri_trade_rules peri_trade_rules_default(void)
{
    return (peri_trade_rules){
        .free_fraction = 0.0025,
        .free_value = -1.0,
        .minimum_order_margin = 0.001,
        .close_buffer_ns = 15 * PERI_MINUTE + 30 * PERI_SECOND,
    };
}
