/* securities_changed.c - telling the strategy which securities came and went. Layer 5. */
#include "engine/engine_internal.h"

#include "base/mem.h"

static bool has_left(const struct peri_subscribed *sub)
{
    return sub->security.removed || sub->security.delisted;
}

/* What the strategy is still to be told of a security. */
static bool is_new(const struct peri_subscribed *sub)
{
    return !sub->announced && !has_left(sub);
}

static bool is_gone(const struct peri_subscribed *sub)
{
    return sub->announced && has_left(sub) && !sub->farewelled;
}

static void collect(peri_engine *engine, int32_t *list, peri_security_changes *out)
{
    int32_t *gone = list + engine->security_count;
    for (size_t i = 0; i < engine->security_count; i++) {
        struct peri_subscribed *sub = engine->securities[i];
        if (is_new(sub))
            list[out->added_n++] = (int32_t)i;
        else if (is_gone(sub))
            gone[out->removed_n++] = (int32_t)i;
        sub->farewelled = has_left(sub); /* one that was not there long is never told */
        sub->announced = true;
    }
    out->added = list;
    out->removed = gone;
}

int peri_engine_tell_changes(peri_engine *engine, peri_error *err)
{
    const peri_strategy *strategy = engine->strategy;
    peri_security_changes changes = {.added_n = 0};
    engine->securities_changed = false;
    if (!strategy->on_securities_changed)
        return PERI_OK;
    int32_t *list = peri_calloc(2 * engine->security_count + 1, sizeof *list);
    if (!list)
        return peri_fail(err, PERI_ENOMEM, "no memory to tell which symbols changed");
    collect(engine, list, &changes);
    peri_saver_note_change(&engine->saver); /* it is told once */
    const bool any = changes.added_n + changes.removed_n > 0;
    int rc = any ? strategy->on_securities_changed(strategy->ctx, &changes, err) : PERI_OK;
    peri_free(list);
    return rc;
}
