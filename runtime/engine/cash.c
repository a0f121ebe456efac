/* cash.c - the account's currency, and the cash it begins with. Layer 5. */
#include <math.h>
#include <string.h>

#include "engine/engine_internal.h"

static peri_cash_book *book_of(const peri_engine *engine)
{
    return &peri_broker_portfolio(engine->broker)->book;
}

int peri_engine_set_cash(peri_engine *engine, double cash, peri_error *err)
{
    int rc = peri_engine_need_setup(engine, "SetCash", err);
    if (rc != PERI_OK)
        return rc;
    if (!(cash >= 0) || !isfinite(cash))
        return peri_fail(err, PERI_EINVAL, "SetCash: cash was %g, expected 0 or more", cash);
    engine->cash_is_set = true;
    book_of(engine)->items[0].amount = cash;
    return PERI_OK;
}

/* The currency in the book, new or not, where the numbers can be such. func: for messages. */
static int need_currency(peri_engine *engine, const char *func, const char *currency, double cash,
                         double rate, int32_t *index, peri_error *err)
{
    char code[PERI_CURRENCY_TEXT];
    const int rc = peri_currency_code(currency, code, err);
    if (rc != PERI_OK)
        return rc;
    if (!isfinite(cash))
        return peri_fail(err, PERI_EINVAL, "%s: the cash of %s was %g, expected a finite number",
                         func, code, cash);
    if (!(rate >= 0.0) || !isfinite(rate))
        return peri_fail(err, PERI_EINVAL,
                         "%s: the rate of %s was %g, expected a number above 0, or 0: it is not "
                         "known",
                         func, code, rate);
    if (peri_cash_book_need(book_of(engine), code, index) != PERI_OK)
        return peri_fail(err, PERI_ENOMEM, "no memory for cash of %s", code);
    const int grown = peri_conversions_grow(engine, err);
    if (grown == PERI_OK)
        engine->conversions.items[*index].needed = true;
    return grown;
}

int peri_engine_set_cash_of(peri_engine *engine, const char *currency, double cash, double rate,
                            peri_error *err)
{
    int32_t index = 0;
    int rc = peri_engine_need_setup(engine, "SetCash", err);
    if (rc == PERI_OK)
        rc = need_currency(engine, "SetCash", currency, cash, rate, &index, err);
    if (rc != PERI_OK)
        return rc;
    engine->cash_is_set = true;
    book_of(engine)->items[index].amount = cash;
    if (index > 0)
        peri_conversions_set_rate(engine, index, rate);
    return rc;
}

int peri_engine_add_cash(peri_engine *engine, const char *currency, double amount, double rate,
                         int32_t *cash, peri_error *err)
{
    const size_t before = book_of(engine)->n;
    int rc = need_currency(engine, "CashBook:Add", currency, amount, rate, cash, err);
    if (rc == PERI_OK && *cash > 0 && rate > 0.0)
        peri_conversions_set_rate(engine, *cash, rate);
    if (rc == PERI_OK && engine->phase != PERI_PHASE_SETUP)
        rc = peri_conversions_connect(engine, *cash, NULL, err);
    if (rc != PERI_OK) {
        book_of(engine)->n = before; /* nothing refers to a new one yet */
        peri_conversions_shrink(engine, before);
        return rc;
    }
    engine->cash_is_set = true;
    return peri_engine_set_amount(engine, *cash, amount, err);
}

int peri_engine_set_amount(peri_engine *engine, int32_t cash, double amount, peri_error *err)
{
    if (!isfinite(amount))
        return peri_fail(err, PERI_EINVAL, "the cash of %s would be %g, expected a finite number",
                         book_of(engine)->items[cash].symbol, amount);
    book_of(engine)->items[cash].amount = amount;
    peri_saver_note_change(&engine->saver);
    return PERI_OK;
}

int peri_engine_set_account_currency(peri_engine *engine, const char *currency, const double *cash,
                                     peri_error *err)
{
    char code[PERI_CURRENCY_TEXT];
    peri_cash *own = &book_of(engine)->items[0];
    int rc = peri_engine_need_setup(engine, "SetAccountCurrency", err);
    if (rc == PERI_OK)
        rc = peri_currency_code(currency, code, err);
    if (rc != PERI_OK)
        return rc;
    const bool changes = strcmp(code, own->symbol) != 0;
    if (changes && engine->account_is_set)
        return peri_fail(err, PERI_ESTATE, "SetAccountCurrency: it was set to %s before, not to %s",
                         own->symbol, code);
    if (changes && engine->security_count > 0)
        return peri_fail(err, PERI_ESTATE,
                         "SetAccountCurrency(\"%s\") must be called before securities are added: "
                         "'%s' was",
                         code, engine->securities[0]->security.ticker);
    if (changes && engine->cash_is_set)
        return peri_fail(
            err, PERI_ESTATE,
            "SetAccountCurrency(\"%s\") must be called before SetCash and CashBook:Add", code);
    if (cash)
        rc = peri_engine_set_cash(engine, *cash, err);
    if (rc != PERI_OK)
        return rc;
    engine->account_is_set = true;
    memcpy(own->symbol, code, sizeof code);
    return PERI_OK;
}
