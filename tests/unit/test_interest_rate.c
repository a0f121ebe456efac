/* test_interest_rate.c - reading rates and carrying them forward. */
#include "check.h"

#include "base/mem.h"
#include "market/interest_rate.h"

#include <stdio.h>
#include <string.h>

static const char file_name[] = "rates/alternative/interest-rate/usa/interest-rate.csv";

static int read_text(const char *text, peri_interest_rates *rates, peri_error *err)
{
    char root[512];
    check_write(file_name, text, (long)strlen(text));
    snprintf(root, sizeof root, "%s/rates", check_tmp());
    memset(rates, 0, sizeof *rates);
    return peri_interest_rates_read(root, rates, err);
}

SUITE(interest_rate_lookup)
{
    peri_interest_rates rates;
    peri_error err = {0};
    CHECK_INT(
        "reads",
        read_text("date,rate\r\n2003-01-09,2.25\r\n2003-06-26,2\n\n2004-06-30,2.25", &rates, &err),
        PERI_OK);
    CHECK_INT("rows", rates.n, 3);
    static const struct {
        const char *name;
        int year, month, day;
        double want;
    } rows[] = {
        {"before the first: the first", 1999, 1, 1, 0.0225},
        {"on a change", 2003, 6, 26, 0.02},
        {"the day before", 2003, 6, 25, 0.0225},
        {"carried forward", 2030, 1, 1, 0.0225},
        {"in between", 2004, 1, 1, 0.02},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK_NEAR(
            rows[i].name,
            peri_interest_rate_on(&rates, peri_date_make(rows[i].year, rows[i].month, rows[i].day)),
            rows[i].want, 1e-15);
    peri_interest_rates_deinit(&rates);
}

SUITE(interest_rate_failures)
{
    static const struct {
        const char *name, *text, *says;
    } rows[] = {
        {"no number", "date,rate\n2003-01-09,x\n", "interest-rate.csv:2: row was '2003-01-09,x'"},
        {"no comma", "date,rate\n2003-01-09\n", ":2: row was '2003-01-09'"},
        {"not a date", "date,rate\n2003-13-09,1\n", ":2: row was '2003-13-09,1'"},
        {"trailing", "date,rate\n2003-01-09,1,2\n", ":2: "},
        {"not ascending", "date,rate\n2003-01-09,1\n2003-01-09,2\n", ":3: "},
    };
    int64_t live = peri_mem_live();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        peri_interest_rates rates;
        peri_error err = {0};
        CHECK_INT(rows[i].name, read_text(rows[i].text, &rates, &err), PERI_EFORMAT);
        CHECK_HAS(rows[i].name, err.text, rows[i].says);
        CHECK_INT("empty on failure", rates.n, 0);
    }
    peri_interest_rates none = {0};
    CHECK_INT("no file is fine", peri_interest_rates_read("/nonexistent", &none, NULL), PERI_OK);
    CHECK_NEAR("and means 0", peri_interest_rate_on(&none, 0), 0, 0);
    CHECK_INT("no leak", peri_mem_live(), live);
}

SUITE(interest_rate_out_of_memory)
{
    int64_t live = peri_mem_live();
    int rc = PERI_ENOMEM;
    for (long nth = 1; rc == PERI_ENOMEM && nth < 100; nth++) {
        peri_interest_rates rates;
        peri_mem_fail_at(nth);
        rc = read_text("date,rate\n2003-01-09,2.25\n", &rates, NULL);
        peri_mem_fail_at(0);
        peri_interest_rates_deinit(&rates);
        CHECK_INT("no leak", peri_mem_live(), live);
    }
    CHECK_INT("succeeds in the end", rc, PERI_OK);
}
