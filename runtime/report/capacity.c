/* capacity.c - see capacity.h. Layer 5. */
#include "report/capacity.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

#define SESSION_MINUTES 390.0 /* of a US equity */
#define LEAST_DISCOUNT 0.2
#define DISCOUNT_SCALE 2.0
#define MINUTE_VOLUME 6000000.0 /* dollars a minute at which one bar behind a fill is enough */
#define SECOND_VOLUME (MINUTE_VOLUME / 60.0)
#define WEIGHT_NEW 0.33
#define WEIGHT_OLD 0.66

enum {
    LONGEST_WINDOW = 120, /* minutes */
    LEAST_OF_SECONDS = 5, /* minutes, behind bars of seconds */
    LEAST_OF_MINUTES = 1,
    WINDOW_WITHOUT_VOLUME = 10,
    MOST_PERIOD_DAYS = 7,
    FORGOTTEN_DAYS = 30
};

static double clamp(double value, double least, double most)
{
    return value < least ? least : value > most ? most : value;
}

static int64_t midnight_of(int64_t utc_ns)
{
    return peri_time_at(peri_time_date(utc_ns), 0);
}

void peri_capacity_start(peri_capacity *capacity, peri_date start, int64_t days)
{
    int64_t period = days > MOST_PERIOD_DAYS ? MOST_PERIOD_DAYS : days - 1;
    if (period < 1)
        period = 1;
    memset(capacity, 0, sizeof *capacity);
    capacity->lowest = -1;
    capacity->period_ns = period * PERI_DAY;
    capacity->next_ns = peri_time_at(start, 0) + capacity->period_ns;
    capacity->last_update_ns = INT64_MIN;
}

void peri_capacity_deinit(peri_capacity *capacity)
{
    peri_free(capacity->assets);
    memset(capacity, 0, sizeof *capacity);
}

/* -- fills ----------------------------------------------------------------------------------- */

static peri_capacity_asset *find(const peri_capacity *capacity, int32_t security)
{
    for (size_t i = 0; i < capacity->n; i++)
        if (capacity->assets[i].security == security)
            return &capacity->assets[i];
    return NULL;
}

static peri_capacity_asset *add(peri_capacity *capacity, int32_t security)
{
    void *assets = capacity->assets;
    if (peri_grow(&assets, &capacity->cap, capacity->n + 1, sizeof *capacity->assets) != PERI_OK)
        return NULL;
    capacity->assets = assets;
    peri_capacity_asset *asset = &capacity->assets[capacity->n++];
    *asset = (peri_capacity_asset){.security = security};
    return asset;
}

/* Who trades again and again within a session has less of the market each time. */
static double discount_after(int64_t between_ns)
{
    const double minutes = (double)between_ns / (double)PERI_MINUTE;
    return clamp(DISCOUNT_SCALE * minutes / SESSION_MINUTES, LEAST_DISCOUNT, 1.0);
}

int peri_capacity_fill(peri_capacity *capacity, int32_t security, int64_t time_ns, double value)
{
    peri_capacity_asset *asset = find(capacity, security);
    const bool is_first = !asset;
    if (!asset && !(asset = add(capacity, security)))
        return PERI_ENOMEM;
    asset->discount = is_first ? 1.0 : discount_after(time_ns - asset->fill_ns);
    if (asset->begins_anew) {
        asset->dollar_volume = 0.0;
        asset->trades = 0;
        asset->begins_anew = false;
    }
    capacity->changed = true;
    asset->sale_volume += value;
    asset->trades++;
    asset->fill_ns = time_ns;
    capacity->watched += !asset->watched;
    asset->watched = true;
    return PERI_OK;
}

int peri_capacity_restore(peri_capacity *capacity, const peri_capacity_asset *asset)
{
    peri_capacity_asset *added = add(capacity, asset->security);
    if (!added)
        return PERI_ENOMEM;
    *added = *asset;
    capacity->watched += asset->watched;
    return PERI_OK;
}

/* -- bars ------------------------------------------------------------------------------------ */

/* What a bar is taken for. */
typedef enum resolution {
    SECOND,
    MINUTE,
    HOUR,
    DAY
} resolution;

static resolution resolution_of(int64_t length_ns)
{
    if (length_ns >= PERI_DAY)
        return DAY;
    if (length_ns >= PERI_HOUR)
        return HOUR;
    return length_ns >= PERI_MINUTE ? MINUTE : SECOND;
}

static int64_t round_up(int64_t time_ns, int64_t unit)
{
    const int64_t rest = time_ns % unit;
    return rest == 0 ? time_ns : time_ns - rest + (rest > 0 ? unit : 0);
}

/* Dollars a minute, with a bar behind the asset's last one. */
static double average_volume(const peri_capacity_asset *asset, int64_t now_ns,
                             const peri_capacity_bar *bar)
{
    const double price = bar->close * bar->rate;
    const double minutes =
        asset->has_bar ? (double)(now_ns - asset->bar_ns) / (double)PERI_MINUTE : 0.0;
    return minutes > 0.0 ? price * (bar->volume + asset->volume) / minutes : price * bar->volume;
}

/* How long after a fill bars count: the less the market trades, the longer. */
static int64_t window(double enough, double average, int least)
{
    const double minutes = average > 0.0 ? enough / average : WINDOW_WITHOUT_VOLUME;
    return (int64_t)clamp(minutes, least, LONGEST_WINDOW) * PERI_MINUTE;
}

