/* test_cash_book.c - currencies of an account, and what fills of pairs and CFDs do to them. */
#include "trade/cash_book.h"

#include <string.h>

#include "base/mem.h"
#include "check.h"
#include "report/statistics.h"
#include "trade/portfolio.h"

SUITE(cash_book_codes)
{
    static const struct {
        const char *text, *code;
    } rows[] = {{"eur", "EUR"}, {"USDT", "USDT"}, {"1inch", "1INCH"},
                {"", NULL},     {"E R", NULL},    {"ABCDEFGHIJKLMNOPQRSTUVWX", NULL}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char code[PERI_CURRENCY_TEXT] = "";
        peri_error err;
        const int rc = peri_currency_code(rows[i].text, code, &err);
        CHECK_INT(rows[i].text, rc, rows[i].code ? PERI_OK : PERI_EINVAL);
        if (rows[i].code)
            CHECK_STR(rows[i].text, code, rows[i].code);
        else
            CHECK_HAS(rows[i].text, err.text, "is no currency");
    }
}

SUITE(cash_book_sums_and_conversions)
{
    peri_cash_book book;
    int32_t eur, jpy, again;
    double converted = 0;
    CHECK_INT("open", peri_cash_book_init(&book, 100), PERI_OK);
    CHECK_INT("EUR", peri_cash_book_need(&book, "EUR", &eur), PERI_OK);
    CHECK_INT("JPY", peri_cash_book_need(&book, "JPY", &jpy), PERI_OK);
    CHECK_INT("once", peri_cash_book_need(&book, "EUR", &again), PERI_OK);
    CHECK_INT("the same", again, eur);
    CHECK_INT("found", peri_cash_book_find(&book, "JPY"), jpy);
    CHECK_INT("not there", peri_cash_book_find(&book, "GBP"), -1);
    book.items[eur].amount = 10;
    book.items[eur].rate = 1.25;
    book.items[jpy].amount = 1000;
    CHECK_NEAR("without a rate it is worth nothing", peri_cash_book_settled(&book), 112.5, 0);
    CHECK("not known", !peri_cash_book_convert(&book, 1, eur, jpy, &converted));
    CHECK("of itself", peri_cash_book_convert(&book, 7, jpy, jpy, &converted) && converted == 7);
    CHECK("of nothing", peri_cash_book_convert(&book, 0, eur, jpy, &converted) && converted == 0);
    book.items[jpy].rate = 0.01;
    CHECK("known", peri_cash_book_convert(&book, 2, eur, jpy, &converted));
    CHECK_NEAR("converted", converted, 250, 1e-9);
    peri_cash_book_deinit(&book);
    CHECK_INT("nothing is left", (int)book.n, 0);
}

