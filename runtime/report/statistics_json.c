/* statistics_json.c - the statistics as a JSON object. Layer 5. */
#include <inttypes.h>
#include <math.h>

#include "market/number.h"
#include "report/statistics.h"

static void add_number(peri_buf *out, const char *key, double value)
{
    char text[PERI_NUMBER_TEXT];
    peri_number_format(value, text);
    peri_buf_printf(out, "\"%s\": %s, ", key, isfinite(value) ? text : "null");
}

static void add_count(peri_buf *out, const char *key, int64_t value)
{
    peri_buf_printf(out, "\"%s\": %" PRId64 ", ", key, value);
}

/* Keys and texts hold no character that JSON escapes. */
static void add_rows(peri_buf *out, const peri_statistics *statistics)
{
    peri_statistic_row rows[PERI_STATISTIC_ROWS];
    const size_t n = peri_statistics_rows(statistics, rows);
    peri_buf_text(out, "\"rows\": {");
    for (size_t i = 0; i < n; i++)
        peri_buf_printf(out, "%s\"%s\": \"%s\"", i > 0 ? ", " : "", rows[i].key, rows[i].text);
    peri_buf_text(out, "}");
}

void peri_statistics_json(const peri_statistics *statistics, peri_buf *out)
{
    const peri_statistics *s = statistics;
    peri_buf_text(out, "{");
    add_count(out, "total_orders", s->total_orders);
    add_number(out, "average_win", s->average_win);
    add_number(out, "average_loss", s->average_loss);
    add_number(out, "compounding_annual_return", s->compounding_annual_return);
    add_number(out, "drawdown", s->drawdown);
    add_number(out, "expectancy", s->expectancy);
    add_number(out, "start_equity", s->start_equity);
    add_number(out, "end_equity", s->end_equity);
    add_number(out, "net_profit", s->net_profit);
    add_number(out, "sharpe_ratio", s->sharpe_ratio);
    add_number(out, "sortino_ratio", s->sortino_ratio);
    add_number(out, "loss_rate", s->loss_rate);
    add_number(out, "win_rate", s->win_rate);
    add_number(out, "profit_loss_ratio", s->profit_loss_ratio);
    add_number(out, "annual_standard_deviation", s->annual_standard_deviation);
    add_number(out, "total_fees", s->total_fees);
    add_count(out, "closed_trades", s->closed_trades);
    add_rows(out, statistics);
    peri_buf_text(out, "}");
}
