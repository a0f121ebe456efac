/* row_prices.c - what prices and amounts in a row must be. Layer 2. */
#include "market/row_form.h"

#include <math.h>

enum {
    OPEN,
    HIGH,
    LOW,
    CLOSE,
    AMOUNT,
    NUMBERS
};

/* Name what is wrong with five numbers that begin at a field. */
static int fail_prices(const peri_rows *rows, const peri_row *row, int open)
{
    const double *x = row->number + open;
    for (int i = OPEN; i < NUMBERS; i++)
        if (!isfinite(x[i]))
            return peri_row_fail(rows, row, open + i, "a finite number");
    for (int i = OPEN; i <= CLOSE; i++)
        if (!(x[i] > 0))
            return peri_row_fail(rows, row, open + i, "a price above 0");
    if (x[AMOUNT] < 0)
        return peri_row_fail(rows, row, open + AMOUNT, "0 or more");
    if (x[HIGH] < x[LOW])
        return peri_row_fail_pair(rows, row, open + HIGH, "below", open + LOW);
    int i = x[OPEN] >= x[LOW] && x[OPEN] <= x[HIGH] ? CLOSE : OPEN;
    if (x[i] > x[HIGH])
        return peri_row_fail_pair(rows, row, open + i, "above", open + HIGH);
    return peri_row_fail_pair(rows, row, open + i, "below", open + LOW);
}

int peri_row_check_prices(const peri_rows *rows, peri_row *row, int open)
{
    double *x = row->number + open;
    if (rows->price_unit > 1)
        for (int i = OPEN; i <= CLOSE; i++)
            x[i] /= rows->price_unit;
    bool good = x[LOW] > 0 && x[LOW] <= x[OPEN] && x[OPEN] <= x[HIGH] && x[LOW] <= x[CLOSE] &&
                x[CLOSE] <= x[HIGH] && x[HIGH] < HUGE_VAL && x[AMOUNT] >= 0 && x[AMOUNT] < HUGE_VAL;
    return good ? PERI_OK : fail_prices(rows, row, open);
}

int peri_row_check_amount(const peri_rows *rows, const peri_row *row, int field)
{
    double amount = row->number[field];
    if (amount >= 0 && amount < HUGE_VAL)
        return PERI_OK;
    return peri_row_fail(rows, row, field, isfinite(amount) ? "0 or more" : "a finite number");
}
