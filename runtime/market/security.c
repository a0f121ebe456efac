/* security.c - the latest prices of a symbol. Layer 2. */
#include "market/security.h"

void peri_security_update(peri_security *security, const peri_bar *bar)
{
    security->has_data = true;
    security->price = bar->close;
    security->open = bar->open;
    security->high = bar->high;
    security->low = bar->low;
    security->close = bar->close;
    security->volume = bar->volume;
    security->last_bar = *bar;
    security->arrived_ns = bar->end_ns;
}
