/* statistics_table.c - the rows of the statistics for a terminal. Layer 5. */
#include <string.h>

#include "report/statistics.h"

enum {
    TABLE_WIDTH = 80,
    GAP = 3 /* between the two columns */
};

typedef struct column {
    const peri_statistic_row *rows;
    size_t n;
    size_t key_width, text_width;
} column;

static column make_column(const peri_statistic_row *rows, size_t n)
{
    column c = {rows, n, 0, 0};
    for (size_t i = 0; i < n; i++) {
        const size_t key = strlen(rows[i].key), text = strlen(rows[i].text);
        c.key_width = key > c.key_width ? key : c.key_width;
        c.text_width = text > c.text_width ? text : c.text_width;
    }
    return c;
}

static size_t width(const column *c)
{
    return c->key_width + 2 + c->text_width;
}

/* Keys to the left, values to the right. */
static void add_cell(const column *c, size_t row, peri_buf *out)
{
    peri_buf_printf(out, "%-*s  %*s", (int)c->key_width, c->rows[row].key, (int)c->text_width,
                    c->rows[row].text);
}

/* A value that is empty leaves no spaces at the end. */
static void end_line(peri_buf *out)
{
    while (out->len > 0 && out->data[out->len - 1] == ' ')
        out->len--;
    peri_buf_byte(out, '\n');
}

static void add_custom(const peri_custom_rows *custom, peri_buf *out)
{
    int width = 0;
    for (size_t i = 0; i < custom->n; i++)
        width =
            (int)strlen(custom->rows[i].name) > width ? (int)strlen(custom->rows[i].name) : width;
    for (size_t i = 0; i < custom->n; i++) {
        peri_buf_printf(out, "%-*s  %s", width, custom->rows[i].name, custom->rows[i].text);
        end_line(out);
    }
}

void peri_statistics_table(const peri_statistics *statistics, const peri_custom_rows *custom,
                           const char *hash, peri_buf *out)
{
    peri_statistic_row rows[PERI_STATISTIC_ROWS];
    const size_t n = peri_statistics_rows(statistics, rows);
    const size_t half = (n + 1) / 2;
    column left = make_column(rows, half);
    column right = make_column(rows + half, n - half);
    if (width(&left) + GAP + width(&right) > TABLE_WIDTH) {
        left = make_column(rows, n);
        right.n = 0;
    }
    for (size_t i = 0; i < left.n; i++) {
        add_cell(&left, i, out);
        if (i < right.n) {
            peri_buf_printf(out, "%*s", GAP, "");
            add_cell(&right, i, out);
        }
        end_line(out);
    }
    if (custom)
        add_custom(custom, out);
    if (hash && hash[0])
        peri_buf_printf(out, "%s  %s\n", PERI_ORDER_LIST_HASH, hash);
}
