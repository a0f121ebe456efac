/* reel_reader.c - windows over the bars of a reel. Layer 2. */
#include "market/reel_internal.h"

#include "base/mem.h"
#include "market/tape_cache.h"

/* -- rows ---------------------------------------------------------------------------------------
 */

static const peri_reel_part *part_of(const peri_reel_reader *reader)
{
    return &reader->reel->parts[reader->part];
}

/* The next row, and how many of the part are in memory from it on. */
static const uint64_t *rows_of(peri_reel_reader *reader, size_t *n)
{
    const peri_reel_part *part = part_of(reader);
    const uint64_t left = part->rows - reader->row;
    const uint64_t *row =
        peri_reel_rows_from(&reader->rows, part->tape, part->first + reader->row, n);
    *n = *n < left ? *n : (size_t)left;
    return row;
}

/* Go to a part, whose span decides what is wanted. */
static void enter(peri_reel_reader *reader, size_t part)
{
    reader->part = part;
    reader->row = 0;
    if (part == reader->reel->part_count)
        return;
    reader->options.from_ns = part_of(reader)->from_ns;
    reader->options.until_ns = part_of(reader)->until_ns;
}

/* The stretch of a row; false when it is not wanted. */
static bool place(peri_reel_reader *reader, const uint64_t *row, int64_t *start_ns, int64_t *end_ns)
{
    const peri_reel *reel = reader->reel;
    *start_ns = (int64_t)row[0];
    *end_ns = (int64_t)(row[0] + (uint64_t)reader->spans.length_ns);
    if (!reel->form.has_text && peri_bar_spans_is_wanted(&reader->spans, *start_ns, *end_ns))
        return true; /* the usual case */
    if (!peri_bar_spans_can_be(&reader->spans, *start_ns))
        return false; /* the file has changed: what is skimmed may be any number */
    peri_time_text time = {.time_ns = (int64_t)row[0], .is_utc = true};
    if (reel->form.has_text) {
        const uint64_t *text = row + 1 + reel->form.numbers;
        time = (peri_time_text){.time_ns = (int64_t)text[0],
                                .is_date = (text[1] & 1) != 0,
                                .is_utc = (text[1] & 2) != 0};
    }
    return peri_bar_spans_place(&reader->spans, &time, (int64_t)row[0], start_ns, end_ns);
}

/* The numbers of a row, which lie there as doubles. */
static const double *numbers_of(const uint64_t *row)
{
    return (const double *)(const void *)(row + 1);
}

/* The row before the next one becomes the next one; false at the begin. */
static bool step_back(peri_reel_reader *reader)
{
    if (reader->row == 0) {
        if (reader->part == 0)
            return false;
        enter(reader, reader->part - 1);
        reader->row = part_of(reader)->rows;
    }
    reader->row--;
    return true;
}

/* -- windows ------------------------------------------------------------------------------------
 */

size_t peri_reel_reader_count(const peri_reel_reader *reader)
{
    return peri_reel_has_quotes(reader->reel) ? reader->quotes.n : reader->trades.n;
}

/* Where bars go: one of these, shape [PERI_REEL_WINDOW]. */
struct target {
    peri_bar *trades;
    peri_quote_bar *quotes;
    peri_reel_stretch *stretches;
};

/* Take wanted rows of the part, from bar `n` on. Returns how many bars there are then. */
static size_t take_of_part(peri_reel_reader *reader, const struct target *to, size_t n)
{
    size_t there;
    const size_t words = reader->reel->words;
    const uint64_t *row = rows_of(reader, &there), *const end = row + there * words;
    for (; n < PERI_REEL_WINDOW && row < end; reader->row++, row += words) {
        int64_t start_ns, end_ns;
        if (!place(reader, row, &start_ns, &end_ns))
            reader->outside++;
        else if (to->trades)
            to->trades[n++] = peri_row_bar_of(numbers_of(row), start_ns, end_ns);
        else if (to->quotes)
            to->quotes[n++] = peri_row_quote_of(numbers_of(row), start_ns, end_ns);
        else if (to->stretches)
            to->stretches[n++] = (peri_reel_stretch){start_ns, end_ns};
    }
    return n;
}

/* Take wanted rows, until the target is full, no row is left, or one cannot be read. */
static size_t take(peri_reel_reader *reader, const struct target *to)
{
    size_t n = 0;
    while (n < PERI_REEL_WINDOW && reader->part < reader->reel->part_count &&
           reader->rows.fault == 0) {
        n = take_of_part(reader, to, n);
        if (reader->row == part_of(reader)->rows)
            enter(reader, reader->part + 1);
    }
    return n;
}

/* Rows are lost: no bar of them, and none behind, is handed out. */
static int fail_rows(peri_reel_reader *reader, peri_error *err)
{
    peri_tape_cache *cache = reader->options.cache;
    peri_tape_cache_note_loss(cache, reader->rows.tape, reader->rows.fault);
    enter(reader, reader->reel->part_count);
    return peri_tape_cache_check(cache, err);
}

