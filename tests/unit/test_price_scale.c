/* test_price_scale.c - bars and quotes as the normalization modes show them. */
#include "check.h"
#include "corporate_kit.h"

#include "market/price_scale.h"

#include <math.h>
#include <string.h>

/* A split 2:1 and a dividend of 1 on 2010-01-11 (a Monday), a dividend of 2 on 2010-02-02. */
static const char factors[] = "20100104,0.72,0.5,1\n20100108,0.72,0.5,10\n20100201,0.8,1,10\n"
                              "20501231,1,1,0\n";

struct scaling {
    peri_zones *zones;
    peri_factor_file *file;
    peri_normalizer normalizer;
    peri_series bars;
    peri_quote_series quotes;
    peri_error err;
};

static void setup(struct scaling *s, const char *text, peri_normalization mode)
{
    memset(s, 0, sizeof *s);
    peri_zones_open(&s->zones, NULL);
    peri_zone_get(s->zones, "America/New_York", &s->normalizer.zone, NULL);
    peri_factor_file_parse("f.csv", text, strlen(text), &s->file, NULL);
    s->normalizer.factors = s->file;
    s->normalizer.mode = mode;
    s->normalizer.since = day(20100104);
    peri_series_init(&s->bars);
    peri_quote_series_init(&s->quotes);
}

static void teardown(struct scaling *s)
{
    peri_quote_series_deinit(&s->quotes);
    peri_series_deinit(&s->bars);
    peri_factor_file_close(s->file);
    peri_zones_close(s->zones);
}

/* A minute of a New York day: 10, 12, 8, 11 and a volume. */
static void add_bar(struct scaling *s, int date, int64_t time_of_day, double volume)
{
    int64_t at = peri_zone_to_utc(s->normalizer.zone, peri_time_at(day(date), time_of_day));
    peri_bar bar = {at, at + PERI_MINUTE, 10, 12, 8, 11, volume};
    peri_series_add(&s->bars, &bar);
}

static bool has_prices(const peri_bar *bar, double factor, double more)
{
    return bar->open == 10 * factor + more && bar->high == 12 * factor + more &&
           bar->low == 8 * factor + more && bar->close == 11 * factor + more;
}

