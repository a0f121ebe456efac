/* consolidator_renko.c - bricks with wicks, any number a bar. Layer 2. */
#include "market/consolidator_class.h"

#include <math.h>

struct wicked {
    double size;
    bool started;
    int64_t begin_ns; /* of the brick at hand */
    double open, high, low;
    int direction;    /* of the last brick: 1 up, -1 down, 0 there was none */
    double last_open; /* its open */
};

/* Complete a brick from `open` to `close`. */
static int complete(peri_consolidator *consolidator, struct wicked *wicked, int64_t end_ns,
                    double open, double close, peri_error *err)
{
    bool up = close > open;
    peri_bar brick = {wicked->begin_ns,         end_ns, open, up ? close : wicked->high,
                      up ? wicked->low : close, close,  0};
    wicked->direction = up ? 1 : -1;
    wicked->last_open = open;
    wicked->begin_ns = end_ns;
    wicked->open = close;
    if (up)
        wicked->low = close;
    else
        wicked->high = close;
    return peri_consolidator_emit(consolidator, &brick, err);
}

/* All bricks between the open at hand and the value, in a direction (1 or -1); each but the first
   one of a turn begins where the last one ended. */
static int run(peri_consolidator *consolidator, struct wicked *wicked, int64_t at_ns, double value,
               int direction, peri_error *err)
{
    double step = direction * wicked->size;
    int rc = PERI_OK;
    if (wicked->direction == -direction) { /* a turn: from the other end of the last brick */
        double limit = wicked->last_open + step;
        if ((value - limit) * direction <= 0)
            return PERI_OK;
        rc = complete(consolidator, wicked, at_ns, wicked->last_open, limit, err);
    }
    while (rc == PERI_OK && (value - (wicked->open + step)) * direction > 0) {
        if (wicked->open + step == wicked->open) /* too small a size for such a price */
            return peri_consolidator_check_open((double)NAN, wicked->size, value, err);
        rc = complete(consolidator, wicked, at_ns, wicked->open, wicked->open + step, err);
    }
    return rc;
}

static int update(peri_consolidator *consolidator, const peri_bar *bar, peri_error *err)
{
    struct wicked *wicked = (struct wicked *)consolidator->state;
    double value, volume;
    int rc = peri_consolidator_read(consolidator, bar, &value, &volume, err);
    if (rc != PERI_OK)
        return rc;
    if (!wicked->started) {
        wicked->started = true;
        wicked->begin_ns = bar->start_ns;
        double whole = floor(value / wicked->size);
        wicked->open = wicked->size * (whole + rint(value / wicked->size - whole));
        wicked->high = wicked->low = wicked->open;
        return peri_consolidator_check_open(wicked->open, wicked->size, value, err);
    }
    wicked->high = fmax(wicked->high, value);
    wicked->low = fmin(wicked->low, value);
    if (value == wicked->open)
        return PERI_OK;
    return run(consolidator, wicked, bar->start_ns, value, value > wicked->open ? 1 : -1, err);
}

static const peri_consolidator_class renko_class = {
    .name = "Renko", .state_size = sizeof(struct wicked), .update = update};

int peri_consolidator_new_renko(double size, peri_consolidator **out, peri_error *err)
{
    void *state;
    *out = NULL;
    int rc = peri_consolidator_check_size("the size of a brick", size, err);
    if (rc == PERI_OK)
        rc = peri_consolidator_make(&renko_class, out, &state, err);
    if (rc == PERI_OK)
        ((struct wicked *)state)->size = size;
    return rc;
}
