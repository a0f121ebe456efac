/* saver_securities.c - see saver_securities.h. Layer 5. */
#include "engine/saver_securities.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "engine/engine_internal.h"
#include "engine/events.h"
#include "engine/saver_models.h"

enum {
    MOST_SECURITIES = 1000000, /* a head that has more is damaged */
    MOST_DEEDS = 2 + PERI_SAVED_PARTS
};

/* A saved security; in order of the time it was added. */
struct former {
    int64_t id;
    peri_saved_security saved;
    int32_t own;  /* index of the one that set-up added for its symbol, -1: none */
    bool first;   /* of its symbol */
    bool last;    /* of its symbol */
    bool goes_on; /* the last of its symbol is as set-up has subscribed it: it goes on as that */
};

enum deed {
    ADD,
    ADD_PART, /* one more subscription of it */
    REMOVE,
    REPLACE, /* the strategy's own was removed, and added again later */
};

/* What happened to a security, and when. */
struct action {
    int64_t at_ns;
    size_t which; /* place in former */
    enum deed deed;
    int32_t part; /* of those that were saved */
};

struct walk {
    peri_engine *engine;
    const peri_saved_head *head;
    struct former *former; /* shape [head->securities] */
    int32_t *index;
    struct action *actions; /* shape [MOST_DEEDS * head->securities] */
    size_t action_n;
};

/* -- reading -------------------------------------------------------------------------------- */

static bool is_type(int32_t type)
{
    return type == PERI_TYPE_BASE || type == PERI_TYPE_EQUITY || type == PERI_TYPE_FOREX ||
           type == PERI_TYPE_CFD || type == PERI_TYPE_CRYPTO;
}

static bool is_resolution(int32_t resolution)
{
    return resolution >= PERI_RES_TICK && resolution <= PERI_RES_DAILY;
}

static bool is_right(const peri_saved_security *saved)
{
    for (int32_t i = 0; i < saved->part_count; i++)
        if (!is_resolution(saved->parts[i].resolution))
            return false;
    return saved->ticker[0] && is_type(saved->type) && is_resolution(saved->resolution) &&
           saved->leverage >= 1 && saved->leverage <= 1000 &&
           saved->normalization >= PERI_NORMALIZATION_RAW &&
           saved->normalization <= PERI_NORMALIZATION_TOTAL_RETURN &&
           peri_saved_models_are_right(&saved->models);
}

static int take_security(void *ctx, int64_t id, peri_codec *codec, peri_error *err)
{
    struct walk *walk = ctx;
    struct former *former = &walk->former[id];
    (void)err;
    peri_code_security(codec, &former->saved);
    codec->failed |= !is_right(&former->saved);
    former->id = id;
    walk->index[id] = -1;
    return PERI_OK;
}

