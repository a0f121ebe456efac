/* trade_statistics.c - see trade_statistics.h. Layer 5. */
#include "report/trade_statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/statistics_risk.h"

/* Which trades. */
typedef enum which {
    ALL,
    WON,
    LOST
} which;

static bool is_of(const peri_trade *trade, which group)
{
    return group == ALL || peri_trade_is_win(trade) == (group == WON);
}

static int64_t duration(const peri_trade *trade)
{
    return trade->exit_ns - trade->entry_ns;
}

/* -- sums ----------------------------------------------------------------------------------- */

/* Whole cents stay such. */
static void add_cents(double *sum, double cents)
{
    *sum = peri_in_cents(*sum + cents);
}

static void add_trade(peri_trade_statistics *s, const peri_trade *trade)
{
    const double profit = trade->profit;
    const bool won = peri_trade_is_win(trade);
    s->start_ns = s->total == 0 || trade->entry_ns < s->start_ns ? trade->entry_ns : s->start_ns;
    s->end_ns = s->total == 0 || trade->exit_ns > s->end_ns ? trade->exit_ns : s->end_ns;
    s->total++;
    *(won ? &s->winning : &s->losing) += 1;
    add_cents(&s->total_profit_loss, profit);
    add_cents(won ? &s->total_profit : &s->total_loss, profit);
    s->largest_profit = fmax(s->largest_profit, profit);
    s->largest_loss = fmin(s->largest_loss, profit);
    s->average_mae += trade->mae; /* sums, so far */
    s->average_mfe += trade->mfe;
    s->largest_mae = fmin(s->largest_mae, trade->mae);
    s->largest_mfe = fmax(s->largest_mfe, trade->mfe);
    s->largest_end_drawdown = fmin(s->largest_end_drawdown, peri_trade_end_drawdown(trade));
    s->fees += trade->fees;
}

static void add_rows(const peri_trade *trades, size_t n, peri_trade_statistics *s)
{
    int64_t wins = 0, losses = 0;
    for (size_t i = 0; i < n; i++) {
        const bool won = peri_trade_is_win(&trades[i]);
        wins = won ? wins + 1 : 0;
        losses = won ? 0 : losses + 1;
        s->most_wins_in_a_row = wins > s->most_wins_in_a_row ? wins : s->most_wins_in_a_row;
        s->most_losses_in_a_row =
            losses > s->most_losses_in_a_row ? losses : s->most_losses_in_a_row;
    }
}

/* The sum of profits as a curve that begins at 0: how far it falls, and how long it takes to come
   back. */
static void add_drawdowns(const peri_trade *trades, size_t n, peri_trade_statistics *s)
{
    double sum = 0.0, peak = 0.0, best = 0.0;
    int64_t peak_ns = n > 0 ? trades[0].entry_ns : 0;
    bool is_below = false;
    for (size_t i = 0; i < n; i++) {
        const peri_trade *trade = &trades[i];
        best = fmax(best, sum + trade->mfe);
        s->intra_trade_drawdown =
            fmin(s->intra_trade_drawdown, peri_in_cents(sum + trade->mae - best));
        add_cents(&sum, trade->profit);
        s->closed_trade_drawdown = fmin(s->closed_trade_drawdown, peri_in_cents(sum - peak));
        is_below = is_below || !peri_trade_is_win(trade);
        if (sum <= peak)
            continue;
        if (is_below && trade->exit_ns - peak_ns > s->longest_drawdown)
            s->longest_drawdown = trade->exit_ns - peak_ns;
        peak = sum;
        peak_ns = trade->exit_ns;
        is_below = false;
    }
}

/* -- means, deviations, medians ------------------------------------------------------------- */

/* Sample deviation around the mean; 0 of less than two. */
static double deviation_of(const peri_trade *trades, size_t n, which group, double mean)
{
    double squares = 0.0;
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (is_of(&trades[i], group)) {
            squares += (trades[i].profit - mean) * (trades[i].profit - mean);
            count++;
        }
    return count > 1 ? sqrt(squares / (double)(count - 1)) : 0.0;
}

static int by_length(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* room: shape [n] */
static void durations_of(const peri_trade *trades, size_t n, which group, int64_t *room,
                         int64_t *mean, int64_t *median)
{
    size_t count = 0;
    double sum = 0.0;
    for (size_t i = 0; i < n; i++)
        if (is_of(&trades[i], group)) {
            room[count++] = duration(&trades[i]);
            sum += (double)duration(&trades[i]);
        }
    if (count == 0)
        return;
    qsort(room, count, sizeof *room, by_length);
    *mean = (int64_t)llround(sum / (double)count);
    *median = room[count / 2];
}

static double ratio_to_loss(double gain, double loss)
{
    if (gain == 0.0)
        return 0.0;
    return loss < 0.0 ? peri_ratio_or_0(gain, -loss) : PERI_RATIO_WITHOUT_LOSS;
}

static void finish(const peri_trade *trades, size_t n, peri_trade_statistics *s)
{
    const double all = (double)s->total, won = (double)s->winning, lost = (double)s->losing;
    s->average_profit_loss = s->total_profit_loss / all;
    s->average_profit = peri_ratio_or_0(s->total_profit, won);
    s->average_loss = peri_ratio_or_0(s->total_loss, lost);
    s->profit_loss_ratio = peri_ratio_or_0(s->average_profit, fabs(s->average_loss));
    s->win_loss_ratio = s->losing > 0 ? won / lost : PERI_RATIO_WITHOUT_LOSS;
    s->win_rate = won / all;
    s->loss_rate = lost / all;
    s->average_mae /= all;
    s->average_mfe /= all;
    s->average_end_drawdown = s->average_profit_loss - s->average_mfe;
    s->deviation = deviation_of(trades, n, ALL, s->average_profit_loss);
    s->downside_deviation = deviation_of(trades, n, LOST, s->average_loss);
    s->sharpe_ratio = peri_ratio_or_0(s->average_profit_loss, s->deviation);
    s->sortino_ratio = peri_ratio_or_0(s->average_profit_loss, s->downside_deviation);
    s->profit_factor = ratio_to_loss(s->total_profit, s->total_loss);
    s->profit_to_drawdown = ratio_to_loss(s->total_profit_loss, s->closed_trade_drawdown);
}

int peri_trade_statistics_compute(const peri_trade *trades, size_t n, peri_trade_statistics *out)
{
    memset(out, 0, sizeof *out);
    out->start_ns = out->end_ns = INT64_MIN;
    if (n == 0)
        return PERI_OK;
    int64_t *room = peri_calloc(n, sizeof *room);
    if (!room)
        return PERI_ENOMEM;
    for (size_t i = 0; i < n; i++)
        add_trade(out, &trades[i]);
    add_rows(trades, n, out);
    add_drawdowns(trades, n, out);
    finish(trades, n, out);
    durations_of(trades, n, ALL, room, &out->average_duration, &out->median_duration);
    durations_of(trades, n, WON, room, &out->average_winning_duration,
                 &out->median_winning_duration);
    durations_of(trades, n, LOST, room, &out->average_losing_duration,
                 &out->median_losing_duration);
    peri_free(room);
    return PERI_OK;
}
