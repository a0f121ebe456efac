/* test_quote_bar.c - quotes in bars, their middle, what a security keeps of them. */
#include "base/mem.h"
#include "check.h"
#include "market/quote_bar.h"
#include "market/security.h"

static const peri_quote_side low = {10, 12, 9, 11, 300}, high = {10.5, 13, 9.5, 11.5, 200};

SUITE(quote_bar_middle)
{
    const peri_quote_bar both = {1, 2, low, high}, bid = {1, 2, low, {0, 0, 0, 0, 0}},
                         ask = {3, 4, {0, 0, 0, 0, 0}, high};
    peri_bar bar = peri_quote_bar_middle(&both);
    CHECK_NEAR("open", bar.open, 10.25, 1e-12);
    CHECK_NEAR("high", bar.high, 12.5, 1e-12);
    CHECK_NEAR("low", bar.low, 9.25, 1e-12);
    CHECK_NEAR("close", bar.close, 11.25, 1e-12);
    CHECK_INT("end", bar.end_ns, 2);
    CHECK_NEAR("a bid alone", peri_quote_bar_middle(&bid).close, 11, 1e-12);
    CHECK_NEAR("an ask alone", peri_quote_bar_middle(&ask).low, 9.5, 1e-12);
    CHECK_INT("its start", peri_quote_bar_middle(&ask).start_ns, 3);
}

SUITE(quote_bar_series)
{
    peri_quote_series series;
    peri_quote_series_init(&series);
    for (int64_t i = 1; i <= 1000; i++) {
        const peri_quote_bar bar = {10 * i - 10, 10 * i, low, high};
        CHECK_INT("added", peri_quote_series_add(&series, &bar), PERI_OK);
    }
    CHECK_INT("all", (int64_t)series.n, 1000);
    for (int64_t at = 0; at <= 10010; at += 5) {
        size_t slow = 0;
        while (slow < series.n && series.bars[slow].end_ns <= at)
            slow++;
        CHECK_INT("after", (int64_t)peri_quote_series_after(&series, at), (int64_t)slow);
    }
    peri_quote_series_deinit(&series);
    peri_mem_fail_at(1);
    const peri_quote_bar bar = {1, 2, low, high};
    CHECK_INT("no memory", peri_quote_series_add(&series, &bar), PERI_ENOMEM);
    peri_mem_fail_at(0);
    CHECK_INT("nothing was added", (int64_t)series.n, 0);
}

SUITE(quote_bar_of_a_security)
{
    peri_security security = {.price = 5};
    const peri_quote_bar both = {1, 2, low, high},
                         ask = {2, 3, {0, 0, 0, 0, 0}, {20, 20, 20, 20, 7}};
    peri_security_update_quote(&security, &both);
    CHECK("there is one", security.has_quote);
    CHECK_NEAR("bid", security.bid_price, 11, 1e-12);
    CHECK_NEAR("ask size", security.ask_size, 200, 1e-12);
    CHECK_NEAR("no price", security.price, 5, 1e-12);
    peri_security_update_quote(&security, &ask);
    CHECK_NEAR("the bid stays", security.bid_price, 11, 1e-12);
    CHECK_NEAR("its size, too", security.bid_size, 300, 1e-12);
    CHECK_NEAR("the ask is new", security.ask_price, 20, 1e-12);
    CHECK_INT("handed out", security.quote_arrived_ns, 3);
    CHECK("the last bar", !peri_quote_side_is_there(&security.last_quote.bid));
}
