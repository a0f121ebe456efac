/* symbol_order.c - the order in which LEAN hands out what ends together: by type, then by ticker.
 * Source: lean-engine facts, 2.4; LEAN sorts its subscriptions so. Layer 5. */
#include "engine/engine_internal.h"

#include "base/mem.h"

#include <strings.h>

static int compare(const peri_engine *engine, int32_t a, int32_t b)
{
    const peri_security *first = &engine->securities[a]->security;
    const peri_security *second = &engine->securities[b]->security;
    if (first->type != second->type)
        return first->type < second->type ? -1 : 1;
    return strcasecmp(first->ticker, second->ticker);
}

int peri_engine_reserve_order(peri_engine *engine, peri_error *err)
{
    struct peri_symbol_ranks *ranks = &engine->ranks;
    void *by_symbol = ranks->by_symbol, *rank = ranks->rank;
    size_t cap = ranks->cap;
    int rc = peri_grow(&by_symbol, &cap, engine->security_count + 1, sizeof *ranks->by_symbol);
    ranks->by_symbol = by_symbol;
    cap = ranks->cap;
    if (rc == PERI_OK)
        rc = peri_grow(&rank, &cap, engine->security_count + 1, sizeof *ranks->rank);
    ranks->rank = rank;
    if (rc != PERI_OK)
        return peri_fail(err, PERI_ENOMEM, "no memory for one more symbol");
    ranks->cap = cap;
    return PERI_OK;
}

void peri_engine_order_last(peri_engine *engine)
{
    struct peri_symbol_ranks *ranks = &engine->ranks;
    const int32_t last = (int32_t)engine->security_count - 1;
    size_t at = (size_t)last;
    for (; at > 0 && compare(engine, last, ranks->by_symbol[at - 1]) < 0; at--)
        ranks->by_symbol[at] = ranks->by_symbol[at - 1];
    ranks->by_symbol[at] = last;
    for (; at <= (size_t)last; at++)
        ranks->rank[ranks->by_symbol[at]] = (int32_t)at;
}

peri_symbol_order peri_engine_symbol_order(const peri_engine *engine)
{
    return (peri_symbol_order){engine->ranks.by_symbol, engine->ranks.rank, engine->security_count};
}
