/* price_scale.c - scaling prices and amounts. Layer 2. */
#include "market/price_scale.h"

#include <math.h>

peri_price_scale peri_normalizer_scale(const peri_normalizer *normalizer, peri_date date)
{
    const peri_normalizer *n = normalizer;
    peri_price_scale scale = {peri_factor_file_factor(n->factors, n->mode, date), 0};
    if (n->mode == PERI_NORMALIZATION_TOTAL_RETURN)
        scale.dividends = peri_factor_file_paid(n->factors, n->since, date);
    return scale;
}

static double scaled_price(peri_price_scale scale, double price)
{
    return price * scale.factor + scale.dividends;
}

static double scaled_amount(peri_price_scale scale, double amount)
{
    return nearbyint(amount / scale.factor); /* the mode of a new process: half to even */
}

/* The scale of a stream's present date. */
struct cursor {
    const peri_normalizer *normalizer;
    peri_zone_cursor zone;
    peri_price_scale scale;
    int64_t from_local, until_local; /* of the date; empty before the first */
    peri_error *err;
};

static void start(struct cursor *cursor, const peri_normalizer *normalizer, peri_error *err)
{
    *cursor = (struct cursor){.normalizer = normalizer, .err = err};
    peri_zone_cursor_init(&cursor->zone, normalizer->zone);
}

/* True when nothing would change. */
static bool is_plain(const peri_normalizer *normalizer)
{
    size_t n;
    peri_factor_file_rows(normalizer->factors, &n);
    return n == 0 || normalizer->mode == PERI_NORMALIZATION_RAW;
}

static void move(struct cursor *cursor, int64_t start_ns)
{
    int64_t local = peri_zone_cursor_to_local(&cursor->zone, start_ns);
    if (local >= cursor->from_local && local < cursor->until_local)
        return;
    peri_date date = peri_time_date(local);
    cursor->from_local = peri_time_at(date, 0);
    cursor->until_local = cursor->from_local + PERI_DAY;
    cursor->scale = peri_normalizer_scale(cursor->normalizer, date);
}

static int fail(const struct cursor *cursor, const char *what, double value)
{
    char date[PERI_TIME_TEXT];
    peri_date_format(peri_time_date(cursor->from_local), date);
    return peri_fail(cursor->err, PERI_EFORMAT,
                     "%s: %s was %g after factor %g and dividends %g; expected a finite number%s",
                     date, what, value, cursor->scale.factor, cursor->scale.dividends,
                     what[0] == 'p' ? " above 0" : "");
}

/* Scale four prices and an amount. */
static int scale_all(const struct cursor *cursor, double *const prices[4], double *amount)
{
    for (int i = 0; i < 4; i++) {
        double price = scaled_price(cursor->scale, *prices[i]);
        if (!(price > 0 && price < HUGE_VAL))
            return fail(cursor, "price", price);
        *prices[i] = price;
    }
    *amount = scaled_amount(cursor->scale, *amount);
    return *amount < HUGE_VAL ? PERI_OK : fail(cursor, "amount", *amount);
}

static int scale_side(const struct cursor *cursor, peri_quote_side *side)
{
    double *const prices[] = {&side->open, &side->high, &side->low, &side->close};
    return peri_quote_side_is_there(side) ? scale_all(cursor, prices, &side->last_size) : PERI_OK;
}

int peri_normalizer_bars(const peri_normalizer *normalizer, peri_series *series, size_t from,
                         peri_error *err)
{
    struct cursor cursor;
    start(&cursor, normalizer, err);
    int rc = PERI_OK;
    for (size_t i = is_plain(normalizer) ? series->n : from; i < series->n && rc == PERI_OK; i++) {
        peri_bar *bar = &series->bars[i];
        double *const prices[] = {&bar->open, &bar->high, &bar->low, &bar->close};
        move(&cursor, bar->start_ns);
        rc = scale_all(&cursor, prices, &bar->volume);
    }
    return rc;
}

int peri_normalizer_quotes(const peri_normalizer *normalizer, peri_quote_series *series,
                           size_t from, peri_error *err)
{
    struct cursor cursor;
    start(&cursor, normalizer, err);
    int rc = PERI_OK;
    for (size_t i = is_plain(normalizer) ? series->n : from; i < series->n && rc == PERI_OK; i++) {
        peri_quote_bar *bar = &series->bars[i];
        move(&cursor, bar->start_ns);
        rc = scale_side(&cursor, &bar->bid);
        if (rc == PERI_OK)
            rc = scale_side(&cursor, &bar->ask);
    }
    return rc;
}

/* One price and its amount; a price of 0 is absent. */
static int scale_one(const struct cursor *cursor, double *price, double *amount)
{
    peri_quote_side side = {*price, *price, *price, *price, *amount};
    const int rc = scale_side(cursor, &side);
    *price = side.close;
    *amount = side.last_size;
    return rc;
}

int peri_normalizer_ticks(const peri_normalizer *normalizer, peri_tick_series *series, size_t from,
                          peri_error *err)
{
    struct cursor cursor;
    start(&cursor, normalizer, err);
    int rc = PERI_OK;
    for (size_t i = is_plain(normalizer) ? series->n : from; i < series->n && rc == PERI_OK; i++) {
        peri_tick *tick = &series->ticks[i];
        move(&cursor, tick->time_ns);
        rc = scale_one(&cursor, &tick->price, &tick->size);
        if (rc == PERI_OK)
            rc = scale_one(&cursor, &tick->bid, &tick->bid_size);
        if (rc == PERI_OK)
            rc = scale_one(&cursor, &tick->ask, &tick->ask_size);
    }
    return rc;
}
