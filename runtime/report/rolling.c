/* rolling.c - see rolling.h. Layer 5. */
#include "report/rolling.h"

#include <stdio.h>

/* The time of item i of an array. */
typedef int64_t (*time_of)(const void *items, size_t i);

static int64_t equity_time(const void *items, size_t i)
{
    return ((const peri_sample *)items)[i].time_ns;
}

static int64_t day_time(const void *items, size_t i)
{
    return ((const peri_day *)items)[i].time_ns;
}

static int64_t record_time(const void *items, size_t i)
{
    return ((const peri_closed_trade *)items)[i].time_ns;
}

static int64_t trade_time(const void *items, size_t i)
{
    return ((const peri_trade *)items)[i].exit_ns;
}

/* The first of n items, ascending by time, that is not before; n: none. O(log n). */
static size_t first_from(const void *items, size_t n, time_of time, int64_t from_ns)
{
    size_t low = 0, high = n;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (time(items, middle) < from_ns)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct range {
    size_t at, n;
};

static struct range range_of(const void *items, size_t n, time_of time, peri_date from,
                             peri_date to)
{
    const size_t first = first_from(items, n, time, peri_time_at(from, 0));
    const size_t end = first_from(items, n, time, peri_time_at(to + 1, 0));
    return (struct range){first, end > first ? end - first : 0};
}

/* What a record has of the days from..to (UTC), both included: a view, borrowed from the whole. It
   begins with its first equity, unless it has all of it. */
static void part_of(const peri_record *whole, peri_date from, peri_date to, peri_record *out)
{
    const struct range equity = range_of(whole->equity, whole->equity_n, equity_time, from, to);
    const struct range days = range_of(whole->days, whole->days_n, day_time, from, to);
    const struct range records = range_of(whole->trades, whole->trades_n, record_time, from, to);
    const struct range built = range_of(whole->built, whole->built_n, trade_time, from, to);
    *out = *whole;
    out->equity += equity.at;
    out->equity_n = equity.n;
    out->days += days.at;
    out->days_n = days.n;
    out->trades += records.at;
    out->trades_n = records.n;
    out->built += built.at;
    out->built_n = built.n;
    out->is_later = days.at > 0;
    if (equity.n > 0 && equity.n < whole->equity_n)
        out->start_equity = out->equity[0].value;
    if (whole->rates)
        out->risk_free_rate = peri_record_risk_free_rate(out);
}

/* The last day of the month. */
static peri_date month_end(peri_date date)
{
    int year, month, day;
    peri_date_split(date, &year, &month, &day);
    return month == 12 ? peri_date_make(year, 12, 31) : peri_date_make(year, month + 1, 1) - 1;
}

/* The first day of the month that lies so many before a date's own. */
static peri_date months_back(peri_date date, int months)
{
    int year, month, day;
    peri_date_split(date, &year, &month, &day);
    const int count = year * 12 + month - 1 - months;
    return peri_date_make(count / 12, count % 12 + 1, 1);
}

static int visit_window(const peri_record *record, int months, peri_date end,
                        peri_window_visitor visit, void *ctx, peri_error *err)
{
    const peri_date first = peri_time_date(record->equity[0].time_ns);
    const peri_date from = months_back(end, months - 1);
    char name[PERI_WINDOW_NAME];
    peri_record part;
    int year, month, day;
    peri_date_split(end, &year, &month, &day);
    snprintf(name, sizeof name, "M%d_%04d%02d%02d", months, year, month, day);
    part_of(record, from < first ? first : from, end, &part);
    return visit(ctx, name, &part, err);
}

int peri_rolling_windows(const peri_record *record, peri_window_visitor visit, void *ctx,
                         peri_error *err)
{
    static const int lengths[] = {1, 3, 6, 12};
    int rc = PERI_OK;
    if (record->equity_n == 0)
        return rc;
    const peri_date first = peri_time_date(record->equity[0].time_ns);
    const peri_date last = peri_time_date(record->equity[record->equity_n - 1].time_ns);
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        peri_date end = month_end(first);
        for (; end < last && rc == PERI_OK; end = month_end(end + 1))
            rc = visit_window(record, lengths[i], end, visit, ctx, err);
        if (rc == PERI_OK)
            rc = visit_window(record, lengths[i], last, visit, ctx, err);
    }
    return rc;
}
