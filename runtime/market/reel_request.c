/* reel_request.c - see reel_request.h. Layer 2. */
#include "market/reel_request.h"

#include <assert.h>
#include <stdlib.h>
#include <sys/stat.h>

peri_tape_form peri_tape_form_for(peri_lean_kind kind, const peri_read_options *options)
{
    return (peri_tape_form){
        .numbers = kind == PERI_LEAN_QUOTE ? PERI_ROW_QUOTE_NUMBERS : PERI_ROW_BAR_NUMBERS,
        .has_text = options->resolution == PERI_RES_DAILY,
    };
}

/* All that decides what rows a source has. False: there is no such file, or none to read twice. */
static bool make_key(const peri_read_options *options, const char *what, const char *path,
                     peri_buf *key)
{
    struct stat st;
    char *real = realpath(path, NULL);
    const bool can = real && stat(real, &st) == 0 && (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode));
    if (can)
        peri_buf_printf(key, "%s\n%s\n%s %s\n%s", what, real, peri_zone_name(options->zone),
                        peri_zones_edition(),
                        options->resolution == PERI_RES_DAILY ? "days" : "times");
    free(real); /* NOLINT: realpath's own */
    return can && !key->failed;
}

int peri_reel_request(peri_reel *reel, const peri_read_options *options, const char *what,
                      const char *path, const peri_tape_request *request, bool *possible,
                      peri_read_report *report, peri_error *err)
{
    peri_tape_request whole = *request;
    peri_tape *tape = NULL;
    peri_buf key;
    int rc = PERI_OK;
    peri_buf_init(&key);
    if (make_key(options, what, path, &key)) {
        whole.key = peri_buf_str(&key);
        rc = peri_tape_cache_get(options->cache, &whole, &tape, err);
    }
    peri_buf_deinit(&key);
    *possible = rc == PERI_OK && tape;
    if (!*possible)
        return rc;
    return peri_reel_add(reel, tape, request->dates + request->first,
                         request->last - request->first, options->from_ns, options->until_ns,
                         report, err);
}

/* Whether bars of a reel may follow what a series holds. */
static bool may_follow(peri_reel *reel, const peri_series *series, const peri_quote_series *quotes)
{
    const peri_reel_facts *facts = peri_reel_facts_of(reel);
    int64_t end = INT64_MIN;
    if (series && series->n > 0)
        end = series->bars[series->n - 1].end_ns;
    if (quotes && quotes->n > 0)
        end = quotes->bars[quotes->n - 1].end_ns;
    return facts->bars == 0 || facts->first_ns >= end;
}

static int copy_all(peri_reel *reel, peri_series *series, peri_quote_series *quotes, bool *done,
                    const peri_read_report *read, peri_read_report *report, peri_error *err)
{
    assert(series || quotes);
    const size_t had = series ? series->n : quotes->n;
    int rc = peri_reel_read(reel, 0, INT64_MIN, INT64_MAX, series, quotes, err);
    if (rc != PERI_OK) {
        if (series)
            series->n = had;
        else
            quotes->n = had;
        return rc;
    }
    *done = true;
    *report = *read;
    return PERI_OK;
}

/* Append what is on a reel that was made for this. */
static int empty(peri_reel *reel, bool possible, peri_series *series, peri_quote_series *quotes,
                 bool *done, peri_read_report *read, peri_read_report *report, peri_error *err)
{
    bool sound = false;
    int rc = possible ? peri_reel_finish(reel, NULL, &sound, read, err) : PERI_OK;
    if (rc == PERI_OK && possible && sound && may_follow(reel, series, quotes))
        rc = copy_all(reel, series, quotes, done, read, report, err);
    return rc;
}

static bool is_kept(const peri_read_options *options)
{
    return options->cache && peri_tape_cache_keeps(options->cache);
}

int peri_reel_read_csv(const char *path, const peri_read_options *options, peri_series *series,
                       bool *done, peri_read_report *report, peri_error *err)
{
    peri_reel *reel = NULL;
    peri_read_report read = *report;
    bool possible = false;
    *done = false;
    if (!is_kept(options))
        return PERI_OK;
    int rc = peri_reel_open(options, peri_tape_form_for(PERI_LEAN_TRADE, options), &reel, err);
    if (rc == PERI_OK)
        rc = peri_csv_reel(path, options, reel, &possible, &read, err);
    if (rc == PERI_OK)
        rc = empty(reel, possible, series, NULL, done, &read, report, err);
    peri_reel_close(reel);
    return rc;
}

int peri_reel_read_lean(const peri_lean_symbol *symbol, const peri_read_options *options,
                        peri_series *series, peri_quote_series *quotes, bool *done,
                        peri_read_report *report, peri_error *err)
{
    const peri_lean_kind kind = series ? PERI_LEAN_TRADE : PERI_LEAN_QUOTE;
    peri_reel *reel = NULL;
    peri_read_report read = *report;
    bool possible = false;
    *done = false;
    if (!is_kept(options))
        return PERI_OK;
    int rc = peri_reel_open(options, peri_tape_form_for(kind, options), &reel, err);
    if (rc == PERI_OK)
        rc = peri_lean_reel(symbol, kind, options, reel, &possible, &read, err);
    if (rc == PERI_OK)
        rc = empty(reel, possible, series, quotes, done, &read, report, err);
    peri_reel_close(reel);
    return rc;
}
