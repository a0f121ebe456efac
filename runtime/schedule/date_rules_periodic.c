/* date_rules_periodic.c - open days of a market; first and last days of weeks, months, quarters and
 * years. Layer 3. */
#include "base/buf.h"
#include "schedule/date_rule_kinds.h"

typedef struct periodic_rule {
    peri_date_rule head;
    peri_period period;
    bool end;
    int offset;
    const peri_hours *hours; /* borrowed; NULL: calendar days */
    bool extended;
} periodic_rule;

typedef struct open_days_rule {
    peri_date_rule head;
    const peri_hours *hours; /* borrowed */
    bool extended;
} open_days_rule;

/* Dates from first to last, both of them included; none when first > last. */
typedef struct stretch {
    peri_date first, last;
} stretch;

static const char *const period_names[] = {"Week", "Month", "Quarter", "Year"};

static int next_open_day(const peri_date_rule *rule, peri_date from, peri_date *out,
                         peri_error *err)
{
    const open_days_rule *days = (const open_days_rule *)rule;
    const peri_date last = peri_last_rule_date();
    (void)err;
    while (from <= last && !peri_hours_is_date_open(days->hours, from, days->extended))
        from++;
    *out = from;
    return PERI_OK;
}

int peri_date_rule_open_days(const peri_rule_market *market, peri_date_rule **out, peri_error *err)
{
    static const peri_date_rule_kind kind = {next_open_day, NULL, NULL};
    peri_buf name;
    open_days_rule *rule = NULL;
    peri_buf_init(&name);
    peri_buf_printf(&name, "%s: EveryDay", market->symbol);
    if (!name.failed)
        rule = (open_days_rule *)peri_date_rule_new(&kind, sizeof *rule, peri_buf_str(&name));
    peri_buf_deinit(&name);
    if (!rule)
        return peri_date_rule_no_memory("EveryDay", err);
    rule->hours = market->hours;
    rule->extended = market->extended;
    *out = &rule->head;
    return PERI_OK;
}

/* The weekday a week begins with: Sunday with a market, else such that the days which the rule
   begins to count from are Monday or Friday. */
static int first_weekday(const periodic_rule *rule)
{
    if (rule->hours)
        return PERI_SUNDAY;
    return rule->end ? PERI_SATURDAY : PERI_MONDAY;
}

/* The whole period a date lies in. */
static stretch period_of(const periodic_rule *rule, peri_date date)
{
    int year, month, day, months = 12;
    if (rule->period == PERI_PERIOD_WEEK) {
        peri_date first = date - (peri_date_weekday(date) - first_weekday(rule) + 7) % 7;
        return (stretch){first, first + 6};
    }
    peri_date_split(date, &year, &month, &day);
    if (rule->period == PERI_PERIOD_MONTH)
        months = 1;
    else if (rule->period == PERI_PERIOD_QUARTER)
        months = 3;
    int first = month - (month - 1) % months, last = first + months - 1;
    return (stretch){peri_date_make(year, first, 1),
                     peri_date_make(year, last, peri_month_days(year, last))};
}

/* The dates of a period that count: of a market's week those from its first weekday to its last. */
static stretch counted(const periodic_rule *rule, stretch period)
{
    int first, last;
    if (!rule->hours || rule->period != PERI_PERIOD_WEEK)
        return period;
    if (!peri_hours_week(rule->hours, period.first, &first, &last))
        return (stretch){0, -1};
    return (stretch){period.first + first, period.first + last};
}

static bool is_inside(stretch dates, peri_date date)
{
    return date >= dates.first && date <= dates.last;
}

/* The next date of a stretch with regular trading, in steps of +1 or -1; one outside when none. */
static peri_date step(const periodic_rule *rule, stretch dates, peri_date date, int direction)
{
    do
        date += direction;
    while (is_inside(dates, date) && !peri_hours_is_trading_day(rule->hours, date));
    return date;
}

/*
 * A step always goes to a day with regular trading, whatever `extended` says: that only decides
 * whether the ends of the period count. Each loop ends at the period's end, so that it costs no
 * more for markets that are closed for years.
 */
