/* cash_book.c - see cash_book.h. Layer 3. */
#include "trade/cash_book.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"

static int add(peri_cash_book *book, const char *symbol, double amount, double rate)
{
    void *items = book->items;
    const int rc = peri_grow(&items, &book->cap, book->n + 1, sizeof *book->items);
    if (rc != PERI_OK)
        return rc;
    book->items = items;
    peri_cash *cash = &book->items[book->n++];
    *cash = (peri_cash){.amount = amount, .rate = rate};
    assert(strlen(symbol) < sizeof cash->symbol);
    memcpy(cash->symbol, symbol, strlen(symbol) + 1);
    return PERI_OK;
}

int peri_cash_book_init(peri_cash_book *book, double amount)
{
    memset(book, 0, sizeof *book);
    return add(book, "USD", amount, 1.0);
}

void peri_cash_book_deinit(peri_cash_book *book)
{
    peri_free(book->items);
    peri_free(book->waiting);
    memset(book, 0, sizeof *book);
}

static bool is_letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

int peri_currency_code(const char *text, char code[PERI_CURRENCY_TEXT], peri_error *err)
{
    const size_t len = strlen(text);
    bool ok = len > 0 && len < PERI_CURRENCY_TEXT;
    for (size_t i = 0; ok && i < len; i++) {
        const char c = text[i];
        code[i] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
        ok = is_letter(code[i]) || (code[i] >= '0' && code[i] <= '9');
    }
    if (!ok)
        return peri_fail(err, PERI_EINVAL,
                         "'%.40s' is no currency; expected 1 to %d letters and digits, as 'EUR'",
                         text, PERI_CURRENCY_TEXT - 1);
    code[len] = '\0';
    return PERI_OK;
}

int32_t peri_cash_book_find(const peri_cash_book *book, const char *symbol)
{
    for (size_t i = 0; i < book->n; i++)
        if (strcmp(book->items[i].symbol, symbol) == 0)
            return (int32_t)i;
    return -1;
}

int peri_cash_book_need(peri_cash_book *book, const char *symbol, int32_t *index)
{
    *index = peri_cash_book_find(book, symbol);
    if (*index >= 0)
        return PERI_OK;
    const int rc = add(book, symbol, 0.0, 0.0);
    *index = rc == PERI_OK ? (int32_t)book->n - 1 : -1;
    return rc;
}

double peri_cash_book_settled(const peri_cash_book *book)
{
    double sum = 0.0;
    for (size_t i = 0; i < book->n; i++)
        sum += book->items[i].amount * book->items[i].rate;
    return sum;
}

double peri_cash_book_unsettled(const peri_cash_book *book)
{
    double sum = 0.0;
    for (size_t i = 0; i < book->n; i++)
        sum += book->items[i].unsettled * book->items[i].rate;
    return sum;
}

/* Up to 15 digits of a number > 0, read as a whole one: 12 of 0.012. */
static int64_t digits_of(double number)
{
    const double exponent = floor(log10(number));
    int64_t digits = llround(number * pow(10.0, 14.0 - exponent));
    while (digits > 0 && digits % 10 == 0)
        digits /= 10;
    return digits;
}

/* Whether an amount in another currency gives the account's value decimals. Nothing of it does so
   as well, where LEAN's decimals multiply: 0 x 1.25 is 0.00, unless the rate has over 32 bits. */
static bool brings_cents(const peri_cash *cash)
{
    if (!(cash->rate > 0.0) ||
        (cash->rate == floor(cash->rate) && cash->amount == floor(cash->amount)))
        return false;
    return cash->amount != 0.0 || digits_of(cash->rate) <= UINT32_MAX;
}

bool peri_cash_book_has_cents(const peri_cash_book *book)
{
    for (size_t i = 1; i < book->n; i++)
        if (brings_cents(&book->items[i]))
            return true;
    return false;
}

bool peri_cash_book_convert(const peri_cash_book *book, double amount, int32_t from, int32_t to,
                            double *converted)
{
    const double source = book->items[from].rate, target = book->items[to].rate;
    const bool known = from == to || amount == 0.0 || (source > 0.0 && target > 0.0);
    *converted = amount;
    if (known && from != to && amount != 0.0)
        *converted = amount * source / target;
    return known;
}

int peri_cash_book_reserve(peri_cash_book *book)
{
    void *waiting = book->waiting;
    const int rc =
        peri_grow(&waiting, &book->waiting_cap, book->waiting_n + 1, sizeof *book->waiting);
    if (rc == PERI_OK)
        book->waiting = waiting;
    return rc;
}

void peri_cash_book_delay(peri_cash_book *book, peri_money money, int64_t time_ns)
{
    assert(book->waiting_n < book->waiting_cap);
    book->waiting[book->waiting_n++] = (peri_unsettled){time_ns, money};
    book->items[money.cash].unsettled += money.amount;
}

/* The last sum takes what the doubles left of those before it. */
static bool waits(const peri_cash_book *book, int32_t cash)
{
    for (size_t i = 0; i < book->waiting_n; i++)
        if (book->waiting[i].money.cash == cash)
            return true;
    return false;
}

void peri_cash_book_settle(peri_cash_book *book, int64_t now_ns)
{
    size_t kept = 0;
    for (size_t i = 0; i < book->waiting_n; i++) {
        const peri_unsettled item = book->waiting[i];
        peri_cash *cash = &book->items[item.money.cash];
        if (item.time_ns > now_ns) {
            book->waiting[kept++] = item;
            continue;
        }
        cash->unsettled -= item.money.amount;
        cash->amount += item.money.amount;
    }
    book->waiting_n = kept;
    for (size_t i = 0; i < book->n; i++)
        if (!waits(book, (int32_t)i))
            book->items[i].unsettled = 0.0;
}
