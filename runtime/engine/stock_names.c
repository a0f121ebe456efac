/* stock_names.c - a stock that is added by another of the names it had: one security, as in LEAN,
 * which knows a stock by its first name and day. Layer 5. */
#include "engine/engine_internal.h"

#include "base/mem.h"

#include <string.h>

void peri_stock_names_deinit(peri_stock_names *names)
{
    for (size_t i = 0; i < names->n; i++)
        peri_free(names->items[i].ticker);
    peri_free(names->items);
    memset(names, 0, sizeof *names);
}

int32_t peri_engine_find_name(const peri_engine *engine, const char *ticker, bool removed)
{
    const peri_stock_names *names = &engine->stock_names;
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->items[i].ticker, ticker) == 0 &&
            (removed || !engine->securities[names->items[i].security]->security.removed))
            return names->items[i].security;
    return -1;
}

static int add_name(peri_engine *engine, const char *ticker, int32_t security, peri_error *err)
{
    peri_stock_names *names = &engine->stock_names;
    void *items = names->items;
    const int rc = peri_grow(&items, &names->cap, names->n + 1, sizeof *names->items);
    names->items = items;
    char *copy = rc == PERI_OK ? peri_strdup(ticker) : NULL;
    if (!copy)
        return peri_fail(err, PERI_ENOMEM, "no memory for the name '%s'", ticker);
    names->items[names->n++] = (struct peri_stock_name){copy, security};
    return PERI_OK;
}

static bool is_same(const peri_map_file *a, const peri_map_file *b)
{
    return a && b && peri_map_file_first_date(a) == peri_map_file_first_date(b) &&
           strcmp(peri_map_file_first_ticker(a), peri_map_file_first_ticker(b)) == 0;
}

/* The security that another name of a stock was added by, -1: none. */
static int32_t find_stock(const peri_engine *engine, const struct peri_subscribed *sub)
{
    for (size_t i = 0; i < engine->security_count; i++)
        if (!engine->securities[i]->security.removed &&
            is_same(engine->securities[i]->lean.map, sub->lean.map))
            return (int32_t)i;
    return -1;
}

int peri_engine_add_by_name(peri_engine *engine, const struct peri_subscribed *sub,
                            const peri_subscription *wanted, int32_t *index, peri_error *err)
{
    const int32_t same = find_stock(engine, sub);
    if (same < 0)
        return PERI_OK;
    const peri_security *stock = &engine->securities[same]->security;
    peri_subscription as = *wanted;
    as.ticker = stock->ticker;
    const int rc = peri_engine_add_known(engine, &as, stock->market, index, err);
    return rc == PERI_OK ? add_name(engine, wanted->ticker, same, err) : rc;
}