static peri_date market_date(const periodic_rule *rule, stretch dates)
{
    const int forward = rule->end ? -1 : 1;
    const peri_date base = rule->end ? dates.last : dates.first;
    const peri_date bound = rule->end ? dates.first : dates.last;
    peri_date date = base;
    if (dates.first > dates.last)
        return PERI_NO_DATE;
    bool base_open = peri_hours_is_date_open(rule->hours, base, rule->extended);
    if (!base_open)
        date = step(rule, dates, date, forward);
    for (int i = 0; i < rule->offset && is_inside(dates, date); i++)
        date = step(rule, dates, date, forward);
    if (is_inside(dates, date))
        return date;
    if (peri_hours_is_date_open(rule->hours, bound, rule->extended))
        return bound;
    date = step(rule, dates, bound, -forward);
    if (is_inside(dates, date))
        return date;
    return base_open ? base : PERI_NO_DATE;
}

static peri_date calendar_date(const periodic_rule *rule, stretch dates)
{
    peri_date date = rule->end ? dates.last - rule->offset : dates.first + rule->offset;
    if (is_inside(dates, date))
        return date;
    return rule->end ? dates.first : dates.last;
}

static int next_periodic(const peri_date_rule *head, peri_date from, peri_date *out,
                         peri_error *err)
{
    const periodic_rule *rule = (const periodic_rule *)head;
    const peri_date last = peri_last_rule_date();
    (void)err;
    for (stretch period = period_of(rule, from); period.first <= last;
         period = period_of(rule, period.last + 1)) {
        stretch dates = counted(rule, period);
        peri_date date = rule->hours ? market_date(rule, dates) : calendar_date(rule, dates);
        if (date >= from && date != PERI_NO_DATE) {
            *out = date;
            return PERI_OK;
        }
    }
    return PERI_OK;
}

/* The weeks of a market may change with the years; its latest ones say how far a step can go. */
static int largest_offset(peri_period period, const peri_rule_market *market)
{
    int first, last;
    switch (period) {
    case PERI_PERIOD_MONTH:
        return 30;
    case PERI_PERIOD_QUARTER:
        return 92;
    case PERI_PERIOD_YEAR:
        return 365;
    case PERI_PERIOD_WEEK:
        break;
    }
    if (market && peri_hours_week(market->hours, peri_last_rule_date(), &first, &last))
        return last - first;
    return 6;
}

static int check_offset(peri_period period, bool end, int offset, const peri_rule_market *market,
                        peri_error *err)
{
    const int largest = largest_offset(period, market);
    if (offset >= 0 && offset <= largest)
        return PERI_OK;
    return peri_fail(err, PERI_EINVAL, "DateRules.%s%s%s%.200s%s: offset was %d, expected 0 to %d",
                     period_names[period], end ? "End" : "Start", market ? "('" : "",
                     market ? market->symbol : "", market ? "')" : "", offset, largest);
}

static void write_name(peri_buf *name, const periodic_rule *rule, const char *symbol)
{
    if (symbol)
        peri_buf_printf(name, "%s: ", symbol);
    peri_buf_printf(name, "%s%s", period_names[rule->period], rule->end ? "End" : "Start");
    if (rule->offset > 0)
        peri_buf_printf(name, "%c%d", rule->end ? '-' : '+', rule->offset);
}

int peri_date_rule_periodic(peri_period period, bool end, int offset,
                            const peri_rule_market *market, peri_date_rule **out, peri_error *err)
{
    static const peri_date_rule_kind kind = {next_periodic, NULL, NULL};
    periodic_rule parts = {.period = period,
                           .end = end,
                           .offset = offset,
                           .hours = market ? market->hours : NULL,
                           .extended = market && market->extended};
    peri_buf name;
    periodic_rule *rule = NULL;
    int rc = check_offset(period, end, offset, market, err);
    if (rc != PERI_OK)
        return rc;
    peri_buf_init(&name);
    write_name(&name, &parts, market ? market->symbol : NULL);
    if (!name.failed)
        rule = (periodic_rule *)peri_date_rule_new(&kind, sizeof *rule, peri_buf_str(&name));
    peri_buf_deinit(&name);
    if (!rule)
        return peri_date_rule_no_memory(period_names[period], err);
    parts.head = rule->head;
    *rule = parts;
    *out = &rule->head;
    return PERI_OK;
}
