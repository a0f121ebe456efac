/* joined.c - bars of a subscription as bars of a longer resolution. Layer 5. */
#include "engine/engine_internal.h"

struct peri_subscribed *peri_engine_rows_of(struct peri_subscribed *sub)
{
    struct peri_subscribed *finest = sub, *part;
    struct peri_subscribed *whole = sub->whole ? sub->whole : sub;
    for (size_t k = 0; sub->path && (part = peri_engine_part(whole, k)); k++)
        if (part->path && part->form.resolution < finest->form.resolution)
            finest = part;
    return finest;
}

static int add_bar(void *ctx, peri_consolidator *consolidator, const peri_bar *bar, peri_error *err)
{
    (void)consolidator;
    return peri_series_add(ctx, bar) == PERI_OK
               ? PERI_OK
               : peri_fail(err, PERI_ENOMEM, "no memory for bars of history");
}

static int join_series(const peri_series *series, int64_t until_ns, peri_consolidator *joiner,
                       peri_error *err)
{
    const size_t n = peri_series_after(series, until_ns);
    int rc = PERI_OK;
    for (size_t i = 0; rc == PERI_OK && i < n; i++)
        rc = peri_consolidator_update(joiner, &series->bars[i], false, err);
    return rc;
}

static int join_reel(const peri_tape_cache *cache, peri_reel *reel, int64_t until_ns,
                     peri_consolidator *joiner, peri_error *err)
{
    peri_reel_reader *reader = NULL;
    int rc = peri_reel_reader_open(reel, &reader, err);
    while (rc == PERI_OK && peri_reel_reader_next(reader)) {
        const peri_series *window = peri_reel_reader_trades(reader);
        rc = join_series(window, until_ns, joiner, err);
        if (window->bars[window->n - 1].end_ns > until_ns)
            break;
    }
    peri_reel_reader_close(reader);
    return rc == PERI_OK ? peri_tape_cache_check(cache, err) : rc;
}

int peri_engine_join(const peri_engine *engine, const struct peri_subscribed *rows,
                     peri_resolution resolution, int64_t until_ns, peri_series *out,
                     peri_error *err)
{
    const peri_consolidator_calls calls = {.on_bar = add_bar, .ctx = out};
    const peri_security security = peri_engine_security_of(rows);
    peri_consolidator *joiner;
    int rc = resolution == PERI_RES_DAILY
                 ? peri_consolidator_new_day(&joiner, err)
                 : peri_consolidator_new_span(peri_resolution_ns(resolution), &joiner, err);
    if (rc != PERI_OK)
        return rc;
    peri_consolidator_set_calls(joiner, &calls);
    rc = peri_consolidator_attach(joiner, &security, err);
    if (rc == PERI_OK)
        rc = rows->reel ? join_reel(engine->cache, rows->reel, until_ns, joiner, err)
                        : join_series(&rows->series, until_ns, joiner, err);
    if (rc == PERI_OK)
        rc = peri_consolidator_scan(joiner, until_ns, false, err);
    peri_consolidator_release(joiner);
    return rc;
}
