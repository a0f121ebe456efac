/* fuzz_row.c - any bytes as rows of bars, quote bars and ticks. The first byte says of which kind,
   how their time is written and whether bad ones are skipped; the rest is the file. */
#include "fuzz_kit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "market/row.h"
#include "time/calendars.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    BARS,
    QUOTES,
    TICKS,
    KINDS = TICKS + PERI_TICKS_BID_ASK + 1
};

struct output {
    peri_series bars;
    peri_quote_series quotes;
    peri_tick_series ticks;
};

static void must(bool good, const char *what)
{
    if (!good)
        fuzz_fail(what, "it is not so");
}

static bool is_amount(double x)
{
    return isfinite(x) && x >= 0;
}

static bool are_prices(double open, double high, double low, double close)
{
    return low > 0 && low <= open && open <= high && low <= close && close <= high &&
           isfinite(high);
}

static void check_bars(const peri_series *series)
{
    for (size_t i = 0; i < series->n; i++) {
        const peri_bar *b = &series->bars[i];
        must(are_prices(b->open, b->high, b->low, b->close), "prices of a bar");
        must(is_amount(b->volume), "volume is 0 or more");
        must(b->start_ns < b->end_ns, "a bar ends after its start");
        must(i == 0 || b[-1].end_ns < b->end_ns, "bars end one after the other");
    }
}

static bool is_side(const peri_quote_side *s)
{
    if (!peri_quote_side_is_there(s))
        return s->open == 0 && s->high == 0 && s->low == 0 && s->close == 0 && s->last_size == 0;
    return are_prices(s->open, s->high, s->low, s->close) && is_amount(s->last_size);
}

static void check_quotes(const peri_quote_series *series)
{
    for (size_t i = 0; i < series->n; i++) {
        const peri_quote_bar *b = &series->bars[i];
        must(is_side(&b->bid) && is_side(&b->ask), "a side has all prices or none");
        must(peri_quote_side_is_there(&b->bid) || peri_quote_side_is_there(&b->ask), "a side");
        must(b->start_ns < b->end_ns, "a quote bar ends after its start");
        must(i == 0 || b[-1].end_ns < b->end_ns, "quote bars end one after the other");
    }
}

static void check_ticks(const peri_tick_series *series)
{
    for (size_t i = 0; i < series->n; i++) {
        const peri_tick *t = &series->ticks[i];
        must(is_amount(t->size) && is_amount(t->bid_size) && is_amount(t->ask_size), "sizes");
        must(is_amount(t->price) && is_amount(t->bid) && is_amount(t->ask), "prices");
        must((t->kind == PERI_TICK_TRADE) == (t->price > 0), "a trade has a price");
        must((t->kind == PERI_TICK_QUOTE) == (t->bid > 0 || t->ask > 0), "a quote has a side");
        must((t->bid > 0 || t->bid_size == 0) && (t->ask > 0 || t->ask_size == 0), "absent sides");
        must(peri_tick_value(t) > 0, "a value");
        must(i == 0 || t[-1].time_ns <= t->time_ns, "ticks do not go back");
    }
}

static void start(peri_rows *rows, int kind, const peri_read_options *options, struct output *out)
{
    if (kind == BARS)
        peri_rows_into_bars(rows, options, &out->bars);
    else if (kind == QUOTES)
        peri_rows_into_quotes(rows, options, &out->quotes);
    else
        peri_rows_into_ticks(rows, options, (peri_tick_layout)(kind - TICKS), &out->ticks);
}

static void read_rows(int kind, const peri_read_options *options, bool milliseconds,
                      const char *text, size_t len)
{
    struct output out = {.bars = {NULL, 0, 0}};
    peri_read_report report = {0};
    peri_rows rows;
    peri_error err;
    int64_t live = peri_mem_live();
    start(&rows, kind, options, &out);
    rows.name = "rows";
    rows.price_unit = milliseconds ? 10000 : 1;
    rows.clock = milliseconds ? PERI_ROW_CLOCK_MILLISECONDS : PERI_ROW_CLOCK_TEXT;
    rows.date = peri_date_make(2013, 11, 3); /* a day of 25 hours in New York */
    int rc = peri_rows_finish(&rows, peri_rows_take_text(&rows, text, len, &err), &report);
    check_bars(&out.bars);
    check_quotes(&out.quotes);
    check_ticks(&out.ticks);
    size_t n = out.bars.n + out.quotes.n + out.ticks.n;
    if (rc != PERI_OK)
        fuzz_check_error(rc, &err);
    must(n == (size_t)report.kept, "what is kept is counted");
    must(report.kept + report.outside + report.bad_rows == report.rows, "all rows are counted");
    must(options->skip_bad_rows ? rc == PERI_OK : report.bad_rows == 0, "bad rows");
    peri_series_deinit(&out.bars);
    peri_quote_series_deinit(&out.quotes);
    peri_tick_series_deinit(&out.ticks);
    must(peri_mem_live() == live, "all memory is given back");
}

/* Made once: they are no part of what is tested. */
static const peri_read_options *make_options(void)
{
    static peri_read_options options;
    static peri_zones *zones; /* static: still reachable at the end */
    static peri_hours *hours;
    if (options.zone)
        return &options;
    if (peri_zones_open(&zones, NULL) != PERI_OK ||
        peri_zone_get(zones, "America/New_York", &options.zone, NULL) != PERI_OK ||
        peri_calendar_make(zones, "forex", &hours, NULL) != PERI_OK)
        abort();
    options.hours = hours;
    options.from_ns = INT64_MIN;
    options.until_ns = INT64_MAX;
    return &options;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    peri_read_options options = *make_options();
    if (size == 0)
        return 0;
    options.skip_bad_rows = data[0] & 1;
    options.whole_days = data[0] & 2;
    options.extended = data[0] & 4;
    options.resolution = data[0] & 8 ? PERI_RES_DAILY : PERI_RES_MINUTE;
    read_rows((data[0] >> 5) % KINDS, &options, data[0] & 16, (const char *)data + 1, size - 1);
    return 0;
}