/* Scale a window and show it. */
static int show(peri_reel_reader *reader, size_t n, peri_error *err)
{
    const peri_reel *reel = reader->reel;
    const bool second = !reader->shows_second;
    int rc = PERI_OK;
    reader->shows_second = second;
    if (peri_reel_has_quotes(reel)) {
        reader->quotes = reader->quote_buffers[second];
        reader->quotes.n = n;
        if (reel->scales)
            rc = peri_normalizer_quotes(&reel->normalizer, &reader->quotes, 0, err);
    } else {
        reader->trades = reader->trade_buffers[second];
        reader->trades.n = n;
        if (reel->scales)
            rc = peri_normalizer_bars(&reel->normalizer, &reader->trades, 0, err);
    }
    return rc;
}

int peri_reel_reader_fill(peri_reel_reader *reader, peri_error *err)
{
    const bool second = !reader->shows_second;
    const size_t n = take(reader, &(struct target){.trades = reader->trade_buffers[second].bars,
                                                   .quotes = reader->quote_buffers[second].bars});
    if (reader->rows.fault == 0)
        return show(reader, n, err);
    (void)show(reader, 0, NULL);
    return fail_rows(reader, err);
}

int peri_reel_reader_stretches(peri_reel_reader *reader, peri_reel_stretch *stretches, size_t *n,
                               peri_error *err)
{
    reader->rows.parts = PERI_TAPE_TIMES;
    *n = take(reader, &(struct target){.stretches = stretches});
    return reader->rows.fault == 0 ? PERI_OK : fail_rows(reader, err);
}

bool peri_reel_reader_next(peri_reel_reader *reader)
{
    /* rows that are left may all be unwanted: the window may only be let go for one with bars */
    const peri_series trades = reader->trades;
    const peri_quote_series quotes = reader->quotes;
    if (reader->part == reader->reel->part_count)
        return false;
    (void)peri_reel_reader_fill(reader, NULL); /* what is lost, the cache knows */
    if (peri_reel_reader_count(reader) > 0)
        return true;
    reader->trades = trades;
    reader->quotes = quotes;
    reader->shows_second = !reader->shows_second;
    return false;
}

/* -- looking for an instant ---------------------------------------------------------------------
 */

/* Rows of a part that lie before an instant. */
static uint64_t rows_before(peri_reel_reader *reader, int64_t utc_ns)
{
    const peri_reel_part *part = part_of(reader);
    return peri_reel_rows_before(&reader->rows, part->tape, part->first, part->first + part->rows,
                                 utc_ns);
}

/* Make the first row at an instant or behind it the next one. */
static void go_to(peri_reel_reader *reader, int64_t utc_ns)
{
    const peri_reel *reel = reader->reel;
    size_t low = 0, high = reel->part_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (reel->parts[middle].last_utc_ns < utc_ns)
            low = middle + 1;
        else
            high = middle;
    }
    enter(reader, low);
    if (low < reel->part_count)
        reader->row = rows_before(reader, utc_ns);
}

/* Make the first row whose bar ends behind an instant the next one. A bar begins less than two days
   before its end. */
static void go_behind(peri_reel_reader *reader, int64_t time_ns)
{
    const int64_t longest = reader->options.resolution == PERI_RES_DAILY
                                ? 2 * PERI_DAY
                                : peri_resolution_ns(reader->options.resolution);
    const size_t count = reader->reel->part_count;
    go_to(reader, time_ns < INT64_MIN + longest ? INT64_MIN : time_ns - longest);
    while (reader->part < count && reader->rows.fault == 0) {
        size_t n;
        int64_t start_ns, end_ns;
        if (place(reader, rows_of(reader, &n), &start_ns, &end_ns) && end_ns > time_ns)
            return;
        if (++reader->row == part_of(reader)->rows)
            enter(reader, reader->part + 1);
    }
}

void peri_reel_reader_seek(peri_reel_reader *reader, int64_t time_ns)
{
    go_behind(reader, time_ns);
    (void)peri_reel_reader_fill(reader, NULL); /* what is lost, the cache knows */
}

/* Go back over `periods` wanted bars that end by an instant, or to the begin. Returns how many. */
static int64_t go_back(peri_reel_reader *reader, int64_t until_ns, int64_t periods)
{
    int64_t n = 0;
    go_behind(reader, until_ns);
    while (n < periods && reader->rows.fault == 0 && step_back(reader)) {
        size_t there;
        int64_t start_ns, end_ns;
        n += place(reader, rows_of(reader, &there), &start_ns, &end_ns);
    }
    return n;
}

/* -- whole stretches ----------------------------------------------------------------------------
 */

