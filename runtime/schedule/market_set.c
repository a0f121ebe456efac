/* market_set.c - the markets that rules without a symbol look at. Layer 3. */
#include "schedule/market_set.h"

#include "base/mem.h"

int peri_market_set_add(peri_market_set *set, const peri_hours *hours, peri_error *err)
{
    if (peri_hours_is_always_open(hours))
        return PERI_OK;
    for (size_t i = 0; i < set->n; i++)
        if (set->items[i] == hours)
            return PERI_OK;
    void *items = set->items;
    int rc = peri_grow(&items, &set->cap, set->n + 1, sizeof(const peri_hours *));
    set->items = items;
    if (rc != PERI_OK)
        return peri_fail(err, rc, "market '%s': no memory", peri_hours_name(hours));
    set->items[set->n++] = hours;
    return PERI_OK;
}

void peri_market_set_deinit(peri_market_set *set)
{
    peri_free(set->items);
    *set = (peri_market_set){NULL, 0, 0};
}