/* As LEAN's decimals multiply: 0 x 1.25 is 0.00, but 0 x 0.7373...(28 digits) is 0. */
SUITE(cash_book_has_cents)
{
    static const struct {
        const char *name;
        double amount, rate;
        bool cents;
    } rows[] = {{"no rate", 10, 0, false},
                {"nothing, of a rate of few digits", 0, 1.25, true},
                {"32 bits of digits", 0, 42949.67295, true},
                {"33 bits of digits", 0, 42949.67296, false},
                {"nothing, of an inverted rate", 0, 1 / 1.356245, false},
                {"an inverted rate of few digits", 0, 1 / 1.25, true},
                {"a coin of the account's currency", 0, 1, false},
                {"some of it", 50, 1, false},
                {"a part of one", 0.5, 1, true},
                {"something", 10, 1 / 1.356245, true},
                {"a small rate", 0, 0.00000012, true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        peri_cash_book book;
        int32_t eur;
        CHECK_INT("open", peri_cash_book_init(&book, 100.5), PERI_OK);
        CHECK("the account's own alone", !peri_cash_book_has_cents(&book));
        CHECK_INT("EUR", peri_cash_book_need(&book, "EUR", &eur), PERI_OK);
        book.items[eur].amount = rows[i].amount;
        book.items[eur].rate = rows[i].rate;
        CHECK_INT(rows[i].name, peri_cash_book_has_cents(&book), rows[i].cents);
        peri_cash_book_deinit(&book);
    }
}

/* 0.1 + 0.2 - 0.1 - 0.2 is nothing once all has come. */
SUITE(cash_book_settles)
{
    peri_cash_book book;
    CHECK_INT("open", peri_cash_book_init(&book, 1), PERI_OK);
    const double sums[] = {0.1, 0.2, 0.4};
    for (int i = 0; i < 3; i++) {
        CHECK_INT("room", peri_cash_book_reserve(&book), PERI_OK);
        peri_cash_book_delay(&book, (peri_money){sums[i], 0}, i == 1 ? 30 : 20);
    }
    CHECK_NEAR("all wait", peri_cash_book_unsettled(&book), 0.7, 1e-12);
    peri_cash_book_settle(&book, 19);
    CHECK_INT("too early", (int)book.waiting_n, 3);
    peri_cash_book_settle(&book, 20);
    CHECK_NEAR("two came", peri_cash_book_settled(&book), 1.5, 1e-12);
    CHECK_NEAR("one waits", peri_cash_book_unsettled(&book), 0.2, 1e-12);
    peri_cash_book_settle(&book, 40);
    CHECK_NEAR("all came", peri_cash_book_settled(&book), 1.7, 1e-12);
    CHECK_NEAR("none waits", peri_cash_book_unsettled(&book), 0, 0);
    peri_cash_book_deinit(&book);
}

/* One security of a type, quoted in the second currency of the book at 1.25 dollars. */
struct desk {
    peri_portfolio portfolio;
    peri_security security;
    int32_t quote, base;
};

static void open_desk(struct desk *desk, peri_security_type type, double multiplier)
{
    CHECK_INT("open", peri_portfolio_init(&desk->portfolio, 1000), PERI_OK);
    CHECK_INT("quote", peri_cash_book_need(&desk->portfolio.book, "EUR", &desk->quote), PERI_OK);
    CHECK_INT("base", peri_cash_book_need(&desk->portfolio.book, "BTC", &desk->base), PERI_OK);
    desk->portfolio.book.items[desk->quote].rate = 1.25;
    desk->security = (peri_security){.type = type,
                                     .multiplier = multiplier,
                                     .unit = multiplier * 1.25,
                                     .quote_cash = desk->quote,
                                     .base_cash = type == PERI_TYPE_CRYPTO ? desk->base : -1};
    CHECK_INT("added", peri_portfolio_add_security(&desk->portfolio, &desk->security), PERI_OK);
}

static double amount(const struct desk *desk, int32_t cash)
{
    return desk->portfolio.book.items[cash].amount;
}

SUITE(cash_book_a_pair_is_a_swap)
{
    struct desk desk;
    open_desk(&desk, PERI_TYPE_CRYPTO, 1);
    const peri_money fee = {0.5, desk.base};
    desk.portfolio.book.items[desk.base].rate = 50;
    CHECK("the fee is off", peri_fee_is_off(&desk.security, 2, fee));
    CHECK("not of a sale", !peri_fee_is_off(&desk.security, -2, fee));
    CHECK("nor one in the quote currency",
          !peri_fee_is_off(&desk.security, 2, (peri_money){0.5, desk.quote}));
    CHECK_INT("buy", peri_portfolio_fill(&desk.portfolio, 0, 1, 1.5, 40, fee), PERI_OK);
    CHECK_NEAR("paid, with the fee", amount(&desk, desk.quote), -80, 0);
    CHECK_NEAR("bought, less the fee", amount(&desk, desk.base), 1.5, 0);
    CHECK_NEAR("fee in account currency", desk.portfolio.total_fees, 25, 0);
    peri_portfolio_mark(&desk.portfolio, 0, 60);
    CHECK_NEAR("counted once", peri_portfolio_total_value(&desk.portfolio),
               1000 - 80 * 1.25 + 1.5 * 50, 1e-9);
    CHECK_NEAR("value", peri_holding_value(&desk.portfolio.holdings[0]), 1.5 * 60 * 1.25, 1e-9);
    CHECK_NEAR("turnover", desk.portfolio.holdings[0].sale_volume, 75, 1e-9);
    CHECK_INT("sell",
              peri_portfolio_fill(&desk.portfolio, 0, 2, -1.5, 44, (peri_money){0.25, desk.base}),
              PERI_OK);
    CHECK_NEAR("profit of the trade", desk.portfolio.trades[0].profit, 6 * 1.25 - 2 * 0.25 * 50,
               1e-9);
    CHECK_NEAR("got", amount(&desk, desk.quote), -14, 1e-12);
    CHECK_NEAR("a sale's fee in the coin is owed", amount(&desk, desk.base), -0.25, 1e-12);
    peri_portfolio_deinit(&desk.portfolio);
}

SUITE(cash_book_a_cfd_takes_nothing)
{
    struct desk desk;
    open_desk(&desk, PERI_TYPE_CFD, 10);
    CHECK_INT("buy", peri_portfolio_fill(&desk.portfolio, 0, 1, 3, 100, (peri_money){0}), PERI_OK);
    CHECK_NEAR("nothing is paid", amount(&desk, desk.quote), 0, 0);
    peri_portfolio_mark(&desk.portfolio, 0, 105);
    CHECK_NEAR("at the price", peri_portfolio_total_value(&desk.portfolio), 1000 + 3 * 5 * 12.5,
               1e-9);
    desk.security.bid_price = 104;
    desk.security.ask_price = 106;
    CHECK_NEAR("at the bid", peri_portfolio_total_value(&desk.portfolio), 1000 + 3 * 4 * 12.5,
               1e-9);
    CHECK_NEAR("open profit at the bid", peri_portfolio_unrealized(&desk.portfolio), 3 * 4 * 12.5,
               1e-9);
    CHECK_INT("turn", peri_portfolio_fill(&desk.portfolio, 0, 2, -5, 104, (peri_money){0}),
              PERI_OK);
    CHECK_NEAR("its profit in euros", amount(&desk, desk.quote), 3 * 4 * 10, 1e-9);
    CHECK_NEAR("short: at the ask", peri_portfolio_total_value(&desk.portfolio),
               1000 + 150 - 2 * 2 * 12.5, 1e-9);
    peri_portfolio_deinit(&desk.portfolio);
}

SUITE(cash_book_out_of_memory)
{
    const int64_t live = peri_mem_live();
    for (long nth = 1;; nth++) {
        peri_cash_book book;
        int32_t index = 0;
        peri_mem_fail_at(nth);
        int rc = peri_cash_book_init(&book, 1);
        for (int i = 0; rc == PERI_OK && i < 20; i++)
            rc = peri_cash_book_need(&book, (char[]){(char)('A' + i), '\0'}, &index);
        if (rc == PERI_OK)
            rc = peri_cash_book_reserve(&book);
        peri_mem_fail_at(0);
        peri_cash_book_deinit(&book);
        CHECK("no leak", peri_mem_live() == live);
        if (rc == PERI_OK)
            break;
        CHECK_INT("only want of memory", rc, PERI_ENOMEM);
    }
}

SUITE(cash_book_signs)
{
    static const struct {
        const char *code, *sign;
    } rows[] = {
        {"USD", "$"}, {"EUR", "\xE2\x82\xAC"}, {"XTS", "XTS"}, {"USDT", "₮"}, {"CHF", "Fr"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char sign[PERI_SIGN_TEXT];
        peri_currency_sign(rows[i].code, sign);
        CHECK_STR(rows[i].code, sign, rows[i].sign);
        peri_statistics statistics;
        peri_statistic_row table[PERI_STATISTIC_ROWS];
        peri_statistics_compute(&(peri_record){.currency = rows[i].code, .total_fees = 2.5},
                                &statistics);
        const size_t n = peri_statistics_rows(&statistics, table);
        for (size_t k = 0; k < n; k++)
            if (strcmp(table[k].key, "Total Fees") == 0)
                CHECK_HAS("fees", table[k].text, rows[i].sign);
    }
}
