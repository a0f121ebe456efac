/* bar_joiner.c - see bar_joiner.h. Layer 2. */
#include "market/bar_joiner.h"

#include <float.h>

void peri_bar_joiner_init(peri_bar_joiner *joiner, const peri_security *security)
{
    joiner->options = (peri_read_options){
        .resolution = security->resolution,
        .zone = peri_hours_zone(security->hours),
        .hours = security->hours,
        .whole_days = peri_security_has_whole_days(security),
        .extended = security->extended,
        .from_ns = INT64_MIN,
        .until_ns = INT64_MAX,
    };
    joiner->has_bar = false;
    peri_bar_spans_init(&joiner->spans, &joiner->options);
}

/* Where a bar of the resolution that has this instant begins, by the exchange's clock. */
static int64_t begin_of(const peri_bar_joiner *joiner, int64_t at_ns)
{
    const peri_zone *zone = joiner->options.zone;
    int64_t length = peri_resolution_ns(joiner->options.resolution);
    int64_t local = peri_zone_to_local(zone, at_ns), rest = local % length;
    int64_t begin = local - (rest < 0 ? rest + length : rest);
    if (joiner->options.resolution == PERI_RES_DAILY)
        return peri_zone_to_utc(zone, begin);
    return at_ns - (local - begin); /* a clock that changes in between does not matter */
}

bool peri_bar_joiner_place(peri_bar_joiner *joiner, int64_t start_ns, peri_bar *bar)
{
    const peri_time_text time = {.time_ns = start_ns, .is_utc = true};
    return peri_bar_spans_place(&joiner->spans, &time, start_ns, &bar->start_ns, &bar->end_ns);
}

static void extend(peri_bar *bar, const peri_bar *part)
{
    bar->high = part->high > bar->high ? part->high : bar->high;
    bar->low = part->low < bar->low ? part->low : bar->low;
    bar->close = part->close;
    bar->volume += part->volume;
    if (bar->volume > DBL_MAX) /* a sum of volumes out of all range; what follows wants numbers */
        bar->volume = DBL_MAX;
}

peri_join peri_bar_joiner_add(peri_bar_joiner *joiner, const peri_bar *part, peri_bar *done,
                              bool *is_done)
{
    peri_bar bar = *part;
    *is_done = false;
    if (!peri_bar_joiner_place(joiner, begin_of(joiner, part->start_ns), &bar) ||
        part->start_ns < bar.start_ns || part->start_ns >= bar.end_ns)
        return PERI_JOIN_OUTSIDE;
    if (joiner->has_bar && bar.start_ns < joiner->bar.start_ns)
        return PERI_JOIN_LATE;
    if (joiner->has_bar && bar.start_ns == joiner->bar.start_ns) {
        extend(&joiner->bar, part);
        return PERI_JOIN_TAKEN;
    }
    *is_done = joiner->has_bar;
    if (*is_done)
        *done = joiner->bar;
    joiner->bar = bar;
    joiner->has_bar = true;
    return PERI_JOIN_TAKEN;
}

bool peri_bar_joiner_flush(peri_bar_joiner *joiner, int64_t now_ns, peri_bar *done)
{
    if (!joiner->has_bar || joiner->bar.end_ns > now_ns)
        return false;
    *done = joiner->bar;
    joiner->has_bar = false;
    return true;
}
