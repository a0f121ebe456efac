/* parts.c - a security with several subscriptions: which one is meant, what a slice has of each.
 * Layer 5. */
#include "engine/consolidation.h"
#include "engine/engine_internal.h"

struct peri_subscribed *peri_engine_input(struct peri_subscribed *sub, int64_t length_ns,
                                          bool quotes)
{
    struct peri_subscribed *part;
    for (size_t k = 0; (part = peri_engine_part(sub, k)); k++)
        if ((length_ns == 0 || peri_resolution_ns(part->form.resolution) <= length_ns) &&
            (!quotes || peri_engine_has_quotes(part)))
            return part;
    return sub;
}

struct peri_subscribed *peri_engine_part_of(struct peri_subscribed *sub, peri_resolution resolution)
{
    struct peri_subscribed *part;
    for (size_t k = 0; (part = peri_engine_part(sub, k)); k++)
        if (part->form.resolution == resolution)
            return part;
    return NULL;
}

peri_security peri_engine_security_of(const struct peri_subscribed *sub)
{
    peri_security security = sub->security;
    security.resolution = sub->form.resolution;
    security.fill_forward = sub->form.fill_forward;
    security.extended = sub->form.extended;
    return security;
}

peri_resolution peri_engine_input_resolution(const peri_engine *engine, int32_t security,
                                             int64_t length_ns)
{
    return peri_engine_input(engine->securities[security], length_ns, false)->form.resolution;
}

/* They lie in order of security. */
const peri_slice_part *peri_engine_slice_parts(const peri_slice *slice, int32_t security, size_t *n)
{
    const peri_slice_part *parts = slice->parts;
    size_t low = 0, high = slice->part_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (parts[middle].security < security)
            low = middle + 1;
        else
            high = middle;
    }
    *n = 0;
    while (low + *n < slice->part_count && parts[low + *n].security == security)
        ++*n;
    return *n > 0 ? &parts[low] : NULL;
}

bool peri_engine_update_parts(const peri_engine *engine, peri_security *security,
                              const peri_slice *slice, int32_t index)
{
    size_t n;
    const peri_slice_part *parts = peri_engine_slice_parts(slice, index, &n);
    for (size_t i = 0; i < n; i++) {
        if (!parts[i].is_new)
            continue;
        if (parts[i].bar) {
            peri_security_update(security, parts[i].bar);
            security->arrived_ns = engine->clock_ns;
        } else {
            peri_security_update_quote(security, parts[i].quote);
            security->quote_arrived_ns = engine->clock_ns;
        }
    }
    return n > 0;
}
