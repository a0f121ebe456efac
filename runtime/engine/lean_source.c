/* lean_source.c - see lean_source.h. Layer 5. */
#include "engine/lean_source.h"

#include "base/mem.h"
#include "market/lean_chain.h"
#include "market/price_scale.h"
#include "market/reel.h"

#include <string.h>

int peri_lean_source_open(peri_map_book *book, peri_lean_symbol symbol, peri_normalization mode,
                          peri_lean_source *out, peri_error *err)
{
    const peri_date any_run = peri_date_make(2050, 12, 31); /* not today: each run finds the same */
    *out = (peri_lean_source){.symbol = symbol, .mode = mode};
    int rc = peri_map_book_find(book, symbol.ticker, any_run, &out->map, err);
    if (rc == PERI_OK)
        rc = peri_factor_file_open(symbol.root, symbol.market, peri_map_file_name(out->map),
                                   &out->factors, err);
    return rc;
}

peri_lean_source peri_lean_source_plain(peri_lean_symbol symbol)
{
    return (peri_lean_source){.symbol = symbol};
}

void peri_lean_source_close(peri_lean_source *source)
{
    peri_map_file_close(source->map);
    peri_factor_file_close(source->factors);
    memset(source, 0, sizeof *source);
}

/* The symbol under one of its names. */
static peri_lean_symbol named(const peri_lean_source *source, const char *ticker)
{
    peri_lean_symbol symbol = source->symbol;
    symbol.ticker = ticker;
    return symbol;
}

struct question {
    const peri_lean_source *source;
    peri_lean_stream stream;
};

static bool has_part(void *context, const char *ticker)
{
    const struct question *question = context;
    const peri_lean_symbol symbol = named(question->source, ticker);
    return peri_lean_has(&symbol, question->stream);
}

bool peri_lean_source_has(const peri_lean_source *source, peri_resolution resolution)
{
    struct question question = {source, {.kind = PERI_LEAN_TRADE, .resolution = resolution}};
    if (!source->symbol.ticker)
        return false;
    if (source->map)
        return peri_lean_chain_has(source->map, has_part, &question);
    const peri_lean_stream quotes = {.kind = PERI_LEAN_QUOTE, .resolution = resolution};
    return peri_lean_has(&source->symbol, question.stream) ||
           peri_lean_has(&source->symbol, quotes);
}

struct look {
    struct question question;
    peri_buf *tried;
};

/* A folder whose files cannot be told counts as data. */
static bool look_for_part(void *context, const char *ticker)
{
    const struct look *look = context;
    const peri_lean_stream stream = look->question.stream;
    const peri_lean_symbol symbol = named(look->question.source, ticker);
    const bool is_folder = peri_lean_is_folder(stream);
    peri_date *days = NULL;
    size_t n = 0;
    peri_buf path;
    peri_buf_init(&path);
    bool found = peri_lean_path(&path, &symbol, stream, NULL) == PERI_OK && !path.failed;
    if (found && is_folder) {
        const int rc = peri_lean_days(peri_buf_str(&path), stream.kind, &days, &n, NULL);
        found = n > 0 || (rc != PERI_OK && rc != PERI_ENOTFOUND);
        peri_lean_path_kind(&path, stream.kind);
    } else if (found) {
        found = peri_lean_has(&symbol, stream);
    }
    if (!found && path.len > 0)
        peri_buf_printf(look->tried, "%s%s", look->tried->len > 0 ? ", " : "", peri_buf_str(&path));
    peri_free(days);
    peri_buf_deinit(&path);
    return found;
}

bool peri_lean_source_look(const peri_lean_source *source, peri_lean_stream stream, peri_buf *tried)
{
    struct look look = {{source, stream}, tried};
    if (!source->symbol.ticker)
        return false;
    return source->map ? peri_lean_chain_has(source->map, look_for_part, &look)
                       : look_for_part(&look, source->symbol.ticker);
}

static peri_normalizer normalizer_of(const peri_lean_source *source,
                                     const peri_read_options *options)
{
    return (peri_normalizer){.factors = source->factors,
                             .mode = source->mode,
                             .zone = peri_hours_zone(options->hours),
                             .since = peri_map_file_first_date(source->map)};
}

/* Where what is read goes: one of the three. */
struct target {
    const peri_lean_source *source;
    peri_series *series;
    peri_quote_series *quotes;
    peri_tick_series *ticks;
    peri_lean_kind kind; /* of ticks */
    size_t had;          /* what was there before stays as it is */
    peri_read_report report;
};

static int read_part(void *context, const char *ticker, const peri_read_options *options,
                     peri_error *err)
{
    struct target *target = context;
    const peri_lean_symbol symbol = named(target->source, ticker);
    if (target->series)
        return peri_lean_read(&symbol, options, target->series, &target->report, err);
    if (target->ticks)
        return peri_lean_read_ticks(&symbol, target->kind, options, target->ticks, &target->report,
                                    err);
    return peri_lean_read_quotes(&symbol, options, target->quotes, &target->report, err);
}

