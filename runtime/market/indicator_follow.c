/* indicator_follow.c - indicators that take the values of others. Layer 2. */
#include "market/indicator_frame.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"

enum {
    LONGEST_CHAIN = 65 /* of indicators that follow each other, with the first one */
};

/* A value that is not finite ends here, as one that a strategy passes on would. */
static bool is_fit(const peri_indicator *indicator)
{
    const double value = indicator->outputs[0];
    return isfinite(value) && fabs(value) <= PERI_INDICATOR_INPUT_MAX;
}

/* Whether the follower has a new value by it. */
static bool hand_on(const peri_indicator *of, const struct peri_follower *to)
{
    if (to->how == PERI_FOLLOW_OUTPUT)
        return to->next->values > 0; /* none: a function that was told has reset it */
    if (!is_fit(of) || (to->how == PERI_FOLLOW_READY && !of->ready))
        return false;
    if (to->how >= PERI_FOLLOW_LEFT)
        return peri_indicator_pair_takes(to->next, to->how == PERI_FOLLOW_LEFT);
    peri_indicator_take(to->next, of->time_ns, NULL, of->outputs[0]);
    return true;
}

/*
 * Those that follow, those that follow them, and so on, each before its next neighbour. All views
 * of one have their values before anybody is told of them, so that they agree.
 */
void peri_indicator_feed_followers(const peri_indicator *first)
{
    struct {
        const peri_indicator *of;
        size_t next; /* of its followers */
    } path[LONGEST_CHAIN];
    size_t depth = 0;
    path[0].of = first;
    path[0].next = 0;
    if (first->views)
        peri_indicator_feed_views(first);
    for (;;) {
        const peri_indicator *of = path[depth].of;
        if (path[depth].next == of->follower_count) {
            if (depth == 0)
                return;
            depth--;
            continue;
        }
        const struct peri_follower to = of->followers[path[depth].next++];
        if (!hand_on(of, &to))
            continue;
        if (to.next->views)
            peri_indicator_feed_views(to.next);
        if (to.next->watcher)
            to.next->watcher(to.next->watcher_ctx, to.next);
        depth++;
        path[depth].of = to.next;
        path[depth].next = 0;
    }
}

const char *peri_indicator_chain_problem(const peri_indicator *indicator)
{
    return indicator->depth + 1 < LONGEST_CHAIN ? NULL : "more than 64 follow each other";
}

/* NULL, or why it cannot follow. So there is no way back, and no long way. */
static const char *cannot_follow(const peri_indicator *indicator, const peri_indicator *next)
{
    if (next == indicator)
        return "it cannot follow itself";
    if (next->is_made)
        return "it is made of others, which feed it";
    if (next->cls->needs_bar)
        return "it needs bars, not values of another indicator";
    if (next->depth > 0)
        return "it follows another indicator already";
    if (next->follower_count > 0)
        return "others follow it already: let it follow before they do";
    return peri_indicator_chain_problem(indicator);
}

int peri_indicator_add_follower(peri_indicator *indicator, peri_indicator *next,
                                enum peri_follow how, peri_error *err)
{
    void *list = indicator->followers;
    if (peri_grow(&list, &indicator->follower_cap, indicator->follower_count + 1,
                  sizeof *indicator->followers) != PERI_OK)
        return peri_fail(err, PERI_ENOMEM, "no memory to follow indicator %s", indicator->label);
    if (next->depth < indicator->depth + 1)
        next->depth = indicator->depth + 1;
    indicator->followers = list;
    indicator->followers[indicator->follower_count++] = (struct peri_follower){next, how};
    return PERI_OK;
}

void peri_indicator_remove_follower(peri_indicator *indicator, const peri_indicator *next)
{
    struct peri_follower *list = indicator->followers;
    for (size_t i = indicator->follower_count; i > 0; i--) {
        if (list[i - 1].next != next)
            continue;
        memmove(&list[i - 1], &list[i], (indicator->follower_count - i) * sizeof *list);
        indicator->follower_count--;
        return;
    }
}

int peri_indicator_follow(peri_indicator *indicator, peri_indicator *next, bool at_once,
                          peri_error *err)
{
    const char *problem = cannot_follow(indicator, next);
    if (problem)
        return peri_fail(err, PERI_EINVAL, "indicator %s: %s", next->label, problem);
    return peri_indicator_add_follower(indicator, next,
                                       at_once ? PERI_FOLLOW_AT_ONCE : PERI_FOLLOW_READY, err);
}
