/* row_tick.c - rows of ticks. Layer 2. */
#include "market/row_form.h"

#include <string.h>

enum field {
    PRICE = 1,
    SIZE,
    BID,
    BID_SIZE,
    ASK,
    ASK_SIZE,
    EXCHANGE,
    CONDITION,
    SUSPICIOUS,
    FIELDS
};

static const char *const names[] = {"time", "price",    "size",     "bid",       "bid size",
                                    "ask",  "ask size", "exchange", "condition", "suspicious"};

/* The letter of an exchange; '\0' when it is blank. */
static int read_exchange(const peri_rows *rows, const peri_row *row, char *out)
{
    size_t len;
    const char *text = peri_row_text(row, EXCHANGE, &len);
    if (len > 1 || (len == 1 && ((unsigned char)*text <= ' ' || (unsigned char)*text >= 0x7f)))
        return peri_row_fail(rows, row, EXCHANGE, "one letter");
    *out = '\0';
    if (len == 1)
        *out = *text;
    return PERI_OK;
}

static int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c ? strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c) : NULL;
    return at ? (int)(at - digits) : -1;
}

static int read_condition(const peri_rows *rows, const peri_row *row, uint32_t *out)
{
    size_t len;
    const char *text = peri_row_text(row, CONDITION, &len);
    uint32_t value = 0;
    bool good = len <= 8;
    for (size_t i = 0; i < len && good; i++) {
        int digit = hex_digit(text[i]);
        good = digit >= 0;
        value = value << 4 | (uint32_t)(good ? digit : 0);
    }
    if (!good)
        return peri_row_fail(rows, row, CONDITION, "up to 8 hexadecimal digits");
    *out = value;
    return PERI_OK;
}

static int check_marks(const peri_rows *rows, const peri_row *row)
{
    char exchange;
    uint32_t condition;
    if (!row->field[EXCHANGE])
        return PERI_OK;
    int rc = read_exchange(rows, row, &exchange);
    if (rc == PERI_OK)
        rc = read_condition(rows, row, &condition);
    double suspicious = row->number[SUSPICIOUS];
    if (rc == PERI_OK && suspicious != 0 && suspicious != 1)
        rc = peri_row_fail(rows, row, SUSPICIOUS, "0 or 1");
    return rc;
}

static int check_price(const peri_rows *rows, peri_row *row, int field)
{
    int rc = peri_row_check_amount(rows, row, field);
    if (rc != PERI_OK)
        return rc;
    double written = row->number[field];
    row->number[field] /= rows->price_unit;
    if (written > 0 && !(row->number[field] > 0))
        return peri_row_fail(rows, row, field, "a price above 0");
    return PERI_OK;
}

static int check_trade(const peri_rows *rows, peri_row *row)
{
    int rc = check_price(rows, row, PRICE);
    if (rc == PERI_OK && !(row->number[PRICE] > 0))
        rc = peri_row_fail(rows, row, PRICE, "a price above 0");
    if (rc == PERI_OK)
        rc = peri_row_check_amount(rows, row, SIZE);
    return rc == PERI_OK ? check_marks(rows, row) : rc;
}

/* A side without a price is absent. */
static int check_side(const peri_rows *rows, peri_row *row, int price, int size)
{
    int rc = check_price(rows, row, price);
    if (rc == PERI_OK && row->field[size])
        rc = peri_row_check_amount(rows, row, size);
    if (rc == PERI_OK && row->number[price] == 0)
        row->number[size] = 0;
    return rc;
}

static int check_quote(const peri_rows *rows, peri_row *row)
{
    int rc = check_side(rows, row, BID, BID_SIZE);
    if (rc == PERI_OK)
        rc = check_side(rows, row, ASK, ASK_SIZE);
    if (rc == PERI_OK && row->number[BID] == 0 && row->number[ASK] == 0)
        rc = peri_row_fail(rows, row, BID, "a price of the bid, of the ask or of both");
    return rc == PERI_OK ? check_marks(rows, row) : rc;
}

static int add_tick(peri_rows *rows, const peri_row *row, peri_tick_kind kind, int64_t time_ns)
{
    const double *x = row->number;
    peri_tick tick = {.time_ns = time_ns,
                      .kind = kind,
                      .price = x[PRICE],
                      .size = x[SIZE],
                      .bid = x[BID],
                      .bid_size = x[BID_SIZE],
                      .ask = x[ASK],
                      .ask_size = x[ASK_SIZE],
                      .suspicious = x[SUSPICIOUS] == 1};
    if (row->field[EXCHANGE]) { /* both have been checked */
        (void)read_exchange(rows, row, &tick.exchange);
        (void)read_condition(rows, row, &tick.condition);
    }
    return peri_tick_series_add(rows->into.ticks, &tick);
}

static int add_trade(peri_rows *rows, const peri_row *row, int64_t start_ns, int64_t end_ns)
{
    (void)end_ns;
    return add_tick(rows, row, PERI_TICK_TRADE, start_ns);
}

static int add_quote(peri_rows *rows, const peri_row *row, int64_t start_ns, int64_t end_ns)
{
    (void)end_ns;
    return add_tick(rows, row, PERI_TICK_QUOTE, start_ns);
}

static void end_ticks(peri_rows *rows, bool keep)
{
    if (keep)
        peri_tick_series_trim(rows->into.ticks);
    else
        rows->into.ticks->n = rows->had;
}

enum {
    TEXTS = 1 << EXCHANGE | 1 << CONDITION
};

static const peri_row_form trade_form = {.names = names,
                                         .text_fields = TEXTS,
                                         .is_tick = true,
                                         .check = check_trade,
                                         .add = add_trade,
                                         .end = end_ticks};

static const peri_row_form quote_form = {.names = names,
                                         .text_fields = TEXTS,
                                         .blank_is_zero = true,
                                         .is_tick = true,
                                         .check = check_quote,
                                         .add = add_quote,
                                         .end = end_ticks};

static const struct layout {
    const peri_row_form *form;
    int count;
    int fields[8];
} layouts[] = {
    [PERI_TICKS_EQUITY_TRADE] = {&trade_form,
                                 6,
                                 {PERI_ROW_TIME, PRICE, SIZE, EXCHANGE, CONDITION, SUSPICIOUS}},
    [PERI_TICKS_EQUITY_QUOTE] = {&quote_form,
                                 8,
                                 {PERI_ROW_TIME, BID, BID_SIZE, ASK, ASK_SIZE, EXCHANGE, CONDITION,
                                  SUSPICIOUS}},
    [PERI_TICKS_TRADE] = {&trade_form, 3, {PERI_ROW_TIME, PRICE, SIZE}},
    [PERI_TICKS_QUOTE] = {&quote_form, 5, {PERI_ROW_TIME, BID, BID_SIZE, ASK, ASK_SIZE}},
    [PERI_TICKS_BID_ASK] = {&quote_form, 3, {PERI_ROW_TIME, BID, ASK}},
};

void peri_rows_into_ticks(peri_rows *rows, const peri_read_options *options,
                          peri_tick_layout layout, peri_tick_series *series)
{
    const struct layout *made = &layouts[layout];
    peri_rows_init(rows, made->form, options, made->count);
    for (int i = 0; i < made->count; i++)
        rows->columns[i].field = made->fields[i];
    rows->into.ticks = series;
    rows->had = series->n;
    if (series->n > 0)
        rows->last_end_ns = series->ticks[series->n - 1].time_ns;
}