/* Whether a bar lies in the window; how much is traded decides behind the shortest one. */
static bool is_within(const peri_capacity_asset *asset, int64_t now_ns,
                      const peri_capacity_bar *bar, double enough, int least)
{
    const int64_t since = now_ns - asset->fill_ns;
    return since <= least * PERI_MINUTE ||
           since <= window(enough, average_volume(asset, now_ns, bar), least);
}

/* Whether a bar behind the asset's last one counts for its fill. */
static bool counts(const peri_capacity_asset *asset, int64_t now_ns, const peri_capacity_bar *bar,
                   resolution of)
{
    const int64_t fill = asset->fill_ns;
    switch (of) {
    case SECOND:
        return is_within(asset, now_ns, bar, SECOND_VOLUME, LEAST_OF_SECONDS);
    case MINUTE:
        return is_within(asset, now_ns, bar, MINUTE_VOLUME, LEAST_OF_MINUTES);
    case HOUR:
        return now_ns == round_up(fill, PERI_HOUR);
    default:
        return now_ns == fill || midnight_of(now_ns) == round_up(fill, PERI_DAY);
    }
}

static void take_bar(peri_capacity *capacity, peri_capacity_asset *asset, int64_t now_ns,
                     const peri_capacity_bar *bar)
{
    static const double scales[] = {[SECOND] = 0.5, [MINUTE] = 0.2, [HOUR] = 0.05, [DAY] = 0.02};
    const resolution of = resolution_of(bar->length_ns);
    const bool is_counted = counts(asset, now_ns, bar, of);
    asset->has_bar = true;
    asset->bar_ns = now_ns;
    asset->volume = bar->volume;
    if (is_counted) {
        asset->dollar_volume +=
            bar->close * asset->discount * bar->volume * bar->rate * bar->multiplier;
        asset->scale = scales[of];
    } else {
        asset->watched = false;
        capacity->watched--;
    }
}

void peri_capacity_update(peri_capacity *capacity, int64_t now_ns,
                          bool (*bar)(void *ctx, int32_t security, peri_capacity_bar *out),
                          void *ctx)
{
    capacity->last_update_ns = now_ns;
    capacity->changed = true;
    for (size_t i = 0; i < capacity->n; i++) {
        peri_capacity_asset *asset = &capacity->assets[i];
        if (!asset->watched)
            continue;
        peri_capacity_bar of_step;
        if (!bar(ctx, asset->security, &of_step) || !(of_step.volume > 0.0))
            continue;
        asset->last_bar = of_step;
        take_bar(capacity, asset, now_ns, &of_step);
    }
}

void peri_capacity_repeat(peri_capacity *capacity)
{
    for (size_t i = 0; i < capacity->n; i++) {
        peri_capacity_asset *asset = &capacity->assets[i];
        if (asset->watched && asset->has_bar && asset->bar_ns == capacity->last_update_ns)
            take_bar(capacity, asset, asset->bar_ns, &asset->last_bar);
    }
}

/* -- estimates ------------------------------------------------------------------------------- */

static double market_volume(const peri_capacity_asset *asset)
{
    return asset->dollar_volume * asset->scale;
}

static peri_capacity_asset *find_lowest(const peri_capacity *capacity, double *all_sales)
{
    peri_capacity_asset *lowest = &capacity->assets[0];
    *all_sales = 0.0;
    for (size_t i = 0; i < capacity->n; i++) {
        peri_capacity_asset *asset = &capacity->assets[i];
        *all_sales += asset->sale_volume;
        if (market_volume(asset) < market_volume(lowest))
            lowest = asset;
    }
    return lowest;
}

/* Sales count anew, volume with the next fill; what is neither held nor traded is forgotten. */
static void begin_period(peri_capacity *capacity, int64_t now_ns,
                         double (*held)(void *ctx, int32_t security), void *ctx)
{
    size_t kept = 0;
    for (size_t i = 0; i < capacity->n; i++) {
        peri_capacity_asset *asset = &capacity->assets[i];
        const bool is_old = now_ns - asset->fill_ns >= FORGOTTEN_DAYS * PERI_DAY;
        if (is_old && held(ctx, asset->security) == 0.0) {
            capacity->watched -= asset->watched;
            continue;
        }
        asset->sale_volume = 0.0;
        asset->begins_anew = true;
        capacity->assets[kept++] = *asset;
    }
    capacity->n = kept;
}

void peri_capacity_estimate(peri_capacity *capacity, int64_t now_ns,
                            double (*held)(void *ctx, int32_t security), void *ctx,
                            double total_value)
{
    if (capacity->n == 0 || total_value == 0.0)
        return;
    double all_sales;
    const peri_capacity_asset *lowest = find_lowest(capacity, &all_sales);
    const double of_sales = all_sales > 0.0 ? lowest->sale_volume / all_sales : 0.0;
    const double share = fmax(of_sales, held(ctx, lowest->security) / total_value);
    const double fresh =
        share > 0.0 ? market_volume(lowest) / (double)lowest->trades / share : capacity->value;
    capacity->changed = true;
    capacity->lowest = lowest->security;
    capacity->value =
        capacity->value == 0.0 ? fresh : WEIGHT_NEW * fresh + WEIGHT_OLD * capacity->value;
    begin_period(capacity, now_ns, held, ctx);
    capacity->next_ns = midnight_of(now_ns) + capacity->period_ns;
}
