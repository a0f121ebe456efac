/* consolidator_classic_renko.c - bricks, one a bar at most. Layer 2. */
#include "market/consolidator_class.h"

#include <math.h>

struct bricks {
    double size;
    bool even;
    bool has_close;
    double close; /* of the last brick: where the next one opens */
};

static int open_brick(peri_consolidator *consolidator, const struct bricks *bricks,
                      const peri_bar *bar, double value, double volume, peri_error *err)
{
    double open = bricks->has_close ? bricks->close : value;
    if (bricks->even && !bricks->has_close)
        open = ceil(open / bricks->size) * bricks->size;
    consolidator->working =
        (peri_bar){bar->start_ns, bar->start_ns, open, open, open, open, volume};
    consolidator->has_working = true;
    return peri_consolidator_check_open(open, bricks->size, value, err);
}

/* Whether the value has left the brick: it ends a size away from its open. */
static bool move(peri_bar *brick, double size, double value)
{
    bool fell = value <= brick->open - size, rose = value >= brick->open + size;
    brick->close = fell ? brick->open - size : rose ? brick->open + size : value;
    brick->high = fmax(brick->high, brick->close);
    brick->low = fmin(brick->low, brick->close);
    return fell || rose;
}

static int update(peri_consolidator *consolidator, const peri_bar *bar, peri_error *err)
{
    struct bricks *bricks = (struct bricks *)consolidator->state;
    double value, volume;
    int rc = peri_consolidator_read(consolidator, bar, &value, &volume, err);
    if (rc == PERI_OK && consolidator->has_working) {
        consolidator->working.end_ns = bar->start_ns;
        consolidator->working.volume += volume;
        if (!move(&consolidator->working, bricks->size, value))
            return PERI_OK;
        bricks->close = consolidator->working.close;
        bricks->has_close = true;
        rc = peri_consolidator_emit_working(consolidator, err);
    }
    if (rc == PERI_OK)
        rc = open_brick(consolidator, bricks, bar, value, volume, err);
    return rc;
}

static const peri_consolidator_class classic_renko_class = {
    .name = "classic Renko", .state_size = sizeof(struct bricks), .update = update};

int peri_consolidator_new_classic_renko(double size, bool even, peri_consolidator **out,
                                        peri_error *err)
{
    void *state;
    *out = NULL;
    int rc = peri_consolidator_check_size("the size of a brick", size, err);
    if (rc == PERI_OK)
        rc = peri_consolidator_make(&classic_renko_class, out, &state, err);
    if (rc == PERI_OK)
        *(struct bricks *)state = (struct bricks){.size = size, .even = even};
    return rc;
}
