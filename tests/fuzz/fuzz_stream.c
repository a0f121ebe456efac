/* fuzz_stream.c - any bytes as a line of market data. */
#include "fuzz_kit.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "store/utf8.h"
#include "stream/stream_line.h"
#include "time/civil.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_price(double x)
{
    return isfinite(x) && x > 0;
}

static bool is_amount(double x)
{
    return isfinite(x) && x >= 0 && !signbit(x);
}

static void check_ticker(const peri_stream_item *item)
{
    const char *end = memchr(item->ticker, '\0', sizeof item->ticker);
    if (!end)
        fuzz_fail("a ticker ends", "it does not");
    size_t len = (size_t)(end - item->ticker);
    if ((len == 0) != (item->kind == PERI_STREAM_TIME))
        fuzz_fail("a ticker where there must be one", item->ticker);
    if (peri_utf8_check(item->ticker, len) != len)
        fuzz_fail("a ticker is UTF-8", item->ticker);
    if (item->ticker[0] == '.' || strpbrk(item->ticker, "/\\"))
        fuzz_fail("a ticker is no path", item->ticker);
    for (const char *p = item->ticker; p < end; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F)
            fuzz_fail("a ticker has no control characters", item->ticker);
}

static void check_prices(const peri_stream_item *i)
{
    bool has_prices = i->kind == PERI_STREAM_BAR || i->kind == PERI_STREAM_TRADE;
    if (has_prices && !(is_price(i->low) && i->low <= i->open && i->open <= i->high &&
                        i->low <= i->close && i->close <= i->high && is_price(i->high)))
        fuzz_fail("0 < low <= open, close <= high", i->ticker);
    if (!has_prices && (i->open != 0 || i->high != 0 || i->low != 0 || i->close != 0))
        fuzz_fail("no prices but in bars and trades", i->ticker);
    if (i->kind == PERI_STREAM_TRADE && !(i->low == i->close && i->high == i->close))
        fuzz_fail("a trade has one price", i->ticker);
    if (!is_amount(i->volume) || (!has_prices && i->volume != 0))
        fuzz_fail("volume is 0 or more", i->ticker);
}

static void check_quote(const peri_stream_item *i)
{
    if (!is_amount(i->bid) || !is_amount(i->ask) || !is_amount(i->bid_size) ||
        !is_amount(i->ask_size))
        fuzz_fail("sides are 0 or more", i->ticker);
    bool is_quote = i->kind == PERI_STREAM_QUOTE;
    if (is_quote != (i->bid > 0 || i->ask > 0))
        fuzz_fail("a quote has a side, others have none", i->ticker);
    if (i->ask > 0 && i->ask < i->bid)
        fuzz_fail("bid <= ask", i->ticker);
}

static void check_times(const peri_stream_item *i)
{
    int64_t first = peri_time_at(peri_date_make(1700, 1, 1), 0);
    int64_t last = peri_time_at(peri_date_make(2250, 12, 31), PERI_DAY);
    if (i->time_ns < first || i->time_ns >= last || i->end_ns >= last)
        fuzz_fail("times from 1700 to 2250", i->ticker);
    if (i->end_ns != 0 && (i->kind != PERI_STREAM_BAR || i->end_ns <= i->time_ns))
        fuzz_fail("a bar ends after its start", i->ticker);
}

static void check_item(const peri_stream_item *item)
{
    if (item->line != 0)
        fuzz_fail("the line is the stream's to tell", item->ticker);
    if (item->kind == PERI_STREAM_NONE)
        return;
    if (item->kind < PERI_STREAM_BAR || item->kind > PERI_STREAM_TIME)
        fuzz_fail("a kind that there is", item->ticker);
    check_ticker(item);
    check_times(item);
    check_prices(item);
    check_quote(item);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    peri_stream_item item, untouched;
    peri_error err;
    int64_t live = peri_mem_live();
    memset(&item, 0x5A, sizeof item);
    memcpy(&untouched, &item, sizeof item);
    int rc = peri_stream_line_parse((const char *)data, size, &item, &err);
    if (rc == PERI_OK)
        check_item(&item);
    else
        fuzz_check_error(rc, &err);
    if (rc != PERI_OK && memcmp(&item, &untouched, sizeof item) != 0)
        fuzz_fail("a line that is refused leaves no traces", err.text);
    if (peri_mem_live() != live)
        fuzz_fail("all memory is given back", "some is not");
    return 0;
}