static int by_time(const void *a, const void *b)
{
    const struct former *x = a, *y = b;
    if (x->saved.added_ns != y->saved.added_ns)
        return x->saved.added_ns < y->saved.added_ns ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

static int read_all(struct walk *walk, peri_error *err)
{
    int64_t n = walk->head->securities;
    int rc =
        peri_saved_each(walk->engine->saver.db, PERI_SAVED_SECURITY, n, take_security, walk, err);
    if (rc == PERI_OK)
        qsort(walk->former, (size_t)n, sizeof *walk->former, by_time);
    return rc;
}

/* -- what happened -------------------------------------------------------------------------- */

/* Set-up added and removed it: nobody has seen it. */
static bool is_nothing(const struct former *former)
{
    return former->saved.removed_ns == INT64_MIN;
}

/* Whether a further subscription of set-up's was there from the begin on. */
static bool has_part(const peri_saved_security *saved, const struct peri_subscribed *part)
{
    for (int32_t i = 0; i < saved->part_count; i++) {
        const peri_saved_part *was = &saved->parts[i];
        if (was->resolution == (int32_t)part->form.resolution && was->added_ns <= saved->added_ns)
            return was->fill_forward == part->form.fill_forward &&
                   was->extended == part->form.extended;
    }
    return false;
}

/* Whether set-up has subscribed what was saved: a strategy may have added it in another way. */
static bool is_subscribed(const peri_engine *engine, int32_t own, const peri_saved_security *saved)
{
    const struct peri_subscribed *sub = engine->securities[own];
    const peri_security *security = &sub->security;
    for (size_t p = 0; p < sub->part_count; p++)
        if (!has_part(saved, sub->parts[p]))
            return false;
    return (int32_t)security->type == saved->type &&
           (int32_t)sub->form.resolution == saved->resolution &&
           strcasecmp(security->market, saved->market) == 0 &&
           sub->form.fill_forward == saved->fill_forward && sub->form.extended == saved->extended &&
           (int32_t)sub->lean.mode == saved->normalization;
}

static void find_place(const struct walk *walk, struct former *former)
{
    const struct former *last = former;
    former->own = peri_engine_find(walk->engine, former->saved.ticker);
    former->first = former->last = true;
    for (int64_t i = 0; i < walk->head->securities; i++) {
        const struct former *other = &walk->former[i];
        if (other == former || is_nothing(other) ||
            strcmp(other->saved.ticker, former->saved.ticker) != 0)
            continue;
        if (other < former)
            former->first = false;
        else
            former->last = false;
        last = other > last ? other : last;
    }
    former->goes_on = former->own >= 0 && is_subscribed(walk->engine, former->own, &last->saved);
}

static void add_action(struct walk *walk, size_t which, enum deed deed, int32_t part, int64_t at_ns)
{
    int64_t first = walk->engine->first_ns, clock = walk->head->clock_ns;
    at_ns = at_ns < first ? first : at_ns;
    at_ns = at_ns > clock ? clock : at_ns;
    walk->actions[walk->action_n++] = (struct action){at_ns, which, deed, part};
}

static int64_t later(int64_t a_ns, int64_t b_ns)
{
    return a_ns > b_ns ? a_ns : b_ns;
}

static void plan(struct walk *walk, size_t which)
{
    struct former *former = &walk->former[which];
    const peri_saved_security *saved = &former->saved;
    bool is_alive = saved->removed_ns == PERI_NEVER;
    if (is_nothing(former))
        return;
    find_place(walk, former);
    if (former->goes_on && former->first && !former->last) {
        add_action(walk, which, REPLACE, 0, saved->removed_ns);
        return;
    }
    if (former->own >= 0 && former->first)
        walk->index[former->id] = former->own;
    else
        add_action(walk, which, ADD, 0, saved->added_ns);
    for (int32_t part = 0; part < saved->part_count; part++)
        add_action(walk, which, ADD_PART, part,
                   later(saved->parts[part].added_ns, saved->added_ns));
    if (!is_alive)
        add_action(walk, which, REMOVE, 0, saved->removed_ns);
}

static int in_order(const void *a, const void *b)
{
    const struct action *x = a, *y = b;
    if (x->at_ns != y->at_ns)
        return x->at_ns < y->at_ns ? -1 : 1;
    if (x->which != y->which)
        return x->which < y->which ? -1 : 1;
    if (x->deed != y->deed)
        return x->deed < y->deed ? -1 : 1;
    return (x->part > y->part) - (x->part < y->part);
}

/* -- let it happen again -------------------------------------------------------------------- */

static peri_subscription subscription_of(const peri_saved_security *saved)
{
    return (peri_subscription){
        .ticker = saved->ticker,
        .type = (peri_security_type)saved->type,
        .market = saved->market[0] ? saved->market : NULL,
        .resolution = (peri_resolution)saved->resolution,
        .fill_forward = saved->fill_forward,
        .extended = saved->extended,
        .leverage = saved->leverage,
        .normalization = (peri_normalization)saved->normalization,
        .time_zone = saved->time_zone[0] ? saved->time_zone : NULL,
    };
}

/* The strategy of this process did not add it. */
static int add_missing(peri_engine *engine, const peri_saved_security *saved, int32_t *index,
                       peri_error *err)
{
    const peri_subscription wanted = subscription_of(saved);
    int rc = peri_engine_add_security(engine, &wanted, index, err);
    return rc == PERI_OK
               ? rc
               : peri_fail_prefix(
                     err, "the saved run (--state fresh begins anew) has '%s': ", saved->ticker);
}

/* One more subscription, unless set-up has added it. */
static int add_part(peri_engine *engine, int32_t index, const peri_saved_security *saved,
                    int32_t part, peri_error *err)
{
    struct peri_subscribed *sub = engine->securities[index];
    const peri_saved_part *was = &saved->parts[part];
    peri_subscription wanted = subscription_of(saved);
    wanted.resolution = (peri_resolution)was->resolution;
    wanted.fill_forward = was->fill_forward;
    wanted.extended = was->extended;
    if (peri_engine_part_of(sub, wanted.resolution))
        return PERI_OK;
    return peri_engine_add_part(engine, sub, &wanted, err);
}

/* The strategy's own, which was removed, is added again: it begins without a price. */
static int add_again(peri_engine *engine, int32_t index, peri_error *err)
{
    struct peri_subscribed *sub = engine->securities[index];
    peri_security *security = &sub->security;
    security->removed = security->has_data = security->has_trade = security->has_quote = false;
    security->bid_price = security->ask_price = security->bid_size = security->ask_size = 0;
    security->price = security->open = security->high = security->low = security->close = 0;
    security->volume = 0;
    sub->added_ns = engine->clock_ns;
    for (size_t p = 0; p < sub->part_count; p++)
        sub->parts[p]->added_ns = engine->clock_ns;
    sub->removed_ns = PERI_NEVER;
    peri_engine_restart_in_feed(engine, index, engine->clock_ns + 1);
    peri_engine_start_feed(engine, engine->clock_ns);
    peri_event_release(sub->end_of_day);
    sub->end_of_day = NULL;
    return peri_engine_add_end_of_day(engine, sub, err);
}

/* Nothing is ordered: what closes its position is among the orders, which are restored later. */
static void remove_again(peri_engine *engine, int32_t index, const peri_saved_security *saved)
{
    peri_engine_mark_removed(engine, index, saved->closes);
}

/* The strategy's own goes on as the last of its symbol: what this one left gets another place. */
static int replace(peri_engine *engine, const struct former *former, int32_t *index,
                   peri_error *err)
{
    peri_engine_mark_removed(engine, former->own, false);
    const int rc = add_missing(engine, &former->saved, index, err);
    if (rc != PERI_OK)
        return rc;
    engine->securities[*index]->added_ns = former->saved.added_ns;
    remove_again(engine, *index, &former->saved);
    return PERI_OK;
}

static int act(struct walk *walk, const struct action *action, peri_error *err)
{
    peri_engine *engine = walk->engine;
    const struct former *former = &walk->former[action->which];
    int32_t *index = &walk->index[former->id];
    peri_engine_lead_up(engine, action->at_ns);
    if (action->deed == REPLACE)
        return replace(engine, former, index, err);
    if (action->deed != ADD && *index < 0)
        return peri_saved_damaged(PERI_SAVED_SECURITY, former->id, err);
    if (action->deed == ADD_PART)
        return add_part(engine, *index, &former->saved, action->part, err);
    if (action->deed == REMOVE) {
        remove_again(engine, *index, &former->saved);
        return PERI_OK;
    }
    if (!former->goes_on || !former->last)
        return add_missing(engine, &former->saved, index, err);
    *index = former->own;
    return add_again(engine, *index, err);
}

/* The strategy of this process is told of all symbols that are there, as of those of a new run; of
   one that went, if that of the process before was not told. */
static void restore_news(struct peri_subscribed *sub, const peri_saved_security *saved)
{
    if (!sub->security.removed)
        return;
    sub->announced = saved->announced;
    sub->farewelled = saved->farewelled;
}

/* What is held of it, its leverage and its models. A price that came from the data is newer
   than the one saved, which is that of the last order. */
static void restore(peri_engine *engine, int32_t index, const peri_saved_security *saved)
{
    peri_portfolio *portfolio = peri_broker_portfolio(engine->broker);
    peri_security *security = &engine->securities[index]->security;
    peri_holding *holding = &portfolio->holdings[index];
    double price = holding->price;
    bool is_fresh = security->has_data;
    *holding = saved->holding;
    holding->security = security;
    holding->price = is_fresh ? price : saved->holding.price;
    portfolio->invested += holding->quantity != 0;
    security->leverage = saved->leverage;
    restore_news(engine->securities[index], saved);
    peri_saver_restore_models(engine, index, &saved->models, &engine->saver.lost_models);
}

static int walk_all(struct walk *walk, peri_error *err)
{
    size_t n = (size_t)walk->head->securities;
    int rc = read_all(walk, err);
    for (size_t i = 0; i < n && rc == PERI_OK; i++)
        plan(walk, i);
    if (rc == PERI_OK && walk->action_n > 1)
        qsort(walk->actions, walk->action_n, sizeof *walk->actions, in_order);
    for (size_t i = 0; i < walk->action_n && rc == PERI_OK; i++)
        rc = act(walk, &walk->actions[i], err);
    for (size_t i = 0; i < n && rc == PERI_OK; i++) {
        int32_t index = walk->index[walk->former[i].id];
        if (index >= 0)
            restore(walk->engine, index, &walk->former[i].saved);
    }
    return rc;
}

int peri_saver_resume_securities(peri_engine *engine, const peri_saved_head *head, int32_t **index,
                                 peri_error *err)
{
    if (head->securities < 0 || head->securities > MOST_SECURITIES)
        return peri_saved_damaged(PERI_SAVED_HEAD, 0, err);
    size_t n = (size_t)head->securities;
    struct walk walk = {.engine = engine, .head = head};
    *index = walk.index = peri_calloc(n + 1, sizeof *walk.index);
    walk.former = peri_calloc(n + 1, sizeof *walk.former);
    walk.actions = peri_calloc(MOST_DEEDS * n + 1, sizeof *walk.actions);
    int rc = walk.index && walk.former && walk.actions
                 ? walk_all(&walk, err)
                 : peri_fail(err, PERI_ENOMEM, "no memory to resume the run");
    peri_free(walk.former);
    peri_free(walk.actions);
    return rc;
}