SUITE(price_scale_modes)
{
    /* of the last minute of Friday, the first one of Monday, and of two days in February */
    static const struct {
        const char *name;
        peri_normalization mode;
        double factors[4], dividends[4], volumes[4];
    } rows[] = {
        {"raw", PERI_NORMALIZATION_RAW, {1, 1, 1, 1}, {0, 0, 0, 0}, {1, 1, 1, 1}},
        {"adjusted",
         PERI_NORMALIZATION_ADJUSTED,
         {0.72 * 0.5, 0.8, 0.8, 1},
         {0, 0, 0, 0},
         {3, 1, 1, 1}},
        {"split-adjusted",
         PERI_NORMALIZATION_SPLIT_ADJUSTED,
         {0.5, 1, 1, 1},
         {0, 0, 0, 0},
         {2, 1, 1, 1}},
        {"total return",
         PERI_NORMALIZATION_TOTAL_RETURN,
         {0.5, 1, 1, 1},
         {0, 1, 1, 3},
         {2, 1, 1, 1}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct scaling s;
        setup(&s, factors, rows[i].mode);
        add_bar(&s, 20100108, 23 * PERI_HOUR + 59 * PERI_MINUTE, 1);
        add_bar(&s, 20100111, 0, 1);
        add_bar(&s, 20100201, 16 * PERI_HOUR, 1);
        add_bar(&s, 20100202, 9 * PERI_HOUR, 1);
        CHECK_INT(rows[i].name, peri_normalizer_bars(&s.normalizer, &s.bars, 0, &s.err), PERI_OK);
        for (int k = 0; k < 4; k++) {
            CHECK(rows[i].name,
                  has_prices(&s.bars.bars[k], rows[i].factors[k], rows[i].dividends[k]));
            CHECK_NEAR(rows[i].name, s.bars.bars[k].volume, rows[i].volumes[k], 0);
        }
        teardown(&s);
    }
}

SUITE(price_scale_total_return_since)
{
    struct scaling s;
    setup(&s, factors, PERI_NORMALIZATION_TOTAL_RETURN);
    s.normalizer.since = day(20100109);
    CHECK("one paid before does not count",
          peri_normalizer_scale(&s.normalizer, day(20100111)).dividends == 0);
    CHECK("one paid behind does",
          peri_normalizer_scale(&s.normalizer, day(20100202)).dividends == 2);
    teardown(&s);
}

SUITE(price_scale_rounds_volume)
{
    static const struct {
        double volume, want;
    } rows[] = {{1, 2}, {0, 0}, {3, 6}, {0.25, 0}, {0.75, 2}, {1.25, 2}, {1e15, 2e15}};
    struct scaling s;
    setup(&s, factors, PERI_NORMALIZATION_SPLIT_ADJUSTED);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        add_bar(&s, 20100104, (int64_t)i * PERI_MINUTE, rows[i].volume);
    CHECK_INT("scales", peri_normalizer_bars(&s.normalizer, &s.bars, 1, &s.err), PERI_OK);
    CHECK("from an index on", has_prices(&s.bars.bars[0], 1, 0) && s.bars.bars[0].volume == 1);
    for (size_t i = 1; i < sizeof rows / sizeof *rows; i++)
        CHECK_NEAR("half to even", s.bars.bars[i].volume, rows[i].want, 0);
    teardown(&s);
}

SUITE(price_scale_quotes)
{
    struct scaling s;
    setup(&s, factors, PERI_NORMALIZATION_TOTAL_RETURN);
    int64_t at = peri_zone_to_utc(s.normalizer.zone, peri_time_at(day(20100202), PERI_HOUR));
    peri_quote_bar bar = {at, at + PERI_MINUTE, {10, 12, 8, 11, 5}, {0, 0, 0, 0, 0}};
    peri_quote_series_add(&s.quotes, &bar);
    bar = (peri_quote_bar){
        at - 60 * PERI_DAY, at - 59 * PERI_DAY, {0, 0, 0, 0, 0}, {10, 12, 8, 11, 5}};
    peri_quote_series_add(&s.quotes, &bar);
    CHECK_INT("scales", peri_normalizer_quotes(&s.normalizer, &s.quotes, 0, &s.err), PERI_OK);
    const peri_quote_bar *q = s.quotes.bars;
    CHECK("prices and dividends", q[0].bid.open == 13 && q[0].bid.close == 14);
    CHECK("size", q[0].bid.last_size == 5);
    CHECK("an absent side stays so", !peri_quote_side_is_there(&q[0].ask) && q[0].ask.open == 0);
    CHECK("before the split", q[1].ask.high == 6 && q[1].ask.last_size == 10);
    CHECK("an absent bid", !peri_quote_side_is_there(&q[1].bid));
    teardown(&s);
}

SUITE(price_scale_without_file)
{
    struct scaling s;
    setup(&s, factors, PERI_NORMALIZATION_ADJUSTED);
    peri_factor_file_close(s.file);
    s.file = NULL;
    peri_factor_file_open("/nowhere", "usa", "spy", &s.file, NULL);
    s.normalizer.factors = s.file;
    add_bar(&s, 20100104, 0, 0.5);
    CHECK_INT("scales", peri_normalizer_bars(&s.normalizer, &s.bars, 0, &s.err), PERI_OK);
    CHECK("nothing", has_prices(&s.bars.bars[0], 1, 0) && s.bars.bars[0].volume == 0.5);
    teardown(&s);
}

SUITE(price_scale_refuses_what_is_no_price)
{
    struct scaling s;
    setup(&s, "20100104,1e9,1e9,1\n20501231,1,1,0\n", PERI_NORMALIZATION_ADJUSTED);
    add_bar(&s, 20100104, 0, 1);
    add_bar(&s, 20100104, PERI_MINUTE, 1);
    s.bars.bars[1].high = 1e300;
    CHECK_INT("infinite", peri_normalizer_bars(&s.normalizer, &s.bars, 0, &s.err), PERI_EFORMAT);
    CHECK_HAS("infinite", s.err.text, "2010-01-04: price was inf after factor 1e+18");
    teardown(&s);
    setup(&s, "20100104,1e-9,1e-9,1\n20501231,1,1,0\n", PERI_NORMALIZATION_ADJUSTED);
    add_bar(&s, 20100104, 0, 1e300);
    CHECK_INT("amount", peri_normalizer_bars(&s.normalizer, &s.bars, 0, &s.err), PERI_EFORMAT);
    CHECK_HAS("amount", s.err.text, "2010-01-04: amount was inf after factor 1e-18");
    teardown(&s);
    setup(&s, "20100104,5,1,10\n20501231,1,1,0\n", PERI_NORMALIZATION_TOTAL_RETURN);
    add_bar(&s, 20100105, 0, 1);
    CHECK_INT("negative", peri_normalizer_bars(&s.normalizer, &s.bars, 0, &s.err), PERI_EFORMAT);
    CHECK_HAS("negative", s.err.text, "price was -30 after factor 1 and dividends -40; expected");
    teardown(&s);
}
