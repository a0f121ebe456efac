/* fuzz_hours.c - any bytes as LEAN's market-hours database. */
#include "fuzz_kit.h"

#include "base/mem.h"
#include "market/hours_book.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ROOT "build/fuzz/hours/root"

/* Sessions of some days end behind their begin, and the stretch of an instant holds it. */
static void check(const peri_hours *hours)
{
    const peri_date first = peri_date_make(2013, 12, 23);
    for (peri_date date = first; date < first + 12; date++) {
        peri_session session;
        const int64_t noon = peri_time_at(date, PERI_DAY / 2);
        if (peri_hours_session(hours, date, true, &session) &&
            session.open_utc >= session.close_utc)
            fuzz_fail("a session ends behind its begin", "it does not");
        const peri_hours_span span = peri_hours_span_at(hours, noon, true);
        if (noon < span.from_utc || noon >= span.until_utc)
            fuzz_fail("the stretch of an instant holds it", "it does not");
        if (span.open != peri_hours_is_open(hours, noon, true))
            fuzz_fail("both say whether it is open", "they differ");
    }
}

static void ask(peri_hours_book *book, const char *type, const char *market, const char *ticker)
{
    const peri_hours *hours;
    const peri_zone *zone;
    peri_error err;
    int rc = peri_hours_book_get(book, type, market, ticker, &hours, &err);
    if (rc == PERI_OK)
        check(hours);
    else
        fuzz_check_error(rc, &err);
    rc = peri_hours_book_data_zone(book, type, market, ticker, &zone, &err);
    if (rc != PERI_OK)
        fuzz_check_error(rc, &err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static peri_zones
        *zones; /* as long as the program: to read a zone takes longer than the rest */
    peri_hours_book *book = NULL;
    peri_error err;
    if (!zones && peri_zones_open(&zones, &err) != PERI_OK)
        fuzz_fail("there are zones", err.text);
    fuzz_put(ROOT "/market-hours/market-hours-database.json", data, size);
    if (peri_hours_book_open(zones, ROOT, &book, &err) != PERI_OK)
        fuzz_fail("a book opens", err.text);
    ask(book, "Equity", "usa", "SPY");
    ask(book, "Future", "cme", NULL);
    ask(book, "Crypto", "a", "b");
    peri_hours_book_close(book);
    return 0;
}
