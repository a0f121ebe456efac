/* hours_special.c - what holidays, early closes and late opens make of a day's sessions. Layer 1.
 */
#include "time/hours_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

typedef struct listed_day {
    peri_special_day day;
    size_t place; /* in the list: equal dates keep its order */
} listed_day;

static int by_date(const void *a, const void *b)
{
    const listed_day *x = a, *y = b;
    if (x->day.date != y->day.date)
        return x->day.date < y->day.date ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

static void join(peri_special_day *day, const peri_special_day *more)
{
    if (more->name && (more->closed || !day->closed)) /* an early close does not rename a holiday */
        day->name = more->name;
    day->closed = day->closed || more->closed;
    if (more->early_close != PERI_NEVER)
        day->early_close = more->early_close;
    if (more->late_open != PERI_NEVER)
        day->late_open = more->late_open;
}

bool peri_special_days_join(const peri_special_day *days, size_t n, peri_special_day **out,
                            size_t *out_n)
{
    *out = NULL;
    *out_n = 0;
    if (n == 0)
        return true;
    listed_day *sorted = peri_calloc(n, sizeof *sorted);
    peri_special_day *joined = peri_calloc(n, sizeof *joined);
    if (!sorted || !joined) {
        peri_free(sorted);
        peri_free(joined);
        return false;
    }
    for (size_t i = 0; i < n; i++)
        sorted[i] = (listed_day){days[i], i};
    qsort(sorted, n, sizeof *sorted, by_date);
    size_t used = 0;
    for (size_t i = 0; i < n; i++) {
        if (used > 0 && joined[used - 1].date == sorted[i].day.date)
            join(&joined[used - 1], &sorted[i].day);
        else
            joined[used++] = sorted[i].day;
    }
    peri_free(sorted);
    *out = joined;
    *out_n = used;
    return true;
}

size_t peri_special_days_find(const peri_special_day *days, size_t n, peri_date date)
{
    size_t lo = 0, hi = n; /* the answer lies in lo..hi */
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (days[mid].date < date)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* The first session that ends at a time or after it, n when all end before. */
static size_t ends_from(const peri_session_time *sessions, size_t n, int64_t time)
{
    size_t i = 0;
    while (i < n && sessions[i].close < time)
        i++;
    return i;
}

/* Cut sessions at an early close; returns how many are left. */
static size_t close_early(peri_session_time *sessions, size_t n, int64_t close)
{
    size_t i = ends_from(sessions, n, close);
    if (i == n)
        return n;
    if (sessions[i].open > close) /* in a gap the session before it goes too, as in LEAN */
        return i > 0 ? i - 1 : 0;
    sessions[i].close = close;
    return sessions[i].open < close ? i + 1 : i;
}

/* Write what a late open leaves of sessions; returns how much that is. out may be sessions. */
static size_t open_late(const peri_session_time *sessions, size_t n, int64_t open,
                        peri_session_time *out)
{
    size_t kept = 0;
    for (size_t i = ends_from(sessions, n, open); i < n; i++) {
        peri_session_time session = sessions[i];
        if (session.open < open)
            session.open = open;
        if (session.open < session.close)
            out[kept++] = session;
    }
    return kept;
}

size_t peri_special_day_sessions(const peri_week_day *day, const peri_special_day *special,
                                 peri_session_time out[PERI_DAY_SESSIONS + 1])
{
    size_t n = day->n;
    memcpy(out, day->sessions, n * sizeof *out);
    if (!special)
        return n;
    if (special->closed)
        return 0;
    int64_t early = special->early_close, late = special->late_open;
    if (early != PERI_NEVER)
        n = close_early(out, n, early);
    if (late == PERI_NEVER || late == early)
        return n;
    if (early < late && early != PERI_NEVER) /* a pause */
        return n + open_late(day->sessions, day->n, late, out + n);
    if (ends_from(out, n, late) == n) /* LEAN drops nothing when it lies after everything */
        return n;
    return open_late(out, n, late, out);
}