/* The window's bar i: whether it was added, or PERI_ENOMEM. */
static int add_bar(const peri_reel_reader *reader, size_t i, peri_series *series,
                   peri_quote_series *quotes)
{
    return series ? peri_series_add(series, &reader->trades.bars[i])
                  : peri_quote_series_add(quotes, &reader->quotes.bars[i]);
}

static int64_t start_of(const peri_reel_reader *reader, size_t i)
{
    return peri_reel_has_quotes(reader->reel) ? reader->quotes.bars[i].start_ns
                                              : reader->trades.bars[i].start_ns;
}

static int64_t end_of(const peri_reel_reader *reader, size_t i)
{
    return peri_reel_has_quotes(reader->reel) ? reader->quotes.bars[i].end_ns
                                              : reader->trades.bars[i].end_ns;
}

/* Append the bars from where the reader is to an instant. */
static int read_until(peri_reel_reader *reader, int64_t from_ns, int64_t until_ns,
                      peri_series *series, peri_quote_series *quotes, peri_error *err)
{
    for (;;) {
        int rc = peri_reel_reader_fill(reader, err);
        if (rc != PERI_OK)
            return rc;
        const size_t n = peri_reel_reader_count(reader);
        for (size_t i = 0; i < n; i++) {
            if (end_of(reader, i) > until_ns)
                return PERI_OK;
            if (start_of(reader, i) >= from_ns && add_bar(reader, i, series, quotes) != PERI_OK)
                return peri_fail(err, PERI_ENOMEM, "no memory for bars of the past");
        }
        if (n == 0 || reader->part == reader->reel->part_count)
            return PERI_OK;
    }
}

int peri_reel_read(peri_reel *reel, int64_t periods, int64_t from_ns, int64_t until_ns,
                   peri_series *series, peri_quote_series *quotes, peri_error *err)
{
    peri_reel_reader *reader = NULL;
    int rc = peri_reel_reader_open(reel, &reader, err);
    if (rc != PERI_OK || !reader)
        return rc;
    if (periods > 0)
        go_back(reader, until_ns, periods);
    else
        go_behind(reader, from_ns);
    rc = read_until(reader, periods > 0 ? INT64_MIN : from_ns, until_ns, series, quotes, err);
    peri_reel_reader_close(reader);
    return rc;
}

bool peri_reel_reader_after(peri_reel_reader *reader, int64_t time_ns, int64_t *start_ns)
{
    peri_reel_reader_seek(reader, time_ns);
    if (peri_reel_reader_count(reader) == 0)
        return false;
    *start_ns = start_of(reader, 0);
    return true;
}

void peri_reel_reader_rewind(peri_reel_reader *reader)
{
    enter(reader, 0);
    reader->outside = 0;
    reader->rows.tape = NULL;
    reader->rows.skims = false;
}

/* -- opening ------------------------------------------------------------------------------------
 */

static bool make_buffers(peri_reel_reader *reader)
{
    const bool quotes = peri_reel_has_quotes(reader->reel);
    for (int i = 0; i < 2; i++) {
        peri_series_init(&reader->trade_buffers[i]);
        peri_quote_series_init(&reader->quote_buffers[i]);
    }
    for (int i = 0; i < 2; i++) {
        if (quotes)
            reader->quote_buffers[i].bars =
                peri_alloc(PERI_REEL_WINDOW * sizeof *reader->quotes.bars);
        else
            reader->trade_buffers[i].bars =
                peri_alloc(PERI_REEL_WINDOW * sizeof *reader->trades.bars);
        if (!reader->quote_buffers[i].bars && !reader->trade_buffers[i].bars)
            return false;
    }
    reader->trades = reader->trade_buffers[0];
    reader->quotes = reader->quote_buffers[0];
    return true;
}

int peri_reel_reader_open(peri_reel *reel, peri_reel_reader **out, peri_error *err)
{
    peri_reel_reader *reader = peri_calloc(1, sizeof *reader);
    if (reader) {
        reader->reel = reel;
        reader->options = reel->options;
        peri_bar_spans_init(&reader->spans, &reader->options);
        enter(reader, 0);
    }
    if (!reader || peri_reel_rows_init(&reader->rows, reel->words) != PERI_OK ||
        !make_buffers(reader)) {
        peri_reel_reader_close(reader);
        return peri_fail(err, PERI_ENOMEM, "no memory for a window of bars");
    }
    *out = reader;
    return PERI_OK;
}

void peri_reel_reader_close(peri_reel_reader *reader)
{
    if (!reader)
        return;
    peri_reel_rows_deinit(&reader->rows);
    for (int i = 0; i < 2; i++) {
        peri_free(reader->trade_buffers[i].bars);
        peri_free(reader->quote_buffers[i].bars);
    }
    peri_free(reader);
}

const peri_series *peri_reel_reader_trades(const peri_reel_reader *reader)
{
    return &reader->trades;
}

const peri_quote_series *peri_reel_reader_quotes(const peri_reel_reader *reader)
{
    return &reader->quotes;
}