/* What it fails with names the date: the symbol goes before it. */
static int scale(const struct target *target, const peri_read_options *options, peri_error *err)
{
    const peri_normalizer normalizer = normalizer_of(target->source, options);
    int rc;
    if (target->series)
        rc = peri_normalizer_bars(&normalizer, target->series, target->had, err);
    else if (target->ticks)
        rc = peri_normalizer_ticks(&normalizer, target->ticks, target->had, err);
    else
        rc = peri_normalizer_quotes(&normalizer, target->quotes, target->had, err);
    return rc == PERI_OK ? rc : peri_fail_prefix(err, "%s at ", target->source->symbol.ticker);
}

/* Read all parts into the target, scaled. On failure the report is as it was, the series may have
   too much. */
static int read_parts(struct target *target, const peri_read_options *options,
                      peri_read_report *report, peri_error *err)
{
    const peri_lean_source *source = target->source;
    target->report = *report;
    int rc = source->map ? peri_lean_chain(source->map, options, read_part, target, err)
                         : read_part(target, source->symbol.ticker, options, err);
    if (rc == PERI_OK && source->map)
        rc = scale(target, options, err);
    if (rc == PERI_OK)
        *report = target->report;
    return rc;
}

int peri_lean_source_read(const peri_lean_source *source, const peri_read_options *options,
                          peri_series *series, peri_read_report *report, peri_error *err)
{
    struct target target = {.source = source, .series = series, .had = series->n};
    int rc = read_parts(&target, options, report, err);
    if (rc != PERI_OK)
        series->n = target.had;
    return rc;
}

int peri_lean_source_read_quotes(const peri_lean_source *source, const peri_read_options *options,
                                 peri_quote_series *series, peri_read_report *report,
                                 peri_error *err)
{
    struct target target = {.source = source, .quotes = series, .had = series->n};
    int rc = read_parts(&target, options, report, err);
    if (rc != PERI_OK)
        series->n = target.had;
    return rc;
}

/* Ticks of one kind; none where there are no files. */
static int read_ticks(const peri_lean_source *source, peri_lean_kind kind,
                      const peri_read_options *options, peri_tick_series *series,
                      peri_read_report *report, peri_error *err)
{
    struct target target = {.source = source, .ticks = series, .kind = kind};
    const peri_lean_stream stream = {.kind = kind, .resolution = PERI_RES_TICK};
    if (!peri_lean_has_stream(source->symbol.type, stream))
        return PERI_OK;
    int rc = read_parts(&target, options, report, err);
    return rc == PERI_ENOTFOUND ? PERI_OK : rc;
}

int peri_lean_source_read_ticks(const peri_lean_source *source, const peri_read_options *options,
                                peri_tick_series *series, peri_read_report *report, peri_error *err)
{
    const size_t had = series->n;
    peri_tick_series trades, quotes;
    peri_tick_series_init(&trades);
    peri_tick_series_init(&quotes);
    int rc = read_ticks(source, PERI_LEAN_TRADE, options, &trades, report, err);
    if (rc == PERI_OK)
        rc = read_ticks(source, PERI_LEAN_QUOTE, options, &quotes, report, err);
    if (rc == PERI_OK && peri_tick_series_merge(series, &trades, &quotes) != PERI_OK)
        rc = peri_fail(err, PERI_ENOMEM, "no memory for %zu ticks", trades.n + quotes.n);
    if (rc != PERI_OK)
        series->n = had;
    peri_tick_series_deinit(&trades);
    peri_tick_series_deinit(&quotes);
    return rc;
}

/* --- as a reel --- */

struct winding {
    const peri_lean_source *source;
    peri_lean_kind kind;
    peri_reel *reel;
    bool possible; /* so far */
    peri_read_report report;
};

static int wind_part(void *context, const char *ticker, const peri_read_options *options,
                     peri_error *err)
{
    struct winding *winding = context;
    const peri_lean_symbol symbol = named(winding->source, ticker);
    bool possible = false;
    if (!winding->possible)
        return PERI_OK;
    int rc = peri_lean_reel(&symbol, winding->kind, options, winding->reel, &possible,
                            &winding->report, err);
    winding->possible = possible || rc == PERI_ENOTFOUND;
    return rc;
}

int peri_lean_source_reel(const peri_lean_source *source, peri_lean_kind kind,
                          const peri_read_options *options, peri_reel **out,
                          peri_read_report *report, peri_error *err)
{
    struct winding winding = {.source = source, .kind = kind, .possible = true, .report = *report};
    const peri_normalizer normalizer =
        source->map ? normalizer_of(source, options) : (peri_normalizer){.factors = NULL};
    bool sound = false;
    *out = NULL;
    int rc = peri_reel_open(options, peri_tape_form_for(kind, options), &winding.reel, err);
    if (rc != PERI_OK)
        return rc;
    rc = source->map ? peri_lean_chain(source->map, options, wind_part, &winding, err)
                     : wind_part(&winding, source->symbol.ticker, options, err);
    if (rc == PERI_OK && winding.possible)
        rc = peri_reel_finish(winding.reel, source->map ? &normalizer : NULL, &sound,
                              &winding.report, err);
    if (rc == PERI_OK && sound) {
        *report = winding.report;
        *out = winding.reel;
        return PERI_OK;
    }
    peri_reel_close(winding.reel);
    return rc;
}
